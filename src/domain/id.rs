//! Identities: UUIDv7 for every record, minted from the message's time and a seed, and the readable task number.
//!
//! It does not hand out task numbers (`village` knows which are taken) and reads no clock.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::day::{Day, Moment};

macro_rules! record_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The next identity of this kind.
            pub fn mint(mint: &mut IdMint, at: Moment) -> $name {
                $name(mint.next(at))
            }

            /// The second in which it was minted: identities begin with the time they were made.
            pub fn made_at(self) -> Option<Moment> {
                let (seconds, _) = self.0.get_timestamp()?.to_unix();
                Some(Moment::from_unix_ms(i64::try_from(seconds).ok()?.checked_mul(1000)?))
            }

            /// The day it was minted.
            pub fn made_on(self) -> Option<Day> {
                self.made_at().map(Moment::day)
            }
        }
    )*};
}

record_ids! {
    /// A household 户.
    HouseholdId
    /// A person 人口.
    PersonId
    /// A proxy task 代办事项.
    TaskId
    /// An intake 接件.
    IntakeId
    /// An export package 交表包.
    PackageId
    /// A backup 备份.
    BackupId
    /// A hand-over 交接.
    HandoverId
    /// A destruction 销毁.
    DestructionId
    /// A quick note 记一笔 or call note 记通话.
    NoteId
    /// A visit 走访.
    VisitId
    /// A posting 公示.
    PostingId
    /// A returned matter 交还事务.
    ReturnedMatterId
    /// A leave 请假.
    LeaveId
    /// A service point 设点.
    ServicePointId
    /// A pairing 结对帮扶.
    PairingId
    /// What was recorded of a follow-up 到点的事.
    FollowUpId
    /// Something under supervision 督查.
    SupervisionId
    /// A contact 常用电话.
    ContactId
    /// A document 证件: until when a paper of a person is good.
    DocumentId
    /// An original in custody 证件保管; unique within its task.
    HoldId
}

/// The number of an act: 1 for the first, without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub u64);

impl Seq {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Seq {
        Seq(self.0 + 1)
    }
}

/// The readable number of a task, 年-序号, unique in its village: `2026-0231`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskNo {
    /// The year of registration.
    pub year: i16,
    /// 1 for the year's first.
    pub n: u32,
}

impl TaskNo {
    /// Reads `2026-0231`.
    pub fn parse(text: &str) -> Option<TaskNo> {
        let (year, n) = text.split_once('-')?;
        Some(TaskNo { year: year.parse().ok()?, n: n.parse().ok()? })
    }
}

impl fmt::Display for TaskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.year, self.n)
    }
}

/// How far a moment may lie behind the one before and still be taken for the same: a clock is put right by less.
const BEHIND_MS_MAX: i64 = 60_000;

/// Mints identities. The same seed and the same times give the same identities, so that a story replays; those of one
/// moment are ordered as they were minted.
#[derive(Clone, Debug)]
pub struct IdMint {
    state: u64,
    /// The millisecond of the last identity, and how many it has had.
    last: (i64, u16),
}

impl IdMint {
    /// A mint that starts from `seed`, which the caller takes from the system's randomness, or fixes in a test.
    pub fn new(seed: u64) -> IdMint {
        IdMint { state: seed, last: (i64::MIN, 0) }
    }

    /// A fresh identity at this moment, after all that this mint gave before: an import keeps the register's order.
    pub fn next(&mut self, at: Moment) -> Uuid {
        // RFC 9562, 6.2: a counter in the 12 bits after the time; a full millisecond borrows from the next.
        self.last = match self.last {
            // A clock that was ahead and was put right, or a moment that is told later: the identity says when it was.
            (ms, _) if at.unix_ms() > ms || at.unix_ms() < ms.saturating_sub(BEHIND_MS_MAX) => (at.unix_ms(), 0),
            (ms, 0xFFF..) => (ms + 1, 0),
            (ms, count) => (ms, count + 1),
        };
        let mut random = [0u8; 10];
        random[..2].copy_from_slice(&self.last.1.to_be_bytes());
        random[2..].copy_from_slice(&self.draw().to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(self.last.0).unwrap_or(0), &random).into_uuid()
    }

    /// A mint of its own for an intent that makes many records.
    #[must_use]
    pub fn fork(&mut self, _at: Moment) -> IdMint {
        IdMint::new(self.draw())
    }

    /// SplitMix64: spreads one seed over many identities; nothing secret hangs on it.
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_of_distinct_ids() {
        let at = Moment::from_unix_ms(1_795_000_000_000);
        let (mut a, mut b) = (IdMint::new(7), IdMint::new(7));
        let ids: Vec<_> = (0..100).map(|_| a.next(at)).collect();
        assert!(ids.iter().all(|id| *id == b.next(at) && id.get_version_num() == 7));
        assert!(ids.is_sorted());
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
    }

    #[test]
    fn more_identities_than_a_millisecond_holds_stay_in_order() {
        let at = Moment::from_unix_ms(1_795_000_000_000);
        let mut mint = IdMint::new(7);
        let ids: Vec<_> = (0..10_000).map(|_| mint.next(at)).collect();
        assert!(ids.is_sorted());
        assert!(mint.next(Moment::from_unix_ms(at.unix_ms() - 5_000)) > ids[9_999]);
    }

    #[test]
    fn after_a_clock_that_was_days_ahead_identities_say_the_right_time_again() {
        let at = Moment::from_unix_ms(1_795_000_000_000);
        let mut mint = IdMint::new(7);
        mint.next(Moment::from_unix_ms(at.unix_ms() + 3 * 86_400_000));
        assert_eq!(NoteId::mint(&mut mint, at).made_at(), Some(at));
    }

    #[test]
    fn a_task_number_is_read_as_shown() {
        let no = TaskNo { year: 2026, n: 231 };
        assert_eq!(no.to_string(), "2026-0231");
        assert_eq!(TaskNo::parse("2026-0231"), Some(no));
    }
}
