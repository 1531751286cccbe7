//! The selected line of 今日 told at length, where it is about what follows from an event or an age.

use crate::app::App;
use crate::domain::follow_up::outlook::{self, FollowKey};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw(app: &App, key: FollowKey, count: usize, canvas: &mut Canvas<'_>) {
    let (Some(rule), Some(person)) = (outlook::rule(&app.tables, key), app.village.person(key.person)) else { return };
    let household = person.household.and_then(|id| app.village.household(id));
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let y = canvas.paragraph(1, 0, &format!("{} {group}", person.name.as_str()), Role::Title);
    let y = canvas.paragraph(
        1,
        y,
        &format!("{} {}：{}", short(app, key.from), rule.trigger.label(), rule.name),
        Role::Plain,
    );
    let due = outlook::working(rule, key.from, &app.tables.calendar).due.map(|due| short(app, due)).unwrap_or_default();
    let y = canvas.paragraph(1, y, &format!("{due} 以前（{}）", rule.source), Role::Plain);
    let y = canvas.paragraph(1, y, &rule.words, Role::Dim);
    let next = if count > 1 { "看清单，一样一样办" } else { "接件，或记已办、不需要" };
    super::put_next(app, canvas, y + 1, next);
}
