//! 手册: the days, weeks, months and years of the work, with what each came to; Enter opens the page of one.
//!
//! What a row says is counted from records; the lines of a day's page are the journal's and are fetched.

use std::collections::BTreeMap;

use super::handbook_found::HandbookFound;
use super::page::{INTERNAL, Page};
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, PageCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::app::message::{Effect, Report};
use crate::app::pager::{Pager, Paragraph};
use crate::domain::backup::began_on;
use crate::domain::day::Day;
use crate::domain::handbook::sums::{self, Sums};
use crate::domain::handbook::{Entry, days, words};
use crate::domain::note::NoteKind;
use crate::domain::pinyin::Query;
use crate::domain::sheet::Sheet;
use crate::domain::visit::VisitMode;
use crate::domain::visit::duty::monday_of;

/// Rows listed one after the other at most; of what lies further back only those of which something is told.
const DAYS_MAX: usize = 400;

/// 手册.
#[derive(Debug)]
pub struct Handbook {
    /// The rows that fit what was typed.
    pub list: List<Span>,
    /// The way they are seen.
    pub view: View,
    /// What was done on each day that anything was done on.
    pub days: BTreeMap<Day, DayCount>,
    rows: Vec<Span>,
}

/// A span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
}

/// What a day came to, for its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// Doors opened.
    pub visits: u32,
    /// Matters taken in.
    pub opened: u32,
    /// Matters handed in.
    pub submitted: u32,
    /// Matters delivered.
    pub delivered: u32,
    /// Notes and calls.
    pub notes: u32,
}

/// A way to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 日页.
    Days,
    /// 按周.
    Weeks,
    /// 按月.
    Months,
    /// 按年.
    Years,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Days => "日页",
            View::Weeks => "按周",
            View::Months => "按月",
            View::Years => "按年",
        }
    }

    fn next(self) -> View {
        match self {
            View::Days => View::Weeks,
            View::Weeks => View::Months,
            View::Months => View::Years,
            View::Years => View::Days,
        }
    }

    /// What Tab does, for the bottom line.
    fn next_words(self) -> &'static str {
        match self.next() {
            View::Days => "看日页",
            View::Weeks => "按周看",
            View::Months => "按月看",
            View::Years => "按年看",
        }
    }

    fn span_of(self, day: Day) -> Span {
        let (from, to) = match self {
            View::Days => (day, day),
            View::Weeks => (monday_of(day), monday_of(day).plus_days(6)),
            View::Months => sums::month(day),
            View::Years => sums::year(day),
        };
        Span { from, to }
    }
}

impl DayCount {
    fn add(&mut self, other: DayCount) {
        self.visits += other.visits;
        self.opened += other.opened;
        self.submitted += other.submitted;
        self.delivered += other.delivered;
        self.notes += other.notes;
    }
}

impl Handbook {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Handbook {
        let mut screen = Handbook { list: List::default(), view: View::Days, days: BTreeMap::new(), rows: Vec::new() };
        screen.refresh(context);
        screen
    }

    /// What the days of a row came to.
    pub fn count(&self, span: Span) -> DayCount {
        let mut count = DayCount::default();
        self.days.range(span.from..=span.to).for_each(|(_, day)| count.add(*day));
        count
    }

    /// The most visits of any row that is there: what the bars are measured by.
    pub fn most_visits(&self) -> u32 {
        self.rows.iter().map(|span| self.count(*span).visits).max().unwrap_or(0)
    }

    fn look(&mut self, context: &Context<'_>) {
        self.days = counted(context);
        let told = days::of(context.village);
        let first = told.first().copied().into_iter().chain(began_on(context.village)).min().unwrap_or(context.today);
        let mut rows: Vec<Span> = Vec::new();
        let mut day = context.today;
        while day >= first && rows.len() < DAYS_MAX {
            let span = self.view.span_of(day);
            rows.push(span);
            day = span.from.plus_days(-1);
        }
        for day in told.range(..=day).rev() {
            let span = self.view.span_of(*day);
            if rows.last() != Some(&span) {
                rows.push(span);
            }
        }
        self.rows = rows;
    }

    fn fitting(&self) -> Vec<Span> {
        let query = Query::new(self.list.filter().text());
        let fits = |span: &&Span| query.matches(&span.from.to_string()) || query.matches(span.from.weekday_label());
        self.rows.iter().filter(fits).copied().collect()
    }

    fn filtered(&mut self) -> Reply {
        let rows = self.fitting();
        self.list.set_matches(rows);
        Reply::none()
    }

    fn open(&self, context: &Context<'_>) -> Reply {
        let Some(span) = self.list.selected().copied() else {
            // No day is called so: it is looked for on the pages.
            let typed = self.list.filter().text().trim();
            return if typed.is_empty() { Reply::none() } else { HandbookFound::look_for(typed) };
        };
        match self.view {
            View::Days => HandbookPage::open(span.from),
            View::Weeks | View::Months | View::Years => {
                let sums = sums::of(context.village, context.tables, span.from, span.to);
                let title = format!("手册 {} 到 {}", span.from, span.to);
                Reply::open(Screen::Page(Page::of(title, sums_paragraphs(&sums))))
            }
        }
    }
}

