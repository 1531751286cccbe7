//! The first run: which village, which town, who the liaison is, which groups. One form, one act.
//!
//! The register comes after it, by import; what opens the data is set by `passphrase`, and only then the store is made.

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::passphrase::Passphrase;
use super::today::Today;
use super::village_fields::{NOT_RIGHT, VillageFields};
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Field, Form, FormEvent};
use crate::app::notice::Notice;
use crate::app::opening::Keeping;
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, decide};
use crate::domain::limits::NAME_CHARS_MAX;
use crate::domain::text::group::list;

/// What the first run asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// 村名.
    Village,
    /// 镇名.
    Township,
    /// 代办员.
    Liaison,
    /// 电话.
    Phone,
    /// 社, in one line.
    Groups,
}

/// The form of the first run.
#[derive(Debug, Serialize, Deserialize)]
pub struct FirstRun {
    /// The form.
    pub form: Form<Item>,
}

impl FirstRun {
    /// The form, empty.
    pub fn new(_context: &Context<'_>) -> FirstRun {
        let form = Form::new(vec![
            Field::text(Item::Village, "村名", "", NAME_CHARS_MAX).hint("写全称，如大坪村"),
            Field::text(Item::Township, "镇（街）名", "", NAME_CHARS_MAX).hint("写全称，如慈云镇"),
            Field::text(Item::Liaison, "代办员", "", NAME_CHARS_MAX).hint("您的姓名，每一笔都会记上"),
            Field::text(Item::Phone, "您的电话", "", 20).hint("印在回执上，可以先空着"),
            Field::text(Item::Groups, "有哪些社", "", 200).hint("如 1社 2社 3社，或 1-5社；花名册里有就可以空着"),
        ]);
        FirstRun { form }
    }

    /// The groups as typed, apart.
    fn groups(&self) -> Vec<String> {
        list::read(self.form.text(Item::Groups))
    }

    /// Says below the field how its list is understood.
    fn tell_groups(&mut self) {
        let names = self.groups();
        self.form.tell(Item::Groups, (!names.is_empty()).then(|| list::told(&names)));
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        let fields = VillageFields {
            village: Item::Village,
            township: Item::Township,
            liaison: Item::Liaison,
            phone: Item::Phone,
        };
        if !fields.check(&mut self.form) {
            return Reply::refuse(NOT_RIGHT);
        }
        let founding = Intent::Village(VillageIntent::Found {
            name: self.form.text(Item::Village).to_owned(),
            township: self.form.text(Item::Township).to_owned(),
            liaison: self.form.text(Item::Liaison).to_owned(),
            phone: self.form.text(Item::Phone).to_owned(),
            groups: self.groups(),
        });
        if let Err(refusal) = decide(context.village, &context.now(), founding.clone()) {
            return Reply::refuse(refusal.to_string());
        }
        if context.keeping == Keeping::ToBeMade {
            return Reply::open(Screen::Passphrase(Passphrase::founding(founding)));
        }
        found(founding, context)
    }
}

/// Founds the village where its data lie, and goes home.
pub(super) fn found(founding: Intent, context: &Context<'_>) -> Reply {
    let import = context.keymap.way(Scope::Today, Command::Global(GlobalCommand::Import), "导入花名册");
    let kept = match context.keeping {
        Keeping::Sealed => "加了密，存下了",
        // A store that a script made without a passphrase, and left without a village.
        Keeping::ToBeMade | Keeping::Unsealed | Keeping::Locked => "存下了，但这个文件夹没有口令，没有加密",
    };
    let welcome = format!("村已建好，{kept}。下一步：{import}");
    let then = Reply::home(Screen::Today(Today::new(context))).then(Reply::say(Notice::done(welcome)));
    Reply::decide(founding, then)
}

impl Behaviour for FirstRun {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Next).into(),
            Command::Form(FormCommand::Save).meaning("下一步，定口令"),
            Command::Global(GlobalCommand::Quit).into(),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.unsaved() {
            // Else nobody who began by mistake gets to another village, or out.
            let question = "这张表填了还没存，放下就没有了。还没有建村，别的村都没有动。";
            let anew = Reply::home(Screen::FirstRun(FirstRun::new(context)));
            return Reply::open(Screen::Confirm(Confirm::ask(question, "放下，不建", anew)));
        }
        let save = context.keymap.way(Scope::Form, Command::Form(FormCommand::Save), "到下一步");
        Reply::refuse(format!("还没有建村。填好{save}；要先试试，退出后运行 daiban demo"))
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.form.type_text(text);
        self.tell_groups();
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.form.command(command, context.today);
        self.tell_groups();
        match event {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Drive;
    use crate::app::villages::{OtherVillage, Villages};
    use crate::domain::fixture::Fixture;
    use crate::domain::village::Village;

    #[test]
    fn who_began_a_village_by_mistake_puts_it_down_and_gets_to_another_or_out() {
        let other = || OtherVillage { name: "大坪村".to_owned(), folder: "/d/daiban".into() };
        for (key, leaves) in [("<Alt+C>", false), ("<Ctrl+Q>", true)] {
            let fixture = Fixture::on("2026-11-24");
            let mut drive = Drive::on(Fixture { village: Village::default(), acts: vec![], rows: vec![], ..fixture });
            drive.app.villages = Villages { others: vec![other()], ..Villages::default() };
            drive.keys("石");
            drive.keys(key);
            assert!(matches!(drive.app.top(), Some(Screen::FirstRun(_))) && !drive.left, "what is typed comes first");
            drive.keys("<Esc>0");
            assert!(matches!(drive.app.top(), Some(Screen::FirstRun(form)) if form.form.text(Item::Village) == "石"));
            drive.keys("<Esc>1");
            drive.keys(key);
            assert_eq!((drive.left, matches!(drive.app.top(), Some(Screen::VillageChoice(_)))), (leaves, !leaves));
        }
    }
}
