//! 交接单: what the two officers sign.
//!
//! It says what is still open and where everybody's papers and money are, by names; no ID number, no phone and no note is
//! on it.

use super::Handover;
use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::fee::yuan;
use crate::domain::pairing;
use crate::domain::posting::{Posting, PostingState};
use crate::domain::promise;
use crate::domain::sheet::Sheet;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::village::Village;

/// The sheet of this hand-over of the village as it stands.
pub fn sheet(village: &Village, handover: &Handover, today: Day, calendar: &Calendar) -> Sheet {
    let info = &village.info;
    let no = village.liaison_no();
    let mut sheet = Sheet::titled(format!("{}{} 代办交接单", info.township, info.name))
        .numbered(handover.code())
        .for_work()
        .entry("交接日期", handover.at.day().to_string())
        .entry("交接编号", handover.code())
        .entry("交出人", format!("{}（第{no}任）", handover.from))
        .entry("接手人", format!("{}（第{}任）", handover.to, no + 1));
    for part in [tasks_part(village, today, calendar), originals(village), money(village), calls(village)] {
        sheet = sheet.listed(part.title, part.head, part.rows);
    }
    for part in [pairings(village), affairs(village), postings(village, today), supervision(village), points(village)] {
        sheet = sheet.listed(part.title, part.head, part.rows);
    }
    signed(pack(sheet, handover), handover)
}

