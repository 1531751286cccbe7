//! 进镇清单, 进村清单 as plain text for an A5 page that goes into a pocket: boxes to tick, by window or by group.
//!
//! It bears no phone but those of offices, and no number of anybody. It writes no file.

use crate::domain::day::Day;
use crate::domain::tables::Tables;
use crate::domain::today::trip::{self, Trip};
use crate::domain::today::words;
use crate::domain::village::Village;

use super::paper::Paper;

/// The sheet of this way.
pub fn trip_sheet(village: &Village, tables: &Tables, today: Day, way: Trip) -> String {
    let info = &village.info;
    let mut paper = Paper::titled_a5(&format!("{}  {today} {}", way.label(), today.weekday_label()));
    paper.put(0, &format!("{}{}  {}", info.township, info.name, info.liaison));
    let items = trip::items(village, tables, today, way);
    if items.is_empty() {
        paper.put(0, "这一趟没有要办的。");
    }
    let mut place: Option<&str> = None;
    for item in &items {
        if place != Some(&item.place) {
            let asked = trip::asked(village, item).filter(|_| way == Trip::Town);
            let asked = asked.map_or(String::new(), |contact| format!("  {} {}", contact.name, contact.phone));
            let name = if item.place.is_empty() { "全村" } else { item.place.as_str() };
            paper.heading(&format!("{name}{asked}"), false);
            place = Some(&item.place);
        }
        let Some(words) = words::of(village, tables, &item.line) else { continue };
        let no = words.task.map_or(String::new(), |task| format!(" {}", task.no));
        paper.put(0, &format!("[ ] {}{no} {} {}", item.deed.label(), words.who, words.what));
        if !item.detail.is_empty() {
            paper.put(4, &item.detail);
        }
    }
    paper.blank();
    paper.put(0, "内部工作信息，严禁微信、QQ传送。办好一件打一个勾，回来照着记。");
    paper.into_text()
}

#[cfg(test)]
mod tests {
    use super::super::paper::{A5_CELLS_MAX, cells};
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_pocket_sheet_has_a_box_for_each_thing_and_no_phone_of_a_villager() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        for way in [Trip::Town, Trip::Village] {
            let text = trip_sheet(&village, &tables, today, way);
            let boxes = text.lines().filter(|line| line.starts_with("[ ] ")).count();
            assert_eq!(boxes, trip::items(&village, &tables, today, way).len());
            assert!(text.lines().all(|line| cells(line) <= A5_CELLS_MAX), "{text}");
            let phones = village.people().flat_map(|person| &person.phones);
            assert!(phones.into_iter().all(|phone| !text.contains(phone.digits())));
        }
        let town = trip_sheet(&village, &tables, today, Trip::Town);
        assert!(town.contains("派出所户籍窗口  老秦 164"), "{town}");
    }
}
