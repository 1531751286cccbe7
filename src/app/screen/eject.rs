//! 安全弹出: what can still be done once something is written and read back on a stick.
//!
//! It offers it for a stick only, never for a folder of this computer; letting go of it is done outside.

use std::path::Path;

use super::{Hint, Reply};
use crate::app::command::{Command, GlobalCommand, MenuCommand};
use crate::app::message::{Effect, Place};
use crate::app::numbered::{MenuEvent, Numbered};

/// The end of a page that says 可以拔出.
#[derive(Debug)]
pub struct Eject {
    /// What can be done.
    pub lines: Numbered<EjectChoice>,
    /// How far it is.
    pub state: EjectState,
    /// Where the stick is; `None` for a folder.
    stick: Option<Place>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EjectState {
    /// Nothing was asked for.
    Idle,
    /// It is being let go of.
    Working,
    /// It may be pulled out.
    Done,
    /// It was not let go of: why, and what to do.
    Refused(String),
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EjectChoice {
    /// Let go of the stick.
    Eject,
    /// Read.
    Leave,
}

impl Eject {
    /// After something was written there; `sticks` are those that were found.
    pub(super) fn after<'a>(written: &Path, sticks: impl IntoIterator<Item = &'a Place>) -> Eject {
        let mut sticks = sticks.into_iter();
        let stick = sticks.find(|place| place.removable && written.starts_with(&place.path)).cloned();
        let mut eject = Eject { lines: Numbered::default(), state: EjectState::Idle, stick };
        eject.renew();
        eject
    }

    /// Whether there is a stick to let go of.
    pub fn is_offered(&self) -> bool {
        self.stick.is_some()
    }

    /// Whether it was not let go of.
    pub fn is_refused(&self) -> bool {
        matches!(self.state, EjectState::Refused(_))
    }

    /// What the bottom line names.
    pub(super) fn hints(&self) -> Vec<Hint> {
        let choose = Command::Menu(MenuCommand::Choose);
        let choose = if self.is_offered() { choose.into() } else { choose.meaning("知道了") };
        vec![choose, Command::Global(GlobalCommand::Back).into()]
    }

    fn renew(&mut self) {
        let lines = match (&self.stick, &self.state) {
            (None, _) | (Some(_), EjectState::Done) => Numbered::default(),
            (Some(_), EjectState::Working) => {
                Numbered::default().blocked("安全弹出U盘", EjectChoice::Eject, "正在弹出，先别拔")
            }
            (Some(stick), EjectState::Idle) => {
                Numbered::default().item(format!("安全弹出U盘 {}", stick.label), EjectChoice::Eject)
            }
            (Some(stick), EjectState::Refused(_)) => {
                Numbered::default().item(format!("再弹一次U盘 {}", stick.label), EjectChoice::Eject)
            }
        };
        self.lines = lines.zero("知道了", EjectChoice::Leave);
    }

    /// Does a command of the menu; `None` when the page has been read.
    pub(super) fn menu(&mut self, command: MenuCommand) -> Option<Reply> {
        match (self.lines.command(command), &self.stick) {
            (MenuEvent::Chosen(EjectChoice::Eject), Some(stick)) => {
                let wanted = Reply::effect(Effect::Eject(stick.path.clone()));
                self.state = EjectState::Working;
                self.renew();
                Some(wanted)
            }
            (MenuEvent::Chosen(_), _) => None,
            (MenuEvent::Blocked(why), _) => Some(Reply::refuse(why)),
            (MenuEvent::Moved, _) => Some(Reply::none()),
        }
    }

    /// Takes what became of it.
    pub(super) fn hear(&mut self, outcome: &Result<String, String>) {
        self.state = match outcome {
            Ok(_) => EjectState::Done,
            Err(why) => EjectState::Refused(why.clone()),
        };
        self.renew();
    }
}
