//! A page of plain text for an A4 or A5 sheet in a fixed font: paragraphs, headings, lines that are broken and set in.
//!
//! It knows no subject and writes no file.

/// The widest line in cells of a fixed font, so that it fits an A4 page with its margins.
pub const LINE_CELLS_MAX: usize = 76;

/// The widest line of an A5 page.
pub const A5_CELLS_MAX: usize = 50;

/// A page as it is written, line by line.
#[derive(Debug)]
pub struct Paper {
    lines: Vec<String>,
    cells_max: usize,
}

impl Paper {
    /// A page under this title, in the middle of its first line.
    pub fn titled(title: &str) -> Paper {
        Paper::of(title, LINE_CELLS_MAX)
    }

    /// The same for an A5 page.
    pub fn titled_a5(title: &str) -> Paper {
        Paper::of(title, A5_CELLS_MAX)
    }

    fn of(title: &str, cells_max: usize) -> Paper {
        let mut paper = Paper { lines: Vec::new(), cells_max };
        paper.put(0, &format!("{}{title}", " ".repeat(cells_max.saturating_sub(cells(title)) / 2)));
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

    /// One paragraph, each of its lines set in by so many cells; it is broken where its text is, too.
    pub fn put(&mut self, indent_cells: usize, text: &str) {
        let indent = " ".repeat(indent_cells);
        for part in text.split('\n') {
            let mut line = indent.clone();
            for character in part.chars() {
                if cells(&line) + width(character) > self.cells_max {
                    self.lines.push(std::mem::replace(&mut line, indent.clone()));
                }
                line.push(character);
            }
            self.lines.push(line);
        }
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
        let mut paper = Paper::titled("");
        paper.put(5, &"坪".repeat(80));
        assert_eq!(paper.lines.len(), 2 + 3);
        assert!(paper.lines.iter().skip(2).all(|line| line.starts_with("     坪") && cells(line) <= LINE_CELLS_MAX));
        paper.put(2, "一社\n二社");
        assert!(paper.lines.ends_with(&["  一社".to_owned(), "  二社".to_owned()]));
        assert_eq!(Paper::titled("题").into_text().trim_end().chars().filter(|c| *c == ' ').count(), 37);
    }
}
