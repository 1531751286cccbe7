//! What can be printed: of the matter or the household that is looked at, then of the village: the ways to complain, what
//! hangs on the wall, the appraisal. Each is read as a page, and printed from there.

use super::page::Page;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::household::check_sheet;
use crate::domain::id::{HouseholdId, TaskId};
use crate::domain::prints::Print;
use crate::domain::sheet::Sheet;
use crate::domain::task::papers;

/// The sheets, to choose from.
#[derive(Debug)]
pub struct Sheets {
    /// Its lines.
    pub lines: Numbered<SheetPick>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetPick {
    /// 一次性告知单 of this matter.
    Notice(TaskId),
    /// 委托书 for this matter.
    Entrustment(TaskId),
    /// 户信息核对表 of this household.
    Check(HouseholdId),
    /// One of the village.
    Village(Print),
}

impl SheetPick {
    fn label(self) -> &'static str {
        match self {
            SheetPick::Notice(_) => papers::NOTICE,
            SheetPick::Entrustment(_) => papers::ENTRUSTMENT,
            SheetPick::Check(_) => check_sheet::LABEL,
            SheetPick::Village(print) => print.label(),
        }
    }

    /// The sheet, or why there is none.
    fn of(self, context: &Context<'_>) -> Result<Sheet, &'static str> {
        const GONE: &str = "这条记录已经不在了，可能被撤销了。按 Esc 返回";
        let (village, tables, today) = (context.village, context.tables, context.today);
        let task = |id: TaskId| village.task(id).ok_or(GONE);
        match self {
            SheetPick::Notice(id) => Ok(papers::notice(village, tables, task(id)?, today)),
            SheetPick::Entrustment(id) => papers::entrustment(village, tables, task(id)?).ok_or(papers::IN_PERSON),
            SheetPick::Check(id) => Ok(check_sheet::sheet(village, tables, village.household(id).ok_or(GONE)?)),
            SheetPick::Village(print) => Ok(print.of(village, tables, today)),
        }
    }

    /// Opens it as a page instead of what is on top.
    pub(super) fn open(self, context: &Context<'_>) -> Reply {
        match self.of(context) {
            Ok(sheet) => {
                let page = Page::of_sheet(self.label(), sheet);
                Reply::close().then(Reply::open(Screen::Page(page)))
            }
            Err(why) => Reply::refuse(why),
        }
    }
}

impl Sheets {
    /// Those of the matter and of the household that are looked at, and all of the village.
    pub fn all(task: Option<TaskId>, household: Option<HouseholdId>) -> Sheets {
        let of_task = task.into_iter().flat_map(|id| [SheetPick::Notice(id), SheetPick::Entrustment(id)]);
        let own = of_task.chain(household.map(SheetPick::Check));
        Sheets::of(own.chain(Print::ALL.map(SheetPick::Village)))
    }

    /// Those of the appraisal.
    pub fn of_appraisal() -> Sheets {
        let prints = Print::ALL.into_iter().filter(|print| print.is_appraisal());
        Sheets::of(prints.map(SheetPick::Village))
    }

    fn of(picks: impl Iterator<Item = SheetPick>) -> Sheets {
        Sheets { lines: picks.fold(Numbered::default(), |menu, pick| menu.item(pick.label(), pick)) }
    }
}

impl Behaviour for Sheets {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(pick) => pick.open(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::message::Effect;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;

    #[test]
    fn on_a_matter_and_on_a_household_their_own_papers_stand_first_and_elsewhere_none_of_them() {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.intake("S01", None);
        let mut drive = Drive::on(fixture);
        drive.keys("<F4>0001<Enter><Ctrl+P>打印的<Enter>1<Alt+S><Esc><Ctrl+P>打印的<Enter>2<Alt+S>");
        drive.keys("<F3>李德全<Enter><Ctrl+P>打印的<Enter>1<Alt+S><F2><Ctrl+P>打印的<Enter>1<Alt+S>");
        let titles: Vec<&str> = drive
            .asked
            .iter()
            .map(|effect| match effect {
                Effect::WriteSheet(sheet) => sheet.title.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        let wanted =
            ["慈云镇大坪村 一次性告知单", "委托书", "慈云镇大坪村 户信息核对表", "慈云镇大坪村 投诉渠道告知单"];
        assert_eq!(titles, wanted);
    }

    #[test]
    fn who_must_appear_is_given_no_entrustment_to_sign() {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.intake("S28", None);
        let mut drive = Drive::on(fixture);
        drive.keys("<F4>0001<Enter><Ctrl+P>打印的<Enter>2");
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("本人到场")));
    }
}
