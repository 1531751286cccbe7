//! Due dates worked by hand, and against a slow count day by day.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn pause(from: &str, to: &str, reason: &str) -> Pause {
    let to = (!to.is_empty()).then(|| day(to));
    Pause { from: day(from), to, reason: reason.to_owned() }
}

/// One case a line: rule, start, due, `估` where a year is estimated. Worked by hand with a wall calendar.
const WORKED: &str = "
    1周      2026-02-12 2026-02-24
    1月      2026-01-31 2026-02-28
    1月      2026-01-15 2026-02-24
    5工作日  2026-09-24 2026-10-09
    立即     2026-02-17 2026-02-17
    立即     2027-10-02 2027-10-02
    1天      2026-11-24 2026-11-25
    1天      2026-11-27 2026-11-30
    3天      2026-02-11 2026-02-14
    7天      2026-02-21 2026-02-28
    15天     2026-02-14 2026-03-02
    60天     2026-03-02 2026-05-06
    30天     2026-09-01 2026-10-08
    20天     2026-09-07 2026-09-28
    6天      2026-12-25 2026-12-31
    10天     2026-12-25 2027-01-04 估
    30天     2027-03-01 2027-03-31 估
    10天     2025-01-20 2025-02-05
    15天     2025-05-17 2025-06-03
    1周      2026-12-25 2027-01-01 估
    2周      2026-06-05 2026-06-22
    1周      2026-09-12 2026-09-20
    1周      2026-05-02 2026-05-09
    1月      2026-08-31 2026-09-30
    1月      2026-09-30 2026-10-30
    6月      2025-08-31 2026-02-28
    1月      2025-12-31 2026-02-02
    2月      2025-12-31 2026-02-28
    3月      2026-07-04 2026-10-08
    12月     2025-02-28 2026-02-28
    1月      2026-01-29 2026-02-28
    1月      2026-03-31 2026-04-30
    1月      2026-03-04 2026-04-07
    1月      2026-10-14 2026-11-16
    1月      2024-01-31 2024-02-29 估
    1工作日  2026-02-13 2026-02-14
    2工作日  2026-02-13 2026-02-24
    5工作日  2026-02-12 2026-02-26
    20工作日 2026-02-02 2026-03-06
    3工作日  2026-04-30 2026-05-08
    4工作日  2026-04-30 2026-05-09
    5工作日  2026-10-06 2026-10-13
    20工作日 2026-11-24 2026-12-22
    20工作日 2026-12-10 2027-01-07 估
    10工作日 2025-09-26 2025-10-16
    2026-10-03 2026-09-01 2026-10-03
";

#[test]
fn due_dates_worked_by_hand() {
    let calendar = Calendar::shipped();
    let mut count = 0;
    for line in WORKED.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let due = compute(DeadlineRule::parse(words[0]).unwrap(), day(words[1]), &[], &calendar);
        assert_eq!(due.due, Some(day(words[2])), "{line}: {:?}", due.working);
        assert_eq!(due.estimated, words.get(3) == Some(&"估"), "{line}");
        assert_eq!(due.estimated, due.working.iter().any(|step| step.contains("未载入放假安排")), "{line}");
        count += 1;
    }
    assert!(count >= 34, "{count} cases");
}

