//! What a filled-in form of 村务 asks of the rules. It holds no rule: only what cannot be read at all is refused here.

use super::fields::bodies;
use super::{FormKind, Name};
use crate::app::form::Form;
use crate::app::screen::Context;
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::meeting::{Attendance, Deduction};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::{Answer, DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};

/// What cannot be read, and where.
type Unread = (Name, String);

/// The intent of a form.
pub(super) fn of(context: &Context<'_>, kind: FormKind, form: &Form<Name>) -> Result<Intent, Unread> {
    let on = form.date(Name::On, context.today).map_err(|why| (Name::On, why))?.unwrap_or(context.today);
    let text = |name| form.text(name).to_owned();
    Ok(match kind {
        FormKind::Propose => {
            let (id, title) = (context.mint(ReturnedMatterId::mint), form.text(Name::Title));
            let matter = ReturnedMatter::proposed(id, title, form.text(Name::Subject), on, form.text(Name::Who));
            Intent::Returned(ReturnedIntent::Propose(Box::new(matter)))
        }
        FormKind::Screen(id) => Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens(form)), on)),
        FormKind::Step(id, to) => {
            counts(form)?;
            let step = DecisionStep {
                place: text(Name::Place),
                words: text(Name::Words),
                meeting: meeting(context, kind, form),
                overridden: text(Name::Override),
                ..DecisionStep::to(to, on)
            };
            let posts = matches!(to, ReturnedState::DecisionPosted | ReturnedState::ResultPosted);
            let posting = posts.then(|| Box::new(posting(context, form, on)));
            Intent::Returned(ReturnedIntent::Step(id, Box::new(step), posting))
        }
        FormKind::Correct(id) => {
            let (title, subject, by) = (text(Name::Title), text(Name::Subject), text(Name::Who));
            Intent::Returned(ReturnedIntent::Correct { id, title, subject, by })
        }
        FormKind::File(id) => Intent::Returned(ReturnedIntent::File(id, on)),
        FormKind::PutUp(_) => Intent::Posting(PostingIntent::PutUp(Box::new(posting(context, form, on)))),
        FormKind::Object(id) => {
            Intent::Posting(PostingIntent::Object { id, on, who: text(Name::Who), words: text(Name::Words) })
        }
        FormKind::Answer(id) => Intent::Posting(PostingIntent::Answer { id, on, answer: text(Name::Words) }),
        FormKind::TakeDown(id) => Intent::Posting(PostingIntent::TakeDown { id, on }),
    })
}

fn posting(context: &Context<'_>, form: &Form<Name>, on: Day) -> Posting {
    let (board, text) = (form.text(Name::Board).to_owned(), form.text(Name::Text).to_owned());
    Posting { board, text, ..Posting::new(context.mint(PostingId::mint), form.text(Name::Title), on) }
}

/// The answers to the three screens as they are typed.
pub(super) fn screens(form: &Form<Name>) -> Screens {
    let answer = |yes, why| Answer { yes: form.yes(yes), why: form.text(why).to_owned() };
    Screens {
        market: answer(Name::Market, Name::MarketWhy),
        society: answer(Name::Society, Name::SocietyWhy),
        lawful: answer(Name::Lawful, Name::LawfulWhy),
        taker: form.text(Name::Taker).to_owned(),
        reason: form.text(Name::Reason).to_owned(),
        legal_basis: form.text(Name::Basis).to_owned(),
        town_decision: form.text(Name::Town).to_owned(),
    }
}

/// The meeting as it is typed; `None` where nobody votes or no number stands there yet.
pub(super) fn meeting(context: &Context<'_>, kind: FormKind, form: &Form<Name>) -> Option<Meeting> {
    let FormKind::Step(id, to) = kind else { return None };
    let body = *form.chosen(Name::Body).and_then(|place| bodies(context, id, to).get(place).copied()).as_ref()?;
    let rules = form.text(Name::Rules).to_owned();
    counts(form).ok().flatten().map(|attendance| Meeting { body, rules, attendance })
}

/// What was counted; `None` where nothing is filled in.
fn counts(form: &Form<Name>) -> Result<Option<Attendance>, Unread> {
    if [Name::Base, Name::Present, Name::Ayes].iter().all(|name| form.text(*name).is_empty()) {
        return Ok(None);
    }
    let count = |name| match form.text(name) {
        "" => Ok(0),
        text => number(text).ok_or_else(|| (name, "人数要写成 0、35、1200 这样的数".to_owned())),
    };
    let deductions = deductions(form.text(Name::Less));
    Ok(Some(Attendance {
        base: count(Name::Base)?,
        deductions: deductions
            .ok_or_else(|| (Name::Less, "每一条先写数再写原因，如：2外出联系不上、1病重".to_owned()))?,
        present: count(Name::Present)?,
        ayes: count(Name::Ayes)?,
        noes: count(Name::Noes)?,
    }))
}

fn number(text: &str) -> Option<u32> {
    text.trim_end_matches(['人', '户']).trim().parse().ok()
}

/// 2外出联系不上、1病重; `None` where a piece does not begin with its number, or is only a number.
fn deductions(text: &str) -> Option<Vec<Deduction>> {
    let pieces = text.split(['、', '；', ';', '，', ',']).map(str::trim).filter(|piece| !piece.is_empty());
    let read = |piece: &str| {
        let reason = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        let count = piece.strip_suffix(reason)?.parse().ok()?;
        let reason = reason.trim_start_matches(['人', '户', ':', '：', ' ']).to_owned();
        (!reason.is_empty()).then_some(Deduction { count, reason })
    };
    pieces.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_off_is_read_as_it_is_written() {
        let read = deductions("2外出联系不上、1人病重；").unwrap();
        let told: Vec<(u32, &str)> = read.iter().map(|less| (less.count, less.reason.as_str())).collect();
        assert_eq!(told, [(2, "外出联系不上"), (1, "病重")]);
        assert_eq!(deductions(""), Some(Vec::new()));
        assert_eq!((deductions("外出2"), deductions("2"), deductions("2人")), (None, None, None));
        assert_eq!((number("45人"), number("四十"), number("-1")), (Some(45), None, None));
    }
}
