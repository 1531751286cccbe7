//! Decides about matters handed back: proposing one, the answers to the three screens, and each step after them.
//!
//! Which step may follow, and what has to be there, is `returned_matter::procedure`'s; here its no is put into words, and
//! the posting of a decision goes up in the same act.

use std::collections::BTreeMap;

use crate::domain::change::Change;
use crate::domain::change::fieldwork::{PostingChange, ReturnedChange};
use crate::domain::day::Day;
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::posting::Posting;
use crate::domain::refusal::Refusal;
use crate::domain::returned_matter::procedure::{Blocked, Ground, SAID};
use crate::domain::returned_matter::{DecisionStep, ReturnedMatter, ReturnedState, Screens, words};
use crate::domain::village::Village;

use super::{Now, free_text, past_day, posting, required};

/// The command of a step that was taken against a guard.
pub const OVERRIDE: &str = "returned.override";
/// Hanzi or letters of the shortest reason for an override.
const OVERRIDE_CHARS_MIN: usize = 4;

/// What a person wants of a matter handed back.
#[derive(Clone, Debug)]
pub enum ReturnedIntent {
    /// 拟交还.
    Propose(Box<ReturnedMatter>),
    /// 三筛.
    Screen(ReturnedMatterId, Box<Screens>, Day),
    /// The next step, with the posting that it puts up.
    Step(ReturnedMatterId, Box<DecisionStep>, Option<Box<Posting>>),
    /// 报镇备案.
    File(ReturnedMatterId, Day),
    /// 更正 what it is, which kind and who proposed it, while nothing was decided.
    Correct {
        /// Which.
        id: ReturnedMatterId,
        /// What it is.
        title: String,
        /// Which kind of subject.
        subject: String,
        /// Who proposed it.
        by: String,
    },
}

impl ReturnedIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            ReturnedIntent::Propose(_) => "returned.propose",
            ReturnedIntent::Screen(..) => "returned.screen",
            ReturnedIntent::Step(_, step, _) if step.overridden.trim().is_empty() => "returned.step",
            ReturnedIntent::Step(..) => OVERRIDE,
            ReturnedIntent::File(..) => "returned.file",
            ReturnedIntent::Correct { .. } => "returned.correct",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: ReturnedIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        ReturnedIntent::Propose(matter) => propose(now, *matter),
        ReturnedIntent::Screen(id, screens, on) => screen(village, now, id, *screens, on),
        ReturnedIntent::Step(id, taken, posting) => step(village, now, id, *taken, posting),
        ReturnedIntent::File(id, on) => file(village, now, id, on),
        ReturnedIntent::Correct { id, title, subject, by } => correct(village, now, id, [&title, &subject, &by]),
    }
}

fn propose(now: &Now<'_>, mut matter: ReturnedMatter) -> Result<Vec<Change>, Refusal> {
    checked(now, &mut matter)?;
    matter.proposed_on = past_day(matter.proposed_on, now.today)?;
    (matter.screens, matter.suspended_from, matter.filed_on) = (None, None, None);
    (matter.state, matter.steps) = (ReturnedState::Proposed, Vec::new());
    Ok(vec![Change::Returned(ReturnedChange::Proposed, Box::new(matter))])
}

/// What a matter is, by whom, and its kind: all of it written.
fn checked(now: &Now<'_>, matter: &mut ReturnedMatter) -> Result<(), Refusal> {
    matter.title = required(&matter.title, "什么事", "请写一句，如：山坪塘管护")?;
    matter.proposed_by = required(&matter.proposed_by, "谁提的", "请写谁提出来的，如：3社村民、镇农业服务中心")?;
    if now.tables.subjects.get(&matter.subject).is_none() {
        return Err(Refusal::Blank("哪类事", "请从列出的里选一类：由谁定、要不要备案，照这一类"));
    }
    Ok(())
}

