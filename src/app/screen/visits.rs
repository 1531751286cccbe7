//! 走访台账: whom to see next, how far each group is covered, the week's rounds, what was written down, service
//! points and leave. Tab goes from
//! one to the next.
//!
//! It derives nothing itself: `domain::visit` does, and here it is filtered by typing and opened.

use super::leave_card::LeaveCard;
use super::listing::{Listed, Listing};
use super::point_card::PointCard;
use super::visit_card::VisitCard;
use super::visit_form::VisitForm;
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::day::Day;
use crate::domain::find::Search;
use crate::domain::household::GroupNo;
use crate::domain::id::{HouseholdId, LeaveId, PersonId, ServicePointId, VisitId};
use crate::domain::pinyin::Query;
use crate::domain::service_point::ServicePoint;
use crate::domain::visit::coverage::{self, GroupCoverage, Seen};
use crate::domain::visit::duty::Duty;
use crate::domain::visit::outlook::{self, Outlook};

/// Weeks told of, this one first.
const WEEKS: i32 = 26;

/// 走访台账.
#[derive(Debug)]
pub struct Visits {
    /// The rows that fit what was typed.
    pub list: List<VisitRow>,
    /// The way they are seen.
    pub view: View,
    /// This week's round.
    pub duty: Duty,
    /// Households in the cycle, and those of them that were seen within it.
    pub covered: (usize, usize),
    rows: Vec<VisitRow>,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitRow {
    /// A household and when it was seen last.
    Household(Seen),
    /// A group and how far it is covered.
    Group(GroupCoverage),
    /// A week and its rounds.
    Week(Duty),
    /// A visit.
    Visit(VisitId),
    /// A service point.
    Point(ServicePointId),
    /// A leave.
    Leave(LeaveId),
}

/// A way to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 该去的: the longest unvisited first.
    Next,
    /// 各社走访面.
    Groups,
    /// 每周巡回.
    Weeks,
    /// 走访记录, the newest first.
    Made,
    /// 设点逢场, the next first.
    Points,
    /// 请假替岗, the newest first.
    Leaves,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Next => "该去哪几户",
            View::Groups => "各社走访面",
            View::Weeks => "每周巡回",
            View::Made => "走访记录",
            View::Points => "设点逢场",
            View::Leaves => "请假替岗",
        }
    }

    fn next(self) -> View {
        match self {
            View::Next => View::Groups,
            View::Groups => View::Weeks,
            View::Weeks => View::Made,
            View::Made => View::Points,
            View::Points => View::Leaves,
            View::Leaves => View::Next,
        }
    }

    /// What Tab does, for the bottom line.
    fn next_words(self) -> &'static str {
        match self.next() {
            View::Next => "看该去哪几户",
            View::Groups => "看各社走访面",
            View::Weeks => "看每周巡回",
            View::Made => "看走访记录",
            View::Points => "看设点逢场",
            View::Leaves => "看请假替岗",
        }
    }
}

impl Visits {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Listed<Visits> {
        let outlook = Outlook::of(context.village, context.tables, context.today);
        let (list, view, duty) = (List::default(), View::Next, outlook.duty);
        let mut visits = Visits { list, view, duty, covered: (0, 0), rows: Vec::new() };
        visits.look_at(context, &outlook);
        visits.list.set_items(visits.rows.clone());
        Listed(visits)
    }

