//! What the pane of 今日 says of postings: one that may come down or was objected to, and what is to be published.

use crate::app::App;
use crate::domain::id::PostingId;
use crate::domain::posting::outlook;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

pub(super) fn draw_posting(app: &App, id: PostingId, canvas: &mut Canvas<'_>) {
    let Some(posting) = app.village.posting(id) else { return };
    let y = canvas.paragraph(1, 0, &posting.subject, Role::Title);
    let hung = format!("{} 贴在{}，要贴满{}天", short(app, posting.from), posting.board, posting.days);
    let mut y = canvas.paragraph(1, y, &hung, Role::Plain);
    let mut next = "撤下";
    for objection in posting.open_objections() {
        let words = format!("异议：{}，该在{}前答复", objection.words, short(app, objection.answer_by));
        y = canvas.paragraph(1, y, &words, Role::Soon);
        next = "答复异议";
    }
    super::put_next(app, canvas, y + 1, next);
}

pub(super) fn draw_publications(app: &App, canvas: &mut Canvas<'_>) {
    let mut y = 0;
    for due in outlook::of(&app.village, &app.tables, app.today).iter().filter(|due| due.is_open()) {
        let words = format!("{}{}，该在{}前贴出来", due.publication.every.label(), due.publication.kind, due.by);
        y = canvas.paragraph(1, y, &words, Role::Plain);
        y = canvas.paragraph(1, y, &due.publication.source, Role::Dim);
    }
    super::put_next(app, canvas, y + 1, "张贴公示");
}
