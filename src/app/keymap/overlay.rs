//! Reads a keymap file and lays it over a map, checking the two as merged.
//!
//! A file is checked whole: every fault is told at once, with its line and the nearest right word.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Keymap;
use crate::app::command::{Command, Scope, TABLE};
use crate::app::key::{Key, KeyCode, KeyFault, nearest};
use crate::domain::table::{TableFault, line_of};

/// Lays the file over the map and gives its faults, in the order of its lines. Entries without fault are taken.
pub(super) fn lay(keymap: &mut Keymap, file: &str, text: &str) -> Vec<TableFault> {
    let text = text.trim_start_matches('\u{FEFF}');
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut layer = Layer { keymap, file, text, faults: Vec::new(), seen: BTreeMap::new(), unbound: Vec::new() };
    for error in &errors {
        layer.faults.push(TableFault::of_toml(file, text, error));
    }
    for (name, section) in table.into_inner() {
        layer.section(&name, section.get_ref());
    }
    layer.check_ways_out();
    layer.faults.sort_by_key(|fault| fault.line);
    layer.faults.dedup();
    layer.faults
}

/// The work of laying one file.
struct Layer<'a> {
    keymap: &'a mut Keymap,
    file: &'a str,
    text: &'a str,
    faults: Vec<TableFault>,
    /// Keys this file already bound, and on which line.
    seen: BTreeMap<(Scope, Key), usize>,
    /// Keys this file unbound in `global`, and on which line.
    unbound: Vec<(Key, usize)>,
}

impl Layer<'_> {
    fn section(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, section: &DeValue<'_>) {
        let line = line_of(self.text, name.span().start);
        let Some(entries) = section.as_table() else {
            let message = format!("「{}」前面缺一行小节名，如 [global]", name.get_ref());
            self.faults.push(TableFault::new(self.file, line, message));
            return;
        };
        let scope = Scope::ALL.into_iter().find(|scope| scope.id() == name.get_ref());
        if scope.is_none() {
            let near = nearest(name.get_ref(), Scope::ALL.iter().map(|scope| scope.id()));
            let remedy = match near {
                Some(near) => format!("最接近的是 [{near}]"),
                None => format!("能用的有 {}", Scope::ALL.map(Scope::id).join(" ")),
            };
            self.faults.push(TableFault::new(self.file, line, format!("没有 [{}] 这一节，{remedy}", name.get_ref())));
        }
        for (key, command) in entries {
            self.entry(scope, key, command.get_ref());
        }
    }

    fn entry(&mut self, scope: Option<Scope>, name: &Spanned<std::borrow::Cow<'_, str>>, value: &DeValue<'_>) {
        let line = line_of(self.text, name.span().start);
        let key = Key::parse(name.get_ref()).map_err(|fault| key_message(name.get_ref(), &fault));
        let target = match value.as_str() {
            Some(id) => target(id),
            None => Err(format!("「{}」后面要写引号里的操作名，如 \"view.today\"", name.get_ref())),
        };
        let (key, target) = match (key, target) {
            (Ok(key), Ok(target)) => (key, target),
            (key, target) => {
                let messages = key.err().into_iter().chain(target.err());
                self.faults.extend(messages.map(|message| TableFault::new(self.file, line, message)));
                return;
            }
        };
        let Some(scope) = scope else { return };
        match self.check(scope, key, target, line) {
            Some(message) => self.faults.push(TableFault::new(self.file, line, message)),
            None => match target {
                Some(command) => {
                    self.keymap.bindings.insert((scope, key), command);
                }
                None => {
                    self.keymap.bindings.remove(&(scope, key));
                    self.unbound.push((key, line));
                }
            },
        }
    }

    /// What is wrong with a binding whose words are all right.
    fn check(&mut self, scope: Scope, key: Key, target: Option<Command>, line: usize) -> Option<String> {
        if let Some(first) = self.seen.insert((scope, key), line) {
            return Some(format!("「{key}」在 [{}] 里写了两次，第{}行已经有了", scope.id(), first.min(line)));
        }
        let command = target?;
        let row = command.row();
        if scope.takes_text() && key.is_plain_char() {
            return Some(format!(
                "[{}] 里字母、数字和汉字是用来打字查找的，不能当按键，换成 Ctrl 或 Alt 加字母",
                scope.id()
            ));
        }
        if !scope.chain().any(|wider| wider == row.scope) {
            return Some(format!("「{}」只能用在 [{}]，不能写在 [{}]", row.id, row.scope.id(), scope.id()));
        }
        let digit = match key.code {
            KeyCode::Char(c) if key.is_plain_char() => c.to_digit(10),
            _ => None,
        };
        let own = match command {
            Command::Menu(menu) => menu.digit().map(u32::from),
            Command::Global(_) | Command::List(_) | Command::Record(_) | Command::Form(_) | Command::Page(_) => None,
        };
        match digit {
            Some(digit) if own != Some(digit) => {
                Some(format!("数字 {digit} 只用来选第{digit}样，不能改作「{}」", row.id))
            }
            _ => None,
        }
    }

    /// Esc and F1 must lead out and explain on every screen, whatever else a file changes.
    fn check_ways_out(&mut self) {
        for (code, name) in [(KeyCode::Esc, "Esc"), (KeyCode::F(1), "F1")] {
            let key = Key::plain(code);
            if self.keymap.command(Scope::Global, key).is_none() {
                let line = self.unbound.iter().find(|(unbound, _)| *unbound == key).map_or(0, |(_, line)| *line);
                let message = format!("「{name}」不能去掉：每一屏都要能返回、能看帮助");
                self.faults.push(TableFault::new(self.file, line, message));
            }
        }
    }
}

/// The command an id names; `None` for `none`, which unbinds.
fn target(id: &str) -> Result<Option<Command>, String> {
    match (id, Command::by_id(id)) {
        ("none", _) => Ok(None),
        (_, Some(command)) => Ok(Some(command)),
        (_, None) => Err(match nearest(id, TABLE.iter().map(|row| row.id).chain(["none"])) {
            Some(near) => format!("没有「{id}」这个操作，最接近的是「{near}」"),
            None => format!("没有「{id}」这个操作，运行 daiban keys 看全部操作名"),
        }),
    }
}

fn key_message(name: &str, fault: &KeyFault) -> String {
    match fault {
        KeyFault::Unknown(Some(near)) => format!("没有「{name}」这个键，最接近的是「{near}」"),
        KeyFault::Unknown(None) => format!("没有「{name}」这个键，写成 Ctrl+N、Alt+H、F2、PgUp 这样"),
        KeyFault::SameAs(other) => format!("「{name}」在终端里就是「{other}」，换一个键"),
        KeyFault::Taken(why) => format!("「{name}」不能用，{why}，换一个键"),
    }
}
