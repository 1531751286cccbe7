//! A sheet as plain text for an A4 or A5 page in a fixed font: paragraphs, headings, lines that are broken and set in.
//!
//! It knows no subject and writes no file.

use crate::domain::sheet::{Sheet, SheetLine};

/// The widest line in cells of a fixed font, so that it fits an A4 page with its margins.
pub const LINE_CELLS_MAX: usize = 76;

/// The widest line of an A5 page.
pub const A5_CELLS_MAX: usize = 50;

/// The sheet as text, no line wider than this many cells; its lines are ended as Notepad wants them.
pub fn plain(sheet: &Sheet, cells_max: usize) -> String {
    let mut paper = Paper { lines: Vec::new(), cells_max };
    let middle = cells_max.saturating_sub(cells(&sheet.title)) / 2;
    paper.put(0, &format!("{}{}", " ".repeat(middle), sheet.title));
    paper.blank();
    sheet.lines.iter().for_each(|line| paper.line(line));
    paper.lines.iter().map(|line| format!("{line}\r\n")).collect()
}

/// A page as it is written, line by line.
struct Paper {
    lines: Vec<String>,
    cells_max: usize,
}

impl Paper {
    fn line(&mut self, line: &SheetLine) {
        match line {
            SheetLine::Heading(text) => {
                self.blank();
                self.put(0, text);
            }
            SheetLine::Text(text) => self.put(0, text),
            SheetLine::Entry(label, text) => self.put(0, &format!("{label}：{text}")),
            SheetLine::Tick(what, detail) => {
                self.put(0, &format!("[ ] {what}"));
                if !detail.is_empty() {
                    self.put(4, detail);
                }
            }
            SheetLine::Table(head, rows) => self.table(head, rows),
            SheetLine::Sign(who) => {
                for role in who {
                    self.blank();
                    self.put(0, &format!("{role}签字：____________________    日期：______________"));
                }
            }
            SheetLine::NewPage => {
                self.blank();
                self.blank();
            }
        }
    }

    /// Each row numbered, its cells under the words of the head.
    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        self.put(2, &head.join("  "));
        for (nth, row) in rows.iter().enumerate() {
            let cells: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            self.put(2, &format!("{}. {}", nth + 1, cells.join("  ")));
        }
    }

    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// One paragraph, each of its lines set in by so many cells; it is broken where its text is, too.
    fn put(&mut self, indent_cells: usize, text: &str) {
        let indent = " ".repeat(indent_cells);
        for part in text.split('\n') {
            let mut line = indent.clone();
            for character in part.chars() {
                if cells(&line) + width(character) > self.cells_max {
                    self.lines.push(std::mem::replace(&mut line, indent.clone()));
                }
                line.push(character);
            }
            self.lines.push(line);
        }
    }
}

/// A Hanzi takes two cells of a fixed font on paper.
fn width(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

/// How wide a text is on paper.
fn cells(text: &str) -> usize {
    text.chars().map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;
    use crate::domain::tables::Tables;
    use crate::domain::today::trip::{self, Trip, sheet::trip_sheet};

    #[test]
    fn every_kind_of_line_is_written_broken_and_set_in() {
        let sheet = Sheet::titled("题")
            .entry("哪天", "2026-11-24")
            .listed("一、有的", &["甲", "乙"], vec![vec!["子".to_owned(), String::new()], vec!["丑".repeat(40)]])
            .listed("二、没有的", &["甲"], Vec::new())
            .text("一社\n二社")
            .sign(&["经办人（王敏）"]);
        let text = plain(&sheet, LINE_CELLS_MAX);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0].trim_start().len() + 37, lines[0].len());
        assert_eq!(lines[2..6], ["哪天：2026-11-24", "", "一、有的", "  甲  乙"]);
        assert_eq!((lines[6], lines[7].starts_with("  2. 丑"), lines[8].starts_with("  丑")), ("  1. 子", true, true));
        assert_eq!(lines[9..14], ["", "二、没有的", "没有。", "一社", "二社"]);
        assert!(lines[15].starts_with("经办人（王敏）签字：____"));
        assert!(lines.iter().all(|line| cells(line) <= LINE_CELLS_MAX));
    }

    #[test]
    fn a_pocket_sheet_has_a_box_for_each_thing_and_no_phone_of_a_villager() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let of = |way| plain(&trip_sheet(&village, &tables, today, way), A5_CELLS_MAX);
        for way in [Trip::Town, Trip::Village] {
            let text = of(way);
            let boxes = text.lines().filter(|line| line.starts_with("[ ] ")).count();
            assert_eq!(boxes, trip::items(&village, &tables, today, way).len());
            assert!(text.lines().all(|line| cells(line) <= A5_CELLS_MAX), "{text}");
            let phones = village.people().flat_map(|person| &person.phones);
            assert!(phones.into_iter().all(|phone| !text.contains(phone.digits())));
        }
        assert!(of(Trip::Town).contains("派出所户籍窗口  老秦 164"), "{}", of(Trip::Town));
    }
}
