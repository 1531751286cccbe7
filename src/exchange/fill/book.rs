//! The parts of a blank .xlsx: weighed before they are unpacked, and handed on as they came, but for those that change.
//!
//! It reads no cell.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::grid::Grid;
use super::pour::elsewhere;
use super::refusal::FillRefused;
use super::shift::Shift;
use super::xml::{Kind, attribute, inner, marks, prefix, rewritten, with_attribute, without};
use crate::domain::limits::FORM_PART_BYTES_MAX;
use crate::exchange::register::xls::is_encrypted;

/// Parts beyond which it is no form.
const PARTS_MAX: usize = 2_000;
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const TYPES: &str = "[Content_Types].xml";

/// A workbook in memory.
#[derive(Debug)]
pub(super) struct Book {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Its sheets, in the order of their tabs.
    pub(super) sheets: Vec<Tab>,
}

/// A sheet of it.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) name: String,
    pub(super) visible: bool,
    pub(super) part: String,
}

/// A part that is not as it was.
pub(super) struct Changed {
    pub(super) name: String,
    pub(super) text: String,
}

impl Book {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Book, FillRefused> {
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(if is_encrypted(&bytes) { FillRefused::Encrypted } else { FillRefused::OldWorkbook });
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FillRefused::Damaged)?;
        if archive.len() > PARTS_MAX {
            return Err(FillRefused::TooLarge);
        }
        let workbook = text(&mut archive, WORKBOOK)?.ok_or(FillRefused::Damaged)?;
        let relations = text(&mut archive, RELATIONS)?.ok_or(FillRefused::Damaged)?;
        let sheets = tabs(&workbook, &relations)?;
        Ok(Book { archive, sheets })
    }

    /// A part as text; `None` where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, FillRefused> {
        text(&mut self.archive, name)
    }

    /// The texts that cells name by number.
    pub(super) fn shared_texts(&mut self) -> Result<Vec<String>, FillRefused> {
        match self.text("xl/sharedStrings.xml")? {
            Some(xml) => super::grid::shared_texts(&xml),
            None => Ok(Vec::new()),
        }
    }

    /// The workbook's own part: named ranges where the rows went, and told to work its sums out when it is opened.
    pub(super) fn workbook(&mut self, shift: &Shift<'_>) -> Result<String, FillRefused> {
        let xml = self.text(WORKBOOK)?.ok_or(FillRefused::Damaged)?;
        let marks = marks(&xml)?;
        // A workbook that never worked anything out says nothing of it: then it is said where it has to stand.
        let before = ["sheets", "functionGroups", "externalReferences", "definedNames"];
        let last = marks.iter().rposition(|mark| mark.kind != Kind::Start && before.contains(&mark.name.as_str()));
        let last = last.filter(|_| !marks.iter().any(|mark| mark.opens("calcPr")));
        let mut out = String::with_capacity(xml.len() + 64);
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            let tag = mark.of(&xml);
            if mark.opens("calcPr") {
                out.push_str(&with_attribute(tag, "fullCalcOnLoad", "1"));
            } else {
                out.push_str(tag);
            }
            if last == Some(at) {
                out.push_str(&format!("<{}calcPr fullCalcOnLoad=\"1\"/>", prefix(tag)));
            }
            at += 1;
            if let Some((raw, end)) = inner(&xml, &marks, at - 1).filter(|_| mark.name == "definedName") {
                out.push_str(&rewritten(raw, |text| shift.formula(text, false)));
                at = end;
            }
        }
        Ok(out)
    }

    /// Every other sheet that says something of this one, with its rows where they went.
    pub(super) fn elsewhere(&mut self, tab: &Tab, shift: &Shift<'_>) -> Result<Vec<Changed>, FillRefused> {
        let mut changed = Vec::new();
        for other in self.sheets.clone().into_iter().filter(|other| other.part != tab.part) {
            let read = self.text(&other.part).and_then(|xml| xml.map_or(Ok(None), |xml| Grid::read(xml, &[])));
            let grid = match read {
                Ok(grid) => grid,
                // Where no row moves, a sheet that cannot be read stays true as it is.
                Err(_) if shift.rows == 0 => None,
                Err(fault) => return Err(fault),
            };
            let text = grid.and_then(|grid| elsewhere(&grid, shift));
            changed.extend(text.map(|text| Changed { name: other.part, text }));
        }
        Ok(changed)
    }

    /// Takes the order out in which sums are worked out: one that names a cell without a sum makes the file a damaged one,
    /// and the spreadsheet makes it anew. Answers with the parts that no longer tell of it, and with its own name.
    pub(super) fn without_calculation_order(&mut self) -> Result<(Vec<Changed>, Option<String>), FillRefused> {
        let relations = self.text(RELATIONS)?.ok_or(FillRefused::Damaged)?;
        let is_order = |tag: &str| attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/calcChain"));
        let marks = marks(&relations)?;
        let mut tags = marks.iter().filter(|mark| mark.opens("Relationship")).map(|mark| mark.of(&relations));
        let Some(target) = tags.find(|tag| is_order(tag)).and_then(|tag| attribute(tag, "Target")) else {
            return Ok((Vec::new(), None));
        };
        let part = part_of(&target);
        let types = self.text(TYPES)?.ok_or(FillRefused::Damaged)?;
        let named = format!("/{part}");
        let is_named = |tag: &str| attribute(tag, "PartName").is_some_and(|name| name == named);
        let changed = [
            (RELATIONS, without(&relations, "Relationship", is_order)?),
            (TYPES, without(&types, "Override", is_named)?),
        ];
        Ok((changed.map(|(name, text)| Changed { name: name.to_owned(), text }).into(), Some(part)))
    }

    /// The bytes with these parts in the place of what was there and without that one; every other part goes over packed
    /// as it is.
    pub(super) fn with(&mut self, changed: &[Changed], dropped: Option<&str>) -> Result<Vec<u8>, FillRefused> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..self.archive.len() {
            let part = self.archive.by_index_raw(at).map_err(|_| FillRefused::Damaged)?;
            let name = part.name().map_err(|_| FillRefused::Damaged)?.into_owned();
            if dropped == Some(name.as_str()) {
                continue;
            }
            let new = changed.iter().find(|changed| changed.name == name);
            match new {
                None => out.raw_copy_file(part).map_err(|_| FillRefused::Damaged)?,
                Some(new) => {
                    let time = part.last_modified().unwrap_or_default();
                    drop(part);
                    let options = SimpleFileOptions::default()
                        .compression_method(CompressionMethod::Deflated)
                        .last_modified_time(time);
                    out.start_file(name, options).map_err(|_| FillRefused::Damaged)?;
                    out.write_all(new.text.as_bytes()).map_err(|_| FillRefused::Damaged)?;
                }
            }
        }
        Ok(out.finish().map_err(|_| FillRefused::Damaged)?.into_inner())
    }
}

