//! Decides about the village itself: its founding, its name, its groups.

use crate::domain::change::{Change, VillageEvent};
use crate::domain::refusal::Refusal;
use crate::domain::text::group::list;
use crate::domain::village::{Village, VillageInfo};

use super::{free_text, required};

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
    },
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
pub fn decide(village: &Village, intent: VillageIntent) -> Result<Vec<Change>, Refusal> {
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
        VillageIntent::Edit { name, township, liaison, phone } => {
            let phone = free_text(&phone, "电话")?;
            let info = VillageInfo { phone, ..named(village.info.clone(), &name, &township, &liaison)? };
            if info == village.info {
                return Err(Refusal::Already("和原来的一样，不用改"));
            }
            Ok(vec![Change::Village(VillageEvent::Edited, Box::new(info))])
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
