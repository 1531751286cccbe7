//! Which fields each form of a task has, in the order of its paper, filled in as far as is known.

use super::{FormKind, Name};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, Value};
use crate::app::screen::Context;
use crate::domain::limits::{HOLD_DAYS_DEFAULT, NOTE_CHARS_MAX, SIGN_LATER_DAYS_DEFAULT};
use crate::domain::material::{HoldPlace, Signed};
use crate::domain::task::ProxyTask;
use crate::domain::task::lifecycle::StepKind;
use crate::domain::task::parts::{EntrustedHow, RatingLevel};
use crate::domain::task::state::{ResultPlace, State, Window};

/// The longest short text, in characters.
const LINE_CHARS_MAX: usize = 60;
/// How a notice is told.
pub(super) const METHODS: [&str; 3] = ["当面", "电话", "微信"];
/// The windows, in the order of the form.
pub(super) const WINDOWS: [Window; 2] = [Window::Town, Window::District];
/// Where a result lies, in the order of the form.
pub(super) const PLACES: [ResultPlace; 2] = [ResultPlace::AtWindow, ResultPlace::Here];

type Fields = Vec<Field<Name>>;

/// The fields of a form.
pub(super) fn of(kind: FormKind, task: &ProxyTask, context: &Context<'_>) -> Fields {
    match kind {
        FormKind::Step(step) => of_step(step, task, context),
        FormKind::Materials => materials(task),
        FormKind::AddMaterial => vec![
            line(Name::What, "材料名称", "").hint("窗口另外要的一样，只加在这一件上"),
            Field::yes_no(Name::Originals, "已经收到", false),
        ],
        FormKind::TakeHold => vec![
            line(Name::What, "哪一本证件", "").hint("如户口簿、身份证；银行卡、社保卡、存折不能代管"),
            line(Name::Owner, "是谁的", applicant_name(task, context)),
            line(Name::Reason, "为什么要原件", "窗口要看原件"),
            Field::date(Name::Until, "哪天前还", Some(context.today.plus_days(HOLD_DAYS_DEFAULT))),
        ],
        FormKind::ReturnHold(_) => vec![
            line(Name::Whom, "交还给谁", applicant_name(task, context)),
            signed("怎么签收"),
            today(Name::On, "哪天", context),
        ],
        FormKind::Entrust => entrust(task, context),
        FormKind::Fee => vec![
            line(Name::What, "收费名称", "").hint("只有工本费、规费；车船费、误工费一律不收"),
            line(Name::Amount, "金额（元）", ""),
            line(Name::Basis, "收费依据", "").hint("收费文件或法条；没有依据就是免费"),
            line(Name::Owner, "收款单位", ""),
            line(Name::Receipt, "票据号", ""),
        ],
        FormKind::TakeMoney => vec![
            line(Name::What, "代缴什么", "").hint("如2027年医保"),
            line(Name::Amount, "收到（元）", ""),
            line(Name::Receipt, "收据号", "").hint("收钱要当面给收据"),
        ],
        FormKind::SettleMoney(index) => settle(task, index),
        FormKind::Urge => vec![
            line(Name::Whom, "问了谁", asked_before(task)).hint("哪个窗口，哪个人"),
            Field::note(Name::Words, "答复", "", NOTE_CHARS_MAX).hint("还没有答复就空着，问到了再记一次催问写上"),
        ],
        FormKind::ExternalNo => vec![line(Name::ExternalNo, "外部受理号", &task.external_no)],
        FormKind::Rate => vec![rating(), Field::note(Name::Words, "本人说的话", "", NOTE_CHARS_MAX)],
        FormKind::Note => vec![Field::note(Name::Words, "备注", &task.note, NOTE_CHARS_MAX)],
    }
}

/// What one field says of the others: all papers are in, or one of them is not and so not all.
pub(super) fn tick(name: Name, form: &mut Form<Name>) {
    let papers: Vec<Name> =
        form.asked().map(|field| field.name).filter(|name| matches!(name, Name::Material(_))).collect();
    match name {
        Name::All if form.yes(Name::All) => papers.iter().for_each(|paper| form.set(*paper, Value::YesNo(true))),
        Name::Material(_) if !papers.iter().all(|paper| form.yes(*paper)) => form.set(Name::All, Value::YesNo(false)),
        _ => {}
    }
}

