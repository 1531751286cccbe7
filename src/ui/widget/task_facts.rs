//! The facts of a task in words: whose, since when, due, papers, money, and its course, newest first.
//!
//! One telling for the pane of 今日 and for the card; where it is asked to be brief it leaves out what is seldom there.

use crate::app::App;
use crate::domain::day::{Day, Moment};
use crate::domain::deadline;
use crate::domain::fee;
use crate::domain::person::Person;
use crate::domain::task::clock::{self, Clock};
use crate::domain::task::parts::{StepTaken, Urge};
use crate::domain::task::state::{State, Window};
use crate::domain::task::{ENTRUSTMENT_PAPER, ProxyTask};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::theme::Role;

/// The column of a fact's name, in cells.
const LEAD_CELLS: usize = 5;

/// One fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is about, at most two Hanzi; empty goes on with the fact above.
    pub lead: String,
    /// The fact.
    pub words: String,
    /// How it looks.
    pub role: Role,
}

/// Draws facts from row `y`, broken into lines, the first `skip` rows left out. Gives the rows they take in all.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, facts: &[Fact], skip: usize) {
    let mut canvas = canvas.part(area);
    for (y, (lead, words, role)) in broken(&canvas, facts).into_iter().skip(skip).take(area.height).enumerate() {
        canvas.text(1, y, &lead, Role::Dim);
        canvas.text(1 + LEAD_CELLS, y, &words, role);
    }
}

/// How many rows facts take in an area of this width.
pub fn rows(canvas: &mut Canvas<'_>, area: Area, facts: &[Fact]) -> usize {
    broken(&canvas.part(area), facts).len()
}

fn broken(canvas: &Canvas<'_>, facts: &[Fact]) -> Vec<(String, String, Role)> {
    let room = canvas.width().saturating_sub(LEAD_CELLS + 2);
    let mut rows = Vec::new();
    for fact in facts {
        let shown = canvas.look().glyphs.show_lines(&fact.words).into_owned();
        for (n, line) in cells::wrap(&shown, room).into_iter().enumerate() {
            let lead = if n == 0 { fact.lead.clone() } else { String::new() };
            rows.push((lead, shown.get(line).unwrap_or("").to_owned(), fact.role));
        }
    }
    rows
}

fn fact(lead: &str, words: impl Into<String>, role: Role) -> Fact {
    Fact { lead: lead.to_owned(), words: words.into(), role }
}

/// The facts of a task as it stands today.
pub fn of(app: &App, task: &ProxyTask, revealed: bool, brief: bool) -> Vec<Fact> {
    let clock = clock::read(task, app.today, &app.tables.calendar);
    let mut facts = whose(app, task, revealed);
    facts.push(accepted(app, task, &clock));
    facts.push(due(app, task, &clock));
    if let Some((rule, day)) = clock.other.filter(|_| !brief) {
        let day = day.map_or_else(|| "暂停中".to_owned(), |day| short(app, day));
        let whose = if clock.limit == (task.limit, task.papers_on) { "部门期限" } else { "代办期限" };
        facts.push(fact("", format!("{whose}{rule}，到{day}，只作参考"), Role::Dim));
    }
    facts.extend(materials(task));
    facts.extend(holds(app, task));
    facts.extend(entrusted(app, task).filter(|it| !brief || it.role != Role::Plain));
    facts.extend(money(task));
    match brief {
        false => facts.extend(outside(app, task)),
        true => facts.extend(external_no(task)),
    }
    if !task.note.is_empty() {
        facts.push(fact("备注", task.note.as_str(), Role::Plain));
    }
    facts.extend(course(app, task, brief));
    facts
}

