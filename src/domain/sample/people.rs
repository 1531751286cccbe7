//! Made-up people of a village: families, names of their time, phones and resident IDs that belong to nobody.
//!
//! IDs carry the county prefix 519923, which no county has, and phones the segment 164, which no operator is known to
//! sell. It makes no records: which household a family becomes, and what matters it has, is the sample village's to
//! say.

use crate::domain::day::Day;
use crate::domain::resident_id::{ResidentId, Sex};

/// The groups of the sample village.
pub const GROUPS: [&str; 8] = ["1社", "2社", "3社", "4社", "5社", "6社", "7社", "8社"];

/// Courtyards and hamlets for addresses and door notes.
pub const PLACES: [&str; 16] = [
    "周家院子",
    "李家塝",
    "罗家湾",
    "何家老房子",
    "大湾",
    "黄桷堡",
    "石坝子",
    "堰塘湾",
    "新房子",
    "大田坎",
    "瓦窑沟",
    "茶店子",
    "桂花坪",
    "水井湾",
    "庙子坡",
    "竹林湾",
];

/// Names that a screen must bear as well: a compound surname, rare Hanzi, a long name with a middle dot.
pub const HARD_NAMES: [&str; 5] = ["欧阳子衿", "王喆龑", "李昪", "阿依古丽\u{b7}买买提江", "张𣲗"];

/// A county prefix that no county has.
const ID_PREFIX: &str = "519923";
/// A segment of mobile numbers that no operator is known to sell.
const PHONE_PREFIX: &str = "164";

const SURNAMES: [&str; 24] = [
    "李", "周", "张", "罗", "何", "王", "刘", "陈", "杨", "黄", "吴", "赵", "唐", "邓", "谭", "冉", "程", "夏", "龚",
    "江", "蒋", "万", "封", "辜",
];

/// Given names of one time: what they begin with and what they end with.
struct Era {
    /// The last year of birth.
    until: i16,
    men: ([&'static str; 8], [&'static str; 8]),
    women: ([&'static str; 8], [&'static str; 8]),
    /// One in so many has a given name of one character.
    single_one_in: u32,
}

const ERAS: [Era; 4] = [
    Era {
        until: 1959,
        men: (["德", "国", "光", "明", "文", "永", "世", "家"], ["全", "福", "贵", "才", "清", "云", "安", "成"]),
        women: (["素", "秀", "国", "明", "淑", "桂", "玉", "永"], ["珍", "英", "芳", "兰", "群", "碧", "容", "琼"]),
        single_one_in: 40,
    },
    Era {
        until: 1984,
        men: (["建", "志", "开", "晓", "正", "永", "小", "国"], ["明", "军", "平", "强", "勇", "华", "伟", "林"]),
        women: (["晓", "小", "丽", "红", "春", "雪", "光", "世"], ["梅", "琼", "蓉", "燕", "霞", "敏", "群", "英"]),
        single_one_in: 6,
    },
    Era {
        until: 2004,
        men: (["俊", "志", "小", "文", "建", "鹏", "海", "云"], ["杰", "涛", "磊", "浩", "峰", "鑫", "飞", "龙"]),
        women: (["雪", "小", "晓", "丽", "静", "佳", "春", "海"], ["婷", "丹", "娟", "玲", "莉", "娇", "梅", "艳"]),
        single_one_in: 3,
    },
    Era {
        until: i16::MAX,
        men: (["子", "梓", "宇", "浩", "俊", "皓", "一", "明"], ["轩", "涵", "豪", "宸", "杰", "航", "泽", "睿"]),
        women: (["雨", "欣", "梓", "诗", "思", "子", "语", "可"], ["彤", "怡", "萱", "琪", "涵", "馨", "妍", "玥"]),
        single_one_in: 12,
    },
];

/// Draws by chance, the same from the same seed (SplitMix64); nothing secret hangs on it.
#[derive(Clone, Debug)]
pub struct Draw {
    state: u64,
}

impl Draw {
    /// Draws that follow from `seed`.
    pub fn new(seed: u64) -> Draw {
        Draw { state: seed }
    }