#[test]
fn paused_days_do_not_run() {
    /// Rule, start, pauses from and to, due.
    type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);
    let cases: &[Case] = &[
        ("7天", "2026-11-24", &[("2026-11-26", "2026-11-29")], "2026-12-04"),
        ("7天", "2026-11-24", &[("2026-12-01", "2026-12-03")], "2026-12-03"),
        ("7天", "2026-11-24", &[("2026-12-02", "2026-12-05")], "2026-12-01"),
        ("7天", "2026-11-24", &[("2026-11-20", "2026-11-26")], "2026-12-02"),
        ("7天", "2026-11-24", &[("2026-11-24", "2026-11-25")], "2026-12-01"),
        ("7天", "2026-11-24", &[("2026-11-28", "2026-12-01"), ("2026-11-26", "2026-11-29")], "2026-12-07"),
        ("7天", "2026-11-24", &[("2026-11-26", "2026-11-28"), ("2026-11-28", "2026-11-30")], "2026-12-07"),
        ("7天", "2026-11-24", &[("2026-11-25", "2026-11-27"), ("2026-12-02", "2026-12-05")], "2026-12-07"),
        ("7天", "2026-11-24", &[("2026-11-28", "2026-11-26")], "2026-12-01"),
        ("7天", "2026-11-24", &[("2026-12-02", "")], "2026-12-01"),
        ("7天", "2026-11-24", &[("2026-11-30", "")], ""),
        ("7天", "2026-11-24", &[("2026-11-20", "")], ""),
        ("4天", "2026-11-24", &[("2026-11-30", "2026-12-02")], "2026-12-02"),
        ("4天", "2026-11-24", &[("2026-11-30", "")], ""),
        ("1月", "2026-10-24", &[("2026-11-10", "2026-11-20")], "2026-12-04"),
        ("5工作日", "2026-11-24", &[("2026-11-26", "2026-11-30")], "2026-12-03"),
        ("5工作日", "2026-11-24", &[("2026-11-28", "2026-11-30")], "2026-12-01"),
        ("5工作日", "2026-11-24", &[("2026-12-01", "")], ""),
        ("5工作日", "2026-11-24", &[("2026-12-02", "")], "2026-12-01"),
        ("立即", "2026-11-24", &[("2026-11-20", "")], "2026-11-24"),
        ("2026-11-28", "2026-11-24", &[("2026-11-25", "2026-11-27")], "2026-11-28"),
    ];
    let calendar = Calendar::shipped();
    for (rule, start, pauses, due) in cases {
        let pauses: Vec<Pause> = pauses.iter().map(|(from, to)| pause(from, to, "公示")).collect();
        let found = compute(DeadlineRule::parse(rule).unwrap(), day(start), &pauses, &calendar);
        let due = (!due.is_empty()).then(|| day(due));
        assert_eq!(found.due, due, "{rule} {start} {pauses:?}: {:?}", found.working);
    }
}

fn working(rule: &str, start: &str, pauses: &[Pause]) -> Vec<String> {
    compute(DeadlineRule::parse(rule).unwrap(), day(start), pauses, &Calendar::shipped()).working
}

#[test]
fn the_working_is_said_step_by_step() {
    assert_eq!(
        working("1周", "2026-02-12", &[]),
        [
            "2026-02-12 周四起算，当天不算",
            "1周按7天算，到 02-19 周四",
            "02-19 周四春节放假，顺延到放假后第一个工作日 02-24 周二",
        ]
    );
    assert_eq!(
        working("1月", "2026-01-31", &[]),
        ["2026-01-31 周六起算，当天不算", "1个月，那个月没有31日，算月底，到 02-28 周六", "02-28 周六调休上班，不顺延",]
    );
    assert_eq!(
        working("15天", "2026-02-14", &[]),
        ["2026-02-14 周六起算，当天不算", "15天，到 03-01 周日", "03-01 周日不上班，顺延到下一个工作日 03-02 周一"]
    );
    assert_eq!(
        working("9工作日", "2026-09-17", &[]),
        [
            "2026-09-17 周四起算，当天和周末不算",
            "09-20 周日调休上班，算1天",
            "09-25 至 09-27 中秋节放假，不算",
            "数9个工作日，到 09-30 周三",
        ]
    );
    assert_eq!(
        working("10天", "2026-12-25", &[]),
        ["2026-12-25 周五起算，当天不算", "10天，到 2027-01-04 周一", "2027年未载入放假安排，按周末估算"]
    );
    assert_eq!(working("立即", "2026-10-01", &[]), ["2026-10-01 周四当天就办，不顺延"]);
    assert_eq!(
        working("2026-10-03", "2026-09-01", &[]),
        ["定在 2026-10-03 周六，不顺延", "10-03 周六国庆节放假，要提前办好"]
    );
}

