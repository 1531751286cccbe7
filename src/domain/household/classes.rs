//! The classes a household may be put into, by scheme, and which two exclude each other, as data with its source.
//!
//! It reads text that somebody else took from the disk. What excludes is warned of and never blocks: who is granted what is
//! decided above.

use super::Household;
use crate::domain::day::Day;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "classes.toml";

const SHIPPED: &str = include_str!("../data/classes.toml");

/// A scheme 类别体系.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassScheme {
    /// Its name.
    pub name: String,
    /// Its classes.
    pub values: Vec<String>,
    /// From when it holds.
    pub from: Option<Day>,
    /// Until when.
    pub to: Option<Day>,
    /// Who mostly decides.
    pub decided_by: String,
    /// Where it is written.
    pub source: String,
}

/// Two classes of which a household mostly has one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// What the one has in its name.
    pub one: String,
    /// What the other has.
    pub other: String,
    /// What to say.
    pub words: String,
    /// Where it is written.
    pub source: String,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSchemes {
    schemes: Vec<ClassScheme>,
    exclusions: Vec<Exclusion>,
}

impl ClassScheme {
    /// Whether it held on this day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Its days in words; empty where it has none.
    pub fn days_words(&self) -> String {
        match (self.from, self.to) {
            (None, None) => String::new(),
            (Some(from), None) => format!("{from}起"),
            (None, Some(to)) => format!("到{to}"),
            (Some(from), Some(to)) => format!("{from}到{to}"),
        }
    }
}

impl ClassSchemes {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> ClassSchemes {
        ClassSchemes { schemes: Vec::new(), exclusions: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: a scheme of the same name, or an exclusion of the same two, replaces it. Every row with
    /// a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (ClassSchemes, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["scheme", "exclude"]);
        for row in rows {
            let found = match row.kind {
                "scheme" => read_scheme(row).map(|scheme| self.lay_scheme(scheme)),
                _ => read_exclusion(row).map(|exclusion| self.lay_exclusion(exclusion)),
            };
            faults.extend(found.err().into_iter().flatten());
        }
        (self, faults)
    }

    fn lay_scheme(&mut self, scheme: ClassScheme) {
        match self.schemes.iter_mut().find(|old| old.name == scheme.name) {
            Some(old) => *old = scheme,
            None => self.schemes.push(scheme),
        }
    }

    fn lay_exclusion(&mut self, exclusion: Exclusion) {
        let same = |old: &&mut Exclusion| (&old.one, &old.other) == (&exclusion.one, &exclusion.other);
        match self.exclusions.iter_mut().find(same) {
            Some(old) => *old = exclusion,
            None => self.exclusions.push(exclusion),
        }
    }

    /// Every class with its scheme, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = (&ClassScheme, &str)> {
        self.schemes.iter().flat_map(|scheme| scheme.values.iter().map(move |value| (scheme, value.as_str())))
    }

    /// The scheme of a class on a day; a class may be of several, one after the other. `None` for one of no scheme, or where
    /// none of its schemes held.
    pub fn scheme_on(&self, value: &str, day: Day) -> Option<&ClassScheme> {
        self.all().filter(|(_, other)| *other == value).map(|(scheme, _)| scheme).find(|scheme| scheme.holds_on(day))
    }

    /// Whether any scheme has this class.
    pub fn knows(&self, value: &str) -> bool {
        self.all().any(|(_, other)| other == value)
    }

    /// Classes the household has on `day` that exclude this one, each with what is written about it.
    pub fn excluding<'s>(&'s self, household: &'s Household, value: &str, day: Day) -> Vec<(&'s str, &'s Exclusion)> {
        let held: Vec<&str> =
            household.classes_on(day).map(|class| class.value.as_str()).filter(|held| *held != value).collect();
        let meets = |rule: &&Exclusion, held: &str| {
            (value.contains(&rule.one) && held.contains(&rule.other))
                || (value.contains(&rule.other) && held.contains(&rule.one))
        };
        held.into_iter()
            .filter_map(|held| Some((held, self.exclusions.iter().find(|rule| meets(rule, held))?)))
            .collect()
    }
}

