//! A village of two households with every kind of row a package can hold. Nobody in it exists.
//!
//! For tests only.

use super::manifest::{ManifestChain, ManifestHead};
use super::sealed::Sealing;
use crate::seal::identity::Identity;
use std::sync::Arc;

use crate::domain::act::Staged;
use crate::domain::change::Record;
use crate::domain::day::{Day, Moment};
use crate::domain::deadline::DeadlineRule;
use crate::domain::household::{ClassMembership, Group, GroupNo, Household};
use crate::domain::id::{HoldId, HouseholdId, IdMint, PersonId, Seq, TaskId, TaskNo};
use crate::domain::material::{HoldPlace, Material, OriginalHold, Signed};
use crate::domain::matter::{Level, MaterialKind, Mode, ProxyRule};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::resident_id::{IdNumber, ResidentId};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::{Decision, Delivery, Rating, RatingLevel, Submission, TaskMatter};
use crate::domain::task::state::{ResultPlace, Source, State, Window};
use crate::domain::text::PersonName;
use crate::domain::text::phone::Phone;
use crate::domain::village::{Village, VillageInfo};

use super::PackageMeta;
use super::content::PackageContent;
use super::select::select;

/// The name of the dead.
pub(crate) const DEAD: &str = "周德全";
/// The head's phone.
pub(crate) const HEAD_PHONE: &str = "16400003319";
/// The head's ID number.
pub(crate) const HEAD_ID: &str = "519923195503089014";

