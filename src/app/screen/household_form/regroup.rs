//! 分户 and 合户 on the form: who goes along, into which household.

use super::HouseholdForm;
use super::fields::FieldName;
use crate::app::form::choice::Offer;
use crate::app::screen::household_card::HouseholdCard;
use crate::app::screen::{Context, Reply, Screen};
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::household::regroup::{JoinIntent, SplitIntent};
use crate::domain::decide::household::{HouseholdIntent, free_number};
use crate::domain::find::{HouseholdHit, Search};
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::roll;

/// Households offered at once.
const OFFERS_MAX: usize = 8;
/// What names are parted by.
const PARTERS: [char; 6] = [' ', '、', '，', ',', ';', '；'];

impl HouseholdForm {
    /// Offers the households that what is typed finds.
    pub(super) fn find_households(&mut self, context: &Context<'_>) {
        let village = context.village;
        let typed = self.form.edited(FieldName::Into);
        let search = Search::new(village, context.today, &typed);
        let own = self.of_household();
        let found = village.households().filter(|household| {
            household.status == HouseholdStatus::Registered
                && Some(household.id) != own
                && !search.is_empty()
                && search.household(household) == Some(HouseholdHit::Itself)
        });
        let found: Vec<&Household> = found.take(OFFERS_MAX).collect();
        let label = |household: &&Household| {
            let (name, group) = (roll::household_name(village, household), village.info.group_name(household.group));
            format!("{name}户 {group} {}", household.no).trim_end().to_owned()
        };
        self.joinable = found.iter().map(|household| household.id).collect();
        let offers = found.iter().map(|household| Offer { label: label(household), blocked: None });
        self.form.offer(FieldName::Into, offers.collect());
    }

    pub(super) fn save_split(
        &mut self,
        from: HouseholdId,
        head: PersonId,
        on: Day,
        context: &Context<'_>,
    ) -> Option<Reply> {
        let along = self.along(from, context)?;
        let group = context.village.household(from)?.group;
        let id = context.mint(HouseholdId::mint);
        let new = Household { no: self.form.text(FieldName::No).to_owned(), ..Household::new(id, group) };
        if let Err(why) = free_number(context.village, &new) {
            self.form.fault(FieldName::No, why.to_string());
            return None;
        }
        let (detail, evidence) = self.words();
        let intent = SplitIntent { from, new: Box::new(new), head, along, on, detail, evidence };
        let card = Screen::HouseholdCard(HouseholdCard::of(context, id));
        let then = Reply::close().then(Reply::open(card));
        Some(Reply::decide(Intent::Household(HouseholdIntent::Split(intent)), then))
    }

    pub(super) fn save_join(&mut self, from: HouseholdId, on: Day, context: &Context<'_>) -> Option<Reply> {
        let place = self.form.chosen(FieldName::Into);
        let Some(into) = place.and_then(|place| self.joinable.get(place)).copied() else {
            self.form.fault(FieldName::Into, "请选并入哪一户：打户主姓名或户编号，按 Enter 选");
            return None;
        };
        let (detail, evidence) = self.words();
        let intent = JoinIntent { from, into, on, detail, evidence };
        let card = Screen::HouseholdCard(HouseholdCard::of(context, into));
        let then = Reply::close().then(Reply::open(card));
        Some(Reply::decide(Intent::Household(HouseholdIntent::Join(intent)), then))
    }

    /// 说明 and 凭据.
    fn words(&self) -> (String, String) {
        (self.form.text(FieldName::Detail).to_owned(), self.form.text(FieldName::Evidence).to_owned())
    }

    /// The people named as going along; `None` where one is not of this household, and says so.
    fn along(&mut self, from: HouseholdId, context: &Context<'_>) -> Option<Vec<PersonId>> {
        let typed = self.form.text(FieldName::Together).to_owned();
        let mut along = Vec::new();
        for name in typed.split(PARTERS).filter(|name| !name.is_empty()) {
            let mut members = context.village.members(from).filter(|person| person.is_registered());
            match members.find(|person| person.name.as_str() == name) {
                Some(person) => along.push(person.id),
                None => {
                    self.form.fault(FieldName::Together, format!("这一户没有「{name}」，请照名字写全"));
                    return None;
                }
            }
        }
        Some(along)
    }
}
