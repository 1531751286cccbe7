//! The document register 证件登记: until when a paper of a person is good, so that its renewal is asked for in time.
//!
//! Nothing else of the paper is kept: no number, no picture. An original that was taken along is `material`'s, and what is
//! asked for is `follow_up`'s to derive.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{DocumentId, PersonId, Seq};
use super::village::Village;

/// The card that almost everybody has; its renewal is a matter of the catalogue.
pub const ID_CARD: &str = "身份证";
/// The kinds that are offered; others are written as they are.
pub const KINDS: [&str; 5] = [ID_CARD, "残疾人证", "居住证", "慢特病证", "驾驶证"];

/// A paper of a person, as far as it is good. There is one record for each kind of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Whose.
    pub person: PersonId,
    /// Which paper.
    pub kind: String,
    /// The last day on which it is good; `None` for one that is good for ever 长期.
    pub valid_until: Option<Day>,
    /// The day on which the paper was seen.
    pub noted_on: Day,
}

impl Document {
    /// Until when, in words: 到2027-03-05, 长期.
    pub fn until_words(&self) -> String {
        self.valid_until.map_or_else(|| "长期".to_owned(), |day| format!("到{day}"))
    }

    /// Whether its time is over.
    pub fn is_expired(&self, today: Day) -> bool {
        self.valid_until.is_some_and(|last| last < today)
    }
}

/// The paper of this kind that a person has, as it was last written down.
pub fn of_kind<'v>(village: &'v Village, person: PersonId, kind: &str) -> Option<&'v Document> {
    village.documents_of(person).find(|document| document.kind == kind)
}