/// The day of all tests.
pub(crate) fn today() -> Day {
    day("2026-11-24")
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// What is said of the package.
pub(crate) fn meta() -> PackageMeta {
    PackageMeta {
        no: 7,
        on: today(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "月报".to_owned(),
        device: None,
    }
}

/// The package of everything.
pub(crate) fn content() -> PackageContent {
    let village = village();
    select(&village, Seq(0), village.seq, today(), &Tables::shipped())
}

/// The ids of the village.
pub(crate) struct Ids {
    pub(crate) household: HouseholdId,
    pub(crate) head: PersonId,
    pub(crate) overdue: TaskId,
    pub(crate) delivered: TaskId,
}

pub(crate) fn ids() -> Ids {
    let mut mint = IdMint::new(1);
    let at = Moment::at(day("2026-01-05"), 9, 0);
    Ids {
        household: HouseholdId::mint(&mut mint, at),
        head: PersonId::mint(&mut mint, at),
        overdue: TaskId::mint(&mut mint, at),
        delivered: TaskId::mint(&mut mint, at),
    }
}

/// The village: everything touched by acts 1 to 6.
pub(crate) fn village() -> Village {
    let ids = ids();
    let mut mint = IdMint::new(2);
    let at = Moment::at(day("2026-01-05"), 9, 0);
    let mut village = Village::default();
    village.install(Seq(6), Staged { rows: Vec::new() });
    village.put(Record::Village(Box::new(VillageInfo {
        touched: Seq(1),
        name: "大坪村".to_owned(),
        township: "慈云镇".to_owned(),
        liaison: "王敏".to_owned(),
        phone: "16400000001".to_owned(),
        groups: vec![Group { no: GroupNo(3), name: "三社".to_owned() }],
    })));
    let mut household =
        Household { touched: Seq(2), head: Some(ids.head), ..Household::new(ids.household, GroupNo(3)) };
    household.no = "0030012".to_owned();
    let class = |value: &str, to| ClassMembership { value: value.to_owned(), from: None, to, source: String::new() };
    household.classes = vec![class("低保户", None), class("监测户", Some(day("2025-12-31")))];
    village.put(Record::Household(Box::new(household)));
    let empty = Household { touched: Seq(2), ..Household::new(HouseholdId::mint(&mut mint, at), GroupNo(3)) };
    village.put(Record::Household(Box::new(empty)));

    let person = |id, name: &str, household| Person {
        touched: Seq(2),
        household,
        ..Person::new(id, PersonName::parse(name).unwrap())
    };
    let mut head = person(ids.head, "张建国", Some(ids.household));
    head.id_no = IdNumber::Known(ResidentId::parse(HEAD_ID, today()).unwrap());
    head.phones = vec![Phone::parse(HEAD_PHONE).unwrap()];
    head.relation = "户主".to_owned();
    village.put(Record::Person(Box::new(head)));
    village.put(Record::Person(Box::new(person(PersonId::mint(&mut mint, at), "李秀珍", Some(ids.household)))));
    village.put(Record::Person(Box::new(person(PersonId::mint(&mut mint, at), "过路人", None))));
    let mut dead = person(PersonId::mint(&mut mint, at), DEAD, Some(ids.household));
    (dead.status, dead.touched) = (PersonStatus::Dead, Seq(3));
    village.put(Record::Person(Box::new(dead)));

    village.put(Record::Task(Box::new(overdue(&ids, HoldId::mint(&mut mint, at)))));
    village.put(Record::Task(Box::new(delivered(&ids))));
    let draft = ProxyTask { id: TaskId::mint(&mut mint, at), state: State::Draft, ..delivered(&ids) };
    village.put(Record::Task(Box::new(draft)));
    village
}

/// Submitted on 11-02 with a limit of one week, the household book out since.
fn overdue(ids: &Ids, hold: HoldId) -> ProxyTask {
    let mut task = task(ids.overdue, ids, 231);
    task.touched = Seq(4);
    task.state = State::Submitted;
    task.submissions =
        vec![Submission { to: Window::Town, on: day("2026-11-03"), receipt: String::new(), returned: None }];
    task.holds = vec![OriginalHold {
        id: hold,
        doc: "户口簿".to_owned(),
        owner: "张建国".to_owned(),
        reason: "窗口要看原件".to_owned(),
        received_on: day("2026-11-02"),
        return_by: day("2026-11-05"),
        place: HoldPlace::Town,
        returned: None,
    }];
    task.note = "儿子电话16412345678".to_owned();
    task
}

fn delivered(ids: &Ids) -> ProxyTask {
    let mut task = task(ids.delivered, ids, 232);
    task.touched = Seq(5);
    task.state = State::Delivered;
    task.decision = Some(Decision {
        on: day("2026-11-06"),
        granted: true,
        paper: String::new(),
        words: String::new(),
        place: ResultPlace::Here,
        fetched_on: None,
    });
    task.delivery = Some(Delivery { on: day("2026-11-07"), to: "张建国".to_owned(), signed: Signed::Fingerprint });
    task.rating = Some(Rating { level: Some(RatingLevel::Good), on: day("2026-11-07"), words: String::new() });
    task
}

fn task(id: TaskId, ids: &Ids, n: u32) -> ProxyTask {
    ProxyTask {
        id,
        touched: Seq(0),
        no: TaskNo { year: 2026, n },
        applicant: ids.head,
        household: Some(ids.household),
        agent: None,
        matter: Arc::new(TaskMatter {
            code: "B01".to_owned(),
            name: "城乡居民医保参保".to_owned(),
            window: "便民服务中心".to_owned(),
            station: "社会事务服务站".to_owned(),
            level: Level::Town,
            mode: Mode::Proxy,
            proxy: ProxyRule::Allowed,
            basis: String::new(),
            result: String::new(),
        }),
        intake: None,
        source: Source::Visit,
        state: State::Registered,
        round: 1,
        registered_on: day("2026-11-02"),
        papers_on: day("2026-11-02"),
        accepted_on: Some(day("2026-11-02")),
        limit: DeadlineRule::parse("7天").unwrap(),
        statutory: None,
        promised: Some(day("2026-11-09")),
        pauses: Vec::new(),
        materials: Vec::new(),
        holds: Vec::new(),
        notice: None,
        entrustment: None,
        fees: Vec::new(),
        money: Vec::new(),
        submissions: Vec::new(),
        external_no: String::new(),
        urges: Vec::new(),
        decision: None,
        delivery: None,
        rating: None,
        steps: Vec::new(),
        undone_acceptances: Vec::new(),
        note: String::new(),
    }
}

/// A paper nobody need hand in, because the office looks it up.
pub(crate) fn looked_up() -> Material {
    Material {
        name: "身份证".into(),
        kind: MaterialKind::Original,
        comes_back: false,
        optional: false,
        got_on: None,
        waived: Some("数据可核对，免交".into()),
    }
}

/// What a package is sealed with, by a village and to an office that are made for it.
pub(crate) fn sealing() -> Sealing {
    let (from, office) = (Identity::random().unwrap(), Identity::random().unwrap());
    let head = ManifestHead { number: meta().no, act: content().to.0, link: "00".repeat(32) };
    let chain = ManifestChain {
        recipient: office.public().fingerprint(),
        head,
        passed: Vec::new(),
        replies: Vec::new(),
        elsewhere: Vec::new(),
    };
    Sealing { from, to: office.public(), chain }
}
