//! Decides about contacts 常用电话: adding, correcting, and that one is not used any more.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::ContactChange;
use crate::domain::contact::Contact;
use crate::domain::id::ContactId;
use crate::domain::limits;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;
use crate::domain::text::phone::Phone;
use crate::domain::village::Village;

use super::{Now, free_text, required};

/// Digits of the shortest and the longest number that is dialled from here: 110, and a landline with an extension.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=16;

/// What a person wants of a contact.
#[derive(Clone, Debug)]
pub enum ContactIntent {
    /// 记常用电话.
    Add(Box<Contact>),
    /// 改.
    Edit(Box<Contact>),
    /// 不用了.
    Retire(ContactId),
}

impl ContactIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            ContactIntent::Add(_) => "contact.add",
            ContactIntent::Edit(_) => "contact.edit",
            ContactIntent::Retire(_) => "contact.retire",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: ContactIntent) -> Result<Vec<Change>, Refusal> {
    let (change, contact) = match intent {
        ContactIntent::Add(typed) => {
            let contact = checked(&typed)?;
            let same = |old: &&Contact| old.is_used() && old.phone == contact.phone && old.name == contact.name;
            if village.contacts().any(|old| same(&old)) {
                return Err(Refusal::Already("这个人的这个电话已经记着了"));
            }
            (ContactChange::Added, contact)
        }
        ContactIntent::Edit(typed) => {
            let old = used(village, typed.id)?;
            let contact = Contact { touched: old.touched, ..checked(&typed)? };
            if contact == *old {
                return Err(Refusal::Already("没有改动，不用保存"));
            }
            (ContactChange::Edited, contact)
        }
        ContactIntent::Retire(id) => {
            let contact = Contact { gone_on: Some(now.today), ..used(village, id)?.clone() };
            (ContactChange::Retired, contact)
        }
    };
    Ok(vec![Change::Contact(change, Box::new(contact))])
}

fn used(village: &Village, id: ContactId) -> Result<&Contact, Refusal> {
    let contact = village.contact(id).ok_or(Refusal::Gone)?;
    if contact.is_used() {
        Ok(contact)
    } else {
        Err(Refusal::Already("这个电话已经不用了，要用请另记一个"))
    }
}

fn checked(typed: &Contact) -> Result<Contact, Refusal> {
    let name = required(&typed.name, "姓名或窗口", "请写打给谁")?;
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Refusal::TooLong { what: "姓名或窗口", max: limits::NAME_CHARS_MAX });
    }
    Ok(Contact {
        name,
        office: free_text(&typed.office, "单位或窗口")?,
        role: free_text(&typed.role, "做什么的")?,
        phone: phone(&required(&typed.phone, "电话", "请写号码")?)?,
        note: free_text(&typed.note, "备注")?,
        gone_on: None,
        ..typed.clone()
    })
}

/// A number as it is dialled from here: a short one, or one without its area code, is as good as a whole one.
fn phone(typed: &str) -> Result<String, Refusal> {
    if let Ok(phone) = Phone::parse(typed) {
        return Ok(phone.to_string());
    }
    let folded = fold(typed);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let fits = folded.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '转'));
    if fits && DIGITS.contains(&digits) {
        Ok(folded.into_owned())
    } else {
        Err(Refusal::NoName(
            "电话",
            "看不懂这个号码，只写一个号码，如 138开头的手机、023-47551234、12345、8234转5；说明写到备注里".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::of_window;
    use crate::domain::decide::Intent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;

    fn contact(fixture: &mut Fixture, name: &str, office: &str, phone: &str) -> Contact {
        let text = |text: &str| text.to_owned();
        Contact {
            id: ContactId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            name: text(name),
            office: text(office),
            role: String::new(),
            phone: text(phone),
            note: String::new(),
            gone_on: None,
        }
    }

    fn add(fixture: &mut Fixture, name: &str, office: &str, phone: &str) -> Result<ContactId, Refusal> {
        let contact = contact(fixture, name, office, phone);
        let id = contact.id;
        fixture.try_act(Intent::Contact(ContactIntent::Add(Box::new(contact)))).map(|()| id)
    }

    #[test]
    fn a_number_as_it_is_dialled_from_here_is_taken_and_words_are_not() {
        let mut fixture = Fixture::on("2026-11-02");
        for (typed, kept) in
            [("12345", "12345"), ("47551234", "47551234"), ("(023)47551234", "023-47551234"), ("110", "110")]
        {
            let id = add(&mut fixture, typed, "", typed).unwrap();
            assert_eq!(fixture.village.contact(id).unwrap().phone, kept);
        }
        for typed in ["11", "12345678901234567", "问老王", "47551234 47551235 47551236"] {
            assert!(matches!(add(&mut fixture, "甲", "", typed), Err(Refusal::NoName("电话", _))), "{typed}");
        }
        assert!(matches!(add(&mut fixture, " ", "", "110"), Err(Refusal::Blank("姓名或窗口", _))));
        assert!(matches!(add(&mut fixture, "110", "", "110"), Err(Refusal::Already(_))));
    }

    #[test]
    fn whose_office_comes_nearest_answers_for_a_window_until_retired() {
        let mut fixture = Fixture::on("2026-11-02");
        let window = "镇便民服务中心社会救助窗口";
        add(&mut fixture, "总台", "便民服务中心", "47551000").unwrap();
        let near = add(&mut fixture, "小周", "社会救助窗口", "47551234").unwrap();
        add(&mut fixture, "老吴", "派出所户籍窗口", "47551110").unwrap();
        let name = |fixture: &Fixture| of_window(&fixture.village, window).map(|contact| contact.name.clone());
        // The two are as near; the one that was written down later counts.
        assert_eq!(name(&fixture).as_deref(), Some("小周"));
        let mut moved = fixture.village.contact(near).unwrap().clone();
        moved.note = "下午在".to_owned();
        fixture.act(Intent::Contact(ContactIntent::Edit(Box::new(moved.clone()))));
        assert!(matches!(
            fixture.try_act(Intent::Contact(ContactIntent::Edit(Box::new(moved)))),
            Err(Refusal::Already(_))
        ));
        fixture.act(Intent::Contact(ContactIntent::Retire(near)));
        assert_eq!(name(&fixture).as_deref(), Some("总台"));
        assert!(matches!(fixture.try_act(Intent::Contact(ContactIntent::Retire(near))), Err(Refusal::Already(_))));
        assert_eq!(of_window(&fixture.village, "镇林业站"), None);
    }
}
