//! Draws 接件: what was said so far above, what is chosen or written now below.

use crate::app::App;
use crate::app::screen::intake::draft::{Line, Whom};
use crate::app::screen::intake::{Candidate, Intake, MatterChoice, Stage};
use crate::domain::intake;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{form, frame, numbered};

const PEOPLE: [Column; 5] = [
    Column::new("姓名", 10).growing(),
    Column::new("社", 8),
    Column::new("户主", 10).rank(1),
    Column::new("年龄", 4).right().rank(2),
    Column::new("电话", 13),
];
const MATTERS: [Column; 4] = [
    Column::new("事项", 26).growing(),
    Column::new("代办", 8),
    Column::new("期限", 8).rank(1),
    Column::new("窗口", 22).rank(2),
];

pub(super) fn draw(screen: &Intake, app: &App, canvas: &mut Canvas<'_>) {
    match &screen.stage {
        Stage::Who => draw_who(screen, app, canvas),
        Stage::Matter => {
            let title = format!("接件 {} 办什么事", whom(screen, app));
            let inside = frame::filtered(canvas, &title, screen.matters.filter());
            let rest = draw_lines(canvas, inside, &screen.draft.lines);
            draw_matters(screen, app, canvas, rest);
        }
        Stage::Outcome(choice, menu) => {
            let inside = frame::single(canvas, &format!("接件 {} 怎么办", whom(screen, app)));
            let mut rest = draw_lines(canvas, inside, &screen.draft.lines);
            if let MatterChoice::Code(code) = choice
                && let Some(def) = app.tables.matters.get(code)
            {
                let mut part = canvas.part(rest);
                let mut y = part.paragraph(1, 0, &def.name, Role::Title);
                if !def.hint.is_empty() {
                    y = part.paragraph(1, y, &def.hint, Role::Dim);
                }
                for task in open_of(screen, app, code) {
                    let words = format!("已有一件在办：{} {}，{}", task.no, task.matter.name, task.state_label());
                    y = part.paragraph(1, y, &words, Role::Soon);
                }
                rest = rest.below(y + 1);
            }
            numbered::draw(canvas, rest, menu);
        }
        Stage::Asking(asking) => {
            let inside = frame::single(canvas, &asking.title);
            let rest = draw_lines(canvas, inside, &screen.draft.lines);
            form::draw(canvas, rest, &asking.form);
        }
        Stage::Papers(menu) => {
            let inside = frame::single(canvas, &format!("接件 {} 带了哪些材料", whom(screen, app)));
            let rest = draw_lines(canvas, inside, &screen.draft.lines);
            numbered::draw(canvas, rest, menu);
        }
        Stage::Summary(menu, preview) => {
            let inside = frame::single(canvas, &format!("接件 {} 看一遍再存", whom(screen, app)));
            let rest = match preview {
                Ok(tasks) => draw_tasks(screen, app, canvas, inside, tasks),
                Err(_) => draw_lines(canvas, inside, &screen.draft.lines),
            };
            numbered::draw(canvas, rest, menu);
        }
    }
}

/// The applicant's tasks of this matter that are not done yet.
fn open_of<'a>(screen: &Intake, app: &'a App, code: &'a str) -> impl Iterator<Item = &'a ProxyTask> {
    let known = match &screen.draft.whom {
        Some(Whom::Known(id)) => Some(*id),
        Some(Whom::Stranger(_)) | None => None,
    };
    let tasks = known.into_iter().flat_map(|id| app.village.tasks_of(id));
    tasks.filter(move |task| task.state.is_open() && task.matter.code == code)
}

/// The applicant, with what tells namesakes apart: the group, the age, and whose household it is.
fn whom(screen: &Intake, app: &App) -> String {
    match &screen.draft.whom {
        Some(Whom::Known(id)) => {
            let Some(person) = app.village.person(*id) else { return String::new() };
            let household = person.household.and_then(|id| app.village.household(id));
            let group = household.map(|household| app.village.info.group_name(household.group).to_owned());
            let head = household.and_then(|household| app.village.head_of(household));
            let head = head.map(|head| match head.id == *id {
                true => "户主".to_owned(),
                false => format!("户主{}", head.name),
            });
            let age = person.birth().map(|birth| format!("{}岁", birth.age_on(app.today)));
            let about = [group, age, head].into_iter().flatten().filter(|words| !words.is_empty());
            about.fold(person.name.to_string(), |whom, words| format!("{whom} {words}"))
        }
        Some(Whom::Stranger(person)) => person.name.to_string(),
        None => String::new(),
    }
}

fn draw_who(screen: &Intake, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, "接件 替谁办", screen.people.filter());
    let empty = if screen.people.filter().is_empty() {
        "打姓名、拼音首字母、电话尾号或身份证尾号，找到人按 Enter。"
    } else {
        "没有找到。"
    };
    table::draw(canvas, inside, &PEOPLE, &screen.people, empty, |candidate| person_row(app, *candidate));
}

