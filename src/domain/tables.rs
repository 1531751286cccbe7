//! The tables rules look things up in: the holiday calendar and the catalogue of matters.
//!
//! They come in once, shipped or with a town's overlay, and are lent to every decision; no rule reads a file.

use super::calendar::Calendar;
use super::matter::catalogue::Catalogue;

/// The tables of one sitting.
#[derive(Clone, Debug)]
pub struct Tables {
    /// 放假安排.
    pub calendar: Calendar,
    /// 事项目录.
    pub matters: Catalogue,
}

impl Tables {
    /// Those the program ships with.
    pub fn shipped() -> Tables {
        Tables { calendar: Calendar::shipped(), matters: Catalogue::shipped() }
    }
}
