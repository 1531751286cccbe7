//! The fields of what is written down on the card of a pairing. What they mean is the parent's.

use super::{EntryField, EntryKind};
use crate::app::form::Field;
use crate::app::form::choice::Choice;
use crate::app::screen::Context;
use crate::domain::id::ReturnedMatterId;
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::pairing::outlook::SUBJECT;
use crate::domain::pairing::{NextStep, Pairing, PairingTarget};
use crate::domain::village::Village;

/// Digits of the largest amount, and its 分.
const AMOUNT_CHARS_MAX: usize = 12;

/// The fields of this kind, filled in as far as is known.
pub(super) fn of(context: &Context<'_>, pairing: &Pairing, kind: EntryKind) -> Vec<Field<EntryField>> {
    let today = Some(context.today);
    let note = |label, hint| Field::note(EntryField::Words, label, "", NOTE_CHARS_MAX).hint(hint);
    let amount = |label, hint| Field::text(EntryField::Amount, label, "", AMOUNT_CHARS_MAX).hint(hint);
    let on = |label, day| Field::date(EntryField::On, label, day);
    match kind {
        EntryKind::Plan => plan(context, pairing),
        EntryKind::Measure => vec![
            note("措施", "如：送鸡苗50只、介绍到镇上工厂、公益岗"),
            amount("金额", "值多少元；不是钱物就空着"),
            on("哪天", today),
            Field::yes_no(EntryField::Done, "已经落实", true).hint("还没有落实写否，落实了再记"),
        ],
        EntryKind::MeasureDone => {
            let open = open_measures(pairing);
            let open = open.iter().filter_map(|place| pairing.measures.get(*place));
            let labels = open.map(|measure| format!("{} {}", measure.on, measure.what));
            vec![Field::choice(EntryField::Which, "哪一条", Choice::of(labels).choosing(0)), on("哪天落实的", today)]
        }
        EntryKind::Income => vec![
            Field::text(EntryField::Month, "哪个月", "", 10)
                .hint("空着就是这个月；写成 2026-11 或 11月，再记就换成新的"),
            amount("人均收入", "这个月每人多少元"),
            note("收入来源", "如：务工、卖猪、低保金；可以不填"),
        ],
        EntryKind::Contact => vec![note("情况", "说了什么、看到什么"), on("哪天", today)],
        EntryKind::StepDone => {
            let what = pairing.next_step.as_ref().map_or("", |step| step.what.as_str());
            let done = Field::note(EntryField::Words, "情况", what, NOTE_CHARS_MAX);
            vec![done.hint("后面接着写结果；就是这样办的直接存"), on("哪天", today)]
        }
        EntryKind::NextStep => {
            let old = pairing.next_step.as_ref();
            let what = old.map_or("", |step| step.what.as_str());
            vec![
                Field::note(EntryField::Words, "下一步", what, NOTE_CHARS_MAX).hint("打算做什么"),
                on("到哪天", old.map(|step| step.on)).hint("到了这一天今日会提醒；可以写：明天、周五、12-01"),
            ]
        }
        EntryKind::End => {
            let told = |step: &NextStep| format!("记着的下一步「{}」（{}）会写成不办了", step.what, step.on);
            let told = pairing.next_step.as_ref().map(told);
            vec![Field { told, ..note("解除原因", "如：风险消除、换人帮扶、已外迁") }, on("哪天解除", today)]
        }
    }
}

/// The places of the measures that are not carried out yet.
pub(super) fn open_measures(pairing: &Pairing) -> Vec<usize> {
    let open = pairing.measures.iter().enumerate().filter(|(_, measure)| measure.done_on.is_none());
    open.map(|(place, _)| place).collect()
}

/// The matters under which helping plans are decided.
pub(super) fn matters(village: &Village) -> Vec<ReturnedMatterId> {
    village.returned_matters().filter(|matter| matter.subject == SUBJECT).map(|matter| matter.id).collect()
}

fn plan(context: &Context<'_>, pairing: &Pairing) -> Vec<Field<EntryField>> {
    let decision = pairing.decision.as_ref();
    let matters = matters(context.village);
    let now = matters.iter().position(|id| pairing.stands_on(*id));
    let known = matters.iter().filter_map(|id| context.village.returned_matter(*id));
    let labels = known.map(|matter| format!("{} {}", matter.title, matter.state.label()));
    let labels = ["不在村务里".to_owned()].into_iter().chain(labels);
    let matter = Choice::of(labels).choosing(now.map_or(0, |place| place + 1));
    let (body, outcome) = decision.map_or(("", ""), |it| (it.body.as_str(), it.outcome.as_str()));
    let mut fields = vec![
        Field::text(EntryField::Causes, "致困原因", &pairing.causes, NOTE_CHARS_MAX).hint("如：因病、缺劳力、因学"),
        Field::note(EntryField::Words, "帮扶方案", &pairing.plan, NOTE_CHARS_MAX).hint("打算怎么帮"),
    ];
    if pairing.target == PairingTarget::Household {
        if !matters.is_empty() {
            let hint = "村务里有这件事就选它，会议记录跟着它走";
            fields.push(Field::choice(EntryField::Matter, "哪件村务", matter).hint(hint));
        }
        fields.extend([
            Field::text(EntryField::Body, "哪种会定的", body, NAME_CHARS_MAX)
                .hint("帮谁、怎么帮由村民会议或村民代表会议定；还没有定就空着"),
            Field::date(EntryField::On, "哪天定的", decision.and_then(|it| it.on)),
            Field::text(EntryField::Outcome, "会议结果", outcome, NOTE_CHARS_MAX).hint("如：通过"),
        ]);
    }
    fields
}