/// What each day came to, in one pass over the records.
fn counted(context: &Context<'_>) -> BTreeMap<Day, DayCount> {
    let mut days: BTreeMap<Day, DayCount> = BTreeMap::new();
    for visit in context.village.visits().filter(|visit| visit.counts() && visit.mode == VisitMode::AtHome) {
        days.entry(visit.on).or_default().visits += 1;
    }
    for note in context.village.notes().filter(|note| note.kind == NoteKind::Quick) {
        days.entry(note.at.day()).or_default().notes += 1;
    }
    for task in context.village.tasks() {
        days.entry(task.registered_on).or_default().opened += 1;
        for submission in &task.submissions {
            days.entry(submission.on).or_default().submitted += 1;
        }
        if let Some(delivery) = &task.delivery {
            days.entry(delivery.on).or_default().delivered += 1;
        }
    }
    days.split_off(&Day::from_number(0))
}

fn sums_paragraphs(sums: &Sums) -> Vec<Paragraph> {
    let entry = |(label, words): (&str, String)| Paragraph::Entry(label.to_owned(), words);
    let mut paragraphs: Vec<Paragraph> = words::lines(sums).into_iter().map(entry).collect();
    if paragraphs.is_empty() {
        paragraphs.push(Paragraph::Text("没有记下什么。".to_owned()));
    }
    if !sums.stations.is_empty() {
        paragraphs.push(Paragraph::Heading("按责任站办".to_owned()));
        let station = |sum: &sums::StationSum| Paragraph::Text(format!("{}：{}", sum.station, words::station(sum)));
        paragraphs.extend(sums.stations.iter().map(station));
    }
    paragraphs.push(Paragraph::Heading("五群（照记录数的，不用打勾）".to_owned()));
    paragraphs.extend(words::five(sums).map(|(name, count, of)| entry((name, format!("{count} {of}")))));
    paragraphs
}

impl Behaviour for Handbook {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::List(ListCommand::Open).meaning(match self.list.selected() {
                Some(_) => "看这一页",
                None => "在各页里找",
            }),
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(GlobalCommand::Note).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered();
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.look(context);
        let rows = self.fitting();
        self.list.set_items(rows);
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved => Reply::none(),
            ListEvent::Filtered => self.filtered(),
            ListEvent::Opened => self.open(context),
            ListEvent::PaneWanted => {
                self.view = self.view.next();
                self.look(context);
                self.filtered()
            }
        }
    }
}

/// The page of one day.
#[derive(Debug)]
pub struct HandbookPage {
    /// The day.
    pub day: Day,
    /// Its words.
    pub pager: Pager,
    /// Whether the journal has answered.
    pub fetched: bool,
}

impl HandbookPage {
    /// Opens the page of a day, which is fetched.
    pub fn open(day: Day) -> Reply {
        let page = HandbookPage { day, pager: Pager::default(), fetched: false };
        Reply::open(Screen::HandbookPage(page)).then(Reply::effect(Effect::FetchPage(day)))
    }

    fn take(&mut self, entries: &[Entry], later: &[Entry], seal: Option<&str>, context: &Context<'_>) {
        let sums = sums::of(context.village, context.tables, self.day, self.day);
        let line = |entry: &Entry| {
            let at = entry.at.to_string();
            let time = at.split_once(' ').map_or(at.as_str(), |(_, time)| time).to_owned();
            let late = entry.late.map(|day| format!("（补记{}）", day.month_day())).unwrap_or_default();
            Paragraph::Entry(time, format!("{}{late} {}", entry.what, entry.subject))
        };
        let mut paragraphs: Vec<Paragraph> = entries.iter().map(line).collect();
        if paragraphs.is_empty() {
            let words = if later.is_empty() {
                "这一天没有记下什么。"
            } else {
                "当天没有写，是后来补记的。"
            };
            paragraphs.push(Paragraph::Text(words.to_owned()));
        }
        if !later.is_empty() {
            let line =
                |it: &Entry| Paragraph::Entry(it.at.day().to_string(), format!("补记 {} {}", it.what, it.subject));
            paragraphs.push(Paragraph::Heading("后来补记的（前面是写的那天）".to_owned()));
            paragraphs.extend(later.iter().map(line));
        }
        paragraphs.push(Paragraph::Heading("小计".to_owned()));
        if sums != Sums::default() || (entries.is_empty() && later.is_empty()) {
            paragraphs.extend(sums_paragraphs(&sums));
        } else if entries.iter().any(|entry| entry.late.is_some()) {
            paragraphs.push(Paragraph::Text("补记的，算在发生的那一天。".to_owned()));
        } else {
            paragraphs.push(Paragraph::Text("这一天的事，小计里不数。".to_owned()));
        }
        if let Some(seal) = seal {
            paragraphs.push(Paragraph::Heading(format!("核对码 {seal}")));
            let words = "改动过的页，核对码就对不上：daiban handbook verify 一页一页核对。";
            paragraphs.push(Paragraph::Text(words.to_owned()));
        }
        self.pager = Pager::of(paragraphs);
        self.fetched = true;
    }
}

impl Behaviour for HandbookPage {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Global(GlobalCommand::Back).into(),
            Command::Global(GlobalCommand::Print).into(),
            Command::Page(PageCommand::PageDown).into(),
            Command::Page(PageCommand::PageUp).into(),
            Command::Global(GlobalCommand::Note).into(),
        ]
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        let info = &context.village.info;
        let title = format!("{}{} 一线工作手册 {} {}", info.township, info.name, self.day, info.liaison);
        self.fetched.then(|| self.pager.sheet(&title).for_work().text(INTERNAL))
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        if let Report::Page { day, entries, later, seal } = report
            && *day == self.day
        {
            self.take(entries, later, seal.as_deref(), context);
        }
        Reply::none()
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.pager.command(command);
        Reply::none()
    }
}
