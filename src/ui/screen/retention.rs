//! Draws 到期销毁, step by step.

use crate::app::App;
use crate::app::screen::retention::{Retention, RetentionStep};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{form, frame, numbered};

const WHAT: &str =
    "群众的信息用完了，满了保管期限就该销毁。年数按镇里规定，写在数据文件夹的 tables/retention.toml 里。";
const UNFINISHED: &str = "销毁过的旧内容还压在数据文件里，没有做完：选「清掉旧内容」。";
const BEFORE: &str = "销毁以后找不回来，不能撤销，只留下编号、类别、日子和数目。先看过清单，经过批准再销毁。";

pub(super) fn draw(screen: &Retention, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "到期销毁");
    match &screen.step {
        RetentionStep::Start => {
            let mut part = canvas.part(inside);
            let y = part.paragraph(1, 0, WHAT, Role::Dim);
            let (words, role) = match (screen.free_count, screen.blocked_count) {
                (0, 0) => ("今天没有到期的记录。".to_owned(), Role::Plain),
                (0, blocked) => (format!("到期的{blocked}条都还不能销毁，打开看为什么。"), Role::Plain),
                (free, 0) => (format!("到期可以销毁的{free}条。"), Role::Soon),
                (free, blocked) => (format!("到期可以销毁的{free}条；另有{blocked}条还不能销毁。"), Role::Soon),
            };
            let mut y = part.paragraph(1, y + 1, &words, role);
            if screen.is_erasure_due {
                y = part.paragraph(1, y, UNFINISHED, Role::Soon);
            }
            numbered::draw(canvas, inside.below(y + 1), &screen.lines);
        }
        RetentionStep::Asking(asking) => {
            let words = format!("要销毁{}条。{BEFORE}", screen.free_count);
            let below = canvas.part(inside).paragraph(1, 0, &words, Role::Soon) + 1;
            form::draw(canvas, inside.below(below), asking);
        }
    }
}
