//! Whether a command can be asked for now, or the reason why not.
//!
//! What a village that was handed over no longer does is greyed here, before anybody fills in a form for it; the rules
//! refuse it all the same.

use super::App;
use super::command::{Command, GlobalCommand, Group, RecordCommand};
use super::numbered::Numbered;
use super::opening::Keeping;
use super::screen::Behaviour;

impl App {
    /// Whether this command can be asked for now, or the reason why not.
    pub fn available(&self, command: Command) -> Result<(), String> {
        let Some(top) = self.screens.last() else { return Ok(()) };
        let row = command.row();
        if !top.scope().chain().any(|scope| scope == row.scope) {
            return Err(format!("「{}」要在「{}」那里用", row.title, row.scope.label()));
        }
        if let Command::Global(global) = command
            && !self.village.is_founded()
            && !matches!(
                global,
                GlobalCommand::Help | GlobalCommand::Back | GlobalCommand::Villages | GlobalCommand::Quit
            )
            && !(global == GlobalCommand::Palette && self.keeping != Keeping::Locked)
        {
            return Err(match self.keeping {
                Keeping::Locked => "先打开：打口令，按 Enter".to_owned(),
                Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed => "先建村：把这张表填好存好".to_owned(),
            });
        }
        if let Command::Global(global) = command {
            self.keys_available(global)?;
            if global == GlobalCommand::Villages && self.villages.is_empty() {
                return Err("这里没有别的村可换。在样板村里的，退出后打开自己的村再换".to_owned());
            }
        }
        if let Some(why) = self.context().closed().filter(|_| keeps(command)) {
            return Err(why);
        }
        if let Some(progress) = &self.progress {
            let harmless = matches!(row.group, Group::Moves | Group::Typing)
                || matches!(command, Command::Global(GlobalCommand::Back | GlobalCommand::Help));
            if !harmless {
                return Err(format!("正在{}，等它做完，或按 Esc 停下", progress.what));
            }
        }
        top.available(command, &self.context())
    }
}

/// Whether something is kept of a command, at once or at the end of what it opens.
pub(super) fn keeps(command: Command) -> bool {
    match command {
        Command::Global(command) => global_keeps(command),
        Command::Record(command) => match command {
            RecordCommand::Edit | RecordCommand::Event | RecordCommand::Materials | RecordCommand::Reveal => true,
            RecordCommand::Why | RecordCommand::Papers | RecordCommand::Pane | RecordCommand::PaneBack => false,
        },
        // What they do is greyed line by line, or stands in a form that is not opened any more.
        Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => false,
    }
}

fn global_keeps(command: GlobalCommand) -> bool {
    match command {
        GlobalCommand::Intake
        | GlobalCommand::Note
        | GlobalCommand::Visit
        | GlobalCommand::Point
        | GlobalCommand::Leave
        | GlobalCommand::Propose
        | GlobalCommand::PutUp
        | GlobalCommand::Pair
        | GlobalCommand::Supervise
        | GlobalCommand::AddContact
        | GlobalCommand::NoteDocument
        | GlobalCommand::AddHousehold
        | GlobalCommand::Import
        | GlobalCommand::ExportAll
        | GlobalCommand::Backup
        | GlobalCommand::EditVillage
        | GlobalCommand::Retention
        | GlobalCommand::Undo
        | GlobalCommand::Redo => true,
        GlobalCommand::Help
        | GlobalCommand::Today
        | GlobalCommand::Households
        | GlobalCommand::Tasks
        | GlobalCommand::Visits
        | GlobalCommand::Affairs
        | GlobalCommand::Pairings
        | GlobalCommand::TripTown
        | GlobalCommand::TripVillage
        | GlobalCommand::Flags
        | GlobalCommand::FollowUps
        | GlobalCommand::Sheets
        | GlobalCommand::Print
        | GlobalCommand::Appraisal
        | GlobalCommand::Contacts
        | GlobalCommand::Handbook
        | GlobalCommand::Exchange
        | GlobalCommand::Recent
        | GlobalCommand::Find
        | GlobalCommand::Back
        | GlobalCommand::Palette
        | GlobalCommand::Handover
        | GlobalCommand::ChangePassphrase
        | GlobalCommand::RenewCode
        | GlobalCommand::Lock
        | GlobalCommand::Villages
        | GlobalCommand::Quit => false,
    }
}

/// The main menu with the lines greyed that keep something.
pub(super) fn menu(lines: Numbered<Command>, closed: Option<&str>) -> Numbered<Command> {
    lines.close(closed, |command| keeps(*command))
}

#[cfg(test)]
mod tests {
    use crate::app::screen::Screen;
    use crate::app::testing::Drive;
    use crate::domain::decide::Intent;
    use crate::domain::decide::handover::HandoverIntent;
    use crate::domain::fixture::Fixture;

    fn handed_over() -> Drive {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.intake("S05", Some("户口簿"));
        let pack = fixture.pack("李华");
        fixture.act(Intent::Handover(HandoverIntent::Give(pack)));
        Drive::on(fixture)
    }

    fn notice(drive: &Drive) -> &str {
        drive.app.notice.shown().map_or("", |notice| &notice.text)
    }

    #[test]
    fn after_a_hand_over_no_form_is_opened_that_could_not_be_stored() {
        let ways = [
            "<Ctrl+N>",
            "<Ctrl+K>",
            "<Ctrl+A>",
            "<Ctrl+O>",
            "<Ctrl+Z>",
            "<Ctrl+Y>",
            "<Alt+B>",
            "<Alt+J>",
            "<Alt+G>",
            "<Esc>1",
            "<Ctrl+P>改村<Enter>",
            "<F3><Enter>1",
            "<F3><Enter>2",
            "<F3><Enter>3",
            "<F3><Enter>5",
            "<F3><Enter>7",
            "<F4><Enter>1",
            "<F4><Enter><Enter>",
            "<F9>1",
        ];
        for way in ways {
            let mut drive = handed_over();
            let acts = drive.acts.len();
            drive.keys(way);
            assert!(notice(&drive).contains("已交接给李华，这份只能看"), "{way}: {}", notice(&drive));
            assert_eq!(drive.acts.len(), acts, "{way}");
            let forms = drive.app.screens().iter().filter(|screen| {
                matches!(
                    screen,
                    Screen::Intake(_)
                        | Screen::Note(_)
                        | Screen::HouseholdForm(_)
                        | Screen::TaskForm(_)
                        | Screen::AffairForm(_)
                        | Screen::Import(_)
                )
            });
            assert_eq!(forms.count(), 0, "{way}");
        }
    }

    #[test]
    fn what_is_only_looked_at_is_there_as_before() {
        for way in
            ["<F1>", "<F3><Enter>", "<F4><Enter><Ctrl+P>日期<Enter>", "<F9>", "<Ctrl+F>李", "<Ctrl+P>怎么交接<Enter>"]
        {
            let mut drive = handed_over();
            drive.keys(way);
            assert!(!notice(&drive).contains("只能看"), "{way}: {}", notice(&drive));
        }
    }
}
