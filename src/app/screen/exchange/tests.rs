//! Handing over where the real hands cannot show it: sticks, a store that refuses, writing that fails.

use std::path::PathBuf;

use super::ExchangeStep;
use super::folder::Term;
use super::packages::PackageCard;
use crate::app::message::{Effect, Msg, RepliesReport, Report};
use crate::app::opening::Keeping;
use crate::app::outgoing::PackageNews;
use crate::app::replies::{FoundReplies, FoundReply, ReplyHead};
use crate::app::screen::Screen;
use crate::app::screen::eject::EjectState;
use crate::app::testing::{Drive, stick};
use crate::domain::correspondence::OwnSecret;
use crate::domain::decide::Intent;
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::stick::{StickIntent, StickTyped};
use crate::domain::fixture::Fixture;
use crate::domain::id::{IdMint, PackageId, Seq};
use crate::domain::package::{ExportPackage, Manner, PackageState};
use crate::seal::workbook::WorkbookPassword;

/// The screen with something new and two sticks, the first write-protected.
fn with_sticks() -> Drive {
    let mut drive = Drive::on(Fixture::on("2026-11-24"));
    drive.keys("<F9>");
    let news = PackageNews { is_new: true, tasks: 3, ..PackageNews::default() };
    drive.send(Msg::Report(Report::PackageNews(news)));
    drive.send(Msg::Report(Report::Places(vec![stick("LOCKED", true), stick("GOOD", false)])));
    drive
}

fn package(drive: &Drive) -> ExportPackage {
    ExportPackage {
        id: PackageId::mint(&mut IdMint::new(5), drive.app.at),
        touched: Seq::default(),
        no: 0,
        at: drive.app.at,
        from: Seq::default(),
        to: drive.app.village.seq,
        name: String::new(),
        place: "/media/GOOD".to_owned(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "代办月报".to_owned(),
        people: Vec::new(),
        tasks_count: 3,
        fields: Vec::new(),
        sha256: String::new(),
        state: PackageState::Begun,
    }
}

fn begin(drive: &Drive) -> Intent {
    Intent::Package(PackageIntent::Begin(Box::new(package(drive)), None))
}

fn step(drive: &Drive) -> &ExchangeStep {
    match drive.app.top() {
        Some(Screen::Exchange(exchange)) => &exchange.step,
        other => panic!("not 交表 but {other:?}"),
    }
}

fn states(drive: &Drive) -> Vec<PackageState> {
    drive.app.village.packages().map(|package| package.state).collect()
}

fn notice(drive: &Drive) -> &str {
    drive.app.notice.shown().map_or("", |notice| &notice.text)
}

#[test]
fn a_stick_is_chosen_by_its_digit_and_a_protected_one_says_why_not() {
    let mut drive = with_sticks();
    drive.keys("1");
    assert!(notice(&drive).contains("写保护"));
    drive.keys("2");
    let Some(Effect::PreparePackage(order)) = drive.asked.last() else { panic!("nothing is asked for") };
    assert_eq!((order.to.as_path(), order.device), (std::path::Path::new("/media/GOOD"), Some(42)));
    assert_eq!((order.receiver.as_str(), order.everything), ("慈云镇便民服务中心", false));
}

#[test]
fn nothing_is_written_before_it_is_recorded_as_begun() {
    let mut drive = with_sticks();
    drive.keys("2");
    drive.store_fails = true;
    let intent = begin(&drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    assert!(!drive.asked.iter().any(|effect| matches!(effect, Effect::WritePackage)));
    assert_eq!(states(&drive), []);
    assert!(notice(&drive).contains("没有保存"));
    drive.store_fails = false;
    assert!(matches!(step(&drive), ExchangeStep::Start), "nobody waits for what will not come");
    let intent = begin(&drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent.clone()])));
    assert_eq!(states(&drive), [], "a package nobody waits for is not begun");
    drive.keys("2");
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    assert!(matches!(drive.asked.last(), Some(Effect::WritePackage)));
    assert_eq!(states(&drive), [PackageState::Begun]);
}

