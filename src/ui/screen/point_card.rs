//! Draws one service point and the days it was kept.

use crate::app::App;
use crate::app::screen::point_card::PointCard;
use crate::app::screen::point_form::PointForm;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;
use crate::ui::widget::{form, frame, numbered};

/// Days it was kept that are shown.
const HELD_MAX: usize = 8;

pub(super) fn draw_form(screen: &PointForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, screen.kind.title());
    form::draw(canvas, inside, &screen.form);
}

pub(super) fn draw(screen: &PointCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(point) = app.village.service_point(screen.id) else {
        let inside = frame::single(canvas, "设点");
        canvas.part(inside).paragraph(1, 1, "这个点已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("设点 {}", point.name));
    let mut body = canvas.part(inside);
    let days = format!("{} {}", point.days.words(), point.hours);
    let next = match (point.until, point.next_from(app.today)) {
        (Some(until), _) => format!("{until} 撤了"),
        (None, Some(day)) => format!("{} {}", short(app, day), day.weekday_label()),
        (None, None) => "两个月里没有".to_owned(),
    };
    let missed = point.missed(app.today, |day| app.village.away_on(day).is_some());
    let mut facts = vec![("哪些天", days, Role::Title), ("下一次", next, Role::Plain)];
    if !point.place.is_empty() {
        facts.insert(1, ("地方", point.place.clone(), Role::Plain));
    }
    if let Some(day) = missed.filter(|_| point.until.is_none()) {
        facts.push(("没记到场", format!("{}，去了就补记，没去写请假或说明", short(app, day)), Role::Soon));
    }
    for held in point.held.iter().rev().take(HELD_MAX) {
        let words = if held.words.is_empty() { "到场" } else { &held.words };
        facts.push(("到场", format!("{} {words}", short(app, held.on)), Role::Dim));
    }
    let mut y = 0;
    for (label, words, role) in facts {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(11, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}
