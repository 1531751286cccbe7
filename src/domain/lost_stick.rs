//! U盘丢失: what lay on a stick that is gone, for whom it can be read, and what is to be done: to read and to print.
//!
//! It goes by the places that packages, backups and hand-overs were written to. What was copied there by hand is not known.

use std::collections::BTreeMap;

use super::backup::BackupCopy;
use super::day::{Day, Moment};
use super::handover::Handover;
use super::id::{PackageId, PersonId};
use super::package::{ExportPackage, Openness};
use super::sheet::Sheet;
use super::stick::{self, Stick};
use super::village::Village;

/// What it is called.
pub const LABEL: &str = "U盘丢失清单";

/// Said where something was written that may not be there any more.
const BY_PLACE: &str = "照写到的地方找的：不同的U盘叫一样的名字，会列在一起；后来从U盘上删了的，也还列着。\
自己拷到U盘上的别的文件，程序不知道，请自己写在后面。";

/// A place that something was written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPlace {
    /// The folder or stick, as it was called then.
    pub place: String,
    /// Packages and forms.
    pub packages_count: usize,
    /// Backups and packs of a hand-over.
    pub copies_count: usize,
    /// When something was last written.
    pub last: Moment,
}

/// All that was ever written to one place.
struct Written<'v> {
    packages: Vec<&'v ExportPackage>,
    backups: Vec<&'v BackupCopy>,
    handovers: Vec<&'v Handover>,
}

/// Every place that something was written to, the last one first.
pub fn places(village: &Village) -> Vec<WrittenPlace> {
    let packages = village.packages().map(|it| (it.place.as_str(), it.at, true));
    let backups = village.backups().map(|it| (it.place.as_str(), it.at, false));
    let handovers = village.handovers().map(|it| (it.place.as_str(), it.at, false));
    let mut places: BTreeMap<&str, WrittenPlace> = BTreeMap::new();
    for (place, at, is_package) in packages.chain(backups).chain(handovers).filter(|it| !it.0.is_empty()) {
        let none = || WrittenPlace { place: place.to_owned(), packages_count: 0, copies_count: 0, last: at };
        let written = places.entry(place).or_insert_with(none);
        written.last = written.last.max(at);
        match is_package {
            true => written.packages_count += 1,
            false => written.copies_count += 1,
        }
    }
    let mut places: Vec<WrittenPlace> = places.into_values().collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.last));
    places
}

/// The sheet of what was written to this place, this package first where one is named; `None` where nothing was. A
/// backup is closed as the village is: `is_sealed`.
pub fn sheet(village: &Village, place: &str, first: Option<PackageId>, is_sealed: bool, today: Day) -> Option<Sheet> {
    let written = Written::at(village, place, first);
    if written.packages.is_empty() && written.backups.is_empty() && written.handovers.is_empty() {
        return None;
    }
    let info = &village.info;
    let mut sheet = Sheet::titled(format!("{}{} {LABEL}", info.township, info.name))
        .for_work()
        .entry("哪个U盘", place)
        .entry(
            "谁在用",
            format!("{}  电话 {}", info.liaison, info.phone).trim_end().trim_end_matches("电话").trim_end(),
        )
        .entry("清单日期", today.to_string())
        .entry("谁看得到", written.danger(is_sealed));
    for stick in written.sticks(village) {
        sheet = sheet.entry("登记", stick_words(stick));
    }
    sheet = written.to_do(sheet, is_sealed).heading("上面有什么").text(BY_PLACE);
    for package in &written.packages {
        sheet = of_package(sheet, village, package);
    }
    for copy in &written.backups {
        sheet = of_backup(sheet, copy, is_sealed);
    }
    for handover in &written.handovers {
        sheet = sheet
            .heading(format!("{} 的交接包", handover.at.day()))
            .entry("文件", handover.name.as_str())
            .entry("谁打得开", format!("要{}定的口令才打得开；旁边的交接单没有加密，上面有群众的姓名", handover.to));
    }
    Some(sheet.sign(&["代办员", "镇里接报人"]).text("内部工作信息，严禁微信、QQ传送。"))
}

