//! 公开卡: the public half of a village or an office, carried by hand as a small file that anyone may read.
//!
//! It holds no secret. Whose it is says the name in it and nothing else: the fingerprint is compared by phone before it is
//! believed.

use std::io;

use serde::{Deserialize, Serialize};

use crate::disk::name::clean;
use crate::seal::identity::{PUBLIC_BYTES, PublicKeys};

use super::package::manifest::hex;

/// What its `format` says.
const FORMAT: &str = "daiban-card";
/// The version written here; a newer one is refused by name.
const VERSION: u16 = 1;
/// What a text editor of Windows puts in front of a text.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// The longest name in a card, in characters.
const NAME_CHARS_MAX: usize = 60;

/// Whose a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardKind {
    /// 村.
    Village,
    /// 镇.
    Office,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whose.
    pub kind: CardKind,
    /// The village's or the office's name.
    pub name: String,
    /// 镇(街)名; of an office it may be empty.
    pub township: String,
    /// 代办员姓名; of an office it is empty.
    pub liaison: String,
    /// The public half.
    pub keys: PublicKeys,
}

/// Why a file is no card that can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACard {
    /// The system refused to read it.
    #[error("公开卡读不出来，什么都没有收。请看看文件在不在、盘插好没有")]
    Unread(io::ErrorKind),
    /// Something else.
    #[error("这不是代办的公开卡，什么都没有收。请拿名字像「代办公开卡-某某.json」的那个文件")]
    NotOurs,
    /// The card of the other side.
    #[error("这是{is}的公开卡，这里要{wanted}的，什么都没有收")]
    OtherKind {
        /// Whose it is.
        is: &'static str,
        /// Whose is wanted.
        wanted: &'static str,
    },
    /// Changed or damaged.
    #[error("这张公开卡被改动过或者坏了，什么都没有收。请对方重新给一张")]
    Changed,
    /// Of a newer program.
    #[error("这张公开卡是新版程序写的(第{0}版)，这里的程序认不得。请先升级程序")]
    Newer(u16),
}

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u16,
    kind: CardKind,
    name: String,
    township: String,
    liaison: String,
    keys: String,
    fingerprint: String,
}

/// What is read first, whatever else a newer version may hold.
#[derive(Deserialize)]
struct Opening {
    format: String,
    version: u16,
}

impl CardKind {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            CardKind::Village => "村里",
            CardKind::Office => "镇里",
        }
    }
}

impl Card {
    /// The bytes of its file: JSON, so that scripts read it too.
    pub fn to_bytes(&self) -> Vec<u8> {
        let file = File {
            format: FORMAT.to_owned(),
            version: VERSION,
            kind: self.kind,
            name: self.name.clone(),
            township: self.township.clone(),
            liaison: self.liaison.clone(),
            keys: hex(&self.keys.to_bytes()),
            fingerprint: self.keys.fingerprint(),
        };
        let mut bytes = serde_json::to_vec_pretty(&file).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("代办公开卡-{}.json", clean(&self.name, "村"))
    }

    /// Reads a card of this kind.
    pub fn read(bytes: &[u8], wanted: CardKind) -> Result<Card, NotACard> {
        let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
        let opening: Opening = serde_json::from_slice(bytes).map_err(|_| NotACard::NotOurs)?;
        if opening.format != FORMAT || opening.version == 0 {
            return Err(NotACard::NotOurs);
        }
        if opening.version > VERSION {
            return Err(NotACard::Newer(opening.version));
        }
        let file: File = serde_json::from_slice(bytes).map_err(|_| NotACard::Changed)?;
        let keys = unhex(&file.keys).and_then(|keys| PublicKeys::from_slice(&keys)).ok_or(NotACard::Changed)?;
        let fits = keys.fingerprint() == file.fingerprint;
        let texts = [&file.name, &file.township, &file.liaison];
        let plain = |text: &&String| text.chars().count() <= NAME_CHARS_MAX && !text.chars().any(char::is_control);
        if !fits || file.name.trim().is_empty() || !texts.iter().all(plain) {
            return Err(NotACard::Changed);
        }
        if file.kind != wanted {
            return Err(NotACard::OtherKind { is: file.kind.label(), wanted: wanted.label() });
        }
        let File { kind, name, township, liaison, .. } = file;
        Ok(Card { kind, name, township, liaison, keys })
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    let digits = digits.filter(|digits| digits.len() == 2 * PUBLIC_BYTES)?;
    digits.chunks(2).map(|pair| Some(pair.first()? * 16 + pair.last()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::identity::Identity;

    fn card() -> Card {
        let keys = Identity::random().unwrap().public();
        let (name, township) = ("大坪村".to_owned(), "慈云镇".to_owned());
        Card { kind: CardKind::Village, name, township, liaison: "王敏".to_owned(), keys }
    }

    #[test]
    fn a_card_is_read_as_it_was_written() {
        let card = card();
        assert_eq!(Card::read(&card.to_bytes(), CardKind::Village), Ok(card.clone()));
        assert_eq!(card.file_name(), "代办公开卡-大坪村.json");
        let with_mark = [MARK, &card.to_bytes()].concat();
        assert_eq!(Card::read(&with_mark, CardKind::Village), Ok(card.clone()));
        let other = Card::read(&card.to_bytes(), CardKind::Office).unwrap_err();
        assert_eq!(other.to_string(), "这是村里的公开卡，这里要镇里的，什么都没有收");
    }

    #[test]
    fn every_digit_of_the_keys_is_covered_by_the_fingerprint() {
        let card = card();
        let text = String::from_utf8(card.to_bytes()).unwrap();
        let keys = hex(&card.keys.to_bytes());
        let at = text.find(&keys).unwrap();
        for digit in 0..keys.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at + digit] = if bytes[at + digit] == b'0' { b'1' } else { b'0' };
            assert_eq!(Card::read(&bytes, CardKind::Village), Err(NotACard::Changed), "{digit}");
        }
    }

    #[test]
    fn what_is_no_card_is_told_apart() {
        let text = String::from_utf8(card().to_bytes()).unwrap();
        let read = |text: String| Card::read(text.as_bytes(), CardKind::Village).unwrap_err();
        assert_eq!(read(text.replace("\"version\": 1", "\"version\": 2")), NotACard::Newer(2));
        assert_eq!(read(text.replace("大坪村", "")), NotACard::Changed);
        assert_eq!(read(text.replace("大坪村", "大\\u001b坪")), NotACard::Changed);
        assert_eq!(read(text.replace(FORMAT, "daiban-package")), NotACard::NotOurs);
        assert_eq!(read(text.chars().take(60).collect()), NotACard::NotOurs);
        assert_eq!(read(String::new()), NotACard::NotOurs);
    }
}
