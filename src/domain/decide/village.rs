//! Decides about the village itself: its founding, its name, its groups.

use crate::domain::change::fieldwork::PostChange;
use crate::domain::change::{Change, VillageEvent};
use crate::domain::day::Day;
use crate::domain::id::Seq;
use crate::domain::limits;
use crate::domain::post::{self, Post, PostKind};
use crate::domain::refusal::Refusal;
use crate::domain::text::group::list;
use crate::domain::text::squash;
use crate::domain::village::{Village, VillageInfo};

use super::{Now, free_text, required};

/// The longest time in one post, in years; beyond that a year was mistyped.
const POST_YEARS_MAX: i32 = 50;

/// What a person wants of the village.
#[derive(Clone, Debug)]
pub enum VillageIntent {
    /// 建村: the first act of every store.
    Found {
        /// 村名.
        name: String,
        /// 镇名.
        township: String,
        /// 代办员.
        liaison: String,
        /// 电话; may be empty.
        phone: String,
        /// Names of groups 社; of each, a list will do: 1-5社.
        groups: Vec<String>,
    },
    /// Another group 社.
    AddGroup(String),
    /// What is said of the village and its liaison, corrected.
    Edit {
        /// 村名.
        name: String,
        /// 镇名.
        township: String,
        /// 代办员.
        liaison: String,
        /// 电话; may be empty.
        phone: String,
        /// What becomes of the liaison's post.
        post: PostWish,
    },
}

/// What becomes of the liaison's post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostWish {
    /// It stays as it is, under the name as it is written now.
    Kept,
    /// It is this.
    Written(PostTyped),
    /// It was written by mistake: nothing is known of it.
    Cleared,
}

/// The post of the liaison as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostTyped {
    /// 职务; may be empty.
    pub title: String,
    /// Which kind.
    pub kind: PostKind,
    /// 任现职起始.
    pub since: Day,
}

impl VillageIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            VillageIntent::Found { .. } => "village.found",
            VillageIntent::AddGroup(_) => "village.add_group",
            VillageIntent::Edit { .. } => "village.edit",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: VillageIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        VillageIntent::Found { name, township, liaison, phone, groups } => {
            if village.is_founded() {
                return Err(Refusal::VillageExists(village.info.name.clone()));
            }
            let mut info = VillageInfo {
                phone: free_text(&phone, "电话")?,
                ..named(VillageInfo::default(), &name, &township, &liaison)?
            };
            for group in groups.iter().flat_map(|groups| list::read(groups)) {
                info.group_or_new(&group);
            }
            Ok(vec![Change::Village(VillageEvent::Founded, Box::new(info))])
        }
        VillageIntent::AddGroup(name) => {
            let name = required(&name, "社名", "请写上，如3社")?;
            if village.info.group_named(&name).is_some() {
                return Err(Refusal::Duplicate(format!("已经有{name}了，不用再加")));
            }
            let mut info = village.info.clone();
            info.group_or_new(&name);
            Ok(vec![Change::Village(VillageEvent::GroupsAdded, Box::new(info))])
        }
        VillageIntent::Edit { name, township, liaison, phone, post } => {
            let phone = free_text(&phone, "电话")?;
            let info = VillageInfo { phone, ..named(village.info.clone(), &name, &township, &liaison)? };
            check_correction(&village.info.liaison, &info.liaison)?;
            let post = post_change(village, now.today, &info.liaison, post)?;
            let edited = (info != village.info).then(|| Change::Village(VillageEvent::Edited, Box::new(info)));
            let changes: Vec<Change> = edited.into_iter().chain(post).collect();
            if changes.is_empty() {
                return Err(Refusal::Already("和原来的一样，不用改"));
            }
            Ok(changes)
        }
    }
}

/// The same under these names, none of which may be empty.
fn named(info: VillageInfo, name: &str, township: &str, liaison: &str) -> Result<VillageInfo, Refusal> {
    Ok(VillageInfo {
        name: required(name, "村名", "请写全称，如大坪村")?,
        township: required(township, "镇名", "请写全称，如慈云镇")?,
        liaison: required(liaison, "代办员姓名", "请写上")?,
        ..info
    })
}

/// Another liaison comes by a hand-over only: here one character of the name is put right, added or left out, so that
/// some of it stays.
fn check_correction(from: &str, to: &str) -> Result<(), Refusal> {
    let (old, new): (Vec<char>, Vec<char>) = (squash(from).chars().collect(), squash(to).chars().collect());
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - head;
    let ends = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = ends.take_while(|(one, other)| one == other).count();
    let changed = old.len().max(new.len()) - head - tail;
    if changed == 0 || (changed == 1 && head + tail > 0) {
        Ok(())
    } else {
        Err(Refusal::OtherLiaison { from: from.to_owned(), to: to.to_owned() })
    }
}

