//! The person 人口: who, where registered, where living.
//!
//! A person belongs to one household or to none (临时人员: tenants, neighbours). It holds no matter and no visit.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{HouseholdId, PersonId, Seq};
use super::resident_id::{IdNumber, Sex};
use super::text::PersonName;
use super::text::phone::Phone;

/// 居住情况.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Residence {
    /// Not known yet.
    #[default]
    Unknown,
    /// 常住.
    Home,
    /// 外出(务工、就学、服役 …), `place` says where.
    Away,
}

impl Residence {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Residence::Unknown => "未填",
            Residence::Home => "常住",
            Residence::Away => "外出",
        }
    }
}

/// 在册、死亡、迁出 …
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonStatus {
    /// 在册.
    #[default]
    Registered,
    /// 死亡.
    Dead,
    /// 迁出.
    MovedOut,
    /// 失踪.
    Missing,
    /// 重复: merged into another record.
    Duplicate,
}

impl PersonStatus {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            PersonStatus::Registered => "在册",
            PersonStatus::Dead => "死亡",
            PersonStatus::MovedOut => "迁出",
            PersonStatus::Missing => "失踪",
            PersonStatus::Duplicate => "重复",
        }
    }
}

/// What a register tells of a person beside identity; free words of the register, each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Particulars {
    /// 民族.
    pub ethnic: String,
    /// 文化程度.
    pub education: String,
    /// 婚姻状况.
    pub marital: String,
    /// 政治面貌.
    pub political: String,
    /// 健康状况 (sensitive: never printed on a posting).
    pub health: String,
    /// 残疾类别等级 (sensitive).
    pub disability: String,
    /// 户口性质.
    pub hukou: String,
}

/// One tag of a person 人员标签, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// 退役军人, 独居老人 …
    pub name: String,
    /// Which list says so.
    pub source: String,
    /// The day it was taken in.
    pub on: Option<Day>,
}

/// A person 人口.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// The household; `None` for 临时人员.
    pub household: Option<HouseholdId>,
    /// 姓名.
    pub name: PersonName,
    /// 公民身份号码, or why there is none.
    pub id_no: IdNumber,
    /// 性别 as written where no ID tells it.
    pub sex_written: Option<Sex>,
    /// 出生日期 as written where no ID tells it.
    pub birth_written: Option<Day>,
    /// 与户主关系, canonical words: 户主, 配偶, 长子 …
    pub relation: String,
    /// 电话, the first is called first.
    pub phones: Vec<Phone>,
    /// Other particulars of the register; in a village, one for all people of whom it says the same.
    pub particulars: Arc<Particulars>,
    /// 人员标签.
    pub tags: Vec<Tag>,
    /// 居住.
    pub residence: Residence,
    /// 去向: where an absent person lives.
    pub place: String,
    /// 在册 or not any more.
    pub status: PersonStatus,
    /// 备注.
    pub note: String,
}

impl Person {
    /// A person of whom only the name is known.
    pub fn new(id: PersonId, name: PersonName) -> Person {
        Person {
            id,
            touched: Seq::default(),
            household: None,
            name,
            id_no: IdNumber::Missing { reason: String::new() },
            sex_written: None,
            birth_written: None,
            relation: String::new(),
            phones: Vec::new(),
            particulars: Arc::default(),
            tags: Vec::new(),
            residence: Residence::default(),
            place: String::new(),
            status: PersonStatus::default(),
            note: String::new(),
        }
    }

    /// 出生日期: the ID's where there is one.
    pub fn birth(&self) -> Option<Day> {
        match &self.id_no {
            IdNumber::Known(id) => Some(id.birth()),
            IdNumber::Archive15(_) | IdNumber::Missing { .. } => self.birth_written,
        }
    }

    /// 性别: the ID's where there is one.
    pub fn sex(&self) -> Option<Sex> {
        match &self.id_no {
            IdNumber::Known(id) => Some(id.sex()),
            IdNumber::Archive15(_) | IdNumber::Missing { .. } => self.sex_written,
        }
    }

    /// Whether the person counts as living in the village's register.
    pub fn is_registered(&self) -> bool {
        self.status == PersonStatus::Registered
    }
}
