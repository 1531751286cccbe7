//! Reads holiday tables as a town writes them, and names every fault with its line.
//!
//! It decides nothing about deadlines, and it opens no file: the text comes in.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::HolidayTable;
use crate::domain::day::Day;
use crate::domain::table::{TableFault, line_of};

/// Years a table may be for; the national holidays in their present shape began in 2000.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Days off in every year (全国年节及纪念日放假办法); a table without them has lost a line.
const ALWAYS_OFF: [(i8, i8); 5] = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)];
/// The longest holiday a range may name, in days: a longer one is a slip of the pen.
const RANGE_DAYS_MAX: i32 = 20;

/// Reads the whole file.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<HolidayTable>, Vec<TableFault>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, text, faults: Vec::new() };
    for error in &errors {
        reader.faults.push(TableFault::of_toml(file, text, error));
    }
    let broken: Vec<usize> = reader.faults.iter().map(|fault| fault.line).collect();
    let mut tables: Vec<HolidayTable> =
        document.get_ref().iter().filter_map(|(key, value)| reader.table(key, value)).collect();
    let mut faults = reader.faults;
    if faults.is_empty() {
        tables.sort_by_key(|table| table.year);
        return Ok(tables);
    }
    // What the parser could not read at all is said once, not again as a missing key or an odd value.
    let syntax_count = broken.len();
    let mut index = 0;
    faults.retain(|fault| {
        index += 1;
        index <= syntax_count || !broken.contains(&fault.line)
    });
    faults.sort_by_key(|fault| fault.line);
    faults.dedup();
    Err(faults)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    faults: Vec<TableFault>,
}

