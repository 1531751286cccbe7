//! Finding records by what is typed: name, pinyin, initials, the tail of a phone, an ID or a task's number, the group in
//! any spelling, the class. Words parted by spaces must all be found.
//!
//! A `Search` is made once for what was typed and asked of record after record; it keeps no index and sorts nothing.

mod fieldwork;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use super::day::Day;
use super::household::{GroupNo, Household};
use super::id::{HouseholdId, PersonId};
use super::note::Note;
use super::person::{Person, PersonStatus};
use super::pinyin::Query;
use super::resident_id::IdNumber;
use super::task::ProxyTask;
use super::text::group::{GroupKey, group_key};
use super::text::{fold, is_hanzi};
use super::village::Village;

/// Words of one search that count; more are passed over.
const WORDS_MAX: usize = 8;
/// From so many digits on, a number may be found by any part of itself; fewer must be its tail.
const INNER_DIGITS_MIN: usize = 6;
/// The digits a task's number ends with as it is shown: who types so many means the number, before a phone's tail.
const SERIAL_DIGITS: usize = 4;

/// What was typed, made ready for one village.
#[derive(Debug)]
pub struct Search<'v> {
    village: &'v Village,
    today: Day,
    words: Vec<Word<'v>>,
    /// The people that a word is about; `None` until they are read.
    about: Option<Asked<PersonId, About>>,
}

/// Which words are about a person.
#[derive(Clone, Copy, Debug, Default)]
struct About {
    /// By name, phone or ID.
    own: Found,
    /// By these or by the household.
    all: Found,
}

/// Why a household is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseholdHit {
    /// By its head, its number, its group, its class.
    Itself,
    /// By one of its people.
    Member(PersonId),
}

/// How near what was typed comes to the number of a task, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It is the number within its year: 2 or 0002 of 2026-0002.
    Serial,
    /// The number ends with it.
    Tail,
    /// It is found by something else.
    Other,
}

/// Whether everything that `typed` finds was found by `earlier` too, so that it may be looked for among that alone: one
/// or more letters more on a word of letters. Of digits, Hanzi and a new word it is not so: 三 is no group and 三社 is.
pub fn narrows(typed: &str, earlier: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase();
    let added = typed.strip_prefix(earlier).filter(|added| !added.is_empty() && added.chars().all(is_letter));
    let word = earlier.rsplit(' ').next().filter(|word| !word.is_empty() && word.chars().all(is_letter));
    added.is_some() && word.is_some()
}

struct Word<'v> {
    query: Query,
    /// Digits, and perhaps the X of an ID number.
    number: Option<String>,
    /// Letters and digits, as of a household's number: H000001.
    code: Option<String>,
    /// Holds Hanzi: looked for in addresses and free words too.
    hanzi: Option<String>,
    groups: Vec<GroupNo>,
    classes: Vec<&'v str>,
    /// The answers for texts that are met again and again, a name or a matter or a state: each is looked through once.
    asked: RefCell<Asked<&'v str, bool>>,
}

/// What was answered within one search. Thousands of answers are looked up at each key, so their hash is a short one.
type Asked<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// Which words are found already, a bit each.
type Found = u16;

impl<'v> Search<'v> {
    /// Makes ready what was typed.
    pub fn new(village: &'v Village, today: Day, typed: &str) -> Search<'v> {
        let folded = fold(typed);
        let classes = distinct_classes(village);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX);
        let words = words.map(|word| Word::new(word, village, &classes)).filter(|word| !word.query.is_empty());
        Search { village, today, words: words.collect(), about: None }
    }

