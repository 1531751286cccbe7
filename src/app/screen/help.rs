//! Help: every command of a screen with its keys and its sentence, from the table and the keymap of this sitting.
//!
//! No word of help is written here.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, Group, PageCommand, Scope, TABLE};
use crate::app::keymap::Keymap;
use crate::app::pager::{Pager, Paragraph};

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
            let words = "直接打字就行：名单里是查找（姓名、拼音、电话尾号、件号、几社），填表里是填写。";
            paragraphs.push(Paragraph::Text(words.to_owned()));
        }
        // What is done here first, then what works everywhere.
        let mut headed = None;
        for at in scope.chain() {
            for group in Group::ALL {
                let entries = entries((scope, at), group, keymap);
                if entries.is_empty() {
                    continue;
                }
                if headed != Some(group) {
                    paragraphs.push(Paragraph::Heading(group.label().to_owned()));
                }
                headed = Some(group);
                paragraphs.extend(entries);
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

/// One entry for each command of this group that stands at this place of the scope's chain; the digits share one.
fn entries((scope, at): (Scope, Scope), group: Group, keymap: &Keymap) -> Vec<Paragraph> {
    let mut entries = Vec::new();
    let mut digits_told = false;
    for row in TABLE.iter().filter(|row| row.group == group && row.scope == at) {
        let keys = keymap.keys(row.command).into_iter().filter(|key| keymap.command(scope, *key) == Some(row.command));
        let keys: Vec<String> = keys.map(|key| key.to_string()).collect();
        if is_digit(row.command) {
            if !digits_told {
                entries.push(Paragraph::Entry("1 到 9、0".to_owned(), "做这个数字的那一样。".to_owned()));
            }
            digits_told = true;
        } else if !keys.is_empty() {
            entries.push(Paragraph::Entry(keys.join(" "), format!("{}：{}", row.title, row.help)));
        } else if group != Group::Moves && group != Group::Typing {
            entries.push(Paragraph::Entry("全部操作里".to_owned(), format!("{}：{}", row.title, row.help)));
        }
    }
    entries
}

fn is_digit(command: Command) -> bool {
    match command {
        Command::Menu(menu) => menu.digit().is_some(),
        Command::Global(_) | Command::List(_) | Command::Record(_) | Command::Form(_) | Command::Page(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_begins_with_what_is_done_here_and_ends_with_what_works_everywhere() {
        let shown = |scope| {
            let help = Help::of(scope, &Keymap::shipped());
            let words = help.pager.paragraphs().iter().map(|paragraph| match paragraph {
                Paragraph::Entry(keys, words) => format!("{keys} {words}"),
                Paragraph::Heading(words) | Paragraph::Text(words) => words.clone(),
            });
            words.collect::<Vec<_>>()
        };
        let place = |scope, what: &str| shown(scope).iter().position(|line| line.contains(what)).unwrap();
        for (scope, own, wider) in [
            (Scope::Form, "Ctrl+S 存好：", "F2 看今日："),
            (Scope::Form, "Tab 下一项：", "接件："),
            (Scope::List, "打开：", "F2 看今日："),
            (Scope::Record, "Ctrl+D 日期怎么算：", "1 到 9、0"),
            (Scope::Record, "1 到 9、0", "F2 看今日："),
        ] {
            assert!(place(scope, own) < place(scope, wider), "{own} before {wider}: {:?}", shown(scope));
        }
        assert!(shown(Scope::Form).iter().take(4).any(|line| line.contains("Ctrl+S")), "{:?}", shown(Scope::Form));
    }

    #[test]
    fn help_names_the_keys_that_work_on_that_screen() {
        let entries = |scope| {
            let help = Help::of(scope, &Keymap::shipped());
            let entries = help.pager.paragraphs().iter().filter_map(|paragraph| match paragraph {
                Paragraph::Entry(keys, words) => Some(format!("{keys} {words}")),
                Paragraph::Heading(_) | Paragraph::Text(_) => None,
            });
            entries.collect::<Vec<_>>().join("\n")
        };
        let form = entries(Scope::Form);
        assert!(form.contains("Ctrl+S 存好：") && form.contains("Ctrl+Z 撤销打字："));
        assert!(!form.contains("Ctrl+Z 撤销：") && form.contains("全部操作里 撤销："));
        let record = entries(Scope::Record);
        assert_eq!(record.matches("1 到 9、0").count(), 1);
        assert!(record.contains("Ctrl+D 日期怎么算：") && record.contains("F1 Alt+H 看帮助："));
    }
}
