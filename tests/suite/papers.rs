//! README and manual hold what the program says of itself: the key tables are generated, and stay true.
//!
//! `UPDATE_PAPERS=1` writes them anew.

use std::path::Path;
use std::process::Command;

const PAPERS: [&str; 2] = ["README.md", "docs/手册.md"];
const MARKS: [&str; 2] = ["<!-- keys -->\n", "<!-- /keys -->"];

fn read(paper: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(paper)).unwrap()
}

fn keys() -> String {
    let said = Command::new(env!("CARGO_BIN_EXE_daiban")).args(["keys", "--markdown"]).output().unwrap();
    assert!(said.status.success());
    String::from_utf8(said.stdout).unwrap()
}

/// The text of a paper before, between and behind the marks.
fn parts(text: &str) -> [&str; 3] {
    let (before, rest) = text.split_once(MARKS[0]).unwrap();
    let (between, behind) = rest.split_once(MARKS[1]).unwrap();
    [before, between, behind]
}

#[test]
fn the_key_tables_are_those_of_the_program() {
    let keys = keys();
    assert!(keys.lines().count() > 30 && keys.contains("Ctrl+N"), "{keys}");
    for paper in PAPERS {
        let text = read(paper);
        let [before, between, behind] = parts(&text);
        if std::env::var_os("UPDATE_PAPERS").is_some() {
            let whole = format!("{before}{}{keys}{}{behind}", MARKS[0], MARKS[1]);
            std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(paper), whole).unwrap();
        } else {
            assert_eq!(between, keys, "{paper}: run the tests with UPDATE_PAPERS=1");
        }
    }
}

#[test]
fn readme_gives_the_test_command_that_ci_runs() {
    let ci = read(".ci/run");
    assert!(read("README.md").contains("$ cargo test  ") && ci.lines().any(|line| line.trim() == "cargo test"), "{ci}");
}
