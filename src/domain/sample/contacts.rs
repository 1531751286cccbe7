//! Whom the liaison of the sample village calls: some windows of the town, the police post, a doctor. Nobody real.

use crate::domain::contact::Contact;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::contact::ContactIntent;
use crate::domain::id::{ContactId, IdMint, Seq};

use super::people;

/// Name, role, office, and what to know.
const CONTACTS: [(&str, &str, &str, &str); 9] = [
    ("小周", "镇窗口", "镇便民服务中心社会救助窗口", "下午在"),
    ("陈姐", "镇窗口", "镇便民服务中心社保窗口", ""),
    ("吴科", "镇窗口", "镇便民服务中心规划建设窗口", "周二下村"),
    ("老秦", "派出所户籍", "派出所户籍窗口", "周一到周六"),
    ("冉医生", "村医", "村卫生室", ""),
    ("罗社长", "社长", "3社", ""),
    ("张副镇长", "联系村领导", "慈云镇政府", ""),
    ("李书记", "联系片领导", "慈云镇党委", ""),
    ("值班室", "镇纪委", "慈云镇纪委", "工作日"),
];
/// Phones of people are numbered from below; these are far behind them.
const FIRST_PHONE: u32 = 9_000;

/// They were written down on this day.
pub(super) fn intents(on: Day, mint: &mut IdMint) -> Vec<(Day, Intent)> {
    let contact = |(nth, (name, role, office, note)): (u32, (&str, &str, &str, &str))| Contact {
        id: ContactId::mint(mint, Moment::at(on, 12, 0)),
        touched: Seq::default(),
        name: name.to_owned(),
        office: office.to_owned(),
        role: role.to_owned(),
        phone: people::phone(FIRST_PHONE + nth),
        note: note.to_owned(),
        gone_on: None,
    };
    let made: Vec<Contact> = (0..).zip(CONTACTS).map(contact).collect();
    made.into_iter().map(|contact| (on, Intent::Contact(ContactIntent::Add(Box::new(contact))))).collect()
}
