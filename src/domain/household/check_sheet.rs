//! 户信息核对表: what is written down of a household, for the family to check, correct by hand and sign.
//!
//! Numbers are covered, for the sheet passes through other hands: the family compares what shows with its own cards. What a
//! register says of health or need is not on it.

use super::Household;
use crate::domain::person::Person;
use crate::domain::posting::redaction;
use crate::domain::roll;
use crate::domain::sheet::Sheet;
use crate::domain::supervision::sheets::blank;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::domain::wording::Passage;

/// What it is called.
pub const LABEL: &str = "户信息核对表";

/// Empty rows: for people who are not written down, and for corrections.
const NEW_PEOPLE: usize = 2;
const CORRECTIONS: usize = 3;

/// The sheet of this household.
pub fn sheet(village: &Village, tables: &Tables, household: &Household) -> Sheet {
    let info = &village.info;
    let mut rows: Vec<Vec<String>> =
        roll::members(village, household).into_iter().filter(|person| person.is_registered()).map(row).collect();
    rows.extend(std::iter::repeat_n(Vec::new(), NEW_PEOPLE));
    // A number of the household that is somebody's own number is none for the name of a file.
    let no = Some(household.no.as_str()).filter(|no| redaction::find(no).is_empty());
    let group = info.group_name(household.group);
    Sheet::titled(format!("{}{} {LABEL}", info.township, info.name))
        .numbered(no.unwrap_or_default())
        .for_work()
        .texts(tables.wording.lines(Passage::CheckBegin, village, None))
        // Few lines, so that a large family has its signature on the same page.
        .entry(
            "户主",
            format!(
                "{}    户编号：{}    社：{group}",
                roll::household_name(village, household),
                blank(no.unwrap_or_default())
            ),
        )
        .entry("住址", format!("{}    在家情况：{}", blank(&household.address), household.occupancy.label()))
        .heading("家里人")
        .table(&["姓名", "关系", "性别", "出生日期", "身份证号", "电话", "住在哪里", "对不对"], rows)
        .heading("不对的、有变化的")
        .table(&["谁", "哪一样", "应该是", "凭哪个证件"], vec![Vec::new(); CORRECTIONS])
        .texts(tables.wording.lines(Passage::CheckEnd, village, None))
        .sign(&["户主或家里的成年人", &format!("代办员（{}）", info.liaison)])
        .entry("核对日期", blank(""))
}

fn row(person: &Person) -> Vec<String> {
    let where_now = match person.place.as_str() {
        "" => person.residence.label().to_owned(),
        place => format!("{} {place}", person.residence.label()),
    };
    vec![
        person.name.as_str().to_owned(),
        person.relation.clone(),
        person.sex().map_or("", crate::domain::resident_id::Sex::label).to_owned(),
        person.birth().map_or_else(String::new, |birth| birth.to_string()),
        person.id_no.masked(),
        person.phones.first().map_or_else(String::new, crate::domain::text::phone::Phone::masked),
        where_now,
        String::new(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;
    use crate::domain::sheet::SheetLine;

    #[test]
    fn the_family_finds_everybody_on_it_and_no_whole_number_and_nothing_of_their_health() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let sample = sample::village(today, 1);
        for household in sample.village.households() {
            let sheet = sheet(&sample.village, &Tables::shipped(), household);
            let said = format!("{sheet:?}");
            let people = roll::members(&sample.village, household);
            for person in people.iter().filter(|person| person.is_registered()) {
                assert!(said.contains(person.name.as_str()));
                let known = person.id_no.known().map(|id| id.as_str().to_owned());
                let phones = person.phones.iter().map(|phone| phone.digits().to_owned());
                assert!(known.into_iter().chain(phones).all(|number| !said.contains(&number)), "{said}");
                for told in [&person.particulars.health, &person.particulars.disability] {
                    assert!(told.is_empty() || !said.contains(told.as_str()), "{told} in {said}");
                }
            }
            assert!(
                said.contains("户主或家里的成年人")
                    && !sheet.title.contains(roll::household_name(&sample.village, household))
            );
            let tables = sheet.lines.iter().filter(|line| matches!(line, SheetLine::Table(..))).count();
            assert_eq!(tables, 2);
        }
    }

    #[test]
    fn a_household_s_number_that_is_somebody_s_is_not_in_the_name_of_the_file() {
        let fixture = crate::domain::fixture::Fixture::on("2026-11-24");
        let mut household = fixture.village.households().next().unwrap().clone();
        for (no, shown) in [("3-017", "3-017"), ("510225195503089010", "")] {
            household.no = no.to_owned();
            assert_eq!(sheet(&fixture.village, &fixture.tables, &household).number, shown);
        }
    }
}
