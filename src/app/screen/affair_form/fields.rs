//! Which fields each form of 村务 has, in the order of its paper, filled in as far as is known.

use super::{FormKind, Name};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::screen::Context;
use crate::domain::id::ReturnedMatterId;
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::meeting::Body;
use crate::domain::posting::Objection;
use crate::domain::returned_matter::{ReturnedState, ScreenPart, words};

type Fields = Vec<Field<Name>>;

/// The longest short text, in characters.
const LINE_CHARS_MAX: usize = 60;
/// The most digits of a count of people.
const COUNT_CHARS_MAX: usize = 6;

pub(super) fn of(context: &Context<'_>, kind: FormKind) -> Fields {
    match kind {
        FormKind::Propose => propose(context),
        FormKind::Correct(id) => correct(context, id),
        FormKind::Screen(_) => screen(context),
        FormKind::Step(id, to) => step(context, id, to),
        FormKind::File(_) => vec![today(context, "哪天报的")],
        FormKind::PutUp(place) => put_up(context, place),
        FormKind::Object(id) => {
            let days = context.village.posting(id).map_or(0, |posting| posting.answer_days);
            let mut words = Field::note(Name::Words, "提了什么", "", NOTE_CHARS_MAX);
            words.told = Some(format!("{days}天内要答复"));
            vec![line(Name::Who, "谁提的", "").hint("不愿说名字就空着"), words, today(context, "哪天提的")]
        }
        FormKind::Answer(id) => {
            let waiting = context.village.posting(id).and_then(|posting| {
                posting.open_objections().min_by_key(|objection: &&Objection| objection.answer_by).cloned()
            });
            let mut answer = Field::note(Name::Words, "怎么答复的", "", NOTE_CHARS_MAX);
            answer.told = waiting.map(|it| format!("{} 提的：{}，该在 {} 前答复", it.on, it.words, it.answer_by));
            vec![answer, today(context, "哪天答复的")]
        }
        FormKind::TakeDown(_) => vec![today(context, "哪天撤的")],
    }
}

fn propose(context: &Context<'_>) -> Fields {
    let subjects = Choice::of(context.tables.subjects.all().map(|subject| subject.name.clone()));
    vec![
        line(Name::Title, "什么事", "").hint("如：山坪塘管护、保洁费标准"),
        Field::choice(Name::Subject, "哪类事", subjects).hint("由谁定、要不要备案，照这一类；打字能找"),
        line(Name::Who, "谁提的", "").hint("如：3社村民、镇农业服务中心"),
        today(context, "哪天提的"),
    ]
}

fn correct(context: &Context<'_>, id: ReturnedMatterId) -> Fields {
    let Some(matter) = context.village.returned_matter(id) else { return Vec::new() };
    let subjects = || context.tables.subjects.all();
    let now = subjects().position(|subject| subject.name == matter.subject);
    let choice = Choice::of(subjects().map(|subject| subject.name.clone()));
    let choice = match now {
        Some(place) => choice.choosing(place),
        None => choice,
    };
    vec![
        line(Name::Title, "什么事", &matter.title),
        Field::choice(Name::Subject, "哪类事", choice)
            .hint("由谁定、要不要备案，照这一类；打字能找，原来的会留在记录里"),
        line(Name::Who, "谁提的", &matter.proposed_by),
    ]
}

fn screen(context: &Context<'_>) -> Fields {
    let note = |name, label: &'static str| Field::note(name, label, "", NOTE_CHARS_MAX);
    vec![
        Field::yes_no(Name::Market, "市场能解决", false).hint("有企业、合作社、中介愿意接，就交市场"),
        line(Name::MarketWhy, "为什么", ""),
        Field::yes_no(Name::Society, "民间能负担", false).hint("村组、社会组织、志愿者能担起来，就交社会组织"),
        line(Name::SocietyWhy, "为什么", ""),
        Field::yes_no(Name::Lawful, "属村里自治", false).hint("政府不该管、依法属村民自治，才交村里；说不准就填否"),
        line(Name::LawfulWhy, "为什么", ""),
        line(Name::Taker, "由谁接手", ""),
        note(Name::Reason, "总的理由").hint("为什么这样定"),
        line(Name::Basis, "法律依据", "").hint("哪部法、第几条"),
        line(Name::Town, "镇里的决定", "").hint("文号、日子，或者清单名称；交不交由镇里定"),
        today(context, "哪天筛的"),
    ]
}

