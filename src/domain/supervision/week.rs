//! 便民代办公示 of a week: what hangs on the wall so that everybody sees what comes of what was taken in.
//!
//! It names the officer and no villager, no group and no household. A matter that tells of need, illness, birth, marriage or
//! a quarrel stands on it as one of a number only, and so does one that the catalogue does not know.

use super::settings::Office;
use super::sheets::{blank, phone};
use crate::domain::contact;
use crate::domain::day::Day;
use crate::domain::handbook::sums;
use crate::domain::sheet::Sheet;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::state::State;
use crate::domain::village::Village;
use crate::domain::wording::Passage;

/// What it is called.
pub const LABEL: &str = "便民代办公示（本周）";

/// The station whose matters tell of quarrels and of danger.
const QUARRELS: &str = "AW";
/// Words of a matter that tell too much of whoever brought it.
const PRIVATE_WORDS: [&str; 41] = [
    "低保",
    "最低生活",
    "救助",
    "特困",
    "困难",
    "残疾",
    "孤儿",
    "抚养",
    "失能",
    "养老服务",
    "防返贫",
    "脱贫",
    "医",
    "病",
    "婚",
    "生育",
    "育儿",
    "出生",
    "死亡",
    "去世",
    "身后",
    "丧葬",
    "注销",
    "资助",
    "助学",
    "公益性岗位",
    "失业",
    "退役",
    "优抚",
    "信访",
    "来访",
    "投诉",
    "调解",
    "法律援助",
    "仲裁",
    "欠薪",
    "补助",
    "危房",
    "扶助",
    "低收入",
    "党员",
];

/// The sheet of the week in which `today` lies.
pub fn sheet(village: &Village, tables: &Tables, today: Day) -> Sheet {
    let info = &village.info;
    let (monday, sunday) = week_of(today);
    let head = format!("第{}周 {}到{}", number_of(monday), said(monday), said(sunday));
    let town = contact::in_role(village, "镇窗口").map_or("", |it| it.phone.as_str());
    let mut sheet = Sheet::titled(format!("{}便民代办公示", info.name))
        .text(head)
        .entry("代办员", format!("{}  电话 {}", info.liaison, blank(&info.phone)))
        .entry("镇便民服务中心", format!("电话 {}", blank(town)));
    for office in [Office::Hotline, Office::Discipline] {
        sheet = sheet.entry(office.label(), blank(phone(village, tables, office)));
    }
    sheet = sheet.heading("下周在哪里");
    sheet = places(sheet, village, sunday.plus_days(1)).heading("本周");
    let sums = sums::of(village, tables, monday, sunday.min(today));
    let running = || village.tasks().filter(|task| task.state.is_open() && task.state != State::Draft);
    let late = running().filter(|task| clock::read(task, today, &tables.calendar).is_overdue()).count();
    let counts = (sums.opened, sums.decided, sums.delivered, running().count());
    sheet = sheet.text(format!(
        "收件{}件，办结{}件，送到手{}件，在办{}件，超期{late}件。",
        counts.0, counts.1, counts.2, counts.3
    ));
    let mut shown: Vec<&ProxyTask> = running().filter(|task| may_be_shown(task, tables)).collect();
    shown.sort_by_key(|task| task.no);
    let hidden = counts.3 - shown.len();
    if !shown.is_empty() {
        let rows = shown.iter().map(|task| row(task, tables, today)).collect();
        sheet = sheet.table(&["回执尾号", "事项类别", "受理", "答应办好", "到哪一步"], rows);
    }
    if hidden > 0 {
        sheet = sheet.text(format!("另有{hidden}件（救助、医疗、婚育、信访等）只公布件数，凭回执问代办员。"));
    }
    sheet
        .texts(tables.wording.lines(Passage::WeekEnd, village, None))
        .text(format!("{}{}（章）  {today}", info.township, info.name))
}

/// Where the officer sits on the days from this Monday on.
fn places(sheet: Sheet, village: &Village, monday: Day) -> Sheet {
    let mut any = false;
    let mut sheet = sheet;
    for day in (0..7).map(|days| monday.plus_days(days)) {
        if village.away_on(day).is_some() {
            (sheet, any) = (sheet.entry(&label_of(day), "代办员外出，有事请打电话"), true);
            continue;
        }
        for point in village.service_points().filter(|point| point.is_on(day)) {
            let words = [point.name.as_str(), &point.place, &point.hours];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            (sheet, any) = (sheet.entry(&label_of(day), words.join(" ")), true);
        }
    }
    if any { sheet } else { sheet.text("没有定下设点，有事请打电话，上门去办。") }
}

