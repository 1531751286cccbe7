//! What happened (`Msg`), and what is wanted outside (`Effect`): the two lists at the border of the program's state.
//!
//! What a person can ask for is a third list, `Command`. They are never mixed.

use super::key::Input;
use crate::domain::day::Moment;

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// The time it is; sent before every batch of other messages, and when `App::next_wake` has come.
    Clock(Moment),
    /// A key, or typed text.
    Input(Input),
    /// How far the long work is.
    Progress(Progress),
    /// What an effect brought back.
    Report(Report),
}

/// How far a piece of long work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, as in 「正在写U盘」 without 正在.
    pub what: String,
    /// How much is done, in the work's own unit.
    pub done: u64,
    /// How much there is; 0 while it is not known.
    pub total: u64,
}

/// What an effect brought back.
#[derive(Debug)]
pub enum Report {
    /// It failed: what happened, whether the data is safe, what to do.
    Failed(String),
}

/// What is wanted outside. Done one after another, before the next input is taken.
#[derive(Debug)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Stop the long work cleanly.
    StopJob,
}