impl Reader<'_> {
    fn fault(&mut self, offset: usize, message: impl Into<String>) {
        self.faults.push(TableFault::new(self.file, line_of(self.text, offset), message));
    }

    /// One year's section; `None` when it is too broken to go on with (the fault is noted).
    fn table(&mut self, key: &Spanned<std::borrow::Cow<str>>, value: &Spanned<DeValue>) -> Option<HolidayTable> {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let year = name.parse().ok().filter(|year| YEARS.contains(year) && name.len() == 4);
        let Some(year) = year else {
            self.fault(at, format!("不认识「{name}」，每段开头写年份，例如 [2027]"));
            return None;
        };
        let Some(section) = value.get_ref().as_table() else {
            self.fault(at, format!("{year}年要写成一段，开头是 [{year}]"));
            return None;
        };
        let mut table = HolidayTable { year, off: Vec::new(), work: Vec::new(), source: String::new() };
        for (key, value) in section {
            match key.get_ref().as_ref() {
                "source" => table.source = self.source(value),
                "off" => table.off = self.days(year, value),
                "work" => {
                    table.work = self.days(year, value);
                    self.check_work(&table.work, value);
                }
                other => {
                    let message = format!("不认识「{other}」，{year}年这一段只写 source、off、work");
                    self.fault(key.span().start, message);
                }
            }
        }
        self.check_section(at, section, &table);
        Some(table)
    }

    fn source(&mut self, value: &Spanned<DeValue>) -> String {
        let source = value.get_ref().as_str().map(str::trim).unwrap_or_default();
        if source.is_empty() {
            self.fault(value.span().start, "source 要写明哪个机关哪天发的通知，放在英文引号里");
        }
        source.to_owned()
    }

    /// The days of `off` or `work`, sorted, each once.
    fn days(&mut self, year: i16, value: &Spanned<DeValue>) -> Vec<Day> {
        let Some(items) = value.get_ref().as_array() else {
            self.fault(value.span().start, "日期要放在方括号里，例如 [\"01-01\", \"02-15..02-23\"]");
            return Vec::new();
        };
        let mut days = Vec::new();
        for item in items.iter() {
            let at = item.span().start;
            let written = match item.get_ref() {
                DeValue::String(text) => text.trim().to_owned(),
                DeValue::Datetime(date) => date.to_string(),
                DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Array(_)
                | DeValue::Table(_) => {
                    self.fault(at, "日期要放在英文引号里，例如 \"02-15\" 或 \"02-15..02-23\"");
                    continue;
                }
            };
            match read_range(year, &written) {
                Ok(range) => {
                    for day in range {
                        if days.contains(&day) {
                            self.fault(at, format!("{} 写了两次，删掉一处", day.month_day()));
                        } else {
                            days.push(day);
                        }
                    }
                }
                Err(message) => self.fault(at, message),
            }
        }
        days.sort_unstable();
        days
    }

    /// A make-up day is a Saturday or Sunday: a weekday is worked anyway, and naming one is a mistyped date.
    fn check_work(&mut self, work: &[Day], value: &Spanned<DeValue>) {
        for day in work.iter().filter(|day| !day.is_weekend()) {
            let message =
                format!("{} 是{}，本来就上班，work 只写周末调休上班的日子", day.month_day(), day.weekday_label());
            let at = self.place_of(value, *day);
            self.fault(at, message);
        }
    }

    /// What only the whole section can show: missing keys, a day both off and worked, a lost line.
    fn check_section(&mut self, at: usize, section: &DeTable, table: &HolidayTable) {
        let year = table.year;
        for (key, remedy) in [
            ("source", "加上 source = \"哪个机关哪天发的通知\""),
            ("off", "加上 off = [放假的日子]"),
            ("work", "加上 work = [周末上班的日子]，没有就写 work = []"),
        ] {
            if !section.contains_key(key) {
                self.fault(at, format!("{year}年缺 {key}，{remedy}"));
            }
        }
        if let Some(value) = section.get("work") {
            for day in table.work.iter().filter(|day| table.off.contains(day)) {
                let at = self.place_of(value, *day);
                self.fault(at, format!("{} 又放假又上班，off 和 work 只能留一处", day.month_day()));
            }
        }
        if let Some(value) = section.get("off") {
            let days = ALWAYS_OFF.iter().filter_map(|(month, day)| Day::from_ymd(year, *month, *day));
            for day in days.filter(|day| !table.off.contains(day)) {
                self.fault(value.span().start, format!("off 里漏了 {}，这一天年年放假", day.month_day()));
            }
        }
    }

    /// Where the array `value` names `day` alone; the array itself where it stands inside a range.
    fn place_of(&self, value: &Spanned<DeValue>, day: Day) -> usize {
        let items = value.get_ref().as_array().into_iter().flat_map(|items| items.iter());
        let names_it = |item: &&Spanned<DeValue>| {
            let text = item.get_ref().as_str().map(str::trim).unwrap_or_default();
            let Ok(range) = read_range(day.year(), text) else { return false };
            range.contains(&day)
        };
        items.into_iter().find(names_it).map_or(value.span().start, |item| item.span().start)
    }
}

/// The days of `02-15`, `2026-02-15` or `02-15..02-23` in this year; in the fault, what to write instead.
fn read_range(year: i16, written: &str) -> Result<Vec<Day>, String> {
    let (first, last) = match written.split_once("..") {
        Some((first, last)) => (read_day(year, first)?, read_day(year, last)?),
        None => {
            let day = read_day(year, written)?;
            (day, day)
        }
    };
    let days = last.days_since(first) + 1;
    if days < 1 {
        return Err(format!("「{written}」前后颠倒，早的日子写前面"));
    }
    if days > RANGE_DAYS_MAX {
        return Err(format!("「{written}」有{days}天，没有这么长的假，检查月份"));
    }
    Ok((0..days).map(|n| first.plus_days(n)).collect())
}

