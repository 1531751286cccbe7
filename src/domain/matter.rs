//! What a matter 事项 is: who takes it, who decides, who may carry it, what it needs and how long it may take.
//!
//! The matters themselves are data: `catalogue` reads them and finds one, `station` says whose duty a thing is, and
//! `certificate` which papers a village may write. Nothing here knows tasks or computes a due date.

pub mod catalogue;
pub mod certificate;
mod matter_file;
pub mod station;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::deadline::DeadlineRule;

/// Whether somebody else may carry the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProxyRule {
    /// 可代办: anybody may carry it.
    Allowed,
    /// 需委托: needs an entrustment and sight of both IDs.
    Entrusted,
    /// 须本人: the applicant must appear; the officer books and accompanies.
    InPerson,
}

/// What the village does for the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl ProxyRule {
    /// Every rule, the loosest first.
    pub const ALL: [ProxyRule; 3] = [ProxyRule::Allowed, ProxyRule::Entrusted, ProxyRule::InPerson];

    /// The words of the table and of screens.
    pub fn label(self) -> &'static str {
        match self {
            ProxyRule::Allowed => "可代办",
            ProxyRule::Entrusted => "需委托",
            ProxyRule::InPerson => "须本人",
        }
    }

    /// 0 for the loosest to 2 for the strictest.
    pub(in crate::domain::matter) fn strictness(self) -> u8 {
        match self {
            ProxyRule::Allowed => 0,
            ProxyRule::Entrusted => 1,
            ProxyRule::InPerson => 2,
        }
    }
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 4] = [Mode::Direct, Mode::Proxy, Mode::Assist, Mode::Tell];

    /// The words of the table and of screens.
    pub fn label(self) -> &'static str {
        match self {
            Mode::Direct => "直办",
            Mode::Proxy => "代办",
            Mode::Assist => "协办",
            Mode::Tell => "告知",
        }
    }
}

impl Level {
    /// Every level, the nearest first.
    pub const ALL: [Level; 4] = [Level::Village, Level::Town, Level::District, Level::Outside];

    /// The words of the table and of screens.
    pub fn label(self) -> &'static str {
        match self {
            Level::Village => "村",
            Level::Town => "镇",
            Level::District => "县",
            Level::Outside => "外单位",
        }
    }

    /// Whether it is decided outside the town.
    pub fn is_out_of_town(self) -> bool {
        match self {
            Level::Village | Level::Town => false,
            Level::District | Level::Outside => true,
        }
    }
}

impl MaterialKind {
    /// The words of screens and of the receipt.
    pub fn label(self) -> &'static str {
        match self {
            MaterialKind::Original => "原件",
            MaterialKind::Copy => "复印件",
            MaterialKind::Form => "表格",
            MaterialKind::Photo => "照片",
        }
    }
}

/// A paper the matter asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialDef {
    /// The paper's name, as the checklist shows it.
    pub name: String,
    /// What kind of paper.
    pub kind: MaterialKind,
    /// Whether it is an original that must come back to the villager.
    pub comes_back: bool,
    /// Whether the matter can be taken in without it.
    pub optional: bool,
    /// Whether the office can look it up, so that it must not be asked for (数据可核对); such a one is always optional.
    pub on_record: bool,
}

/// One of several cases of a matter, chosen at intake, that differ in who may carry them: 新办, 换证.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The case, as the officer says it; unique in its matter.
    pub name: String,
    /// Whether this case may be proxied.
    pub proxy: ProxyRule,
    /// The liaison's own limit of this case, where it is not the matter's.
    pub limit: Option<DeadlineRule>,
}

/// A lawful limit that does not run from acceptance: a birth is to be declared within a month of the birth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLimit {
    /// The day it runs from, in words: 出生之日.
    pub from: String,
    /// How long.
    pub rule: DeadlineRule,
}

