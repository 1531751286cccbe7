//! Draws 交表与U盘, step by step.

mod packages;

use crate::app::App;
use crate::app::outgoing::PackageNews;
use crate::app::screen::exchange::start::Start;
use crate::app::screen::exchange::{Exchange, ExchangeStep};
use crate::domain::package::Manner;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::{eject, form, frame, numbered};

const FOLDER_HOW: &str = "写到一个已经有的文件夹。里面会多出一个新文件夹，就是这一包，原有的东西不动。";
const TERMS_HOW: &str = "写在封面上，也记在留底里。";
const REASON_HOW: &str =
    "这个U盘没有登记。有登记过的，请换那个；一定要用这个，请写原因，会记在留底里。也可以返回，先把它登记。";
const LOST_HOW: &str = "丢的是哪一个？选一个，看上面有什么、有谁的信息、要做什么，可以打印。";
const REPLIES_HOW: &str = "镇里的回执是 .dbr 结尾的文件。先找出来给您看，选了才收。";
const WRITING: &str =
    "正在写。先写，再读回来核对，核对完才算数。没有写完先别拔U盘；要停按 Esc，停下的一包作废，内容留到下一包。";

pub(super) fn draw(screen: &Exchange, app: &App, canvas: &mut Canvas<'_>) {
    match &screen.step {
        ExchangeStep::Packages(list) => return packages::draw_list(list, app, canvas),
        ExchangeStep::Package(card, _) => return packages::draw_card(card, app, canvas),
        ExchangeStep::Start
        | ExchangeStep::Folder(_)
        | ExchangeStep::Terms(_)
        | ExchangeStep::Writing(_)
        | ExchangeStep::Written(..)
        | ExchangeStep::Lost(_)
        | ExchangeStep::Replies(_)
        | ExchangeStep::ReplyFrom(..) => {}
    }
    let inside = frame::single(canvas, "交表与U盘");
    match &screen.step {
        ExchangeStep::Folder(step) => {
            let below = canvas.part(inside).paragraph(1, 0, FOLDER_HOW, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
        ExchangeStep::Lost(places) => {
            let below = canvas.part(inside).paragraph(1, 0, LOST_HOW, Role::Plain) + 1;
            numbered::draw(canvas, inside.below(below), &places.lines);
        }
        ExchangeStep::Replies(list) => {
            let below = canvas.part(inside).paragraph(1, 0, &list.words(), Role::Plain) + 1;
            numbered::draw(canvas, inside.below(below), &list.lines);
        }
        ExchangeStep::ReplyFrom(step, _) => {
            let below = canvas.part(inside).paragraph(1, 0, REPLIES_HOW, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
        ExchangeStep::Terms(step) => {
            let how = if step.writes_to.is_some() { REASON_HOW } else { TERMS_HOW };
            let below = canvas.part(inside).paragraph(1, 0, how, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
        ExchangeStep::Writing(_) => {
            canvas.part(inside).paragraph(1, 1, WRITING, Role::Plain);
        }
        ExchangeStep::Written(path, password, eject) => {
            let mut part = canvas.part(inside);
            part.text(1, 1, &eject::head(eject, "已写好并核对"), Role::Done);
            let mut y = part.paragraph(1, 3, &format!("在 {}", path.display()), Role::Plain);
            if let Some(password) = password {
                y = part.paragraph(1, y + 1, &packages::password_words(password), Role::Soon);
            }
            let words = "镇里签收后，到「以前交过的」里打开这一包，记「镇里签收了」。没签收的内容，等有新内容时一起再带上；U盘丢了，选「改成全部重新交」再写一份。";
            // On a small screen it is the stick's turn.
            if !eject.is_refused() {
                y = part.paragraph(1, y + 1, words, Role::Dim);
            }
            eject::draw(canvas, inside.below(y + 1), eject);
        }
        ExchangeStep::Start | ExchangeStep::Packages(_) | ExchangeStep::Package(..) => {
            draw_start(&screen.start, canvas, inside);
        }
    }
}

fn draw_start(start: &Start, canvas: &mut Canvas<'_>, inside: Area) {
    let mut part = canvas.part(inside);
    let confirmed = match &start.confirmed {
        Some(confirmed) => format!("镇里签收到 {confirmed}"),
        None => "镇里还没有签收过".to_owned(),
    };
    let x = part.text(1, 0, &confirmed, Role::Plain);
    if start.waiting > 0 {
        part.text(x, 0, &format!("，写出去还没签收的 {}包", start.waiting), Role::Soon);
    }
    let below = draw_news(start, &mut part, 1);
    let Start { receiver, purpose, .. } = start;
    let terms = match start.manner {
        Manner::ForOffice => format!("加密交给 {receiver}，只有它打得开，用途 {purpose}"),
        Manner::Locked => format!("交给 {receiver}，一张带密码的表，用途 {purpose}"),
        Manner::Open => format!("交给 {receiver}，不加密，用途 {purpose}"),
    };
    let mut y = part.paragraph(1, below, &terms, Role::Plain);
    y = match &start.places {
        None => part.paragraph(1, y, "正在找U盘。", Role::Dim),
        Some(places) if places.is_empty() => {
            part.paragraph(1, y, "没有看到U盘：插好，等几秒，它会自己出来；也可以先写到文件夹。", Role::Dim)
        }
        Some(_) => y,
    };
    if start.new_replies_count() > 0 {
        let words = format!("U盘上有镇里的{}份回执还没有收，先收了再交。", start.new_replies_count());
        y = part.paragraph(1, y, &words, Role::Soon);
    }
    numbered::draw(canvas, inside.below(y + 1), &start.lines);
}

fn draw_news(start: &Start, canvas: &mut Canvas<'_>, y: usize) -> usize {
    let Some(news) = start.news else {
        canvas.text(1, y, "正在看有哪些内容。", Role::Dim);
        return y + 1;
    };
    let PackageNews { everything, is_new, tasks, households, people, originals, gone } = news;
    let head = match (everything, is_new) {
        (false, false) if start.waiting > 0 => "上次写盘以后没有新内容。没签收的要再写一份，选「改成全部重新交」。",
        (false, false) => "没有新内容，不用交。",
        (false, true) => "要交的新内容：",
        (true, _) => "全部重新交：",
    };
    let role = if is_new { Role::Title } else { Role::Done };
    let x = canvas.text(1, y, head, role);
    if !is_new {
        return y + 1;
    }
    let counts = [
        ("代办", tasks, "件"),
        ("农户", households, "户"),
        ("人口", people, "人"),
        ("在外证件", originals, "件"),
        ("迁出死亡", gone, "条"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|it| it.1 > 0).map(|it| format!("{}{}{}", it.0, it.1, it.2)).collect();
    canvas.paragraph(x, y, &counts.join("，"), Role::Plain)
}
