//! How wide the columns of a printed table are, and how large its type: as large as leaves every cell on one line, and
//! where none does, small, with the long columns sharing what the short ones leave.

/// Room at both sides of a cell's words together, in twentieths of a point.
pub(super) const PADDING_TWIPS: usize = 100;
/// Sizes in half points, from 三号 down.
const SIZES: [usize; 4] = [32, 28, 24, 21];
/// Width of the narrowest column in tenths of half a Hanzi: two Hanzi.
const TENTHS_MIN: usize = 40;
/// How wide a Hanzi and a letter are in such tenths. Where the letters' own font is missing others stand in, which are
/// wider: a day must not break at its dash.
const HANZI_TENTHS: usize = 20;
const LETTER_TENTHS: usize = 13;
/// Above this a column's words are read as sentences and begin at its left.
const SENTENCE_TENTHS: usize = 240;

/// Columns of a table.
pub(super) struct Columns {
    /// In twentieths of a point; together as wide as the text.
    pub(super) widths: Vec<usize>,
    /// Of the type, in half points.
    pub(super) size: usize,
    /// Which of them hold sentences.
    pub(super) sentences: Vec<bool>,
}

impl Columns {
    /// Columns for these words, with type no larger than the text's.
    pub(super) fn fitting(head: &[String], rows: &[Vec<String>], text_twips: usize, size_max: usize) -> Columns {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len()).max(1);
        let widest = |place: usize| {
            let column = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
            let lines = column.filter_map(|row| row.get(place)).flat_map(|cell| cell.split('\n'));
            lines.map(tenths).max().unwrap_or(0).max(TENTHS_MIN)
        };
        let wanted: Vec<usize> = (0..count).map(widest).collect();
        let wide = |size: usize| wanted.iter().map(|tenths| tenths * size / 2 + PADDING_TWIPS).collect::<Vec<usize>>();
        let sizes = || SIZES.into_iter().filter(|size| *size <= size_max);
        let smallest = sizes().next_back().unwrap_or(size_max);
        let sentences = wanted.iter().map(|tenths| *tenths > SENTENCE_TENTHS).collect();
        match sizes().find(|size| wide(*size).iter().sum::<usize>() <= text_twips) {
            Some(size) => Columns { widths: filled(wide(size), text_twips), size, sentences },
            None => {
                Columns { widths: filled(shared(&wide(smallest), text_twips), text_twips), size: smallest, sentences }
            }
        }
    }
}

fn tenths(text: &str) -> usize {
    // A percent sign is as wide as a Hanzi.
    text.chars().map(|c| if c.is_ascii() && c != '%' { LETTER_TENTHS } else { HANZI_TENTHS }).sum()
}

/// Columns as wide as they want to be where that is no more than their share; the others share what is left.
fn shared(wanted: &[usize], text_twips: usize) -> Vec<usize> {
    let (mut left, mut open) = (text_twips, wanted.len());
    let mut widths = vec![0; wanted.len()];
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|place| wanted.get(*place).copied());
    for place in order {
        let share = left / open.max(1);
        let width = wanted.get(place).copied().unwrap_or(0).min(share);
        if let Some(slot) = widths.get_mut(place) {
            *slot = width;
        }
        (left, open) = (left.saturating_sub(width), open - 1);
    }
    widths
}

/// The same columns made as wide as the text, each by the same.
fn filled(mut widths: Vec<usize>, text_twips: usize) -> Vec<usize> {
    let spare = text_twips.saturating_sub(widths.iter().sum()) / widths.len().max(1);
    widths.iter_mut().for_each(|width| *width += spare);
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &[&str], row: &[&str]) -> Columns {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Columns::fitting(&own(head), &[own(row)], 8845, 32)
    }

    #[test]
    fn a_short_table_is_printed_large_and_a_long_one_small_and_neither_is_wider_than_the_text() {
        let short = of(&["受理", "到哪一步"], &["11-24", ""]);
        assert_eq!(short.size, 32);
        let long = "很长的一段话".repeat(30);
        let wide = of(&["哪天", "问了谁", "答复"], &["2026-11-24", "镇民政办", &long]);
        assert_eq!(wide.size, 21);
        for columns in [&short, &wide] {
            let sum: usize = columns.widths.iter().sum();
            assert!(sum <= 8845 && sum > 8800, "{sum}");
        }
        assert!(
            wide.widths[0] >= 10 * 13 * 21 / 2 && wide.widths[2] > wide.widths[1],
            "a short column is not squeezed"
        );
        assert_eq!(wide.sentences, [false, false, true]);
        assert_eq!(of(&[], &[]).widths.len(), 1);
        assert_eq!(of(&["甲"; 30], &["乙"; 30]).widths.iter().filter(|width| **width > 0).count(), 30);
    }
}
