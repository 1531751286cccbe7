//! U盘丢了: the places that something was ever written to, and the page of one of them.

use crate::app::numbered::Numbered;
use crate::app::opening::Keeping;
use crate::app::screen::page::Page;
use crate::app::screen::{Context, Reply, Screen};
use crate::domain::id::PackageId;
use crate::domain::lost_stick::{self, WrittenPlace};

/// The places, the last one first.
#[derive(Debug)]
pub struct LostPlaces {
    /// The places to choose from.
    pub lines: Numbered<LostChoice>,
    places: Vec<WrittenPlace>,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostChoice {
    /// The stick of this place is lost.
    Place(usize),
    /// Back.
    Leave,
}

impl LostPlaces {
    pub(super) fn of(context: &Context<'_>) -> LostPlaces {
        let places = lost_stick::places(context.village);
        let lines = places
            .iter()
            .enumerate()
            .fold(Numbered::default(), |lines, (nth, place)| lines.item(label(place), LostChoice::Place(nth)));
        LostPlaces { lines: lines.zero("返回", LostChoice::Leave), places }
    }

    /// Opens the page of what lay there.
    pub(super) fn open(&self, nth: usize, context: &Context<'_>) -> Reply {
        self.places.get(nth).map_or_else(Reply::none, |place| open(&place.place, None, context))
    }
}

/// Opens the page of what lay at this place, this package first.
pub(super) fn open(place: &str, first: Option<PackageId>, context: &Context<'_>) -> Reply {
    let is_sealed = context.keeping == Keeping::Sealed;
    match lost_stick::sheet(context.village, place, first, is_sealed, context.today) {
        Some(sheet) => Reply::open(Screen::Page(Page::of_sheet("U盘丢了", sheet))),
        None => Reply::refuse("这里没有写过东西"),
    }
}

fn label(place: &WrittenPlace) -> String {
    let holds = match (place.packages_count, place.copies_count) {
        (packages, 0) => format!("交表{packages}次"),
        (0, copies) => format!("备份、交接{copies}份"),
        (packages, copies) => format!("交表{packages}次，备份、交接{copies}份"),
    };
    format!("{}：{holds}，最后 {}", place.place, place.last.day())
}
