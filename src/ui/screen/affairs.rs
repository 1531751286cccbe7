//! Draws 村务.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::affairs::{AffairRow, Affairs, View};
use crate::domain::posting::{Posting, PostingState};
use crate::domain::returned_matter::ReturnedMatter;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, task_facts};

const COLUMNS: [Column; 5] = [
    Column::new("什么", 14).growing(),
    Column::new("到哪一步", 14),
    Column::new("", 11),
    Column::new("哪天起", 10).rank(1),
    Column::new("哪类、在哪里", 14).growing().rank(2),
];

pub(super) fn draw(screen: &Affairs, app: &App, canvas: &mut Canvas<'_>) {
    let title = format!("村务：{} {}", screen.view.label(), screen.count());
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = empty_words(screen, app);
    table::draw(canvas, inside, &COLUMNS, &screen.list, &empty, |row| match row {
        AffairRow::Returned(id) => {
            app.village.returned_matter(*id).map(|matter| matter_cells(app, matter)).unwrap_or_default()
        }
        AffairRow::Posting(id) => app.village.posting(*id).map(|it| posting_cells(app, it)).unwrap_or_default(),
        AffairRow::Publication(place) => publication_cells(app, *place),
    });
}

fn empty_words(screen: &Affairs, app: &App) -> String {
    let way = |command, words| app.keymap.way(Scope::List, Command::Global(command), words);
    match screen.view {
        _ if screen.count() > 0 => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
        View::Open => format!("没有正在办的交还事务。{}。", way(GlobalCommand::Propose, "提一件")),
        View::Postings => format!("没有贴着的公示。{}。", way(GlobalCommand::PutUp, "张贴公示")),
        View::Ended => "还没有办完的村务，也没有撤下的公示。".to_owned(),
    }
}

fn matter_cells(app: &App, matter: &ReturnedMatter) -> Vec<Cell> {
    let role = if matter.state.is_over() { Role::Dim } else { Role::Plain };
    let (mark, mark_role) = if matter.overrides().next().is_some() { ("有硬走", Role::Overdue) } else { ("", role) };
    vec![
        Cell::new(&*matter.title, role),
        Cell::new(matter.state.label(), role),
        Cell::new(mark, mark_role),
        Cell::new(task_facts::short(app, matter.since()), role),
        Cell::new(&*matter.subject, Role::Dim),
    ]
}

fn posting_cells(app: &App, posting: &Posting) -> Vec<Cell> {
    let (state, words, role) = state_words(app, posting);
    vec![
        Cell::new(posting.listed_name(), if posting.down_on.is_some() { Role::Dim } else { Role::Plain }),
        Cell::new(state, role),
        Cell::new(words, role),
        Cell::new(task_facts::short(app, posting.from), Role::Plain),
        Cell::new(&*posting.board, Role::Dim),
    ]
}

/// How a posting stands, and how far that is.
pub(super) fn state_words(app: &App, posting: &Posting) -> (String, String, Role) {
    match posting.state(app.today) {
        PostingState::Objected { answer_by } => {
            let left = answer_by.days_since(app.today);
            let words = if left < 0 { format!("过{}天", -left) } else { format!("剩{left}天") };
            ("异议待答".to_owned(), words, if left < 0 { Role::Overdue } else { Role::Soon })
        }
        PostingState::Up { until } => {
            ("公示中".to_owned(), format!("{}起可撤", task_facts::short(app, until)), Role::Plain)
        }
        PostingState::MayComeDown { .. } => ("可以撤下".to_owned(), String::new(), Role::Soon),
        PostingState::Down => {
            let down = posting.down_on.map(|on| task_facts::short(app, on)).unwrap_or_default();
            ("已撤下".to_owned(), down, Role::Dim)
        }
    }
}

fn publication_cells(app: &App, place: usize) -> Vec<Cell> {
    let Some(publication) = app.tables.postings.calendar.get(place) else { return Vec::new() };
    let left = publication.due_now(app.today).days_since(app.today);
    let (words, role) =
        if left < 0 { (format!("过{}天", -left), Role::Overdue) } else { (format!("剩{left}天"), Role::Soon) };
    vec![
        Cell::new(format!("{}{}", publication.every.label(), publication.kind), role),
        Cell::new("该贴了", role),
        Cell::new(words, role),
        Cell::new(format!("{}前", task_facts::short(app, publication.due_now(app.today))), Role::Plain),
        Cell::new(&*publication.source, Role::Dim),
    ]
}
