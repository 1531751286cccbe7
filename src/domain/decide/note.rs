//! Decides about notes: writing one, keeping a promise to call back.
//!
//! A note is the officer's own words, for his own memory: nobody asks here whom it names, as is asked of what a villager says
//! (`supervision/named`).

use crate::domain::change::{Change, NoteChange};
use crate::domain::day::Moment;
use crate::domain::id::NoteId;
use crate::domain::note::Note;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, past_day, required};

/// What a person wants of a note.
#[derive(Clone, Debug)]
pub enum NoteIntent {
    /// 记一笔 or 记通话.
    Write(Box<Note>),
    /// 已回电.
    CalledBack(NoteId),
}

impl NoteIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            NoteIntent::Write(_) => "note.write",
            NoteIntent::CalledBack(_) => "note.called_back",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: NoteIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        NoteIntent::Write(mut note) => {
            note.text = required(&note.text, "内容", "请写一句话")?;
            let on = past_day(note.at.day(), now.today)?;
            note.at = if on == now.at.day() { now.at } else { Moment::at(on, 0, 0) };
            if let Some(promise) = note.call_back.as_ref().filter(|promise| promise.on < now.today) {
                return Err(Refusal::BadDay(promise.on.to_string(), "回电的日子已经过了"));
            }
            Ok(vec![Change::Note(NoteChange::Written, note)])
        }
        NoteIntent::CalledBack(id) => {
            let mut note = village.note(id).ok_or(Refusal::Gone)?.clone();
            match &mut note.call_back {
                Some(promise) if promise.done_on.is_none() => promise.done_on = Some(now.today),
                Some(_) => return Err(Refusal::Already("已经记过回电了")),
                None => return Err(Refusal::Already("这一笔没有约回电")),
            }
            Ok(vec![Change::Note(NoteChange::CalledBack, Box::new(note))])
        }
    }
}
