//! The program's own words: Hanzi, ASCII and the full-width punctuation of GBK, so that every console draws them in
//! the width that was measured; and no word that an officer must not be told.

use super::source::Source;

/// 报送 belongs to the office; 必需轮岗 is no duty of a liaison.
const FORBIDDEN: [&str; 2] = ["报送", "必需轮岗"];
/// Punctuation that takes two cells on every console.
const PUNCTUATION: &str = "：，。「」（）；？！、《》";
/// Files that hold signs on purpose: the glyphs of the screen, spellings that are read and never shown, and names.
const EXEMPT: [&str; 4] = ["src/ui/glyphs", "src/domain/text", "src/exchange/register", "src/domain/sample"];
/// Files whose doc comments are shown to the user.
const SHOWN_DOCS: [&str; 1] = ["src/app/command"];

/// Faults in the string literals of a source file, and in its doc comments where these are help.
pub(super) fn in_source(source: &Source) -> Vec<String> {
    let any_sign = EXEMPT.iter().any(|place| source.is_within(place));
    let docs = source.text.lines().enumerate().filter(|_| SHOWN_DOCS.iter().any(|place| source.is_within(place)));
    let docs = docs.filter_map(|(at, line)| Some((at + 1, line.trim().strip_prefix("///")?.to_owned())));
    let shown = source.strings.iter().cloned().chain(docs);
    shown.flat_map(|(line, words)| faults(&source.path, line, &words, any_sign)).collect()
}

/// Faults in a table, comments aside.
pub(super) fn in_data(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#'));
    lines.flat_map(|(at, line)| faults(path, at + 1, line, false)).collect()
}

fn faults(path: &str, line: usize, words: &str, any_sign: bool) -> Vec<String> {
    let forbidden = FORBIDDEN.iter().filter(|word| words.contains(**word)).map(|word| format!("{path}:{line}: {word}"));
    let sign = words.chars().find(|c| !any_sign && !is_plain(*c));
    let sign = sign.map(|c| format!("{path}:{line}: {c} (U+{:04X}) has no certain width", u32::from(c)));
    forbidden.chain(sign).collect()
}

fn is_plain(c: char) -> bool {
    let hanzi = ('\u{3400}'..='\u{9FFF}').contains(&c) || ('\u{20000}'..='\u{3FFFD}').contains(&c) || c == '〇';
    c.is_ascii() || hanzi || PUNCTUATION.contains(c)
}

#[test]
fn a_word_or_a_sign_that_must_not_be_shown_is_found() {
    let found = |path: &str, text: &str| in_source(&Source::new(path, text)).len();
    assert_eq!(found("src/ui/a.rs", "let a = \"已收件：3件，「张三」（本人）。\"; // … → 报送"), 0);
    for sign in "…—“”·→●■①✓％".chars() {
        assert_eq!(found("src/ui/a.rs", &format!("let a = \"{sign}\";")), 1, "{sign}");
    }
    assert_eq!(found("src/ui/a.rs", "let a = \"\\u{2014}\";"), 1);
    assert_eq!(found("src/ui/a.rs", "let a = \"月底报送\";"), 1);
    assert_eq!(found("src/ui/glyphs.rs", "let a = \"●\"; let b = \"必需轮岗\";"), 1);
    assert_eq!(found("src/ui/a.rs", "#[cfg(test)]\nmod tests { const A: &str = \"…\"; }"), 0);
    assert_eq!(found("src/app/command.rs", "/// 打开农户…\nOpen,\n"), 1);
    assert_eq!(found("src/app/form.rs", "/// An em dash — in English.\n"), 0);
    assert_eq!(in_data("a.toml", "# — comment\nname = \"甲—乙\"\n").len(), 1);
}
