//! Papers: the checklist of a task 材料, and the ledger of originals in custody 证件保管.
//!
//! It knows which papers may never be kept; how long one may stay is in `limits`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::HoldId;
use super::matter::{MaterialDef, MaterialKind};

/// One paper on a task's checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its name; in a village, one for all papers of this name, and so are the reasons.
    pub name: Arc<str>,
    /// 原件、复印件、表格、照片.
    pub kind: MaterialKind,
    /// Whether it is an original that must come back.
    pub comes_back: bool,
    /// Whether the task can be accepted without it.
    pub optional: bool,
    /// The day it was handed in.
    pub got_on: Option<Day>,
    /// Why it need not be handed in: 免交(数据共享) or 容缺.
    pub waived: Option<Arc<str>>,
}

impl Material {
    /// A line of the checklist nobody has handed in yet; what the office can look up itself is waived at once.
    pub fn asked(def: &MaterialDef) -> Material {
        Material {
            name: def.name.as_str().into(),
            kind: def.kind,
            comes_back: def.comes_back,
            optional: def.optional,
            got_on: None,
            waived: def.on_record.then(|| "数据可核对，免交".into()),
        }
    }

    /// Whether it is a copy of an ID card, which carries on its face what alone it is good for.
    pub fn is_id_copy(&self) -> bool {
        let copied = self.kind == MaterialKind::Copy || self.name.contains("复印");
        copied && self.name.contains("身份证")
    }

    /// Whether acceptance still waits for it.
    pub fn is_missing(&self) -> bool {
        !self.optional && self.got_on.is_none() && self.waived.is_none()
    }
}

/// Where an original lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoldPlace {
    /// 在我处.
    Here,
    /// 在镇.
    Town,
    /// 在区 or another unit outside the town.
    District,
}

impl HoldPlace {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            HoldPlace::Here => "在我处",
            HoldPlace::Town => "在镇窗口",
            HoldPlace::District => "在区",
        }
    }
}

/// How a hand-back was signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signed {
    /// 签名.
    Name,
    /// 指印.
    Fingerprint,
    /// 代签.
    ByAnother,
}

impl Signed {
    /// All of them, in the order of the form.
    pub const ALL: [Signed; 3] = [Signed::Name, Signed::Fingerprint, Signed::ByAnother];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Signed::Name => "签名",
            Signed::Fingerprint => "指印",
            Signed::ByAnother => "代签",
        }
    }
}

/// The return of an original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldReturn {
    /// The day it was handed back.
    pub on: Day,
    /// To whom.
    pub to: String,
    /// How it was signed for.
    pub signed: Signed,
}

/// An original in custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalHold {
    /// Identity within the task.
    pub id: HoldId,
    /// Which paper: 户口簿.
    pub doc: String,
    /// Whose.
    pub owner: String,
    /// Why an office insists on the original.
    pub reason: String,
    /// The day it was taken.
    pub received_on: Day,
    /// The day by which it must be back.
    pub return_by: Day,
    /// Where it lies.
    pub place: HoldPlace,
    /// When, to whom and how it went back.
    pub returned: Option<HoldReturn>,
}

impl OriginalHold {
    /// Whether it is still out of its owner's hands.
    pub fn is_out(&self) -> bool {
        self.returned.is_none()
    }
}

/// What is written on a copy of an ID card that is handed in for this matter.
pub fn only_for(matter: &str) -> String {
    format!("复印件仅供办理{matter}用，再复印无效")
}

/// Papers and things that are never kept, whoever asks; the words as people say them.
const NEVER_KEPT: [&str; 12] =
    ["银行卡", "存折", "一卡通", "社保卡", "社会保障卡", "信用卡", "储蓄卡", "密码", "手机", "存单", "U盾", "现金"];

/// How a paper is called that is no such thing: its copy, its number written down, a form about it.
const NO_ORIGINAL: [&str; 10] = ["复印件", "照片", "卡号", "账号", "手机号", "号码", "表", "申请", "申请书", "截图"];

/// The word by which `doc` is one of the things never kept (discipline rules: 当场核对退还), if it is.
pub fn never_kept(doc: &str) -> Option<&'static str> {
    NEVER_KEPT.into_iter().find(|word| doc.contains(word))
}

/// The same of a line of a checklist, which may be a copy, a number or a form: by what it is called, not by what stands in
/// brackets behind it.
pub fn never_kept_paper(name: &str) -> Option<&'static str> {
    let called = name.split(['（', '(']).next().unwrap_or_default().trim();
    let several = called.contains(['和', '与', '、', '及']);
    let harmless = NO_ORIGINAL.iter().any(|word| called.ends_with(word)) && !several && !name.contains("原件");
    never_kept(name).filter(|_| !harmless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_passbooks_and_passwords_are_never_kept() {
        for doc in ["银行卡", "社保卡原件", "惠农一卡通", "存折(农商行)", "取款密码", "老人手机", "银行卡原件和复印件"]
        {
            assert!(never_kept(doc).is_some() && never_kept_paper(doc).is_some(), "{doc}");
        }
        for doc in ["社保卡（卡号已抄）", "存折（附手机号）", "银行卡和照片", "银行卡复印件和原件"]
        {
            assert!(never_kept_paper(doc).is_some(), "{doc}");
        }
        for doc in ["户口簿", "身份证", "残疾人证", "林权证"] {
            assert_eq!((never_kept(doc), never_kept_paper(doc)), (None, None), "{doc}");
        }
        for paper in
            ["银行卡复印件", "银行卡号（只抄号，不收卡）", "社保卡申领登记表", "一卡通账号变更表", "手机缴费截图"]
        {
            assert_eq!(never_kept_paper(paper), None, "{paper}");
            assert!(never_kept(paper).is_some(), "{paper} is taken into custody by nobody");
        }
    }
}
