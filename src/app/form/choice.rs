//! A choice among options, narrowed by typing Hanzi, pinyin or initials.
//!
//! It knows labels and places only; what an option means is the form's owner's.

use serde::{Deserialize, Serialize};

use crate::app::edit::Edit;
use crate::domain::pinyin::Query;

/// A choice of one option.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    options: Vec<Offer>,
    query: Edit,
    matches: Vec<usize>,
    cursor: usize,
    chosen: Option<usize>,
    /// Whether the cursor was moved: until then, with nothing typed, no option is meant.
    moved: bool,
    /// Whether the cursor was put on another option than the chosen one, and not yet taken.
    pointed: bool,
    /// Whether words that are none of the options will do.
    free: bool,
    /// Whether the owner finds the options, as among all people.
    found: bool,
    /// Whether one was chosen from the beginning, so that to empty it means nothing.
    #[serde(default)]
    needed: bool,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What is shown and searched.
    pub label: String,
    /// Why it cannot be chosen; shown beside it, greyed.
    pub blocked: Option<String>,
}

impl Choice {
    /// A choice among these labels; none is chosen yet.
    pub fn of<S: Into<String>>(labels: impl IntoIterator<Item = S>) -> Choice {
        Choice::among(labels.into_iter().map(|label| Offer { label: label.into(), blocked: None }).collect())
    }

    /// A choice among options some of which may be blocked.
    pub fn among(options: Vec<Offer>) -> Choice {
        let matches = (0..options.len()).collect();
        let cursor = options.iter().position(|offer| offer.blocked.is_none()).unwrap_or(0);
        Choice {
            options,
            query: Edit::default(),
            matches,
            cursor,
            chosen: None,
            moved: false,
            pointed: false,
            free: false,
            found: false,
            needed: false,
        }
    }

    /// A choice whose options the owner finds whenever something is typed, and gives by `Form::offer`.
    pub fn finding() -> Choice {
        Choice { found: true, ..Choice::among(Vec::new()) }
    }

    /// The same choice, whose owner finds other options when something is typed.
    #[must_use]
    pub fn found_by_owner(self) -> Choice {
        Choice { found: true, ..self }
    }

    /// The same choice, where words that are none of the options will do as well.
    #[must_use]
    pub fn or_words(self) -> Choice {
        Choice { free: true, ..self }
    }

    /// The same choice with these words typed; where they are an option's label, it is chosen.
    #[must_use]
    pub fn typed(mut self, words: &str) -> Choice {
        self.query.set(words);
        self.refilter();
        if let Some(place) = self.options.iter().position(|offer| offer.label == words) {
            self.choose(place);
        }
        self
    }

    /// The same choice with this option chosen.
    #[must_use]
    pub fn choosing(mut self, place: usize) -> Choice {
        self.choose(place);
        self.needed = self.chosen.is_some();
        self
    }

    /// The same choice, which may be emptied though an option was chosen from the beginning.
    #[must_use]
    pub fn or_none(self) -> Choice {
        Choice { needed: false, ..self }
    }

    /// The place of the chosen option among all.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// The chosen option's label.
    pub fn chosen_label(&self) -> Option<&str> {
        self.chosen.and_then(|place| self.options.get(place)).map(|offer| offer.label.as_str())
    }

    /// The chosen label, or the free words where they will do.
    pub fn words(&self) -> &str {
        let free = || if self.free { self.query.text().trim() } else { "" };
        self.chosen_label().unwrap_or_else(free)
    }

    /// What is typed: the chosen label, or the words that narrow the options.
    pub fn query(&self) -> &Edit {
        &self.query
    }

    /// The options that fit what is typed, in order, and whether each is under the cursor; only those in `rows`.
    pub fn visible(&self, rows: usize) -> impl Iterator<Item = (&Offer, bool)> {
        let top = (self.cursor + 1).saturating_sub(rows);
        let places = self.matches.iter().enumerate().skip(top).take(rows);
        let meant = self.is_meant();
        places.filter_map(move |(n, place)| self.options.get(*place).map(|offer| (offer, meant && n == self.cursor)))
    }

    /// Whether the options are worth seeing while the field is focused: none is chosen, the cursor stands on another one
    /// than the chosen, or there are only a few.
    pub fn shows_options(&self, few: usize) -> bool {
        self.chosen.is_none() || self.chosen != self.matches.get(self.cursor).copied() || self.options.len() <= few
    }

    /// How many options fit what is typed.
    pub fn matches_count(&self) -> usize {
        self.matches.len()
    }