fn read_scheme(mut row: Row<'_>) -> Result<ClassScheme, Vec<TableFault>> {
    let (name, values) = (row.required("name"), row.texts("values"));
    let (from, to) = (row.day("from"), row.day("to"));
    let (decided_by, source) = (row.text("decided_by"), row.required("source"));
    row.certainty();
    if values.is_empty() {
        row.fault("values", "values 里至少要写一类");
    }
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        row.fault("to", "to 早于 from");
    }
    let faults = row.close(&["name", "values", "from", "to", "decided_by", "source", "certainty"]);
    if faults.is_empty() { Ok(ClassScheme { name, values, from, to, decided_by, source }) } else { Err(faults) }
}

fn read_exclusion(mut row: Row<'_>) -> Result<Exclusion, Vec<TableFault>> {
    let (one, other) = (row.required("one"), row.required("other"));
    let (words, source) = (row.required("words"), row.required("source"));
    row.certainty();
    let faults = row.close(&["one", "other", "words", "source", "certainty"]);
    if faults.is_empty() { Ok(Exclusion { one, other, words, source }) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::household::{ClassMembership, GroupNo};
    use crate::domain::id::HouseholdId;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn the_shipped_classes_have_no_faults() {
        let bare = ClassSchemes { schemes: Vec::new(), exclusions: Vec::new() };
        let (classes, faults) = bare.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(classes, ClassSchemes::shipped());
    }

    #[test]
    fn a_class_is_of_the_scheme_that_held_on_its_day() {
        let classes = ClassSchemes::shipped();
        let scheme = |value, on| classes.scheme_on(value, day(on)).map(|scheme| scheme.name.as_str());
        assert_eq!(scheme("低保户", "2026-06-30"), Some("社会救助"));
        assert_eq!(scheme("低保户", "2026-07-01"), Some("社会救助2026"));
        assert_eq!(scheme("脱贫不稳定户", "2025-12-31"), Some("防返贫2021"));
        assert_eq!(scheme("脱贫不稳定户", "2026-01-01"), None);
        assert!(classes.knows("脱贫不稳定户") && !classes.knows("没有这类"));
    }

    #[test]
    fn what_excludes_each_other_is_found_from_either_side_and_only_while_it_holds() {
        let (classes, today) = (ClassSchemes::shipped(), day("2026-11-24"));
        let holding = |value: &str, to| {
            let mut household = Household::new(HouseholdId(uuid::Uuid::from_u128(1)), GroupNo(1));
            let value = value.to_owned();
            household.classes.push(ClassMembership { value, from: None, to, source: String::new() });
            household
        };
        for (held, asked, expected) in [
            ("低保户", "特困户", 1),
            ("特困户", "低保户", 1),
            ("低保户", "低保户", 0),
            ("残疾人户", "低保户", 0),
            ("低保边缘户", "低保户", 1),
        ] {
            let household = holding(held, None);
            let found = classes.excluding(&household, asked, today);
            assert_eq!(found.len(), expected, "{held} {asked}");
            assert!(found.iter().all(|(_, rule)| !rule.source.is_empty()));
        }
        assert!(classes.excluding(&holding("低保户", Some(day("2026-11-23"))), "特困户", today).is_empty());
    }

    #[test]
    fn a_town_s_scheme_takes_the_place_of_one_of_its_name() {
        let own = "[[scheme]]\nname = \"防返贫2021\"\nvalues = [\"监测户\"]\nsource = \"本镇\"\ncertainty = \"待核\"\n\
                   [[scheme]]\nname = \"空的\"\nvalues = []\nsource = \"本镇\"\ncertainty = \"待核\"\n";
        let (classes, faults) = ClassSchemes::shipped().with(own, FILE);
        assert!(classes.knows("监测户") && !classes.knows("脱贫不稳定户"));
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<usize>>(), [8]);
    }
}
