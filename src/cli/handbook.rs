//! `daiban handbook`: the page of a day, the sums of a week, a month or a year, words found on pages, and the check of all.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::desk::handbook::{BrokenPage, DayPage};
use crate::domain::day::Day;
use crate::domain::handbook::Entry;
use crate::domain::handbook::sums::{self, Sums};
use crate::domain::handbook::words;
use crate::domain::id::Seq;
use crate::domain::visit::duty::monday_of;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Entries found at most.
const FOUND_MAX: usize = 200;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban handbook [day|week|month|year|verify] [--find 词]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 看哪一段：day 当天一页，week 本周，month 本月，year 本年；verify 核对全部页
    #[arg(value_name = "day|week|month|year|verify", hide_possible_values = true)]
    what: Option<What>,
    /// 在全部页里找这几个字
    #[arg(long, value_name = "词")]
    find: Option<String>,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Day,
    Week,
    Month,
    Year,
    Verify,
}

impl ValueEnum for What {
    fn value_variants<'a>() -> &'a [What] {
        &[What::Day, What::Week, What::Month, What::Year, What::Verify]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            What::Day => "day",
            What::Week => "week",
            What::Month => "month",
            What::Year => "year",
            What::Verify => "verify",
        }))
    }
}

#[derive(Serialize)]
struct Line {
    seq: u64,
    day: String,
    time: String,
    what: String,
    subject: String,
    late: Option<String>,
}

#[derive(Serialize)]
struct Station {
    station: String,
    opened: u32,
    decided: u32,
    judged: u32,
    on_time: u32,
}

#[derive(Serialize)]
struct Totals {
    visits: u32,
    households: u32,
    calls: u32,
    notes: u32,
    points: u32,
    intakes: u32,
    opened: u32,
    found_on_visits: u32,
    submitted: u32,
    urges: u32,
    decided: u32,
    judged: u32,
    on_time: u32,
    delivered: u32,
    trips: u32,
    originals_taken: u32,
    originals_returned: u32,
    paired_visits: u32,
    paired_talks: u32,
    measures: u32,
    measures_done: u32,
    affairs_proposed: u32,
    affairs_moved: u32,
    affair_steps: u32,
    postings_put_up: u32,
    postings_taken_down: u32,
    five: [u32; 5],
    stations: Vec<Station>,
}

#[derive(Serialize)]
struct PageAnswer {
    day: String,
    entries: Vec<Line>,
    later: Vec<Line>,
    seal: Option<String>,
    totals: Totals,
}

#[derive(Serialize)]
struct SpanAnswer {
    from: String,
    to: String,
    totals: Totals,
}

#[derive(Serialize)]
struct CheckAnswer {
    whole: bool,
    pages: usize,
    problems: Vec<String>,
}

/// Shows it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if args.find.is_some() && args.what.is_some() {
        return Err(Failure::usage(
            "--find 在全部页里找，不能和 day、week、month、year、verify 一起写。请分两次运行。",
        ));
    }
    let opened = context.open()?;
    if let Some(words) = &args.find {
        let found = opened.desk.handbook_find(&opened.village, words, Seq(1), FOUND_MAX)?;
        let lines: Vec<Line> = found.iter().map(line).collect();
        return Ok(context.answer(&lines, || match lines.is_empty() {
            true => format!("没有找到「{words}」。\n"),
            false => lines.iter().map(|line| format!("{} {}", line.day, entry_text(line))).collect(),
        }));
    }
    let today = context.today;
    let span = |(from, to): (Day, Day)| {
        let sums = sums::of(&opened.village, &opened.tables, from, to);
        let answer = SpanAnswer { from: from.to_string(), to: to.to_string(), totals: totals(&sums) };
        context.answer(&answer, || format!("{from} 到 {to}\n{}", sums_text(&sums)))
    };
    Ok(match args.what.unwrap_or(What::Day) {
        What::Day => {
            let page = opened.desk.handbook_page(&opened.village, today)?;
            let sums = sums::of(&opened.village, &opened.tables, today, today);
            page_answer(context, &page, &sums)
        }
        What::Week => span((monday_of(today), monday_of(today).plus_days(6))),
        What::Month => span(sums::month(today)),
        What::Year => span(sums::year(today)),
        What::Verify => {
            let mut line = out::ProgressLine::new();
            let checked = opened.desk.verify_handbook(|done, total| line.show("核对手册", done, total))?;
            drop(line);
            check_answer(context, checked.pages.len(), checked.broken.as_ref())
        }
    })
}

