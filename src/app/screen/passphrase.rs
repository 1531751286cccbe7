//! Setting what opens the data: a passphrase, typed twice, and the recovery code, copied onto paper and typed back. For a
//! village that is founded, and for one that has them and gets others.
//!
//! Nothing is made or changed before the code was typed back rightly. How good a passphrase is, `seal` judges; what is
//! typed never leaves this screen but by an effect.

use std::sync::Arc;

use super::{Behaviour, Context, Hint, Reply, first_run};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::message::{Effect, KeysReport, PassphraseChange, Report, StoreKeys};
use crate::app::notice::Notice;
use crate::app::opening::Keeping;
use crate::app::secret_form::{SecretEvent, SecretField, SecretForm};
use crate::domain::decide::Intent;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;
use crate::seal::strength::{CHARACTERS_MIN, Strength, is_long_enough, strength};

/// Said of Hanzi in a new passphrase.
const HANZI: &str = "里面有汉字：以后每次都要用输入法打出一样的字";
/// Said before the files are made anew.
pub(super) const ERASING: &str = "正在清掉旧内容：全部数据重新写一遍，请等一等，不要关机";
/// Said before what takes a second or two.
const WAIT: &str = "正在核对、加密，要一两秒，请等一等";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// 现在的口令, or the recovery code.
    Old,
    /// 新口令.
    New,
    /// 再打一遍.
    Again,
    /// 恢复码, as it stands on the paper.
    Code,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The passphrase is typed.
    Choosing,
    /// The recovery code is shown, to be copied.
    Copying,
    /// The recovery code is typed back.
    Checking,
}

/// What it is for.
#[derive(Debug)]
pub enum Purpose {
    /// The village that is founded with them; the rules have agreed to it.
    Found(Box<Intent>),
    /// Another passphrase.
    Change,
    /// Another recovery code.
    Renew,
    /// The data files made anew after a destruction, under the passphrase of now and another recovery code.
    Erase,
}

/// The screen that sets them.
#[derive(Debug)]
pub struct Passphrase {
    /// What it is for.
    pub purpose: Purpose,
    /// How far it is.
    pub stage: Stage,
    /// The passphrase.
    pub choosing: SecretForm<Item>,
    /// The recovery code, once it is there.
    pub code: Option<Arc<RecoveryCode>>,
    /// The recovery code as it is typed back.
    pub checking: SecretForm<Item>,
}

impl Passphrase {
    /// For the founding of a village; the rules have agreed to it.
    pub fn founding(founding: Intent) -> Passphrase {
        Passphrase::of(Purpose::Found(Box::new(founding)), vec![new(), again()])
    }

    /// For another passphrase.
    pub fn changing() -> Passphrase {
        Passphrase::of(Purpose::Change, vec![old(), new(), again()])
    }

    /// For another recovery code.
    pub fn renewing() -> Passphrase {
        Passphrase::of(Purpose::Renew, vec![old()])
    }

    /// For data files that are made anew after a destruction.
    pub fn erasing() -> Passphrase {
        let old = SecretField::covered(Item::Old, "现在的口令", "这里要用口令，不能用恢复码");
        Passphrase::of(Purpose::Erase, vec![old])
    }

    fn of(purpose: Purpose, asked: Vec<SecretField<Item>>) -> Passphrase {
        let hint = "照着纸上打，不分大小写，横线、空格可以不打";
        let checking = SecretForm::new(vec![SecretField::shown(Item::Code, "恢复码", hint)]);
        Passphrase { purpose, stage: Stage::Choosing, choosing: SecretForm::new(asked), code: None, checking }
    }

    /// Goes on where all that is typed is good.
    fn chosen(&mut self) -> Reply {
        if let Err((name, why)) = self.check_chosen() {
            if name == Item::Again {
                drop(self.choosing.take(Item::Again));
            }
            self.choosing.refuse(name, why);
            return Reply::none();
        }
        let old = |form: &mut SecretForm<Item>| form.take(Item::Old).map(Credential::of);
        match self.purpose {
            Purpose::Found(_) if self.code.is_some() => {
                self.stage = Stage::Copying;
                Reply::none()
            }
            Purpose::Found(_) => Reply::effect(Effect::DrawCode(None)),
            Purpose::Renew => slowly(Effect::DrawCode(old(&mut self.choosing))),
            // Typed once: the files are made anew under it when the code was typed back.
            Purpose::Erase => {
                let typed = self.choosing.field(Item::Old).map(|old| Secret::from(old.typed.bytes().to_vec()));
                slowly(Effect::DrawCode(typed.map(Credential::of)))
            }
            Purpose::Change => match old(&mut self.choosing).zip(self.choosing.take(Item::New)) {
                Some((old, new)) => slowly(Effect::ChangePassphrase(Box::new(PassphraseChange { old, new }))),
                None => Reply::none(),
            },
        }
    }

