//! The register of the sample village: about 300 households in eight groups, as one import brings them.
//!
//! It holds the families the stories name, and names and papers that a screen must bear. No matter is made here.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::day::{Day, Moment};
use crate::domain::decide::import::ImportIntent;
use crate::domain::household::{ClassMembership, Household, Occupancy};
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::person::{Person, Residence, Tag};
use crate::domain::resident_id::{IdNumber, Sex};
use crate::domain::text::PersonName;
use crate::domain::text::phone::Phone;
use crate::domain::village::VillageInfo;

use super::people::{self, Draw, HARD_NAMES, Member, PLACES};

/// How many households each group has.
const HOUSEHOLDS_OF_GROUP: [u16; 8] = [41, 36, 40, 34, 45, 36, 38, 30];
/// One name in so many households is one of those a screen must bear.
const HARD_NAME_EVERY: usize = 55;
const SOURCE: &str = "村户籍册";
const FAR_PLACES: [&str; 8] = ["重庆城区", "成都", "广东东莞", "广东惠州", "浙江义乌", "福建泉州", "贵阳", "区城"];

/// One of a named family: name, relation, sex, age.
type Named = (&'static str, &'static str, Sex, i32);

/// Families the stories tell of, by their group, each the first of it or the second.
const NAMED: [(usize, &str, &[Named]); 10] = [
    (0, "何家老房子", &[("何秀兰", "户主", Sex::Female, 79)]),
    (1, "石坝子", &[("张家福", "户主", Sex::Male, 66), ("谭素群", "配偶", Sex::Female, 64)]),
    (
        2,
        "李家塝",
        &[("李德全", "户主", Sex::Male, 78), ("冉永碧", "配偶", Sex::Female, 75), ("李国珍", "女", Sex::Female, 52)],
    ),
    (3, "大湾", &[("何永福", "户主", Sex::Male, 71), ("何俊", "子", Sex::Male, 39)]),
    (
        3,
        "新房子",
        &[("江明清", "户主", Sex::Male, 84), ("夏玉兰", "配偶", Sex::Female, 80), ("江建军", "子", Sex::Male, 55)],
    ),
    (
        4,
        "周家院子",
        &[("周开明", "户主", Sex::Male, 56), ("杨小琼", "配偶", Sex::Female, 53), ("周海龙", "子", Sex::Male, 28)],
    ),
    (5, "罗家湾", &[("罗秀英", "户主", Sex::Female, 74)]),
    (6, "堰塘湾", &[("刘世成", "户主", Sex::Male, 62), ("陈素芳", "配偶", Sex::Female, 60)]),
    (
        7,
        "黄桷堡",
        &[("唐国才", "户主", Sex::Male, 83), ("唐建平", "子", Sex::Male, 57), ("邓春梅", "儿媳", Sex::Female, 54)],
    ),
    (7, "瓦窑沟", &[("万志勇", "户主", Sex::Male, 47), ("封丽燕", "配偶", Sex::Female, 31)]),
];

/// The phone of 李国珍, whose tail the screens show.
const PHONE_OF_LI_GUOZHEN: &str = "16452043319";

/// The register, read on the day of `at`; people's ages are those of `today`.
pub(super) fn register(info: &VillageInfo, at: Moment, today: Day, draw: &mut Draw, mint: &mut IdMint) -> ImportIntent {
    let mut desk = Desk { at, today, draw, mint, made: 0, ids: BTreeSet::new(), import: ImportIntent::default() };
    for (index, (name, count)) in people::GROUPS.iter().zip(HOUSEHOLDS_OF_GROUP).enumerate() {
        let Some(group) = info.group_named(name) else { continue };
        let named: Vec<_> = NAMED.iter().filter(|(of, _, _)| *of == index).collect();
        for nth in 0..count {
            let at = desk.tick();
            let mut household = Household::new(HouseholdId::mint(desk.mint, at), group);
            household.no = format!("{:02}{:03}", index + 1, nth + 1);
            let told = named.get(usize::from(nth));
            let place = told.map_or_else(|| desk.draw.pick(&PLACES), |(_, place, _)| place);
            household.address = format!("{name}{place}{}号", desk.draw.between(1, 60));
            let family = match told {
                Some((_, _, family)) => desk.named(family),
                None => desk.family(),
            };
            desk.enter(household, &family, told.is_some());
        }
    }
    desk.import
}

/// Whether somebody of this name is one the stories tell of.
pub(super) fn is_told_of(name: &str) -> bool {
    NAMED.iter().any(|(_, _, family)| family.iter().any(|it| it.0 == name))
}

/// Writes the register, household by household.
struct Desk<'a> {
    at: Moment,
    today: Day,
    draw: &'a mut Draw,
    mint: &'a mut IdMint,
    made: u32,
    ids: BTreeSet<String>,
    import: ImportIntent,
}

