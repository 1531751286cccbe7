//! Draws one posting with what was said against it.

use super::affairs::state_words;
use crate::app::App;
use crate::app::screen::posting_card::PostingCard;
use crate::domain::posting::{Objection, Posting};
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered};

/// Where the words of a fact begin.
const LEAD_CELLS: usize = 11;

pub(super) fn draw(screen: &PostingCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(posting) = app.village.posting(screen.id) else {
        let inside = frame::single(canvas, "公示");
        canvas.part(inside).paragraph(1, 1, "这张公示已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("公示：{}", posting.subject));
    let mut body = canvas.part(inside);
    let rows = broken(&body, facts(app, posting));
    // What can be done stays in sight, however long the text is that hangs there.
    let room = body.height().saturating_sub(screen.menu.items().len() + 1).max(1);
    let top = screen.scroll.top(rows.len(), room);
    let mut y = 0;
    for (label, words, role) in rows.iter().skip(top).take(room) {
        body.text(1, y, label, Role::Dim);
        body.text(LEAD_CELLS, y, words, *role);
        y += 1;
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
    let below = rows.len().saturating_sub(top + room);
    if below > 0 {
        frame::foot(canvas, inside, &format!("上面的内容还有{below}行，按 PgDn 往下看"));
    } else if top > 0 {
        frame::foot(canvas, inside, "内容到底了，按 PgUp 往上看");
    }
}

/// The facts broken into rows.
fn broken(body: &Canvas<'_>, facts: Vec<(&'static str, String, Role)>) -> Vec<(&'static str, String, Role)> {
    let mut rows = Vec::new();
    for (mut label, words, role) in facts {
        let shown = body.look().glyphs.show_lines(&words).into_owned();
        for line in cells::wrap(&shown, body.width().saturating_sub(LEAD_CELLS)) {
            rows.push((std::mem::take(&mut label), shown.get(line).unwrap_or("").to_owned(), role));
        }
    }
    rows
}

fn facts(app: &App, posting: &Posting) -> Vec<(&'static str, String, Role)> {
    let (state, words, role) = state_words(app, posting);
    let until = posting.may_come_down_on();
    let mut facts = vec![
        ("状态", format!("{state} {words}"), role),
        ("贴在哪里", posting.board.clone(), Role::Plain),
        ("张贴", format!("{}，至少贴{}天，{until} 起可撤", posting.from, posting.days), Role::Plain),
    ];
    facts.extend(posting.down_on.map(|on| ("撤下", on.to_string(), Role::Plain)));
    facts.push(("内容", posting.text.clone(), Role::Plain));
    facts.extend(
        posting.objections.iter().map(|objection| ("异议", objection_words(objection), objection_role(app, objection))),
    );
    facts
}

fn objection_words(objection: &Objection) -> String {
    let Objection { on, who, words, answer_by, answered_on, answer } = objection;
    let who = if who.is_empty() { "没有说名字" } else { who };
    match answered_on {
        Some(answered) => format!("{on} {who}：{words}；{answered} 答复：{answer}"),
        None => format!("{on} {who}：{words}；该在 {answer_by} 前答复"),
    }
}

fn objection_role(app: &App, objection: &Objection) -> Role {
    match objection.answered_on {
        Some(_) => Role::Plain,
        None if objection.answer_by < app.today => Role::Overdue,
        None => Role::Soon,
    }
}
