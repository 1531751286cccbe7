//! Draws one pairing: its facts with the incomes as bars above, what can be done below.

use crate::app::App;
use crate::app::screen::pairing_card::PairingCard;
use crate::domain::fee::yuan;
use crate::domain::pairing::outlook::{self, Talks};
use crate::domain::pairing::{Measure, Pairing, PairingTarget};
use crate::domain::visit::Visit;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::{self, Fact, short};
use crate::ui::widget::{bar, frame, numbered};

/// The bar of a month, in cells.
const BAR_CELLS: usize = 16;
/// Months shown, visits and talks told, at most.
const MONTHS_MAX: usize = 12;
const MET_MAX: usize = 6;

pub(super) fn draw(screen: &PairingCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(pairing) = app.village.pairing(screen.id) else {
        let inside = frame::single(canvas, "结对");
        canvas.part(inside).paragraph(1, 1, "这次结对已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let whom = outlook::whom(&app.village, pairing);
    let inside = frame::single(canvas, &format!("帮扶 {} {whom}", pairing.target.label()));
    let menu_rows = numbered::rows_across(&canvas.part(inside), &screen.menu);
    let facts = facts(app, pairing, canvas.look().glyphs);
    let body = Area { height: inside.height.saturating_sub(menu_rows + 1), ..inside };
    let rows = task_facts::rows(canvas, body, &facts);
    let top = screen.scroll.top(rows, body.height);
    task_facts::draw(canvas, body, &facts, top);
    if rows > body.height {
        frame::position(canvas, inside, (top + body.height).min(rows) - 1, rows);
    }
    numbered::draw_across(canvas, inside.below(inside.height.saturating_sub(menu_rows)), &screen.menu);
}

fn fact(lead: &str, words: impl Into<String>, role: Role) -> Fact {
    Fact { lead: lead.to_owned(), words: words.into(), role }
}

fn facts(app: &App, pairing: &Pairing, glyphs: Glyphs) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(end) = &pairing.end {
        facts.push(fact("解除", format!("{} {}", end.on, end.why), Role::Overdue));
    }
    if let Some(gone) = outlook::lost_household(&app.village, pairing) {
        facts.push(fact("注意", format!("这一户已{}，请解除结对", gone.label()), Role::Overdue));
    }
    let own = if pairing.own { "（我的五联）" } else { "" };
    let unit = if pairing.unit.is_empty() { String::new() } else { format!(" {}", pairing.unit) };
    let helper = format!("{}{own}{unit} {}起", pairing.helper, pairing.from);
    facts.push(fact("谁帮", helper, Role::Plain));
    facts.extend(step(app, pairing));
    facts.extend(met_last(app, pairing));
    if !pairing.causes.is_empty() {
        facts.push(fact("致困", pairing.causes.clone(), Role::Plain));
    }
    if !pairing.plan.is_empty() {
        facts.push(fact("方案", pairing.plan.clone(), Role::Plain));
    }
    facts.extend(decided(app, pairing));
    facts.extend(measures(app, pairing));
    facts.extend(incomes(pairing, glyphs));
    facts.extend(met(app, pairing));
    facts
}

fn step(app: &App, pairing: &Pairing) -> Option<Fact> {
    let step = pairing.next_step.as_ref()?;
    let role = if step.on < app.today { Role::Overdue } else { Role::Title };
    Some(fact("下步", format!("{} {}", short(app, step.on), step.what), role))
}

fn met_last(app: &App, pairing: &Pairing) -> Vec<Fact> {
    let last = outlook::last_contact(&app.village, &Talks::of(&app.village), pairing, app.today);
    let last = match last {
        Some(day) => fact("联系", format!("上次 {}", short(app, day)), Role::Plain),
        None => fact("联系", "还没有记过", Role::Soon),
    };
    let due = outlook::next_visit(&app.village, &app.tables, pairing, app.today).map(|due| {
        let over = app.today.days_since(due);
        match over > 0 {
            true => fact("该去", format!("{} 该去，过{over}天", short(app, due)), Role::Overdue),
            false => fact("该去", format!("{} 以前", short(app, due)), Role::Plain),
        }
    });
    [last].into_iter().chain(due).collect()
}

/// What the plan stands on, and what it still wants.
fn decided(app: &App, pairing: &Pairing) -> Vec<Fact> {
    let told = pairing.decision.as_ref().map(|decision| {
        match decision.matter.and_then(|id| app.village.returned_matter(id)) {
            Some(matter) => format!("村务「{}」{}", matter.title, matter.state.label()),
            None => {
                let on = decision.on.map(|on| on.to_string()).unwrap_or_default();
                format!("{on} {} {}", decision.body, decision.outcome)
            }
        }
    });
    let wants = outlook::plan_wants(&app.village, &app.tables, pairing);
    let told = told.map(|words| fact("议定", words, Role::Plain));
    told.into_iter().chain(wants.map(|words| fact("还差", words, Role::Soon))).collect()
}

fn measures(app: &App, pairing: &Pairing) -> Vec<Fact> {
    if pairing.measures.is_empty() {
        return Vec::new();
    }
    let (done, open) = pairing.sums_fen();
    let sum = |fen: u64| yuan(i64::try_from(fen).unwrap_or(i64::MAX));
    let mut words = format!("{}条，落实{}", pairing.measures.len(), sum(done));
    if open > 0 {
        words.push_str(&format!("，待落实{}", sum(open)));
    }
    let line = |measure: &Measure| {
        let amount = if measure.amount_fen == 0 { String::new() } else { yuan(measure.amount_fen.into()) };
        let (state, role) = match measure.done_on {
            Some(on) => (format!("{}落实", short(app, on)), Role::Plain),
            None => ("待落实".to_owned(), Role::Soon),
        };
        fact("", format!("{} {} {amount} {state}", short(app, measure.on), measure.what).replace("  ", " "), role)
    };
    [fact("措施", words, Role::Title)].into_iter().chain(pairing.measures.iter().rev().map(line)).collect()
}

/// The last months, the newest first, as bars against the best of them.
fn incomes(pairing: &Pairing, glyphs: Glyphs) -> Vec<Fact> {
    let shown = || pairing.incomes.iter().rev().take(MONTHS_MAX);
    let most = shown().map(|check| check.per_head_fen).max().unwrap_or(0);
    let line = |(nth, check): (usize, &crate::domain::pairing::IncomeCheck)| {
        let bar = bar::words(check.per_head_fen, most, BAR_CELLS, glyphs);
        let words = format!("{} {bar} {} {}", check.month, yuan(check.per_head_fen.into()), check.note);
        fact(if nth == 0 { "收入" } else { "" }, words.trim_end(), Role::Plain)
    };
    let mut facts: Vec<Fact> = shown().enumerate().map(line).collect();
    if facts.is_empty() && pairing.target == PairingTarget::Household && pairing.is_open() {
        facts.push(fact("收入", "还没有记过，每个月记一次人均收入", Role::Dim));
    }
    facts
}

/// Visits and talks, the newest first.
fn met(app: &App, pairing: &Pairing) -> Vec<Fact> {
    let until = pairing.end.as_ref().map_or(app.today, |end| end.on);
    let visits = pairing.household.into_iter().flat_map(|id| app.village.visits_at(id));
    let visits = visits.filter(|it| it.counts() && it.on <= until);
    let visit = |it: &Visit| {
        let of_helper = if it.pairing { "帮扶走访" } else { it.mode.label() };
        (it.on, format!("{of_helper} {} {}", it.met, it.text))
    };
    let talks = pairing.contacts.iter().map(|contact| (contact.on, format!("联系 {}", contact.text)));
    let mut all: Vec<_> = visits.map(visit).chain(talks).collect();
    all.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    let lead = |nth: usize| if nth == 0 { "来往" } else { "" };
    let told = all.into_iter().take(MET_MAX).enumerate();
    told.map(|(nth, (on, words))| fact(lead(nth), format!("{} {}", short(app, on), words.trim_end()), Role::Plain))
        .collect()
}
