//! One household: its people, open matters, papers held, and what happened to it; what can be done for it stands on digits.
//!
//! Numbers are covered until the officer asks to see them, which is recorded.

pub mod timeline;

use super::class_form::ClassForm;
use super::household_form::HouseholdForm;
use super::intake::Intake;
use super::note::Note;
use super::note_card::NoteCard;
use super::pairing_card::PairingCard;
use super::pairing_form::PairingForm;
use super::task_card::TaskCard;
use super::visit_card::VisitCard;
use super::visit_form::VisitForm;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use crate::app::list::List;
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::change::RecordKey;
use crate::domain::decide::Intent;
use crate::domain::household::HouseholdStatus;
use crate::domain::id::{HoldId, HouseholdId, PairingId, PersonId, TaskId};
use crate::domain::roll;
use timeline::Happening;

/// One household.
#[derive(Clone, Debug)]
pub struct HouseholdCard {
    /// Which.
    pub id: HouseholdId,
    /// The pane the keys move in.
    pub pane: Pane,
    /// Its people.
    pub people: List<PersonId>,
    /// Whether the officer chose the selected person: the line a list opens with is nobody's choice.
    pub picked: bool,
    /// Its open matters.
    pub matters: List<TaskId>,
    /// Papers of its people that are out.
    pub papers: List<(TaskId, HoldId)>,
    /// What happened, newest first.
    pub timeline: List<Happening>,
    /// What can be done, on digits.
    pub menu: Numbered<CardAction>,
    /// Whether numbers are shown whole.
    pub revealed: bool,
}

/// A pane of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// 人口.
    People,
    /// 在办.
    Matters,
    /// 证件.
    Papers,
    /// 经过.
    Timeline,
}

/// What a digit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAction {
    /// 接件 for the selected person.
    Intake,
    /// 记一笔 about the selected person.
    Note,
    /// 记走访.
    Visit,
    /// 户类别.
    Class,
    /// 帮扶: its pairing, or a new one.
    Pairing,
    /// 加人.
    AddPerson,
    /// 改这户.
    EditHousehold,
    /// 改这人.
    EditPerson,
    /// 户变动.
    Event,
    /// Show or cover the numbers.
    Reveal,
}

impl Pane {
    /// All of them, from top to bottom.
    pub const ALL: [Pane; 4] = [Pane::People, Pane::Matters, Pane::Papers, Pane::Timeline];
}

impl HouseholdCard {
    /// The card of a household.
    pub fn of(context: &Context<'_>, id: HouseholdId) -> HouseholdCard {
        let mut card = HouseholdCard {
            id,
            pane: Pane::People,
            people: List::default(),
            picked: false,
            matters: List::default(),
            papers: List::default(),
            timeline: List::default(),
            menu: Numbered::default(),
            revealed: false,
        };
        card.refresh(context);
        card
    }

    /// The same card with this person selected.
    #[must_use]
    pub fn showing(mut self, person: Option<PersonId>) -> HouseholdCard {
        if let Some(person) = person {
            self.people.select(&person);
            self.picked = true;
        }
        self
    }

    fn lines(&self, context: &Context<'_>) -> Numbered<CardAction> {
        let household = context.village.household(self.id);
        let here = household.is_some_and(|household| household.status == HouseholdStatus::Registered);
        let person = self.people.selected().and_then(|id| context.village.person(*id));
        let nobody = "这一户没有人，先按 3 加人".to_owned();
        let gone = person.filter(|person| !person.is_registered());
        let gone = gone.map(|person| format!("{}已{}", person.name.as_str(), person.status.label()));
        let not_here = (!here).then(|| "这一户已经不在册".to_owned());
        let no_person = person.is_none().then(|| nobody.clone());
        let lines = [
            ("接件", CardAction::Intake, no_person.clone().or(gone)),
            ("记一笔", CardAction::Note, None),
            ("加人", CardAction::AddPerson, not_here.clone()),
            ("改这户", CardAction::EditHousehold, None),
            ("改这人", CardAction::EditPerson, no_person),
            ("户变动", CardAction::Event, not_here.clone()),
            (if self.revealed { "盖上号码" } else { "亮出号码" }, CardAction::Reveal, None),
            ("记走访", CardAction::Visit, not_here.clone()),
            ("户类别", CardAction::Class, not_here.clone()),
        ];
        let lines = lines.into_iter().fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        let paired = household.is_some_and(|it| pairing_with(context, it.id).is_some());
        let lines =
            lines.on(0, if paired { "看帮扶" } else { "结对" }, CardAction::Pairing, not_here.filter(|_| !paired));
        // Of all of them something is kept; only what is uncovered may be covered again.
        lines.close(context.closed().as_deref(), |action| match action {
            CardAction::Reveal => !self.revealed,
            CardAction::Pairing => !paired,
            CardAction::Intake
            | CardAction::Note
            | CardAction::Visit
            | CardAction::Class
            | CardAction::AddPerson
            | CardAction::EditHousehold
            | CardAction::EditPerson
            | CardAction::Event => true,
        })
    }

