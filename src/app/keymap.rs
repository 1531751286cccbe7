//! Which key asks for which command, by scope: the shipped map and an overlay on it.
//!
//! Reading and checking a file is `keymap/overlay`'s; what a command does is not known here.

mod overlay;

use std::collections::BTreeMap;

use super::command::{Command, GlobalCommand, Scope};
use super::key::Key;
use crate::domain::table::TableFault;

/// The shipped map.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");
/// The shipped overlay that gives letters to the scopes that take no text.
pub const LETTERS: &str = include_str!("../../keymaps/letters.toml");

/// The keys of this sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<(Scope, Key), Command>,
}

impl Keymap {
    /// The shipped map, which a test holds to be without fault.
    pub fn shipped() -> Keymap {
        let mut keymap = Keymap::default();
        overlay::lay(&mut keymap, "default.toml", DEFAULT);
        keymap
    }

    /// The shipped map with this file laid over it, or every fault of the file.
    pub fn with_overlay(file: &str, text: &str) -> Result<Keymap, Vec<TableFault>> {
        let mut keymap = Keymap::shipped();
        let faults = overlay::lay(&mut keymap, file, text);
        if faults.is_empty() { Ok(keymap) } else { Err(faults) }
    }

    /// What this key asks for in this scope, or in the scopes that it falls back to.
    pub fn command(&self, scope: Scope, key: Key) -> Option<Command> {
        scope.chain().find_map(|scope| self.bindings.get(&(scope, key.normal())).copied())
    }

    /// The keys that ask for this command, wherever they are bound, each once, the easiest first.
    pub fn keys(&self, command: Command) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        for ((_, key), bound) in &self.bindings {
            if *bound == command && !keys.contains(key) {
                keys.push(*key);
            }
        }
        keys.sort_by_key(|key| (key.alt, key.ctrl, *key));
        keys
    }

    /// The key to show for this command in this scope: one that really asks for it there.
    pub fn key_in(&self, scope: Scope, command: Command) -> Option<Key> {
        self.keys(command).into_iter().find(|key| self.command(scope, *key) == Some(command))
    }

    /// How to do this in the words of a sentence: `按 Ctrl+N 接件`, and where no key asks for it here, by its name in
    /// 全部操作. `outcome` is what comes of it, `接件` or `可以撤销`.
    pub fn way(&self, scope: Scope, command: Command, outcome: &str) -> String {
        match self.key_in(scope, command) {
            Some(key) => format!("按 {key} {outcome}"),
            None => format!("在全部操作里选「{}」", command.row().title),
        }
    }

    /// How the last act is taken back, told at the act.
    pub fn way_to_undo(&self) -> String {
        self.way(Scope::Global, Command::Global(GlobalCommand::Undo), "可以撤销")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::{FormCommand, ListCommand, MenuCommand, TABLE};
    use crate::app::key::KeyCode;

    fn cases(folder: &str) -> Vec<(String, String)> {
        let folder = format!("{}/tests/keymaps/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut cases: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
            })
            .collect();
        cases.sort();
        assert!(!cases.is_empty());
        cases
    }

    #[test]
    fn the_shipped_maps_have_no_fault() {
        assert_eq!(overlay::lay(&mut Keymap::default(), "default.toml", DEFAULT), []);
        assert_eq!(Keymap::with_overlay("letters.toml", LETTERS).err(), None);
    }

    #[test]
    fn valid_keymaps_are_taken() {
        for (name, text) in cases("valid") {
            assert_eq!(Keymap::with_overlay(&name, &text).err(), None, "{name}");
        }
    }

    #[test]
    fn invalid_keymaps_say_every_fault_with_its_line() {
        for (name, text) in cases("invalid") {
            let expected: Vec<String> =
                text.lines().map_while(|line| line.strip_prefix("# ")).map(|line| format!("{name} {line}")).collect();
            let faults = Keymap::with_overlay(&name, &text).expect_err(&name);
            let said: Vec<String> = faults.iter().map(TableFault::to_string).collect();
            assert_eq!(said, expected, "{name}");
        }
    }

    #[test]
    fn an_overlay_changes_and_unbinds() {
        let keymap =
            Keymap::with_overlay("mine.toml", "[global]\n\"F2\" = \"none\"\n\"F12\" = \"view.today\"\n").unwrap();
        let today = Command::Global(GlobalCommand::Today);
        assert_eq!(keymap.command(Scope::List, Key::plain(KeyCode::F(2))), None);
        assert_eq!(keymap.key_in(Scope::Form, today), Some(Key::plain(KeyCode::F(12))));
    }

    #[test]
    fn a_sentence_names_the_key_of_this_sitting() {
        let mine = "[global]\n\"Ctrl+Z\" = \"none\"\n\"F8\" = \"intake.new\"\n\"Ctrl+N\" = \"none\"\n";
        let mine = Keymap::with_overlay("mine.toml", mine).unwrap();
        let intake = Command::Global(GlobalCommand::Intake);
        assert_eq!(Keymap::shipped().way(Scope::Today, intake, "接件"), "按 Ctrl+N 接件");
        assert_eq!(mine.way(Scope::Today, intake, "接件"), "按 F8 接件");
        assert_eq!(Keymap::shipped().way_to_undo(), "按 Ctrl+Z 可以撤销");
        assert_eq!(mine.way_to_undo(), "在全部操作里选「撤销」");
    }

    #[test]
    fn a_narrow_scope_goes_before_a_wide_one() {
        let keymap = Keymap::shipped();
        let ctrl_z = Key::ctrl('Z');
        assert_eq!(keymap.command(Scope::List, ctrl_z), Some(Command::Global(GlobalCommand::Undo)));
        assert_eq!(keymap.command(Scope::Form, ctrl_z), Some(Command::Form(FormCommand::UndoTyping)));
        assert_eq!(keymap.key_in(Scope::Form, Command::Global(GlobalCommand::Undo)), None);
        let one = Key::of_char('１');
        assert_eq!(keymap.command(Scope::Record, one), Some(Command::Menu(MenuCommand::Choose1)));
        assert_eq!(keymap.command(Scope::List, one), None);
        assert_eq!(keymap.command(Scope::Today, Key::plain(KeyCode::Enter)), Some(Command::List(ListCommand::Open)));
    }

    #[test]
    fn every_key_a_person_needs_is_bound() {
        let unbound = [
            "package.all",
            "view.recent",
            "view.flags",
            "supervision.new",
            "print.sheets",
            "appraisal.show",
            "keys.passphrase",
            "keys.code",
            "village.edit",
            "handover.how",
            "point.new",
            "leave.new",
            "trip.town",
            "trip.village",
            "view.follow_ups",
            "view.contacts",
            "contact.add",
            "document.note",
        ];
        let keymap = Keymap::shipped();
        for row in TABLE {
            assert_eq!(keymap.key_in(row.scope, row.command).is_none(), unbound.contains(&row.id), "{}", row.id);
        }
    }
}
