//! The selected line of 今日 told at length, where it is about a pairing.

use crate::app::App;
use crate::domain::id::PairingId;
use crate::domain::pairing::outlook::{self, Talks};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw(app: &App, id: PairingId, canvas: &mut Canvas<'_>) {
    let Some(pairing) = app.village.pairing(id) else { return };
    let whom = outlook::whom(&app.village, pairing);
    let mut y = canvas.paragraph(1, 0, &format!("{} {whom}", pairing.target.label()), Role::Title);
    y = canvas.paragraph(1, y, &format!("帮扶人 {} {}", pairing.helper, pairing.unit), Role::Plain);
    if let Some(step) = &pairing.next_step {
        y = canvas.paragraph(1, y, &format!("下一步 {} {}", short(app, step.on), step.what), Role::Plain);
    }
    let last = outlook::last_contact(&app.village, &Talks::of(&app.village), pairing, app.today);
    let last = last.map_or_else(|| "还没有记过联系".to_owned(), |day| format!("上次联系 {}", short(app, day)));
    y = canvas.paragraph(1, y, &last, Role::Dim);
    super::put_next(app, canvas, y + 1, "记措施，定下一步");
}
