//! A share as a bar of blocks that are one cell wide wherever boxes are; of ASCII elsewhere. It draws no axis.

use crate::ui::glyphs::Glyphs;

/// A bar of `cells` cells for `part` of `whole`. It is full only when all is there, and never empty when something is.
pub fn words(part: u32, whole: u32, cells: usize, glyphs: Glyphs) -> String {
    let [full, rest] = glyphs.bar();
    let filled = filled(part, whole, cells);
    format!("{}{}", full.repeat(filled), rest.repeat(cells - filled))
}

fn filled(part: u32, whole: u32, cells: usize) -> usize {
    let (part, whole, most) = (u64::from(part.min(whole)), u64::from(whole), cells as u64);
    if part == 0 || whole == 0 || cells == 0 {
        return 0;
    }
    let cells_of = usize::try_from(part * most / whole).unwrap_or(cells);
    if part == whole { cells } else { cells_of.clamp(1, cells.saturating_sub(1).max(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_only_when_all_is_there_and_empty_only_when_nothing_is() {
        for (part, whole, bar) in
            [(0, 10, "...."), (1, 1000, "#..."), (5, 10, "##.."), (999, 1000, "###."), (10, 10, "####"), (0, 0, "....")]
        {
            assert_eq!(words(part, whole, 4, Glyphs::Ascii), bar, "{part}/{whole}");
        }
        assert_eq!(words(1, 2, 2, Glyphs::Boxes), Glyphs::Boxes.bar().concat());
    }
}
