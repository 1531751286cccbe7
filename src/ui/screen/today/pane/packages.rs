//! The selected line of 今日 told at length, where it is about packages that the town has not signed for.

use crate::app::App;
use crate::domain::id::PackageId;
use crate::domain::package::unconfirmed;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw(app: &App, id: PackageId, canvas: &mut Canvas<'_>) {
    let Some(package) = app.village.package(id) else { return };
    let mut y = canvas.paragraph(1, 0, &format!("{} 交给 {}", package.title(), package.receiver), Role::Title);
    let written = format!("{} 写到 {}", short(app, package.at.day()), package.place);
    y = canvas.paragraph(1, y, &written, Role::Plain);
    let waiting = unconfirmed(&app.village);
    if let Some(first) = waiting.first().filter(|_| waiting.len() > 1) {
        let words =
            format!("从{}（{}）起一共{}包，最后这包里全有。", first.title(), short(app, first.at.day()), waiting.len());
        y = canvas.paragraph(1, y, &words, Role::Plain);
    }
    let why =
        "问镇里收到没有。收到了，有回执的插上U盘按F9收，没有的照交接单记；没收到，按F9「改成全部重新交」再写一份。";
    y = canvas.paragraph(1, y, why, Role::Dim);
    super::put_next(app, canvas, y + 1, "镇里签收了");
}
