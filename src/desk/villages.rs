//! Which villages were opened on this computer, so that the officer of two goes from one to the other without typing a
//! folder.
//!
//! The list is a help and no record: one that is lost is made anew by opening the villages again. It holds no more than a
//! village's name and its folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{place, town};
use crate::app::opening::{Keeping, News, Opening};
use crate::app::villages::{OtherVillage, Villages};
use crate::disk::durable::write_durably;
use crate::disk::{file, folder};
use crate::domain::id::Seq;
use crate::domain::limits::VILLAGE_LIST_BYTES_MAX;
use crate::domain::village::Village;

/// The name of the list, beside the machine's settings.
const LIST: &str = "villages.json";
/// Villages that are remembered, the last opened first: nobody keeps more.
const VILLAGES_MAX: usize = 30;

#[derive(Debug, Default, Serialize, Deserialize)]
struct List {
    #[serde(default)]
    village: Vec<Line>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    name: String,
    folder: PathBuf,
}

/// The villages beside the one in `here`, and the folder for one more. None of their folders is looked at: one may lie on
/// a stick that no longer answers.
pub fn beside(here: &Path) -> Villages {
    let known = list_file().map(|list| read(&list)).unwrap_or_default().village;
    let (open, others): (Vec<Line>, Vec<Line>) = known.into_iter().partition(|line| is_same(&line.folder, here));
    Villages {
        here: open.into_iter().next().map(|line| line.name).unwrap_or_default(),
        others: others.into_iter().map(|line| OtherVillage { name: line.name, folder: line.folder }).collect(),
        free: place::own_folder().and_then(|own| free_beside(&own, here)),
    }
}

/// What is known of a folder in which nothing is open: the town's tables are read, for what is said of them is the same
/// then.
pub fn closed(dir: &Path, keeping: Keeping) -> Opening {
    let (tables, table_faults) = town::tables(dir, &Village::default());
    let news = match keeping {
        // Once it is open.
        Keeping::Locked => News::default(),
        Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed => News { table_faults, ..News::default() },
    };
    Opening { village: Village::default(), tables, erased: Seq::default(), last_act_at: None, draft: None, news }
}

/// Notes that the village of this name lies in `here`; where that cannot be noted, nothing is lost but a line in a menu.
pub fn remember(name: &str, here: &Path) {
    let Some(list) = list_file() else { return };
    if let Some(parent) = list.parent()
        && folder::create(parent).is_ok()
    {
        note(&list, name, here);
    }
}

fn list_file() -> Option<PathBuf> {
    Some(place::settings_file()?.with_file_name(LIST))
}

/// What is no list any more, somebody's own text or half a file, is as good as none.
fn read(list: &Path) -> List {
    let bytes = file::read_small(list, VILLAGE_LIST_BYTES_MAX).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn note(list: &Path, name: &str, here: &Path) {
    let here = std::path::absolute(here).unwrap_or_else(|_| here.to_path_buf());
    let mut known = read(list).village;
    if known.first().is_some_and(|first| first.name == name && first.folder == here) {
        return;
    }
    known.retain(|line| !is_same(&line.folder, &here));
    known.insert(0, Line { name: name.to_owned(), folder: here });
    known.truncate(VILLAGES_MAX);
    if let Ok(text) = serde_json::to_vec_pretty(&List { village: known }) {
        // A help and no record: the menu lacks a line.
        let _ = write_durably(list, &text);
    }
}

/// Whether two paths name one folder.
fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    whole(a) == whole(b)
}

/// The first folder that is free, the program's own before those that are numbered beside it: what is opened without a
/// word is there before anything else.
fn free_beside(own: &Path, here: &Path) -> Option<PathBuf> {
    let name = own.file_name()?.to_str()?;
    let numbered = (2..).map(|nth: u32| own.with_file_name(format!("{name}-{nth}")));
    let mut all = std::iter::once(own.to_path_buf()).chain(numbered);
    all.find(|path| !is_same(path, here) && std::fs::symlink_metadata(path).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(list: &Path) -> Vec<(String, PathBuf)> {
        read(list).village.into_iter().map(|line| (line.name, line.folder)).collect()
    }

    #[test]
    fn a_village_is_noted_once_under_its_latest_name_the_last_opened_first() {
        let temp = tempfile::tempdir().unwrap();
        let list = temp.path().join(LIST);
        let (one, two) = (temp.path().join("甲"), temp.path().join("乙"));
        note(&list, "大坪村", &one);
        note(&list, "石桥村", &two);
        note(&list, "大坪社区", &one);
        assert_eq!(lines(&list), [("大坪社区".to_owned(), one.clone()), ("石桥村".to_owned(), two)]);
        std::fs::write(&list, "{\"village\": 3}").unwrap();
        assert_eq!(lines(&list), [], "what is no list is as good as none");
        note(&list, "大坪村", &one);
        assert_eq!(lines(&list), [("大坪村".to_owned(), one)]);
    }

    #[test]
    fn a_list_never_grows_without_end() {
        let temp = tempfile::tempdir().unwrap();
        let list = temp.path().join(LIST);
        for nth in 0..VILLAGES_MAX + 5 {
            note(&list, "村", &temp.path().join(nth.to_string()));
        }
        assert_eq!(lines(&list).len(), VILLAGES_MAX);
    }

    #[test]
    fn one_more_village_lies_beside_the_first_under_the_next_free_number() {
        let temp = tempfile::tempdir().unwrap();
        let (own, second, third) =
            (temp.path().join("daiban"), temp.path().join("daiban-2"), temp.path().join("daiban-3"));
        assert_eq!(free_beside(&own, &second), Some(own.clone()), "opened without a word, it is never left empty");
        assert_eq!(free_beside(&own, &own), Some(second.clone()), "here, though nothing is made yet");
        std::fs::create_dir(&own).unwrap();
        std::fs::create_dir(&second).unwrap();
        assert_eq!(free_beside(&own, &own), Some(third));
    }
}