    /// Reads every person once. What is asked of thousands of tasks then need not go to the applicant and the home of
    /// each, which lie all over the memory; for a few tasks it costs more than it saves. It finds the same.
    #[must_use]
    pub fn of_everybody(mut self) -> Search<'v> {
        let homes =
            self.village.households().map(|home| (home.id, self.found(0, |word| self.word_in_household(word, home))));
        let homes: Asked<HouseholdId, Found> = homes.filter(|(_, found)| *found != 0).collect();
        let about = self.village.people().map(|person| {
            let own = self.found(0, |word| word_in_person(word, person));
            let home = person.household.and_then(|id| homes.get(&id).copied()).unwrap_or_default();
            (person.id, About { own, all: own | home })
        });
        self.about = Some(about.filter(|(_, about)| about.all != 0).collect());
        self
    }

    /// Whether nothing was typed, so that everything is found.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a household is found, and by whom.
    pub fn household(&self, household: &'v Household) -> Option<HouseholdHit> {
        if self.household_itself(household) {
            return Some(HouseholdHit::Itself);
        }
        let own = self.found(0, |word| self.word_in_household(word, household));
        let members = self.village.members(household.id).filter(|person| household.head != Some(person.id));
        let mut hits = members.filter(|person| person.status != PersonStatus::Duplicate).filter(|person| {
            // Nothing but this member adds what is still missing.
            self.found(own, |word| word_in_person(word, person)) == self.all()
        });
        hits.next().map(|person| HouseholdHit::Member(person.id))
    }

    /// Whether a household is found by itself or its head, which asks none of the others in it.
    pub fn household_itself(&self, household: &'v Household) -> bool {
        let own = self.found(0, |word| self.word_in_household(word, household));
        let head = self.village.head_of(household);
        head.map_or(own, |head| self.found(own, |word| word_in_person(word, head))) == self.all()
    }

    /// Whether a person is found, by what is their own and their household's.
    pub fn person(&self, person: &'v Person) -> bool {
        self.words.iter().all(|word| word_in_person(word, person) || self.word_in_home(word, person))
    }

    /// Whether a person is found by name, phone or ID, and not by the household alone.
    pub fn person_by_own(&self, person: &'v Person) -> bool {
        if let Some(about) = &self.about {
            return about.get(&person.id).is_some_and(|about| about.own != 0 && about.all == self.all());
        }
        self.words.iter().any(|word| word_in_person(word, person)) && self.person(person)
    }

    /// Whether what was typed begins the person's name: those come before names that hold it further on.
    pub fn begins(&self, person: &'v Person) -> bool {
        let name = person.name.as_str();
        let rest = name.chars().next().and_then(|first| name.get(first.len_utf8()..)).unwrap_or_default();
        let mut words = self.words.iter().filter(|word| word.number.is_none());
        words.any(|word| word.is_in(name) && !word.query.matches(rest))
    }

    /// Whether a task is found: by its number, its matter, its state, the number of the authority, its applicant.
    pub fn task(&self, task: &'v ProxyTask) -> bool {
        if let Some(about) = &self.about {
            let found = about.get(&task.applicant).map_or(0, |about| about.all);
            let mut words = self.words.iter().enumerate();
            return words.all(|(place, word)| found & (1 << place) != 0 || word_in_task(word, task));
        }
        let of_applicant = |word: &Word<'v>| {
            let person = self.village.person(task.applicant);
            person.is_some_and(|person| word_in_person(word, person) || self.word_in_home(word, person))
        };
        self.words.iter().all(|word| word_in_task(word, task) || of_applicant(word))
    }

    /// Whether a task is found by what is its own, and not by its applicant alone.
    pub fn task_by_own(&self, task: &'v ProxyTask) -> bool {
        self.words.iter().any(|word| word_in_task(word, task)) && self.task(task)
    }

    /// Whether a number is among what was typed, so that how near it comes to a task's matters.
    pub fn has_number(&self) -> bool {
        self.words.iter().any(|word| word.number.is_some())
    }

    /// How near what was typed comes to a task's number: whoever types a number looks for it, and not for a household
    /// whose number, or a villager whose phone, ends so too.
    pub fn nearness(&self, task: &ProxyTask) -> Nearness {
        let no = task.no.to_string();
        let near = |number: &String| match number.parse() {
            Ok(n) if task.no.n == n => Nearness::Serial,
            Ok(0..) | Err(_) if no.ends_with(number.as_str()) => Nearness::Tail,
            Ok(0..) | Err(_) => Nearness::Other,
        };
        self.words.iter().filter_map(|word| word.number.as_ref()).map(near).min().unwrap_or(Nearness::Other)
    }

    /// Whether the number of this task was typed, whole or as far as its digits within the year go.
    pub fn names_task(&self, task: &ProxyTask) -> bool {
        let no = task.no.to_string();
        let mut numbers = self.words.iter().filter_map(|word| word.number.as_ref());
        numbers.any(|number| number.len() >= SERIAL_DIGITS && no.ends_with(number.as_str()))
    }

    /// Whether a note is found: by its words, or by whom it concerns.
    pub fn note(&self, note: &Note) -> bool {
        let own = self.found(0, |word| {
            word.query.matches(&note.who)
                || word.hanzi.as_ref().is_some_and(|hanzi| note.text.contains(hanzi.as_str()))
                || word.number.as_ref().is_some_and(|number| note.text.contains(number.as_str()))
        });
        let person = note.person.and_then(|id| self.village.person(id));
        person.map_or(own, |person| self.found(own, |word| word_in_person(word, person))) == self.all()
    }

    fn all(&self) -> Found {
        self.words.iter().fold(0, |all, _| (all << 1) | 1)
    }

    /// What is found when these words are looked for too.
    fn found(&self, already: Found, mut is_in: impl FnMut(&Word<'v>) -> bool) -> Found {
        let mut found = already;
        for (place, word) in self.words.iter().enumerate() {
            if found & (1 << place) == 0 && is_in(word) {
                found |= 1 << place;
            }
        }
        found
    }

    fn word_in_home(&self, word: &Word<'v>, person: &'v Person) -> bool {
        let household = person.household.and_then(|id| self.village.household(id));
        household.is_some_and(|household| self.word_in_household(word, household))
    }

    fn word_in_household(&self, word: &Word<'v>, household: &Household) -> bool {
        word.groups.contains(&household.group)
            || word.code.as_ref().is_some_and(|code| household.no.to_ascii_uppercase().contains(code))
            || household.classes_on(self.today).any(|class| word.classes.contains(&class.value.as_str()))
            || word.hanzi.as_ref().is_some_and(|hanzi| household.address.contains(hanzi.as_str()))
    }
}

