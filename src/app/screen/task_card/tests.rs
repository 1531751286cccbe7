//! The card of a task and its forms, driven by keys over a store in memory.

use crate::app::command::FormCommand;
use crate::app::screen::task_form::{FormKind, Name};
use crate::app::screen::{Behaviour, Screen};
use crate::app::testing::Drive;
use crate::domain::decide::papers::Mark;
use crate::domain::fixture::Fixture;
use crate::domain::id::TaskId;
use crate::domain::material::{HoldPlace, Signed};
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::{EntrustedHow, RatingLevel};
use crate::domain::task::state::State;

/// A task of 李德全 whose card is open.
fn opened(code: &str, marks: Vec<Mark>, hold: Option<&str>) -> (Drive, TaskId) {
    let mut fixture = Fixture::on("2026-11-24");
    let id = fixture.intake_with(code, marks, hold).unwrap();
    let mut drive = Drive::on(fixture);
    drive.keys("<F4>ldq<Enter>");
    assert!(matches!(drive.app.top(), Some(Screen::TaskCard(card)) if card.id == id));
    (drive, id)
}

fn accepted(hold: Option<&str>) -> (Drive, TaskId) {
    opened("S05", vec![Mark::Got; 20], hold)
}

fn task(drive: &Drive, id: TaskId) -> &ProxyTask {
    drive.app.village.task(id).unwrap()
}

fn notice(drive: &Drive) -> &str {
    drive.app.notice.shown().map_or("", |notice| &notice.text)
}

/// The fault of the open form's focused field.
fn fault(drive: &Drive) -> (Name, String) {
    let Some(Screen::TaskForm(screen)) = drive.app.top() else { panic!("no form is open") };
    let field = screen.form.focused().unwrap();
    (field.name, field.fault.clone().unwrap_or_default())
}

#[test]
fn the_common_way_takes_a_digit_and_ctrl_s_each_step_and_the_original_comes_back() {
    let (mut drive, id) = accepted(Some("户口簿"));
    drive.keys("1<Ctrl+S>");
    assert_eq!((task(&drive, id).state_label(), task(&drive, id).holds[0].place), ("已交镇", HoldPlace::Town));
    assert!(notice(&drive).contains("1本证件跟着去了") && notice(&drive).contains("Ctrl+Z"));
    drive.keys("1<Ctrl+S>");
    assert_eq!(task(&drive, id).state_label(), "已办结待取");
    drive.keys("2");
    assert!(notice(&drive).contains("证件还没有还清：户口簿(在镇窗口)") || notice(&drive).contains("户口簿"));
    drive.keys("1<Ctrl+S>");
    assert_eq!(task(&drive, id).state_label(), "已办结待送达");
    drive.keys("1<Ctrl+S>");
    let delivered = task(&drive, id);
    assert_eq!((delivered.state, delivered.holds_out().count()), (State::Delivered, 0));
    assert_eq!(delivered.delivery.as_ref().unwrap().to, "李德全");
    drive.keys("1");
    assert_eq!(task(&drive, id).state, State::Closed);
}

#[test]
fn the_answer_to_an_acceptance_names_the_day_of_the_receipt() {
    let (mut drive, id) = opened("S05", vec![Mark::Got, Mark::Missing, Mark::Got], None);
    drive.keys("1");
    assert!(notice(&drive).contains("还差材料") && task(&drive, id).state == State::Registered);
    drive.keys("<Ctrl+T><Down> <Ctrl+S>1");
    let promised = task(&drive, id).promised.unwrap();
    assert!(notice(&drive).contains(&format!("已受理，回执上写 {promised} 前办好")), "{}", notice(&drive));
    drive.keys("<Ctrl+Z>");
    assert_eq!(task(&drive, id).state, State::Registered);
}

#[test]
fn an_original_that_stays_behind_keeps_the_delivery_from_being_stored() {
    let (mut drive, id) = accepted(Some("户口簿"));
    drive.keys("3<Ctrl+S>");
    assert_eq!(task(&drive, id).state_label(), "已办结待送达");
    drive.keys("1<Tab*3> <Ctrl+S>");
    assert!(notice(&drive).contains("证件还没有还清") && matches!(drive.app.top(), Some(Screen::TaskForm(_))));
    drive.keys(" <Ctrl+S>");
    assert_eq!(task(&drive, id).holds[0].returned.as_ref().unwrap().signed, Signed::Name);
}

