//! The chains as data: what follows from a household event, an age or a decision, within how long, and where it is written.
//!
//! It reads text that somebody else took from the disk; who has to be asked what is `outlook`'s to derive.

use crate::domain::deadline::DeadlineRule;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "chains.toml";

const SHIPPED: &str = include_str!("../data/chains.toml");
/// The oldest age a town may write, in years.
const AGE_YEARS_MAX: u16 = 120;
/// How sure a row is that stands in a statute.
const STATUTE: &str = "法条";
const KEYS: [&str; 18] = [
    "code",
    "when",
    "age",
    "after",
    "paper",
    "name",
    "limit",
    "ahead",
    "of",
    "age_from",
    "matter",
    "variant",
    "bundle",
    "ends",
    "words",
    "source",
    "certainty",
    "withdrawn",
];

/// What a follow-up comes of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// 户变动.
    Event(HouseholdEventKind),
    /// 满岁, in years.
    Age(u16),
    /// 办成: a matter of this code was granted.
    Granted(String),
    /// 证件到期: the last day of a paper of this kind, as it was written down.
    Expiry(String),
}

impl Trigger {
    /// The Chinese label: 死亡, 满16岁, 办成以后, 身份证到期.
    pub fn label(&self) -> String {
        match self {
            Trigger::Event(kind) => kind.label().to_owned(),
            Trigger::Age(years) => format!("满{years}岁"),
            Trigger::Granted(_) => "办成以后".to_owned(),
            Trigger::Expiry(paper) => format!("{paper}到期"),
        }
    }
}

/// With what a follow-up is over by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With a task of its matter.
    Task,
    /// 新户主: with a new head.
    NewHead,
    /// 在办的事: when nothing of theirs is open any more.
    NoOpenTask,
    /// 帮扶: when the household that is gone is paired no more.
    NoPairing,
}

impl Ends {
    const ALL: [Ends; 4] = [Ends::Task, Ends::NewHead, Ends::NoOpenTask, Ends::NoPairing];

