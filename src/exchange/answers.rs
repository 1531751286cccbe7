//! 回执: what the office answers a village, as one sealed file. JSON lines: first what it is, then packages, then answers.
//!
//! An answer that the village has not said it has heard is said again in every reply, with the number of the first; so a
//! lost reply heals itself, and one taken in twice says nothing new. It touches no file.

use std::path::Path;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::package::deliver::{Order, Part, Shape, deliver};
use super::package::error::{Cause, PackageError};
use super::package::{ONE_FILE_NAME, Onward, Progress, WrittenPackage};
use crate::disk::name::clean;
use crate::domain::day::Day;
use crate::domain::limits::REPLY_BYTES_MAX;
use crate::domain::office::AnswerKind;
use crate::seal::envelope::{self, Envelope, EnvelopeFault, EnvelopeKind};
use crate::seal::identity::{Identity, PublicKeys};

/// How the name of a reply ends.
pub const ENDING: &str = "dbr";
/// The version of the lines; a reader refuses a newer one.
const VERSION: u16 = 1;

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its number for this village.
    pub number: u32,
    /// The day it was written.
    pub on: Day,
    /// Packages that were taken in.
    pub packages: Vec<PackageReceipt>,
    /// What came of tasks.
    pub answers: Vec<TaskAnswer>,
}

/// That a package was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageReceipt {
    /// Its number in the village.
    pub number: u32,
    /// SHA-256 of its manifest, lower-case hex.
    pub sha256: String,
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskAnswer {
    /// Which, by the village's own identity.
    pub task: Uuid,
    /// Its 编号, for whoever reads.
    pub no: String,
    /// The number of the reply that said it first.
    pub first: u32,
    /// What.
    pub what: AnswerKind,
    /// The day.
    pub on: Day,
    /// 外部受理号, or what is missing; may be empty.
    pub words: String,
}

