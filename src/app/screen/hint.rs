//! How a command becomes a hint of the bottom line. Which ones are named is each screen's.

use super::Hint;
use crate::app::command::Command;

impl From<Command> for Hint {
    fn from(command: Command) -> Hint {
        command.hint()
    }
}

impl Command {
    /// Names the command in the bottom line by its title.
    pub const fn hint(self) -> Hint {
        Hint { command: self, words: None }
    }

    /// Names the command in the bottom line with these words.
    pub const fn meaning(self, words: &'static str) -> Hint {
        Hint { command: self, words: Some(words) }
    }
}
