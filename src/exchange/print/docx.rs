//! A sheet as a document that WPS and LibreOffice open, print and change: A4, the fonts of official papers by name, the
//! number of the page at its foot. It writes no file.
//!
//! Letters have the margins and the type of GB/T 9704; what is only taken along has narrow ones, to save paper. A font that
//! a computer lacks is replaced by the nearest one, which is named too.

mod columns;

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, BreakType, Docx, FieldCharType, Footer, HeightRule, InstrPAGE, InstrText, LineSpacing,
    LineSpacingType, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Table, TableBorder, TableBorderPosition,
    TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::domain::sheet::{Look, Sheet, SheetLine};
use columns::{Columns, PADDING_TWIPS};

/// A4, in twentieths of a point.
const PAGE_TWIPS: (u32, u32) = (11_906, 16_838);
/// Font, size in half points: titles, headings, body, what stands under a line, page numbers.
const TITLE: &str = "方正小标宋简体";
const HEADING: &str = "黑体";
const BODY: &str = "仿宋_GB2312";
const DETAIL: &str = "楷体_GB2312";
const PLAIN: &str = "宋体";
/// What is ticked off, and what stands beside the number of a page. No screen shows them.
const BOX: char = '\u{25A1}';
const DASH: char = '\u{2014}';
/// The first as a screen shows it.
const BOX_ON_SCREEN: &str = "[ ]";
/// Digits and Latin letters.
const LATIN: &str = "Times New Roman";
/// Where a font is missing, what stands in for it: many computers have the newer names only, and few have the first one.
const STAND_INS: [(&str, &str, &str); 5] = [
    (TITLE, PLAIN, "auto"),
    (HEADING, "SimHei", "swiss"),
    (BODY, "仿宋", "modern"),
    (DETAIL, "楷体", "modern"),
    (PLAIN, "SimSun", "auto"),
];
const FONTS_NS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// What every row has, and what a row that is repeated on each page has besides: the crate has no word for the second.
const ROW_MARK: &str = "<w:cantSplit />";
const HEAD_MARK: &str = "<w:cantSplit /><w:tblHeader />";
/// Room for what is filled in by hand, the lowest row.
const ROW_TWIPS_MIN: f32 = 560.0;
/// Size of the page number, in half points.
const FOOT_SIZE: usize = 28;

/// Measures of a look; lengths in twentieths of a point, sizes in half points.
struct Measures {
    top: i32,
    bottom: i32,
    left: i32,
    right: i32,
    foot: i32,
    title: usize,
    body: usize,
    line: i32,
}

impl Measures {
    fn of(look: Look) -> Measures {
        match look {
            // GB/T 9704: 37 mm above, 28 mm at the left, 156 x 225 mm of text, 22 lines of 三号, the number 7 mm below.
            Look::Letter => Measures {
                top: 2098,
                bottom: 1984,
                left: 1588,
                right: 1473,
                foot: 1247,
                title: 44,
                body: 32,
                line: 560,
            },
            Look::Work => {
                Measures { top: 1134, bottom: 1134, left: 1134, right: 1134, foot: 567, title: 36, body: 24, line: 400 }
            }
        }
    }

    fn text_twips(&self) -> usize {
        usize::try_from(PAGE_TWIPS.0).unwrap_or(0).saturating_sub(usize::try_from(self.left + self.right).unwrap_or(0))
    }
}

