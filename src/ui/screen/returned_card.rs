//! Draws one matter handed back: where it stands, what was done against a guard, the next steps, and its course below.

use crate::app::App;
use crate::app::screen::returned_card::ReturnedCard;
use crate::domain::returned_matter::{ReturnedMatter, words};
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered, task_facts};

/// Where the words of a fact begin.
const LEAD_CELLS: usize = 12;

pub(super) fn draw(screen: &ReturnedCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(matter) = app.village.returned_matter(screen.id) else {
        let inside = frame::single(canvas, "村务");
        canvas.part(inside).paragraph(1, 1, "这件村务已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("村务：{}", matter.title));
    let mut body = canvas.part(inside);
    let state = format!("{}（{} 起）", matter.state.label(), task_facts::short(app, matter.since()));
    let mut y = body.paragraph(1, 0, &state, Role::Title);
    for step in matter.overrides() {
        let words = format!("硬走：{} {}，{}", task_facts::short(app, step.on), step.to.label(), step.overridden);
        y = body.paragraph(1, y, &words, Role::Overdue);
    }
    let rows = screen.menu.items().len().min(body.height().saturating_sub(y));
    let area = crate::ui::canvas::Area { height: rows, ..body.area().below(y + 1) };
    y += 1 + numbered::draw(&mut body, area, &screen.menu);
    y += 1;
    let rows = broken(&body, facts(app, matter));
    let room = body.height().saturating_sub(y);
    let top = screen.scroll.top(rows.len(), room);
    for (label, words, role) in rows.iter().skip(top).take(room) {
        body.text(1, y, label, Role::Dim);
        body.text(LEAD_CELLS, y, words, *role);
        y += 1;
    }
    let below = rows.len().saturating_sub(top + room);
    if room == 0 {
        frame::foot(canvas, inside, "这里放不下经过，选「看全部经过」");
    } else if below > 0 {
        frame::foot(canvas, inside, &format!("下面还有{below}行，按 PgDn 往下看"));
    } else if top > 0 {
        frame::foot(canvas, inside, "到底了，按 PgUp 往上看");
    }
}

/// The facts broken into rows.
fn broken(body: &Canvas<'_>, facts: Vec<(String, String, Role)>) -> Vec<(String, String, Role)> {
    let mut rows = Vec::new();
    for (mut label, words, role) in facts {
        let shown = body.look().glyphs.show_lines(&words).into_owned();
        for line in cells::wrap(&shown, body.width().saturating_sub(LEAD_CELLS)) {
            rows.push((std::mem::take(&mut label), shown.get(line).unwrap_or("").to_owned(), role));
        }
    }
    rows
}

/// Its course, the newest step first.
fn facts(app: &App, matter: &ReturnedMatter) -> Vec<(String, String, Role)> {
    let told = words::course(&app.village, matter, &app.tables.meetings).into_iter().rev();
    let mut facts: Vec<(String, String, Role)> = told
        .map(|told| {
            let role = if told.overridden { Role::Overdue } else { Role::Plain };
            (task_facts::short(app, told.on), told.words, role)
        })
        .collect();
    for (label, words) in matter.screens.as_ref().map(words::screens).unwrap_or_default() {
        facts.push((label.to_owned(), words, Role::Plain));
    }
    let proposed = format!("{} {}", matter.proposed_on, matter.proposed_by);
    facts.extend([
        ("提出".to_owned(), proposed, Role::Plain),
        ("哪类事".to_owned(), matter.subject.clone(), Role::Plain),
    ]);
    facts
}
