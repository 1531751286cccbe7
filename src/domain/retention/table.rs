//! How long each kind of record is kept, read from the table that a town edits.
//!
//! It counts no days and looks at no record. Nothing here is law: the law asks for the shortest time that serves the
//! purpose and names no years, so every row says how sure it is.

use super::RetentionKind;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "retention.toml";

const SHIPPED: &str = include_str!("../data/retention.toml");
/// The longest time that is counted in years; whoever wants longer means for ever.
const YEARS_MAX: u16 = 100;

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// So many years.
    Years(u16),
    /// 永久.
    Forever,
}

/// The rule of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepRule {
    /// Of which records.
    pub kind: RetentionKind,
    /// How long.
    pub keep: Keep,
    /// Where this comes from.
    pub source: String,
    /// 法条, 公开, 常识 or 待核.
    pub certainty: String,
}

/// The rules of all kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionTable {
    rules: Vec<KeepRule>,
}

impl Keep {
    /// Reads `10年` and `永久`.
    fn parse(text: &str) -> Option<Keep> {
        if text == "永久" {
            return Some(Keep::Forever);
        }
        let years: u16 = text.strip_suffix('年')?.trim().parse().ok()?;
        (1..=YEARS_MAX).contains(&years).then_some(Keep::Years(years))
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            Keep::Years(years) => format!("{years}年"),
            Keep::Forever => "永久".to_owned(),
        }
    }
}

impl RetentionTable {
    /// The table as shipped.
    pub fn shipped() -> RetentionTable {
        // A test holds that it has no faults.
        RetentionTable::default().load(SHIPPED, FILE).0
    }

    /// This table with a town's rows over it: one of the same code is replaced.
    #[must_use]
    pub fn load(mut self, text: &str, file: &str) -> (RetentionTable, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["keep"]);
        let mut seen: Vec<RetentionKind> = Vec::new();
        for row in rows {
            match read(row, &seen) {
                Ok(rule) => {
                    seen.push(rule.kind);
                    self.rules.retain(|old| old.kind != rule.kind);
                    self.rules.push(rule);
                }
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    /// How long records of this kind are kept; what no row names is kept for ever.
    pub fn keep(&self, kind: RetentionKind) -> Keep {
        self.rule(kind).map_or(Keep::Forever, |rule| rule.keep)
    }

    /// The rule of this kind.
    pub fn rule(&self, kind: RetentionKind) -> Option<&KeepRule> {
        self.rules.iter().find(|rule| rule.kind == kind)
    }
}

fn read(mut row: Row<'_>, seen: &[RetentionKind]) -> Result<KeepRule, Vec<TableFault>> {
    let kind = row.choice("code", &RetentionKind::ALL, RetentionKind::code);
    if kind.is_some_and(|kind| seen.contains(&kind)) {
        row.fault("code", "这个代号前面已经写过，这一条没有读入");
    }
    let text = row.required("keep");
    let keep = Keep::parse(&text);
    if keep.is_none() && !text.is_empty() {
        row.fault("keep", format!("keep 没有「{text}」这种写法，写成 10年 这样(1到{YEARS_MAX}年)，或者写 永久"));
    }
    let source = row.required("source");
    let certainty = row.certainty();
    let faults = row.close(&["code", "keep", "source", "certainty"]);
    match (kind, keep) {
        (Some(kind), Some(keep)) if faults.is_empty() => Ok(KeepRule { kind, keep, source, certainty }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_has_a_rule_for_every_kind_and_no_fault() {
        let (table, faults) = RetentionTable::default().load(SHIPPED, FILE);
        assert_eq!(faults, []);
        for kind in RetentionKind::ALL {
            let rule = table.rule(kind).unwrap();
            assert!(!rule.source.is_empty(), "{kind:?}");
            assert_eq!(rule.certainty, "待核", "no years are in any law: {kind:?}");
        }
        assert_eq!(table.keep(RetentionKind::Task), Keep::Years(10));
        assert_eq!(table.keep(RetentionKind::Handover), Keep::Forever);
    }

    #[test]
    fn a_towns_row_replaces_the_shipped_one_and_a_faulty_row_is_told_by_its_line() {
        let own = "[[keep]]\ncode = \"task\"\nkeep = \"30年\"\nsource = \"镇档案室\"\ncertainty = \"公开\"\n";
        let (table, faults) = RetentionTable::shipped().load(own, FILE);
        assert_eq!((table.keep(RetentionKind::Task), faults), (Keep::Years(30), Vec::new()));
        assert_eq!(table.keep(RetentionKind::Note), Keep::Years(3));
        for (keep, code) in [("0年", "task"), ("101年", "task"), ("十年", "task"), ("10", "task"), ("10年", "tasks")]
        {
            let text =
                format!("[[keep]]\ncode = \"{code}\"\nkeep = \"{keep}\"\nsource = \"镇\"\ncertainty = \"公开\"\n");
            let (table, faults) = RetentionTable::shipped().load(&text, FILE);
            assert_eq!(table.keep(RetentionKind::Task), Keep::Years(10), "{keep} {code}");
            assert_eq!(faults.len(), 1, "{keep} {code}: {faults:?}");
        }
        let (_, faults) = RetentionTable::shipped().load(&own.repeat(2), FILE);
        assert_eq!(faults.first().map(|fault| fault.line), Some(7));
        assert!(RetentionTable::default().keep(RetentionKind::Person) == Keep::Forever, "what nobody rules is kept");
    }
}
