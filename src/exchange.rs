//! Layer 1: the files that come from and go to others.
//!
//! It holds no village and commits nothing: `desk` hands it the village to read and takes the plan or the bytes back.

pub mod answers;
pub mod card;
pub mod fill;
pub mod office_table;
pub mod package;
pub mod paper;
pub mod print;
pub mod register;
pub mod verify;
pub mod workbook;
