//! The stations 站办 of a town: their names, old and new, and which of them a thing said belongs to.
//!
//! It proposes and gives its reason; the officer confirms.

use super::catalogue::{Catalogue, said_chars};
use crate::domain::day::Day;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};
use crate::domain::text::squash;

/// The name of the table of stations, as a town knows it.
pub const FILE: &str = "stations.toml";

const SHIPPED: &str = include_str!("../data/stations.toml");
/// The most reasons shown for one station.
const REASONS_MAX: usize = 3;

/// Which of its names a station goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelSet {
    /// 站办: the pilot's four offices.
    Station,
    /// 板块: today's four boards.
    Board,
}

/// A name and the days on which it is in use; open at an end that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedName {
    /// The name.
    pub name: String,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// One group of duties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The duties as the town's paper has them: the reason shown.
    pub text: String,
    /// What people say for them.
    pub words: Vec<String>,
    /// Who decides outside the town; empty when nobody does.
    pub county: String,
}

/// A station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// The code that matters name it by: `SH`.
    pub code: String,
    /// The name among the town's offices.
    pub name: String,
    /// That name with its days.
    pub office: DatedName,
    /// The name among today's boards with its days.
    pub board: DatedName,
    /// What it answers for.
    pub duties: Vec<Duty>,
    /// Where this comes from.
    pub source: String,
}

impl Station {
    /// The name in this set as of this day; the other set's where this one is not in use then.
    pub fn label(&self, set: LabelSet, today: Day) -> &str {
        let (first, second) = match set {
            LabelSet::Station => (&self.office, &self.board),
            LabelSet::Board => (&self.board, &self.office),
        };
        let in_use =
            |name: &DatedName| name.from.is_none_or(|from| from <= today) && name.to.is_none_or(|to| today <= to);
        if in_use(first) || !in_use(second) { &first.name } else { &second.name }
    }
}

/// A station that may answer for what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The station's code.
    pub code: String,
    /// The station's name among the town's offices.
    pub name: String,
    /// Why it is proposed, the strongest reason first.
    pub reasons: Vec<String>,
    /// Who decides when it goes out of town; `None` when it stays in.
    pub county: Option<String>,
}

/// The stations of a town.
#[derive(Clone, Debug, Default)]
pub struct Stations {
    stations: Vec<Station>,
}

impl Stations {
    /// The stations as shipped.
    pub fn shipped() -> Stations {
        let mut stations = Stations::default();
        // A test holds that the shipped stations have no faults.
        stations.lay_over(SHIPPED, FILE);
        stations
    }

    /// Lays a town's stations over these: one of the same code is replaced, others are added.
    pub(super) fn lay_over(&mut self, text: &str, file: &str) -> Vec<TableFault> {
        let (rows, mut faults) = row::rows_of(file, text, &["station"]);
        let mut seen: Vec<String> = Vec::new();
        for mut row in rows {
            let station = read(&mut row);
            if seen.contains(&station.code) && !station.code.is_empty() {
                row.fault("code", format!("代号「{}」前面已经写过，这一条没有读入", station.code));
            }
            let found = row.close(&[
                "code",
                "name",
                "name_from",
                "name_to",
                "board",
                "board_from",
                "board_to",
                "duty",
                "source",
            ]);
            if !found.is_empty() {
                faults.extend(found);
                continue;
            }
            seen.push(station.code.clone());
            match self.stations.iter_mut().find(|old| old.code == station.code) {
                Some(old) => *old = station,
                None => self.stations.push(station),
            }
        }
        faults
    }

    /// All stations, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = &Station> {
        self.stations.iter()
    }

    /// The station of this code.
    pub fn get(&self, code: &str) -> Option<&Station> {
        self.stations.iter().find(|station| station.code == code)
    }
}