    /// Takes the options the owner found.
    pub(super) fn offer(&mut self, options: Vec<Offer>) {
        self.matches = (0..options.len()).collect();
        self.options = options;
        self.cursor = 0;
        self.chosen = None;
        (self.moved, self.pointed) = (false, false);
    }

    pub(super) fn query_mut(&mut self) -> &mut Edit {
        &mut self.query
    }

    pub(super) fn type_text(&mut self, text: &str) {
        if self.chosen.is_some() {
            self.query.erase_all();
        }
        self.query.insert(text);
        self.refilter();
    }

    /// Looks anew which options fit, after what is typed changed.
    pub(super) fn refilter(&mut self) {
        self.chosen = None;
        self.cursor = 0;
        (self.moved, self.pointed) = (false, false);
        if self.found {
            return;
        }
        let query = Query::new(self.query.text());
        let fits = |(place, offer): (usize, &Offer)| query.matches(&offer.label).then_some(place);
        self.matches = self.options.iter().enumerate().filter_map(fits).collect();
        let free = |place: &usize| self.options.get(*place).is_some_and(|offer| offer.blocked.is_none());
        self.cursor = self.matches.iter().position(free).unwrap_or(0);
    }

    /// Whether an option is under the cursor by anybody's doing, so that Enter takes it.
    fn is_meant(&self) -> bool {
        self.chosen.is_some() || self.moved || !self.query.is_empty()
    }

    /// Moves the cursor among the options; `false` at an end. The first step down comes to the first option.
    pub(super) fn move_by(&mut self, by: isize) -> bool {
        if !self.is_meant() {
            self.moved = by > 0 && !self.matches.is_empty();
            self.pointed = self.moved;
            return self.moved;
        }
        match self.cursor.checked_add_signed(by).filter(|to| *to < self.matches.len()) {
            Some(to) => {
                self.cursor = to;
                self.pointed = true;
                true
            }
            None => false,
        }
    }

    /// Chooses the option under the cursor; an empty choice that nobody touched stays empty.
    pub(super) fn take(&mut self) {
        if self.is_meant()
            && let Some(place) = self.matches.get(self.cursor)
        {
            self.choose(*place);
        }
    }

    /// The way led through the options to the field behind them: what was chosen stays.
    pub(super) fn pass(&mut self) {
        self.pointed = false;
        let chosen = self.chosen.and_then(|chosen| self.matches.iter().position(|place| *place == chosen));
        self.cursor = chosen.unwrap_or(self.cursor);
    }

