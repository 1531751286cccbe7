//! The pages of a leave: the slip for the stand-in, the notice for the door, and what happened meanwhile.
//!
//! The notice hangs outside: it names nobody but the officer and the stand-in. Everything is derived.

use crate::app::pager::Paragraph;
use crate::app::screen::Context;
use crate::domain::day::Day;
use crate::domain::leave::Leave;
use crate::domain::promise;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::state::State;

/// 替岗交接单: what comes due, what is held, who was promised a call, what has to be answered.
pub(super) fn slip(context: &Context<'_>, leave: &Leave) -> Vec<Paragraph> {
    let info = &context.village.info;
    let stand_in = named(&leave.stand_in, "（还没有写替岗人）");
    let mut words = vec![
        Paragraph::Text(format!(
            "{}{} 代办员 {}，{}到{}不在，由 {stand_in} 替岗。",
            info.township, info.name, info.liaison, leave.from, leave.to
        )),
        Paragraph::Text("期限照样走，不因请假停下。".to_owned()),
    ];
    let due = |task: &&ProxyTask| {
        let due = clock::read(task, context.today, &context.tables.calendar).due;
        task.state.is_open() && due.is_some_and(|due| due <= leave.to)
    };
    list(
        &mut words,
        "这几天到期、已经超期的",
        context.village.tasks().filter(due).map(|task| task_entry(context, task)),
    );
    let held = context.village.tasks().flat_map(|task| task.holds_out().map(move |hold| (task, hold)));
    let held = held.map(|(task, hold)| {
        let words = format!("{} {}，{}，该还 {}", hold.owner, hold.doc, hold.place.label(), task.back_by(hold));
        Paragraph::Entry(task.no.to_string(), words)
    });
    list(&mut words, "在外的证件", held);
    let calls = promise::open(context.village).into_iter().filter(|promise| promise.on <= leave.to).map(|promise| {
        let words = format!("{} {} {}", promise.hour, promise.who, promise.words);
        Paragraph::Entry(promise.on.month_day(), words.trim_start().to_owned())
    });
    list(&mut words, "答应了回电的", calls);
    let asked = context.village.supervisions().filter(|item| item.is_open());
    let asked = asked.filter_map(|item| {
        let due = item.due.filter(|due| *due <= leave.to)?;
        Some(Paragraph::Entry(due.month_day(), format!("{}，写的什么在「自查」里看", item.kind.label())))
    });
    list(&mut words, "要答复的投诉、督办", asked);
    let points = context.village.service_points().flat_map(|point| {
        let days = (0..leave.days()).map(|days| leave.from.plus_days(days)).filter(|day| point.is_on(*day));
        days.map(move |day| {
            Paragraph::Entry(day.month_day(), format!("{} {} {}", point.name, point.hours, point.place))
        })
    });
    list(&mut words, "要去设的点", points);
    words.push(Paragraph::Text(format!("交的人签字：{0}接的人签字：", " ".repeat(12))));
    words
}

/// 门上告示.
pub(super) fn door_notice(context: &Context<'_>, leave: &Leave) -> Vec<Paragraph> {
    let info = &context.village.info;
    let mut words = vec![
        Paragraph::Heading(format!("{}代办点", info.name)),
        Paragraph::Text(format!(
            "代办员{}{}月{}日到{}月{}日{}，不在村里。",
            info.liaison,
            leave.from.ymd().1,
            leave.from.ymd().2,
            leave.to.ymd().1,
            leave.to.ymd().2,
            leave.kind.label()
        )),
    ];
    let stand_in = named(&leave.stand_in, "");
    words.push(Paragraph::Text(match (stand_in, leave.phone.as_str()) {
        ("", _) => format!("要办事请打电话 {}，或到镇便民服务中心。", named(&info.phone, "（电话没有登记）")),
        (name, "") => format!("要办事请找替岗的{name}。"),
        (name, phone) => format!("要办事请找替岗的{name}，电话 {phone}。"),
    }));
    words.push(Paragraph::Text("已经接下的事照样在办，日子不变。".to_owned()));
    words
}

/// What happened while the officer was away: what came due, came back, was settled.
pub(super) fn meanwhile(context: &Context<'_>, leave: &Leave) -> Vec<Paragraph> {
    let until = leave.to.min(context.today);
    let within = |day: Day| (leave.from..=until).contains(&day);
    let calendar = &context.tables.calendar;
    let tasks = || context.village.tasks();
    let came_due =
        |task: &&ProxyTask| task.state.is_open() && clock::read(task, context.today, calendar).due.is_some_and(within);
    let stepped =
        |state: State| move |task: &&ProxyTask| task.steps.iter().any(|step| step.to == state && within(step.on));
    let due: Vec<_> = tasks().filter(came_due).map(|task| task_entry(context, task)).collect();
    let back: Vec<_> = tasks().filter(stepped(State::Returned)).map(|task| task_entry(context, task)).collect();
    let granted: Vec<_> = tasks().filter(stepped(State::Granted)).map(|task| task_entry(context, task)).collect();
    let new: Vec<_> = tasks().filter(|task| within(task.registered_on)).map(|task| task_entry(context, task)).collect();
    let days = until.days_since(leave.from) + 1;
    let counts =
        format!("离开{days}天：到期{} 退件{} 办结{} 新登记{}", due.len(), back.len(), granted.len(), new.len());
    let mut words = vec![Paragraph::Text(counts)];
    list(&mut words, "到期还没办完的", due.into_iter());
    list(&mut words, "退回来的", back.into_iter());
    list(&mut words, "办结的", granted.into_iter());
    list(&mut words, "新登记的", new.into_iter());
    words
}

fn named<'a>(name: &'a str, none: &'a str) -> &'a str {
    if name.is_empty() { none } else { name }
}

fn list(words: &mut Vec<Paragraph>, heading: &str, entries: impl Iterator<Item = Paragraph>) {
    words.push(Paragraph::Heading(heading.to_owned()));
    let before = words.len();
    words.extend(entries);
    if words.len() == before {
        words.push(Paragraph::Text("没有。".to_owned()));
    }
}

fn task_entry(context: &Context<'_>, task: &ProxyTask) -> Paragraph {
    let who = context.village.person(task.applicant).map_or("", |person| person.name.as_str());
    let due = clock::read(task, context.today, &context.tables.calendar).due;
    let due = due.map(|due| format!("，{due} 到期")).unwrap_or_default();
    let words = format!("{who} {} {}{due}，{}", task.matter.name, task.state_label(), task.stuck_at().label());
    Paragraph::Entry(task.no.to_string(), words)
}
