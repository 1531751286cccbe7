//! `daiban` 代办: the desk of one village liaison officer.

pub mod app;
pub mod cli;
pub mod desk;
pub mod disk;
pub mod domain;
pub mod exchange;
pub mod seal;
pub mod store;
pub mod term;
pub mod ui;
