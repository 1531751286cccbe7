//! The household 户 and the groups 社 of the village.
//!
//! Its people are records of their own (`person`), joined by id; what happens to it is a `household_event`.

pub mod check_sheet;
pub mod classes;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::household_event::HouseholdEvent;
use super::id::{HouseholdId, PersonId, Seq};

/// The number under which a group 社 is kept; given once, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupNo(pub u16);

/// A group 社 (村民小组): 3社, 三社, 3组 and 第三村民小组 are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its number here.
    pub no: GroupNo,
    /// Its name as first written, by `init` or by a register.
    pub name: String,
}

/// 在家情况.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Occupancy {
    /// Not known yet.
    #[default]
    Unknown,
    /// 全家在家.
    Home,
    /// 部分外出.
    PartlyAway,
    /// 常年无人: leaves the visit cycle for a yearly call.
    Empty,
    /// 房屋垮塌.
    Ruined,
}

impl Occupancy {
    /// All of them, in the order of the form.
    pub const ALL: [Occupancy; 5] =
        [Occupancy::Home, Occupancy::PartlyAway, Occupancy::Empty, Occupancy::Ruined, Occupancy::Unknown];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Occupancy::Unknown => "未填",
            Occupancy::Home => "全家在家",
            Occupancy::PartlyAway => "部分外出",
            Occupancy::Empty => "常年无人",
            Occupancy::Ruined => "房屋垮塌",
        }
    }
}

/// 在册、外迁、销户、合并.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HouseholdStatus {
    /// 在册.
    #[default]
    Registered,
    /// 外迁.
    MovedAway,
    /// 销户.
    Cancelled,
    /// 合并 into another household.
    Merged,
}

impl HouseholdStatus {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            HouseholdStatus::Registered => "在册",
            HouseholdStatus::MovedAway => "外迁",
            HouseholdStatus::Cancelled => "销户",
            HouseholdStatus::Merged => "合并",
        }
    }
}

/// One class 户类别 of a household, a value of a dated scheme, never an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMembership {
    /// The class as the register or the decision names it: 低保户.
    pub value: String,
    /// From when, where known.
    pub from: Option<Day>,
    /// Until when; `None` while it holds.
    pub to: Option<Day>,
    /// Which register or decision says so.
    pub source: String,
}

/// A household 户.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Household {
    /// Identity.
    pub id: HouseholdId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// 户编号 as the register writes it; may be empty.
    pub no: String,
    /// The group 社 it belongs to.
    pub group: GroupNo,
    /// 户主; `None` where the register names none, or the head died and no new one is chosen.
    pub head: Option<PersonId>,
    /// 在家情况.
    pub occupancy: Occupancy,
    /// 住址.
    pub address: String,
    /// 找门提示.
    pub door_note: String,
    /// Classes, those that ended included.
    pub classes: Vec<ClassMembership>,
    /// 在册 or not any more.
    pub status: HouseholdStatus,
    /// 备注.
    pub note: String,
    /// What happened to it, oldest first.
    pub events: Vec<HouseholdEvent>,
}

impl Household {
    /// A household of which nothing is known but its group.
    pub fn new(id: HouseholdId, group: GroupNo) -> Household {
        Household {
            id,
            touched: Seq::default(),
            no: String::new(),
            group,
            head: None,
            occupancy: Occupancy::default(),
            address: String::new(),
            door_note: String::new(),
            classes: Vec::new(),
            status: HouseholdStatus::default(),
            note: String::new(),
            events: Vec::new(),
        }
    }

    /// The classes that hold on `today`.
    pub fn classes_on(&self, today: Day) -> impl Iterator<Item = &ClassMembership> {
        self.classes.iter().filter(move |class| class.to.is_none_or(|to| to >= today))
    }
}
