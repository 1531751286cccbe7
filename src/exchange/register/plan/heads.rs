//! Who heads a household after a register: what was registered here is never turned back, and one household has one head.
//!
//! It finds no person and no household (`people`, `households`), and guesses no relation.

use std::collections::HashMap;

use crate::domain::household::Household;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::Person;
use crate::domain::relation::HEAD;
use crate::domain::text::PersonName;
use crate::domain::village::Village;

use super::draft::Draft;
use super::households::Households;

/// How a row stands in its household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the head.
    Head,
    /// It is not the head.
    Member,
    /// The register's head was not taken: what it says of relations is said of somebody who is not the head here.
    Overruled,
}

/// Whether the household's head was chosen here, by 户主变更, and not by a register.
fn chosen_here(household: &Household) -> bool {
    let last = household.events.iter().rev().find(|event| event.kind == HouseholdEventKind::NewHead);
    household.head.is_some() && last.is_some_and(|event| event.person == household.head)
}

/// People who may stand in an older register as the head: a head was chosen here since, or the head is gone.
pub fn former<'a>(village: &'a Village, household: &'a Household) -> impl Iterator<Item = &'a Person> {
    let looked_for = household.head.is_none() || chosen_here(household);
    let may_be = |person: &&Person| person.relation.is_empty() || person.relation == HEAD;
    let others = village.members(household.id).filter(|person| household.head != Some(person.id));
    others.filter(may_be).filter(move |_| looked_for)
}

/// Why the register's head is not taken, in words; `None` where it is. `stored` is the household as the village has it,
/// `known` whom the register names.
pub fn overruled(
    village: &Village,
    stored: Option<&Household>,
    known: Option<&Person>,
    named: &PersonName,
) -> Option<String> {
    let head = stored.and_then(|household| village.head_of(household));
    if let (Some(head), Some(known)) = (head, known)
        && head.id == known.id
    {
        return None;
    }
    let gone = known.filter(|known| !known.is_registered());
    let (named, chosen) = (named.as_str(), stored.is_some_and(chosen_here));
    match (head, gone) {
        (Some(head), _) if chosen || gone.is_some() => {
            let head = head.name.as_str();
            Some(format!("程序里户主已变更为{head}，名册还是{named}，没有改回，这一户的与户主关系也没有动，请核对"))
        }
        (None, Some(gone)) => {
            let status = gone.status.label();
            Some(format!("程序里{named}已登记为{status}，没有再作户主；新户主请在农户卡上登记户主变更"))
        }
        (Some(_) | None, _) => None,
    }
}

/// 与户主关系 after this row; `known` is the person as the village has it.
pub fn relation(known: Option<&Person>, home: HouseholdId, draft: &Draft, standing: Standing) -> String {
    let said = draft.relation.as_str();
    // Who headed another household heads this one only where it is said.
    let keeps = |known: &&Person| known.household == Some(home) || known.relation != HEAD;
    let kept = known.filter(keeps).map_or("", |known| known.relation.as_str());
    let relation = match standing {
        Standing::Overruled => kept,
        Standing::Head if said.is_empty() => HEAD,
        Standing::Head => said,
        Standing::Member if said.is_empty() || said == HEAD => kept,
        Standing::Member => said,
    };
    relation.to_owned()
}

