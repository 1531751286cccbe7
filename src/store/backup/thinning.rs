//! Older copies of the same village made fewer: one a day for 7 days, one a week for 4 weeks, one a month for 12 months.
//!
//! It removes a copy only where **every act in it is in the one just written** and a newer one of the same time was read
//! through and is whole. It never removes the newest few, nor one that somebody gave another name, nor anything it did not
//! recognize as a copy of this village.

use std::path::{Path, PathBuf};

use crate::disk::file;
use crate::domain::day::Day;
use crate::domain::id::Seq;

use crate::store::wire::Link;

use super::reading::{check_whole, front};
use super::{Heard, Phase, Purpose};

/// Days of which every one keeps its last copy.
const DAYS: i32 = 7;
/// Days after those in which every week keeps its last copy.
const WEEKS_DAYS: i32 = 4 * 7;
/// Months in which every one keeps its last copy.
const MONTHS: i32 = 12;
/// So many stay whatever their age: a clock that jumped ahead makes all of them old at once.
const COPIES_MIN: usize = 3;

/// A time of which one copy is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// This day.
    Day(Day),
    /// The week that begins on this Monday.
    Week(Day),
    /// This month.
    Month(i16, i8),
    /// Longer ago than any that is kept.
    Past,
}

/// Whose time a copy is, seen from today; a day that is still to come is a day like any other.
fn slot(today: Day, day: Day) -> Slot {
    let age = today.days_since(day);
    if age < DAYS {
        Slot::Day(day)
    } else if age < DAYS + WEEKS_DAYS {
        Slot::Week(day.plus_days(-i32::from(day.weekday_index())))
    } else if day > today.plus_months(-MONTHS) {
        let (year, month, _) = day.ymd();
        Slot::Month(year, month)
    } else {
        Slot::Past
    }
}

/// Of copies made on these days, the newest first: which are superfluous, and which newer ones stand for each.
fn superfluous(today: Day, days: &[Day]) -> Vec<(usize, Vec<usize>)> {
    let slots: Vec<Slot> = days.iter().map(|day| slot(today, *day)).collect();
    let mut found = Vec::new();
    for (nth, own) in slots.iter().enumerate().skip(COPIES_MIN) {
        let newer = slots.iter().enumerate().take(nth);
        let stands: Vec<usize> =
            newer.filter(|(_, other)| *own == Slot::Past || *other == own).map(|(at, _)| at).collect();
        if !stands.is_empty() {
            found.push((nth, stands));
        }
    }
    found
}

/// A copy of this village in the folder.
struct Copy {
    path: PathBuf,
    day: Day,
    seq: Seq,
    link: Link,
}

/// The village whose copies are thinned.
pub(super) struct Family<'a, F> {
    pub(super) store_id: &'a [u8; 16],
    /// Whether the chain of the copy just written has this link at this act: then all of that copy is in this one. A
    /// village restored from an older copy and gone on with has another.
    pub(super) is_within: F,
}

/// Removes what is superfluous beside `written`, which was just made and checked; gives how many. What cannot be read
/// or removed stays.
pub(super) fn thin<F: Fn(Seq, &Link) -> bool>(
    written: &Path,
    family: &Family<'_, F>,
    today: Day,
    heard: &mut Heard<'_>,
) -> usize {
    let mut copies: Vec<Copy> = copies_beside(written, family.store_id);
    copies.sort_by_key(|copy| (copy.path != written, std::cmp::Reverse((copy.day, copy.seq))));
    let days: Vec<Day> = copies.iter().map(|copy| copy.day).collect();
    let mut whole: Vec<Option<bool>> = copies.iter().map(|copy| (copy.path == written).then_some(true)).collect();
    let mut removed = Vec::new();
    for (nth, stands) in superfluous(today, &days) {
        let stands = stands.into_iter().filter(|at| !removed.contains(at)).collect::<Vec<_>>();
        let is_kept = stands.into_iter().any(|at| {
            let (Some(copy), Some(known)) = (copies.get(at), whole.get_mut(at)) else { return false };
            *known.get_or_insert_with(|| check_whole(&copy.path, heard).is_ok())
        });
        let copy = copies.get(nth).filter(|copy| copy.path != written && (family.is_within)(copy.seq, &copy.link));
        if is_kept && copy.is_some_and(|copy| file::remove(&copy.path).is_ok()) {
            removed.push(nth);
        }
        if !heard(Phase::Checking, nth as u64, days.len() as u64) {
            break;
        }
    }
    removed.len()
}

