//! 进镇清单, 进村清单: what is settled on one way, by window or by group; Enter opens what a line is about, and its lawful step
//! ticks it off.
//!
//! What stands on it is `domain::today::trip`'s to say.

use super::listing::{Listed, Listing};
use super::today::open_line;
use super::{Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::pinyin::Query;
use crate::domain::sheet::Sheet;
use crate::domain::today::trip::sheet::trip_sheet;
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
    pub fn of(context: &Context<'_>, trip: Trip) -> Listed<TripList> {
        Listed::of(TripList { trip, list: List::default(), items: Vec::new() }, context)
    }
}

impl Listing for TripList {
    type Row = usize;

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("打开，按数字办"));
        let print = Command::Global(GlobalCommand::Print).meaning("打印带走");
        let others = [print, Command::Global(GlobalCommand::Back).into()];
        open.into_iter().chain(others).collect()
    }

    fn list(&self) -> &List<usize> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<usize> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        self.items = trip::items(context.village, context.tables, context.today, self.trip);
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

    fn open(&mut self, place: usize, context: &Context<'_>) -> Reply {
        self.items.get(place).map_or_else(Reply::none, |item| open_line(context, &item.line))
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        Some(trip_sheet(context.village, context.tables, context.today, self.trip))
    }

    fn available(&self, command: Command) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("这一趟只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }
}
