//! Which file: one of those that were found, or a path that was typed, pasted, or dragged into the window.
//!
//! It looks at no file: what is there was found outside, and what cannot be read is said by the reading.

use std::path::PathBuf;

use crate::app::command::ListCommand;
use crate::app::list::{List, ListEvent};
use crate::app::register::RegisterFile;
use crate::app::screen::Context;
use crate::domain::pinyin::Query;

/// The choosing of a file.
#[derive(Debug, Default)]
pub struct FileStep {
    /// Places of the files that fit what was typed; what was typed is the list's filter.
    pub list: List<usize>,
    /// What was found; `None` while it is looked for.
    pub files: Option<Vec<RegisterFile>>,
}

impl FileStep {
    /// The step with this typed already, after it could not be read.
    pub fn typed(text: &str) -> FileStep {
        let mut step = FileStep::default();
        step.list.type_text(text);
        step
    }

    /// The path that is typed, if it looks like one.
    pub fn path(&self) -> Option<PathBuf> {
        typed_path(self.list.filter().text())
    }

    pub(super) fn found(&mut self, files: Vec<RegisterFile>, context: &Context<'_>) {
        self.files = Some(files);
        self.filter(context);
    }

    pub(super) fn filter(&mut self, _context: &Context<'_>) {
        let text = self.list.filter().text();
        let query = Query::new(if self.path().is_some() { "" } else { text });
        let files = self.files.iter().flatten().enumerate();
        let fits = files.filter(|(_, file)| query.matches(&file.name) || query.matches(&file.place));
        self.list.set_matches(fits.map(|(place, _)| place).collect());
    }

    /// Does a list command; gives the file that is to be read, or why there is none.
    pub(super) fn command(&mut self, command: ListCommand, context: &Context<'_>) -> Option<Result<PathBuf, String>> {
        match self.list.command(command) {
            ListEvent::Filtered => {
                self.filter(context);
                None
            }
            ListEvent::Opened => Some(self.chosen()),
            ListEvent::Moved | ListEvent::PaneWanted => None,
        }
    }

    fn chosen(&self) -> Result<PathBuf, String> {
        if let Some(path) = self.path() {
            return Ok(path);
        }
        let file = self.list.selected().and_then(|place| self.files.as_ref()?.get(*place));
        // What is none of the files found is a name in the folder the program was started in, as on the command line.
        file.map(|file| file.path.clone())
            .or_else(|| any_path(self.list.filter().text()))
            .ok_or_else(|| "没有选中文件：把文件拖进这个窗口，或打出它的位置，再按 Enter".to_owned())
    }
}

/// A path, or the bare name of something in the folder the program was started in.
pub fn any_path(text: &str) -> Option<PathBuf> {
    let bare = text.trim().trim_matches(['"', '\'', '“', '”']).trim();
    typed_path(text).or_else(|| (!bare.is_empty()).then(|| PathBuf::from(bare)))
}

/// A path as people type, paste or drag it: quotes, blanks around it, `file://`, `\ ` of a shell.
pub fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    let bare = text.trim_matches(['"', '\'', '“', '”']).trim();
    let quoted = bare.len() < text.len();
    if let Some(address) = bare.strip_prefix("file://") {
        return Some(PathBuf::from(without_percents(address)));
    }
    if !bare.contains(['/', '\\']) {
        return None;
    }
    let is_windows = bare.contains(":\\") || bare.starts_with("\\\\");
    // A terminal escapes what is dragged into it for a shell.
    let plain = if quoted || is_windows { bare.to_owned() } else { unescaped(bare) };
    Some(PathBuf::from(plain))
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            other => out.push(other),
        }
    }
    out
}

/// `%E5%A4%A7` and its like, as desktops put them into an address.
fn without_percents(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_however_it_came() {
        let path = |text: &str| typed_path(text).map(|path| path.display().to_string());
        assert_eq!(path(" '/media/我的 U盘/花名册.xlsx' ").as_deref(), Some("/media/我的 U盘/花名册.xlsx"));
        assert_eq!(path("/media/my\\ stick/a\\(1\\).xls").as_deref(), Some("/media/my stick/a(1).xls"));
        assert_eq!(path("file:///home/w/%E5%A4%A7%E5%9D%AA.csv").as_deref(), Some("/home/w/大坪.csv"));
        assert_eq!(path("\"D:\\资料\\花名册.xlsx\"").as_deref(), Some("D:\\资料\\花名册.xlsx"));
        assert_eq!(path("E:\\a b.xlsx").as_deref(), Some("E:\\a b.xlsx"));
        assert_eq!(path("~/桌面/a.xlsx").as_deref(), Some("~/桌面/a.xlsx"), "where that is, the desk knows");
        assert_eq!(path("花名册"), None);
        assert_eq!(any_path(" '花名册.xlsx' "), Some(PathBuf::from("花名册.xlsx")), "in the folder one stands in");
        assert_eq!((any_path("E:\\交表"), any_path(" ")), (Some(PathBuf::from("E:\\交表")), None));
    }
}
