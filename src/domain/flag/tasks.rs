//! Flags of single tasks: refused without a reason, carried against a rule, late without a word, sent back and forth, silent.
//!
//! An explanation is an act like any other: a note that hangs on the task, or 「说明：」 in its 备注.

use std::collections::BTreeMap;

use super::{Flag, FlagKind, FlagSubject, called};
use crate::domain::day::Day;
use crate::domain::id::{HouseholdId, PersonId, TaskId};
use crate::domain::matter::{Mode, ProxyRule};
use crate::domain::supervision::settings::Term;
use crate::domain::tables::Tables;
use crate::domain::task::clock;
use crate::domain::task::state::State;
use crate::domain::task::{CERTIFICATE_CODE, ProxyTask, REFUSED_BEFORE, TAKEN_OVER};
use crate::domain::village::Village;

/// Sent back so often, or elsewhere so often, a matter went around.
const TIMES: usize = 2;
/// What was refused longer ago than so many days, in an older ledger, nobody looks up any more.
const LEDGER_DAYS: i32 = 365;
/// What an older ledger's 备注 begins with, and what it ends with, if it had them.
const OLD_NUMBER: &str = "原编号";
const OFFICER: &str = "经办人";
/// A name of more characters than this is a sentence.
const NAME_CHARS: usize = 4;
/// Two errands of one person for one matter within so many days are one errand.
const ERRAND_DAYS: i32 = 90;

/// The last words about each task, and with each person and at each household.
#[derive(Default)]
pub(super) struct Words {
    on_task: BTreeMap<TaskId, Day>,
    /// When the last about each task was written: of what was written later, that is another day.
    written_on_task: BTreeMap<TaskId, Day>,
    with_person: BTreeMap<PersonId, Day>,
    at_home: BTreeMap<HouseholdId, Day>,
}

impl Words {
    /// Reads notes and visits once.
    pub(super) fn of(village: &Village) -> Words {
        let mut words = Words::default();
        for note in village.notes().filter(|note| !note.text.trim().is_empty()) {
            let day = note.at.day();
            if let Some(task) = note.task {
                later(words.on_task.entry(task).or_insert(day), day);
                let written = note.written_at().day();
                later(words.written_on_task.entry(task).or_insert(written), written);
            }
            if let Some(person) = note.person {
                later(words.with_person.entry(person).or_insert(day), day);
            }
        }
        for visit in village.visits().filter(|visit| visit.counts()) {
            later(words.at_home.entry(visit.household).or_insert(visit.on), visit.on);
        }
        words
    }

    /// Whether somebody wrote why, on this day or later.
    pub(super) fn explain(&self, task: &ProxyTask, since: Day) -> bool {
        let written = task.note.contains("说明：") || task.note.contains("说明:");
        written || self.written_on_task.get(&task.id).is_some_and(|day| *day >= since)
    }

    /// The last sign that the applicant heard of it.
    fn last_heard(&self, task: &ProxyTask) -> Day {
        let home = task.household.and_then(|id| self.at_home.get(&id));
        let met = [self.on_task.get(&task.id), self.with_person.get(&task.applicant), home];
        met.into_iter().flatten().copied().fold(task.last_moved_on(), Day::max)
    }
}

fn later(last: &mut Day, day: Day) {
    *last = day.max(*last);
}

/// The flags of all tasks.
pub(super) fn flags(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let words = Words::of(village);
    let mut flags = Vec::new();
    for task in village.tasks() {
        flags.extend(unreasoned(village, &words, task, today));
        flags.extend(against_a_rule(village, tables, &words, task));
        flags.extend(unexplained(village, tables, &words, task, today));
        flags.extend(sent_back(village, &words, task));
        flags.extend(silent(village, tables, &words, task, today));
    }
    flags.extend(sent_elsewhere(village, &words));
    flags
}

