//! Decides what happens around a task without moving it: papers, originals, entrustment, money, urging, rating.

pub(super) mod custody;

use crate::domain::change::{Change, TaskChange};
use crate::domain::day::Day;
use crate::domain::fee::{self, PassThrough};
use crate::domain::id::{HoldId, TaskId};
use crate::domain::limits;
use crate::domain::material::{HoldReturn, Material, Signed};
use crate::domain::refusal::Refusal;
use crate::domain::supervision::named::{self, Said};
use crate::domain::supervision::outlook::uncalled;
use crate::domain::task::parts::{EntrustedHow, Entrustment, Rating, RatingLevel, Urge};
use crate::domain::task::{ProxyTask, lifecycle};
use crate::domain::village::Village;

use super::step::Signature;
use super::{Now, free_text, past_day, required};

/// How an explanation begins, by which a flag is cleared.
const EXPLAINED: &str = "说明";

/// What the officer says of one line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not handed in.
    Missing,
    /// Handed in, today unless it already was.
    Got,
    /// 免交 or 容缺, with the reason.
    Waived(String),
}

/// An original to take into custody.
#[derive(Clone, Debug)]
pub struct HoldIntent {
    /// Its identity.
    pub id: HoldId,
    /// Which paper.
    pub doc: String,
    /// Whose.
    pub owner: String,
    /// Why an office insists on the original.
    pub reason: String,
    /// By when it goes back; `None` takes the bound of `limits`.
    pub return_by: Option<Day>,
}

/// What a person wants around a task.
#[derive(Clone, Debug)]
pub enum PapersIntent {
    /// The checklist, a mark for each of its lines.
    Materials(Vec<Mark>),
    /// One more paper the window asks for.
    AddMaterial(Box<Material>),
    /// 收证件.
    TakeHold(Box<HoldIntent>),
    /// 还证件.
    ReturnHold {
        /// Which.
        id: HoldId,
        /// To whom.
        to: String,
        /// How it was signed for.
        signed: Signed,
        /// The day.
        on: Day,
    },
    /// 委托, or the signature that was still missing.
    Entrust {
        /// How.
        how: EntrustedHow,
        /// How it was signed; `None` while it is not.
        signed: Option<Signed>,
        /// By when a spoken one is signed.
        sign_by: Option<Day>,
        /// Both IDs were seen.
        ids_seen: bool,
        /// 见证人.
        witness: String,
    },
    /// 费用.
    Fee {
        /// 工本费 or 规费, as named on the receipt.
        name: String,
        /// Amount in 分.
        amount_fen: u32,
        /// The legal basis.
        basis: String,
        /// 收款单位.
        payee: String,
        /// 票据号.
        receipt_no: String,
    },
    /// 代缴款 taken.
    TakeMoney {
        /// What for.
        purpose: String,
        /// Amount in 分.
        received_fen: u32,
        /// The receipt given.
        receipt_no: String,
    },
    /// 代缴款 paid in, and the change given back.
    SettleMoney {
        /// Which, by its place in the list.
        index: usize,
        /// Amount paid in, in 分.
        paid_fen: u32,
        /// 缴款凭证.
        voucher: String,
        /// Change given back, in 分.
        refunded_fen: u32,
    },
    /// 催问.
    Urge {
        /// Whom.
        whom: String,
        /// The answer.
        answer: String,
    },
    /// 外部受理号.
    ExternalNo(String),
    /// 评价.
    Rate {
        /// The level; `None` for 未评价.
        level: Option<RatingLevel>,
        /// What was said.
        words: String,
    },
    /// 备注.
    Note(String),
}