fn read_day(year: i16, written: &str) -> Result<Day, String> {
    let written = written.trim();
    let full = if written.len() == 5 { format!("{year:04}-{written}") } else { written.to_owned() };
    let shape = |text: &str| {
        text.len() == 10
            && text.bytes().enumerate().all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    if !shape(&full) {
        return Err(format!("「{written}」不是日期，写成「02-15」这样：月、日各两位"));
    }
    let Some(day) = Day::parse_iso(&full) else {
        return Err(format!("没有「{written}」这一天"));
    };
    if day.year() != year {
        return Err(format!("「{written}」不在{year}年，写到那一年的段里"));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[2027]
source = "国务院办公厅2026-11-05通知"
off = ["01-01..01-03", "2027-05-01", 2027-05-02, "10-01..10-07"]
work = ["10-10"]
"#;

    /// Asserts the faults as `line message`, in order.
    fn check(text: &str, faults: &[&str]) {
        let found = read("town.toml", text).unwrap_err();
        let found: Vec<String> = found.iter().map(|fault| format!("{} {}", fault.line, fault.message)).collect();
        assert_eq!(found, faults);
    }

    #[test]
    fn a_good_table_is_read_in_any_spelling_of_a_day() {
        let tables = read("town.toml", GOOD).unwrap();
        let [table] = tables.as_slice() else { panic!("one year") };
        assert_eq!((table.year, table.off.len(), table.work.len()), (2027, 12, 1));
        assert_eq!(table.off[3], Day::parse_iso("2027-05-01").unwrap());
        assert_eq!(table.source, "国务院办公厅2026-11-05通知");
        assert_eq!(read("town.toml", "").unwrap(), []);
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let text = r#"[2027]
source = " "
off = [
  "01-01",
  "02-30",
  "2-15",
  "2026-10-01",
  "05-01..05-03",
  "05-03",
  "10-07..10-01",
  "03-01..06-01",
  "10-09..10-10",
  7,
]
work = ["10-11", "10-10"]
name = "国庆"

[二零二八]
"#;
        check(
            text,
            &[
                "2 source 要写明哪个机关哪天发的通知，放在英文引号里",
                "3 off 里漏了 10-01，这一天年年放假",
                "3 off 里漏了 10-02，这一天年年放假",
                "3 off 里漏了 10-03，这一天年年放假",
                "5 没有「02-30」这一天",
                "6 「2-15」不是日期，写成「02-15」这样：月、日各两位",
                "7 「2026-10-01」不在2027年，写到那一年的段里",
                "9 05-03 写了两次，删掉一处",
                "10 「10-07..10-01」前后颠倒，早的日子写前面",
                "11 「03-01..06-01」有93天，没有这么长的假，检查月份",
                "13 日期要放在英文引号里，例如 \"02-15\" 或 \"02-15..02-23\"",
                "15 10-11 是周一，本来就上班，work 只写周末调休上班的日子",
                "15 10-10 又放假又上班，off 和 work 只能留一处",
                "16 不认识「name」，2027年这一段只写 source、off、work",
                "18 这一行写法不对，检查英文引号、逗号、等号和方括号",
            ],
        );
    }

    #[test]
    fn what_is_missing_is_said_at_the_years_head() {
        check(
            "\n[2027]\n",
            &[
                "2 2027年缺 source，加上 source = \"哪个机关哪天发的通知\"",
                "2 2027年缺 off，加上 off = [放假的日子]",
                "2 2027年缺 work，加上 work = [周末上班的日子]，没有就写 work = []",
            ],
        );
        check("[1987]\n", &["1 不认识「1987」，每段开头写年份，例如 [2027]"]);
        check("2027 = 3\n", &["1 2027年要写成一段，开头是 [2027]"]);
    }

    #[test]
    fn a_broken_line_does_not_hide_the_others() {
        let text =
            GOOD.replace("work = [\"10-10\"]", "work = [\"10-10\"]\noff = [\"01-01\"]\n\n[2028\nsource = \"某\"");
        let found = read("town.toml", &text).unwrap_err();
        let lines: Vec<usize> = found.iter().map(|fault| fault.line).collect();
        assert!(lines.contains(&6) && lines.contains(&8), "{found:?}");
        assert_eq!(found[0].message, "这一项前面已经写过，删掉一处");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_faults(text in "[\\[\\]0-9a-z=\",.\n \u{4e00}-\u{4e20}-]{0,80}") {
            if let Err(faults) = read("town.toml", &text) {
                proptest::prop_assert!(!faults.is_empty());
            }
        }
    }
}
