//! 交表包: the record of everything that was ever handed over, to whom, with what.
//!
//! The package itself is written by `exchange`; here is what stays known of it, for the day a stick is lost.

use serde::{Deserialize, Serialize};

use super::day::Moment;
use super::id::{PackageId, PersonId, Seq};
use super::village::Village;

/// For what a package is, where nobody says otherwise.
pub const DEFAULT_PURPOSE: &str = "代办月报";

/// How the name of a workbook ends that opens with a password.
pub const LOCKED_ENDING: &str = "xlsx";
/// How the name of a sealed package ends.
pub const SEALED_ENDING: &str = "dbx";

/// How a package is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// So that the office alone opens it, where its card was accepted; else not at all.
    ForOffice,
    /// With a password that is told by phone.
    Locked,
    /// Not at all, though the office's card be known.
    Open,
}

impl Manner {
    /// What can be chosen, the usual one first.
    pub fn offered(office_is_known: bool) -> &'static [Manner] {
        match office_is_known {
            true => &[Manner::ForOffice, Manner::Locked, Manner::Open],
            false => &[Manner::Open, Manner::Locked],
        }
    }

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Manner::ForOffice => "加密，只有镇里打得开",
            Manner::Locked => "一张带密码的表，密码打电话告诉镇里",
            Manner::Open => "不加密的文件夹",
        }
    }
}

impl Village {
    /// The next package number.
    pub fn next_package_no(&self) -> u32 {
        self.packages().map(|package| package.no).max().unwrap_or(0) + 1
    }
}

/// Packages that were written and that the town has not signed for, by their numbers. A later one that it signed for holds
/// what they held, if it opens in the same book; a form that was filled goes its own way.
pub fn unconfirmed(village: &Village) -> Vec<&ExportPackage> {
    let signed = |sealed: bool| {
        let signed = village.packages().filter(|package| package.state == PackageState::Confirmed);
        signed.filter(|package| package.is_sealed() || !sealed).map(|package| package.no).max().unwrap_or(0)
    };
    let (any, sealed) = (signed(false), signed(true));
    let written = village.packages().filter(|package| package.state == PackageState::Written && !package.is_form());
    let mut waiting: Vec<&ExportPackage> =
        written.filter(|package| package.no > if package.is_sealed() { sealed } else { any }).collect();
    waiting.sort_by_key(|package| package.no);
    waiting
}

/// For whom a package is, where nobody says otherwise.
pub fn default_receiver(township: &str) -> String {
    format!("{township}便民服务中心")
}

/// How far a package came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackageState {
    /// 正在写: begun, not known to be whole.
    Begun,
    /// 已写盘: written, read back and compared.
    Written,
    /// 作废: writing failed or was stopped.
    Voided,
    /// 镇已签收.
    Confirmed,
}

impl PackageState {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            PackageState::Begun => "没写完",
            PackageState::Written => "已写盘",
            PackageState::Voided => "作废",
            PackageState::Confirmed => "镇已签收",
        }
    }
}

/// Who can read a package that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// The office alone.
    Sealed,
    /// Whoever knows the passphrase: a workbook that is no form.
    Passphrase,
    /// Everybody.
    Open,
    /// Not known: the writing was not ended, and something of it may lie there.
    Unfinished,
}

impl Openness {
    /// The same in words; `receiver` is whom it was for.
    pub fn words(self, receiver: &str) -> String {
        match self {
            Openness::Sealed => format!("加了密，只有{receiver}打得开，捡到的人看不到"),
            Openness::Passphrase => "有口令，没有口令打不开；口令和U盘放在一起了，就当谁都能看".to_owned(),
            Openness::Open => "没有加密，谁捡到都能看".to_owned(),
            Openness::Unfinished => "没写完：留下的那一点，就当谁捡到都能看".to_owned(),
        }
    }
}

/// One package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportPackage {
    /// Identity.
    pub id: PackageId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Its number in this village, from 1; 0 for a form.
    pub no: u32,
    /// When it was begun.
    pub at: Moment,
    /// Records touched after this act are in it; 0 for everything.
    pub from: Seq,
    /// Records touched up to this act are in it; 0 for a form.
    pub to: Seq,
    /// The name of the folder or file that was written.
    pub name: String,
    /// Where it was written.
    pub place: String,
    /// For whom: 镇便民服务中心.
    pub receiver: String,
    /// For what purpose.
    pub purpose: String,
    /// Whose data is in it.
    pub people: Vec<PersonId>,
    /// How many tasks are in it.
    pub tasks_count: u32,
    /// Which fields are in it, and whether masked.
    pub fields: Vec<String>,
    /// SHA-256 of its manifest, lower-case hex; empty until written.
    pub sha256: String,
    /// How far it came.
    pub state: PackageState,
}

impl ExportPackage {
    /// 填表: a form of the office that was filled. It spans no acts and has no number: nothing that is told of packages,
    /// where the next one begins and which numbers are missing, is told of it.
    pub fn is_form(&self) -> bool {
        self.to == Seq(0)
    }

    /// Whether it opens with a password that follows from the village's own secret.
    pub fn is_locked(&self) -> bool {
        !self.is_form() && self.name.ends_with(LOCKED_ENDING)
    }

    /// Whether only the office opens it.
    pub fn is_sealed(&self) -> bool {
        self.name.ends_with(SEALED_ENDING)
    }

    /// Who can read it.
    pub fn openness(&self) -> Openness {
        match self.state {
            PackageState::Begun | PackageState::Voided => Openness::Unfinished,
            PackageState::Written | PackageState::Confirmed if self.is_sealed() => Openness::Sealed,
            PackageState::Written | PackageState::Confirmed => match self.is_locked() {
                true => Openness::Passphrase,
                false => Openness::Open,
            },
        }
    }

    /// What it is called.
    pub fn title(&self) -> String {
        if self.is_form() { format!("{} 填表", self.at.day()) } else { format!("第{}包", self.no) }
    }
}
