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
use crate::domain::refusal::Refusal;

/// Why nothing of before an erasure can be undone.
const BEFORE_ERASURE: &str = "这一笔以后清过销毁的旧内容，以前的不能再撤销";

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
    /// Which act it undid.
    pub undoes: Option<Seq>,
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
            return Reply::refuse(format!("这一笔已经撤销了；要恢复，请在第{}笔上按 Enter", by.0));
        }
        if let Some(why) = &entry.blocked {
            return Reply::refuse(why.clone());
        }
        let ActWords { what, subject } = &entry.words;
        let yes = Reply::effect(Effect::FetchUndo(entry.seq));
        let (question, label) = match entry.undoes {
            Some(_) => (format!("第{}笔「{what} {subject}」，要改回去吗？也会留痕。", entry.seq.0), "改回去"),
            None => {
                (format!("撤销第{}笔「{what} {subject}」？撤销也会留痕，之后还能恢复。", entry.seq.0), "撤销这一笔")
            }
        };
        Reply::open(Screen::Confirm(Confirm::ask(question, label, yes)))
    }
}

fn entry(act: &VillageAct, acts: &[VillageAct], context: &Context<'_>) -> Entry {
    Entry {
        seq: act.seq,
        at: act.at,
        actor: act.actor.clone(),
        words: words(act, acts, context),
        blocked: context
            .closed()
            .or_else(|| (act.seq <= context.erased).then(|| BEFORE_ERASURE.to_owned()))
            .or_else(|| undo::check(context.village, act).err().map(|why| blocked_words(&why, acts))),
        undoes: undone(act),
        undone_by: undone_by(act.seq, acts),
    }
}

/// What was done; of an undoing what it undid, and 恢复 where that was an undoing itself.
fn words(act: &VillageAct, acts: &[VillageAct], context: &Context<'_>) -> ActWords {
    let (mut of, mut depth) = (act, 0);
    while let Some(before) = undone(of).and_then(|seq| acts.iter().find(|other| other.seq == seq)) {
        (of, depth) = (before, depth + 1);
    }
    // Where the undone act is older than the list only its number is known.
    if depth == 0 || undone(of).is_some() {
        return ActWords::of(act, context.village);
    }
    let ActWords { what, subject } = ActWords::of(of, context.village);
    let did = if depth % 2 == 1 { "撤销" } else { "恢复" };
    ActWords { what: did.to_owned(), subject: format!("第{}笔 {what} {subject}", of.seq.0) }
}

/// The act that this one undid.
fn undone(act: &VillageAct) -> Option<Seq> {
    act.changes.iter().find_map(|change| match change {
        Change::Undone(undone) => Some(undone.of),
        _ => None,
    })
}

/// Why an act cannot be undone; where what was delivered stands on it, undoing that is no way either.
fn blocked_words(why: &Refusal, acts: &[VillageAct]) -> String {
    match why {
        Refusal::LaterWork(later) if acts.iter().any(|act| act.seq.0 == *later && act.command == "task.deliver") => {
            format!("后面已送达（第{later}笔），不能撤销，只能冲正：打开这件事选「冲正送达」")
        }
        why => why.to_string(),
    }
}

/// The act that undid this one, unless that undoing was undone itself.
fn undone_by(seq: Seq, acts: &[VillageAct]) -> Option<Seq> {
    let undoes = |other: &&VillageAct| undone(other) == Some(seq);
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

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) => self.list.can_open(),
            _ => Ok(()),
        }
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
