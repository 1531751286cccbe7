//! 安全弹出 under a page that says 可以拔出: how far it is, and the lines to choose from.

use super::numbered;
use crate::app::screen::eject::{Eject, EjectState};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;

/// What the page says first: that it is written, and whether the stick may be pulled out.
pub fn head(eject: &Eject, written: &str) -> String {
    match eject.state {
        EjectState::Idle => format!("{written}，可以拔出"),
        EjectState::Working => "正在弹出，先别拔".to_owned(),
        EjectState::Done => "已弹出，可以拔了".to_owned(),
        // Some program may be writing to it.
        EjectState::Refused(_) => written.to_owned(),
    }
}

/// Draws it in this area; nothing where there is no stick.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, eject: &Eject) {
    if !eject.is_offered() {
        return;
    }
    let mut y = 0;
    if let EjectState::Refused(why) = &eject.state {
        y = canvas.part(area).paragraph(1, y, why, Role::Soon) + 1;
    }
    numbered::draw(canvas, area.below(y), &eject.lines);
}
