//! A list: which items, which one is selected, what was typed to filter it, and which part is on screen.
//!
//! It holds keys only: `ui` builds cells for the rows on screen and for no others. It does not search (`find`, and the
//! screen that owns the list, do).

use std::cell::Cell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::command::ListCommand;
use super::edit::Edit;

/// A list of the records whose keys are `K`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct List<K> {
    items: Vec<K>,
    selected: usize,
    filter: Edit,
    /// What the last draw showed. Only drawing knows how many rows fit, so this is the one thing it writes.
    #[serde(skip)]
    shown: Cell<Window>,
}

/// The part of a list on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Window {
    top: usize,
    rows: usize,
}

/// What a list made of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEvent {
    /// The selection moved, or there was nowhere to go.
    Moved,
    /// The filter changed: the screen sets the items anew.
    Filtered,
    /// The selected item is to be opened.
    Opened,
    /// Another pane, or another way to see it, is wanted.
    PaneWanted,
}

impl<K> Default for List<K> {
    fn default() -> List<K> {
        List { items: Vec::new(), selected: 0, filter: Edit::default(), shown: Cell::default() }
    }
}

impl<K: PartialEq> List<K> {
    /// A list of these items, the first selected.
    pub fn of(items: Vec<K>) -> List<K> {
        List { items, ..List::default() }
    }

    /// Replaces the items. The selected item stays selected where it is still there, else its place does.
    pub fn set_items(&mut self, items: Vec<K>) {
        let place = self.selected().and_then(|kept| items.iter().position(|item| item == kept));
        self.items = items;
        self.selected = place.unwrap_or(self.selected).min(self.items.len().saturating_sub(1));
    }

    /// Replaces the items after the filter changed, and selects the first, which is the best match.
    pub fn set_matches(&mut self, items: Vec<K>) {
        self.items = items;
        self.selected = 0;
    }

    /// Selects this item, if it is there.
    pub fn select(&mut self, wanted: &K) {
        if let Some(place) = self.items.iter().position(|item| item == wanted) {
            self.selected = place;
        }
    }
}

impl<K> List<K> {
    /// Whether there is a line to open, or that there is none.
    pub fn can_open(&self) -> Result<(), String> {
        self.selected().map(drop).ok_or_else(|| "没有选中的一行".to_owned())
    }

    /// The items that pass the filter, in order.
    pub fn items(&self) -> &[K] {
        &self.items
    }

    /// The selected item; `None` when the list is empty.
    pub fn selected(&self) -> Option<&K> {
        self.items.get(self.selected)
    }

    /// The place of the selected item, 0 for the first.
    pub fn selected_index(&self) -> usize {
        self.selected
    }

    /// What was typed to filter.
    pub fn filter(&self) -> &Edit {
        &self.filter
    }

    /// Adds typed text to the filter; the screen then sets the items anew.
    pub fn type_text(&mut self, text: &str) {
        self.filter.insert(text);
    }

    /// Takes the filter away. Says whether there was one.
    pub fn clear_filter(&mut self) -> bool {
        let had = !self.filter.is_empty();
        self.filter.erase_all();
        had
    }

    /// Does a list command.
    pub fn command(&mut self, command: ListCommand) -> ListEvent {
        let last = self.items.len().saturating_sub(1);
        let page = self.shown.get().rows.saturating_sub(1).max(1);
        self.selected = match command {
            ListCommand::Up => self.selected.saturating_sub(1),
            ListCommand::Down => (self.selected + 1).min(last),
            ListCommand::PageUp => self.selected.saturating_sub(page),
            ListCommand::PageDown => (self.selected + page).min(last),
            ListCommand::First => 0,
            ListCommand::Last => last,
            ListCommand::Open => return ListEvent::Opened,
            ListCommand::Pane => return ListEvent::PaneWanted,
            ListCommand::Erase => return self.erase(Edit::erase),
            ListCommand::EraseAll => return self.erase(Edit::erase_all),
        };
        ListEvent::Moved
    }

    /// The items to draw in `rows` rows, keeping the selected one among them and moving no more than needed.
    pub fn window(&self, rows: usize) -> Range<usize> {
        let top_max = self.items.len().saturating_sub(rows);
        let lowest = (self.selected + 1).saturating_sub(rows);
        let top = self.shown.get().top.clamp(lowest.min(self.selected), self.selected).min(top_max);
        self.shown.set(Window { top, rows });
        top..(top + rows).min(self.items.len())
    }

    /// The same for items of several rows each, told by `rows_of`, which is asked of items near the selected one only.
    pub fn window_of(&self, rows: usize, rows_of: impl Fn(&K) -> usize) -> Range<usize> {
        let item_rows = |place: usize| self.items.get(place).map_or(1, &rows_of).max(1);
        // What stands from the selected item upwards fits, as far as the old top.
        let mut used = item_rows(self.selected);
        let mut top = self.selected;
        while top > self.shown.get().top && used + item_rows(top - 1) <= rows {
            top -= 1;
            used += item_rows(top);
        }
        let mut end = (self.selected + 1).min(self.items.len());
        while end < self.items.len() && used + item_rows(end) <= rows {
            used += item_rows(end);
            end += 1;
        }
        // Rows left below the last item are filled from above.
        while end == self.items.len() && top > 0 && used + item_rows(top - 1) <= rows {
            top -= 1;
            used += item_rows(top);
        }
        self.shown.set(Window { top, rows: end - top.min(end) });
        top.min(end)..end
    }