/// Why what this matter is cannot be corrected any more: by its kind it was decided who decides.
pub fn check_correctable(matter: &ReturnedMatter) -> Result<(), Refusal> {
    let decided = |step: &DecisionStep| matches!(step.to, ReturnedState::Resolved | ReturnedState::VotedDown);
    if matter.steps.iter().any(decided) {
        return Err(Refusal::Already("已经开会表决过，哪类事改不了：由谁定就是照它定的。定错了的选「责令改正或撤销」"));
    }
    if matter.state.is_over() {
        return Err(Refusal::Already("这件已经办完，改不了；弄错了的，重新提一件"));
    }
    Ok(())
}

fn correct(village: &Village, now: &Now<'_>, id: ReturnedMatterId, said: [&str; 3]) -> Result<Vec<Change>, Refusal> {
    let was = village.returned_matter(id).ok_or(Refusal::Gone)?;
    check_correctable(was)?;
    let [title, subject, proposed_by] = said.map(str::to_owned);
    let mut matter = ReturnedMatter { title, subject, proposed_by, ..was.clone() };
    checked(now, &mut matter)?;
    let parts = [
        ("什么事", &was.title, &matter.title),
        ("哪类事", &was.subject, &matter.subject),
        ("谁提的", &was.proposed_by, &matter.proposed_by),
    ];
    let changed = parts.into_iter().filter(|(_, was, is)| was != is);
    let words: Vec<String> = changed.map(|(what, was, is)| format!("{what}由「{was}」改为「{is}」")).collect();
    if words.is_empty() {
        return Err(Refusal::Already("和原来的一样，没有要更正的"));
    }
    Ok(vec![Change::Returned(ReturnedChange::Corrected(words.join("；")), Box::new(matter))])
}

fn screen(
    village: &Village,
    now: &Now<'_>,
    id: ReturnedMatterId,
    mut screens: Screens,
    on: Day,
) -> Result<Vec<Change>, Refusal> {
    let matter = village.returned_matter(id).ok_or(Refusal::Gone)?.clone();
    let on = day_after(&matter, past_day(on, now.today)?)?;
    for answer in [&mut screens.market, &mut screens.society, &mut screens.lawful] {
        answer.why = free_text(&answer.why, "为什么")?;
    }
    for text in [&mut screens.taker, &mut screens.reason, &mut screens.legal_basis, &mut screens.town_decision] {
        *text = free_text(text, "三筛")?;
    }
    let was = matter.state;
    let matter = matter.screened(screens, on).map_err(|blocked| refusal(blocked, was, "三筛"))?;
    Ok(vec![Change::Returned(ReturnedChange::Screened, Box::new(matter))])
}

fn step(
    village: &Village,
    now: &Now<'_>,
    id: ReturnedMatterId,
    mut step: DecisionStep,
    posting: Option<Box<Posting>>,
) -> Result<Vec<Change>, Refusal> {
    let matter = village.returned_matter(id).ok_or(Refusal::Gone)?.clone();
    let posts = matches!(step.to, ReturnedState::DecisionPosted | ReturnedState::ResultPosted);
    let posting = match posting.filter(|_| posts && matter.state != ReturnedState::Suspended) {
        Some(posting) => Some(Posting { returned: Some(id), ..posting::put_up(now, *posting)? }),
        None => None,
    };
    step.posting = posting.as_ref().map(|posting| posting.id);
    step.on = day_after(&matter, past_day(posting.as_ref().map_or(step.on, |posting| posting.from), now.today)?)?;
    step.place = free_text(&step.place, "在哪里")?;
    step.words = free_text(&step.words, SAID)?;
    step.overridden = reasoned(&step.overridden)?;
    let postings = postings_of(village, id, posting.as_ref());
    let ground = Ground { subjects: &now.tables.subjects, meetings: &now.tables.meetings, postings: &postings };
    if !step.overridden.is_empty() {
        // A reason that nothing asked for would be shown for ever as if something had been wrong.
        let lawful = DecisionStep { overridden: String::new(), ..step.clone() };
        if matter.clone().stepped(lawful, &ground).is_ok() {
            return Err(Refusal::Already("这一步合规定，不用写「为什么硬走」，请把那一项清空"));
        }
    }
    let (was, to) = (matter.state, step.to);
    let matter = matter.stepped(step, &ground).map_err(|blocked| match blocked {
        Blocked::Missing(SAID) => Refusal::Blank(SAID, words::said_of(to)),
        blocked => refusal(blocked, was, to.label()),
    })?;
    let posting = posting.map(|posting| Change::Posting(PostingChange::PutUp, Box::new(posting)));
    let stepped = Change::Returned(ReturnedChange::Stepped(to), Box::new(matter));
    Ok(posting.into_iter().chain([stepped]).collect())
}