    fn act(&mut self, action: CardAction, context: &Context<'_>) -> Reply {
        let person = self.people.selected().copied();
        let form = |form: Option<HouseholdForm>| match form {
            Some(form) => Reply::open(Screen::HouseholdForm(form)),
            None => Reply::refuse("这条记录已经不在了，可能被撤销了。按 Esc 返回"),
        };
        match action {
            CardAction::Intake => {
                let intake = person.map_or_else(|| Intake::new(context), |id| Intake::for_person(context, id));
                Reply::open(Screen::Intake(intake))
            }
            CardAction::Note => Reply::open(Screen::Note(Note::about(context, person, None))),
            CardAction::Visit => Reply::open(Screen::VisitForm(VisitForm::new(context, Some(self.id)))),
            CardAction::Class => match ClassForm::of(context, self.id) {
                Some(form) => Reply::open(Screen::ClassForm(form)),
                None => form(None),
            },
            CardAction::Pairing => match pairing_with(context, self.id) {
                Some(id) => Reply::open(Screen::PairingCard(PairingCard::of(context, id))),
                None => Reply::open(Screen::PairingForm(PairingForm::with_household(context, Some(self.id)))),
            },
            CardAction::AddPerson => form(HouseholdForm::adding_person(context, self.id)),
            CardAction::EditHousehold => form(HouseholdForm::correcting(context, self.id)),
            CardAction::EditPerson => {
                form(person.and_then(|id| HouseholdForm::correcting_person(context, id, self.revealed)))
            }
            CardAction::Event => form(HouseholdForm::event(context, self.id, person.filter(|_| self.picked))),
            CardAction::Reveal if self.revealed => {
                self.revealed = false;
                self.menu = self.lines(context);
                Reply::none()
            }
            CardAction::Reveal => {
                // The card that shows the numbers takes this one's place once the look is on record.
                let mut shown = HouseholdCard { revealed: true, ..self.clone() };
                shown.menu = shown.lines(context);
                let told = Notice::done("号码亮出来了，看过已记下；离开这张卡就盖上");
                let then = Reply::close().then(Reply::open(Screen::HouseholdCard(shown))).then(Reply::say(told));
                Reply::decide(Intent::Reveal(RecordKey::Household(self.id)), then)
            }
        }
    }

    /// 户变动 by its own key is greyed where its digit is.
    fn event(&mut self, context: &Context<'_>) -> Reply {
        let line = self.menu.items().iter().find(|line| line.value == CardAction::Event);
        match line.and_then(|line| line.blocked.clone()) {
            Some(why) => Reply::refuse(why),
            None => self.act(CardAction::Event, context),
        }
    }

    fn open(&self, context: &Context<'_>) -> Reply {
        let task = |id: TaskId| Reply::open(Screen::TaskCard(TaskCard::of(context, id)));
        match self.pane {
            Pane::People => {
                let form =
                    self.people.selected().and_then(|id| HouseholdForm::correcting_person(context, *id, self.revealed));
                form.map_or_else(Reply::none, |form| Reply::open(Screen::HouseholdForm(form)))
            }
            Pane::Matters => self.matters.selected().map_or_else(Reply::none, |id| task(*id)),
            Pane::Papers => self.papers.selected().map_or_else(Reply::none, |(id, _)| task(*id)),
            Pane::Timeline => match self.timeline.selected() {
                Some(Happening::Task(id)) => task(*id),
                Some(Happening::Note(id)) => Reply::open(Screen::NoteCard(NoteCard::of(context, *id))),
                Some(Happening::Visit(id)) => Reply::open(Screen::VisitCard(VisitCard::of(context, *id))),
                Some(Happening::Event(_)) | None => Reply::none(),
            },
        }
    }

