//! 会议人数: whether a body that decides for the village has lawfully met, and whether what it voted on carries.
//!
//! Which share of whom is needed is data with its source (`rules`); here is the sum, in whole numbers, and its words.
//! It keeps no minutes and does not say which body a subject needs.

pub mod rules;

use std::fmt;

use serde::{Deserialize, Serialize};

use rules::{Less, Of, Rule, Share};

/// A body that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Body {
    /// 村民会议, each adult for himself.
    Assembly,
    /// The same by one representative of each household.
    HouseholdAssembly,
    /// 村民代表会议.
    Representatives,
    /// 村民小组会议.
    Group,
    /// 集体经济组织成员大会.
    Members,
    /// The plan for contracting land, whichever body votes on it.
    ContractPlan,
    /// 党员大会, which looks a matter through before it is decided.
    PartyMembers,
}

impl Body {
    /// All of them.
    pub const ALL: [Body; 7] = [
        Body::Assembly,
        Body::HouseholdAssembly,
        Body::Representatives,
        Body::Group,
        Body::Members,
        Body::ContractPlan,
        Body::PartyMembers,
    ];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Body::Assembly => "村民会议",
            Body::HouseholdAssembly => "户代表会议",
            Body::Representatives => "村民代表会议",
            Body::Group => "村民小组会议",
            Body::Members => "成员大会",
            Body::ContractPlan => "承包方案",
            Body::PartyMembers => "党员大会",
        }
    }

    /// What is counted.
    fn unit(self) -> &'static str {
        match self {
            Body::HouseholdAssembly => "户",
            Body::Assembly
            | Body::Representatives
            | Body::Group
            | Body::Members
            | Body::ContractPlan
            | Body::PartyMembers => "人",
        }
    }
}

/// Some who are not counted, and why not: the meeting must be told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deduction {
    /// How many.
    pub count: u32,
    /// Why.
    pub reason: String,
}

/// What was counted at a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// All who belong to the body.
    pub base: u32,
    /// Those who come off it.
    pub deductions: Vec<Deduction>,
    /// Who came.
    pub present: u32,
    /// Who agreed.
    pub ayes: u32,
    /// Who was against; who came and is in neither number abstained.
    pub noes: u32,
}

/// What the numbers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Enough came.
    pub stands: bool,
    /// It stands, and enough agreed.
    pub carries: bool,
    /// The sum in words.
    pub sum: String,
}

/// Numbers that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// Nobody is left to meet.
    NobodyLeft,
    /// A deduction without its reason.
    NoReason,
    /// Somebody comes off where the law asks for a share of all.
    NobodyMayComeOff,
    /// More came than there are.
    TooManyPresent,
    /// More voted than came.
    TooManyVotes,
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Impossible::NobodyLeft => "减掉的人数不能比应到的多，减完了总要有人",
            Impossible::NoReason => "减掉的人数要写明原因",
            Impossible::NobodyMayComeOff => "这种会按法律要算全体成员，外出、生病的也要算进应到，一个都不能减",
            Impossible::TooManyPresent => "到会的人数不能比减过以后的应到人数多",
            Impossible::TooManyVotes => "同意和反对加起来不能比到会的人数多",
        })
    }
}

impl Attendance {
    /// Does the sum by this rule.
    ///
    /// # Errors
    /// Numbers that cannot be.
    pub fn tally(&self, rule: &Rule) -> Result<Tally, Impossible> {
        if rule.less == Less::Nobody && !self.deductions.is_empty() {
            return Err(Impossible::NobodyMayComeOff);
        }
        let (base, less) = self.counted()?;
        let unit = rule.body.unit();
        let (present, ayes) = (u64::from(self.present), u64::from(self.ayes));
        let stands = rule.attend.is_reached(present, base);
        let attended = rule.attend.sum("到会", present, "应到", base, unit);
        let mut sum = format!("{less}{attended}，会议{}。", if stands { "有效" } else { "无效，不能表决" });
        if !stands {
            return Ok(Tally { stands, carries: false, sum });
        }
        let (whose, whole) = match rule.of {
            Of::Present => ("到会", present),
            Of::Base => ("应到", base),
        };
        let carries = rule.carry.is_reached(ayes, whole);
        let voted = rule.carry.sum("同意", ayes, whose, whole, unit);
        sum.push_str(&format!("{voted}，{}。", if carries { "通过" } else { "没有通过" }));
        Ok(Tally { stands, carries, sum })
    }