#[test]
fn a_refusal_without_its_words_is_told_at_the_field_and_nothing_is_stored() {
    let (mut drive, id) = accepted(None);
    let acts = drive.acts.len();
    drive.keys("4<Ctrl+S>");
    assert_eq!((fault(&drive).0, drive.acts.len()), (Name::Reason, acts));
    assert!(fault(&drive).1.contains("未批准的原因没有写"));
    drive.keys("收入超过标准<Ctrl+S>");
    assert_eq!(fault(&drive).0, Name::Remedy);
    drive.keys("可申请复议<Ctrl+S>");
    assert_eq!(task(&drive, id).state, State::Denied);
    assert_eq!(task(&drive, id).decision.as_ref().unwrap().words, "收入超过标准;可申请复议");
}

#[test]
fn a_notice_names_at_once_all_that_is_missing() {
    let (mut drive, id) = opened("S05", vec![Mark::Got, Mark::Missing, Mark::Missing], None);
    let missing: Vec<String> = task(&drive, id).missing().map(|material| material.name.to_string()).collect();
    drive.keys("2<Ctrl+S>");
    let notice = task(&drive, id).notice.as_ref().unwrap();
    assert_eq!((&notice.items, notice.method.as_str()), (&missing, "当面"));
    assert_eq!(task(&drive, id).state, State::NoticeGiven);
}

#[test]
fn after_a_notice_enter_does_not_give_the_matter_up() {
    let (mut drive, id) = opened("S05", vec![Mark::Got, Mark::Missing, Mark::Missing], None);
    drive.keys("2<Ctrl+S>");
    assert_eq!(task(&drive, id).state, State::NoticeGiven);
    let Some(Screen::TaskCard(card)) = drive.app.top() else { panic!("no card") };
    let under = card.menu.items().get(card.menu.cursor()).unwrap();
    assert_eq!((under.value, under.blocked.as_ref()), (super::CardAction::Materials, None), "{}", under.label);
    drive.keys("<Enter><Tab*2> <Tab> <Ctrl+S>");
    assert_eq!(task(&drive, id).missing().count(), 0, "{}", notice(&drive));
}

#[test]
fn all_papers_are_ticked_at_once_and_one_that_is_unticked_is_missing() {
    let (mut drive, id) = opened("S05", vec![Mark::Missing; 3], None);
    drive.keys("6 <Down*3> <Ctrl+S>");
    let got: Vec<bool> = task(&drive, id).materials.iter().map(|paper| paper.got_on.is_some()).collect();
    assert_eq!(got, [true, true, false]);
}

#[test]
fn a_paper_is_waived_with_its_reason_and_only_with_it() {
    let (mut drive, id) = opened("S05", vec![Mark::Got, Mark::Missing, Mark::Got], None);
    drive.keys("6<Down*3><Down><Enter><Ctrl+S>");
    assert_eq!(fault(&drive).0, Name::Reason);
    drive.keys("数据可核对<Ctrl+S>");
    assert_eq!(task(&drive, id).materials[1].waived.as_deref(), Some("数据可核对"));
    assert_eq!(task(&drive, id).missing().count(), 0);
}

#[test]
fn a_card_is_never_kept_and_a_paper_twice_is_once() {
    let (mut drive, id) = accepted(None);
    drive.keys("7银行卡<Ctrl+S>");
    assert_eq!(fault(&drive).0, Name::What);
    assert!(fault(&drive).1.contains("不能代为保管"));
    drive.keys("<Ctrl+U>户口簿<Ctrl+S>");
    assert_eq!(task(&drive, id).holds_out().count(), 1);
    assert!(notice(&drive).contains("收下户口簿，11-27前要还"));
    drive.keys("71<Ctrl+S>");
    assert_eq!(task(&drive, id).holds_out().count(), 0);
}

