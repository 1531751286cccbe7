//! Records of the program's own upkeep, which are nobody's: remembered columns of registers, numbers given out.

use serde::{Deserialize, Serialize};

use crate::domain::id::Seq;

/// The columns of a register the officer once assigned by hand, remembered for that set of headers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderMapping {
    /// The act that last touched this record.
    pub touched: Seq,
    /// Signature of the set of headers.
    pub signature: u64,
    /// Header as written, and the field's id; empty for a column to skip.
    pub columns: Vec<(String, String)>,
}

/// The task numbers given out in a year. A number once given is never given again, also when its task was undone: a
/// receipt may bear it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskNumbers {
    /// The act that last gave one.
    pub touched: Seq,
    /// The year.
    pub year: i16,
    /// The last number given.
    pub last: u32,
}