fn row(task: &ProxyTask, tables: &Tables, today: Day) -> Vec<String> {
    let no = task.no.to_string();
    let tail = no.rsplit('-').next().unwrap_or_default().to_owned();
    let station = tables.matters.station_of(&task.matter, today).to_owned();
    let day = |day: Option<Day>| day.map_or_else(String::new, Day::month_day);
    vec![tail, station, day(task.accepted_on), day(task.promised), task.state_label().to_owned()]
}

/// Whether it may stand there on a line of its own.
fn may_be_shown(task: &ProxyTask, tables: &Tables) -> bool {
    let known = tables.matters.get(&task.matter.code).filter(|def| def.station_code != QUARRELS);
    known.is_some_and(|def| {
        let tells = |name: &str| PRIVATE_WORDS.iter().any(|word| name.contains(word));
        !tells(&def.name) && !tells(&task.matter.name)
    })
}

/// Monday and Sunday.
fn week_of(day: Day) -> (Day, Day) {
    let monday = day.plus_days(-i32::from(day.weekday_index()));
    (monday, monday.plus_days(6))
}

/// The number of the week that begins on this Monday: the first one of a year has its Thursday in it.
fn number_of(monday: Day) -> i32 {
    let thursday = monday.plus_days(3);
    let first = Day::from_ymd(thursday.year(), 1, 1).unwrap_or(thursday);
    thursday.days_since(first) / 7 + 1
}

fn said(day: Day) -> String {
    let (_, month, day) = day.ymd();
    format!("{month}月{day}日")
}

fn label_of(day: Day) -> String {
    format!("{}（{}）", day.weekday_label(), said(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::posting::redaction;
    use crate::domain::sample;
    use crate::domain::sheet::SheetLine;

    fn words(sheet: &Sheet) -> String {
        format!("{sheet:?}")
    }

    fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
        let tables = sheet.lines.iter().filter_map(|line| match line {
            SheetLine::Table(_, rows) => Some(rows.clone()),
            _ => None,
        });
        tables.flatten().collect()
    }

    #[test]
    fn what_hangs_there_names_no_villager_no_group_and_no_number_of_theirs() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let sample = sample::village(today, 1);
        let sheet = sheet(&sample.village, &Tables::shipped(), today);
        assert!(!rows(&sheet).is_empty(), "the sample has matters that may be shown");
        let said = words(&sheet);
        for person in sample.village.people().filter(|it| it.name.as_str() != sample.village.info.liaison) {
            assert!(!said.contains(person.name.as_str()), "{}", person.name.as_str());
        }
        for row in rows(&sheet) {
            assert_eq!(redaction::find(&row.join(" ")), [], "{row:?}");
            assert!(sample.village.info.groups.iter().all(|group| !row.iter().any(|cell| cell.contains(&group.name))));
        }
        assert!(said.contains("第48周 11月23日到11月29日"), "{said}");
    }

    #[test]
    fn what_tells_of_need_or_a_quarrel_is_a_number_and_nothing_more() {
        let mut fixture = Fixture::on("2026-11-24");
        for code in ["S01", "S10", "S18"] {
            fixture.intake(code, None);
        }
        let sheet = sheet(&fixture.village, &fixture.tables, fixture.today());
        let said = words(&sheet);
        assert!(rows(&sheet).is_empty() && said.contains("另有3件") && said.contains("收件3件"), "{said}");
        assert!(!said.contains("低保") && !said.contains("残疾"), "{said}");
    }

    #[test]
    fn every_matter_of_the_catalogue_that_tells_of_somebody_s_need_is_hidden() {
        let tables = Tables::shipped();
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S05", None);
        let task = fixture.village.task(id).unwrap().clone();
        let shown = tables.matters.all().filter(|def| {
            let matter = crate::domain::task::parts::TaskMatter::of(def);
            may_be_shown(&ProxyTask { matter: matter.into(), ..task.clone() }, &tables)
        });
        let shown: Vec<&str> = shown.map(|def| def.name.as_str()).collect();
        for name in ["城乡居民养老保险参保登记", "农村宅基地及建房申请", "林木采伐许可"] {
            assert!(shown.contains(&name), "{shown:?}");
        }
        let told = ["补助", "危房", "扶助", "低收入", "党员"];
        let told: Vec<_> = shown.iter().filter(|name| told.iter().any(|word| name.contains(word))).collect();
        assert_eq!(told, Vec::<&&str>::new());
    }

    #[test]
    fn weeks_are_counted_as_on_every_calendar() {
        for (day, no) in [("2026-01-01", 1), ("2027-01-03", 53), ("2027-01-04", 1), ("2026-11-24", 48)] {
            assert_eq!(number_of(week_of(Day::parse_iso(day).unwrap()).0), no, "{day}");
        }
    }
}