impl PapersIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PapersIntent::Materials(_) | PapersIntent::AddMaterial(_) => "task.materials",
            PapersIntent::TakeHold(_) => "task.take_hold",
            PapersIntent::ReturnHold { .. } => "task.return_hold",
            PapersIntent::Entrust { .. } => "task.entrust",
            PapersIntent::Fee { .. } => "task.fee",
            PapersIntent::TakeMoney { .. } | PapersIntent::SettleMoney { .. } => "task.money",
            PapersIntent::Urge { .. } => "task.urge",
            PapersIntent::ExternalNo(_) => "task.external_no",
            PapersIntent::Rate { .. } => "task.rate",
            PapersIntent::Note(_) => "task.note",
        }
    }

    /// Whether it takes something in or carries the matter on, which only a task that is under way can; giving back,
    /// settling, rating and notes are always possible.
    fn carries_on(&self) -> bool {
        match self {
            PapersIntent::Materials(_)
            | PapersIntent::AddMaterial(_)
            | PapersIntent::TakeHold(_)
            | PapersIntent::Entrust { .. }
            | PapersIntent::Fee { .. }
            | PapersIntent::TakeMoney { .. }
            | PapersIntent::Urge { .. } => true,
            PapersIntent::ReturnHold { .. }
            | PapersIntent::SettleMoney { .. }
            | PapersIntent::ExternalNo(_)
            | PapersIntent::Rate { .. }
            | PapersIntent::Note(_) => false,
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, id: TaskId, intent: PapersIntent) -> Result<Vec<Change>, Refusal> {
    let mut task = village.task(id).ok_or(Refusal::Gone)?.clone();
    match &intent {
        // A signature that is still owed is taken after the delivery too, under what was said then.
        PapersIntent::Entrust { how, signed: Some(_), .. } if task.is_signed_late() => keep_spoken(&task, *how)?,
        _ if intent.carries_on() => lifecycle::guard_open(&task)?,
        _ => {}
    }
    // A poor rating after which nobody was called back keeps its day, and no better one covers it.
    let poor_on = uncalled(village, &task).map(|rating| rating.on);
    if let (PapersIntent::Rate { level, .. }, Some(_)) = (&intent, poor_on)
        && !level.is_some_and(RatingLevel::is_poor)
    {
        return Err(Refusal::Already("这件有差评，还没有回访。先回访，再改评价；记错了的，撤销那一笔"));
    }
    let change = apply(&mut task, village, now, intent)?;
    if let (Some(on), Some(rating)) = (poor_on, task.rating.as_mut()) {
        rating.on = on;
    }
    if village.task(id) == Some(&task) {
        return Err(Refusal::Already("没有改动，不用保存"));
    }
    Ok(vec![Change::Task(change, Box::new(task))])
}

/// After the delivery a spoken entrustment is signed; it is not replaced by one that nobody had when it was carried.
fn keep_spoken(task: &ProxyTask, how: EntrustedHow) -> Result<(), Refusal> {
    match &task.entrustment {
        Some(given) if given.how != how => {
            Err(Refusal::Already("已经送达，当时怎么委托的不能改，只补签；委托方式请选回原来的"))
        }
        Some(_) | None => Ok(()),
    }
}

fn apply(task: &mut ProxyTask, village: &Village, now: &Now<'_>, intent: PapersIntent) -> Result<TaskChange, Refusal> {
    match intent {
        PapersIntent::Materials(marks) => {
            mark(task, now, &marks)?;
            Ok(TaskChange::Materials)
        }
        PapersIntent::AddMaterial(material) => {
            custody::check_paper(&required(&material.name, "材料名称", "请写上")?)?;
            task.materials.push(*material);
            Ok(TaskChange::Materials)
        }
        PapersIntent::TakeHold(intent) => custody::take_hold(task, now, &intent),
        PapersIntent::ReturnHold { id, to, signed, on } => {
            let back = HoldReturn {
                on: past_day(on, now.today)?,
                to: custody::receiver(&to, "领取人", "请写交还给谁")?,
                signed,
            };
            custody::return_hold(task, id, back)
        }
        PapersIntent::Entrust { how, signed, sign_by, ids_seen, witness } => {
            // Signing what was said earlier leaves the day on which it was said.
            let said = task.entrustment.as_ref().filter(|given| given.how == how && given.signed.is_none());
            let on = said.map_or(now.today, |given| given.on);
            let given = Entrustment { how, on, sign_by, signed, ids_seen, witness };
            task.entrustment = Some(check_entrustment(given, now)?);
            Ok(TaskChange::Entrusted)
        }
        PapersIntent::Fee { name, amount_fen, basis, payee, receipt_no } => {
            task.fees.push(fee::check_fee(&name, amount_fen, &basis, &payee, &receipt_no, &village.info.liaison)?);
            Ok(TaskChange::Fee)
        }
        PapersIntent::TakeMoney { purpose, received_fen, receipt_no } => {
            task.money.push(take_money(now, &purpose, received_fen, &receipt_no)?);
            Ok(TaskChange::Money)
        }
        PapersIntent::SettleMoney { index, paid_fen, voucher, refunded_fen } => {
            settle(task, now, index, (paid_fen, refunded_fen), &voucher)?;
            Ok(TaskChange::Money)
        }
        PapersIntent::Urge { whom, answer } => {
            let whom = required(&whom, "问了谁", "请写窗口或人")?;
            task.urges.push(Urge { on: now.today, whom: whom.into(), answer: free_text(&answer, "答复")? });
            Ok(TaskChange::Urged)
        }
        PapersIntent::ExternalNo(no) => {
            task.external_no = free_text(&no, "外部受理号")?;
            Ok(TaskChange::ExternalNo)
        }
        PapersIntent::Rate { level, words } => rate(task, village, now, (level, &words)),
        PapersIntent::Note(text) => write_note(task, village, &text),
    }
}

fn rate(
    task: &mut ProxyTask,
    village: &Village,
    now: &Now<'_>,
    (level, words): (Option<RatingLevel>, &str),
) -> Result<TaskChange, Refusal> {
    let words = free_text(words, "评价")?;
    named::refuse(village, &words, Said::AtWork)?;
    task.rating = Some(Rating { level, on: now.today, words });
    Ok(TaskChange::Rated)
}

fn write_note(task: &mut ProxyTask, village: &Village, text: &str) -> Result<TaskChange, Refusal> {
    let text = free_text(text, "备注")?;
    // Of these the note holds what the villager said, as the intake wrote it; an explanation is the officer's.
    if named::COMPLAINT_CODES.contains(&task.matter.code.as_str()) {
        let said = if text.starts_with(EXPLAINED) { Said::AtWork } else { Said::InComplaint };
        named::refuse(village, &text, said)?;
    }
    task.note = text;
    Ok(TaskChange::Edited)
}

/// Marks the checklist. After acceptance papers can be added, not taken away.
pub(super) fn mark(task: &mut ProxyTask, now: &Now<'_>, marks: &[Mark]) -> Result<(), Refusal> {
    for (material, mark) in task.materials.iter_mut().zip(marks) {
        match mark {
            Mark::Missing => {
                if task.accepted_on.is_some() && material.got_on.is_some() {
                    return Err(Refusal::Already("已经受理，收到的材料不能改成没收；退件请用「退件补正」"));
                }
                material.got_on = None;
                material.waived = None;
            }
            Mark::Got => {
                material.got_on.get_or_insert(now.today);
                material.waived = None;
            }
            Mark::Waived(reason) => {
                material.waived = Some(required(reason, "免交或容缺的原因", "请写一句，如数据可核对")?.into());
            }
        }
    }
    Ok(())
}

/// A fingerprint needs a witness; a spoken entrustment a day by which it is signed.
pub(super) fn check_entrustment(mut given: Entrustment, now: &Now<'_>) -> Result<Entrustment, Refusal> {
    given.witness = given.witness.trim().to_owned();
    if given.signed == Some(Signed::Fingerprint) && given.witness.is_empty() {
        return Err(Refusal::Blank("见证人", "按指印要有见证人，请写姓名"));
    }
    if given.how == EntrustedHow::Paper && given.signed.is_none() {
        return Err(Refusal::EntrustmentUnsigned);
    }
    if given.signed.is_none() && given.sign_by.is_some_and(|by| by < now.today) {
        return Err(Refusal::BadDay(given.sign_by.map(|by| by.to_string()).unwrap_or_default(), "补签的日子已经过了"));
    }
    if given.signed.is_none() {
        // Counted from the day it was said, which is that of the papers where the visit is entered later.
        given.sign_by.get_or_insert(given.on.plus_days(limits::SIGN_LATER_DAYS_DEFAULT));
    }
    Ok(given)
}

/// Signs a spoken entrustment that was given before; one that is signed already stays as it is.
pub(super) fn sign(task: &mut ProxyTask, now: &Now<'_>, signature: Signature) -> Result<(), Refusal> {
    let Some(given) = task.entrustment.clone().filter(|given| given.signed.is_none()) else { return Ok(()) };
    let Signature { signed, witness, ids_seen } = signature;
    let signed = Entrustment { signed: Some(signed), sign_by: None, witness, ids_seen, ..given };
    task.entrustment = Some(check_entrustment(signed, now)?);
    Ok(())
}

fn take_money(now: &Now<'_>, purpose: &str, received_fen: u32, receipt_no: &str) -> Result<PassThrough, Refusal> {
    if received_fen == 0 {
        return Err(Refusal::Blank("金额", "请写收了多少钱"));
    }
    Ok(PassThrough {
        purpose: fee::check_purpose(&required(purpose, "代缴什么", "请写上，如2027年医保")?)?.to_owned(),
        received_on: now.today,
        received_fen,
        receipt_no: required(receipt_no, "收据号", "收钱要给收据，请写收据号")?,
        paid_on: None,
        paid_fen: 0,
        voucher: String::new(),
        refunded_fen: 0,
    })
}

fn settle(
    task: &mut ProxyTask,
    now: &Now<'_>,
    index: usize,
    (paid_fen, refunded_fen): (u32, u32),
    voucher: &str,
) -> Result<(), Refusal> {
    let money = task.money.get_mut(index).ok_or(Refusal::Gone)?;
    if paid_fen > 0 {
        money.voucher = required(voucher, "缴款凭证", "请写凭证号")?;
        money.paid_on = Some(now.today);
    }
    money.paid_fen = paid_fen;
    money.refunded_fen = refunded_fen;
    if money.balance_fen() < 0 {
        return Err(Refusal::BadDay(fee::yuan(money.balance_fen()), "缴出和退还的比收到的还多，请核对金额"));
    }
    Ok(())
}