    /// How many count, and the words of what came off.
    fn counted(&self) -> Result<(u64, String), Impossible> {
        let less: u64 = self.deductions.iter().map(|less| u64::from(less.count)).sum();
        let base = u64::from(self.base).checked_sub(less).filter(|base| *base > 0).ok_or(Impossible::NobodyLeft)?;
        if self.deductions.iter().any(|less| less.reason.trim().is_empty()) {
            return Err(Impossible::NoReason);
        }
        if u64::from(self.present) > base {
            return Err(Impossible::TooManyPresent);
        }
        if u64::from(self.ayes) + u64::from(self.noes) > u64::from(self.present) {
            return Err(Impossible::TooManyVotes);
        }
        let reasons: String =
            self.deductions.iter().map(|less| format!("，减{}（{}）", less.count, less.reason.trim())).collect();
        let words =
            if reasons.is_empty() { String::new() } else { format!("应到{}{reasons}，按{base}算。", self.base) };
        Ok((base, words))
    }
}

impl Share {
    /// Whether `part` is this share of `whole`, in whole numbers.
    pub fn is_reached(self, part: u64, whole: u64) -> bool {
        match self {
            Share::MoreThanHalf => 2 * part > whole,
            Share::AtLeast { parts, of } => u64::from(of) * part >= u64::from(parts) * whole,
        }
    }

