//! 到期销毁: what is due by kind, what keeps the rest, and its destruction, which is typed out before it is done.
//!
//! What is due is `domain/retention`'s, and what may go is decided by the rules.

use super::backup::Backup;
use super::confirm::Confirm;
use super::page::Page;
use super::passphrase::{ERASING, Passphrase};
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, MenuCommand, Scope};
use crate::app::form::{Field, Form, FormEvent};
use crate::app::message::Effect;
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::opening::Keeping;
use crate::app::pager::Paragraph;
use crate::domain::backup::newest_elsewhere;
use crate::domain::decide::Intent;
use crate::domain::decide::retention::{DestroyIntent, DestroyWhat, due_day};
use crate::domain::destruction::{Destruction, not_erased, sheet};
use crate::domain::id::DestructionId;
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::retention::words::called;
use crate::domain::retention::{DueRecord, RetentionKind, due};
use crate::domain::village::Village;

/// What is typed before anything is destroyed.
const WORD: &str = "销毁";

/// What is said once it is done: the files are made anew after it.
const DONE: &str = "已销毁。旧内容还压在数据文件里，请接着选「清掉旧内容」";

/// What is due, and its destruction.
#[derive(Debug)]
pub struct Retention {
    /// What can be looked at and done.
    pub lines: Numbered<RetentionChoice>,
    /// Records that can be destroyed today.
    pub free_count: usize,
    /// Records whose time is over and that something keeps.
    pub blocked_count: usize,
    /// Whether something was destroyed whose content still lies in the data files.
    pub is_erasure_due: bool,
    /// Where it is.
    pub step: RetentionStep,
    due: Vec<DueRecord>,
    asked: Option<DestructionId>,
}

/// The steps.
#[derive(Debug)]
pub enum RetentionStep {
    /// What is due.
    Start,
    /// The ground, who approves, and the word.
    Asking(Form<Ask>),
}

/// The fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// 依据.
    Basis,
    /// 批准人.
    ApprovedBy,
    /// The word that is typed.
    Word,
}

/// What can be looked at and done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionChoice {
    /// The records of this kind.
    Kind(RetentionKind),
    /// Make the data files anew without what was destroyed.
    Erase,
    /// Destroy what is due.
    Destroy,
    /// Make a backup, as the older ones are to go.
    Backup,
    /// The last destruction.
    Last,
    /// Back.
    Leave,
}

impl Retention {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Retention {
        let mut screen = Retention {
            lines: Numbered::default(),
            free_count: 0,
            blocked_count: 0,
            is_erasure_due: false,
            step: RetentionStep::Start,
            due: Vec::new(),
            asked: None,
        };
        screen.refresh(context);
        screen
    }

    fn renew(&mut self, village: &Village) {
        let mut lines = Numbered::default();
        if self.is_erasure_due {
            lines = lines.item("清掉旧内容", RetentionChoice::Erase);
        }
        for kind in RetentionKind::ALL {
            let of_kind = || self.due.iter().filter(|record| record.kind == kind);
            let blocked = of_kind().filter(|record| record.blocked.is_some()).count();
            let free = of_kind().count() - blocked;
            let label = match (free, blocked) {
                (0, 0) => continue,
                (free, 0) => format!("看{} {free}条", kind.label()),
                (free, blocked) => format!("看{} {free}条，另有{blocked}条还不能销毁", kind.label()),
            };
            lines = lines.item(label, RetentionChoice::Kind(kind));
        }
        lines = match self.free_count {
            0 => lines.blocked("销毁到期的", RetentionChoice::Destroy, "今天没有到期可销毁的记录"),
            count => lines.item(format!("销毁到期的{count}条"), RetentionChoice::Destroy),
        };
        lines = match village.destructions().last() {
            Some(last) => lines.item(format!("看第{}号销毁记录", last.no), RetentionChoice::Last),
            None => lines,
        };
        let is_clean = !self.is_erasure_due && village.destructions().next().is_some();
        if is_clean && newest_elsewhere(village).is_none() {
            lines = lines.item("现在就备份一次", RetentionChoice::Backup);
        }
        let cursor = self.lines.cursor();
        self.lines = lines.zero("返回", RetentionChoice::Leave).at(cursor);
    }

    fn choose(&mut self, choice: RetentionChoice, context: &Context<'_>) -> Reply {
        match choice {
            RetentionChoice::Kind(kind) => Reply::open(Screen::Page(self.listed(kind, context))),
            RetentionChoice::Erase => erase(context),
            RetentionChoice::Backup => Backup::open(context),
            RetentionChoice::Destroy => {
                self.step = RetentionStep::Asking(asking());
                Reply::none()
            }
            RetentionChoice::Last => {
                let last = context.village.destructions().last();
                last.map_or_else(Reply::none, |last| Reply::open(Screen::Page(told(last, context))))
            }
            RetentionChoice::Leave => Reply::close(),
        }
    }