#[test]
fn why_a_date_rolled_on_is_told_apart_from_the_working() {
    let calendar = Calendar::shipped();
    let cases = [
        ("15天", "2026-02-14", Some("03-01 周日不上班")),
        ("15天", "2026-02-04", Some("02-19 周四春节放假")),
        ("1月", "2026-01-31", None),
        ("5工作日", "2026-09-28", None),
        ("2026-10-03", "2026-09-28", None),
        ("立即", "2026-10-01", None),
    ];
    for (rule, start, why) in cases {
        let due = compute(DeadlineRule::parse(rule).unwrap(), day(start), &[], &calendar);
        assert_eq!(due.rolled_off.as_deref(), why, "{rule} {start}");
        let told = due.working.iter().any(|line| why.is_some_and(|why| line.starts_with(why)));
        assert_eq!(told, why.is_some(), "{:?}", due.working);
    }
}

#[test]
fn the_working_tells_of_pauses() {
    let pauses = [pause("2026-11-26", "2026-11-29", "公示"), pause("2026-11-27", "2026-11-30", "等本人")];
    assert_eq!(
        working("7天", "2026-11-24", &pauses),
        [
            "2026-11-24 周二起算，当天不算",
            "7天，到 12-01 周二",
            "11-26 至 11-29 暂停计时（公示、等本人），4天不算",
            "往后推4天，到 12-05 周六",
            "12-05 周六不上班，顺延到下一个工作日 12-07 周一",
        ]
    );
    assert_eq!(
        working("5工作日", "2026-11-24", &pauses),
        [
            "2026-11-24 周二起算，当天和周末不算",
            "11-26 至 11-29 暂停计时（公示、等本人），2个工作日不算",
            "数5个工作日，到 12-03 周四",
        ]
    );
    assert_eq!(
        working("5工作日", "2026-11-24", &[pause("2026-11-26", "", " ")]),
        ["2026-11-24 周二起算，当天和周末不算", "11-26 周四起暂停计时，恢复后再定到期日"]
    );
    assert_eq!(
        working("4天", "2026-11-24", &[pause("2026-11-30", "2026-12-02", "鉴定")]),
        [
            "2026-11-24 周二起算，当天不算",
            "4天，到 11-28 周六",
            "11-30 至 12-01 暂停计时（鉴定），2天不算",
            "11-28 周六不上班，顺延到恢复计时后第一个工作日 12-02 周三",
        ]
    );
}

#[test]
fn rules_are_read_as_people_write_them() {
    let cases = [
        ("立即", "立即"),
        ("当场", "立即"),
        ("7天", "7天"),
        ("１５日", "15天"),
        ("十五天内", "15天"),
        ("半个月", "15天"),
        ("一周", "1周"),
        ("2个星期", "2周"),
        ("1月", "1月"),
        ("一个月", "1月"),
        ("半年", "6月"),
        ("一年", "12月"),
        ("20工作日", "20工作日"),
        ("３０ 个 工作日", "30工作日"),
        ("不超过二十个工作日", "20工作日"),
        ("2026-12-31", "2026-12-31"),
        ("2026年12月31日", "2026-12-31"),
        ("", ""),
        ("0天", ""),
        ("天", ""),
        ("7", ""),
        ("-7天", ""),
        ("3651天", ""),
        ("70000天", ""),
        ("2026年", ""),
        ("3月15日", ""),
        ("2026-02-30", ""),
        ("7天左右", ""),
    ];
    for (text, rule) in cases {
        let read = DeadlineRule::parse(text).map(|rule| rule.to_string()).unwrap_or_default();
        assert_eq!(read, rule, "{text}");
    }
}

#[test]
fn days_over_and_days_left() {
    let calendar = Calendar::shipped();
    let due = Some(day("2026-02-24"));
    let over = ["2026-02-23", "2026-02-24", "2026-02-25", "2026-03-24"].map(|today| overdue_days(due, day(today)));
    assert_eq!(over, [0, 0, 1, 28]);
    assert_eq!(overdue_days(None, day("2030-01-01")), 0);
    assert_eq!(working_days_between(day("2026-02-12"), day("2026-02-26"), &calendar), 5);
    assert_eq!(working_days_between(day("2025-12-31"), day("2026-12-31"), &calendar), 248);
    assert_eq!(working_days_between(day("2026-02-26"), day("2026-02-26"), &calendar), 0);
    assert_eq!(working_days_between(day("2026-02-26"), day("2026-02-12"), &calendar), 0);
}

