//! Replies that an office wrote, on a folder that stands for the stick, into a village that was worked for a while.

use std::path::{Path, PathBuf};

use super::find::Reader;
use crate::app::replies::TakenReply;
use crate::desk::error::DeskError;
use crate::desk::export::Order;
use crate::desk::{Desk, fresh_mint};
use crate::domain::correspondence::OfficeCard;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::office::AnswerKind;
use crate::domain::package::Manner;
use crate::domain::package::PackageState;
use crate::domain::sample;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::domain::village::Village;
use crate::exchange::answers::{PackageReceipt, Reply, TaskAnswer, seal};
use crate::seal::identity::Identity;

/// A village and the office that it hands over to.
struct Meeting {
    temp: tempfile::TempDir,
    desk: Desk,
    village: Village,
    office: Identity,
    tables: Tables,
    at: Moment,
}

impl Meeting {
    fn new() -> Meeting {
        let temp = tempfile::tempdir().unwrap();
        let today = Day::parse_iso("2026-11-24").unwrap();
        let sample = sample::village(today, 3).acts;
        let (desk, village) = Desk::create_of(&temp.path().join("data"), &sample).unwrap();
        std::fs::create_dir_all(temp.path().join("stick/镇里")).unwrap();
        let (office, at) = (Identity::random().unwrap(), Moment::at(today, 23, 0));
        let mut meeting = Meeting { temp, desk, village, office, tables: Tables::shipped(), at };
        let (signs, reads) = meeting.office.public().halves();
        let card = OfficeCard { name: "慈云镇便民服务中心".to_owned(), signs, reads, accepted_on: today };
        let tables = meeting.tables.clone();
        let now = now(at, &tables);
        meeting.desk.have_keys(&mut meeting.village, &now).unwrap();
        let accept = Intent::Correspondence(CorrespondenceIntent::AcceptOffice(Box::new(card)));
        meeting.desk.perform(&mut meeting.village, &now, accept).unwrap();
        meeting
    }

    fn stick(&self) -> PathBuf {
        self.temp.path().join("stick")
    }

    fn reader(&self) -> Reader {
        Reader::of(&self.village).unwrap()
    }

    fn export(&mut self) -> PackageReceipt {
        let order = Order { to: self.stick(), device: None, stick: None, everything: true, manner: Manner::ForOffice };
        let tables = self.tables.clone();
        let (now, mut mint) = (now(self.at, &tables), fresh_mint().unwrap());
        let exported = self.desk.export(&mut self.village, &now, &order, &mut mint, &mut |_, _, _| true).unwrap();
        PackageReceipt { number: exported.number, sha256: exported.written.sha256 }
    }

    fn write(&self, name: &str, reply: &Reply) -> PathBuf {
        let to = super::super::correspondence::identity(&self.village).unwrap().public();
        let path = self.stick().join(name);
        std::fs::write(&path, seal(reply, &self.office, &to).unwrap()).unwrap();
        path
    }

    fn take(&mut self, path: &Path) -> Result<Result<TakenReply, String>, DeskError> {
        let tables = self.tables.clone();
        let (now, mut mint) = (now(self.at, &tables), fresh_mint().unwrap());
        let (before, mut kept) = (self.village.clone(), Vec::new());
        let taken = self.desk.take_reply(&mut self.village, &now, path, &mut mint, &mut kept);
        let mut told = before;
        kept.into_iter().for_each(|commit| told.install(commit.act.seq, commit.staged));
        assert_eq!(told, self.village, "what is told is what was kept");
        taken
    }

    fn submitted(&self, nth: usize) -> &ProxyTask {
        let is_there = |task: &&ProxyTask| task.state == State::Submitted && task.external_no.is_empty();
        self.village.tasks().filter(is_there).nth(nth).expect("a task that was handed in")
    }
}

fn now(at: Moment, tables: &Tables) -> Now<'_> {
    Now { at, today: at.day(), actor: "王敏", tables }
}

fn reply(number: u32, packages: Vec<PackageReceipt>, answers: Vec<TaskAnswer>) -> Reply {
    Reply { number, on: Day::parse_iso("2026-11-24").unwrap(), packages, answers }
}

fn answer(task: &ProxyTask, first: u32, what: AnswerKind, words: &str) -> TaskAnswer {
    let on = Day::parse_iso("2026-11-24").unwrap();
    TaskAnswer { task: task.id.0, no: task.no.to_string(), first, what, on, words: words.to_owned() }
}

