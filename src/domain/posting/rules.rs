//! How long a posting hangs and when the village's affairs are published, as data with its source.
//!
//! It reads text that somebody else took from the disk, and it knows no posting.

use crate::domain::day::Day;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "postings.toml";

const SHIPPED: &str = include_str!("../data/postings.toml");
/// The most days a town may write.
const DAYS_MAX: u16 = 365;
/// Every month has this many days.
const MONTH_DAYS: u16 = 28;

/// How long a kind of posting hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingRule {
    /// What the subject has in its words; empty for all others.
    pub kind: String,
    /// Days it stays up at least.
    pub days: u16,
    /// Days within which an objection is answered.
    pub answer_days: u16,
    /// Where it is written.
    pub source: String,
}

/// How often something is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// 每季度.
    Quarter,
    /// 每月.
    Month,
}

/// Something that is published again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// What.
    pub kind: String,
    /// How often.
    pub every: Every,
    /// The day of the month that follows the period, by which it is up.
    pub day: u16,
    /// In which villages it is asked for; empty in all.
    pub only: String,
    /// Where it is written.
    pub source: String,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingRules {
    others: PostingRule,
    kinds: Vec<PostingRule>,
    /// What is published again and again.
    pub calendar: Vec<Publication>,
}

impl Every {
    const ALL: [Every; 2] = [Every::Quarter, Every::Month];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Every::Quarter => "每季度",
            Every::Month => "每月",
        }
    }

    fn months(self) -> i32 {
        match self {
            Every::Quarter => 3,
            Every::Month => 1,
        }
    }
}

impl Publication {
    /// The day by which the period in which `day` lies is published.
    pub fn due_for(&self, day: Day) -> Day {
        let (year, month, _) = day.ymd();
        let months = self.every.months();
        let first = (i32::from(month) - 1) / months * months + 1;
        let start = i8::try_from(first).ok().and_then(|month| Day::from_ymd(year, month, 1)).unwrap_or(day);
        start.plus_months(months).plus_days(i32::from(self.day) - 1)
    }

    /// The first day on which the period that ended last before `today` can be published.
    pub fn open_from(&self, today: Day) -> Day {
        self.due_now(today).plus_days(1 - i32::from(self.day))
    }

    /// The day by which the period that ended last before `today` is published.
    pub fn due_now(&self, today: Day) -> Day {
        self.due_for(today.plus_months(-self.every.months()))
    }
}

impl PostingRules {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> PostingRules {
        PostingRules::bare().with(SHIPPED, FILE).0
    }

    fn bare() -> PostingRules {
        let others = PostingRule { kind: String::new(), days: 15, answer_days: 3, source: String::new() };
        PostingRules { others, kinds: Vec::new(), calendar: Vec::new() }
    }

    /// Lays a town's rows over these: one of the same kind replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (PostingRules, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["posting", "calendar"]);
        for row in rows {
            let found = if row.kind == "posting" {
                read_posting(row).map(|rule| self.lay(rule))
            } else {
                read_publication(row).map(|publication| self.lay_publication(publication))
            };
            faults.extend(found.err().unwrap_or_default());
        }
        (self, faults)
    }

    /// The rule of a posting about this.
    pub fn of(&self, subject: &str) -> &PostingRule {
        self.kinds.iter().find(|rule| subject.contains(&rule.kind)).unwrap_or(&self.others)
    }

    fn lay(&mut self, rule: PostingRule) {
        match self.kinds.iter_mut().find(|old| old.kind == rule.kind) {
            _ if rule.kind.is_empty() => self.others = rule,
            Some(old) => *old = rule,
            None => self.kinds.push(rule),
        }
    }

    fn lay_publication(&mut self, publication: Publication) {
        match self.calendar.iter_mut().find(|old| old.kind == publication.kind) {
            Some(old) => *old = publication,
            None => self.calendar.push(publication),
        }
    }
}

fn read_posting(mut row: Row<'_>) -> Result<PostingRule, Vec<TableFault>> {
    let kind = row.text("kind");
    let (days, answer_days) = (row.count("days", DAYS_MAX), row.count("answer", DAYS_MAX));
    let source = row.required("source");
    row.certainty();
    let faults = row.close(&["kind", "days", "answer", "source", "certainty"]);
    match (days, answer_days) {
        (Some(days), Some(answer_days)) if faults.is_empty() => Ok(PostingRule { kind, days, answer_days, source }),
        _ => Err(faults),
    }
}

fn read_publication(mut row: Row<'_>) -> Result<Publication, Vec<TableFault>> {
    let kind = row.required("kind");
    let every = row.choice("every", &Every::ALL, Every::label);
    let day = row.count("day", MONTH_DAYS);
    let only = row.text("only");
    let source = row.required("source");
    row.certainty();
    let faults = row.close(&["kind", "every", "day", "only", "source", "certainty"]);
    match (every, day) {
        (Some(every), Some(day)) if faults.is_empty() => Ok(Publication { kind, every, day, only, source }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn the_shipped_rules_have_no_faults() {
        let (rules, faults) = PostingRules::bare().with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(rules, PostingRules::shipped());
        assert_eq!((rules.of("低保名单").days, rules.of("监测对象名单（第2批）").days), (15, 5));
        assert_eq!(rules.calendar.len(), 2);
    }

    #[test]
    fn a_period_is_published_by_the_fifteenth_of_the_month_after_it() {
        let rules = PostingRules::shipped();
        let [quarter, month] = [&rules.calendar[0], &rules.calendar[1]];
        for (of, due) in [
            ("2026-01-01", "2026-04-15"),
            ("2026-03-31", "2026-04-15"),
            ("2026-04-01", "2026-07-15"),
            ("2026-12-31", "2027-01-15"),
        ] {
            assert_eq!(quarter.due_for(day(of)), day(due), "{of}");
        }
        assert_eq!(month.due_for(day("2026-11-30")), day("2026-12-15"));
        assert_eq!(quarter.due_now(day("2026-11-24")), day("2026-10-15"));
        assert_eq!(month.due_now(day("2026-03-31")), day("2026-03-15"));
    }

    #[test]
    fn a_town_s_rule_is_laid_over_and_its_faults_are_told_by_line() {
        let own = "[[posting]]\nkind = \"\"\ndays = \"20\"\nanswer = \"5\"\nsource = \"本镇\"\ncertainty = \"待核\"\n\
                   [[calendar]]\nkind = \"党务\"\nevery = \"每年\"\nday = \"31\"\nsource = \"本镇\"\ncertainty = \"待核\"\n";
        let (rules, faults) = PostingRules::shipped().with(own, FILE);
        assert_eq!(rules.of("低保名单").days, 20);
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [9, 10], "{faults:?}");
    }
}
