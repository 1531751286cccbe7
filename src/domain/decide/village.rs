//! Decides about the village itself: its founding, its name, its groups.

use crate::domain::change::fieldwork::PostChange;
use crate::domain::change::{Change, VillageEvent};
use crate::domain::day::Day;
use crate::domain::id::Seq;
use crate::domain::limits;
use crate::domain::post::{Post, PostKind};
use crate::domain::refusal::Refusal;
use crate::domain::text::group::list;
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
        /// The liaison's post, where it is known.
        post: Option<PostTyped>,
    },
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
            let post = post.map(|typed| written(village, now.today, &info.liaison, &typed)).transpose()?;
            let edited = (info != village.info).then(|| Change::Village(VillageEvent::Edited, Box::new(info)));
            let post = post.filter(|post| village.post() != Some(post));
            let written = post.map(|post| Change::Post(PostChange::Written, Box::new(post)));
            let changes: Vec<Change> = edited.into_iter().chain(written).collect();
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