/// What the wish makes of the post, where it makes anything.
fn post_change(village: &Village, today: Day, liaison: &str, wish: PostWish) -> Result<Option<Change>, Refusal> {
    let current = post::current(village);
    let post = match wish {
        PostWish::Written(typed) => Some(written(village, today, liaison, &typed)?),
        PostWish::Kept => current.map(|post| Post { holder: liaison.to_owned(), ..post.clone() }),
        PostWish::Cleared => {
            return Ok(current.map(|post| Change::Post(PostChange::Cleared, Box::new(post.clone()))));
        }
    };
    let post = post.filter(|post| village.post() != Some(post));
    Ok(post.map(|post| Change::Post(PostChange::Written, Box::new(post))))
}

/// The post under the liaison's name.
fn written(village: &Village, today: Day, liaison: &str, typed: &PostTyped) -> Result<Post, Refusal> {
    let title = free_text(&typed.title, "职务")?;
    if title.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Refusal::TooLong { what: "职务", max: limits::NAME_CHARS_MAX });
    }
    if typed.since > today {
        return Err(Refusal::BadDay(typed.since.to_string(), "还没有到这一天"));
    }
    if typed.since < today.plus_months(-12 * POST_YEARS_MAX) {
        return Err(Refusal::BadDay(typed.since.to_string(), "太早了，请核对年份"));
    }
    let touched = village.post().map_or(Seq::default(), |post| post.touched);
    Ok(Post { touched, holder: liaison.to_owned(), title, kind: typed.kind, since: typed.since })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::undo::UndoIntent;
    use crate::domain::fixture::Fixture;

    fn rename(fixture: &mut Fixture, to: &str, post: PostWish) -> Result<(), Refusal> {
        let info = fixture.village.info.clone();
        let (name, township, phone, liaison) = (info.name, info.township, info.phone, to.to_owned());
        fixture.try_act(Intent::Village(VillageIntent::Edit { name, township, liaison, phone, post }))
    }

    #[test]
    fn a_slip_in_the_liaison_s_name_is_put_right_and_another_person_comes_by_hand_over_only() {
        for (from, to, lawful) in [
            ("王敏", "王小敏", true),
            ("王小敏", "王敏", true),
            ("王敏", "汪敏", true),
            ("王敏", "王民", true),
            ("王敏", "王 敏", true),
            ("王晓敏", "王小敏", true),
            ("王敏", "李华", false),
            ("王敏", "王建国", false),
            ("王敏", "敏王", false),
            ("王敏", "李小敏", false),
            ("王", "李", false),
        ] {
            assert_eq!(check_correction(from, to).is_ok(), lawful, "{from} {to}");
        }
        let mut fixture = Fixture::on("2026-11-02");
        let before = fixture.village.clone();
        let refused = rename(&mut fixture, "李华", PostWish::Kept).unwrap_err();
        assert!(refused.to_string().contains("交接"), "{refused}");
        assert_eq!(fixture.village, before);
    }

    #[test]
    fn the_post_follows_the_name_that_was_put_right_though_nobody_touched_it() {
        let mut fixture = Fixture::on("2026-11-02");
        let since = Day::parse_iso("2021-03-01").unwrap();
        fixture.post(PostKind::Staff, since);
        rename(&mut fixture, "王小敏", PostWish::Kept).unwrap();
        let post = post::current(&fixture.village).unwrap();
        assert_eq!((post.holder.as_str(), post.since), ("王小敏", since));
        let typed = PostTyped { title: String::new(), kind: PostKind::Staff, since };
        rename(&mut fixture, "王敏", PostWish::Written(typed)).unwrap();
        assert_eq!(post::current(&fixture.village).unwrap().holder, "王敏");
    }

    #[test]
    fn a_post_written_by_mistake_is_cleared_and_comes_back_with_an_undo() {
        let mut fixture = Fixture::on("2026-11-02");
        assert!(matches!(rename(&mut fixture, "王敏", PostWish::Cleared), Err(Refusal::Already(_))));
        fixture.post(PostKind::Staff, Day::parse_iso("2021-03-01").unwrap());
        let post = |fixture: &Fixture| fixture.village.post().map(|it| (it.holder.clone(), it.kind, it.since));
        let before = post(&fixture);
        rename(&mut fixture, "王敏", PostWish::Cleared).unwrap();
        assert_eq!(fixture.village.post(), None);
        let (of, rows) = (fixture.village.seq, fixture.rows.last().cloned());
        // Another act since: it is not the one that stands in the way.
        fixture.intake("S05", None);
        let (writing, written) = (fixture.acts[2].clone(), fixture.rows.get(2).cloned());
        assert!(writing.changes.iter().any(|it| matches!(it, Change::Post(PostChange::Written, _))));
        let undo = UndoIntent { of: writing.seq, command: writing.command.clone(), rows: written };
        let refused = fixture.try_act(Intent::Undo(undo)).unwrap_err();
        assert!(matches!(refused, Refusal::Already(why) if why.contains("任职后来清掉了")), "{refused}");
        assert_eq!(crate::domain::decide::undo::check(&fixture.village, &writing), Err(refused));
        fixture.act(Intent::Undo(UndoIntent { of, command: "village.edit".to_owned(), rows }));
        assert!(before.is_some());
        assert_eq!(post(&fixture), before);
    }
}
