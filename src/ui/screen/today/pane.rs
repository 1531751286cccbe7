//! The selected line of 今日 told at length, with what can lawfully be done next.

mod follow_ups;
mod packages;
mod pairings;
mod postings;
mod supervision;
mod visits;

use super::line;
use crate::app::App;
use crate::domain::backup::newest_elsewhere;
use crate::domain::household::GroupNo;
use crate::domain::note::Note;
use crate::domain::task::ProxyTask;
use crate::domain::task::lifecycle;
use crate::domain::today::{self, TodayKind, TodayLine, TodaySubject};
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts;

/// The next steps named, at most.
const STEPS_MAX: usize = 3;

/// What the pane is about.
pub(super) fn title(app: &App, line: &TodayLine) -> String {
    match line.subject {
        TodaySubject::Task(id) | TodaySubject::Hold(id, _) => {
            app.village.task(id).map(|task| format!("{} {}", task.no, task.matter.name)).unwrap_or_default()
        }
        TodaySubject::Village => "备份".to_owned(),
        TodaySubject::Retention => "到期销毁".to_owned(),
        TodaySubject::Packages(..) => "交表".to_owned(),
        TodaySubject::Rotation => "轮岗".to_owned(),
        TodaySubject::Point(_) => "逢场设点".to_owned(),
        TodaySubject::Leave(_) => "请假".to_owned(),
        TodaySubject::Posting(_) | TodaySubject::Publication(_) => "公示".to_owned(),
        TodaySubject::Visit(_) | TodaySubject::Round | TodaySubject::Unseen(..) => "走访".to_owned(),
        TodaySubject::Pairing(_) => "帮扶".to_owned(),
        TodaySubject::FollowUp(..) => "到点的事".to_owned(),
        TodaySubject::Supervision(_) | TodaySubject::PoorRating(_) => "督办".to_owned(),
        TodaySubject::Note(id) => app.village.note(id).map_or("", |note| note.kind.label()).to_owned(),
    }
}

pub(super) fn draw(app: &App, line: &TodayLine, waiting: Option<(GroupNo, usize)>, canvas: &mut Canvas<'_>) {
    match line.subject {
        TodaySubject::Task(id) | TodaySubject::Hold(id, _) => {
            if let Some(task) = app.village.task(id) {
                draw_task(app, line.kind, task, canvas);
            }
        }
        TodaySubject::Village => draw_backup(app, canvas),
        TodaySubject::Retention => draw_retention(app, canvas),
        TodaySubject::Packages(id, _) => packages::draw(app, id, canvas),
        TodaySubject::Rotation => supervision::draw_rotation(app, canvas),
        TodaySubject::Point(id) => visits::draw_point(app, id, (line.days, waiting), canvas),
        TodaySubject::Leave(_) => visits::draw_leave(app, canvas),
        TodaySubject::Posting(id) => postings::draw_posting(app, id, canvas),
        TodaySubject::Publication(_) => postings::draw_publications(app, canvas),
        TodaySubject::Round => visits::draw_round(app, canvas),
        TodaySubject::Unseen(id, count) => visits::draw_unseen(app, id, count, canvas),
        TodaySubject::Visit(id) => visits::draw_visit(app, id, canvas),
        TodaySubject::Pairing(id) => pairings::draw(app, id, canvas),
        TodaySubject::FollowUp(key, count) => follow_ups::draw(app, key, count, canvas),
        TodaySubject::Supervision(id) => supervision::draw(app, id, canvas),
        TodaySubject::PoorRating(id) => supervision::draw_rating(app, id, canvas),
        TodaySubject::Note(id) => {
            if let Some(note) = app.village.note(id) {
                draw_note(app, line, note, canvas);
            }
        }
    }
}

/// What can be done about it, once it is open.
fn put_next(app: &App, canvas: &mut Canvas<'_>, y: usize, words: &str) {
    canvas.paragraph(1, y, &next_line(app, words), Role::Title);
}

/// In a village that was handed over nothing is done any more, only looked at.
fn next_line(app: &App, words: &str) -> String {
    match app.village.handed_over() {
        None => format!("Enter 打开后可办：{words}"),
        Some(given) => format!("Enter 打开看。已交接给{}，这份只能看", given.to),
    }
}

