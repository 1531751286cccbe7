//! Everything that was ever handed over, to whom, with whose data: for the day a stick is lost.

use std::cmp::Reverse;

use super::{Exchange, ExchangeStep, lost};
use crate::app::command::PageCommand;
use crate::app::list::List;
use crate::app::notice::Notice;
use crate::app::numbered::Numbered;
use crate::app::screen::confirm::Confirm;
use crate::app::screen::{Context, Reply, Screen};
use crate::domain::decide::Intent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::id::{PackageId, PersonId};
use crate::domain::package::{ExportPackage, Openness, PackageState};
use crate::domain::pinyin::Query;
use crate::domain::village::Village;
use crate::seal::workbook::WorkbookPassword;

/// The list of packages, the newest first.
#[derive(Debug)]
pub struct PackageList {
    /// The packages that fit what was typed.
    pub list: List<PackageId>,
}

/// One package.
#[derive(Debug)]
pub struct PackageCard {
    /// Which.
    pub id: PackageId,
    /// What can be done with it.
    pub lines: Numbered<PackageChoice>,
    /// Whose data is in it.
    pub people: List<PersonId>,
    /// What opens it, where that can be said again.
    pub password: Option<String>,
}

/// What can be done with a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageChoice {
    /// 镇已签收.
    Confirm,
    /// U盘丢了: what lay on it.
    Lost,
    /// Back.
    Leave,
}

/// The password of a package that has one, as it is said by phone: it follows from the village's secret and is kept nowhere.
pub(super) fn password(village: &Village, package: &ExportPackage) -> Option<String> {
    let kept = village.correspondence().filter(|_| package.openness() == Openness::Passphrase)?;
    WorkbookPassword::of_package(&kept.secret.0, package.id.0).map(|password| password.spoken())
}

impl PackageList {
    pub(super) fn of(context: &Context<'_>) -> PackageList {
        let mut packages = PackageList { list: List::default() };
        packages.renew(context);
        packages
    }

    pub(super) fn renew(&mut self, context: &Context<'_>) {
        let query = Query::new(self.list.filter().text());
        let packages = context.village.packages().filter(|package| {
            let words = format!("{} {} {} {}", package.title(), package.place, package.receiver, package.purpose);
            query.matches(&words) || query.matches(package.state.label())
        });
        let mut packages: Vec<_> = packages.collect();
        // Forms have no number: they stand among the packages by the time.
        packages.sort_by_key(|package| Reverse((package.at, package.no)));
        self.list.set_items(packages.into_iter().map(|package| package.id).collect());
    }

    pub(super) fn type_text(&mut self, text: &str, context: &Context<'_>) {
        self.list.type_text(text);
        self.renew(context);
    }

    pub(super) fn clear_filter(&mut self, context: &Context<'_>) -> bool {
        let had = self.list.clear_filter();
        self.renew(context);
        had
    }
}

impl PackageCard {
    pub(super) fn of(id: PackageId, context: &Context<'_>) -> Option<PackageCard> {
        let package = context.village.package(id)?;
        let (people, password) = (List::of(package.people.clone()), password(context.village, package));
        let mut card = PackageCard { id, lines: Numbered::default(), people, password };
        card.renew(context);
        Some(card)
    }

    pub(super) fn renew(&mut self, context: &Context<'_>) {
        let Some(package) = context.village.package(self.id) else { return };
        let confirm = "镇里签收了（照交接单上的签字记）";
        let lines = Numbered::default();
        let lines = match package.state {
            PackageState::Written => lines.item(confirm, PackageChoice::Confirm),
            PackageState::Confirmed => lines.blocked(confirm, PackageChoice::Confirm, "已经记过了"),
            PackageState::Begun | PackageState::Voided => {
                let why = if package.is_form() { "这张表没有写成" } else { "这一包没有写成" };
                lines.blocked(confirm, PackageChoice::Confirm, why)
            }
        };
        let lines = lines.close(context.closed().as_deref(), |choice| *choice == PackageChoice::Confirm);
        let lines = lines.item("这个U盘丢了，看上面有什么、要做什么", PackageChoice::Lost);
        self.lines = lines.zero("返回", PackageChoice::Leave);
    }

    /// Asks before the town's signature is recorded: it cannot be taken back.
    pub(super) fn ask_signed(&self, context: &Context<'_>) -> Reply {
        let Some(package) = context.village.package(self.id) else { return Reply::none() };
        let (no, on, receiver) = (package.no, package.at.day(), &package.receiver);
        let (question, said) = if package.is_form() {
            let question = format!("{on} 填的表（交给 {receiver}）镇里真的签收了？记下就不能撤销。");
            (question, "镇已签收，记下了")
        } else {
            let question =
                format!("第{no}包（{on} 写，交给 {receiver}）镇里真的签收了？记下就不能撤销，以后从这一包之后交起。");
            (question, "镇已签收，记下了；下次从这一包之后交起")
        };
        let said = Reply::say(Notice::done(said));
        let yes = Reply::decide(Intent::Package(PackageIntent::Confirm(self.id)), said);
        Reply::open(Screen::Confirm(Confirm::ask(question, "签收了，记下", yes)))
    }

    /// Opens the page of what lay on the stick, this package first.
    pub(super) fn lost(&self, context: &Context<'_>) -> Reply {
        let place = context.village.package(self.id).map(|package| package.place.as_str());
        place.map_or_else(Reply::none, |place| lost::open(place, Some(self.id), context))
    }

    /// Moves in the people.
    pub(super) fn turn(&mut self, command: PageCommand) {
        if let Some(command) = command.as_list() {
            self.people.command(command);
        }
    }
}

impl Exchange {
    /// The screen with the card of this package on it, and what is wanted when it is opened.
    pub fn open_package_card(id: PackageId, context: &Context<'_>) -> Reply {
        let mut screen = Exchange::new(context);
        if let Some(card) = PackageCard::of(id, context) {
            screen.step = ExchangeStep::Package(Box::new(card), PackageList::of(context));
        }
        let opening = screen.opening();
        Reply::open(Screen::Exchange(screen)).then(opening)
    }

    /// Goes back to the list that a package was opened from.
    pub(super) fn close_package(&mut self, context: &Context<'_>) {
        let step = std::mem::replace(&mut self.step, ExchangeStep::Start);
        self.step = match step {
            ExchangeStep::Package(_, mut list) => {
                list.renew(context);
                ExchangeStep::Packages(list)
            }
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_)
            | ExchangeStep::ReplyFrom(..)
            | ExchangeStep::Packages(_) => step,
        };
    }

    pub(super) fn open_package(&mut self, context: &Context<'_>) {
        let step = std::mem::replace(&mut self.step, ExchangeStep::Start);
        self.step = match step {
            ExchangeStep::Packages(list) => match list.list.selected().and_then(|id| PackageCard::of(*id, context)) {
                Some(card) => ExchangeStep::Package(Box::new(card), list),
                None => ExchangeStep::Packages(list),
            },
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_)
            | ExchangeStep::ReplyFrom(..)
            | ExchangeStep::Package(..) => step,
        };
    }
}
