//! Money: lawful fees 费用 with their guard, and money carried for a villager 代缴款 with its balance.
//!
//! Amounts are whole 分 (hundredths of a yuan). Proxying itself is free: there is no kind for it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::day::Day;
use super::text::squash;

/// What may lawfully be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeeKind {
    /// 工本费.
    DocumentCost,
    /// 规费.
    Statutory,
}

impl FeeKind {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            FeeKind::DocumentCost => "工本费",
            FeeKind::Statutory => "规费",
        }
    }
}

/// A documented fee paid to the office that issues the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// 工本费 or 规费.
    pub kind: FeeKind,
    /// Amount in 分.
    pub amount_fen: u32,
    /// The legal basis.
    pub basis: String,
    /// 收款单位.
    pub payee: String,
    /// 票据号.
    pub receipt_no: String,
}

/// Why a charge is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FeeRefusal {
    /// Travel, lost work, trip money, gifts.
    #[error("「{0}」不能向群众收：代办不收车船费、误工费、出差补助，不收礼不吃请。请退还，不要记入")]
    NeverCharged(&'static str),
    /// Not one of the two lawful kinds.
    #[error("只有工本费和规费可以收，「{0}」不在其中。请核对收费名称")]
    UnknownKind(String),
    /// No basis.
    #[error("这笔收费没有写依据，不能收。请写明收费文件或法条；没有依据就是免费")]
    NoBasis,
    /// No receipt.
    #[error("收费没有票据号，不能记，什么都没有存。请向收款单位要票据，写上票据号；没有票据的不要交钱")]
    NoReceipt,
    /// The liaison as payee.
    #[error("收款单位写的是代办员本人，代办员一分钱不能收，什么都没有存。请写开票的单位；已经收了的，当场退还")]
    ToLiaison,
    /// No payee or no amount.
    #[error("收费要写明金额和收款单位，请补上")]
    Incomplete,
}

/// Read in the name of a fee only: a villager who writes of gifts in a rating is telling something else.
const NEVER_CHARGED: [&str; 18] = [
    "车船",
    "车费",
    "路费",
    "交通费",
    "误工",
    "出差",
    "补助",
    "跑腿",
    "辛苦",
    "代办费",
    "红包",
    "礼金",
    "吃请",
    "烟酒",
    "土特产",
    "烟",
    "酒",
    "礼",
];
/// What the liaison is called where the name is not written.
const LIAISON: &str = "代办员";

/// Checks a charge: kind by its name, an amount, a basis, a payee that is not this liaison, and a receipt.
pub fn check_fee(
    name: &str,
    amount_fen: u32,
    basis: &str,
    payee: &str,
    receipt_no: &str,
    liaison: &str,
) -> Result<FeeLine, FeeRefusal> {
    if let Some(word) = NEVER_CHARGED.into_iter().find(|word| name.contains(word)) {
        return Err(FeeRefusal::NeverCharged(word));
    }
    let kind = if name.contains("工本") {
        FeeKind::DocumentCost
    } else if name.contains("规费") {
        FeeKind::Statutory
    } else {
        return Err(FeeRefusal::UnknownKind(name.to_owned()));
    };
    if basis.trim().is_empty() {
        return Err(FeeRefusal::NoBasis);
    }
    if amount_fen == 0 || payee.trim().is_empty() {
        return Err(FeeRefusal::Incomplete);
    }
    if is_liaison(payee, liaison) {
        return Err(FeeRefusal::ToLiaison);
    }
    if receipt_no.trim().is_empty() {
        return Err(FeeRefusal::NoReceipt);
    }
    let text = |text: &str| text.trim().to_owned();
    Ok(FeeLine { kind, amount_fen, basis: text(basis), payee: text(payee), receipt_no: text(receipt_no) })
}

/// Whether money to this payee goes to the liaison: by the post, as 本人, or by the name alone or with what is done there;
/// 王敏华诊所 is somebody else.
fn is_liaison(payee: &str, liaison: &str) -> bool {
    const BEHIND: [&str; 7] = ["", "本人", "代收", "收", "转", "转交", "个人"];
    let (to, liaison) = (squash(payee), squash(liaison));
    let by_name = to.strip_prefix(&liaison).filter(|_| !liaison.is_empty());
    let own = by_name.is_some_and(|rest| BEHIND.contains(&rest) || rest.starts_with(['(', '（']));
    to.contains(LIAISON) || to == "本人" || to == "联系干部" || own
}

/// What money is carried for 代缴款: nothing that is never charged.
pub fn check_purpose(purpose: &str) -> Result<&str, FeeRefusal> {
    match NEVER_CHARGED.into_iter().find(|word| purpose.contains(word)) {
        Some(word) => Err(FeeRefusal::NeverCharged(word)),
        None => Ok(purpose),
    }
}

