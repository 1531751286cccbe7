//! Draws 今日: the lines in their order, and beside them the selected one.

mod line;
mod pane;

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::today::Today;
use crate::domain::today::TodayLine;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells::Align;
use crate::ui::theme::Role;
use crate::ui::widget::frame;

/// The share of the lines on a wide screen, in percent.
const LINES_PERCENT: usize = 61;
/// The widths of the columns before the matter: kind, number, name.
const COLUMNS: [usize; 3] = [9, 9, 8];
/// The narrowest pane in which numbers stand with their year.
const WHOLE_NUMBER_CELLS_MIN: usize = 56;
/// The width of numbers without their year, and where one of another year, as 25-0008, stands among them.
const SHORT_NUMBER_CELLS: [usize; 2] = [5, 7];
/// The width of the state at the end.
const STATE_CELLS: usize = 8;

pub(super) fn draw(screen: &Today, app: &App, canvas: &mut Canvas<'_>) {
    let (shown, all) = (screen.list.items().len(), screen.count());
    let name = "今日要办";
    let ahead = screen.list.items().iter().filter(|line| line.is_ahead()).count();
    let title = match (shown, all) {
        _ if shown == all && shown == ahead => name.to_owned(),
        _ if shown == all => format!("{name} {}", all - ahead),
        _ => format!("{name} {shown}/{all}"),
    };
    if all == 0 {
        let inside = frame::filtered(canvas, &title, screen.list.filter());
        canvas.part(inside).paragraph(1, 1, &empty_words(app, all), Role::Plain);
        return;
    }
    let pane_title = screen.list.selected().map(|line| pane::title(app, line)).unwrap_or_default();
    let (lines, pane) = frame::pair(canvas, LINES_PERCENT, [&title, &pane_title], Some(screen.list.filter()));
    if screen.list.items().is_empty() {
        canvas.part(lines).paragraph(1, 1, &empty_words(app, all), Role::Dim);
        return;
    }
    draw_lines(screen, app, canvas, lines);
    if let (Some(area), Some(line)) = (pane, screen.list.selected()) {
        pane::draw(app, line, screen.waiting, &mut canvas.part(area));
    }
}

fn empty_words(app: &App, all: usize) -> String {
    let way = |command, outcome| app.keymap.way(Scope::Today, Command::Global(command), outcome);
    let intake = way(GlobalCommand::Intake, "接件");
    if all > 0 {
        "没有找到。改几个字再找，或按 Esc 看全部。".to_owned()
    } else if let Some(given) = app.village.handed_over() {
        let tasks = way(GlobalCommand::Tasks, "看全部代办件");
        format!("已交接给{}，这份只能看，记不进去。新来的事请到{}的电脑上记；{tasks}。", given.to, given.to)
    } else if app.village.households().len() == 0 {
        let (import, add) = (way(GlobalCommand::Import, "导入花名册"), way(GlobalCommand::AddHousehold, "一户一户加"));
        format!("还没有农户。先{import}，或{add}；有人来办事，{intake}。")
    } else {
        let (note, tasks) = (way(GlobalCommand::Note, "记一笔"), way(GlobalCommand::Tasks, "看全部代办件"));
        let carried = carried(app);
        format!("今天没有要办的。{carried}有人来办事，{intake}；想起什么，{note}；{tasks}。")
    }
}

/// What is in hand though nothing of it is due: an empty day is not an empty desk.
fn carried(app: &App) -> String {
    let open = app.village.tasks().filter(|task| task.state.is_open()).count();
    let held = app.village.tasks().flat_map(|task| task.holds_out()).count();
    match (open, held) {
        (0, 0) => String::new(),
        (open, 0) => format!("在办的{open}件都还没到日子。"),
        (open, held) => format!("在办的{open}件、在外的证件{held}本，都还没到日子。"),
    }
}

