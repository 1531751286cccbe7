//! 备份: what stays known of every copy of the whole village, so that it can be told when the last one was made.
//!
//! The copy itself is written by the store. A copy on the disk of the data itself is known too, and is no safety.

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{BackupId, Seq};
use super::village::Village;

/// How a copy came to be known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackupHow {
    /// It was written, read back and decoded.
    Written,
    /// This village was brought back from it.
    Restored,
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCopy {
    /// Identity.
    pub id: BackupId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// How it came to be known.
    pub how: BackupHow,
    /// When the copy was made.
    pub at: Moment,
    /// The last act in it.
    pub upto: Seq,
    /// The name of the file.
    pub name: String,
    /// The folder it was written to, or read from.
    pub place: String,
    /// Whether it lies on another disk than the data did, so that it is left when that disk is not.
    pub elsewhere: bool,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
}

/// The newest copy that is left when this machine's disk is not. One of before a destruction is to be destroyed itself.
pub fn newest_elsewhere(village: &Village) -> Option<&BackupCopy> {
    let destroyed = village.destructions().map(|destruction| destruction.touched).max();
    let is_of_now = |copy: &&BackupCopy| destroyed.is_none_or(|destroyed| copy.upto >= destroyed);
    village.backups().filter(|copy| copy.elsewhere).filter(is_of_now).max_by_key(|copy| copy.at)
}

/// The day the village began to hold something that can be lost: that of its first record. A village of a name and
/// some groups is written anew in a minute.
pub fn began_on(village: &Village) -> Option<Day> {
    let household = village.households().next().map(|it| it.id.0);
    let person = village.people().next().map(|it| it.id.0);
    let task = village.tasks().next().map(|it| it.id.0);
    let note = village.notes().next().map(|it| it.id.0);
    // Identities begin with the time they were made, and so are in order.
    let first = [household, person, task, note].into_iter().flatten().min()?;
    let (seconds, _) = first.get_timestamp()?.to_unix();
    Some(Moment::from_unix_ms(i64::try_from(seconds).ok()?.checked_mul(1000)?).day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::backup::BackupIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::today::{TodayKind, lines};

    /// A copy made now.
    fn back_up(fixture: &mut Fixture, elsewhere: bool) {
        let copy = BackupCopy {
            id: BackupId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            how: BackupHow::Written,
            at: fixture.at,
            upto: fixture.village.seq,
            name: "a.dbbak".to_owned(),
            place: "/media/a".to_owned(),
            elsewhere,
            sha256: String::new(),
        };
        fixture.act(Intent::Backup(BackupIntent::Written(Box::new(copy))));
    }

    /// Days since the last copy, where 今日 asks for another.
    fn asked(fixture: &Fixture) -> Option<i32> {
        let lines = lines(&fixture.village, fixture.today(), &fixture.tables);
        lines.iter().find(|line| line.kind == TodayKind::BackupOld).map(|line| line.days)
    }

    #[test]
    fn a_backup_is_asked_for_after_a_week_and_one_on_the_same_disk_is_none() {
        let mut fixture = Fixture::on("2026-11-02");
        assert_eq!(began_on(&fixture.village), Some(fixture.today()));
        fixture.wait_days(7);
        assert_eq!(asked(&fixture), None, "a new village is given a week");
        fixture.wait_days(1);
        assert_eq!(asked(&fixture), Some(8));
        back_up(&mut fixture, false);
        assert_eq!(asked(&fixture), Some(8));
        back_up(&mut fixture, true);
        assert_eq!(asked(&fixture), None);
        fixture.wait_days(7);
        assert_eq!(asked(&fixture), None);
        fixture.wait_days(1);
        assert_eq!(asked(&fixture), Some(8));
        back_up(&mut fixture, true);
        assert_eq!(newest_elsewhere(&fixture.village).map(|copy| copy.upto.next()), Some(fixture.village.seq));
    }

    #[test]
    fn a_village_that_holds_nothing_can_lose_nothing() {
        assert_eq!((began_on(&Village::default()), newest_elsewhere(&Village::default())), (None, None));
    }
}
