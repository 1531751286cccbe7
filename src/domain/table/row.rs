//! Reading one row of a table file that a town edits, so that every fault of it is found at once, each with its line.
//!
//! The file is cut at its `[[...]]` lines and each piece read alone: one unclosed quote spoils one row and not the file.
//! It does not know what a row means.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{TableFault, line_of};
use crate::domain::day::Day;

/// The words for how sure a row is: read in a statute, on a public page, common knowledge, still to be checked.
const CERTAINTIES: [&str; 4] = ["法条", "公开", "常识", "待核"];

/// One row: its keys are taken one by one, and what is left in the end was misspelt.
pub(in crate::domain) struct Row<'a> {
    /// The line of its `[[...]]`, or of its `{` inside another row.
    pub(in crate::domain) line: usize,
    /// The table's name between the brackets; empty for a row inside another.
    pub(in crate::domain) kind: &'a str,
    /// What has been found wrong so far.
    pub(in crate::domain) faults: Vec<TableFault>,
    source: Source<'a>,
    keys: Vec<Key<'a>>,
}

struct Key<'a> {
    name: String,
    line: usize,
    value: Option<DeValue<'a>>,
}

#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
    first_line: usize,
}

impl Source<'_> {
    fn line_at(&self, offset: usize) -> usize {
        self.first_line + line_of(self.text, offset) - 1
    }
}

/// The rows of a file in their order, and the faults of those that cannot be read at all.
pub(in crate::domain) fn rows_of<'a>(file: &'a str, text: &'a str, kinds: &[&str]) -> (Vec<Row<'a>>, Vec<TableFault>) {
    rows_of_pieces(file, pieces_of(file, text).into_iter(), kinds)
}

fn rows_of_pieces<'a>(
    file: &str,
    pieces: impl Iterator<Item = Source<'a>>,
    kinds: &[&str],
) -> (Vec<Row<'a>>, Vec<TableFault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let expected = kinds.iter().map(|kind| format!("[[{kind}]]")).collect::<Vec<_>>().join(" 或 ");
    for piece in pieces {
        let header = piece.text.lines().next().unwrap_or_default().trim();
        let kind = header.split('#').next().unwrap_or_default().trim_matches(['[', ']', ' ']);
        if !header.starts_with('[') {
            if let Some(at) =
                piece.text.lines().position(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
            {
                faults.push(TableFault::new(file, at + 1, format!("这一行前面要先有一行 {expected}")));
            }
            continue;
        }
        if !header.starts_with("[[") || !kinds.contains(&kind) {
            faults.push(TableFault::new(file, piece.first_line, format!("这一行要写成 {expected}，这一条没有读入")));
            continue;
        }
        match parse(piece, kind) {
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(fault),
        }
    }
    (rows, faults)
}

/// The same for a file that may say something before its first row: its head is a row of its own, without a kind.
pub(in crate::domain) fn head_and_rows_of<'a>(
    file: &'a str,
    text: &'a str,
    kinds: &[&str],
) -> (Option<Row<'a>>, Vec<Row<'a>>, Vec<TableFault>) {
    let (rows, mut faults) = rows_of_pieces(file, pieces_of(file, text).into_iter().skip(1), kinds);
    let Some(source) = pieces_of(file, text).into_iter().next() else { return (None, rows, faults) };
    let head = match DeTable::parse(source.text) {
        Ok(root) => Some(Row::new(source, source.first_line, "", root.into_inner())),
        Err(error) => {
            faults.insert(0, TableFault::of_toml(file, source.text, &error));
            None
        }
    };
    (head, rows, faults)
}

/// Cuts before every line that begins with `[`, except those of tables inside a row, which have a dot in their name.
fn pieces_of<'a>(file: &'a str, text: &'a str) -> Vec<Source<'a>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (mut pieces, mut start, mut first_line, mut offset) = (Vec::new(), 0, 1, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let inner = line.split(']').next().is_some_and(|name| name.contains('.'));
        if line.starts_with('[') && !inner {
            pieces.push(Source { file, text: text.get(start..offset).unwrap_or_default(), first_line });
            (start, first_line) = (offset, index + 1);
        }
        offset += line.len();
    }
    pieces.push(Source { file, text: text.get(start..).unwrap_or_default(), first_line });
    pieces
}

fn parse<'a>(source: Source<'a>, kind: &'a str) -> Result<Row<'a>, TableFault> {
    let root = DeTable::parse(source.text).map_err(|error| {
        let fault = TableFault::of_toml(source.file, source.text, &error);
        let line = source.first_line + fault.line.max(1) - 1;
        TableFault::new(source.file, line, format!("{}，这一条没有读入", fault.message))
    })?;
    let tables = root.into_inner().into_iter().flat_map(|(_, value)| tables_of(value.into_inner()));
    match tables.into_iter().next() {
        Some((_, table)) => Ok(Row::new(source, source.first_line, kind, table)),
        None => Err(TableFault::new(source.file, source.first_line, "这一条是空的")),
    }
}

