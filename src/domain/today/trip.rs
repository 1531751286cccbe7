//! 进镇清单, 进村清单: everything that can be settled on one way: what is on 今日, and what only needs somebody to pass by.
//!
//! In town by window, in the village by group. Ticking on the list is the lawful step of the task itself; nothing is kept
//! of a list.

pub mod sheet;

use super::{TodayKind, TodayLine, TodaySubject, lines};
use crate::domain::contact::{self, Contact};
use crate::domain::day::Day;
use crate::domain::household::GroupNo;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::material::{HoldPlace, Material, OriginalHold};
use crate::domain::matter::{Level, MaterialKind};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::{ResultPlace, State};
use crate::domain::village::Village;
use crate::domain::visit::outlook::Outlook;

/// Households of one group that are listed to be seen, those that wait longest.
const HOMES_MAX: usize = 5;

/// Where the officer is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// 进镇: to hand in, to ask after, to fetch.
    Town,
    /// 进村: to deliver, to bring back, to get papers, to see homes.
    Village,
}

impl Trip {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Trip::Town => "进镇清单",
            Trip::Village => "进村清单",
        }
    }
}

/// What is done on the way, in the order it stands under a window or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TripDeed {
    /// 交件.
    HandIn,
    /// 代缴: money that is carried to the window.
    Pay,
    /// 取结果.
    Collect,
    /// 催问.
    Ask,
    /// 取回证件.
    BringBack,
    /// 送达.
    Deliver,
    /// 告知 that it was denied.
    Tell,
    /// 还证.
    ReturnHold,
    /// 退钱.
    Refund,
    /// 补材料: papers to get.
    GetPapers,
    /// 补签.
    Sign,
    /// 回话.
    Answer,
    /// 到点的事.
    FollowUp,
    /// 帮扶.
    Pairing,
    /// 到户.
    See,
    /// 设点.
    Point,
    /// 公示.
    Posting,
}

impl TripDeed {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            TripDeed::HandIn => "交件",
            TripDeed::Pay => "代缴",
            TripDeed::Collect => "取结果",
            TripDeed::Ask => "催问",
            TripDeed::BringBack => "取证件",
            TripDeed::Deliver => "送达",
            TripDeed::Tell => "告知",
            TripDeed::ReturnHold => "还证",
            TripDeed::Refund => "退钱",
            TripDeed::GetPapers => "补材料",
            TripDeed::Sign => "补签",
            TripDeed::Answer => "回话",
            TripDeed::FollowUp => "到点",
            TripDeed::Pairing => "帮扶",
            TripDeed::See => "到户",
            TripDeed::Point => "设点",
            TripDeed::Posting => "公示",
        }
    }
}

/// One thing to do on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct TripItem {
    /// The window or the group; empty for the village as a whole, and for people of no group.
    pub place: String,
    /// What is done.
    pub deed: TripDeed,
    /// What it is about, as a line of 今日 would say it.
    pub line: TodayLine,
    /// Whether 今日 says it too.
    pub on_today: bool,
    /// What to take along, what is missing, who is asked.
    pub detail: String,
}

/// Everything of this way, by place.
pub fn items(village: &Village, tables: &Tables, today: Day, trip: Trip) -> Vec<TripItem> {
    let on_today = lines(village, today, tables);
    let listing = Listing { village, today };
    let told = on_today.iter().filter_map(|line| Some((listing.deed(line)?, *line, true)));
    let mut found: Vec<(TripDeed, TodayLine, bool)> = told.collect();
    for task in village.tasks() {
        found.extend(listing.more(task).into_iter().map(|(deed, line)| (deed, line, false)));
    }
    found.extend(listing.homes(tables).into_iter().map(|line| (TripDeed::See, line, false)));
    let same = |one: &TodayLine, other: &TodayLine| match (one.subject, other.subject) {
        (TodaySubject::Unseen(one, _), TodaySubject::Unseen(other, _)) => one == other,
        (one, other) => one == other,
    };
    let mut items: Vec<TripItem> = Vec::new();
    for (deed, line, on_today) in found {
        let known = items.iter().any(|item| item.deed == deed && same(&item.line, &line));
        if way_of(deed) == trip && !known {
            items.push(listing.item(deed, line, on_today));
        }
    }
    let order = |item: &TripItem| match trip {
        Trip::Town => 0,
        Trip::Village => {
            let places = &village.info.groups;
            places.iter().position(|group| group.name == item.place).map_or(0, |place| place + 1)
        }
    };
    // The sort is stable: within one deed the order of 今日 stays.
    items.sort_by(|one, other| (order(one), &one.place, one.deed).cmp(&(order(other), &other.place, other.deed)));
    items
}

