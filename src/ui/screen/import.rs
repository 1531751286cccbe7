//! Draws 导入花名册, step by step.

mod preview;

use crate::app::App;
use crate::app::screen::import::file::FileStep;
use crate::app::screen::import::{Import, ImportStep, Reading};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{field, form, frame};

const FILE_COLUMNS: [Column; 3] =
    [Column::new("文件", 24).growing(), Column::new("在哪里", 10), Column::new("改动", 10).rank(1)];
const HOW: &str = "把花名册拖进这个窗口，或打出它的位置；也可以在下面选一个。先给您看清楚，再存。";
const COLUMNS_HOW: &str =
    "这几栏的栏名程序不认识。括号里是该栏第一个内容。猜对了按 Enter，不对就打字另选；选过的以后都记得。";

pub(super) fn draw(screen: &Import, app: &App, canvas: &mut Canvas<'_>) {
    let title = match &screen.step {
        ImportStep::File(_) | ImportStep::Reading(_) => "导入花名册".to_owned(),
        ImportStep::Columns(_, preview) | ImportStep::Preview(preview) | ImportStep::Rejects(_, preview) => {
            let name = preview.register.path.file_name().map(|name| name.to_string_lossy().into_owned());
            format!("导入 {}", name.unwrap_or_default())
        }
    };
    let inside = frame::single(canvas, &title);
    match &screen.step {
        ImportStep::File(step) => draw_file(step, app, canvas, inside),
        ImportStep::Reading(why) => {
            let words = match why {
                Reading::First | Reading::Mapped => "正在读。表里的内容还没有存，随时可以按 Esc 停下。",
                Reading::Anew => "村里的记录刚才有变化，正在重新核对。",
            };
            canvas.part(inside).paragraph(1, 1, words, Role::Dim);
        }
        ImportStep::Columns(step, _) => {
            let below = canvas.part(inside).paragraph(1, 0, COLUMNS_HOW, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
        ImportStep::Preview(step) => preview::draw(step, canvas, inside),
        ImportStep::Rejects(step, _) => {
            let words = "收不进的行写到一个新文件，照「原因」一栏改好，再导入那个文件。";
            let below = canvas.part(inside).paragraph(1, 0, words, Role::Dim) + 1;
            form::draw(canvas, inside.below(below), &step.form);
        }
    }
}

fn draw_file(step: &FileStep, app: &App, canvas: &mut Canvas<'_>, inside: Area) {
    let below = canvas.part(inside).paragraph(1, 0, HOW, Role::Dim);
    let mut part = canvas.part(inside);
    let x = part.text(1, below, "文件 ", Role::Title);
    let width = part.width().saturating_sub(x + 1);
    field::draw(&mut part, (x, below), width, step.list.filter(), true);
    let rest = inside.below(below + 2);
    if step.path().is_some() {
        canvas.part(rest).paragraph(1, 0, "按 Enter 读这个文件；按 Ctrl+U 清掉，回到下面的名单。", Role::Dim);
        return;
    }
    let empty = match &step.files {
        None => "正在看U盘、下载、桌面里有哪些表格。",
        Some(files) if files.is_empty() => {
            "U盘、下载、桌面里没有看到 .xlsx .xls .csv 表格。把文件拖进来，或打出它的位置，如 D:\\资料\\花名册.xlsx。"
        }
        Some(_) => "没有名字像这样的表格。按 Ctrl+U 清掉重打。",
    };
    table::draw(canvas, rest, &FILE_COLUMNS, &step.list, empty, |place| {
        let Some(file) = step.files.as_ref().and_then(|files| files.get(*place)) else { return Vec::new() };
        let day = file.changed.day();
        let day = if day.year() == app.today.year() { day.month_day() } else { day.to_string() };
        vec![file.name.as_str().into(), Cell::new(file.place.as_str(), Role::Dim), Cell::new(day, Role::Dim)]
    });
}