/// Says as little as [`Query`] does: names are typed here, and names are what was asked.
impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({:?}, {} asked)", self.query, self.asked.borrow().len())
    }
}

impl<'v> Word<'v> {
    fn new(word: &str, village: &'v Village, classes: &[&'v str]) -> Word<'v> {
        let query = Query::new(word);
        let digits = word.trim_end_matches(['x', 'X']);
        let is_number = digits.len() + 1 >= word.len() && !digits.is_empty() && digits.bytes().all(is_number_byte);
        let classes = classes.iter().filter(|class| query.matches(class)).copied().collect();
        Word {
            number: is_number.then(|| word.to_ascii_uppercase()),
            code: is_code(word).then(|| word.to_ascii_uppercase()),
            hanzi: word.chars().any(is_hanzi).then(|| word.to_owned()),
            groups: groups(word, &query, village),
            classes,
            query,
            asked: RefCell::default(),
        }
    }

    /// Whether the word is in a text that other records show too.
    fn is_in(&self, text: &'v str) -> bool {
        if let Some(known) = self.asked.borrow().get(text) {
            return *known;
        }
        let found = self.query.matches(text);
        self.asked.borrow_mut().insert(text, found);
        found
    }
}

/// Whether a word may be part of a household's number: letters alone are a name's initials.
fn is_code(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    word.bytes().all(fits) && word.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'-'
}

/// The groups a word means: 3社 only the third, though 13社 holds the same signs; 周家 all that are named so.
fn groups(word: &str, query: &Query, village: &Village) -> Vec<GroupNo> {
    let key = group_key(word);
    let only_digits = word.bytes().all(is_number_byte);
    let means = |name: &str| match &key {
        _ if only_digits => false,
        GroupKey::Numbered(_) | GroupKey::OfVillage(..) => group_key(name) == key,
        GroupKey::Named(_) => query.matches(name),
    };
    village.info.groups.iter().filter(|group| means(&group.name)).map(|group| group.no).collect()
}

