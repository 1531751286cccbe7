//! Filling the office's form: read, filled, recorded as begun, written as a new file of the officer's own, recorded as
//! written.
//!
//! What goes into which cell is `exchange`'s.

use std::path::Path;

use crate::disk::file::read_small;
use crate::domain::day::Moment;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, PackageId, Seq};
use crate::domain::limits::IMPORT_FILE_BYTES_MAX;
use crate::domain::package::{ExportPackage, PackageState, default_receiver};
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::exchange::fill::refusal::FillRefused;
use crate::exchange::fill::{Filled, Options, fill, sum};
use crate::exchange::register::refusal::Refused;

use super::Desk;
use super::error::DeskError;
use super::place::at_home;
use super::places::stick_at;
use super::sheet::{not_written, write_bytes};

/// Reads a blank form and fills it; nothing is written or recorded yet.
pub fn filled(path: &Path, village: &Village, tables: &Tables, options: &Options) -> Result<Filled, FillRefused> {
    let bytes = read_small(&at_home(path), IMPORT_FILE_BYTES_MAX)
        .map_err(|fault| Refused::Unopened(crate::store::error::reason(&fault)))?;
    if bytes.is_empty() {
        return Err(Refused::Empty.into());
    }
    fill(bytes, village, tables, options)
}

/// Writes bytes to a name that is not taken, for the owner's eyes. The error is the sentence to show.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let path = at_home(path);
    write_bytes(&path, &[bytes]).map_err(|fault| not_written(&path, &fault))
}

impl Desk {
    /// Records whose data goes where and why, writes the form, and records that it was written; void where it was not.
    /// The inner error is the sentence to show; `reason` is why it goes to a stick that is not registered.
    pub fn hand_in_form(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        filled: &Filled,
        (path, reason): (&Path, &str),
        mint: &mut IdMint,
    ) -> Result<Result<(), String>, DeskError> {
        if filled.people.is_empty() {
            return Ok(write_new(path, &filled.bytes));
        }
        if let Some(mapping) = filled.mapping.clone() {
            match self.perform(village, now, Intent::Columns(Box::new(mapping))) {
                // What is remembered already is said again.
                Ok(_) | Err(DeskError::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        let id = PackageId::mint(mint, now.at);
        let stick = path.parent().and_then(|folder| stick_at(folder, reason));
        let begun = record(id, village, now.at, filled, path);
        self.perform(village, now, Intent::Package(PackageIntent::Begin(Box::new(begun), stick)))?;
        let written = write_new(path, &filled.bytes);
        let settled = match &written {
            Ok(()) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                PackageIntent::Written { id, name, sha256: sum(&filled.bytes) }
            }
            Err(_) => PackageIntent::Void(id),
        };
        self.perform(village, now, Intent::Package(settled))?;
        Ok(written)
    }
}

/// A form is no package of changes: it spans no acts, so that the next package holds what it would have held.
fn record(id: PackageId, village: &Village, at: Moment, filled: &Filled, path: &Path) -> ExportPackage {
    ExportPackage {
        id,
        touched: Seq::default(),
        no: 0,
        at,
        from: Seq(0),
        to: Seq(0),
        name: String::new(),
        place: at_home(path).parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
        receiver: default_receiver(&village.info.township),
        purpose: filled.purpose.clone(),
        people: filled.people.clone(),
        tasks_count: 0,
        fields: filled.fields.clone(),
        sha256: String::new(),
        state: PackageState::Begun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;
    use crate::domain::form::RowKind;
    use crate::exchange::package::select::{select, written_to};
    use crate::exchange::workbook::starter::starter;

    #[test]
    fn what_cannot_be_written_says_why_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let missing = write_new(&folder.path().join("没有").join("填好.xlsx"), b"x").unwrap_err();
        assert!(missing.contains("找不到要写的文件夹，请看看盘插好没有"), "{missing}");
        let out = folder.path().join("填好.xlsx");
        write_new(&out, b"x").unwrap();
        let taken = write_new(&out, b"y").unwrap_err();
        assert!(taken.contains("已经有这个文件，请换一个名字"), "{taken}");
        assert!(taken.ends_with("记录都在，没有改动。"), "{taken}");
    }

    #[test]
    fn a_filled_form_is_recorded_with_its_people_and_fields_and_is_never_written_over() {
        with_desk(|desk, village, now, stick| {
            let blank = stick.join("空表.xlsx");
            let form = now.tables.forms.named("耕地地力补贴清册").unwrap();
            write_new(&blank, &starter(form, &village.info, now.today).unwrap()).unwrap();
            let options = Options {
                sheet: None,
                rows: None,
                day: now.today,
                today: now.today,
                every: None,
                purpose: String::new(),
                columns: Vec::new(),
            };
            let filled = filled(&blank, village, now.tables, &options).unwrap();
            assert_eq!(filled.rows_count, 1);
            let out = stick.join("填好.xlsx");
            let mut mint = fresh_mint().unwrap();
            let before = written_to(village);
            let number = village.next_package_no();
            desk.hand_in_form(village, now, &filled, (&out, ""), &mut mint).unwrap().unwrap();
            let recorded = village.packages().next().unwrap();
            assert_eq!((recorded.state, recorded.people.len()), (PackageState::Written, 1));
            assert!(recorded.fields.contains(&"户主姓名".to_owned()), "{:?}", recorded.fields);
            assert!(recorded.purpose.contains("发放补贴"), "{}", recorded.purpose);
            assert_eq!(written_to(village), before, "a form hides nothing from the next package");
            let again = desk.hand_in_form(village, now, &filled, (&out, ""), &mut mint).unwrap();
            assert!(again.unwrap_err().contains("已经有这个文件"));
            let content = select(village, Seq(0), village.seq, now.today, now.tables);
            assert_eq!(content.voided, [] as [u32; 0], "no number is missing for a form that was not written");
            assert_eq!(village.next_package_no(), number);
            assert_eq!(std::fs::read(&out).unwrap(), filled.bytes);
            assert_eq!(form.rows, RowKind::Households);
        });
    }
}
