//! A table of text for people: aligned columns, nothing cut.
//!
//! It draws no frame; programs read the JSON.

use crate::ui::cells::{Align, fit, width};

/// Builds a table row by row.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub(super) fn new(headings: &[&str]) -> Table {
        Table { rows: vec![headings.iter().map(|heading| (*heading).to_owned()).collect()] }
    }

    /// Adds a row of as many cells.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
        let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, cells) in row.iter().zip(&widths) {
                line.push_str(&fit(cell, cells + 2, Align::Left));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let mut table = Table::new(&["编号", "户主"]);
        table.row(vec!["1".to_owned(), "李德全".to_owned()]);
        table.row(vec!["大坪12".to_owned(), String::new()]);
        assert_eq!(table.into_text(), "编号    户主\n1       李德全\n大坪12\n");
    }
}
