//! 最近操作: the last acts in words, each of which may be undone where no later work stands on it.

use super::confirm::Confirm;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::app::message::{Effect, Report};
use crate::domain::act_words::ActWords;
use crate::domain::change::{Change, VillageAct};
use crate::domain::day::Moment;
use crate::domain::decide::undo;
use crate::domain::id::Seq;
use crate::domain::limits::UNDO_ACTS_MAX;
use crate::domain::pinyin::Query;

/// The last acts.
#[derive(Debug)]
pub struct Recent {
    /// Those that pass the filter, newest first.
    pub list: List<Seq>,
    /// Whether the store has answered.
    pub fetched: bool,
    entries: Vec<Entry>,
}

/// One act in words.
#[derive(Debug)]
pub struct Entry {
    /// Its number.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: String,
    /// What, and to whom.
    pub words: ActWords,
    /// Why it cannot be undone now.
    pub blocked: Option<String>,
    /// Which act undid it.
    pub undone_by: Option<Seq>,
}

impl Recent {
    /// The screen before the store has answered.
    pub fn new(_context: &Context<'_>) -> Recent {
        Recent { list: List::default(), fetched: false, entries: Vec::new() }
    }

    /// Asks for the last acts.
    pub fn fetch() -> Effect {
        Effect::FetchActs { acts_max: UNDO_ACTS_MAX }
    }

    /// The act of this number.
    pub fn entry(&self, seq: Seq) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.seq == seq)
    }

    fn take(&mut self, acts: &[VillageAct], context: &Context<'_>) {
        self.fetched = true;
        self.entries = acts.iter().map(|act| entry(act, acts, context)).collect();
        let rows = self.rows();
        self.list.set_items(rows);
    }

    fn rows(&self) -> Vec<Seq> {
        let query = Query::new(self.list.filter().text());
        let fits = |entry: &&Entry| query.matches_fields(&[&entry.words.what, &entry.words.subject]);
        self.entries.iter().filter(fits).map(|entry| entry.seq).collect()
    }

    fn filtered(&mut self) -> Reply {
        let rows = self.rows();
        self.list.set_matches(rows);
        Reply::none()
    }

    fn open(&self) -> Reply {
        let Some(entry) = self.list.selected().and_then(|seq| self.entry(*seq)) else { return Reply::none() };
        if let Some(by) = entry.undone_by {
            return Reply::refuse(format!("这一笔已经撤销了；要恢复，请选第{}笔「撤销」再撤销它", by.0));
        }
        if let Some(why) = &entry.blocked {
            return Reply::refuse(why.clone());
        }
        let ActWords { what, subject } = &entry.words;
        let question = format!("撤销第{}笔「{what} {subject}」？撤销也会留痕，之后还能恢复。", entry.seq.0);
        let yes = Reply::effect(Effect::FetchUndo(entry.seq));
        Reply::open(Screen::Confirm(Confirm::ask(question, "撤销这一笔", yes)))
    }
}

fn entry(act: &VillageAct, acts: &[VillageAct], context: &Context<'_>) -> Entry {
    Entry {
        seq: act.seq,
        at: act.at,
        actor: act.actor.clone(),
        words: ActWords::of(act, context.village),
        blocked: undo::check(context.village, act).err().map(|why| why.to_string()),
        undone_by: undone_by(act.seq, acts),
    }
}

/// The act that undid this one, unless that undoing was undone itself.
fn undone_by(seq: Seq, acts: &[VillageAct]) -> Option<Seq> {
    let undoes = |other: &&VillageAct| {
        other.changes.iter().any(|change| matches!(change, Change::Undone(undone) if undone.of == seq))
    };
    acts.iter().filter(undoes).map(|other| other.seq).find(|other| undone_by(*other, acts).is_none())
}

impl Behaviour for Recent {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::List(ListCommand::Open).meaning("撤销这一笔"),
            Command::Global(GlobalCommand::Redo).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered();
        }
        Reply::close()
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        if let Report::Acts(acts) = report {
            self.take(acts, context);
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered()
    }

    fn list(&mut self, command: ListCommand, _context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(),
            ListEvent::Opened => self.open(),
        }
    }
}
