//! A form: fields in order, which one is focused, what is wrong with each.
//!
//! The screen that owns a form names its fields by an enum of its own, reads the values and decides; a form knows no
//! rule but how dates, choices and yes/no are typed. Drawing is `ui/widget/form`'s.

mod answer;
pub mod choice;
mod field;
mod typing;
mod values;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use answer::Answer;

use super::command::FormCommand;
use super::edit::Edit;
use crate::domain::day::Day;
use choice::{Choice, Offer};
use field::read_day;

/// What is said of a text that is no date.
const DATE_FAULT: &str = "看不懂这个日期，写成 11-24 或 2026-11-24，也可以写今天、昨天";
/// What is said where nothing more fits.
const FULL_FAULT: &str = "这一项已经写满了";

/// A form whose fields are named by `F`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Form<F> {
    fields: Vec<Field<F>>,
    focus: usize,
    touched: bool,
    /// What was typed into the focused yes/no field.
    #[serde(default)]
    answer: Answer,
}

/// One field of a form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field<F> {
    /// Its name in the code.
    pub name: F,
    /// Its name on screen, at most six Hanzi where the program names it.
    pub label: Cow<'static, str>,
    /// What is filled in.
    pub value: Value,
    /// One line of help, shown while it is focused and right; may be empty.
    pub hint: Cow<'static, str>,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// What its value says, shown below it also when another field is focused: 女，1955-03-08出生.
    pub told: Option<String>,
    /// Whether an empty row parts it from the field above: another record begins with it.
    pub parted: bool,
    /// Whether it is asked now; others are neither shown nor reached.
    pub asked: bool,
    /// Whether of a date the month will do: it began on its first.
    #[serde(default)]
    pub month_will_do: bool,
}

/// What a field holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Value {
    /// One line of text.
    Text(Edit),
    /// Free words, shown over several rows.
    Note(Edit),
    /// A date, as people type it.
    Date(Edit),
    /// One of a set, found by typing.
    Choice(Choice),
    /// Yes or no.
    YesNo(bool),
}

/// What a form made of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEvent<F> {
    /// The focus or the cursor moved.
    Moved,
    /// This field's value changed.
    Edited(F),
    /// This field was left for another one.
    Left(F),
    /// The form is to be saved.
    SaveWanted,
}

impl<F: Copy + PartialEq> Form<F> {
    /// A form of these fields, the first focused.
    pub fn new(fields: Vec<Field<F>>) -> Form<F> {
        Form { fields, focus: 0, touched: false, answer: Answer::default() }
    }

    /// The fields that are asked now, in order.
    pub fn asked(&self) -> impl Iterator<Item = &Field<F>> {
        self.fields.iter().filter(|field| field.asked)
    }

    /// The focused field.
    pub fn focused(&self) -> Option<&Field<F>> {
        self.fields.get(self.focus)
    }

    /// Whether anything was filled in by hand, so that leaving would lose it.
    pub fn touched(&self) -> bool {
        self.touched
    }

    /// The asked field of this name on screen.
    pub fn labelled(&self, label: &str) -> Option<F> {
        self.asked().find(|field| field.label == label).map(|field| field.name)
    }

    /// Asks a field, or asks it no more.
    pub fn ask(&mut self, name: F, asked: bool) {
        if let Some(field) = self.field_mut(name) {
            field.asked = asked;
        }
    }

    /// Replaces what a field holds, as when a choice depends on another.
    pub fn set(&mut self, name: F, value: Value) {
        if let Some(field) = self.field_mut(name) {
            field.value = value;
        }
    }

    /// Chooses an option of a choice.
    pub fn choose(&mut self, name: F, place: usize) {
        if let Some(Field { value: Value::Choice(choice), .. }) = self.field_mut(name) {
            *choice = choice.clone().choosing(place);
        }
    }

    /// Calls a field by another name, as when another kind asks it.
    pub fn relabel(&mut self, name: F, label: &'static str) {
        if let Some(field) = self.field_mut(name) {
            field.label = label.into();
        }
    }

    /// Gives a choice its options, for what is typed in it.
    pub fn offer(&mut self, name: F, offers: Vec<Offer>) {
        if let Some(Field { value: Value::Choice(choice), .. }) = self.field_mut(name) {
            choice.offer(offers);
        }
    }

