//! 报表.xlsx: the part of a package that people open, print and sign.
//!
//! A cover and three forms. It derives nothing: every cell is a field of the content. It does not read workbooks
//! (`register`), and saves none: it gives bytes.

mod cover;
mod form;
mod forms;
pub(in crate::exchange) mod look;
pub mod starter;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::package::PackageMeta;
use super::package::content::PackageContent;

use self::look::Look;

/// Why there is no workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkbookFault {
    /// The caller asked to stop.
    Stopped,
    /// It could not be made; in the library's words, without data.
    Failed(String),
}

impl From<XlsxError> for WorkbookFault {
    fn from(fault: XlsxError) -> WorkbookFault {
        WorkbookFault::Failed(fault.to_string())
    }
}

/// Rows that [`build`] writes, for its progress.
pub fn rows_count(content: &PackageContent) -> u64 {
    (content.tasks.len() + content.originals.len() + content.households.len()) as u64
}

/// The bytes of the workbook. `tick` is told the rows done, now and then; `false` stops it.
pub fn build(
    content: &PackageContent,
    meta: &PackageMeta,
    tick: &mut dyn FnMut(u64) -> bool,
) -> Result<Vec<u8>, WorkbookFault> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    cover::write(workbook.add_worksheet(), &look, content, meta)?;
    let mut rows = forms::Rows { done: 0, tick };
    forms::tasks(workbook.add_worksheet(), &look, content, meta, &mut rows)?;
    forms::originals(workbook.add_worksheet(), &look, content, meta, &mut rows)?;
    forms::households(workbook.add_worksheet(), &look, content, meta, &mut rows)?;
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests;
