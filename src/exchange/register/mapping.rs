//! What the officer said about headings that are not known, remembered for that set of headings.
//!
//! It stores nothing: the village keeps mappings, this says how they are keyed and used.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::field::{Field, bare};

/// Chosen meanings, heading by heading; `None` is a column to skip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    chosen: Vec<(String, Option<Field>)>,
}

impl Mapping {
    /// A mapping of these headings.
    pub fn new(chosen: impl IntoIterator<Item = (String, Option<Field>)>) -> Mapping {
        Mapping { chosen: chosen.into_iter().map(|(heading, field)| (bare(&heading), field)).collect() }
    }

    /// A mapping as the village keeps it: headings and the labels of their fields, empty for one to skip.
    /// A label that this version does not know leaves its heading unmapped.
    pub fn from_kept(kept: &[(String, String)]) -> Mapping {
        Mapping::new(kept.iter().filter_map(|(heading, label)| match Field::of_label(label) {
            None if !label.is_empty() => None,
            field => Some((heading.clone(), field)),
        }))
    }

    /// What was chosen for a heading; `None` where nothing was.
    pub fn chosen(&self, heading: &str) -> Option<Option<Field>> {
        if self.chosen.is_empty() {
            return None;
        }
        let heading = bare(heading);
        self.chosen.iter().find(|(known, _)| *known == heading).map(|(_, field)| *field)
    }
}

/// The key of a set of headings, whatever their order: the same on every machine and in every version.
pub fn signature<'a>(headings: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut bare: Vec<String> = headings.into_iter().map(bare).collect();
    bare.sort_unstable();
    bare.dedup();
    let mut hasher = SipHasher13::new_with_keys(0x6461_6962_616e, 0x6865_6164);
    for heading in bare {
        hasher.write(heading.as_bytes());
        hasher.write_u8(0xFF);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_headings_has_one_signature_in_any_order_and_spelling() {
        let one = signature(["姓 名", "身份证号（码）"]);
        assert_eq!(one, signature(["身份证号(码)", "姓名"]));
        assert_ne!(one, signature(["姓名", "身份证号"]));
    }

    #[test]
    fn a_kept_mapping_is_read_back_and_an_unknown_label_is_left_open() {
        let kept =
            [("牌号", "户编号"), ("猪", ""), ("新", "以后才有的栏")].map(|(h, f)| (h.to_string(), f.to_string()));
        let mapping = Mapping::from_kept(&kept);
        assert_eq!(mapping.chosen("牌 号"), Some(Some(Field::HouseholdNo)));
        assert_eq!(mapping.chosen("猪"), Some(None));
        assert_eq!(mapping.chosen("新"), None);
    }
}
