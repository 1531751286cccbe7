//! The proxy task 代办事项: one matter carried for one villager, from registration to archive.
//!
//! Here is its record. Its words are in `state` and `parts`, the lawful steps in `lifecycle`, its dates in `clock`; what
//! an intent may do is decided in `decide`.

pub mod clock;
pub mod lifecycle;
pub mod papers;
pub mod parts;
pub mod state;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::parts::{
    Agent, Decision, Delivery, Entrustment, OneTimeNotice, Rating, StepTaken, Submission, TaskMatter, UndoneAcceptance,
    Urge,
};
use self::state::{ResultPlace, Source, State, StuckAt, Window};
use super::day::Day;
use super::deadline::{DeadlineRule, Pause};
use super::fee::{FeeLine, PassThrough};
use super::id::{HouseholdId, IntakeId, PersonId, Seq, TaskId, TaskNo};
use super::limits;
use super::material::{HoldPlace, Material, OriginalHold};
use super::matter::ProxyRule;

/// The matter 「村出具证明」, whose papers are held against the lists of certificates.
pub const CERTIFICATE_CODE: &str = "V01";
/// What the paper of an entrustment is called.
pub const ENTRUSTMENT_PAPER: &str = "委托书";

/// What the program itself writes of a step that came from an older ledger; it is nobody's reason.
pub const TAKEN_OVER: &str = "从原台账导入";
/// What it writes of a refusal that came from there.
pub const REFUSED_BEFORE: &str = "原台账写明退回";

/// A proxy task 代办事项.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProxyTask {
    /// Identity.
    pub id: TaskId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// 编号, unique in the village.
    pub no: TaskNo,
    /// For whom.
    pub applicant: PersonId,
    /// The applicant's household; `None` for 临时人员.
    pub household: Option<HouseholdId>,
    /// Who came, when it was not the applicant. Rare, so it takes no room in the other tasks; so does the notice.
    pub agent: Option<Box<Agent>>,
    /// What; in a village, one for all tasks of the same.
    pub matter: Arc<TaskMatter>,
    /// The intake it came with.
    pub intake: Option<IntakeId>,
    /// How it came.
    pub source: Source,
    /// Where it stands.
    pub state: State,
    /// 1, and one more each time it was reopened.
    pub round: u8,
    /// The day it was registered.
    pub registered_on: Day,
    /// The day all papers were in hand: 您交件之日.
    pub papers_on: Day,
    /// The day of the receipt.
    pub accepted_on: Option<Day>,
    /// The liaison's own limit, from the day of the papers.
    pub limit: DeadlineRule,
    /// The authority's limit, from the day of submission.
    pub statutory: Option<DeadlineRule>,
    /// The date written on the receipt.
    pub promised: Option<Day>,
    /// 暂停计时, the last may be open.
    pub pauses: Vec<Pause>,
    /// 材料.
    pub materials: Vec<Material>,
    /// 证件保管.
    pub holds: Vec<OriginalHold>,
    /// 一次性告知.
    pub notice: Option<Box<OneTimeNotice>>,
    /// 委托.
    pub entrustment: Option<Entrustment>,
    /// 费用.
    pub fees: Vec<FeeLine>,
    /// 代缴款.
    pub money: Vec<PassThrough>,
    /// 交件.
    pub submissions: Vec<Submission>,
    /// 外部受理号; empty until one is known.
    pub external_no: String,
    /// 催问.
    pub urges: Vec<Urge>,
    /// 办结.
    pub decision: Option<Decision>,
    /// 送达.
    pub delivery: Option<Delivery>,
    /// 评价.
    pub rating: Option<Rating>,
    /// Every step, oldest first.
    pub steps: Vec<StepTaken>,
    /// Acceptances that were undone: undo must not reset a limit unseen.
    pub undone_acceptances: Vec<UndoneAcceptance>,
    /// 备注.
    pub note: String,
}

