//! Draws 到点的事: the list, one of them, and its end being written down.

use crate::app::App;
use crate::app::screen::follow_up_card::FollowUpCard;
use crate::app::screen::follow_up_form::FollowUpForm;
use crate::app::screen::follow_ups::{FollowUps, Wanted};
use crate::domain::follow_up::outlook::{self, Pending};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::task_facts::short;
use crate::ui::widget::{form, frame, numbered};

const COLUMNS: [Column; 6] = [
    Column::new("姓名", 8),
    Column::new("社", 6).rank(2),
    Column::new("起因", 16).rank(1),
    Column::new("要办什么", 16).growing(),
    Column::new("到期", 10),
    Column::new("还有", 8),
];

pub(super) fn draw(screen: &FollowUps, app: &App, canvas: &mut Canvas<'_>) {
    let whose = match screen.wanted {
        Wanted::All => String::new(),
        Wanted::Of(id) => app.village.person(id).map_or(String::new(), |person| format!("{}：", person.name.as_str())),
        Wanted::Rule(place) => {
            app.tables.chains.at(place).map_or(String::new(), |rule| format!("{}：", rule.trigger.label()))
        }
    };
    let inside = frame::filtered(canvas, &format!("{whose}到点的事 {}", screen.count()), screen.list.filter());
    let empty = match screen.count() {
        0 => "没有到点的事。登记了户变动，或有人满了16、60、80岁，要办的列在这里。",
        _ => "没有找到。改几个字再找，或按 Esc 看全部。",
    };
    table::draw(canvas, inside, &COLUMNS, &screen.list, empty, |pending| cells(app, pending));
}

fn cells(app: &App, pending: &Pending) -> Vec<Cell> {
    let (Some(rule), Some(person)) = (outlook::rule(&app.tables, pending.key), app.village.person(pending.key.person))
    else {
        return Vec::new();
    };
    let household = pending.household.and_then(|id| app.village.household(id));
    let (left, role) = left(app, pending, rule.is_statutory());
    vec![
        Cell::new(person.name.as_str(), Role::Plain),
        Cell::new(household.map_or("", |it| app.village.info.group_name(it.group)), Role::Plain),
        Cell::new(format!("{} {}", short(app, pending.key.from), rule.trigger.label()), Role::Plain),
        Cell::new(&*rule.name, Role::Plain),
        Cell::new(short(app, pending.due), role),
        Cell::new(left, role),
    ]
}

fn left(app: &App, pending: &Pending, statutory: bool) -> (String, Role) {
    match app.today.days_since(pending.due) {
        late @ 1.. => (format!("过{late}天"), if statutory { Role::Overdue } else { Role::Soon }),
        0 => ("今天".to_owned(), Role::Soon),
        left => (format!("剩{}天", -left), Role::Plain),
    }
}

pub(super) fn draw_card(screen: &FollowUpCard, app: &App, canvas: &mut Canvas<'_>) {
    let (rule, person) = (outlook::rule(&app.tables, screen.key), app.village.person(screen.key.person));
    let (Some(rule), Some(person), Some(pending)) = (rule, person, &screen.pending) else {
        let inside = frame::single(canvas, "到点的事");
        canvas.part(inside).paragraph(1, 1, "这一样已经有着落了。按 Esc 返回。", Role::Dim);
        return;
    };
    let inside = frame::single(canvas, &format!("{} {}", person.name.as_str(), rule.name));
    let mut body = canvas.part(inside);
    let (left, role) = left(app, pending, rule.is_statutory());
    let due = outlook::working(rule, screen.key.from, &app.tables.calendar);
    let mut facts = vec![
        ("起因", format!("{} {}", short(app, screen.key.from), rule.trigger.label()), Role::Plain),
        ("期限", format!("{}，{} {left}", rule.limit, short(app, pending.due)), role),
        ("依据", format!("{}（{}）", rule.source, rule.certainty), Role::Dim),
    ];
    facts.extend(
        due.working.into_iter().enumerate().map(|(nth, line)| (if nth == 0 { "算法" } else { "" }, line, Role::Dim)),
    );
    if !rule.words.is_empty() {
        facts.push(("要知道", rule.words.clone(), Role::Plain));
    }
    let mut y = 0;
    for (label, words, role) in facts {
        body.text(1, y, label, Role::Dim);
        y = body.paragraph(9, y, &words, role);
    }
    let area = body.area().below(y + 1);
    numbered::draw(&mut body, area, &screen.menu);
}

pub(super) fn draw_form(screen: &FollowUpForm, app: &App, canvas: &mut Canvas<'_>) {
    let name = app.village.person(screen.key.person).map_or("", |person| person.name.as_str());
    let what = outlook::rule(&app.tables, screen.key).map_or("", |rule| rule.name.as_str());
    let inside = frame::single(canvas, &format!("到点的事 {name} {what}"));
    form::draw(canvas, inside, &screen.form);
}