impl Catalogue {
    /// The stations that may answer for what was said, the likeliest first, by the words of their duties and by the
    /// matters that go by such a name. The longest word that fits counts: 抢险救灾 is more than the 救灾 in it.
    pub fn route(&self, said: &str, today: Day) -> Vec<Candidate> {
        let said = squash(said);
        let mut hits = self.duty_hits(&said);
        hits.extend(self.matter_hits(&said, today));
        // A word inside a longer one that was said as well tells nothing of its own: the 政务 in 政务公开.
        let words: Vec<String> = hits.iter().map(|hit| hit.word.clone()).collect();
        hits.retain(|hit| !words.iter().any(|longer| longer.len() > hit.word.len() && longer.contains(&hit.word)));
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.weight));
        let mut candidates: Vec<Candidate> = Vec::new();
        for hit in hits {
            let at = candidates.iter().position(|candidate| candidate.code == hit.station.code);
            match at.and_then(|at| candidates.get_mut(at)) {
                Some(candidate) => {
                    if candidate.reasons.len() < REASONS_MAX && !candidate.reasons.contains(&hit.reason) {
                        candidate.reasons.push(hit.reason);
                    }
                    candidate.county = candidate.county.take().or(hit.county);
                }
                None => candidates.push(Candidate {
                    code: hit.station.code.clone(),
                    name: hit.station.name.clone(),
                    reasons: vec![hit.reason],
                    county: hit.county,
                }),
            }
        }
        candidates
    }

    fn duty_hits(&self, said: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        for station in self.stations().all() {
            for duty in &station.duties {
                for word in &duty.words {
                    let Some((word, weight)) = weigh(said, word) else { continue };
                    let reason = format!("「{word}」属于{}的职责：{}", station.name, duty.text);
                    let county = Some(duty.county.clone()).filter(|county| !county.is_empty());
                    hits.push(Hit { station, word, weight, reason, county });
                }
            }
        }
        hits
    }

    fn matter_hits(&self, said: &str, today: Day) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        for def in self.all().filter(|def| def.is_valid_on(today)) {
            let words = def.keywords.iter().chain([&def.name]).filter_map(|word| weigh(said, word));
            let Some((word, weight)) = words.max_by_key(|(_, weight)| *weight) else { continue };
            let reason = format!("事项 {} {}，收件窗口：{}", def.code, def.name, def.window);
            let county = def.level.is_out_of_town().then(|| def.window.clone());
            for code in [&def.station_code].into_iter().chain(&def.also) {
                let Some(station) = self.stations().get(code) else { continue };
                let (word, reason, county) = (word.clone(), reason.clone(), county.clone());
                hits.push(Hit { station, word, weight, reason, county });
            }
        }
        hits
    }
}

struct Hit<'a> {
    station: &'a Station,
    word: String,
    weight: u32,
    reason: String,
    county: Option<String>,
}

/// The word and what it weighs when it is in what was said, or what was said is in it; the very word weighs most.
fn weigh(said: &str, word: &str) -> Option<(String, u32)> {
    const THE_VERY_WORD: u32 = 100;
    let word = squash(word);
    if word == said {
        return Some((word, THE_VERY_WORD));
    }
    let inside = said_chars(&word, said).map(|_| (said.to_owned(), 1));
    said_chars(said, &word).map(|chars| (word, chars)).or(inside)
}

