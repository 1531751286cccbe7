//! A yes or no as it is typed: a whole answer changes it, and nothing that only begins like one does.
//!
//! Words come letter by letter: 没有企业愿意接 holds 有, and answers nothing.

use serde::{Deserialize, Serialize};

/// Said of what is no answer.
const FAULT: &str = "这里只答「是」或「否」，没有改；按 Backspace 清掉打的字，按空格换";

/// What was typed into a yes/no field since it was come to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Answer {
    words: String,
    /// What it said before.
    before: bool,
}

impl Answer {
    /// Takes typed text; says what is wrong with all that was typed, which then changes nothing.
    pub(super) fn take(&mut self, yes: &mut bool, text: &str) -> Result<(), String> {
        if self.words.trim().is_empty() {
            (self.words, self.before) = (String::new(), *yes);
        }
        let is_blank = text.trim().is_empty();
        self.words.push_str(text);
        match (meant(self.words.trim()), self.words.trim().is_empty()) {
            (Some(_), _) | (None, true) if is_blank => *yes = !*yes,
            (Some(answer), _) => *yes = answer,
            (None, _) => {
                *yes = self.before;
                return Err(FAULT.to_owned());
            }
        }
        Ok(())
    }
}

fn meant(words: &str) -> Option<bool> {
    match words {
        "是" | "有" | "能" | "y" | "Y" | "1" => Some(true),
        "否" | "无" | "没有" | "不能" | "不" | "n" | "N" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a no, and what a yes, becomes of what is typed letter by letter and at once.
    fn typed(words: &str) -> [bool; 2] {
        [false, true].map(|before| {
            let (mut slowly, mut at_once) = (before, before);
            let mut answer = Answer::default();
            for c in words.chars() {
                let _ = answer.take(&mut slowly, &c.to_string());
            }
            let _ = Answer::default().take(&mut at_once, words);
            assert_eq!(slowly, at_once, "{words}");
            slowly
        })
    }

    #[test]
    fn words_that_only_hold_an_answer_change_nothing() {
        for words in ["没有企业愿意接", "有企业愿意", "是不是再问", "不知道", "能办就办", "101", "是否"]
        {
            assert_eq!(typed(words), [false, true], "{words}");
        }
        for (words, answer) in [("是", true), ("有", true), ("能", true), ("y", true), ("1", true)] {
            assert_eq!(typed(words), [answer; 2], "{words}");
        }
        for words in ["否", "没有", "不能", "n", "0"] {
            assert_eq!(typed(words), [false; 2], "{words}");
        }
        assert_eq!(typed(" "), [true, false]);
    }
}
