//! How a sheet looks: fonts an office has, thin borders, A4 landscape, one page wide, heading on every page.
//!
//! It writes no cell.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// A4, as Excel numbers paper.
const PAPER_A4: u8 = 9;
/// What every printed page says.
const PAGE_HEAD: &str = "&R&9内部工作信息，严禁微信、QQ传送";
const PAGE_FOOT: &str = "&C&9第 &P 页 共 &N 页";

/// The formats of all sheets.
pub(super) struct Look {
    pub(super) title: Format,
    /// Line 2 and the foot.
    pub(super) line: Format,
    pub(super) heading: Format,
    /// A cell of text, wrapped.
    pub(super) text: Format,
    /// A cell of a date, a number as text, a short word.
    pub(super) short: Format,
    pub(super) number: Format,
    pub(super) total: Format,
    /// The label in front of a line of the cover.
    pub(super) label: Format,
    pub(super) warning: Format,
}

impl Look {
    pub(super) fn new() -> Look {
        let song = || Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let boxed = || song().set_border(FormatBorder::Thin);
        Look {
            title: song().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center),
            line: song(),
            heading: boxed().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            // Text format, so that a number typed over later stays text as well.
            text: boxed().set_text_wrap().set_num_format("@"),
            short: boxed().set_text_wrap().set_align(FormatAlign::Center).set_num_format("@"),
            number: boxed().set_align(FormatAlign::Center).set_num_format("0"),
            total: boxed().set_bold().set_align(FormatAlign::Center),
            label: boxed().set_bold().set_font_size(11),
            warning: boxed().set_bold().set_font_size(14).set_align(FormatAlign::Center).set_text_wrap(),
        }
    }
}

/// Paper, margins, and what stands on every page; the first `heading_rows` are repeated.
pub(super) fn set_up_print(sheet: &mut Worksheet, heading_rows: u32) -> Result<(), XlsxError> {
    sheet.set_paper_size(PAPER_A4);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.5, 0.5, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(PAGE_HEAD);
    sheet.set_footer(PAGE_FOOT);
    if let Some(last) = heading_rows.checked_sub(1) {
        sheet.set_repeat_rows(0, last)?;
    }
    Ok(())
}
