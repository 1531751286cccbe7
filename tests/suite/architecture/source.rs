//! Rust sources taken apart just far enough: code without comments, strings and tests, and the strings by line.
//!
//! It is no parser: it knows where comments, literals and brackets begin and end, and nothing of types.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file.
pub(super) struct Source {
    /// From the package's root, with `/`.
    pub(super) path: String,
    /// As it is.
    pub(super) text: String,
    /// The code alone: comments and the insides of literals are blanks, items under `#[cfg(test)]` are gone. Lines
    /// keep their numbers.
    pub(super) code: String,
    /// The string literals outside tests: line, counted from 1, and content with `\u{…}` read.
    pub(super) strings: Vec<(usize, String)>,
    /// Lines that are not inside tests.
    pub(super) lines: usize,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Source {
        let (blanked, strings) = blank(text);
        let tests = test_spans(&blanked);
        let in_tests = |at: usize| tests.iter().any(|(start, end)| (*start..*end).contains(&at));
        let code =
            blanked.iter().enumerate().map(|(at, c)| if in_tests(at) && *c != '\n' { ' ' } else { *c }).collect();
        let test_lines: usize = tests.iter().map(|(start, end)| line_breaks(&blanked[*start..*end]) + 1).sum();
        let outside =
            |(at, content): (usize, String)| (!in_tests(at)).then(|| (line_breaks(&blanked[..at]) + 1, content));
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            strings: strings.into_iter().filter_map(outside).collect(),
            lines: text.lines().count().saturating_sub(test_lines),
        }
    }

    /// `src/ui/cells.rs` and `src/ui.rs` are both within `src/ui`.
    pub(super) fn is_within(&self, place: &str) -> bool {
        let rest = self.path.strip_prefix(place);
        self.path == place || rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }
}

impl Source {
    /// The file that must declare this one, unless it is a root.
    pub(super) fn parent(&self) -> Option<String> {
        match self.path.rsplit_once('/')? {
            ("src", "lib.rs" | "main.rs") | ("tests", "suite.rs") => None,
            ("src", _) => Some("src/lib.rs".to_owned()),
            ("tests", _) => Some("tests/suite.rs".to_owned()),
            (folder, _) => Some(format!("{folder}.rs")),
        }
    }

    /// `mod name;`, as the parent has it.
    pub(super) fn declaration(&self) -> String {
        format!("mod {};", self.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs"))
    }

    /// Whether this file declares that one, tests or not.
    pub(super) fn declares(&self, child: &Source) -> bool {
        let declaration = child.declaration();
        let visibility = |line: &str| line.trim().strip_suffix(&declaration).map(|before| before.trim().to_owned());
        let is_visibility = |before: String| before.is_empty() || before == "pub" || before.starts_with("pub(");
        self.text.lines().filter_map(visibility).any(is_visibility)
    }
}

/// Every Rust file under `src` and `tests`.
pub(super) fn tree() -> Vec<Source> {
    let found = files("src").into_iter().chain(files("tests")).filter(|path| path.ends_with(".rs"));
    let mut tree: Vec<Source> = found.map(|path| Source::new(&path, &read(&path))).collect();
    clear_tests(&mut tree);
    tree
}

/// Empties the files that are modules of tests: those that a parent declares under `#[cfg(test)]`, or whose parent is
/// one.
pub(super) fn clear_tests(tree: &mut [Source]) {
    loop {
        let is_test = |source: &Source| {
            let parent = tree.iter().find(|parent| Some(&parent.path) == source.parent().as_ref());
            parent.is_some_and(|parent| parent.declares(source) && !parent.code.contains(&source.declaration()))
        };
        let Some(at) = tree.iter().position(|source| !source.code.is_empty() && is_test(source)) else { return };
        if let Some(source) = tree.get_mut(at) {
            source.code.clear();
            source.strings.clear();
            source.lines = 0;
        }
    }
}

/// Every table that is built into the program or shipped beside it.
pub(super) fn data() -> Vec<(String, String)> {
    let found = files("src").into_iter().chain(files("keymaps"));
    found.filter(|path| path.ends_with(".toml")).map(|path| (path.clone(), read(&path))).collect()
}

/// The text of a file of the package.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{folder}/{}", path.file_name().and_then(|name| name.to_str()).unwrap());
        if Path::is_dir(&path) {
            paths.extend(files(&name));
        } else {
            paths.push(name);
        }
    }
    paths.sort();
    paths
}

fn line_breaks(chars: &[char]) -> usize {
    chars.iter().filter(|c| **c == '\n').count()
}

/// Blanks comments and the insides of literals, and gives the string literals with the place where each begins.
fn blank(text: &str) -> (Vec<char>, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut strings) = (chars.clone(), Vec::new());
    let mut at = 0;
    while at < chars.len() {
        let (end, content) = literal_end(&chars, at);
        if let Some(content) = content {
            strings.push((at, content));
        }
        for c in out.iter_mut().take(end).skip(at).filter(|c| **c != '\n') {
            *c = ' ';
        }
        at = end.max(at + 1);
    }
    (out, strings)
}