    fn erases(&self) -> bool {
        matches!(self.purpose, Purpose::Erase)
    }

    /// What is wrong with what is typed, the first of it.
    fn check_chosen(&self) -> Result<(), (Item, String)> {
        if let Some(old) = self.choosing.field(Item::Old)
            && old.typed.is_empty()
        {
            let way = if self.erases() { "" } else { "，忘了就打恢复码" };
            return Err((Item::Old, format!("请先打现在的口令{way}")));
        }
        if let Some(old) = self.choosing.field(Item::Old).filter(|_| self.erases())
            && RecoveryCode::parse(&old.typed).is_ok()
        {
            return Err((Item::Old, "这里要用口令，不能用恢复码；口令忘了，先到「修改口令」换一个".to_owned()));
        }
        let both = self.choosing.field(Item::New).zip(self.choosing.field(Item::Again));
        let Some((new, again)) = both else { return Ok(()) };
        if !is_long_enough(&new.typed) {
            return Err((Item::New, format!("至少{CHARACTERS_MIN}个字")));
        }
        if RecoveryCode::parse(&new.typed).is_ok() {
            return Err((Item::New, "这是一个恢复码，不能当口令，请另想一个".to_owned()));
        }
        if again.typed.is_empty() {
            return Err((Item::Again, "请再打一遍，免得打错了自己不知道".to_owned()));
        }
        if new.typed.folded().bytes() != again.typed.folded().bytes() {
            return Err((Item::Again, "两遍不一样，请再打一遍；上面的打错了，按 Shift+Tab 回上一项重打".to_owned()));
        }
        Ok(())
    }

    /// Goes on where the code was typed back rightly: only now anything is made.
    fn checked(&mut self, context: &Context<'_>) -> Reply {
        let Some((field, code)) = self.checking.field(Item::Code).zip(self.code.clone()) else {
            return Reply::none();
        };
        match RecoveryCode::parse(&field.typed) {
            Ok(typed) if typed.is(&code) => return self.make(code, context),
            Ok(_) => self.checking.refuse(Item::Code, "这不是刚才给您的恢复码，按 Esc 回去再看一遍"),
            Err(fault) => self.checking.refuse(Item::Code, fault.to_string()),
        }
        Reply::none()
    }

    fn make(&mut self, code: Arc<RecoveryCode>, context: &Context<'_>) -> Reply {
        match &self.purpose {
            Purpose::Renew => return slowly(Effect::ChangeCode(code)),
            Purpose::Erase => {
                let typed = self.choosing.take(Item::Old).map(Credential::of);
                let Some(Credential::Passphrase(passphrase)) = typed else { return Reply::none() };
                let erase = Effect::Erase(Some(Box::new(StoreKeys { passphrase, code })));
                return Reply::say(Notice::done(ERASING)).then(Reply::effect(erase));
            }
            // Made already, when only the founding did not come about.
            Purpose::Found(founding) if context.keeping != Keeping::ToBeMade => {
                return first_run::found(founding.as_ref().clone(), context);
            }
            Purpose::Found(_) | Purpose::Change => {}
        }
        let passphrase = self.choosing.take(Item::New);
        passphrase
            .map_or_else(Reply::none, |passphrase| slowly(Effect::MakeStore(Box::new(StoreKeys { passphrase, code }))))
    }

    /// What was typed left with an effect that came to nothing: it is typed anew.
    fn begin_anew(&mut self) {
        self.choosing.clear();
        self.checking.clear();
        self.stage = Stage::Choosing;
    }

