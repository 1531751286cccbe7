//! The market of the sample village, on days of the moon, and a training a while ago.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::id::{IdMint, LeaveId, Seq, ServicePointId};
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::lunar;
use crate::domain::service_point::{PointDays, ServicePoint};

use super::days::Days;

/// How long ago the officer began to sit there, and was at a training, in days.
const SINCE_DAYS: i32 = 62;
const TRAINING_DAYS_AGO: i32 = 75;
/// What markets people know.
const MARKETS: [[u8; 3]; 3] = [[1, 4, 7], [2, 5, 8], [3, 6, 9]];
/// Who came; mostly nobody with anything to keep.
const CAME: [&str; 4] = ["3人问医保缴费", "", "2人问种粮补贴", ""];

/// What happens there, each with its day.
pub(super) fn scenes(days: Days<'_>, mint: &mut IdMint) -> Vec<(Day, Intent)> {
    let mut scenes = Vec::new();
    let from = days.worked_ago(TRAINING_DAYS_AGO);
    let to = from.plus_days(1);
    let leave = Leave {
        id: LeaveId::mint(mint, Moment::at(to, 12, 0)),
        touched: Seq::default(),
        kind: LeaveKind::Training,
        from,
        to,
        reason: "区里业务培训".to_owned(),
        stand_in: "李华".to_owned(),
        phone: super::people::phone(1),
        entered_at: Moment::at(from, 0, 0),
        back_on: None,
    };
    let id = leave.id;
    scenes.push((from, Intent::Leave(LeaveIntent::Record(Box::new(leave)))));
    scenes.push((to.plus_days(1), Intent::Leave(LeaveIntent::Back(id, to.plus_days(1)))));
    let since = days.ago(SINCE_DAYS);
    let point = ServicePoint {
        id: ServicePointId::mint(mint, Moment::at(since, 12, 0)),
        touched: Seq::default(),
        name: "慈云场".to_owned(),
        place: "老茶馆门口".to_owned(),
        days: PointDays::LunarTails(market(days.today)),
        hours: "9:00-12:00".to_owned(),
        since,
        until: None,
        held: Vec::new(),
    };
    scenes.push((since, Intent::Point(PointIntent::Add(Box::new(point.clone())))));
    let kept = (0..SINCE_DAYS).map(|ago| since.plus_days(ago)).filter(|day| point.is_on(*day));
    for (day, came) in kept.zip(CAME.iter().cycle()) {
        scenes.push((day, Intent::Point(PointIntent::Held(point.id, day, (*came).to_owned()))));
    }
    scenes
}

/// The days of the market: today is one of them.
fn market(today: Day) -> Vec<u8> {
    let tail = lunar::day_of_month(today).unwrap_or(1) % 10;
    let found = MARKETS.iter().find(|tails| tails.contains(&tail));
    // The tenth goes with the third, sixth and ninth.
    found.map_or_else(|| vec![0, 3, 6, 9], |tails| tails.to_vec())
}