fn whose(app: &App, task: &ProxyTask, revealed: bool) -> Vec<Fact> {
    let Some(person) = app.village.person(task.applicant) else { return Vec::new() };
    let household = person.household.and_then(|id| app.village.household(id));
    let head = household.and_then(|household| app.village.head_of(household)).filter(|head| head.id != person.id);
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let place = match (household, head) {
        (_, Some(head)) => format!("{group} 户主{}", head.name.as_str()),
        (Some(_), None) => format!("{group} 户主"),
        (None, _) => "临时人员".to_owned(),
    };
    let words = format!("{} {place}", person.name.as_str());
    let mut facts = vec![fact("本人", words, Role::Plain)];
    facts.push(phone(person, revealed));
    if let Some(agent) = &task.agent {
        let phone = if revealed { agent.phone.clone() } else { crate::domain::text::mask_phone(&agent.phone) };
        facts.push(fact("来人", format!("{} {} {phone}", agent.name, agent.relation), Role::Plain));
    }
    facts
}

fn phone(person: &Person, revealed: bool) -> Fact {
    match person.phones.first() {
        Some(phone) if revealed => fact("电话", phone.digits(), Role::Plain),
        Some(phone) => fact("电话", phone.masked(), Role::Masked),
        None => fact("电话", "没有登记", Role::Dim),
    }
}

fn accepted(app: &App, task: &ProxyTask, clock: &Clock) -> Fact {
    let town = if task.matter.level.is_out_of_town() { "，要到区里办" } else { "" };
    match task.accepted_on {
        Some(on) => fact("受理", format!("{} 限{}{town}", short(app, on), task.limit), Role::Plain),
        None if clock.deemed_accepted => {
            fact("受理", format!("没有受理，按{}交件起算", short(app, task.papers_on)), Role::Overdue)
        }
        None => fact("登记", format!("{} 还没受理{town}", short(app, task.registered_on)), Role::Plain),
    }
}

fn due(app: &App, task: &ProxyTask, clock: &Clock) -> Fact {
    let Some(due) = clock.due else {
        let words = if task.state == State::Paused { "暂停计时，恢复后再定" } else { "还没起算" };
        return fact("到期", words, Role::Dim);
    };
    let found = deadline::compute(clock.limit.0, clock.limit.1, &task.pauses, &app.tables.calendar);
    let rolled = found.rolled_off.map(|why| format!("（{why}，顺延）"));
    let guess = if found.estimated { "，估算" } else { "" };
    let (left, role) = left_words(clock);
    let space = if left.is_empty() { "" } else { " " };
    fact("到期", format!("{}{space}{left}{guess}{}", short(app, due), rolled.unwrap_or_default()), role)
}

/// What is left of a running clock in words, and how it looks: `超期8天`, `今天到期`, `剩2天`.
pub fn left_words(clock: &Clock) -> (String, Role) {
    match clock.days_left {
        Some(left) if left < 0 => (format!("超期{}天", -left), Role::Overdue),
        Some(0) => ("今天到期".to_owned(), Role::Soon),
        Some(left) if clock.is_due_soon() => (format!("剩{left}天"), Role::Soon),
        Some(left) => (format!("剩{left}天"), Role::Plain),
        None => (String::new(), Role::Plain),
    }
}

/// What a task that is not accepted waits for: `差2样`, `等委托书`, `该受理`; empty for any other.
pub fn lacking_words(task: &ProxyTask) -> String {
    match (task.state, task.lacking().as_slice()) {
        (State::Registered, []) => "该受理".to_owned(),
        (State::Registered | State::NoticeGiven, [ENTRUSTMENT_PAPER]) => format!("等{ENTRUSTMENT_PAPER}"),
        (State::Registered | State::NoticeGiven, lacking) => format!("差{}样", lacking.len()),
        (_, _) => String::new(),
    }
}

fn materials(task: &ProxyTask) -> Vec<Fact> {
    let names = |fits: fn(&crate::domain::material::Material) -> bool| {
        let names = task.materials.iter().filter(|material| fits(material)).map(|material| &*material.name);
        names.collect::<Vec<_>>().join("、")
    };
    let got = names(|material| material.got_on.is_some());
    let waived = names(|material| material.got_on.is_none() && material.waived.is_some());
    let missing = names(crate::domain::material::Material::is_missing);
    let mut facts = Vec::new();
    for (words, text, role) in [("有：", got, Role::Plain), ("免：", waived, Role::Dim), ("差：", missing, Role::Soon)]
    {
        if !text.is_empty() {
            let lead = if facts.is_empty() { "材料" } else { "" };
            facts.push(fact(lead, format!("{words}{text}"), role));
        }
    }
    facts
}

