//! The handbook as the journal tells it: the page of a day with its seal, words found on pages, and the check of all.
//!
//! It writes nothing. A page's seal is where the chain of the journal stands after the last act of its day.

use std::collections::BTreeMap;

use crate::domain::change::VillageAct;
use crate::domain::day::Day;
use crate::domain::handbook::later::Later;
use crate::domain::handbook::{self, Entry};
use crate::domain::id::Seq;
use crate::domain::pinyin::Query;
use crate::domain::village::Village;

use super::Desk;
use super::error::DeskError;

/// Digits of a seal that are shown and printed: enough to tell one page from an altered one.
const SEAL_DIGITS: usize = 16;

/// The page of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPage {
    /// The day.
    pub day: Day,
    /// Its lines.
    pub entries: Vec<Entry>,
    /// What was written for it on later days, whose pages hold it.
    pub later: Vec<Entry>,
    /// Its seal; `None` for a day on which nothing was kept.
    pub seal: Option<String>,
}

/// What the check of all pages found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The pages that are whole, with the last act and the seal of each.
    pub pages: BTreeMap<Day, (Seq, String)>,
    /// Where it ends, if it does not hold.
    pub broken: Option<BrokenPage>,
}

/// A page that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenPage {
    /// The act that does not hold.
    pub seq: Seq,
    /// The last day before it, and the first day after it, as far as they can be read.
    pub between: (Option<Day>, Option<Day>),
    /// What is wrong with it.
    pub why: String,
}

impl BrokenPage {
    /// The page, as it is called.
    pub fn page(&self) -> String {
        match self.between {
            (Some(before), Some(after)) if before == after => format!("{before}"),
            (Some(before), Some(after)) => format!("{before} 到 {after}"),
            (Some(before), None) => format!("{before} 或以后"),
            (None, Some(after)) => format!("{after} 或以前"),
            (None, None) => "第一页".to_owned(),
        }
    }
}

impl Desk {
    /// The page of a day.
    pub fn handbook_page(&self, village: &Village, day: Day) -> Result<DayPage, DeskError> {
        let first = self.first_act_on(day)?;
        let (mut acts, mut later): (Vec<VillageAct>, Later) = (Vec::new(), Later::of(day));
        let mut is_over = false;
        for act in self.store.acts_from(first)? {
            let act = match act {
                Ok(act) => act,
                // What follows is damaged; the page itself was read whole, and checking the book tells of it.
                Err(_) if is_over => break,
                Err(fault) => return Err(fault.into()),
            };
            is_over |= act.at.day() > day;
            if is_over {
                later.take(village, &act);
            } else {
                acts.push(act);
            }
        }
        let seal = match acts.last() {
            Some(last) => Some(seal_words(&self.store.link_after(last.seq)?)),
            None => None,
        };
        Ok(DayPage { day, entries: handbook::entries(village, &acts), later: later.entries(), seal })
    }

    /// The lines that hold these words of the pages from this act on, the newest first, at most so many.
    pub fn handbook_find(
        &self,
        village: &Village,
        words: &str,
        from: Seq,
        entries_max: usize,
    ) -> Result<Vec<Entry>, DeskError> {
        let query = Query::new(words);
        let mut found: Vec<Entry> = Vec::new();
        for act in self.store.acts_from(from)? {
            let act = [act?];
            let entries = handbook::entries(village, &act).into_iter();
            found.extend(entries.filter(|entry| query.matches_fields(&[&entry.what, &entry.subject])));
        }
        found.reverse();
        found.truncate(entries_max);
        Ok(found)
    }