impl ProxyTask {
    /// The label of the state, as screens and JSON show it.
    pub fn state_label(&self) -> &'static str {
        match self.state {
            State::Draft => "草稿",
            State::Registered => "已登记",
            State::NoticeGiven => "待补料",
            State::Accepted => "已受理",
            State::Working => "办理中",
            State::Submitted => match self.at_window() {
                Window::Town => "已交镇",
                Window::District => "已交区",
            },
            State::Paused => "暂停计时",
            State::Returned => "退件补正",
            State::Granted => match self.result_place() {
                ResultPlace::AtWindow => "已办结待取",
                ResultPlace::Here => "已办结待送达",
            },
            State::Denied => "未获批准",
            State::Delivered => "已送达",
            State::Closed => "已归档",
            State::Withdrawn => "本人撤回",
            State::NotTaken => "不属代办",
            State::HandedOver => "已移交",
        }
    }

    /// 卡在.
    pub fn stuck_at(&self) -> StuckAt {
        match self.state {
            State::Draft | State::Registered | State::Accepted | State::Working | State::Returned | State::Denied => {
                StuckAt::Here
            }
            State::NoticeGiven | State::Paused => StuckAt::Applicant,
            State::Submitted => match self.at_window() {
                Window::Town => StuckAt::Town,
                Window::District => StuckAt::District,
            },
            State::Granted => match (self.result_place(), self.at_window()) {
                (ResultPlace::Here, _) => StuckAt::Here,
                (ResultPlace::AtWindow, Window::Town) => StuckAt::Town,
                (ResultPlace::AtWindow, Window::District) => StuckAt::District,
            },
            State::Delivered | State::Closed | State::Withdrawn | State::NotTaken | State::HandedOver => {
                StuckAt::Nowhere
            }
        }
    }

    /// The window the papers last went to, or would go to first.
    pub fn at_window(&self) -> Window {
        self.submissions.last().map_or_else(|| self.matter.first_window(), |submission| submission.to)
    }

    /// Where the result lies, or would lie.
    pub fn result_place(&self) -> ResultPlace {
        self.decision.as_ref().map_or(ResultPlace::AtWindow, |decision| decision.place)
    }

    /// Whether a result lies at the window that is still to be fetched.
    pub fn awaits_result(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.place == ResultPlace::AtWindow)
    }

    /// Originals that are still out of their owner's hands.
    pub fn holds_out(&self) -> impl Iterator<Item = &OriginalHold> {
        self.holds.iter().filter(|hold| hold.is_out())
    }

    /// The day by which an original goes back. The day written for one that a window will keep counts from when it goes
    /// there: as long as it waits in the officer's hands it goes back in a few days like any other.
    pub fn back_by(&self, hold: &OriginalHold) -> Day {
        let went = self.submissions.iter().any(|submission| submission.on >= hold.received_on);
        match hold.place {
            HoldPlace::Here if !went => hold.return_by.min(hold.received_on.plus_days(limits::HOLD_DAYS_DEFAULT)),
            HoldPlace::Here | HoldPlace::Town | HoldPlace::District => hold.return_by,
        }
    }

    /// Required papers nobody has handed in.
    pub fn missing(&self) -> impl Iterator<Item = &Material> {
        self.materials.iter().filter(|material| material.is_missing())
    }

    /// The day by which a spoken entrustment has to be signed; `None` where no signature is owed.
    pub fn signature_due(&self) -> Option<Day> {
        self.entrustment.as_ref().and_then(Entrustment::unsigned_by)
    }

    /// Whether a signature is owed that the matter cannot do without. Of a matter that needs no entrustment it is asked
    /// for, and nothing waits for it.
    pub fn owes_signature(&self) -> bool {
        let carried = self.state.is_open() || self.state == State::Delivered;
        carried && self.matter.proxy == ProxyRule::Entrusted && self.signature_due().is_some()
    }

    /// Whether it is delivered, and only the signature is still to come.
    pub fn is_signed_late(&self) -> bool {
        self.state == State::Delivered && self.signature_due().is_some()
    }

    /// Whether its decision is here, and originals that went with the papers are not.
    pub fn left_originals(&self) -> bool {
        let no_result = self.state == State::Returned || self.result_place() == ResultPlace::Here;
        no_result && self.holds_out().any(|hold| hold.place != HoldPlace::Here)
    }

    /// What keeps the task from acceptance, told all at once: the missing papers, and 委托书 where one is needed.
    pub fn lacking(&self) -> Vec<&str> {
        let unentrusted = self.matter.proxy == ProxyRule::Entrusted && self.entrustment.is_none();
        let missing = self.missing().map(|material| &*material.name);
        missing.chain(unentrusted.then_some(ENTRUSTMENT_PAPER)).collect()
    }

    /// Whether it asks for what `earlier` already asks for and has not got: the same matter, for the same person. Of
    /// certificates the words are the matter; a matter whose case is not known may be any of its cases.
    pub fn is_again(&self, earlier: &ProxyTask) -> bool {
        let same_words = self.matter.code != CERTIFICATE_CODE || self.note == earlier.note;
        let (ours, theirs) = (self.matter.name.as_str(), earlier.matter.name.as_str());
        let caseless =
            self.matter.code == earlier.matter.code && (ours.starts_with(theirs) || theirs.starts_with(ours));
        let same_matter = ours == theirs || (caseless && !ours.is_empty() && !theirs.is_empty());
        let same = self.applicant == earlier.applicant && same_matter && same_words;
        same && self.id != earlier.id && earlier.state.is_open()
    }

    /// 跑腿: trips the villager did not have to make: each hand-in, and the fetching of the result.
    pub fn trips(&self) -> usize {
        let fetched = self.decision.as_ref().is_some_and(|decision| decision.fetched_on.is_some());
        self.submissions.len() + usize::from(fetched)
    }

    /// Money still in the officer's hands for this task, in 分.
    pub fn balance_fen(&self) -> i64 {
        self.money.iter().map(PassThrough::balance_fen).sum()
    }

    /// The day of the last sign of life: a step, an 催问, a submission.
    pub fn last_moved_on(&self) -> Day {
        let step = self.steps.last().map_or(self.registered_on, |step| step.on);
        self.urges.last().map_or(step, |urge| step.max(urge.on))
    }
}
