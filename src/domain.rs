//! Layer 0: records and rules. Pure: no clock, no disk, no screen.

pub mod act;
pub mod calendar;
pub mod change;
pub mod day;
pub mod deadline;
pub mod decide;
pub mod fee;
pub mod household;
pub mod household_event;
pub mod id;
pub mod limits;
pub mod lunar;
pub mod material;
pub mod matter;
pub mod numeral;
pub mod person;
pub mod pinyin;
pub mod resident_id;
pub mod sample;
pub mod stage;
pub mod table;
pub mod task;
pub mod text;
pub mod typed_date;
pub mod village;