/// Asks what depends on what other fields say.
pub(super) fn ask(kind: FormKind, form: &mut Form<Name>) {
    match kind {
        FormKind::Materials => {
            let waives = form.chosen(Name::Waive).is_some_and(|place| place > 0);
            form.ask(Name::Reason, waives);
        }
        FormKind::Entrust => {
            let spoken = form.chosen(Name::Method).is_some_and(|place| place > 0);
            let unsigned = form.chosen(Name::Signed) == Some(0);
            form.ask(Name::Until, spoken && unsigned);
            form.ask(Name::Witness, signature(form, Name::Signed) == Some(Signed::Fingerprint));
        }
        FormKind::Step(StepKind::Deliver) => {
            let signed = signature(form, Name::Entrusted);
            form.ask(Name::Witness, signed == Some(Signed::Fingerprint));
            form.ask(Name::IdsSeen, signed.is_some());
        }
        FormKind::Step(StepKind::Grant) => {
            let here = form.chosen(Name::Place).and_then(|place| PLACES.get(place)) == Some(&ResultPlace::Here);
            form.ask(Name::Originals, here);
        }
        FormKind::Step(_)
        | FormKind::AddMaterial
        | FormKind::TakeHold
        | FormKind::ReturnHold(_)
        | FormKind::Fee
        | FormKind::TakeMoney
        | FormKind::SettleMoney(_)
        | FormKind::Urge
        | FormKind::ExternalNo
        | FormKind::Rate
        | FormKind::Note => {}
    }
}

fn of_step(step: StepKind, task: &ProxyTask, context: &Context<'_>) -> Fields {
    match step {
        StepKind::GiveNotice => vec![
            Field::note(Name::Words, "要补的材料", &task.lacking().join("、"), NOTE_CHARS_MAX)
                .hint("一次写全，用顿号隔开"),
            Field::choice(Name::Method, "怎么告知", Choice::of(METHODS).choosing(0)),
        ],
        StepKind::NotTake => {
            vec![line(Name::Reason, "为什么不办", ""), line(Name::Whereto, "告诉去哪里", &task.matter.window)]
        }
        StepKind::Submit => submit(task, context),
        StepKind::TakeBack => vec![
            today(Name::On, "哪天退的", context),
            Field::note(Name::Words, "缺什么", "", NOTE_CHARS_MAX).hint("写清缺什么、错在哪里"),
        ]
        .into_iter()
        .chain(originals_back(task))
        .collect(),
        StepKind::Pause => vec![
            today(Name::On, "从哪天起停", context),
            line(Name::Reason, "为什么停", "").hint("公示、鉴定、听证，或等本人"),
            line(Name::Paper, "凭据", "").hint("暂停要有纸：文号或名称"),
        ],
        StepKind::Resume => vec![today(Name::On, "哪天恢复", context)],
        StepKind::Grant => grant(task, context),
        StepKind::Fetch => std::iter::once(today(Name::On, "哪天取回", context)).chain(originals_back(task)).collect(),
        StepKind::Deny => vec![
            today(Name::On, "哪天定的", context),
            Field::note(Name::Reason, "为什么没批", "", NOTE_CHARS_MAX).hint("照书面告知上的写"),
            Field::note(Name::Remedy, "还能怎么办", "", NOTE_CHARS_MAX).hint("告诉本人：可申请复议，或补件再报"),
            line(Name::Paper, "文号", ""),
        ]
        .into_iter()
        .chain(originals_back(task))
        .collect(),
        StepKind::Deliver => deliver(task, context),
        StepKind::Withdraw => vec![line(Name::Reason, "为什么撤回", "")],
        StepKind::Reopen => vec![line(Name::Reason, "为什么重开", "")],
        StepKind::Reverse => vec![line(Name::Reason, "哪里记错了", "").hint("冲正会留痕，送达那一笔还看得到")],
        StepKind::Close if task.owes_signature() => {
            vec![line(Name::Reason, "为什么签不了", "").hint("如已去世、已迁出；签得到的先放下，到「更多」里补签")]
        }
        StepKind::Register | StepKind::Accept | StepKind::StartWork | StepKind::Close | StepKind::DropDraft => {
            Vec::new()
        }
    }
}

