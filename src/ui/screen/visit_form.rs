//! Draws a visit being written down, and the reason why one is void.

use crate::app::App;
use crate::app::screen::visit_card::VisitVoid;
use crate::app::screen::visit_form::VisitForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &VisitForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "记走访");
    form::draw(canvas, inside, &screen.form);
}

pub(super) fn draw_void(screen: &VisitVoid, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "走访作废");
    form::draw(canvas, inside, &screen.form);
}
