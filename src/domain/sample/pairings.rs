//! The pairings of the sample village: the officer's own five, and six of others, each with what half a year brings. It makes
//! no visits; those are of the rounds.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::pairing::PairingIntent;
use crate::domain::household::{Household, HouseholdStatus, Occupancy};
use crate::domain::id::{HouseholdId, IdMint, PairingId};
use crate::domain::pairing::month::Month;
use crate::domain::pairing::{
    Contact, IncomeCheck, Measure, NextStep, Pairing, PairingEnd, PairingTarget, PlanDecision,
};
use crate::domain::roll;
use crate::domain::village::Village;

use super::days::Days;

/// Who helps besides the officer, and of which office.
const HELPERS: [(&str, &str); 6] = [
    ("陈光明", "镇党政办"),
    ("罗天成", "镇农业服务站"),
    ("周玉梅", "镇社会事务站"),
    ("何建国", "村党支部"),
    ("冉启华", "村委会"),
    ("陈光明", "镇党政办"),
];
/// Why, how, and what was given, by turns.
const CASES: [(&str, &str, &str, u32); 4] = [
    ("因病", "帮报合作医疗、办慢病卡，养鸡50只", "鸡苗50只", 400),
    ("缺劳力", "联系公益岗，代耕两亩", "帮请代耕两亩", 600),
    ("因学", "办助学贷款，介绍暑期工", "助学金", 1_500),
    ("缺技术", "学李子修剪，挂果树20株", "李子苗20株", 300),
];
/// Months of which incomes are known.
const MONTHS: i32 = 6;
/// How many days ago the plans were decided, and the pairings began.
const DECIDED_DAYS_AGO: i32 = 190;
const BEGUN_DAYS_AGO: i32 = 180;

/// What was done, each with its day.
pub(super) fn deeds(village: &Village, days: Days<'_>, mint: &mut IdMint) -> Vec<(Day, PairingIntent)> {
    let mut deeds = Deeds { days, mint, made: Vec::new() };
    let households = in_need(village, days.today);
    deeds.five(village, households.first().copied());
    for (nth, (helper, home)) in HELPERS.into_iter().zip(households.iter().skip(1)).enumerate() {
        deeds.of_others(nth, helper, *home);
    }
    deeds.made
}

/// Households of a class, those that are watched first, in the order of the register.
fn in_need(village: &Village, today: Day) -> Vec<HouseholdId> {
    let order = roll::households(village);
    let away = |it: &Household| matches!(it.occupancy, Occupancy::Ruined | Occupancy::Empty);
    let households = order.iter().filter_map(|id| village.household(*id));
    let there = households.filter(|it| it.status == HouseholdStatus::Registered && !away(it));
    let rank = |it: &Household| {
        let has = |word: &str| it.classes_on(today).any(|class| class.value.contains(word));
        ["突发", "低保", "特困", "脱贫"].iter().position(|word| has(word))
    };
    let mut needy: Vec<(usize, HouseholdId)> = there.filter_map(|it| Some((rank(it)?, it.id))).collect();
    // The sort is stable.
    needy.sort_by_key(|(rank, _)| *rank);
    needy.into_iter().map(|(_, id)| id).collect()
}

struct Deeds<'a> {
    days: Days<'a>,
    mint: &'a mut IdMint,
    made: Vec<(Day, PairingIntent)>,
}

