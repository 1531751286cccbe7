//! 换村: going to another village of the same officer, or making one more.
//!
//! It only chooses: the village that is open is brought to rest first, and the other opened as at any start.

use std::path::{MAIN_SEPARATOR, Path};

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::message::Effect;
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::opening::Keeping;
use crate::app::villages::{NextVillage, Villages};

/// Said of the village that is open.
const HERE: &str = "现在就在这个村";

/// A line of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The village that is open.
    Here,
    /// The other village at this place.
    Other(usize),
    /// One more.
    New,
    /// None of them.
    Stay,
}

/// The villages, to choose from.
#[derive(Debug)]
pub struct VillageChoice {
    /// Its lines.
    pub lines: Numbered<Choice>,
    villages: Villages,
}

impl VillageChoice {
    /// The choice; where a village is being made already, one more is not offered.
    pub fn of(villages: &Villages, keeping: Keeping) -> VillageChoice {
        let here = villages.here.as_str();
        let open = Numbered::default();
        let open = if here.is_empty() { open } else { open.blocked(here, Choice::Here, HERE) };
        let others = villages.others.iter().enumerate();
        let lines = others.fold(open, |lines, (place, other)| {
            let alike = |name: &str| name == other.name;
            let twice = alike(here) || villages.others.iter().filter(|it| alike(&it.name)).count() > 1;
            // Two villages of one name are told apart by where they lie.
            let folder = if twice { format!("（{}）", ending(&other.folder)) } else { String::new() };
            lines.item(format!("{}{folder}", other.name), Choice::Other(place))
        });
        let is_offered = villages.free.is_some() && keeping != Keeping::ToBeMade;
        let lines = if is_offered { lines.item("另加一个村", Choice::New) } else { lines };
        VillageChoice { lines: lines.zero("不换", Choice::Stay), villages: villages.clone() }
    }

    fn next(&self, choice: Choice) -> Option<NextVillage> {
        match choice {
            Choice::Here | Choice::Stay => None,
            Choice::Other(place) => self.villages.others.get(place).cloned().map(NextVillage::Known),
            Choice::New => self.villages.free.clone().map(NextVillage::New),
        }
    }
}

/// The end of a folder's path: what tells two of them apart in a narrow line.
fn ending(folder: &Path) -> String {
    let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
    match parts.as_slice() {
        [_, .., above, last] => format!("..{MAIN_SEPARATOR}{above}{MAIN_SEPARATOR}{last}"),
        _ => folder.display().to_string(),
    }
}

impl Behaviour for VillageChoice {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn menu(&mut self, command: MenuCommand, _context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(choice) => match self.next(choice) {
                Some(next) => Reply::close()
                    .then(Reply::say(Notice::done("正在换村，请等一等")))
                    .then(Reply::effect(Effect::OpenVillage(next))),
                None => Reply::close(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::app::message::Msg;
    use crate::app::opening::{News, Opening};
    use crate::app::screen::Screen;
    use crate::app::testing::Drive;
    use crate::app::villages::{Arrival, OtherVillage};
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;
    use crate::domain::tables::Tables;
    use crate::domain::village::Village;

    fn other(name: &str, folder: &str) -> OtherVillage {
        OtherVillage { name: name.to_owned(), folder: PathBuf::from(folder) }
    }

    fn with_two(mut drive: Drive) -> Drive {
        drive.app.villages = Villages {
            here: drive.app.village.info.name.clone(),
            others: vec![other("石桥村", "/d/daiban-2"), other("大坪村", "/u/大坪村")],
            free: Some(PathBuf::from("/d/daiban-3")),
        };
        drive
    }

    fn labels(drive: &Drive) -> Vec<String> {
        let Some(Screen::VillageChoice(choice)) = drive.app.top() else { panic!("{:?}", drive.app.top()) };
        choice.lines.items().iter().map(|item| item.label.clone()).collect()
    }

    #[test]
    fn the_open_village_is_greyed_and_another_of_its_name_told_by_its_folder() {
        let mut drive = with_two(Drive::on(Fixture::on("2026-11-24")));
        drive.keys("<Alt+C>");
        assert_eq!(labels(&drive), ["大坪村", "石桥村", "大坪村（../u/大坪村）", "另加一个村", "不换"]);
        drive.keys("1");
        assert!(matches!(drive.app.top(), Some(Screen::VillageChoice(_))));
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text == HERE));
        drive.keys("2");
        let asked = NextVillage::Known(other("石桥村", "/d/daiban-2"));
        assert!(matches!(drive.asked.last(), Some(Effect::OpenVillage(next)) if *next == asked));
        drive.keys("<Alt+C>4");
        let asked = NextVillage::New(PathBuf::from("/d/daiban-3"));
        assert!(matches!(drive.asked.last(), Some(Effect::OpenVillage(next)) if *next == asked));
    }

    #[test]
    fn a_form_that_is_not_stored_keeps_the_officer_in_the_village() {
        let mut drive = with_two(Drive::on(Fixture::on("2026-11-24")));
        drive.keys("<Ctrl+K>");
        drive.keys("该去问一声");
        drive.keys("<Alt+C>");
        assert!(matches!(drive.app.top(), Some(Screen::Note(_))) && drive.asked.is_empty());
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("还没存好")));
    }

    #[test]
    fn before_a_locked_village_the_others_are_open_to_choose_and_the_locked_one_has_no_line() {
        let mut drive = with_two(Drive::locked());
        drive.keys("<Alt+C>");
        assert_eq!(labels(&drive), ["石桥村", "大坪村", "另加一个村", "不换"]);
        drive.keys("0");
        assert!(matches!(drive.app.top(), Some(Screen::Unlock(_))));
    }

    #[test]
    fn a_village_that_is_locked_again_keeps_its_name_in_the_choice() {
        let mut drive = with_two(Drive::sealed(Fixture::on("2026-11-24")));
        drive.keys("<Ctrl+L><Alt+C>");
        assert_eq!(labels(&drive)[0], "大坪村");
    }

    #[test]
    fn nothing_of_the_village_that_was_left_can_be_seen_or_undone_in_the_next() {
        let mut drive = with_two(Drive::sealed(Fixture::on("2026-11-24")));
        drive.keys("<Ctrl+K>");
        drive.keys("该去问一声<Ctrl+S><Alt+C>2");
        let locked = || Opening {
            village: Village::default(),
            tables: Tables::shipped(),
            erased: Seq::default(),
            last_act_at: None,
            draft: None,
            news: News::default(),
        };
        let villages = Villages { here: "石桥村".to_owned(), ..Villages::default() };
        drive.send(Msg::Arrived(Box::new(Arrival { keeping: Keeping::Locked, opening: locked(), villages })));
        assert!(matches!(drive.app.screens(), [Screen::Unlock(_)]));
        assert!(!drive.app.village.is_founded());
        let mut opened = Fixture::on("2026-11-24").village;
        opened.info.name = "石桥村".to_owned();
        let acts = opened.seq;
        drive.send(Msg::Opened(Box::new(Opening { village: opened, ..locked() })));
        drive.keys("<Ctrl+Z>");
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("还没有可以撤销的事")));
        assert_eq!((drive.app.village.seq, drive.app.villages.here.as_str()), (acts, "石桥村"));
    }

    #[test]
    fn beside_the_sample_there_is_no_other_village() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Alt+C>");
        assert!(!matches!(drive.app.top(), Some(Screen::VillageChoice(_))));
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("样板村")));
    }
}
