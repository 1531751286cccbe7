//! Whose register it is, by its title: that another village's is not taken in unseen.
//!
//! It says so and refuses nothing: villages are merged, and titles are copied from last year's file.

use crate::domain::text::{fold, is_hanzi};
use crate::domain::village::VillageInfo;

/// What a village is called by, after its name.
const ENDINGS: [&str; 3] = ["社区", "村", "居委会"];
/// What can stand before a village's name: the places it lies in, and the year of the register.
const BEFORE: [char; 11] = ['省', '市', '区', '县', '镇', '乡', '道', '年', '度', '月', '日'];
/// Words that say 村 and name none.
const NONE_NAMED: [&str; 14] = [
    "行政",
    "自然",
    "中心",
    "脱贫",
    "贫困",
    "示范",
    "建制",
    "所在",
    "户籍",
    "居住",
    "涉农",
    "各行政",
    "本行政",
    "和谐",
];
/// What goes on from 村 without ending a name: 村民, 村级, 村务.
const GOES_ON: [char; 8] = ['民', '级', '务', '居', '委', '规', '庄', '镇'];

/// The village that a title names, where it is another one than this.
pub fn other(info: &VillageInfo, title: &str) -> Option<String> {
    let title: String = fold(title).chars().filter(|c| *c != ' ').collect();
    let own = stem(&info.name);
    // A group may bear the name of a village that was merged into this one.
    let known = |stem: &str| own.contains(stem) || info.groups.iter().any(|group| group.name.contains(stem));
    if own.is_empty() || title.contains(own) {
        return None;
    }
    ENDINGS.iter().flat_map(|ending| named(&title, ending)).find(|(stem, _)| !known(stem)).map(|(_, name)| name)
}

/// The names in a title that end so: without the ending, and with it.
fn named<'t>(title: &'t str, ending: &'static str) -> impl Iterator<Item = (&'t str, String)> {
    title.match_indices(ending).filter_map(move |(at, _)| {
        let (before, after) = (title.get(..at)?, title.get(at + ending.len()..)?);
        if ending == "村" && after.starts_with(GOES_ON) {
            return None;
        }
        let from = before.char_indices().rev().take_while(|(_, c)| is_hanzi(*c) && !BEFORE.contains(c)).last();
        let stem = from.and_then(|(from, _)| before.get(from..))?;
        let is_name = (2..=4).contains(&stem.chars().count()) && !NONE_NAMED.contains(&stem);
        is_name.then(|| (stem, format!("{stem}{ending}")))
    })
}

fn stem(name: &str) -> &str {
    let name = name.trim();
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::household::{Group, GroupNo};

    #[test]
    fn a_title_of_another_village_is_known_and_one_that_names_none_is_not() {
        let mut info = VillageInfo { name: "青杠村".to_owned(), ..VillageInfo::default() };
        let named = |info: &VillageInfo, title: &str| other(info, title);
        for title in ["清水村2026年居民花名册", "2026年清水村花名册", "慈云镇清水村3社花名册", "填报单位：清水村"]
        {
            assert_eq!(named(&info, title).as_deref(), Some("清水村"), "{title}");
        }
        assert_eq!(named(&info, "龙水社区居民花名册").as_deref(), Some("龙水社区"));
        for title in [
            "青杠村2026年居民花名册",
            "青杠村（原清水村）花名册",
            "农村低收入人口花名册",
            "慈云镇行政村村民花名册",
            "村民小组花名册",
            "花名册",
            "",
        ] {
            assert_eq!(named(&info, title), None, "{title}");
        }
        info.groups.push(Group { no: GroupNo(1), name: "清水1社".to_owned() });
        assert_eq!(named(&info, "清水村花名册"), None, "a village merged into this one");
    }
}
