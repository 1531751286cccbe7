//! Draws one leave.

use crate::app::App;
use crate::app::screen::leave_card::LeaveCard;
use crate::app::screen::leave_form::LeaveForm;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{form, frame, numbered};

pub(super) fn draw_form(screen: &LeaveForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "请假、培训、抽调");
    form::draw(canvas, inside, &screen.form);
}

pub(super) fn draw(screen: &LeaveCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(leave) = app.village.leave(screen.id) else {
        let inside = frame::single(canvas, "请假");
        canvas.part(inside).paragraph(1, 1, "这次请假已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, leave.kind.label());
    let mut body = canvas.part(inside);
    let days = format!("{} 到 {}，{}天", leave.from, leave.to, leave.days());
    let stand_in = format!("{} {}", leave.stand_in, leave.phone);
    let mut facts = vec![("哪几天", days, Role::Title)];
    let blank = |text: &str| text.trim().is_empty();
    facts.push(match blank(&stand_in) {
        true => ("替岗人", "还没有写".to_owned(), Role::Soon),
        false => ("替岗人", stand_in, Role::Plain),
    });
    if !leave.reason.is_empty() {
        facts.push(("事由", leave.reason.clone(), Role::Plain));
    }
    facts.push(match leave.back_on {
        Some(day) => ("销假", day.to_string(), Role::Dim),
        None if leave.is_over(app.today) => ("销假", "日子过了，还没有销假".to_owned(), Role::Overdue),
        None => ("销假", "还没有回来".to_owned(), Role::Plain),
    });
    facts.push(("每周巡回", "请假的周不算没走；事项的期限照样走".to_owned(), Role::Dim));
    let mut y = 0;
    for (label, words, role) in facts {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(11, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}
