//! Tables that were moved out of the way of new ones: under which name, and how many of them are kept.
//!
//! The journal gave everything that is in the new ones, so the old are kept for whoever wants to know what happened, not
//! for the officer: without a bound they would fill the disk. Nothing here is ever read again.

use std::path::{Path, PathBuf};

use crate::disk::folder;

/// How their names begin; a number follows, which rises.
const NAME: &str = "sled.bad.";
/// How many are kept.
const KEPT: usize = 2;

/// Those that are there, the oldest first.
pub(super) fn all(dir: &Path) -> Vec<PathBuf> {
    numbered(dir).into_iter().map(|(_, path)| path).collect()
}

/// The name of the next.
pub(super) fn next(dir: &Path) -> PathBuf {
    let last = numbered(dir).last().map_or(0, |(number, _)| *number);
    dir.join(format!("{NAME}{}", last.saturating_add(1)))
}

/// Removes all but the newest, once tables that were built anew stand in their place. Gives how many went.
pub(super) fn thin(dir: &Path) -> usize {
    let all = all(dir);
    let old = all.len().saturating_sub(KEPT);
    // What cannot be removed is tried again the next time.
    all.iter().take(old).filter(|path| folder::remove_whole(path).is_ok()).count()
}

fn numbered(dir: &Path) -> Vec<(u32, PathBuf)> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let number = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix(NAME)?.parse().ok();
    let mut found: Vec<(u32, PathBuf)> =
        entries.map(|entry| entry.path()).filter_map(|path| Some((number(&path)?, path))).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::healing::closed;
    use crate::store::trial::reopen;

    #[test]
    fn of_tables_set_aside_the_two_newest_are_kept_and_a_new_one_never_takes_an_older_name() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let state = closed(&dir, 3);
        let names = || all(&dir).iter().map(|path| path.extension().unwrap().to_owned()).collect::<Vec<_>>();
        for (n, (kept, thinned)) in
            [(&["1"][..], 0), (&["1", "2"], 0), (&["2", "3"], 1), (&["3", "4"], 1)].into_iter().enumerate()
        {
            std::fs::write(dir.join("sled/db"), vec![0x5a; 400_000]).unwrap();
            let (_, again, report) = reopen(&dir).unwrap();
            let rebuilt = report.rebuilt.unwrap();
            assert_eq!((&again, rebuilt.thinned, rebuilt.set_aside), (&state, thinned, all(&dir).pop()), "{n}");
            assert_eq!(names(), kept, "{n}");
        }
        std::fs::create_dir(dir.join("sled.bad.旧")).unwrap();
        assert_eq!((names().len(), next(&dir)), (2, dir.join("sled.bad.5")));
    }
}
