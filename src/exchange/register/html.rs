//! Reads the tables of a web page named .xls, as many systems hand registers out.
//!
//! It is no HTML parser: it knows table, row and cell tags and nothing of style or script.

use super::refusal::Refused;
use super::sheet::{Allowance, Cell, Sheet, SheetBuilder};
use crate::domain::limits::IMPORT_COLUMNS_MAX;

/// Whether text is a web page or XML rather than csv, told by its beginning.
pub fn markup(text: &str) -> Option<Result<(), Refused>> {
    let start: String = text.chars().take(4_096).collect::<String>().to_ascii_lowercase();
    let start = start.trim_start();
    if start.starts_with("mime-version:") {
        return Some(Err(Refused::OtherSheet("网页存档(.mht)")));
    }
    if !start.starts_with('<') {
        return None;
    }
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(Err(Refused::OtherSheet("XML表格(2003)")));
    }
    let page = ["<html", "<!doctype html", "<table", "<body", "<head", "<meta"].iter().any(|tag| start.contains(tag));
    Some(if page { Ok(()) } else { Err(Refused::NotASheet("XML或网页文件")) })
}

/// All tables of the page below one another, as one sheet; rows are counted as a spreadsheet would show them.
pub fn read(name: &str, page: &str) -> Result<Sheet, Refused> {
    let mut allowance = Allowance::default();
    let mut grid = Grid::new(SheetBuilder::new(name, &mut allowance));
    let mut rest = page;
    let mut seen_table = false;
    while let Some((text, tag_on)) = rest.find('<').map(|open| rest.split_at(open)) {
        grid.text(text);
        if let Some(after) = tag_on.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tag_on.get(1..).and_then(|tag| tag.split_once('>')) else { break };
        rest = after;
        let word: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match word.to_ascii_lowercase().as_str() {
            "table" => seen_table = true,
            "tr" => grid.open_row()?,
            "/tr" | "/table" => grid.close_row()?,
            "td" | "th" => grid.open_cell(span(tag, "colspan"), span(tag, "rowspan"))?,
            "/td" | "/th" => grid.close_cell()?,
            "br" | "br/" | "p" | "/p" | "/div" => grid.text("\n"),
            "script" => rest = after_tag(rest, "</script"),
            "style" => rest = after_tag(rest, "</style"),
            _ => {}
        }
    }
    grid.close_row()?;
    if seen_table { Ok(grid.builder.finish()) } else { Err(Refused::NoTable) }
}

fn after_tag<'a>(text: &'a str, tag: &str) -> &'a str {
    let at = text.as_bytes().windows(tag.len()).position(|bytes| bytes.eq_ignore_ascii_case(tag.as_bytes()));
    at.and_then(|at| text.get(at..)).unwrap_or("")
}

/// The number of `colspan=3` in a tag; 1 where it has none.
fn span(tag: &str, name: &str) -> u32 {
    let tag = tag.to_ascii_lowercase();
    let value = tag.split_once(name).map_or("", |(_, after)| after.trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.chars().take_while(char::is_ascii_digit).take(5).collect();
    digits.parse().unwrap_or(1).clamp(1, 65_536)
}

struct Grid<'a> {
    builder: SheetBuilder<'a>,
    row: u32,
    column: u32,
    in_row: bool,
    cell: Option<String>,
    colspan: u32,
    /// Rows for which a cell from above still covers a column.
    covered: Vec<u32>,
}

impl<'a> Grid<'a> {
    fn new(builder: SheetBuilder<'a>) -> Grid<'a> {
        Grid { builder, row: 0, column: 0, in_row: false, cell: None, colspan: 1, covered: vec![0; IMPORT_COLUMNS_MAX] }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push_str(text);
        }
    }

    fn open_row(&mut self) -> Result<(), Refused> {
        self.close_row()?;
        self.in_row = true;
        Ok(())
    }

    fn open_cell(&mut self, colspan: u32, rowspan: u32) -> Result<(), Refused> {
        self.close_cell()?;
        self.in_row = true;
        while self.covered.get(self.column as usize).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
        let first = (self.column as usize).min(self.covered.len());
        let last = first.saturating_add(colspan as usize).min(self.covered.len());
        for covered in self.covered.get_mut(first..last).unwrap_or_default() {
            *covered = rowspan;
        }
        self.colspan = colspan;
        self.cell = Some(String::new());
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refused> {
        if let Some(cell) = self.cell.take() {
            self.builder.push(self.row, self.column, Cell::Text(&plain(&cell)))?;
            self.column = self.column.saturating_add(self.colspan);
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Refused> {
        self.close_cell()?;
        if self.in_row {
            self.row += 1;
            self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        (self.in_row, self.column) = (false, 0);
        Ok(())
    }
}

/// Text with its entities resolved and its white space folded as a page shows it.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        match entity.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((c, after)) => {
                plain.push(c);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.trim().to_string()
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "nbsp" | "ensp" | "emsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_named_xls_is_read_with_its_spans() {
        let page = "<html><style>td{}</style><TABLE><tr><td colspan=2>大坪村&nbsp;花名册</td></tr>\
            <tr><th rowspan='2'>一社<th>姓名<tr><td>王<b>一</b> &#x4E00;<td>x</tr></table>";
        assert_eq!(markup(page), Some(Ok(())));
        let sheet = read("x", page).unwrap();
        let rows: Vec<(u32, Vec<(u16, String)>)> = sheet
            .rows()
            .map(|row| (row.number, row.cells().map(|(at, c)| (at, c.text().into_owned())).collect()))
            .collect();
        let cells = |cells: &[(u16, &str)]| cells.iter().map(|(at, c)| (*at, (*c).to_string())).collect::<Vec<_>>();
        assert_eq!(
            rows,
            [
                (1, cells(&[(0, "大坪村 花名册")])),
                (2, cells(&[(0, "一社"), (1, "姓名")])),
                (3, cells(&[(1, "王一 一"), (2, "x")]))
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_refused_by_what_it_is() {
        assert_eq!(read("x", "<html><body>请先登录</body></html>").map(|_| ()), Err(Refused::NoTable));
        let xml = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(markup(xml), Some(Err(Refused::OtherSheet("XML表格(2003)"))));
        assert_eq!(markup("姓名,身份证"), None);
    }
}
