//! Draws the screen before sealed data.

use crate::app::App;
use crate::app::screen::unlock::Unlock;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, secret_form};

/// What to try when a passphrase that is right is not taken.
const ADVICE: [&str; 4] = [
    "打不开的时候：",
    "看看大写锁定（Caps Lock）灯亮没亮，字母要分大小写。",
    "看看输入法是中文还是英文，定口令时是哪种，现在就用哪种。",
    "真忘了：照恢复单打恢复码。口令和恢复码都没有，谁也打不开。",
];

pub(super) fn draw(screen: &Unlock, app: &App, canvas: &mut Canvas<'_>) {
    // Each of several villages has a passphrase of its own: it says whose is asked for.
    let whose = if app.villages.others.is_empty() { "" } else { app.villages.here.as_str() };
    let inside = frame::single(canvas, &format!("打开{whose}"));
    let mut part = canvas.part(inside);
    let mut y = 0;
    if let Some(why) = &screen.why {
        y = part.paragraph(1, y, why, Role::Title);
    }
    y = part.paragraph(1, y, "数据加了密，打口令才能打开。", Role::Plain) + 1;
    y = secret_form::draw(&mut part, y, &screen.form) + 1;
    for words in ADVICE {
        y = part.paragraph(1, y, words, Role::Dim);
    }
}
