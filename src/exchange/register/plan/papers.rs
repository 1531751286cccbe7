//! Until when papers of a person are good, as the 有效期 columns of a register say it.
//!
//! A register is copied from year to year: what it says of a paper that was renewed since is not taken.

use crate::domain::day::Day;
use crate::domain::decide::document::good_until;
use crate::domain::document::{self, Document, KINDS};
use crate::domain::id::{DocumentId, IdMint, PersonId, Seq};
use crate::domain::text::squash;
use crate::domain::typed_date::read_full;
use crate::domain::village::Village;
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::ReadRegister;
use crate::exchange::register::sheet::Cell;

use super::Context;
use super::draft::{self, Draft};
use super::problem::Findings;

/// The columns, each beside the kind of paper it is about.
const COLUMNS: [(Field, &str); 5] = [
    (Field::IdCardUntil, KINDS[0]),
    (Field::DisabilityUntil, KINDS[1]),
    (Field::PermitUntil, KINDS[2]),
    (Field::IllnessUntil, KINDS[3]),
    (Field::LicenceUntil, KINDS[4]),
];
/// What stands between the two days of 2017.03.05至2037.03.05.
const BETWEEN: [&str; 7] = ["至", "到", "~", "—", "－", "--", "-"];

/// What a row says of its person's papers; what cannot be read is said, and left out.
pub(super) fn read(
    register: &ReadRegister,
    at: usize,
    today: Day,
    findings: &mut Findings<'_>,
) -> Vec<(&'static str, Option<Day>)> {
    let Some(row) = register.rows.get(at) else { return Vec::new() };
    let mut papers = Vec::new();
    for (field, kind) in COLUMNS {
        let written = squash(&register.text(row, field));
        let last = match register.cell(row, field) {
            _ if matches!(written.as_str(), "" | "-" | "--" | "/" | "无") => continue,
            Some(Cell::Date(_)) => draft::date(register, row, field).flatten().map(|date| Some(date.day)),
            _ => until(&written),
        };
        match last.map(|last| (last, last.map_or(Ok(()), |day| good_until(day, today)))) {
            Some((last, Ok(()))) => papers.push((kind, last)),
            Some((last, Err(_))) => {
                let day = last.map(|day| day.to_string()).unwrap_or_default();
                findings.remind(at, field, format!("{kind}的有效期不会到{day}，没有采用；请核对年份"));
            }
            None => {
                let words = "写成 2037-03-05 或者“长期”";
                findings.remind(at, field, format!("看不懂{kind}的有效期，没有采用，别的照常收下；请{words}"));
            }
        }
    }
    papers
}

/// The last day: 2037.03.05, 2017.03.05-2037.03.05, 长期. `None` where it is none of these.
fn until(written: &str) -> Option<Option<Day>> {
    if ["长期", "永久", "长久"].iter().any(|word| written.contains(word)) {
        return Some(None);
    }
    let bare = written.trim_start_matches(['至', '到']).trim_end_matches(['止', '前']);
    if let Some(day) = read_full(bare) {
        return Some(Some(day));
    }
    let ends = BETWEEN.iter().flat_map(|sign| bare.match_indices(sign));
    ends.filter_map(|(at, sign)| {
        let (first, last) = (bare.get(..at)?, bare.get(at + sign.len()..)?);
        read_full(first)?;
        read_full(last)
    })
    .next()
    .map(Some)
}