    /// Says what the value of a field means, or nothing more.
    pub fn tell(&mut self, name: F, told: Option<String>) {
        if let Some(field) = self.field_mut(name) {
            field.told = told;
        }
    }

    /// Marks a field as wrong, and says why.
    pub fn fault(&mut self, name: F, why: impl Into<String>) {
        if let Some(field) = self.field_mut(name) {
            field.fault = Some(why.into());
        }
    }

    /// Takes away what was said to be wrong with a field, as when it was said of several together.
    pub fn clear_fault(&mut self, name: F) {
        if let Some(field) = self.field_mut(name) {
            field.fault = None;
        }
    }

    /// Takes all faults away, before the form is checked again.
    pub fn clear_faults(&mut self) {
        for field in &mut self.fields {
            field.fault = None;
        }
    }

    /// Does to every asked field what leaving it does, so that nothing is stored as something it does not say; whether all
    /// of them say something.
    pub fn settle_all(&mut self, today: Day) -> bool {
        let asked = |place: &usize| self.fields.get(*place).is_some_and(|field| field.asked);
        let places: Vec<usize> = (0..self.fields.len()).filter(asked).collect();
        places.into_iter().for_each(|place| self.settle_at(place, today));
        !self.has_fault()
    }

    /// Whether a field that is asked is wrong.
    pub fn has_fault(&self) -> bool {
        self.fields.iter().any(|field| field.asked && field.fault.is_some())
    }

    /// Focuses the first wrong field. Says whether there is one.
    pub fn focus_fault(&mut self) -> bool {
        let wrong = self.fields.iter().position(|field| field.asked && field.fault.is_some());
        self.focus = wrong.unwrap_or(self.focus);
        wrong.is_some()
    }

    /// Focuses this field.
    pub fn focus(&mut self, name: F) {
        self.focus = self.fields.iter().position(|field| field.name == name).unwrap_or(self.focus);
    }

    /// Goes to the next asked field, or the last one before, where the focused one is not asked any more.
    pub fn leave_unasked(&mut self) {
        let asked = |place: &usize| self.fields.get(*place).is_some_and(|field| field.asked);
        let place = (self.focus..self.fields.len()).find(asked).or_else(|| (0..self.focus).rev().find(asked));
        self.focus = place.unwrap_or(self.focus);
    }

