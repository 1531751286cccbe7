//! Opening sealed data: the passphrase, or the recovery code.
//!
//! A wrong one is told as wrong, and nothing more. What is typed leaves by an effect and is kept nowhere.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::message::{Effect, KeysReport, Report};
use crate::app::notice::Notice;
use crate::app::secret_form::{SecretEvent, SecretField, SecretForm};
use crate::seal::recovery::{Credential, RecoveryCode};

/// Said of Hanzi in a passphrase.
const HANZI: &str = "里面有汉字，输入法是中文状态；口令里没有汉字的，请切换了再打";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// 口令.
    Passphrase,
    /// 恢复码.
    Code,
}

/// The screen before sealed data.
#[derive(Debug)]
pub struct Unlock {
    /// What is typed.
    pub form: SecretForm<Item>,
    /// Why it is closed, where it was open before.
    pub why: Option<String>,
    /// Whether the recovery code was what was tried last.
    pub by_code: bool,
}

impl Unlock {
    /// The screen, nothing typed.
    pub fn new(why: Option<String>) -> Unlock {
        let form = SecretForm::new(vec![
            SecretField::covered(Item::Passphrase, "口令", "打字时只显示星号"),
            SecretField::shown(Item::Code, "恢复码", "口令忘了才用：照恢复单打，不分大小写，横线可以不打"),
        ]);
        Unlock { form, why, by_code: false }
    }

    /// Tries what is typed in the focused field.
    fn open(&mut self) -> Reply {
        let Some(name) = self.form.focused().map(|field| field.name) else { return Reply::none() };
        let is_empty = self.form.field(name).is_none_or(|field| field.typed.is_empty());
        match name {
            Item::Passphrase if is_empty => self.form.refuse(name, "请先打口令"),
            Item::Code if is_empty => self.form.refuse(name, "请照恢复单打恢复码"),
            Item::Passphrase => {
                let typed = self.form.take(name).map(Credential::of);
                return typed.map_or_else(Reply::none, |credential| self.try_it(credential));
            }
            Item::Code => match self.form.field(name).map(|field| RecoveryCode::parse(&field.typed)) {
                Some(Ok(code)) => return self.try_it(Credential::Code(code)),
                Some(Err(fault)) => self.form.refuse(name, fault.to_string()),
                None => {}
            },
        }
        Reply::none()
    }

    fn try_it(&mut self, credential: Credential) -> Reply {
        self.by_code = matches!(credential, Credential::Code(_));
        let wait = Notice::done("正在核对，要一两秒，请等一等");
        Reply::say(wait).then(Reply::effect(Effect::Unlock(credential)))
    }

    fn told(&mut self, event: SecretEvent<Item>) -> Reply {
        match event {
            SecretEvent::Moved => {}
            SecretEvent::Edited(name) => {
                if let Some(field) = self.form.field_mut(name) {
                    field.warning = (name == Item::Passphrase && field.has_hanzi()).then_some(HANZI);
                }
            }
            SecretEvent::Done => return self.open(),
        }
        Reply::none()
    }
}

impl Behaviour for Unlock {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Enter).meaning("打开"),
            Command::Form(FormCommand::Next).meaning("换成恢复码"),
            Command::Global(GlobalCommand::Villages).into(),
            Command::Global(GlobalCommand::Back).meaning("离开"),
        ]
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Reply::run(Command::Global(GlobalCommand::Quit))
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        let event = self.form.type_text(text);
        self.told(event)
    }

    fn form(&mut self, command: FormCommand, _context: &Context<'_>) -> Reply {
        if matches!(command, FormCommand::Enter | FormCommand::Save) {
            return self.open();
        }
        let event = self.form.command(command);
        self.told(event)
    }

    fn hear(&mut self, report: &Report, _context: &Context<'_>) -> Reply {
        if let Report::Keys(KeysReport::Wrong { is_code }) = report {
            self.form.clear();
            match is_code {
                true => self.form.refuse(Item::Code, "恢复码不对：看看是不是这个村的恢复单"),
                false => self.form.refuse(Item::Passphrase, "口令不对，没有打开。数据没有动，请再打一遍"),
            }
        }
        Reply::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Msg;
    use crate::app::opening::{Keeping, News, Opening};
    use crate::app::screen::Screen;
    use crate::app::testing::{Drive, PAPER_CODE};
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;
    use crate::domain::tables::Tables;

    fn locked() -> Drive {
        Drive::locked()
    }

    fn screen(drive: &Drive) -> &Unlock {
        match drive.app.top() {
            Some(Screen::Unlock(screen)) => screen,
            other => panic!("{other:?}"),
        }
    }

    fn fault(drive: &Drive) -> String {
        screen(drive).form.focused().and_then(|field| field.fault.clone()).unwrap_or_default()
    }

    fn asked(drive: &mut Drive) -> Option<Credential> {
        match drive.asked.pop() {
            Some(Effect::Unlock(credential)) => Some(credential),
            _ => None,
        }
    }

    #[test]
    fn a_wrong_passphrase_is_only_wrong_and_a_right_one_opens() {
        let mut drive = locked();
        drive.keys("<Enter>");
        assert_eq!((fault(&drive).as_str(), drive.asked.len()), ("请先打口令", 0));
        drive.keys("daiban 2026<Enter>");
        assert!(
            matches!(asked(&mut drive), Some(Credential::Passphrase(typed)) if typed.text() == Some("daiban 2026"))
        );
        assert!(drive.app.notice.shown().is_some(), "it is said before the slow part");
        drive.send(Msg::Report(Report::Keys(KeysReport::Wrong { is_code: false })));
        assert!(fault(&drive).starts_with("口令不对"));
        assert!(screen(&drive).form.is_empty() && drive.app.notice.shown().is_none());
        let village = Fixture::on("2026-11-24").village;
        let opening = Opening {
            village,
            tables: Tables::shipped(),
            erased: Seq::default(),
            last_act_at: None,
            draft: None,
            news: News::default(),
        };
        drive.send(Msg::Opened(Box::new(opening)));
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
        assert_eq!(drive.app.keeping, Keeping::Sealed);
    }

    #[test]
    fn the_recovery_code_opens_from_either_field() {
        let mut drive = locked();
        drive.keys(&format!("{}<Enter>", PAPER_CODE.to_lowercase()));
        assert!(matches!(asked(&mut drive), Some(Credential::Code(_))));
        drive.keys(&format!("<Tab>{}0<Enter>", &PAPER_CODE[..40]));
        assert!(fault(&drive).contains("第7组") && drive.asked.is_empty());
        drive.keys(&format!("<Ctrl+U>{PAPER_CODE}<Enter>"));
        assert!(matches!(asked(&mut drive), Some(Credential::Code(_))));
        drive.send(Msg::Report(Report::Keys(KeysReport::Wrong { is_code: true })));
        assert!(fault(&drive).contains("恢复码不对"));
    }

    #[test]
    fn nothing_but_help_and_leaving_works_before_it_is_open() {
        let mut drive = locked();
        drive.keys("桃<F3><Ctrl+N><Ctrl+P><Ctrl+F>");
        assert_eq!(drive.app.screens().len(), 1);
        assert!(drive.app.notice.shown().unwrap().text.contains("先打开"));
        assert!(screen(&drive).form.focused().unwrap().warning.is_some(), "a Hanzi may not be meant");
        drive.keys("<F1><F2><Esc>");
        assert!(!drive.left && drive.app.screens().len() == 1);
        drive.keys("<Esc>");
        assert!(drive.left);
    }
}