fn holds(app: &App, task: &ProxyTask) -> Vec<Fact> {
    let out: Vec<_> = task.holds_out().collect();
    if out.is_empty() {
        return vec![fact("证件", "没有在外的", Role::Dim)];
    }
    let words = |(n, hold): (usize, &&crate::domain::material::OriginalHold)| {
        let back_by = task.back_by(hold);
        let late = back_by <= app.today;
        let by = short(app, back_by);
        let due = if late { "该还了" } else { "前要还" };
        let role = if late { Role::Overdue } else { Role::Plain };
        fact(if n == 0 { "证件" } else { "" }, format!("{} {} {by}{due}", hold.doc, hold.place.label()), role)
    };
    out.iter().enumerate().map(words).collect()
}

fn entrusted(app: &App, task: &ProxyTask) -> impl Iterator<Item = Fact> {
    use crate::domain::matter::ProxyRule;
    let words = match &task.entrustment {
        None if task.matter.proxy == ProxyRule::Entrusted && task.state.is_open() => {
            Some(("还没有委托，受理前要办".to_owned(), Role::Soon))
        }
        None => None,
        Some(given) => Some(match (given.signed, given.unsigned_by()) {
            (_, Some(by)) if by < app.today => {
                (format!("{}，没补签，过了{}天", given.how.label(), app.today.days_since(by)), Role::Overdue)
            }
            (_, Some(by)) => (format!("{}，{}前补签", given.how.label(), short(app, by)), Role::Soon),
            (Some(signed), None) => (format!("{}，{}", given.how.label(), signed.label()), Role::Plain),
            (None, None) => (format!("{}，没有签", given.how.label()), Role::Soon),
        }),
    };
    words.into_iter().map(|(words, role)| fact("委托", words, role))
}

fn money(task: &ProxyTask) -> Vec<Fact> {
    let mut facts = Vec::new();
    for fee in &task.fees {
        facts.push(fact(
            "",
            format!("{} {} 交{}", fee.kind.label(), fee::yuan(i64::from(fee.amount_fen)), fee.payee),
            Role::Plain,
        ));
    }
    for money in &task.money {
        let (words, role) = match money.balance_fen() {
            0 => ("已结清".to_owned(), Role::Plain),
            open => (format!("余{}没结清", fee::yuan(open)), Role::Soon),
        };
        let received = fee::yuan(i64::from(money.received_fen));
        facts.push(fact("", format!("代缴{} 收{received}，{words}", money.purpose), role));
    }
    match facts.first_mut() {
        Some(first) => first.lead = "钱".to_owned(),
        None => facts.push(fact("钱", "没收钱", Role::Dim)),
    }
    facts
}

/// What is known from outside, and how it ended.
fn external_no(task: &ProxyTask) -> Option<Fact> {
    (!task.external_no.is_empty()).then(|| fact("外号", task.external_no.as_str(), Role::Plain))
}

fn outside(app: &App, task: &ProxyTask) -> Vec<Fact> {
    let station = app.tables.matters.station_of(&task.matter, app.today);
    let window = [task.matter.window.as_str(), station].into_iter().filter(|words| !words.is_empty());
    let window = window.collect::<Vec<_>>().join("，");
    let mut facts = Vec::new();
    if !window.is_empty() {
        facts.push(fact("窗口", window, Role::Plain));
    }
    facts.extend(external_no(task));
    if let Some(decision) = &task.decision {
        let words = if decision.granted { "办成了" } else { "没批准" };
        facts.push(fact(
            "办结",
            format!("{} {words} {} {}", short(app, decision.on), decision.paper, decision.words),
            Role::Plain,
        ));
    }
    if let Some(delivery) = &task.delivery {
        let words = format!("{} 交{}，{}", short(app, delivery.on), delivery.to, delivery.signed.label());
        facts.push(fact("送达", words, Role::Plain));
    }
    if let Some(rating) = &task.rating {
        let level = rating.level.map_or("未评价", |level| level.label());
        facts.push(fact("评价", format!("{level} {}", rating.words), Role::Plain));
    }
    facts
}