#[test]
fn writing_that_fails_is_void_and_says_why() {
    let mut drive = with_sticks();
    drive.keys("2");
    let intent = begin(&drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    let id = package(&drive).id;
    let id = drive.app.village.packages().next().map_or(id, |package| package.id);
    let settle = Box::new(Intent::Package(PackageIntent::Void(id)));
    drive.send(Msg::Report(Report::PackageDone { settle, outcome: Err("U盘被拔掉了。".to_owned()) }));
    assert_eq!(states(&drive), [PackageState::Voided]);
    assert!(notice(&drive).contains("U盘被拔掉了") && notice(&drive).contains("作废"));
    assert!(matches!(step(&drive), ExchangeStep::Start));
}

#[test]
fn a_folder_that_is_not_there_is_said_in_the_form_and_what_was_typed_stays() {
    let mut drive = with_sticks();
    drive.keys("3");
    let ExchangeStep::Folder(_) = step(&drive) else { panic!("no folder is asked for") };
    drive.keys("<Ctrl+U>交表<Ctrl+S>");
    let Some(Effect::PreparePackage(order)) = drive.asked.last() else { panic!("nothing is asked for") };
    assert_eq!(order.to.as_path(), std::path::Path::new("交表"), "a bare name is one in the folder one stands in");
    drive.send(Msg::Report(Report::Failed("没有这个文件夹".to_owned())));
    let ExchangeStep::Folder(folder) = step(&drive) else { panic!("the form is gone") };
    let field = folder.form.focused().unwrap();
    assert_eq!((folder.text(), field.fault.as_deref()), ("交表", Some("没有这个文件夹")));
}

#[test]
fn with_nothing_new_only_everything_can_be_written() {
    let mut drive = with_sticks();
    drive.send(Msg::Report(Report::PackageNews(PackageNews::default())));
    drive.keys("2");
    assert!(notice(&drive).contains("没有新内容"));
    drive.keys("5");
    assert!(matches!(drive.asked.last(), Some(Effect::CountPackage { everything: true, .. })));
    let news = PackageNews { everything: true, is_new: true, ..PackageNews::default() };
    drive.send(Msg::Report(Report::PackageNews(news)));
    drive.keys("2");
    assert!(matches!(drive.asked.last(), Some(Effect::PreparePackage(order)) if order.everything));
}

#[test]
fn written_is_said_only_once_it_is_recorded() {
    let mut drive = with_sticks();
    drive.keys("2");
    let intent = begin(&drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    let id = drive.app.village.packages().next().unwrap().id;
    let written = Intent::Package(PackageIntent::Written { id, name: "a".to_owned(), sha256: "00".to_owned() });
    let done =
        || Report::PackageDone { settle: Box::new(written.clone()), outcome: Ok(PathBuf::from("/media/GOOD/a")) };
    drive.store_fails = true;
    drive.send(Msg::Report(done()));
    assert!(matches!(step(&drive), ExchangeStep::Start) && notice(&drive).contains("没有保存"));
    drive.store_fails = false;
    drive.send(Msg::Report(done()));
    assert!(matches!(step(&drive), ExchangeStep::Written(path, None, _) if path.ends_with("a")));
}

/// A package that is written there and recorded.
fn written_to(drive: &mut Drive, path: &str) {
    let intent = begin(drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    let id = drive.app.village.packages().next_back().unwrap().id;
    let settle =
        Box::new(Intent::Package(PackageIntent::Written { id, name: "a".to_owned(), sha256: "00".to_owned() }));
    drive.send(Msg::Report(Report::PackageDone { settle, outcome: Ok(PathBuf::from(path)) }));
}

#[test]
fn a_stick_is_let_go_of_where_something_was_written_to_it_and_no_folder_is() {
    let mut drive = with_sticks();
    drive.keys("2");
    written_to(&mut drive, "/media/GOOD/a");
    drive.keys("1");
    assert!(matches!(drive.asked.last(), Some(Effect::Eject(stick)) if stick.ends_with("GOOD")));
    drive.keys("1");
    assert!(notice(&drive).contains("先别拔"), "it is being let go of");
    drive.send(Msg::Report(Report::Ejected(Err("没有弹出：有程序正在用这个盘。".to_owned()))));
    let asked = |drive: &Drive| drive.asked.iter().filter(|it| matches!(it, Effect::Eject(_))).count();
    drive.keys("1");
    assert_eq!(asked(&drive), 2, "it can be tried again");
    drive.send(Msg::Report(Report::Ejected(Ok("U盘 GOOD 已弹出，可以拔了".to_owned()))));
    assert_eq!(notice(&drive), "U盘 GOOD 已弹出，可以拔了");
    let ExchangeStep::Written(_, _, eject) = step(&drive) else { panic!("another step") };
    assert_eq!(eject.state, EjectState::Done);
    drive.keys("1<Enter>");
    assert!(matches!(step(&drive), ExchangeStep::Start));
    let mut drive = with_sticks();
    drive.keys("3<Ctrl+U>/home/wang/交表<Ctrl+S>");
    written_to(&mut drive, "/home/wang/交表/a");
    let ExchangeStep::Written(_, _, eject) = step(&drive) else { panic!("another step") };
    assert!(!eject.is_offered());
    drive.keys("1<Enter>");
    assert!(matches!(step(&drive), ExchangeStep::Start) && asked(&drive) == 0);
}

fn looks(drive: &Drive) -> usize {
    drive.asked.iter().filter(|it| matches!(it, Effect::ListPlaces)).count()
}

fn stands_on(drive: &Drive) -> String {
    let Some(Screen::Exchange(screen)) = drive.app.top() else { panic!("not 交表") };
    screen.start.lines.items()[screen.start.lines.cursor()].label.clone()
}

#[test]
fn a_stick_that_is_plugged_in_or_pulled_out_is_seen_by_itself_and_the_cursor_stays() {
    let mut drive = Drive::on(Fixture::on("2026-11-24"));
    drive.sticks = Some(Vec::new());
    drive.keys("<F9>");
    drive.send(Msg::Report(Report::PackageNews(PackageNews { is_new: true, ..PackageNews::default() })));
    assert_eq!((looks(&drive), stands_on(&drive).as_str()), (1, "写到其他文件夹"));
    drive.sticks = Some(vec![stick("A", false)]);
    drive.keys("<ms:2999>");
    assert_eq!(looks(&drive), 1);
    drive.keys("<ms:1>");
    assert_eq!((looks(&drive), stands_on(&drive).as_str()), (2, "写到其他文件夹"));
    drive.keys("<Up>");
    assert_eq!(stands_on(&drive), "写到U盘 A（还能放3GB）");
    drive.sticks = Some(vec![stick("B", false), stick("A", false)]);
    drive.keys("<ms:3000>");
    assert_eq!(stands_on(&drive), "写到U盘 A（还能放3GB）");
    drive.sticks = Some(vec![stick("B", false)]);
    drive.keys("<Down*2><ms:3000>");
    assert_eq!((looks(&drive), stands_on(&drive).as_str()), (4, "改交给谁、用途、怎么封"));
}

#[test]
fn nobody_is_woken_for_sticks_elsewhere_and_looking_keeps_no_data_open() {
    let mut drive = Drive::sealed(Fixture::on("2026-11-24"));
    drive.sticks = Some(Vec::new());
    let soon = |drive: &Drive| drive.app.next_wake().unix_ms() - drive.app.at.unix_ms() <= 3_000;
    assert!(!soon(&drive));
    drive.keys("<F9>");
    assert!(soon(&drive));
    drive.keys("1");
    assert!(!soon(&drive), "a folder is being typed");
    drive.keys("<Esc><F1>");
    assert!(!soon(&drive), "the help lies over it");
    drive.keys("<Esc>");
    let lock_ms = drive.app.config.lock_minutes * 60_000;
    for _ in 0..lock_ms / 3_000 {
        drive.keys("<ms:3000>");
    }
    assert_eq!(drive.app.keeping, Keeping::Locked);
    assert!(looks(&drive) > 10 && !soon(&drive));
    // A drive that does not answer is not asked twice.
    let mut drive = Drive::on(Fixture::on("2026-11-24"));
    drive.keys("<F9><ms:3000><ms:3000>");
    assert_eq!((looks(&drive), soon(&drive)), (1, false));
}

#[test]
fn the_towns_signature_is_asked_about_before_it_is_recorded() {
    let mut drive = with_sticks();
    drive.keys("2");
    let intent = begin(&drive);
    drive.send(Msg::Report(Report::PackageReady(vec![intent])));
    let id = drive.app.village.packages().next().unwrap().id;
    let settle =
        Box::new(Intent::Package(PackageIntent::Written { id, name: "a".to_owned(), sha256: "00".to_owned() }));
    drive.send(Msg::Report(Report::PackageDone { settle, outcome: Ok(PathBuf::from("/media/GOOD/a")) }));
    drive.keys("07<Enter>1");
    let Some(Screen::Confirm(confirm)) = drive.app.top() else { panic!("nothing is asked") };
    assert!(confirm.question.contains("第1包（2026-11-24 写，交给 慈云镇便民服务中心）"), "{}", confirm.question);
    assert_eq!(states(&drive), [PackageState::Written]);
    drive.keys("1");
    assert_eq!(states(&drive), [PackageState::Confirmed]);
}

#[test]
fn to_whom_a_sealed_package_goes_is_the_cards_to_say() {
    let mut fixture = Fixture::on("2026-11-24");
    fixture.office();
    let mut drive = Drive::on(fixture);
    drive.keys("<F9>");
    let Some(Screen::Exchange(screen)) = drive.app.top() else { panic!("another screen") };
    let terms =
        screen.start.lines.items().iter().position(|item| item.label == "改交给谁、用途、怎么封").expect("the line");
    drive.keys(&format!("{}", terms + 1));
    let ExchangeStep::Terms(asked) = step(&drive) else { panic!("nothing is asked") };
    assert_eq!(asked.form.asked().map(|field| &*field.label).collect::<Vec<_>>(), ["用途", "怎么封"]);
    drive.keys("<Ctrl+U>月报<Ctrl+S>");
    let Some(Screen::Exchange(screen)) = drive.app.top() else { panic!("another screen") };
    assert_eq!((&*screen.start.receiver, &*screen.start.purpose), ("慈云镇收件处", "月报"));
    // What is closed another way is counted anew, and may go to somebody else.
    drive.keys(&format!("{}<Down>密码<Enter>", terms + 1));
    let locked = |it: &Effect| matches!(it, Effect::CountPackage { everything: false, manner: Manner::Locked });
    assert!(drive.asked.last().is_some_and(locked));
    drive.keys(&format!("{}", terms + 1));
    let ExchangeStep::Terms(asked) = step(&drive) else { panic!("nothing is asked") };
    assert_eq!(asked.form.asked().map(|field| &*field.label).collect::<Vec<_>>(), ["接收单位", "用途", "怎么封"]);
}

/// A reply on the stick, or a file that is none.
fn found(number: Option<u32>) -> FoundReply {
    let on = crate::domain::day::Day::parse_iso("2026-11-23").unwrap();
    let head = number.map(|number| ReplyHead { number, on, packages_count: 1, answers_count: 3 });
    let path = PathBuf::from(format!("/media/GOOD/{}.dbr", number.unwrap_or_default()));
    FoundReply { path, place: "GOOD".to_owned(), head: head.ok_or_else(|| "被改动过".to_owned()) }
}

#[test]
fn replies_are_asked_for_where_there_is_an_office_and_one_that_is_none_says_why() {
    let asks = |drive: &Drive| drive.asked.iter().filter(|it| matches!(it, Effect::FindReplies(None))).count();
    let mut plain = with_sticks();
    plain.keys("8");
    assert_eq!(asks(&plain), 0, "an office without a card writes none");
    let mut fixture = Fixture::on("2026-11-24");
    fixture.office();
    let mut drive = Drive::on(fixture);
    drive.keys("<F9>");
    assert_eq!(asks(&drive), 1);
    let replies = FoundReplies { replies: vec![found(Some(2)), found(None)], ..FoundReplies::default() };
    drive.send(Msg::Report(Report::Replies(RepliesReport::Found(replies))));
    let Some(Screen::Exchange(screen)) = drive.app.top() else { panic!("another screen") };
    let line = screen.start.lines.items().iter().position(|item| item.label == "收镇里的回执（U盘上有1份）");
    drive.keys(&format!("{}", line.expect("the line") + 1));
    drive.keys("2");
    assert!(notice(&drive).contains("被改动过"));
    drive.keys("1");
    assert!(matches!(drive.asked.last(), Some(Effect::TakeReply(path)) if path.ends_with("2.dbr")));
    // What was looked for on the sticks comes too late for a folder that was named.
    drive.keys("3<paste:/home/回执><Ctrl+S>");
    assert!(matches!(drive.asked.last(), Some(Effect::FindReplies(Some(path))) if path.ends_with("回执")));
    drive.send(Msg::Report(Report::Failed("找不到".to_owned())));
    let ExchangeStep::ReplyFrom(asked, _) = step(&drive) else { panic!("the form is gone") };
    assert_eq!(asked.form.focused().unwrap().fault.as_deref(), Some("找不到"));
    let there = FoundReplies { from: Some(PathBuf::from("/home/回执")), ..FoundReplies::default() };
    drive.send(Msg::Report(Report::Replies(RepliesReport::Found(there))));
    drive.send(Msg::Report(Report::Replies(RepliesReport::Found(FoundReplies::default()))));
    let ExchangeStep::Replies(list) = step(&drive) else { panic!("no list") };
    assert_eq!(list.words(), "/home/回执 里没有要收的回执。");
}

#[test]
fn the_password_of_a_workbook_is_said_again_on_its_card_and_on_no_other() {
    let mut fixture = Fixture::on("2026-11-24");
    let secret = OwnSecret([7; 32]);
    fixture.act(Intent::Correspondence(CorrespondenceIntent::MakeKeys(secret)));
    let locked = fixture.package("/media/a", "代办-大坪村-0001-2026-11-24.xlsx", Seq(3));
    let open = fixture.package("/media/a", "代办-大坪村-0002-2026-11-24", Seq(3));
    let form = fixture.package("/media/a", "填好.xlsx", Seq(0));
    let wanted = WorkbookPassword::of_package(&secret.0, locked.0).unwrap().spoken();
    let drive = Drive::on(fixture);
    let said = |id| PackageCard::of(id, &drive.app.context()).unwrap().password;
    assert_eq!((said(locked), said(open), said(form)), (Some(wanted), None, None));
}

/// The same with the stick GOOD registered as 1号, and a third that is not.
fn with_registered() -> Drive {
    let mut fixture = Fixture::on("2026-11-24");
    let text = str::to_owned;
    let typed =
        StickTyped { serial: text("GOOD-0001"), label: text("GOOD"), number: text("1号"), keeper: text("王敏") };
    fixture.act(Intent::Stick(StickIntent::Register(Box::new(typed))));
    let mut drive = Drive::on(fixture);
    drive.keys("<F9>");
    let news = PackageNews { is_new: true, tasks: 3, ..PackageNews::default() };
    drive.send(Msg::Report(Report::PackageNews(news)));
    drive.send(Msg::Report(Report::Places(vec![stick("GOOD", false), stick("OTHER", false)])));
    drive
}

#[test]
fn a_registered_stick_is_written_to_at_once_and_another_only_with_a_reason() {
    let mut drive = with_registered();
    let Some(Screen::Exchange(exchange)) = drive.app.top() else { panic!("not 交表") };
    let labels: Vec<_> = exchange.start.lines.items().iter().take(2).map(|line| line.label.as_str()).collect();
    assert_eq!(labels, ["写到U盘 1号 GOOD（还能放3GB）", "写到没登记的U盘 OTHER（还能放3GB）"]);
    drive.keys("2");
    let ExchangeStep::Terms(terms) = step(&drive) else { panic!("no reason is asked for") };
    assert_eq!(terms.form.focused().map(|field| field.name), Some(Term::Reason));
    drive.keys("<Ctrl+S>");
    assert!(notice(&drive).contains("还有没填的"));
    assert!(!drive.asked.iter().any(|effect| matches!(effect, Effect::PreparePackage(_))));
    drive.keys("1号忘在镇里<Ctrl+S>");
    let Some(Effect::PreparePackage(order)) = drive.asked.last() else { panic!("nothing is asked for") };
    let stick = order.stick.as_ref().unwrap();
    assert_eq!((stick.serial.as_str(), stick.reason.as_str()), ("OTHER-0001", "1号忘在镇里"));
    assert_eq!(order.to.as_path(), std::path::Path::new("/media/OTHER"));
    drive.send(Msg::Report(Report::Failed("盘写满了".to_owned())));
    drive.keys("2");
    assert!(matches!(step(&drive), ExchangeStep::Terms(_)), "each time has its own reason");
    let mut drive = with_registered();
    drive.keys("1");
    let Some(Effect::PreparePackage(order)) = drive.asked.last() else { panic!("nothing is asked for") };
    assert_eq!(order.stick.as_ref().map(|stick| stick.reason.as_str()), Some(""));
}

#[test]
fn what_is_plugged_in_is_registered_corrected_and_given_up_from_the_list_of_sticks() {
    let mut drive = with_sticks();
    let open = |drive: &mut Drive| {
        let Some(Screen::Exchange(exchange)) = drive.app.top() else { panic!("not 交表") };
        let at = exchange.start.lines.items().iter().position(|line| line.label.contains("登记U盘")).unwrap();
        drive.keys(&format!("<Home><Down*{at}><Enter>"));
    };
    open(&mut drive);
    let Some(Screen::Sticks(sticks)) = drive.app.top() else { panic!("no list of sticks") };
    let rows: Vec<_> = sticks.list.items().iter().map(|row| row.stick.label.as_str()).collect();
    assert_eq!(rows, ["LOCKED", "GOOD"]);
    drive.keys("<Down><Enter>2号<Ctrl+S>");
    let kept = drive.app.village.sticks().unwrap().with_serial("GOOD-0001").unwrap().clone();
    assert_eq!((kept.number.as_str(), kept.keeper.as_str(), kept.is_registered()), ("2号", "王敏", true));
    let Some(Screen::Sticks(sticks)) = drive.app.top() else { panic!("no list of sticks") };
    assert_eq!(
        (sticks.registered_count, sticks.list.items()[0].stick.number.as_str()),
        (1, "2号"),
        "it stands first now"
    );
    drive.keys("<Home><Enter><Down><Down>丢失<Ctrl+S>");
    let kept = drive.app.village.sticks().unwrap().with_serial("GOOD-0001").unwrap().clone();
    assert_eq!(kept.standing(), "2026-11-24 起不用了：丢失", "{}", notice(&drive));
    assert!(notice(&drive).contains("U盘丢了"));
}
