//! The forms a town asks for, as data: how one is known by its title, what its rows are, what its columns hold.
//!
//! It opens no workbook and looks at no record: `exchange` fills.

use super::day::Day;
use super::table::TableFault;
use super::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "forms.toml";

const SHIPPED: &str = include_str!("data/forms.toml");

/// What the rows of a form are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// People in the register.
    People,
    /// Households in the register.
    Households,
    /// Proxy tasks taken in within the period.
    Tasks,
    /// Visits of the period.
    Visits,
    /// People who died in the period.
    Deaths,
    /// A line for each group 社.
    Groups,
    /// A line for each station 站办.
    Stations,
    /// Postings of the period.
    Postings,
    /// Nothing of the kind is kept here: it is filled by hand.
    ByHand,
}

impl RowKind {
    /// All of them.
    pub const ALL: [RowKind; 9] = [
        RowKind::People,
        RowKind::Households,
        RowKind::Tasks,
        RowKind::Visits,
        RowKind::Deaths,
        RowKind::Groups,
        RowKind::Stations,
        RowKind::Postings,
        RowKind::ByHand,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            RowKind::People => "人口",
            RowKind::Households => "农户",
            RowKind::Tasks => "代办件",
            RowKind::Visits => "走访",
            RowKind::Deaths => "死亡人口",
            RowKind::Groups => "各社",
            RowKind::Stations => "各站办",
            RowKind::Postings => "公示",
            RowKind::ByHand => "不登记",
        }
    }
}

/// How often a form is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// 每周.
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每年.
    Year,
}

impl Every {
    /// All of them.
    pub const ALL: [Every; 4] = [Every::Week, Every::Month, Every::Quarter, Every::Year];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Every::Week => "每周",
            Every::Month => "每月",
            Every::Quarter => "每季度",
            Every::Year => "每年",
        }
    }

    /// What a form without a row says.
    pub fn nothing(self) -> &'static str {
        match self {
            Every::Week => "本周无",
            Every::Month => "本月无",
            Every::Quarter => "本季度无",
            Every::Year => "本年无",
        }
    }

    /// The first and the last day of the period in which a day lies.
    pub fn around(self, day: Day) -> (Day, Day) {
        let (year, month, _) = day.ymd();
        let months = match self {
            Every::Week => {
                let monday = day.plus_days(-i32::from(day.weekday_index()));
                return (monday, monday.plus_days(6));
            }
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        };
        let first = (month - 1) / months * months + 1;
        let start = Day::from_ymd(year, first, 1).unwrap_or(day);
        (start, start.plus_months(i32::from(months)).plus_days(-1))
    }

    /// The period in words, as a title has it: 2026年11月.
    pub fn words(self, day: Day) -> String {
        let (from, to) = self.around(day);
        let (year, month, _) = from.ymd();
        match self {
            Every::Week => {
                let (_, last_month, last_day) = to.ymd();
                let (_, _, first_day) = from.ymd();
                format!("{year}年{month}月{first_day}日至{last_month}月{last_day}日")
            }
            Every::Month => format!("{year}年{month}月"),
            Every::Quarter => format!("{year}年第{}季度", (month - 1) / 3 + 1),
            Every::Year => format!("{year}年"),
        }
    }
}

/// One column of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormColumn {
    /// Its heading.
    pub header: String,
    /// What stands in it, by the name of the field; empty for one filled by hand.
    pub content: String,
}

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// Words of its title: all of them, each perhaps one of several.
    pub words: Vec<String>,
    /// What its rows are.
    pub rows: RowKind,
    /// How often it is asked for.
    pub every: Every,
    /// Only records whose class or tag has one of these words; empty for all.
    pub only: Vec<String>,
    /// Its columns.
    pub columns: Vec<FormColumn>,
    /// Which contents are given whole.
    pub whole: Vec<String>,
    /// Why.
    pub reason: String,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    all: Vec<Form>,
}

impl Form {
    /// Whether it says who is on the list, or whose numbers are whole.
    pub fn chooses(&self) -> bool {
        !self.only.is_empty() || !self.whole.is_empty()
    }

    /// How many characters of the title's words are met; `None` for another form.
    fn met(&self, title: &str) -> Option<usize> {
        let title = super::text::squash(title);
        let met = |words: &String| words.split('|').filter(|word| title.contains(word)).map(str::len).max();
        self.words.iter().map(met).sum()
    }
}