/// One of the matters that a bundle opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundlePart {
    /// The matter's code.
    pub code: String,
    /// Which case of it, where it has several.
    pub variant: Option<String>,
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
    /// 责任站办: who answers for it, by the station's name among the offices; what a task keeps. Shown is
    /// `Catalogue::station_of` or `Stations::name_of`, by the names the town has chosen.
    pub station: String,
    /// The station's code, by which stations are counted and renamed: `SH`.
    pub station_code: String,
    /// Codes of the stations that share in it, seldom any.
    pub also: Vec<String>,
    /// Where it is decided.
    pub level: Level,
    /// What the village does.
    pub mode: Mode,
    /// Whether it may be proxied; where the variants differ, the strictest of them.
    pub proxy: ProxyRule,
    /// The cases that differ in who may carry them; empty when there is only one.
    pub variants: Vec<Variant>,
    /// The pilot's limit (or the town's): the liaison's own.
    pub limit: DeadlineRule,
    /// The statutory limit of the authority, where one is known; it runs from acceptance.
    pub statutory: Option<DeadlineRule>,
    /// Extensions, exceptions and local practice, in words; empty when there are none.
    pub statutory_note: String,
    /// Lawful limits that run from another day than acceptance.
    pub event_limits: Vec<EventLimit>,
    /// Where the limit and the rules come from, in words.
    pub basis: String,
    /// How sure that is: 法条, 公开 (a public page, often one place's), 常识, 待核 (differs by place and year).
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
    /// For a bundle 一件事: the matters it opens, each a task with its own clock; empty for any other.
    pub bundle: Vec<BundlePart>,
    /// A hint shown at intake.
    pub hint: String,
}

impl MatterDef {
    /// Whether the officer can bring it to its end in the village: not where the applicant has to appear elsewhere.
    pub fn can_be_done_here(&self) -> bool {
        self.proxy != ProxyRule::InPerson || !self.level.is_out_of_town()
    }

    /// The case of this name.
    pub fn variant(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// The matter as it stands for one case of it, `残疾人证（到期换证）`: its own rule and limit, carried or, where the
    /// applicant must appear, accompanied. Without a case, or with one it does not have, the strictest rule holds.
    #[must_use]
    pub fn for_case(&self, variant: Option<&str>) -> MatterDef {
        let mut def = self.clone();
        if let Some(variant) = variant.and_then(|name| self.variant(name)) {
            def.name = format!("{}（{}）", self.name, variant.name);
            def.proxy = variant.proxy;
            def.limit = variant.limit.unwrap_or(self.limit);
            def.variants.clear();
            if def.mode == Mode::Assist && def.proxy != ProxyRule::InPerson {
                def.mode = Mode::Proxy;
            }
        }
        if def.proxy == ProxyRule::InPerson && matches!(def.mode, Mode::Direct | Mode::Proxy) {
            def.mode = Mode::Assist;
        }
        def
    }

    /// Refuses to carry what the applicant must do in person; ask it of the matter [`MatterDef::for_case`].
    ///
    /// # Errors
    /// `InPerson`, whose words offer 预约 and 陪同 instead.
    pub fn may_be_carried(&self) -> Result<(), MatterRefusal> {
        match self.proxy {
            ProxyRule::Allowed | ProxyRule::Entrusted => Ok(()),
            ProxyRule::InPerson => Err(MatterRefusal::InPerson { name: self.name.clone() }),
        }
    }

    /// The papers to ask for: all but those the office can look up.
    pub fn materials_to_ask(&self) -> impl Iterator<Item = &MaterialDef> {
        self.materials.iter().filter(|material| !material.on_record)
    }

    /// Whether it is a bundle 一件事, which opens other matters and is no task itself.
    pub fn is_bundle(&self) -> bool {
        !self.bundle.is_empty()
    }

    /// Whether the row may be used on this day.
    pub fn is_valid_on(&self, today: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= today) && self.valid_to.is_none_or(|to| today <= to)
    }
}

/// Why a matter cannot be taken in as asked. Shown as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MatterRefusal {
    /// No row has this code.
    #[error("事项目录里没有「{code}」。请输入事项名称另选，或请镇里补上这一条")]
    Unknown {
        /// The code asked for.
        code: String,
    },
    /// The row's time has not come.
    #[error("「{name}」从{from}起才能收件。可先记一笔，到时再办")]
    NotYet {
        /// The matter.
        name: String,
        /// Its first day.
        from: Day,
    },
    /// The row's time is over.
    #[error("「{name}」只用到{to}，已过期，不能再收件。请向镇里要新的事项目录，放进 tables 文件夹")]
    Expired {
        /// The matter.
        name: String,
        /// Its last day.
        to: Day,
    },
    /// The applicant must appear.
    #[error("「{name}」须本人到场，不能代办。可以改成协办：帮忙预约、陪同前去")]
    InPerson {
        /// The matter, and the case of it.
        name: String,
    },
}
