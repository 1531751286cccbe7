//! The words for where a task stands: its state, its window, where its result lies, where it is stuck.
//!
//! No rule: which state may follow which is `lifecycle`'s.

use serde::{Deserialize, Serialize};

/// Where a task stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// 草稿.
    Draft,
    /// 已登记·待受理.
    Registered,
    /// 待补材料.
    NoticeGiven,
    /// 已受理: the receipt is given, the clock runs.
    Accepted,
    /// 办理中.
    Working,
    /// 已交镇 or 已交区.
    Submitted,
    /// 暂停计时.
    Paused,
    /// 退件补正.
    Returned,
    /// 已办结: 待取 in town, or 待送达 here.
    Granted,
    /// 未获批准·待告知.
    Denied,
    /// 已送达.
    Delivered,
    /// 已归档.
    Closed,
    /// 本人撤回.
    Withdrawn,
    /// 不属代办·已告知去处.
    NotTaken,
    /// 已移交他人.
    HandedOver,
}

impl State {
    /// Whether the task still asks for something: states 1 to 9.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            State::Registered
                | State::NoticeGiven
                | State::Accepted
                | State::Working
                | State::Submitted
                | State::Paused
                | State::Returned
                | State::Granted
                | State::Denied
        )
    }
}

/// Which window has the papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Window {
    /// The town's.
    Town,
    /// The district's, or a unit outside the town.
    District,
}

/// Where the result lies once a task is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResultPlace {
    /// 待取: at the window.
    AtWindow,
    /// 待送达: here.
    Here,
}

/// 卡在: where a task is stuck. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StuckAt {
    /// 在我处.
    Here,
    /// 在镇窗口.
    Town,
    /// 在区.
    District,
    /// 等本人.
    Applicant,
    /// The task asks for nothing any more.
    Nowhere,
}

impl StuckAt {
    /// The Chinese label; empty when nothing is stuck.
    pub fn label(self) -> &'static str {
        match self {
            StuckAt::Here => "在我处",
            StuckAt::Town => "在镇窗口",
            StuckAt::District => "在区",
            StuckAt::Applicant => "等本人",
            StuckAt::Nowhere => "",
        }
    }
}

/// 来源: how the matter came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// 上门: found at the door.
    Visit,
    /// 设点.
    ServicePoint,
    /// 来访.
    Office,
    /// 电话.
    Phone,
    /// 微信.
    WeChat,
    /// 转办.
    Transfer,
    /// 热线.
    Hotline,
}

impl Source {
    /// All of them, in the order of the form.
    pub const ALL: [Source; 7] = [
        Source::Visit,
        Source::Office,
        Source::ServicePoint,
        Source::Phone,
        Source::WeChat,
        Source::Transfer,
        Source::Hotline,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Source::Visit => "上门",
            Source::ServicePoint => "设点",
            Source::Office => "来访",
            Source::Phone => "电话",
            Source::WeChat => "微信",
            Source::Transfer => "转办",
            Source::Hotline => "热线",
        }
    }
}