    /// Takes typed text into the focused field.
    pub fn type_text(&mut self, text: &str) -> FormEvent<F> {
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Moved };
        self.touched = true;
        field.fault = None;
        let (is_date, is_note) = (matches!(field.value, Value::Date(_)), matches!(field.value, Value::Note(_)));
        match &mut field.value {
            Value::Text(edit) | Value::Note(edit) | Value::Date(edit) => {
                // Nothing can follow a whole date: typing another one takes its place.
                let whole = Day::parse_iso(edit.text()).is_some() && edit.before_cursor() == edit.text();
                if is_date && whole {
                    edit.erase_all();
                }
                if !(if is_note { edit.insert_lines(text) } else { edit.insert(text) }) {
                    field.fault = Some(FULL_FAULT.to_owned());
                }
            }
            Value::Choice(choice) => choice.type_text(text),
            Value::YesNo(yes) => field.fault = self.answer.take(yes, text).err(),
        }
        FormEvent::Edited(field.name)
    }

    /// Does a form command.
    pub fn command(&mut self, command: FormCommand, today: Day) -> FormEvent<F> {
        match command {
            FormCommand::Save => {
                self.settle(today);
                FormEvent::SaveWanted
            }
            FormCommand::Enter => self.enter(today),
            FormCommand::Next => self.step(1, today),
            FormCommand::Previous => self.step(-1, today),
            FormCommand::Down => self.up_down(1, today),
            FormCommand::Up => self.up_down(-1, today),
            FormCommand::Left | FormCommand::Right | FormCommand::Home | FormCommand::End => self.move_cursor(command),
            FormCommand::Erase
            | FormCommand::Delete
            | FormCommand::EraseAll
            | FormCommand::UndoTyping
            | FormCommand::RedoTyping
            | FormCommand::CodePoint
            | FormCommand::NewLine => self.change(command),
        }
    }

    fn field(&self, name: F) -> Option<&Field<F>> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn field_mut(&mut self, name: F) -> Option<&mut Field<F>> {
        self.fields.iter_mut().find(|field| field.name == name)
    }

    fn enter(&mut self, today: Day) -> FormEvent<F> {
        if let Some(Field { value: Value::Choice(choice), .. }) = self.fields.get_mut(self.focus) {
            choice.take();
        }
        let more = self.fields.iter().skip(self.focus + 1).any(|field| field.asked);
        if more {
            return self.step(1, today);
        }
        self.settle(today);
        FormEvent::SaveWanted
    }

    /// Moves to the next or the previous asked field; stays at the ends.
    fn step(&mut self, by: isize, today: Day) -> FormEvent<F> {
        self.settle(today);
        let Some(left) = self.focused().map(|field| field.name) else { return FormEvent::Moved };
        let mut place = self.focus;
        while let Some(next) = place.checked_add_signed(by).filter(|next| *next < self.fields.len()) {
            place = next;
            if self.fields.get(place).is_some_and(|field| field.asked) {
                self.focus = place;
                return FormEvent::Left(left);
            }
        }
        FormEvent::Moved
    }

    fn up_down(&mut self, by: isize, today: Day) -> FormEvent<F> {
        let moved = match self.fields.get_mut(self.focus).map(|field| &mut field.value) {
            Some(Value::Choice(choice)) => {
                let moved = choice.move_by(by);
                if !moved {
                    choice.pass();
                }
                moved
            }
            Some(Value::Note(edit)) => edit.up_down(by),
            Some(Value::Text(_) | Value::Date(_) | Value::YesNo(_)) | None => false,
        };
        if moved { FormEvent::Moved } else { self.step(by, today) }
    }

    /// Does to this field what leaving it does; where it is asked, what is wrong with it comes back.
    pub fn settle_field(&mut self, name: F, today: Day) -> Result<(), (F, String)> {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.settle_at(place, today);
        }
        match self.field(name).filter(|field| field.asked).and_then(|field| field.fault.clone()) {
            Some(why) => Err((name, why)),
            None => Ok(()),
        }
    }

    /// Puts a field that is left into its one form: a date in full, a choice taken when only one is left.
    fn settle(&mut self, today: Day) {
        self.answer = Answer::default();
        self.settle_at(self.focus, today);
    }

    fn settle_at(&mut self, place: usize, today: Day) {
        let Some(field) = self.fields.get_mut(place) else { return };
        match &mut field.value {
            Value::Date(edit) if !edit.is_empty() => match read_day(edit.text(), today, field.month_will_do) {
                Some(day) if edit.text() != day.to_string() => edit.set(&day.to_string()),
                Some(_) => {}
                None => field.fault = Some(DATE_FAULT.to_owned()),
            },
            Value::Choice(choice) => {
                if let Err(why) = choice.settle() {
                    field.fault = Some(why);
                }
            }
            Value::Text(_) | Value::Note(_) | Value::Date(_) | Value::YesNo(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Name {
        Who,
        Born,
        Class,
        Alone,
    }

    fn form() -> Form<Name> {
        Form::new(vec![
            Field::text(Name::Who, "姓名", "", 4),
            Field::date(Name::Born, "出生", None),
            Field::choice(Name::Class, "类别", Choice::of(["低保", "特困", "脱贫"])),
            Field::yes_no(Name::Alone, "独居", false),
        ])
    }

    fn today() -> Day {
        Day::parse_iso("2026-11-24").unwrap()
    }

    #[test]
    fn a_form_is_filled_from_top_to_bottom() {
        let mut form = form();
        form.type_text("李国珍");
        assert_eq!(form.command(FormCommand::Enter, today()), FormEvent::Left(Name::Who));
        form.type_text("11-5");
        form.command(FormCommand::Next, today());
        assert_eq!(form.text(Name::Born), "2026-11-05");
        form.type_text("特");
        form.command(FormCommand::Enter, today());
        assert_eq!((form.chosen(Name::Class), form.text(Name::Class)), (Some(1), "特困"));
        form.command(FormCommand::Left, today());
        assert!(form.yes(Name::Alone));
        assert_eq!(form.command(FormCommand::Enter, today()), FormEvent::SaveWanted);
    }

    #[test]
    fn a_date_that_stands_there_gives_way_to_the_one_that_is_typed() {
        let mut form = Form::new(vec![Field::date(Name::Born, "出生", Some(today()))]);
        form.type_text("昨");
        form.type_text("天");
        form.command(FormCommand::Next, today());
        assert_eq!(form.text(Name::Born), "2026-11-23");
    }

    #[test]
    fn a_month_will_do_only_where_something_began() {
        for (typed, begun) in [
            ("2022年1月", Some("2022-01-01")),
            ("2022-03", Some("2022-03-01")),
            ("2022.1", None),
            ("2022年", None),
            ("3-8", Some("2027-03-08")),
        ] {
            let mut form = Form::new(vec![Field::since(Name::Born, "任现职起", None)]);
            form.type_text(typed);
            form.command(FormCommand::Next, today());
            let read = form.date(Name::Born, today()).ok().flatten().map(|day| day.to_string());
            assert_eq!(read.as_deref(), begun, "{typed}");
            assert_eq!(form.has_fault(), begun.is_none(), "{typed}");
        }
        let mut form = Form::new(vec![Field::date(Name::Born, "哪天前还", None)]);
        form.type_text("2027年1月");
        form.command(FormCommand::Next, today());
        assert!(form.has_fault(), "the first or the last of the month?");
    }

    #[test]
    fn a_wrong_field_says_why_and_is_focused() {
        let mut form = form();
        form.command(FormCommand::Next, today());
        form.type_text("昨儿");
        form.command(FormCommand::Save, today());
        assert!(form.focus_fault());
        assert_eq!(form.focused().unwrap().fault.as_deref(), Some(DATE_FAULT));
        assert_eq!(form.date(Name::Born, today()), Err(DATE_FAULT.to_owned()));
        form.command(FormCommand::EraseAll, today());
        assert_eq!(form.date(Name::Born, today()), Ok(None));
    }

    #[test]
    fn a_field_that_is_not_asked_is_not_reached() {
        let mut form = form();
        form.ask(Name::Born, false);
        form.command(FormCommand::Next, today());
        assert_eq!(form.focused().unwrap().name, Name::Class);
        assert_eq!(form.asked().count(), 3);
        form.command(FormCommand::Previous, today());
        assert_eq!(form.focused().unwrap().name, Name::Who);
        assert_eq!(form.command(FormCommand::Previous, today()), FormEvent::Moved);
    }

    #[test]
    fn down_goes_through_the_options_and_then_on() {
        let mut form = form();
        form.focus(Name::Class);
        for _ in 0..3 {
            assert_eq!(form.command(FormCommand::Down, today()), FormEvent::Moved);
        }
        assert_eq!(form.command(FormCommand::Down, today()), FormEvent::Left(Name::Class));
        assert_eq!(form.focused().unwrap().name, Name::Alone);
    }

    #[test]
    fn several_lines_stand_in_free_words_and_nowhere_else() {
        let mut form = Form::new(vec![Field::text(Name::Who, "姓名", "", 9), Field::note(Name::Class, "内容", "", 20)]);
        form.type_text("甲\n乙");
        form.command(FormCommand::NewLine, today());
        assert!(form.focused().unwrap().fault.is_some() && !form.takes_lines());
        form.command(FormCommand::Next, today());
        assert!(form.takes_lines());
        form.type_text("一社 张三\n二社 李四");
        form.command(FormCommand::NewLine, today());
        form.type_text("三社");
        assert_eq!((form.text(Name::Who), form.text(Name::Class)), ("甲 乙", "一社 张三\n二社 李四\n三社"));
        assert_eq!(form.command(FormCommand::Up, today()), FormEvent::Moved);
        form.command(FormCommand::Up, today());
        assert_eq!(form.command(FormCommand::Up, today()), FormEvent::Left(Name::Class));
    }

    #[test]
    fn a_full_field_says_so() {
        let mut form = form();
        form.type_text("阿依古丽买买提");
        assert_eq!(form.text(Name::Who), "阿依古丽");
        assert!(form.focused().unwrap().fault.is_some() && form.touched());
    }
}
