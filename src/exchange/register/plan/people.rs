//! Plans 花名册 and 户主台账: who is known, who is new, what changes, who heads each household.
//!
//! It reads no cell (`draft`) and finds no household (`households`). Nobody absent from the register is touched.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::document::Document;
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::relation::{self, HEAD};
use crate::domain::text::{PersonName, squash};
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterKind};

use super::apply::{self, Source};
use super::draft::{self, Draft};
use super::heads::{self, Standing};
use super::households::Households;
use super::index::Index;
use super::papers;
use super::problem::Findings;
use super::twice::{Fate, sort_out};
use super::{Context, Outcome, Planned};

/// Plans it.
pub(super) fn plan<'a>(
    register: &'a ReadRegister,
    kind: RegisterKind,
    index: &'a Index<'a>,
    context: &Context<'_>,
    mint: &mut IdMint,
    findings: &mut Findings<'a>,
) -> Planned {
    let drafts = (0..register.rows.len()).map(|at| draft::read(register, at, context.today, findings)).collect();
    let fates = sort_out(register, drafts, findings);
    let mut of_block: BTreeMap<u32, Vec<&Draft>> = BTreeMap::new();
    for fate in &fates {
        if let Fate::First(draft) = fate {
            of_block.entry(draft.block).or_default().push(draft);
        }
    }
    let source = Source { name: kind.label(), today: context.today };
    let mut planner = Planner {
        register,
        index,
        context,
        mint,
        findings,
        source,
        households: Households::new(index),
        people: Vec::new(),
        documents: Vec::new(),
        outcomes: vec![Outcome::Rejected; fates.len()],
        taken: HashMap::new(),
    };
    // A head whom only refused rows name comes with them, once they are mended.
    of_block.retain(|_, drafts| drafts.iter().any(|draft| !planner.is_implied(draft)));
    planner.households.name_groups(of_block.keys().filter_map(|block| register.blocks.get(*block as usize)));
    for (block, drafts) in &of_block {
        planner.take_household(*block, drafts);
    }
    planner.settle();
    for (at, fate) in fates.iter().enumerate() {
        if let (Fate::Again(_), Some(outcome)) = (fate, planner.outcomes.get_mut(at)) {
            *outcome = Outcome::Repeated;
        }
    }
    let named = planner.named_in_refused();
    let households = planner.households.changed();
    let news = Some(planner.households.info).filter(|info| *info != index.village.info && !households.is_empty());
    Planned {
        info: news,
        homes: planner.households.order.into_iter().collect(),
        households,
        people: planner.people,
        documents: planner.documents,
        tasks: Vec::new(),
        outcomes: planner.outcomes,
        seen: planner.taken.into_keys().collect(),
        named,
    }
}

struct Planner<'a, 'p> {
    register: &'a ReadRegister,
    index: &'a Index<'a>,
    context: &'p Context<'p>,
    mint: &'p mut IdMint,
    findings: &'p mut Findings<'a>,
    source: Source<'a>,
    households: Households<'a>,
    people: Vec<Person>,
    documents: Vec<Document>,
    outcomes: Vec<Outcome>,
    /// Who was matched or made, and by which row.
    taken: HashMap<PersonId, usize>,
}