impl Forms {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> Forms {
        Forms { all: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: one of the same name replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (Forms, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["form"]);
        for row in rows {
            match read(row) {
                Ok(form) => match self.all.iter_mut().find(|old| old.name == form.name) {
                    Some(old) => *old = form,
                    None => self.all.push(form),
                },
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    /// All of them, in the order of the table.
    pub fn all(&self) -> &[Form] {
        &self.all
    }

    /// The form of this name.
    pub fn named(&self, name: &str) -> Option<&Form> {
        self.all.iter().find(|form| form.name == name)
    }

    /// The form a title is of: the one whose words say most of it.
    pub fn of_title(&self, title: &str) -> Option<&Form> {
        let met = self.all.iter().filter_map(|form| Some((form.met(title)?, form)));
        met.max_by_key(|(met, _)| *met).map(|(_, form)| form)
    }
}

fn read(mut row: Row<'_>) -> Result<Form, Vec<TableFault>> {
    let (name, words) = (row.required("name"), row.texts("words"));
    let kind = row.choice("rows", &RowKind::ALL, RowKind::label);
    let every = row.choice("every", &Every::ALL, Every::label);
    let (only, whole, reason) = (row.texts("only"), row.texts("whole"), row.text("reason"));
    let columns: Vec<FormColumn> = row.texts("columns").iter().map(|text| column(text)).collect();
    row.required("source");
    row.certainty();
    if words.is_empty() {
        row.fault("words", "要写上表名里认得出它的词");
    }
    if columns.len() < 2 {
        row.fault("columns", "至少要写两栏");
    }
    if reason.is_empty() && !whole.is_empty() {
        row.fault("whole", "全号要写明为什么要：reason");
    }
    let known = ["name", "words", "rows", "every", "only", "columns", "whole", "reason", "source", "certainty"];
    let faults = row.close(&known);
    match (kind, every) {
        (Some(rows), Some(every)) if faults.is_empty() => {
            Ok(Form { name, words, rows, every, only, columns, whole, reason })
        }
        _ => Err(faults),
    }
}

fn column(text: &str) -> FormColumn {
    let (header, content) = text.split_once('=').unwrap_or((text, text));
    FormColumn { header: header.trim().to_owned(), content: content.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_forms_have_no_faults_and_are_told_by_their_titles() {
        let (forms, faults) = Forms { all: Vec::new() }.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(forms.all().len(), 13, "the twelve of the list, the last of which is two");
        for (title, name) in [
            ("慈云镇大坪村2026年11月便民代办台账", Some("代办台账")),
            ("2026年11月死亡人员花名册", Some("死亡人员名单")),
            ("高龄老人补贴花名册", Some("高龄失能补贴名单")),
            ("耕地地力保护补贴面积公示清册", Some("耕地地力补贴清册")),
            ("养猪情况表", None),
        ] {
            assert_eq!(forms.of_title(title).map(|form| form.name.as_str()), name, "{title}");
        }
        for form in forms.all() {
            assert_eq!(forms.of_title(&form.name), Some(form), "{}", form.name);
        }
    }

    #[test]
    fn periods_are_whole() {
        let day = |text| Day::parse_iso(text).unwrap();
        let at = day("2026-11-24");
        assert_eq!(Every::Week.around(at), (day("2026-11-23"), day("2026-11-29")));
        assert_eq!(Every::Quarter.around(at), (day("2026-10-01"), day("2026-12-31")));
        assert_eq!(
            (Every::Month.words(at).as_str(), Every::Quarter.words(at).as_str()),
            ("2026年11月", "2026年第4季度")
        );
    }

    #[test]
    fn a_towns_form_replaces_one_and_a_whole_number_needs_its_reason() {
        let own = "[[form]]\nname = \"走访台账\"\nwords = [\"走访\"]\nrows = \"走访\"\nevery = \"每周\"\ncolumns = [\"序号\", \"户主=户主姓名\"]\nsource = \"镇\"\ncertainty = \"公开\"\n[[form]]\nname = \"别\"\nwords = [\"别\"]\nrows = \"人口\"\nevery = \"每月\"\ncolumns = [\"姓名\", \"身份证号码\"]\nwhole = [\"身份证号码\"]\nsource = \"镇\"\ncertainty = \"公开\"\n";
        let (forms, faults) = Forms::shipped().with(own, FILE);
        assert_eq!(forms.named("走访台账").map(|form| form.every), Some(Every::Week));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(forms.named("别").is_none());
    }
}
