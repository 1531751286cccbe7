//! The selected line of 今日 told at length, where it is about visits.

use crate::app::App;
use crate::domain::household::GroupNo;
use crate::domain::id::{HouseholdId, ServicePointId, VisitId};
use crate::domain::roll;
use crate::domain::visit::VisitMode;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw_round(app: &App, canvas: &mut Canvas<'_>) {
    let rule = &app.tables.visits.duty;
    let words = format!("每周至少巡回{}次，一次走到{}户以上，上门问有没有要代办的。", rule.rounds, rule.households);
    let y = canvas.paragraph(1, 0, &words, Role::Plain);
    let y = canvas.paragraph(1, y, "这周还没有够。打电话、在村上碰面不算；请假、放假的周不算没走。", Role::Dim);
    let y = canvas.paragraph(1, y, &format!("依据：{}", rule.source), Role::Dim);
    super::put_next(app, canvas, y + 1, "看该去哪几户，记走访");
}

pub(super) fn draw_unseen(app: &App, id: HouseholdId, count: usize, canvas: &mut Canvas<'_>) {
    let Some(household) = app.village.household(id) else { return };
    let group = app.village.info.group_name(household.group);
    let name = roll::household_name(&app.village, household);
    let mut y = canvas.paragraph(1, 0, &format!("{name} {group}"), Role::Title);
    for words in [&household.address, &household.door_note].into_iter().filter(|words| !words.is_empty()) {
        y = canvas.paragraph(1, y, words, Role::Plain);
    }
    let door = |mode| mode == VisitMode::AtHome;
    let visits = app.village.visits_at(id).filter(|visit| visit.counts() && door(visit.mode));
    let last = match visits.max_by_key(|visit| visit.on) {
        Some(visit) => format!("上次到户 {}", short(app, visit.on)),
        None => "还没有记过到户走访".to_owned(),
    };
    y = canvas.paragraph(1, y, &last, Role::Plain);
    if let Some(days) = app.tables.visits.cycle_days(household, app.today) {
        y = canvas.paragraph(1, y, &format!("这样的户隔{days}天该去一次"), Role::Dim);
    }
    if count > 1 {
        y = canvas.paragraph(1, y, &format!("过了日子的共{count}户，它最久"), Role::Dim);
    }
    super::put_next(app, canvas, y + 1, "看该去哪几户，记走访");
}

pub(super) fn draw_visit(app: &App, id: VisitId, canvas: &mut Canvas<'_>) {
    let Some(visit) = app.village.visit(id) else { return };
    let household = app.village.household(visit.household);
    let name = household.map_or("", |household| roll::household_name(&app.village, household));
    let mut y = canvas.paragraph(1, 0, name, Role::Title);
    y = canvas.paragraph(1, y, &visit.text, Role::Plain);
    y = canvas.paragraph(1, y + 1, &format!("{}{}", short(app, visit.on), visit.mode.label()), Role::Dim);
    if let Some(promise) = &visit.call_back {
        y = canvas.paragraph(1, y, &format!("答应{} {}回电", short(app, promise.on), promise.hour), Role::Plain);
    }
    super::put_next(app, canvas, y + 1, "已回电");
}

pub(super) fn draw_point(
    app: &App,
    id: ServicePointId,
    (days, waiting): (i32, Option<(GroupNo, usize)>),
    canvas: &mut Canvas<'_>,
) {
    let Some(point) = app.village.service_point(id) else { return };
    let mut y = canvas.paragraph(1, 0, &point.name, Role::Title);
    let words = [point.days.words(), point.hours.clone(), point.place.clone()];
    for words in words.iter().filter(|words| !words.is_empty()) {
        y = canvas.paragraph(1, y, words, Role::Plain);
    }
    if days > 0 {
        y = canvas.paragraph(1, y, "那天没有记到场。去了就补记；不在就记请假。", Role::Soon);
    }
    if let Some((group, count)) = waiting {
        let words = format!("等走访最多的：{} {count}户，顺路可去", app.village.info.group_name(group));
        y = canvas.paragraph(1, y, &words, Role::Plain);
    }
    if days < 0 {
        canvas.paragraph(1, y + 1, "Enter 打开，看哪天、在哪里", Role::Title);
    } else {
        super::put_next(app, canvas, y + 1, "记到场");
    }
}

pub(super) fn draw_leave(app: &App, canvas: &mut Canvas<'_>) {
    let y =
        canvas.paragraph(1, 0, "请假的日子过了，还没有销假。销了假就看得到这几天到期、退件、办结了哪些。", Role::Plain);
    super::put_next(app, canvas, y + 1, "销假，看这几天的事");
}