fn draw_task(app: &App, kind: TodayKind, task: &ProxyTask, canvas: &mut Canvas<'_>) {
    let next = next_line(app, &next_words(app, kind, task).join(" "));
    let next_rows = cells::wrap(&next, canvas.width().saturating_sub(2)).len();
    let area = canvas.area();
    let facts = task_facts::of(app, task, false, true);
    let room = crate::ui::canvas::Area { height: area.height.saturating_sub(next_rows + 1), ..area };
    task_facts::draw(canvas, room, &facts, 0);
    let y = task_facts::rows(canvas, room, &facts).min(room.height) + 1;
    canvas.paragraph(1, y, &next, Role::Title);
}

/// What may be done now: what the line asks for, then the steps, the likely one first.
fn next_words(app: &App, kind: TodayKind, task: &ProxyTask) -> Vec<&'static str> {
    let asked = match kind {
        TodayKind::HoldDue => Some("还证件"),
        TodayKind::MoneyOpen => Some("代缴款"),
        TodayKind::SignatureDue => Some("委托补签"),
        TodayKind::Overdue
        | TodayKind::DueToday
        | TodayKind::DueSoon
        | TodayKind::ToDeliver
        | TodayKind::Returned
        | TodayKind::ToTell
        | TodayKind::NotAccepted
        | TodayKind::NoticeGiven
        | TodayKind::Paused
        | TodayKind::ToUrge
        | TodayKind::CallBack
        | TodayKind::PointDay
        | TodayKind::NotBack
        | TodayKind::RoundDue
        | TodayKind::LongUnseen
        | TodayKind::CycleOver
        | TodayKind::Posting
        | TodayKind::FollowUpDue
        | TodayKind::Supervision
        | TodayKind::StepDue
        | TodayKind::RotationDue
        | TodayKind::Unconfirmed
        | TodayKind::BackupOld
        | TodayKind::DestructionDue => None,
    };
    let urge = today::asks_for_urging(task, app.today).then_some("催问");
    asked
        .into_iter()
        .chain(urge)
        .chain(lifecycle::onward(task, app.today, &app.tables.calendar).map(|step| lifecycle::label_for(step, task)))
        .take(STEPS_MAX)
        .collect()
}

fn draw_backup(app: &App, canvas: &mut Canvas<'_>) {
    let last = match newest_elsewhere(&app.village) {
        Some(copy) => {
            format!("最近一份是 {} 备份到 {} 的。", task_facts::short(app, copy.at.day()), copy.place)
        }
        None => "还没有备份到别的盘。".to_owned(),
    };
    let y = canvas.paragraph(1, 0, &last, Role::Plain);
    let why = "电脑坏了、丢了，只有备份能把全部数据找回来。备份到U盘或另一个盘，7天里有一份就不再提醒。";
    let y = canvas.paragraph(1, y, why, Role::Dim);
    put_next(app, canvas, y + 1, "备份");
}

fn draw_retention(app: &App, canvas: &mut Canvas<'_>) {
    let why = "群众的信息用完了，满了保管期限就该销毁。先看清单，经批准再销毁；销毁以后找不回来。";
    let y = canvas.paragraph(1, 0, why, Role::Plain);
    put_next(app, canvas, y + 1, "看清单，销毁");
}

fn draw_note(app: &App, line: &TodayLine, note: &Note, canvas: &mut Canvas<'_>) {
    let words = line::of(app, line);
    let mut y = canvas.paragraph(1, 0, &words.who, Role::Title);
    let person = note.person.and_then(|id| app.village.person(id));
    if let Some(phone) = person.and_then(|person| person.phones.first()) {
        y = canvas.paragraph(1, y, &phone.masked(), Role::Masked);
    }
    y = canvas.paragraph(1, y, &note.text, Role::Plain);
    let at = task_facts::short(app, note.at.day());
    let written = match note.is_late_entry() {
        true => format!("{at}的事，{}补记", task_facts::short(app, note.written_at().day())),
        false => format!("{at}记下"),
    };
    y = canvas.paragraph(1, y + 1, &written, Role::Dim);
    if let Some(promise) = note.call_back.as_ref() {
        let words = format!("答应{} {}回电", task_facts::short(app, promise.on), promise.hour);
        y = canvas.paragraph(1, y, &words, Role::Plain);
    }
    put_next(app, canvas, y + 1, "已回电");
}