fn flag(village: &Village, kind: FlagKind, task: &ProxyTask, since: Day, (found, act): (String, &str)) -> Flag {
    let (subject, of) = (FlagSubject::Task(task.id), called(village, task));
    Flag { kind, subject, of, since, found, act: act.to_owned() }
}

fn unreasoned(village: &Village, words: &Words, task: &ProxyTask, today: Day) -> Option<Flag> {
    let told = task.steps.iter().rev().find(|step| step.to == State::NotTaken || step.to == State::Denied);
    let refused = match task.state {
        State::NotTaken | State::Denied => true,
        State::Closed => told.is_some_and(|step| step.to == State::NotTaken) || denied(task),
        State::Delivered => denied(task),
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Accepted
        | State::Working
        | State::Submitted
        | State::Paused
        | State::Returned
        | State::Granted
        | State::Withdrawn
        | State::HandedOver => false,
    };
    let decided = task.decision.as_ref();
    let said = decided.is_some_and(|decision| is_reason(&decision.words))
        || told.is_some_and(|step| is_reason(&step.words))
        || is_from_ledger(task) && ledger_says(&task.note);
    let since = told.map(|step| step.on).or(decided.map(|decision| decision.on)).unwrap_or(task.registered_on);
    let known = is_from_ledger(task) && today.days_since(since) > LEDGER_DAYS;
    let open = refused && !said && !known && !words.explain(task, since);
    let what = if denied(task) { "没批准" } else { "不属代办" };
    let found = format!("{what}，没有写为什么不办、告诉去哪里");
    open.then(|| flag(village, FlagKind::Unreasoned, task, since, (found, "在这件的备注里写「说明：」和原因、去处")))
}

/// Whether somebody wrote this, and not the program when it took an older ledger in.
fn is_reason(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && words != TAKEN_OVER && words != REFUSED_BEFORE
}

fn is_from_ledger(task: &ProxyTask) -> bool {
    task.steps.first().is_some_and(|step| &*step.words == TAKEN_OVER)
}

/// Whether the ledger's 备注 says more than which number it had and who dealt with it. These two stand first and last of what
/// came from there; what was written behind them here is no reason unless it says so, as `explain` reads it.
fn ledger_says(note: &str) -> bool {
    let mut parts = note.split('；').map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| part.starts_with(OLD_NUMBER));
    parts.take_while(|part| !part.strip_prefix(OFFICER).is_some_and(is_names)).next().is_some()
}

/// Whether only names stand here, and nothing about anybody.
fn is_names(words: &str) -> bool {
    let says = |c: char| "不没未无非超说称告".contains(c);
    let is_name = |name: &str| name.chars().count() <= NAME_CHARS && !name.contains(says);
    words.trim_start_matches(['：', ':', ' ']).split(['、', '，', ',', '/', ' ']).all(is_name)
}

fn denied(task: &ProxyTask) -> bool {
    task.decision.as_ref().is_some_and(|decision| !decision.granted)
}

/// Whether papers were taken in for it, and it was not given up again.
fn was_carried(task: &ProxyTask) -> bool {
    match task.state {
        State::Accepted
        | State::Working
        | State::Submitted
        | State::Paused
        | State::Returned
        | State::Granted
        | State::Delivered
        | State::Closed => task.accepted_on.is_some(),
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Denied
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => false,
    }
}

fn against_a_rule(village: &Village, tables: &Tables, words: &Words, task: &ProxyTask) -> Option<Flag> {
    let since = task.accepted_on.filter(|_| was_carried(task))?;
    if words.explain(task, since) {
        return None;
    }
    if task.matter.proxy == ProxyRule::InPerson && task.matter.mode != Mode::Assist {
        let found = format!("{since} 受理，这件要本人到场，不能代");
        let act = "没办完的请本人撤回、自己去；已办完的在备注里写「说明：」和经过";
        return Some(flag(village, FlagKind::InPerson, task, since, (found, act)));
    }
    // Of a certificate the words are the matter; of what came from an older ledger the name is.
    let wanted = match task.matter.code.as_str() {
        CERTIFICATE_CODE => task.note.as_str(),
        "" => task.matter.name.as_str(),
        _ => return None,
    };
    let banned = tables.matters.certificates().banned_certificate(wanted)?;
    let found = format!("{since} 受理，「{}」不该由村里开", banned.name);
    let act = "没办完的撤回，告诉去处；已开出的在备注里写「说明：」和经过";
    Some(flag(village, FlagKind::Banned, task, since, (found, act)))
}