    /// The records of one kind, with what keeps them.
    fn listed(&self, kind: RetentionKind, context: &Context<'_>) -> Page {
        let table = &context.tables.retention;
        let rule = table.rule(kind).map(|rule| format!("保管{}。{}", rule.keep.words(), rule.source));
        let of_kind = self.due.iter().filter(|record| record.kind == kind).map(|record| {
            let what = called(context.village, record.key);
            let why = record.blocked.as_ref().map(|block| format!("，不能销毁：{}", block.words(context.village)));
            let day = record.due_on.map(|day| day.to_string()).unwrap_or_default();
            Paragraph::Entry(day, format!("{what}{}", why.unwrap_or_default()))
        });
        let head = [Paragraph::Text(rule.unwrap_or_default()), Paragraph::Heading("到期那天 记录".to_owned())];
        Page::of(kind.label(), head.into_iter().chain(of_kind).collect())
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        let RetentionStep::Asking(form) = &mut self.step else { return Reply::none() };
        for (field, what) in [(Ask::Basis, "请写明依据哪个规定"), (Ask::ApprovedBy, "请写上批准销毁的人")]
        {
            if form.text(field).is_empty() {
                form.fault(field, what);
                return Reply::none();
            }
        }
        if form.text(Ask::Word) != WORD {
            form.fault(Ask::Word, "要打「销毁」两个字才会销毁");
            return Reply::none();
        }
        let id = context.mint(DestructionId::mint);
        let (basis, approved_by) = (form.text(Ask::Basis).to_owned(), form.text(Ask::ApprovedBy).to_owned());
        let intent = DestroyIntent { id, what: DestroyWhat::Due(None), basis, approved_by };
        self.asked = Some(id);
        Reply::decide(Intent::Destroy(Box::new(intent)), Reply::say(Notice::done(DONE)))
    }
}

fn asking() -> Form<Ask> {
    Form::new(vec![
        Field::text(Ask::Basis, "依据", "", NOTE_CHARS_MAX).hint("哪个规定，或者镇里哪天的通知"),
        Field::text(Ask::ApprovedBy, "批准人", "", NAME_CHARS_MAX).hint("谁批准的，写姓名"),
        Field::text(Ask::Word, "确认", "", 4).hint("销毁以后找不回来，不能撤销。确实要销毁，打「销毁」两个字"),
    ])
}

/// Has the data files made anew: sealed ones under the passphrase and another recovery code, which are asked for.
fn erase(context: &Context<'_>) -> Reply {
    match context.keeping {
        Keeping::Sealed => Reply::open(Screen::Passphrase(Passphrase::erasing())),
        Keeping::Unsealed | Keeping::ToBeMade | Keeping::Locked => {
            let yes = Reply::say(Notice::done(ERASING)).then(Reply::effect(Effect::Erase(None)));
            let question = "把全部数据重新写一遍，已经销毁的不再写进去。清掉以前的事不能再撤销。";
            Reply::open(Screen::Confirm(Confirm::ask(question, "清掉旧内容", yes)))
        }
    }
}

/// What a destruction left to say: its sheet, which is printed from here.
fn told(destruction: &Destruction, context: &Context<'_>) -> Page {
    let sheet = sheet::sheet(context.village, destruction, context.erased);
    Page::of_sheet(format!("第{}号销毁记录", destruction.no), sheet)
}

