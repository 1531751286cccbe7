//! Draws 备份, step by step.

use crate::app::App;
use crate::app::message::BackupMade;
use crate::app::screen::backup::{Backup, BackupStep};
use crate::app::screen::eject::Eject;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;
use crate::ui::widget::{eject, form, frame, numbered};

const WHAT: &str = "全部数据另存一份到U盘或另一个盘，电脑坏了、丢了，用它在别的电脑上恢复。";
const FOLDER_HOW: &str = "写到一个已经有的文件夹，最好在另一个盘上：和数据在同一个盘上的，盘坏了会一起坏。";
const WRITING: &str =
    "正在备份。先写，再读回来逐笔核对，核对完才算数。没有做完先别拔U盘；要停按 Esc，停下的不留半截文件。";

pub(super) fn draw(screen: &Backup, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "备份");
    match &screen.step {
        BackupStep::Start => draw_start(screen, app, canvas, inside),
        BackupStep::Folder(step) => {
            let below = canvas.part(inside).paragraph(1, 0, FOLDER_HOW, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
        BackupStep::Writing(_) => {
            canvas.part(inside).paragraph(1, 1, WRITING, Role::Plain);
        }
        BackupStep::Made(made, ejecting) => {
            let below = draw_made(made, ejecting, &mut canvas.part(inside));
            eject::draw(canvas, inside.below(below + 1), ejecting);
        }
    }
}

fn draw_start(screen: &Backup, app: &App, canvas: &mut Canvas<'_>, inside: Area) {
    let mut part = canvas.part(inside);
    let mut y = part.paragraph(1, 0, WHAT, Role::Dim);
    y = match &screen.last {
        Some((day, place)) => {
            part.paragraph(1, y, &format!("上一份是 {} 备份到 {place} 的。", short(app, *day)), Role::Plain)
        }
        None => part.paragraph(1, y, "还没有备份到别的盘。", Role::Soon),
    };
    y = match &screen.places {
        None => part.paragraph(1, y, "正在找U盘。", Role::Dim),
        Some(places) if places.is_empty() => {
            part.paragraph(1, y, "没有看到U盘：插好，等几秒，它会自己出来。", Role::Dim)
        }
        Some(_) => y,
    };
    numbered::draw(canvas, inside.below(y + 1), &screen.lines);
}

fn draw_made(made: &BackupMade, ejecting: &Eject, canvas: &mut Canvas<'_>) -> usize {
    canvas.text(1, 1, &eject::head(ejecting, "已备份并核对"), Role::Done);
    let mut y = canvas.paragraph(1, 3, &format!("在 {}", made.path.display()), Role::Plain);
    let counts = format!("里面有{}人，代办{}件。", made.people_count, made.tasks_count);
    let thinned = match made.thinned_count {
        0 => String::new(),
        count => format!("更早的清掉了{count}份。"),
    };
    y = canvas.paragraph(1, y, &format!("{counts}{thinned}"), Role::Plain);
    let sealed = match made.sealed {
        true => "加了密，用现在的口令或恢复码打开。恢复：在新电脑上运行 daiban restore 这个文件。",
        false => "没有加密，谁拿到都能看，请收好。恢复：在新电脑上运行 daiban restore 这个文件。",
    };
    y = canvas.paragraph(1, y + 1, sealed, if made.sealed { Role::Dim } else { Role::Soon });
    if !made.elsewhere {
        let same = "和数据在同一个盘上，盘坏了会一起坏，不算盘外备份。请再备份一份到U盘或另一个盘。";
        y = canvas.paragraph(1, y, same, Role::Soon);
    }
    y
}