impl Deeds<'_> {
    fn add(&mut self, ago: i32, intent: PairingIntent) {
        self.made.push((self.days.worked_ago(ago), intent));
    }

    fn begin(&mut self, ago: i32, target: PairingTarget, fill: impl FnOnce(&mut Pairing)) -> PairingId {
        let on = self.days.worked_ago(ago);
        let id = PairingId::mint(self.mint, Moment::at(on, 12, 0));
        let mut pairing = Pairing::new(id, target, on);
        fill(&mut pairing);
        self.made.push((on, PairingIntent::Begin(Box::new(pairing))));
        id
    }

    fn talk(&mut self, id: PairingId, ago: i32, text: &str) {
        let on = self.days.worked_ago(ago);
        let contact = Contact { on, entered_at: Moment::at(on, 12, 0), text: text.to_owned() };
        self.made.push((on, PairingIntent::Contact(id, contact)));
    }

    /// The next step, as it was set on the last working day.
    fn step(&mut self, id: PairingId, what: &str, in_days: i32) {
        let step = NextStep { what: what.to_owned(), on: self.days.today.plus_days(in_days) };
        self.add(1, PairingIntent::NextStep(id, Some(step)));
    }

    /// 五联.
    fn five(&mut self, village: &Village, home: Option<HouseholdId>) {
        let third = village.info.groups.get(2).map(|group| group.no);
        let own = |plan: &'static str| move |it: &mut Pairing| (it.own, it.plan) = (true, plan.to_owned());
        let group = self.begin(BEGUN_DAYS_AGO, PairingTarget::Group, |it| {
            own("帮社里修水沟，理顺院坝卫生轮值")(it);
            it.group = third;
        });
        self.talk(group, 20, "和社长看了水沟，要30方石料");
        self.step(group, "问镇上石料什么时候到", 6);
        let trade = self.begin(BEGUN_DAYS_AGO, PairingTarget::Trade, |it| {
            own("晚熟李子再扩50亩，统一防治两次")(it);
            "晚熟李子".clone_into(&mut it.whom);
        });
        self.talk(trade, 33, "采完了，均价三块二，约好冬管");
        self.step(trade, "约技术员来看冬管", 10);
        let technique = self.begin(BEGUN_DAYS_AGO, PairingTarget::Technique, |it| {
            own("教会20户修剪")(it);
            "李子修剪".clone_into(&mut it.whom);
        });
        self.talk(technique, 46, "在大湾教了7户");
        self.step(technique, "下一次教石坝子的", 17);
        let business = self.begin(BEGUN_DAYS_AGO, PairingTarget::Business, |it| {
            own("对接采摘用工，优先请监测户")(it);
            "慈云晚李合作社".clone_into(&mut it.whom);
        });
        self.talk(business, 15, "合作社说腊月还要6个工");
        self.step(business, "报6个人去合作社", 3);
        if let Some(home) = home {
            let id = self.helped(0, home, |it| it.own = true);
            self.step(id, "送李子苗，看鸡养得怎么样", 0);
        }
    }

    fn of_others(&mut self, nth: usize, (helper, unit): (&str, &str), home: HouseholdId) {
        let id = self.helped(nth + 1, home, |it| {
            helper.clone_into(&mut it.helper);
            unit.clone_into(&mut it.unit);
        });
        // The last of them is over.
        if nth + 1 == HELPERS.len() {
            let end = PairingEnd {
                on: self.days.worked_ago(12), why: "收入稳定，风险消除，镇里同意".to_owned()
            };
            self.add(12, PairingIntent::End(id, end));
        }
    }

    /// A household that is helped: its plan, two measures, half a year of incomes. One plan still waits for its meeting.
    fn helped(&mut self, nth: usize, home: HouseholdId, fill: impl FnOnce(&mut Pairing)) -> PairingId {
        let (causes, plan, what, yuan) = CASES.get(nth % CASES.len()).copied().unwrap_or(("", "", "", 0));
        let decided_on = self.days.worked_ago(DECIDED_DAYS_AGO);
        let id = self.begin(BEGUN_DAYS_AGO, PairingTarget::Household, |it| {
            it.household = Some(home);
            causes.clone_into(&mut it.causes);
            plan.clone_into(&mut it.plan);
            it.decision = (nth != 3).then(|| PlanDecision {
                matter: None,
                body: "村民代表会议".to_owned(),
                on: Some(decided_on),
                outcome: "通过".to_owned(),
            });
            fill(it);
        });
        let given = self.days.worked_ago(150);
        let measure =
            |on, what: &str, yuan: u32, done_on| Measure { on, what: what.to_owned(), amount_fen: yuan * 100, done_on };
        self.add(150, PairingIntent::Measure(id, measure(given, what, yuan, Some(given))));
        let planned = self.days.today.plus_days(20);
        self.add(30, PairingIntent::Measure(id, measure(planned, "冬季物资", 200, None)));
        for ago in (1..=MONTHS).rev() {
            let month = Month::of(self.days.today).plus(-ago);
            let grown = u32::try_from(MONTHS - ago).unwrap_or(0);
            let nth = u32::try_from(nth).unwrap_or(0);
            let fen = (780 + 35 * grown + 60 * (nth % 4) + 90 * (grown % 2)) * 100;
            let check =
                IncomeCheck { month, per_head_fen: fen, note: if grown % 2 == 1 { "务工" } else { "" }.to_owned() };
            // Each month is written down early in the next.
            let known = self.days.today.plus_months(1 - ago).plus_days(-4);
            let ago = self.days.today.days_since(known).max(2);
            if nth != 6 || ago > 20 {
                self.add(ago, PairingIntent::Income(id, check));
            }
        }
        id
    }
}