/// Whether the originals that went with the papers came back too; nothing where none is there.
fn originals_back(task: &ProxyTask) -> Option<Field<Name>> {
    let away: Vec<&str> =
        task.holds_out().filter(|hold| hold.place != HoldPlace::Here).map(|hold| hold.doc.as_str()).collect();
    let told = Some(format!("在窗口的：{}", away.join("、")));
    (!away.is_empty()).then(|| Field { told, ..Field::yes_no(Name::Originals, "证件一起取回", true) })
}

fn submit(task: &ProxyTask, context: &Context<'_>) -> Fields {
    let (town, district) = ("镇上的窗口", "区里，或镇外的单位");
    let place = WINDOWS.iter().position(|window| *window == task.at_window()).unwrap_or(0);
    let here = task.holds_out().any(|hold| hold.place == HoldPlace::Here);
    let mut fields = vec![
        Field::choice(Name::Window, "交到哪里", Choice::of([town, district]).choosing(place)),
        today(Name::On, "哪天交的", context),
        line(Name::Receipt, "窗口回执", "").hint("窗口开的收件单的号，没有就空着"),
        line(Name::ExternalNo, "外部受理号", &task.external_no).hint("窗口电脑里的受理号，没有就空着，以后可以补"),
    ];
    if here {
        fields.push(Field::yes_no(Name::Originals, "证件跟着去", true).hint("在我处的原件一起交窗口"));
    }
    fields
}

fn grant(task: &ProxyTask, context: &Context<'_>) -> Fields {
    let submitted = task.state == State::Submitted;
    let place = if submitted { 0 } else { 1 };
    let mut fields = vec![
        today(Name::On, "哪天定的", context),
        Field::choice(Name::Place, "结果在哪里", Choice::of(["在窗口，要去取", "已在我处"]).choosing(place)),
        line(Name::Paper, "证号或文号", "").hint("没有就空着"),
    ];
    fields.extend(originals_back(task).filter(|_| submitted).map(|field| Field { asked: false, ..field }));
    fields
}

fn deliver(task: &ProxyTask, context: &Context<'_>) -> Fields {
    let mut fields = vec![
        line(Name::Whom, "交给谁", applicant_name(task, context)).hint("存好后不能撤销，记错了只能写明原因冲正"),
        signed("怎么签收"),
        today(Name::On, "哪天", context),
    ];
    for (place, hold) in task.holds_out().enumerate() {
        fields.push(Field::yes_no(Name::Hold(place), format!("还{}", hold.doc), true).hint("送结果时一起还给本人"));
    }
    if task.signature_due().is_some() {
        let ways = Choice::of(signing()).choosing(0);
        fields.push(Field::choice(Name::Entrusted, "委托书补签", ways).hint("口头委托的，见了面请本人签上"));
        fields.push(Field { asked: false, ..line(Name::Witness, "见证人", "") });
        let seen = task.entrustment.as_ref().is_some_and(|given| given.ids_seen);
        fields.push(Field { asked: false, ..Field::yes_no(Name::IdsSeen, "双方证看过", seen) });
    }
    fields.push(rating());
    fields
}

fn materials(task: &ProxyTask) -> Fields {
    let mut fields: Fields = Vec::new();
    if task.missing().count() > 1 {
        fields.push(Field::yes_no(Name::All, "都带齐了", false).hint("下面的一次都勾上；原件看过，当场退还"));
    }
    for (place, material) in task.materials.iter().enumerate() {
        let label = format!("{}（{}）", material.name, material.kind.label());
        let hint = match (&material.waived, material.optional) {
            (Some(_), _) => "已注明免交或容缺",
            (None, true) => "有就收，没有也能受理",
            (None, false) => "",
        };
        fields.push(Field::yes_no(Name::Material(place), label, material.got_on.is_some()).hint(hint));
    }
    let waivable = task.missing().map(|material| material.name.to_string());
    let options: Vec<String> = std::iter::once("没有".to_owned()).chain(waivable).collect();
    if options.len() > 1 {
        fields
            .push(Field::choice(Name::Waive, "免交或容缺", Choice::of(options).choosing(0)).hint("差着也能受理的一样"));
        let reason = line(Name::Reason, "原因", "").hint("如数据可核对，或约定哪天补");
        fields.push(Field { asked: false, ..reason });
    }
    fields
}

