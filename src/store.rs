//! The store: the journal is the truth, sled is the transactional store built from it.
//!
//! The only place that names sled or bincode. It knows no village: everything of the subject comes in by `ledger`.

pub mod error;
pub mod ledger;
pub mod report;
