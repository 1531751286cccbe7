//! 收回执: every answer of the office goes to its task through the rules, as if the officer had entered it.
//!
//! What the rules refuse, because something was done here meanwhile, is never forced: it stays as it is, is told, and is
//! written down as a note on the task. A reply that is taken in twice, or is cut off half way, changes nothing twice.

use std::path::Path;

use crate::disk::file::read_small;
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::papers::PapersIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, NoteId, Seq, TaskId};
use crate::domain::limits::REPLY_BYTES_MAX;
use crate::domain::note::{Note, NoteKind};
use crate::domain::office::AnswerKind;
use crate::domain::package::PackageState;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::{ResultPlace, State};
use crate::domain::village::Village;
use crate::exchange::answers::{self, PackageReceipt, Reply, TaskAnswer};
use crate::seal::envelope::OVERHEAD_BYTES;
use crate::store::error::reason;

use super::Desk;
use super::correspondence::{identity, office_keys};
use super::error::DeskError;
use super::place::at_home;

/// What came of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenReply {
    /// Its number.
    pub number: u32,
    /// Packages that the office has, and of which that was not known here.
    pub confirmed: Vec<u32>,
    /// Answers that changed something.
    pub applied: usize,
    /// Answers that were known here already.
    pub known: usize,
    /// Answers that do not fit what was done here meanwhile.
    pub conflicts: Vec<Conflict>,
}

/// An answer that was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// 编号, or the package.
    pub no: String,
    /// What the office says.
    pub said: String,
    /// Why it does not fit here.
    pub why: String,
}

/// What to do with an answer.
enum Deed {
    /// It is so already.
    Known,
    /// This makes it so.
    Do(Box<Intent>),
    /// It is only written down.
    Note,
    /// It does not fit.
    Differs(String),
}