fn distinct_classes(village: &Village) -> Vec<&str> {
    let mut distinct: Vec<&str> = Vec::new();
    for class in village.households().flat_map(|household| &household.classes) {
        if !distinct.contains(&class.value.as_str()) {
            distinct.push(&class.value);
        }
    }
    distinct
}

fn word_in_person<'v>(word: &Word<'v>, person: &'v Person) -> bool {
    match &word.number {
        Some(number) => {
            person.phones.iter().any(|phone| is_part(phone.digits(), number)) || in_id_number(&person.id_no, number)
        }
        None => word.is_in(person.name.as_str()) || person.tags.iter().any(|tag| word.is_in(&tag.name)),
    }
}

fn in_id_number(id_no: &IdNumber, number: &str) -> bool {
    match id_no {
        IdNumber::Known(id) => is_part(id.as_str(), number),
        IdNumber::Archive15(id) => is_part(id.as_str(), number),
        IdNumber::Missing { .. } => false,
    }
}

fn is_part(whole: &str, typed: &str) -> bool {
    whole.ends_with(typed) || (typed.len() >= INNER_DIGITS_MIN && whole.contains(typed))
}

fn word_in_task<'v>(word: &Word<'v>, task: &'v ProxyTask) -> bool {
    match &word.number {
        Some(number) => task.no.to_string().contains(number.as_str()) || task.external_no.contains(number.as_str()),
        None => {
            word.is_in(&task.matter.name)
                || word.is_in(task.state_label())
                || (!task.external_no.is_empty() && word.query.matches(&task.external_no))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::person::PersonIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::household::ClassMembership;
    use crate::domain::text::PersonName;
    use crate::domain::text::phone::Phone;
    use crate::domain::{change::Record, id::HouseholdId};

    fn village() -> (Fixture, HouseholdId) {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.household("张德明", "3社");
        let mut person =
            Person::new(PersonId::mint(&mut fixture.mint, fixture.at), PersonName::parse("张小红").unwrap());
        person.household = Some(id);
        person.phones.push(Phone::parse("13800003319").unwrap());
        fixture.act(Intent::Person(PersonIntent::Add(Box::new(person))));
        let mut household = fixture.village.household(id).unwrap().clone();
        household.classes.push(ClassMembership {
            value: "低保户".to_owned(),
            from: None,
            to: None,
            source: "花名册".to_owned(),
        });
        fixture.village.put(Record::Household(Box::new(household)));
        (fixture, id)
    }

    fn hit(fixture: &Fixture, id: HouseholdId, typed: &str) -> Option<HouseholdHit> {
        let search = Search::new(&fixture.village, fixture.today(), typed);
        search.household(fixture.village.household(id).unwrap())
    }

    #[test]
    fn a_household_is_found_by_its_head_its_group_and_its_class() {
        let (fixture, id) = village();
        for typed in ["张德明", "zdm", "zhangdm", "3社", "三社", "第三村民小组", "3组 zdm", "低保", "dbh 三社", ""]
        {
            assert_eq!(hit(&fixture, id, typed), Some(HouseholdHit::Itself), "{typed}");
        }
        for typed in ["1社", "13社", "李", "监测户", "3社 ldq", "9999"] {
            assert_eq!(hit(&fixture, id, typed), None, "{typed}");
        }
    }

    #[test]
    fn a_household_is_found_by_each_of_its_people() {
        let (fixture, id) = village();
        let member = HouseholdHit::Member(fixture.person("张小红"));
        for typed in ["张小红", "zxh", "3319", "三社 zxh", "低保 3319"] {
            assert_eq!(hit(&fixture, id, typed), Some(member), "{typed}");
        }
        assert_eq!(hit(&fixture, id, "zdm 3319"), None, "two people are not one");
    }

    #[test]
    fn a_household_is_found_by_its_number_as_it_is_shown() {
        let (mut fixture, id) = village();
        let mut household = fixture.village.household(id).unwrap().clone();
        household.no = "H000017".to_owned();
        fixture.village.put(Record::Household(Box::new(household)));
        for typed in ["H000017", "h0000", "000017", "17", "zdm h000017"] {
            assert_eq!(hit(&fixture, id, typed), Some(HouseholdHit::Itself), "{typed}");
        }
        assert_eq!(hit(&fixture, id, "H000018"), None);
    }

    #[test]
    fn a_name_that_begins_so_is_told_from_one_that_holds_it() {
        let (fixture, _) = village();
        let person = fixture.village.person(fixture.person("张小红")).unwrap();
        let begins = |typed: &str| Search::new(&fixture.village, fixture.today(), typed).begins(person);
        assert!(begins("zhang") && begins("zxh") && begins("张") && begins("3社 zx"));
        assert!(!begins("xh") && !begins("小红") && !begins("3319") && !begins(""));
    }

    #[test]
    fn a_few_digits_are_a_tail_and_many_any_part() {
        assert!(is_part("13800003319", "19") && !is_part("13800003319", "0000"));
        assert!(is_part("13800003319", "138000") && is_part("51022519550308901X", "901X"));
        let (fixture, _) = village();
        let search = Search::new(&fixture.village, fixture.today(), "19");
        assert!(search.person_by_own(fixture.village.person(fixture.person("张小红")).unwrap()));
        assert!(!search.person(fixture.village.person(fixture.person("李德全")).unwrap()));
    }

    #[test]
    fn a_task_is_found_by_number_matter_and_applicant() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S05", None);
        let task = fixture.village.task(id).unwrap();
        for typed in ["0001", "2026-0001", "ldq", "李德全 3社", task.matter.name.as_str()] {
            assert!(Search::new(&fixture.village, fixture.today(), typed).task(task), "{typed}");
        }
        let search = Search::new(&fixture.village, fixture.today(), "ldq");
        assert!(!search.task_by_own(task) && !Search::new(&fixture.village, fixture.today(), "0002").task(task));
    }

    #[test]
    fn a_number_comes_nearer_than_a_tail_and_four_digits_name_a_task() {
        let (mut fixture, _) = village();
        let id = fixture.intake("S05", None);
        let near = |typed: &str| {
            let search = Search::new(&fixture.village, fixture.today(), typed);
            let task = fixture.village.task(id).unwrap();
            (search.nearness(task), search.names_task(task))
        };
        assert_eq!(near("1"), (Nearness::Serial, false));
        assert_eq!(near("0001"), (Nearness::Serial, true));
        assert_eq!(near("6-0001"), (Nearness::Tail, true));
        assert_eq!(near("2026"), (Nearness::Other, false));
        assert_eq!(near("李德全"), (Nearness::Other, false));
    }

    /// What is found by each kind, for a comparison.
    fn all_found(village: &Village, today: Day, typed: &str) -> [Vec<String>; 4] {
        let search = Search::new(village, today, typed);
        let people = village.people().filter(|it| search.person(it));
        let households = village.households().filter(|it| search.household(it) == Some(HouseholdHit::Itself));
        [
            village.people().filter(|it| search.person_by_own(it)).map(|it| format!("{:?}", it.id)).collect(),
            people.map(|it| format!("{:?}", it.id)).collect(),
            households.map(|it| it.no.clone()).collect(),
            village.tasks().filter(|it| search.task(it)).map(|it| it.no.to_string()).collect(),
        ]
    }

    /// As a screen does it: every person read once, and the tasks asked of that.
    fn found_of_everybody(village: &Village, today: Day, typed: &str) -> [Vec<String>; 3] {
        let search = Search::new(village, today, typed).of_everybody();
        [
            village.people().filter(|it| search.person_by_own(it)).map(|it| format!("{:?}", it.id)).collect(),
            village.households().filter(|it| search.household_itself(it)).map(|it| it.no.clone()).collect(),
            village.tasks().filter(|it| search.task(it)).map(|it| it.no.to_string()).collect(),
        ]
    }

    #[test]
    fn reading_everybody_once_finds_the_same_at_every_key_there_and_back() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = crate::domain::sample::village(today, 7).village;
        let phone = village.people().find_map(|person| person.phones.first()).unwrap().digits().to_owned();
        let of_task = village.tasks().find(|task| !task.external_no.is_empty()).unwrap();
        let person = village.person(of_task.applicant).unwrap();
        let (no, external) = (of_task.no.to_string(), of_task.external_no.clone());
        let both = format!("{} {}", person.name, of_task.matter.name);
        let mut found_any = [0; 3];
        for whole in [
            "zhangjianguo",
            "zhj",
            "lgz",
            "3社 lgz",
            "3社  周",
            "三社",
            "dibao",
            "低保户 3社",
            "yanglao 1社",
            "已交镇",
            "yjz",
            "qqq",
            "一 二 三 四 五 六 七 八 九",
            "h000017 z",
            "3319",
            "2026-00",
            "",
            &phone,
            &no,
            &external,
            &both,
        ] {
            let ends = whole.char_indices().map(|(at, _)| at).chain([whole.len()]);
            let there: Vec<usize> = ends.collect();
            for end in there.iter().chain(there.iter().rev()) {
                let typed = &whole[..*end];
                let [own, _, households, tasks] = all_found(&village, today, typed);
                let plain = [own, households, tasks];
                if !typed.is_empty() {
                    plain.iter().zip(&mut found_any).for_each(|(found, count)| *count += found.len());
                    assert_eq!(found_of_everybody(&village, today, typed), plain, "{typed}");
                }
            }
        }
        assert!(found_any.iter().all(|count| *count > 100), "{found_any:?}");
    }

    #[test]
    fn debug_output_of_a_search_holds_no_name() {
        let (fixture, _) = village();
        let search = Search::new(&fixture.village, fixture.today(), "张小红");
        assert!(fixture.village.people().any(|person| search.person(person)));
        let debug = format!("{:?} {:?}", search.words, search.about);
        assert!(!debug.contains('张') && debug.contains("asked"), "{debug}");
    }

    proptest! {
        #[test]
        fn a_letter_more_finds_no_name_that_the_word_before_did_not(
            name in "[张建国单区曾重庆吕谌郗费能那长]{1,4}|[A-Za-z' ]{1,8}|买买提·吐尔逊",
            word in "(3社 )?[a-z]{1,6}",
            more in "[a-z]{1,3}",
        ) {
            let typed = format!("{word}{more}");
            prop_assert!(narrows(&typed, &word));
            prop_assert!(!Query::new(&typed).matches_fields(&[&name, "3社"]) || Query::new(&word).matches_fields(&[&name, "3社"]));
        }
    }

    #[test]
    fn what_a_longer_word_of_letters_finds_the_shorter_one_found_too() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = crate::domain::sample::village(today, 7).village;
        let mut compared = 0;
        for whole in [
            "zhangjianguo",
            "zhj",
            "lgzhen",
            "3社 lgz",
            "sanshe",
            "dibao",
            "yhz zhj",
            "1社 wxm",
            "lvx",
            "shen",
            "2026z",
            "三s",
        ] {
            let ends: Vec<usize> = whole.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
            for pair in ends.windows(2) {
                let [earlier, typed] = [&whole[..pair[0]], &whole[..pair[1]]];
                if !narrows(typed, earlier) {
                    continue;
                }
                compared += 1;
                let (before, after) = (all_found(&village, today, earlier), all_found(&village, today, typed));
                for (before, after) in before.iter().zip(&after) {
                    assert!(after.iter().all(|it| before.contains(it)), "{earlier} and {typed}");
                }
            }
        }
        assert!(compared > 30, "{compared}");
        for (typed, earlier) in [("三社", "三"), ("19", "9"), ("z", ""), ("3社 l", "3社 "), ("zj", "zk"), ("zh3", "zh")]
        {
            assert!(!narrows(typed, earlier), "{typed}");
        }
    }
}