fn entrust(task: &ProxyTask, context: &Context<'_>) -> Fields {
    let given = task.entrustment.as_ref();
    let how = given.and_then(|given| EntrustedHow::ALL.iter().position(|how| *how == given.how)).unwrap_or(0);
    let kinds = EntrustedHow::ALL.iter().map(|how| how.label());
    let by = given.and_then(|given| given.sign_by).unwrap_or(context.today.plus_days(SIGN_LATER_DAYS_DEFAULT));
    let until = Field::date(Name::Until, "哪天前补签", Some(by));
    let witness = line(Name::Witness, "见证人", given.map_or("", |given| &given.witness));
    // After the delivery only the signature is still to come.
    let method = Field::choice(Name::Method, "怎么委托", Choice::of(kinds).choosing(how));
    let method = Field { asked: !task.is_signed_late(), ..method };
    vec![
        method,
        Field::choice(Name::Signed, "签了没有", Choice::of(signing()).choosing(1)),
        Field { asked: false, ..until },
        Field { asked: false, ..witness },
        Field::yes_no(Name::IdsSeen, "双方证看过", given.is_none_or(|given| given.ids_seen)),
    ]
}

fn settle(task: &ProxyTask, index: usize) -> Fields {
    let money = task.money.get(index);
    let open = money.map_or(0, |money| money.balance_fen() + i64::from(money.paid_fen));
    let yuan = crate::domain::fee::yuan(open);
    let refunded = money.map_or(0, |money| i64::from(money.refunded_fen));
    vec![
        line(Name::Amount, "缴出（元）", yuan.trim_end_matches('元')),
        line(Name::Receipt, "缴款凭证", money.map_or("", |money| &money.voucher)).hint("凭证号"),
        line(Name::Refunded, "退还（元）", crate::domain::fee::yuan(refunded).trim_end_matches('元')),
    ]
}

/// The ways of signing an entrustment, after not signing it.
fn signing() -> impl Iterator<Item = &'static str> {
    std::iter::once("还没签").chain(Signed::ALL.iter().map(|signed| signed.label()))
}

/// Which of these ways was chosen in this field.
pub(super) fn signature(form: &Form<Name>, name: Name) -> Option<Signed> {
    form.chosen(name)?.checked_sub(1).and_then(|place| Signed::ALL.get(place).copied())
}

fn rating() -> Field<Name> {
    let levels = std::iter::once("先不评").chain(RatingLevel::ALL.iter().map(|level| level.label()));
    Field::choice(Name::Rating, "本人评价", Choice::of(levels).choosing(0)).hint("由本人说，不代填")
}

fn signed(label: &'static str) -> Field<Name> {
    Field::choice(Name::Signed, label, Choice::of(Signed::ALL.iter().map(|signed| signed.label())).choosing(0))
}

fn line(name: Name, label: &'static str, text: &str) -> Field<Name> {
    Field::text(name, label, text, LINE_CHARS_MAX)
}

fn today(name: Name, label: &'static str, context: &Context<'_>) -> Field<Name> {
    Field::date(name, label, Some(context.today)).hint("可以写今天、昨天、11-24")
}

/// Whom to ask: the one asked last time, else the window.
fn asked_before(task: &ProxyTask) -> &str {
    task.urges.last().map_or(task.matter.window.as_str(), |urge| &urge.whom)
}

fn applicant_name<'a>(task: &ProxyTask, context: &Context<'a>) -> &'a str {
    context.village.person(task.applicant).map_or("", |person| person.name.as_str())
}
