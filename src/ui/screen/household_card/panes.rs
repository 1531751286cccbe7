//! Draws the panes of a household: people, open matters, papers, what happened. A heading each, then rows.

use crate::app::App;
use crate::app::screen::household_card::timeline::{Happening, ended_on};
use crate::app::screen::household_card::{HouseholdCard, Pane};
use crate::domain::day::Day;
use crate::domain::id::{HoldId, PersonId, TaskId};
use crate::domain::person::{Person, Residence};
use crate::domain::task::clock;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};

const PEOPLE: [Column; 7] = [
    Column::new("姓名", 10),
    Column::new("关系", 6),
    Column::new("性", 2).rank(1),
    Column::new("年龄", 4).right(),
    Column::new("电话", 12),
    Column::new("身份证", 18).rank(2),
    Column::new("居住", 6).growing(),
];
const MATTERS: [Column; 5] = [
    Column::new("", 9),
    Column::new("", 8).rank(2),
    Column::new("", 14).growing(),
    Column::new("", 12),
    Column::new("", 10).rank(1),
];
const PAPERS: [Column; 4] =
    [Column::new("", 12), Column::new("", 8), Column::new("", 12).growing(), Column::new("", 14)];
const TIMELINE: [Column; 3] = [Column::new("", 10), Column::new("", 8), Column::new("", 20).growing()];

/// Rows a pane needs: its heading, the heads of its columns, its lines.
pub(super) fn rows(screen: &HouseholdCard, pane: Pane) -> usize {
    match pane {
        Pane::People => 2 + screen.people.items().len().max(1),
        Pane::Matters => 1 + screen.matters.items().len(),
        Pane::Papers => 1 + screen.papers.items().len(),
        Pane::Timeline => 1 + screen.timeline.items().len(),
    }
}

/// Draws a pane on its canvas.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &HouseholdCard, pane: Pane) {
    if canvas.height() == 0 {
        return;
    }
    let marked = screen.pane == pane;
    let (title, count, none) = match pane {
        Pane::People => ("人口", screen.people.items().len(), "没有人"),
        Pane::Matters => ("在办", screen.matters.items().len(), "没有"),
        Pane::Papers => ("证件", screen.papers.items().len(), "没有在外面的"),
        Pane::Timeline => ("经过", screen.timeline.items().len(), "还没有记事"),
    };
    let words = if count == 0 { format!(" {title} {none} ") } else { format!(" {title} {count} ") };
    let line = canvas.look().glyphs.lines().across.repeat(canvas.width());
    canvas.text(0, 0, &line, Role::Dim);
    canvas.text(1, 0, &words, if marked { Role::Selected } else { Role::Title });
    let below = canvas.area().below(1);
    match pane {
        Pane::People => table::draw_marked(canvas, below, &PEOPLE, &screen.people, ("", marked), |id| {
            person_cells(app, screen, *id)
        }),
        Pane::Matters => {
            table::draw_marked(canvas, below, &MATTERS, &screen.matters, ("", marked), |id| matter_cells(app, *id));
        }
        Pane::Papers => {
            table::draw_marked(canvas, below, &PAPERS, &screen.papers, ("", marked), |paper| paper_cells(app, *paper));
        }
        Pane::Timeline => table::draw_marked(canvas, below, &TIMELINE, &screen.timeline, ("", marked), |happening| {
            happening_cells(app, screen, *happening)
        }),
    }
}

fn person_cells(app: &App, screen: &HouseholdCard, id: PersonId) -> Vec<Cell> {
    let Some(person) = app.village.person(id) else { return Vec::new() };
    let role = if person.is_registered() { Role::Plain } else { Role::Dim };
    let phone = person.phones.first();
    let phone = phone.map(|phone| if screen.revealed { phone.digits().to_owned() } else { phone.masked() });
    let id_no = match person.id_no.known() {
        Some(id) if screen.revealed => id.as_str().to_owned(),
        Some(_) | None => person.id_no.masked(),
    };
    let covered = if screen.revealed { Role::Plain } else { Role::Masked };
    vec![
        Cell::new(person.name.as_str(), role),
        Cell::new(&*person.relation, role),
        Cell::new(person.sex().map_or("", |sex| sex.label()), role),
        Cell::new(person.birth().map(|birth| birth.age_on(app.today).to_string()).unwrap_or_default(), role),
        Cell::new(phone.unwrap_or_default(), covered),
        Cell::new(id_no, if person.id_no.known().is_some() { covered } else { Role::Dim }),
        Cell::new(residence_words(person), role),
    ]
}

