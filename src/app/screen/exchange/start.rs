//! What is new since the town last signed, and where it can go.

use std::path::PathBuf;

use crate::app::message::Place;
use crate::app::numbered::Numbered;
use crate::app::outgoing::PackageNews;
use crate::app::replies::FoundReplies;
use crate::app::screen::{Context, stick_watch};
use crate::domain::correspondence::office;
use crate::domain::lost_stick::places;
use crate::domain::package::{DEFAULT_PURPOSE, ExportPackage, Manner, PackageState, default_receiver, unconfirmed};
use crate::domain::stick::Sticks;
use crate::domain::village::Village;

/// Sticks that get a line of their own.
const PLACES_MAX: usize = 3;

/// The first step.
#[derive(Debug)]
pub struct Start {
    /// What can be done.
    pub lines: Numbered<Choice>,
    /// Whether everything is handed over again.
    pub everything: bool,
    /// 接收单位.
    pub receiver: String,
    /// Whether the office's card was accepted: then replies come from it, and a package can be for it alone.
    pub knows_office: bool,
    /// How the package is to be closed.
    pub manner: Manner,
    /// 用途.
    pub purpose: String,
    /// Why it has to be a stick that is not registered; empty where none was written.
    pub reason: String,
    /// Sticks that are registered, by their serials and as they are called.
    registered: Vec<(String, String)>,
    /// What the package would hold; `None` while it is counted.
    pub news: Option<PackageNews>,
    /// Sticks; `None` while they are looked for.
    pub places: Option<Vec<Place>>,
    /// Replies of the office that lie on the sticks; `None` while they are looked for.
    pub replies: Option<FoundReplies>,
    /// The last package the town has signed for: number and day, in words.
    pub confirmed: Option<String>,
    /// Packages that are written and not signed for.
    pub waiting: usize,
    packages: usize,
    /// Forms that were filled.
    forms: usize,
    /// Whether anything was ever written to a stick or a folder.
    has_written: bool,
    /// Why nothing more is handed over.
    closed: Option<String>,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Write to this stick.
    Place(usize),
    /// Write to another folder.
    Folder,
    /// Change receiver and purpose.
    Terms,
    /// Everything, or only what is new.
    Everything,
    /// Look for sticks once more.
    LookAgain,
    /// What was handed over before.
    Packages,
    /// Replies of the office.
    Replies,
    /// The sticks there are.
    Sticks,
    /// A stick is lost.
    Lost,
    /// A backup of everything.
    Backup,
    /// Back.
    Leave,
}

impl Start {
    pub(super) fn of(context: &Context<'_>, everything: bool) -> Start {
        let (office, by_default) = (office(context.village), || default_receiver(&context.village.info.township));
        let mut start = Start {
            lines: Numbered::default(),
            everything,
            receiver: office.map_or_else(by_default, |card| card.name.clone()),
            knows_office: office.is_some(),
            manner: Manner::offered(office.is_some()).first().copied().unwrap_or(Manner::Open),
            purpose: DEFAULT_PURPOSE.to_owned(),
            reason: String::new(),
            registered: Vec::new(),
            news: None,
            places: None,
            replies: None,
            confirmed: None,
            waiting: 0,
            packages: 0,
            forms: 0,
            has_written: false,
            closed: None,
        };
        start.look(context);
        start
    }

    /// Looks anew at the packages of the village.
    pub(super) fn look(&mut self, context: &Context<'_>) {
        self.closed = context.closed();
        let packages = || context.village.packages().filter(|package| !package.is_form());
        let signed = packages().filter(|package| package.state == PackageState::Confirmed);
        let last = signed.max_by_key(|package| package.no);
        self.confirmed = last.map(|package| format!("第{}包（{}）", package.no, package.at.day()));
        self.waiting = unconfirmed(context.village).len();
        self.packages = packages().count();
        self.forms = context.village.packages().filter(|package| package.is_form()).count();
        let sticks = context.village.sticks().into_iter().flat_map(Sticks::registered);
        self.registered = sticks.map(|stick| (stick.serial.clone(), stick.number.clone())).collect();
        self.has_written = !places(context.village).is_empty();
        self.renew();
    }

    /// Takes the sticks that are there now, the cursor staying on what it stood on. Gives whether there are others than
    /// before.
    pub(super) fn take_places(&mut self, found: &[Place]) -> bool {
        let stood = self.lines.stands_on();
        let before = self.places.replace(found.to_vec());
        self.renew();
        // The first answer offers its stick to whoever waits for it.
        let Some(before) = before else { return false };
        stick_watch::stay(&mut self.lines, stood, (&before, found), Choice::Place);
        stick_watch::are_others(&before, found)
    }

    /// How many replies lie on the sticks that can be taken in.
    pub fn new_replies_count(&self) -> usize {
        self.replies.as_ref().map_or(0, FoundReplies::new_count)
    }

    /// Whether a stick that is not registered has to be told why: only where others are.
    pub(super) fn asks_reason(&self) -> bool {
        !self.registered.is_empty()
    }

