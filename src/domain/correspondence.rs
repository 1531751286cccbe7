//! 往来: what the village keeps of its exchange with the office: its own secret, the office's public card, which replies came.
//!
//! One is kept. The keys are bytes here; what they do is `seal`'s, and whether a card is believed is for people to say.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::Seq;
use super::village::Village;

/// Bytes of a secret, and of each of the two halves of a public key.
pub const KEY_BYTES: usize = 32;

/// The exchange with the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondence {
    /// The act that last touched this record.
    pub touched: Seq,
    /// 村的密钥: from it both keys of the village follow.
    pub secret: OwnSecret,
    /// 镇的公开卡, once it was accepted.
    pub office: Option<OfficeCard>,
    /// The numbers of the office's replies that were taken in, in their order.
    pub replies: Vec<u32>,
}

/// The village's own secret. It is never shown.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSecret(pub [u8; KEY_BYTES]);

/// 公开卡 of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCard {
    /// The office's name 收件单位.
    pub name: String,
    /// The key that shows what the office signed.
    pub signs: [u8; KEY_BYTES],
    /// The key that is sealed to.
    pub reads: [u8; KEY_BYTES],
    /// The day it was accepted.
    pub accepted_on: Day,
}

impl fmt::Debug for OwnSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnSecret")
    }
}

/// The office that packages are sealed to; `None` where no card was accepted.
pub fn office(village: &Village) -> Option<&OfficeCard> {
    village.correspondence()?.office.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_not_printed() {
        assert_eq!(format!("{:?}", OwnSecret([7; KEY_BYTES])), "OwnSecret");
    }
}
