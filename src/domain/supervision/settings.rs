//! What a town settles about supervision, as data: how many days, the phones of offices, after how many years a post is
//! changed.
//!
//! It reads text that somebody else took from the disk. Nobody is named in it: leaders are contacts, and the post is a record.

use crate::domain::post::PostKind;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "supervision.toml";

const SHIPPED: &str = include_str!("../data/supervision.toml");
/// The largest count a town may write.
const COUNT_MAX: u16 = 3_650;
/// The longest time in a post, in years.
const YEARS_MAX: u16 = 60;

/// Something that is counted in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// How long a matter may lie without anybody hearing of it.
    TaskSilent,
    /// How long one of the officer's own five may be without contact.
    PairingSilent,
    /// Within how many days a decision of the village hangs on the board.
    DecisionPosted,
    /// Within how many days whoever rated poorly is called back.
    CallBack,
    /// Within how many days a poor rating is put right.
    PutRight,
    /// Within how many days a complaint is answered.
    Complaint,
    /// Within how many days a matter of the hotline is answered.
    Hotline,
    /// Within how many days what was set under supervision is done.
    Order,
    /// After how many days overdue the second leader is told.
    SecondLeader,
    /// How many days ahead a rotation is reminded of.
    RotationAhead,
}

impl Term {
    /// All of them, in the order of the table.
    pub const ALL: [Term; 10] = [
        Term::TaskSilent,
        Term::PairingSilent,
        Term::DecisionPosted,
        Term::CallBack,
        Term::PutRight,
        Term::Complaint,
        Term::Hotline,
        Term::Order,
        Term::SecondLeader,
        Term::RotationAhead,
    ];

    /// As the table writes it.
    pub fn label(self) -> &'static str {
        match self {
            Term::TaskSilent => "事项多久没动静",
            Term::PairingSilent => "五联多久没联系",
            Term::DecisionPosted => "决议多久贴出来",
            Term::CallBack => "差评多久回访",
            Term::PutRight => "差评多久整改",
            Term::Complaint => "投诉多久答复",
            Term::Hotline => "热线多久答复",
            Term::Order => "督办多久办结",
            Term::SecondLeader => "超期多久报片区领导",
            Term::RotationAhead => "轮岗提前多久提醒",
        }
    }
}

/// How many days of one kind of matter are unlike those of its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// So many matters there must be.
    pub least: usize,
    /// So many per cent of the middle one.
    pub percent: i32,
    /// And so many days more.
    pub more_days: i32,
}

/// Whom a complaint goes to that is not kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// 12345.
    Hotline,
    /// The town's discipline office.
    Discipline,
    /// The town's petition office.
    Petition,
}

impl Office {
    /// All of them, in the order of the slip.
    pub const ALL: [Office; 3] = [Office::Hotline, Office::Discipline, Office::Petition];

    /// As the table and the slip write it.
    pub fn label(self) -> &'static str {
        match self {
            Office::Hotline => "政务服务便民热线",
            Office::Discipline => "镇纪委",
            Office::Petition => "镇信访办",
        }
    }
}

/// Which leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaderRole {
    /// 联系村领导: the deputy head linked to the village.
    OfVillage,
    /// 联系片领导: the head of the area.
    OfArea,
}

impl LeaderRole {
    /// Both, the first to be told first.
    pub const ALL: [LeaderRole; 2] = [LeaderRole::OfVillage, LeaderRole::OfArea];

    /// As the table and the sheet write it.
    pub fn label(self) -> &'static str {
        match self {
            LeaderRole::OfVillage => "联系村领导",
            LeaderRole::OfArea => "联系片领导",
        }
    }
}

/// After how many years a post is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotationRule {
    /// Of which kind of post.
    pub kind: PostKind,
    /// Years.
    pub years: u16,
    /// Whether it must be, and not only as a rule.
    pub must: bool,
    /// Where it is written.
    pub source: String,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupervisionSettings {
    terms: Vec<(Term, i32)>,
    /// When the days of like matters are unlike.
    pub unlike: Unlike,
    phones: Vec<(Office, String)>,
    rotation: Vec<RotationRule>,
}

impl SupervisionSettings {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> SupervisionSettings {
        SupervisionSettings::bare().with(SHIPPED, FILE).0
    }

    fn bare() -> SupervisionSettings {
        SupervisionSettings {
            terms: Vec::new(),
            unlike: Unlike { least: 5, percent: 300, more_days: 15 },
            phones: Vec::new(),
            rotation: Vec::new(),
        }
    }

