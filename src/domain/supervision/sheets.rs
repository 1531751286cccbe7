//! The sheets of supervision: the ways to complain, 报领导催办 of an overdue matter, and what hangs on the wall.
//!
//! A phone or a name that is not known stays blank. What hangs on the wall names the officer and no villager; what goes to
//! a leader names whom the matter is for, and no number of theirs.

use super::settings::{LeaderRole, Office, Term};
use crate::domain::contact;
use crate::domain::day::Day;
use crate::domain::sheet::Sheet;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::village::Village;
use crate::domain::wording::Passage;

/// What may be printed without a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallSheet {
    /// 投诉渠道告知单.
    Channels,
    /// 岗位职责公示牌.
    Duties,
    /// 公开承诺.
    Promise,
    /// 便民联系卡.
    Card,
}

impl WallSheet {
    /// All of them.
    pub const ALL: [WallSheet; 4] = [WallSheet::Channels, WallSheet::Duties, WallSheet::Promise, WallSheet::Card];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            WallSheet::Channels => "投诉渠道告知单",
            WallSheet::Duties => "岗位职责公示牌",
            WallSheet::Promise => "公开承诺",
            WallSheet::Card => "便民联系卡",
        }
    }

    /// The sheet.
    pub fn of(self, village: &Village, tables: &Tables) -> Sheet {
        let info = &village.info;
        let sheet = Sheet::titled(format!("{}{} {}", info.township, info.name, self.label()));
        let phones = |sheet: Sheet| {
            let offices = Office::ALL.into_iter();
            offices.fold(sheet, |sheet, office| sheet.entry(office.label(), blank(phone(village, tables, office))))
        };
        let words = |passage| tables.wording.lines(passage, village, None);
        match self {
            WallSheet::Channels => phones(sheet.texts(words(Passage::ChannelsBegin)).heading("投诉电话"))
                .texts(words(Passage::ChannelsEnd)),
            WallSheet::Duties => phones(
                sheet
                    .entry("代办员", &*info.liaison)
                    .entry("电话", blank(&info.phone))
                    .heading("岗位职责")
                    .texts(words(Passage::Duties))
                    .heading("监督电话"),
            ),
            WallSheet::Promise => phones(sheet.texts(words(Passage::Promise)).heading("做不到的，请打电话"))
                .sign(&[&format!("承诺人（{}）", info.liaison)]),
            WallSheet::Card => sheet
                .entry("代办员", &*info.liaison)
                .entry("电话", blank(&info.phone))
                .entry("办什么", words(Passage::Card).join("\n"))
                .entry("服务热线", blank(phone(village, tables, Office::Hotline))),
        }
    }
}

/// 报领导催办: an overdue matter, for the leader linked to the village, and after some days for the head of the area too.
/// `None` where it is not overdue.
pub fn urge_up(village: &Village, tables: &Tables, task: &ProxyTask, today: Day) -> Option<Sheet> {
    let clock = clock::read(task, today, &tables.calendar);
    let due = clock.due.filter(|_| clock.is_overdue())?;
    let info = &village.info;
    let who = village.person(task.applicant).map_or("", |person| person.name.as_str());
    let mut sheet =
        Sheet::titled(format!("{}{} 超期事项报领导催办单", info.township, info.name)).numbered(task.no.to_string());
    for role in told(tables, clock.overdue_days) {
        let leader = contact::in_role(village, role.label());
        let named = leader.map_or_else(|| blank("").to_owned(), |it| format!("{} {}", it.name, it.phone));
        sheet = sheet.entry(&format!("报{}", role.label()), named.trim());
    }
    sheet = sheet
        .entry("事项", format!("{} {}", task.no, task.matter.name))
        .entry("替谁办", who)
        .entry("到期", format!("{due}，已超{}天", clock.overdue_days))
        .entry("卡在", task.stuck_at().label())
        .entry("责任站办", tables.matters.station_of(&task.matter, today));
    if !task.external_no.is_empty() {
        sheet = sheet.entry("外部受理号", &*task.external_no);
    }
    let rows =
        task.urges.iter().map(|urge| vec![urge.on.to_string(), urge.whom.to_string(), urge.answer.clone()]).collect();
    sheet = match task.urges.is_empty() {
        true => sheet.heading("催问过").text("还没有催问过。"),
        false => sheet.heading("催问过").table(&["哪天", "问了谁", "答复"], rows),
    };
    Some(
        sheet
            .heading("领导批示")
            .text(" ")
            .texts(tables.wording.lines(Passage::UrgeUpEnd, village, Some(task)))
            .sign(&[&format!("报告人（{}）", info.liaison), "领导"])
            .entry("日期", today.to_string()),
    )
}