pub(super) fn unexplained(
    village: &Village,
    tables: &Tables,
    words: &Words,
    task: &ProxyTask,
    today: Day,
) -> Option<Flag> {
    let clock = clock::read(task, today, &tables.calendar);
    let due = clock.due.filter(|_| task.state.is_open() && clock.is_overdue())?;
    let asked = task.urges.iter().any(|urge| urge.on > due && !urge.answer.trim().is_empty());
    let open = !asked && !words.explain(task, due.plus_days(1));
    let found = format!("到期没办完，超{}天，没有写为什么", clock.overdue_days);
    let act = "记催问和答复，或记一笔挂在这件上写明原因；办好了也就没了";
    open.then(|| flag(village, FlagKind::Unexplained, task, due, (found, act)))
}

fn sent_back(village: &Village, words: &Words, task: &ProxyTask) -> Option<Flag> {
    let back: Vec<Day> = task.submissions.iter().filter_map(|it| it.returned.as_ref().map(|(on, _)| *on)).collect();
    let since = *back.last()?;
    let open = back.len() >= TIMES && task.state.is_open() && task.decision.is_none() && !words.explain(task, since);
    let found = format!("窗口退了{}次", back.len());
    let act = "和窗口一次问清还差什么，记一笔挂在这件上；有了结果也就没了";
    open.then(|| flag(village, FlagKind::PassedAround, task, since, (found, act)))
}

/// Whoever was told twice to go elsewhere with the same matter, and for whom it was not taken in since.
fn sent_elsewhere(village: &Village, words: &Words) -> Vec<Flag> {
    let mut sent: BTreeMap<(PersonId, &str), Vec<&ProxyTask>> = BTreeMap::new();
    for task in village.tasks().filter(|task| task.steps.iter().any(|step| step.to == State::NotTaken)) {
        sent.entry((task.applicant, task.matter.name.as_str())).or_default().push(task);
    }
    sent.retain(|_, tasks| tasks.len() >= TIMES);
    let flagged = sent.into_iter().filter_map(|((person, matter), mut tasks)| {
        tasks.sort_by_key(|task| task.registered_on);
        let last = tasks.pop()?;
        let before = tasks.pop()?;
        let since = last.registered_on;
        let taken = village.tasks_of(person).any(|it| {
            it.matter.name == matter && it.registered_on >= since && it.id != last.id && it.state != State::NotTaken
        });
        let one_errand = since.days_since(before.registered_on) <= ERRAND_DAYS;
        let open = one_errand && !taken && !words.explain(last, since);
        let found = format!("同一件事两次叫人去别处，上次 {}", before.registered_on);
        let act = "替人问清到底归哪里办，在备注里写「说明：」；该接的就接件";
        open.then(|| flag(village, FlagKind::PassedAround, last, since, (found, act)))
    });
    flagged.collect()
}

fn silent(village: &Village, tables: &Tables, words: &Words, task: &ProxyTask, today: Day) -> Option<Flag> {
    let most = tables.supervision.days(Term::TaskSilent);
    let since = words.last_heard(task);
    let days = today.days_since(since);
    let found = format!("{days}天没有动静，该不超过{most}天");
    let act = "告诉本人办到哪里了，记一笔；或催问、办下一步";
    (task.state.is_open() && days > most).then(|| flag(village, FlagKind::Silent, task, since, (found, act)))
}
