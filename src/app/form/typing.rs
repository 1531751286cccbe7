//! What a command does to the text of the focused field: its cursor, what goes, what comes back, another line.
//!
//! Going from field to field is the form's.

use super::answer::Answer;
use super::{FULL_FAULT, Form, FormEvent, Value};
use crate::app::command::FormCommand;

impl<F: Copy + PartialEq> Form<F> {
    pub(super) fn move_cursor(&mut self, command: FormCommand) -> FormEvent<F> {
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Moved };
        let edit = match &mut field.value {
            Value::Text(edit) | Value::Note(edit) | Value::Date(edit) => edit,
            Value::Choice(choice) => choice.query_mut(),
            Value::YesNo(yes) => {
                *yes = !*yes;
                (field.fault, self.answer, self.touched) = (None, Answer::default(), true);
                return FormEvent::Edited(field.name);
            }
        };
        match command {
            FormCommand::Left => edit.left(),
            FormCommand::Right => edit.right(),
            FormCommand::Home => edit.home(),
            _ => edit.end(),
        }
        FormEvent::Moved
    }

    pub(super) fn change(&mut self, command: FormCommand) -> FormEvent<F> {
        let takes_lines = self.takes_lines();
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Moved };
        let edit = match &mut field.value {
            Value::Text(edit) | Value::Note(edit) | Value::Date(edit) => edit,
            Value::Choice(choice) => choice.query_mut(),
            Value::YesNo(_) => {
                (field.fault, self.answer) = (None, Answer::default());
                return FormEvent::Moved;
            }
        };
        self.touched = true;
        field.fault = None;
        match command {
            FormCommand::Erase => edit.erase(),
            FormCommand::Delete => edit.delete(),
            FormCommand::EraseAll => edit.erase_all(),
            FormCommand::UndoTyping if !edit.undo() => field.fault = Some("这一项没有可以撤销的打字".to_owned()),
            FormCommand::RedoTyping if !edit.redo() => field.fault = Some("这一项没有可以恢复的打字".to_owned()),
            FormCommand::CodePoint if !edit.code_point_to_char() => {
                field.fault = Some("先打字的编码，如 20BB7，再按这个键".to_owned());
            }
            FormCommand::NewLine if !takes_lines => field.fault = Some("这一项只写一行".to_owned()),
            FormCommand::NewLine if !edit.break_line() => field.fault = Some(FULL_FAULT.to_owned()),
            _ => {}
        }
        if let Value::Choice(choice) = &mut field.value {
            choice.refilter();
        }
        FormEvent::Edited(field.name)
    }
}
