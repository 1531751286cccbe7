//! Which numbers leave the house whole, and which masked 前3后4.
//!
//! Names are not masked: an office cannot work on 张*. What is printed for the wall is another matter and not here.

use crate::domain::matter::{Mode, ProxyRule};
use crate::domain::person::Person;
use crate::domain::resident_id::IdNumber;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::domain::text::mask_phone;
use crate::domain::text::phone::Phone;

/// Digits in a row from which a number in free text is taken for a phone, an ID or a card.
const NUMBER_DIGITS_MIN: usize = 11;

/// Whether the office needs the applicant's whole ID number: the matter is being carried there, and a paper is waived
/// because the office looks it up itself, which it does by the number. Where the card is handed in, the card tells it.
pub(super) fn needs_id(task: &ProxyTask) -> bool {
    let looked_up = |reason: &str| ["核对", "免交", "共享"].iter().any(|word| reason.contains(word));
    is_carried(task) && task.materials.iter().any(|paper| paper.waived.as_deref().is_some_and(looked_up))
}

/// Whether the office needs the applicant's whole phone number: it must call, because the person has to appear.
pub(super) fn needs_phone(task: &ProxyTask) -> bool {
    is_carried(task) && task.matter.proxy == ProxyRule::InPerson
}

/// Whether the matter is still on its way to an office that will decide it.
fn is_carried(task: &ProxyTask) -> bool {
    let undecided = match task.state {
        State::Accepted | State::Working | State::Submitted | State::Paused | State::Returned => true,
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Granted
        | State::Denied
        | State::Delivered
        | State::Closed
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => false,
    };
    let carried = match task.matter.mode {
        Mode::Proxy | Mode::Assist => true,
        Mode::Direct | Mode::Tell => false,
    };
    undecided && carried
}

/// The ID number of a person, whole or masked; empty where there is none.
pub(in crate::exchange) fn id_no(person: &Person, whole: bool) -> String {
    match &person.id_no {
        IdNumber::Known(id) if whole => id.as_str().to_owned(),
        IdNumber::Known(id) => id.masked(),
        // An archive's number opens no record anywhere today: never given whole.
        IdNumber::Archive15(id) => id.masked(),
        IdNumber::Missing { .. } => String::new(),
    }
}

/// The first phone of a person, whole or masked; empty where there is none.
pub(in crate::exchange) fn phone(person: &Person, whole: bool) -> String {
    match person.phones.first() {
        Some(phone) if whole => phone.to_string(),
        Some(phone) => phone.masked(),
        None => String::new(),
    }
}

/// A phone as somebody wrote it down; what cannot be read is masked in whole.
pub(super) fn written_phone(text: &str, whole: bool) -> String {
    match Phone::parse(text) {
        Ok(phone) if whole => phone.to_string(),
        Ok(phone) => phone.masked(),
        Err(_) => mask_phone(text),
    }
}

/// Free text with every long number in it masked: people write IDs and phones into notes.
pub(in crate::exchange) fn free_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() || ('\u{FF10}'..='\u{FF19}').contains(&c) || (is_number_end(c) && !number.is_empty()) {
            number.push(c);
        } else {
            flush(&mut out, &mut number);
            out.push(c);
        }
    }
    flush(&mut out, &mut number);
    out
}

/// What can stand within or behind the digits of one number: the check letter, and dashes of a phone.
fn is_number_end(c: char) -> bool {
    matches!(c, 'x' | 'X' | '-' | '\u{FF38}' | '\u{FF58}')
}

fn flush(out: &mut String, number: &mut String) {
    let digits = number.chars().filter(|c| !is_number_end(*c)).count();
    if digits >= NUMBER_DIGITS_MIN {
        out.push_str(&mask_phone(number));
    } else {
        out.push_str(number);
    }
    number.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_in_notes_are_masked_and_short_ones_stay() {
        assert_eq!(free_text("儿子电话16400003319,明天来"), "儿子电话164****3319,明天来");
        assert_eq!(free_text("证号51992319550308901X在册"), "证号519***********901X在册");
        assert_eq!(free_text("编号2026-0231,第3次"), "编号2026-0231,第3次");
        assert_eq!(free_text("座机023-47551234"), "座机023*****1234");
        assert_eq!(free_text("２０２６年１２３４５６７８９０１"), "２０２６年１２３****８９０１");
    }

    #[test]
    fn an_unreadable_phone_is_not_given_away() {
        assert_eq!(written_phone("16400003319", true), "16400003319");
        assert_eq!(written_phone("164 0000 3319", false), "164****3319");
        assert_eq!(written_phone("三三一九", true), "****");
    }
}
