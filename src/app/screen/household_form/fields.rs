//! The fields of the form, in the order of the papers: the household's, a person's, an event's.

use serde::{Deserialize, Serialize};

use super::person::Shown;
use crate::app::form::Field;
use crate::app::form::choice::Choice;
use crate::app::screen::Context;
use crate::domain::household::{Household, Occupancy};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::person::{Person, Residence};
use crate::domain::resident_id::{IdNumber, Sex};
use crate::domain::text::group::group_key;

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldName {
    /// 变动.
    Kind,
    /// 哪天.
    On,
    /// 是谁.
    Who,
    /// Who goes along.
    Together,
    /// Into which household.
    Into,
    /// 社.
    Group,
    /// 户编号.
    No,
    /// 住址.
    Address,
    /// 找门提示.
    DoorNote,
    /// 在家情况.
    Occupancy,
    /// 备注 of the household.
    HouseholdNote,
    /// 姓名.
    Name,
    /// 身份证号.
    IdNo,
    /// Why there is no ID number.
    NoIdReason,
    /// 性别.
    Sex,
    /// 出生日期.
    Birth,
    /// 与户主关系.
    Relation,
    /// 电话.
    Phones,
    /// 居住.
    Residence,
    /// 去向.
    Place,
    /// 备注 of the person.
    PersonNote,
    /// 说明.
    Detail,
    /// 凭据.
    Evidence,
}

/// Words of one line, in characters.
const LINE_CHARS_MAX: usize = 60;
/// Why there is no ID number, the commonest first.
pub(super) const NO_ID_REASONS: [&str; 5] =
    ["新生儿，还没上户", "一时没带，过后补", "没有办过", "证件丢了，在补办", "外籍"];
/// What people are to the head, as registers write it.
const RELATIONS: [&str; 22] = [
    "配偶",
    "子",
    "女",
    "长子",
    "长女",
    "次子",
    "次女",
    "三子",
    "三女",
    "父亲",
    "母亲",
    "儿媳",
    "女婿",
    "孙子",
    "孙女",
    "外孙子",
    "外孙女",
    "兄弟",
    "姐妹",
    "公公",
    "婆婆",
    "其他",
];
/// Sexes in the order of the choice.
pub(super) const SEXES: [Option<Sex>; 3] = [None, Some(Sex::Male), Some(Sex::Female)];
/// Ways of living in the order of the choice.
pub(super) const RESIDENCES: [Residence; 3] = [Residence::Home, Residence::Away, Residence::Unknown];

/// The household's own fields.
pub(super) fn household(context: &Context<'_>, known: Option<&Household>) -> Vec<Field<FieldName>> {
    let info = &context.village.info;
    let mut groups: Vec<_> = info.groups.iter().collect();
    groups.sort_by_cached_key(|group| (group_key(&group.name), group.no));
    let labels: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    // A new household mostly comes right after another one of the same group.
    let last = context.village.households().last().map(|household| household.group);
    let group = known.map(|household| household.group).or(last);
    let mut choice = Choice::of(labels).or_words();
    if let Some(place) = groups.iter().position(|listed| Some(listed.no) == group) {
        choice = choice.choosing(place);
    }
    let occupancy = known.map(|household| household.occupancy).unwrap_or_default();
    let text = |of: fn(&Household) -> &str| known.map(of).unwrap_or_default().to_owned();
    vec![
        Field::choice(FieldName::Group, "社", choice).hint("打几社或社名，按 Enter 选"),
        Field::text(FieldName::No, "户编号", &text(|it| &it.no), 30).hint("可以不填"),
        Field::text(FieldName::Address, "住址", &text(|it| &it.address), LINE_CHARS_MAX),
        Field::text(FieldName::DoorNote, "怎么找门", &text(|it| &it.door_note), LINE_CHARS_MAX)
            .hint("可以不填，如：村小对面，白墙"),
        Field::choice(FieldName::Occupancy, "在家情况", chosen(&Occupancy::ALL, occupancy, Occupancy::label)),
        Field::text(FieldName::HouseholdNote, "户备注", &text(|it| &it.note), LINE_CHARS_MAX),
    ]
}