#[test]
fn money_carried_comes_to_nothing_and_a_charge_is_refused() {
    let (mut drive, id) = accepted(None);
    drive.keys("032027年医保<Tab>400<Tab>收001<Ctrl+S>");
    assert_eq!(task(&drive, id).balance_fen(), 40_000);
    drive.keys("04<Ctrl+U>380<Tab>缴001<Tab><Ctrl+U>20<Ctrl+S>");
    assert_eq!(task(&drive, id).balance_fen(), 0);
    assert!(notice(&drive).contains("代缴款结清了"));
    drive.keys("04车船费<Tab>5<Ctrl+S>");
    assert_eq!(fault(&drive).0, Name::What);
}

#[test]
fn a_spoken_entrustment_asks_when_it_is_signed_and_a_fingerprint_who_saw_it() {
    let (mut drive, id) = accepted(None);
    drive.keys("02电话<Tab>还没签<Tab><Ctrl+S>");
    let given = task(&drive, id).entrustment.clone().unwrap();
    assert_eq!((given.how, given.signed), (EntrustedHow::Phone, None));
    assert_eq!(given.sign_by.unwrap().to_string(), "2026-12-01");
    drive.keys("02<Tab>指印<Tab><Ctrl+S>");
    assert_eq!(fault(&drive).0, Name::Witness);
    drive.keys("周开明<Ctrl+S>");
    assert_eq!(task(&drive, id).entrustment.as_ref().unwrap().witness, "周开明");
}

#[test]
fn the_receipt_of_a_task_accepted_later_is_there_to_be_read_with_the_day_the_papers_came() {
    let (mut drive, id) = opened("S05", vec![Mark::Got, Mark::Missing, Mark::Got], None);
    let came = task(&drive, id).registered_on;
    drive.app.today = came.plus_days(1);
    drive.keys("<Ctrl+T><Down> <Ctrl+S>108");
    let Some(Screen::Receipt(receipt)) = drive.app.top() else { panic!("no receipt") };
    let text = format!("{receipt:?}");
    assert!(text.contains(&format!("\"收件日期\", \"{came}\"")), "{text}");
    assert!(text.contains("已受理，从您交件之日"), "{text}");
}

#[test]
fn a_signature_with_the_delivery_says_only_what_was_seen_and_one_that_never_comes_is_explained() {
    let spoken = || {
        let (mut drive, id) = opened("S01", vec![Mark::Got; 20], None);
        drive.keys("02电话<Tab>还没签<Tab><Tab> <Ctrl+S>");
        assert!(!task(&drive, id).entrustment.as_ref().unwrap().ids_seen);
        drive.keys("3<Ctrl+S>");
        (drive, id)
    };
    let (mut drive, id) = spoken();
    drive.keys("1<Tab*3>签名<Ctrl+S>");
    let given = task(&drive, id).entrustment.clone().unwrap();
    assert_eq!((given.signed, given.ids_seen), (Some(Signed::Name), false));
    let (mut drive, id) = spoken();
    drive.keys("1<Ctrl+S>");
    assert_eq!(task(&drive, id).state, State::Delivered);
    drive.keys("1<Ctrl+S>");
    assert_eq!((fault(&drive).0, task(&drive, id).state), (Name::Reason, State::Delivered));
    drive.keys("已去世<Ctrl+S>");
    assert_eq!(task(&drive, id).state, State::Closed);
}

#[test]
fn the_original_is_fetched_only_if_it_was_and_the_answer_says_where_it_lies() {
    let (mut drive, id) = accepted(Some("户口簿"));
    drive.keys("1<Ctrl+S>1<Ctrl+S>1<Tab> <Ctrl+S>");
    assert_eq!(task(&drive, id).holds[0].place, HoldPlace::Town);
    assert!(notice(&drive).contains("1本证件还在窗口"), "{}", notice(&drive));
    drive.keys("1<Ctrl+S>");
    assert_eq!(task(&drive, id).holds[0].place, HoldPlace::Here);
    assert!(notice(&drive).contains("1本证件在我处"), "{}", notice(&drive));
}

