//! Which household each row stands in: by its number, by its head's name, by where a new 户主 begins, and which group.
//!
//! It matches nothing with the village (`plan`), and it does not doubt a household number written twice.

use std::collections::HashMap;

use super::field::Field;
use super::layout::{Table, group_in};
use super::members;
use super::reading::{Block, RegisterRow};
use super::rows::{RowKind, kind};
use super::sheet::{Cell, Row, Sheet};
use crate::domain::relation::{HEAD, is_head};
use crate::domain::text::{fold, squash};

/// Rows of households whose group cell is filled, in hundredths, below which a blank one means 同上.
const GROUP_FILLED_PERCENT: usize = 70;

/// Sorts the rows of one table after another into households.
#[derive(Default)]
pub struct Sorter {
    /// The households so far.
    pub blocks: Vec<Block>,
    /// The rows so far.
    pub rows: Vec<RegisterRow>,
    by_no: HashMap<String, u32>,
    by_head: HashMap<(String, String), u32>,
}

/// Where one table's reading stands.
struct Place<'a> {
    table: &'a Table,
    table_at: u32,
    /// Group from a line between the rows, else from the tab or the title.
    group: String,
    /// Whether a blank group cell means the one above.
    group_fills_down: bool,
    last_group: String,
    block: Option<u32>,
    head_seen: bool,
}

impl Sorter {
    /// Takes in the rows of one table, with `implies_heads` also heads that only 户主姓名 names; `None` when the person at the screen said stop.
    pub fn take(
        &mut self,
        table_at: u32,
        table: &Table,
        sheet: &Sheet,
        implies_heads: bool,
        progress: &mut impl FnMut(u32) -> bool,
    ) -> Option<()> {
        let has_group = table.has(Field::Group, 0);
        let group = if has_group { None } else { group_in(&sheet.name).or_else(|| group_in(&table.title)) };
        let mut place = Place {
            table,
            table_at,
            group: group.unwrap_or_default(),
            group_fills_down: has_group && filled_percent(table, sheet) < GROUP_FILLED_PERCENT,
            last_group: String::new(),
            block: None,
            head_seen: false,
        };
        let first_block = self.blocks.len();
        let first_row = self.rows.len();
        for at in table.first..sheet.rows_count() {
            let Some(row) = sheet.row(at) else { continue };
            if at % 1_000 == 0 && !progress(row.number) {
                return None;
            }
            match kind(table, &row) {
                RowKind::Passed => {}
                RowKind::GroupLine(group) => {
                    place.group = group;
                    place.block = None;
                }
                RowKind::Data => self.take_row(&mut place, u32::try_from(at).ok()?, &row),
            }
        }
        if implies_heads {
            self.add_implied_heads(table, sheet, first_block, first_row);
        }
        Some(())
    }

    fn take_row(&mut self, place: &mut Place<'_>, at: u32, row: &Row<'_>) {
        let text = |field: Field| text(place.table, row, field);
        let written_group = text(Field::Group);
        if !written_group.is_empty() {
            place.last_group.clone_from(&written_group);
        }
        let group = if !written_group.is_empty() {
            written_group
        } else if place.group_fills_down && place.group.is_empty() {
            place.last_group.clone()
        } else {
            place.group.clone()
        };
        let is_head_row = is_head(&text(Field::Relation)) || names_heads(place.table);
        let mut head = text(Field::HeadName);
        if head.is_empty() && is_head_row {
            head = text(Field::Name);
        }
        let found = Block { no: text(Field::HouseholdNo), head, group };
        let block = self.block_of(place, found, is_head_row);
        place.block = Some(block);
        self.push_people(place, at, row, block);
    }

