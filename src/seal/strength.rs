//! How hard a passphrase is to guess, judged simply.
//!
//! An estimate and no proof: it counts what a guesser tries first as little, and knows no dictionary beyond a few words.
//! What it calls strong may be a line of a song. It refuses nothing but what is too short; that is the caller's to use.

use super::secret::Secret;

/// The fewest characters a passphrase has, Hanzi counted like letters.
pub const CHARACTERS_MIN: usize = 8;

/// What a guess of one person's passphrase takes, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// 弱: whoever has the disk finds it in hours, or it is guessed from the person's papers.
    Weak,
    /// 中: it takes a patient guesser.
    Fair,
    /// 强: not to be guessed with the means of a thief.
    Strong,
}

/// From here on it is fair; in bits, at 64 MiB a guess.
const FAIR_BITS: u32 = 30;
/// From here on it is strong.
const STRONG_BITS: u32 = 48;
/// Fewer different characters are weak at any length.
const DIFFERENT_MIN: usize = 5;
/// What a guesser tries first; each counts as little as two characters.
const COMMON: [&str; 22] = [
    "password",
    "passwd",
    "admin",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "1qaz",
    "2wsx",
    "q1w2",
    "1q2w",
    "iloveyou",
    "woaini",
    "woaiwojia",
    "daiban",
    "cunwei",
    "5201314",
    "1314",
    "密码",
    "我爱你",
    "一生平安",
    "恭喜发财",
    "代办",
];
const COMMON_BITS: u32 = 6;
/// A run of digits as long as a date, a phone number or the tail of an ID number is found in papers.
const DIGIT_RUN_BITS_MAX: u32 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Small,
    Capital,
    Sign,
    Other,
}

/// Whether it has enough characters, outer blanks not counted.
pub fn is_long_enough(passphrase: &Secret) -> bool {
    passphrase.folded().text().is_some_and(|text| text.chars().count() >= CHARACTERS_MIN)
}

/// Judges a passphrase.
pub fn strength(passphrase: &Secret) -> Strength {
    let folded = passphrase.folded();
    let Some(text) = folded.text() else { return Strength::Weak };
    let characters = zeroize::Zeroizing::new(text.chars().collect::<Vec<char>>());
    let different =
        characters.iter().enumerate().filter(|(at, c)| !characters.iter().take(*at).any(|b| b == *c)).count();
    if characters.len() < CHARACTERS_MIN || different < DIFFERENT_MIN || is_number(&characters) {
        return Strength::Weak;
    }
    match bits(&characters) {
        0..FAIR_BITS => Strength::Weak,
        FAIR_BITS..STRONG_BITS => Strength::Fair,
        STRONG_BITS.. => Strength::Strong,
    }
}

/// Digits alone, however grouped, and the ID number that ends in X: dates, phone numbers, cards.
fn is_number(characters: &[char]) -> bool {
    let (last, front) = match characters.split_last() {
        Some((last, front)) => (*last, front),
        None => return true,
    };
    let in_number =
        |c: &char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/' | '.' | '+' | '年' | '月' | '日' | '号');
    front.iter().all(in_number) && (in_number(&last) || last.eq_ignore_ascii_case(&'x'))
}

fn bits(characters: &[char]) -> u32 {
    let mut half_bits = 0;
    let mut digit_run_half_bits = 0;
    let mut changes = 0u32;
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if let Some(length) = common_at(characters, at) {
            half_bits += 2 * COMMON_BITS;
            at += length;
            digit_run_half_bits = 0;
            continue;
        }
        let class = class_of(character);
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        changes += u32::from(before.is_some_and(|before| class_of(before) != class));
        let worth = if is_expected(characters, at) { 1 } else { worth_half_bits(class) };
        if class == Class::Digit {
            let room = (2 * DIGIT_RUN_BITS_MAX).saturating_sub(digit_run_half_bits);
            digit_run_half_bits += worth;
            half_bits += worth.min(room);
        } else {
            digit_run_half_bits = 0;
            half_bits += worth;
        }
        at += 1;
    }
    // A word and a year is one change, with a capital in front two: only a real mixture counts.
    half_bits / 2 + 2 * changes.saturating_sub(2).min(6)
}

/// How many characters of a common word begin here.
fn common_at(characters: &[char], at: usize) -> Option<usize> {
    let rest = characters.get(at..)?;
    let begins = |word: &&str| {
        let mut rest = rest.iter();
        word.chars().all(|wanted| rest.next().is_some_and(|c| c.to_ascii_lowercase() == wanted))
    };
    COMMON.iter().filter(|word| begins(word)).map(|word| word.chars().count()).max()
}

/// The same as before, one more or one less, or the end of three characters that came already.
fn is_expected(characters: &[char], at: usize) -> bool {
    let code = |at: usize| characters.get(at).map(|c| u32::from(*c));
    let (Some(now), Some(before)) = (code(at), at.checked_sub(1).and_then(code)) else { return false };
    if now.abs_diff(before) <= 1 {
        return true;
    }
    let Some(three) = at.checked_sub(2).and_then(|start| characters.get(start..=at)) else { return false };
    characters.get(..at).unwrap_or_default().windows(3).any(|earlier| earlier == three)
}

fn class_of(character: char) -> Class {
    match character {
        '0'..='9' => Class::Digit,
        'a'..='z' => Class::Small,
        'A'..='Z' => Class::Capital,
        _ if character.is_ascii() => Class::Sign,
        _ => Class::Other,
    }
}

/// Not what the alphabet would give: people choose syllables, years and sayings.
fn worth_half_bits(class: Class) -> u32 {
    match class {
        Class::Digit => 5,
        Class::Small => 5,
        Class::Capital => 6,
        Class::Sign => 8,
        Class::Other => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Strength {
        strength(&Secret::from(text.to_owned()))
    }

    #[test]
    fn what_stands_in_papers_or_on_the_keyboard_is_weak() {
        for weak in [
            "",
            "1234567",
            "12345678",
            "19800101",
            "1980年1月1日",
            "13812345678",
            "138-1234-5678",
            "51012219800101123X",
            "510122198001011234",
            "５１０１２２１９８００１０１１２３ｘ",
            "6222020200012345678",
            "aaaaaaaa",
            "abcdefgh",
            "87654321a",
            "qwertyui",
            "password123",
            "abcabcabcabc",
            "zhangwei1980",
            "Zhangwei1980",
            "woaini1314",
            "一一一一一一一一",
            "Tr7$kq9",
            "我爱你密码密码",
            "1qaz2wsx",
        ] {
            assert_eq!(of(weak), Strength::Weak, "{weak}");
        }
    }

    #[test]
    fn longer_and_mixed_is_better() {
        for fair in ["Tr7$kq9!", "王小明家的狗叫旺财", "xiaohebianshu", "石板桥头老李1980"] {
            assert_eq!(of(fair), Strength::Fair, "{fair}");
        }
        for strong in [
            "王小明家的狗叫旺财今年七岁",
            "correct horse battery staple",
            "石板桥头有棵3人抱的黄葛树",
            "k9#Vw2!pZ7q%Lm",
        ] {
            assert_eq!(of(strong), Strength::Strong, "{strong}");
        }
    }

    #[test]
    fn eight_characters_are_asked_for_and_blanks_outside_are_none() {
        let enough = |text: &str| is_long_enough(&Secret::from(text.to_owned()));
        assert!(enough("山高水长石板桥头"));
        assert!(!enough("山高水长石板桥　 "));
        assert!(enough("abcdefgh"));
        assert!(!is_long_enough(&Secret::from(vec![0xff; 20])));
    }
}