/// Where somebody lives, and what they are.
fn residence_words(person: &Person) -> String {
    if !person.is_registered() {
        return person.status.label().to_owned();
    }
    let tags: Vec<&str> = person.tags.iter().map(|tag| tag.name.as_str()).collect();
    let living = match person.residence {
        Residence::Unknown => "",
        Residence::Home => "常住",
        Residence::Away => "外出",
    };
    let words = [living, person.place.as_str(), tags.join(" ").as_str()].map(str::to_owned);
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn matter_cells(app: &App, id: TaskId) -> Vec<Cell> {
    let Some(task) = app.village.task(id) else { return Vec::new() };
    let clock = clock::read(task, app.today, &app.tables.calendar);
    let (due, role) = match (clock.due, clock.days_left) {
        (Some(_), _) if clock.is_overdue() => (format!("超期{}天", clock.overdue_days), Role::Overdue),
        (Some(due), Some(_)) if clock.is_due_soon() => (format!("{}到期", short(due, app.today)), Role::Soon),
        (Some(due), Some(_)) => (format!("{}到期", short(due, app.today)), Role::Plain),
        (Some(_) | None, _) => (String::new(), Role::Plain),
    };
    let name = app.village.person(task.applicant).map_or("", |person| person.name.as_str());
    vec![
        task.no.to_string().into(),
        name.into(),
        (&*task.matter.name).into(),
        task.state_label().into(),
        Cell::new(due, role),
    ]
}

fn paper_cells(app: &App, (task, hold): (TaskId, HoldId)) -> Vec<Cell> {
    let Some(task) = app.village.task(task) else { return Vec::new() };
    let Some(hold) = task.holds.iter().find(|known| known.id == hold) else { return Vec::new() };
    let back_by = task.back_by(hold);
    let late = back_by <= app.today;
    let back = format!("{}前还", short(back_by, app.today));
    vec![
        (&*hold.doc).into(),
        (&*hold.owner).into(),
        format!("{} {}", hold.place.label(), task.matter.name).into(),
        Cell::new(back, if late { Role::Overdue } else { Role::Plain }),
    ]
}

fn happening_cells(app: &App, screen: &HouseholdCard, happening: Happening) -> Vec<Cell> {
    let told = match happening {
        Happening::Event(place) => app.village.household(screen.id).and_then(|household| {
            let event = household.events.get(place)?;
            let whom = event.person.and_then(|id| app.village.person(id)).map_or("", |person| person.name.as_str());
            let words = [whom, event.detail.as_str(), event.evidence.as_str()];
            Some((event.on, event.kind.label(), joined(&words)))
        }),
        Happening::Note(id) => app.village.note(id).map(|note| {
            let whom = note.person.and_then(|id| app.village.person(id)).map_or("", |person| person.name.as_str());
            let late = if note.is_late_entry() { "补记" } else { "" };
            (note.at.day(), note.kind.label(), joined(&[late, whom, note.text.as_str()]))
        }),
        Happening::Visit(id) => app.village.visit(id).map(|visit| {
            let late = if visit.is_late_entry() { "补记" } else { "" };
            let void = if visit.counts() { "" } else { "已作废" };
            (visit.on, visit.mode.label(), joined(&[void, late, visit.met.as_str(), visit.text.as_str()]))
        }),
        Happening::Task(id) => app.village.task(id).map(|task| {
            let whom = app.village.person(task.applicant).map_or("", |person| person.name.as_str());
            let words = format!("{} {whom} {}", task.no, task.matter.name);
            (ended_on(task), task.state_label(), words)
        }),
    };
    told.map(|(day, what, words)| vec![Cell::new(day.to_string(), Role::Dim), what.into(), words.into()])
        .unwrap_or_default()
}

fn joined(words: &[&str]) -> String {
    words.iter().copied().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn short(day: Day, today: Day) -> String {
    if day.year() == today.year() { day.month_day() } else { day.to_string() }
}