    /// The same with this household selected.
    pub fn showing(context: &Context<'_>, household: HouseholdId) -> Listed<Visits> {
        let mut visits = Visits::new(context);
        let wanted = |row: &&VisitRow| matches!(row, VisitRow::Household(seen) if seen.household == household);
        if let Some(row) = visits.list.items().iter().find(wanted).copied() {
            visits.list.select(&row);
        }
        visits
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn look_at(&mut self, context: &Context<'_>, outlook: &Outlook) {
        self.duty = outlook.duty;
        let within = outlook.seen.iter().filter(|seen| seen.is_within(context.today)).count();
        self.covered = (outlook.seen.len(), within);
        self.rows = match self.view {
            View::Next => next(outlook, context.today).into_iter().map(VisitRow::Household).collect(),
            View::Groups => coverage::by_group(&outlook.seen, context.today).into_iter().map(VisitRow::Group).collect(),
            View::Weeks => weeks(context).into_iter().map(VisitRow::Week).collect(),
            View::Made => made(context).into_iter().map(VisitRow::Visit).collect(),
            View::Points => points(context).into_iter().map(VisitRow::Point).collect(),
            View::Leaves => {
                let mut leaves: Vec<_> = context.village.leaves().map(|leave| (leave.from, leave.id)).collect();
                leaves.sort_by(|one, other| other.cmp(one));
                leaves.into_iter().map(|(_, id)| VisitRow::Leave(id)).collect()
            }
        };
    }

    /// The households of a group, the longest unvisited first.
    fn only(&mut self, context: &Context<'_>, group: GroupNo) -> Reply {
        self.view = View::Next;
        self.look(context);
        self.list.clear_filter();
        self.list.type_text(context.village.info.group_name(group));
        self.filter(context)
    }
}

/// Those past their day first, the furthest past before the others; then the longest unvisited.
fn next(outlook: &Outlook, today: Day) -> Vec<Seen> {
    let past = |seen: &Seen| seen.days(today).map_or(0, |days| (days - seen.cycle_days).max(0));
    let mut next = outlook.seen.clone();
    // The sort is stable: within a kind they stay in the order of coverage.
    next.sort_by_key(|seen| std::cmp::Reverse(past(seen)));
    next
}

/// The weeks up to this one, this one first, as far back as the village is kept.
fn weeks(context: &Context<'_>) -> Vec<Duty> {
    let began = crate::domain::backup::began_on(context.village);
    let week =
        |weeks: i32| outlook::week(context.village, context.tables, context.today.plus_days(-7 * weeks), context.today);
    let known = |duty: &Duty| {
        duty.rounds > 0 || duty.households > 0 || began.is_some_and(|day| duty.monday.plus_days(6) >= day)
    };
    (0..WEEKS).map(week).take_while(known).collect()
}

/// The service points, the next first, those given up last.
fn points(context: &Context<'_>) -> Vec<ServicePointId> {
    let next = |point: &ServicePoint| (point.until.is_some(), point.next_from(context.today).is_none());
    let mut points: Vec<_> =
        context.village.service_points().map(|point| (next(point), point.next_from(context.today), point.id)).collect();
    points.sort_unstable();
    points.into_iter().map(|(_, _, id)| id).collect()
}

/// The visits, the newest first.
fn made(context: &Context<'_>) -> Vec<VisitId> {
    let mut made: Vec<(Day, VisitId)> = context.village.visits().map(|visit| (visit.on, visit.id)).collect();
    made.sort_by(|one, other| other.cmp(one));
    made.into_iter().map(|(_, id)| id).collect()
}

impl Listing for Visits {
    type Row = VisitRow;

    fn hints(&self) -> Vec<Hint> {
        let open = match self.view {
            View::Next => "记这户走访",
            View::Groups => "看这个社",
            View::Weeks | View::Made | View::Points | View::Leaves => "打开",
        };
        let mut hints = vec![Command::List(ListCommand::Open).meaning(open)];
        if self.view == View::Weeks {
            hints.clear();
        }
        hints.extend([
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(match self.view {
                View::Points => GlobalCommand::Point,
                View::Leaves => GlobalCommand::Leave,
                View::Next | View::Groups | View::Weeks | View::Made => GlobalCommand::Visit,
            })
            .into(),
            Command::Global(GlobalCommand::Back).into(),
        ]);
        hints
    }

    fn list(&self) -> &List<VisitRow> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<VisitRow> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        let outlook = Outlook::of(context.village, context.tables, context.today);
        self.look_at(context, &outlook);
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<VisitRow> {
        let (village, typed) = (context.village, self.list.filter().text());
        let search = Search::new(village, context.today, typed);
        if search.is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let household =
            |id: HouseholdId| village.household(id).is_some_and(|household| search.household(household).is_some());
        let fits = |row: &&VisitRow| match row {
            VisitRow::Household(seen) => household(seen.household),
            VisitRow::Group(group) => query.matches(village.info.group_name(group.group)),
            VisitRow::Week(week) => query.matches(week.state.label()),
            VisitRow::Point(id) => village.service_point(*id).is_some_and(|point| query.matches(&point.name)),
            VisitRow::Leave(id) => village
                .leave(*id)
                .is_some_and(|leave| query.matches(leave.kind.label()) || query.matches(&leave.stand_in)),
            VisitRow::Visit(id) => village.visit(*id).is_some_and(|visit| {
                query.matches(&visit.met) || query.matches(&visit.text) || household(visit.household)
            }),
        };
        self.rows.iter().filter(fits).copied().collect()
    }

    fn open(&mut self, row: VisitRow, context: &Context<'_>) -> Reply {
        match row {
            VisitRow::Household(seen) => match context.closed() {
                Some(why) => Reply::refuse(why),
                None => Reply::open(Screen::VisitForm(VisitForm::new(context, Some(seen.household)))),
            },
            VisitRow::Visit(id) => Reply::open(Screen::VisitCard(VisitCard::of(context, id))),
            VisitRow::Point(id) => Reply::open(Screen::PointCard(PointCard::of(context, id))),
            VisitRow::Leave(id) => Reply::open(Screen::LeaveCard(LeaveCard::of(context, id))),
            VisitRow::Group(group) => self.only(context, group.group),
            VisitRow::Week(_) => Reply::none(),
        }
    }

    fn turn(&mut self, context: &Context<'_>) -> Reply {
        self.view = self.view.next();
        self.look(context);
        self.filter(context)
    }

    fn whom(&self, row: &VisitRow, context: &Context<'_>) -> Option<PersonId> {
        let household = match row {
            VisitRow::Household(seen) => seen.household,
            VisitRow::Visit(id) => context.village.visit(*id)?.household,
            VisitRow::Group(_) | VisitRow::Week(_) | VisitRow::Point(_) | VisitRow::Leave(_) => return None,
        };
        context.village.household(household).and_then(|household| household.head)
    }
}
