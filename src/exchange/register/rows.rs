//! Which rows of a table are rows of the register: not titles, repeated headings, totals, foot rows or blanks.
//!
//! It does not say to which household a row belongs (`blocks`), nor whether its values are right (`plan`).

use super::field::{Field, bare};
use super::layout::{Table, group_in};
use super::sheet::{Cell, Row};
use crate::domain::text::squash;

/// What a row below the heading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A row of the register.
    Data,
    /// A line that names the group of the rows below it: 「三社」.
    GroupLine(String),
    /// No row of the register.
    Passed,
}

/// Tells what a row is, by the table's own columns.
pub fn kind(table: &Table, row: &Row<'_>) -> RowKind {
    let (from, to) = table.span();
    let cells: Vec<_> = row.cells().filter(|(at, _)| (from..=to).contains(at)).collect();
    if repeats_heading(table, &cells) || is_numbering(&cells) {
        return RowKind::Passed;
    }
    let field_at = |at: u16| table.columns.iter().find(|column| column.at == at).and_then(|column| column.field);
    let holds = |wanted: Field| cells.iter().any(|(at, _)| field_at(*at) == Some(wanted));
    // Numbered rows that nobody filled in.
    let is_number = |cell: &Cell<'_>| squash(&cell.text()).chars().all(|c| c.is_ascii_digit() || c == '.');
    if cells.iter().all(|(at, cell)| field_at(*at) == Some(Field::Serial) && is_number(cell)) {
        return RowKind::Passed;
    }
    if !holds(Field::IdNo) && !holds(Field::HeadIdNo) {
        let first = cells.first().map(|(_, cell)| squash(&cell.text())).unwrap_or_default();
        if cells.iter().take(4).any(|(_, cell)| is_total(&cell.text())) || is_foot(&first) {
            return RowKind::Passed;
        }
    }
    let [(at, only)] = cells.as_slice() else { return RowKind::Data };
    let text = only.text();
    match group_in(&text) {
        Some(group) if text.chars().count() <= 16 => return RowKind::GroupLine(group),
        Some(_) | None => {}
    }
    let names = matches!(
        field_at(*at),
        Some(Field::Name | Field::HeadName | Field::IdNo | Field::Members | Field::Applicant | Field::Matter)
    );
    let title = text.chars().count() > 6 && ["表", "册", "村", "年", "单位"].iter().any(|word| text.contains(word));
    if names && !title { RowKind::Data } else { RowKind::Passed }
}

/// At least two cells, and most of them, say again what the heading says.
fn repeats_heading(table: &Table, cells: &[(u16, Cell<'_>)]) -> bool {
    let repeated = cells.iter().filter(|(at, cell)| match cell {
        Cell::Text(text) => {
            let text = bare(text);
            let column = table.columns.iter().find(|column| column.at == *at);
            column.is_some_and(|column| column.parts.contains(&text))
        }
        Cell::Number(_) | Cell::Date(_) | Cell::Fault => false,
    });
    let count = repeated.count();
    count >= 2 && count * 2 > cells.len()
}

/// 1 2 3 4 …, the columns' own numbers below a heading.
fn is_numbering(cells: &[(u16, Cell<'_>)]) -> bool {
    cells.len() >= 4
        && cells
            .iter()
            .enumerate()
            .all(|(at, (_, cell))| cell.text().trim().parse::<usize>().is_ok_and(|n| n == at + 1))
}

fn is_total(text: &str) -> bool {
    let words = squash(text);
    words.chars().count() <= 8
        && ["小计", "合计", "总计", "共计", "累计"].iter().any(|total| words.ends_with(total) || words == *total)
}

/// 填表人：… 审核人：… at the end of a page, and 填报单位 between title and heading of the next.
fn is_foot(first: &str) -> bool {
    const WORDS: [&str; 22] = [
        "填表人",
        "制表人",
        "填报人",
        "审核人",
        "审核",
        "负责人",
        "经办人",
        "填报单位",
        "填表单位",
        "填报日期",
        "填表日期",
        "制表日期",
        "制表单位",
        "制表",
        "盖章",
        "单位",
        "联系人",
        "村支书",
        "注",
        "备注",
        "说明",
        "填表说明",
    ];
    let word = WORDS.iter().find(|word| first.starts_with(**word));
    word.and_then(|word| first.strip_prefix(word)).is_some_and(|rest| rest.starts_with([':', '(', '：']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::register::delimited;
    use crate::exchange::register::layout::tables;
    use crate::exchange::register::mapping::Mapping;

    #[test]
    fn only_rows_of_the_register_are_rows() {
        let text = "序号,社别,姓名,身份证号码,备注\n1,一社,王一,511,\n,小计,1,,\n序号,社别,姓名,身份证号码,备注\n\
                    三社,,,,\n2,三社,李二,,\n,,王三,,\n3,,,,\n大坪村2026年花名册,,,,\n1,2,3,4,5\n填表人：王,,审核人：李,,\n合 计,,2,,\n";
        let sheet = delimited::read("x", text, &mut |_| true).unwrap();
        let table = tables(0, &sheet, &Mapping::default()).remove(0);
        let data: Vec<_> =
            sheet.rows().skip(table.first).filter(|row| kind(&table, row) == RowKind::Data).map(|r| r.number).collect();
        assert_eq!(data, [2, 6, 7]);
        let line = sheet.row(4).unwrap();
        assert_eq!(kind(&table, &line), RowKind::GroupLine("三社".to_owned()));
    }
}