#[test]
fn papers_handed_back_and_a_refusal_ask_whether_the_original_came_along() {
    let (mut drive, id) = accepted(Some("户口簿"));
    drive.keys("1<Ctrl+S>");
    assert_eq!(task(&drive, id).holds[0].place, HoldPlace::Town);
    // 退件补正: the last field is whether it came along.
    drive.keys("2<Tab>缺照片<Tab> <Ctrl+S>");
    assert_eq!((task(&drive, id).state, task(&drive, id).holds[0].place), (State::Returned, HoldPlace::Town));
    assert!(notice(&drive).contains("1本证件还在窗口"), "{}", notice(&drive));
    // 取回证件.
    drive.keys("2<Ctrl+S>");
    assert_eq!((task(&drive, id).state, task(&drive, id).holds[0].place), (State::Returned, HoldPlace::Here));
    // 未获批准, of an original that is here: nothing is asked, and it goes back with the delivery.
    drive.keys("3<Tab>不符合<Tab>复议<Ctrl+S>");
    assert_eq!((task(&drive, id).state, task(&drive, id).holds[0].place), (State::Denied, HoldPlace::Here));
    drive.keys("1<Ctrl+S>");
    assert_eq!((task(&drive, id).state, task(&drive, id).holds_out().count()), (State::Delivered, 0));
}

#[test]
fn a_rating_is_the_villagers_and_may_wait() {
    let (mut drive, id) = accepted(None);
    drive.keys("3<Ctrl+S>1<Tab*3>意<Ctrl+S>");
    assert_eq!((task(&drive, id).state, fault(&drive).0), (State::Granted, Name::Rating));
    drive.keys("<Ctrl+U>基本满意<Ctrl+S>");
    assert_eq!(task(&drive, id).rating.as_ref().unwrap().level, Some(RatingLevel::Fair));
}

#[test]
fn a_form_that_is_left_half_done_asks_first() {
    let (mut drive, id) = accepted(None);
    drive.keys("9找过社长<Esc>");
    assert!(matches!(drive.app.top(), Some(Screen::Confirm(_))));
    drive.keys("0");
    let Some(Screen::TaskForm(screen)) = drive.app.top() else { panic!("the form is gone") };
    assert_eq!(screen.form.text(Name::Words), "找过社长");
    drive.keys("<Esc>1");
    assert!(matches!(drive.app.top(), Some(Screen::TaskCard(_))) && task(&drive, id).note.is_empty());
}

#[test]
fn what_the_store_refused_is_still_in_the_form() {
    let (mut drive, id) = accepted(None);
    drive.store_fails = true;
    drive.keys("9找过社长<Ctrl+S>");
    assert!(notice(&drive).contains("满") && task(&drive, id).note.is_empty());
    drive.store_fails = false;
    drive.keys("<Ctrl+S>");
    assert_eq!(task(&drive, id).note, "找过社长");
}

#[test]
fn every_form_of_every_step_answers_a_save_at_once() {
    let (mut drive, id) = accepted(Some("户口簿"));
    for kind in [FormKind::Materials, FormKind::AddMaterial, FormKind::Fee, FormKind::TakeMoney, FormKind::Rate] {
        let form = crate::app::screen::task_form::TaskForm::of(&drive.app.context(), id, kind).unwrap();
        let acts = drive.acts.len();
        let mut screen = Screen::TaskForm(form);
        let _ = screen.form(FormCommand::Save, &drive.app.context());
        let Screen::TaskForm(form) = screen else { unreachable!() };
        let kept = drive.acts.len() == acts;
        assert!(kept && form.form.asked().count() > 0, "{kind:?}");
    }
    drive.keys("<Esc*3>");
}

#[test]
fn a_number_is_shown_only_once_the_look_is_recorded() {
    let (mut drive, _) = accepted(None);
    let revealed = |drive: &Drive| matches!(drive.app.top(), Some(Screen::TaskCard(card)) if card.revealed);
    drive.store_fails = true;
    drive.keys("<Ctrl+R>");
    assert!(!revealed(&drive));
    drive.store_fails = false;
    drive.keys("<Ctrl+R>");
    assert!(revealed(&drive));
    assert_eq!(drive.acts.last().unwrap().0.command, "record.reveal");
    drive.keys("<Ctrl+R>");
    assert!(!revealed(&drive));
}
