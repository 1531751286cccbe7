//! Who may use whom: modules by layer, crates by place, the outer world by neither rules nor screens.

use super::source::Source;

/// Each module at the crate's root, and the ones it may use beside itself.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("seal", &[]),
    ("disk", &[]),
    ("app", &["domain", "seal"]),
    ("store", &["domain", "seal", "disk"]),
    ("exchange", &["domain", "seal", "disk"]),
    ("ui", &["app", "domain"]),
    ("desk", &["store", "exchange", "app", "domain", "seal", "disk"]),
    ("term", &["ui", "desk", "app", "domain", "seal", "disk"]),
    ("cli", &["term", "ui", "desk", "app", "store", "exchange", "domain", "seal", "disk"]),
    ("main", &["cli"]),
];

/// Each crate that belongs to certain places, and the places.
const BELONGS: [(&str, &[&str]); 31] = [
    ("sled", &["src/store"]),
    ("bincode", &["src/store"]),
    ("siphasher", &["src/store", "src/exchange"]),
    ("foldhash", &["src/domain"]),
    ("crc32fast", &["src/store", "src/seal"]),
    ("chacha20poly1305", &["src/seal"]),
    ("argon2", &["src/seal"]),
    ("hmac", &["src/seal"]),
    ("hpke", &["src/seal"]),
    ("ed25519_dalek", &["src/seal"]),
    ("zeroize", &["src/seal"]),
    ("ms_offcrypto_writer", &["src/seal"]),
    ("rand", &["src/seal"]),
    ("crossterm", &["src/term"]),
    ("ratatui", &["src/ui", "src/term"]),
    ("calamine", &["src/exchange"]),
    ("encoding_rs", &["src/exchange"]),
    ("csv", &["src/exchange"]),
    ("quick_xml", &["src/exchange"]),
    ("rust_xlsxwriter", &["src/exchange"]),
    ("docx_rs", &["src/exchange"]),
    ("jiff", &["src/domain/day"]),
    ("tyme4rs", &["src/domain/lunar"]),
    ("ib_matcher", &["src/domain/pinyin"]),
    ("clap", &["src/cli"]),
    ("toml", &["src/domain", "src/app/keymap", "src/app/config"]),
    ("unicode_width", &["src/ui/cells"]),
    ("rustix", &["src/disk", "src/term/events"]),
    ("windows_sys", &["src/disk"]),
    ("directories", &["src/disk/folders"]),
    ("signal_hook", &["src/term/events"]),
];

/// What only the outer layers do: files, environment, processes, clocks. Nobody uses a network.
const OUTSIDE: [&str; 6] = ["std::fs", "std::env", "std::process", "std::io", "SystemTime::now", "Instant::now"];

/// Uses of a module that is beside or above the file's own.
pub(super) fn sideways(source: &Source) -> Vec<String> {
    let path = source.path.trim_start_matches("src/").trim_end_matches(".rs");
    let module = path.split('/').next().unwrap_or_default();
    if module == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{}: a module without a layer; give it one in this test and in lib.rs", source.path)];
    };
    let used = used_modules(&source.code, path.split('/').count());
    let wrong = used.iter().filter(|(_, used)| used != module && !allowed.contains(&used.as_str()));
    wrong.map(|(line, used)| format!("{}:{line}: {module} must not use {used}", source.path)).collect()
}

/// Crates named where they do not belong.
pub(super) fn crates_out_of_place(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, places) in BELONGS {
        if places.iter().any(|place| source.is_within(place)) {
            continue;
        }
        for (at, _) in source.code.match_indices(name) {
            let before = source.code[..at].chars().next_back().unwrap_or('\n');
            let after = &source.code[at + name.len()..];
            let alone = !is_word(before) && before != ':' && !after.starts_with(is_word);
            let is_use = source.code[..at].ends_with("use ");
            if alone && (after.starts_with("::") || (is_use && after.starts_with([';', ' ']))) {
                let line = line_of(&source.code, at);
                faults.push(format!("{}:{line}: {name} belongs to {}", source.path, places.join(", ")));
            }
        }
    }
    faults
}

