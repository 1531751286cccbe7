//! The rest of the village's matters: what was archived, delivered, handed in, taken up this week, and gives no line.
//!
//! Drawn by chance, from matters that suit the applicant's age. The stories a screen must show are `plot`'s.

use std::collections::BTreeSet;

use crate::domain::day::Day;
use crate::domain::decide::step::StepIntent;
use crate::domain::id::PersonId;
use crate::domain::intake::IntakeOutcome;
use crate::domain::person::Residence;
use crate::domain::resident_id::Sex;
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::{ResultPlace, Source, Window};
use crate::domain::village::Village;

use super::days::Days;
use super::people::Draw;
use super::register::is_told_of;
use super::story::{Beat, Given, Story, Take};

/// Matters decided in town, within a week.
const TOWN: [&str; 10] = ["S14", "S22", "N04", "N16", "X08", "X09", "S02", "N12", "S24", "S05"];
/// Matters decided outside the town, within a month.
const DISTRICT: [&str; 12] = ["S13", "S15", "S20", "S11", "S26", "N03", "N05", "N08", "X02", "X06", "S30", "N07"];
/// Matters done at the door.
const SPOT: [(&str, &str); 5] =
    [("S16", ""), ("X01", ""), ("S24", ""), ("S21", "挂失（打12333或银行电话）"), ("N07", "报案（当天打电话）")];
/// What people ask, and the answer.
const ASKED: [(&str, &str); 8] = [
    ("N09", "自家房前屋后零星的树可以自己砍；古树、公益林不能砍"),
    ("S18", "今年集中缴费到年底，可在手机上自己缴"),
    ("S13", "满80周岁当月起可报，带身份证来"),
    ("S28", "要两个人都到场，可以先帮忙预约"),
    ("S25", "孩子上了户口就可以报，带出生证和户口簿"),
    ("S15", "满60周岁前三个月来，我提前登记"),
    ("N05", "先看机具在不在补贴目录里，买了要留发票"),
    ("G05", "到派出所户籍窗口，带住址证明"),
];

/// Everything else that happens in the village.
pub(super) fn stories(village: &Village, days: Days<'_>, draw: &mut Draw) -> Vec<Story> {
    let people =
        village.people().filter(|person| person.residence != Residence::Away && !is_told_of(person.name.as_str()));
    let cast = people.filter_map(|person| {
        Some(Actor { id: person.id, age: person.birth()?.age_on(days.today), sex: person.sex()? })
    });
    let mut crowd = Crowd { days, draw, cast: cast.collect(), used: BTreeSet::new() };
    let mut stories = Vec::new();
    for n in 0..34 {
        stories.push(crowd.archived(n));
    }
    for n in 0..15 {
        stories.push(crowd.delivered(n));
    }
    for n in 0..SPOT.len() * 3 {
        stories.push(crowd.on_the_spot(n));
    }
    for n in 0..ASKED.len() {
        stories.push(crowd.asked(n));
    }
    for n in 0..30 {
        stories.push(crowd.under_way(n));
    }
    for n in 0..12 {
        stories.push(crowd.given_up(n));
    }
    stories
}

/// Somebody who may have a matter.
#[derive(Clone, Copy)]
struct Actor {
    id: PersonId,
    age: i32,
    sex: Sex,
}

struct Crowd<'a> {
    days: Days<'a>,
    draw: &'a mut Draw,
    cast: Vec<Actor>,
    used: BTreeSet<PersonId>,
}

