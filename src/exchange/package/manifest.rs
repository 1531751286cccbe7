//! 清单.json: what a package is and which parts it has, each with its size and SHA-256.
//!
//! A JSON object over several lines, and then, as the last line, the SHA-256 in lower-case hex of all bytes before that
//! line. Reading is strict: nothing is trimmed, folded or guessed. It opens no part.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::MANIFEST_NAME;

/// What its `format` says.
pub const FORMAT: &str = "daiban-package";
/// The version written here; a newer one is refused by name.
pub const VERSION: u16 = 1;
/// Hex digits of a SHA-256.
const HEX_BYTES: usize = 64;

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What kind of file it is.
    pub format: String,
    /// The version of the manifest.
    pub version: u16,
    /// The folder's name as it was written.
    pub name: String,
    /// 村(居)名.
    pub village: String,
    /// 镇(街)名.
    pub township: String,
    /// 代办员姓名.
    pub liaison: String,
    /// 接收单位.
    pub receiver: String,
    /// 用途.
    pub purpose: String,
    /// Its number in this village.
    pub number: u32,
    /// Records touched after this act are in it; 0 for everything.
    pub from: u64,
    /// Records touched up to this act are in it.
    pub to: u64,
    /// The day it was written, `2026-11-24`.
    pub created: String,
    /// How many of each kind of record.
    pub counts: ManifestCounts,
    /// Numbers of packages before this one that never came to be.
    pub voided: Vec<u32>,
    /// Which fields are in it, and whether masked.
    pub fields: Vec<String>,
    /// Its files, without the manifest.
    pub parts: Vec<ManifestPart>,
    /// To whom it is sealed, and how it hangs on what went before; only in a sealed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ManifestChain>,
}

/// To whom a sealed package is, and where the village's record stood: two records that both go on from one are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestChain {
    /// The fingerprint of the office it is sealed to, so that nobody seals it anew to another.
    pub recipient: String,
    /// Where the chain of the record stands after the act `to`.
    pub head: ManifestHead,
    /// The same after the last act of each earlier package, the newest first.
    pub passed: Vec<ManifestHead>,
    /// The numbers of the office's replies that were taken in.
    pub replies: Vec<u32>,
    /// The numbers of packages that went another way: on paper, open, to somebody else.
    pub elsewhere: Vec<u32>,
}

/// Where the chain of the record stood after the last act of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestHead {
    /// The number of the package.
    pub number: u32,
    /// The act.
    pub act: u64,
    /// The link, lower-case hex.
    pub link: String,
}

/// How many of each kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestCounts {
    /// Households 户.
    pub households: usize,
    /// People 人口.
    pub people: usize,
    /// Tasks 代办件.
    pub tasks: usize,
    /// Originals 证件原件 that are out of their owners' hands.
    pub originals: usize,
    /// What is known no more: the dead, the moved, the merged.
    pub gone: usize,
}

/// One file of the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestPart {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
}

impl ManifestPart {
    /// Whether it is named like one file in the package itself: nothing that leads elsewhere, and not the manifest.
    pub(crate) fn has_plain_name(&self) -> bool {
        let name = self.name.as_str();
        !matches!(name, "" | "." | ".." | MANIFEST_NAME) && !name.contains(['/', '\\', ':', '\0']) && name.len() <= 255
    }
}

/// Why bytes are no whole manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ManifestFault {
    /// Its last line is not there, is not the sum of the rest, or something follows it.
    Changed,
    /// The sum fits, but it is no manifest of this program.
    NotOurs,
    /// Of a newer version.
    Newer(u16),
}

/// What is read first, whatever else a newer version may hold.
#[derive(Deserialize)]
struct Opening {
    format: String,
    version: u16,
}

impl Manifest {
    /// The bytes of the file, and the sum in its last line.
    pub(crate) fn to_bytes(&self) -> Result<(Vec<u8>, String), serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let sum = hex(&Sha256::digest(&bytes));
        bytes.extend_from_slice(sum.as_bytes());
        bytes.push(b'\n');
        Ok((bytes, sum))
    }

    /// Reads what [`Manifest::to_bytes`] wrote.
    pub(crate) fn read(bytes: &[u8]) -> Result<Manifest, ManifestFault> {
        let body_bytes = bytes.len().checked_sub(HEX_BYTES + 1).ok_or(ManifestFault::Changed)?;
        let (body, last) = bytes.split_at(body_bytes);
        let sum = hex(&Sha256::digest(body));
        if !body.ends_with(b"\n") || last.strip_suffix(b"\n") != Some(sum.as_bytes()) {
            return Err(ManifestFault::Changed);
        }
        let opening: Opening = serde_json::from_slice(body).map_err(|_| ManifestFault::NotOurs)?;
        if opening.format != FORMAT || opening.version == 0 {
            return Err(ManifestFault::NotOurs);
        }
        if opening.version > VERSION {
            return Err(ManifestFault::Newer(opening.version));
        }
        serde_json::from_slice(body).map_err(|_| ManifestFault::NotOurs)
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS[usize::from(nibble & 15)];
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            name: "代办-大坪村-0001-2026-11-24".to_owned(),
            village: "大坪村".to_owned(),
            township: "慈云镇".to_owned(),
            liaison: "王敏".to_owned(),
            receiver: "镇便民服务中心".to_owned(),
            purpose: "月报".to_owned(),
            number: 1,
            from: 0,
            to: 9,
            created: "2026-11-24".to_owned(),
            counts: ManifestCounts { households: 1, people: 2, tasks: 3, originals: 4, gone: 5 },
            voided: vec![],
            fields: vec![],
            parts: vec![ManifestPart { name: "数据.jsonl".to_owned(), bytes: 3, sha256: "ab".to_owned() }],
            chain: None,
        }
    }

    #[test]
    fn the_last_line_is_the_sum_of_all_before_it() {
        let (bytes, sum) = manifest().to_bytes().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let body = text.strip_suffix(&format!("{sum}\n")).unwrap();
        assert_eq!(hex(&Sha256::digest(body.as_bytes())), sum);
        assert_eq!(Manifest::read(&bytes), Ok(manifest()));
    }

    #[test]
    fn nothing_is_trimmed_or_folded() {
        let (bytes, sum) = manifest().to_bytes().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for changed in [
            text.trim_end().to_owned(),
            format!("{text}\n"),
            format!(" {text}"),
            text.replace('\n', "\r\n"),
            text.replace(&sum, &sum.to_uppercase()),
            format!("{text}{sum}\n"),
            String::new(),
        ] {
            assert_eq!(Manifest::read(changed.as_bytes()), Err(ManifestFault::Changed), "{changed}");
        }
    }

    #[test]
    fn a_newer_or_a_foreign_manifest_is_named_as_such() {
        let newer = Manifest { version: 2, ..manifest() };
        assert_eq!(Manifest::read(&newer.to_bytes().unwrap().0), Err(ManifestFault::Newer(2)));
        let foreign = Manifest { format: "x".to_owned(), ..manifest() };
        assert_eq!(Manifest::read(&foreign.to_bytes().unwrap().0), Err(ManifestFault::NotOurs));
    }

    proptest! {
        #[test]
        fn garbage_is_refused_and_never_stops_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(Manifest::read(&bytes), Err(ManifestFault::Changed));
        }
    }
}
