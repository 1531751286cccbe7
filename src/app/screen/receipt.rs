//! 收件回执: what was taken in, to be read out to the villager. Only read.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, PageCommand, Scope};
use crate::app::pager::{Pager, Paragraph};
use crate::domain::id::TaskNo;
use crate::domain::material::{Material, only_for};
use crate::domain::matter::ProxyRule;
use crate::domain::sheet::Sheet;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;

/// A receipt on screen.
#[derive(Debug)]
pub struct Receipt {
    /// Its text.
    pub pager: Pager,
    lines: Vec<Paragraph>,
    tasks: Vec<TaskNo>,
    /// Whether one of its tasks is gone again.
    void: bool,
}

impl Receipt {
    /// The receipt of these tasks, taken in for this person.
    pub fn of(name: &str, tasks: &[ProxyTask], context: &Context<'_>) -> Receipt {
        let info = &context.village.info;
        // The day the papers came: a visit may be entered later, and a receipt looked at again.
        let on = tasks.first().map_or(context.today, |task| task.registered_on);
        let mut lines = vec![
            Paragraph::Heading(format!("{}{} 收件回执", info.township, info.name)),
            Paragraph::Entry("替谁办".to_owned(), name.to_owned()),
            Paragraph::Entry("收件日期".to_owned(), on.to_string()),
        ];
        for task in tasks {
            lines.push(Paragraph::Heading(format!("{} {}", task.no, task.matter.name)));
            lines.push(Paragraph::Text(promise(task)));
            if task.matter.proxy == ProxyRule::InPerson {
                lines.push(Paragraph::Text("这件事要您本人到场，代办员只替您预约、陪您去。".to_owned()));
            }
            let (seen, got) = papers(task);
            for (label, names) in [("收到材料", got), ("看过退还", seen)] {
                if !names.is_empty() {
                    lines.push(Paragraph::Entry(label.to_owned(), names.join("、")));
                }
            }
            lines.extend(copies(task).map(Paragraph::Text));
            if let Some(by) = task.signature_due() {
                lines.push(Paragraph::Entry("委托补签".to_owned(), format!("{by} 前请本人签上")));
            }
            for hold in task.holds_out() {
                let words = format!("{} 原件 1 件，{} 前归还", hold.doc, hold.return_by);
                lines.push(Paragraph::Entry("证件保管".to_owned(), words));
            }
        }
        lines.push(Paragraph::Heading(format!("代办员 {} {}", info.liaison, info.phone)));
        lines.push(Paragraph::Text("代办不收钱，不收礼，不留卡。".to_owned()));
        let tasks = tasks.iter().map(|task| task.no).collect();
        Receipt { pager: Pager::of(lines.clone()), lines, tasks, void: false }
    }
}

/// The papers that were looked at and handed back, and those that stay: an original that is kept stands under 证件保管.
fn papers(task: &ProxyTask) -> (Vec<&str>, Vec<&str>) {
    let got = task.materials.iter().filter(|paper| paper.got_on.is_some());
    let got = got.filter(|paper| !task.holds_out().any(|hold| hold.doc == *paper.name));
    let (seen, got): (Vec<&Material>, Vec<&Material>) = got.partition(|paper| paper.comes_back);
    (names(&seen), names(&got))
}

/// What a copy of an ID card that was taken is good for.
fn copies(task: &ProxyTask) -> Option<String> {
    let taken = task.materials.iter().any(|paper| paper.got_on.is_some() && paper.is_id_copy());
    taken.then(|| format!("身份证{}。", only_for(&task.matter.name)))
}

fn names<'t>(papers: &[&'t Material]) -> Vec<&'t str> {
    papers.iter().map(|paper| &*paper.name).collect()
}

/// What the villager is promised.
fn promise(task: &ProxyTask) -> String {
    let lacking = task.lacking();
    match (task.state, task.promised) {
        (State::Delivered, _) => "当场办完。".to_owned(),
        (_, Some(day)) => format!("已受理，从您交件之日 {} 起算，{day} 前办好。", task.papers_on),
        (_, None) if lacking.is_empty() => "已登记，还没受理，代办员再告诉您。".to_owned(),
        (_, None) => format!("已登记，还差：{}。补齐就受理。", lacking.join("、")),
    }
}

impl Behaviour for Receipt {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Page(PageCommand::Done).meaning("好了"),
            Command::Global(GlobalCommand::Intake).meaning("再接一件"),
            Command::Global(GlobalCommand::Print).into(),
            Command::Global(GlobalCommand::Undo).into(),
        ]
    }

    /// After an undo it no longer stands for anything, and says so; after a redo it does again.
    fn refresh(&mut self, context: &Context<'_>) {
        let stands = |no: &TaskNo| context.village.tasks().any(|task| task.no == *no);
        let void = !self.tasks.iter().all(stands);
        if void != self.void {
            let said = void.then(|| Paragraph::Heading("作废：这一次收件已撤销，下面的不算数".to_owned()));
            self.pager = Pager::of(said.into_iter().chain(self.lines.clone()).collect());
            self.void = void;
        }
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        let info = &context.village.info;
        let first = self.tasks.first().map(ToString::to_string).unwrap_or_default();
        Some(self.pager.sheet(&format!("{}{} 收件回执", info.township, info.name)).numbered(first))
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.pager.command(command);
        Reply::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;

    #[test]
    fn what_was_handed_back_is_not_said_to_be_kept() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S05", None);
        let mut task = fixture.village.task(id).unwrap().clone();
        let (today, mut place) = (fixture.today(), 0);
        for paper in &mut task.materials {
            paper.got_on = Some(today);
            paper.comes_back = place == 0;
            place += 1;
        }
        let (seen, got) = papers(&task);
        assert_eq!((seen, got.len()), (vec![&*task.materials[0].name], task.materials.len() - 1));
    }

    #[test]
    fn the_receipt_says_what_a_copy_of_an_id_card_is_good_for_where_one_was_taken() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S20", None);
        let mut task = fixture.village.task(id).unwrap().clone();
        let said = "身份证复印件仅供办理医疗费手工（零星）报销用，再复印无效。";
        assert_eq!(copies(&task).as_deref(), Some(said));
        let copy = task.materials.iter_mut().find(|paper| paper.is_id_copy()).unwrap();
        copy.got_on = None;
        assert_eq!(copies(&task), None, "none was taken");
    }

    #[test]
    fn an_undone_receipt_says_that_it_stands_for_nothing_until_it_is_redone() {
        let mut drive = crate::app::testing::Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Ctrl+N>ldq<Enter>临时<Enter>1<Enter>121");
        let void = |drive: &crate::app::testing::Drive| match drive.app.top() {
            Some(crate::app::screen::Screen::Receipt(receipt)) => receipt.void,
            other => panic!("no receipt but {other:?}"),
        };
        assert!(!void(&drive));
        drive.keys("<Ctrl+Z>");
        assert!(void(&drive));
    }
}