    fn told(&mut self, event: SecretEvent<Item>, context: &Context<'_>) -> Reply {
        match (event, self.stage) {
            (SecretEvent::Moved, _) | (SecretEvent::Done, Stage::Copying) => Reply::none(),
            (SecretEvent::Edited(name), _) => {
                if let (Item::New, Some(field)) = (name, self.choosing.field_mut(name)) {
                    field.told = words_of_strength(field);
                    field.warning = field.has_hanzi().then_some(HANZI);
                }
                Reply::none()
            }
            (SecretEvent::Done, Stage::Choosing) => self.chosen(),
            (SecretEvent::Done, Stage::Checking) => self.checked(context),
        }
    }
}

fn old() -> SecretField<Item> {
    SecretField::covered(Item::Old, "现在的口令", "忘了就打恢复码")
}

fn new() -> SecretField<Item> {
    SecretField::covered(Item::New, "新口令", "至少8个字，汉字、字母都行，别用生日、电话")
}

fn again() -> SecretField<Item> {
    SecretField::covered(Item::Again, "再打一遍", "和上面打得一样")
}

fn slowly(effect: Effect) -> Reply {
    Reply::say(Notice::done(WAIT)).then(Reply::effect(effect))
}

/// How strong it is, in words, and whether that is good.
fn words_of_strength(field: &SecretField<Item>) -> Option<(String, bool)> {
    let characters = field.typed.folded().characters();
    if field.typed.is_empty() {
        return None;
    }
    if characters < CHARACTERS_MIN {
        return Some((format!("还差{}个字", CHARACTERS_MIN - characters), false));
    }
    let (words, is_good) = match strength(&field.typed) {
        Strength::Weak => ("弱：容易被猜到，能用，最好再长一点，别用连着的数字", false),
        Strength::Fair => ("中：有耐心的人才猜得到，再长两三个字更好", true),
        Strength::Strong => ("强", true),
    };
    Some((words.to_owned(), is_good))
}

