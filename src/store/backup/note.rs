//! What is to be told of a repair, as a small file: it outlives the repair until it was told, whatever cuts either off.
//!
//! It holds numbers alone. The words are `desk::repair`'s.

use std::path::Path;

use crate::disk::durable::write_durably;
use crate::disk::file::read_small;
use crate::domain::id::Seq;
use crate::store::error::StoreError;

use super::evidence::Doubt;

const NOTE_BYTES_MAX: u64 = 256;

/// What was taken in from the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// The acts of which nobody knows any more who did them, and when: the first and the last.
    pub lost: (Seq, Seq),
    /// The records that the journal lacked, or had otherwise.
    pub rows_count: usize,
}

/// What is to be told of a repair, whatever cuts it off and however often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The first and the last act that are known to have been and are nowhere any more.
    pub lost: Option<(Seq, Seq)>,
    /// What was taken in from the tables.
    pub taken: Option<TakenIn>,
    /// Why what was destroyed or handed over since may be back as it was before, where somebody said that it is to be
    /// mended all the same.
    pub doubt: Option<Doubt>,
    /// Nothing says whether the village went on behind what is there.
    pub is_blind: bool,
}

impl Note {
    /// Writes it for good.
    pub(super) fn write(&self, file: &Path) -> Result<(), StoreError> {
        write_durably(file, self.to_text().as_bytes()).map_err(StoreError::io("记下修复的结果", file))
    }

    pub(super) fn read(file: &Path) -> Option<Note> {
        Note::of_text(std::str::from_utf8(&read_small(file, NOTE_BYTES_MAX).ok()?).ok()?)
    }

    fn to_text(&self) -> String {
        let lost = self.lost.map(|(Seq(first), Seq(last))| format!("lost {first} {last}\n"));
        let taken = self.taken.as_ref().map(|TakenIn { lost: (Seq(first), Seq(last)), rows_count }| {
            format!("taken {first} {last} {rows_count}\n")
        });
        let doubt = self.doubt.map(|doubt| format!("doubt {}\n", doubt.digit()));
        let blind = self.is_blind.then(|| "blind\n".to_owned());
        [lost, taken, doubt, blind].into_iter().flatten().collect()
    }

    fn of_text(text: &str) -> Option<Note> {
        let mut note = Note::default();
        for line in text.lines() {
            let mut words = line.split(' ');
            let what = words.next()?;
            let mut number = || words.next()?.parse::<u64>().ok();
            match what {
                "lost" => note.lost = Some((Seq(number()?), Seq(number()?))),
                "taken" => {
                    let lost = (Seq(number()?), Seq(number()?));
                    note.taken = Some(TakenIn { lost, rows_count: usize::try_from(number()?).ok()? });
                }
                "doubt" => note.doubt = Some(Doubt::of_digit(u8::try_from(number()?).ok()?)?),
                "blind" => note.is_blind = true,
                _ => return None,
            }
        }
        Some(note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let taken = Some(TakenIn { lost: (Seq(61), Seq(90)), rows_count: 12 });
        let lost = Some((Seq(91), Seq(93)));
        for note in [
            Note::default(),
            Note { lost, ..Note::default() },
            Note { taken: taken.clone(), doubt: Some(Doubt::OtherKey), ..Note::default() },
            Note { lost, taken, doubt: Some(Doubt::Destroyed), is_blind: true },
        ] {
            assert_eq!(Note::of_text(&note.to_text()), Some(note));
        }
        for broken in ["lost 3", "gone 1 2", "doubt 9", "lost 1 x"] {
            assert_eq!(Note::of_text(broken), None, "{broken}");
        }
    }
}