/// The document.
pub fn docx(sheet: &Sheet) -> io::Result<Vec<u8>> {
    let measures = Measures::of(sheet.look);
    let margin = PageMargin::new().top(measures.top).bottom(measures.bottom).left(measures.left).right(measures.right);
    let mut paper = Docx::new()
        .page_size(PAGE_TWIPS.0, PAGE_TWIPS.1)
        .page_margin(margin.header(0).footer(measures.foot))
        .default_fonts(fonts(BODY))
        .default_size(measures.body)
        .footer(footer())
        .add_paragraph(title(&sheet.title, &measures));
    let mut new_page = false;
    for (nth, line) in sheet.lines.iter().enumerate() {
        // Who signs does so below the words, never on an empty page.
        let signed = matches!(sheet.lines.get(nth + 1), Some(SheetLine::Sign(_)));
        if let SheetLine::Table(head, rows) = line {
            paper = paper
                .add_paragraph(gap().keep_next(true).page_break_before(std::mem::take(&mut new_page)))
                .add_table(table(head, rows, &measures))
                .add_paragraph(gap());
            continue;
        }
        for (place, paragraph) in paragraphs(line, &measures).into_iter().enumerate() {
            let paragraph = if signed { paragraph.keep_next(true) } else { paragraph };
            paper = paper.add_paragraph(paragraph.page_break_before(new_page && place == 0));
        }
        new_page = matches!(line, SheetLine::NewPage);
    }
    let mut parts = paper.build();
    parts.font_table = font_table().into_bytes();
    parts.document = with_heads(&String::from_utf8_lossy(&parts.document)).into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

fn title(text: &str, measures: &Measures) -> Paragraph {
    let paragraph = Paragraph::new().align(AlignmentType::Center).keep_next(true).outline_lvl(0);
    let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(640).after(320);
    paragraph.line_spacing(spacing).add_run(run(text, TITLE, measures.title))
}

/// The paragraphs of a line that is no table. What was written in lines stays in lines.
fn paragraphs(line: &SheetLine, measures: &Measures) -> Vec<Paragraph> {
    let body = measures.body;
    let plain = || spaced(measures, 0);
    // Two characters, as every paragraph of a letter begins.
    let set_in = i32::try_from(body * 20).unwrap_or(0);
    match line {
        SheetLine::Heading(text) => {
            let heading = spaced(measures, 160).keep_next(true).outline_lvl(1);
            vec![heading.add_run(run(text, HEADING, body))]
        }
        SheetLine::Text(text) => {
            let begun = || plain().indent(None, Some(SpecialIndentType::FirstLine(set_in)), None, None);
            text.split('\n').map(|part| begun().add_run(run(part, BODY, body))).collect()
        }
        SheetLine::Entry(label, text) => {
            let label = run(&format!("{label}："), HEADING, body);
            vec![plain().add_run(label).add_run(run(text, BODY, body))]
        }
        SheetLine::Tick(what, detail) => {
            let box_and_words = format!("{BOX} {what}");
            let hanging = || plain().indent(Some(set_in), Some(SpecialIndentType::Hanging(set_in)), None, None);
            let mut lines = vec![hanging().keep_next(!detail.is_empty()).add_run(run(&box_and_words, BODY, body))];
            if !detail.is_empty() {
                let under = plain().indent(Some(set_in), None, None, None);
                lines.push(under.add_run(run(detail, DETAIL, body)));
            }
            lines
        }
        SheetLine::Sign(who) => {
            let place = |who: &String| {
                let words = format!("{who}签字：______________");
                spaced(measures, 200).align(AlignmentType::Right).keep_lines(true).add_run(run(&words, BODY, body))
            };
            // All of them on one page.
            let last = who.len().saturating_sub(1);
            who.iter().enumerate().map(|(nth, who)| place(who).keep_next(nth < last)).collect()
        }
        SheetLine::Table(..) | SheetLine::NewPage => Vec::new(),
    }
}

fn table(head: &[String], rows: &[Vec<String>], measures: &Measures) -> Table {
    let columns = Columns::fitting(head, rows, measures.text_twips(), measures.body);
    let row = |cells: &[String], font: &str| {
        let cell = |place: usize, text: &str| {
            let cell = TableCell::new().width(columns.widths.get(place).copied().unwrap_or(0), WidthType::Dxa);
            text.split('\n').fold(cell.vertical_align(VAlignType::Center), |cell, part| {
                let sentence = font == BODY && columns.sentences.get(place).copied().unwrap_or(false);
                let side = if sentence { AlignmentType::Left } else { AlignmentType::Center };
                let paragraph = Paragraph::new().align(side);
                cell.add_paragraph(paragraph.add_run(run(part, font, columns.size)))
            })
        };
        let blank = String::new();
        let texts = (0..columns.widths.len()).map(|place| (place, cells.get(place).unwrap_or(&blank)));
        let row = TableRow::new(texts.map(|(place, text)| cell(place, text)).collect());
        row.row_height(ROW_TWIPS_MIN).height_rule(HeightRule::AtLeast).cant_split()
    };
    let rows = std::iter::once(row(head, HEADING)).chain(rows.iter().map(|cells| row(cells, BODY)));
    let side = PADDING_TWIPS / 2;
    Table::new(rows.collect())
        .layout(TableLayoutType::Fixed)
        .width(columns.widths.iter().sum(), WidthType::Dxa)
        .set_grid(columns.widths.clone())
        .margins(TableCellMargins::new().margin(40, side, 40, side))
        .set_borders(borders())
}

fn borders() -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let lines = [Top, Left, Bottom, Right, InsideH, InsideV];
    lines.into_iter().fold(TableBorders::new(), |borders, place| borders.set(TableBorder::new(place).size(4)))
}

/// What stands between a table and what is around it: two tables that touch are one to WPS.
fn gap() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(160))
}

/// The number of the page between two dashes, in the middle.
fn footer() -> Footer {
    let field = |part: Run| part.size(FOOT_SIZE).fonts(fonts(PLAIN));
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run(&format!("{DASH} "), PLAIN, FOOT_SIZE))
        .add_run(field(Run::new().add_field_char(FieldCharType::Begin, false)))
        .add_run(field(Run::new().add_instr_text(InstrText::PAGE(InstrPAGE::new()))))
        .add_run(field(Run::new().add_field_char(FieldCharType::Separate, false)))
        .add_run(run("1", PLAIN, FOOT_SIZE))
        .add_run(field(Run::new().add_field_char(FieldCharType::End, false)))
        .add_run(run(&format!(" {DASH}"), PLAIN, FOOT_SIZE));
    Footer::new().add_paragraph(number)
}

