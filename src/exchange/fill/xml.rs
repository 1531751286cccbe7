//! The marks of a sheet's text, with where each stands, so that what is not filled is handed on byte for byte.
//!
//! It knows no spreadsheet; what a mark means is `grid`'s.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::refusal::FillRefused;

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    Empty,
    End,
    /// Text between marks, comments and the like.
    Other,
}

/// One mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    /// Its name without a prefix; empty for text.
    pub(super) name: String,
    pub(super) span: Range<usize>,
}

/// All marks of a well-formed text, from the front; together they cover every byte of it.
pub(super) fn marks(xml: &str) -> Result<Vec<Mark>, FillRefused> {
    let mut reader = Reader::from_str(xml);
    let mut marks = Vec::new();
    let (mut from, mut open) = (0, 0u32);
    loop {
        let event = reader.read_event().map_err(|_| FillRefused::Damaged)?;
        let to = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let kind = match event {
            // A text that was cut off ends within something.
            Event::Eof if open > 0 => return Err(FillRefused::Damaged),
            Event::Eof => return Ok(marks),
            // Nothing that a spreadsheet writes: such a text could unfold to any size.
            Event::DocType(_) => return Err(FillRefused::Damaged),
            Event::Start(_) => Kind::Start,
            Event::Empty(_) => Kind::Empty,
            Event::End(_) => Kind::End,
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => Kind::Other,
        };
        let name = match kind {
            Kind::Other => String::new(),
            Kind::Start | Kind::Empty | Kind::End => local(xml.get(from..to).unwrap_or_default()).to_owned(),
        };
        match kind {
            Kind::Start => open += 1,
            Kind::End => open = open.saturating_sub(1),
            Kind::Empty | Kind::Other => {}
        }
        marks.push(Mark { kind, name, span: from..to });
        from = to;
    }
}

impl Mark {
    /// The mark as it is written.
    pub(super) fn of<'a>(&self, xml: &'a str) -> &'a str {
        xml.get(self.span.clone()).unwrap_or_default()
    }

    /// Whether something of this name begins here.
    pub(super) fn opens(&self, name: &str) -> bool {
        self.name == name && matches!(self.kind, Kind::Start | Kind::Empty)
    }
}

fn full(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default()
}

fn local(tag: &str) -> &str {
    let name = full(tag);
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The prefix of a tag's name with its colon; empty for most.
pub(super) fn prefix(tag: &str) -> &str {
    let name = full(tag);
    name.rfind(':').and_then(|at| name.get(..=at)).unwrap_or_default()
}

/// Where the value of an attribute stands within its tag.
fn place(tag: &str, name: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = tag.get(from..)?.find(name).map(|at| at + from) {
        from = at + name.len();
        let before = tag.get(..at)?.chars().next_back()?;
        let after = tag.get(from..)?;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|_| before.is_whitespace()) else { continue };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.len() - value.len() + 1;
        let end = start + tag.get(start..)?.find(quote)?;
        return Some(start..end);
    }
    None
}

/// The value of an attribute, unescaped.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(plain(tag.get(place(tag, name)?)?))
}

/// The tag with this attribute, and all else as it was.
pub(super) fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let value = escaped(value);
    match place(tag, name) {
        Some(at) => {
            format!("{}{value}{}", tag.get(..at.start).unwrap_or_default(), tag.get(at.end..).unwrap_or_default())
        }
        None => {
            let end = if tag.ends_with("/>") { tag.len() - 2 } else { tag.len().saturating_sub(1) };
            let (head, tail) = tag.split_at(end);
            format!("{head} {name}=\"{value}\"{tail}")
        }
    }
}

/// The tag without this attribute.
pub(super) fn without_attribute(tag: &str, name: &str) -> String {
    let Some(value) = place(tag, name) else { return tag.to_owned() };
    let head = tag.get(..value.start).and_then(|head| head.get(..head.rfind(name)?)).unwrap_or(tag);
    format!("{}{}", head.trim_end(), tag.get(value.end + 1..).unwrap_or_default())
}

