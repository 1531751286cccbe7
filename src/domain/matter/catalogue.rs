//! The catalogue 事项目录: the shipped rows, a town's rows laid over them, and finding one by what villagers call it.
//!
//! It reads text that somebody else took from the disk, and it decides nothing about a task.

use super::certificate::Certificates;
use super::matter_file::{self, MatterRow};
use super::station::Stations;
use super::{BundlePart, MatterDef, MatterRefusal, ProxyRule};
use crate::domain::day::Day;
use crate::domain::pinyin::Query;
use crate::domain::table::TableFault;
use crate::domain::table::row;
use crate::domain::text::{fold, squash};

/// The name of the table of matters, as a town knows it.
pub const FILE: &str = "matters.toml";

const SHIPPED: &str = include_str!("../data/matters.toml");

/// All matters of a town, with its stations and its lists of certificates.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    stations: Stations,
    certificates: Certificates,
}

#[derive(Clone, Debug)]
struct Entry {
    def: MatterDef,
    file: String,
    line: usize,
}

impl Catalogue {
    /// The catalogue as shipped.
    pub fn shipped() -> Catalogue {
        let empty =
            Catalogue { entries: Vec::new(), stations: Stations::shipped(), certificates: Certificates::shipped() };
        // A test holds that the shipped tables have no faults.
        Catalogue::load(empty, SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: a row with a code already there replaces it, others are added, `withdrawn` ones
    /// go. Every row with a fault is left out and all its faults are told; the good rows are used.
    pub fn load(shipped: Catalogue, overlay_text: &str, file: &str) -> (Catalogue, Vec<TableFault>) {
        let mut catalogue = shipped;
        let (rows, mut faults) = row::rows_of(file, overlay_text, &["matter"]);
        let (mut seen, mut added, mut withdrawn) = (Vec::<(String, usize)>::new(), Vec::new(), Vec::new());
        for row in rows {
            let (line, code_line) = (row.line, row.line_of_key("code"));
            let read = match matter_file::read(row, &catalogue.stations) {
                Ok(read) => read,
                Err(found) => {
                    faults.extend(found);
                    continue;
                }
            };
            let code = match &read {
                MatterRow::Def(def) => &def.code,
                MatterRow::Withdrawn(code) => code,
            };
            if let Some((_, first)) = seen.iter().find(|(other, _)| other == code) {
                faults.push(TableFault::new(
                    file,
                    code_line,
                    format!("编号「{code}」在第{first}行已经写过，这一条没有读入"),
                ));
                continue;
            }
            seen.push((code.clone(), line));
            match read {
                MatterRow::Def(def) => added.push(Entry { def: *def, file: file.to_owned(), line }),
                MatterRow::Withdrawn(code) => withdrawn.push((code, line)),
            }
        }
        faults.extend(catalogue.lay_over(added, file));
        faults.extend(withdrawn.iter().filter_map(|(code, line)| catalogue.withdraw(code, file, *line)));
        faults.sort_by_key(|fault| fault.line);
        (catalogue, faults)
    }

    /// Lays a town's stations over these.
    pub fn with_stations(mut self, overlay_text: &str, file: &str) -> (Catalogue, Vec<TableFault>) {
        let faults = self.stations.lay_over(overlay_text, file);
        for entry in &mut self.entries {
            if let Some(station) = self.stations.get(&entry.def.station_code) {
                entry.def.station.clone_from(&station.name);
            }
        }
        (self, faults)
    }

    /// Lays a town's lists of certificates over these.
    pub fn with_certificates(mut self, overlay_text: &str, file: &str) -> (Catalogue, Vec<TableFault>) {
        let faults = self.certificates.lay_over(overlay_text, file);
        (self, faults)
    }

    /// The rows that pass what holds between rows take their places; a refused one leaves the row it would replace.
    fn lay_over(&mut self, mut added: Vec<Entry>, file: &str) -> Vec<TableFault> {
        let mut faults = Vec::new();
        added.retain(|entry| {
            let loosened = self
                .get(&entry.def.code)
                .is_some_and(|old| old.proxy == ProxyRule::InPerson && entry.def.proxy != ProxyRule::InPerson);
            if loosened {
                let message = format!("「{}」须本人到场，不能改成代办，这一条没有读入", entry.def.name);
                faults.push(TableFault::new(file, entry.line, message));
            }
            !loosened
        });
        let all: Vec<MatterDef> = added.iter().chain(&self.entries).map(|entry| entry.def.clone()).collect();
        added.retain(|entry| {
            let wrong = entry.def.bundle.iter().find_map(|part| bundle_fault(part, &all));
            let sound = wrong.is_none();
            faults.extend(wrong.map(|wrong| TableFault::new(file, entry.line, format!("{wrong}，这一条没有读入"))));
            sound
        });
        for entry in added {
            match self.entries.iter_mut().find(|old| old.def.code == entry.def.code) {
                Some(old) => *old = entry,
                None => self.entries.push(entry),
            }
        }
        faults
    }

    fn withdraw(&mut self, code: &str, file: &str, line: usize) -> Option<TableFault> {
        if self.get(code).is_none() {
            return Some(TableFault::new(file, line, format!("要停用的「{code}」不在事项目录里")));
        }
        if let Some(user) = self.all().find(|def| def.bundle.iter().any(|part| part.code == code)) {
            let message = format!("「{code}」还在一件事「{}」里，先改那一条，再停用", user.name);
            return Some(TableFault::new(file, line, message));
        }
        self.entries.retain(|entry| entry.def.code != code);
        None
    }

    /// All matters, in the order of the table, a town's own ones last.
    pub fn all(&self) -> impl Iterator<Item = &MatterDef> {
        self.entries.iter().map(|entry| &entry.def)
    }

    /// The matter of this code, whether or not it may be used today.
    pub fn get(&self, code: &str) -> Option<&MatterDef> {
        self.all().find(|def| def.code.eq_ignore_ascii_case(code))
    }

    /// The matter of this code, to take in a task for it today.
    ///
    /// # Errors
    /// `Unknown`, or the row's time has not come or is over.
    pub fn usable(&self, code: &str, today: Day) -> Result<&MatterDef, MatterRefusal> {
        let def = self.get(code).ok_or_else(|| MatterRefusal::Unknown { code: code.to_owned() })?;
        match (def.valid_from, def.valid_to) {
            (Some(from), _) if today < from => Err(MatterRefusal::NotYet { name: def.name.clone(), from }),
            (_, Some(to)) if to < today => Err(MatterRefusal::Expired { name: def.name.clone(), to }),
            _ => Ok(def),
        }
    }

    /// What to open at intake for this code and case: the matter itself, or, for a bundle 一件事, each of its matters.
    ///
    /// # Errors
    /// As [`Catalogue::usable`], for the bundle and for each of its matters.
    pub fn to_open(&self, code: &str, variant: Option<&str>, today: Day) -> Result<Vec<MatterDef>, MatterRefusal> {
        let def = self.usable(code, today)?;
        if !def.is_bundle() {
            return Ok(vec![def.for_case(variant)]);
        }
        let parts = def.bundle.iter();
        parts.map(|part| Ok(self.usable(&part.code, today)?.for_case(part.variant.as_deref()))).collect()
    }

    /// What is wrong with the rows as they stand together today, each with its place: those that may be used no more,
    /// and bundles that open what a town has since changed.
    pub fn faults(&self, today: Day) -> Vec<TableFault> {
        let all: Vec<MatterDef> = self.all().cloned().collect();
        let mut faults = Vec::new();
        for Entry { def, file, line } in &self.entries {
            let MatterDef { code, name, .. } = def;
            if let Some(to) = def.valid_to.filter(|to| *to < today) {
                let message = format!("「{code} {name}」只用到{to}，已过期，请换新的一条");
                faults.push(TableFault::new(file, *line, message));
            }
            let wrong = def.bundle.iter().filter_map(|part| bundle_fault(part, &all));
            faults.extend(wrong.map(|wrong| TableFault::new(file, *line, format!("「{code} {name}」：{wrong}"))));
        }
        faults
    }

    /// The matters that answer to what was typed, the likeliest first: code, name, what villagers call it, pinyin.
    /// Nothing typed gives all. Those that may not be used today come last.
    pub fn find(&self, typed: &str, today: Day) -> Vec<&MatterDef> {
        let folded = fold(typed);
        let words: Vec<_> = folded.split(' ').filter(|word| !word.is_empty()).map(Word::new).collect();
        let mut found: Vec<(bool, u32, &MatterDef)> = self
            .all()
            .filter_map(|def| {
                let ranks: Option<Vec<u32>> = words.iter().map(|word| word.rank(def)).collect();
                Some((!def.is_valid_on(today), ranks?.iter().sum(), def))
            })
            .collect();
        found.sort_by_key(|(unusable, rank, _)| (*unusable, *rank));
        found.into_iter().map(|(_, _, def)| def).collect()
    }

    /// What villagers call this matter where it was found by that and not by its name, to be shown beside the name.
    pub fn found_as<'d>(&self, def: &'d MatterDef, typed: &str) -> Option<&'d str> {
        let folded = fold(typed);
        let mut words = folded.split(' ').filter(|word| !word.is_empty()).map(Word::new);
        words.find_map(|word| word.keyword(def))
    }

