//! Draws the list of all commands.

use crate::app::App;
use crate::app::screen::palette::Palette;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::popup;
use crate::ui::widget::table::{self, Cell, Column};

const COLUMNS: [Column; 3] = [Column::new("", 13), Column::new("", 8), Column::new("", 20).growing()];

pub(super) fn draw(screen: &Palette, app: &App, canvas: &mut Canvas<'_>) {
    let size = (canvas.width().saturating_sub(6).min(90), canvas.height().saturating_sub(6));
    let mut popup = popup::filtered(canvas, size, "全部操作", screen.list.filter());
    let inside = popup.area().inside();
    table::draw(
        &mut popup,
        inside,
        &COLUMNS,
        &screen.list,
        "没有这样的操作，换个说法再找。",
        |command| {
            let row = command.row();
            let keys = app.keymap.keys(*command).first().map(ToString::to_string).unwrap_or_default();
            match screen.blocked(*command) {
                Some(why) => {
                    vec![Cell::new(row.title, Role::Dim), Cell::new(keys, Role::Dim), Cell::new(why, Role::Dim)]
                }
                None => vec![row.title.into(), Cell::new(keys, Role::Dim), row.help.into()],
            }
        },
    );
}
