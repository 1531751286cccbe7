//! Decides about looking at covered numbers: it is allowed, and it is recorded who looked at what, and when.
//!
//! It changes no record, so there is nothing to undo.

use crate::domain::change::{Change, RecordKey};
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

/// The id such an act is journalled under.
pub const COMMAND: &str = "record.reveal";

/// Decides it.
pub fn decide(village: &Village, key: RecordKey) -> Result<Vec<Change>, Refusal> {
    village.touched(key).ok_or(Refusal::Gone)?;
    Ok(vec![Change::Revealed(key)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;

    #[test]
    fn a_look_is_an_act_that_changes_no_record() {
        let mut fixture = Fixture::on("2026-11-24");
        let before: Vec<_> = fixture.village.people().cloned().collect();
        let key = RecordKey::Person(fixture.person("李德全"));
        fixture.act(Intent::Reveal(key));
        let (act, rows) = (fixture.acts.last().unwrap(), fixture.rows.last().unwrap());
        assert_eq!(
            (act.command.as_str(), act.changes.as_slice(), rows.len()),
            (COMMAND, &[Change::Revealed(key)][..], 0)
        );
        assert_eq!(fixture.village.people().cloned().collect::<Vec<_>>(), before);
        assert!(fixture.try_act(Intent::Reveal(RecordKey::Holidays(1999))).is_err());
    }
}