    /// A number from 0 to below `bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound.max(1))).unwrap_or(0)
    }

    /// A number from `first` to `last`, both possible.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        let span = u32::try_from(last.saturating_sub(first)).unwrap_or(0);
        first.saturating_add(i32::try_from(self.below(span.saturating_add(1))).unwrap_or(0))
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        const { assert!(N > 0, "nothing to pick from") };
        let index = self.next() % N as u64;
        items[usize::try_from(index).unwrap_or(0)]
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// One member of a made-up family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Surname and given name.
    pub name: String,
    /// The label of 与户主关系: 户主, 配偶, 子, 女, 父亲, 母亲, 儿媳, 孙子, 孙女.
    pub relation: &'static str,
    /// The sex, which the resident ID bears out.
    pub sex: Sex,
    /// The birthday.
    pub birth: Day,
}

/// A surname by its share in the village.
pub fn surname(draw: &mut Draw) -> &'static str {
    // Half of the village is of the first six clans.
    if draw.one_in(2) { draw.pick(&["李", "周", "张", "罗", "何", "王"]) } else { draw.pick(&SURNAMES) }
}

/// A given name as people were named in the year of birth.
pub fn given_name(draw: &mut Draw, sex: Sex, birth_year: i16) -> String {
    let era = ERAS.iter().find(|era| birth_year <= era.until).unwrap_or(&ERAS[ERAS.len() - 1]);
    let (first, last) = match sex {
        Sex::Male => era.men,
        Sex::Female => era.women,
    };
    if draw.one_in(era.single_one_in) {
        return draw.pick(&last).to_owned();
    }
    loop {
        let (first, last) = (draw.pick(&first), draw.pick(&last));
        if first != last {
            return format!("{first}{last}");
        }
    }
}

/// The mobile number of the `n`-th person: each `n` below a hundred million has its own.
pub fn phone(n: u32) -> String {
    // The factor shares no divisor with a hundred million, so no two numbers meet.
    let tail = (u64::from(n) * 37_919_333 + 52_048_119) % 100_000_000;
    format!("{PHONE_PREFIX}{tail:08}")
}

/// The resident ID of the `n`-th person, with a right check character. People of one birthday and sex differ while
/// their `n` differ by less than 500. `None` for a birthday after `today`, which no ID can have.
pub fn resident_id(n: u32, birth: Day, sex: Sex, today: Day) -> Option<ResidentId> {
    let (year, month, day) = birth.ymd();
    let serial = n % 500 * 2 + u32::from(sex == Sex::Male);
    let digits = format!("{ID_PREFIX}{year:04}{month:02}{day:02}{serial:03}");
    // One of the eleven check characters is right, and only `resident_id` knows which.
    "0123456789X".chars().find_map(|check| ResidentId::parse(&format!("{digits}{check}"), today).ok())
}

/// A family as villages have them: many old couples and old people alone, some of three generations, head first.
pub fn family(draw: &mut Draw, today: Day) -> Vec<Member> {
    let clan = surname(draw);
    let head_age = draw.between(38, 84);
    let head_sex = if draw.one_in(8) { Sex::Female } else { Sex::Male };
    let mut members = vec![member(draw, today, clan, "户主", head_sex, head_age)];
    let married = if head_age > 74 { draw.one_in(2) } else { !draw.one_in(6) };
    if married {
        let (sex, age) = match head_sex {
            Sex::Male => (Sex::Female, head_age - draw.between(0, 4)),
            Sex::Female => (Sex::Male, head_age + draw.between(0, 4)),
        };
        let own_surname = surname(draw);
        members.push(member(draw, today, own_surname, "配偶", sex, age));
        children(draw, clan, head_age, today, &mut members);
    }
    if head_age < 60 && draw.one_in(2) {
        let age = head_age + draw.between(21, 30);
        let (relation, sex, name) =
            if draw.one_in(3) { ("父亲", Sex::Male, clan) } else { ("母亲", Sex::Female, surname(draw)) };
        members.push(member(draw, today, name, relation, sex, age));
    }
    members
}