fn draw_lines(screen: &Today, app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let mut body = canvas.part(area);
    let rows_of = |line: &_| 1 + usize::from(line::below(app, line).is_some());
    let window = screen.list.window_of(area.height, rows_of);
    let all_shown = window.len() == screen.list.items().len();
    let shown = screen.list.items().iter().skip(window.start).take(window.len());
    let no_cells = no_cells(app, area.width, shown);
    let below = window.end;
    let mut y = 0;
    for index in window {
        let Some(item) = screen.list.items().get(index) else { break };
        draw_line(&mut body, y, app, (item, no_cells));
        if index == screen.list.selected_index() {
            body.row_role(y, Role::Selected);
        }
        y += 1;
        if let Some(words) = line::below(app, item) {
            body.text(1 + COLUMNS[0] + 1, y, &words, Role::Dim);
            y += 1;
        }
    }
    if !all_shown {
        frame::foot(canvas, area, &below_words(app, screen.list.items().get(below..).unwrap_or_default()));
        let inside = Area { height: area.height.min(screen.list.items().len() - 1), ..area };
        let bottom = Area { y: area.y + area.height - inside.height, ..inside };
        frame::position(canvas, bottom, screen.list.selected_index(), screen.list.items().len());
    }
}

/// What stands below the fold, so that nothing late hides there: the order is the law's and brings it no higher.
fn below_words(app: &App, below: &[TodayLine]) -> String {
    let late = below.iter().filter(|line| line.is_late(&app.village, app.today)).count();
    match (below.len(), late) {
        (0, _) => String::new(),
        (more, 0) => format!("下面还有{more}条"),
        (more, late) => format!("下面还有{more}条，其中过期{late}条"),
    }
}

/// The width of the numbers: whole where there is room, else wide enough for those of another year.
fn no_cells<'a>(app: &App, room: usize, mut lines: impl Iterator<Item = &'a TodayLine>) -> usize {
    let wide = |line: &TodayLine| short_no(&line::of(app, line).no, app.today.year()).len() > SHORT_NUMBER_CELLS[0];
    match room >= WHOLE_NUMBER_CELLS_MIN {
        true => COLUMNS[1],
        false => SHORT_NUMBER_CELLS[usize::from(lines.any(wide))],
    }
}

/// A number where there is little room: 0008 of this year's, 25-0008 of another year's.
fn short_no(no: &str, year: i16) -> &str {
    match no.split_once('-') {
        Some((of, tail)) if of == year.to_string() => tail,
        Some(_) => no.get(2..).unwrap_or(no),
        None => no,
    }
}

fn draw_line(canvas: &mut Canvas<'_>, y: usize, app: &App, (item, no_cells): (&TodayLine, usize)) {
    let line = line::of(app, item);
    let room = canvas.width();
    let no = if no_cells == COLUMNS[1] { line.no.as_str() } else { short_no(&line.no, app.today.year()) };
    let mut x = canvas.column(1, y, COLUMNS[0], &line.kind, Align::Left, line.role) + 1;
    // A line without a number has its width for the words.
    let mut who_room = COLUMNS[2];
    if no.is_empty() {
        who_room = canvas.measure(&line.who).clamp(COLUMNS[2], COLUMNS[2] + 1 + no_cells);
    } else {
        x = canvas.column(x, y, no_cells, no, Align::Left, Role::Plain) + 1;
    }
    if !(no.is_empty() && line.who.is_empty()) {
        x = canvas.column(x, y, who_room, &line.who, Align::Left, Role::Plain) + 1;
    }
    let matter = room.saturating_sub(x + STATE_CELLS + 1);
    x = canvas.column(x, y, matter, &line.matter, Align::Left, Role::Plain) + 1;
    canvas.column(x, y, STATE_CELLS, &line.state, Align::Left, Role::Plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_another_year_keeps_its_year() {
        let told = ["2026-0008", "2025-0008", "2025-10008", "13点", ""].map(|no| short_no(no, 2026));
        assert_eq!(told, ["0008", "25-0008", "25-10008", "13点", ""]);
    }
}
