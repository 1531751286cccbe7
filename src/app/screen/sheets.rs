//! What can be printed beside the records: the ways to complain, what hangs on the wall, the appraisal. Each is read here as
//! a page; the command line writes it to a file.

use super::page::Page;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::pager::Paragraph;
use crate::domain::prints::Print;
use crate::domain::sheet::{Sheet, SheetLine};

/// The sheets, to choose from.
#[derive(Debug)]
pub struct Sheets {
    /// Its lines.
    pub lines: Numbered<Print>,
}

impl Sheets {
    /// All of them.
    pub fn all() -> Sheets {
        Sheets::that(|_| true)
    }

    /// Those of the appraisal.
    pub fn of_appraisal() -> Sheets {
        Sheets::that(Print::is_appraisal)
    }

    fn that(wanted: impl Fn(Print) -> bool) -> Sheets {
        let prints = Print::ALL.into_iter().filter(|print| wanted(*print));
        Sheets { lines: prints.fold(Numbered::default(), |menu, print| menu.item(print.label(), print)) }
    }
}

/// The lines of a sheet as they are read on a screen.
pub(super) fn words(sheet: &Sheet) -> Vec<Paragraph> {
    let mut words = vec![Paragraph::Heading(sheet.title.clone())];
    for line in &sheet.lines {
        match line {
            SheetLine::Heading(text) => words.push(Paragraph::Heading(text.clone())),
            SheetLine::Text(text) => words.push(Paragraph::Text(text.clone())),
            SheetLine::Entry(label, text) => words.push(Paragraph::Text(format!("{label}：{text}"))),
            SheetLine::Table(head, rows) => {
                words.push(Paragraph::Text(head.join("  ")));
                words.extend(rows.iter().map(|row| Paragraph::Text(row.join("  "))));
            }
            SheetLine::Sign(who) => {
                let places = who.iter().map(|who| format!("{who}签字：__________"));
                words.push(Paragraph::Text(places.collect::<Vec<_>>().join("  ")));
            }
            SheetLine::NewPage => {}
        }
    }
    let way = "要打印：daiban sheet 名称 --out 文件.html，用浏览器或WPS打开那个文件。";
    words.push(Paragraph::Heading(way.to_owned()));
    words
}

impl Behaviour for Sheets {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(print) => {
                let page = Page::of(print.label(), words(&print.of(context.village, context.tables, context.today)));
                Reply::close().then(Reply::open(Screen::Page(page)))
            }
        }
    }
}
