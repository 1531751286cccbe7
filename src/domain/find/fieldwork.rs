//! Finding what is kept of the work in the village: visits, matters handed back, postings, pairings, leaves, service
//! points, and whom to call.
//!
//! It is a part of the search, which knows the words; a record is found by its own words and by whom it is about.

use super::{Found, Search, Word, is_part, word_in_person};
use crate::domain::contact::Contact;
use crate::domain::household::Household;
use crate::domain::id::HouseholdId;
use crate::domain::leave::Leave;
use crate::domain::pairing::{Pairing, outlook};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::ReturnedMatter;
use crate::domain::service_point::ServicePoint;
use crate::domain::visit::Visit;

/// What every leave, and every service point, is called.
const LEAVES: &str = "请假替岗";
const POINTS: &str = "设点";

impl<'v> Search<'v> {
    /// Whether a visit is found: by its household, by who was met, by what was said.
    pub fn visit(&self, visit: &Visit) -> bool {
        let own = self.found(0, |word| word.is_told(&[&visit.met, visit.mode.label()], &[&visit.text, &visit.void]));
        self.at_home(own, Some(visit.household)) == self.all()
    }

    /// Whether a pairing is found: by its household or whom it is with, by who helps, by cause, plan and measures.
    pub fn pairing(&self, pairing: &Pairing) -> bool {
        let names = [outlook::whom(self.village, pairing), &pairing.helper, &pairing.unit, pairing.target.label()];
        let measures = pairing.measures.iter().map(|measure| measure.what.as_str());
        let texts: Vec<&str> = [pairing.causes.as_str(), &pairing.plan].into_iter().chain(measures).collect();
        let own = self.found(0, |word| word.is_told(&names, &texts));
        self.at_home(own, pairing.household) == self.all()
    }

    /// Whether a matter handed back is found: by its title, its kind, who proposed it, its state, what was said.
    pub fn returned_matter(&self, matter: &ReturnedMatter) -> bool {
        let names = [matter.title.as_str(), &matter.subject, &matter.proposed_by, matter.state.label()];
        let texts: Vec<&str> = matter.steps.iter().map(|step| step.words.as_str()).collect();
        self.found(0, |word| word.is_told(&names, &texts)) == self.all()
    }

    /// Whether a posting is found: by what is posted, by its board, by what hangs there.
    pub fn posting(&self, posting: &Posting) -> bool {
        let names = [posting.subject.as_str(), &posting.board];
        let objections = posting.objections.iter().map(|objection| objection.words.as_str());
        let texts: Vec<&str> = std::iter::once(posting.text.as_str()).chain(objections).collect();
        self.found(0, |word| word.is_told(&names, &texts)) == self.all()
    }

    /// Whether a contact is found: by who it is, the office, the role, the number.
    pub fn contact(&self, contact: &Contact) -> bool {
        let names = [contact.name.as_str(), &contact.office, &contact.role];
        let digits: String = contact.phone.chars().filter(char::is_ascii_digit).collect();
        let dialled = |word: &Word<'v>| word.number.as_ref().is_some_and(|number| is_part(&digits, number));
        self.found(0, |word| dialled(word) || word.is_told(&names, &[&contact.note])) == self.all()
    }

    /// Whether a leave is found: by its kind, by who stands in, by the reason.
    pub fn leave(&self, leave: &Leave) -> bool {
        let names = [LEAVES, leave.kind.label(), &leave.stand_in];
        let digits: String = leave.phone.chars().filter(char::is_ascii_digit).collect();
        let dialled = |word: &Word<'v>| word.number.as_ref().is_some_and(|number| is_part(&digits, number));
        self.found(0, |word| dialled(word) || word.is_told(&names, &[&leave.reason])) == self.all()
    }

    /// Whether a service point is found: by its name, its place, its days, by what was said there.
    pub fn point(&self, point: &ServicePoint) -> bool {
        let days = point.days.words();
        let names = [POINTS, point.name.as_str(), &point.place];
        let held = point.held.iter().map(|held| held.words.as_str());
        let texts: Vec<&str> = std::iter::once(days.as_str()).chain(held).collect();
        self.found(0, |word| word.is_told(&names, &texts)) == self.all()
    }

    /// What is found by the household and its head too.
    fn at_home(&self, already: Found, home: Option<HouseholdId>) -> Found {
        let Some(home) = home.and_then(|id| self.village.household(id)) else { return already };
        let of_home = |word: &Word<'v>, home: &Household| self.word_in_household(word, home);
        let found = self.found(already, |word| of_home(word, home));
        let head = self.village.head_of(home);
        head.map_or(found, |head| self.found(found, |word| word_in_person(word, head)))
    }
}

impl Word<'_> {
    /// Whether it is in one of these names, in pinyin too, or as it stands in one of these texts.
    fn is_told(&self, names: &[&str], texts: &[&str]) -> bool {
        let spelt = |text: &&&str| {
            self.hanzi.as_ref().is_some_and(|hanzi| text.contains(hanzi.as_str()))
                || self.number.as_ref().is_some_and(|number| text.contains(number.as_str()))
        };
        names.iter().any(|name| self.query.matches(name)) || texts.iter().any(|text| spelt(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;
    use crate::domain::village::Village;

    fn found(village: &Village, typed: &str) -> [usize; 4] {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let search = Search::new(village, today, typed);
        [
            village.visits().filter(|it| search.visit(it)).count(),
            village.returned_matters().filter(|it| search.returned_matter(it)).count(),
            village.postings().filter(|it| search.posting(it)).count(),
            village.pairings().filter(|it| search.pairing(it)).count(),
        ]
    }

    #[test]
    fn the_work_in_the_village_is_found_by_its_words_and_by_whom_it_is_about() {
        let village = sample::village(Day::parse_iso("2026-11-24").unwrap(), 1).village;
        let [visits, _, _, pairings] = found(&village, "5社");
        assert!(visits > 3 && visits < village.visits().len(), "{visits}");
        assert!(pairings < village.pairings().len());
        assert_eq!(found(&village, "晚熟李子"), [0, 0, 0, 1]);
        assert_eq!(found(&village, "wslz"), [0, 0, 0, 1]);
        assert!(found(&village, "低保名单")[2] > 0 && found(&village, "dbmd")[2] > 0);
        let title = village.returned_matters().next().unwrap().title.clone();
        assert!(found(&village, &title)[1] > 0);
        assert_eq!(found(&village, "没有的话"), [0; 4]);
        let home = village.pairings().find_map(|it| it.household).unwrap();
        let head = village.head_of(village.household(home).unwrap()).unwrap().name.as_str();
        assert!(found(&village, head)[3] > 0, "{head}");
    }
}