    /// Checks every page: each act is as it was written, and follows the one before.
    pub fn verify_handbook(&self, mut progress: impl FnMut(u64, u64)) -> Result<Checked, DeskError> {
        let (mut pages, mut last) = (BTreeMap::new(), (None, Seq(0)));
        let total = self.seq().0;
        let mut acts = self.store.chained_acts()?;
        while let Some(act) = acts.next() {
            let act = match act {
                Ok(act) => act,
                Err(fault) => {
                    let seq = last.1.next();
                    let after = self.store.acts_from(seq.next()).ok().and_then(|mut acts| acts.next()?.ok());
                    let between = (last.0, after.map(|act: VillageAct| act.at.day()));
                    // The page it may stand on is not known to be whole.
                    if let Some(day) = last.0 {
                        pages.remove(&day);
                    }
                    let why = DeskError::from(fault).to_string();
                    return Ok(Checked { pages, broken: Some(BrokenPage { seq, between, why }) });
                }
            };
            last = (Some(act.at.day()), act.seq);
            progress(act.seq.0, total);
            if let Some(link) = acts.link() {
                pages.insert(act.at.day(), (act.seq, seal_words(&link)));
            }
        }
        Ok(Checked { pages, broken: None })
    }

    /// The first act on or after this day: days do not go back in a journal but for a clock that was set back, after which
    /// a page may be told from its first act on.
    fn first_act_on(&self, day: Day) -> Result<Seq, DeskError> {
        let (mut low, mut high) = (1, self.seq().0 + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let act = self.store.acts_from(Seq(middle))?.next().transpose()?;
            if act.is_some_and(|act: VillageAct| act.at.day() < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(Seq(low))
    }
}

fn seal_words(link: &[u8; 32]) -> String {
    let digits: String = link.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.chars().take(SEAL_DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::store::unlock::Unlock;

    fn worked() -> Fixture {
        let mut fixture = Fixture::on("2026-11-20");
        for _ in 0..4 {
            fixture.wait_days(1);
            fixture.intake("S05", None);
            fixture.household("周开明", "1社");
            fixture.intake("S05", None);
        }
        fixture
    }

    #[test]
    fn every_act_is_on_the_page_of_its_day_and_the_check_seals_each_page_the_same() {
        let fixture = worked();
        let temp = tempfile::tempdir().unwrap();
        let (desk, village) = Desk::create_of(&temp.path().join("village"), &fixture.acts).unwrap();
        let checked = desk.verify_handbook(|_, _| {}).unwrap();
        assert_eq!((checked.pages.len(), &checked.broken), (5, &None));
        let first = *checked.pages.keys().next().unwrap();
        for (day, (last, seal)) in &checked.pages {
            let page = desk.handbook_page(&village, *day).unwrap();
            assert_eq!(page.seal.as_ref(), Some(seal));
            assert_eq!(page.entries.last().unwrap().seq, *last);
            assert_eq!(page.entries.len(), if *day == first { 2 } else { 3 }, "{day}");
        }
        let before = Day::parse_iso("2026-11-19").unwrap();
        assert_eq!(
            desk.handbook_page(&village, before).unwrap(),
            DayPage { day: before, entries: vec![], later: vec![], seal: None }
        );
        let found = desk.handbook_find(&village, "周开明", Seq(1), 3).unwrap();
        assert_eq!(found.len(), 3);
        assert!(found.is_sorted_by_key(|entry| std::cmp::Reverse(entry.seq)));
    }

    #[test]
    fn one_altered_byte_is_found_and_its_page_named() {
        let fixture = worked();
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        Desk::create_of(&dir, &fixture.acts).unwrap().0.close().unwrap();
        let journal = dir.join("journal").join("0001");
        let written = std::fs::read(&journal).unwrap();
        // 周开明 was entered on four days; the second time is the page of 2026-11-22.
        let name = "周开明".as_bytes();
        let at: Vec<usize> = (0..written.len()).filter(|at| written[*at..].starts_with(name)).collect();
        let mut altered = written;
        altered[at[1]] ^= 1;
        std::fs::write(&journal, altered).unwrap();
        let opened = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
        let checked = opened.desk.verify_handbook(|_, _| {}).unwrap();
        let broken = checked.broken.unwrap();
        assert_eq!(broken.page(), "2026-11-22", "{broken:?}");
        assert!(broken.why.contains("0001"), "{}", broken.why);
        assert!(checked.pages.keys().all(|day| day.to_string().as_str() < "2026-11-22"));
    }
}
