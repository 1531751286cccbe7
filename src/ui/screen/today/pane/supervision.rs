//! The selected line of 今日 told at length, where it is about something under supervision.

use crate::app::App;
use crate::domain::id::{SupervisionId, TaskId};
use crate::domain::rotation;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw(app: &App, id: SupervisionId, canvas: &mut Canvas<'_>) {
    let Some(item) = app.village.supervision(id) else { return };
    let mut y = canvas.paragraph(1, 0, &format!("{} {}", item.kind.label(), item.from), Role::Title);
    if let Some(task) = item.task.and_then(|id| app.village.task(id)) {
        y = canvas.paragraph(1, y, &format!("{} {}", task.no, task.matter.name), Role::Plain);
    }
    y = canvas.paragraph(1, y, &item.text, Role::Plain);
    let due = item.due.map(|due| format!("，{}前答复", short(app, due))).unwrap_or_default();
    y = canvas.paragraph(1, y, &format!("{}来的{due}", short(app, item.on)), Role::Dim);
    if let Some(last) = item.deeds.last().or(item.called_back.as_ref()) {
        y = canvas.paragraph(1, y, &format!("{} {}", short(app, last.on), last.words), Role::Dim);
    }
    super::put_next(app, canvas, y + 1, "记进展，办结");
}

pub(super) fn draw_rating(app: &App, id: TaskId, canvas: &mut Canvas<'_>) {
    let Some((task, rating)) = app.village.task(id).and_then(|task| Some((task, task.rating.as_ref()?))) else {
        return;
    };
    let who = app.village.person(task.applicant).map_or("", |person| person.name.as_str());
    let mut y = canvas.paragraph(1, 0, &format!("{who} {}", task.matter.name), Role::Title);
    let level = rating.level.map_or("", |level| level.label());
    y = canvas.paragraph(1, y, &format!("{} {level}", short(app, rating.on)), Role::Plain);
    y = canvas.paragraph(1, y, &rating.words, Role::Plain);
    super::put_next(app, canvas, y + 1, "回访");
}

pub(super) fn draw_rotation(app: &App, canvas: &mut Canvas<'_>) {
    let Some(rotation) = rotation::of(&app.village, &app.tables) else { return };
    let (kind, since) = (rotation.kind.label(), rotation.since);
    let mut y = canvas.paragraph(1, 0, &format!("{} {kind}，{since} 任现职", app.village.info.liaison), Role::Title);
    y = canvas.paragraph(1, y, &format!("{} {}", rotation.on, rotation.words()), Role::Plain);
    let why = "换谁、哪天换由镇里定；定了就照「怎么交接」把村交给下一任，这里只提醒。";
    y = canvas.paragraph(1, y, why, Role::Dim);
    canvas.paragraph(1, y + 1, "Enter 打开后可看：怎么交接", Role::Title);
}
