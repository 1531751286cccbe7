//! What a task is made of: its matter, its agent, entrustment, notice, hand-ins, urging, decision, delivery, rating.
//!
//! Plain records; what may be written into them is decided in `decide`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::day::{Day, Moment};
use crate::domain::limits;
use crate::domain::material::Signed;
use crate::domain::matter::{Level, MatterDef, Mode, ProxyRule};

use super::state::{ResultPlace, State, Window};

/// What the catalogue said of the matter on the day it was registered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TaskMatter {
    /// The catalogue's code; empty for a matter taken over from an older ledger that the catalogue does not know.
    pub code: String,
    /// 事项.
    pub name: String,
    /// 收件窗口.
    pub window: String,
    /// 责任站办 on that day; what is shown is `Catalogue::station_of`.
    pub station: String,
    /// Where it is decided.
    pub level: Level,
    /// 直办、代办、协办、告知.
    pub mode: Mode,
    /// 可代办、需委托、须本人.
    pub proxy: ProxyRule,
    /// Where the limit comes from, in words.
    pub basis: String,
    /// 结果件.
    pub result: String,
}

impl TaskMatter {
    /// What a task keeps of a row of the catalogue.
    pub fn of(def: &MatterDef) -> TaskMatter {
        TaskMatter {
            code: def.code.clone(),
            name: def.name.clone(),
            window: def.window.clone(),
            station: def.station.clone(),
            level: def.level,
            mode: def.mode,
            proxy: def.proxy,
            basis: def.basis.clone(),
            result: def.result.clone(),
        }
    }

    /// The window a paper for this matter goes to first: the town's where it takes papers for a higher office too.
    pub fn first_window(&self) -> Window {
        if self.window.replace("城镇", "").contains('镇') || self.window.contains("便民服务中心") {
            return Window::Town;
        }
        match self.level {
            Level::Village | Level::Town => Window::Town,
            Level::District | Level::Outside => Window::District,
        }
    }
}

/// Who came, when it was not the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Name.
    pub name: String,
    /// Phone as given; may be empty.
    pub phone: String,
    /// 家人, 邻居 …
    pub relation: String,
}

/// How an entrustment was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntrustedHow {
    /// 书面.
    Paper,
    /// 电话; to be signed later.
    Phone,
    /// 视频; to be signed later.
    Video,
    /// 微信; to be signed later.
    WeChat,
}

impl EntrustedHow {
    /// All of them, in the order of the form.
    pub const ALL: [EntrustedHow; 4] =
        [EntrustedHow::Paper, EntrustedHow::Phone, EntrustedHow::Video, EntrustedHow::WeChat];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            EntrustedHow::Paper => "书面",
            EntrustedHow::Phone => "电话",
            EntrustedHow::Video => "视频",
            EntrustedHow::WeChat => "微信",
        }
    }
}

/// 委托书.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrustment {
    /// How it was given.
    pub how: EntrustedHow,
    /// The day it was given.
    pub on: Day,
    /// The day by which a spoken one must be signed.
    pub sign_by: Option<Day>,
    /// How it was signed; `None` while it is not.
    pub signed: Option<Signed>,
    /// Both IDs were seen.
    pub ids_seen: bool,
    /// 见证人, needed with a fingerprint.
    pub witness: String,
}

impl Entrustment {
    /// The day by which it has to be signed; `None` once it is.
    pub fn unsigned_by(&self) -> Option<Day> {
        let by = self.sign_by.unwrap_or(self.on.plus_days(limits::SIGN_LATER_DAYS_DEFAULT));
        self.signed.is_none().then_some(by)
    }
}

/// 一次性告知单: everything that is missing, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeNotice {
    /// What is missing.
    pub items: Vec<String>,
    /// The day it was told.
    pub on: Day,
    /// Who told it.
    pub by: String,
    /// 当面、电话、微信.
    pub method: String,
    /// Whether a copy was left.
    pub copy_given: bool,
}

/// 交件.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// To which window.
    pub to: Window,
    /// The day.
    pub on: Day,
    /// 回执 of the window.
    pub receipt: String,
    /// When it came back 退件, and what was missing.
    pub returned: Option<(Day, String)>,
}

/// 催问.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urge {
    /// The day.
    pub on: Day,
    /// Whom; in a village, one for all that ask the same.
    pub whom: Arc<str>,
    /// The answer.
    pub answer: String,
}

/// The decision: 办结 counts here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The day.
    pub on: Day,
    /// Granted or denied.
    pub granted: bool,
    /// The paper: number of the certificate, or of the written refusal.
    pub paper: String,
    /// A refusal's reason and the remedy told; empty when granted.
    pub words: String,
    /// Where the result lies.
    pub place: ResultPlace,
    /// The day it was fetched from the window.
    pub fetched_on: Option<Day>,
}

/// 送达.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The day.
    pub on: Day,
    /// Into whose hands.
    pub to: String,
    /// How it was signed for.
    pub signed: Signed,
}

/// 好差评, five levels; the last two are 差评.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RatingLevel {
    /// 非常满意.
    VeryGood,
    /// 满意.
    Good,
    /// 基本满意.
    Fair,
    /// 不满意.
    Poor,
    /// 非常不满意.
    VeryPoor,
}

impl RatingLevel {
    /// All of them, best first.
    pub const ALL: [RatingLevel; 5] =
        [RatingLevel::VeryGood, RatingLevel::Good, RatingLevel::Fair, RatingLevel::Poor, RatingLevel::VeryPoor];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            RatingLevel::VeryGood => "非常满意",
            RatingLevel::Good => "满意",
            RatingLevel::Fair => "基本满意",
            RatingLevel::Poor => "不满意",
            RatingLevel::VeryPoor => "非常不满意",
        }
    }

    /// Whether it is a 差评, which asks for a call back.
    pub fn is_poor(self) -> bool {
        matches!(self, RatingLevel::Poor | RatingLevel::VeryPoor)
    }
}

/// 评价.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The level; `None` for 未评价, asked but not given.
    pub level: Option<RatingLevel>,
    /// The day.
    pub on: Day,
    /// What was said.
    pub words: String,
}

/// One step the task took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTaken {
    /// The state it came to.
    pub to: State,
    /// The day it happened.
    pub on: Day,
    /// When it was entered.
    pub entered_at: Moment,
    /// Reason, paper or place, in words; may be empty. In a village, one for all steps of the same words.
    pub words: Arc<str>,
}

/// An acceptance that was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneAcceptance {
    /// The day its clock started.
    pub papers_on: Day,
    /// The day of its receipt.
    pub accepted_on: Day,
    /// The day it was undone.
    pub undone_on: Day,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_go_first_where_the_catalogue_says_they_are_taken() {
        let at = |window: &str, level: Level| TaskMatter {
            code: String::new(),
            name: String::new(),
            window: window.to_owned(),
            station: String::new(),
            level,
            mode: Mode::Proxy,
            proxy: ProxyRule::Allowed,
            basis: String::new(),
            result: String::new(),
        };
        assert_eq!(at("镇便民服务中心社会救助窗口", Level::District).first_window(), Window::Town);
        assert_eq!(at("区县规划自然资源部门（镇规划建设窗口收件）", Level::District).first_window(), Window::Town);
        assert_eq!(at("区县医保经办窗口", Level::District).first_window(), Window::District);
        assert_eq!(at("城镇职工医保窗口", Level::District).first_window(), Window::District);
        assert_eq!(at("派出所户籍窗口", Level::Outside).first_window(), Window::District);
        assert_eq!(at("", Level::Town).first_window(), Window::Town);
    }
}