/// Up to two children, and where a grown son stayed, his wife and child.
fn children(draw: &mut Draw, clan: &'static str, head_age: i32, today: Day, members: &mut Vec<Member>) {
    let count = if head_age > 68 { draw.below(2) } else { 1 + draw.below(3).min(1) };
    let eldest = head_age - draw.between(22, 28);
    for n in 0..count {
        let age = eldest - i32::try_from(n).unwrap_or(0) * draw.between(2, 5);
        let sex = if draw.one_in(2) { Sex::Male } else { Sex::Female };
        if age < 0 || (sex == Sex::Female && age > 25) {
            continue;
        }
        let relation = if sex == Sex::Male { "子" } else { "女" };
        members.push(member(draw, today, clan, relation, sex, age));
        if sex == Sex::Male && age >= 27 && n == 0 && !draw.one_in(3) {
            let own_surname = surname(draw);
            let wife_age = age - draw.between(0, 3);
            members.push(member(draw, today, own_surname, "儿媳", Sex::Female, wife_age));
            let eldest = (wife_age - draw.between(21, 27)).max(0);
            grandchildren(draw, clan, eldest, today, members);
        }
    }
}

/// One grandchild or two.
fn grandchildren(draw: &mut Draw, clan: &'static str, eldest: i32, today: Day, members: &mut Vec<Member>) {
    for age in [eldest, eldest - draw.between(2, 6)].into_iter().take(if draw.one_in(2) { 1 } else { 2 }) {
        let sex = if draw.one_in(2) { Sex::Male } else { Sex::Female };
        let relation = if sex == Sex::Male { "孙子" } else { "孙女" };
        if age >= 0 {
            members.push(member(draw, today, clan, relation, sex, age));
        }
    }
}

fn member(draw: &mut Draw, today: Day, surname: &str, relation: &'static str, sex: Sex, age: i32) -> Member {
    let birth = born(draw, today, age);
    let given = given_name(draw, sex, birth.year());
    Member { name: format!("{surname}{given}"), relation, sex, birth }
}

/// A birthday that makes one `age` years old on `today`.
fn born(draw: &mut Draw, today: Day, age: i32) -> Day {
    let youngest = today.plus_months(-12 * age);
    youngest.plus_days(-draw.between(0, 360))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::text::PersonName;
    use crate::domain::text::phone::Phone;

    fn today() -> Day {
        Day::from_ymd(2026, 11, 24).unwrap()
    }

    fn village(seed: u64) -> Vec<Vec<Member>> {
        let mut draw = Draw::new(seed);
        (0..300).map(|_| family(&mut draw, today())).collect()
    }

    #[test]
    fn one_seed_makes_one_village() {
        assert_eq!(village(7), village(7));
        assert_ne!(village(7), village(8));
    }

    #[test]
    fn a_made_up_village_is_one_that_could_be() {
        let families = village(2026);
        let people: Vec<&Member> = families.iter().flatten().collect();
        assert!((600..1500).contains(&people.len()), "{} people", people.len());
        for family in &families {
            assert_eq!(family.iter().filter(|member| member.relation == "户主").count(), 1);
            let ages: Vec<i32> = family.iter().map(|member| member.birth.age_on(today())).collect();
            assert!(ages.iter().all(|age| (0..=95).contains(age)), "{ages:?}");
        }
        let old = people.iter().filter(|member| member.birth.age_on(today()) >= 60).count();
        assert!(old * 4 > people.len() && old * 4 < people.len() * 3, "{old} of {}", people.len());
        let names: BTreeSet<&str> = people.iter().map(|member| member.name.as_str()).collect();
        assert!(names.len() * 3 > people.len() * 2, "{} names", names.len());
    }

    #[test]
    fn every_person_bears_valid_papers_of_their_own() {
        let families = village(2026);
        let (mut ids, mut phones) = (BTreeSet::new(), BTreeSet::new());
        for (n, member) in families.iter().flatten().enumerate() {
            let n = u32::try_from(n).unwrap();
            assert_eq!(PersonName::parse(&member.name).unwrap().as_str(), member.name);
            let id = resident_id(n, member.birth, member.sex, today()).unwrap();
            assert_eq!((id.birth(), id.sex()), (member.birth, member.sex));
            assert!(id.as_str().starts_with("519923") && ids.insert(id.as_str().to_owned()));
            assert!(Phone::parse(&phone(n)).unwrap().is_mobile() && phones.insert(phone(n)));
        }
        for name in HARD_NAMES {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(resident_id(0, today().plus_days(1), Sex::Male, today()), None);
    }
}
