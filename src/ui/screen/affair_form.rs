//! Draws the forms of 村务.

use crate::app::App;
use crate::app::screen::affair_form::AffairForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &AffairForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, &screen.title);
    form::draw(canvas, inside, &screen.form);
}