/// A person's fields.
pub(super) fn person(known: Option<&Person>, name_label: &'static str, shown: &Shown) -> Vec<Field<FieldName>> {
    let name = known.map_or("", |person| person.name.as_str());
    let reason = match known.map(|person| &person.id_no) {
        Some(IdNumber::Missing { reason }) => reason.as_str(),
        Some(IdNumber::Known(_) | IdNumber::Archive15(_)) | None => "",
    };
    let sex = known.and_then(|person| person.sex_written);
    let sexes = sexes().choosing(SEXES.iter().position(|listed| *listed == sex).unwrap_or(0));
    let residence = known.map_or(Residence::Home, |person| person.residence);
    let text = |of: fn(&Person) -> &str| known.map(of).unwrap_or_default().to_owned();
    vec![
        Field::text(FieldName::Name, name_label, name, 40),
        Field::text(FieldName::IdNo, "身份证号", &shown.id_no, 30).hint("18位，最后可以是X；没有就空着，下面选原因"),
        Field::choice(FieldName::NoIdReason, "没证的原因", Choice::of(NO_ID_REASONS).or_words().typed(reason)),
        Field::choice(FieldName::Sex, "性别", sexes),
        Field::date(FieldName::Birth, "出生日期", known.and_then(|person| person.birth_written)),
        Field::text(FieldName::Phones, "电话", &shown.phones, LINE_CHARS_MAX).hint("几个号码用空格隔开；可以不填"),
        Field::choice(FieldName::Residence, "居住", chosen(&RESIDENCES, residence, Residence::label)),
        Field::text(FieldName::Place, "去向", &text(|it| &it.place), LINE_CHARS_MAX).hint("外出的写在哪里，可以不填"),
        Field::text(FieldName::PersonNote, "备注", &text(|it| &it.note), LINE_CHARS_MAX),
    ]
}

/// The sexes to choose from, as `SEXES` has them.
pub(super) fn sexes() -> Choice {
    Choice::of(["未填", "男", "女"])
}

/// What a person is to the head.
pub(super) fn relation(known: &str) -> Field<FieldName> {
    let choice = Choice::of(RELATIONS).or_words().typed(known);
    Field::choice(FieldName::Relation, "与户主关系", choice).hint("选一个；没有列出的，直接打字再按 Tab")
}

/// The fields of a household event; which are asked follows from its kind.
pub(super) fn event(context: &Context<'_>) -> Vec<Field<FieldName>> {
    let kinds = Choice::of(HouseholdEventKind::ALL.map(HouseholdEventKind::label)).choosing(0);
    let mut fields = vec![
        Field::choice(FieldName::Kind, "变动", kinds).hint("上下键选，按 Enter 定"),
        Field::date(FieldName::On, "哪天", Some(context.today)),
        Field::choice(FieldName::Who, "是谁", Choice::of([""; 0])),
        Field::text(FieldName::Together, "同去的人", "", LINE_CHARS_MAX).hint("写姓名，用空格隔开；没有就空着"),
        Field::choice(FieldName::Into, "并入哪户", Choice::finding()).hint("打户主姓名、拼音或户编号，按 Enter 选"),
        Field::text(FieldName::No, "新户编号", "", 30).hint("可以不填"),
    ];
    fields.extend(person(None, "姓名", &Shown::default()));
    fields.insert(7, relation(""));
    fields.push(Field::text(FieldName::Detail, "说明", "", LINE_CHARS_MAX));
    fields.push(Field::text(FieldName::Evidence, "凭据", "", LINE_CHARS_MAX).hint("证明的名称和编号，没有就空着"));
    fields
}

fn chosen<T: Copy + PartialEq>(all: &[T], now: T, label: fn(T) -> &'static str) -> Choice {
    let choice = Choice::of(all.iter().map(|value| label(*value)));
    choice.choosing(all.iter().position(|value| *value == now).unwrap_or(0))
}