fn file(village: &Village, now: &Now<'_>, id: ReturnedMatterId, on: Day) -> Result<Vec<Change>, Refusal> {
    let mut matter = village.returned_matter(id).ok_or(Refusal::Gone)?.clone();
    check_filing(now, &matter)?;
    let on = past_day(on, now.today)?;
    let decided = matter.steps.iter().rev().find(|step| step.to == ReturnedState::Resolved);
    if decided.is_some_and(|step| on < step.on) {
        return Err(Refusal::BadDay(on.to_string(), "早于决议通过的日子"));
    }
    matter.filed_on = Some(on);
    Ok(vec![Change::Returned(ReturnedChange::Filed, Box::new(matter))])
}

/// Why this matter is not filed with the town now, if it is not.
pub fn check_filing(now: &Now<'_>, matter: &ReturnedMatter) -> Result<(), Refusal> {
    if !now.tables.subjects.get(&matter.subject).is_some_and(|subject| subject.filed) {
        return Err(Refusal::Already("这类事不用报镇里备案"));
    }
    if matter.filed_on.is_some() {
        return Err(Refusal::Already("已经报镇里备案了"));
    }
    if !matter.steps.iter().any(|step| step.to == ReturnedState::Resolved) {
        return Err(Refusal::Already("决议通过以后才报镇里备案"));
    }
    Ok(())
}

/// The postings a step is judged by: those of the matter, and the one that goes up with it.
pub fn postings_of(village: &Village, id: ReturnedMatterId, new: Option<&Posting>) -> BTreeMap<PostingId, Posting> {
    let known = village.postings().filter(|posting| posting.returned == Some(id));
    known.chain(new).map(|posting| (posting.id, posting.clone())).collect()
}

/// A day that is not before what was done last.
fn day_after(matter: &ReturnedMatter, on: Day) -> Result<Day, Refusal> {
    let last = matter.steps.last().map_or(matter.proposed_on, |step| step.on);
    if on < last { Err(Refusal::BadDay(on.to_string(), "早于上一步的日子，请核对")) } else { Ok(on) }
}

fn refusal(blocked: Blocked, from: ReturnedState, to: &'static str) -> Refusal {
    match blocked {
        Blocked::NotNext => Refusal::NotLawful { from: from.label().to_owned(), to },
        Blocked::Missing(what) => Refusal::Blank(what, "请补上再存，这次什么都没有存"),
        Blocked::Miscounted(why) => Refusal::Miscounted(why.to_string()),
        Blocked::Unlawful(why) => Refusal::Unlawful(why.trim_end_matches('。').to_owned()),
    }
}

/// Why a step is taken that the law does not carry: words that somebody can read in ten years, or nothing.
fn reasoned(text: &str) -> Result<String, Refusal> {
    let text = free_text(text, "为什么硬走")?;
    let written = text.chars().filter(|c| c.is_alphabetic()).count();
    if !text.is_empty() && written < OVERRIDE_CHARS_MIN {
        return Err(Refusal::TooThin("为什么硬走", "几个数字、几个字说不清，请用一句话写明原因，会一直留着给人看"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
