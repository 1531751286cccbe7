//! What the rows of a form say of the village: a value for every field of the dictionary that a kind of row knows.
//!
//! It writes no cell. A number of a person is masked unless the form says why it is needed whole.

use super::Wish;
use super::meant::Across;
use super::pour::Value;
use crate::domain::day::Day;
use crate::domain::form::RowKind;
use crate::domain::handbook::sums::{StationSum, people_on};
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::PersonId;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::roll;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::state::State;
use crate::domain::village::Village;
use crate::exchange::package::mask;

/// One record, as a row of a form sees it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record<'a> {
    Person(&'a Person),
    /// Somebody who died, and when.
    Dead(&'a Person, Day),
    Household(&'a Household),
    Task(&'a ProxyTask),
    Visit(&'a crate::domain::visit::Visit),
    Group(&'a crate::domain::household::Group),
    Station(&'a StationSum),
    Posting(&'a crate::domain::posting::Posting),
}

/// The records a form is about, in their order.
pub(super) fn records<'a>(village: &'a Village, wish: &Wish<'a>) -> Vec<Record<'a>> {
    let within = |day: Day| (wish.from..=wish.to).contains(&day);
    let households = || {
        let all = roll::households(village).into_iter().filter_map(|id| village.household(id));
        all.filter(|household| household.status == HouseholdStatus::Registered)
    };
    match wish.rows {
        RowKind::People => {
            let people = roll::people(village).into_iter().filter_map(|id| village.person(id));
            let people = people.filter(|person| person.is_registered() && is_meant(person, wish));
            people.map(Record::Person).collect()
        }
        RowKind::Households => households()
            .filter(|household| {
                wish.only.is_empty() || household.classes_on(wish.on).any(|class| has_word(&class.value, wish.only))
            })
            .map(Record::Household)
            .collect(),
        RowKind::Tasks => {
            let mut tasks: Vec<_> = village.tasks().filter(|task| is_matter(task) && within(taken_in(task))).collect();
            tasks.sort_by_key(|task| (task.no.year, task.no.n));
            tasks.into_iter().map(Record::Task).collect()
        }
        RowKind::Visits => {
            let mut visits: Vec<_> =
                village.visits().filter(|visit| visit.void.is_empty() && within(visit.on)).collect();
            visits.sort_by_key(|visit| (visit.on, visit.id));
            visits.into_iter().map(Record::Visit).collect()
        }
        RowKind::Deaths => {
            let mut dead: Vec<_> = events(village)
                .filter(|event| event.kind == HouseholdEventKind::Death && within(event.on))
                .filter_map(|event| Some((event.on, village.person(event.person?)?)))
                .filter(|(_, person)| person.status == PersonStatus::Dead)
                .collect();
            dead.sort_by_key(|(on, person)| (*on, person.id));
            dead.into_iter().map(|(on, person)| Record::Dead(person, on)).collect()
        }
        RowKind::Groups => village.info.groups.iter().map(Record::Group).collect(),
        RowKind::Stations => wish.stations.iter().map(Record::Station).collect(),
        RowKind::Postings => {
            let mut postings: Vec<_> = village.postings().filter(|posting| within(posting.from)).collect();
            postings.sort_by_key(|posting| (posting.from, posting.id));
            postings.into_iter().map(Record::Posting).collect()
        }
        RowKind::ByHand => Vec::new(),
    }
}

/// What is not registered yet, and what is no proxy matter, stands in no ledger of them.
fn is_matter(task: &ProxyTask) -> bool {
    !matches!(task.state, State::Draft | State::NotTaken)
}

fn taken_in(task: &ProxyTask) -> Day {
    task.accepted_on.unwrap_or(task.registered_on)
}

fn events(village: &Village) -> impl Iterator<Item = &crate::domain::household_event::HouseholdEvent> {
    village.households().flat_map(|household| household.events.iter())
}

fn has_word(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a form about some people is about this one: by a tag, by the disability, or by age (80岁以上).
fn is_meant(person: &Person, wish: &Wish<'_>) -> bool {
    let old_enough = |word: &String| {
        let years = word.strip_suffix("岁以上").and_then(|years| years.parse::<i32>().ok());
        years.zip(person.birth()).is_some_and(|(years, birth)| birth.age_on(wish.on) >= years)
    };
    let disabled = |word: &String| word == "残疾" && !person.particulars.disability.is_empty();
    wish.only.is_empty()
        || person.tags.iter().any(|tag| has_word(&tag.name, wish.only))
        || wish.only.iter().any(|word| old_enough(word) || disabled(word))
}

impl<'a> Record<'a> {
    /// Whose data a row of it holds.
    pub(super) fn people(self, village: &'a Village) -> Option<PersonId> {
        match self {
            Record::Person(person) | Record::Dead(person, _) => Some(person.id),
            Record::Household(household) => household.head,
            Record::Task(task) => Some(task.applicant),
            Record::Visit(visit) => village.household(visit.household)?.head,
            Record::Group(_) | Record::Station(_) | Record::Posting(_) => None,
        }
    }

    /// The people of a household that stand across its row, as far as the form has places for any.
    pub(super) fn members(self, village: &'a Village, across: Across) -> Vec<&'a Person> {
        let Record::Household(household) = self else { return Vec::new() };
        if across.places == 0 {
            return Vec::new();
        }
        let mut members = roll::members(village, household);
        members.retain(|person| person.is_registered() && !(across.beside_head && household.head == Some(person.id)));
        members
    }

    fn person(self, village: &'a Village) -> Option<&'a Person> {
        match self {
            Record::Person(person) | Record::Dead(person, _) => Some(person),
            Record::Household(household) => village.head_of(household),
            Record::Task(task) => village.person(task.applicant),
            Record::Visit(_) | Record::Group(_) | Record::Station(_) | Record::Posting(_) => None,
        }
    }

    fn household(self, village: &'a Village) -> Option<&'a Household> {
        match self {
            Record::Person(person) | Record::Dead(person, _) => village.household(person.household?),
            Record::Household(household) => Some(household),
            Record::Task(task) => village.household(task.household?),
            Record::Visit(visit) => village.household(visit.household),
            Record::Group(_) | Record::Station(_) | Record::Posting(_) => None,
        }
    }

    /// What stands in a column of this content.
    pub(super) fn value(self, village: &'a Village, wish: &Wish<'_>, content: &str) -> Value {
        let own = match self {
            Record::Person(_) | Record::Household(_) => None,
            Record::Dead(person, on) => match content {
                "死亡日期" | "变动时间" => Some(text(on.to_string())),
                "年龄" => person.birth().map(|birth| years(birth, on)),
                _ => None,
            },
            Record::Task(task) => of_task(task, wish, content),
            Record::Visit(visit) => match content {
                "走访日期" => Some(text(visit.on.to_string())),
                "走访方式" => Some(text(visit.mode.label())),
                "见到谁" => Some(text(&*visit.met)),
                "走访内容" => Some(text(mask::free_text(&visit.text))),
                _ => None,
            },
            Record::Group(group) => of_group(village, group, wish, content),
            Record::Station(station) => of_station(station, content),
            Record::Posting(posting) => match content {
                "公示内容" => Some(text(&*posting.subject)),
                "张贴日期" => Some(text(posting.from.to_string())),
                "撤下日期" => posting.down_on.map(|on| text(on.to_string())),
                "张贴地点" => Some(text(&*posting.board)),
                _ => None,
            },
        };
        own.or_else(|| of_person(self.person(village)?, wish, content))
            .or_else(|| of_household(village, self.household(village)?, wish, content))
            .unwrap_or(Value::Blank)
    }
}

fn text(words: impl Into<String>) -> Value {
    let words = words.into();
    if words.is_empty() { Value::Blank } else { Value::Text(words) }
}

fn years(birth: Day, on: Day) -> Value {
    u64::try_from(birth.age_on(on)).map_or(Value::Blank, Value::Number)
}

fn id_no(person: &Person, wish: &Wish<'_>, content: &str) -> Value {
    text(mask::id_no(person, wish.is_whole(content)))
}

fn phone(person: &Person, wish: &Wish<'_>, content: &str) -> Value {
    text(mask::phone(person, wish.is_whole(content)))
}

/// What a form is told of a person; `None` for what is not about one.
pub(super) fn of_person(person: &Person, wish: &Wish<'_>, content: &str) -> Option<Value> {
    let more = &person.particulars;
    let tags = person.tags.iter().map(|tag| tag.name.as_str()).filter(|tag| has_word(tag, wish.only));
    Some(match content {
        "姓名" | "办事人" => text(person.name.as_str()),
        "身份证号码" => id_no(person, wish, content),
        "联系电话" => phone(person, wish, content),
        "与户主关系" => text(&*person.relation),
        "性别" => text(person.sex().map_or("", |sex| sex.label())),
        "出生日期" => text(person.birth().map(|day| day.to_string()).unwrap_or_default()),
        "年龄" => years(person.birth()?, wish.on),
        "民族" => text(&*more.ethnic),
        "文化程度" => text(&*more.education),
        "婚姻状况" => text(&*more.marital),
        "政治面貌" => text(&*more.political),
        "户口性质" => text(&*more.hukou),
        // Health and disability are told only where the form itself asks for people by them.
        "残疾类别" if wish.only.iter().any(|word| word == "残疾") => text(&*more.disability),
        "是否常住" => text(person.residence.label()),
        "现住址" => text(&*person.place),
        // Illness, prison and the like stand among the tags: only those the form asks for by name are told.
        "人员标签" => text(tags.collect::<Vec<_>>().join("、")),
        _ => return None,
    })
}

fn of_household(village: &Village, household: &Household, wish: &Wish<'_>, content: &str) -> Option<Value> {
    let head = village.head_of(household);
    let classes =
        || household.classes_on(wish.on).filter(|class| wish.only.is_empty() || has_word(&class.value, wish.only));
    Some(match content {
        "社别" => text(village.info.group_name(household.group)),
        "户编号" => text(&*household.no),
        "户主姓名" => text(roll::household_name(village, household)),
        "户主身份证号" => id_no(head?, wish, content),
        "户主电话" => phone(head?, wish, content),
        "家庭住址" => text(&*household.address),
        "家庭人口" => {
            Value::Number(village.members(household.id).filter(|person| person.is_registered()).count() as u64)
        }
        "户类别" => text(classes().map(|class| class.value.as_str()).collect::<Vec<_>>().join("、")),
        "认定时间" => text(classes().find_map(|class| class.from).map(|day| day.to_string()).unwrap_or_default()),
        _ => return None,
    })
}

fn of_task(task: &ProxyTask, wish: &Wish<'_>, content: &str) -> Option<Value> {
    let day = |day: Option<Day>| text(day.map(|day| day.to_string()).unwrap_or_default());
    Some(match content {
        "事项编号" => text(task.no.to_string()),
        "事项名称" => text(&*task.matter.name),
        "受理日期" => day(task.accepted_on),
        "截止日期" => day(clock::read(task, wish.on, &wish.tables.calendar).due),
        "交件日期" => day(task.submissions.first().map(|submission| submission.on)),
        "办结日期" => day(task.decision.as_ref().map(|decision| decision.on)),
        "送达日期" => day(task.delivery.as_ref().map(|delivery| delivery.on)),
        "状态" => text(task.state_label()),
        "经办人" => text(wish.officer),
        "满意度" => text(task.rating.as_ref().and_then(|rating| rating.level).map_or("", |level| level.label())),
        "备注" => text(mask::free_text(&task.note)),
        _ => return None,
    })
}

fn of_group(
    village: &Village,
    group: &crate::domain::household::Group,
    wish: &Wish<'_>,
    content: &str,
) -> Option<Value> {
    let count = |kind: HouseholdEventKind| {
        let households = village.households().filter(|household| household.group == group.no);
        let events = households.flat_map(|household| household.events.iter());
        let events = events.filter(|event| event.kind == kind && (wish.from..=wish.to).contains(&event.on));
        Value::Number(events.count() as u64)
    };
    Some(match content {
        "社别" => text(&*group.name),
        "家庭人口" => Value::Number(people_on(village, group.no, wish.on).into()),
        "出生人数" => count(HouseholdEventKind::Birth),
        "死亡人数" => count(HouseholdEventKind::Death),
        "迁入人数" => count(HouseholdEventKind::MovedIn),
        "迁出人数" => count(HouseholdEventKind::MovedOut),
        _ => return None,
    })
}

fn of_station(sum: &StationSum, content: &str) -> Option<Value> {
    let share = |part: u32, whole: u32| {
        (part * 100).checked_div(whole).map_or(Value::Blank, |percent| text(format!("{percent}%")))
    };
    Some(match content {
        "站办" if sum.station.is_empty() => text("没有写站办的"),
        "站办" => text(&*sum.station),
        "受理件数" => Value::Number(sum.accepted.into()),
        "办结件数" => Value::Number(sum.decided.into()),
        // Of those taken up: how many were decided by the end of the period.
        "办结率" => share(sum.settled, sum.accepted),
        "超期件数" => Value::Number(sum.overdue.into()),
        "满意率" => share(sum.pleased, sum.rated),
        _ => return None,
    })
}
