//! Supervision 督查: what others ask of this liaison's work, and what the town settles about it.
//!
//! Its numbers, phones and names are settings with their sources; what the records say of themselves is `flag`'s.

pub mod settings;
