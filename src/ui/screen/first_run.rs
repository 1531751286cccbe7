//! Draws the first run.

use crate::app::App;
use crate::app::screen::first_run::FirstRun;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::{form, frame};

/// What the form is for, said once above it.
const WELCOME: &str = "第一次打开：先建村。数据只存在这台电脑里，不上网。";

pub(super) fn draw(screen: &FirstRun, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "建村");
    let below = canvas.part(inside).paragraph(1, 0, WELCOME, Role::Dim) + 1;
    let area = Area { y: inside.y + below, height: inside.height.saturating_sub(below), ..inside };
    form::draw(canvas, area, &screen.form);
}