/// Who answers for the window, where that is known.
pub fn asked<'v>(village: &'v Village, item: &TripItem) -> Option<&'v Contact> {
    contact::of_window(village, &item.place)
}

fn way_of(deed: TripDeed) -> Trip {
    match deed {
        TripDeed::HandIn | TripDeed::Pay | TripDeed::Collect | TripDeed::Ask | TripDeed::BringBack => Trip::Town,
        TripDeed::Deliver
        | TripDeed::Tell
        | TripDeed::ReturnHold
        | TripDeed::Refund
        | TripDeed::GetPapers
        | TripDeed::Sign
        | TripDeed::Answer
        | TripDeed::FollowUp
        | TripDeed::Pairing
        | TripDeed::See
        | TripDeed::Point
        | TripDeed::Posting => Trip::Village,
    }
}

struct Listing<'v> {
    village: &'v Village,
    today: Day,
}

impl Listing<'_> {
    /// What a line of 今日 comes to on a way; `None` where no way settles it.
    fn deed(&self, line: &TodayLine) -> Option<TripDeed> {
        match line.subject {
            TodaySubject::Task(id) => task_deed(self.village.task(id)?, line.kind),
            TodaySubject::Hold(id, hold) => {
                let hold = self.village.task(id)?.holds.iter().find(|other| other.id == hold)?;
                Some(hold_deed(hold))
            }
            TodaySubject::Note(_)
            | TodaySubject::Visit(_)
            | TodaySubject::PoorRating(_)
            | TodaySubject::Supervision(_) => Some(TripDeed::Answer),
            TodaySubject::Round | TodaySubject::Unseen(..) => Some(TripDeed::See),
            TodaySubject::Point(_) => Some(TripDeed::Point),
            TodaySubject::Posting(_) | TodaySubject::Publication(_) => Some(TripDeed::Posting),
            TodaySubject::Pairing(_) => Some(TripDeed::Pairing),
            TodaySubject::FollowUp(..) => Some(TripDeed::FollowUp),
            // Whether they have it is asked where it was handed in.
            TodaySubject::Packages(..) => Some(TripDeed::Ask),
            TodaySubject::Village | TodaySubject::Rotation | TodaySubject::Retention | TodaySubject::Leave(_) => None,
        }
    }

    /// What of a task can be settled on a way though nothing of it is due.
    fn more(&self, task: &ProxyTask) -> Vec<(TripDeed, TodayLine)> {
        let line = |kind, subject| TodayLine { kind, subject, due: None, days: 0 };
        let about = |kind| line(kind, TodaySubject::Task(task.id));
        let mut more = Vec::new();
        let carried = matches!(task.state, State::Accepted | State::Working);
        // What was sent back is got right in the village and then handed in again.
        if (carried || task.state == State::Returned) && task.matter.level != Level::Village {
            more.push((TripDeed::HandIn, about(TodayKind::DueSoon)));
        }
        let asked = matches!(task.state, State::Registered | State::NoticeGiven | State::Returned) || carried;
        if asked && !task.lacking().is_empty() {
            more.push((TripDeed::GetPapers, about(TodayKind::NoticeGiven)));
        }
        if task.state.is_open() && task.signature_due().is_some() {
            more.push((TripDeed::Sign, about(TodayKind::SignatureDue)));
        }
        // Nothing needs them any more where they are.
        let done = matches!(task.state, State::Granted | State::Denied) && !task.awaits_result();
        if done || task.left_originals() || !task.state.is_open() {
            let holds = task.holds_out().map(|hold| (hold_deed(hold), TodaySubject::Hold(task.id, hold.id)));
            more.extend(holds.map(|(deed, subject)| (deed, line(TodayKind::HoldDue, subject))));
        }
        more
    }

    /// Homes whose next visit is past its day, beside the one that 今日 names; of each group the first.
    fn homes(&self, tables: &Tables) -> Vec<TodayLine> {
        if self.village.handed_over().is_some() {
            return Vec::new();
        }
        let outlook = Outlook::of(self.village, tables, self.today);
        let mut of_group: Vec<(GroupNo, usize)> = Vec::new();
        let mut homes = Vec::new();
        for (seen, days) in
            [true, false].iter().flat_map(|often| outlook.past(self.village, tables, self.today, *often))
        {
            let place = match of_group.iter().position(|(group, _)| *group == seen.group) {
                Some(place) => place,
                None => {
                    of_group.push((seen.group, 0));
                    of_group.len() - 1
                }
            };
            let Some((_, count)) = of_group.get_mut(place).filter(|(_, count)| *count < HOMES_MAX) else { continue };
            *count += 1;
            let subject = TodaySubject::Unseen(seen.household, 1);
            let due = seen.last.map(|last| last.plus_days(seen.cycle_days));
            homes.push(TodayLine { kind: TodayKind::LongUnseen, subject, due, days });
        }
        homes
    }

    fn item(&self, deed: TripDeed, line: TodayLine, on_today: bool) -> TripItem {
        let task = match line.subject {
            TodaySubject::Task(id) | TodaySubject::Hold(id, _) => self.village.task(id),
            _ => None,
        };
        let place = match (way_of(deed), line.subject) {
            (Trip::Town, TodaySubject::Packages(id, _)) => {
                self.village.package(id).map_or(String::new(), |package| package.receiver.clone())
            }
            (Trip::Town, _) => task.map_or(String::new(), |task| task.matter.window.clone()),
            (Trip::Village, _) => self.group(&line).map_or("", |no| self.village.info.group_name(no)).to_owned(),
        };
        let detail = task.map_or(String::new(), |task| self.detail(deed, task));
        TripItem { place, deed, line, on_today, detail }
    }

    /// The group in which it is settled.
    fn group(&self, line: &TodayLine) -> Option<GroupNo> {
        let of_home = |id: HouseholdId| self.village.household(id).map(|household| household.group);
        let of_person = |id: PersonId| self.village.person(id)?.household.and_then(of_home);
        match line.subject {
            TodaySubject::Task(id) | TodaySubject::Hold(id, _) | TodaySubject::PoorRating(id) => {
                of_person(self.village.task(id)?.applicant)
            }
            TodaySubject::Note(id) => of_person(self.village.note(id)?.person?),
            TodaySubject::Visit(id) => of_home(self.village.visit(id)?.household),
            TodaySubject::Unseen(id, _) => of_home(id),
            TodaySubject::FollowUp(key, _) => of_person(key.person),
            TodaySubject::Pairing(id) => {
                let pairing = self.village.pairing(id)?;
                pairing.household.and_then(of_home).or(pairing.group)
            }
            TodaySubject::Round
            | TodaySubject::Supervision(_)
            | TodaySubject::Point(_)
            | TodaySubject::Leave(_)
            | TodaySubject::Posting(_)
            | TodaySubject::Publication(_)
            | TodaySubject::Village
            | TodaySubject::Rotation
            | TodaySubject::Packages(..)
            | TodaySubject::Retention => None,
        }
    }

    fn detail(&self, deed: TripDeed, task: &ProxyTask) -> String {
        let list = |names: Vec<String>| names.join("、");
        match deed {
            TripDeed::HandIn => {
                let held = task.holds_out().filter(|hold| hold.place == HoldPlace::Here);
                let originals = list(held.map(|hold| hold.doc.clone()).collect());
                let copies = list(task.materials.iter().filter(|it| it.got_on.is_some()).filter_map(copied).collect());
                let parts = [("带", copies), ("原件", originals), ("还差", list(owned(&task.lacking())))];
                let told = parts.into_iter().filter(|(_, words)| !words.is_empty());
                told.map(|(label, words)| format!("{label}：{words}")).collect::<Vec<_>>().join("；")
            }
            TripDeed::GetPapers => {
                let back = task.steps.last().filter(|_| task.state == State::Returned);
                let back = back.map_or(String::new(), |step| step.words.to_string());
                let parts = [("退件", back), ("差", list(owned(&task.lacking())))];
                let told = parts.into_iter().filter(|(_, words)| !words.is_empty());
                told.map(|(label, words)| format!("{label}：{words}")).collect::<Vec<_>>().join("；")
            }
            TripDeed::Ask => {
                let asked = contact::of_window(self.village, &task.matter.window);
                asked.map_or(String::new(), |contact| format!("问{} {}", contact.name, contact.phone))
            }
            TripDeed::Deliver | TripDeed::Tell => {
                let held = list(task.holds_out().map(|hold| hold.doc.clone()).collect());
                if held.is_empty() { String::new() } else { format!("还：{held}") }
            }
            TripDeed::Pay | TripDeed::Refund => crate::domain::fee::yuan(task.balance_fen()),
            TripDeed::BringBack | TripDeed::ReturnHold => task.matter.name.clone(),
            TripDeed::Collect
            | TripDeed::Sign
            | TripDeed::Answer
            | TripDeed::FollowUp
            | TripDeed::Pairing
            | TripDeed::See
            | TripDeed::Point
            | TripDeed::Posting => String::new(),
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A paper that is handed in for good: an original that must come back is told by where it lies.
fn copied(material: &Material) -> Option<String> {
    match material.kind {
        MaterialKind::Original if material.comes_back => None,
        MaterialKind::Copy if !material.name.contains("复印") => Some(format!("{}复印件", material.name)),
        MaterialKind::Original | MaterialKind::Copy | MaterialKind::Form | MaterialKind::Photo => {
            Some(material.name.to_string())
        }
    }
}

fn hold_deed(hold: &OriginalHold) -> TripDeed {
    match hold.place {
        HoldPlace::Here => TripDeed::ReturnHold,
        HoldPlace::Town | HoldPlace::District => TripDeed::BringBack,
    }
}

fn task_deed(task: &ProxyTask, kind: TodayKind) -> Option<TripDeed> {
    if kind == TodayKind::MoneyOpen {
        return Some(if task.submissions.is_empty() { TripDeed::Pay } else { TripDeed::Refund });
    }
    if kind == TodayKind::SignatureDue {
        return Some(TripDeed::Sign);
    }
    match task.state {
        State::Accepted | State::Working => Some(TripDeed::HandIn),
        State::Submitted => Some(TripDeed::Ask),
        State::Granted if task.result_place() == ResultPlace::AtWindow => Some(TripDeed::Collect),
        State::Granted => Some(TripDeed::Deliver),
        State::Denied => Some(TripDeed::Tell),
        State::Returned | State::NoticeGiven | State::Registered | State::Paused => Some(TripDeed::GetPapers),
        State::Draft | State::Delivered | State::Closed | State::Withdrawn | State::NotTaken | State::HandedOver => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::papers::Mark;
    use crate::domain::decide::step::StepIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::sample;
    use crate::domain::task::state::Window;

    fn told(fixture: &Fixture, trip: Trip) -> Vec<(String, &'static str, String)> {
        let items = items(&fixture.village, &fixture.tables, fixture.today(), trip);
        items.into_iter().map(|item| (item.place, item.deed.label(), item.detail)).collect()
    }

    #[test]
    fn what_only_needs_somebody_to_pass_by_is_on_the_way_though_nothing_is_due() {
        let mut fixture = Fixture::on("2026-11-02");
        let task = fixture.intake("S05", Some("户口簿"));
        let window = "镇便民服务中心社会救助窗口".to_owned();
        let hand_in = "带：申请书、困难佐证复印件；原件：户口簿".to_owned();
        assert_eq!(told(&fixture, Trip::Town), [(window.clone(), "交件", hand_in)]);
        assert_eq!(told(&fixture, Trip::Village), []);
        let on = fixture.today();
        let (receipt, external_no) = (String::new(), String::new());
        fixture.step(task, StepIntent::Submit { to: Window::Town, on, receipt, external_no, with_originals: true });
        assert_eq!(told(&fixture, Trip::Town), [], "it is being dealt with");
        let paper = "S1".to_owned();
        fixture.step(task, StepIntent::Grant { on, place: ResultPlace::Here, paper, with_originals: false });
        assert_eq!(told(&fixture, Trip::Town), [(window, "取证件", "临时救助申请".to_owned())]);
        assert_eq!(told(&fixture, Trip::Village), [("3社".to_owned(), "送达", "还：户口簿".to_owned())]);
    }

    #[test]
    fn a_paper_that_is_missing_is_got_in_the_village_on_the_first_day() {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
        assert_eq!(told(&fixture, Trip::Town), []);
        let wanted = ("3社".to_owned(), "补材料", "差：申请书、身份证、困难佐证".to_owned());
        assert_eq!(told(&fixture, Trip::Village), [wanted]);
    }

    #[test]
    fn whatever_of_today_a_way_settles_is_on_one_of_the_two_lists_and_by_its_place() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let both = [Trip::Town, Trip::Village].map(|trip| items(&village, &tables, today, trip));
        let homeless = |line: &TodayLine| {
            matches!(
                line.subject,
                TodaySubject::Village | TodaySubject::Rotation | TodaySubject::Retention | TodaySubject::Leave(_)
            )
        };
        for line in lines(&village, today, &tables).iter().filter(|line| !homeless(line)) {
            let count = both.iter().flatten().filter(|item| item.on_today && item.line == *line).count();
            assert_eq!(count, 1, "{line:?}");
        }
        assert!(both.iter().all(|items| items.iter().any(|item| !item.on_today)));
        let [town, home] = &both;
        assert!(town.iter().all(|item| !item.place.is_empty()) && town.is_sorted_by_key(|item| &item.place));
        assert!(home.iter().any(|item| item.place == "5社" && item.deed == TripDeed::See));
        let asked = town.iter().filter(|item| item.deed == TripDeed::Ask && item.detail.contains("164"));
        assert!(asked.count() > 0, "whom to ask is told with the number");
    }
}
