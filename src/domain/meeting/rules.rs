//! The rules of meetings as data: for each body and each version of the law, how many must come and how many agree.
//!
//! It reads text that somebody else took from the disk, and it does no sum.

use super::Body;
use crate::domain::day::Day;
use crate::domain::numeral;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "meetings.toml";

const SHIPPED: &str = include_str!("../data/meetings.toml");
const KEYS: [&str; 10] = ["rules", "from", "body", "base", "attend", "carry", "of", "less", "basis", "certainty"];

/// A share of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// 过半数: a half itself is not enough.
    MoreThanHalf,
    /// 三分之二以上 and the like: the share itself is enough.
    AtLeast {
        /// Of the equal pieces, so many.
        parts: u32,
        /// Into how many the whole is cut.
        of: u32,
    },
}

/// Whom the ayes are a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// 到会: those who came.
    Present,
    /// 应到: all who belong to the body.
    Base,
}

/// Whether anybody may be left out of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Less {
    /// 可减, with a reason that the meeting is told.
    Allowed,
    /// 不减: the law asks for a share of all who belong to the body.
    Nobody,
}

/// What one body needs by one version of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The year of that version.
    pub rules: String,
    /// The day it came into force; `None` where nobody wrote it down.
    pub from: Option<Day>,
    /// The body.
    pub body: Body,
    /// Who belongs to it, in words.
    pub base: String,
    /// How many must come.
    pub attend: Share,
    /// How many must agree.
    pub carry: Share,
    /// Of whom.
    pub of: Of,
    /// Whether anybody comes off the base.
    pub less: Less,
    /// Where it is written.
    pub basis: String,
    /// How sure that is.
    pub certainty: String,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<Rule>,
}

impl Share {
    /// Reads 过半数 or 三分之二以上.
    pub fn parse(text: &str) -> Option<Share> {
        if text == "过半数" {
            return Some(Share::MoreThanHalf);
        }
        let (of, parts) = text.strip_suffix("以上")?.split_once("分之")?;
        let (of, parts) = (numeral::read(of)?, numeral::read(parts)?);
        (0 < parts && parts <= of).then_some(Share::AtLeast { parts, of })
    }

    /// Its words.
    pub fn words(self) -> String {
        match self {
            Share::MoreThanHalf => "过半数".to_owned(),
            Share::AtLeast { parts: 2, of: 3 } => "三分之二以上".to_owned(),
            Share::AtLeast { parts, of } => format!("{of}分之{parts}以上"),
        }
    }
}

impl Of {
    const ALL: [Of; 2] = [Of::Present, Of::Base];

    fn label(self) -> &'static str {
        match self {
            Of::Present => "到会",
            Of::Base => "应到",
        }
    }
}

impl Less {
    const ALL: [Less; 2] = [Less::Allowed, Less::Nobody];

    fn label(self) -> &'static str {
        match self {
            Less::Allowed => "可减",
            Less::Nobody => "不减",
        }
    }
}

impl Rules {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> Rules {
        Rules { rules: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: one for the same year and body replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (Rules, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["meeting"]);
        let mut seen: Vec<(String, Body, usize)> = Vec::new();
        for row in rows {
            let line = row.line;
            let rule = match read(row) {
                Ok(rule) => rule,
                Err(found) => {
                    faults.extend(found);
                    continue;
                }
            };
            if let Some((.., first)) = seen.iter().find(|(year, body, _)| *year == rule.rules && *body == rule.body) {
                let what = format!("{}年的{}在第{first}行已经写过", rule.rules, rule.body.label());
                faults.push(TableFault::new(file, line, format!("{what}，这一条没有读入")));
                continue;
            }
            seen.push((rule.rules.clone(), rule.body, line));
            match self.rules.iter_mut().find(|old| old.rules == rule.rules && old.body == rule.body) {
                Some(old) => *old = rule,
                None => self.rules.push(rule),
            }
        }
        (self, faults)
    }

