//! One leave: who stands in, the slip for that, the notice for the door, and what happened meanwhile.

mod words;

use super::page::Page;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::id::LeaveId;

/// One leave.
#[derive(Clone, Debug)]
pub struct LeaveCard {
    /// Which.
    pub id: LeaveId,
    /// What can be done.
    pub menu: Numbered<LeaveAction>,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveAction {
    /// 销假: back on this day.
    Back(Day),
    /// 替岗单.
    Slip,
    /// 门上告示.
    DoorNotice,
    /// 这几天的事.
    Meanwhile,
}

impl LeaveCard {
    /// The card of a leave.
    pub fn of(context: &Context<'_>, id: LeaveId) -> LeaveCard {
        let mut card = LeaveCard::awaited(id);
        card.refresh(context);
        card
    }

    /// The card of a leave that is being stored; it is filled in when it is there.
    pub(super) fn awaited(id: LeaveId) -> LeaveCard {
        LeaveCard { id, menu: Numbered::default() }
    }

    fn act(&self, action: LeaveAction, context: &Context<'_>) -> Reply {
        let Some(leave) = context.village.leave(self.id) else {
            return Reply::refuse("这次请假已经不在了，可能被撤销了。按 Esc 返回");
        };
        let page = |title: &str, words| Reply::open(Screen::Page(Page::of(title, words)));
        match action {
            LeaveAction::Back(day) => {
                let said = Reply::say(Notice::done(format!("已销假，{}", context.keymap.way_to_undo())));
                let meanwhile = page("这几天的事", words::meanwhile(context, leave));
                Reply::decide(Intent::Leave(LeaveIntent::Back(self.id, day)), meanwhile.then(said))
            }
            LeaveAction::Slip => page("替岗交接单", words::slip(context, leave)),
            LeaveAction::DoorNotice => {
                Reply::open(Screen::Page(Page::public("门上告示", words::door_notice(context, leave))))
            }
            LeaveAction::Meanwhile => page("这几天的事", words::meanwhile(context, leave)),
        }
    }
}

impl Behaviour for LeaveCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let leave = context.village.leave(self.id);
        let back = match leave.map(|leave| (leave.back_on, leave.from)) {
            Some((Some(day), _)) => Some(format!("{day} 已经回来")),
            Some((None, from)) if from > context.today => Some("还没有走".to_owned()),
            Some((None, from)) if from == context.today => Some("今天才走，回来那天再销".to_owned()),
            Some((None, _)) | None => context.closed(),
        };
        // Said late, it is mostly as it was planned.
        let planned = leave.map(|leave| leave.to.plus_days(1)).filter(|day| *day < context.today && back.is_none());
        let as_planned = planned.map(|day| (format!("{day} 就回来了，销假"), LeaveAction::Back(day), None));
        let lines = [
            ("今天回来的，销假", LeaveAction::Back(context.today), back),
            ("看替岗交接单", LeaveAction::Slip, None),
            ("看门上告示", LeaveAction::DoorNotice, None),
            ("看这几天的事", LeaveAction::Meanwhile, None),
        ];
        let lines = lines.map(|(label, action, blocked)| (label.to_owned(), action, blocked));
        let lines = as_planned.into_iter().chain(lines);
        self.menu = lines.fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(&label, action, why),
            None => menu.item(&label, action),
        });
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn record(&mut self, _command: RecordCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;
    use crate::domain::leave::{Leave, LeaveKind};

    #[test]
    fn who_says_late_that_the_leave_was_over_as_planned_says_it_with_one_key() {
        for (key, back_on) in [("1", "2026-11-19"), ("2", "2026-11-23")] {
            let mut fixture = Fixture::on("2026-11-16");
            let id = LeaveId::mint(&mut fixture.mint, fixture.at);
            let leave = Leave {
                id,
                touched: Seq::default(),
                kind: LeaveKind::Leave,
                from: fixture.today().plus_days(1),
                to: fixture.today().plus_days(2),
                reason: String::new(),
                stand_in: "李华".to_owned(),
                phone: String::new(),
                entered_at: fixture.at,
                back_on: None,
            };
            fixture.act(Intent::Leave(LeaveIntent::Record(Box::new(leave))));
            fixture.wait_days(7);
            let mut drive = Drive::sealed(fixture);
            let card = Screen::LeaveCard(LeaveCard::of(&drive.app.context(), id));
            drive.app.screens.push(card);
            drive.keys(key);
            let leave = drive.app.village.leave(id).unwrap();
            assert_eq!((leave.back_on.unwrap().to_string().as_str(), leave.days()), (back_on, 2), "{key}");
        }
    }
}
