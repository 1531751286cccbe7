//! How far a piece of long work is: words, counts and a bar of `#`.

use crate::app::message::Progress;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the progress on row `y`.
pub fn draw(canvas: &mut Canvas<'_>, y: usize, progress: &Progress) {
    let Progress { what, done, total } = progress;
    let blank = " ".repeat(canvas.width());
    canvas.text(0, y, &blank, Role::Plain);
    let counts = if *total > 0 { format!(" {done}/{total}") } else { format!(" {done}") };
    let x = canvas.text(1, y, &format!("正在{what}{counts} "), Role::Title);
    let stop = "  Esc 停下 ";
    let room = canvas.width().saturating_sub(x + 2 + canvas.measure(stop)).min(40);
    if *total > 0 && room >= 10 {
        let room_wide = u64::try_from(room).unwrap_or(0);
        let filled = usize::try_from(done.saturating_mul(room_wide) / total).unwrap_or(room).min(room);
        canvas.text(x, y, &format!("[{}{}]", "#".repeat(filled), " ".repeat(room - filled)), Role::Plain);
    }
    canvas.text_right(y, stop, Role::Dim);
}
