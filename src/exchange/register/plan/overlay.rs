//! Plans 名单叠加: 低保, 残疾, 党员 … lists laid over the people who are there. Nobody and no household is ever made.
//!
//! What a list marks is told by its title or name, or by its own columns of classes and tags.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::domain::document::Document;
use crate::domain::household::Household;
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::person::Person;
use crate::domain::text::squash;
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterRow};

use super::apply::{self, Source};
use super::draft::{self, Draft};
use super::index::{Found, Index, Wanted};
use super::papers;
use super::problem::Findings;
use super::{Context, Outcome, Planned};

/// What a list says of everybody on it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    /// A class of the household.
    Class(String),
    /// A tag of the person.
    Tag(String),
}

/// Words of titles, and what they mark; the first that fits.
const MARKS: &[(&str, bool, &str)] = &[
    ("特困", true, "特困供养户"),
    ("五保", true, "特困供养户"),
    ("低保", true, "低保户"),
    ("脱贫不稳定", true, "脱贫不稳定户"),
    ("边缘易致贫", true, "边缘易致贫户"),
    ("突发严重困难", true, "突发严重困难户"),
    ("监测", true, "监测对象"),
    ("脱贫", true, "脱贫户"),
    ("优抚", true, "优抚对象"),
    ("残疾", false, "残疾"),
    ("党员", false, "党员"),
    ("退役", false, "退役军人"),
    ("退伍", false, "退役军人"),
    ("高龄", false, "高龄老人"),
    ("失能", false, "失能"),
    ("60岁", false, "60岁以上"),
    ("六十岁", false, "60岁以上"),
    ("80岁", false, "80岁以上"),
    ("孤儿", false, "孤儿"),
    ("留守儿童", false, "留守儿童"),
    ("独居", false, "独居老人"),
    ("空巢", false, "空巢老人"),
    ("大病", false, "大病"),
    ("慢性病", false, "慢性病"),
    ("外出务工", false, "外出务工"),
    ("公益性岗位", false, "公益性岗位"),
    ("地力补贴", false, "耕地地力补贴"),
    ("耕地", false, "耕地地力补贴"),
];

/// Plans it.
pub(super) fn plan<'a>(
    register: &'a ReadRegister,
    index: &'a Index<'a>,
    context: &Context<'_>,
    mint: &mut IdMint,
    findings: &mut Findings<'a>,
) -> Planned {
    let list = register.file_name.rsplit_once('.').map_or(register.file_name.as_str(), |(stem, _)| stem);
    let mut overlay = Overlay {
        register,
        index,
        source: Source { name: list, today: context.today },
        homes: HashMap::new(),
        people: HashMap::new(),
        documents: Vec::new(),
        order: Vec::new(),
        outcomes: Vec::new(),
    };
    for at in 0..register.rows.len() {
        let read = draft::read(register, at, context.today, findings);
        let outcome = read.map_or(Outcome::Rejected, |draft| overlay.take(&draft, (context, &mut *mint), findings));
        overlay.outcomes.push(outcome);
    }
    overlay.finish()
}

struct Overlay<'a> {
    register: &'a ReadRegister,
    index: &'a Index<'a>,
    source: Source<'a>,
    homes: HashMap<HouseholdId, Household>,
    people: HashMap<PersonId, Person>,
    documents: Vec<Document>,
    order: Vec<PersonId>,
    outcomes: Vec<Outcome>,
}