#[test]
fn replies_are_found_on_the_stick_and_one_folder_deep_and_those_taken_in_are_only_counted() {
    let mut meeting = Meeting::new();
    let receipt = meeting.export();
    let second = meeting.write("镇里/回执-0002.DBR", &reply(2, vec![], vec![]));
    let first = meeting.write("回执-0001.dbr", &reply(1, vec![receipt], vec![]));
    meeting.write("抄一份.dbr", &reply(1, vec![], vec![]));
    let stranger = Identity::random().unwrap();
    let of_others = seal(&reply(1, vec![], vec![]), &meeting.office, &stranger.public()).unwrap();
    std::fs::write(meeting.stick().join("别村.dbr"), of_others).unwrap();
    std::fs::write(meeting.stick().join("坏了.dbr"), "不是回执").unwrap();
    std::fs::write(meeting.stick().join("说明.txt"), "无关").unwrap();
    let found = meeting.reader().at(&meeting.stick()).unwrap();
    let numbers: Vec<Option<u32>> = found.replies.iter().map(|it| it.head.as_ref().ok().map(|it| it.number)).collect();
    assert_eq!(numbers, [Some(1), Some(2), None], "{found:?}");
    assert_eq!((found.new_count(), found.known_count, found.others_count), (2, 0, 1));
    assert!(found.replies[2].path.ends_with("坏了.dbr"));
    meeting.take(&first).unwrap().unwrap();
    let found = meeting.reader().at(&meeting.stick()).unwrap();
    assert_eq!((found.new_count(), found.known_count), (1, 2));
    assert_eq!(found.replies[0].path, second);
    // A file that is named is looked at alone, and one for another village says so.
    assert_eq!(meeting.reader().at(&second).unwrap().new_count(), 1);
    let other = meeting.reader().at(&meeting.stick().join("别村.dbr")).unwrap();
    assert!(other.replies[0].head.as_ref().unwrap_err().contains("不是写给这里的"), "{other:?}");
    let nowhere = meeting.reader().at(&meeting.stick().join("没有")).unwrap_err();
    assert!(nowhere.contains("找不到"), "{nowhere}");
}

#[test]
fn what_came_of_each_answer_is_told_and_a_conflict_changes_nothing_but_a_note() {
    let mut meeting = Meeting::new();
    let receipt = meeting.export();
    let (taken_in, sent_back) = (meeting.submitted(0).clone(), meeting.submitted(1).clone());
    let closed = meeting.village.tasks().find(|task| task.state == State::Closed).unwrap().clone();
    let forged = PackageReceipt { number: 9, sha256: "00".repeat(32) };
    let answers = vec![
        answer(&taken_in, 1, AnswerKind::Received, "渝-77"),
        answer(&sent_back, 1, AnswerKind::SentBack, "户口簿"),
        answer(&closed, 1, AnswerKind::SentBack, "照片"),
        answer(&closed, 1, AnswerKind::Ready, ""),
    ];
    let path = meeting.write("回执.dbr", &reply(1, vec![receipt.clone(), forged], answers));
    let taken = meeting.take(&path).unwrap().unwrap();
    assert_eq!(taken.confirmed, [receipt.number]);
    let applied: Vec<(&str, AnswerKind)> = taken.applied.iter().map(|told| (told.no.as_str(), told.what)).collect();
    let no = |task: &ProxyTask| task.no.to_string();
    assert_eq!(applied, [(&*no(&taken_in), AnswerKind::Received), (&*no(&sent_back), AnswerKind::SentBack)]);
    assert!(taken.applied[0].who.contains(&*taken_in.matter.name), "{:?}", taken.applied);
    let conflicts: Vec<(&str, &str)> = taken.conflicts.iter().map(|it| (it.no.as_str(), it.why.as_str())).collect();
    assert_eq!((conflicts.len(), conflicts[0].0, conflicts[1].0), (2, "第9包", &*no(&closed)));
    assert!(conflicts[1].1.contains("已归档"), "{conflicts:?}");
    assert_eq!(taken.known.len(), 1);
    let now_is = |id| meeting.village.task(id).unwrap();
    assert_eq!(now_is(taken_in.id).external_no, "渝-77");
    assert_eq!(now_is(sent_back.id).state, State::Returned);
    assert_eq!(now_is(closed.id).state, State::Closed);
    let noted = meeting.village.notes().filter(|note| note.task == Some(closed.id) && note.text.contains("镇里回执"));
    assert_eq!(noted.count(), 1);
    let package = meeting.village.packages().find(|it| it.sha256 == receipt.sha256).unwrap();
    assert_eq!(package.state, PackageState::Confirmed);
    let seq = meeting.village.seq;
    let again = meeting.take(&path).unwrap().unwrap_err();
    assert!(again.contains("已经收过"), "{again}");
    assert_eq!(meeting.village.seq, seq);
}

#[test]
fn a_harmed_or_foreign_reply_is_refused_with_its_reason_and_nothing_is_kept() {
    let mut meeting = Meeting::new();
    let task = meeting.submitted(0).clone();
    let path = meeting.write("回执.dbr", &reply(1, vec![], vec![answer(&task, 1, AnswerKind::Ready, "")]));
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let seq = meeting.village.seq;
    assert!(meeting.take(&path).unwrap().is_err());
    let (stranger, own) =
        (Identity::random().unwrap(), super::super::correspondence::identity(&meeting.village).unwrap());
    std::fs::write(&path, seal(&reply(1, vec![], vec![]), &stranger, &own.public()).unwrap()).unwrap();
    let foreign = meeting.take(&path).unwrap().unwrap_err();
    assert!(foreign.contains("不是您收过公开卡的那个单位"), "{foreign}");
    assert_eq!((meeting.village.seq, meeting.village.task(task.id)), (seq, Some(&task)));
}
