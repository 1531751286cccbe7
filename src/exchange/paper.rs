//! A page of plain text for an A4 sheet in a fixed font: paragraphs, headings, lines that are broken and set in.
//!
//! It knows no subject and writes no file.

/// The widest line in cells of a fixed font, so that it fits an A4 page with its margins.
pub const LINE_CELLS_MAX: usize = 76;

/// A page as it is written, line by line.
#[derive(Debug, Default)]
pub struct Paper {
    lines: Vec<String>,
}

impl Paper {
    /// A page under this title, in the middle of its first line.
    pub fn titled(title: &str) -> Paper {
        let mut paper = Paper::default();
        paper.put(0, &format!("{}{title}", " ".repeat(LINE_CELLS_MAX.saturating_sub(cells(title)) / 2)));
        paper.blank();
        paper
    }

    /// A heading, and that there is nothing under it.
    pub fn heading(&mut self, text: &str, is_empty: bool) {
        self.blank();
        self.put(0, text);
        if is_empty {
            self.put(2, "没有。");
        }
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// One paragraph, each of its lines set in by so many cells.
    pub fn put(&mut self, indent_cells: usize, text: &str) {
        let indent = " ".repeat(indent_cells);
        let mut line = indent.clone();
        for character in text.chars() {
            if cells(&line) + width(character) > LINE_CELLS_MAX {
                self.lines.push(std::mem::replace(&mut line, indent.clone()));
            }
            line.push(character);
        }
        self.lines.push(line);
    }

    /// A line to sign on.
    pub fn signature(&mut self, role: &str, name: &str) {
        self.blank();
        self.put(0, &format!("{role}（{name}）签字：____________________    日期：______________"));
    }

    /// The text, its lines ended as Notepad wants them.
    pub fn into_text(self) -> String {
        self.lines.iter().map(|line| format!("{line}\r\n")).collect()
    }
}

/// A Hanzi takes two cells of a fixed font on paper.
fn width(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

/// How wide a text is on paper.
pub fn cells(text: &str) -> usize {
    text.chars().map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_and_set_in() {
        let mut paper = Paper::default();
        paper.put(5, &"坪".repeat(80));
        assert_eq!(paper.lines.len(), 3);
        assert!(paper.lines.iter().all(|line| line.starts_with("     坪") && cells(line) <= LINE_CELLS_MAX));
        assert_eq!(Paper::titled("题").into_text().trim_end().chars().filter(|c| *c == ' ').count(), 37);
    }
}
