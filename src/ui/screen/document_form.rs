//! Draws what is known of a paper being written down.

use crate::app::App;
use crate::app::screen::document_form::DocumentForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &DocumentForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "记证件有效期");
    form::draw(canvas, inside, &screen.form);
}
