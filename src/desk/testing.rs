//! A desk for the tests of what it writes: a village of one household, and a folder that stands for a stick.

use std::path::Path;

use super::{Desk, fresh_mint};
use crate::domain::day::{Day, Moment};
use crate::domain::decide::household::HouseholdIntent;
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::household::{GroupNo, Household};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::Person;
use crate::domain::tables::Tables;
use crate::domain::text::PersonName;
use crate::domain::village::Village;

/// Nine in the morning of this day.
pub(super) fn at(day: &str) -> Moment {
    Moment::at(Day::parse_iso(day).unwrap(), 9, 0)
}

/// Works on a desk with one household; the folder is that of a stick.
pub(super) fn with_desk(work: impl FnOnce(&mut Desk, &mut Village, &Now<'_>, &Path)) {
    let temp = tempfile::tempdir().unwrap();
    let stick = temp.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let tables = Tables::shipped();
    let at = at("2026-11-24");
    let now = Now { at, today: at.day(), actor: "王敏", tables: &tables };
    let founding = VillageIntent::Found {
        name: "大坪村".to_owned(),
        township: "慈云镇".to_owned(),
        liaison: "王敏".to_owned(),
        phone: String::new(),
        groups: vec!["1社".to_owned()],
    };
    let dir = temp.path().join("data");
    let (mut desk, mut village) = Desk::found(&dir, None, &now, Intent::Village(founding)).unwrap();
    let mut mint = fresh_mint().unwrap();
    let household = Box::new(Household::new(HouseholdId::mint(&mut mint, at), GroupNo(1)));
    let head = Box::new(Person::new(PersonId::mint(&mut mint, at), PersonName::parse("李德全").unwrap()));
    let add = HouseholdIntent::Add { household, head };
    desk.perform(&mut village, &now, Intent::Household(add)).unwrap();
    work(&mut desk, &mut village, &now, &stick);
}
