//! The program's answer, over the last rows of the body; a long one takes as many rows as it needs.

use crate::app::notice::{Notice, NoticeKind};
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;

/// Rows an answer may take.
const ROWS_MAX: usize = 4;

/// Draws the answer so that it ends on the canvas's last row.
pub fn draw(canvas: &mut Canvas<'_>, notice: &Notice) {
    let role = match notice.kind {
        NoticeKind::Done => Role::Done,
        NoticeKind::Refused => Role::Refused,
    };
    let shown = canvas.look().glyphs.show(&notice.text).into_owned();
    let lines = cells::wrap(&shown, canvas.width().saturating_sub(2));
    let rows = lines.len().min(ROWS_MAX).min(canvas.height());
    let top = canvas.height() - rows;
    let area = canvas.area();
    canvas.part(area.below(top)).clear();
    for (n, line) in lines.into_iter().take(rows).enumerate() {
        canvas.text(1, top + n, shown.get(line).unwrap_or(""), role);
        canvas.row_role(top + n, role);
    }
}