#[test]
fn a_day_at_the_end_of_time_ends_the_count() {
    let calendar = Calendar::shipped();
    for number in [i32::MAX, i32::MIN] {
        let start = Day::from_number(number);
        for rule in [DeadlineRule::Natural(9), DeadlineRule::Months(9), DeadlineRule::Working(9)] {
            assert!(compute(rule, start, &[], &calendar).due.is_some());
        }
    }
}

/// The rule taken word by word: one day after the other, asking of each whether it runs.
fn slow(rule: DeadlineRule, start: Day, pauses: &[Pause], calendar: &Calendar) -> Option<Day> {
    let paused = |day: Day| pauses.iter().any(|p| p.from <= day && p.to.is_none_or(|to| day < to));
    let (mut left, working_only) = match rule {
        DeadlineRule::Immediate => return Some(start),
        DeadlineRule::Fixed(day) => return Some(day),
        DeadlineRule::Natural(count) => (i32::from(count), false),
        DeadlineRule::Weeks(count) => (i32::from(count) * 7, false),
        DeadlineRule::Working(count) => (i32::from(count), true),
        DeadlineRule::Months(count) => {
            // Walk to the month meant, and in it to the same day or the last one.
            let (year, month, wanted) = start.ymd();
            let months = i32::from(year) * 12 + i32::from(month) - 1 + i32::from(count);
            let mut end = start;
            loop {
                let next = end.plus_days(1);
                let (y, m, d) = next.ymd();
                let next_months = i32::from(y) * 12 + i32::from(m) - 1;
                if next_months > months || (next_months == months && d > wanted) {
                    break;
                }
                end = next;
            }
            (end.days_since(start), false)
        }
    };
    let mut day = start;
    for _ in 0..4_000 {
        day = day.plus_days(1);
        let runs = !paused(day) && (!working_only || calendar.is_working(day));
        left -= i32::from(runs);
        if left <= 0 && runs && calendar.is_working(day) {
            return Some(day);
        }
    }
    None
}

fn any_rule() -> impl Strategy<Value = DeadlineRule> {
    prop_oneof![
        Just(DeadlineRule::Immediate),
        (1u16..120).prop_map(DeadlineRule::Natural),
        (1u16..20).prop_map(DeadlineRule::Weeks),
        (1u16..15).prop_map(DeadlineRule::Months),
        (1u16..90).prop_map(DeadlineRule::Working),
    ]
}

fn any_pauses(start: Day) -> impl Strategy<Value = Vec<Pause>> {
    let one = (-20i32..200, prop::option::weighted(0.9, -2i32..40)).prop_map(move |(after, days)| {
        let from = start.plus_days(after);
        Pause { from, to: days.map(|days| from.plus_days(days)), reason: "公示".to_owned() }
    });
    prop::collection::vec(one, 0..5)
}

fn any_case() -> impl Strategy<Value = (DeadlineRule, Day, Vec<Pause>)> {
    let first = Day::from_ymd(2024, 11, 1).unwrap();
    (any_rule(), 0i32..1_000).prop_flat_map(move |(rule, after)| {
        let start = first.plus_days(after);
        (Just(rule), Just(start), any_pauses(start))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_due_date_is_the_one_counted_day_by_day((rule, start, pauses) in any_case()) {
        let calendar = Calendar::shipped();
        let due = compute(rule, start, &pauses, &calendar);
        prop_assert_eq!(due.due, slow(rule, start, &pauses, &calendar), "{:?}", due.working);
        prop_assert_eq!(due.due, due_day(rule, start, &pauses, &calendar));
        prop_assert!(!due.working.is_empty() && due.working.iter().all(|step| !step.contains('\n')));
    }

    #[test]
    fn a_rule_is_read_back_as_it_is_shown(rule in any_rule()) {
        prop_assert_eq!(DeadlineRule::parse(&rule.to_string()), Some(rule));
    }

    #[test]
    fn any_text_is_a_rule_or_none(text in "[0-9一二十百年月日天周工作个半内 .-]{0,12}") {
        if let Some(rule) = DeadlineRule::parse(&text) {
            prop_assert_eq!(DeadlineRule::parse(&rule.to_string()), Some(rule));
        }
    }
}
