//! 进镇清单, 进村清单 as plain text for an A5 page that goes into a pocket: boxes to tick, by window or by group.
//!
//! It bears no phone but those of offices, and no number of anybody. It writes no file.

use crate::domain::day::Day;
use crate::domain::sheet::SheetLine;
use crate::domain::tables::Tables;
use crate::domain::today::trip::{Trip, sheet};
use crate::domain::village::Village;

use super::paper::Paper;

/// The sheet of this way.
pub fn trip_sheet(village: &Village, tables: &Tables, today: Day, way: Trip) -> String {
    let sheet = sheet::trip_sheet(village, tables, today, way);
    let mut paper = Paper::titled_a5(&sheet.title);
    for line in &sheet.lines {
        match line {
            SheetLine::Heading(text) => paper.heading(text, false),
            SheetLine::Tick(what, detail) => {
                paper.put(0, &format!("[ ] {what}"));
                if !detail.is_empty() {
                    paper.put(4, detail);
                }
            }
            SheetLine::Text(text) => paper.put(0, text),
            // None of these stands on it.
            SheetLine::Entry(..) | SheetLine::Table(..) | SheetLine::Sign(_) | SheetLine::NewPage => {}
        }
    }
    paper.into_text()
}

#[cfg(test)]
mod tests {
    use super::super::paper::{A5_CELLS_MAX, cells};
    use super::*;
    use crate::domain::sample;
    use crate::domain::today::trip;

    #[test]
    fn a_pocket_sheet_has_a_box_for_each_thing_and_no_phone_of_a_villager() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        for way in [Trip::Town, Trip::Village] {
            let text = trip_sheet(&village, &tables, today, way);
            let boxes = text.lines().filter(|line| line.starts_with("[ ] ")).count();
            assert_eq!(boxes, trip::items(&village, &tables, today, way).len());
            assert!(text.lines().all(|line| cells(line) <= A5_CELLS_MAX), "{text}");
            let phones = village.people().flat_map(|person| &person.phones);
            assert!(phones.into_iter().all(|phone| !text.contains(phone.digits())));
        }
        let town = trip_sheet(&village, &tables, today, Trip::Town);
        assert!(town.contains("派出所户籍窗口  老秦 164"), "{town}");
    }
}
