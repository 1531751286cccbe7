//! Why a task is due on that day, in words: the working of the clock, its basis, and what is only guessed.

use crate::app::pager::Paragraph;
use crate::app::screen::Context;
use crate::app::screen::page::Page;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;

/// The page of a task.
pub(super) fn page(task: &ProxyTask, context: &Context<'_>) -> Page {
    Page::of("为什么是这一天", words(task, context)).numbered(task.no.to_string())
}

fn words(task: &ProxyTask, context: &Context<'_>) -> Vec<Paragraph> {
    let read = clock::read(task, context.today, &context.tables.calendar);
    let (lines, estimated) = clock::explain(task, context.today, &context.tables.calendar);
    let mut page = vec![Paragraph::Text(format!("{} {}", task.no, task.matter.name))];
    page.push(Paragraph::Heading(match read.due {
        Some(due) => format!("到期日 {due} {}", due.weekday_label()),
        None => "现在没有到期日".to_owned(),
    }));
    page.extend(lines.into_iter().map(Paragraph::Text));
    if let Some(left) = read.days_left {
        page.push(Paragraph::Heading("今天算起".to_owned()));
        page.push(Paragraph::Text(match left {
            0 => format!("今天 {} 就是最后一天。", context.today),
            1.. => format!("今天 {}，还剩{left}天。", context.today),
            _ => format!("今天 {}，已经超期{}天。", context.today, -left),
        }));
    }
    if estimated {
        let guess = "有一年的放假安排还没有载入，先按周末估算。国务院公布放假安排后载入，会自动重算。";
        page.push(Paragraph::Heading("这是估算".to_owned()));
        page.push(Paragraph::Text(guess.to_owned()));
    }
    page.push(Paragraph::Heading("依据".to_owned()));
    page.push(Paragraph::Text(match task.matter.basis.as_str() {
        "" => "目录里没有写依据。".to_owned(),
        basis => basis.to_owned(),
    }));
    page.push(Paragraph::Text(format!("代办期限{}，自您交齐材料之日起，当天不算。", task.limit)));
    if let Some(statutory) = task.statutory {
        page.push(Paragraph::Text(format!("部门法定期限{statutory}，自窗口收件之日起。")));
    }
    page
}