impl Desk<'_> {
    /// Each record has its own instant, so that records stand in the order of the register.
    fn tick(&mut self) -> Moment {
        self.made += 1;
        Moment::from_unix_ms(self.at.unix_ms() + i64::from(self.made))
    }

    fn named(&mut self, family: &[Named]) -> Vec<Member> {
        let member = |(name, relation, sex, age): &Named| {
            let birth = self.today.plus_months(-12 * age).plus_days(-self.draw.between(1, 330));
            Member { name: (*name).to_owned(), relation, sex: *sex, birth }
        };
        family.iter().map(member).collect()
    }

    /// A family in which nobody has the name of somebody the stories tell of.
    fn family(&mut self) -> Vec<Member> {
        loop {
            let mut family = people::family(self.draw, self.today);
            if family.iter().any(|member| is_told_of(&member.name)) {
                continue;
            }
            let nth = self.import.households.len();
            let hard = HARD_NAMES.get(nth / HARD_NAME_EVERY).filter(|_| nth % HARD_NAME_EVERY == HARD_NAME_EVERY / 2);
            if let (Some(name), Some(head)) = (hard, family.first_mut()) {
                (*name).clone_into(&mut head.name);
            }
            return family;
        }
    }

    fn enter(&mut self, mut household: Household, family: &[Member], at_home: bool) {
        household.occupancy = if at_home { Occupancy::Home } else { self.occupancy() };
        if self.draw.one_in(9) {
            let hint = self.draw.pick(&["院坝有棵黄桷树", "过石桥左手第一家", "要从背后进屋", "有狗，先喊一声"]);
            hint.clone_into(&mut household.door_note);
        }
        household.classes = self.classes(family);
        for (nth, member) in family.iter().enumerate() {
            let Some(mut person) = self.person(member, household.id) else { continue };
            if nth == 0 {
                household.head = Some(person.id);
            }
            self.residence(&mut person, household.occupancy);
            if nth == 0 && family.len() == 1 && member.birth.age_on(self.today) >= 65 {
                let tag = Tag { name: "独居老人".to_owned(), source: SOURCE.to_owned(), on: Some(self.at.day()) };
                person.tags.push(tag);
            }
            self.import.people.push(person);
        }
        self.import.households.push(household);
    }

    fn occupancy(&mut self) -> Occupancy {
        match self.draw.below(20) {
            0..=9 => Occupancy::Home,
            10..=16 => Occupancy::PartlyAway,
            17 | 18 => Occupancy::Empty,
            other => {
                if other == 19 && self.draw.one_in(4) {
                    Occupancy::Ruined
                } else {
                    Occupancy::Unknown
                }
            }
        }
    }

    fn classes(&mut self, family: &[Member]) -> Vec<ClassMembership> {
        let old = family.iter().all(|member| member.birth.age_on(self.today) >= 60);
        let value = match self.draw.below(40) {
            0..=2 => "低保户",
            3..=6 => "脱贫户",
            7 => "突发严重困难户",
            8 if old => "特困户",
            _ => return Vec::new(),
        };
        let from = Some(self.at.day().plus_days(-self.draw.between(200, 1500)));
        vec![ClassMembership { value: value.to_owned(), from, to: None, source: SOURCE.to_owned() }]
    }

    fn person(&mut self, member: &Member, household: HouseholdId) -> Option<Person> {
        let name = PersonName::parse(&member.name).ok()?;
        let at = self.tick();
        let mut person = Person::new(PersonId::mint(self.mint, at), name);
        person.household = Some(household);
        member.relation.clone_into(&mut person.relation);
        let age = member.birth.age_on(self.today);
        person.id_no = self.id_no(member, age);
        if person.id_no.known().is_none() {
            person.sex_written = Some(member.sex);
            person.birth_written = Some(member.birth);
        }
        let own = people::phone(self.made);
        let number = if member.name == "李国珍" { PHONE_OF_LI_GUOZHEN } else { &own };
        if member.name == "李国珍" || (age >= 15 && !self.draw.one_in(5)) {
            person.phones.extend(Phone::parse(number));
        }
        let particulars = Arc::make_mut(&mut person.particulars);
        particulars.ethnic = if self.draw.one_in(15) { "土家族" } else { "汉族" }.to_owned();
        particulars.hukou = "农业".to_owned();
        if age >= 25 && self.draw.one_in(14) {
            particulars.political = "中共党员".to_owned();
        }
        if member.name == "张家福" || (age >= 30 && self.draw.one_in(30)) {
            particulars.disability = self.draw.pick(&["肢体三级", "听力二级", "视力三级"]).to_owned();
        }
        Some(person)
    }

    /// A number of one's own; newborns may have none yet.
    fn id_no(&mut self, member: &Member, age: i32) -> IdNumber {
        let missing = |reason: &str| IdNumber::Missing { reason: reason.to_owned() };
        if age == 0 {
            return missing("新生儿，户口还没上");
        }
        // People of one birthday whose turn falls on the same serial take the next free one.
        for n in self.made..self.made + 400 {
            match people::resident_id(n, member.birth, member.sex, self.today) {
                Some(id) if self.ids.insert(id.as_str().to_owned()) => return IdNumber::Known(id),
                Some(_) => {}
                None => break,
            }
        }
        missing("未登记")
    }

    fn residence(&mut self, person: &mut Person, occupancy: Occupancy) {
        let age = person.birth().map_or(40, |birth| birth.age_on(self.today));
        let away = match occupancy {
            Occupancy::Empty | Occupancy::Ruined => true,
            Occupancy::PartlyAway => (18..58).contains(&age),
            Occupancy::Home | Occupancy::Unknown => false,
        };
        person.residence = match (away, occupancy) {
            (true, _) => Residence::Away,
            (false, Occupancy::Unknown) => Residence::Unknown,
            (false, _) => Residence::Home,
        };
        if away {
            person.place = self.draw.pick(&FAR_PLACES).to_owned();
        }
    }
}