fn person_row(app: &App, candidate: Candidate) -> Vec<Cell> {
    let Candidate::Known(id) = candidate else {
        return vec![Cell::new("不在册的人", Role::Dim)];
    };
    let Some(person) = app.village.person(id) else { return Vec::new() };
    let household = person.household.and_then(|id| app.village.household(id));
    let head = household.and_then(|household| app.village.head_of(household));
    let group = household.map(|household| app.village.info.group_name(household.group)).unwrap_or_default();
    let age = person.birth().map(|birth| birth.age_on(app.today).to_string()).unwrap_or_default();
    let phone = person.phones.first().map(|phone| phone.masked()).unwrap_or_default();
    vec![
        person.name.as_str().into(),
        group.into(),
        head.map(|head| head.name.as_str()).unwrap_or_default().into(),
        age.into(),
        Cell::new(phone, Role::Masked),
    ]
}

fn draw_matters(screen: &Intake, app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let empty = if screen.draft.lines.is_empty() {
        "事项目录里没有这样的事，换个说法再找。"
    } else {
        "还有别的事就打字找；没有了，按 Enter 往下。"
    };
    table::draw(canvas, area, &MATTERS, &screen.matters, empty, |choice| match choice {
        MatterChoice::Words => vec![Cell::new("目录里没有：按原话记", Role::Dim)],
        MatterChoice::Code(code) => match app.tables.matters.get(code) {
            Some(def) => vec![
                match app.tables.matters.found_as(def, screen.matters.filter().text()) {
                    Some(called) => format!("{}（{called}）", def.name).into(),
                    None => def.name.as_str().into(),
                },
                def.proxy.label().into(),
                def.limit.to_string().into(),
                Cell::new(def.window.as_str(), Role::Dim),
            ],
            None => Vec::new(),
        },
    });
}

/// The matters added so far, one a row; gives what is left below.
fn draw_lines(canvas: &mut Canvas<'_>, inside: Area, lines: &[Line]) -> Area {
    if lines.is_empty() {
        return inside;
    }
    let mut part = canvas.part(inside);
    for (y, line) in lines.iter().enumerate() {
        let x = part.text(1, y, &format!("{}  {}", line.label(), line.name), Role::Plain);
        if !line.words.is_empty() && line.words != line.name {
            part.text(x + 1, y, &format!("（{}）", line.words), Role::Dim);
        }
    }
    inside.below(lines.len() + 1)
}

/// What saving would make of each matter; gives what is left below.
fn draw_tasks(screen: &Intake, app: &App, canvas: &mut Canvas<'_>, inside: Area, tasks: &[ProxyTask]) -> Area {
    let mut part = canvas.part(inside);
    let mut y = 0;
    for (place, task) in tasks.iter().enumerate() {
        y = draw_task(&mut part, y, task);
        if let Some(earlier) = intake::asked_before(&app.village, tasks, place) {
            let words = format!("注意：这件事 {} 还在办（{}），再存就是另外一件", earlier.no, earlier.state_label());
            y = part.paragraph(3, y, &words, Role::Soon);
        }
    }
    let answered = screen.draft.lines.iter().filter(|line| !tasks.iter().any(|task| task.matter.name == line.name));
    for line in answered {
        part.text(1, y, &format!("{}  {}", line.label(), line.name), Role::Plain);
        y += 1;
    }
    inside.below(y + 1)
}

/// A task as it would be, what it lacks below it where there is no room beside it; gives the next row.
fn draw_task(part: &mut Canvas<'_>, y: usize, task: &ProxyTask) -> usize {
    let lacking = task.lacking();
    let (words, role) = match (task.state, task.promised) {
        (State::Delivered, _) => ("当场办完".to_owned(), Role::Done),
        (_, Some(day)) => (format!("受理，{day} 前办好"), Role::Done),
        (_, None) if lacking.is_empty() => ("先登记，还不能受理".to_owned(), Role::Soon),
        (_, None) => (format!("先登记，还差{}", lacking.join("、")), Role::Soon),
    };
    let mut beside = vec![(words, role)];
    let holds = task.holds_out().count();
    if holds > 0 {
        beside.push((format!("保管证件{holds}本"), Role::Soon));
    }
    let x = part.text(1, y, &format!("{} {}", task.no, task.matter.name), Role::Plain);
    let wanted: usize = beside.iter().map(|(words, _)| part.measure(words) + 2).sum();
    if x + wanted < part.width() {
        beside.iter().fold(x, |x, (words, role)| part.text(x + 2, y, words, *role));
        return y + 1;
    }
    beside.iter().fold(y + 1, |y, (words, role)| part.paragraph(3, y, words, *role))
}
