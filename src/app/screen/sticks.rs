//! 登记U盘: the sticks that are plugged in and those that are known, found by typing; Enter registers one or corrects it.

use super::listing::{Listed, Listing};
use super::stick_form::StickForm;
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::app::message::Place;
use crate::domain::pinyin::Query;
use crate::domain::stick::Stick;

/// 登记U盘.
#[derive(Debug)]
pub struct Sticks {
    /// Those that fit what was typed.
    pub list: List<StickRow>,
    /// How many are registered and in use.
    pub registered_count: usize,
    plugged: Vec<Place>,
}

/// One stick, as it is known or as it is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StickRow {
    /// What is known of it.
    pub stick: Stick,
    /// Whether it is plugged in.
    pub is_plugged: bool,
}

impl Sticks {
    /// The screen as it is opened, with the drives that are plugged in.
    pub fn new(context: &Context<'_>, plugged: Vec<Place>) -> Listed<Sticks> {
        Listed::of(Sticks { list: List::default(), registered_count: 0, plugged }, context)
    }

    /// Those that are plugged in first, then those in use.
    fn rows(&self, context: &Context<'_>) -> Vec<StickRow> {
        let known = context.village.sticks().map(|sticks| sticks.known.as_slice()).unwrap_or_default();
        let is_it = |stick: &Stick, place: &Place| place.removable && stick.is(&place.serial, &place.label);
        let known_rows = known.iter().map(|stick| {
            let is_plugged = self.plugged.iter().any(|place| is_it(stick, place));
            StickRow { stick: stick.clone(), is_plugged }
        });
        let is_new = |place: &&Place| place.removable && !known.iter().any(|stick| is_it(stick, place));
        let new_rows = self.plugged.iter().filter(is_new).map(|place| {
            let (serial, label) = (place.serial.clone(), place.label.clone());
            StickRow { stick: Stick { serial, label, ..Stick::default() }, is_plugged: true }
        });
        let mut rows: Vec<StickRow> = known_rows.chain(new_rows).collect();
        rows.sort_by_key(|row| (!row.is_plugged, !row.stick.is_registered(), row.stick.retired.is_some()));
        rows
    }
}

impl Listing for Sticks {
    type Row = StickRow;

    fn hints(&self) -> Vec<Hint> {
        let words = |row: &StickRow| if row.stick.is_registered() { "改" } else { "登记" };
        let open = self.list.selected().map(|row| Command::List(ListCommand::Open).meaning(words(row)));
        open.into_iter().chain([Command::Global(GlobalCommand::Back).into()]).collect()
    }

    fn list(&self) -> &List<StickRow> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<StickRow> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        self.registered_count = context.village.sticks().map_or(0, |sticks| sticks.registered().count());
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<StickRow> {
        let query = Query::new(self.list.filter().text());
        let mut rows = self.rows(context);
        rows.retain(|row| {
            let Stick { number, label, keeper, serial, .. } = &row.stick;
            [number, label, keeper, serial].into_iter().any(|words| query.matches(words))
        });
        rows
    }

    fn open(&mut self, row: StickRow, context: &Context<'_>) -> Reply {
        if let Some(why) = context.closed() {
            return Reply::refuse(why);
        }
        if row.stick.serial.is_empty() {
            return Reply::refuse("这个U盘没有卷序列号，认不出是哪一个，登记不了，请换一个");
        }
        if !row.is_plugged && !row.stick.is_registered() {
            return Reply::refuse("这个U盘没有插着：插上再登记");
        }
        Reply::open(Screen::StickForm(StickForm::of(&row.stick, context)))
    }

    fn available(&self, command: Command) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("登记U盘只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }
}
