//! 进镇清单, 进村清单 as a sheet that is taken along: boxes to tick, by window or by group.
//!
//! It bears no phone but those of offices, and no number of anybody. How it looks on paper is said elsewhere.

use super::{Trip, asked, items};
use crate::domain::day::Day;
use crate::domain::sheet::Sheet;
use crate::domain::tables::Tables;
use crate::domain::today::words;
use crate::domain::village::Village;

/// The sheet of this way.
pub fn trip_sheet(village: &Village, tables: &Tables, today: Day, way: Trip) -> Sheet {
    let info = &village.info;
    let mut sheet = Sheet::titled(format!("{}  {today} {}", way.label(), today.weekday_label()))
        .for_work()
        .text(format!("{}{}  {}", info.township, info.name, info.liaison));
    let found = items(village, tables, today, way);
    if found.is_empty() {
        sheet = sheet.text("这一趟没有要办的。");
    }
    let mut place: Option<&str> = None;
    for item in &found {
        if place != Some(&item.place) {
            let asked = asked(village, item).filter(|_| way == Trip::Town);
            let asked = asked.map_or(String::new(), |contact| format!("  {} {}", contact.name, contact.phone));
            let name = if item.place.is_empty() { "全村" } else { item.place.as_str() };
            sheet = sheet.heading(format!("{name}{asked}"));
            place = Some(&item.place);
        }
        let Some(words) = words::of(village, tables, &item.line) else { continue };
        let no = words.task.map_or(String::new(), |task| format!(" {}", task.no));
        sheet = sheet.tick(format!("{}{no} {} {}", item.deed.label(), words.who, words.what), &item.detail);
    }
    sheet.text("内部工作信息，严禁微信、QQ传送。办好一件打一个勾，回来照着记。")
}
