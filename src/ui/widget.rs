//! The pieces screens are drawn from. Each draws on a `Canvas` and decides nothing.

pub mod bar;
pub mod eject;
pub mod field;
pub mod form;
pub mod frame;
pub mod header;
pub mod hints;
pub mod notice;
pub mod numbered;
pub mod pager;
pub mod popup;
pub mod progress;
pub mod secret_form;
pub mod table;
pub mod task_facts;
