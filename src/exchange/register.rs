//! Registers as villages keep them: a file in, typed rows out, and from them a plan for the village.
//!
//! It changes nothing: `desk` commits the plan. It does not write workbooks for the office (`workbook`).

pub mod container;
pub mod delimited;
pub mod field;
pub mod heading;
pub mod html;
pub mod layout;
pub mod mapping;
pub mod refusal;
pub mod sheet;
pub mod xls;
pub mod xlsx;
