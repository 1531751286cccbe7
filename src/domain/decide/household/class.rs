//! Decides about the classes of a household: granting one and ending it. What ended stays in its history.
//!
//! Two that exclude each other are not refused here: the form warns (`household::classes`).

use super::super::{Now, past_day, required};
use crate::domain::change::{Change, HouseholdChange};
use crate::domain::day::Day;
use crate::domain::household::{ClassMembership, Household, HouseholdStatus};
use crate::domain::id::HouseholdId;
use crate::domain::limits;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

/// A class as the form gives it.
#[derive(Clone, Debug)]
pub struct GrantIntent {
    /// Of which household.
    pub household: HouseholdId,
    /// Which class.
    pub value: String,
    /// From when.
    pub from: Day,
    /// Until when, where that is known already.
    pub to: Option<Day>,
    /// 依据.
    pub basis: String,
    /// 谁认定的.
    pub decided_by: String,
}

/// The end of a class.
#[derive(Clone, Debug)]
pub struct EndIntent {
    /// Of which household.
    pub household: HouseholdId,
    /// Which class.
    pub value: String,
    /// Its last day.
    pub on: Day,
    /// Why, and who decided.
    pub why: String,
}

/// 认定.
pub(super) fn grant(village: &Village, now: &Now<'_>, intent: &GrantIntent) -> Result<Vec<Change>, Refusal> {
    let mut household = here(village, intent.household)?;
    let value = required(&intent.value, "类别", "请从列表里选一类")?;
    if value.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Refusal::TooLong { what: "类别", max: limits::NAME_CHARS_MAX });
    }
    let from = intent.from;
    if from > now.today {
        return Err(Refusal::BadDay(from.to_string(), "还没有到这一天"));
    }
    if intent.to.is_some_and(|to| to < from) {
        return Err(Refusal::BadDay(from.to_string(), "到期的日子早于开始的日子"));
    }
    let schemes = &now.tables.classes;
    if schemes.knows(&value) && schemes.scheme_on(&value, from).is_none() {
        return Err(Refusal::BadDay(from.to_string(), "那一天没有这一类：这套类别不在那个时间里用"));
    }
    let holds = |old: &ClassMembership| old.value == value && old.to.is_none_or(|to| to >= from);
    if household.classes.iter().any(holds) {
        return Err(Refusal::Duplicate(format!("这一户已经是{value}，不用再认定。要改日子，请先取消再认定")));
    }
    let basis = required(&intent.basis, "依据", "请写哪份文件、哪次认定，如：2026年3月低保审批表")?;
    let decided_by = required(&intent.decided_by, "谁认定的", "如：镇审核、区县确认")?;
    // Who decided stands with the basis: the record has one field for where it is written, and its form is stored.
    let source = format!("{basis}；{decided_by}认定");
    household.classes.push(ClassMembership { value, from: Some(from), to: intent.to, source });
    Ok(vec![Change::Household(HouseholdChange::ClassGranted, Box::new(household))])
}

/// 取消.
pub(super) fn end(village: &Village, now: &Now<'_>, intent: &EndIntent) -> Result<Vec<Change>, Refusal> {
    let mut household = here(village, intent.household)?;
    let on = past_day(intent.on, now.today)?;
    let why = required(&intent.why, "取消原因", "请写一句，如：收入稳定超过标准，镇里取消")?;
    let open = |class: &&mut ClassMembership| class.value == intent.value && class.to.is_none_or(|to| to >= now.today);
    let Some(class) = household.classes.iter_mut().find(open) else {
        return Err(Refusal::Already("这一类已经取消了"));
    };
    if class.from.is_some_and(|from| on < from) {
        return Err(Refusal::BadDay(on.to_string(), "早于认定的那一天"));
    }
    class.to = Some(on);
    let before = if class.source.is_empty() { String::new() } else { format!("{}；", class.source) };
    class.source = format!("{before}取消：{why}");
    Ok(vec![Change::Household(HouseholdChange::ClassEnded, Box::new(household))])
}

fn here(village: &Village, id: HouseholdId) -> Result<Household, Refusal> {
    let household = village.household(id).ok_or(Refusal::Gone)?;
    match household.status {
        HouseholdStatus::Registered => Ok(household.clone()),
        HouseholdStatus::MovedAway | HouseholdStatus::Cancelled | HouseholdStatus::Merged => {
            Err(Refusal::Already("这一户已经不在册，不再认定类别"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::HouseholdIntent;
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn grant(fixture: &mut Fixture, value: &str, from: &str) -> Result<(), Refusal> {
        let household = fixture.village.households().next().unwrap().id;
        fixture.try_act(Intent::Household(HouseholdIntent::GrantClass(Box::new(GrantIntent {
            household,
            value: value.to_owned(),
            from: day(from),
            to: None,
            basis: "3月审批表".to_owned(),
            decided_by: "区县".to_owned(),
        }))))
    }

    fn end(fixture: &mut Fixture, value: &str, on: &str) -> Result<(), Refusal> {
        let household = fixture.village.households().next().unwrap().id;
        let (value, why) = (value.to_owned(), "收入超过标准".to_owned());
        fixture.try_act(Intent::Household(HouseholdIntent::EndClass(EndIntent { household, value, on: day(on), why })))
    }

    #[test]
    fn a_class_that_ended_stays_in_the_history_and_may_come_again() {
        let mut fixture = Fixture::on("2026-11-24");
        grant(&mut fixture, "低保户", "2026-03-01").unwrap();
        assert!(matches!(grant(&mut fixture, "低保户", "2026-05-01"), Err(Refusal::Duplicate(_))));
        end(&mut fixture, "低保户", "2026-10-31").unwrap();
        assert!(matches!(end(&mut fixture, "低保户", "2026-11-01"), Err(Refusal::Already(_))));
        assert!(matches!(grant(&mut fixture, "低保户", "2026-10-31"), Err(Refusal::Duplicate(_))));
        grant(&mut fixture, "低保户", "2026-11-01").unwrap();
        let household = fixture.village.households().next().unwrap();
        assert_eq!(household.classes_on(fixture.today()).count(), 1);
        let told: Vec<&str> = household.classes.iter().map(|class| class.source.as_str()).collect();
        assert_eq!(told, ["3月审批表；区县认定；取消：收入超过标准", "3月审批表；区县认定"]);
    }

    #[test]
    fn a_class_is_granted_only_while_its_scheme_holds() {
        let mut fixture = Fixture::on("2026-11-24");
        assert!(matches!(grant(&mut fixture, "边缘易致贫户", "2026-01-01"), Err(Refusal::BadDay(..))));
        grant(&mut fixture, "边缘易致贫户", "2025-12-31").unwrap();
        assert!(matches!(grant(&mut fixture, "低保户", "2026-11-25"), Err(Refusal::BadDay(..))));
        grant(&mut fixture, "镇里自己的一类", "2026-11-24").unwrap();
        assert!(matches!(grant(&mut fixture, " ", "2026-11-24"), Err(Refusal::Blank("类别", _))));
        assert!(matches!(end(&mut fixture, "边缘易致贫户", "2025-12-30"), Err(Refusal::BadDay(..))));
    }

    #[test]
    fn two_that_exclude_each_other_are_not_refused() {
        let mut fixture = Fixture::on("2026-11-24");
        grant(&mut fixture, "低保户", "2026-03-01").unwrap();
        grant(&mut fixture, "特困户", "2026-10-01").unwrap();
        let household = fixture.village.households().next().unwrap();
        assert_eq!(household.classes_on(fixture.today()).count(), 2);
    }
}