    /// The comparison as one would do it on paper.
    fn sum(self, part_name: &str, part: u64, whole_name: &str, whole: u64, unit: &str) -> String {
        let reached = self.is_reached(part, whole);
        let (many, few) = match self {
            Share::MoreThanHalf => (2, 1),
            Share::AtLeast { parts, of } => (u64::from(of), u64::from(parts)),
        };
        let (left, right) = (many * part, few * whole);
        let compared = match left.cmp(&right) {
            std::cmp::Ordering::Less => "小于",
            std::cmp::Ordering::Equal => "正好等于",
            std::cmp::Ordering::Greater => "大于",
        };
        let right_words = if few == 1 { format!("{right}") } else { format!("{whole}乘{few}得{right}") };
        format!(
            "{part_name}{part}{unit}，要{whole_name}{whole}{unit}的{}：{part}乘{many}得{left}，{compared}{right_words}，{}",
            self.words(),
            if reached { "够了" } else { "不够" }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::rules::Rules;
    use super::*;
    use proptest::prelude::*;

    fn tally(year: &str, body: Body, base: u32, present: u32, ayes: u32) -> Tally {
        let attendance = Attendance { base, present, ayes, ..Attendance::default() };
        let rules = Rules::shipped();
        attendance.tally(rules.get(year, body).unwrap()).unwrap()
    }

    /// Each threshold from both sides: the last number that is not enough, and the first that is.
    #[test]
    fn each_threshold_turns_at_its_number() {
        for (body, base, too_few, enough) in [
            (Body::Assembly, 100, 50, 51),
            (Body::Assembly, 101, 50, 51),
            (Body::Assembly, 1, 0, 1),
            (Body::Assembly, 2, 1, 2),
            (Body::HouseholdAssembly, 99, 65, 66),
            (Body::HouseholdAssembly, 100, 66, 67),
            (Body::HouseholdAssembly, 101, 67, 68),
            (Body::Representatives, 30, 19, 20),
            (Body::Representatives, 31, 20, 21),
            (Body::Group, 3, 1, 2),
            (Body::Members, 900, 599, 600),
            (Body::ContractPlan, 40, 26, 27),
        ] {
            for year in ["2010", "2018", "2025"] {
                if Rules::shipped().get(year, body).is_none() {
                    continue;
                }
                let stands = |present| tally(year, body, base, present, present).stands;
                assert_eq!((stands(too_few), stands(enough)), (false, true), "{year} {body:?} {base}");
            }
        }
        // What was voted: half of those who came is not enough, and of all members two thirds are.
        for (body, base, present, too_few, enough) in [
            (Body::Assembly, 100, 60, 30, 31),
            (Body::Assembly, 100, 61, 30, 31),
            (Body::Representatives, 30, 20, 10, 11),
            (Body::Group, 30, 21, 10, 11),
            (Body::Members, 300, 300, 199, 200),
            (Body::Members, 301, 250, 200, 201),
            (Body::ContractPlan, 30, 25, 19, 20),
        ] {
            let carries = |ayes| tally("2025", body, base, present, ayes).carries;
            assert_eq!((carries(too_few), carries(enough)), (false, true), "{body:?} {base} {present}");
        }
    }

    #[test]
    fn nothing_carries_where_too_few_came() {
        let none = tally("2025", Body::Assembly, 100, 50, 50);
        assert_eq!((none.stands, none.carries), (false, false));
        assert_eq!(none.sum, "到会50人，要应到100人的过半数：50乘2得100，正好等于100，不够，会议无效，不能表决。");
        assert!(!tally("2025", Body::Assembly, 100, 0, 0).stands);
    }

    #[test]
    fn who_comes_off_the_base_is_named_with_the_reason() {
        let attendance = Attendance {
            base: 210,
            deductions: vec![
                Deduction { count: 10, reason: "外出联系不上".to_owned() },
                Deduction { count: 2, reason: "病重".to_owned() },
            ],
            present: 132,
            ayes: 67,
            noes: 5,
        };
        let rule = Rules::shipped().get("2025", Body::HouseholdAssembly).unwrap().clone();
        let tally = attendance.tally(&rule).unwrap();
        assert_eq!(
            tally.sum,
            "应到210，减10（外出联系不上），减2（病重），按198算。\
             到会132户，要应到198户的三分之二以上：132乘3得396，正好等于198乘2得396，够了，会议有效。\
             同意67户，要到会132户的过半数：67乘2得134，大于132，够了，通过。"
        );
        assert!(tally.stands && tally.carries);
    }

    #[test]
    fn numbers_that_cannot_be_are_refused() {
        let rule = Rules::shipped().get("2025", Body::Assembly).unwrap().clone();
        let less = |count, reason: &str| vec![Deduction { count, reason: reason.to_owned() }];
        for (attendance, why) in [
            (Attendance::default(), Impossible::NobodyLeft),
            (Attendance { base: 9, deductions: less(9, "外出"), ..Attendance::default() }, Impossible::NobodyLeft),
            (
                Attendance { base: 9, deductions: less(u32::MAX, "外出"), ..Attendance::default() },
                Impossible::NobodyLeft,
            ),
            (Attendance { base: 9, deductions: less(1, " "), ..Attendance::default() }, Impossible::NoReason),
            (Attendance { base: 9, present: 10, ..Attendance::default() }, Impossible::TooManyPresent),
            (
                Attendance { base: 9, deductions: less(1, "外出"), present: 9, ..Attendance::default() },
                Impossible::TooManyPresent,
            ),
            (Attendance { base: 9, present: 5, ayes: 6, ..Attendance::default() }, Impossible::TooManyVotes),
            (Attendance { base: 9, present: 5, ayes: 3, noes: 3, ..Attendance::default() }, Impossible::TooManyVotes),
        ] {
            assert_eq!(attendance.tally(&rule), Err(why), "{attendance:?}");
        }
    }

    /// Each year that has a rule of this body.
    fn years_of(body: Body) -> Vec<String> {
        let rules = Rules::shipped();
        let years = rules.years().into_iter().filter(|year| rules.get(year, body).is_some());
        years.map(str::to_owned).collect()
    }

    /// Even and odd, exactly half and exactly two thirds, of every body and every year that has a rule of it.
    #[test]
    fn every_body_stands_from_its_number_on_in_every_year() {
        for (body, years, counts) in [
            (Body::Assembly, 3, [(9, 4, 5), (10, 5, 6), (30, 15, 16)]),
            (Body::HouseholdAssembly, 3, [(9, 5, 6), (10, 6, 7), (30, 19, 20)]),
            (Body::Representatives, 3, [(9, 5, 6), (10, 6, 7), (45, 29, 30)]),
            (Body::Group, 3, [(9, 5, 6), (10, 6, 7), (11, 7, 8)]),
            (Body::Members, 1, [(900, 599, 600), (901, 600, 601), (902, 601, 602)]),
            (Body::ContractPlan, 3, [(9, 5, 6), (10, 6, 7), (30, 19, 20)]),
            (Body::PartyMembers, 3, [(30, 19, 20), (31, 20, 21), (32, 21, 22)]),
        ] {
            assert_eq!(years_of(body).len(), years, "{body:?}");
            for (year, (base, too_few, enough)) in years_of(body).iter().flat_map(|year| counts.map(|it| (year, it))) {
                let stands = |present| tally(year, body, base, present, 0).stands;
                assert_eq!((stands(too_few), stands(enough)), (false, true), "{year} {body:?} {base}");
            }
        }
    }

    /// Of those who came or of all who are due: even and odd, exactly half and exactly two thirds.
    #[test]
    fn every_body_carries_from_its_number_on_in_every_year() {
        for (body, base, present, too_few, enough) in [
            (Body::Assembly, 100, 66, 33, 34),
            (Body::Assembly, 100, 67, 33, 34),
            (Body::HouseholdAssembly, 198, 132, 66, 67),
            (Body::HouseholdAssembly, 198, 133, 66, 67),
            (Body::Representatives, 45, 30, 15, 16),
            (Body::Representatives, 45, 31, 15, 16),
            (Body::Group, 9, 6, 3, 4),
            (Body::Group, 10, 7, 3, 4),
            (Body::Members, 900, 600, 599, 600),
            (Body::Members, 901, 601, 600, 601),
            (Body::ContractPlan, 30, 20, 19, 20),
            (Body::ContractPlan, 31, 31, 20, 21),
            // More than half of those due, not of the twenty who came.
            (Body::PartyMembers, 30, 20, 15, 16),
            (Body::PartyMembers, 30, 30, 15, 16),
            (Body::PartyMembers, 31, 21, 15, 16),
            (Body::PartyMembers, 32, 22, 16, 17),
        ] {
            for year in years_of(body) {
                let voted = |ayes| tally(&year, body, base, present, ayes);
                assert!(voted(too_few).stands, "{year} {body:?} {base} {present}");
                let carries = (voted(too_few).carries, voted(enough).carries);
                assert_eq!(carries, (false, true), "{year} {body:?} {base} {present}");
            }
        }
    }

    #[test]
    fn a_full_hall_that_says_nothing_carries_nothing_and_an_empty_one_does_not_meet() {
        for (body, base) in Body::ALL.into_iter().flat_map(|body| [1, 2, 3, 198].map(|base| (body, base))) {
            for year in years_of(body) {
                let silent = tally(&year, body, base, base, 0);
                assert_eq!((silent.stands, silent.carries), (true, false), "{year} {body:?} {base}");
                assert!(tally(&year, body, base, base, base).carries, "{year} {body:?} {base}");
                let empty = tally(&year, body, base, 0, 0);
                assert_eq!((empty.stands, empty.carries), (false, false), "{year} {body:?} {base}");
            }
        }
    }

    #[test]
    fn who_comes_off_the_base_is_counted_neither_for_the_meeting_nor_for_the_vote() {
        let less = |body: Body, count: u32, present: u32, ayes: u32| {
            let deductions =
                if count == 0 { vec![] } else { vec![Deduction { count, reason: "外出联系不上".to_owned() }] };
            let attendance = Attendance { base: 200, deductions, present, ayes, noes: 0 };
            let tally = attendance.tally(Rules::shipped().get("2025", body).unwrap()).unwrap();
            (tally.stands, tally.carries)
        };
        for (body, count, present, ayes, outcome) in [
            // Two thirds of 198, and of 200.
            (Body::HouseholdAssembly, 2, 131, 131, (false, false)),
            (Body::HouseholdAssembly, 2, 132, 67, (true, true)),
            (Body::HouseholdAssembly, 0, 132, 132, (false, false)),
            (Body::HouseholdAssembly, 0, 133, 133, (false, false)),
            (Body::HouseholdAssembly, 0, 134, 68, (true, true)),
            // More than half of 198, and of 200.
            (Body::Assembly, 2, 99, 99, (false, false)),
            (Body::Assembly, 2, 100, 51, (true, true)),
            (Body::Assembly, 0, 100, 100, (false, false)),
            (Body::Assembly, 0, 101, 51, (true, true)),
            // Of all members.
            (Body::Members, 0, 140, 133, (true, false)),
            (Body::Members, 0, 140, 134, (true, true)),
            (Body::PartyMembers, 2, 140, 99, (true, false)),
            (Body::PartyMembers, 2, 140, 100, (true, true)),
            (Body::PartyMembers, 0, 140, 100, (true, false)),
        ] {
            assert_eq!(less(body, count, present, ayes), outcome, "{body:?} 200 less {count}, {present} came, {ayes}");
        }
    }

    #[test]
    fn nobody_comes_off_where_the_law_asks_for_all_members() {
        for body in Body::ALL {
            for year in years_of(body) {
                // 30 of 90 away: two thirds of those who are left came and agreed.
                let less = vec![Deduction { count: 30, reason: "外出联系不上".to_owned() }];
                let attendance = Attendance { base: 90, deductions: less, present: 40, ayes: 40, noes: 0 };
                let tally = attendance.tally(Rules::shipped().get(&year, body).unwrap());
                match body {
                    Body::Members | Body::ContractPlan => assert_eq!(tally, Err(Impossible::NobodyMayComeOff)),
                    Body::Assembly
                    | Body::HouseholdAssembly
                    | Body::Representatives
                    | Body::Group
                    | Body::PartyMembers => assert!(tally.unwrap().carries, "{year} {body:?}"),
                }
            }
        }
    }

    proptest! {
        /// Against fractions by long division: no number, however large, turns the comparison around.
        #[test]
        fn shares_are_exact(part in 0u32.., whole in 1u32..) {
            let (part, whole) = (u64::from(part), u64::from(whole));
            prop_assert_eq!(Share::MoreThanHalf.is_reached(part, whole), part > whole / 2);
            let two_thirds = Share::AtLeast { parts: 2, of: 3 };
            let least = (u128::from(whole) * 2).div_ceil(3);
            prop_assert_eq!(two_thirds.is_reached(part, whole), u128::from(part) >= least);
        }
    }
}