/// What is listed under one title.
struct Part {
    title: String,
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

fn tasks_part(village: &Village, today: Day, calendar: &Calendar) -> Part {
    let row = |task: &ProxyTask| {
        let stuck = match task.stuck_at().label() {
            "" => String::new(),
            place => format!("，卡在：{place}"),
        };
        let due = clock::read(task, today, calendar).due.map_or_else(String::new, |due| due.to_string());
        let [no, who, what] = called(village, task);
        vec![no, who, what, format!("{}{stuck}", task.state_label()), due]
    };
    let rows: Vec<_> = village.tasks().filter(|task| task.state.is_open()).map(row).collect();
    Part {
        title: format!("一、没办完的事项，{}件", rows.len()),
        head: &["编号", "替谁", "事项", "到哪一步", "应于哪天前"],
        rows,
    }
}

fn originals(village: &Village) -> Part {
    let held = village.tasks().flat_map(|task| task.holds_out().map(move |hold| (task, hold)));
    let rows: Vec<_> = held
        .map(|(task, hold)| {
            let (owner, doc, place) = (hold.owner.clone(), hold.doc.clone(), hold.place.label().to_owned());
            vec![owner, doc, place, task.back_by(hold).to_string(), task.no.to_string()]
        })
        .collect();
    let title = format!("二、代管的证件原件，{}件（请当面逐件点交）", rows.len());
    Part { title, head: &["谁的", "证件", "在哪里", "应于哪天前还", "为哪一件"], rows }
}

fn money(village: &Village) -> Part {
    let kept: Vec<&ProxyTask> = village.tasks().filter(|task| task.balance_fen() != 0).collect();
    let total: i64 = kept.iter().map(|task| task.balance_fen()).sum();
    let row = |task: &&ProxyTask| {
        let [no, who, what] = called(village, task);
        vec![no, who, what, yuan(task.balance_fen())]
    };
    let title = format!("三、没有结清的代缴款，{}笔，合计{}（请当面点交）", kept.len(), yuan(total));
    Part { title, head: &["编号", "谁的", "事项", "钱数"], rows: kept.iter().map(row).collect() }
}

fn calls(village: &Village) -> Part {
    let promised = promise::open(village);
    let rows: Vec<_> = promised
        .iter()
        .map(|promise| {
            let task = promise.task.and_then(|id| village.task(id)).map(|task| task.no.to_string());
            let when = format!("{} {}", promise.on, promise.hour);
            vec![promise.who.to_owned(), when.trim().to_owned(), task.unwrap_or_default()]
        })
        .collect();
    let title = format!("四、答应了还没回的电话，{}个", rows.len());
    Part { title, head: &["谁", "什么时候", "为哪一件"], rows }
}

fn pairings(village: &Village) -> Part {
    let open = village.pairings().filter(|pairing| pairing.is_open());
    let rows: Vec<_> = open
        .map(|pairing| {
            let next = pairing.next_step.as_ref().map(|step| format!("{} {}", step.on, step.what));
            let whom = pairing::outlook::whom(village, pairing).to_string();
            vec![pairing.helper.clone(), pairing.target.label().to_owned(), whom, next.unwrap_or_default()]
        })
        .collect();
    let title = format!("五、结对帮扶和五联，{}个", rows.len());
    Part { title, head: &["谁帮", "什么", "帮谁", "下一步"], rows }
}

fn affairs(village: &Village) -> Part {
    let running = village.returned_matters().filter(|matter| !matter.state.is_over());
    let row = |title: &str, state: &str, since: Day| vec![title.to_owned(), state.to_owned(), since.to_string()];
    let rows: Vec<_> = running.map(|matter| row(&matter.title, matter.state.label(), matter.since())).collect();
    let title = format!("六、没走完的交还事务，{}件", rows.len());
    Part { title, head: &["事务", "到哪一步", "从哪天"], rows }
}

fn postings(village: &Village, today: Day) -> Part {
    let row = |posting: &Posting| {
        let objected = match posting.state(today) {
            PostingState::Objected { answer_by } => format!("，有异议，{answer_by} 前答复"),
            PostingState::Up { .. } | PostingState::MayComeDown { .. } | PostingState::Down => String::new(),
        };
        let until = format!("满{}天才能撤{objected}", posting.days);
        vec![posting.subject.clone(), posting.from.to_string(), posting.board.clone(), until]
    };
    let rows: Vec<_> = village.postings().filter(|posting| posting.down_on.is_none()).map(row).collect();
    let title = format!("七、贴着的公示，{}张", rows.len());
    Part { title, head: &["公示", "哪天贴的", "贴在哪里", "到什么时候"], rows }
}

fn supervision(village: &Village) -> Part {
    let open = village.supervisions().filter(|item| item.is_open());
    let rows: Vec<_> = open
        .map(|item| {
            let task = item.task.and_then(|id| village.task(id)).map(|task| called(village, task).join(" "));
            let due = item.due.map(|due| format!("{due} 前"));
            vec![item.kind.label().to_owned(), task.unwrap_or_default(), due.unwrap_or_default()]
        })
        .collect();
    let title = format!("八、要答复的投诉、督办、差评，{}件", rows.len());
    Part { title, head: &["什么", "哪一件", "哪天前"], rows }
}

fn points(village: &Village) -> Part {
    let kept = village.service_points().filter(|point| point.until.is_none());
    let rows: Vec<_> = kept
        .map(|point| vec![point.name.clone(), point.days.words(), point.hours.clone(), point.place.clone()])
        .collect();
    let title = format!("九、设点逢场，{}处", rows.len());
    Part { title, head: &["名称", "哪些日子", "时间", "地点"], rows }
}

fn pack(sheet: Sheet, handover: &Handover) -> Sheet {
    let counts = &handover.counts;
    let (households, people, tasks) = (counts.households, counts.people, counts.tasks);
    sheet
        .heading("十、数目")
        .text(format!("农户{households}户，人口{people}人，事项{tasks}件，流水记到第{}笔。", handover.upto.0))
        .heading("十一、交接包")
        .entry("文件", &*handover.name)
        .entry("SHA-256", &*handover.sha256)
        .text("接手人用自己的口令，在自己的电脑上接任。口令不写在这里。先看，什么都不写：")
        .text("daiban takeover 交接包 --dry-run")
        .text("数目对得上再接；新的恢复单打印好锁起来，再删掉那个文件：")
        .text("daiban takeover 交接包 --phone 电话 --recovery 恢复单.txt")
        .text("签字以后，交出人电脑里的那份只能看，不能再记。")
}

fn signed(sheet: Sheet, handover: &Handover) -> Sheet {
    let (from, to) = (format!("交出人（{}）", handover.from), format!("接手人（{}）", handover.to));
    sheet.sign(&[&from, &to]).text("这张单子上有群众的姓名和事项。请打印出来签字，由村里锁好保存，再把这个文件删掉。")
}

/// 2026-0231, 李国珍, 危房改造.
fn called(village: &Village, task: &ProxyTask) -> [String; 3] {
    let name = village.person(task.applicant).map(|person| person.name.as_str()).unwrap_or_default();
    [task.no.to_string(), name.to_owned(), task.matter.name.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::note::NoteIntent;
    use crate::domain::decide::papers::PapersIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::NoteId;
    use crate::domain::note::{CallBack, Note, NoteKind};

    fn said(fixture: &mut Fixture) -> String {
        let mut pack = fixture.pack("李华");
        (pack.name, pack.sha256) = ("大坪村_交接.dbjj".to_owned(), "0123456789abcdef".repeat(4));
        format!("{:?}", sheet(&fixture.village, &pack, fixture.today(), &fixture.tables.calendar))
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
        let text = said(&mut fixture);
        let matter = &fixture.village.task(task).unwrap().matter.name;
        for wanted in [
            "慈云镇大坪村 代办交接单",
            r#"Entry("交接日期", "2026-11-02")"#,
            "王敏（第1任）",
            "李华（第2任）",
            "一、没办完的事项，1件",
            &format!(r#"["2026-0001", "李德全", "{matter}", "已受理，卡在：在我处", "2026-"#),
            r#"["李德全", "户口簿", "在我处", "2026-11-05", "2026-0001"]"#,
            "没有结清的代缴款，1笔，合计20.50元",
            r#"["李德全", "2026-11-02 13:00", "2026-0001"]"#,
            "农户1户，人口1人，事项1件，流水记到第5笔。",
            &"0123456789abcdef".repeat(4),
            "接手人（李华）",
            "锁好保存",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(!text.contains("11010519491231002X"), "{text}");
    }

    #[test]
    fn nothing_open_is_said() {
        let mut fixture = Fixture::on("2026-11-02");
        let text = said(&mut fixture);
        assert_eq!(text.matches("没有。").count(), 9, "{text}");
    }
}