impl<'a> Planner<'a, '_> {
    fn is_implied(&self, draft: &Draft) -> bool {
        self.register.rows.get(draft.at).is_some_and(|row| row.implied_head)
    }

    fn take_household(&mut self, at: u32, drafts: &[&Draft]) {
        let Some(block) = self.register.blocks.get(at as usize) else { return };
        let home = self.households.place(at, block, drafts, self.mint, self.context.at);
        let head = self.find_head(&block.head, drafts);
        self.check_ages(head, drafts);
        let overruled = head.is_some_and(|head| self.is_overruled(home, head));
        let mut head_id = None;
        for draft in drafts {
            let is_head = head.is_some_and(|head| head.at == draft.at);
            let standing = match (overruled, is_head) {
                (true, _) => Standing::Overruled,
                (false, true) => Standing::Head,
                (false, false) => Standing::Member,
            };
            let id = self.take_person(home, draft, standing);
            head_id = head_id.or(id.filter(|_| standing == Standing::Head));
        }
        let of_household = self.register.kind == RegisterKind::Heads;
        if let Some(household) = self.households.get_mut(home) {
            household.head = head_id.or(household.head);
            for draft in drafts {
                apply::to_household(household, draft, &self.source, of_household);
            }
        }
        // A household that changed without its people shows on its first row.
        let first = drafts.first().and_then(|draft| self.outcomes.get_mut(draft.at));
        if let Some(first) = first.filter(|first| **first == Outcome::Unchanged && self.households.is_changed(home)) {
            *first = Outcome::Updated;
        }
    }

    /// Whether another head was chosen here, or this one is gone; then it is said.
    fn is_overruled(&mut self, home: HouseholdId, head: &Draft) -> bool {
        let village = self.index.village;
        let words = heads::overruled(village, village.household(home), self.find_person(home, head), &head.name);
        let overruled = words.is_some();
        if let Some(words) = words {
            self.findings.remind(head.at, Field::Relation, words);
        }
        overruled
    }

    /// Leaves each household one head; rows whose people this changes, or brings back to what they were, say so.
    fn settle(&mut self) {
        heads::settle(self.index.village, &mut self.households, &mut self.people);
        let papers = self.documents.iter().map(|document| document.person);
        let changed: HashSet<PersonId> = self.people.iter().map(|person| person.id).chain(papers).collect();
        for (id, at) in &self.taken {
            let home_changed = || {
                let first = self.register.rows.get(*at).and_then(|row| self.households.of_block(row.block));
                first.is_some_and(|home| self.households.is_changed(home))
            };
            if let Some(outcome) = self.outcomes.get_mut(*at) {
                *outcome = match (*outcome, changed.contains(id)) {
                    (Outcome::Unchanged, true) => Outcome::Updated,
                    (Outcome::Updated, false) if !home_changed() => Outcome::Unchanged,
                    (kept, _) => kept,
                };
            }
        }
    }

    /// Whom refused rows name: they are in the register, though not taken in.
    fn named_in_refused(&self) -> Vec<PersonId> {
        let rows = self.register.rows.iter().zip(&self.outcomes);
        let refused = rows.filter(|(_, outcome)| **outcome == Outcome::Rejected);
        let named = refused.filter_map(|(row, _)| {
            let name = PersonName::parse(&self.register.text(row, Field::Name)).ok()?;
            let no = self.register.block(row).map_or("", |block| block.no.as_str());
            let home = self.households.of_block(row.block).or(self.index.household_numbered(no).map(|it| it.id));
            let same_home = |person: &&Person| home.is_none() || person.household == home;
            Some(self.index.people_named(name.as_str()).filter(same_home).map(|it| it.id).collect::<Vec<_>>())
        });
        named.flatten().collect()
    }

    /// The one that calls itself 户主, else the one that 户主姓名 names; a second 户主 is reminded of.
    fn find_head<'d>(&mut self, named: &str, drafts: &[&'d Draft]) -> Option<&'d Draft> {
        let mut heads = drafts.iter().filter(|draft| draft.relation == HEAD);
        let head = heads.next().copied();
        for second in heads {
            let message = "这一户有两个户主，以前一个为准，请核对".to_owned();
            self.findings.remind(second.at, Field::Relation, message);
        }
        let named = squash(named);
        // Somebody alone heads their household, where nothing else is said.
        if let ([only], true) = (drafts, named.is_empty() && drafts.iter().all(|draft| draft.relation.is_empty())) {
            return Some(only);
        }
        head.or_else(|| drafts.iter().find(|draft| squash(draft.name.as_str()) == named).copied())
    }

    /// A child older than the head, a parent younger, a spouse of the same sex: one of two cells is wrong.
    fn check_ages(&mut self, head: Option<&Draft>, drafts: &[&Draft]) {
        let Some(head_id) = head.and_then(|head| head.id_no.known()) else { return };
        for draft in drafts {
            let Some(id_no) = draft.id_no.known() else { continue };
            let younger = id_no.birth() > head_id.birth();
            let wrong = match relation::generation(&draft.relation) {
                relation::Generation::Below => !younger,
                relation::Generation::Above => younger,
                relation::Generation::Spouse => id_no.sex() == head_id.sex(),
                relation::Generation::Other => false,
            };
            if wrong && id_no != head_id {
                let message = format!("写的是「{}」，与户主的身份证号对不上，请核对", draft.relation);
                self.findings.remind(draft.at, Field::Relation, message);
            }
        }
    }

    /// Takes in one person; who it is.
    fn take_person(&mut self, home: HouseholdId, draft: &Draft, standing: Standing) -> Option<PersonId> {
        let known = self.find_person(home, draft);
        let mut person = match known {
            Some(known) => known.clone(),
            None => {
                self.warn_of_namesake(home, draft);
                Person::new(PersonId::mint(self.mint, self.context.at), draft.name.clone())
            }
        };
        self.warn_of_changes(known, home, draft);
        person.household = Some(home);
        let note_too = !draft::note_is_of_household(self.register.kind);
        apply::to_person(&mut person, draft, &self.source, note_too);
        person.relation = heads::relation(known, home, draft, standing);
        let id = person.id;
        self.taken.insert(id, draft.at);
        let papers = self.papers(&person, draft);
        let outcome = match known {
            None => Outcome::New,
            Some(known) if *known == person && papers.is_empty() => Outcome::Unchanged,
            Some(_) => Outcome::Updated,
        };
        if known != Some(&person) {
            self.people.push(person);
        }
        self.documents.extend(papers);
        if let Some(slot) = self.outcomes.get_mut(draft.at) {
            *slot = outcome;
        }
        Some(id)
    }

    /// Until when the papers of somebody on the register are good.
    fn papers(&mut self, person: &Person, draft: &Draft) -> Vec<Document> {
        if !person.is_registered() {
            return Vec::new();
        }
        papers::news(self.index.village, person.id, draft, (self.context, &mut *self.mint), self.findings)
    }

    /// By ID number; else by name among the household's people, unless two ID numbers contradict.
    fn find_person(&self, home: HouseholdId, draft: &Draft) -> Option<&'a Person> {
        let village = self.index.village;
        let free = |person: &&Person| !self.taken.contains_key(&person.id) && person.status != PersonStatus::Duplicate;
        if let Some(known) = draft.number().and_then(|id_no| village.person_by_id_no(&id_no)) {
            return Some(known);
        }
        let may_be = |person: &&Person| {
            person.name == draft.name && (person.id_no.known().is_none() || draft.id_no.known().is_none())
        };
        let mut candidates = village.members(home).filter(may_be).filter(free);
        match (candidates.next(), candidates.next()) {
            (Some(one), None) => Some(one),
            (Some(_), Some(_)) => {
                village.members(home).filter(may_be).filter(free).find(|person| person.relation == draft.relation)
            }
            (None, _) => None,
        }
    }

    fn warn_of_namesake(&mut self, home: HouseholdId, draft: &Draft) {
        let village = self.index.village;
        if village.members(home).any(|person| person.name == draft.name && person.is_registered()) {
            let message = "同一户里已有同名的人，身份证号不同，作为另一人收下，请核对".to_owned();
            self.findings.remind(draft.at, Field::IdNo, message);
        }
    }

    fn warn_of_changes(&mut self, known: Option<&Person>, home: HouseholdId, draft: &Draft) {
        let Some(known) = known else { return };
        if known.name != draft.name {
            let message = format!("同一身份证号原来登记的姓名是「{}」，已按本表改过来，请核对", known.name.masked());
            self.findings.remind(draft.at, Field::Name, message);
        }
        if known.household.is_some_and(|old| old != home) {
            let message = "这个人原来在另一户，已按本表移到这一户，请核对".to_owned();
            self.findings.remind(draft.at, Field::HeadName, message);
        }
        if !known.is_registered() {
            let message = format!("程序里已登记为{}，没有改回，请核对", known.status.label());
            self.findings.remind(draft.at, Field::Name, message);
        }
    }
}
