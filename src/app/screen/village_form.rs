//! What is said of the village and its liaison: names, and the phone that stands on every receipt.
//!
//! Groups come with the households; another liaison comes by taking over.

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::village_fields::{NOT_RIGHT, VillageFields};
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Field, Form, FormEvent};
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, decide};
use crate::domain::limits::NAME_CHARS_MAX;

/// The fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VillageField {
    /// 村名.
    Village,
    /// 镇名.
    Township,
    /// 代办员.
    Liaison,
    /// 电话.
    Phone,
}

/// The form.
#[derive(Debug, Serialize, Deserialize)]
pub struct VillageForm {
    /// Its fields.
    pub form: Form<VillageField>,
}

impl VillageForm {
    /// The form as things stand, with the phone in front, for that is what mostly changes.
    pub fn new(context: &Context<'_>) -> VillageForm {
        let info = &context.village.info;
        let form = Form::new(vec![
            Field::text(VillageField::Phone, "代办员电话", &info.phone, 20).hint("印在回执上，群众照这个号码找您"),
            Field::text(VillageField::Liaison, "代办员", &info.liaison, NAME_CHARS_MAX)
                .hint("写错了在这里改；换了人要交接，不在这里改"),
            Field::text(VillageField::Village, "村名", &info.name, NAME_CHARS_MAX).hint("写全称，如大坪村"),
            Field::text(VillageField::Township, "镇（街）名", &info.township, NAME_CHARS_MAX).hint("写全称，如慈云镇"),
        ]);
        VillageForm { form }
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        let fields = VillageFields {
            village: VillageField::Village,
            township: VillageField::Township,
            liaison: VillageField::Liaison,
            phone: VillageField::Phone,
        };
        if !fields.check(&mut self.form) {
            return Reply::refuse(NOT_RIGHT);
        }
        let text = |field| self.form.text(field).to_owned();
        let intent = Intent::Village(VillageIntent::Edit {
            name: text(VillageField::Village),
            township: text(VillageField::Township),
            liaison: text(VillageField::Liaison),
            phone: text(VillageField::Phone),
        });
        match decide(context.village, &context.now(), intent.clone()) {
            Ok(_) => Reply::decide(intent, Reply::close()),
            Err(refusal) => Reply::refuse(refusal.to_string()),
        }
    }
}

impl Behaviour for VillageForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Save).into(),
            Command::Form(FormCommand::Next).into(),
            Command::Global(GlobalCommand::Back).meaning("放下"),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(self.unsaved())
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.form.type_text(text);
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        match self.form.command(command, context.today) {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::screen::Screen;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;

    #[test]
    fn a_new_phone_is_one_act_and_a_wrong_one_is_told_at_its_field() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        let (acts, before) = (drive.acts.len(), drive.app.village.info.clone());
        drive.keys("<Ctrl+P>改村<Enter><Ctrl+U>12<Ctrl+S>");
        let Some(Screen::VillageForm(form)) = drive.app.top() else { panic!("{:?}", drive.app.top()) };
        assert!(form.form.has_fault());
        drive.keys("<Ctrl+U>13800003319<Ctrl+S>");
        assert_eq!(drive.acts.len(), acts + 1);
        let info = &drive.app.village.info;
        assert_eq!((info.phone.as_str(), &info.name, &info.liaison), ("13800003319", &before.name, &before.liaison));
        drive.keys("<Ctrl+P>改村<Enter><Tab><Ctrl+U><Ctrl+S>");
        assert_eq!(drive.acts.len(), acts + 1, "a name is never emptied");
    }
}