    /// The stations of the town.
    pub fn stations(&self) -> &Stations {
        &self.stations
    }

    /// Which certificates a village may write.
    pub fn certificates(&self) -> &Certificates {
        &self.certificates
    }
}

/// What is wrong with one part of a bundle; of two rows with its code the first holds.
fn bundle_fault(part: &BundlePart, all: &[MatterDef]) -> Option<String> {
    let code = &part.code;
    match (all.iter().find(|def| def.code == *code), part.variant.as_deref()) {
        (None, _) => Some(format!("一件事要开的「{code}」不在事项目录里")),
        (Some(def), _) if def.is_bundle() => Some(format!("一件事要开的「{code}」也是一件事")),
        (Some(def), Some(variant)) if def.variant(variant).is_none() => {
            Some(format!("一件事要开的「{code}」没有「{variant}」这种情形"))
        }
        (Some(_), _) => None,
    }
}

/// One word typed to find a matter.
struct Word {
    text: String,
    query: Query,
}

impl Word {
    fn new(word: &str) -> Word {
        Word { text: squash(word), query: Query::new(word) }
    }

    /// How near this matter is to the word, 0 for the nearest; `None` when it is no answer. The shorter the name in which
    /// the word is found, the more of that name it is: 死 is nearer to 死人 than to 死亡户口注销.
    fn rank(&self, def: &MatterDef) -> Option<u32> {
        const SENTENCE: u32 = 100;
        const PINYIN: u32 = 200;
        let word = self.text.as_str();
        if squash(&def.code) == word {
            return Some(0);
        }
        let names: Vec<String> = def.keywords.iter().chain([&def.name]).map(|name| squash(name)).collect();
        if names.iter().any(|name| name == word) {
            return Some(1);
        }
        if let Some(chars) = names.iter().filter(|name| name.contains(word)).map(|name| chars_of(name)).min() {
            return Some(chars);
        }
        // A whole sentence, 我要给娃儿上户口: the longer the name that is in it, the likelier the matter.
        if let Some(chars) = names.iter().filter_map(|name| said_chars(word, name)).max() {
            return Some(SENTENCE.saturating_sub(chars));
        }
        let sounding = names.iter().filter(|name| self.query.matches(name));
        sounding.map(|name| chars_of(name)).min().map(|chars| PINYIN + chars)
    }
}