fn copies_beside(written: &Path, store_id: &[u8; 16]) -> Vec<Copy> {
    let entries = written.parent().map(std::fs::read_dir).into_iter().flatten().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).map(|entry| entry.path());
    let ours = files
        .filter(|path| path.extension().is_some_and(|ending| ending == Purpose::Backup.ending()))
        .filter_map(|path| {
            let front = front(&path).ok().filter(|front| front.header.store_id == *store_id && front.deed.is_none())?;
            let (day, closed_at) = (front.made_at.day(), front.header.closed_at);
            let name = path.file_stem()?.to_str()?;
            let is_as_named = name.contains(&day.to_string()) && name.contains(&closed_at.seq.0.to_string());
            is_as_named.then_some(Copy { path, day, seq: closed_at.seq, link: closed_at.link })
        });
    ours.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days that stay, of copies made on each of `days`, all of them whole.
    fn left(today: &str, days: &[Day]) -> Vec<String> {
        let gone: Vec<usize> =
            superfluous(Day::parse_iso(today).unwrap(), days).into_iter().map(|(nth, _)| nth).collect();
        days.iter().enumerate().filter(|(nth, _)| !gone.contains(nth)).map(|(_, day)| day.to_string()).collect()
    }

    #[test]
    fn seven_days_four_weeks_and_twelve_months_stay() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let daily: Vec<Day> = (0..800).map(|ago| today.plus_days(-ago)).collect();
        let expected = [
            // 7 days.
            "2026-11-24",
            "2026-11-23",
            "2026-11-22",
            "2026-11-21",
            "2026-11-20",
            "2026-11-19",
            "2026-11-18",
            // The rest of this week's window, and the weeks before, each by its last day.
            "2026-11-17",
            "2026-11-15",
            "2026-11-08",
            "2026-11-01",
            "2026-10-25",
            // Months by their last day.
            "2026-10-20",
            "2026-09-30",
            "2026-08-31",
            "2026-07-31",
            "2026-06-30",
            "2026-05-31",
            "2026-04-30",
            "2026-03-31",
            "2026-02-28",
            "2026-01-31",
            "2025-12-31",
            "2025-11-30",
        ];
        assert_eq!(left("2026-11-24", &daily), expected);
    }

    #[test]
    fn few_copies_stay_whatever_their_age_and_the_newest_always() {
        let days = |texts: &[&str]| texts.iter().map(|text| Day::parse_iso(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(left("2026-11-24", &days(&["2019-01-01"])), ["2019-01-01"]);
        assert_eq!(left("2026-11-24", &days(&["2026-11-24", "2019-01-01", "2018-01-01"])).len(), 3);
        let old = ["2026-11-24", "2019-01-03", "2019-01-02", "2019-01-01"];
        assert_eq!(left("2026-11-24", &days(&old)), old[..3]);
        let one_day = ["2026-11-24"; 5];
        assert_eq!(left("2026-11-24", &days(&one_day)), one_day[..3], "the last of a day, and the newest few");
        let weekly = days(&["2026-11-24", "2026-11-17", "2026-11-10", "2026-11-03"]);
        assert_eq!(left("2026-11-24", &weekly).len(), 4);
        let clock_was_wrong = days(&["2031-01-01", "2026-11-24"]);
        assert_eq!(left("2026-11-24", &clock_was_wrong).len(), 2);
    }
}