    /// The household of a row: the one it names, or the one above it goes on.
    fn block_of(&mut self, place: &mut Place<'_>, found: Block, is_head_row: bool) -> u32 {
        let current = place.block.and_then(|at| Some((at, self.blocks.get_mut(at as usize)?)));
        let goes_on = current.as_ref().is_some_and(|(_, block)| {
            let same_head =
                found.head.is_empty() || block.head.is_empty() || squash(&found.head) == squash(&block.head);
            if !found.no.is_empty() {
                squash(&found.no) == squash(&block.no)
            } else if is_head_row && place.head_seen {
                false
            } else if found.head.is_empty() {
                is_of_household(place.table)
            } else {
                same_head && (found.group.is_empty() || squash(&found.group) == squash(&block.group))
            }
        });
        if let Some((at, block)) = current.filter(|_| goes_on) {
            place.head_seen |= is_head_row;
            if block.head.is_empty() {
                block.head = found.head;
            }
            if block.group.is_empty() {
                block.group = found.group;
            }
            return at;
        }
        place.head_seen = is_head_row;
        let by_head = (squash(&found.head), squash(&found.group));
        // A household that comes again further down: by its number, or by head and group where no new head is named.
        let again = if !found.no.is_empty() {
            self.by_no.get(&squash(&found.no))
        } else if !found.head.is_empty() && !is_head_row {
            self.by_head.get(&by_head)
        } else {
            None
        };
        if let Some(at) = again {
            return *at;
        }
        let at = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        if !found.no.is_empty() {
            self.by_no.insert(squash(&found.no), at);
        }
        self.by_head.insert(by_head, at);
        self.blocks.push(found);
        at
    }

    /// The row's own person, members across, and members in one cell.
    fn push_people(&mut self, place: &Place<'_>, at: u32, row: &Row<'_>, block: u32) {
        let person =
            |member: u8, own| RegisterRow { table: place.table_at, at, member, block, implied_head: false, own };
        let in_cell = text(place.table, row, Field::Members);
        let several = !in_cell.is_empty() && (place.table.has(Field::Name, 0) || place.table.has(Field::HeadName, 0));
        if !several {
            let mut own = own_values(place.table, row);
            if !in_cell.is_empty() {
                own.push((Field::Name, in_cell));
            }
            self.rows.push(person(0, own));
        } else {
            let listed = members::split(&in_cell);
            let head_listed = listed.iter().flatten().any(|(field, text)| *field == Field::Relation && is_head(text));
            if !head_listed {
                self.rows.push(person(0, own_values(place.table, row)));
            }
            self.rows.extend(listed.into_iter().map(|own| person(0, own)));
        }
        for member in 1..=place.table.members_max() {
            let named = [Field::Name, Field::IdNo]
                .into_iter()
                .any(|field| place.table.columns_of(field, member).any(|column| row.cell(column.at).is_some()));
            if named {
                self.rows.push(person(member, Vec::new()));
            }
        }
    }

    /// Heads that a block of members names in 户主姓名 and that no row of the block is.
    fn add_implied_heads(&mut self, table: &Table, sheet: &Sheet, first_block: usize, first_row: usize) {
        if !table.has(Field::HeadName, 0) || !table.has(Field::Name, 0) {
            return;
        }
        let mut has_head = vec![false; self.blocks.len()];
        let mut first_of: HashMap<u32, usize> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate().skip(first_row) {
            let Some(sheet_row) = sheet.row(row.at as usize) else { continue };
            first_of.entry(row.block).or_insert(at);
            let own = |field: Field| row.own.iter().find(|(known, _)| *known == field).map(|(_, text)| text.clone());
            let written = |field: Field| own(field).unwrap_or_else(|| text_of(table, &sheet_row, field, row.member));
            let head = self.blocks.get(row.block as usize).map(|block| squash(&block.head)).unwrap_or_default();
            let named = !head.is_empty() && squash(&written(Field::Name)) == head;
            if let Some(known) = has_head.get_mut(row.block as usize) {
                *known |= named || is_head(&written(Field::Relation));
            }
        }
        let mut implied: Vec<(usize, RegisterRow)> = Vec::new();
        for (at, block) in self.blocks.iter().enumerate().skip(first_block) {
            let block_no = u32::try_from(at).unwrap_or(u32::MAX);
            let row = first_of.get(&block_no).and_then(|first| Some((*first, self.rows.get(*first)?)));
            let (Some((first, row)), false) = (row, block.head.is_empty() || has_head.get(at) == Some(&true)) else {
                continue;
            };
            let Some(sheet_row) = sheet.row(row.at as usize) else { continue };
            let mut own = head_values(table, &sheet_row);
            own.retain(|(field, _)| *field != Field::Name);
            own.push((Field::Name, block.head.clone()));
            // The other columns of the row are about the member that stands there.
            for column in &table.columns {
                let Some(field) = column.field.filter(|field| of_person(*field)) else { continue };
                if !own.iter().any(|(known, _)| *known == field) {
                    own.push((field, String::new()));
                }
            }
            implied.push((first, RegisterRow { implied_head: true, member: 0, own, ..row.clone() }));
        }
        for (first, row) in implied.into_iter().rev() {
            self.rows.insert(first, row);
        }
    }
}