/// What happened, newest first: its steps, and between them the 催问 and what became of its originals.
fn course(app: &App, task: &ProxyTask, brief: bool) -> Vec<Fact> {
    let step = |(place, step): (usize, &StepTaken)| {
        // What goes on after a pause was not handed in again; of an earlier round the windows are gone.
        let before = place.checked_sub(1).and_then(|place| task.steps.get(place));
        let handed_in = step.to == State::Submitted && before.is_none_or(|before| before.to != State::Paused);
        let submission = task.submissions.iter().find(|submission| handed_in && submission.on == step.on);
        let what = submission.map_or(step_words(step.to), |submission| window_words(submission.to));
        (step.on, step.entered_at, what.to_owned(), step.words.to_string())
    };
    // An 催问 has no hour: on its day it stands before what was entered in the evening, which came of it.
    let urge = |urge: &Urge| (urge.on, Moment::at(urge.on, 0, 0), format!("催问{}", urge.whom), urge.answer.clone());
    let mut all: Vec<_> = task.steps.iter().enumerate().map(step).chain(task.urges.iter().map(urge)).collect();
    if !brief {
        all.extend(custody(task));
    }
    // What happened on one day keeps its order; the last one stands first.
    all.sort_by_key(|(on, at, ..)| (*on, *at));
    let told = all.into_iter().rev().enumerate().map(|(n, (on, _, what, words))| {
        let colon = if words.is_empty() { "" } else { "：" };
        fact(if n == 0 { "经过" } else { "" }, format!("{} {what}{colon}{words}", short(app, on)), Role::Plain)
    });
    told.collect()
}

/// When each original came and to whom it went back; where it lay between, the steps say that carried it.
fn custody(task: &ProxyTask) -> impl Iterator<Item = (Day, Moment, String, String)> {
    // They have no hour either: one that came stands behind the day's first step, one that went behind its last.
    let hour = |step: Option<&StepTaken>, on: Day| step.map_or(Moment::at(on, 0, 0), |step| step.entered_at);
    task.holds.iter().flat_map(move |hold| {
        let on = hold.received_on;
        let first = task.steps.iter().find(|step| step.on == on);
        let came = (on, hour(first, on), format!("收下{}", hold.doc), format!("{}的原件", hold.owner));
        let back = hold.returned.as_ref().map(|back| {
            let last = task.steps.iter().rev().find(|step| step.on == back.on);
            let words = format!("交给{}，{}", back.to, back.signed.label());
            (back.on, hour(last, back.on), format!("还{}", hold.doc), words)
        });
        std::iter::once(came).chain(back)
    })
}

/// What a step is called once it is taken, by the state it came to.
fn step_words(to: State) -> &'static str {
    match to {
        State::Draft => "草稿",
        State::Registered => "登记",
        State::NoticeGiven => "告知补材料",
        State::Accepted => "受理",
        State::Working => "开始办理",
        State::Submitted => "交件",
        State::Paused => "暂停计时",
        State::Returned => "退件",
        State::Granted => "结果",
        State::Denied => "没批准",
        State::Delivered => "送达",
        State::Closed => "归档",
        State::Withdrawn => "本人撤回",
        State::NotTaken => "不属代办",
        State::HandedOver => "移交",
    }
}

/// Where papers were handed in.
fn window_words(window: Window) -> &'static str {
    match window {
        Window::Town => "交镇",
        Window::District => "交区",
    }
}

/// A day as it is shown: without its year where it is this one.
pub fn short(app: &App, day: Day) -> String {
    if day.year() == app.today.year() { day.month_day() } else { day.to_string() }
}
