//! 常用电话: whom the officer calls for his work, of which office or window, in which role.
//!
//! Nobody of the register: a villager's phone stands with the villager. Who answers for the window of a matter is told by
//! the office that was written down.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{ContactId, Seq};
use super::village::Village;

/// The roles that are offered; others are written as they are.
pub const ROLES: [&str; 13] = [
    "镇窗口",
    "区县窗口",
    "派出所户籍",
    "社长",
    "网格员",
    "村医",
    "村专干",
    "第一书记",
    "保险协保员",
    "联系村领导",
    "联系片领导",
    "镇纪委",
    "镇信访办",
];

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity.
    pub id: ContactId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Who, or which desk.
    pub name: String,
    /// 单位或窗口, as the catalogue of matters writes it where it is one.
    pub office: String,
    /// What they are: 社长, 村医.
    pub role: String,
    /// The number, as it is dialled from here.
    pub phone: String,
    /// 备注.
    pub note: String,
    /// The day from which it is not used any more.
    pub gone_on: Option<Day>,
}

impl Contact {
    /// Whether it is used.
    pub fn is_used(&self) -> bool {
        self.gone_on.is_none()
    }

    /// How many signs of the window's name it shares; `None` where it does not answer for it.
    fn nearness(&self, window: &str) -> Option<usize> {
        let office = self.office.trim();
        let answers = !office.is_empty() && (window.contains(office) || office.contains(window));
        (answers && self.is_used()).then(|| office.chars().count())
    }
}

/// Who answers for this window: whose office comes nearest to its name.
pub fn of_window<'v>(village: &'v Village, window: &str) -> Option<&'v Contact> {
    if window.is_empty() {
        return None;
    }
    let near = village.contacts().filter_map(|contact| Some((contact.nearness(window)?, contact)));
    // Of two as near the one that was written down later counts.
    near.max_by_key(|(nearness, contact)| (*nearness, contact.id)).map(|(_, contact)| contact)
}

/// Who has this role 联系村领导, 镇纪委: the one that was written down last.
pub fn in_role<'v>(village: &'v Village, role: &str) -> Option<&'v Contact> {
    village.contacts().rfind(|contact| contact.is_used() && contact.role == role)
}