/// An empty paragraph of this look, so far below the one above.
fn spaced(measures: &Measures, before: u32) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(measures.line);
    Paragraph::new().line_spacing(spacing.before(before))
}

/// Words in this font; their line ends stay.
fn run(text: &str, font: &str, size: usize) -> Run {
    let empty = Run::new().size(size).fonts(fonts(font));
    text.split('\n').enumerate().fold(empty, |run, (place, part)| {
        let run = if place == 0 { run } else { run.add_break(BreakType::TextWrapping) };
        run.add_text(printable(part).replace(BOX_ON_SCREEN, &BOX.to_string()))
    })
}

/// The same words without what a document must not hold: a control character from a pasted text would keep it shut.
fn printable(text: &str) -> String {
    let shown = |c: char| if c == '\t' { ' ' } else { c };
    text.chars().map(shown).filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

/// Hanzi in this font; the hint makes quotation marks Chinese ones, too.
fn fonts(name: &str) -> RunFonts {
    RunFonts::new().ascii(LATIN).hi_ansi(LATIN).east_asia(name).hint("eastAsia")
}

fn font_table() -> String {
    let font = |(name, other, family): (&str, &str, &str)| {
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"{family}\"/><w:pitch w:val=\"default\"/></w:font>"
        )
    };
    let fonts: String = STAND_INS.into_iter().map(font).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:fonts xmlns:w=\"{FONTS_NS}\">{fonts}\
         <w:font w:name=\"{LATIN}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>\
         <w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    )
}

/// The document in which the first row of each table is repeated on every page. No table stands in another, and what was
/// typed holds no tag.
fn with_heads(document: &str) -> String {
    let mut tables = document.split("<w:tbl>");
    let before = tables.next().unwrap_or_default().to_owned();
    tables.fold(before, |whole, table| format!("{whole}<w:tbl>{}", table.replacen(ROW_MARK, HEAD_MARK, 1)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// A part of the document.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn all_lines() -> Sheet {
        Sheet::titled("大坪村 公开承诺")
            .heading("一、不收钱")
            .text("一社 <张三>\n二社 \u{b}\u{0}李四&")
            .entry("日期", "2026-11-24")
            .tick("交件", "两份")
            .table(&["哪天", "答复"], vec![vec!["11-24".to_owned(), "在办\n快了".to_owned()], vec![String::new()]])
            .new_page()
            .table(&["票"], Vec::new())
            .sign(&["经办人", "领导"])
    }

    #[test]
    fn a_letter_is_a4_with_the_margins_of_official_papers_and_its_pages_are_numbered() {
        let bytes = docx(&all_lines()).unwrap();
        let document = part(&bytes, "word/document.xml");
        for wanted in [
            r#"<w:pgSz w:w="11906" w:h="16838""#,
            r#"w:top="2098" w:right="1473" w:bottom="1984" w:left="1588""#,
            r#"w:eastAsia="方正小标宋简体""#,
            r#"w:eastAsia="仿宋_GB2312""#,
            r#"w:eastAsia="黑体""#,
        ] {
            assert!(document.contains(wanted), "{wanted} in {document}");
        }
        assert!(part(&bytes, "word/footer1.xml").contains("PAGE"));
        assert!(
            part(&bytes, "word/fontTable.xml").contains(r#"<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>"#)
        );
        let work = part(&docx(&all_lines().for_work()).unwrap(), "word/document.xml");
        assert!(work.contains(r#"w:left="1134""#) && !work.contains(r#"w:left="1588""#));
    }

    #[test]
    fn what_was_typed_stands_in_it_in_its_lines_and_can_break_nothing() {
        let document = part(&docx(&all_lines()).unwrap(), "word/document.xml");
        let words =
            ["一社 &lt;张三&gt;<", ">二社 李四&amp;<", "\u{25A1} 交件", "两份", ">在办<", ">快了<", "领导签字："];
        for wanted in words {
            assert!(document.contains(wanted), "{wanted} in {document}");
        }
        assert!(!document.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn the_head_of_every_table_is_repeated_and_no_row_is_torn() {
        let document = part(&docx(&all_lines()).unwrap(), "word/document.xml");
        let count = |mark: &str| document.matches(mark).count();
        assert_eq!((count("<w:tbl>"), count("<w:tblHeader />"), count("<w:tr>"), count(ROW_MARK)), (2, 2, 4, 4));
        assert_eq!(count("<w:pageBreakBefore />"), 1, "{document}");
    }
}
