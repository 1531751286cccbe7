//! What kind of file it is, told by its bytes: villages name web pages and text .xls.
//!
//! It opens nothing: what a container holds is read by `xlsx`, `xls`, `delimited` and `html`.

use std::path::Path;

use super::refusal::Refused;

/// A container that is read, or looked into further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A zip: .xlsx, or another office format.
    Zip,
    /// An OLE compound file: .xls, an encrypted .xlsx, .doc.
    Compound,
    /// Text: csv, tsv, HTML, XML.
    Text,
}

/// Tells the container by its first bytes (a few hundred are enough); the name is asked only for `.et`,
/// which looks like an .xls and is not.
pub fn sniff(path: &Path, head: &[u8]) -> Result<Container, Refused> {
    if head.is_empty() {
        return Err(Refused::Empty);
    }
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if extension == "et" || extension == "ett" {
        return Err(Refused::Et);
    }
    if let Some(what) = foreign(head) {
        return Err(what);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Container::Compound);
    }
    // The first four bytes of a container, and nothing after them.
    if head.starts_with(b"PK") || head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Refused::Damaged);
    }
    Ok(Container::Text)
}

fn foreign(head: &[u8]) -> Option<Refused> {
    let old_excel: [&[u8]; 4] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"];
    if old_excel.iter().any(|magic| head.starts_with(magic)) {
        return Some(Refused::OtherSheet("很老的Excel格式"));
    }
    let others: [(&[u8], &'static str); 7] = [
        (b"%PDF", "PDF文件"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "照片"),
        (b"Rar!", "压缩包"),
        (b"7z\xBC\xAF", "压缩包"),
        (b"\x1F\x8B", "压缩包"),
        (b"{\\rtf", "Word文档"),
    ];
    others.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| Refused::NotASheet(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_bytes_and_not_by_its_name() {
        let xls = Path::new("花名册.xls");
        assert_eq!(sniff(xls, b"PK\x03\x04rest"), Ok(Container::Zip));
        assert_eq!(sniff(xls, "姓名,身份证".as_bytes()), Ok(Container::Text));
        assert_eq!(sniff(xls, b"%PDF-1.4"), Err(Refused::NotASheet("PDF文件")));
        assert_eq!(sniff(xls, b"PK"), Err(Refused::Damaged));
        assert_eq!(sniff(xls, b""), Err(Refused::Empty));
        assert_eq!(sniff(Path::new("a.ET"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(Refused::Et));
    }

    #[test]
    fn every_refusal_says_what_to_do_and_that_nothing_was_touched() {
        for refused in [Refused::Empty, Refused::Et, Refused::Bomb, Refused::Damaged, Refused::NoHeading] {
            let text = refused.to_string();
            assert!(text.contains('请') && text.ends_with("本村资料没有动。"), "{text}");
        }
    }
}