/// A text as it is written, changed as a whole: a sign that is written as a name of its own parts it in no place. It stays
/// byte for byte where nothing changes, and where it cannot be read.
pub(super) fn rewritten(raw: &str, change: impl Fn(&str) -> String) -> String {
    let Ok(text) = quick_xml::escape::unescape(raw) else { return raw.to_owned() };
    let changed = change(&text);
    if changed == text { raw.to_owned() } else { escaped(&changed) }
}

/// The text that stands alone between the mark at `start` and its end; with the place of that end.
pub(super) fn inner<'a>(xml: &'a str, marks: &[Mark], start: usize) -> Option<(&'a str, usize)> {
    let open = marks.get(start).filter(|mark| mark.kind == Kind::Start)?;
    let texts = marks.get(start + 1..)?.iter().take_while(|mark| mark.kind == Kind::Other).count();
    let end = start + 1 + texts;
    let close = marks.get(end).filter(|mark| mark.kind == Kind::End && mark.name == open.name)?;
    Some((xml.get(open.span.end..close.span.start)?, end))
}

/// All of it but the elements of this name that are meant.
pub(super) fn without(xml: &str, name: &str, is_meant: impl Fn(&str) -> bool) -> Result<String, FillRefused> {
    let mut out = String::with_capacity(xml.len());
    let mut inside = false;
    for mark in marks(xml)? {
        let tag = mark.of(xml);
        let meant = mark.opens(name) && is_meant(tag);
        if !inside && !meant {
            out.push_str(tag);
        }
        let ends = mark.kind == Kind::End && mark.name == name;
        inside = (inside || (meant && mark.kind == Kind::Start)) && !ends;
    }
    Ok(out)
}

/// Text as it is read.
pub(super) fn plain(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// Text as it is written; characters that no such file may hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(allowed.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_changed_and_nothing_else() {
        let tag = r#"<row r="4" spans='1:3' x14ac:dyDescent="0.2"/>"#;
        assert_eq!(attribute(tag, "r").as_deref(), Some("4"));
        assert_eq!(attribute(tag, "spans").as_deref(), Some("1:3"));
        assert_eq!(attribute(tag, "ht"), None);
        assert_eq!(with_attribute(tag, "r", "14"), r#"<row r="14" spans='1:3' x14ac:dyDescent="0.2"/>"#);
        assert_eq!(with_attribute("<c/>", "r", "A1"), r#"<c r="A1"/>"#);
        assert_eq!(without_attribute("<c r=\"A1\" t=\"str\" s=\"2\">", "t"), "<c r=\"A1\" s=\"2\">");
        assert_eq!(without_attribute("<c r=\"A1\" t='e'/>", "t"), "<c r=\"A1\"/>");
        assert_eq!(prefix("<x:row r=\"1\">"), "x:");
    }

    #[test]
    fn a_text_is_changed_as_a_whole_and_an_element_is_left_out_as_a_whole() {
        let xml = "<a><f>B1&gt;\"x\"</f><d i=\"1\"/><d i=\"2\"><e/></d>!</a>";
        let found = marks(xml).unwrap();
        assert_eq!(inner(xml, &found, 1), Some(("B1&gt;\"x\"", 5)));
        assert_eq!(inner(xml, &found, 0), None, "not text alone");
        assert_eq!(rewritten("B1&gt;\"x\"", |text| text.replace("B1>", "B2>")), "B2&gt;&quot;x&quot;");
        assert_eq!(rewritten("B1&gt;\"x\"", str::to_owned), "B1&gt;\"x\"");
        let two = |tag: &str| attribute(tag, "i").as_deref() == Some("2");
        assert_eq!(without(xml, "d", two).unwrap(), "<a><f>B1&gt;\"x\"</f><d i=\"1\"/>!</a>");
    }

    #[test]
    fn marks_cover_every_byte() {
        let xml = "<?xml version=\"1.0\"?>\r\n<a><b c=\"&lt;\">甲&amp;乙</b><d/></a>\n";
        let marks = marks(xml).unwrap();
        assert_eq!(marks.iter().map(|mark| mark.of(xml)).collect::<String>(), xml);
        assert!(super::marks("<a><b/>").is_err(), "cut off");
        assert!(super::marks("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>").is_err());
    }
}