/// Why a file is no reply that is taken. Nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    /// The envelope is not whole, not signed by the one it names, or not for this village.
    #[error("{0}")]
    Envelope(#[from] EnvelopeFault),
    /// Of another office.
    #[error("这份回执不是您收过公开卡的那个单位写的，一点都没有收。请打电话给镇里核实")]
    OtherOffice,
    /// A package.
    #[error("这是村里交的包，不是镇里的回执。请拿 .dbr 结尾的那个文件")]
    NotAReply,
    /// Written by a newer program.
    #[error("这份回执是新版程序写的(第{0}版)，这里的程序认不得。请先升级程序")]
    Newer(u16),
    /// What is inside says nothing.
    #[error("回执里第{0}行看不懂，一点都没有收。请镇里重新写一份")]
    Inside(usize),
    /// Larger than any reply.
    #[error("这个文件大得不像回执，一点都没有收。请镇里重新写一份")]
    TooLarge,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line {
    Reply { version: u16, number: u32, on: String },
    Package(PackageReceipt),
    Answer { task: Uuid, no: String, first: u32, what: String, on: String, words: String },
}

/// Seals a reply to its village.
pub fn seal(reply: &Reply, from: &Identity, to: &PublicKeys) -> Result<Vec<u8>, envelope::NotSealed> {
    let head = Line::Reply { version: VERSION, number: reply.number, on: reply.on.to_string() };
    let packages = reply.packages.iter().cloned().map(Line::Package);
    let answers = reply.answers.iter().map(|answer| Line::Answer {
        task: answer.task,
        no: answer.no.clone(),
        first: answer.first,
        what: answer.what.label().to_owned(),
        on: answer.on.to_string(),
        words: answer.words.clone(),
    });
    let lines = [head].into_iter().chain(packages).chain(answers);
    let text: String = lines.filter_map(|line| serde_json::to_string(&line).ok()).map(|line| line + "\n").collect();
    if text.len() as u64 > REPLY_BYTES_MAX {
        return Err(envelope::NotSealed::TooLarge);
    }
    envelope::seal(from, to, EnvelopeKind::Answers, text.as_bytes())
}

/// Writes a reply by an office to a village as one new file in `dir`, reads it back and compares.
pub fn write(
    reply: &Reply,
    (from, to): (&Identity, &PublicKeys),
    village: &str,
    dir: &Path,
    progress: &mut dyn FnMut(Progress) -> Onward,
) -> Result<WrittenPackage, PackageError> {
    let name = format!("回执-{}-{:04}-{}.{ENDING}", clean(village, "村"), reply.number, reply.on);
    let sealed = seal(reply, from, to).map_err(|fault| Cause::NotSealed(fault.to_string()))?;
    let part = Part::new(ONE_FILE_NAME, sealed);
    let sha256 = part.sha256.clone();
    let parts = [part];
    let order = Order { parts: &parts, name: &name, shape: Shape::File, sha256: &sha256, dir, device: None };
    let path = deliver(&order, progress)?;
    Ok(WrittenPackage { name, path, sha256 })
}

/// Opens a reply of this office.
pub fn open(bytes: &[u8], village: &Identity, office: &PublicKeys) -> Result<Reply, NoReply> {
    if bytes.len() as u64 > REPLY_BYTES_MAX + envelope::OVERHEAD_BYTES as u64 {
        return Err(NoReply::TooLarge);
    }
    let envelope = Envelope::read(bytes)?;
    match envelope.kind {
        EnvelopeKind::Answers => {}
        EnvelopeKind::Package => return Err(NoReply::NotAReply),
    }
    if !envelope.is_from(office) {
        return Err(NoReply::OtherOffice);
    }
    read(&envelope.open(village)?)
}

fn read(plain: &[u8]) -> Result<Reply, NoReply> {
    let text = std::str::from_utf8(plain).map_err(|_| NoReply::Inside(1))?;
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let (_, head) = lines.next().ok_or(NoReply::Inside(1))?;
    let mut reply = match serde_json::from_str(head) {
        Ok(Line::Reply { version, .. }) if version > VERSION => return Err(NoReply::Newer(version)),
        Ok(Line::Reply { number, on, .. }) => {
            let on = Day::parse_iso(&on).ok_or(NoReply::Inside(1))?;
            Reply { number, on, packages: Vec::new(), answers: Vec::new() }
        }
        Ok(Line::Package(_) | Line::Answer { .. }) | Err(_) => return Err(NoReply::Inside(1)),
    };
    for (at, line) in lines {
        let wrong = || NoReply::Inside(at);
        match serde_json::from_str(line).map_err(|_| wrong())? {
            Line::Package(package) => reply.packages.push(package),
            Line::Answer { task, no, first, what, on, words } => {
                let what = AnswerKind::ALL.into_iter().find(|kind| kind.label() == what).ok_or_else(wrong)?;
                let on = Day::parse_iso(&on).ok_or_else(wrong)?;
                reply.answers.push(TaskAnswer { task, no, first, what, on, words });
            }
            Line::Reply { .. } => return Err(wrong()),
        }
    }
    Ok(reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply() -> Reply {
        let on = Day::parse_iso("2026-11-30").unwrap();
        let task = Uuid::from_u128(7);
        let answer = |what, words: &str| TaskAnswer {
            task,
            no: "2026-0231".to_owned(),
            first: 2,
            what,
            on,
            words: words.to_owned(),
        };
        Reply {
            number: 3,
            on,
            packages: vec![PackageReceipt { number: 4, sha256: "ab".repeat(32) }],
            answers: vec![answer(AnswerKind::Received, "渝2026-9"), answer(AnswerKind::SentBack, "户口簿")],
        }
    }

    #[test]
    fn a_reply_comes_out_as_it_was_put_in_to_its_village_alone() {
        let [village, office, stranger] = std::array::from_fn(|_| Identity::random().unwrap());
        let bytes = seal(&reply(), &office, &village.public()).unwrap();
        assert_eq!(open(&bytes, &village, &office.public()), Ok(reply()));
        let other = open(&bytes, &stranger, &office.public()).unwrap_err();
        assert_eq!(other, NoReply::Envelope(EnvelopeFault::NotForUs));
        assert_eq!(open(&bytes, &village, &stranger.public()), Err(NoReply::OtherOffice));
        let package = envelope::seal(&office, &village.public(), EnvelopeKind::Package, b"").unwrap();
        assert_eq!(open(&package, &village, &office.public()), Err(NoReply::NotAReply));
    }

    #[test]
    fn a_thousand_damages_are_all_refused() {
        let [village, office] = std::array::from_fn(|_| Identity::random().unwrap());
        let bytes = seal(&reply(), &office, &village.public()).unwrap();
        let mut seed = 11u64;
        let mut draw = |upto: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % upto
        };
        for nth in 0..1_000 {
            let mut harmed = bytes.clone();
            let at = draw(bytes.len() - 8);
            match nth % 4 {
                0 => harmed[at] ^= 1 << draw(8),
                1 => harmed.truncate(at),
                2 => drop(harmed.drain(at..at + 1 + draw(7))),
                _ => harmed.insert(at, harmed[at].wrapping_add(1)),
            }
            assert!(open(&harmed, &village, &office.public()).is_err(), "{nth}");
        }
    }

    #[test]
    fn lines_that_say_nothing_and_newer_ones_are_told() {
        let head = r#"{"kind":"reply","version":1,"number":1,"on":"2026-11-30"}"#;
        assert_eq!(read(b""), Err(NoReply::Inside(1)));
        assert_eq!(read(head.replace(":1,\"n", ":2,\"n").as_bytes()), Err(NoReply::Newer(2)));
        for line in ["{}", head, r#"{"kind":"package","number":-1,"sha256":""}"#] {
            assert_eq!(read(format!("{head}\n{line}\n").as_bytes()), Err(NoReply::Inside(2)), "{line}");
        }
        assert!(read(head.as_bytes()).is_ok());
    }
}
