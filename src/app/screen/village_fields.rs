//! What is checked of a village and its liaison where they are typed: at the first run, and when they are mended.
//!
//! It has no form of its own; the rules check them once more.

use crate::app::form::Form;
use crate::domain::text::PersonName;
use crate::domain::text::phone::Phone;

/// Said where a field is wrong.
pub(super) const NOT_RIGHT: &str = "还有没填对的，改好再存";

/// Which of a form's fields they are.
pub(super) struct VillageFields<F> {
    /// 村名.
    pub(super) village: F,
    /// 镇名.
    pub(super) township: F,
    /// 代办员.
    pub(super) liaison: F,
    /// 电话; may be empty.
    pub(super) phone: F,
}

impl<F: Copy + PartialEq> VillageFields<F> {
    /// Marks what is wrong, and focuses the first of it; whether nothing is.
    pub(super) fn check(&self, form: &mut Form<F>) -> bool {
        form.clear_faults();
        for (field, remedy) in [(self.village, "请写村名"), (self.township, "请写镇名")] {
            if form.text(field).is_empty() {
                form.fault(field, remedy);
            }
        }
        if let Err(why) = PersonName::parse(form.text(self.liaison)) {
            form.fault(self.liaison, why.to_string());
        }
        let phone = form.text(self.phone);
        if let (false, Err(why)) = (phone.is_empty(), Phone::parse(phone)) {
            form.fault(self.phone, why.to_string());
        }
        !form.focus_fault()
    }
}
