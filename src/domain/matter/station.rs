//! The stations 站办 of a town: their names, old and new, and which of them a thing said belongs to.
//!
//! It proposes and gives its reason; the officer confirms.

use super::catalogue::{Catalogue, said_chars};
use crate::domain::day::Day;
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};
use crate::domain::task::parts::TaskMatter;
use crate::domain::text::squash;

/// The name of the table of stations, as a town knows it.
pub const FILE: &str = "stations.toml";

const SHIPPED: &str = include_str!("../data/stations.toml");
/// The key at the head of the table that says by which names the stations go.
const NAMES: &str = "names";
/// The most reasons shown for one station.
const REASONS_MAX: usize = 3;

/// Which of its names a station goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelSet {
    /// 站办: the pilot's four offices.
    #[default]
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

impl LabelSet {
    const ALL: [LabelSet; 2] = [LabelSet::Station, LabelSet::Board];

    /// The word of the table.
    fn label(self) -> &'static str {
        match self {
            LabelSet::Station => "站办",
            LabelSet::Board => "板块",
        }
    }
}

impl Station {
    /// The name in this set as of this day; the other set's where this one is not in use then.
    fn label(&self, set: LabelSet, today: Day) -> &str {
        let (first, second) = match set {
            LabelSet::Station => (&self.office, &self.board),
            LabelSet::Board => (&self.board, &self.office),
        };
        let in_use =
            |name: &DatedName| name.from.is_none_or(|from| from <= today) && name.to.is_none_or(|to| today <= to);
        if in_use(first) || !in_use(second) { &first.name } else { &second.name }
    }

    /// Whether it goes, or went, by this name.
    fn is_called(&self, name: &str) -> bool {
        [&self.name, &self.office.name, &self.board.name].into_iter().any(|own| own == name)
    }
}

/// A station that may answer for what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The station's code.
    pub code: String,
    /// The station's name, as the town calls it today.
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
    names: LabelSet,
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
        let (head, rows, mut faults) = row::head_and_rows_of(file, text, &["station"]);
        faults.extend(head.map(|head| self.choose_names(head)).unwrap_or_default());
        let mut seen: Vec<String> = Vec::new();
        for mut row in rows {
            let station = read(&mut row);
            if seen.contains(&station.code) && !station.code.is_empty() {
                row.fault("code", format!("代号「{}」前面已经写过，这一条没有读入", station.code));
            }
            if row.has(NAMES) {
                row.text(NAMES);
                row.fault(NAMES, format!("{NAMES} 管全镇，要写在文件最前面，第一个 [[station]] 的上面"));
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

    /// The head of the file says by which of their names the stations go.
    fn choose_names(&mut self, mut head: Row<'_>) -> Vec<TableFault> {
        let says = head.has(NAMES);
        let chosen = says.then(|| head.choice(NAMES, &LabelSet::ALL, LabelSet::label)).flatten();
        self.names = chosen.unwrap_or(self.names);
        head.close(&[NAMES])
    }

    /// The name by which the town goes that has this code, as of this day; `None` where there is none of this code.
    pub fn name_of(&self, code: &str, today: Day) -> Option<&str> {
        self.get(code).map(|station| station.label(self.names, today))
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
    /// The name of the station that answers for a task's matter, as the town calls it today. A task keeps the name of the
    /// day it was registered; where no station goes by that any more, the matter tells the station.
    pub fn station_of<'a>(&'a self, matter: &'a TaskMatter, today: Day) -> &'a str {
        let kept = matter.station.as_str();
        if kept.is_empty() {
            return kept;
        }
        let by_name = self.stations().all().find(|station| station.is_called(kept)).map(|station| &station.code);
        let code = by_name.or_else(|| self.get(&matter.code).map(|def| &def.station_code));
        code.and_then(|code| self.stations().name_of(code, today)).unwrap_or(kept)
    }

    /// The stations that may answer for what was said, the likeliest first, by the words of their duties and by the
    /// matters that go by such a name. The longest word that fits counts: 抢险救灾 is more than the 救灾 in it.
    pub fn route(&self, said: &str, today: Day) -> Vec<Candidate> {
        let said = squash(said);
        let mut hits = self.duty_hits(&said, today);
        hits.extend(self.matter_hits(&said, today));
        // A word inside a longer one that was said as well tells nothing of its own: the 政务 in 政务公开.
        let words: Vec<String> = hits.iter().map(|hit| hit.word.clone()).collect();
        hits.retain(|hit| !words.iter().any(|longer| longer.len() > hit.word.len() && longer.contains(&hit.word)));
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.weight));
        let mut candidates: Vec<Candidate> = Vec::new();
        for hit in hits {
            let at = candidates.iter().position(|candidate| candidate.code == hit.code);
            match at.and_then(|at| candidates.get_mut(at)) {
                Some(candidate) => {
                    if candidate.reasons.len() < REASONS_MAX && !candidate.reasons.contains(&hit.reason) {
                        candidate.reasons.push(hit.reason);
                    }
                    candidate.county = candidate.county.take().or(hit.county);
                }
                None => candidates.push(Candidate {
                    code: hit.code.to_owned(),
                    name: hit.name.to_owned(),
                    reasons: vec![hit.reason],
                    county: hit.county,
                }),
            }
        }
        candidates
    }

    fn duty_hits(&self, said: &str, today: Day) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        for station in self.stations().all() {
            let (code, name) = (station.code.as_str(), station.label(self.stations().names, today));
            for duty in &station.duties {
                for word in &duty.words {
                    let Some((word, weight)) = weigh(said, word) else { continue };
                    let reason = format!("「{word}」属于{name}的职责：{}", duty.text);
                    let county = Some(duty.county.clone()).filter(|county| !county.is_empty());
                    hits.push(Hit { code, name, word, weight, reason, county });
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
                let Some(name) = self.stations().name_of(code, today) else { continue };
                let (word, reason, county) = (word.clone(), reason.clone(), county.clone());
                hits.push(Hit { code, name, word, weight, reason, county });
            }
        }
        hits
    }
}

