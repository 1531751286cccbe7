//! Layer 0: records and rules. Pure: no clock, no disk, no screen.

pub mod act;
pub mod act_words;
pub mod calendar;
pub mod change;
pub mod day;
pub mod deadline;
pub mod decide;
pub mod fee;
pub mod find;
#[cfg(test)]
pub mod fixture;
pub mod household;
pub mod household_event;
pub mod id;
pub mod intake;
pub mod limits;
pub mod lunar;
pub mod material;
pub mod matter;
pub mod note;
pub mod numeral;
pub mod package;
pub mod person;
pub mod pinyin;
pub mod refusal;
pub mod resident_id;
pub mod roll;
pub mod sample;
pub mod stage;
pub mod table;
pub mod tables;
pub mod task;
pub mod text;
pub mod today;
pub mod typed_date;
pub mod village;