    fn move_rows(&mut self, command: ListCommand) {
        match self.pane {
            Pane::People => {
                self.people.command(command);
                self.picked = true;
            }
            Pane::Matters => drop(self.matters.command(command)),
            Pane::Papers => drop(self.papers.command(command)),
            Pane::Timeline => drop(self.timeline.command(command)),
        }
    }

    fn turn(&mut self, by: usize) -> Reply {
        let place = Pane::ALL.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        self.pane = Pane::ALL.get((place + by) % Pane::ALL.len()).copied().unwrap_or(Pane::People);
        Reply::none()
    }
}

/// The pairing of this household that holds, the officer's own first.
fn pairing_with(context: &Context<'_>, id: HouseholdId) -> Option<PairingId> {
    let open = || context.village.pairings_with(id).filter(|it| it.is_open());
    open().find(|it| it.own).or_else(|| open().next()).map(|it| it.id)
}

impl Behaviour for HouseholdCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        let open = match self.pane {
            Pane::People => "改这人",
            Pane::Matters | Pane::Papers => "打开这件",
            Pane::Timeline => "打开",
        };
        let empty = match self.pane {
            Pane::People => self.people.items().is_empty(),
            Pane::Matters => self.matters.items().is_empty(),
            Pane::Papers => self.papers.items().is_empty(),
            Pane::Timeline => self.timeline.items().is_empty(),
        };
        let mut hints = vec![Command::Record(RecordCommand::Pane).into()];
        if !empty {
            hints.push(Command::Menu(MenuCommand::Choose).meaning(open));
        }
        hints.extend([
            Command::Global(GlobalCommand::Back).into(),
            Command::Global(GlobalCommand::Intake).into(),
            Command::Record(RecordCommand::Reveal).meaning(if self.revealed { "盖上号码" } else { "亮出号码" }),
        ]);
        hints
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(RecordCommand::Why | RecordCommand::Materials | RecordCommand::Papers) => {
                Err("这一样在打开的一件里用：按 Tab 换到「在办」，选一件按 Enter".to_owned())
            }
            Command::Global(_)
            | Command::List(_)
            | Command::Record(_)
            | Command::Form(_)
            | Command::Menu(_)
            | Command::Page(_) => Ok(()),
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let village = context.village;
        let Some(household) = village.household(self.id) else { return };
        let people = roll::members(village, household);
        let tasks = || people.iter().flat_map(|person| village.tasks_of(person.id));
        let open = tasks().filter(|task| task.state.is_open());
        self.matters.set_items(open.map(|task| task.id).collect());
        let papers = tasks().flat_map(|task| task.holds_out().map(|hold| (task.id, hold.id)));
        self.papers.set_items(papers.collect());
        self.timeline.set_items(timeline::of(village, household, &people));
        self.people.set_items(people.iter().map(|person| person.id).collect());
        self.menu = self.lines(context);
    }

    fn person(&self, _context: &Context<'_>) -> Option<PersonId> {
        self.people.selected().copied()
    }

    fn record(&mut self, command: RecordCommand, context: &Context<'_>) -> Reply {
        match command {
            RecordCommand::Edit => self.act(CardAction::EditHousehold, context),
            RecordCommand::Event => self.event(context),
            RecordCommand::Reveal => self.act(CardAction::Reveal, context),
            RecordCommand::Pane => self.turn(1),
            RecordCommand::PaneBack => self.turn(Pane::ALL.len() - 1),
            RecordCommand::Why | RecordCommand::Materials | RecordCommand::Papers => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match command {
            MenuCommand::Up => self.move_rows(ListCommand::Up),
            MenuCommand::Down => self.move_rows(ListCommand::Down),
            MenuCommand::Choose => return self.open(context),
            digit => {
                return match self.menu.command(digit) {
                    MenuEvent::Moved => Reply::none(),
                    MenuEvent::Chosen(action) => self.act(action, context),
                    MenuEvent::Blocked(why) => Reply::refuse(why),
                };
            }
        }
        self.menu = self.lines(context);
        Reply::none()
    }

    fn page(&mut self, command: PageCommand, context: &Context<'_>) -> Reply {
        if let Some(command) = command.as_list() {
            self.move_rows(command);
            self.menu = self.lines(context);
        }
        Reply::none()
    }
}
