//! Draws what was found in everything.

use crate::app::App;
use crate::app::screen::find::{Find, Found};
use crate::domain::roll;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::table::{self, Cell, Column};

const COLUMNS: [Column; 4] =
    [Column::new("", 4), Column::new("", 18), Column::new("", 20).growing(), Column::new("", 14).rank(1)];
const HOW: &str = "打字就找：姓名、拼音、首字母、电话或身份证尾号、件号、事项、几社、类别、记过的话。";
const NOTHING: &str = "没有找到。少打几个字，或换个说法：姓名的首字母、电话后四位都可以。";

pub(super) fn draw(screen: &Find, app: &App, canvas: &mut Canvas<'_>) {
    let title = if screen.more { "全村查找（太多，再打几个字）" } else { "全村查找" };
    let inside = frame::filtered(canvas, title, screen.list.filter());
    let empty = if screen.list.filter().is_empty() { HOW } else { NOTHING };
    table::draw(canvas, inside, &COLUMNS, &screen.list, empty, |found| cells(app, *found).unwrap_or_default());
}

fn cells(app: &App, found: Found) -> Option<Vec<Cell>> {
    let village = &app.village;
    let kind = |words: &str| Cell::new(words, Role::Dim);
    Some(match found {
        Found::Person(id) => {
            let person = village.person(id)?;
            let household = person.household.and_then(|id| village.household(id));
            let home = household.map_or_else(
                || "临时人员".to_owned(),
                |household| {
                    let group = village.info.group_name(household.group);
                    format!("{group} {}户 {}", roll::household_name(village, household), person.relation)
                },
            );
            let phone = person.phones.first().map(|phone| phone.masked()).unwrap_or_default();
            let gone = if person.is_registered() { "" } else { person.status.label() };
            let name = format!("{} {gone}", person.name.as_str());
            vec![kind("人"), name.trim_end().into(), home.into(), Cell::new(phone, Role::Masked)]
        }
        Found::Household(id) => {
            let household = village.household(id)?;
            let classes: Vec<&str> = household.classes_on(app.today).map(|class| class.value.as_str()).collect();
            let home = format!("{} {}", village.info.group_name(household.group), household.no);
            let name = format!("{}户", roll::household_name(village, household));
            vec![kind("户"), name.into(), home.into(), classes.join(" ").into()]
        }
        Found::Task(id) => {
            let task = village.task(id)?;
            let name = village.person(task.applicant).map_or("", |person| person.name.as_str());
            let role = if task.state.is_open() { Role::Plain } else { Role::Dim };
            let words = format!("{name} {}", task.matter.name);
            let state = Cell::new(task.state_label(), role);
            vec![kind("事项"), Cell::new(task.no.to_string(), role), Cell::new(words, role), state]
        }
        Found::Note(id) => {
            let note = village.note(id)?;
            let person = note.person.and_then(|id| village.person(id)).map(|person| person.name.as_str());
            let when = format!("{} {}", note.at.day(), note.kind.label());
            let who = person.unwrap_or(&note.who).to_owned();
            vec![kind("记事"), when.into(), (&*note.text).into(), who.into()]
        }
    })
}