impl Word {
    /// The keyword by which this matter is an answer; `None` where its code or name is, or where it is none.
    fn keyword<'d>(&self, def: &'d MatterDef) -> Option<&'d str> {
        let (word, name) = (self.text.as_str(), squash(&def.name));
        if squash(&def.code) == word || name.contains(word) || self.query.matches(&def.name) {
            return None;
        }
        let keywords = || def.keywords.iter().map(String::as_str);
        let holding = keywords().filter(|keyword| squash(keyword).contains(word)).min_by_key(|it| chars_of(it));
        let said = || keywords().filter(|keyword| said_chars(word, keyword).is_some()).max_by_key(|it| chars_of(it));
        let sounding = || keywords().filter(|keyword| self.query.matches(keyword)).min_by_key(|it| chars_of(it));
        holding.or_else(said).or_else(sounding)
    }
}

fn chars_of(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// How many characters of what is said are this keyword; `None` when it is not in it, or too short to tell.
pub(super) fn said_chars(said: &str, keyword: &str) -> Option<u32> {
    let keyword = squash(keyword);
    let chars = chars_of(&keyword);
    (chars >= 2 && said.contains(&keyword)).then_some(chars)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline::DeadlineRule;
    use crate::domain::matter::{Level, MaterialKind, Mode};

    fn today() -> Day {
        Day::parse_iso("2026-11-24").unwrap()
    }

    fn overlay(text: &str) -> (Catalogue, Vec<String>) {
        let (catalogue, faults) = Catalogue::load(Catalogue::shipped(), text, "镇里.toml");
        (catalogue, faults.iter().map(ToString::to_string).collect())
    }

    /// A good row of the town's, with one line more.
    fn good(code: &str, more: &str) -> String {
        format!(
            "[[matter]]\ncode = \"{code}\"\nname = \"村里的事\"\nwindow = \"镇窗口\"\nstation = \"SH\"\nlevel = \"镇\"\n\
             mode = \"代办\"\nproxy = \"可代办\"\nlimit = \"1周\"\nbasis = \"镇里规定\"\ncertainty = \"公开\"\n{more}\n"
        )
    }

    fn codes(found: &[&MatterDef]) -> Vec<String> {
        found.iter().map(|def| def.code.clone()).collect()
    }

    #[test]
    fn the_shipped_tables_have_no_faults() {
        let empty = Catalogue { entries: Vec::new(), ..Catalogue::shipped() };
        let (catalogue, faults) = Catalogue::load(empty, SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(catalogue.faults(today()), []);
        let (_, faults) = catalogue.clone().with_stations(include_str!("../data/stations.toml"), "s");
        assert_eq!(faults, []);
        let (_, faults) = catalogue.with_certificates(include_str!("../data/banned_certificates.toml"), "c");
        assert_eq!(faults, []);
    }

    #[test]
    fn there_are_seventy_five_matters() {
        let catalogue = Catalogue::shipped();
        let count = |letter: char| catalogue.all().filter(|def| def.code.starts_with(letter)).count();
        let counts = ['S', 'N', 'P', 'G', 'D', 'V', 'X'].map(count);
        assert_eq!(counts, [30, 16, 5, 5, 3, 1, 15]);
        assert_eq!(catalogue.all().count(), 75);
    }

    #[test]
    fn initials_and_pinyin_find_what_the_officer_means_first_and_the_name_used_is_told() {
        let catalogue = Catalogue::shipped();
        for (typed, code) in [
            ("db", "S01"),
            ("dibao", "S01"),
            ("wbh", "S04"),
            ("cjz", "S10"),
            ("gljt", "S13"),
            ("sbk", "S21"),
            ("sfz", "G01"),
            ("hkb", "G04"),
            ("zjd", "N01"),
            ("weifang", "N02"),
            ("jhz", "S28"),
        ] {
            let found = catalogue.find(typed, today());
            assert_eq!(found.first().map(|def| def.code.as_str()), Some(code), "{typed}");
        }
        let called = |typed: &str, code: &str| catalogue.found_as(catalogue.get(code).unwrap(), typed);
        assert_eq!(called("dwb", "S25"), Some("带娃补贴"));
        assert_eq!(called("我娃要上户口", "G02"), Some("上户口"));
        for (typed, code) in [("gljt", "S13"), ("高龄", "S13"), ("s25", "S25"), ("", "S25"), ("育儿", "S25")] {
            assert_eq!(called(typed, code), None, "{typed}");
        }
    }

    #[test]
    fn rows_that_bear_originals_give_them_back() {
        let bearing = [
            "S01", "S03", "S04", "S05", "S07", "S08", "S09", "S10", "S11", "S12", "S13", "S14", "S15", "S16", "S17",
            "S19", "S20", "S21", "S22", "S23", "S24", "S25", "S26", "S27", "S28", "S29", "N01", "N02", "N03", "N05",
            "N06", "N08", "N13", "N14", "N15", "P03", "P04", "G01", "G02", "G03", "G04", "G05",
        ];
        for def in Catalogue::shipped().all().filter(|def| !def.code.starts_with('X')) {
            let originals = def.materials.iter().filter(|material| material.kind == MaterialKind::Original);
            let back = originals.filter(|material| material.comes_back).count();
            assert_eq!(back > 0, bearing.contains(&def.code.as_str()), "{}", def.code);
        }
    }

    #[test]
    fn the_limits_of_the_law_are_as_the_law_has_them() {
        let catalogue = Catalogue::shipped();
        for (code, rule) in [
            ("S01", DeadlineRule::Working(30)),
            ("S14", DeadlineRule::Working(10)),
            ("S15", DeadlineRule::Working(20)),
            ("S17", DeadlineRule::Working(10)),
            ("S20", DeadlineRule::Working(30)),
            ("N08", DeadlineRule::Working(20)),
            ("N14", DeadlineRule::Working(3)),
            ("N15", DeadlineRule::Working(30)),
            ("P01", DeadlineRule::Natural(60)),
            ("P03", DeadlineRule::Natural(7)),
            ("P04", DeadlineRule::Natural(60)),
            ("G01", DeadlineRule::Natural(60)),
            ("G05", DeadlineRule::Natural(15)),
            ("D02", DeadlineRule::Working(20)),
        ] {
            assert_eq!(catalogue.get(code).unwrap().statutory, Some(rule), "{code}");
        }
        assert_eq!(catalogue.all().filter(|def| def.statutory.is_some()).count(), 14);
        let death = &catalogue.get("G03").unwrap().event_limits[0];
        assert_eq!((death.from.as_str(), death.rule), ("死亡之日", DeadlineRule::Months(1)));
    }

    #[test]
    fn the_liaison_has_a_week_in_town_a_month_outside_or_acts_at_once() {
        let catalogue = Catalogue::shipped();
        let at_once: Vec<_> = catalogue.all().filter(|def| def.limit == DeadlineRule::Immediate).collect();
        assert_eq!(codes(&at_once), ["S06", "N09", "P05", "V01"]);
        for def in catalogue.all().filter(|def| def.limit != DeadlineRule::Immediate) {
            assert!([DeadlineRule::Weeks(1), DeadlineRule::Months(1)].contains(&def.limit), "{}", def.code);
        }
    }

    #[test]
    fn what_must_be_done_in_person_is_never_carried() {
        let catalogue = Catalogue::shipped();
        let in_person: Vec<_> = catalogue.all().filter(|def| def.proxy == ProxyRule::InPerson).collect();
        let expected = ["S10", "S16", "S19", "S21", "S27", "S28", "N06", "N13", "N15", "G01", "G04", "X05", "X13"];
        assert_eq!(codes(&in_person), expected);
        for def in in_person {
            let opened = def.for_case(None);
            assert_eq!(opened.mode, Mode::Assist, "{}", def.code);
            assert!(opened.may_be_carried().is_err());
        }
        let refusal = catalogue.get("S28").unwrap().may_be_carried().unwrap_err().to_string();
        assert!(refusal.contains("须本人到场") && refusal.contains("预约、陪同"), "{refusal}");
    }

    #[test]
    fn a_case_of_a_matter_has_its_own_rule_and_limit() {
        let catalogue = Catalogue::shipped();
        let card = catalogue.get("S10").unwrap();
        let renewed = card.for_case(Some("到期换证"));
        assert_eq!(renewed.name, "残疾人证（到期换证）");
        assert_eq!((renewed.proxy, renewed.mode), (ProxyRule::Entrusted, Mode::Proxy));
        assert_eq!(renewed.may_be_carried(), Ok(()));
        assert!(card.for_case(Some("新办")).may_be_carried().is_err());
        assert!(card.for_case(Some("没有的情形")).may_be_carried().is_err());
        let lost = catalogue.get("S21").unwrap().for_case(Some("挂失（打12333或银行电话）"));
        assert_eq!(lost.limit, DeadlineRule::Immediate);
    }

    #[test]
    fn a_death_opens_each_of_its_matters() {
        let opened = Catalogue::shipped().to_open("S29", None, today()).unwrap();
        let names: Vec<_> = opened.iter().map(|def| (def.code.as_str(), def.name.as_str(), def.proxy)).collect();
        assert_eq!(
            names,
            [
                ("G03", "死亡户口注销", ProxyRule::Entrusted),
                ("S17", "养老保险注销、丧葬补助", ProxyRule::Entrusted),
                ("S02", "低保、特困等待遇变化告知（去世停发）", ProxyRule::Allowed),
                ("G04", "户口迁移、分户、立户、变更（变更户主）", ProxyRule::Entrusted),
            ]
        );
    }

    #[test]
    fn cards_are_never_asked_for_as_originals_and_what_the_office_knows_is_not_asked_for() {
        for def in Catalogue::shipped().all() {
            for material in def.materials_to_ask() {
                let card = ["银行卡", "账号", "社保卡"].iter().any(|word| material.name.contains(word));
                assert!(!card || material.optional, "{} {}", def.code, material.name);
                assert!(!material.name.contains("存款"), "{} {}", def.code, material.name);
            }
        }
    }

    #[test]
    fn the_police_post_answers_for_its_own_and_corrections_hold() {
        let catalogue = Catalogue::shipped();
        for code in ["G01", "G02", "G03", "G04", "G05"] {
            let def = catalogue.get(code).unwrap();
            assert_eq!((def.window.as_str(), def.level), ("派出所户籍窗口", Level::Outside));
            assert_eq!((def.station_code.as_str(), def.station.as_str()), ("WAI", "外单位"));
        }
        let mode = |code: &str| catalogue.get(code).unwrap().mode;
        assert_eq!([mode("P01"), mode("N11"), mode("N12"), mode("S16")], [Mode::Assist; 4]);
        assert_eq!((mode("N09"), mode("V01")), (Mode::Tell, Mode::Direct));
        assert_eq!(catalogue.get("S30").unwrap().station_code, "NY");
        assert_eq!(catalogue.get("P02").unwrap().level, Level::Village);
        assert!(catalogue.get("N09").unwrap().hint.contains("古树名木"));
    }

    #[test]
    fn the_words_of_the_tables_are_hanzi_ascii_and_plain_full_width_signs() {
        for text in [SHIPPED, include_str!("../data/stations.toml"), include_str!("../data/banned_certificates.toml")] {
            for (index, line) in text.lines().enumerate() {
                let odd = line.chars().find(|c| {
                    !c.is_ascii() && !crate::domain::text::is_hanzi(*c) && !"：，。「」（）；？！、《》".contains(*c)
                });
                assert_eq!(odd, None, "line {}", index + 1);
            }
        }
    }

    #[test]
    fn villagers_words_find_the_matter() {
        let catalogue = Catalogue::shipped();
        for (said, code) in [
            ("低保", "S01"),
            ("吃低保", "S01"),
            ("残疾证", "S10"),
            ("社保卡", "S21"),
            ("医保", "S18"),
            ("合作医疗", "S18"),
            ("上户口", "G02"),
            ("死人销户", "S29"),
            ("销户", "S29"),
            ("养老金", "S15"),
            ("刷脸", "S16"),
            ("五保", "S04"),
            ("高龄", "S13"),
            ("建房", "N01"),
            ("砍树", "N08"),
            ("身份证丢了", "G01"),
            ("扯皮", "P02"),
            ("讨薪", "X12"),
            ("打证明", "V01"),
            ("复垦", "X07"),
            ("s01", "S01"),
            ("我要给娃儿上户口", "G02"),
            ("老人的残疾证到期了", "S10"),
            ("dibao", "S01"),
            ("cjrz", "S10"),
            ("移民 直补", "X06"),
            ("db", "S01"),
            ("sfz", "G01"),
            ("ylj", "S15"),
            ("死", "S29"),
            ("我屋头老人死了要啷个办", "S29"),
        ] {
            let found = catalogue.find(said, today());
            assert_eq!(found.first().map(|def| def.code.as_str()), Some(code), "{said}: {:?}", codes(&found));
        }
        assert_eq!(catalogue.find("没有这回事xyz", today()).len(), 0);
        assert_eq!(catalogue.find(" ", today()).len(), 75);
    }

    #[test]
    fn every_matter_is_found_by_each_name_it_has() {
        let catalogue = Catalogue::shipped();
        for def in catalogue.all() {
            assert!(def.keywords.len() >= 5, "{} has few names", def.code);
            for said in def.keywords.iter().chain([&def.name, &def.code]) {
                let found = catalogue.find(said, today());
                assert!(found.iter().any(|found| found.code == def.code), "{} by {said}", def.code);
            }
        }
    }

    #[test]
    fn a_row_out_of_its_time_is_refused_and_told_with_its_line() {
        let (catalogue, faults) = overlay(&good("T01", "valid_to = \"2026-11-23\""));
        assert_eq!(faults, <[&str; 0]>::default());
        let refusal = catalogue.usable("T01", today()).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "「村里的事」只用到2026-11-23，已过期，不能再收件。请向镇里要新的事项目录，放进 tables 文件夹"
        );
        assert!(catalogue.usable("t01", today().plus_days(-1)).is_ok());
        let told: Vec<_> = catalogue.faults(today()).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["镇里.toml 第1行：「T01 村里的事」只用到2026-11-23，已过期，请换新的一条"]);
        assert_eq!(catalogue.find("村里的事", today()).last().map(|def| def.code.as_str()), Some("T01"));
        let (catalogue, _) = overlay(&good("T01", "valid_from = 2026-12-01"));
        assert!(matches!(catalogue.usable("T01", today()), Err(MatterRefusal::NotYet { .. })));
        assert!(matches!(catalogue.usable("T99", today()), Err(MatterRefusal::Unknown { .. })));
        assert!(catalogue.usable("S18", Day::parse_iso("2028-01-01").unwrap()).is_err());
    }

    #[test]
    fn a_bundle_whose_case_a_town_took_away_is_told() {
        let (catalogue, faults) = overlay(&good("S02", ""));
        assert_eq!(faults, <[&str; 0]>::default());
        let told = catalogue.faults(today());
        assert_eq!(told.len(), 1);
        assert!(told[0].message.ends_with("一件事要开的「S02」没有「去世停发」这种情形"), "{told:?}");
        assert!(catalogue.to_open("S29", None, today()).is_ok());
    }

    #[test]
    fn a_town_replaces_adds_and_withdraws() {
        let text = format!("{}\n{}\n[[matter]]\ncode = \"N16\"\nwithdrawn = true\n", good("S05", ""), good("T01", ""));
        let (catalogue, faults) = overlay(&text);
        assert_eq!(faults, <[&str; 0]>::default());
        assert_eq!(catalogue.get("S05").unwrap().name, "村里的事");
        assert_eq!(catalogue.get("T01").unwrap().station, "社会事务服务站");
        assert_eq!(catalogue.get("N16"), None);
        assert_eq!(catalogue.all().count(), 75);
        // Saved by Notepad: with a mark at the start and \r\n.
        let (catalogue, faults) = overlay(&format!("\u{FEFF}{}", good("T01", "").replace('\n', "\r\n")));
        assert_eq!((catalogue.all().count(), faults.len()), (76, 0));
    }

    #[test]
    fn every_broken_row_is_told_by_line_and_the_good_ones_are_used() {
        let bad = good("T02", "hnit = \"错\"\nvalid_to = \"2026-02-30\"").replace("1周", "一会儿").replace("SH", "XX");
        let text = format!("{}{bad}{}", good("T01", ""), good("T03", ""));
        let (catalogue, faults) = overlay(&text);
        assert!(catalogue.get("T01").is_some() && catalogue.get("T02").is_none() && catalogue.get("T03").is_some());
        assert_eq!(faults.len(), 4, "{faults:?}");
        for (fault, start) in faults.iter().zip([
            "镇里.toml 第17行：没有站办「XX」，只能写：DZ SH NY AW CUN WAI",
            "镇里.toml 第21行：期限「一会儿」看不懂",
            "镇里.toml 第24行：没有「hnit」这一项",
            "镇里.toml 第25行：valid_to 的日期「2026-02-30」不对",
        ]) {
            assert!(fault.starts_with(start), "{fault}");
        }
    }

    #[test]
    fn an_unclosed_quote_spoils_its_own_row_only() {
        let text = format!("{}{}", good("T01", "hint = \"没写完"), good("T02", ""));
        let (catalogue, faults) = overlay(&text);
        assert!(catalogue.get("T01").is_none() && catalogue.get("T02").is_some());
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("镇里.toml 第12行：这一行写法不对"), "{faults:?}");
        let (_, faults) = overlay("code = \"T01\"\n[matter]\n[[mater]]\n[[matter]]\n");
        let lines: Vec<_> = faults.iter().map(|fault| fault.split('：').next().unwrap().to_owned()).collect();
        let third = ["镇里.toml 第1行", "镇里.toml 第2行", "镇里.toml 第3行"];
        assert_eq!(lines.get(..3).unwrap(), third);
        assert!(lines.len() > 3 && lines.iter().skip(3).all(|line| line == "镇里.toml 第4行"), "{lines:?}");
    }

    #[test]
    fn each_single_fault_has_its_words() {
        let whole = good("T01", "");
        for (text, words) in [
            (whole.replace("name = \"村里的事\"\n", ""), "缺 name"),
            (whole.replace("limit = \"1周\"\n", ""), "缺 limit"),
            (whole.replace("T01", "一号"), "编号「一号」不对"),
            (whole.replace("level = \"镇\"", "level = \"省\""), "level 没有「省」这一种，只能写：村、镇、县、外单位"),
            (whole.replace("可代办", "随便"), "只能写：可代办、需委托、须本人"),
            (whole.replace("可代办", "须本人"), "须本人的事项不能写「代办」"),
            (whole.replace("name = \"村里的事\"", "name = 3"), "name 要写成引号里的文字"),
            (format!("{whole}{whole}"), "编号「T01」在第1行已经写过"),
            (good("T01", "bundle = [\"S01\", \"S99\"]"), "一件事要开的「S99」不在事项目录里"),
            (good("T01", "bundle = [\"S29\"]"), "也是一件事"),
            (good("T01", "bundle = [\"T01\"]"), "不能再开它自己"),
            (good("T01", "bundle = [\"G04 没有\"]"), "没有「没有」这种情形"),
            (good("T01", "materials = [\"户口簿\"]"), "材料「户口簿」要写一个名称和一个种类"),
            (good("T01", "materials = [\"户口簿[原][复]\"]"), "材料「户口簿[原][复]」要写一个名称和一个种类"),
            (good("T01", "materials = [\"户口簿[元]\"]"), "里的「元」看不懂"),
            (good("T01", "materials = [\"银行卡[原]\"]"), "「银行卡」不能收原件，只抄号"),
            (good("T01", "materials = \"户口簿[原]\""), "要写成方括号里的一列文字"),
            (good("T01", "valid_from = \"2026-02-01\"\nvalid_to = \"2026-01-01\""), "到期日比起用日还早"),
            (good("T01", "withdrawn = \"是\""), "withdrawn 只能写 true 或 false"),
            (good("T01", "variants = [{ name = \"新办\", proxy = \"须本人\" }]"), "proxy 要写「须本人」"),
            (good("T01", "event_limits = [{ from = \"出生之日\" }]"), "缺 limit"),
            (good("S28", ""), "须本人到场，不能改成代办"),
            (good("G01", ""), "须本人到场，不能改成代办"),
            (good("T01", "name = \"又一个\""), "这一项前面已经写过"),
            ("[[matter]]\ncode = \"T09\"\nwithdrawn = true".to_owned(), "要停用的「T09」不在事项目录里"),
            ("[[matter]]\ncode = \"G03\"\nwithdrawn = true".to_owned(), "还在一件事「身后一件事"),
        ] {
            let (catalogue, faults) = overlay(&text);
            assert!(faults.len() == 1 && faults[0].contains(words), "{words}: {faults:?}");
            let kept = catalogue.get("S28").is_some_and(|def| def.proxy == ProxyRule::InPerson);
            assert!(kept && catalogue.get("G03").is_some());
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

        #[test]
        fn a_table_cut_or_overwritten_anywhere_is_told_and_breaks_nothing(
            at in 0..SHIPPED.chars().count(),
            end in 0..400_usize,
            with in "[\\[\\]\"=a。\n]{0,3}",
        ) {
            let text: String = SHIPPED.chars().take(at).chain(with.chars()).chain(SHIPPED.chars().skip(at + end)).collect();
            let (catalogue, faults) = Catalogue::load(Catalogue::shipped(), &text, FILE);
            let kept = Catalogue::shipped().all().filter(|def| catalogue.get(&def.code).is_some()).count();
            proptest::prop_assert_eq!(kept, 75);
            let lines = text.lines().count().max(1);
            proptest::prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)), "{:?}", faults);
            for def in catalogue.all().filter(|def| def.proxy == ProxyRule::InPerson) {
                proptest::prop_assert!(def.for_case(None).may_be_carried().is_err());
            }
        }
    }
}
