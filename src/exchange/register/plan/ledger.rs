//! One row of an old 代办台账 as a task: its words for states and channels, and the record that comes of them.
//!
//! It finds nobody (`tasks`) and gives no number: that is decided when the import is taken in.

use std::sync::Arc;

use crate::domain::day::{Day, Moment};
use crate::domain::deadline::DeadlineRule;
use crate::domain::id::{IdMint, Seq, TaskId, TaskNo};
use crate::domain::material::{Material, Signed};
use crate::domain::matter::catalogue::Catalogue;
use crate::domain::matter::{Level, MaterialKind, MatterDef, Mode, ProxyRule};
use crate::domain::person::Person;
use crate::domain::task::parts::{
    Decision, Delivery, OneTimeNotice, Rating, RatingLevel, StepTaken, Submission, TaskMatter,
};
use crate::domain::task::state::{ResultPlace, Source, State};
use crate::domain::task::{ProxyTask, REFUSED_BEFORE, TAKEN_OVER};
use crate::domain::text::squash;

use super::words::add_note;

/// What an old ledger says of one task.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// 编号 of the old ledger; may be empty.
    pub old_no: String,
    /// 事项.
    pub matter: String,
    /// How it came.
    pub source: Source,
    /// 受理日期.
    pub accepted_on: Day,
    /// 截止日期.
    pub due_on: Option<Day>,
    /// 交件日期.
    pub submitted_on: Option<Day>,
    /// 办结日期.
    pub decided_on: Option<Day>,
    /// 送达日期.
    pub delivered_on: Option<Day>,
    /// Where it stands.
    pub standing: Standing,
    /// 缺少材料.
    pub missing: Vec<String>,
    /// 满意度.
    pub rating: Option<RatingLevel>,
    /// 备注 and 经办人.
    pub note: String,
}

/// A state of the old ledger, and how it was decided if it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The state here.
    pub state: State,
    /// Granted or denied; `None` while undecided.
    pub granted: Option<bool>,
}

/// What the ledger's word for a state means; `None` for a word that is not known.
pub fn standing(words: &str) -> Option<Standing> {
    let of = |state, granted| Some(Standing { state, granted });
    match squash(words).as_str() {
        // Decided matters of an old ledger are done with; what is still to be brought says so.
        "办结" | "已办结" | "完成" | "已完成" | "已办" | "办好" | "办毕" | "是" | "已归档" | "归档" => {
            of(State::Closed, Some(true))
        }
        "退回" | "已退回" | "不予办理" | "未通过" | "不符合" | "不合格" => {
            of(State::Closed, Some(false))
        }
        "已送达" | "送达" | "已取件" | "已反馈" => of(State::Delivered, Some(true)),
        "已办结待取" | "待取" | "待领取" | "已办结待送达" | "待送达" => {
            of(State::Granted, Some(true))
        }
        "未获批准" => of(State::Denied, Some(false)),
        "办理中" | "在办" | "正在办理" | "正在办" | "未办结" | "否" | "处理中" | "暂停计时" => {
            of(State::Working, None)
        }
        "待受理" | "已登记" | "未受理" | "登记" => of(State::Registered, None),
        "已受理" | "受理" => of(State::Accepted, None),
        "已送镇" | "已交镇" | "送镇" | "已上交" | "已交区" | "已送区" | "已送县" | "已交件" => {
            of(State::Submitted, None)
        }
        "待补材料" | "待补料" | "补材料" | "缺件" | "材料不全" | "待补" => {
            of(State::NoticeGiven, None)
        }
        "退件补正" | "退件" => of(State::Returned, None),
        "本人撤回" | "撤回" | "撤销" => of(State::Withdrawn, None),
        "不属代办" => of(State::NotTaken, None),
        _ => None,
    }
}

/// What the ledger's word for a channel means.
pub fn source(words: &str) -> Source {
    let words = squash(words);
    let known: [(&[&str], Source); 6] = [
        (&["上门", "走访", "入户"], Source::Visit),
        (&["电话"], Source::Phone),
        (&["微信", "qq", "网上"], Source::WeChat),
        (&["赶集", "逢场", "设点", "赶场"], Source::ServicePoint),
        (&["转办", "交办", "网格"], Source::Transfer),
        (&["热线", "12345"], Source::Hotline),
    ];
    let found = known.iter().find(|(ways, _)| ways.iter().any(|way| words.contains(way)));
    found.map_or(Source::Office, |(_, source)| *source)
}

/// The level a ledger's 满意度 means.
pub fn rating(words: &str) -> Option<RatingLevel> {
    let words = squash(words);
    RatingLevel::ALL.into_iter().find(|level| level.label() == words || (words == "是" && *level == RatingLevel::Good))
}

/// The matter of the catalogue with exactly this name, or known by exactly this word.
pub fn matter<'c>(catalogue: &'c Catalogue, name: &str) -> Option<&'c MatterDef> {
    let wanted = squash(name);
    let single = || catalogue.all().filter(|def| !def.is_bundle());
    let named = single().find(|def| squash(&def.name) == wanted);
    named.or_else(|| single().find(|def| def.keywords.iter().any(|keyword| squash(keyword) == wanted)))
}

