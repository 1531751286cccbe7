//! Draws one household: facts above, panes one below the other, what can be done on the last rows.

mod panes;

use crate::app::App;
use crate::app::screen::household_card::{HouseholdCard, Pane};
use crate::domain::household::{ClassMembership, Household, HouseholdStatus};
use crate::domain::roll;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered};

/// Rows that a pane the keys do not move in keeps as long as there is room: its heading and two more.
const RESTING_ROWS: usize = 3;

pub(super) fn draw(screen: &HouseholdCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(household) = app.village.household(screen.id) else {
        let inside = frame::single(canvas, "农户");
        canvas.part(inside).paragraph(1, 1, "这一户已经不在了，可能是刚才的登记被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &title(app, household));
    let mut body = canvas.part(inside);
    let top = draw_facts(&mut body, app, household);
    let menu_rows = numbered::rows_across(&body, &screen.menu);
    let room = body.height().saturating_sub(top + menu_rows);
    let needs = Pane::ALL.map(|pane| panes::rows(screen, pane));
    let focused = Pane::ALL.iter().position(|pane| *pane == screen.pane).unwrap_or(0);
    let mut y = top;
    for (pane, rows) in Pane::ALL.into_iter().zip(share(needs, focused, room)) {
        let area = Area { x: 0, y, width: body.width(), height: rows };
        panes::draw(&mut body.part(area), app, screen, pane);
        y += rows;
    }
    let area = Area { x: 0, y: body.height().saturating_sub(menu_rows), width: body.width(), height: menu_rows };
    numbered::draw_across(&mut body, area, &screen.menu);
}

fn title(app: &App, household: &Household) -> String {
    let group = app.village.info.group_name(household.group);
    let name = roll::household_name(&app.village, household);
    let no = if household.no.is_empty() { String::new() } else { format!(" {}", household.no) };
    format!("{group}{no} {name}户")
}

/// Facts that are known, as many rows as they need. Gives the row behind them.
fn draw_facts(canvas: &mut Canvas<'_>, app: &App, household: &Household) -> usize {
    let mut facts = Vec::new();
    if household.status != HouseholdStatus::Registered {
        facts.push(("状态", household.status.label().to_owned(), Role::Plain));
    }
    if household.head.is_none() {
        facts.push(("户主", "还没有定，按 6 户变动登记新户主".to_owned(), Role::Plain));
    }
    let door = if household.door_note.is_empty() { String::new() } else { format!("（{}）", household.door_note) };
    if !household.address.is_empty() || !door.is_empty() {
        facts.push(("住址", format!("{}{door}", household.address), Role::Plain));
    }
    facts.push(("在家", household.occupancy.label().to_owned(), Role::Plain));
    let pairings = app.village.pairings_with(household.id).filter(|it| it.is_open());
    let helpers: Vec<String> = pairings.map(|it| if it.own { "我".to_owned() } else { it.helper.clone() }).collect();
    if !helpers.is_empty() {
        facts.push(("帮扶", helpers.join("、"), Role::Plain));
    }
    // What holds stands first, what ended after it and dim.
    let (over, held): (Vec<&ClassMembership>, Vec<&ClassMembership>) =
        household.classes.iter().partition(|class| class.to.is_some_and(|to| to < app.today));
    for (label, classes, role) in [("类别", held, Role::Plain), ("以前", over, Role::Dim)] {
        // The last that was granted is told first.
        facts.extend(classes.into_iter().rev().map(|class| (label, class_words(class), role)));
    }
    let papers: Vec<String> = roll::members(&app.village, household)
        .into_iter()
        .filter(|person| person.is_registered())
        .flat_map(|person| app.village.documents_of(person.id).map(move |it| (person, it)))
        .map(|(person, it)| format!("{} {}{}", person.name.as_str(), it.kind, it.until_words()))
        .collect();
    if !papers.is_empty() {
        facts.push(("证件", papers.join("、"), Role::Plain));
    }
    if !household.note.is_empty() {
        facts.push(("备注", household.note.clone(), Role::Plain));
    }
    let rows_max = (canvas.height() / 4).max(2);
    let (mut y, mut x) = (0, 1);
    for (label, words, role) in facts {
        let wide = canvas.measure(&words) + 7;
        // Short facts share a row.
        if x > 1 && x + wide > canvas.width() {
            (x, y) = (1, y + 1);
        }
        if y >= rows_max {
            return rows_max;
        }
        let at = canvas.text(x, y, label, Role::Dim);
        x = canvas.text(at + 1, y, &words, role) + 2;
    }
    y + 1
}

fn class_words(class: &ClassMembership) -> String {
    let from = class.from.map(|day| format!("{day}起")).unwrap_or_default();
    let to = class.to.map(|day| format!("到{day}")).unwrap_or_default();
    let inside: Vec<&str> =
        [from.as_str(), to.as_str(), class.source.as_str()].into_iter().filter(|words| !words.is_empty()).collect();
    let inside = inside.join(" ");
    if inside.is_empty() { class.value.clone() } else { format!("{}（{inside}）", class.value) }
}

/// How many rows each pane gets: the one the keys move in all it needs, the others a little, and then what is left.
fn share(needs: [usize; 4], focused: usize, room: usize) -> [usize; 4] {
    let mut rows = [0; 4];
    let mut left = room;
    let mut give = |place: usize, wanted: usize, left: &mut usize| {
        if let (Some(have), Some(need)) = (rows.get_mut(place), needs.get(place)) {
            let more = wanted.min(*need).saturating_sub(*have).min(*left);
            *have += more;
            *left -= more;
        }
    };
    for place in 0..4 {
        give(place, 1, &mut left);
    }
    let resting = if room >= 4 * RESTING_ROWS { RESTING_ROWS } else { 1 };
    for place in 0..4 {
        give(place, resting, &mut left);
    }
    give(focused, usize::MAX, &mut left);
    for place in 0..4 {
        give(place, usize::MAX, &mut left);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pane_in_use_gets_its_rows_and_no_heading_is_lost() {
        assert_eq!(share([6, 4, 1, 20], 0, 15), [6, 4, 1, 4]);
        assert_eq!(share([6, 4, 1, 20], 3, 15), [3, 3, 1, 8]);
        assert_eq!(share([9, 9, 9, 9], 1, 8), [1, 5, 1, 1]);
        assert_eq!(share([2, 1, 1, 1], 0, 30), [2, 1, 1, 1]);
        assert_eq!(share([2, 1, 1, 1], 0, 2), [1, 1, 0, 0]);
    }
}
