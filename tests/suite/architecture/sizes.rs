//! How long files and functions may be.

use super::layers::line_of;
use super::source::{Source, item_end};

/// Lines of a file without its tests.
const FILE_LINES_MAX: usize = 400;
/// Lines that no file may have, whatever the list below says.
const FILE_LINES_HARD_MAX: usize = 600;
/// Lines of a function.
const FUNCTION_LINES_MAX: usize = 60;
/// Files that are one table.
const TABLES: [&str; 1] = ["src/app/command.rs"];

/// Files that were let grow beyond the limit, with the lines they may have: numbers go down, and entries go away.
pub(super) const RATCHET: &[(&str, usize)] = &[];

/// The file, when it is too long.
pub(super) fn file(source: &Source, ratchet: &[(&str, usize)]) -> Vec<String> {
    let listed = ratchet.iter().find(|(path, _)| *path == source.path).map(|(_, lines)| *lines);
    let lines_max = listed.unwrap_or(FILE_LINES_MAX).min(FILE_LINES_HARD_MAX);
    if source.lines <= lines_max || TABLES.contains(&source.path.as_str()) {
        return Vec::new();
    }
    vec![format!("{}: {} lines without tests, at most {lines_max}: part it", source.path, source.lines)]
}

/// Entries of the list that have become too generous.
pub(super) fn stale(tree: &[Source], ratchet: &[(&str, usize)]) -> Vec<String> {
    let lines_of = |path: &str| tree.iter().find(|source| source.path == path).map_or(0, |source| source.lines);
    let stale = ratchet.iter().filter(|(path, lines)| lines_of(path) <= FILE_LINES_MAX || lines_of(path) < *lines);
    stale.map(|(path, lines)| format!("{path}: has {} lines, the list says {lines}", lines_of(path))).collect()
}

/// Functions that are too long and are no plain match.
pub(super) fn functions(source: &Source) -> Vec<String> {
    let chars: Vec<char> = source.code.chars().collect();
    let mut faults = Vec::new();
    for (at, _) in source.code.match_indices("fn ") {
        let before = source.code[..at].chars().next_back().unwrap_or('\n');
        if before.is_alphanumeric() || before == '_' {
            continue;
        }
        let start = source.code[..at].chars().count();
        let item: String = chars[start..item_end(&chars, start)].iter().collect();
        let lines = item.lines().count();
        if lines > FUNCTION_LINES_MAX && !is_plain_match(&item) {
            let name: String = item.chars().skip(3).take_while(|c| super::layers::is_word(*c)).collect();
            let line = line_of(&source.code, at);
            faults.push(format!("{}:{line}: {name} has {lines} lines, at most {FUNCTION_LINES_MAX}", source.path));
        }
    }
    faults
}

/// Whether a function is one exhaustive match and nothing else, each arm on one line.
fn is_plain_match(item: &str) -> bool {
    let mut lines = item.lines().map(str::trim).skip_while(|line| !line.starts_with("match "));
    let before = item.lines().map(str::trim).take_while(|line| !line.starts_with("match ")).last();
    let opens = before.is_some_and(|line| line.ends_with('{')) && lines.next().is_some_and(|line| line.ends_with('{'));
    let body: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let Some((["}", "}"], arms)) = body.split_last_chunk::<2>().map(|(arms, end)| (end, arms)) else { return false };
    let is_arm = |line: &&str| line.contains("=>") && line.ends_with(',') && !line.starts_with("_ ");
    let is_pattern = |line: &&str| !line.contains("=>") && (line.starts_with('|') || line.contains("::"));
    opens && arms.iter().all(|line| is_arm(line) || is_pattern(line))
}

#[test]
fn a_long_file_is_found_and_its_tests_do_not_count() {
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// x\n".repeat(500));
    let of = |path: &str, lines: usize| Source::new(path, &format!("{}{tests}", "// x\n".repeat(lines)));
    assert_eq!(file(&of("src/a.rs", 400), &[]).len(), 0);
    assert_eq!(file(&of("src/a.rs", 401), &[]).len(), 1);
    assert_eq!(file(&of("src/app/command.rs", 900), &[]).len(), 0);
    assert_eq!(file(&of("src/a.rs", 500), &[("src/a.rs", 500)]).len(), 0);
    assert_eq!(file(&of("src/a.rs", 501), &[("src/a.rs", 500)]).len(), 1);
    assert_eq!(file(&of("src/a.rs", 601), &[("src/a.rs", 700)]).len(), 1);
    assert_eq!(stale(&[of("src/a.rs", 500)], &[("src/a.rs", 500)]).len(), 0);
    assert_eq!(stale(&[of("src/a.rs", 490)], &[("src/a.rs", 500)]).len(), 1);
    assert_eq!(stale(&[], &[("src/gone.rs", 500)]).len(), 1);
}

#[test]
fn a_long_function_is_found_unless_it_is_a_plain_match() {
    let faults = |text: &str| functions(&Source::new("src/a.rs", text)).len();
    let long = |lines: usize| {
        format!("impl A {{\n    pub fn a<T: Fn(u8)>(x: [u8; 3]) {{\n{}    }}\n}}\n", "f();\n".repeat(lines))
    };
    assert_eq!(faults(&long(58)), 0);
    assert_eq!(faults(&long(59)), 1);
    let matching = |arm: &str| format!("fn a(&self) -> u8 {{\n    match self {{\n{}    }}\n}}\n", arm.repeat(70));
    assert_eq!(faults(&matching("        A::B => 1,\n")), 0);
    assert_eq!(faults(&matching("        A::B\n        | A::C => 1,\n")), 0);
    assert_eq!(faults(&matching("        _ => 1,\n")), 1);
    assert_eq!(faults(&matching("        A::B => {\n            1\n        }\n")), 1);
    assert_eq!(
        faults(&format!("fn a() {{\n    let x = 1;\n{}", matching("        A::B => 1,\n").split_once('\n').unwrap().1)),
        1
    );
    assert_eq!(faults(&format!("trait T {{\n    fn a();\n}}\n{}", "// x\n".repeat(90))), 0);
}
