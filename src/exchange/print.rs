//! A sheet as a page to print: HTML of its own, with nothing to load, which browser and WPS open. It writes no file.

pub mod docx;

use crate::domain::sheet::{Sheet, SheetLine};

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n";
const STYLE: &str = "<style>\n\
    @page { size: A4; margin: 20mm; }\n\
    body { font-family: \"SimSun\", \"宋体\", serif; font-size: 14pt; line-height: 1.6; }\n\
    h1 { font-size: 20pt; text-align: center; } h2 { font-size: 15pt; }\n\
    table { border-collapse: collapse; width: 100%; }\n\
    th, td { border: 1px solid black; padding: 4px 8px; text-align: center; height: 1.6em; }\n\
    p { margin: 6px 0; } .sign { margin-top: 24px; } .new { page-break-before: always; }\n\
    </style>\n";

/// The page.
pub fn html(sheet: &Sheet) -> String {
    let mut page = format!("{HEAD}<title>{0}</title>\n{STYLE}</head>\n<body>\n<h1>{0}</h1>\n", escaped(&sheet.title));
    for line in &sheet.lines {
        page.push_str(&line_html(line));
        page.push('\n');
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn line_html(line: &SheetLine) -> String {
    match line {
        SheetLine::Heading(text) => format!("<h2>{}</h2>", words(text)),
        SheetLine::Text(text) => format!("<p>{}</p>", words(text)),
        SheetLine::Entry(label, text) => format!("<p>{}：{}</p>", words(label), words(text)),
        SheetLine::Tick(what, detail) if detail.is_empty() => format!("<p>[ ] {}</p>", words(what)),
        SheetLine::Tick(what, detail) => {
            format!("<p>[ ] {}<br><small>{}</small></p>", words(what), words(detail))
        }
        SheetLine::Table(head, rows) => {
            let cells = |tag: &str, row: &[String]| {
                let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", words(cell))).collect();
                format!("<tr>{cells}</tr>\n")
            };
            let rows: String = rows.iter().map(|row| cells("td", row)).collect();
            format!("<table>\n{}{rows}</table>", cells("th", head))
        }
        SheetLine::Sign(who) => {
            let places: String = who.iter().map(|who| format!("<p>{}签字：______________</p>", words(who))).collect();
            format!("<div class=\"sign\">{places}</div>")
        }
        SheetLine::NewPage => "<div class=\"new\"></div>".to_owned(),
    }
}

/// The same words with their own line ends.
fn words(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

/// Words in which nothing is a mark of HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_words_on_the_page_and_never_a_part_of_it() {
        let sheet = Sheet::titled("单<b>")
            .entry("谁", "\"&<script>")
            .table(&["甲"], vec![vec!["<i>".to_owned()]])
            .new_page()
            .sign(&["经办人"]);
        let page = html(&sheet);
        assert!(page.contains("<h1>单&lt;b&gt;</h1>") && page.contains("谁：&quot;&amp;&lt;script&gt;"), "{page}");
        assert!(page.contains("<th>甲</th>") && page.contains("<td>&lt;i&gt;</td>") && page.contains("经办人签字"));
        assert!(!page.contains("<script") && !page.contains("http"));
    }

    #[test]
    fn what_was_written_in_lines_is_printed_in_lines() {
        let page = html(&Sheet::titled("公示").text("一社 张三\n二社 <李四>"));
        assert!(page.contains("<p>一社 张三<br>二社 &lt;李四&gt;</p>"), "{page}");
    }
}
