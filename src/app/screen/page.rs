//! A page of words about one thing, with its title: why a date is this one.
//!
//! It says nothing of its own; whoever opens it writes it. What a sheet looks like on paper is said elsewhere.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, PageCommand, Scope};
use crate::app::pager::{Pager, Paragraph};
use crate::domain::sheet::{Sheet, SheetLine};

/// Said at the foot of what is printed for the officer alone.
pub(super) const INTERNAL: &str = "内部工作信息，严禁微信、QQ传送。";

/// A page that is only read.
#[derive(Debug)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// Its words.
    pub pager: Pager,
    /// What is printed, where that is more than the words: tables, places to sign.
    sheet: Option<Box<Sheet>>,
    /// The number of what it is about, for the name of its file; empty where there is none.
    number: String,
    /// Whether it is for everybody to read.
    public: bool,
}

impl Page {
    /// A page with this title.
    pub fn of(title: impl Into<String>, paragraphs: Vec<Paragraph>) -> Page {
        Page { title: title.into(), pager: Pager::of(paragraphs), sheet: None, number: String::new(), public: false }
    }

    /// The same page, about what has this number.
    #[must_use]
    pub fn numbered(self, number: impl Into<String>) -> Page {
        Page { number: number.into(), ..self }
    }

    /// A page that hangs where everybody reads it.
    pub fn public(title: impl Into<String>, paragraphs: Vec<Paragraph>) -> Page {
        Page { public: true, ..Page::of(title, paragraphs) }
    }

    /// The page of a sheet.
    pub fn of_sheet(title: impl Into<String>, sheet: Sheet) -> Page {
        let words = words(&sheet);
        Page { sheet: Some(Box::new(sheet)), ..Page::of(title, words) }
    }
}

/// The lines of a sheet as they are read on a screen.
fn words(sheet: &Sheet) -> Vec<Paragraph> {
    let mut words = vec![Paragraph::Heading(sheet.title.clone())];
    for line in &sheet.lines {
        match line {
            SheetLine::Heading(text) => words.push(Paragraph::Heading(text.clone())),
            SheetLine::Text(text) => words.push(Paragraph::Text(text.clone())),
            SheetLine::Entry(label, text) => words.push(Paragraph::Text(format!("{label}：{text}"))),
            SheetLine::Tick(what, detail) => {
                words.push(Paragraph::Text(format!("[ ] {what} {detail}").trim_end().to_owned()));
            }
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
    words
}

impl Behaviour for Page {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Global(GlobalCommand::Back).into(),
            Command::Global(GlobalCommand::Print).into(),
            Command::Page(PageCommand::PageDown).into(),
            Command::Page(PageCommand::PageUp).into(),
        ]
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        let info = &context.village.info;
        let title = format!("{}{} {}", info.township, info.name, self.title);
        let own = || match self.public {
            true => self.pager.sheet(&title).numbered(self.number.as_str()),
            false => self.pager.sheet(&title).numbered(self.number.as_str()).for_work().text(INTERNAL),
        };
        Some(self.sheet.as_deref().cloned().unwrap_or_else(own))
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.pager.command(command);
        Reply::none()
    }
}

#[cfg(test)]
mod tests {
    use crate::app::message::{Effect, Msg, Report};
    use crate::app::testing::Drive;
    use crate::app::update;
    use crate::domain::fixture::Fixture;
    use crate::domain::sheet::SheetLine;

    fn titles(drive: &Drive) -> Vec<&str> {
        let titles = drive.asked.iter().map(|effect| match effect {
            Effect::WriteSheet(sheet) => sheet.title.as_str(),
            other => panic!("{other:?}"),
        });
        titles.collect()
    }

    #[test]
    fn what_is_printed_of_a_task_has_its_number_in_the_name_of_its_file_and_nobody_s_name() {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.intake("S05", Some("户口簿"));
        fixture.wait_days(22);
        let mut drive = Drive::on(fixture);
        drive.keys("<F4>0001<Enter><Ctrl+D><Alt+S><Esc>09<Alt+S><Esc>08<Alt+S>");
        let told = drive.asked.iter().map(|effect| match effect {
            Effect::WriteSheet(sheet) => (sheet.title.as_str(), sheet.number.as_str()),
            other => panic!("{other:?}"),
        });
        let titles = ["慈云镇大坪村 为什么是这一天", "慈云镇大坪村 超期事项报领导催办单", "慈云镇大坪村 收件回执"];
        assert_eq!(told.collect::<Vec<_>>(), titles.map(|title| (title, "2026-0001")));
    }

    #[test]
    fn what_is_looked_at_is_printed_by_one_key_and_a_list_is_not() {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.intake("S05", Some("户口簿"));
        let mut drive = Drive::on(fixture);
        drive.keys("<Alt+S>");
        assert!(
            drive.app.notice.shown().is_some_and(|notice| notice.text.contains("没有可打印的")),
            "今日 is no sheet"
        );
        drive.keys("<Ctrl+P>打印的<Enter>3<Alt+S>");
        drive.keys("<F2><Ctrl+P>进村<Enter><Alt+S>");
        drive.keys("<F2><Ctrl+P>两测评<Enter>2<Alt+S>");
        let wanted = ["慈云镇大坪村 公开承诺", "进村清单  2026-11-24 周二", "镇干部测评计票表"];
        assert_eq!(titles(&drive), wanted);
        let Some(Effect::WriteSheet(tally)) = drive.asked.last() else { panic!() };
        assert!(tally.lines.iter().any(|line| matches!(line, SheetLine::Table(..))), "a table stays one on paper");
        let _ = update(
            &mut drive.app,
            Msg::Report(Report::SheetWritten { place: "桌面".to_owned(), name: "承诺.html".to_owned() }),
        );
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("已存到桌面：承诺.html")));
    }
}