/// Marks the note of a task with the number it had, by which the same row is known again.
pub fn old_no_mark(old_no: &str) -> String {
    format!("原编号{old_no}")
}

impl LedgerRow {
    /// The task this row becomes, for this person; `def` is its matter, where the catalogue knows it.
    pub fn task(&self, person: &Person, def: Option<&MatterDef>, at: Moment, mint: &mut IdMint) -> ProxyTask {
        let kept = Arc::new(def.map_or_else(|| free_matter(&self.matter), TaskMatter::of));
        let state = self.standing.state;
        let untaken = matches!(state, State::Registered | State::NoticeGiven | State::NotTaken);
        let limit = match (self.due_on, def) {
            (Some(due), _) => DeadlineRule::Fixed(due),
            (None, Some(def)) => def.limit,
            (None, None) => DeadlineRule::Working(20),
        };
        let last = [self.delivered_on, self.decided_on, self.submitted_on].into_iter().flatten().max();
        let step =
            StepTaken { to: state, on: last.unwrap_or(self.accepted_on), entered_at: at, words: TAKEN_OVER.into() };
        let mut note = if self.old_no.is_empty() { String::new() } else { old_no_mark(&self.old_no) };
        add_note(&mut note, &self.note);
        ProxyTask {
            id: TaskId::mint(mint, at),
            touched: Seq::default(),
            no: TaskNo { year: self.accepted_on.year(), n: 0 },
            applicant: person.id,
            household: person.household,
            agent: None,
            submissions: self.submissions(&kept),
            matter: kept,
            intake: None,
            source: self.source,
            state,
            round: 1,
            registered_on: self.accepted_on,
            papers_on: self.accepted_on,
            accepted_on: Some(self.accepted_on).filter(|_| !untaken),
            limit,
            statutory: None,
            promised: self.due_on,
            pauses: Vec::new(),
            materials: self.missing.iter().map(|name| missing(name)).collect(),
            holds: Vec::new(),
            notice: self.notice().map(Box::new),
            entrustment: None,
            fees: Vec::new(),
            money: Vec::new(),
            external_no: String::new(),
            urges: Vec::new(),
            decision: self.decision(),
            delivery: self.delivery(person),
            rating: self.rating.map(|level| Rating { level: Some(level), on: step.on, words: String::new() }),
            steps: vec![step],
            undone_acceptances: Vec::new(),
            note,
        }
    }

    fn submissions(&self, matter: &TaskMatter) -> Vec<Submission> {
        let at_window = matches!(self.standing.state, State::Submitted | State::Returned);
        let on = self.submitted_on.or(Some(self.accepted_on).filter(|_| at_window));
        let returned = (self.standing.state == State::Returned).then(|| {
            let missing =
                if self.missing.is_empty() { "原台账没有写".to_owned() } else { self.missing.join("、") };
            (self.accepted_on, missing)
        });
        on.map(|on| Submission { to: matter.first_window(), on, receipt: String::new(), returned })
            .into_iter()
            .collect()
    }

    fn notice(&self) -> Option<OneTimeNotice> {
        let given = self.standing.state == State::NoticeGiven;
        given.then(|| OneTimeNotice {
            items: self.missing.clone(),
            on: self.accepted_on,
            by: String::new(),
            method: String::new(),
            copy_given: false,
        })
    }

    fn decision(&self) -> Option<Decision> {
        let granted = self.standing.granted?;
        Some(Decision {
            on: self.decided_on.or(self.delivered_on).unwrap_or(self.accepted_on),
            granted,
            paper: String::new(),
            words: if granted { String::new() } else { REFUSED_BEFORE.to_owned() },
            place: ResultPlace::Here,
            fetched_on: None,
        })
    }

    fn delivery(&self, person: &Person) -> Option<Delivery> {
        let brought = matches!(self.standing.state, State::Closed | State::Delivered);
        let on = self.delivered_on.or(self.decided_on.filter(|_| self.standing.state == State::Delivered));
        let to = person.name.as_str().to_owned();
        on.filter(|_| brought).map(|on| Delivery { on, to, signed: Signed::Name })
    }
}

/// A matter the catalogue does not know, as the ledger names it.
fn free_matter(name: &str) -> TaskMatter {
    TaskMatter {
        code: String::new(),
        name: name.to_owned(),
        window: String::new(),
        station: String::new(),
        level: Level::Town,
        mode: Mode::Proxy,
        proxy: ProxyRule::Allowed,
        basis: "从原台账导入，事项目录里没有这一项".to_owned(),
        result: String::new(),
    }
}

fn missing(name: &str) -> Material {
    let kind = if name.contains("复印件") {
        MaterialKind::Copy
    } else if name.contains("照片") {
        MaterialKind::Photo
    } else {
        MaterialKind::Form
    };
    Material { name: name.into(), kind, comes_back: false, optional: false, got_on: None, waived: None }
}