/// The records that a row brings of somebody's papers; nothing where they are known already.
pub(super) fn news(
    village: &Village,
    person: PersonId,
    draft: &Draft,
    (context, mint): (&Context<'_>, &mut IdMint),
    findings: &mut Findings<'_>,
) -> Vec<Document> {
    let mut documents = Vec::new();
    for (kind, last) in &draft.papers {
        let known = document::of_kind(village, person, kind);
        match known {
            Some(known) if known.valid_until == *last => continue,
            // A longer one came since: a register that is older than it changes nothing.
            Some(known) if last.is_some_and(|last| known.valid_until.is_none_or(|kept| kept > last)) => {
                let field = COLUMNS.iter().find(|(_, of)| of == kind).map_or(Field::IdCardUntil, |(field, _)| *field);
                let message = format!("程序里记的{kind}{}，比本表的晚，没有改；请核对", known.until_words());
                findings.remind(draft.at, field, message);
                continue;
            }
            Some(_) | None => {}
        }
        documents.push(Document {
            id: known.map_or_else(|| DocumentId::mint(mint, context.at), |known| known.id),
            touched: known.map_or(Seq::default(), |known| known.touched),
            person,
            kind: (*kind).to_owned(),
            valid_until: *last,
            noted_on: context.today,
        });
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Desk, id};
    use super::*;

    const HEAD: &str = "组别,户主姓名,姓名,与户主关系,身份证号码,身份证有效期,残疾证有效期\n";

    fn row(name: &str, until: &str, disabled: &str) -> String {
        let relation = if name == "李德全" { "户主" } else { "长子" };
        format!("1社,李德全,{name},{relation},{},{until},{disabled}\n", number(name))
    }

    fn number(name: &str) -> String {
        if name == "李德全" { id("19700101", 11) } else { id("19950101", 21) }
    }

    fn papers(desk: &Desk, name: &str) -> Vec<String> {
        let mut papers: Vec<String> = desk
            .village
            .documents_of(desk.person(name).id)
            .map(|paper| format!("{} {}", paper.kind, paper.until_words()))
            .collect();
        papers.sort();
        papers
    }

    #[test]
    fn the_last_day_is_read_however_it_is_written() {
        for written in
            ["2037.03.05", "2037年3月5日", "20370305", "2017.03.05-2037.03.05", "20170305-20370305", "至2037-03-05"]
                .into_iter()
                .chain(["2017-03-05-2037-03-05", "2017.3.5至2037.3.5", "2017-03-05~2037-03-05"])
        {
            assert_eq!(until(written), Some(Day::parse_iso("2037-03-05")), "{written}");
        }
        for written in ["长期", "2017.03.05-长期", "长期有效"] {
            assert_eq!(until(written), Some(None), "{written}");
        }
        for written in ["10年", "有效", "2037-13-05", "2037年3月", "37-3-5"] {
            assert_eq!(until(written), None, "{written}");
        }
    }

    #[test]
    fn what_a_register_says_of_papers_is_kept_once_and_never_over_a_later_one() {
        let mut desk = Desk::new();
        let plan =
            desk.import(&format!("{HEAD}{}{}", row("李德全", "20270203", ""), row("李小军", "长期", "2028.1.1")));
        assert_eq!((plan.counts.accepted, plan.problems.len()), (2, 0));
        assert_eq!(papers(&desk, "李德全"), ["身份证 到2027-02-03"]);
        assert_eq!(papers(&desk, "李小军"), ["残疾人证 到2028-01-01", "身份证 长期"]);
        let again =
            desk.import(&format!("{HEAD}{}{}", row("李德全", "2027-02-03", ""), row("李小军", "", "2028-01-01")));
        assert_eq!((again.counts.unchanged, again.intent.documents.len()), (2, 0));
        let renewed = desk.import(&format!("{HEAD}{}", row("李德全", "2017-02-03至2046-11-01", "")));
        assert_eq!((renewed.counts.updated, renewed.intent.people.len()), (1, 0));
        assert_eq!(papers(&desk, "李德全"), ["身份证 到2046-11-01"]);
        let older = desk.import(&format!("{HEAD}{}", row("李德全", "2027-02-03", "")));
        assert_eq!((older.counts.unchanged, older.intent.documents.len()), (1, 0));
        assert!(older.problems[0].message.contains("比本表的晚"), "{}", older.problems[0].message);
    }

    #[test]
    fn a_last_day_that_is_none_is_told_with_its_row_and_the_person_is_taken() {
        let mut desk = Desk::new();
        let plan = desk.import(&format!("{HEAD}{}{}", row("李德全", "20年", ""), row("李小军", "2099-01-01", "")));
        let told: Vec<_> = plan.problems.iter().map(|it| (it.row, it.column.as_str())).collect();
        assert_eq!((plan.counts.accepted, told), (2, vec![(2, "身份证有效期"), (3, "身份证有效期")]));
        assert!(plan.intent.documents.is_empty());
    }

    #[test]
    fn a_list_laid_over_the_people_brings_their_papers() {
        let mut desk = Desk::new();
        desk.import(&format!("{HEAD}{}", row("李德全", "", "")));
        let list = format!("姓名,身份证号码,残疾人证有效期\n李德全,{},2030-05-01\n", number("李德全"));
        let register = desk.read_named("残疾人名单.csv", &list);
        let plan = desk.import_read(&register);
        assert_eq!((plan.counts.updated, papers(&desk, "李德全")), (1, vec!["残疾人证 到2030-05-01".to_owned()]));
        let register = desk.read_named("残疾人名单.csv", &list);
        assert_eq!(desk.import_read(&register).counts.unchanged, 1);
    }
}
