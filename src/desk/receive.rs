//! 收回执: every answer of the office goes to its task through the rules, as if the officer had entered it.
//!
//! What the rules refuse, because something was done here meanwhile, is never forced: it stays as it is, is told, and is
//! written down as a note on the task. A reply that is taken in twice, or is cut off half way, changes nothing twice.

pub mod find;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::app::message::Commit;
use crate::app::replies::{Answered, Conflict, TakenReply};
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::papers::PapersIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::{Intent, Now, check_not_handed_over};
use crate::domain::id::{IdMint, NoteId, Seq, TaskId};
use crate::domain::note::{Note, NoteKind};
use crate::domain::office::AnswerKind;
use crate::domain::package::PackageState;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::{ResultPlace, State};
use crate::domain::village::Village;
use crate::exchange::answers::{PackageReceipt, Reply, TaskAnswer};

use super::Desk;
use super::error::DeskError;
use super::place::at_home;
use find::Reader;

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

/// Said where there is no office that could have written one.
pub const NO_CARD: &str = "还没有收下镇里的公开卡，打不开回执。请先用 daiban office-card 收下";

/// A reply that is being taken in.
struct Taking<'a, 'n> {
    desk: &'a mut Desk,
    village: &'a mut Village,
    now: &'a Now<'n>,
    mint: &'a mut IdMint,
    kept: &'a mut Vec<Commit>,
    taken: TakenReply,
}

impl Desk {
    /// Takes in a reply. The inner error is the sentence to show; nothing was taken in then. What was kept is put into
    /// `kept` in its order, after an error too.
    pub fn take_reply(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        path: &Path,
        mint: &mut IdMint,
        kept: &mut Vec<Commit>,
    ) -> Result<Result<TakenReply, String>, DeskError> {
        check_not_handed_over(village)?;
        let reply = match opened(village, path) {
            Ok(reply) => reply,
            Err(why) => return Ok(Err(why)),
        };
        let heard = village.correspondence().map(|kept| kept.replies.clone()).unwrap_or_default();
        if heard.contains(&reply.number) {
            return Ok(Err(format!("第{}份回执已经收过，没有变化", reply.number)));
        }
        let taken = TakenReply::of(reply.number, reply.on);
        let mut taking = Taking { desk: self, village, now, mint, kept, taken };
        for receipt in &reply.packages {
            taking.confirm(receipt)?;
        }
        for answer in reply.answers.iter().filter(|answer| !heard.contains(&answer.first)) {
            taking.answer(answer)?;
        }
        let mut numbers: Vec<u32> = reply.answers.iter().map(|answer| answer.first).chain([reply.number]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        taking.perform(Intent::Correspondence(CorrespondenceIntent::TakeReply(numbers)))?;
        Ok(Ok(taking.taken))
    }
}

impl Taking<'_, '_> {
    fn perform(&mut self, intent: Intent) -> Result<(), DeskError> {
        let (act, staged) = self.desk.keep(self.village, self.now, intent)?;
        self.village.install(act.seq, staged.clone());
        self.kept.push(Commit { act, staged });
        Ok(())
    }

    fn confirm(&mut self, receipt: &PackageReceipt) -> Result<(), DeskError> {
        let mut packages = self.village.packages();
        let written = packages.find(|package| package.no == receipt.number && package.sha256 == receipt.sha256);
        let written = written.map(|package| (package.state, package.id));
        drop(packages);
        match written {
            Some((PackageState::Written, id)) => {
                self.perform(Intent::Package(PackageIntent::Confirm(id)))?;
                self.taken.confirmed.push(receipt.number);
            }
            Some((PackageState::Confirmed, _)) => {}
            Some((PackageState::Begun | PackageState::Voided, _)) | None => self.taken.conflicts.push(Conflict {
                no: format!("第{}包", receipt.number),
                who: String::new(),
                said: "镇里已收".to_owned(),
                why: "和这里写出的不是同一包，可能有两份资料都在写，请打电话问清楚".to_owned(),
            }),
        }
        Ok(())
    }

    fn answer(&mut self, answer: &TaskAnswer) -> Result<(), DeskError> {
        let said = said(answer);
        let Some(task) = self.village.task(TaskId(answer.task)) else {
            self.differs(answer, &said, "这里没有这一件，可能已经销毁".to_owned());
            return Ok(());
        };
        match deed(task, answer) {
            Deed::Known => self.taken.known.push(self.told(answer, &said)),
            Deed::Do(intent) => match self.perform(*intent) {
                Ok(()) => self.taken.applied.push(self.told(answer, &said)),
                Err(DeskError::Refused(why)) => {
                    self.differs(answer, &said, why.to_string());
                    self.note(answer, &said)?;
                }
                Err(fault) => return Err(fault),
            },
            Deed::Note => {
                let told = self.told(answer, &said);
                match self.note(answer, &said)? {
                    true => self.taken.applied.push(told),
                    false => self.taken.known.push(told),
                }
            }
            Deed::Differs(why) => {
                self.differs(answer, &said, why);
                self.note(answer, &said)?;
            }
        }
        Ok(())
    }

    fn differs(&mut self, answer: &TaskAnswer, said: &str, why: String) {
        let Answered { no, who, said, .. } = self.told(answer, said);
        self.taken.conflicts.push(Conflict { no, who, said, why });
    }

    fn told(&self, answer: &TaskAnswer, said: &str) -> Answered {
        let task = self.village.task(TaskId(answer.task));
        let who = task.map(|task| {
            let person = self.village.person(task.applicant).map_or("", |person| person.name.as_str());
            format!("{person} {}", task.matter.name)
        });
        Answered { no: answer.no.clone(), who: who.unwrap_or_default(), what: answer.what, said: said.to_owned() }
    }

    /// Writes the answer down on its task, once; whether it was not there yet.
    fn note(&mut self, answer: &TaskAnswer, said: &str) -> Result<bool, DeskError> {
        let (task, text) = (TaskId(answer.task), format!("镇里回执：{said}"));
        if self.village.notes().any(|note| note.task == Some(task) && note.text == text) {
            return Ok(false);
        }
        let note = Note {
            id: NoteId::mint(self.mint, self.now.at),
            touched: Seq::default(),
            at: self.now.at,
            kind: NoteKind::Quick,
            who: String::new(),
            person: self.village.task(task).map(|task| task.applicant),
            task: Some(task),
            text,
            call_back: None,
        };
        self.perform(Intent::Note(NoteIntent::Write(Box::new(note))))?;
        Ok(true)
    }
}

/// Opens a reply to this village. The error is the sentence to show.
fn opened(village: &Village, path: &Path) -> Result<Reply, String> {
    let reader = Reader::of(village).ok_or(NO_CARD)?;
    reader.open(&at_home(path)).map_err(|why| why.to_string())
}

/// The answer in words.
fn said(answer: &TaskAnswer) -> String {
    let words = match (answer.what, answer.words.as_str()) {
        (_, "") => String::new(),
        (AnswerKind::Received, words) => format!("，受理号 {words}"),
        (AnswerKind::SentBack, words) => format!("，缺：{}", words.trim_start_matches('缺')),
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
