//! Draws what was found in everything.

use crate::app::App;
use crate::app::screen::find::{Find, Found};
use crate::domain::leave::Leave;
use crate::domain::pairing::outlook;
use crate::domain::roll;
use crate::domain::service_point::ServicePoint;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::table::{self, Cell, Column};

const COLUMNS: [Column; 4] =
    [Column::new("", 4), Column::new("", 18), Column::new("", 20).growing(), Column::new("", 14).rank(1)];
const HOW: &str = "打字就找：姓名、拼音、首字母、电话或身份证尾号、件号、事项、几社、类别、记过的话，走访、村务、公示、帮扶、请假、设点、常用电话也在内。";
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
            let late = if note.is_late_entry() { "补记 " } else { "" };
            let when = format!("{} {}", note.at.day(), note.kind.label());
            let text = format!("{late}{}", note.text);
            let who = person.unwrap_or(&note.who).to_owned();
            vec![kind("记事"), when.into(), text.into(), who.into()]
        }
        Found::Contact(id) => {
            let contact = village.contact(id)?;
            let words = format!("{} {}", contact.office, contact.role);
            vec![kind("电话"), (&*contact.name).into(), words.trim().into(), (&*contact.phone).into()]
        }
        Found::Leave(id) => leave_cells(village.leave(id)?),
        Found::Point(id) => point_cells(village.service_point(id)?),
        Found::Visit(_) | Found::Returned(_) | Found::Posting(_) | Found::Pairing(_) => fieldwork_cells(app, found)?,
    })
}

fn leave_cells(leave: &Leave) -> Vec<Cell> {
    let role = if leave.back_on.is_some() { Role::Dim } else { Role::Plain };
    let when = format!("{} 到 {} {}", leave.from, leave.to, leave.reason);
    let stand_in = if leave.stand_in.is_empty() { String::new() } else { format!("替岗 {}", leave.stand_in) };
    let cells = [leave.kind.label(), when.trim_end(), &stand_in].map(|words| Cell::new(words, role));
    [Cell::new("请假", Role::Dim)].into_iter().chain(cells).collect()
}

fn point_cells(point: &ServicePoint) -> Vec<Cell> {
    let role = if point.until.is_some() { Role::Dim } else { Role::Plain };
    let words = format!("{} {}", point.days.words(), point.place);
    let state = if point.until.is_some() { "已撤点" } else { "" };
    let cells = [point.name.as_str(), words.trim_end(), state].map(|words| Cell::new(words, role));
    [Cell::new("设点", Role::Dim)].into_iter().chain(cells).collect()
}

/// What is kept of the work in the village.
fn fieldwork_cells(app: &App, found: Found) -> Option<Vec<Cell>> {
    let village = &app.village;
    let kind = |words: &str| Cell::new(words, Role::Dim);
    match found {
        Found::Visit(id) => {
            let visit = village.visit(id)?;
            let home = village.household(visit.household)?;
            let role = if visit.counts() { Role::Plain } else { Role::Dim };
            let words = if visit.text.is_empty() { &visit.void } else { &visit.text };
            let name = format!("{}户", roll::household_name(village, home));
            let when = Cell::new(format!("{} {name}", visit.on), role);
            Some(vec![kind("走访"), when, Cell::new(&**words, role), visit.mode.label().into()])
        }
        Found::Returned(id) => {
            let matter = village.returned_matter(id)?;
            let role = if matter.state.is_over() { Role::Dim } else { Role::Plain };
            let cells = [&matter.title, &matter.subject].map(|words| Cell::new(&**words, role));
            Some([kind("村务")].into_iter().chain(cells).chain([Cell::new(matter.state.label(), role)]).collect())
        }
        Found::Posting(id) => {
            let posting = village.posting(id)?;
            let role = if posting.down_on.is_some() { Role::Dim } else { Role::Plain };
            let when = format!("{} 贴在{}", posting.from, posting.board);
            let state = if posting.down_on.is_some() { "已撤" } else { "贴着" };
            Some(vec![kind("公示"), Cell::new(posting.listed_name(), role), when.into(), Cell::new(state, role)])
        }
        Found::Pairing(id) => {
            let pairing = village.pairing(id)?;
            let role = if pairing.is_open() { Role::Plain } else { Role::Dim };
            let whom = format!("{} {}", pairing.target.label(), outlook::whom(village, pairing));
            let state = if pairing.is_open() { pairing.helper.as_str() } else { "已解除" };
            Some(vec![kind("帮扶"), Cell::new(whom, role), Cell::new(&*pairing.plan, role), Cell::new(state, role)])
        }
        Found::Person(_)
        | Found::Household(_)
        | Found::Task(_)
        | Found::Note(_)
        | Found::Contact(_)
        | Found::Leave(_)
        | Found::Point(_) => None,
    }
}