impl Crowd<'_> {
    /// Somebody whom the matter suits and who has none yet, as long as there is one.
    fn who(&mut self, code: &str) -> PersonId {
        let count = u32::try_from(self.cast.len()).unwrap_or(u32::MAX);
        let from = usize::try_from(self.draw.below(count)).unwrap_or(0);
        let in_turn = || self.cast.iter().skip(from).chain(self.cast.iter().take(from));
        let fit = in_turn().find(|actor| suits(code, **actor) && !self.used.contains(&actor.id));
        let anybody = || in_turn().find(|actor| suits(code, **actor)).or_else(|| self.cast.first());
        let id = fit.or_else(anybody).map_or(PersonId(uuid::Uuid::nil()), |actor| actor.id);
        self.used.insert(id);
        id
    }

    fn take(&mut self) -> Take {
        let source = self.draw.pick(&[Source::Office, Source::Office, Source::Visit, Source::ServicePoint]);
        let given = if self.draw.one_in(5) { Given::Fingerprint } else { Given::Signed };
        Take { source, given, by_family: self.draw.one_in(5), ..Take::PLAIN }
    }

    /// Done and archived long ago.
    fn archived(&mut self, n: usize) -> Story {
        let ago = 60 + i32::try_from(n).unwrap_or(0) * 5 + self.draw.between(0, 4);
        let story = self.granted(n, ago);
        let done = story.beats.last().map_or(self.days.ago(ago), |(day, _)| *day);
        let rating = self.rating();
        let story = story.then(self.work(done, 2), Beat::Deliver(rating));
        let closed = self.work(done, 6);
        story.step(closed, StepIntent::close())
    }

    /// Delivered, not archived yet.
    fn delivered(&mut self, n: usize) -> Story {
        let town = !n.is_multiple_of(3);
        let ago = if town { self.draw.between(9, 34) } else { self.draw.between(36, 48) };
        let story = self.granted(if town { n * 2 } else { n * 2 + 1 }, ago);
        let done = story.beats.last().map_or(self.days.ago(ago), |(day, _)| *day);
        let rating = self.rating();
        story.then(done.plus_days(1).min(self.days.ago(1)), Beat::Deliver(rating))
    }

    /// Taken in `ago` days ago and granted in time; even ones in town, odd ones in the district.
    fn granted(&mut self, n: usize, ago: i32) -> Story {
        let town = n.is_multiple_of(2);
        let code = if town { self.draw.pick(&TOWN) } else { self.draw.pick(&DISTRICT) };
        let (window, wait) = if town { (Window::Town, 2) } else { (Window::District, self.draw.between(12, 22)) };
        let start = self.days.worked_ago(ago);
        let handed_in = self.work(start, 1);
        let granted = self.work(handed_in, wait);
        let mut take = self.take();
        if self.draw.one_in(3) {
            take.hold = Some((if town { "身份证" } else { "户口簿" }, if town { 3 } else { 25 }));
        }
        let external_no = if town { String::new() } else { format!("{code}-{:04}", self.draw.between(100, 999)) };
        Story::taken(self.who(code), code, start, take)
            .submitted(handed_in, window, &external_no)
            .granted(granted, ResultPlace::Here)
    }

    /// The first working day at least so many days after.
    fn work(&self, day: Day, days: i32) -> Day {
        self.days.tables.calendar.working_from(day.plus_days(days)).min(self.days.ago(1))
    }

    fn rating(&mut self) -> Option<RatingLevel> {
        use RatingLevel::{Fair, Good, VeryGood};
        (!self.draw.one_in(4)).then(|| self.draw.pick(&[VeryGood, VeryGood, VeryGood, Good, Good, Fair]))
    }

    fn on_the_spot(&mut self, n: usize) -> Story {
        let (code, case) = SPOT.get(n % SPOT.len()).copied().unwrap_or(("X01", ""));
        let take = Take { outcome: IntakeOutcome::DoneOnTheSpot, ..self.take() };
        let day = self.days.worked_ago(self.draw.between(4, 200));
        let story = Story::taken(self.who(code), code, day, take).case(case);
        match self.days.today.days_since(day) {
            0..40 => story,
            _ => story.step(self.work(day, 1), StepIntent::close()),
        }
    }

    fn asked(&mut self, n: usize) -> Story {
        let (code, words) = ASKED.get(n % ASKED.len()).copied().unwrap_or_default();
        let take = Take { outcome: IntakeOutcome::Answered, words, ..self.take() };
        let day = self.days.worked_ago(self.draw.between(1, 120));
        Story::taken(self.who("N09"), code, day, take)
    }

    /// In time, and nothing to be said of it today.
    fn under_way(&mut self, n: usize) -> Story {
        let code = self.draw.pick(&DISTRICT);
        let who = self.who(code);
        let mut take = self.take();
        let ago = self.draw.between(7, 20);
        let fresh = self.draw.between(1, 5);
        match n % 6 {
            0 => Story::taken(who, code, self.days.worked_ago(fresh), take),
            1 => {
                take.hold = Some(("户口簿", 3));
                let day = self.days.worked_ago(ago);
                Story::taken(who, code, day, take)
                    .then(day.plus_days(1), Beat::ReturnHolds)
                    .worked(self.days.worked_ago(ago - 3))
            }
            2 => Story::taken(who, code, self.days.worked_ago(ago), take).submitted(
                self.days.ago(fresh),
                Window::District,
                "",
            ),
            3 => {
                let code = self.draw.pick(&TOWN);
                Story::taken(self.who(code), code, self.days.ago(2), take).submitted(self.days.ago(1), Window::Town, "")
            }
            4 => {
                take.hold = Some(("户口簿", 5));
                Story::taken(who, code, self.days.ago(2), take)
            }
            _ => {
                let (day, external_no) = (self.days.worked_ago(ago), format!("NJ-{ago:03}{n:02}"));
                take.given = Given::Phone;
                Story::taken(who, "N05", day, take)
                    .then(self.days.worked_ago(ago - 2), Beat::Sign)
                    .submitted(self.days.worked_ago(ago - 2), Window::District, &external_no)
                    .then(self.days.ago(fresh), Beat::Urge("区级窗口", "已收到，在排队"))
            }
        }
    }

    /// Waiting for the villager, given up, or sent elsewhere.
    fn given_up(&mut self, n: usize) -> Story {
        let ago = self.draw.between(20, 110);
        let day = self.days.worked_ago(ago);
        let mut take = self.take();
        match n % 6 {
            0 => {
                take.missing = &["申请表", "登记表"];
                Story::taken(self.who("N03"), "N03", self.days.ago(1), take)
            }
            1 => {
                take.missing = &["申请表", "结婚证"];
                let notice = StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() };
                Story::taken(self.who("S26"), "S26", self.days.ago(4), take).step(self.days.ago(3), notice)
            }
            2 => Story::taken(self.who("X06"), "X06", day, take).withdrawn(self.work(day, 3), "本人说不办了"),
            3 => Story::taken(self.who("N07"), "N07", day, take)
                .withdrawn(self.work(day, 2), "保险公司已上门办了")
                .step(self.work(day, 4), StepIntent::close()),
            4 => {
                take.missing = &["合同"];
                Story::taken(self.who("N03"), "N03", day, take)
                    .not_taken(self.work(day, 1), "地界有争议，要先调解", "村调解委员会")
                    .step(self.work(day, 3), StepIntent::close())
            }
            _ => {
                take.missing = &["申请表"];
                let notice = StepIntent::GiveNotice { items: Vec::new(), method: "电话".to_owned() };
                Story::taken(self.who("N05"), "N05", self.days.worked_ago(15), take)
                    .step(self.days.worked_ago(13), notice)
                    .then(self.days.worked_ago(9), Beat::HandIn)
                    .step(self.days.worked_ago(9), StepIntent::Accept)
            }
        }
    }
}

/// Whether a matter suits somebody of this age and sex.
fn suits(code: &str, actor: Actor) -> bool {
    match code {
        "S13" => actor.age >= 80,
        "S15" => (60..63).contains(&actor.age),
        "S16" => actor.age >= 60,
        "S24" | "S25" => actor.sex == Sex::Female && (20..45).contains(&actor.age),
        "S26" => (60..80).contains(&actor.age),
        "S14" | "S22" => (18..60).contains(&actor.age),
        _ => (25..80).contains(&actor.age),
    }
}