struct Hit<'a> {
    code: &'a str,
    name: &'a str,
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

    fn chosen(names: &str) -> (Catalogue, Vec<String>) {
        let (catalogue, faults) = Catalogue::shipped().with_stations(names, "stations.toml");
        (catalogue, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_town_chooses_by_which_names_its_stations_go() {
        let today = day("2026-11-24");
        let welfare = |catalogue: &Catalogue| catalogue.stations().name_of("SH", today).map(str::to_owned);
        assert_eq!(welfare(&Catalogue::shipped()).as_deref(), Some("社会事务服务站"));
        assert_eq!(welfare(&chosen("names = \"站办\"").0).as_deref(), Some("社会事务服务站"));
        let (boards, faults) = chosen("names = \"板块\"");
        assert_eq!((welfare(&boards).as_deref(), faults.len()), (Some("民生服务"), 0));
        // Before the boards there were the offices.
        assert_eq!(boards.stations().name_of("SH", day("2010-01-01")), Some("社会事务服务站"));
        assert_eq!(boards.stations().name_of("XX", today), None);
        let candidate = &boards.route("防汛", today)[0];
        assert_eq!((candidate.code.as_str(), candidate.name.as_str()), ("NY", "经济发展"));
        assert_eq!(candidate.reasons, ["「防汛」属于经济发展的职责：防汛抗旱、森林防火、扶贫开发"]);
    }

    #[test]
    fn a_task_shows_its_station_by_the_chosen_names_and_keeps_what_nobody_knows() {
        let today = day("2026-11-24");
        let (boards, _) = chosen("names = \"板块\"");
        let mut matter = TaskMatter::of(boards.get("S01").unwrap());
        assert_eq!(matter.station, "社会事务服务站", "what is stored does not depend on what is chosen");
        assert_eq!(boards.station_of(&matter, today), "民生服务");
        assert_eq!(Catalogue::shipped().station_of(&matter, today), "社会事务服务站");
        matter.station = "民生服务".to_owned();
        assert_eq!(Catalogue::shipped().station_of(&matter, today), "社会事务服务站");
        // A name the table has no more: the matter tells the station.
        matter.station = "社会事务办".to_owned();
        assert_eq!(boards.station_of(&matter, today), "民生服务");
        matter.code = String::new();
        assert_eq!(boards.station_of(&matter, today), "社会事务办");
        matter.station = String::new();
        assert_eq!(boards.station_of(&matter, today), "");
    }

    #[test]
    fn a_choice_of_names_that_is_none_is_told_with_its_line_and_what_may_be_written() {
        let told = |text: &str| {
            let (catalogue, faults) = chosen(text);
            assert_eq!(catalogue.stations().name_of("SH", day("2026-11-24")), Some("社会事务服务站"), "{text}");
            faults
        };
        assert_eq!(
            told("# 注\nnames = \"版块\""),
            ["stations.toml 第2行：names 没有「版块」这一种，只能写：站办、板块"]
        );
        assert_eq!(told("names = 1"), ["stations.toml 第1行：names 要写成引号里的文字"]);
        assert_eq!(told("names = \"\""), ["stations.toml 第1行：缺 names"]);
        assert_eq!(told("name = \"板块\""), ["stations.toml 第1行：没有「name」这一项，可以写的有：names"]);
        assert_eq!(told("names = \"板块").len(), 1);
        let inside = "[[station]]\ncode = \"QT\"\nname = \"其他\"\nboard = \"其他\"\nnames = \"板块\"\n";
        assert_eq!(told(inside), ["stations.toml 第5行：names 管全镇，要写在文件最前面，第一个 [[station]] 的上面"]);
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
