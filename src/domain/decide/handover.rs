//! Decides about handing the village over, taking that back, and taking a village over.
//!
//! That a village handed over keeps nothing more is said in `decide`, once for every wish.

use crate::domain::change::{Change, HandoverChange, VillageEvent};
use crate::domain::handover::{Counts, Handover, HandoverHow};
use crate::domain::refusal::Refusal;
use crate::domain::village::{Village, VillageInfo};

use super::{Now, free_text, required};

/// What a person wants of a hand-over.
#[derive(Clone, Debug)]
pub enum HandoverIntent {
    /// The pack was written, read back and decoded.
    Give(Box<Handover>),
    /// It is taken back; the code stands on the sheet.
    Revoke(String),
    /// The successor takes over what the pack says of itself.
    TakeOver {
        /// What it says.
        pack: Box<Handover>,
        /// The successor's phone; may be empty.
        phone: String,
    },
}

impl HandoverIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            HandoverIntent::Give(_) => "handover.give",
            HandoverIntent::Revoke(_) => "handover.revoke",
            HandoverIntent::TakeOver { .. } => "handover.take_over",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: HandoverIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        HandoverIntent::Give(handover) => {
            check(village, &handover)?;
            Ok(vec![settled(HandoverChange::Given, *handover, None)])
        }
        HandoverIntent::Revoke(code) => {
            let given = village.handed_over().ok_or(Refusal::Already("这个村没有交接出去，不用收回"))?;
            if given.code() != code.trim() {
                return Err(Refusal::OtherHandover { asked: code.trim().to_owned(), code: given.code() });
            }
            Ok(vec![settled(HandoverChange::Revoked, given.clone(), Some(now))])
        }
        HandoverIntent::TakeOver { pack, phone } => {
            check(village, &pack)?;
            // The phone that was there is the predecessor's own.
            let phone = free_text(&phone, "电话")?;
            let info = VillageInfo { liaison: pack.to.trim().to_owned(), phone, ..village.info.clone() };
            let took = settled(HandoverChange::TermBegan, *pack, Some(now));
            Ok(vec![took, Change::Village(VillageEvent::TermBegan, Box::new(info))])
        }
    }
}

/// What is said of the pack must be so of the village.
fn check(village: &Village, handover: &Handover) -> Result<(), Refusal> {
    required(&handover.to, "接任人姓名", "请写上接手的代办员")?;
    let differs = |what| Err(Refusal::HandoverDiffers(what));
    if handover.upto != village.seq {
        return differs("最后一笔的编号");
    }
    if handover.counts != Counts::of(village) {
        return differs("户数、人数、件数、证件或款项");
    }
    if handover.from != village.info.liaison || handover.term != village.term() {
        return differs("交出的人或任次");
    }
    Ok(())
}

fn settled(change: HandoverChange, mut handover: Handover, settled: Option<&Now<'_>>) -> Change {
    handover.how = match change {
        HandoverChange::Given => HandoverHow::Given,
        HandoverChange::Revoked => HandoverHow::Revoked,
        HandoverChange::TermBegan => HandoverHow::Taken,
    };
    handover.settled_at = settled.map(|now| now.at);
    handover.to = handover.to.trim().to_owned();
    Change::Handover(change, Box::new(handover))
}
