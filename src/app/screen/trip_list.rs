//! 进镇清单, 进村清单: what is settled on one way, by window or by group; Enter opens what a line is about, and its lawful step
//! ticks it off.
//!
//! What stands on it is `domain::today::trip`'s to say.

use super::today::open_line;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::pinyin::Query;
use crate::domain::today::trip::{self, Trip, TripItem};
use crate::domain::today::words;

/// The list of one way.
#[derive(Debug)]
pub struct TripList {
    /// Where to.
    pub trip: Trip,
    /// Those that fit what was typed, by their places.
    pub list: List<usize>,
    /// All of them, by window or group.
    pub items: Vec<TripItem>,
}

impl TripList {
    /// The list as it is opened.
    pub fn of(context: &Context<'_>, trip: Trip) -> TripList {
        let mut screen = TripList { trip, list: List::default(), items: Vec::new() };
        screen.refresh(context);
        screen
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<usize> {
        let query = Query::new(self.list.filter().text());
        let fits = |item: &TripItem| {
            let words = words::of(context.village, context.tables, &item.line);
            let (who, what) =
                words.map_or((String::new(), String::new()), |it| (it.who.to_owned(), it.what.into_owned()));
            query.is_empty() || query.matches_fields(&[&item.place, item.deed.label(), &who, &what, &item.detail])
        };
        let places = self.items.iter().enumerate().filter(|(_, item)| fits(item)).map(|(place, _)| place);
        places.collect()
    }

    fn filtered(&mut self, context: &Context<'_>) -> Reply {
        let rows = self.fitting(context);
        self.list.set_matches(rows);
        Reply::none()
    }
}

impl Behaviour for TripList {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("打开，按数字办"));
        let others = [Command::Global(GlobalCommand::Intake).into(), Command::Global(GlobalCommand::Back).into()];
        open.into_iter().chain(others).collect()
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("这一趟只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered(context);
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.items = trip::items(context.village, context.tables, context.today, self.trip);
        let rows = self.fitting(context);
        self.list.set_items(rows);
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered(context)
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(context),
            ListEvent::Opened => match self.list.selected().and_then(|place| self.items.get(*place)) {
                Some(item) => open_line(context, &item.line),
                None => Reply::none(),
            },
        }
    }
}