fn read(row: &mut Row<'_>) -> Station {
    let name = row.required("name");
    let office = DatedName { name: name.clone(), from: row.day("name_from"), to: row.day("name_to") };
    let board = DatedName { name: row.required("board"), from: row.day("board_from"), to: row.day("board_to") };
    let mut duties = Vec::new();
    for mut inner in row.inner("duty") {
        let duty = Duty { text: inner.required("text"), words: inner.texts("words"), county: inner.text("county") };
        if let Some(short) = duty.words.iter().find(|word| word.chars().count() < 2) {
            inner.fault("words", format!("「{short}」只有一个字，什么话里都有，至少写两个字"));
        }
        duties.push(duty);
        row.close_inner(inner, &["text", "words", "county"]);
    }
    Station { code: row.required("code"), name, office, board, duties, source: row.text("source") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn route(said: &str) -> Vec<Candidate> {
        Catalogue::shipped().route(said, day("2026-11-24"))
    }

    fn codes(said: &str) -> Vec<String> {
        route(said).into_iter().map(|candidate| candidate.code).collect()
    }

    #[test]
    fn duties_that_sound_alike_go_to_the_right_station_first() {
        for (said, code) in [
            ("扶贫开发", "NY"),
            ("防汛", "NY"),
            ("抢险救灾", "AW"),
            ("国土", "NY"),
            ("建房", "NY"),
            ("统计", "NY"),
            ("税务", "NY"),
            ("金融", "NY"),
            ("政务公开", "SH"),
            ("村务公开", "SH"),
            ("森林防火", "NY"),
            ("来信来访", "AW"),
            ("交通安全", "AW"),
            ("村路", "NY"),
            ("党员关系", "DZ"),
            ("政府信息公开", "DZ"),
            ("救灾救济", "SH"),
            ("殡葬", "SH"),
            ("上户口", "WAI"),
            ("财务", "DZ"),
        ] {
            assert_eq!(codes(said).first().map(String::as_str), Some(code), "{said}: {:?}", route(said));
        }
        assert!(!codes("扶贫开发").contains(&"SH".to_owned()));
        assert!(!codes("政务公开").contains(&"DZ".to_owned()));
        assert!(!codes("防汛").contains(&"AW".to_owned()));
    }

    #[test]
    fn what_may_be_either_gives_both() {
        let both = codes("救灾");
        assert!(both.contains(&"SH".to_owned()) && both.contains(&"AW".to_owned()), "{both:?}");
        let both = codes("防汛抢险");
        assert!(both.contains(&"NY".to_owned()) && both.contains(&"AW".to_owned()), "{both:?}");
    }

    #[test]
    fn the_reason_and_the_county_body_are_shown() {
        let found = route("防汛");
        assert_eq!(found[0].reasons, ["「防汛」属于农业服务站的职责：防汛抗旱、森林防火、扶贫开发"]);
        assert_eq!(found[0].county.as_deref(), Some("区县水利、林业、农业农村部门"));
        let found = route("我想办残疾证");
        assert_eq!(found[0].code, "SH");
        assert!(found[0].reasons[0].contains("事项 S10 残疾人证"), "{found:?}");
        assert_eq!(found[0].county.as_deref(), Some("镇便民服务中心残联窗口"));
        assert_eq!(route("村规民约")[0].county, None);
        assert_eq!(route(""), []);
        assert_eq!(route("xyz"), []);
    }

    #[test]
    fn a_station_has_both_its_names_each_in_its_time() {
        let stations = Stations::shipped();
        let labels: Vec<_> = ["DZ", "SH", "NY", "AW"]
            .map(|code| stations.get(code).unwrap())
            .iter()
            .map(|station| {
                let today = day("2026-11-24");
                (station.label(LabelSet::Station, today).to_owned(), station.label(LabelSet::Board, today).to_owned())
            })
            .collect();
        let expected = [
            ("党政办公室", "党的建设"),
            ("社会事务服务站", "民生服务"),
            ("农业服务站", "经济发展"),
            ("安全稳定服务站", "平安法治"),
        ];
        assert_eq!(labels, expected.map(|(office, board)| (office.to_owned(), board.to_owned())));
        let welfare = stations.get("SH").unwrap();
        assert_eq!(welfare.label(LabelSet::Board, day("2010-01-01")), "社会事务服务站");
    }

    #[test]
    fn a_town_renames_a_station_and_its_matters_follow() {
        let text = "[[station]]\ncode = \"SH\"\nname = \"民生服务办\"\nboard = \"民生服务\"\n[[station.duty]]\n\
                    text = \"婚丧嫁娶\"\nwords = [\"办酒\"]\n\n[[station]]\ncode = \"QT\"\nname = \"其他\"\n[[station.duty]]\n\
                    text = \"杂事\"\nwords = [\"事\"]\n";
        let (catalogue, faults) = Catalogue::shipped().with_stations(text, "站办.toml");
        assert_eq!(catalogue.get("S01").unwrap().station, "民生服务办");
        assert_eq!(catalogue.route("办酒", day("2026-11-24"))[0].name, "民生服务办");
        let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["站办.toml 第9行：缺 board", "站办.toml 第14行：「事」只有一个字，什么话里都有，至少写两个字",]
        );
    }
}