/// Values of the row's own person that its columns do not give: it is the head where only heads are named.
fn own_values(table: &Table, row: &Row<'_>) -> Vec<(Field, String)> {
    if !table.has(Field::Name, 0) && table.has(Field::HeadName, 0) {
        head_values(table, row)
    } else if names_heads(table) {
        vec![(Field::Relation, HEAD.to_owned())]
    } else {
        Vec::new()
    }
}

/// The head as a person, from the columns that are about the head.
fn head_values(table: &Table, row: &Row<'_>) -> Vec<(Field, String)> {
    let mut own = vec![(Field::Relation, HEAD.to_owned())];
    for (head, person) in
        [(Field::HeadName, Field::Name), (Field::HeadIdNo, Field::IdNo), (Field::HeadPhone, Field::Phone)]
    {
        let written = match table.columns_of(head, 0).find_map(|column| row.cell(column.at)) {
            // A number that was an ID keeps looking like one, so that it is refused and not guessed.
            Some(Cell::Number(number)) if head == Field::HeadIdNo => format!("{number:E}"),
            Some(cell) => fold(&cell.text()).into_owned(),
            None => continue,
        };
        own.push((person, written));
    }
    own
}

/// Whether 姓名 names the head of a household, one row each.
fn names_heads(table: &Table) -> bool {
    let of_household = table.has(Field::Population, 0) || table.has(Field::Members, 0) || table.members_max() > 0;
    of_household && [Field::HeadName, Field::Relation].into_iter().all(|field| !table.has(field, 0))
}

/// Fields that are about one person and not about the household.
fn of_person(field: Field) -> bool {
    !matches!(
        field,
        Field::Group
            | Field::HouseholdNo
            | Field::HeadName
            | Field::Address
            | Field::HouseholdClass
            | Field::ClassFrom
            | Field::Population
    )
}

/// Whether rows below one another can belong to one household.
fn is_of_household(table: &Table) -> bool {
    [Field::HeadName, Field::HouseholdNo, Field::Relation].into_iter().any(|field| table.has(field, 0))
}

fn text(table: &Table, row: &Row<'_>, field: Field) -> String {
    text_of(table, row, field, 0)
}

fn text_of(table: &Table, row: &Row<'_>, field: Field, member: u8) -> String {
    let cell = table.columns_of(field, member).find_map(|column| row.cell(column.at));
    cell.map(|cell| fold(&cell.text()).into_owned()).unwrap_or_default()
}

/// Data rows with a group, in hundredths.
fn filled_percent(table: &Table, sheet: &Sheet) -> usize {
    let (mut rows, mut filled) = (0, 0);
    for at in table.first..sheet.rows_count() {
        let Some(row) = sheet.row(at).filter(|row| row.cells_count() > 1) else { continue };
        rows += 1;
        filled += usize::from(table.columns_of(Field::Group, 0).any(|column| row.cell(column.at).is_some()));
    }
    filled * 100 / rows.max(1)
}
