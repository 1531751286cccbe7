//! Decides about the village itself: its founding, its name, its groups.

use crate::domain::change::{Change, VillageEvent};
use crate::domain::refusal::Refusal;
use crate::domain::text::group::list;
use crate::domain::village::{Village, VillageInfo};

use super::required;

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
}

impl VillageIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            VillageIntent::Found { .. } => "village.found",
            VillageIntent::AddGroup(_) => "village.add_group",
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
                name: required(&name, "村名", "请写全称，如大坪村")?,
                township: required(&township, "镇名", "请写全称，如慈云镇")?,
                liaison: required(&liaison, "代办员姓名", "请写上")?,
                phone: phone.trim().to_owned(),
                ..VillageInfo::default()
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
    }
}
