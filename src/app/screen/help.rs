//! Help: every command of a screen with its keys and its sentence, from the table and the keymap of this sitting.
//!
//! No word of help is written here.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, Group, PageCommand, Scope, TABLE};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::pager::Pager;

/// The help of one scope.
#[derive(Debug)]
pub struct Help {
    /// Whose help it is.
    pub of: Scope,
    /// The text.
    pub pager: Pager,
}

impl Help {
    /// The help for a screen of this scope.
    pub fn of(scope: Scope, keymap: &Keymap) -> Help {
        let mut paragraphs = Vec::new();
        if scope.takes_text() {
            paragraphs
                .push("直接打字就行：名单里是查找（姓名、拼音、电话尾号、件号、几社），填表里是填写。".to_owned());
        }
        for group in Group::ALL {
            let lines: Vec<String> = lines(scope, group, keymap);
            if !lines.is_empty() {
                paragraphs.push(String::new());
                paragraphs.push(format!("「{}」", group.label()));
                paragraphs.extend(lines);
            }
        }
        Help { of: scope, pager: Pager::of(paragraphs) }
    }
}

impl Behaviour for Help {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Page(PageCommand::PageDown).into(),
            Command::Page(PageCommand::PageUp).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.pager.command(command);
        Reply::none()
    }
}

/// One line for each command of this group that the scope can ask for; the digits share one.
fn lines(scope: Scope, group: Group, keymap: &Keymap) -> Vec<String> {
    let mut lines = Vec::new();
    let mut digits_told = false;
    for row in TABLE.iter().filter(|row| row.group == group && scope.chain().any(|wider| wider == row.scope)) {
        let keys: Vec<Key> = keymap
            .keys(row.command)
            .into_iter()
            .filter(|key| keymap.command(scope, *key) == Some(row.command))
            .collect();
        let digit = match row.command {
            Command::Menu(menu) => menu.digit(),
            Command::Global(_) | Command::List(_) | Command::Record(_) | Command::Form(_) | Command::Page(_) => None,
        };
        if digit.is_some() {
            if !digits_told {
                lines.push("1 到 9、0  做这个数字的那一样。".to_owned());
            }
            digits_told = true;
        } else if !keys.is_empty() {
            let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
            lines.push(format!("{}  {}：{}", keys.join(" "), row.title, row.help));
        } else if group != Group::Moves && group != Group::Typing {
            lines.push(format!("在「全部操作」里  {}：{}", row.title, row.help));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_the_keys_that_work_on_that_screen() {
        let help = Help::of(Scope::Form, &Keymap::shipped()).pager.paragraphs().join("\n");
        assert!(help.contains("Ctrl+S  存好：") && help.contains("Ctrl+Z  撤销打字："));
        assert!(!help.contains("Ctrl+Z  撤销：") && !help.contains("list."));
        let help = Help::of(Scope::Record, &Keymap::shipped()).pager.paragraphs().join("\n");
        assert_eq!(help.matches("1 到 9、0").count(), 1);
        assert!(help.contains("Ctrl+D  日期怎么算："));
    }
}
