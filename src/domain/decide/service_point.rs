//! Decides about service points: where and when, that one was kept, that it is given up.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::PointChange;
use crate::domain::day::Day;
use crate::domain::id::{Seq, ServicePointId};
use crate::domain::refusal::Refusal;
use crate::domain::service_point::{PointHeld, ServicePoint};
use crate::domain::village::Village;

use super::{Now, free_text, past_day, required};

/// What a person wants of a service point.
#[derive(Clone, Debug)]
pub enum PointIntent {
    /// 设点.
    Add(Box<ServicePoint>),
    /// 改设点: name, place, days and hours as here. Other days make it another point, under this id, from today: those of
    /// before are judged by what held then.
    Edit(Box<ServicePoint>, ServicePointId),
    /// 到场: kept on this day, with who came.
    Held(ServicePointId, Day, String),
    /// 撤点.
    End(ServicePointId),
}

impl PointIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PointIntent::Add(_) => "point.add",
            PointIntent::Edit(..) => "point.edit",
            PointIntent::Held(..) => "point.held",
            PointIntent::End(_) => "point.end",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: PointIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        PointIntent::Add(mut point) => {
            checked(&mut point)?;
            (point.since, point.until) = (now.today, None);
            point.held.clear();
            Ok(vec![Change::Point(PointChange::Added, point)])
        }
        PointIntent::Edit(mut edited, next) => {
            let point = standing(village, edited.id)?;
            checked(&mut edited)?;
            let ServicePoint { name, place, days, hours, .. } = *edited;
            if days == point.days {
                let edited = ServicePoint { name, place, hours, ..point };
                return Ok(vec![Change::Point(PointChange::Edited, Box::new(edited))]);
            }
            let (held_today, held) = point.held.into_iter().partition(|held| held.on == now.today);
            let ended = ServicePoint { until: Some(now.today), held, ..point };
            let (touched, since) = (Seq::default(), now.today);
            let next =
                ServicePoint { id: next, touched, name, place, days, hours, since, until: None, held: held_today };
            Ok(vec![
                Change::Point(PointChange::Ended, Box::new(ended)),
                Change::Point(PointChange::Added, Box::new(next)),
            ])
        }
        PointIntent::Held(id, on, words) => {
            let mut point = standing(village, id)?;
            let on = past_day(on, now.today)?;
            if point.was_held(on) {
                return Err(Refusal::Already("这一天已经记过到场了"));
            }
            let words = free_text(&words, "来的人和事")?;
            point.held.push(PointHeld { on, entered_at: now.at, words });
            point.held.sort_by_key(|held| held.on);
            Ok(vec![Change::Point(PointChange::Held, Box::new(point))])
        }
        PointIntent::End(id) => {
            let mut point = standing(village, id)?;
            point.until = Some(now.today);
            Ok(vec![Change::Point(PointChange::Ended, Box::new(point))])
        }
    }
}

fn standing(village: &Village, id: ServicePointId) -> Result<ServicePoint, Refusal> {
    let point = village.service_point(id).ok_or(Refusal::Gone)?.clone();
    if point.until.is_some() {
        return Err(Refusal::Already("这个点已经撤了"));
    }
    Ok(point)
}

fn checked(point: &mut ServicePoint) -> Result<(), Refusal> {
    point.name = required(&point.name, "名称", "请写在哪里，如：慈云场")?;
    point.place = free_text(&point.place, "地方")?;
    point.hours = free_text(&point.hours, "时间")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Intent;
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::service_point::PointDays;

    fn point(fixture: &mut Fixture, name: &str, days: &str) -> ServicePoint {
        ServicePoint {
            id: ServicePointId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            name: name.to_owned(),
            place: "村委会".to_owned(),
            days: PointDays::parse(days).unwrap(),
            hours: "9:00-12:00".to_owned(),
            since: fixture.today(),
            until: None,
            held: Vec::new(),
        }
    }

    #[test]
    fn a_point_is_kept_once_a_day_and_ends() {
        let mut fixture = Fixture::on("2026-11-04");
        let added = point(&mut fixture, "慈云场", "每周三");
        let id = added.id;
        fixture.act(Intent::Point(PointIntent::Add(Box::new(added.clone()))));
        fixture.wait_days(14);
        let today = fixture.today();
        assert_eq!(fixture.village.service_point(id).unwrap().missed(today, |_| false), Some(today.plus_days(-7)));
        let held = |on: Day| Intent::Point(PointIntent::Held(id, on, "3人问医保".to_owned()));
        fixture.act(held(today.plus_days(-7)));
        assert!(matches!(fixture.try_act(held(today.plus_days(-7))), Err(Refusal::Already(_))));
        assert!(matches!(fixture.try_act(held(today.plus_days(1))), Err(Refusal::BadDay(..))));
        let kept = fixture.village.service_point(id).unwrap();
        assert_eq!((kept.missed(today, |_| false), kept.held.len(), kept.since), (None, 1, today.plus_days(-14)));
        let edited = ServicePoint { name: "慈云老场".to_owned(), ..added };
        let next = ServicePointId::mint(&mut fixture.mint, fixture.at);
        fixture.act(Intent::Point(PointIntent::Edit(Box::new(edited), next)));
        assert!(fixture.village.service_point(next).is_none());
        let kept = fixture.village.service_point(id).unwrap();
        assert_eq!((kept.name.as_str(), kept.held.len()), ("慈云老场", 1), "what was kept stays");
        fixture.act(Intent::Point(PointIntent::End(id)));
        assert!(matches!(fixture.try_act(held(today)), Err(Refusal::Already(_))));
        assert!(!fixture.village.service_point(id).unwrap().is_on(today));
    }

    #[test]
    fn other_days_judge_what_comes_and_not_what_was() {
        let mut fixture = Fixture::on("2026-11-04");
        let added = point(&mut fixture, "慈云场", "每周三");
        let id = added.id;
        fixture.act(Intent::Point(PointIntent::Add(Box::new(added.clone()))));
        fixture.wait_days(13);
        let today = fixture.today();
        fixture.act(Intent::Point(PointIntent::Held(id, today, "没人来".to_owned())));
        let next = ServicePointId::mint(&mut fixture.mint, fixture.at);
        let edited = ServicePoint { days: PointDays::parse("每周二").unwrap(), ..added };
        fixture.act(Intent::Point(PointIntent::Edit(Box::new(edited), next)));
        let (old, new) = (fixture.village.service_point(id).unwrap(), fixture.village.service_point(next).unwrap());
        assert_eq!(old.missed(today, |_| false), Some(today.plus_days(-6)), "a Wednesday that was missed stays so");
        assert_eq!(
            (new.missed(today.plus_days(1), |_| false), new.was_held(today)),
            (None, true),
            "no Tuesday of before"
        );
        assert!(!old.is_on(today) && new.is_on(today) && old.held.is_empty());
    }

    #[test]
    fn a_point_without_a_name_is_refused() {
        let mut fixture = Fixture::on("2026-11-04");
        let nameless = point(&mut fixture, " ", "每周三");
        let refused = fixture.try_act(Intent::Point(PointIntent::Add(Box::new(nameless))));
        assert!(matches!(refused, Err(Refusal::Blank("名称", _))));
    }
}
