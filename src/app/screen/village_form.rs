//! What is said of the village and its liaison: names, the phone that stands on every receipt, and since when the post is
//! held.
//!
//! Groups come with the households; another liaison comes by taking over.

use serde::{Deserialize, Serialize};

use super::Context;
use super::filling::{Filling, Wrong};
use super::village_fields::{NOT_RIGHT, VillageFields};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::domain::decide::Intent;
use crate::domain::decide::village::{PostTyped, PostWish, VillageIntent};
use crate::domain::limits::NAME_CHARS_MAX;
use crate::domain::post::{self, PostKind};
use crate::domain::refusal::Refusal;

/// How a post that was written is taken away again.
const ALL_EMPTY: &str = "不要写任职，就把职务、任职类别、任现职起都空着";

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
    /// 职务.
    Title,
    /// 任职类别.
    PostKind,
    /// 任现职起.
    Since,
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
        let post = post::current(context.village);
        let kinds = Choice::of(PostKind::ALL.map(PostKind::label));
        let kinds = match post.and_then(|post| PostKind::ALL.iter().position(|kind| *kind == post.kind)) {
            Some(place) => kinds.choosing(place).or_none(),
            None => kinds,
        };
        let title = post.map_or("", |post| post.title.as_str());
        let form = Form::new(vec![
            Field::text(VillageField::Phone, "代办员电话", &info.phone, 20).hint("印在回执上，群众照这个号码找您"),
            Field::text(VillageField::Liaison, "代办员", &info.liaison, NAME_CHARS_MAX)
                .hint("写错了在这里改；换了人要交接，不在这里改"),
            Field::text(VillageField::Village, "村名", &info.name, NAME_CHARS_MAX).hint("写全称，如大坪村"),
            Field::text(VillageField::Township, "镇（街）名", &info.township, NAME_CHARS_MAX).hint("写全称，如慈云镇"),
            Field::text(VillageField::Title, "职务", title, NAME_CHARS_MAX).hint("如：农业站干部；可以不填"),
            Field::choice(VillageField::PostKind, "任职类别", kinds).hint("轮岗按它算；不知道就空着"),
            Field::since(VillageField::Since, "任现职起", post.map(|post| post.since))
                .hint("从哪天起任现职，如 2021-03-01、2022年1月；不知道就空着"),
        ]);
        VillageForm { form }
    }

    /// What becomes of the post; half of it tells nothing, and all of it emptied clears what was written.
    fn post(&self, context: &Context<'_>) -> Result<PostWish, (VillageField, String)> {
        let since = self.form.date(VillageField::Since, context.today).map_err(|why| (VillageField::Since, why))?;
        let kind = self.form.chosen(VillageField::PostKind).and_then(|place| PostKind::ALL.get(place)).copied();
        let title = self.form.text(VillageField::Title).to_owned();
        match (kind, since) {
            (Some(kind), Some(since)) => Ok(PostWish::Written(PostTyped { title, kind, since })),
            (None, None) if title.is_empty() && post::current(context.village).is_none() => Ok(PostWish::Kept),
            (None, None) if title.is_empty() => Ok(PostWish::Cleared),
            (None, _) => Err((VillageField::PostKind, format!("任职的写全：请选是哪一类。{ALL_EMPTY}"))),
            (Some(_), None) => Err((VillageField::Since, format!("任职的写全：请写从哪天起。{ALL_EMPTY}"))),
        }
    }
}

impl Filling for VillageForm {
    type Name = VillageField;

    fn fields(&self) -> &Form<VillageField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<VillageField> {
        &mut self.form
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<VillageField>> {
        let fields = VillageFields {
            village: VillageField::Village,
            township: VillageField::Township,
            liaison: VillageField::Liaison,
            phone: VillageField::Phone,
        };
        if !fields.check(&mut self.form) {
            return Err(NOT_RIGHT.into());
        }
        let post = self.post(context)?;
        let text = |field| self.form.text(field).to_owned();
        Ok(Intent::Village(VillageIntent::Edit {
            name: text(VillageField::Village),
            township: text(VillageField::Township),
            liaison: text(VillageField::Liaison),
            phone: text(VillageField::Phone),
            post,
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<VillageField> {
        if matches!(why, Refusal::OtherLiaison { .. }) {
            return Some(VillageField::Liaison);
        }
        matches!(why, Refusal::BadDay(..)).then_some(VillageField::Since)
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

    #[test]
    fn the_post_is_written_whole_or_not_at_all() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        let acts = drive.acts.len();
        drive.keys("<Ctrl+P>改村<Enter><Tab*5>一般<Enter><Ctrl+S>");
        assert_eq!(drive.acts.len(), acts, "since when is missing");
        drive.keys("2027-01-01<Ctrl+S>");
        assert_eq!(drive.acts.len(), acts, "that day has not come");
        drive.keys("<Ctrl+U>2021-12-01<Ctrl+S>");
        assert_eq!(drive.acts.len(), acts + 1);
        let post = crate::domain::post::current(&drive.app.village).unwrap();
        assert_eq!((post.kind.label(), post.since.to_string().as_str()), ("一般干部", "2021-12-01"));
        assert_eq!(drive.acts.last().unwrap().0.changes.len(), 1, "the village itself did not change");
    }

    #[test]
    fn a_post_that_is_emptied_is_cleared_and_comes_back_with_an_undo() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        let since = |drive: &Drive| crate::domain::post::current(&drive.app.village).map(|it| it.since.to_string());
        drive.keys("<Ctrl+P>改村<Enter><Tab*5>一般<Enter>2022年1月<Ctrl+S>");
        assert_eq!(since(&drive).as_deref(), Some("2022-01-01"));
        let acts = drive.acts.len();
        drive.keys("<Ctrl+P>改村<Enter><Tab*6><Ctrl+U><Ctrl+S>");
        assert_eq!(drive.acts.len(), acts, "half of it tells nothing");
        drive.keys("<Shift+Tab><Ctrl+U><Ctrl+S>");
        assert_eq!((drive.acts.len(), since(&drive)), (acts + 1, None));
        drive.keys("<Ctrl+Z>");
        assert_eq!(since(&drive).as_deref(), Some("2022-01-01"));
    }
}