impl Desk {
    /// Takes in a reply. The inner error is the sentence to show; nothing was taken in then.
    pub fn take_reply(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        path: &Path,
        mint: &mut IdMint,
    ) -> Result<Result<TakenReply, String>, DeskError> {
        let reply = match opened(village, path) {
            Ok(reply) => reply,
            Err(why) => return Ok(Err(why)),
        };
        let heard = village.correspondence().map(|kept| kept.replies.clone()).unwrap_or_default();
        if heard.contains(&reply.number) {
            return Ok(Err(format!("第{}份回执已经收过，没有变化", reply.number)));
        }
        let mut taken = TakenReply { number: reply.number, ..TakenReply::default() };
        for receipt in &reply.packages {
            self.confirm(village, now, receipt, &mut taken)?;
        }
        for answer in reply.answers.iter().filter(|answer| !heard.contains(&answer.first)) {
            self.take_answer(village, now, answer, (&mut taken, mint))?;
        }
        let mut numbers: Vec<u32> = reply.answers.iter().map(|answer| answer.first).chain([reply.number]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.perform(village, now, Intent::Correspondence(CorrespondenceIntent::TakeReply(numbers)))?;
        Ok(Ok(taken))
    }

    fn confirm(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        receipt: &PackageReceipt,
        taken: &mut TakenReply,
    ) -> Result<(), DeskError> {
        let written =
            village.packages().find(|package| package.no == receipt.number && package.sha256 == receipt.sha256);
        match written.map(|package| (package.state, package.id)) {
            Some((PackageState::Written, id)) => {
                self.perform(village, now, Intent::Package(PackageIntent::Confirm(id)))?;
                taken.confirmed.push(receipt.number);
            }
            Some((PackageState::Confirmed, _)) => {}
            Some((PackageState::Begun | PackageState::Voided, _)) | None => taken.conflicts.push(Conflict {
                no: format!("第{}包", receipt.number),
                said: "镇里已收".to_owned(),
                why: "和这里写出的不是同一包，可能有两份资料都在写，请打电话问清楚".to_owned(),
            }),
        }
        Ok(())
    }

    fn take_answer(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        answer: &TaskAnswer,
        (taken, mint): (&mut TakenReply, &mut IdMint),
    ) -> Result<(), DeskError> {
        let said = said(answer);
        let mut conflict =
            |why: String| taken.conflicts.push(Conflict { no: answer.no.clone(), said: said.clone(), why });
        let Some(task) = village.task(TaskId(answer.task)) else {
            conflict("这里没有这一件，可能已经销毁".to_owned());
            return Ok(());
        };
        match deed(task, answer) {
            Deed::Known => taken.known += 1,
            Deed::Do(intent) => match self.perform(village, now, *intent) {
                Ok(_) => taken.applied += 1,
                Err(DeskError::Refused(why)) => {
                    conflict(why.to_string());
                    self.note(village, now, answer, &said, mint)?;
                }
                Err(fault) => return Err(fault),
            },
            Deed::Note => {
                taken.applied += usize::from(self.note(village, now, answer, &said, mint)?);
            }
            Deed::Differs(why) => {
                conflict(why);
                self.note(village, now, answer, &said, mint)?;
            }
        }
        Ok(())
    }

    /// Writes the answer down on its task, once; whether it was not there yet.
    fn note(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        answer: &TaskAnswer,
        said: &str,
        mint: &mut IdMint,
    ) -> Result<bool, DeskError> {
        let (task, text) = (TaskId(answer.task), format!("镇里回执：{said}"));
        if village.notes().any(|note| note.task == Some(task) && note.text == text) {
            return Ok(false);
        }
        let note = Note {
            id: NoteId::mint(mint, now.at),
            touched: Seq::default(),
            at: now.at,
            kind: NoteKind::Quick,
            who: String::new(),
            person: village.task(task).map(|task| task.applicant),
            task: Some(task),
            text,
            call_back: None,
        };
        self.perform(village, now, Intent::Note(NoteIntent::Write(Box::new(note))))?;
        Ok(true)
    }
}

/// Opens a reply to this village. The error is the sentence to show.
fn opened(village: &Village, path: &Path) -> Result<Reply, String> {
    let office = crate::domain::correspondence::office(village).and_then(office_keys);
    let no_card = || "还没有收下镇里的公开卡，打不开回执。请先用 daiban office-card 收下".to_owned();
    let (own, office) = identity(village).zip(office).ok_or_else(no_card)?;
    let bytes = read_small(&at_home(path), REPLY_BYTES_MAX + OVERHEAD_BYTES as u64)
        .map_err(|fault| format!("{} 读不出来（{}），一点都没有收", path.display(), reason(&fault)))?;
    answers::open(&bytes, &own, &office).map_err(|why| why.to_string())
}

/// The answer in words.
fn said(answer: &TaskAnswer) -> String {
    let words = match (answer.what, answer.words.as_str()) {
        (_, "") => String::new(),
        (AnswerKind::Received, words) => format!("，受理号 {words}"),
        (AnswerKind::SentBack, words) => format!("，缺：{words}"),
        (AnswerKind::Ready | AnswerKind::Collected, words) => format!("，{words}"),
    };
    format!("{} {}{words}", answer.on, answer.what.label())
}

/// What to do with an answer to this task.
fn deed(task: &ProxyTask, answer: &TaskAnswer) -> Deed {
    let step = |step| Deed::Do(Box::new(Intent::Step(task.id, step)));
    let differs = || Deed::Differs(format!("这一件在本机已是「{}」", task.state_label()));
    let (on, words) = (answer.on, answer.words.clone());
    match answer.what {
        AnswerKind::Received if words.is_empty() => Deed::Note,
        AnswerKind::Received if task.external_no == words => Deed::Known,
        AnswerKind::Received if task.external_no.is_empty() => {
            Deed::Do(Box::new(Intent::Papers(task.id, PapersIntent::ExternalNo(words))))
        }
        AnswerKind::Received => Deed::Differs(format!("本机记的受理号是 {}", task.external_no)),
        AnswerKind::SentBack => match task.state {
            State::Submitted => step(StepIntent::TakeBack { on, missing: words, with_originals: false }),
            State::Returned => Deed::Note,
            _ => differs(),
        },
        AnswerKind::Ready => match task.state {
            State::Submitted => step(StepIntent::Grant {
                on,
                place: ResultPlace::AtWindow,
                paper: String::new(),
                with_originals: false,
            }),
            State::Granted | State::Delivered | State::Closed => Deed::Known,
            _ => differs(),
        },
        AnswerKind::Collected => match task.state {
            State::Delivered | State::Closed => Deed::Known,
            State::Granted => Deed::Differs("请在本机登记送达，写清谁取的、怎么签收的".to_owned()),
            _ => differs(),
        },
    }
}
