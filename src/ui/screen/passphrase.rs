//! Draws the setting of the passphrase and the recovery code.

use crate::app::App;
use crate::app::screen::passphrase::{Passphrase, Purpose, Stage};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, secret_form};

const FOUNDING: &str = "给这个村的数据定一个口令：以后每次打开都要用。电脑丢了，没有口令谁也看不到村里的人和事。";
const CHANGING: &str = "换一个口令。先打现在的，再把新的打两遍；改好以后旧的就打不开了。";
const RENEWING: &str = "换一个恢复码：先打口令，再抄新的。新的抄对以前，旧的照样管用。";
const ERASING: &str =
    "把全部数据重新加密写一遍，已经销毁的不再写进去。先打口令，再抄新的恢复码；做完以后旧的恢复码就作废，口令不变。";
const COPYING: &str = "这是恢复码：口令忘了，只有它能打开数据。离开这里以后就再也看不到。";
const TO_DO: [&str; 3] = [
    "抄在纸上，写上村名和今天的日期。",
    "和电脑分开放，锁好；不要拍照，不要存在这台电脑里。",
    "抄好了按 Enter，下一步照着纸上打一遍，看抄对了没有。",
];
const CHECKING: &str = "照着纸上的恢复码打一遍。看不清就按 Esc 回去再看。";

pub(super) fn draw(screen: &Passphrase, _app: &App, canvas: &mut Canvas<'_>) {
    match screen.stage {
        Stage::Choosing => {
            let (title, words) = match screen.purpose {
                Purpose::Found(_) => ("定口令", FOUNDING),
                Purpose::Change => ("修改口令", CHANGING),
                Purpose::Renew => ("换恢复码", RENEWING),
                Purpose::Erase => ("清掉旧内容", ERASING),
            };
            let inside = frame::single(canvas, title);
            let mut part = canvas.part(inside);
            let below = part.paragraph(1, 0, words, Role::Plain) + 1;
            secret_form::draw(&mut part, below, &screen.choosing);
        }
        Stage::Copying => {
            let inside = frame::single(canvas, "恢复码");
            let mut part = canvas.part(inside);
            let mut y = part.paragraph(1, 0, COPYING, Role::Plain) + 1;
            if let Some(printed) = screen.code.as_ref().map(|code| code.printed()) {
                y = part.paragraph(3, y, printed.text().unwrap_or_default(), Role::Title) + 1;
            }
            for (n, words) in TO_DO.iter().enumerate() {
                y = part.paragraph(1, y, &format!("{} {words}", n + 1), Role::Plain);
            }
            let until_then = match screen.purpose {
                Purpose::Found(_) | Purpose::Change => "打对以前，什么都还没有写进电脑。",
                Purpose::Renew => "打对以前，旧的恢复码照样管用。",
                Purpose::Erase => "打对以前，什么都还没有清，旧的恢复码照样管用。",
            };
            part.paragraph(1, y + 1, until_then, Role::Dim);
        }
        Stage::Checking => {
            let inside = frame::single(canvas, "核对恢复码");
            let mut part = canvas.part(inside);
            let below = part.paragraph(1, 0, CHECKING, Role::Plain) + 1;
            secret_form::draw(&mut part, below, &screen.checking);
        }
    }
}