/// Money the officer carried for a villager 代缴款: premiums and the like. Its balance must come to 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassThrough {
    /// What for: 2027年医保.
    pub purpose: String,
    /// The day it was received.
    pub received_on: Day,
    /// Amount received, in 分.
    pub received_fen: u32,
    /// The receipt given to the villager.
    pub receipt_no: String,
    /// The day it was paid in.
    pub paid_on: Option<Day>,
    /// Amount paid in, in 分.
    pub paid_fen: u32,
    /// 缴款凭证.
    pub voucher: String,
    /// Change given back to the villager, in 分.
    pub refunded_fen: u32,
}

impl PassThrough {
    /// What is still in the officer's hands, in 分; negative when more went out than came in.
    pub fn balance_fen(&self) -> i64 {
        i64::from(self.received_fen) - i64::from(self.paid_fen) - i64::from(self.refunded_fen)
    }
}

/// Reads an amount in yuan, `20` or `20.50`, into 分.
pub fn parse_yuan(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('元');
    let (yuan, fen) = text.split_once('.').unwrap_or((text, ""));
    if fen.len() > 2 || !fen.bytes().all(|b| b.is_ascii_digit()) || !yuan.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fen: u32 = if fen.is_empty() { 0 } else { format!("{fen:0<2}").parse().ok()? };
    yuan.parse::<u32>().ok()?.checked_mul(100)?.checked_add(fen)
}

/// `20.50元`, or `20元` where there are no 分.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    if rest == 0 { format!("{sign}{yuan}元") } else { format!("{sign}{yuan}.{rest:02}元") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(name: &str, amount_fen: u32, basis: &str, payee: &str, receipt_no: &str) -> Result<FeeLine, FeeRefusal> {
        check_fee(name, amount_fen, basis, payee, receipt_no, "王敏")
    }

    #[test]
    fn only_documented_fees_pass() {
        assert!(fee("工本费", 2000, "居民身份证法20条", "派出所", "0012").is_ok());
        assert_eq!(fee("工本费", 2000, " ", "派出所", ""), Err(FeeRefusal::NoBasis));
        assert_eq!(fee("车船费", 500, "惯例", "本人", ""), Err(FeeRefusal::NeverCharged("车船")));
        assert_eq!(fee("误工补贴", 500, "惯例", "本人", ""), Err(FeeRefusal::NeverCharged("误工")));
        assert_eq!(fee("手续费", 500, "惯例", "镇", ""), Err(FeeRefusal::UnknownKind("手续费".to_owned())));
        assert_eq!(fee("规费", 0, "条例", "镇", ""), Err(FeeRefusal::Incomplete));
    }

    #[test]
    fn a_fee_without_a_receipt_or_paid_to_the_liaison_is_refused() {
        assert_eq!(fee("规费", 500, "条例", "镇财政所", " "), Err(FeeRefusal::NoReceipt));
        assert!(fee("规费", 500, "条例", "镇财政所", "1").is_ok());
        for payee in ["王敏", "王 敏代收", "代办员", "代办员本人"] {
            assert_eq!(fee("规费", 500, "条例", payee, "1"), Err(FeeRefusal::ToLiaison), "{payee}");
        }
        assert!(fee("规费", 500, "条例", "王家镇派出所", "1").is_ok());
    }

    #[test]
    fn gifts_and_treats_are_refused_as_fees_by_what_they_are_called() {
        for (name, word) in [
            ("红包", "红包"),
            ("礼金工本费", "礼金"),
            ("吃请", "吃请"),
            ("烟酒", "烟酒"),
            ("土特产规费", "土特产"),
            ("送礼", "礼"),
        ] {
            assert_eq!(fee(name, 500, "惯例", "镇", "1"), Err(FeeRefusal::NeverCharged(word)), "{name}");
        }
        assert!(fee("林产品检疫规费", 500, "条例", "镇林业站", "1").is_ok());
    }

    #[test]
    fn money_carried_comes_to_nothing() {
        let day = Day::parse_iso("2026-11-24").unwrap();
        let mut money = PassThrough {
            purpose: "医保".to_owned(),
            received_on: day,
            received_fen: 40_000,
            receipt_no: String::new(),
            paid_on: None,
            paid_fen: 0,
            voucher: String::new(),
            refunded_fen: 0,
        };
        assert_eq!(money.balance_fen(), 40_000);
        money.paid_fen = 38_000;
        money.refunded_fen = 2_000;
        assert_eq!(money.balance_fen(), 0);
    }

    #[test]
    fn yuan_is_read_to_the_fen() {
        assert_eq!(parse_yuan("20"), Some(2000));
        assert_eq!(parse_yuan("20.5元"), Some(2050));
        assert_eq!(parse_yuan("20.505"), None);
        assert_eq!(parse_yuan("-3"), None);
        assert_eq!(yuan(2050), "20.50元");
        assert_eq!(yuan(-300), "-3元");
    }
}
