//! One posting: where it hangs and until when, what was said against it, and what can be done about it.

use super::affair_form::{AffairForm, FormKind};
use super::returned_card::ReturnedCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::pager::Pager;
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::{Intent, decide};
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::sheet::Sheet;

/// One posting.
#[derive(Clone, Debug)]
pub struct PostingCard {
    /// Which.
    pub id: PostingId,
    /// What can be done.
    pub menu: Numbered<PostingAction>,
    /// How far what hangs there is scrolled.
    pub scroll: Pager,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingAction {
    /// 撤下.
    TakeDown,
    /// 答复异议.
    Answer,
    /// 记异议.
    Object,
    /// The matter whose decision or result it is.
    OpenMatter(ReturnedMatterId),
}

impl PostingCard {
    /// The card of a posting.
    pub fn of(context: &Context<'_>, id: PostingId) -> PostingCard {
        let mut card = PostingCard { id, menu: Numbered::default(), scroll: Pager::default() };
        card.refresh(context);
        card
    }

    fn act(&self, action: PostingAction, context: &Context<'_>) -> Reply {
        let kind = match action {
            PostingAction::TakeDown => FormKind::TakeDown(self.id),
            PostingAction::Answer => FormKind::Answer(self.id),
            PostingAction::Object => FormKind::Object(self.id),
            PostingAction::OpenMatter(id) => return Reply::open(Screen::ReturnedCard(ReturnedCard::of(context, id))),
        };
        Reply::open(Screen::AffairForm(AffairForm::of(context, kind)))
    }
}

impl Behaviour for PostingCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Menu(MenuCommand::Choose).into(),
            Command::Page(PageCommand::PageDown).meaning("往下看"),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.scroll.command(command);
        Reply::none()
    }

    /// What hangs on the board.
    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        let (posting, info) = (context.village.posting(self.id)?, &context.village.info);
        let until = posting.may_come_down_on().plus_days(-1);
        let days = format!("{}起，至少{}天，到{until}", posting.from, posting.days);
        let ways = format!(
            "有不同意见，可以当面、写信或打电话向村民委员会、村务监督委员会提出，{}天内答复。",
            posting.answer_days
        );
        let sheet = Sheet::titled(format!("{} 公示", posting.subject)).text(posting.text.as_str());
        let sheet = sheet.numbered(format!("{}{}贴", posting.step_words(), posting.from));
        Some(sheet.entry("公示时间", days).text(ways).text(format!("{}{}（章）", info.township, info.name)))
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let Some(posting) = context.village.posting(self.id) else {
            self.menu = Numbered::default();
            return;
        };
        let down = Intent::Posting(PostingIntent::TakeDown { id: self.id, on: context.today });
        let hangs = decide(context.village, &context.now(), down).err();
        let hangs = hangs.map(|why| why.to_string().split('。').next().unwrap_or_default().to_owned());
        let unanswered = posting.open_objections().next().is_some();
        let over = posting.down_on.map(|_| "公示已经撤下了".to_owned());
        let lines = [
            ("撤下", PostingAction::TakeDown, hangs),
            ("答复异议", PostingAction::Answer, (!unanswered).then(|| "没有等着答复的".to_owned())),
            ("记一条异议", PostingAction::Object, over),
        ];
        let menu = lines.into_iter().fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        let menu = menu.close(context.closed().as_deref(), |_| true);
        self.menu = match posting.returned {
            Some(id) => menu.item("看这件村务", PostingAction::OpenMatter(id)),
            None => menu,
        };
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
