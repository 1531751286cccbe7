//! 登记U盘: the sticks that the village uses, by the number on them, who keeps each, and what was written to which.
//!
//! A stick is known again by the number its file system was given 卷序列号: its name can be anybody's. Where sticks are
//! registered, one that is not takes a package only with a reason; what it took is kept all the same.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{PackageId, Seq};
use super::village::Village;

/// What it is called.
pub const LABEL: &str = "登记U盘";

/// Every stick that something was written to or that was registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sticks {
    /// The act that last touched this record.
    pub touched: Seq,
    /// Each once, in the order they were first seen.
    pub known: Vec<Stick>,
}

/// One stick.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stick {
    /// 卷序列号, as the system tells it; empty where it tells none.
    pub serial: String,
    /// What it was called when it was last seen.
    pub label: String,
    /// 编号 that is written on it; empty where it was never registered.
    pub number: String,
    /// 保管人.
    pub keeper: String,
    /// The day it was registered; `None` where it was not.
    pub registered_on: Option<Day>,
    /// The day from which it is not used any more, and why: 丢失, 坏了, 交回.
    pub retired: Option<(Day, String)>,
    /// What was written to it, oldest first.
    pub carried: Vec<Carried>,
}

/// That a package was written to a stick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The package, or the form.
    pub package: PackageId,
    /// Why it had to be a stick that is not registered; empty where it is.
    pub reason: String,
}

/// A stick that is plugged in and is to be written to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluggedStick {
    /// 卷序列号; empty where the system tells none.
    pub serial: String,
    /// What it is called.
    pub label: String,
    /// Why this one, where it is not registered.
    pub reason: String,
}

impl PluggedStick {
    /// Whether nothing may be written to it yet: others are registered, it is not, and nobody wrote why.
    pub fn lacks_reason(&self, village: &Village) -> bool {
        self.reason.trim().is_empty() && needs_reason(village, &self.serial)
    }
}

impl Stick {
    /// Whether it is this one: by the serial, and without one by what it is called.
    pub fn is(&self, serial: &str, label: &str) -> bool {
        self.serial == serial && (!serial.is_empty() || self.label == label)
    }

    /// Whether it is registered and in use.
    pub fn is_registered(&self) -> bool {
        self.registered_on.is_some() && self.retired.is_none()
    }

    /// What people call it: 2号（KINGSTON）, or its name alone.
    pub fn title(&self) -> String {
        match (self.number.is_empty(), self.label.is_empty()) {
            (true, _) => self.label.clone(),
            (false, true) => self.number.clone(),
            (false, false) => format!("{}（{}）", self.number, self.label),
        }
    }

    /// How it stands: 王敏保管, 没登记, 2026-11-24起不用了：丢失.
    pub fn standing(&self) -> String {
        match (&self.retired, self.registered_on) {
            (Some((on, why)), _) => format!("{on} 起不用了：{why}"),
            (None, Some(_)) => format!("{}保管", self.keeper),
            (None, None) => "没登记".to_owned(),
        }
    }
}

impl Sticks {
    /// The one with this serial.
    pub fn with_serial(&self, serial: &str) -> Option<&Stick> {
        self.known.iter().find(|stick| stick.serial == serial)
    }

    /// The one that this is: by its serial, and without one by what it is called.
    pub fn known(&self, serial: &str, label: &str) -> Option<&Stick> {
        self.known.iter().find(|stick| stick.is(serial, label))
    }

    /// Those that are registered and in use.
    pub fn registered(&self) -> impl Iterator<Item = &Stick> {
        self.known.iter().filter(|stick| stick.is_registered())
    }
}

/// The registered stick with this serial.
pub fn registered<'v>(village: &'v Village, serial: &str) -> Option<&'v Stick> {
    village.sticks()?.with_serial(serial).filter(|stick| stick.is_registered())
}

/// Whether a package goes to this stick only with a reason: others are registered, and it is not.
pub fn needs_reason(village: &Village, serial: &str) -> bool {
    let any = village.sticks().is_some_and(|sticks| sticks.registered().next().is_some());
    any && registered(village, serial).is_none()
}

/// The stick a package was written to, and why that one where it was not registered.
pub fn of_package(village: &Village, package: PackageId) -> Option<(&Stick, &Carried)> {
    let mut carried = village.sticks()?.known.iter().flat_map(|stick| stick.carried.iter().map(move |it| (stick, it)));
    carried.find(|(_, it)| it.package == package)
}
