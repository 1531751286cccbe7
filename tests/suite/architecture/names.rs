//! Names of files and modules: one way to reach each thing, nothing forgotten, no place for leftovers, no globals.

use super::layers::{is_word, line_of};
use super::source::Source;

/// Names that say nothing of what is in them.
const LEFTOVERS: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "misc"];
/// What holds state for the whole program.
const GLOBALS: [&str; 6] = ["static mut ", "thread_local!", "OnceLock", "LazyLock", "OnceCell", "Once::new"];
/// Where the panic hook, one for the whole program, may be set: by whoever owns what is written on.
const HOOK_OWNERS: [&str; 2] = ["src/cli.rs", "src/term/guard.rs"];

/// What is wrong with a file's name, header and public names.
pub(super) fn faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let stem = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    if stem == "mod" {
        faults.push(format!("{}: name it after its folder, beside the folder", source.path));
    }
    if LEFTOVERS.contains(&stem) {
        faults.push(format!("{}: {stem} says nothing; name what it is for", source.path));
    }
    if !source.text.starts_with("//! ") {
        faults.push(format!("{}: begin with //!: what it is for, and what it does not do", source.path));
    }
    for (at, _) in source.code.match_indices("pub") {
        let before = source.code[..at].chars().next_back().unwrap_or('\n');
        let after = source.code[at + 3..].trim_start();
        let after = after.strip_prefix('(').and_then(|scope| scope.split_once(')')).map_or(after, |(_, rest)| rest);
        let is_use = after.trim_start().strip_prefix("use").is_some_and(|rest| rest.starts_with(char::is_whitespace));
        if is_use && !is_word(before) {
            faults.push(format!("{}:{}: a second name for one thing", source.path, line_of(&source.code, at)));
        }
    }
    for (at, global) in GLOBALS.iter().flat_map(|name| source.code.match_indices(name)) {
        faults.push(format!("{}:{}: {} is a global", source.path, line_of(&source.code, at), global.trim()));
    }
    if !HOOK_OWNERS.contains(&source.path.as_str()) {
        for (at, _) in source.code.match_indices("set_hook") {
            faults.push(format!("{}:{}: the panic hook is a global", source.path, line_of(&source.code, at)));
        }
    }
    faults
}

/// Files that no parent declares: the compiler passes over them without a word.
pub(super) fn forgotten(tree: &[Source]) -> Vec<String> {
    // Benches are binaries of their own, named in Cargo.toml.
    let modules = tree.iter().filter(|source| !source.path.starts_with("tests/bench/"));
    let missing = modules.filter_map(|source| {
        let parent = source.parent()?;
        let declared = tree.iter().any(|other| other.path == parent && other.declares(source));
        (!declared).then(|| format!("{}: {parent} has no `{}`", source.path, source.declaration()))
    });
    missing.collect()
}

/// A package that is in the lock file never, or more than once.
pub(super) fn not_once(lock: &str, name: &str) -> Vec<String> {
    let line = format!("name = \"{name}\"");
    let count = lock.lines().filter(|found| *found == line).count();
    if count == 1 { Vec::new() } else { vec![format!("Cargo.lock holds {count} of {name}, not one")] }
}

#[test]
fn a_bad_name_or_a_second_name_is_found() {
    let found = |path: &str, text: &str| faults(&Source::new(path, text)).len();
    assert_eq!(found("src/ui/cells.rs", "//! Cells.\npub mod x;\npub fn user() {}\n// pub use x\n"), 0);
    assert_eq!(found("src/ui/mod.rs", "//! Cells.\n"), 1);
    assert_eq!(found("src/ui/utils.rs", "//! Cells.\n"), 1);
    assert_eq!(found("src/ui/cells.rs", "use x;\n"), 1);
    assert_eq!(found("src/ui/cells.rs", "//! Cells.\npub use x::Y;\n"), 1);
    assert_eq!(found("src/ui/cells.rs", "//! Cells.\npub(crate)\n  use x::Y;\n"), 1);
    assert_eq!(found("src/ui/cells.rs", "//! Cells.\nuse std::sync::OnceLock;\nstatic mut X: u8 = 0;\n"), 2);
    let once = "//! Cells.\nfn f() {\n    static ONCE: Once = Once::new();\n    panic::set_hook(x);\n}\n";
    assert_eq!(found("src/ui/cells.rs", once), 2);
    assert_eq!(found("src/cli.rs", once), 1);
}

#[test]
fn a_forgotten_file_is_found() {
    let of = |path: &str, text: &str| Source::new(path, text);
    let root = || of("tests/suite.rs", "mod suite {\n    mod a;\n}\n");
    assert_eq!(forgotten(&[root(), of("tests/suite/a.rs", "")]).len(), 0);
    assert_eq!(forgotten(&[root(), of("tests/suite/b.rs", "")]).len(), 1);
    assert_eq!(forgotten(&[root(), of("tests/other.rs", "")]).len(), 1);
    assert_eq!(forgotten(&[of("src/lib.rs", "pub(crate) mod a;"), of("src/a.rs", "")]).len(), 0);
    assert_eq!(forgotten(&[of("src/lib.rs", "// mod a;"), of("src/a.rs", "")]).len(), 1);
    assert_eq!(forgotten(&[of("src/lib.rs", "pub mod a;"), of("src/a.rs", "mod b;"), of("src/a/b.rs", "")]).len(), 0);
    assert_eq!(forgotten(&[of("src/lib.rs", "pub mod ab;"), of("src/a.rs", "")]).len(), 1);
}

#[test]
fn two_of_one_package_are_found() {
    assert_eq!(not_once("name = \"a\"\nname = \"ab\"\n", "a").len(), 0);
    assert_eq!(not_once("name = \"a\"\nname = \"a\"\n", "a").len(), 1);
    assert_eq!(not_once("", "a").len(), 1);
}
