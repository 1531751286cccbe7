//! Decides about documents 证件登记: until when a paper of somebody is good.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::DocumentChange;
use crate::domain::day::Day;
use crate::domain::document::{self, Document, ID_CARD};
use crate::domain::id::Seq;
use crate::domain::limits::NAME_CHARS_MAX;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, past_day, required};

/// The longest time a paper with a last day is good, in years; beyond that a year was mistyped.
const YEARS_MAX: i32 = 30;

/// What a person wants of a document.
#[derive(Clone, Debug)]
pub enum DocumentIntent {
    /// 记证件有效期: a paper was seen, or a new one came.
    Note(Box<Document>),
}

impl DocumentIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            DocumentIntent::Note(_) => "document.note",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: DocumentIntent) -> Result<Vec<Change>, Refusal> {
    let DocumentIntent::Note(typed) = intent;
    let person = village.person(typed.person).ok_or(Refusal::Gone)?;
    if !person.is_registered() {
        return Err(Refusal::Already("这个人已经不在册，不用记证件有效期"));
    }
    let kind = required(&typed.kind, "哪种证件", "请选或者照写")?;
    if kind.chars().count() > NAME_CHARS_MAX {
        return Err(Refusal::TooLong { what: "哪种证件", max: NAME_CHARS_MAX });
    }
    if let Some(last) = typed.valid_until {
        good_until(last, now.today)?;
    }
    let old = document::of_kind(village, person.id, &kind);
    let document = Document {
        // One record for each kind: the new paper takes the old one's place, and the journal keeps both.
        id: old.map_or(typed.id, |old| old.id),
        touched: old.map_or(Seq::default(), |old| old.touched),
        noted_on: past_day(typed.noted_on, now.today)?,
        kind,
        ..*typed
    };
    if old.is_some_and(|old| old.valid_until == document.valid_until) {
        return Err(Refusal::Already("和原来记的有效期一样，不用再记"));
    }
    Ok(vec![Change::Document(DocumentChange::Noted, Box::new(document))])
}

/// A last day that can stand on a paper.
pub fn good_until(last: Day, today: Day) -> Result<(), Refusal> {
    if last > today.plus_months(12 * YEARS_MAX) {
        Err(Refusal::BadDay(last.to_string(), "晚于三十年后，请核对年份；长期有效的把「长期有效」改成是"))
    } else if last < today.plus_months(-12 * YEARS_MAX) {
        Err(Refusal::BadDay(last.to_string(), "早于三十年前，请核对年份"))
    } else {
        Ok(())
    }
}

/// How long an ID card that is made out at this age is good, in years; `None` for one that is good for ever.
/// 《居民身份证法》第五条.
pub fn id_card_years(age: i32) -> Option<i32> {
    match age {
        ..16 => Some(5),
        16..=25 => Some(10),
        26..=45 => Some(20),
        46.. => None,
    }
}

/// Whether it is the card of which the law says how long it is good.
pub fn is_id_card(kind: &str) -> bool {
    kind.trim() == ID_CARD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::person::PersonIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::PersonId;
    use crate::domain::person::Person;
    use crate::domain::text::PersonName;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn one_record_for_each_kind_is_kept_and_the_new_paper_takes_its_place() {
        let mut fixture = Fixture::on("2026-11-02");
        let owner = fixture.person("李德全");
        fixture.document(owner, " 身份证 ", Some(day("2027-02-03"))).unwrap();
        assert!(matches!(fixture.document(owner, "身份证", Some(day("2027-02-03"))), Err(Refusal::Already(_))));
        fixture.document(owner, "残疾人证", Some(day("2030-01-01"))).unwrap();
        fixture.document(owner, "身份证", None).unwrap();
        let kept: Vec<_> = fixture.village.documents_of(owner).map(|it| (it.kind.as_str(), it.valid_until)).collect();
        assert_eq!(kept, [("身份证", None), ("残疾人证", Some(day("2030-01-01")))]);
        assert_eq!(fixture.village.documents().len(), 2);
    }

    #[test]
    fn a_day_that_no_paper_has_and_a_kind_that_is_not_written_are_refused() {
        let mut fixture = Fixture::on("2026-11-02");
        let owner = fixture.person("李德全");
        for (until, ok) in [("2056-11-02", true), ("2056-11-03", false), ("1996-11-02", true), ("1996-11-01", false)] {
            assert_eq!(fixture.document(owner, "身份证", Some(day(until))).is_ok(), ok, "{until}");
        }
        assert!(matches!(fixture.document(owner, " ", None), Err(Refusal::Blank("哪种证件", _))));
        let long = "证".repeat(NAME_CHARS_MAX + 1);
        assert!(matches!(fixture.document(owner, &long, None), Err(Refusal::TooLong { .. })));
    }

    #[test]
    fn two_records_of_one_person_become_one_with_the_papers_of_both() {
        let mut fixture = Fixture::on("2026-11-02");
        let keep = fixture.person("李德全");
        let name = PersonName::parse("李德金").unwrap();
        let twice = Person::new(PersonId::mint(&mut fixture.mint, fixture.at), name);
        let duplicate = twice.id;
        fixture.act(Intent::Person(PersonIntent::Add(Box::new(twice))));
        fixture.document(keep, "身份证", None).unwrap();
        fixture.document(duplicate, "身份证", Some(day("2027-01-01"))).unwrap();
        fixture.document(duplicate, "残疾人证", Some(day("2027-01-01"))).unwrap();
        fixture.act(Intent::Person(PersonIntent::Merge { keep, duplicate }));
        let kinds: Vec<_> = fixture.village.documents_of(keep).map(|it| (it.kind.as_str(), it.valid_until)).collect();
        assert_eq!(kinds, [("身份证", None), ("残疾人证", Some(day("2027-01-01")))]);
        assert!(fixture.village.documents_of(duplicate).all(|it| it.person == duplicate));
        assert!(matches!(fixture.document(duplicate, "居住证", None), Err(Refusal::Already(_))));
    }

    #[test]
    fn how_long_an_id_card_is_good_changes_at_16_26_and_46() {
        let years = [15, 16, 25, 26, 45, 46].map(id_card_years);
        assert_eq!(years, [Some(5), Some(10), Some(10), Some(20), Some(20), None]);
    }
}