/// Who is told of a matter that is so late: the second one from its day on.
fn told(tables: &Tables, overdue_days: i32) -> Vec<LeaderRole> {
    let second = overdue_days >= tables.supervision.days(Term::SecondLeader);
    LeaderRole::ALL.into_iter().filter(|role| *role == LeaderRole::OfVillage || second).collect()
}

/// The phone of an office, as it hangs on the wall: the table's, which the town gave out; else what the officer wrote down.
pub(super) fn phone<'v>(village: &'v Village, tables: &'v Tables, office: Office) -> &'v str {
    match tables.supervision.phone(office) {
        "" => contact::in_role(village, office.label()).map_or("", |it| it.phone.as_str()),
        public => public,
    }
}

/// What stands where nothing is known: room to write.
pub(in crate::domain) fn blank(text: &str) -> &str {
    if text.is_empty() { "____________________" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::sheet::SheetLine;

    fn entries(sheet: &Sheet) -> Vec<(&str, &str)> {
        let mut entries = Vec::new();
        for line in &sheet.lines {
            if let SheetLine::Entry(label, text) = line {
                entries.push((label.as_str(), text.as_str()));
            }
        }
        entries
    }

    #[test]
    fn the_slip_has_the_three_phones_and_room_for_those_nobody_wrote() {
        let mut fixture = Fixture::on("2026-11-24");
        let own = "[[phone]]\noffice = \"镇纪委\"\nphone = \"40001234\"\n";
        fixture.tables.supervision = fixture.tables.supervision.clone().with(own, "t").0;
        let sheet = WallSheet::Channels.of(&fixture.village, &fixture.tables);
        let phones = entries(&sheet);
        assert_eq!(phones[..2], [("政务服务便民热线", "12345"), ("镇纪委", "40001234")]);
        assert_eq!((phones[2].0, phones[2].1.starts_with("____")), ("镇信访办", true));
        // What the town gave out is not put aside by whom the officer calls; where it gave nothing, that one stands.
        fixture.contact("纪委值班", "镇纪委", "47550002");
        fixture.contact("信访办", "镇信访办", "47550003");
        let sheet = WallSheet::Channels.of(&fixture.village, &fixture.tables);
        assert_eq!(entries(&sheet)[1..], [("镇纪委", "40001234"), ("镇信访办", "47550003")]);
    }

    #[test]
    fn a_late_matter_goes_to_the_first_leader_and_after_a_week_to_both() {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.contact("张某", "联系村领导", "47550001");
        let task = fixture.intake("S05", None);
        let task = fixture.village.task(task).unwrap().clone();
        let due = clock::read(&task, fixture.today(), &fixture.tables.calendar).due.unwrap();
        let of = |late: i32| urge_up(&fixture.village, &fixture.tables, &task, due.plus_days(late));
        assert_eq!(of(0), None);
        for (late, leaders) in [(1, 1), (6, 1), (7, 2)] {
            let sheet = of(late).unwrap();
            let told: Vec<_> = entries(&sheet).into_iter().filter(|(label, _)| label.starts_with('报')).collect();
            assert_eq!(told.len(), leaders, "{late}");
            assert_eq!(told[0], ("报联系村领导", "张某 47550001"));
        }
    }
}