fn page_answer(context: &Context, page: &DayPage, sums: &Sums) -> Exit {
    let entries: Vec<Line> = page.entries.iter().map(line).collect();
    let day = page.day.to_string();
    let later = page.later.iter().map(line).collect();
    let answer = PageAnswer { day, entries, later, seal: page.seal.clone(), totals: totals(sums) };
    context.answer(&answer, || {
        let head = format!("{} {} 工作手册\n", page.day, page.day.weekday_label());
        let lines: String = answer.entries.iter().map(entry_text).collect();
        let later = |line: &Line| format!("{} 补记 {} {}\n", line.day, line.what, line.subject);
        let later: String = answer.later.iter().map(later).collect();
        let lines = match (lines.is_empty(), later.is_empty()) {
            (true, true) => "这一天没有记下什么。\n".to_owned(),
            (_, true) => lines,
            (_, false) => format!("{lines}后来补记的（前面是写的那天）\n{later}"),
        };
        let seal = page.seal.as_ref().map(|seal| format!("核对码 {seal}\n")).unwrap_or_default();
        format!("{head}{lines}{}{seal}", sums_text(sums))
    })
}

fn check_answer(context: &Context, pages: usize, broken: Option<&BrokenPage>) -> Exit {
    let problem = |broken: &BrokenPage| {
        let (page, seq, why) = (broken.page(), broken.seq.0, &broken.why);
        format!("{page} 那一页不是原来的样子（第{seq}笔）：{why}")
    };
    let problems: Vec<String> = broken.map(problem).into_iter().collect();
    let answer = CheckAnswer { whole: problems.is_empty(), pages, problems };
    let done = context.answer(&answer, || match broken {
        None => format!("完好：{pages}页，每一笔都和写的时候一样，前后相接。\n"),
        Some(_) => {
            let told: String = answer.problems.iter().map(|problem| format!("{problem}\n")).collect();
            format!("{told}它以前的{pages}页是完好的。请运行 daiban doctor --repair，照备份修。\n")
        }
    });
    if answer.whole { done } else { Exit::Damaged }
}

fn line(entry: &Entry) -> Line {
    let (day, time) = (entry.at.day().to_string(), entry.at.to_string());
    Line {
        seq: entry.seq.0,
        time: time.split_once(' ').map_or(time.as_str(), |(_, time)| time).to_owned(),
        day,
        what: entry.what.clone(),
        subject: entry.subject.clone(),
        late: entry.late.map(|day| day.to_string()),
    }
}

fn entry_text(line: &Line) -> String {
    let late = line.late.as_ref().map(|day| format!("（补记 {day}）")).unwrap_or_default();
    format!("{} {}{late} {}\n", line.time, line.what, line.subject)
}

fn sums_text(sums: &Sums) -> String {
    let mut text = String::new();
    for (label, words) in words::lines(sums) {
        text.push_str(&format!("{label} {words}\n"));
    }
    for station in &sums.stations {
        text.push_str(&format!("  {} {}\n", station.station, words::station(station)));
    }
    let five = words::five(sums).map(|(name, count, of)| format!("{name}{count}（{of}）"));
    text + "五群 " + &five.join(" ") + "\n"
}

fn totals(sums: &Sums) -> Totals {
    let station = |sum: &sums::StationSum| Station {
        station: sum.station.clone(),
        opened: sum.opened,
        decided: sum.decided,
        judged: sum.judged,
        on_time: sum.on_time,
    };
    Totals {
        visits: sums.visits,
        households: sums.households,
        calls: sums.calls,
        notes: sums.notes,
        points: sums.points,
        intakes: sums.intakes,
        opened: sums.opened,
        found_on_visits: sums.found,
        submitted: sums.submitted,
        urges: sums.urges,
        decided: sums.decided,
        judged: sums.judged,
        on_time: sums.on_time,
        delivered: sums.delivered,
        trips: sums.trips,
        originals_taken: sums.originals_taken,
        originals_returned: sums.originals_returned,
        paired_visits: sums.paired_visits,
        paired_talks: sums.paired_talks,
        measures: sums.measures,
        measures_done: sums.measures_done,
        affairs_proposed: sums.proposed,
        affairs_moved: sums.affairs_moved,
        affair_steps: sums.affair_steps,
        postings_put_up: sums.put_up,
        postings_taken_down: sums.taken_down,
        five: words::five(sums).map(|(_, count, _)| count),
        stations: sums.stations.iter().map(station).collect(),
    }
}
