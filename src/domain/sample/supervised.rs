//! What was asked of the sample village's officer from outside: a matter of the hotline that is open, a 督办 that was settled,
//! and the ways to complain told to somebody, of whom nothing is known.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::id::{IdMint, SupervisionId};
use crate::domain::supervision::{Supervision, SupervisionKind};

use super::days::Days;

/// What happens there, each with its day.
pub(super) fn scenes(days: Days<'_>, mint: &mut IdMint) -> Vec<(Day, Intent)> {
    let mut item = |ago: i32, kind, from: &str, text: &str| {
        let (on, at) = (days.ago(ago), Moment::at(days.ago(ago), 9, 0));
        let item = Supervision::new(SupervisionId::mint(mint, at), kind, on, at);
        Supervision { from: from.to_owned(), text: text.to_owned(), ..item }
    };
    let hotline = item(2, SupervisionKind::Hotline, "镇热线办 0117号", "3社路灯坏了两盏，晚上看不见路");
    let order = item(41, SupervisionKind::Order, "镇督查室 12号", "秋季医保缴费宣传要到户，报进度");
    let told = item(33, SupervisionKind::ChannelsTold, "", "");
    let settled = days.ago(36);
    let words = "8个社都讲过，表交督查室了".to_owned();
    [
        (order.on, SupervisionIntent::Receive(Box::new(order.clone()))),
        (settled, SupervisionIntent::Settle(order.id, settled, words)),
        (told.on, SupervisionIntent::TellChannels(told.id, told.on)),
        (hotline.on, SupervisionIntent::Receive(Box::new(hotline))),
    ]
    .map(|(day, intent)| (day, Intent::Supervision(intent)))
    .into()
}
