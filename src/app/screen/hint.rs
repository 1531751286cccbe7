//! How a command becomes a hint of the bottom line. Which ones are named is each screen's.

use super::Hint;
use crate::app::command::Command;

impl From<Command> for Hint {
    fn from(command: Command) -> Hint {
        Hint { command, words: None }
    }
}

impl Command {
    /// Names the command in the bottom line with these words.
    pub fn meaning(self, words: &'static str) -> Hint {
        Hint { command: self, words: Some(words) }
    }
}
