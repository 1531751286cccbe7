//! Draws the first run.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::first_run::FirstRun;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::{form, frame};

/// What the form is for, said once above it.
const WELCOME: &str = "第一次打开：先建村。数据只存在这台电脑里，不上网。";

pub(super) fn draw(screen: &FirstRun, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "建村");
    let words = match app.villages.others.as_slice() {
        [] => WELCOME.to_owned(),
        // Who came here by the choice of villages must not think that the first one is gone.
        others => {
            let names = others.iter().map(|other| other.name.as_str()).collect::<Vec<_>>().join("、");
            let villages = Command::Global(GlobalCommand::Villages);
            let way = app.keymap.way(Scope::Global, villages, "换回去");
            format!("再建一个村，另有一份数据和口令。原来的村（{names}）都在：{way}。")
        }
    };
    let below = canvas.part(inside).paragraph(1, 0, &words, Role::Dim) + 1;
    let area = Area { y: inside.y + below, height: inside.height.saturating_sub(below), ..inside };
    form::draw(canvas, area, &screen.form);
}
