//! 交接单: what the two officers sign, as plain text for an A4 page.
//!
//! It says what is still open and where everybody's papers and money are, by names; no ID number, no phone and no note is
//! on it. It writes no file.

use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::fee::yuan;
use crate::domain::handover::Handover;
use crate::domain::pairing::{self, Pairing};
use crate::domain::posting::{Posting, PostingState};
use crate::domain::promise;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::village::Village;

use super::paper::Paper;

/// Characters of one line of a sum.
const SUM_CHARS: usize = 32;

/// The sheet of this hand-over of the village as it stands.
pub fn handover_sheet(village: &Village, handover: &Handover, today: Day, calendar: &Calendar) -> String {
    let mut sheet = Sheet { village, paper: Paper::titled("代 办 交 接 单") };
    sheet.front(handover);
    sheet.tasks(today, calendar);
    sheet.originals();
    sheet.money();
    sheet.calls();
    sheet.pairings();
    sheet.affairs(today);
    sheet.supervision();
    sheet.points();
    sheet.counts(handover);
    sheet.signatures(handover);
    sheet.paper.into_text()
}

struct Sheet<'a> {
    village: &'a Village,
    paper: Paper,
}

impl Sheet<'_> {
    fn front(&mut self, handover: &Handover) {
        let info = &self.village.info;
        let (township, name) = (&info.township, &info.name);
        self.paper
            .put(0, &format!("{township}{name}    交接日期：{}    交接编号：{}", handover.at.day(), handover.code()));
        let (from, to, no) = (&handover.from, &handover.to, self.village.liaison_no());
        self.paper.put(0, &format!("交出人：{from}（第{no}任）    接手人：{to}（第{}任）", no + 1));
    }

    fn tasks(&mut self, today: Day, calendar: &Calendar) {
        let village = self.village;
        let open: Vec<&ProxyTask> = village.tasks().filter(|task| task.state.is_open()).collect();
        self.paper.heading(&format!("一、没办完的事项，{}件", open.len()), open.is_empty());
        for (nth, task) in open.iter().enumerate() {
            self.paper.put(2, &format!("{}. {}", nth + 1, self.called(task)));
            let stuck = match task.stuck_at().label() {
                "" => String::new(),
                place => format!("，卡在：{place}"),
            };
            let due = clock::read(task, today, calendar).due;
            let due = due.map(|due| format!("，应于 {due} 前办完")).unwrap_or_default();
            self.paper.put(5, &format!("{}{stuck}{due}", task.state_label()));
        }
    }

    fn originals(&mut self) {
        let village = self.village;
        let held: Vec<_> = village.tasks().flat_map(|task| task.holds_out().map(move |hold| (task, hold))).collect();
        self.paper.heading(&format!("二、代管的证件原件，{}件（请当面逐件点交）", held.len()), held.is_empty());
        for (nth, (task, hold)) in held.iter().enumerate() {
            let (doc, owner, place) = (&hold.doc, &hold.owner, hold.place.label());
            self.paper.put(2, &format!("{}. {owner} {doc}：{place}，应于 {} 前还", nth + 1, task.back_by(hold)));
            self.paper.put(5, &format!("为 {}", self.called(task)));
        }
    }

    fn money(&mut self) {
        let village = self.village;
        let kept: Vec<&ProxyTask> = village.tasks().filter(|task| task.balance_fen() != 0).collect();
        let total: i64 = kept.iter().map(|task| task.balance_fen()).sum();
        self.paper.heading(
            &format!("三、没有结清的代缴款，{}笔，合计{}（请当面点交）", kept.len(), yuan(total)),
            kept.is_empty(),
        );
        for (nth, task) in kept.iter().enumerate() {
            self.paper.put(2, &format!("{}. {}：{}", nth + 1, self.called(task), yuan(task.balance_fen())));
        }
    }

    fn calls(&mut self) {
        let promised = promise::open(self.village);
        self.paper.heading(&format!("四、答应了还没回的电话，{}个", promised.len()), promised.is_empty());
        for (nth, promise) in promised.iter().enumerate() {
            let when = format!("{} {}", promise.on, promise.hour);
            let task = promise.task.and_then(|id| self.village.task(id)).map(|task| format!("，为 {}", task.no));
            self.paper.put(2, &format!("{}. {}：{}{}", nth + 1, promise.who, when.trim(), task.unwrap_or_default()));
        }
    }

    fn pairings(&mut self) {
        let village = self.village;
        let open: Vec<&Pairing> = village.pairings().filter(|pairing| pairing.is_open()).collect();
        self.paper.heading(&format!("五、结对帮扶和五联，{}个", open.len()), open.is_empty());
        for (nth, pairing) in open.iter().enumerate() {
            let whom = pairing::outlook::whom(village, pairing);
            let (helper, kind) = (&pairing.helper, pairing.target.label());
            let next = pairing.next_step.as_ref().map(|step| format!("；{} {}", step.on, step.what));
            self.paper.put(2, &format!("{}. {helper} {kind} {whom}{}", nth + 1, next.unwrap_or_default()));
        }
    }

    fn affairs(&mut self, today: Day) {
        let village = self.village;
        let running: Vec<_> = village.returned_matters().filter(|matter| !matter.state.is_over()).collect();
        let up: Vec<&Posting> = village.postings().filter(|posting| posting.down_on.is_none()).collect();
        let title = format!("六、村务：没走完的交还事务{}件，贴着的公示{}张", running.len(), up.len());
        self.paper.heading(&title, running.is_empty() && up.is_empty());
        for matter in running {
            self.paper.put(2, &format!("{}：{}（{}）", matter.title, matter.state.label(), matter.since()));
        }
        for posting in up {
            let objected = match posting.state(today) {
                PostingState::Objected { answer_by } => format!("，有异议，{answer_by} 前答复"),
                PostingState::Up { .. } | PostingState::MayComeDown { .. } | PostingState::Down => String::new(),
            };
            let (subject, from, board) = (&posting.subject, posting.from, &posting.board);
            self.paper.put(2, &format!("公示 {subject}：{from} 贴在{board}，满{}天才能撤{objected}", posting.days));
        }
    }

    fn supervision(&mut self) {
        let open: Vec<_> = self.village.supervisions().filter(|item| item.is_open()).collect();
        self.paper.heading(&format!("七、要答复的投诉、督办、差评，{}件", open.len()), open.is_empty());
        for (nth, item) in open.iter().enumerate() {
            let task = item.task.and_then(|id| self.village.task(id)).map(|task| self.called(task));
            let due = item.due.map(|due| format!("，{due} 前")).unwrap_or_default();
            let about = task.map(|task| format!(" {task}")).unwrap_or_default();
            self.paper.put(2, &format!("{}. {}{about}{due}", nth + 1, item.kind.label()));
        }
    }

    fn points(&mut self) {
        let kept: Vec<_> = self.village.service_points().filter(|point| point.until.is_none()).collect();
        self.paper.heading(&format!("八、设点逢场，{}处", kept.len()), kept.is_empty());
        for point in kept {
            let words = format!("{}：{} {} {}", point.name, point.days.words(), point.hours, point.place);
            self.paper.put(2, words.trim_end());
        }
    }

    fn counts(&mut self, handover: &Handover) {
        let counts = &handover.counts;
        self.paper.heading("九、数目", false);
        let (households, people, tasks) = (counts.households, counts.people, counts.tasks);
        self.paper
            .put(2, &format!("农户{households}户，人口{people}人，事项{tasks}件，流水记到第{}笔。", handover.upto.0));
        self.paper.heading("十、交接包", false);
        self.paper.put(2, &format!("文件：{}", handover.name));
        let (first, second) = handover.sha256.split_at(handover.sha256.len().min(SUM_CHARS));
        self.paper.put(2, &format!("SHA-256：{first}"));
        self.paper.put(11, second);
        self.paper.put(2, "接手人用自己的口令，在自己的电脑上接任。口令不写在这里。先看，什么都不写：");
        self.paper.put(4, "daiban takeover 交接包 --dry-run");
        self.paper.put(2, "数目对得上再接；新的恢复单打印好锁起来，再删掉那个文件：");
        self.paper.put(4, "daiban takeover 交接包 --phone 电话 --recovery 恢复单.txt");
        self.paper.put(2, "签字以后，交出人电脑里的那份只能看，不能再记。");
    }

    fn signatures(&mut self, handover: &Handover) {
        for (role, name) in [("交出人", &handover.from), ("接手人", &handover.to)] {
            self.paper.signature(role, name);
        }
        self.paper.blank();
        self.paper.put(0, "这张单子上有群众的姓名和事项。请打印出来签字，由村里锁好保存，再把这个文件删掉。");
    }

    /// 2026-0231 李国珍 危房改造.
    fn called(&self, task: &ProxyTask) -> String {
        let name = self.village.person(task.applicant).map(|person| person.name.as_str()).unwrap_or_default();
        format!("{} {name} {}", task.no, task.matter.name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::paper::{LINE_CELLS_MAX, cells};
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::note::NoteIntent;
    use crate::domain::decide::papers::PapersIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::NoteId;
    use crate::domain::note::{CallBack, Note, NoteKind};

    fn sheet(fixture: &mut Fixture) -> String {
        let mut pack = fixture.pack("李华");
        (pack.name, pack.sha256) = ("大坪村_交接.dbjj".to_owned(), "0123456789abcdef".repeat(4));
        handover_sheet(&fixture.village, &pack, fixture.today(), &fixture.tables.calendar)
    }

    #[test]
    fn the_sheet_names_what_is_open_and_where_it_is() {
        let mut fixture = Fixture::on("2026-11-02");
        let task = fixture.intake("S05", Some("户口簿"));
        let money =
            PapersIntent::TakeMoney { purpose: "医保".to_owned(), received_fen: 2050, receipt_no: "1".to_owned() };
        fixture.act(Intent::Papers(task, money));
        let note = Note {
            id: NoteId::mint(&mut fixture.mint, fixture.at),
            touched: crate::domain::id::Seq::default(),
            at: fixture.at,
            kind: NoteKind::CallIn,
            who: String::new(),
            person: Some(fixture.person("李德全")),
            task: Some(task),
            text: "身份证 11010519491231002X".to_owned(),
            call_back: Some(CallBack { on: fixture.today(), hour: "13:00".to_owned(), done_on: None }),
        };
        fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
        let text = sheet(&mut fixture);
        let matter = &fixture.village.task(task).unwrap().matter.name;
        for wanted in [
            "慈云镇大坪村    交接日期：2026-11-02",
            "交出人：王敏（第1任）    接手人：李华（第2任）",
            "一、没办完的事项，1件",
            &format!("1. 2026-0001 李德全 {matter}"),
            "已受理，卡在：在我处，应于 ",
            "李德全 户口簿：在我处，应于 ",
            "没有结清的代缴款，1笔，合计20.50元",
            "1. 李德全：2026-11-02 13:00，为 2026-0001",
            "农户1户，人口1人，事项1件，流水记到第5笔。",
            "SHA-256：0123456789abcdef0123456789abcdef\r\n           0123456789abcdef0123456789abcdef\r\n",
            "接手人（李华）签字：____",
            "锁好保存",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(!text.contains("11010519491231002X"), "{text}");
        for line in text.lines() {
            assert!(cells(line) <= LINE_CELLS_MAX, "{line}");
        }
    }

    #[test]
    fn nothing_open_is_said() {
        let mut fixture = Fixture::on("2026-11-02");
        let text = sheet(&mut fixture);
        assert_eq!(text.matches("没有。").count(), 8, "{text}");
    }
}