/// The name of the workbook's own part.
pub(super) fn workbook_part() -> String {
    WORKBOOK.to_owned()
}

fn text(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<Option<String>, FillRefused> {
    let Ok(part) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    // What it says of its size may be untrue: no more than the bound is ever unpacked.
    part.take(FORM_PART_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|_| FillRefused::Damaged)?;
    if bytes.len() as u64 > FORM_PART_BYTES_MAX {
        return Err(FillRefused::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| FillRefused::Damaged)?;
    // The reader passes over the mark with which some programs begin a text, and does not count it.
    Ok(Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)))
}

/// The name of a part, as the workbook's own part names it.
fn part_of(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

fn tabs(workbook: &str, relations: &str) -> Result<Vec<Tab>, FillRefused> {
    let mut targets = Vec::new();
    for mark in marks(relations)?.iter().filter(|mark| mark.opens("Relationship")) {
        let tag = mark.of(relations);
        targets.extend(attribute(tag, "Id").zip(attribute(tag, "Target")));
    }
    let mut tabs = Vec::new();
    for mark in marks(workbook)?.iter().filter(|mark| mark.opens("sheet")) {
        let tag = mark.of(workbook);
        let relation = attribute(tag, "r:id").unwrap_or_default();
        let target = targets.iter().find(|(id, _)| *id == relation).map(|(_, target)| target.as_str());
        let Some(target) = target else { continue };
        let part = part_of(target);
        tabs.push(Tab {
            name: attribute(tag, "name").unwrap_or_default(),
            visible: attribute(tag, "state").is_none_or(|state| state == "visible"),
            part,
        });
    }
    Ok(tabs)
}
