//! What a register changes of people and households that are known: field by field, the old and the new, masked.
//!
//! New people and households are not told, and nothing is changed.

use std::collections::HashMap;

use crate::app::register::{ProblemWeight, RegisterProblem};
use crate::domain::decide::import::ImportIntent;
use crate::domain::document::{self, Document};
use crate::domain::household::Household;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::Person;
use crate::domain::resident_id::IdNumber;
use crate::domain::village::Village;
use crate::exchange::register::reading::masked;

/// Changed records that are told; all are counted with the rows.
const CHANGED_MAX: usize = 2_000;
/// Characters of a free text that are shown.
const TEXT_CHARS_MAX: usize = 24;
/// What is told of a paper.
const DOCUMENT_UNTIL: &str = "有效期";
/// Digits in a row that may be a number of a person, and are hidden.
const HIDDEN_DIGITS_MIN: usize = 7;

/// A field, its old and its new value as they are shown.
type Difference = (&'static str, String, String);

/// What changes, people first.
pub(super) fn of(village: &Village, intent: &ImportIntent) -> Vec<RegisterProblem> {
    let names: HashMap<PersonId, &str> = intent.people.iter().map(|it| (it.id, it.name.as_str())).collect();
    let people = intent.people.iter().filter_map(|new| {
        let old = village.person(new.id)?;
        Some((format!("{} {}", old.name.as_str(), home(village, old.household)), of_person(village, old, new)))
    });
    let households = intent.households.iter().filter_map(|new| {
        let old = village.household(new.id)?;
        Some((home(village, Some(old.id)), of_household(village, &names, old, new, intent)))
    });
    let papers = intent.documents.iter().filter_map(|new| {
        let (owner, old) = (village.person(new.person)?, document::of_kind(village, new.person, &new.kind));
        let until = (DOCUMENT_UNTIL, old.map(Document::until_words).unwrap_or_default(), new.until_words());
        let place = format!("{} {}的{}", owner.name.as_str(), home(village, owner.household), new.kind);
        Some((place, vec![until]))
    });
    let mut changed = people.chain(papers).chain(households).filter(|(_, differences)| !differences.is_empty());
    let entry = |place, message| RegisterProblem { weight: ProblemWeight::Changed, place, message };
    let mut told: Vec<_> =
        changed.by_ref().take(CHANGED_MAX).map(|(place, differences)| entry(place, words(&differences))).collect();
    let rest = changed.count();
    if rest > 0 {
        told.push(entry(format!("还有{rest}条"), "没有一一列出，前面这些看过无误再导入".to_owned()));
    }
    told
}

/// The household in words: its group and its head.
pub(super) fn home(village: &Village, id: Option<HouseholdId>) -> String {
    let Some(household) = id.and_then(|id| village.household(id)) else { return "没有户".to_owned() };
    let head = village.head_of(household).map_or("", |head| head.name.as_str());
    let no = if head.is_empty() { household.no.as_str() } else { head };
    format!("{} {no}户", village.info.group_name(household.group))
}

fn words(differences: &[Difference]) -> String {
    let said = differences.iter().map(|(field, old, new)| match (old.as_str(), new.as_str()) {
        ("", new) => format!("{field}：补上「{new}」"),
        (old, "") => format!("{field}：「{old}」去掉"),
        (old, new) if old == new => format!("{field}：「{old}」换了一个"),
        (old, new) => format!("{field}：「{old}」改为「{new}」"),
    });
    said.collect::<Vec<_>>().join("；")
}

fn of_person(village: &Village, old: &Person, new: &Person) -> Vec<Difference> {
    let phones = |it: &Person| it.phones.iter().map(|phone| masked(phone.digits())).collect::<Vec<_>>().join("、");
    let tags = |it: &Person| it.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join("、");
    let (was, is) = (&old.particulars, &new.particulars);
    let sex = |it: &Person| it.sex_written.map_or("", |sex| sex.label()).to_owned();
    let birth = |it: &Person| it.birth_written.map_or_else(String::new, |day| day.to_string());
    let all = [
        (old.name != new.name, "姓名", old.name.as_str().to_owned(), new.name.as_str().to_owned()),
        (old.id_no != new.id_no, "身份证号", id_no(old), id_no(new)),
        (old.household != new.household, "户", home(village, old.household), moved(village, new)),
        (old.relation != new.relation, "与户主关系", old.relation.clone(), new.relation.clone()),
        (old.phones != new.phones, "电话", phones(old), phones(new)),
        (sex(old) != sex(new), "性别", sex(old), sex(new)),
        (birth(old) != birth(new), "出生日期", birth(old), birth(new)),
        plain("民族", &was.ethnic, &is.ethnic),
        plain("文化程度", &was.education, &is.education),
        plain("婚姻状况", &was.marital, &is.marital),
        plain("政治面貌", &was.political, &is.political),
        plain("健康状况", &was.health, &is.health),
        plain("残疾类别", &was.disability, &is.disability),
        plain("户口性质", &was.hukou, &is.hukou),
        (old.tags != new.tags, "人员标签", tags(old), tags(new)),
        (old.residence != new.residence, "居住", old.residence.label().to_owned(), new.residence.label().to_owned()),
        plain("去向", &old.place, &new.place),
        plain("备注", &old.note, &new.note),
    ];
    kept(all)
}

fn of_household(
    village: &Village,
    names: &HashMap<PersonId, &str>,
    old: &Household,
    new: &Household,
    intent: &ImportIntent,
) -> Vec<Difference> {
    let name = |id: Option<PersonId>| {
        let known = || id.and_then(|id| village.person(id)).map(|it| it.name.as_str());
        id.and_then(|id| names.get(&id).copied()).or_else(known).unwrap_or_default().to_owned()
    };
    let info = intent.info.as_ref().unwrap_or(&village.info);
    let classes = |it: &Household| {
        let held = it.classes.iter().filter(|class| class.to.is_none());
        let shown = held.map(|class| match class.from {
            Some(from) => format!("{}(从{from}起)", class.value),
            None => class.value.clone(),
        });
        shown.collect::<Vec<_>>().join("、")
    };
    let all = [
        plain("户编号", &old.no, &new.no),
        plain("社", village.info.group_name(old.group), info.group_name(new.group)),
        (old.head != new.head, "户主", name(old.head), name(new.head)),
        plain("住址", &old.address, &new.address),
        (old.classes != new.classes, "户类别", classes(old), classes(new)),
        plain("备注", &old.note, &new.note),
    ];
    kept(all)
}

fn kept<const N: usize>(all: [(bool, &'static str, String, String); N]) -> Vec<Difference> {
    all.into_iter().filter(|(differs, ..)| *differs).map(|(_, field, old, new)| (field, old, new)).collect()
}

fn plain(field: &'static str, old: &str, new: &str) -> (bool, &'static str, String, String) {
    let (was, is) = (text(old), text(new));
    // Long texts that differ behind what is shown: what was added is shown.
    let added = new.strip_prefix(old).filter(|_| was == is).map(text);
    (old != new, field, was, added.map_or(is, |added| format!("另加{added}")))
}

fn id_no(person: &Person) -> String {
    match &person.id_no {
        IdNumber::Known(id_no) => masked(id_no.as_str()),
        IdNumber::Archive15(_) => "15位旧号".to_owned(),
        IdNumber::Missing { reason } if reason.is_empty() => String::new(),
        IdNumber::Missing { reason } => format!("无({})", text(reason)),
    }
}

fn moved(village: &Village, person: &Person) -> String {
    match person.household {
        Some(id) if village.household(id).is_none() => "新的一户".to_owned(),
        home_id => home(village, home_id),
    }
}

/// A free text as it is shown: long numbers hidden, its end left out.
fn text(words: &str) -> String {
    let mut shown = String::new();
    let mut digits = String::new();
    for c in words.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_ascii_digit() => digits.push(c),
            Some(_) | None => {
                let number = std::mem::take(&mut digits);
                let hidden = number.len() >= HIDDEN_DIGITS_MIN;
                shown.push_str(&if hidden { masked(&number) } else { number });
                shown.extend(c);
            }
        }
    }
    match shown.char_indices().nth(TEXT_CHARS_MAX) {
        Some((end, _)) => format!("{}等", shown.get(..end).unwrap_or_default()),
        None => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::DocumentId;
    use crate::domain::text::phone::Phone;

    #[test]
    fn what_changes_is_told_field_by_field_and_numbers_are_hidden() {
        let mut fixture = Fixture::on("2026-11-24");
        let household = fixture.household("王建国", "1社");
        let person = fixture.person("王建国");
        let mut new = fixture.village.person(person).unwrap().clone();
        new.phones = vec![Phone::parse("13800001111").unwrap()];
        new.relation = "长子".to_owned();
        new.note = "找13900002222".to_owned();
        let mut home = fixture.village.household(household).unwrap().clone();
        home.address = "一社12号".to_owned();
        let intent = ImportIntent { people: vec![new], households: vec![home], ..ImportIntent::default() };
        let told = of(&fixture.village, &intent);
        assert_eq!(told.len(), 2);
        assert!(told[0].place.starts_with("王建国 ") && told[0].weight == ProblemWeight::Changed);
        assert!(told[0].message.contains("改为「长子」") && told[0].message.contains("电话："), "{}", told[0].message);
        assert!(!told[0].message.contains("13800001111") && !told[0].message.contains("13900002222"));
        assert!(told[1].message.contains("住址：补上「一社12号」"), "{}", told[1].message);
        let paper = Document {
            id: DocumentId::mint(&mut fixture.mint, fixture.at),
            touched: fixture.village.seq,
            person,
            kind: "身份证".to_owned(),
            valid_until: None,
            noted_on: fixture.today(),
        };
        let told_of_paper = of(&fixture.village, &ImportIntent { documents: vec![paper], ..ImportIntent::default() });
        assert!(told_of_paper[0].place.ends_with("的身份证") && told_of_paper[0].message == "有效期：补上「长期」");
        let same = fixture.village.person(person).unwrap().clone();
        assert_eq!(of(&fixture.village, &ImportIntent { people: vec![same], ..ImportIntent::default() }), []);
    }
}
