//! Draws what a register would change: the numbers, the choices, and as many problems as there is room for.

use crate::app::register::{ProblemWeight, RegisterCounts, RegisterProblem};
use crate::app::screen::import::preview::PreviewStep;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered};

/// Cells before a problem's message.
const INDENT_CELLS: usize = 6;

pub(super) fn draw(step: &PreviewStep, canvas: &mut Canvas<'_>, inside: Area) {
    let mut y = draw_counts(step, &mut canvas.part(inside));
    let menu = Area { y: inside.y + y + 1, height: inside.height.saturating_sub(y + 1), ..inside };
    y += 1 + numbered::draw(canvas, menu, &step.lines);
    draw_problems(step, canvas, inside.below(y + 1));
}

fn draw_counts(step: &PreviewStep, canvas: &mut Canvas<'_>) -> usize {
    let RegisterCounts { rows, new, updated, unchanged, repeated, rejected, households, people, absent } =
        step.register.counts;
    let what = match (households, people) {
        (0, 0) => String::new(),
        _ => format!("，好的行里有{households}户{people}人"),
    };
    canvas.text(1, 0, &format!("{}，共{rows}行{what}", step.register.kind), Role::Title);
    let parts = [
        ("新的", new, Role::Plain),
        ("有变化", updated, Role::Plain),
        ("没变化", unchanged.saturating_sub(repeated), Role::Plain),
        ("表里重复", repeated, Role::Plain),
    ];
    let mut x = 1;
    for (words, count, role) in parts.into_iter().chain([("有问题不收", rejected, Role::Refused)]) {
        if count > 0 {
            x = canvas.text(x, 1, &format!("{words}{count}行"), role) + 2;
        }
    }
    if step.taken_in {
        canvas.text(x, 1, "已导入", Role::Done);
    }
    if absent == 0 {
        return 2;
    }
    let words = format!("村里有{absent}人这份名册上没有（本次未见），名字列在下面。没有动他们。");
    canvas.paragraph(1, 2, &words, Role::Soon)
}

fn draw_problems(step: &PreviewStep, canvas: &mut Canvas<'_>, area: Area) {
    let problems = &step.register.problems;
    if step.problems.items().is_empty() || area.height < 2 {
        return;
    }
    let counts = [
        ProblemWeight::Whose,
        ProblemWeight::Rejected,
        ProblemWeight::Reminder,
        ProblemWeight::Absent,
        ProblemWeight::Notice,
        ProblemWeight::Changed,
    ]
    .map(|weight| (weight, step.count(weight)));
    let listed = |weight: ProblemWeight| !step.only_changed || weight == ProblemWeight::Changed;
    let named = counts.iter().filter(|(weight, count)| *count > 0 && listed(*weight));
    let head: Vec<String> = named.map(|(weight, count)| format!("{}{count}条", weight.label())).collect();
    canvas.part(area).text(1, 0, &format!("{}（PgDn 往下翻）", head.join("，")), Role::Title);
    let body = area.below(1);
    let width = body.width.saturating_sub(INDENT_CELLS + 1);
    let rows_of = |place: &usize| {
        let problem = problems.get(*place);
        problem
            .map_or(1, |problem| [&problem.place, &problem.message].map(|it| cells::wrap(it, width).len()).iter().sum())
    };
    let items = step.problems.items();
    let (top, shown) =
        page(items.len(), step.problems.selected_index(), body.height, |at| items.get(at).map_or(1, rows_of));
    step.shown.set((top, shown));
    let mut part = canvas.part(body);
    let mut y = 0;
    for problem in items.iter().skip(top).take(shown).filter_map(|place| problems.get(*place)) {
        y = draw_problem(problem, &mut part, y);
    }
    frame::position(canvas, body, (top + shown).saturating_sub(1), items.len());
}

/// The first entry shown and how many: from `wanted` on, or further up where rows would stay empty below the last.
fn page(count: usize, wanted: usize, rows: usize, rows_of: impl Fn(usize) -> usize) -> (usize, usize) {
    let (mut top, mut end, mut used) = (wanted, wanted, 0);
    while end < count && (end == top || used + rows_of(end) <= rows) {
        used += rows_of(end);
        end += 1;
    }
    while end == count && top > 0 && used + rows_of(top - 1) <= rows {
        top -= 1;
        used += rows_of(top);
    }
    (top, end - top)
}

fn draw_problem(problem: &RegisterProblem, canvas: &mut Canvas<'_>, y: usize) -> usize {
    let role = match problem.weight {
        ProblemWeight::Whose | ProblemWeight::Rejected => Role::Refused,
        ProblemWeight::Reminder | ProblemWeight::Absent => Role::Soon,
        ProblemWeight::Notice | ProblemWeight::Changed => Role::Dim,
    };
    canvas.text(1, y, problem.weight.label(), role);
    let y = canvas.paragraph(INDENT_CELLS, y, &problem.place, Role::Dim);
    canvas.paragraph(INDENT_CELLS, y, &problem.message, Role::Plain)
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn pages_follow_on_each_other_without_a_gap_and_the_last_is_full() {
        let heights = [2, 3, 2, 2, 4, 2, 2];
        let of = |wanted| page(heights.len(), wanted, 6, |at| heights[at]);
        assert_eq!((of(0), of(2), of(4)), ((0, 2), (2, 2), (4, 2)));
        assert_eq!(of(6), (5, 2));
        assert_eq!(page(0, 0, 6, |_| 2), (0, 0));
        assert_eq!(page(1, 0, 1, |_| 2), (0, 1));
    }
}
