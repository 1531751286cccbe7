//! 交接: the village goes from one liaison to the next, with everything in one sealed file, the pack.
//!
//! One record stands for one hand-over: in the old copy, given and perhaps revoked; in the successor's, taken. The pack
//! itself is the store's.

pub mod sheet;

use serde::{Deserialize, Serialize};

use super::backup::BackupHow;
use super::day::Moment;
use super::id::{HandoverId, Seq};
use super::village::Village;

/// How a hand-over stands in this copy of the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandoverHow {
    /// The pack was written and read back: this copy is to be looked at only.
    Given,
    /// It was taken back: this copy goes on.
    Revoked,
    /// The successor took it over: this copy is the successor's.
    Taken,
}

/// What is counted in the village, and counted again when it is taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 户.
    pub households: u64,
    /// 人.
    pub people: u64,
    /// Tasks of all times.
    pub tasks: u64,
    /// Tasks that are not over.
    pub open_tasks: u64,
    /// Originals that are out of their owners' hands.
    pub holds_out: u64,
    /// 分 of other people's money in the officer's hands.
    pub money_fen: i64,
    /// Promises to call back that are not kept yet.
    pub calls_promised: u64,
}

/// One hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Identity.
    pub id: HandoverId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// How it stands here.
    pub how: HandoverHow,
    /// When the pack was made.
    pub at: Moment,
    /// When it was revoked or taken over.
    pub settled_at: Option<Moment>,
    /// The term that ends.
    pub term: u32,
    /// Who hands over.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// The last act in the pack.
    pub upto: Seq,
    /// The link of the chain behind that act: both copies go on from here.
    pub head: [u8; 32],
    /// What is in the pack.
    pub counts: Counts,
    /// The name of the pack; empty in the pack itself.
    pub name: String,
    /// The folder it was written to, or read from.
    pub place: String,
    /// SHA-256 of the pack, lower-case hex.
    pub sha256: String,
}

impl Handover {
    /// What a person types to mean this one: the end of its identity, as it stands on the sheet.
    pub fn code(&self) -> String {
        let id = self.id.0.simple().to_string();
        id.chars().skip(id.len() - CODE_CHARS).collect()
    }
}

/// Characters of a code.
const CODE_CHARS: usize = 8;

impl Counts {
    /// Counts the village as it stands.
    pub fn of(village: &Village) -> Counts {
        let open = || village.tasks().filter(|task| task.state.is_open());
        let promised = village.notes().filter_map(|note| note.call_back.as_ref()).filter(|call| call.done_on.is_none());
        Counts {
            households: village.households().len() as u64,
            people: village.people().len() as u64,
            tasks: village.tasks().len() as u64,
            open_tasks: open().count() as u64,
            holds_out: village.tasks().map(|task| task.holds_out().count() as u64).sum(),
            money_fen: village.tasks().map(|task| task.balance_fen()).sum(),
            calls_promised: promised.count() as u64,
        }
    }
}

impl Village {
    /// The hand-over after which this copy is to be looked at only.
    pub fn handed_over(&self) -> Option<&Handover> {
        self.handovers().find(|handover| handover.how == HandoverHow::Given)
    }

    /// The term that runs: 1 from the founding on, and one more with each taking over and each restoring, so that of two
    /// copies that both go on it is seen which came later.
    pub fn term(&self) -> u32 {
        let restored = self.backups().filter(|copy| copy.how == BackupHow::Restored).count();
        self.liaison_no().saturating_add(u32::try_from(restored).unwrap_or(u32::MAX))
    }

    /// Which liaison of this village it is: 1 for the one who founded it.
    pub fn liaison_no(&self) -> u32 {
        let taken = self.handovers().filter(|handover| handover.how == HandoverHow::Taken).count();
        u32::try_from(taken).unwrap_or(u32::MAX).saturating_add(1)
    }
}