impl Behaviour for Passphrase {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        let enter = match self.stage {
            Stage::Choosing => "下一步",
            Stage::Copying => "抄好了，去核对",
            Stage::Checking => "核对",
        };
        vec![Command::Form(FormCommand::Enter).meaning(enter), Command::Global(GlobalCommand::Back).meaning("上一步")]
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        let is_made = context.keeping != Keeping::ToBeMade && matches!(self.purpose, Purpose::Found(_));
        match self.stage {
            Stage::Copying | Stage::Checking if is_made => {
                return Reply::close()
                    .then(Reply::say(Notice::refused("口令和恢复码已经定了，村还没建成，请再存一次")));
            }
            Stage::Choosing => return Reply::close(),
            Stage::Copying => self.stage = Stage::Choosing,
            Stage::Checking => self.stage = Stage::Copying,
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        let event = match self.stage {
            Stage::Choosing => self.choosing.type_text(text),
            Stage::Copying => return Reply::refuse("先抄在纸上，抄好了按 Enter，再照着纸上打"),
            Stage::Checking => self.checking.type_text(text),
        };
        self.told(event, context)
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = match self.stage {
            Stage::Choosing => self.choosing.command(command),
            Stage::Copying => {
                if matches!(command, FormCommand::Enter | FormCommand::Save | FormCommand::Next) {
                    self.stage = Stage::Checking;
                }
                return Reply::none();
            }
            Stage::Checking => self.checking.command(command),
        };
        self.told(event, context)
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        match report {
            Report::Keys(KeysReport::Drawn(code)) => {
                self.code = Some(Arc::clone(code));
                self.checking.clear();
                self.stage = Stage::Copying;
                Reply::none()
            }
            Report::Keys(KeysReport::Made) => match &self.purpose {
                Purpose::Found(founding) => first_run::found(founding.as_ref().clone(), context),
                Purpose::Change | Purpose::Renew | Purpose::Erase => Reply::none(),
            },
            Report::Keys(KeysReport::Wrong { is_code }) => {
                self.begin_anew();
                let why = if *is_code {
                    "恢复码不对：看看是不是这个村的恢复单"
                } else {
                    "口令不对，没有改"
                };
                self.choosing.refuse(Item::Old, why);
                Reply::none()
            }
            Report::Keys(KeysReport::PassphraseChanged) => {
                Reply::close().then(Reply::say(Notice::done("口令改好了，从现在起用新口令打开；恢复码没有变")))
            }
            Report::Keys(KeysReport::CodeChanged) => {
                Reply::close().then(Reply::say(Notice::done("恢复码换好了；旧的已经作废，请把旧纸撕掉")))
            }
            Report::Erased(_) if self.erases() => Reply::close(),
            Report::Failed(_) => {
                // The founding alone may fail: then what was typed has done its work.
                let is_made = context.keeping != Keeping::ToBeMade && matches!(self.purpose, Purpose::Found(_));
                if !is_made {
                    self.begin_anew();
                }
                Reply::none()
            }
            Report::UndoRows { .. }
            | Report::Erased(_)
            | Report::Acts(_)
            | Report::Page { .. }
            | Report::PagesFound { .. }
            | Report::Places(_)
            | Report::RegisterFiles(_)
            | Report::Register(_)
            | Report::RejectsWritten { .. }
            | Report::SheetWritten { .. }
            | Report::PackageNews(_)
            | Report::Replies(_)
            | Report::PackageReady(_)
            | Report::BackupDone(_)
            | Report::Ejected(_)
            | Report::PackageDone { .. } => Reply::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Msg;
    use crate::app::screen::Screen;
    use crate::app::testing::{Drive, PAPER_CODE};
    use crate::domain::fixture::Fixture;
    use crate::domain::tables::Tables;
    use crate::domain::village::Village;

    fn first_run() -> Drive {
        let fixture = Fixture::on("2026-11-24");
        let empty =
            Fixture { village: Village::default(), tables: Tables::shipped(), acts: vec![], rows: vec![], ..fixture };
        let mut drive = Drive::on(empty);
        drive.keys("大坪村<Tab>慈云镇<Tab>王敏<Ctrl+S>");
        drive
    }

    fn screen(drive: &Drive) -> &Passphrase {
        match drive.app.top() {
            Some(Screen::Passphrase(screen)) => screen,
            other => panic!("{other:?}"),
        }
    }

    fn fault(drive: &Drive) -> String {
        let screen = screen(drive);
        let form = if screen.stage == Stage::Checking { &screen.checking } else { &screen.choosing };
        form.focused().and_then(|field| field.fault.clone()).unwrap_or_default()
    }

    #[test]
    fn nothing_is_made_before_passphrase_and_paper_are_right() {
        let mut drive = first_run();
        drive.keys("<Enter><Enter>");
        assert_eq!(fault(&drive), "至少8个字");
        drive.keys("桃花流水<Enter><Enter>");
        assert_eq!(fault(&drive), "至少8个字");
        drive.keys("鳜鱼肥美<Enter><Enter>");
        assert!(fault(&drive).contains("再打一遍"));
        drive.keys("桃花流水<Enter>");
        assert!(fault(&drive).contains("两遍不一样"));
        drive.keys("桃花流水鳜鱼肥美<Enter>");
        assert_eq!(screen(&drive).stage, Stage::Copying);
        drive.keys("<Enter>00JM2<Enter>");
        assert!(fault(&drive).contains("这里打了5个"));
        drive.keys("<Ctrl+U>00JM2-MVWMG-Q7F03-6A2DV-EABVA-SR86V-5D4V0<Enter>");
        assert!(fault(&drive).contains("第7组"));
        drive.keys("<Ctrl+U>00000-00001-00002-00003-00004-00005-00006<Enter>");
        assert!(!fault(&drive).is_empty());
        assert!(drive.asked.is_empty() && drive.acts.is_empty());
        drive.keys(&format!("<Ctrl+U>{}<Enter>", PAPER_CODE.to_lowercase().replace('-', " ")));
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
        let Some(Effect::MakeStore(keys)) = drive.asked.pop() else { panic!("the keys are set") };
        assert_eq!(keys.passphrase.text(), Some("桃花流水鳜鱼肥美"));
        assert_eq!((drive.acts.len(), drive.app.keeping), (1, Keeping::Sealed));
    }

    #[test]
    fn every_step_leads_back_and_keeps_what_was_copied() {
        let mut drive = first_run();
        drive.keys("correct horse 7<Enter>correct horse 7<Enter><Enter><Esc>");
        let code = screen(&drive).code.clone().unwrap();
        assert_eq!(screen(&drive).stage, Stage::Copying);
        drive.keys("<Esc>");
        assert_eq!(screen(&drive).stage, Stage::Choosing);
        drive.keys("<Ctrl+S>");
        assert!(Arc::ptr_eq(&code, screen(&drive).code.as_ref().unwrap()), "the paper stays right");
        drive.keys("<Esc><Esc>");
        assert!(matches!(drive.app.top(), Some(Screen::FirstRun(_))));
        drive.keys("<Ctrl+Q>");
        assert!(!drive.left && drive.acts.is_empty());
    }

    #[test]
    fn what_is_typed_is_judged_at_once_and_printed_nowhere() {
        let mut drive = first_run();
        drive.keys("12345678");
        let told = |drive: &Drive| screen(drive).choosing.field(Item::New).unwrap().told.clone().unwrap_or_default().0;
        assert!(told(&drive).starts_with('弱'));
        drive.keys("<Ctrl+U>abc");
        assert_eq!(told(&drive), "还差5个字");
        drive.keys("<Ctrl+U>桃花流水鳜鱼肥美绿蓑衣");
        assert_eq!(told(&drive), "强");
        assert!(screen(&drive).choosing.focused().unwrap().warning.is_some());
        drive.keys("<Enter>桃花流水鳜鱼肥美绿蓑衣<Enter>");
        let debug = format!("{:?}", drive.app);
        assert!(!debug.contains("桃花") && !debug.contains("00JM2"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told_and_the_passphrase_is_asked_anew() {
        let mut drive = first_run();
        drive.keys(&format!("桃花流水鳜鱼肥美<Enter>桃花流水鳜鱼肥美<Enter><Enter>{PAPER_CODE}"));
        drive.send(Msg::Report(Report::Failed("磁盘已满".to_owned())));
        assert_eq!((screen(&drive).stage, drive.acts.len()), (Stage::Choosing, 0));
        assert!(screen(&drive).choosing.is_empty());
        assert_eq!(drive.app.notice.shown().unwrap().text, "磁盘已满");
    }

    fn sealed() -> Drive {
        Drive::sealed(Fixture::on("2026-11-24"))
    }

    #[test]
    fn a_passphrase_is_changed_by_whoever_knows_the_old_one() {
        let mut drive = sealed();
        drive.keys("<Ctrl+P>修改口令<Enter>");
        drive.keys("<Ctrl+S>");
        assert!(fault(&drive).contains("现在的口令"));
        drive.keys("old words 1<Enter>new words 22<Enter>new words 22<Enter>");
        let Some(Effect::ChangePassphrase(change)) = drive.asked.pop() else { panic!("asked for") };
        assert!(matches!(&change.old, Credential::Passphrase(old) if old.text() == Some("old words 1")));
        assert_eq!(change.new.text(), Some("new words 22"));
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
        assert!(drive.app.notice.shown().unwrap().text.contains("口令改好了"));
        drive.keys("<Ctrl+P>修改口令<Enter>old<Enter>new words 22<Enter>new words 22");
        drive.send(Msg::Report(Report::Keys(KeysReport::Wrong { is_code: false })));
        assert_eq!(fault(&drive), "口令不对，没有改");
        assert!(screen(&drive).choosing.is_empty());
    }

    #[test]
    fn a_recovery_code_is_renewed_once_the_new_paper_is_right() {
        let mut drive = sealed();
        drive.keys("<Ctrl+P>换恢复码<Enter>wrong words<Enter>");
        assert_eq!(fault(&drive), "口令不对，没有改");
        drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
        assert_eq!(screen(&drive).stage, Stage::Copying);
        drive.keys("<Enter>00JM2<Enter>");
        assert!(drive.asked.is_empty());
        drive.keys(&format!("<Ctrl+U>{PAPER_CODE}<Enter>"));
        assert!(matches!(drive.asked.pop(), Some(Effect::ChangeCode(_))));
        assert!(drive.app.notice.shown().unwrap().text.contains("旧的已经作废"));
    }

    #[test]
    fn what_has_no_passphrase_has_none_to_change() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Ctrl+P>修改口令<Enter>");
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
        assert!(drive.app.notice.shown().unwrap().text.contains("没有口令"));
    }
}