fn tables_of(value: DeValue<'_>) -> Vec<(usize, DeTable<'_>)> {
    let DeValue::Array(array) = value else { return Vec::new() };
    let items = array.into_iter().map(|item: Spanned<DeValue<'_>>| (item.span().start, item.into_inner()));
    items.filter_map(|(at, item)| if let DeValue::Table(table) = item { Some((at, table)) } else { None }).collect()
}

impl<'a> Row<'a> {
    fn new(source: Source<'a>, line: usize, kind: &'a str, table: DeTable<'a>) -> Row<'a> {
        let keys = table.into_iter().map(|(key, value)| Key {
            line: source.line_at(key.span().start),
            name: key.into_inner().into_owned(),
            value: Some(value.into_inner()),
        });
        Row { line, kind, faults: Vec::new(), source, keys: keys.collect() }
    }

    /// The line on which this key stands, or the row's.
    pub(in crate::domain) fn line_of_key(&self, name: &str) -> usize {
        self.keys.iter().find(|key| key.name == name).map_or(self.line, |key| key.line)
    }

    /// Adds a fault at this key.
    pub(in crate::domain) fn fault(&mut self, name: &str, message: impl Into<String>) {
        let fault = TableFault::new(self.source.file, self.line_of_key(name), message);
        self.faults.push(fault);
    }

    /// Whether the row says this key, right or wrong.
    pub(in crate::domain) fn has(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.name == name)
    }

    fn take(&mut self, name: &str) -> Option<DeValue<'a>> {
        self.keys.iter_mut().find(|key| key.name == name).and_then(|key| key.value.take())
    }

    /// The text of this key; empty when it is not there.
    pub(in crate::domain) fn text(&mut self, name: &str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(DeValue::String(text)) => text.trim().to_owned(),
            Some(DeValue::Datetime(day)) => day.to_string(),
            Some(_) => {
                self.fault(name, format!("{name} 要写成引号里的文字"));
                String::new()
            }
        }
    }

    /// The text of a key that must be there.
    pub(in crate::domain) fn required(&mut self, name: &str) -> String {
        let before = self.faults.len();
        let text = self.text(name);
        if text.is_empty() && self.faults.len() == before {
            self.fault(name, format!("缺 {name}"));
        }
        text
    }

    /// The list of texts of this key; empty when it is not there.
    pub(in crate::domain) fn texts(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.fault(name, format!("{name} 要写成方括号里的一列文字"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            match item.into_inner() {
                DeValue::String(text) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
                _ => self.fault(name, format!("{name} 里每一样都要写成引号里的文字，不能空着")),
            }
        }
        texts
    }

    /// Whether this key says true; false when it is not there.
    pub(in crate::domain) fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            None => false,
            Some(DeValue::Boolean(flag)) => flag,
            Some(_) => {
                self.fault(name, format!("{name} 只能写 true 或 false，不加引号"));
                false
            }
        }
    }

    /// The day of this key.
    pub(in crate::domain) fn day(&mut self, name: &str) -> Option<Day> {
        let text = self.text(name);
        let day = Day::parse_iso(&text);
        if day.is_none() && !text.is_empty() {
            self.fault(name, format!("{name} 的日期「{text}」不对，要写成 2026-12-31 这样"));
        }
        day
    }

    /// The one of these choices whose word this key says.
    pub(in crate::domain) fn choice<T: Copy>(
        &mut self,
        name: &str,
        choices: &[T],
        label: fn(T) -> &'static str,
    ) -> Option<T> {
        let before = self.faults.len();
        let text = self.required(name);
        let found = choices.iter().copied().find(|choice| label(*choice) == text);
        if found.is_none() && self.faults.len() == before {
            let words = choices.iter().map(|choice| label(*choice)).collect::<Vec<_>>().join("、");
            self.fault(name, format!("{name} 没有「{text}」这一种，只能写：{words}"));
        }
        found
    }

    /// The count of this key, from 1 to `max`.
    pub(in crate::domain) fn count(&mut self, name: &str, max: u16) -> Option<u16> {
        let text = self.required(name);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = if digits { text.parse().ok() } else { None }.filter(|count| (1..=max).contains(count));
        if count.is_none() && !text.is_empty() {
            self.fault(name, format!("{name} 要写成引号里 1 到 {max} 的数，不能是「{text}」"));
        }
        count
    }

    /// How sure the row is.
    pub(in crate::domain) fn certainty(&mut self) -> String {
        self.choice("certainty", &CERTAINTIES, |word| word).unwrap_or_default().to_owned()
    }

    /// The rows inside this row under this key; close each with [`Row::close_inner`].
    pub(in crate::domain) fn inner(&mut self, name: &str) -> Vec<Row<'a>> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let source = self.source;
        let tables = tables_of(value);
        if tables.is_empty() {
            self.fault(name, format!("{name} 要写成方括号里的一列花括号"));
        }
        tables.into_iter().map(|(at, table)| Row::new(source, source.line_at(at), "", table)).collect()
    }

    /// Takes over what was wrong with a row inside this one.
    pub(in crate::domain) fn close_inner(&mut self, inner: Row<'a>, known: &[&str]) {
        let faults = inner.close(known);
        self.faults.extend(faults);
    }

    /// Everything wrong with the row: what was found while reading, and the keys nobody asked for.
    pub(in crate::domain) fn close(mut self, known: &[&str]) -> Vec<TableFault> {
        let left = self.keys.iter().filter(|key| key.value.is_some());
        let unknown = left.map(|key| {
            let message = format!("没有「{}」这一项，可以写的有：{}", key.name, known.join(" "));
            TableFault::new(self.source.file, key.line, message)
        });
        let unknown: Vec<_> = unknown.collect();
        self.faults.extend(unknown);
        self.faults
    }
}
