//! One fault of a table file that a town may edit: which file, which line, what is wrong and what to write instead.
//!
//! It reads no table itself: each subject knows its own keys, and `row` reads one row of any.

pub(in crate::domain) mod row;

use std::fmt;

/// One fault of a table file. A loader reports all of them, never only the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFault {
    /// The file, as the person who edits it knows it.
    pub file: String,
    /// The line, counted from 1; 0 when the fault is the whole file's.
    pub line: usize,
    /// What is wrong and what to do, in plain Chinese, without a full stop.
    pub message: String,
}

impl TableFault {
    /// A fault at this line.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> TableFault {
        TableFault { file: file.to_owned(), line, message: message.into() }
    }

    /// The fault of a file that is not well-formed at this place, said without the parser's English.
    pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> TableFault {
        let line = error.span().map_or(0, |span| line_of(text, span.start));
        let message = if error.message().contains("duplicate key") {
            "这一项前面已经写过，删掉一处"
        } else {
            "这一行写法不对，检查英文引号、逗号、等号和方括号"
        };
        TableFault::new(file, line, message)
    }
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TableFault { file, line, message } = self;
        match line {
            0 => write!(f, "{file}：{message}"),
            line => write!(f, "{file} 第{line}行：{message}"),
        }
    }
}

/// The line, counted from 1, on which byte `offset` of `text` stands; an offset past the end is on the last line.
pub fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_file_and_line() {
        assert_eq!(TableFault::new("holidays.toml", 7, "没有这一天").to_string(), "holidays.toml 第7行：没有这一天");
        assert_eq!(TableFault::new("holidays.toml", 0, "读不出来").to_string(), "holidays.toml：读不出来");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let text = "甲\n乙\n丙";
        assert_eq!([0, 3, 4, 8, 99].map(|offset| line_of(text, offset)), [1, 1, 2, 3, 3]);
    }
}