    /// Whether nothing can be written to this place before it was told why.
    pub(super) fn lacks_reason(&self, place: &Place) -> bool {
        place.removable && self.asks_reason() && self.reason.is_empty() && self.number_of(place).is_none()
    }

    fn number_of(&self, place: &Place) -> Option<&str> {
        let found = self.registered.iter().find(|(serial, _)| !serial.is_empty() && *serial == place.serial);
        found.map(|(_, number)| number.as_str())
    }

    /// How the line of a place begins: 写到U盘 2号 KINGSTON, 写到没登记的U盘 KINGSTON.
    fn place_words(&self, place: &Place) -> String {
        let Place { label, removable, .. } = place;
        match (removable, self.number_of(place)) {
            (false, _) => format!("写到磁盘 {label}"),
            (true, Some(number)) => format!("写到U盘 {number} {label}"),
            (true, None) if self.asks_reason() => format!("写到没登记的U盘 {label}"),
            (true, None) => format!("写到U盘 {label}"),
        }
    }

    /// The folder that was last written to, unless it was a stick's.
    pub(super) fn last_folder(&self, village: &Village) -> String {
        let written = |package: &&ExportPackage| match package.state {
            PackageState::Written | PackageState::Confirmed => true,
            PackageState::Begun | PackageState::Voided => false,
        };
        let places = self.places.iter().flatten();
        let sticks: Vec<&PathBuf> = places.map(|place| &place.path).collect();
        let packages = village.packages().rev().filter(|package| !package.is_form());
        let folder = packages.filter(written).map(|package| package.place.as_str());
        let mut folder = folder.filter(|place| place.contains(['/', '\\']));
        folder.find(|place| !sticks.iter().any(|stick| stick.as_os_str() == *place)).unwrap_or_default().to_owned()
    }

    /// Makes the lines anew, the cursor staying where it is.
    pub(super) fn renew(&mut self) {
        let nothing = self.news.is_some_and(|news| !news.is_new).then_some(match (self.everything, self.waiting) {
            (true, _) => "村里还没有可交的内容",
            (false, 0) => "没有新内容；要把全部重新交，先选那一样",
            (false, _) => "上次写盘以后没有新内容",
        });
        let nothing = self.closed.as_deref().or(nothing);
        let mut lines = Numbered::default();
        for (nth, place) in self.places.iter().flatten().take(PLACES_MAX).enumerate() {
            let free = place.free_bytes.map(|bytes| format!("（还能放{}）", size_words(bytes))).unwrap_or_default();
            let label = format!("{}{free}", self.place_words(place));
            lines = match (nothing, place.read_only) {
                (Some(why), _) => lines.blocked(label, Choice::Place(nth), why),
                (None, true) => lines.blocked(label, Choice::Place(nth), "这个盘写保护了，写不进去"),
                (None, false) => lines.item(label, Choice::Place(nth)),
            };
        }
        lines = match nothing {
            Some(why) => lines.blocked("写到其他文件夹", Choice::Folder, why),
            None => lines.item("写到其他文件夹", Choice::Folder),
        };
        lines = lines.item("改交给谁、用途、怎么封", Choice::Terms);
        let everything = if self.everything { "改回只交新的" } else { "改成全部重新交" };
        lines = lines.item(everything, Choice::Everything).item("再找一次U盘", Choice::LookAgain);
        lines = match (self.packages, self.forms) {
            (0, 0) => lines.blocked("以前交过的", Choice::Packages, "还没有交过"),
            (count, 0) => lines.item(format!("以前交过的{count}包，镇里签收了在这里记"), Choice::Packages),
            (0, forms) => lines.item(format!("以前填过的{forms}张表，镇里签收了在这里记"), Choice::Packages),
            (count, forms) => {
                let label = format!("以前交过的{count}包、填过的{forms}张表，镇里签收了在这里记");
                lines.item(label, Choice::Packages)
            }
        };
        if self.knows_office {
            let found = match self.new_replies_count() {
                0 => String::new(),
                count => format!("（U盘上有{count}份）"),
            };
            lines = lines.item(format!("收镇里的回执{found}"), Choice::Replies);
        }
        lines = lines.item("备份全部数据，防电脑坏了丢了", Choice::Backup);
        let closes = |choice: &Choice| matches!(choice, Choice::Backup | Choice::Replies);
        lines = lines.close(self.closed.as_deref(), closes);
        let registered = match self.registered.len() {
            0 => "登记U盘，丢了好查".to_owned(),
            count => format!("登记U盘（登记了{count}个）"),
        };
        lines = lines.undigited(registered, Choice::Sticks);
        if self.has_written {
            lines = lines.undigited("U盘丢了，看上面有什么、要做什么", Choice::Lost);
        }
        let cursor = self.lines.cursor();
        self.lines = lines.zero("返回", Choice::Leave).at(cursor);
    }
}

/// Bytes as people say them.
pub(in crate::app::screen) fn size_words(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes / MIB {
        0 => "不到1MB".to_owned(),
        mib @ 1..1024 => format!("{mib}MB"),
        mib => format!("{}GB", mib / 1024),
    }
}
