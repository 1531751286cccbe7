//! Names of files by the rules of Windows on every system, because sticks travel and the office's machine has them.
//!
//! It does not look at the disk.

/// The longest part of a name, in characters; with the rest a name stays under 255 bytes of UTF-8.
const PART_CHARS_MAX: usize = 30;

/// A part of a name without what Windows forbids, nor what cannot be seen; `or_else` where nothing is left.
pub fn clean(text: &str, or_else: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !c.is_whitespace() && !is_invisible(*c) && !r#"<>:"/\|?*"#.contains(*c);
    let kept: String = text.chars().filter(allowed).take(PART_CHARS_MAX).collect();
    let kept = kept.trim_matches(['.', '-']);
    if kept.is_empty() { or_else.to_owned() } else { kept.to_owned() }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_forbids_and_what_cannot_be_seen_goes() {
        assert_eq!(clean("大/坪:村 *?", "村"), "大坪村");
        assert_eq!(clean(" ..\u{202E} ", "村"), "村");
        assert_eq!(clean(&"坪".repeat(40), "村").chars().count(), PART_CHARS_MAX);
    }
}
