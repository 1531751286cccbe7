//! Plans an existing 代办台账: for whom each task is, whether it is known already, and what it becomes.
//!
//! A task that is here already is never overwritten: the program's own state is the newer one.

use std::collections::{HashMap, HashSet};

use crate::domain::day::Day;
use crate::domain::id::{IdMint, PersonId};
use crate::domain::matter::MatterDef;
use crate::domain::person::Person;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::domain::text::squash;
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterRow};

use super::draft::{self, Draft};
use super::index::{Found, Index, Wanted};
use super::ledger::{self, LedgerRow, Standing};
use super::problem::Findings;
use super::words::{self, add_note};
use super::{Context, Outcome, Planned};

/// Plans it.
pub(super) fn plan<'a>(
    register: &'a ReadRegister,
    index: &'a Index<'a>,
    context: &Context<'_>,
    mint: &mut IdMint,
    findings: &mut Findings<'a>,
) -> Planned {
    let mut ledger = Ledger {
        register,
        index,
        context,
        mint,
        findings,
        matters: HashMap::new(),
        strangers: Vec::new(),
        tasks: Vec::new(),
        seen_rows: HashMap::new(),
        seen: HashSet::new(),
    };
    let outcomes = (0..register.rows.len()).map(|at| ledger.take(at).unwrap_or(Outcome::Rejected)).collect();
    let village = index.village;
    let homes = ledger.seen.iter().filter_map(|id| village.person(*id)?.household).collect();
    Planned {
        info: None,
        households: Vec::new(),
        people: ledger.strangers,
        documents: Vec::new(),
        tasks: ledger.tasks,
        outcomes,
        seen: ledger.seen,
        homes,
        named: Vec::new(),
    }
}

struct Ledger<'a, 'p> {
    register: &'a ReadRegister,
    index: &'a Index<'a>,
    context: &'p Context<'p>,
    mint: &'p mut IdMint,
    findings: &'p mut Findings<'a>,
    /// Matters looked up before: a ledger repeats a few names thousands of times.
    matters: HashMap<String, Option<&'p MatterDef>>,
    /// 临时人员 whom only the ledger knows.
    strangers: Vec<Person>,
    tasks: Vec<ProxyTask>,
    /// Rows by what makes them one and the same task.
    seen_rows: HashMap<(PersonId, String, Day, String), (usize, LedgerRow)>,
    seen: HashSet<PersonId>,
}