impl<'v> Written<'v> {
    fn at(village: &'v Village, place: &str, first: Option<PackageId>) -> Written<'v> {
        let mut packages: Vec<&ExportPackage> = village.packages().filter(|it| it.place == place).collect();
        packages.sort_by_key(|package| (Some(package.id) != first, std::cmp::Reverse(package.at)));
        Written {
            packages,
            backups: village.backups().filter(|it| it.place == place).collect(),
            handovers: village.handovers().filter(|it| it.place == place).collect(),
        }
    }

    /// The sticks that packages went to under this name: one, unless another was called the same.
    fn sticks(&self, village: &'v Village) -> Vec<&'v Stick> {
        let mut sticks: Vec<&Stick> = Vec::new();
        for (stick, _) in self.packages.iter().filter_map(|package| stick::of_package(village, package.id)) {
            if !sticks.iter().any(|known| known.is(&stick.serial, &stick.label)) {
                sticks.push(stick);
            }
        }
        sticks
    }

    /// Whether anything of it can be read by whoever finds it.
    fn is_open(&self, is_sealed: bool) -> bool {
        let is_open = |package: &&&ExportPackage| match package.openness() {
            Openness::Sealed | Openness::Passphrase => false,
            Openness::Open | Openness::Unfinished => true,
        };
        self.packages.iter().any(|package| is_open(&package)) || (!is_sealed && !self.backups.is_empty())
    }

    fn danger(&self, is_sealed: bool) -> &'static str {
        match (self.is_open(is_sealed), self.handovers.is_empty()) {
            (true, _) => "有没加密的：谁捡到都能看",
            (false, false) => "文件都加了密，只有交接单上的姓名看得到",
            (false, true) => "都加了密，捡到的人看不到",
        }
    }

    fn to_do(&self, mut sheet: Sheet, is_sealed: bool) -> Sheet {
        let mut receivers: Vec<&str> = self.packages.iter().map(|package| package.receiver.as_str()).collect();
        receivers.sort_unstable();
        receivers.dedup();
        let receivers = if receivers.is_empty() { "镇里".to_owned() } else { receivers.join("、") };
        let law = "《个人信息保护法》第57条：可能泄露了就要马上补救，并告诉主管部门和本人；补救了、能避免危害的，可以不告诉本人";
        sheet = sheet
            .heading("马上要做的")
            .tick(format!("打电话告诉{receivers}和村党组织，把这张清单交去，当天就报"), law)
            .tick("再找一遍：最后一次插在哪里、谁借过", "");
        if self.is_open(is_sealed) {
            sheet = sheet.tick("照镇里的意见，告诉上面列着的人：有人拿他的信息来办事、来电话，不要信", "");
        }
        if !self.packages.is_empty() {
            sheet = sheet.tick("镇里没收到的再写一份：换一个U盘，按F9，选「改成全部重新交」", "");
        }
        if !self.backups.is_empty() {
            sheet = match is_sealed {
                true => sheet.tick(
                    "上面有备份：按Ctrl+P打「修改口令」，换了再备份一次到另一个盘",
                    "丢了的那份还是用旧口令、旧恢复码打得开，旧的从此不要再用、不要告诉人",
                ),
                false => sheet.tick("上面有备份，没有加密：全村的资料都要当作泄露了报", ""),
            };
        }
        sheet.tick("按Ctrl+K记一笔：哪天丢的、报给了谁、怎么处理的", "")
    }
}

/// 2号（KINGSTON），王敏保管，卷序列号 A1B2-C3D4.
fn stick_words(stick: &Stick) -> String {
    let serial = if stick.serial.is_empty() { String::new() } else { format!("，卷序列号 {}", stick.serial) };
    format!("{}，{}{serial}", stick.title(), stick.standing())
}

fn of_package(sheet: Sheet, village: &Village, package: &ExportPackage) -> Sheet {
    let (hour, minute) = package.at.hour_minute();
    let head = format!("{}（{} {hour}:{minute:02}，{}）", package.title(), package.at.day(), package.state.label());
    let name = if package.name.is_empty() { "没写完，U盘上可能留着一部分" } else { &package.name };
    let mut sheet = sheet
        .heading(head)
        .entry("文件", name)
        .entry("交给", format!("{}，用途 {}", package.receiver, package.purpose))
        .entry("谁打得开", package.openness().words(&package.receiver))
        .entry("有多少", format!("代办{}件，{}人", package.tasks_count, package.people.len()));
    if let Some((stick, carried)) = stick::of_package(village, package.id) {
        let why =
            if carried.reason.is_empty() { String::new() } else { format!("，用它是因为：{}", carried.reason) };
        sheet = sheet.entry("写到哪个U盘", format!("{}{why}", stick.title()));
    }
    if !package.fields.is_empty() {
        sheet = sheet.entry("哪些栏目", package.fields.join("；"));
    }
    let (names, gone) = names(village, &package.people);
    for (group, names) in names {
        sheet = sheet.entry(&format!("{group} {}人", names.len()), names.join("、"));
    }
    match gone {
        0 => sheet,
        gone => sheet.entry("另有", format!("{gone}人，本机已经没有他们的记录")),
    }
}

fn of_backup(sheet: Sheet, copy: &BackupCopy, is_sealed: bool) -> Sheet {
    let open = "没有加密，谁捡到都能看";
    let sheet = sheet
        .heading(format!("{} 的备份", copy.at.day()))
        .entry("文件", copy.name.as_str())
        .entry("有多少", "到那天为止全村的资料：农户、人口、代办、走访，身份证号、电话是全号");
    sheet.entry("谁打得开", if is_sealed { "加了密，要当时的口令或恢复码才打得开" } else { open })
}

/// Their names by group, and how many are not known here any more.
fn names<'v>(village: &'v Village, people: &[PersonId]) -> (BTreeMap<String, Vec<&'v str>>, usize) {
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut gone = 0;
    for id in people {
        let Some(person) = village.person(*id) else {
            gone += 1;
            continue;
        };
        let household = person.household.and_then(|id| village.household(id));
        let group = household.map_or("", |household| village.info.group_name(household.group));
        let group = if group.is_empty() { "不在册的" } else { group };
        names.entry(group.to_owned()).or_default().push(person.name.as_str());
    }
    (names, gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::backup::BackupHow;
    use crate::domain::decide::Intent;
    use crate::domain::decide::backup::BackupIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::{BackupId, Seq};

    const STICK: &str = "/media/wang/代办U盘";

    fn fixture() -> (Fixture, PackageId) {
        let mut fixture = Fixture::on("2026-11-02");
        let seq = fixture.village.seq;
        let first = fixture.package(STICK, "代办-大坪村-0001.dbx", seq);
        fixture.package("/media/wang/别的", "代办-大坪村-0002", seq);
        (fixture, first)
    }

    fn back_up(fixture: &mut Fixture) {
        let copy = BackupCopy {
            id: BackupId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            how: BackupHow::Written,
            at: fixture.at,
            upto: fixture.village.seq,
            name: "大坪村.dbbak".to_owned(),
            place: STICK.to_owned(),
            elsewhere: true,
            sha256: String::new(),
        };
        fixture.act(Intent::Backup(BackupIntent::Written(Box::new(copy))));
    }

    fn said(fixture: &Fixture, first: Option<PackageId>, is_sealed: bool) -> String {
        format!("{:?}", sheet(&fixture.village, STICK, first, is_sealed, fixture.today()).unwrap().lines)
    }

    #[track_caller]
    fn says(said: &str, wanted: &[&str], unwanted: &[&str]) {
        for words in wanted {
            assert!(said.contains(words), "{words} in {said}");
        }
        for words in unwanted {
            assert!(!said.contains(words), "{words} not in {said}");
        }
    }

    #[test]
    fn what_lay_on_the_stick_is_told_with_whose_it_was_and_whether_anyone_can_read_it() {
        let (mut fixture, first) = fixture();
        let told = said(&fixture, Some(first), true);
        let wanted = ["第1包", "代办-大坪村-0001.dbx", "都加了密，捡到的人看不到", "只有慈云镇收件处打得开", "李德全"];
        says(&told, &wanted, &["第2包", "上面有备份", "告诉上面列着的人"]);
        says(&told, &["身份证号（前3后4）", "第57条", "改成全部重新交", "1人"], &[]);
        let seq = fixture.village.seq;
        fixture.package(STICK, "代办-大坪村-0003", seq);
        let told = said(&fixture, Some(first), true);
        says(&told, &["有没加密的：谁捡到都能看", "第3包", "告诉上面列着的人"], &[]);
        assert!(told.find("第1包（") < told.find("第3包（"), "the one that is asked about stands first");
    }

    #[test]
    fn a_backup_on_the_stick_asks_for_a_new_passphrase_and_an_open_one_is_all_of_the_village() {
        let (mut fixture, _) = fixture();
        back_up(&mut fixture);
        says(&said(&fixture, None, true), &["大坪村.dbbak", "修改口令", "旧恢复码"], &["谁捡到都能看"]);
        says(&said(&fixture, None, false), &["谁捡到都能看", "全村的资料都要当作泄露了报"], &["修改口令"]);
    }

    #[test]
    fn every_place_is_listed_once_and_one_that_nothing_was_written_to_has_no_sheet() {
        let (mut fixture, _) = fixture();
        fixture.wait_days(1);
        back_up(&mut fixture);
        let places = places(&fixture.village);
        let told: Vec<(&str, usize, usize)> =
            places.iter().map(|it| (it.place.as_str(), it.packages_count, it.copies_count)).collect();
        assert_eq!(told, [(STICK, 1, 1), ("/media/wang/别的", 1, 0)]);
        assert_eq!(sheet(&fixture.village, "/media/没有", None, true, fixture.today()), None);
    }
}
