//! Draws one note with its promise.

use crate::app::App;
use crate::app::screen::note_card::NoteCard;
use crate::domain::note::Note;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered};

pub(super) fn draw(screen: &NoteCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(note) = app.village.note(screen.id) else {
        let inside = frame::single(canvas, "记事");
        canvas.part(inside).paragraph(1, 1, "这一笔已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("{} {}", note.kind.label(), at(note)));
    let mut body = canvas.part(inside);
    let mut y = 0;
    for (label, words, role) in facts(screen, app, note) {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(8, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}

fn facts(screen: &NoteCard, app: &App, note: &Note) -> Vec<(&'static str, String, Role)> {
    let person = note.person.and_then(|id| app.village.person(id));
    let household = person.and_then(|person| person.household).and_then(|id| app.village.household(id));
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let who = match person {
        Some(person) => format!("{} {group}", person.name.as_str()),
        None if note.who.is_empty() => String::new(),
        None => format!("{}（不在册）", note.who),
    };
    let mut facts = vec![("内容", note.text.clone(), Role::Plain)];
    if !who.is_empty() {
        facts.insert(0, ("谁", who, Role::Title));
    }
    if let Some(phone) = person.and_then(|person| person.phones.first()) {
        let (words, role) =
            if screen.revealed { (phone.to_string(), Role::Plain) } else { (phone.masked(), Role::Masked) };
        facts.push(("电话", words, role));
    }
    if let Some(task) = note.task.and_then(|id| app.village.task(id)) {
        facts.push(("事项", format!("{} {} {}", task.no, task.matter.name, task.state_label()), Role::Plain));
    }
    if let Some(promise) = &note.call_back {
        let day = format!("{} {} {}", promise.on, promise.on.weekday_label(), promise.hour);
        match promise.done_on {
            Some(done_on) => facts.push(("回电", format!("约在 {day}，{done_on} 已回"), Role::Dim)),
            None if promise.on < app.today => facts.push(("回电", format!("约在 {day}，已过"), Role::Overdue)),
            None => facts.push(("回电", format!("约在 {day}"), Role::Soon)),
        }
    }
    if note.is_late_entry() {
        facts.push(("登记", format!("{} 补记", note.written_at()), Role::Dim));
    }
    facts
}

/// When it was; of what was written down later nobody knows the hour.
fn at(note: &Note) -> String {
    if note.is_late_entry() { note.at.day().to_string() } else { note.at.to_string() }
}