    /// What leaving the field means: the option that the cursor was put on is taken, else the only one that fits; more
    /// than one, or none, is a fault. Free words will do, but not letters or digits that mean several options.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        if self.pointed {
            self.take();
        }
        if self.chosen.is_some() {
            return Ok(());
        }
        if self.query.is_empty() {
            let is_missing = self.needed && !self.free;
            return if is_missing {
                Err("还没选定，用上下键选一个，按 Enter".to_owned())
            } else {
                Ok(())
            };
        }
        match self.matches.as_slice() {
            [only] => {
                let only = *only;
                match self.options.get(only).and_then(|offer| offer.blocked.clone()) {
                    Some(why) => Err(why),
                    None => {
                        self.choose(only);
                        Ok(())
                    }
                }
            }
            [_, _, ..] if self.free && self.query.text().is_ascii() => {
                Err("还没选定，用上下键选一个，按 Enter；都不是就写汉字".to_owned())
            }
            _ if self.free => Ok(()),
            [] => Err("没有这一项，改几个字再找".to_owned()),
            _ => Err("还没选定，用上下键选一个，按 Enter".to_owned()),
        }
    }

    fn choose(&mut self, place: usize) {
        let Some(offer) = self.options.get(place) else { return };
        if offer.blocked.is_some() {
            return;
        }
        self.chosen = Some(place);
        self.query.set(&offer.label);
        self.matches = (0..self.options.len()).collect();
        self.cursor = place;
        self.pointed = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_narrows_and_enter_takes() {
        let mut choice = Choice::of(["户口簿", "身份证", "身份证复印件"]);
        choice.type_text("身份");
        assert_eq!(choice.matches_count(), 2);
        assert!(choice.settle().is_err());
        assert!(choice.move_by(1) && !choice.move_by(1));
        choice.take();
        assert_eq!((choice.chosen(), choice.chosen_label()), (Some(2), Some("身份证复印件")));
        choice.type_text("户");
        assert_eq!(choice.query().text(), "户");
        assert_eq!((choice.settle(), choice.chosen()), (Ok(()), Some(0)));
    }

    #[test]
    fn an_empty_choice_that_nobody_touched_stays_empty() {
        let mut choice = Choice::of(["配偶", "子"]);
        choice.take();
        assert_eq!((choice.chosen(), choice.visible(6).any(|(_, meant)| meant)), (None, false));
        assert!(!choice.move_by(-1) && choice.move_by(1));
        choice.take();
        assert_eq!(choice.chosen_label(), Some("配偶"));
    }

    #[test]
    fn the_option_the_cursor_was_put_on_is_taken_when_the_field_is_left_and_passing_through_changes_nothing() {
        let mut choice = Choice::of(["记事", "来电", "去电"]).choosing(0);
        assert!(choice.move_by(1) && choice.move_by(1));
        assert_eq!((choice.settle(), choice.chosen_label()), (Ok(()), Some("去电")));
        let mut passed = Choice::of(["记事", "来电", "去电"]).choosing(0);
        while passed.move_by(1) {}
        passed.pass();
        assert_eq!((passed.settle(), passed.chosen_label()), (Ok(()), Some("记事")));
    }

    #[test]
    fn enter_takes_the_first_option_that_can_be_chosen() {
        let offer =
            |label: &str, blocked: Option<&str>| Offer { label: label.into(), blocked: blocked.map(Into::into) };
        let mut choice = Choice::among(vec![offer("周开明", Some("现在就是户主")), offer("周海龙", None)]);
        assert!(choice.move_by(1));
        choice.take();
        assert_eq!(choice.chosen_label(), Some("周海龙"));
        choice.type_text("周");
        choice.take();
        assert_eq!(choice.chosen_label(), Some("周海龙"));
    }

    #[test]
    fn words_will_do_where_they_may() {
        let mut choice = Choice::of(["配偶", "子", "长子"]).or_words();
        choice.type_text("养女");
        assert_eq!((choice.settle(), choice.words()), (Ok(()), "养女"));
        assert_eq!(Choice::of(["配偶", "子"]).or_words().typed("子").chosen(), Some(1));
        let mut found = Choice::finding().or_words();
        found.type_text("3319");
        found.offer(vec![offer_of("李国珍 3社"), offer_of("张德明 1社")]);
        assert_eq!((found.words(), found.matches_count()), ("3319", 2));
        found.take();
        assert_eq!(found.words(), "李国珍 3社");
    }

    #[test]
    fn letters_that_mean_several_options_are_not_words_and_letters_that_mean_none_are() {
        let mut found = Choice::finding().or_words();
        found.type_text("zw");
        found.offer(vec![offer_of("张文贵 4社"), offer_of("周文飞 5社")]);
        assert!(found.settle().is_err());
        assert!(found.move_by(1));
        assert_eq!((found.settle(), found.words()), (Ok(()), "周文飞 5社"));
        found.type_text("zw");
        found.offer(Vec::new());
        assert_eq!((found.settle(), found.words()), (Ok(()), "zw"));
        found.type_text("张");
        found.offer(vec![offer_of("张文贵 4社"), offer_of("张文龙 6社")]);
        assert_eq!((found.settle(), found.words()), (Ok(()), "zw张"));
    }

    fn offer_of(label: &str) -> Offer {
        Offer { label: label.into(), blocked: None }
    }

    #[test]
    fn a_blocked_option_is_never_chosen() {
        let blocked = Offer { label: "银行卡".into(), blocked: Some("银行卡不能代收".into()) };
        let mut choice = Choice::among(vec![blocked, Offer { label: "户口簿".into(), blocked: None }]);
        assert!(choice.move_by(1) && choice.move_by(-1));
        choice.take();
        assert_eq!(choice.chosen(), None);
        choice.type_text("银行");
        assert_eq!(choice.settle(), Err("银行卡不能代收".to_owned()));
    }

    #[test]
    fn the_options_are_seen_where_enter_would_take_another_one() {
        let mut choice = Choice::of((0..9).map(|n| n.to_string())).choosing(3);
        assert!(!choice.shows_options(6) && choice.shows_options(9));
        choice.move_by(1);
        assert!(choice.shows_options(6));
    }

    #[test]
    fn only_the_rows_that_fit_are_given() {
        let mut choice = Choice::of((0..100).map(|n| n.to_string()));
        for _ in 0..50 {
            choice.move_by(1);
        }
        let rows: Vec<_> = choice.visible(5).collect();
        assert_eq!(rows.len(), 5);
        assert_eq!(rows.iter().position(|(_, cursor)| *cursor), Some(4));
    }
}