    /// Lays a town's rows over these: one of the same name replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (SupervisionSettings, Vec<TableFault>) {
        let kinds = ["days", "unlike", "phone", "rotation"];
        let (rows, mut faults) = row::rows_of(file, text, &kinds);
        for row in rows {
            let found = match row.kind {
                "days" => read_days(row).map(|(term, days)| put(&mut self.terms, term, days)),
                "unlike" => read_unlike(row).map(|unlike| self.unlike = unlike),
                "phone" => read_phone(row).map(|(office, phone)| put(&mut self.phones, office, phone)),
                _ => read_rotation(row).map(|rule| {
                    self.rotation.retain(|old| old.kind != rule.kind);
                    self.rotation.push(rule);
                }),
            };
            faults.extend(found.err().unwrap_or_default());
        }
        (self, faults)
    }

    /// How many days.
    pub fn days(&self, term: Term) -> i32 {
        self.terms.iter().find(|(it, _)| *it == term).map_or(i32::from(COUNT_MAX), |(_, days)| *days)
    }

    /// The phone of an office; empty where none is known.
    pub fn phone(&self, office: Office) -> &str {
        self.phones.iter().find(|(it, _)| *it == office).map_or("", |(_, phone)| phone)
    }

    /// When a post of this kind is changed; `None` where no rule asks for it.
    pub fn rotation(&self, kind: PostKind) -> Option<&RotationRule> {
        self.rotation.iter().find(|rule| rule.kind == kind)
    }
}

fn put<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    list.retain(|(old, _)| *old != key);
    list.push((key, value));
}

fn read_days(mut row: Row<'_>) -> Result<(Term, i32), Vec<TableFault>> {
    let term = row.choice("what", &Term::ALL, Term::label);
    let days = row.count("days", COUNT_MAX);
    row.required("source");
    row.certainty();
    let faults = row.close(&["what", "days", "source", "certainty"]);
    match term.zip(days) {
        Some((term, days)) if faults.is_empty() => Ok((term, i32::from(days))),
        _ => Err(faults),
    }
}

fn read_unlike(mut row: Row<'_>) -> Result<Unlike, Vec<TableFault>> {
    let (least, percent) = (row.count("least", COUNT_MAX), row.count("percent", COUNT_MAX));
    let more_days = row.count("days", COUNT_MAX);
    row.required("source");
    row.certainty();
    let faults = row.close(&["least", "percent", "days", "source", "certainty"]);
    match (least, percent, more_days) {
        (Some(least), Some(percent), Some(more_days)) if faults.is_empty() => {
            Ok(Unlike { least: usize::from(least), percent: i32::from(percent), more_days: i32::from(more_days) })
        }
        _ => Err(faults),
    }
}

fn read_phone(mut row: Row<'_>) -> Result<(Office, String), Vec<TableFault>> {
    let office = row.choice("office", &Office::ALL, Office::label);
    let phone = row.text("phone");
    let faults = row.close(&["office", "phone"]);
    match office {
        Some(office) if faults.is_empty() => Ok((office, phone)),
        _ => Err(faults),
    }
}

fn read_rotation(mut row: Row<'_>) -> Result<RotationRule, Vec<TableFault>> {
    let kind = row.choice("kind", &PostKind::ALL, PostKind::label);
    let years = row.count("years", YEARS_MAX);
    let must = row.flag("must");
    let source = row.required("source");
    row.certainty();
    let faults = row.close(&["kind", "years", "must", "source", "certainty"]);
    match kind.zip(years) {
        Some((kind, years)) if faults.is_empty() => Ok(RotationRule { kind, years, must, source }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_settings_have_no_faults_and_name_nobody() {
        let (settings, faults) = SupervisionSettings::bare().with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(settings, SupervisionSettings::shipped());
        for term in Term::ALL {
            assert!(settings.terms.iter().any(|(it, _)| *it == term), "{}", term.label());
        }
        assert_eq!((settings.days(Term::CallBack), settings.days(Term::PutRight)), (1, 15));
        assert_eq!(settings.phone(Office::Hotline), "12345");
        assert_eq!(settings.phone(Office::Discipline), "");
        let rule = |kind| settings.rotation(kind).map(|rule| (rule.years, rule.must));
        assert_eq!([PostKind::Head, PostKind::Staff].map(rule), [Some((10, true)), Some((5, false))]);
        assert_eq!(rule(PostKind::Specialist), None);
    }

    #[test]
    fn a_town_writes_its_phones_and_a_faulty_row_is_told_by_line() {
        let own = "[[leader]]\nrole = \"联系村领导\"\nname = \"张副镇长\"\n\
                   [[phone]]\noffice = \"镇纪委\"\nphone = \"40001234\"\n\
                   [[rotation]]\nkind = \"一般干部\"\nyears = \"0\"\nsource = \"本镇\"\ncertainty = \"待核\"\n\
                   [[days]]\nwhat = \"差评多久回访\"\ndays = \"0\"\nsource = \"本镇\"\ncertainty = \"待核\"\n";
        let (settings, faults) = SupervisionSettings::shipped().with(own, FILE);
        assert_eq!(settings.phone(Office::Discipline), "40001234");
        assert_eq!(settings.rotation(PostKind::Staff).map(|rule| rule.years), Some(5));
        assert_eq!(settings.days(Term::CallBack), 1);
        let mut lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [1, 9, 14], "{faults:?}");
    }
}