/// Files, clocks or the network in modules that must work without them.
pub(super) fn reaches_outside(source: &Source) -> Vec<String> {
    let pure = ["src/domain", "src/app", "src/ui"].iter().any(|place| source.is_within(place));
    let forbidden = OUTSIDE.iter().filter(|_| pure).chain(&["std::net"]);
    let found = forbidden.flat_map(|name| source.code.match_indices(name));
    found.map(|(at, name)| format!("{}:{}: {name}", source.path, line_of(&source.code, at))).collect()
}

/// The root modules that the code of a file `depth` modules deep names, each with its line.
fn used_modules(code: &str, depth: usize) -> Vec<(usize, String)> {
    let up = "super::".repeat(depth);
    let mut used = Vec::new();
    for root in ["crate::", "daiban::", up.as_str()] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back().unwrap_or('\n');
            if is_word(before) {
                continue;
            }
            let line = line_of(code, at);
            let rest = code[at + root.len()..].trim_start();
            match rest.strip_prefix('{') {
                Some(group) => used.extend(group_heads(group).into_iter().map(|head| (line, head))),
                None => used.push((line, head(rest))),
            }
        }
    }
    used
}

/// The first names within `{a::b, c::{d, e}}`, which begins behind its brace.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut expected) = (1, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => expected = true,
            _ if expected && is_word(c) => {
                heads.push(head(&group[at..]));
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

fn head(path: &str) -> String {
    path.chars().take_while(|c| is_word(*c)).collect()
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub(super) fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

#[test]
fn a_use_sideways_or_upward_is_found() {
    let faults = |path: &str, text: &str| sideways(&Source::new(path, text)).len();
    assert_eq!(faults("src/app/form.rs", "use crate::domain::day::Day;\nuse crate::app::list;"), 0);
    assert_eq!(faults("src/app/form.rs", "use crate::store::Store;"), 1);
    assert_eq!(faults("src/app/form.rs", "use crate::{domain::{day, id}, store::Store, desk};"), 2);
    assert_eq!(faults("src/app/form.rs", "fn f(x: crate::ui::Cells) {}"), 1);
    assert_eq!(faults("src/domain/day.rs", "use super::id::Seq;\nuse super::super::app;"), 1);
    assert_eq!(faults("src/domain.rs", "use super::app;"), 1);
    assert_eq!(faults("src/ui/draw.rs", "use crate::store::Store;"), 1);
    assert_eq!(faults("src/main.rs", "fn main() { daiban::cli::run(); }"), 0);
    assert_eq!(faults("src/main.rs", "fn main() { daiban::store::open(); }"), 1);
    assert_eq!(faults("src/spare.rs", ""), 1);
    assert_eq!(faults("src/app/form.rs", "// crate::store\n#[cfg(test)]\nmod tests { use crate::store; }"), 0);
}

#[test]
fn a_crate_out_of_place_is_found() {
    let faults = |path: &str, text: &str| crates_out_of_place(&Source::new(path, text)).len();
    assert_eq!(faults("src/store/open.rs", "use sled::Db;"), 0);
    assert_eq!(faults("src/desk.rs", "use sled::Db;"), 1);
    assert_eq!(faults("src/desk.rs", "fn f() -> sled::Result<()> { csv::read(); }"), 2);
    assert_eq!(faults("src/exchange/csv.rs", "use crate::exchange::csv::rows;"), 0);
    assert_eq!(faults("src/desk.rs", "use crate::exchange::csv::rows;\nlet toml = 1; // toml::from_str"), 0);
    assert_eq!(faults("src/domain/calendar.rs", "use jiff::civil::Date;"), 1);
    assert_eq!(faults("src/ui/cells.rs", "use unicode_width::UnicodeWidthStr;"), 0);
}

#[test]
fn a_rule_that_reads_a_file_or_the_clock_is_found() {
    let faults = |path: &str, text: &str| reaches_outside(&Source::new(path, text)).len();
    assert_eq!(faults("src/domain/day.rs", "let now = std::time::SystemTime::now();"), 1);
    assert_eq!(faults("src/app/update.rs", "std::fs::read(path)"), 1);
    assert_eq!(faults("src/term/clock.rs", "let now = std::time::SystemTime::now();"), 0);
    assert_eq!(faults("src/term/clock.rs", "use std::net::TcpStream;"), 1);
}