impl Behaviour for Retention {
    fn scope(&self) -> Scope {
        match self.step {
            RetentionStep::Start => Scope::Menu,
            RetentionStep::Asking(_) => Scope::Form,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let back = Command::Global(GlobalCommand::Back);
        match self.step {
            RetentionStep::Start => vec![Command::Menu(MenuCommand::Choose).into(), back.into()],
            RetentionStep::Asking(_) => {
                vec![Command::Form(FormCommand::Save).meaning("销毁"), back.meaning("不销毁")]
            }
        }
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        match self.step {
            RetentionStep::Start => Reply::close(),
            RetentionStep::Asking(_) => {
                self.step = RetentionStep::Start;
                Reply::none()
            }
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.due = due(context.village, &context.tables.retention, due_day(&context.now()));
        let was_due = self.is_erasure_due;
        self.is_erasure_due = not_erased(context.village, context.erased).next().is_some();
        if self.is_erasure_due && !was_due {
            // What is to be done next stands first.
            self.lines = Numbered::default();
        }
        self.blocked_count = self.due.iter().filter(|record| record.blocked.is_some()).count();
        self.free_count = self.due.len() - self.blocked_count;
        if context.village.destructions().any(|done| Some(done.id) == self.asked) {
            (self.step, self.asked) = (RetentionStep::Start, None);
        }
        self.renew(context.village);
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        if let RetentionStep::Asking(form) = &mut self.step {
            form.type_text(text);
        }
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let RetentionStep::Asking(form) = &mut self.step else { return Reply::none() };
        match form.command(command, context.today) {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Chosen(choice) => self.choose(choice, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Moved => Reply::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screen::passphrase::Stage;
    use crate::app::testing::{Drive, PAPER_CODE};
    use crate::domain::change::RecordKey;
    use crate::domain::day::Day;
    use crate::domain::decide::step::StepIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::TaskId;

    /// A village on the day a task of ten years ago is due.
    fn one_due() -> (Fixture, TaskId) {
        let mut fixture = Fixture::on("2016-01-04");
        let task = fixture.intake("S05", None);
        fixture.step(task, StepIntent::Withdraw { reason: "不办了".to_owned() });
        fixture.wait_days(3_654);
        // Else the clock would be doubted, ten years after the last act.
        fixture.household("周开明", "1社");
        (fixture, task)
    }

    fn with_one_due() -> (Drive, TaskId) {
        let (fixture, task) = one_due();
        let mut drive = Drive::on(fixture);
        drive.keys("<Alt+D>");
        (drive, task)
    }

    fn screen(drive: &Drive) -> &Retention {
        let Some(Screen::Retention(screen)) = drive.app.top() else { panic!("not 到期销毁") };
        screen
    }

    #[test]
    fn what_is_due_is_listed_by_kind_and_looked_at_before() {
        let (mut drive, _) = with_one_due();
        assert_eq!((screen(&drive).free_count, screen(&drive).blocked_count), (2, 0));
        assert_eq!(screen(&drive).lines.items()[0].label, "看办完的代办事项 2条");
        drive.keys("1");
        let Some(Screen::Page(page)) = drive.app.top() else { panic!("no page") };
        assert_eq!(page.title, "办完的代办事项");
        drive.keys("<Esc>");
        assert!(matches!(drive.app.top(), Some(Screen::Retention(_))));
    }

    #[test]
    fn nothing_is_destroyed_until_the_word_is_typed() {
        let (mut drive, task) = with_one_due();
        drive.keys("2<Ctrl+S>");
        assert!(matches!(screen(&drive).step, RetentionStep::Asking(_)));
        drive.keys("镇档案规定<Tab>张主任<Tab>好<Ctrl+S>");
        assert!(matches!(screen(&drive).step, RetentionStep::Asking(_)));
        assert!(drive.app.village.task(task).is_some());
        drive.keys("<Backspace>销毁<Ctrl+S>");
        assert!(drive.app.village.is_destroyed(RecordKey::Task(task)));
        assert!(matches!(screen(&drive).step, RetentionStep::Start));
        assert_eq!(screen(&drive).free_count, 0);
        let lines = screen(&drive).lines.items();
        assert_eq!((lines[0].label.as_str(), screen(&drive).is_erasure_due), ("清掉旧内容", true));
        assert_eq!(screen(&drive).lines.cursor(), 0, "it is the next thing to do");
        assert_eq!(lines[1].blocked.as_deref(), Some("今天没有到期可销毁的记录"));
        drive.keys("3");
        let Some(Screen::Page(page)) = drive.app.top() else { panic!("no page") };
        assert_eq!(page.title, "第1号销毁记录");
    }

    #[test]
    fn who_steps_back_destroys_nothing() {
        let (mut drive, task) = with_one_due();
        drive.keys("2镇档案规定<Esc>");
        assert!(matches!(screen(&drive).step, RetentionStep::Start));
        assert!(drive.app.village.task(task).is_some());
    }

    #[test]
    fn what_is_only_due_on_the_day_asked_for_is_not_offered() {
        let mut fixture = Fixture::on("2026-11-02");
        let task = fixture.intake("S05", None);
        fixture.step(task, StepIntent::Withdraw { reason: "不办了".to_owned() });
        let mut drive = Drive::on(fixture);
        drive.app.today = Day::parse_iso("2040-01-01").unwrap();
        drive.keys("<Alt+D>");
        assert_eq!(screen(&drive).free_count, 0);
        assert!(drive.app.village.task(task).is_some());
    }

    #[test]
    fn the_officer_clears_the_files_on_the_screen_and_is_told_to_make_a_backup() {
        let (mut drive, _) = with_one_due();
        drive.keys("2镇档案规定<Tab>张主任<Tab>销毁<Ctrl+S>1");
        assert!(matches!(drive.app.top(), Some(Screen::Confirm(_))));
        drive.keys("1");
        assert!(matches!(drive.asked.last(), Some(Effect::Erase(None))));
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("现在就备份一次")));
        let labels: Vec<&str> = screen(&drive).lines.items().iter().map(|line| line.label.as_str()).collect();
        assert!(!screen(&drive).is_erasure_due && labels.contains(&"现在就备份一次"), "{labels:?}");
    }

    #[test]
    fn sealed_files_are_cleared_under_the_passphrase_and_a_new_code_that_was_typed_back() {
        let mut drive = Drive::sealed(one_due().0);
        drive.keys("<Alt+D>2镇档案规定<Tab>张主任<Tab>销毁<Ctrl+S>1");
        drive.keys(&format!("{PAPER_CODE}<Enter>"));
        assert!(matches!(drive.app.top(), Some(Screen::Passphrase(asked)) if asked.stage == Stage::Choosing));
        drive.keys(&format!("<Ctrl+U>{}<Enter><Enter>{PAPER_CODE}<Enter>", Drive::PASSPHRASE));
        let Some(Effect::Erase(Some(keys))) = drive.asked.last() else { panic!("not erased") };
        assert_eq!(keys.passphrase.text(), Some(Drive::PASSPHRASE));
        assert!(!screen(&drive).is_erasure_due);
    }
}