/// Leaves one 户主 in each household of the plan, and none in a household that its head has left. Adds to `people` whom
/// this changes besides.
pub fn settle(village: &Village, households: &mut Households<'_>, people: &mut Vec<Person>) {
    for person in people.iter() {
        let left = village.person(person.id).and_then(|known| known.household);
        if let Some(left) = left.filter(|left| person.household != Some(*left)) {
            households.vacate(left, person.id);
        }
    }
    let planned: HashMap<PersonId, usize> = people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    let headed = |home: Option<HouseholdId>| home.and_then(|home| households.get(home)?.head);
    for person in people.iter_mut().filter(|person| person.relation == HEAD) {
        if headed(person.household).is_some_and(|head| head != person.id) {
            person.relation.clear();
        }
    }
    for home in &households.order {
        let Some(head) = headed(Some(*home)) else { continue };
        let others = village.members(*home).filter(|person| person.id != head && person.relation == HEAD);
        for other in others.filter(|person| !planned.contains_key(&person.id)) {
            people.push(Person { relation: String::new(), ..other.clone() });
        }
    }
    people.retain(|person| village.person(person.id) != Some(person));
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Desk, id};
    use super::*;
    use crate::domain::day::Moment;
    use crate::domain::decide::household::{EventIntent, HouseholdIntent};
    use crate::domain::decide::{Intent, Now, decide};
    use crate::domain::stage::stage;

    fn register() -> String {
        format!(
            "组别,户编号,姓名,与户主关系,身份证号码,联系电话\n一社,H1,王建国,户主,{},\n一社,H1,赵梅,妻,{},\n\
             一社,H1,王建军,长子,{},\n",
            id("19400305", 11),
            id("19420101", 22),
            id("19700101", 31)
        )
    }

    fn register_without_numbers() -> String {
        "组别,户主姓名,姓名,与户主关系\n一社,王建国,王建国,户主\n一社,王建国,赵梅,妻\n一社,王建国,王建军,长子\n"
            .to_owned()
    }

    fn happens(desk: &mut Desk, kind: HouseholdEventKind, name: &str) {
        let (household, person) = (desk.home(name).id, Some(desk.person(name).id));
        let (on, detail) = (Desk::today(), "原户主去世".to_owned());
        let event = EventIntent { household, kind, on, person, newcomer: None, detail, evidence: String::new() };
        let at = Moment::at(on, 9, 0);
        let now = Now { at, today: on, actor: "王敏", tables: &desk.tables };
        let intent = Intent::Household(HouseholdIntent::Event(Box::new(event)));
        let changes = decide(&desk.village, &now, intent).unwrap();
        let seq = desk.village.seq.next();
        let staged = stage(&desk.village, seq, &changes);
        desk.village.install(seq, staged);
    }

    /// The names of those who are 户主 by their own relation, and of the household's head.
    fn heads<'d>(desk: &'d Desk, member: &str) -> (Vec<&'d str>, Option<&'d str>) {
        let home = desk.home(member);
        let own = desk.village.members(home.id).filter(|person| person.relation == HEAD);
        (own.map(|it| it.name.as_str()).collect(), desk.village.head_of(home).map(|it| it.name.as_str()))
    }

    fn said(plan: &super::super::ImportPlan, words: &str) -> usize {
        plan.problems.iter().filter(|problem| problem.message.contains(words)).count()
    }

    #[test]
    fn a_head_chosen_here_is_not_turned_back_by_the_register_of_before() {
        for (text, dies) in [(register(), true), (register(), false), (register_without_numbers(), true)] {
            let mut desk = Desk::new();
            desk.import(&text);
            if dies {
                happens(&mut desk, HouseholdEventKind::Death, "王建国");
            }
            happens(&mut desk, HouseholdEventKind::NewHead, "王建军");
            let wife = desk.person("赵梅").relation.clone();
            let plan = desk.import(&text);
            assert_eq!(said(&plan, "程序里户主已变更为王建军，名册还是王建国，没有改回"), 1, "{:?}", plan.problems);
            assert_eq!(heads(&desk, "赵梅"), (vec!["王建军"], Some("王建军")));
            assert_eq!(desk.person("王建国").is_registered(), !dies);
            assert_eq!(desk.person("王建国").relation, "");
            assert_eq!(desk.person("赵梅").relation, wife);
            assert_eq!((desk.village.households().count(), desk.village.people().count()), (1, 3));
            assert!(desk.import(&text).intent.is_empty());
        }
    }

    #[test]
    fn a_dead_head_does_not_head_again_while_no_other_is_chosen() {
        for text in [register(), register_without_numbers()] {
            let mut desk = Desk::new();
            desk.import(&text);
            happens(&mut desk, HouseholdEventKind::Death, "王建国");
            let plan = desk.import(&text);
            assert!(plan.intent.is_empty());
            assert_eq!(said(&plan, "程序里王建国已登记为死亡，没有再作户主"), 1);
            assert_eq!(heads(&desk, "赵梅").1, None);
        }
    }

    #[test]
    fn a_register_of_heads_does_not_turn_a_head_back_either() {
        let mut desk = Desk::new();
        desk.import(&register());
        happens(&mut desk, HouseholdEventKind::Death, "王建国");
        happens(&mut desk, HouseholdEventKind::NewHead, "王建军");
        let no = id("19400305", 11);
        let text = format!("组别,户编号,户主姓名,身份证号码,家庭人口,联系电话,户类别\n1社,H1,王建国,{no},2,,低保户\n");
        let plan = desk.import(&text);
        assert_eq!(said(&plan, "没有改回，这一户"), 1);
        assert_eq!(heads(&desk, "赵梅"), (vec!["王建军"], Some("王建军")));
        assert_eq!(desk.home("赵梅").classes.len(), 1);
    }

    #[test]
    fn a_head_changed_by_a_newer_register_leaves_one_head() {
        let mut desk = Desk::new();
        desk.import(&register());
        // The old head is not on it at all, or is on it without a word of what they are.
        let (old, new) = (id("19400305", 11), id("19700101", 31));
        let top = "组别,户编号,姓名,与户主关系,身份证号码\n";
        let text = format!("{top}一社,H1,王建军,户主,{new}\n");
        desk.import(&text);
        assert_eq!(heads(&desk, "赵梅"), (vec!["王建军"], Some("王建军")));
        assert!(desk.import(&text).intent.is_empty());
        let both = format!("{top}一社,H1,王建国,户主,{old}\n一社,H1,王建军,户主,{new}\n");
        let plan = desk.import(&both);
        assert_eq!(said(&plan, "两个户主"), 1);
        assert_eq!(heads(&desk, "赵梅"), (vec!["王建国"], Some("王建国")));
        assert!(desk.import(&both).intent.is_empty());
    }

    #[test]
    fn a_head_who_moved_heads_the_old_household_no_more() {
        let mut desk = Desk::new();
        desk.import(&register());
        let no = id("19400305", 11);
        let old = desk.home("赵梅").id;
        let son = id("19650101", 11);
        desk.import(&format!(
            "组别,户编号,姓名,与户主关系,身份证号码\n一社,H2,王建民,户主,{son}\n一社,H2,王建国,,{no}\n"
        ));
        assert_eq!(heads(&desk, "王建国"), (vec!["王建民"], Some("王建民")));
        assert_ne!(desk.home("王建国").id, old);
        assert_eq!(heads(&desk, "赵梅"), (vec![], None));
    }

    #[test]
    fn a_household_that_ended_here_is_not_founded_anew() {
        let mut desk = Desk::new();
        let no = id("19400305", 11);
        let text = format!("组别,户编号,姓名,与户主关系,身份证号码\n一社,H1,王建国,户主,{no}\n");
        desk.import(&text);
        happens(&mut desk, HouseholdEventKind::Death, "王建国");
        assert!(desk.import(&text).intent.is_empty());
    }
}