    fn label(self) -> &'static str {
        match self {
            Ends::Task => "代办件",
            Ends::NewHead => "新户主",
            Ends::NoOpenTask => "在办的事",
            Ends::NoPairing => "帮扶",
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainRule {
    /// Stable code, by which what was recorded names it.
    pub code: String,
    /// What it comes of.
    pub trigger: Trigger,
    /// What is to be done.
    pub name: String,
    /// Within how long, from the day of the trigger.
    pub limit: DeadlineRule,
    /// How long before it is asked for; `None` for an event, of which it is asked at once.
    pub ahead: Option<DeadlineRule>,
    /// Words of classes and tags it is asked of; empty for everybody.
    pub of: Vec<String>,
    /// The age it is asked from, in years.
    pub age_from: Option<u16>,
    /// The matter that is opened for it; empty where none is.
    pub matter: String,
    /// The case of the matter.
    pub variant: Option<String>,
    /// A bundle that may be opened instead.
    pub bundle: Option<String>,
    /// With what it is over.
    pub ends: Ends,
    /// What to know.
    pub words: String,
    /// Where it is written.
    pub source: String,
    /// How sure that is.
    pub certainty: String,
}

impl ChainRule {
    /// Whether a statute sets the limit.
    pub fn is_statutory(&self) -> bool {
        self.certainty == STATUTE
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chains {
    rules: Vec<ChainRule>,
}

impl Chains {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> Chains {
        Chains { rules: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: one of the same code replaces it, or takes it away. Every row with a fault is left
    /// out.
    pub fn with(mut self, text: &str, file: &str) -> (Chains, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["follow"]);
        for row in rows {
            match read(row) {
                Ok(Laid::Rule(rule)) => match self.rules.iter_mut().find(|old| old.code == rule.code) {
                    Some(old) => *old = *rule,
                    None => self.rules.push(*rule),
                },
                Ok(Laid::Withdrawn(code)) => self.rules.retain(|rule| rule.code != code),
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    /// Every rule, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = &ChainRule> {
        self.rules.iter()
    }

    /// The rule at this place of the table.
    pub fn at(&self, place: usize) -> Option<&ChainRule> {
        self.rules.get(place)
    }
}

enum Laid {
    Rule(Box<ChainRule>),
    Withdrawn(String),
}

fn read(mut row: Row<'_>) -> Result<Laid, Vec<TableFault>> {
    let code = row.required("code");
    if row.flag("withdrawn") {
        let faults = row.close(&KEYS);
        return if faults.is_empty() { Ok(Laid::Withdrawn(code)) } else { Err(faults) };
    }
    let trigger = trigger(&mut row);
    let (name, limit) = (row.required("name"), limit(&mut row, "limit", true));
    let ahead = ahead(&mut row);
    let (of, age_from) = (row.texts("of"), age(&mut row, "age_from", false));
    let text = |row: &mut Row<'_>, name| Some(row.text(name)).filter(|text| !text.is_empty());
    let (matter, variant, bundle) = (row.text("matter"), text(&mut row, "variant"), text(&mut row, "bundle"));
    let ends = ends(&mut row, &matter);
    let (words, source, certainty) = (row.text("words"), row.required("source"), row.certainty());
    let faults = row.close(&KEYS);
    match (trigger, limit) {
        (Some(trigger), Some(limit)) if faults.is_empty() => Ok(Laid::Rule(Box::new(ChainRule {
            code,
            trigger,
            name,
            limit,
            ahead,
            of,
            age_from,
            matter,
            variant,
            bundle,
            ends,
            words,
            source,
            certainty,
        }))),
        _ => Err(faults),
    }
}

fn trigger(row: &mut Row<'_>) -> Option<Trigger> {
    const KINDS: [HouseholdEventKind; 4] = [
        HouseholdEventKind::Death,
        HouseholdEventKind::Birth,
        HouseholdEventKind::MovedIn,
        HouseholdEventKind::MovedOut,
    ];
    let when = row.required("when");
    let event = KINDS.into_iter().find(|kind| kind.label() == when).map(Trigger::Event);
    match when.as_str() {
        "满岁" => age(row, "age", true).map(Trigger::Age),
        "办成" => Some(Trigger::Granted(row.required("after"))),
        "证件到期" => Some(Trigger::Expiry(row.required("paper"))),
        "" => None,
        _ => {
            if event.is_none() {
                row.fault("when", format!("when 没有「{when}」这一种，只能写：死亡 出生 迁入 迁出 满岁 办成 证件到期"));
            }
            event
        }
    }
}

fn age(row: &mut Row<'_>, name: &str, must: bool) -> Option<u16> {
    let text = row.text(name);
    let years = text.parse().ok().filter(|years| (1..=AGE_YEARS_MAX).contains(years));
    if years.is_none() && (must || !text.is_empty()) {
        row.fault(name, format!("{name} 要写成引号里 1 到 {AGE_YEARS_MAX} 的岁数"));
    }
    years
}

fn limit(row: &mut Row<'_>, name: &str, must: bool) -> Option<DeadlineRule> {
    let text = if must { row.required(name) } else { row.text(name) };
    let rule = DeadlineRule::parse(&text).filter(|rule| !matches!(rule, DeadlineRule::Fixed(_)));
    if rule.is_none() && !text.is_empty() {
        row.fault(name, format!("{name} 看不懂「{text}」，写成：立即、10天、1周、1月、20工作日"));
    }
    rule
}

/// Backwards no working days are counted.
fn ahead(row: &mut Row<'_>) -> Option<DeadlineRule> {
    let rule = limit(row, "ahead", false)?;
    match rule {
        DeadlineRule::Natural(_) | DeadlineRule::Weeks(_) | DeadlineRule::Months(_) => Some(rule),
        DeadlineRule::Immediate | DeadlineRule::Working(_) | DeadlineRule::Fixed(_) => {
            row.fault("ahead", "ahead 只能写几天、几周、几月");
            None
        }
    }
}

fn ends(row: &mut Row<'_>, matter: &str) -> Ends {
    let text = row.text("ends");
    let found = Ends::ALL.into_iter().find(|ends| *ends != Ends::Task && ends.label() == text);
    match (found, text.is_empty(), matter.is_empty()) {
        (None, true, false) => {}
        (Some(_), false, true) => {}
        (None, false, _) => row.fault("ends", format!("ends 没有「{text}」这一种，只能写：新户主 在办的事 帮扶")),
        (_, _, _) => row.fault("ends", "matter 和 ends 要写一样，只写一样"),
    }
    found.unwrap_or(Ends::Task)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tables::Tables;

    #[test]
    fn what_is_shipped_has_no_faults_and_names_matters_and_cases_there_are() {
        let (chains, faults) = Chains { rules: Vec::new() }.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        let matters = Tables::shipped().matters;
        for rule in chains.all().filter(|rule| !rule.matter.is_empty()) {
            let def = matters.get(&rule.matter).unwrap();
            let case = |name: &String| def.variants.iter().any(|variant| variant.name == *name);
            assert!(rule.variant.as_ref().is_none_or(case), "{}", rule.code);
            assert!(rule.bundle.as_ref().is_none_or(|code| matters.get(code).is_some()), "{}", rule.code);
        }
        let asked = |kind| chains.all().filter(|rule| rule.trigger == Trigger::Event(kind)).count();
        use HouseholdEventKind::{Birth, Death, MovedIn, MovedOut};
        assert_eq!([Death, Birth, MovedIn, MovedOut].map(asked), [8, 5, 2, 5]);
        let statutory: Vec<_> =
            chains.all().filter(|rule| rule.is_statutory()).map(|rule| rule.code.as_str()).collect();
        let wanted = [
            "death_hukou",
            "death_insurance",
            "birth_hukou",
            "moved_in_hukou",
            "moved_out_hukou",
            "age_16_id",
            "residence_permit",
        ];
        assert_eq!(statutory, wanted);
    }

    #[test]
    fn a_town_lays_over_takes_away_and_is_told_every_fault_by_its_line() {
        let text = "[[follow]]\ncode = \"age_80_allowance\"\nwhen = \"满岁\"\nage = \"70\"\nname = \"老年补贴\"\n\
            limit = \"1月\"\nmatter = \"S13\"\nsource = \"镇文件\"\ncertainty = \"待核\"\n\
            [[follow]]\ncode = \"death_pairing\"\nwithdrawn = true\n\
            [[follow]]\ncode = \"x\"\nwhen = \"结婚\"\nname = \"y\"\nlimit = \"不久\"\nahead = \"5工作日\"\n\
            source = \"z\"\ncertainty = \"待核\"\n";
        let (chains, faults) = Chains::shipped().with(text, FILE);
        let of = |code: &str| chains.all().find(|rule| rule.code == code);
        assert_eq!(of("age_80_allowance").map(|rule| &rule.trigger), Some(&Trigger::Age(70)));
        assert!(of("death_pairing").is_none() && of("x").is_none());
        let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [15, 17, 18, 13], "{faults:?}");
    }
}
