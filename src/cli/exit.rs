//! The exit statuses of the contract, and why a command ended without doing what it was asked.
//!
//! It words no cause: the message comes from where the cause is known.

use std::process::ExitCode;

use crate::desk::error::{DeskError, Gravity};

use super::out;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// Refused, or problems found.
    Refused,
    /// The command line was not understood.
    Usage,
    /// Damaged, unreadable, wrong passphrase.
    Damaged,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0u8,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Damaged => 3,
        })
    }
}

/// A command that could not go on.
#[derive(Debug)]
pub(super) struct Failure {
    /// The exit status.
    pub(super) exit: Exit,
    /// What happened, that the data is safe or what is not, what to do.
    message: String,
}

impl Failure {
    /// Refused.
    pub(super) fn refused(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Refused, message: message.into() }
    }

    /// Wrong usage.
    pub(super) fn usage(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, message: message.into() }
    }

    /// Damaged or unreadable.
    pub(super) fn damaged(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Damaged, message: message.into() }
    }

    /// The same, with this said first of what was done before.
    pub(super) fn after(self, done: &str) -> Failure {
        Failure { message: format!("{done}{}", self.message), ..self }
    }

    /// Help that was asked for: on stdout, and no failure.
    pub(super) fn shown(text: &str) -> Failure {
        out::print(text);
        Failure { exit: Exit::Done, message: String::new() }
    }

    /// Says it on stderr.
    pub(super) fn tell(&self) {
        if !self.message.is_empty() {
            out::say(&self.message);
        }
    }
}

impl From<DeskError> for Failure {
    fn from(fault: DeskError) -> Failure {
        match fault.gravity() {
            Gravity::Refused => Failure::refused(fault.to_string()),
            Gravity::Damaged => Failure::damaged(fault.to_string()),
        }
    }
}