/// Where the comment or literal that begins here ends (here, when none begins), and what a string holds.
fn literal_end(chars: &[char], at: usize) -> (usize, Option<String>) {
    let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or('\n');
    let starts_word = at == 0 || !(chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match (chars[at], next(1)) {
        ('/', '/') => (find(chars, at, |c| c == '\n'), None),
        ('/', '*') => (comment_end(chars, at), None),
        ('"', _) => string_end(chars, at),
        ('r', '"' | '#') | ('b', 'r') if starts_word => raw_end(chars, at),
        // A char, and no lifetime: it is escaped, or closes after one character.
        ('\'', '\\') => (find(chars, at + 3, |c| c == '\'') + 1, None),
        ('\'', _) if next(2) == '\'' => (at + 3, None),
        _ => (at, None),
    }
}

fn find(chars: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|at| is(chars[*at])).unwrap_or(chars.len())
}

fn comment_end(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn string_end(chars: &[char], start: usize) -> (usize, Option<String>) {
    let (mut at, mut content) = (start + 1, String::new());
    while at < chars.len() && chars[at] != '"' {
        if chars[at] != '\\' {
            content.push(chars[at]);
            at += 1;
        } else if chars.get(at + 1) == Some(&'u') {
            let close = find(chars, at, |c| c == '}');
            let digits: String = chars[(at + 3).min(close)..close].iter().collect();
            content.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            at = close + 1;
        } else {
            at += 2;
        }
    }
    (at + 1, Some(content))
}

fn raw_end(chars: &[char], start: usize) -> (usize, Option<String>) {
    let hashes_at = find(chars, start, |c| c != 'b' && c != 'r');
    let open = find(chars, hashes_at, |c| c != '#');
    if chars.get(open) != Some(&'"') {
        return (start, None); // r#type, bread
    }
    let closing: Vec<char> = std::iter::once('"').chain(chars[hashes_at..open].iter().copied()).collect();
    let close = (open + 1..chars.len()).find(|at| chars[*at..].starts_with(&closing)).unwrap_or(chars.len());
    (close + closing.len(), Some(chars[open + 1..close].iter().collect()))
}

/// Items under `#[cfg(test)]`, attribute included.
fn test_spans(code: &[char]) -> Vec<(usize, usize)> {
    let attribute: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut spans = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if code[at..].starts_with(&attribute) {
            let end = item_end(code, at + attribute.len());
            spans.push((at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    spans
}

/// Behind the `;` or the closing brace of the item that begins here.
pub(super) fn item_end(code: &[char], from: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code.iter().enumerate().skip(from) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, ';' | '}') {
            return at + 1;
        }
    }
    code.len()
}

#[test]
fn comments_literals_and_tests_are_told_from_code() {
    let text = "//! sled::\nfn a<'a>() -> &'a str { /* x /* } */ */ \"报\\u{2014}}\" }\nlet c = ['\\'', '\"', 'x'];\n\
                let r = r#\"raw \"}\"#;\n#[cfg(test)]\nmod tests {\n    fn hidden() { \"h\" }\n}\nfn after() {}\n";
    let source = Source::new("src/a.rs", text);
    assert_eq!(source.code.lines().count(), text.lines().count());
    for (word, stays) in [("sled", false), ("raw", false), ("hidden", false), ("fn a<'a>", true), ("fn after", true)] {
        assert_eq!(source.code.contains(word), stays, "{word} in {}", source.code);
    }
    assert_eq!(source.strings, [(2, "报\u{2014}}".to_owned()), (4, "raw \"}".to_owned())]);
    assert_eq!(source.lines, 5);
}

#[test]
fn a_place_holds_its_file_and_its_folder() {
    let within = |path: &str| Source::new(path, "").is_within("src/ui");
    assert!(within("src/ui.rs") && within("src/ui/cells.rs") && !within("src/uid.rs"));
    assert!(Source::new("src/main.rs", "").is_within("src/main.rs"));
}

#[test]
fn files_that_hold_tests_only_are_emptied() {
    let of = |path: &str, text: &str| Source::new(path, text);
    let mut tree = [
        of("src/lib.rs", "pub mod a;"),
        of("src/a.rs", "#[cfg(test)]\nmod tests;\nmod b;"),
        of("src/a/b.rs", "fn b() {}"),
        of("src/a/tests.rs", "mod c;"),
        of("src/a/tests/c.rs", "fn c() {}"),
    ];
    clear_tests(&mut tree);
    let kept: Vec<_> =
        tree.iter().filter(|source| !source.code.is_empty()).map(|source| source.path.as_str()).collect();
    assert_eq!(kept, ["src/lib.rs", "src/a.rs", "src/a/b.rs"]);
}