    /// The rule of this body in that year's version.
    pub fn get(&self, year: &str, body: Body) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.rules == year && rule.body == body)
    }

    /// The rule of this body that was in force on a day, as far as that is written down.
    pub fn in_force(&self, body: Body, day: Day) -> Option<&Rule> {
        let of_body = self.rules.iter().filter(|rule| rule.body == body && rule.from.is_some_and(|from| from <= day));
        of_body.max_by_key(|rule| rule.from)
    }

    /// The years there are, in order.
    pub fn years(&self) -> Vec<&str> {
        let mut years: Vec<&str> = self.rules.iter().map(|rule| rule.rules.as_str()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The bodies of that year's version.
    pub fn bodies(&self, year: &str) -> Vec<Body> {
        Body::ALL.into_iter().filter(|body| self.get(year, *body).is_some()).collect()
    }
}

fn read(mut row: Row<'_>) -> Result<Rule, Vec<TableFault>> {
    let rules = row.required("rules");
    let is_year = rules.len() == 4 && rules.bytes().all(|byte| byte.is_ascii_digit());
    if !rules.is_empty() && !is_year {
        row.fault("rules", format!("rules 写四位的年份，如 \"2025\"，不能是「{rules}」"));
    }
    let from = if row.has("from") { row.day("from") } else { None };
    let body = row.choice("body", &Body::ALL, Body::label);
    let base = row.required("base");
    let (attend, carry) = (share(&mut row, "attend"), share(&mut row, "carry"));
    let of = row.choice("of", &Of::ALL, Of::label);
    let less = if row.has("less") { row.choice("less", &Less::ALL, Less::label) } else { Some(Less::Allowed) };
    let basis = row.required("basis");
    let certainty = row.certainty();
    let faults = row.close(&KEYS);
    match (body, attend, carry, of, less) {
        (Some(body), Some(attend), Some(carry), Some(of), Some(less)) if faults.is_empty() => {
            Ok(Rule { rules, from, body, base, attend, carry, of, less, basis, certainty })
        }
        _ => Err(faults),
    }
}

fn share(row: &mut Row<'_>, name: &str) -> Option<Share> {
    let text = row.required(name);
    let share = Share::parse(&text);
    if share.is_none() && !text.is_empty() {
        row.fault(name, format!("{name} 要写成 过半数 或者 三分之二以上 这样，不能是「{text}」"));
    }
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_have_no_faults_and_every_body_of_every_year() {
        let (rules, faults) = Rules { rules: Vec::new() }.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(rules, Rules::shipped());
        assert_eq!(rules.years(), ["2010", "2018", "2025"]);
        assert_eq!(rules.bodies("2025"), Body::ALL);
        // 农村集体经济组织法 is in force since 2025.
        assert!(!rules.bodies("2018").contains(&Body::Members));
        assert_eq!(rules.bodies("2010").len(), 6);
        assert!(rules.rules.iter().all(|rule| !rule.basis.is_empty() && !rule.base.is_empty()));
    }

    #[test]
    fn a_share_is_read_as_it_is_said() {
        assert_eq!(Share::parse("过半数"), Some(Share::MoreThanHalf));
        assert_eq!(Share::parse("三分之二以上"), Some(Share::AtLeast { parts: 2, of: 3 }));
        assert_eq!(Share::parse("4分之3以上"), Some(Share::AtLeast { parts: 3, of: 4 }));
        for odd in ["", "一半", "三分之二", "三分之零以上", "二分之三以上", "分之以上"] {
            assert_eq!(Share::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_town_s_rule_is_laid_over_and_its_faults_are_told_by_line() {
        let own = "[[meeting]]\nrules = \"2025\"\nbody = \"村民会议\"\nbase = \"村民\"\nattend = \"五分之四以上\"\n\
                   carry = \"过半数\"\nof = \"到会\"\nbasis = \"本镇办法\"\ncertainty = \"待核\"\n\
                   [[meeting]]\nrules = \"25年\"\nbody = \"党员会\"\nattend = \"多数\"\nsize = \"大\"\n";
        let (rules, faults) = Rules::shipped().with(own, "meetings.toml");
        let rule = rules.get("2025", Body::Assembly).unwrap();
        assert_eq!((rule.attend, rule.basis.as_str()), (Share::AtLeast { parts: 4, of: 5 }, "本镇办法"));
        assert_eq!(rules.years(), ["2010", "2018", "2025"]);
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        for line in [11, 12, 13, 14] {
            assert!(lines.contains(&line), "{faults:?}");
        }
    }
}
