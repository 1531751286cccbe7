//! The catalogue of matters 事项 a town's villages may bring, as editable data.

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::deadline::DeadlineRule;

/// Whether somebody else may carry the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProxyRule {
    /// 可代办.
    Allowed,
    /// 需委托: needs an entrustment and sight of both IDs.
    Entrusted,
    /// 须本人: the applicant must appear; the officer books and accompanies.
    InPerson,
}

/// What the village does for the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// 直办: done in the village.
    Direct,
    /// 代办: carried to the window.
    Proxy,
    /// 协办: accompanied and passed on.
    Assist,
    /// 告知: only told.
    Tell,
}

/// Where the matter is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// 村.
    Village,
    /// 镇.
    Town,
    /// 县(区).
    District,
    /// 外单位: police post, bank, insurer, company.
    Outside,
}

/// The kind of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaterialKind {
    /// 原件.
    Original,
    /// 复印件.
    Copy,
    /// 表格.
    Form,
    /// 照片.
    Photo,
}

/// A paper the matter asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialDef {
    /// The paper's name, as the checklist shows it.
    pub name: String,
    /// What kind of paper.
    pub kind: MaterialKind,
    /// Whether it is an original that must come back to the villager: `[原]`.
    pub comes_back: bool,
    /// Whether the matter can be taken in without it.
    pub optional: bool,
    /// Whether the office can look it up, so that it must not be asked for (数据可核对).
    pub on_record: bool,
}

/// One row of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterDef {
    /// Stable code: `S01`.
    pub code: String,
    /// Name as the officer says it.
    pub name: String,
    /// 收件窗口: who takes the papers.
    pub window: String,
    /// 责任站办: who answers for it.
    pub station: String,
    /// Where it is decided.
    pub level: Level,
    /// What the village does.
    pub mode: Mode,
    /// Whether it may be proxied.
    pub proxy: ProxyRule,
    /// The pilot's limit (or the town's): the liaison's own.
    pub limit: DeadlineRule,
    /// The statutory limit of the authority, where one is known.
    pub statutory: Option<DeadlineRule>,
    /// Where the limit and the rules come from, in words.
    pub basis: String,
    /// ✔ ◐ ≈ ⚠ as 确定 公开 常识 待核.
    pub certainty: String,
    /// The checklist.
    pub materials: Vec<MaterialDef>,
    /// Lawful cost-of-document fees, in words; empty when free.
    pub fee_note: String,
    /// What comes of it: 证, 批复, 补贴.
    pub result: String,
    /// First day on which the row may be used.
    pub valid_from: Option<Day>,
    /// Last day on which the row may be used.
    pub valid_to: Option<Day>,
    /// Other words people use for it.
    pub keywords: Vec<String>,
    /// For a bundle 一件事: the codes it opens, each a task with its own clock.
    pub bundle: Vec<String>,
    /// A hint shown at intake.
    pub hint: String,
}

/// Why a matter of the catalogue cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MatterRefusal {
    /// No such code.
    #[error("事项目录里没有「{0}」,请重新选")]
    Unknown(String),
}

/// The catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    rows: Vec<MatterDef>,
}

impl Catalogue {
    /// The one the program ships with.
    pub fn shipped() -> Catalogue {
        Catalogue::default()
    }

    /// The row with this code.
    pub fn get(&self, code: &str) -> Option<&MatterDef> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// The row with this code, where it may be used on `today`.
    pub fn usable(&self, code: &str, _today: Day) -> Result<&MatterDef, MatterRefusal> {
        self.get(code).ok_or_else(|| MatterRefusal::Unknown(code.to_owned()))
    }
}
