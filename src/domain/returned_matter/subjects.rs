//! Which body decides what, as data with its source.
//!
//! It reads text that somebody else took from the disk; how many must come is `meeting`'s.

use crate::domain::meeting::Body;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "subjects.toml";

const SHIPPED: &str = include_str!("../data/subjects.toml");

/// One kind of subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// The bodies that may decide it, the usual one first; none where the committee or a consultation does.
    pub bodies: Vec<Body>,
    /// Whether the decision is filed with the town.
    pub filed: bool,
    /// Where it is written.
    pub basis: String,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    subjects: Vec<Subject>,
}

impl Subjects {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> Subjects {
        Subjects { subjects: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: one of the same name replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (Subjects, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["subject"]);
        for row in rows {
            match read(row) {
                Ok(subject) => match self.subjects.iter_mut().find(|old| old.name == subject.name) {
                    Some(old) => *old = subject,
                    None => self.subjects.push(subject),
                },
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    /// All of them, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.iter()
    }

    /// The subject of this name.
    pub fn get(&self, name: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.name == name)
    }
}

fn read(mut row: Row<'_>) -> Result<Subject, Vec<TableFault>> {
    let name = row.required("name");
    let mut bodies = Vec::new();
    for text in row.texts("bodies") {
        match Body::ALL.into_iter().find(|body| body.label() == text) {
            Some(body) => bodies.push(body),
            None => {
                let words = Body::ALL.map(Body::label).join("、");
                row.fault("bodies", format!("bodies 没有「{text}」这种会，只能写：{words}"));
            }
        }
    }
    let filed = row.flag("filed");
    let basis = row.required("basis");
    row.certainty();
    let faults = row.close(&["name", "bodies", "filed", "basis", "certainty"]);
    if faults.is_empty() { Ok(Subject { name, bodies, filed, basis }) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_subjects_have_no_faults_and_the_village_rules_are_not_delegated() {
        let (subjects, faults) = Subjects { subjects: Vec::new() }.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(subjects, Subjects::shipped());
        let rules = subjects.get("村规民约、自治章程").unwrap();
        assert!(rules.filed && !rules.bodies.contains(&Body::Representatives));
        assert!(subjects.get("重点帮扶人员、帮扶方案").unwrap().bodies.contains(&Body::Representatives));
        assert_eq!(subjects.all().filter(|subject| subject.bodies.is_empty()).count(), 1);
    }

    #[test]
    fn a_body_that_is_none_is_told_by_line() {
        let own = "[[subject]]\nname = \"塘坝\"\nbodies = [\"院坝会\"]\nbasis = \"本镇\"\ncertainty = \"待核\"\n";
        let (_, faults) = Subjects::shipped().with(own, FILE);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn each_subject_is_decided_by_its_body_and_by_no_smaller_one() {
        use Body::{Assembly, ContractPlan, Group, HouseholdAssembly, Members, Representatives};
        let of_representatives = [Representatives, Assembly, HouseholdAssembly];
        let wanted: [(&str, &[Body], bool); 10] = [
            ("村规民约、自治章程", &[Assembly, HouseholdAssembly], true),
            ("公益事业、筹资筹劳、建设承包", &of_representatives, false),
            ("误工补贴人员和标准", &of_representatives, false),
            ("集体所得资金物资使用", &of_representatives, false),
            ("规划建设要事", &of_representatives, false),
            ("重点帮扶人员、帮扶方案", &of_representatives, false),
            ("集体财产：宅基地使用、股份量化、土地补偿费、成员确认", &[Members], false),
            ("承包方案", &[ContractPlan], false),
            ("本组公益、误工、组收入", &[Group], false),
            ("红白喜事、人居环境、水路管护日常", &[], false),
        ];
        let subjects = Subjects::shipped();
        let shipped: Vec<(&str, &[Body], bool)> =
            subjects.all().map(|it| (it.name.as_str(), it.bodies.as_slice(), it.filed)).collect();
        assert_eq!(shipped, wanted);
    }
}
