//! Names of what is written: the finished ones, and those that something unfinished hides under.
//!
//! It does not look at the disk.

use crate::disk::name::clean;
use crate::domain::day::Day;
use crate::domain::package::SEALED_ENDING;

/// How the folder of a write in progress begins; nothing else is ever removed from a stick.
const UNFINISHED: &str = ".代办没写完-";
/// Hex digits behind it.
const UNFINISHED_HEX_CHARS: usize = 16;

/// `代办-<村>-<序号>-<日期>`.
pub(super) fn folder_name(village: &str, no: u32, on: Day) -> String {
    format!("代办-{}-{no:04}-{on}", clean(village, "村"))
}

/// The same as the name of a sealed file.
pub(super) fn file_name(village: &str, no: u32, on: Day) -> String {
    format!("{}.{SEALED_ENDING}", folder_name(village, no, on))
}

/// The hidden name it is written under; `sha256` is the manifest's, so that no two contents share one.
pub(super) fn unfinished_name(sha256: &str) -> String {
    let hex: String = sha256.chars().take(UNFINISHED_HEX_CHARS).collect();
    format!("{UNFINISHED}{hex}")
}

/// Whether a name is one that [`unfinished_name`] makes.
pub(super) fn is_unfinished(name: &str) -> bool {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    name.strip_prefix(UNFINISHED).is_some_and(|hex| hex.len() == UNFINISHED_HEX_CHARS && hex.chars().all(is_hex))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> Day {
        Day::parse_iso("2026-11-24").unwrap()
    }

    #[test]
    fn a_package_is_named_by_village_number_and_day() {
        assert_eq!(folder_name("大坪村", 1, day()), "代办-大坪村-0001-2026-11-24");
        assert_eq!(folder_name("大/坪:村 *?", 12_345, day()), "代办-大坪村-12345-2026-11-24");
        assert_eq!(folder_name(" ..\u{202E} ", 2, day()), "代办-村-0002-2026-11-24");
    }

    #[test]
    fn only_names_made_here_are_taken_for_unfinished() {
        let sha256 = "0123456789abcdef0123456789abcdef";
        assert_eq!(unfinished_name(sha256), ".代办没写完-0123456789abcdef");
        assert!(is_unfinished(&unfinished_name(sha256)));
        for other in [
            ".代办没写完-",
            ".代办没写完-0123456789abcdeg",
            ".代办没写完-0123456789abcdef0",
            "代办没写完-0123456789abcdef",
        ] {
            assert!(!is_unfinished(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_village_gives_a_name_every_system_takes(village in "\\PC{0,80}") {
            let name = folder_name(&village, 7, day());
            prop_assert!(name.len() <= 255 && name.encode_utf16().count() <= 255);
            let forbidden = |c: char| c < ' ' || r#"<>:"/\|?*"#.contains(c);
            prop_assert!(!name.contains(forbidden));
            prop_assert!(!name.ends_with(['.', ' ']));
        }
    }
}
