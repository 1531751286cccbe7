//! At which field of a form a rule's no is shown.

use super::Name;
use crate::domain::fee::FeeRefusal;
use crate::domain::refusal::Refusal;

/// The field a refusal speaks of; `None` for one that speaks of the task.
pub(super) fn field_of(refusal: &Refusal) -> Option<Name> {
    match refusal {
        Refusal::Blank(what, _) | Refusal::TooThin(what, _) | Refusal::TooLong { what, .. } => of_blank(what),
        Refusal::TooMuch { .. } => Some(Name::Amount),
        Refusal::NoName(..) => Some(Name::Whom),
        Refusal::BadDay(_, why) if why.contains("金额") => Some(Name::Amount),
        Refusal::BadDay(_, why) if why.contains("归还") => Some(Name::Until),
        Refusal::LongHold(_) => Some(Name::Until),
        Refusal::BadDay(..) | Refusal::LatePause { .. } => Some(Name::On),
        Refusal::NeverKept(_) => Some(Name::What),
        Refusal::EntrustmentUnsigned => Some(Name::Signed),
        Refusal::Fee(FeeRefusal::NeverCharged(_) | FeeRefusal::UnknownKind(_)) => Some(Name::What),
        Refusal::Fee(FeeRefusal::NoBasis) => Some(Name::Basis),
        Refusal::Fee(FeeRefusal::NoReceipt) => Some(Name::Receipt),
        Refusal::Fee(FeeRefusal::ToLiaison) => Some(Name::Owner),
        Refusal::Fee(FeeRefusal::Incomplete) => Some(Name::Amount),
        Refusal::NotLawful { .. }
        | Refusal::Miscounted(_)
        | Refusal::MaterialsMissing(_)
        | Refusal::NoEntrustment
        | Refusal::DeemedAccepted(_)
        | Refusal::OverduePause(_)
        | Refusal::OtherLiaison { .. }
        | Refusal::TellOnly(_)
        | Refusal::Certificate(_)
        | Refusal::Matter(_)
        | Refusal::HoldsOut(_)
        | Refusal::MoneyOpen(_)
        | Refusal::TooLate(_)
        | Refusal::Gone
        | Refusal::Kept { .. }
        | Refusal::NotForBoard(_)
        | Refusal::NotKeptHere(_)
        | Refusal::MustHang(_)
        | Refusal::Unlawful(_)
        | Refusal::Already(_)
        | Refusal::LaterWork(_)
        | Refusal::NotUndoable(..)
        | Refusal::TooOld(_)
        | Refusal::NotFounded
        | Refusal::VillageExists(_)
        | Refusal::HandedOver { .. }
        | Refusal::OtherHandover { .. }
        | Refusal::HandoverDiffers(_)
        | Refusal::Duplicate(_) => None,
    }
}

/// By what the rules call it.
fn of_blank(what: &str) -> Option<Name> {
    let names = [
        (Name::Reason, ["原因", "为什么要原件"].as_slice()),
        (Name::Whereto, &["去处"]),
        (Name::Words, &["退件原因", "要补的材料", "答复", "评价", "备注"]),
        (Name::Remedy, &["救济途径"]),
        (Name::Paper, &["凭据", "结果出自哪里", "结果件", "文号"]),
        (Name::Whom, &["签收人", "领取人", "问了谁"]),
        (Name::What, &["证件名称", "材料名称", "代缴什么"]),
        (Name::Owner, &["证件是谁的"]),
        (Name::Witness, &["见证人"]),
        (Name::Amount, &["金额"]),
        (Name::Receipt, &["收据号", "缴款凭证", "窗口回执"]),
        (Name::ExternalNo, &["外部受理号"]),
        (Name::Method, &["告知方式"]),
    ];
    let exact = names.iter().find(|(_, words)| words.contains(&what));
    let ending = || names.iter().find(|(_, words)| words.iter().any(|word| what.ends_with(word)));
    exact.or_else(ending).map(|(name, _)| *name)
}
