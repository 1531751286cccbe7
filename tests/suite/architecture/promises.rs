//! The invariants that `lib.rs` states in bold: each names the test that holds it.

use super::layers::is_word;
use super::source::Source;

/// Bold statements without a test, and tests that are named and do not exist.
pub(super) fn unkept(lib: &str, tree: &[Source]) -> Vec<String> {
    let exists = |name: &str| {
        let head = format!("fn {name}");
        let defines =
            |text: &str| text.match_indices(&head).any(|(at, _)| !text[at + head.len()..].starts_with(is_word));
        tree.iter().any(|source| defines(&source.text))
    };
    let mut faults = Vec::new();
    for statement in statements(lib) {
        let (_, proof) = statement.rsplit_once("**").unwrap_or_default();
        let names: Vec<&str> = proof.split('`').skip(1).step_by(2).filter(|name| name.chars().all(is_word)).collect();
        if names.is_empty() {
            faults.push(format!("src/lib.rs: no test in backticks behind: {statement}"));
        }
        faults.extend(names.iter().filter(|name| !exists(name)).map(|name| format!("src/lib.rs: no test {name}")));
    }
    faults
}

/// The paragraphs and list items of the crate's documentation that hold a bold statement.
fn statements(lib: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in lib.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.trim();
        let begins = ["**", "* ", "- ", "| ", "#"].iter().any(|mark| line.starts_with(mark));
        let numbered = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        if begins || numbered || line.is_empty() {
            paragraphs.push(String::new());
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    paragraphs.retain(|paragraph| paragraph.matches("**").count() >= 2);
    paragraphs
}

#[test]
fn a_promise_without_a_test_is_found() {
    let tree = [Source::new("src/a.rs", "#[cfg(test)]\nmod tests { fn it_holds() {} }")];
    let faults = |lib: &str| unkept(lib, &tree).len();
    assert_eq!(
        faults(
            "//! Plain words.\n//!\n//! **It holds** \u{2014} `it_holds`\n//! **So does this,\n//! over lines** (`it_holds`).\n"
        ),
        0
    );
    assert_eq!(faults("//! **It holds** \u{2014} `it_hold`\n"), 1);
    assert_eq!(faults("//! **It holds.**\n//! * **And this** `it_holds`\n"), 1);
    assert_eq!(faults("//! 1. **It holds** `it_holds`\n//! 2. **And this**\n"), 1);
}
