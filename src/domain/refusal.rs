//! Why the rules say no. Every refusal says what is wrong and what to do next, in the words the screen shows.
//!
//! Nothing has changed when one of these comes back.

use thiserror::Error;

use super::fee::FeeRefusal;
use super::matter::MatterRefusal;

/// A rule's no.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The step is not one this state allows.
    #[error("「{from}」的事项不能直接到「{to}」。请先办列出的下一步")]
    NotLawful {
        /// Label of the present state.
        from: String,
        /// Label of the step asked for.
        to: &'static str,
    },
    /// Required papers are missing.
    #[error("还差材料：{0}。收齐后再受理，或给一次性告知单；确可容缺的，在材料里注明")]
    MaterialsMissing(String),
    /// A notice that comes too late.
    #[error("登记已满{0}个工作日，依规定算已受理，不能再用一次性告知推后。请受理；缺的材料注明容缺，办的时候补")]
    DeemedAccepted(u16),
    /// The matter needs an entrustment.
    #[error("这件事要有委托书才能代办。请先在委托里登记")]
    NoEntrustment,
    /// A spoken entrustment was never signed.
    #[error("委托是口头的，还没有补签。请先在委托里补签(签名，或指印加见证人)")]
    EntrustmentUnsigned,
    /// The matter is only told about.
    #[error("「{0}」只需告知，不用收件。请选「咨询已答」")]
    TellOnly(String),
    /// A certificate that no village may issue, or that is on no list; the words of the list.
    #[error("{0}")]
    Certificate(String),
    /// The catalogue's no: unknown, expired, or the applicant must appear.
    #[error(transparent)]
    Matter(#[from] MatterRefusal),
    /// A thing that is never kept.
    #[error("「{0}」不能代为保管，请当场核对、当场退还")]
    NeverKept(String),
    /// Originals are still out.
    #[error("证件还没有还清：{0}。请先还证并签收")]
    HoldsOut(String),
    /// Money is still in hand.
    #[error("代缴款还有{0}没有结清。请先缴清或退还，余额为0才能送达")]
    MoneyOpen(String),
    /// A charge.
    #[error(transparent)]
    Fee(#[from] FeeRefusal),
    /// Something must be written.
    #[error("{0}没有写。{1}")]
    Blank(&'static str, &'static str),
    /// Something written that says nothing.
    #[error("{0}写得太短，没有存。{1}")]
    TooThin(&'static str, &'static str),
    /// Numbers of a meeting that cannot be.
    #[error("人数对不上，没有存：{0}。请照会议记录改过来")]
    Miscounted(String),
    /// What stands for a name is none.
    #[error("{0}：{1}")]
    NoName(&'static str, String),
    /// A pause of what is late already; how many days.
    #[error(
        "已经超期{0}天，不能再暂停计时，什么都没有存。请记催问，或记一笔挂在这件上写明超期原因；办出结果，超期的这一行才会走"
    )]
    OverduePause(i32),
    /// A pause that is said to have begun too long ago.
    #[error("暂停最多补记{max}天，不能从{from}算起，什么都没有存。请写这{max}天里的日子；超期了的，写明超期原因")]
    LatePause {
        /// The day that was typed.
        from: String,
        /// Days allowed.
        max: i32,
    },
    /// An original that would be out too long.
    #[error("原件最多留{0}天，归还的日子太晚，没有收下。请改早；窗口还要用的，到时候还了再收")]
    LongHold(i32),
    /// Another person under the name of a correction.
    #[error(
        "从「{from}」改成「{to}」不像改错字，什么都没有存。改姓名一次只改正一个字；换了人要交接：按 Ctrl+P 打「交接」"
    )]
    OtherLiaison {
        /// The name there is.
        from: String,
        /// The name that was typed.
        to: String,
    },
    /// A day that cannot be.
    #[error("日期{0}不对：{1}")]
    BadDay(String, &'static str),
    /// Reopening too late.
    #[error("归档已过{0}天，不能重开。请另登记一件")]
    TooLate(i32),
    /// A record that is not there any more.
    #[error("这条记录已经不在了(可能被撤销)。请返回上一级再看")]
    Gone,
    /// Already so.
    #[error("{0}")]
    Already(&'static str),
    /// Undo that would tear later work.
    #[error("这一步之后，同一条记录又有改动(第{0}笔)。请先撤销后面的")]
    LaterWork(u64),
    /// What cannot be undone.
    #[error("{0}不能撤销。{1}")]
    NotUndoable(&'static str, &'static str),
    /// The before-rows are gone.
    #[error("只能撤销最近{0}笔，更早的请另作更正")]
    TooOld(usize),
    /// There is no village yet.
    #[error("还没有建村，什么都没有存。请先填好建村的表，存好再来")]
    NotFounded,
    /// A village that exists.
    #[error("这里已经建好了{0}。要换一个村，请用另一个数据文件夹(--data)")]
    VillageExists(String),
    /// This copy was handed over and is to be looked at only.
    #[error(
        "已交接给{to}，这份只能看，这次什么都没有存。新的请到{to}的电脑上记；要收回交接，请运行 daiban handover --revoke {code}"
    )]
    HandedOver {
        /// To whom.
        to: String,
        /// The code of the hand-over.
        code: String,
    },
    /// A code that is not that of the hand-over.
    #[error("交接编号不对：{asked}。没有收回，这份还是只能看。这次交接的编号是 {code}，写在交接单上")]
    OtherHandover {
        /// What was typed.
        asked: String,
        /// The code there is.
        code: String,
    },
    /// A pack that does not hold what it says of itself.
    #[error("交接包里写的和包里有的对不上：{0}。没有交接，请重新做一个交接包")]
    HandoverDiffers(&'static str),
    /// A record that must not be destroyed yet.
    #[error("「{what}」现在不能销毁：{why}。什么都没有销毁")]
    Kept {
        /// Which, its names masked.
        what: String,
        /// Why.
        why: String,
    },
    /// Something in a posting that must not hang on a board.
    #[error("{0}，不能贴出去。请删去或遮住再存；这次什么都没有存")]
    NotForBoard(String),
    /// A complaint about whoever would keep it.
    #[error(
        "里面写到「{0}」，像是反映代办员或村干部的，这里不能记，什么都没有存。请在「记投诉」（Ctrl+P）里把「关于谁」选成代办员、村干部，把投诉渠道告诉他；不是的，换个说法再存"
    )]
    NotKeptHere(String),
    /// A posting that has to stay up.
    #[error("{0}。现在不能撤下，什么都没有改")]
    MustHang(String),
    /// A step that the law does not carry as it is.
    #[error(
        "没有存，这一步现在不能走：{0}。填错了就改过来再存；确实非走不可，在「为什么硬走」里写明原因，会一直留着给人看"
    )]
    Unlawful(String),
    /// More money than can be meant.
    #[error("{what}太大，最多{}。请核对是不是多打了0", super::fee::yuan(i64::from(*max_fen)))]
    TooMuch {
        /// Which field.
        what: &'static str,
        /// 分 allowed.
        max_fen: u32,
    },
    /// A name the register knows.
    #[error("{0}")]
    Duplicate(String),
    /// More than a bound allows.
    #[error("{what}太长，最多{max}个字")]
    TooLong {
        /// Which field.
        what: &'static str,
        /// Characters allowed.
        max: usize,
    },
}

impl Refusal {
    /// What of a form it speaks of, by the name the rules have for it.
    pub fn field(&self) -> Option<&'static str> {
        if let Refusal::Blank(what, _)
        | Refusal::TooThin(what, _)
        | Refusal::TooLong { what, .. }
        | Refusal::TooMuch { what, .. } = self
        {
            Some(what)
        } else {
            None
        }
    }
}
