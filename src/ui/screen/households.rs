//! Draws the list of households, or of people.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::households::{Households, Row};
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::id::PersonId;
use crate::domain::person::Person;
use crate::domain::roll;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::table::{self, Cell, Column};

const HOUSEHOLDS: [Column; 9] = [
    Column::new("户编号", 7).rank(2),
    Column::new("户主", 16).growing(),
    Column::new("社", 8),
    Column::new("人数", 4).right(),
    Column::new("电话", 11).rank(1),
    Column::new("类别", 9).growing().rank(3),
    Column::new("在办", 4).right(),
    Column::new("在家情况", 8).rank(4),
    Column::new("住址", 16).growing().rank(5),
];

const PEOPLE: [Column; 8] = [
    Column::new("姓名", 10).growing(),
    Column::new("户主", 10).rank(1),
    Column::new("社", 8).rank(2),
    Column::new("性别", 4).rank(3),
    Column::new("年龄", 4).right(),
    Column::new("关系", 6).rank(3),
    Column::new("电话", 11),
    Column::new("身份证", 18).rank(4),
];

const NO_MATCH: &str = "没有找到。可以打姓名、拼音、首字母、电话或身份证尾号、几社、类别；按 Esc 看全部。";

pub(super) fn draw(screen: &Households, app: &App, canvas: &mut Canvas<'_>) {
    let (households, people) = (screen.households_count, screen.people_count);
    let title = match screen.by_person {
        false => format!("农户 {households}户 {people}人"),
        true => format!("农户 按人 {people}人"),
    };
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = if screen.list.filter().is_empty() { empty_village(app) } else { NO_MATCH.to_owned() };
    let columns: &[Column] = if screen.by_person { &PEOPLE } else { &HOUSEHOLDS };
    table::draw(canvas, inside, columns, &screen.list, &empty, |row| match row {
        Row::Household(id, found) => {
            app.village.household(*id).map(|household| household_cells(app, household, *found)).unwrap_or_default()
        }
        Row::Person(id) => app.village.person(*id).map(|person| person_cells(app, person)).unwrap_or_default(),
    });
}

fn empty_village(app: &App) -> String {
    let way = |command, outcome| app.keymap.way(Scope::List, Command::Global(command), outcome);
    let (import, add) = (way(GlobalCommand::Import, "导入花名册"), way(GlobalCommand::AddHousehold, "新增一户"));
    format!("还没有农户。{import}，或{add}。")
}

fn household_cells(app: &App, household: &Household, found: Option<PersonId>) -> Vec<Cell> {
    let village = &app.village;
    let here = household.status == HouseholdStatus::Registered;
    let role = if here { Role::Plain } else { Role::Dim };
    let members = roll::members(village, household);
    let registered = members.iter().filter(|person| person.is_registered()).count();
    let phone = members.iter().filter(|person| person.is_registered()).find_map(|person| person.phones.first());
    let classes: Vec<&str> = household.classes_on(app.today).map(|class| class.value.as_str()).collect();
    let open = village.tasks_of_household(household.id).filter(|task| task.state.is_open()).count();
    let home = if here { household.occupancy.label() } else { household.status.label() };
    vec![
        Cell::new(&*household.no, role),
        Cell::new(who_words(app, household, found), role),
        Cell::new(village.info.group_name(household.group), role),
        Cell::new(registered.to_string(), role),
        Cell::new(phone.map(|phone| phone.masked()).unwrap_or_default(), Role::Masked),
        Cell::new(classes.join(" "), role),
        Cell::new(if open > 0 { open.to_string() } else { String::new() }, role),
        Cell::new(if home == "未填" { "" } else { home }, Role::Dim),
        Cell::new(&*household.address, Role::Dim),
    ]
}

/// The head; where somebody else was found, who it was first: 张小红(户主张德明).
fn who_words(app: &App, household: &Household, found: Option<PersonId>) -> String {
    let head = match app.village.head_of(household) {
        Some(head) => head.name.as_str().to_owned(),
        None => format!("{}(户主未定)", roll::household_name(&app.village, household)),
    };
    match found.and_then(|id| app.village.person(id)) {
        Some(person) if household.head.is_some() => format!("{}(户主{head})", person.name.as_str()),
        Some(person) => format!("{}(户主未定)", person.name.as_str()),
        None => head,
    }
}

fn person_cells(app: &App, person: &Person) -> Vec<Cell> {
    let role = if person.is_registered() { Role::Plain } else { Role::Dim };
    let household = person.household.and_then(|id| app.village.household(id));
    let head = household.and_then(|household| app.village.head_of(household));
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let relation = if person.is_registered() { person.relation.as_str() } else { person.status.label() };
    vec![
        Cell::new(person.name.as_str(), role),
        Cell::new(head.map_or("", |head| head.name.as_str()), Role::Dim),
        Cell::new(group, role),
        Cell::new(person.sex().map_or("", |sex| sex.label()), role),
        Cell::new(person.birth().map(|birth| birth.age_on(app.today).to_string()).unwrap_or_default(), role),
        Cell::new(if household.is_some() { relation } else { "临时" }, role),
        Cell::new(person.phones.first().map(|phone| phone.masked()).unwrap_or_default(), Role::Masked),
        Cell::new(person.id_no.masked(), if person.id_no.known().is_some() { Role::Masked } else { Role::Dim }),
    ]
}
