//! What is due, and what stands in its way, in words. Names are masked: a list of what is due goes to whoever approves.
//!
//! Columns and colours are the screen's.

use super::Block;
use crate::domain::change::RecordKey;
use crate::domain::fee::yuan;
use crate::domain::package::ExportPackage;
use crate::domain::text::mask_name;
use crate::domain::village::Village;

/// What stands in place of contents that were destroyed.
pub const DESTROYED: &str = "内容已销毁";

impl Block {
    /// The reason in words.
    pub fn words(&self, village: &Village) -> String {
        match self {
            Block::InUse(why) => (*why).to_owned(),
            Block::NoDay => "查不到从哪天起算，到不了期；确实该销毁的请单独销毁，写明原因".to_owned(),
            Block::HoldOut(doc) => format!("证件还没有还清：{doc}"),
            Block::MoneyOpen(fen) => format!("代缴款还有{}没有结清", yuan(*fen)),
            Block::NeededBy(key) => format!("还有没到期的记录用着它：{}", called(village, *key)),
        }
    }
}

/// What a record is called on a list: a number, a group or a day, and no whole name.
pub fn called(village: &Village, key: RecordKey) -> String {
    let masked = |id| village.person(id).map(|person| person.name.masked()).unwrap_or_default();
    match key {
        RecordKey::Task(id) => village.task(id).map(|task| format!("{} {}", task.no, task.matter.name)),
        RecordKey::Intake(id) => village.intake(id).map(|it| format!("{} 接件 {}", it.on, masked(it.applicant))),
        RecordKey::Note(id) => village.note(id).map(|it| format!("{} {}", it.at.day(), it.kind.label())),
        RecordKey::Person(id) => {
            village.person(id).map(|person| format!("{} {}", person.name.masked(), person.status.label()))
        }
        RecordKey::Household(id) => village.household(id).map(|household| {
            let name = mask_name(crate::domain::roll::household_name(village, household));
            let group = village.info.group_name(household.group);
            format!("{group}{name}户 {}", household.status.label())
        }),
        RecordKey::Package(id) => village.package(id).map(ExportPackage::title),
        RecordKey::Backup(id) => {
            let copy = village.backups().find(|copy| copy.id == id);
            copy.map(|copy| format!("{} 到第{}笔", copy.at.day(), copy.upto.0))
        }
        RecordKey::Handover(id) => {
            let handover = village.handovers().find(|handover| handover.id == id);
            handover.map(|handover| format!("{} 第{}任", handover.at.day(), handover.term))
        }
        RecordKey::Visit(id) => village.visit(id).map(|visit| format!("{} 走访", visit.on)),
        RecordKey::Posting(id) => {
            village.posting(id).map(|posting| format!("{} 公示 {}", posting.from, posting.subject))
        }
        RecordKey::Returned(id) => {
            village.returned_matter(id).map(|matter| format!("{} {}", matter.proposed_on, matter.title))
        }
        RecordKey::Leave(id) => village.leave(id).map(|leave| format!("{} {}", leave.from, leave.kind.label())),
        RecordKey::Point(id) => village.service_point(id).map(|point| format!("设点 {}", point.name)),
        RecordKey::Pairing(id) => {
            village.pairing(id).map(|pairing| format!("{} 结对 {}", pairing.from, pairing.target.label()))
        }
        RecordKey::Contact(id) => village.contact(id).map(|it| format!("常用电话 {}", mask_name(&it.name))),
        RecordKey::FollowUp(id) => village.follow_up(id).map(|it| format!("{} {}", it.on, it.name)),
        RecordKey::Supervision(id) => village.supervision(id).map(|item| format!("{} {}", item.on, item.kind.label())),
        RecordKey::Document(id) => village.document(id).map(|it| format!("{} {}", masked(it.person), it.kind)),
        RecordKey::Village
        | RecordKey::Post
        | RecordKey::Correspondence
        | RecordKey::Sticks
        | RecordKey::Holidays(_)
        | RecordKey::Mapping(_)
        | RecordKey::Numbers(_)
        | RecordKey::Destruction(_) => None,
    }
    .unwrap_or_else(|| "已销毁".to_owned())
}