    fn erase(&mut self, erase: fn(&mut Edit)) -> ListEvent {
        if self.filter.is_empty() {
            return ListEvent::Moved;
        }
        erase(&mut self.filter);
        ListEvent::Filtered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_window_moves_only_when_the_selection_would_leave_it() {
        let mut list = List::of((0..100).collect());
        assert_eq!(list.window(10), 0..10);
        for _ in 0..9 {
            list.command(ListCommand::Down);
        }
        assert_eq!(list.window(10), 0..10);
        list.command(ListCommand::Down);
        assert_eq!(list.window(10), 1..11);
        list.command(ListCommand::PageDown);
        assert_eq!((list.selected_index(), list.window(10)), (19, 10..20));
        list.command(ListCommand::Last);
        assert_eq!(list.window(10), 90..100);
        list.command(ListCommand::Up);
        assert_eq!(list.window(10), 90..100);
    }

    /// What a key costs must not grow with the list: a counter, since time is not asserted.
    #[test]
    fn the_heights_of_few_items_are_asked_however_long_the_list() {
        let asked = |count: usize, at: ListCommand| {
            let mut list = List::of((0..count).collect());
            list.command(at);
            list.window_of(28, |_| 2);
            list.command(ListCommand::PageUp);
            let asked = Cell::new(0);
            let shown = list.window_of(28, |_| {
                asked.set(asked.get() + 1);
                2
            });
            assert_eq!(shown.len(), 14);
            asked.get()
        };
        for at in [ListCommand::First, ListCommand::Last, ListCommand::PageDown] {
            assert!(asked(15_000, at) <= 3 * 28, "{at:?}: {}", asked(15_000, at));
            assert_eq!(asked(15_000, at), asked(150, at));
        }
    }

    #[test]
    fn the_selected_item_stays_selected_when_others_come_and_go() {
        let mut list = List::of(vec!['a', 'b', 'c']);
        list.select(&'b');
        list.set_items(vec!['x', 'a', 'b']);
        assert_eq!(list.selected(), Some(&'b'));
        list.set_items(vec!['x']);
        assert_eq!(list.selected(), Some(&'x'));
        list.set_items(vec![]);
        assert_eq!((list.selected(), list.window(5)), (None, 0..0));
    }

    #[test]
    fn erasing_says_when_the_filter_changed() {
        let mut list = List::of(vec![1]);
        assert_eq!(list.command(ListCommand::Erase), ListEvent::Moved);
        list.type_text("张三");
        assert_eq!(list.command(ListCommand::Erase), ListEvent::Filtered);
        assert_eq!(list.filter().text(), "张");
        assert!(list.clear_filter() && !list.clear_filter());
    }

    proptest! {
        #[test]
        fn items_of_several_rows_fill_the_screen_and_never_overflow(
            heights in prop::collection::vec(1usize..4, 0..60),
            moves in prop::collection::vec((0u8..6, 3usize..20), 0..40),
        ) {
            let mut list = List::of((0..heights.len()).collect());
            for (step, rows) in moves {
                list.command(match step {
                    0 => ListCommand::Up,
                    1 => ListCommand::Down,
                    2 => ListCommand::PageUp,
                    3 => ListCommand::PageDown,
                    4 => ListCommand::First,
                    _ => ListCommand::Last,
                });
                let window = list.window_of(rows, |n| heights[*n]);
                let used: usize = heights[window.clone()].iter().sum();
                prop_assert!(used <= rows);
                prop_assert!(heights.is_empty() || window.contains(&list.selected_index()));
                let all_shown = window.len() == heights.len();
                let next_is_too_high = heights.get(window.end).map_or(window.start > 0, |next| used + next > rows);
                prop_assert!(all_shown || next_is_too_high);
                prop_assert_eq!(list.window_of(rows, |n| heights[*n]), window);
            }
        }

        #[test]
        fn the_selection_is_always_on_screen(count in 0usize..60, moves in prop::collection::vec((0u8..6, 1usize..20), 0..40)) {
            let mut list = List::of((0..count).collect());
            for (step, rows) in moves {
                list.command(match step {
                    0 => ListCommand::Up,
                    1 => ListCommand::Down,
                    2 => ListCommand::PageUp,
                    3 => ListCommand::PageDown,
                    4 => ListCommand::First,
                    _ => ListCommand::Last,
                });
                let window = list.window(rows);
                prop_assert!(window.len() <= rows && window.end <= count);
                prop_assert!(count == 0 || window.contains(&list.selected_index()));
                prop_assert_eq!(window.len(), rows.min(count));
            }
        }
    }
}
