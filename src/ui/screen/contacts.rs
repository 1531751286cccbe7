//! Draws 常用电话: the list, and one being written down.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::contact_form::ContactForm;
use crate::app::screen::contacts::Contacts;
use crate::domain::id::ContactId;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{form, frame};

const COLUMNS: [Column; 5] = [
    Column::new("姓名或窗口", 10),
    Column::new("电话", 14),
    Column::new("做什么的", 10).rank(1),
    Column::new("单位或窗口", 16).growing(),
    Column::new("备注", 12).growing().rank(2),
];

pub(super) fn draw(screen: &Contacts, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, &format!("常用电话 {}", screen.count), screen.list.filter());
    let add = app.keymap.way(Scope::List, Command::Global(GlobalCommand::AddContact), "记一个常用电话");
    let empty = match screen.count {
        0 => format!("还没有。{add}：镇上各窗口、派出所、社长、村医、网格员。"),
        _ => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
    };
    table::draw(canvas, inside, &COLUMNS, &screen.list, &empty, |id| cells(app, *id));
}

fn cells(app: &App, id: ContactId) -> Vec<Cell> {
    let Some(contact) = app.village.contact(id) else { return Vec::new() };
    let plain = |words: &str| Cell::new(words, Role::Plain);
    vec![
        plain(&contact.name),
        plain(&contact.phone),
        plain(&contact.role),
        plain(&contact.office),
        Cell::new(&*contact.note, Role::Dim),
    ]
}

pub(super) fn draw_form(screen: &ContactForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, if screen.id.is_some() { "改常用电话" } else { "记常用电话" });
    form::draw(canvas, inside, &screen.form);
}