fn step(context: &Context<'_>, id: ReturnedMatterId, to: ReturnedState) -> Fields {
    let Some(matter) = context.village.returned_matter(id) else { return Vec::new() };
    let resting = matter.state == ReturnedState::Suspended;
    let mut fields = match to {
        ReturnedState::DecisionPosted | ReturnedState::ResultPosted if !resting => {
            let what = if to == ReturnedState::DecisionPosted { "决议" } else { "结果" };
            posting(context, &format!("{}{what}", matter.title))
        }
        _ => {
            let words = Field::note(Name::Words, "说明", "", NOTE_CHARS_MAX).hint(words::said_of(to));
            let (on, place) = (today(context, "哪天"), line(Name::Place, "在哪里", ""));
            // What has to be written stands first: whoever opens the form begins with it.
            if matter.must_say(to, &context.tables.subjects) { vec![words, place, on] } else { vec![on, place, words] }
        }
    };
    let bodies = if resting { Vec::new() } else { bodies(context, id, to) };
    if !bodies.is_empty() {
        let years: Vec<String> = context.tables.meetings.years().into_iter().map(str::to_owned).collect();
        let newest = years.len().saturating_sub(1);
        let bodies = Choice::of(bodies.iter().map(|body| body.label())).choosing(0);
        fields.extend([
            Field::choice(Name::Body, "哪种会", bodies),
            Field::choice(Name::Rules, "按哪年规定", Choice::of(years).choosing(newest)),
            count(Name::Base, "应到"),
            line(Name::Less, "减掉", "").hint("如：2外出联系不上、1病重；没有就空着"),
            count(Name::Present, "到会"),
            count(Name::Ayes, "同意"),
            count(Name::Noes, "反对").hint("没有就空着；剩下的是弃权"),
        ]);
    }
    let against = Field::note(Name::Override, "为什么硬走", "", NOTE_CHARS_MAX);
    let against = against.hint("照规定走不了还要走，写明原因；会一直留着给人看，不能撤销");
    fields.push(Field { asked: false, ..against });
    fields
}

/// The bodies that may decide this step; none where nobody votes.
pub(super) fn bodies(context: &Context<'_>, id: ReturnedMatterId, to: ReturnedState) -> Vec<Body> {
    match to {
        ReturnedState::PartyReviewed => vec![Body::PartyMembers],
        ReturnedState::Resolved | ReturnedState::VotedDown => {
            let matter = context.village.returned_matter(id);
            let subject = matter.and_then(|matter| context.tables.subjects.get(&matter.subject));
            subject.map(|subject| subject.bodies.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn put_up(context: &Context<'_>, place: Option<usize>) -> Fields {
    let publication = place.and_then(|place| context.tables.postings.calendar.get(place));
    posting(context, publication.map_or("", |publication| &publication.kind))
}

fn posting(context: &Context<'_>, subject: &str) -> Fields {
    // Most hang where the last one hung.
    let board = context.village.postings().next_back().map_or("村委会公开栏", |posting| &posting.board);
    vec![
        line(Name::Title, "公示什么", subject).hint("如：低保名单、第3季度一般村务；贴几天照这个定"),
        line(Name::Board, "贴在哪里", board),
        today(context, "哪天贴的"),
        Field::note(Name::Text, "公示内容", "", NOTE_CHARS_MAX).hint("照贴的写；身份证号、电话、卡号、病情不能写"),
    ]
}

fn line(name: Name, label: &'static str, text: &str) -> Field<Name> {
    Field::text(name, label, text, LINE_CHARS_MAX)
}

fn count(name: Name, label: &'static str) -> Field<Name> {
    Field::text(name, label, "", COUNT_CHARS_MAX)
}

fn today(context: &Context<'_>, label: &'static str) -> Field<Name> {
    Field::date(Name::On, label, Some(context.today))
}

/// Where a part of the three screens is written.
pub(super) fn of_part(part: ScreenPart) -> Name {
    match part {
        ScreenPart::MarketWhy => Name::MarketWhy,
        ScreenPart::SocietyWhy => Name::SocietyWhy,
        ScreenPart::LawfulWhy => Name::LawfulWhy,
        ScreenPart::Taker => Name::Taker,
        ScreenPart::Reason => Name::Reason,
        ScreenPart::Basis => Name::Basis,
        ScreenPart::Town => Name::Town,
    }
}

/// The field that a rule calls by this name, as far as it is asked.
pub(super) fn of_blank(what: &str, form: &Form<Name>) -> Option<Name> {
    let name = match what {
        "什么事" | "公示什么" => Name::Title,
        "哪类事" | "这是哪类事" => Name::Subject,
        "谁提的" => Name::Who,
        "贴在哪里" => Name::Board,
        "公示内容" => Name::Text,
        "应到、到会和同意的人数" => Name::Base,
        "按哪年规定" => Name::Rules,
        "为什么硬走" => Name::Override,
        "在哪里" => Name::Place,
        _ => Name::Words,
    };
    form.asked().any(|field| field.name == name).then_some(name)
}