impl<'a> Ledger<'a, '_> {
    fn take(&mut self, at: usize) -> Option<Outcome> {
        let row = self.register.rows.get(at)?;
        let draft =
            draft::read_named(self.register, at, name_field(self.register, row), self.context.today, self.findings);
        let entry = self.entry(at, row);
        let (draft, entry) = (draft?, entry?);
        let person = self.applicant(row, &draft)?;
        let key = (person.id, squash(&entry.matter), entry.accepted_on, entry.old_no.clone());
        if let Some((first_at, first)) = self.seen_rows.get(&key) {
            let agrees = LedgerRow { note: first.note.clone(), ..entry } == *first;
            return self.again(at, *first_at, agrees);
        }
        self.seen.insert(person.id);
        let known = self.known(&person, &entry);
        let outcome = match known {
            Some(known) => {
                self.warn_of_state(at, known, &entry);
                Outcome::Unchanged
            }
            None => {
                let matters = self.context.matters;
                let def = self.matters.entry(entry.matter.clone());
                let def = *def.or_insert_with(|| ledger::matter(matters, &entry.matter));
                self.tasks.push(entry.task(&person, def, self.context.at, self.mint));
                Outcome::New
            }
        };
        self.seen_rows.insert(key, (at, entry));
        Some(outcome)
    }

    fn again(&mut self, at: usize, first_at: usize, agrees: bool) -> Option<Outcome> {
        if agrees {
            return Some(Outcome::Repeated);
        }
        let (sheet, number) = self.register.rows.get(first_at).map_or(("", 0), |row| self.register.place(row));
        let message = format!("「{sheet}」第{number}行已有这一件，两行内容不同，以那一行为准；请核对后只留一行");
        self.findings.reject(at, Field::Matter, message);
        None
    }

    /// The row's words about the task; `None` where it must be refused.
    fn entry(&mut self, at: usize, row: &RegisterRow) -> Option<LedgerRow> {
        let matter = words::of(self.register, row, Field::Matter);
        if matter.is_empty() {
            self.findings.reject(at, Field::Matter, "没有事项名称，请补上再导入".to_owned());
        }
        let accepted_on = self.date(at, row, Field::AcceptedOn);
        let accepted_on = match accepted_on {
            Some(day) if day <= self.context.today => Some(day),
            Some(_) => {
                self.findings.reject(at, Field::AcceptedOn, "受理日期还没有到，请核对后再导入".to_owned());
                None
            }
            None => {
                self.findings.reject(
                    at,
                    Field::AcceptedOn,
                    "没有受理日期，或看不懂，请写成 2026-03-05 这样".to_owned(),
                );
                None
            }
        };
        let due_on = self.date(at, row, Field::DueOn);
        let submitted_on = self.date(at, row, Field::SubmittedOn);
        let decided_on = self.date(at, row, Field::DecidedOn);
        let delivered_on = self.date(at, row, Field::DeliveredOn);
        let standing = self.standing(at, row, decided_on, delivered_on);
        let of = |field: Field| words::of(self.register, row, field);
        let mut note = of(Field::Note);
        let officer = of(Field::Officer);
        if !officer.is_empty() {
            add_note(&mut note, &format!("经办人{officer}"));
        }
        Some(LedgerRow {
            old_no: of(Field::TaskNo),
            source: ledger::source(&of(Field::Channel)),
            accepted_on: accepted_on?,
            matter: Some(matter).filter(|matter| !matter.is_empty())?,
            due_on,
            submitted_on,
            decided_on,
            delivered_on,
            standing,
            missing: words::split(&of(Field::Missing)),
            rating: ledger::rating(&of(Field::Rating)),
            note,
        })
    }

    fn standing(&mut self, at: usize, row: &RegisterRow, decided: Option<Day>, delivered: Option<Day>) -> Standing {
        let words = words::of(self.register, row, Field::TaskState);
        if let Some(standing) = ledger::standing(&words) {
            return standing;
        }
        let done = decided.is_some() || delivered.is_some();
        let standing = if done {
            Standing { state: State::Closed, granted: Some(true) }
        } else {
            Standing { state: State::Working, granted: None }
        };
        if !words.is_empty() {
            let taken = if done { "已归档" } else { "办理中" };
            self.findings.remind(at, Field::TaskState, format!("不认识这个状态，按{taken}收下，请核对"));
        }
        standing
    }

    fn date(&mut self, at: usize, row: &RegisterRow, field: Field) -> Option<Day> {
        let read = draft::date(self.register, row, field)?;
        match read {
            Some(date) if date.odd || date.partial => {
                let message = format!("日期写法不全或容易认错，按{}收下，请核对", date.day);
                self.findings.remind(at, field, message);
            }
            None if field != Field::AcceptedOn => {
                self.findings.remind(at, field, "看不懂这个日期，没有采用；请写成 2026-03-05 这样".to_owned());
            }
            Some(_) | None => {}
        }
        read.map(|date| date.day)
    }

    /// For whom the task is: somebody of the village, or a stranger of whom the ledger is all we know.
    fn applicant(&mut self, row: &RegisterRow, draft: &Draft) -> Option<Person> {
        let block = self.register.block(row);
        let head = self.register.text(row, Field::HeadName);
        let info = &self.index.village.info;
        let wanted = Wanted {
            id_no: draft.number(),
            name: draft.name.as_str(),
            group: block.filter(|it| !it.group.is_empty()).and_then(|it| info.group_named(&it.group)),
            head: &head,
        };
        match self.index.find(&wanted) {
            Found::One(known) => return Some(known.clone()),
            Found::Several(count) => {
                let message = format!("同名的有{count}人，分不清是哪一个；请补上身份证号再导入");
                self.findings.reject(draft.at, name_field(self.register, row), message);
                return None;
            }
            Found::Nobody => {}
        }
        let same = |stranger: &&Person| stranger.name == draft.name && stranger.id_no == draft.id_no;
        if let Some(stranger) = self.strangers.iter().find(same) {
            return Some(stranger.clone());
        }
        let message = "花名册里没有这个人，先按临时人员收下，请核对".to_owned();
        self.findings.remind(draft.at, name_field(self.register, row), message);
        let mut stranger = Person::new(PersonId::mint(self.mint, self.context.at), draft.name.clone());
        stranger.id_no = draft.id_no.clone();
        stranger.phones.clone_from(&draft.phones);
        self.strangers.push(stranger.clone());
        Some(stranger)
    }

    /// The task that this row was taken over as before.
    fn known(&self, person: &Person, entry: &LedgerRow) -> Option<&'a ProxyTask> {
        let mark = ledger::old_no_mark(&entry.old_no);
        self.index.village.tasks_of(person.id).find(|task| {
            if entry.old_no.is_empty() {
                squash(&task.matter.name) == squash(&entry.matter) && task.registered_on == entry.accepted_on
            } else {
                task.note.split('；').any(|part| part == mark)
            }
        })
    }

    fn warn_of_state(&mut self, at: usize, known: &ProxyTask, entry: &LedgerRow) {
        if known.state != entry.standing.state {
            let message = format!("程序里这一件已是{}，以程序里的为准，没有改", known.state_label());
            self.findings.remind(at, Field::TaskState, message);
        }
    }
}

/// Which column names the person a task is for.
fn name_field(register: &ReadRegister, row: &RegisterRow) -> Field {
    [Field::Applicant, Field::Name].into_iter().find(|field| register.asks(row, *field)).unwrap_or(Field::HeadName)
}
