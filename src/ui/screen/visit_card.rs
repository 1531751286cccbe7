//! Draws one visit with its promise.

use crate::app::App;
use crate::app::screen::visit_card::VisitCard;
use crate::domain::roll;
use crate::domain::visit::Visit;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::{frame, numbered, task_facts};

pub(super) fn draw(screen: &VisitCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(visit) = app.village.visit(screen.id) else {
        let inside = frame::single(canvas, "走访");
        canvas.part(inside).paragraph(1, 1, "这次走访已经不在了，可能是刚才被撤销了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("走访 {} {}", visit.on, visit.on.weekday_label()));
    let mut body = canvas.part(inside);
    let mut y = 0;
    for (label, words, role) in facts(app, visit) {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(11, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}

fn facts(app: &App, visit: &Visit) -> Vec<(&'static str, String, Role)> {
    let household = app.village.household(visit.household);
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let name = household.map_or("", |household| roll::household_name(&app.village, household));
    let mut facts = vec![("哪一户", format!("{name} {group}"), Role::Title)];
    if !visit.counts() {
        facts.push(("已作废", visit.void.clone(), Role::Overdue));
    }
    facts.push(("方式", visit.mode.label().to_owned(), Role::Plain));
    let met = if visit.met.is_empty() { "没有见到人" } else { &visit.met };
    facts.push(("见到谁", met.to_owned(), Role::Plain));
    let asked = if visit.asked { "问过有没有要代办的" } else { "没有问" };
    facts.push(("问过代办", asked.to_owned(), Role::Plain));
    if !visit.text.is_empty() {
        facts.push(("情况", visit.text.clone(), Role::Plain));
    }
    for task in visit.came_of(&app.village) {
        let words = format!("{} {} {}", task.no, task.matter.name, task.state_label());
        facts.push(("接了件", words, Role::Plain));
    }
    if let Some(promise) = &visit.call_back {
        let day = format!("{} {} {}", promise.on, promise.on.weekday_label(), promise.hour);
        match promise.done_on {
            Some(done_on) => facts.push(("回电", format!("约在 {day}，{done_on} 已回"), Role::Dim)),
            None if promise.on < app.today => facts.push(("回电", format!("约在 {day}，已过"), Role::Overdue)),
            None => facts.push(("回电", format!("约在 {day}"), Role::Soon)),
        }
    }
    let entered = match visit.is_late_entry() {
        true => format!("{} 补记", visit.entered_at),
        false => format!("{} 记下", task_facts::short(app, visit.entered_at.day())),
    };
    facts.push(("登记", entered, Role::Dim));
    facts
}