impl Overlay<'_> {
    fn take(&mut self, draft: &Draft, minting: (&Context<'_>, &mut IdMint), findings: &mut Findings<'_>) -> Outcome {
        let Some(row) = self.register.rows.get(draft.at) else { return Outcome::Rejected };
        let block = self.register.block(row);
        let info = &self.index.village.info;
        let wanted = Wanted {
            id_no: draft.number(),
            name: draft.name.as_str(),
            group: block.filter(|it| !it.group.is_empty()).and_then(|it| info.group_named(&it.group)),
            head: block.map_or("", |block| &block.head),
        };
        let known = match self.index.find(&wanted) {
            Found::One(known) => known,
            Found::Nobody => {
                let message = "按身份证号和姓名都没有找到这个人；名单只加到已有的人身上，请核对，或先导入花名册";
                findings.reject(draft.at, Field::Name, message.to_owned());
                return Outcome::Rejected;
            }
            Found::Several(count) => {
                let message = format!("同名的有{count}人，分不清是哪一个；请补上身份证号再导入");
                findings.reject(draft.at, Field::Name, message);
                return Outcome::Rejected;
            }
        };
        if known.name != draft.name {
            let message = format!("身份证号是{}的，姓名不同；已加到他名下，请核对", known.name.masked());
            findings.remind(draft.at, Field::Name, message);
        }
        // A person twice on the list is the same said again.
        if self.people.contains_key(&known.id) {
            return Outcome::Repeated;
        }
        self.people.insert(known.id, known.clone());
        self.order.push(known.id);
        let papers = match known.is_registered() {
            true => papers::news(self.index.village, known.id, draft, minting, findings),
            false => Vec::new(),
        };
        let brings_papers = !papers.is_empty();
        self.documents.extend(papers);
        match self.mark(known, row, draft) {
            Outcome::Unchanged if brings_papers => Outcome::Updated,
            outcome => outcome,
        }
    }

    fn mark(&mut self, known: &Person, row: &RegisterRow, draft: &Draft) -> Outcome {
        let home = known.household.and_then(|id| self.index.village.household(id));
        let mut classes = Vec::new();
        let mut tags = draft.tags.clone();
        match (self.mark_of(row), &draft.classes) {
            (Some(Mark::Class(class)), _) if home.is_some() => classes.push(class),
            (Some(Mark::Class(word) | Mark::Tag(word)), _) => tags.push(word),
            (None, Some(said)) => classes.extend(said.iter().cloned()),
            (None, None) if tags.is_empty() => tags.push(self.source.name.to_owned()),
            (None, None) => {}
        }
        let Some(person) = self.people.get_mut(&known.id) else { return Outcome::Rejected };
        for tag in &tags {
            apply::add_tag(person, tag, &self.source);
        }
        apply::replace(&mut Arc::make_mut(&mut person.particulars).disability, &draft.particulars.disability);
        if person.phones.is_empty() {
            person.phones.clone_from(&draft.phones);
        }
        if person.id_no.known().is_none() && draft.id_no.known().is_some() {
            person.id_no = draft.id_no.clone();
        }
        let mut changed = person != known;
        if let Some(home) = home {
            let record = self.homes.entry(home.id).or_insert_with(|| home.clone());
            let before = record.classes.clone();
            for class in &classes {
                apply::add_class(record, class, draft.class_from, &self.source);
            }
            changed |= record.classes != before;
        }
        if changed { Outcome::Updated } else { Outcome::Unchanged }
    }

    /// What the list marks, by its title, its tab or its file's name.
    fn mark_of(&self, row: &RegisterRow) -> Option<Mark> {
        let title = self.register.table(row).map_or("", |table| &table.title);
        let (tab, _) = self.register.place(row);
        [title, tab, self.source.name].into_iter().map(squash).find_map(|words| {
            let found = MARKS.iter().find(|(word, _, _)| words.contains(word));
            found.map(
                |(_, of_household, mark)| {
                    if *of_household { Mark::Class((*mark).to_owned()) } else { Mark::Tag((*mark).to_owned()) }
                },
            )
        })
    }

    fn finish(self) -> Planned {
        let village = self.index.village;
        let (people, homes) = (&self.people, &self.homes);
        let changed = self.order.iter().filter_map(|id| people.get(id)).filter(|it| village.person(it.id) != Some(it));
        let mut households: Vec<Household> =
            homes.values().filter(|home| village.household(home.id) != Some(home)).cloned().collect();
        households.sort_by_key(|home| home.id);
        let homes: HashSet<_> = self.order.iter().filter_map(|id| people.get(id)?.household).collect();
        Planned {
            info: None,
            people: changed.cloned().collect(),
            households,
            documents: self.documents,
            tasks: Vec::new(),
            outcomes: self.outcomes,
            seen: self.order.iter().copied().collect(),
            homes,
            named: Vec::new(),
        }
    }
}
