//! Draws one thing under supervision, and the forms about it.

use crate::app::App;
use crate::app::screen::supervision_card::SupervisionCard;
use crate::app::screen::supervision_form::SupervisionForm;
use crate::domain::supervision::SupervisionKind;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{form, frame, numbered};

pub(super) fn draw_form(screen: &SupervisionForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, screen.kind.label());
    form::draw(canvas, inside, &screen.form);
}

pub(super) fn draw(screen: &SupervisionCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(item) = app.village.supervision(screen.id) else {
        let inside = frame::single(canvas, "督办");
        canvas.part(inside).paragraph(1, 1, "这一件已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, item.kind.label());
    let mut body = canvas.part(inside);
    let mut facts = vec![("哪天来的", item.on.to_string(), Role::Title)];
    if !item.from.is_empty() {
        facts.push(("来自", item.from.clone(), Role::Plain));
    }
    if let Some(task) = item.task.and_then(|id| app.village.task(id)) {
        let who = app.village.person(task.applicant).map_or("", |person| person.name.as_str());
        facts.push(("哪一件", format!("{} {who} {}", task.no, task.matter.name), Role::Plain));
        if let Some(rating) = task.rating.as_ref().filter(|_| item.kind == SupervisionKind::PoorRating) {
            let level = rating.level.map_or("未评价", |level| level.label());
            facts.push(("评价", format!("{level} {}", rating.words).trim_end().to_owned(), Role::Plain));
        }
    }
    if !item.text.is_empty() {
        facts.push(("说的什么", item.text.clone(), Role::Plain));
    }
    if let Some(due) = item.due {
        let late = app.today.days_since(due);
        facts.push(match item.is_open() && late > 0 {
            true => ("哪天前", format!("{due}，过了{late}天"), Role::Overdue),
            false => ("哪天前", due.to_string(), Role::Plain),
        });
    }
    let called = item.called_back.iter().map(|deed| ("回访", deed));
    let done = item.deeds.iter().map(|deed| ("进展", deed));
    let settled = item.settled.iter().map(|deed| ("办结", deed));
    let deeds = called.chain(done).chain(settled);
    facts.extend(deeds.map(|(label, deed)| (label, format!("{} {}", deed.on, deed.words), Role::Plain)));
    let mut y = 0;
    for (label, words, role) in facts {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(11, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}
