//! Draws one proxy task: its facts on the left, its numbered steps on the right; on a narrow screen below.

use crate::app::App;
use crate::app::numbered::NumberedItem;
use crate::app::screen::task_card::{CardAction, TaskCard};
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, task_facts};

/// The share of the facts on a wide screen, in percent.
const FACTS_PERCENT: usize = 58;
/// Rows of the menu on a narrow screen: five lines in two columns, and a reason below.
const NARROW_ROWS: usize = 7;
/// Rows of a greyed step's reason, at most.
const REASON_ROWS_MAX: usize = 3;

pub(super) fn draw(screen: &TaskCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(task) = app.village.task(screen.id) else {
        let inside = frame::single(canvas, "代办件");
        canvas.part(inside).paragraph(1, 1, "这件代办已经不在了，可能被撤销了。按 Esc 返回。", Role::Plain);
        return;
    };
    let title = format!("{} {}", task.no, task.matter.name);
    let (facts, steps) = frame::pair(canvas, FACTS_PERCENT, [&title, "下一步"], None);
    match steps {
        Some(steps) => {
            draw_facts(screen, app, task, canvas, facts);
            draw_steps(screen, canvas, steps);
        }
        None => {
            let above = facts.height.saturating_sub(NARROW_ROWS + 1);
            draw_facts(screen, app, task, canvas, Area { height: above, ..facts });
            draw_side_by_side(screen, &mut canvas.part(facts.below(above + 1)));
        }
    }
}

/// The state in one line that stays, and below it the facts as far as they are scrolled.
fn draw_facts(screen: &TaskCard, app: &App, task: &ProxyTask, canvas: &mut Canvas<'_>, area: Area) {
    let clock = clock::read(task, app.today, &app.tables.calendar);
    let (left, role) = task_facts::left_words(&clock);
    let stuck = task.stuck_at().label();
    let mut head = canvas.part(Area { height: 1, ..area });
    let mut x = head.text(1, 0, task.state_label(), Role::Title);
    if !stuck.is_empty() {
        x = head.text(x + 2, 0, &format!("卡在：{stuck}"), Role::Plain);
    }
    head.text(x + 2, 0, &left, role);
    let facts = task_facts::of(app, task, screen.revealed, false);
    let body = area.below(if area.height > 8 { 2 } else { 1 });
    let rows = task_facts::rows(canvas, body, &facts);
    let top = screen.scroll.top(rows, body.height);
    task_facts::draw(canvas, body, &facts, top);
    if rows > body.height {
        frame::position(canvas, area, (top + body.height).min(rows) - 1, rows);
    }
}

/// The numbered lines; the steps apart from the rest, and below a greyed one its reason.
fn draw_steps(screen: &TaskCard, canvas: &mut Canvas<'_>, area: Area) {
    let mut canvas = canvas.part(area);
    let items = screen.menu.items();
    let mut spare = area.height.saturating_sub(items.len());
    let mut y = 0;
    let mut steps_before = false;
    for (place, item) in items.iter().enumerate() {
        let is_step = matches!(item.value, CardAction::Step(_));
        if steps_before && !is_step && spare > 0 {
            (y, spare) = (y + 1, spare - 1);
        }
        steps_before = is_step;
        draw_line(&mut canvas, y, item, place == screen.menu.cursor());
        y += 1;
        let selected = place == screen.menu.cursor();
        if let Some(why) = item.blocked.as_ref().filter(|_| is_step || selected) {
            let rows = reason(&mut canvas, y, why, spare.min(REASON_ROWS_MAX));
            (y, spare) = (y + rows, spare - rows);
        }
    }
}

/// The same in little room: the steps beside the rest, and below the reason of the greyed line that matters most.
fn draw_side_by_side(screen: &TaskCard, canvas: &mut Canvas<'_>) {
    let half = canvas.width() / 2;
    let mut rows = [0, 0];
    for (place, item) in screen.menu.items().iter().enumerate() {
        let column = usize::from(!matches!(item.value, CardAction::Step(_)));
        let y = rows.get(column).copied().unwrap_or(0);
        let mut line = canvas.part(Area { x: column * half, y, width: half, height: 1 });
        draw_line(&mut line, 0, item, place == screen.menu.cursor());
        if let Some(row) = rows.get_mut(column) {
            *row += 1;
        }
    }
    let under_cursor = screen.menu.items().get(screen.menu.cursor());
    let greyed = |item: &&NumberedItem<CardAction>| item.blocked.is_some() && matches!(item.value, CardAction::Step(_));
    let told = under_cursor.filter(|item| item.blocked.is_some()).or_else(|| screen.menu.items().iter().find(greyed));
    if let Some((item, why)) = told.and_then(|item| item.blocked.as_ref().map(|why| (item, why))) {
        let y = rows.into_iter().max().unwrap_or(0);
        let spare = canvas.height().saturating_sub(y);
        reason(canvas, y, &format!("{}：{why}", item.label), spare);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, y: usize, item: &NumberedItem<CardAction>, selected: bool) {
    let digit = item.digit.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
    let role = if item.blocked.is_some() { Role::Dim } else { Role::Plain };
    canvas.text(1, y, &format!("{digit} {}", item.label), role);
    if selected {
        canvas.row_role(y, Role::Selected);
    }
}

fn reason(canvas: &mut Canvas<'_>, y: usize, why: &str, rows_max: usize) -> usize {
    let indent = 3;
    let shown = canvas.look().glyphs.show(why).into_owned();
    let lines = cells::wrap(&shown, canvas.width().saturating_sub(indent + 1));
    let rows = lines.len().min(rows_max);
    for (n, line) in lines.iter().take(rows).enumerate() {
        let words = shown.get(line.clone()).unwrap_or("");
        let more = if n + 1 == rows && lines.len() > rows { ".." } else { "" };
        canvas.text(indent, y + n, &format!("{words}{more}"), Role::Dim);
    }
    rows
}
