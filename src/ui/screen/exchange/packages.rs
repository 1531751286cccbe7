//! Draws what was handed over: the list, and one package.

use crate::app::App;
use crate::app::screen::exchange::packages::{PackageCard, PackageList};
use crate::domain::package::{ExportPackage, Openness, PackageState};
use crate::domain::stick;
use crate::domain::village::Village;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells::Align;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, numbered};

const COLUMNS: [Column; 6] = [
    Column::new("包", 4).right(),
    Column::new("日期", 10),
    Column::new("代办", 5).right(),
    Column::new("人", 6).right().rank(1),
    Column::new("写到", 16).growing(),
    Column::new("到哪一步", 8),
];
const EMPTY: &str = "还没有这样的包。";
/// Cells that a name in the list of people takes.
const NAME_CELLS: usize = 14;

pub(super) fn draw_list(list: &PackageList, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, "以前交过的", list.list.filter());
    table::draw(canvas, inside, &COLUMNS, &list.list, EMPTY, |id| {
        let Some(package) = app.village.package(*id) else { return Vec::new() };
        vec![
            if package.is_form() { "填表".into() } else { package.no.to_string().into() },
            package.at.day().to_string().into(),
            package.tasks_count.to_string().into(),
            package.people.len().to_string().into(),
            package.place.as_str().into(),
            Cell::new(package.state.label(), role(package.state)),
        ]
    });
}

pub(super) fn draw_card(card: &PackageCard, app: &App, canvas: &mut Canvas<'_>) {
    let Some(package) = app.village.package(card.id) else { return };
    let inside = frame::single(canvas, &package.title());
    let mut y = draw_facts(package, &app.village, &mut canvas.part(inside));
    if let Some(password) = &card.password {
        y = canvas.part(inside).paragraph(1, y, &password_words(password), Role::Soon);
    }
    y += 1 + numbered::draw(canvas, inside.below(y + 1), &card.lines);
    draw_people(card, app, canvas, inside.below(y + 1));
}

/// What is said of a password where it is shown.
pub(super) fn password_words(password: &str) -> String {
    format!("打开密码 {password}，输的时候中间没有空格。打电话告诉镇里，不写在盘上，不发微信。")
}

fn draw_facts(package: &ExportPackage, village: &Village, canvas: &mut Canvas<'_>) -> usize {
    let (hour, minute) = package.at.hour_minute();
    let head = format!("{} {hour}:{minute:02} 交给 {}，用途 {}", package.at.day(), package.receiver, package.purpose);
    let mut y = canvas.paragraph(1, 0, &head, Role::Plain);
    let x = canvas.text(1, y, package.state.label(), role(package.state));
    let (tasks, people) = (package.tasks_count, package.people.len());
    let counts = match package.from.0 {
        _ if package.is_form() => format!("填表，{people}人"),
        0 => format!("代办{tasks}件，{people}人，从头到第{}笔", package.to.0),
        from => format!("代办{tasks}件，{people}人，第{}笔到第{}笔", from + 1, package.to.0),
    };
    canvas.text(x + 2, y, &counts, Role::Plain);
    y = canvas.paragraph(1, y + 1, &format!("写到 {} {}", package.place, package.name), Role::Plain);
    if let Some((stick, carried)) = stick::of_package(village, package.id) {
        let why = if carried.reason.is_empty() { String::new() } else { format!("，因为：{}", carried.reason) };
        y = canvas.paragraph(1, y, &format!("U盘 {}，{}{why}", stick.title(), stick.standing()), Role::Plain);
    }
    let openness = package.openness();
    let role = match openness {
        Openness::Sealed | Openness::Passphrase => Role::Plain,
        Openness::Open | Openness::Unfinished => Role::Soon,
    };
    y = canvas.paragraph(1, y, &openness.words(&package.receiver), role);
    canvas.paragraph(1, y, &format!("栏目 {}", package.fields.join("；")), Role::Dim)
}

fn draw_people(card: &PackageCard, app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let people = card.people.items();
    if people.is_empty() || area.height < 2 {
        return;
    }
    canvas.part(area).text(1, 0, &format!("里面有这{}人的内容（PgDn 往下翻）", people.len()), Role::Title);
    let body = area.below(1);
    let columns = (body.width.saturating_sub(1) / NAME_CELLS).max(1);
    let first = card.people.window(body.height * columns).start.next_multiple_of(columns);
    let mut part = canvas.part(body);
    for (nth, id) in people.iter().skip(first).take(body.height * columns).enumerate() {
        let name = app.village.person(*id).map_or("（已撤销）", |person| person.name.as_str());
        let x = 1 + nth % columns * NAME_CELLS;
        part.column(x, nth / columns, NAME_CELLS - 1, name, Align::Left, Role::Plain);
    }
}

fn role(state: PackageState) -> Role {
    match state {
        PackageState::Begun | PackageState::Voided => Role::Dim,
        PackageState::Written => Role::Soon,
        PackageState::Confirmed => Role::Done,
    }
}
