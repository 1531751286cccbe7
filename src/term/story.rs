//! Stories: tests as data, in `tests/stories/*.story`. A village, keys, and what must then be on screen and in the store.
//!
//! Lines of a story (`#` starts a comment):
//! `size: 80x24`, `ascii: yes`, `village: none`, `locked`, `tasks`, `ledger`, `given`, `office` or `sample`, `sealed: yes` and
//! `names: 板块`, `stick: A` (a stick of that label is plugged in) and `held: yes`
//! (it cannot be let go of) come before the first `keys:`;
//! `keys:` types a script (see `app/testing`); after it `has:` and `lacks:` a text, `cursor: column,row` or `cursor: none`,
//! `style: TEXT = reversed`, `stored: households 1, acts 2, last household.add`, `notice: TEXT`; and `screen:` followed by
//! the whole screen up to `end`. With `UPDATE_STORIES=1` the screens are written anew: read them before you commit them.

use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::app::App;
use crate::app::replies::{Answered, Conflict, FoundReplies, FoundReply, ReplyHead, TakenReply};
use crate::app::testing::{Drive, stick};
use crate::disk::eject::EjectFault;
use crate::domain::change::Record;
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::handover::HandoverIntent;
use crate::domain::decide::papers::Mark;
use crate::domain::fixture::Fixture;
use crate::domain::matter::{Mode, ProxyRule};
use crate::domain::office::AnswerKind;
use crate::domain::sample;
use crate::domain::tables::Tables;
use crate::domain::task::parts::TaskMatter;
use crate::domain::village::Village;
use crate::exchange::register::plan;
use crate::exchange::register::reading::RegisterKind;
use crate::exchange::register::{self, ReadOptions};
use crate::ui;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories");

/// A screen as it was drawn.
struct Shot {
    buffer: Buffer,
    cursor: Option<Position>,
}

fn shoot(app: &App, (columns, rows): (u16, u16)) -> Shot {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| ui::draw(app, frame)).unwrap();
    let cursor = terminal.backend().cursor_visible().then(|| terminal.backend().cursor_position());
    Shot { buffer: terminal.backend().buffer().clone(), cursor }
}

impl Shot {
    /// The cells of a row that hold a glyph; the second cell of a wide one is left out.
    fn cells(&self, y: u16) -> Vec<&Cell> {
        let mut cells = Vec::new();
        let mut x = 0;
        while x < self.buffer.area.width {
            let cell = self.buffer.cell((x, y)).unwrap();
            cells.push(cell);
            x += u16::try_from(ui::cells::width(cell.symbol())).unwrap().max(1);
        }
        cells
    }

    fn row(&self, y: u16) -> String {
        self.cells(y).iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
    }

    fn text(&self) -> String {
        (0..self.buffer.area.height).map(|y| self.row(y)).collect::<Vec<_>>().join("\n")
    }

    /// The look of the first place where this text stands, in words.
    fn style_of(&self, text: &str) -> Option<Vec<&'static str>> {
        (0..self.buffer.area.height).find_map(|y| {
            let cells = self.cells(y);
            let start = (0..cells.len()).find(|start| {
                let rest: String = cells.iter().skip(*start).map(|cell| cell.symbol()).collect();
                rest.starts_with(text)
            })?;
            Some(style_words(cells[start]))
        })
    }
}

fn style_words(cell: &Cell) -> Vec<&'static str> {
    let colors = [
        (Color::Red, "red"),
        (Color::Yellow, "yellow"),
        (Color::Cyan, "cyan"),
        (Color::Green, "green"),
        (Color::DarkGray, "dim"),
    ];
    let modifiers = [
        (Modifier::REVERSED, "reversed"),
        (Modifier::BOLD, "bold"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::DIM, "dim"),
    ];
    let colors = colors.iter().filter(|(color, _)| cell.fg == *color).map(|(_, word)| *word);
    let modifiers = modifiers.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, word)| *word);
    let words: Vec<_> = colors.chain(modifiers).collect();
    if words.is_empty() { vec!["plain"] } else { words }
}

/// A story being told.
struct Told {
    drive: Drive,
    size: (u16, u16),
    /// What is wrong, with its line.
    faults: Vec<String>,
}

impl Told {
    fn shot(&self) -> Shot {
        shoot(&self.drive.app, self.size)
    }

    fn check(&mut self, word: &str, value: &str) {
        let shot = self.shot();
        let right = match word {
            "has" => shot.text().contains(value),
            "lacks" => !shot.text().contains(value),
            "cursor" => {
                let cursor = shot.cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
                self.note(cursor != value, &format!("the cursor is at {cursor}"));
                true
            }
            "style" => {
                let (text, style) = value.rsplit_once(" = ").unwrap();
                let found = shot.style_of(text);
                let right = found.as_ref().is_some_and(|words| words.contains(&style));
                self.note(!right, &format!("{text} looks {found:?}"));
                true
            }
            "notice" => self.drive.app.notice.shown().is_some_and(|notice| notice.text.contains(value)),
            "stored" => value.split(", ").all(|fact| self.is_stored(fact)),
            _ => panic!("a story knows no {word}"),
        };
        self.note(!right, &format!("{word}: {value} does not hold on\n{}", shot.text()));
    }

    fn is_stored(&self, fact: &str) -> bool {
        let (what, value) = fact.split_once(' ').unwrap();
        let village = &self.drive.app.village;
        let count = match what {
            "households" => village.households().len(),
            "people" => village.people().len(),
            "tasks" => village.tasks().len(),
            "notes" => village.notes().len(),
            "acts" => self.drive.acts.len(),
            "last" => return self.drive.acts.last().is_some_and(|(act, _)| act.command == value),
            _ => panic!("a story knows nothing stored as {what}"),
        };
        count == value.parse::<usize>().unwrap()
    }

    fn note(&mut self, wrong: bool, what: &str) {
        if wrong {
            self.faults.push(what.to_owned());
        }
    }
}

/// 李德全 with a task that is late and holds an original, and one that lacks a paper.
fn with_tasks() -> Fixture {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.intake("S05", Some("户口簿"));
    fixture.wait_days(20);
    fixture.intake_with("S05", vec![Mark::Got, Mark::Missing, Mark::Got], None).unwrap();
    fixture.wait_days(2);
    fixture
}

/// 李德全 with what an older ledger and an older catalogue brought: no rule of today lets it in, and 自查 asks about it.
fn with_ledger() -> Fixture {
    let mut fixture = Fixture::on("2026-09-20");
    fixture.wait_days(61);
    let carried = fixture.intake("S05", None);
    let mut task = fixture.village.task(carried).unwrap().clone();
    let (name, proxy) = ("残疾人证新办".to_owned(), ProxyRule::InPerson);
    task.matter = Arc::new(TaskMatter { name, proxy, mode: Mode::Proxy, ..(*task.matter).clone() });
    fixture.village.put(Record::Task(Box::new(task)));
    fixture.wait_days(4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.csv");
    let rows = [
        "D1,危房改造,2026-10-08,2026-10-20,退回",
        "D2,无犯罪记录证明,2026-11-16,,办理中",
        "D3,老年证,2026-06-01,2026-06-03,办结",
        "D4,老年证,2026-06-02,2026-06-04,办结",
        "D5,老年证,2026-06-03,2026-06-05,办结",
        "D6,老年证,2026-06-04,2026-06-06,办结",
        "D7,老年证,2026-06-05,2026-07-15,办结",
    ];
    let rows = rows.map(|row| row.replacen(',', ",李德全,", 1)).join("\n");
    std::fs::write(&path, format!("编号,办事人,事项名称,受理日期,办结日期,状态\n{rows}\n")).unwrap();
    let options = ReadOptions { kind: Some(RegisterKind::Tasks), ..ReadOptions::default() };
    let ledger = register::read(&path, &options, &mut |_| true).unwrap();
    let matters = &fixture.tables.matters;
    let context = plan::Context { today: fixture.today(), at: fixture.at, matters };
    let taken = plan::plan(&fixture.village, &ledger, &context, &mut fixture.mint);
    fixture.act(Intent::Import(Box::new(taken.intent)));
    fixture
}

/// The same as `tasks`, handed over to 李华: to be looked at only.
fn given() -> Fixture {
    let mut fixture = with_tasks();
    let pack = fixture.pack("李华");
    fixture.act(Intent::Handover(HandoverIntent::Give(pack)));
    fixture
}

/// The same as `tasks`, with the office's card, a package that nobody has signed for, and a reply on the stick.
fn with_office() -> Fixture {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.office();
    fixture.intake("S05", Some("户口簿"));
    let seq = fixture.village.seq;
    fixture.package("/media/wang/代办U盘", "代办交表-大坪村-0001-2026-11-02.dbx", seq);
    fixture.wait_days(22);
    fixture
}

/// What lies on the stick of `office`, and what comes of its first reply.
fn office_replies() -> (FoundReplies, TakenReply) {
    let on = Day::parse_iso("2026-11-23").unwrap();
    let reply = |name: &str, head| FoundReply {
        path: format!("/media/wang/代办U盘/{name}").into(),
        place: "代办U盘".to_owned(),
        head,
    };
    let head = ReplyHead { number: 1, on, packages_count: 1, answers_count: 3 };
    let replies = vec![
        reply("回执-大坪村-0001-2026-11-23.dbr", Ok(head)),
        reply("回执-0002.dbr", Err("这个文件被改动过，或者没有写完".to_owned())),
    ];
    let told = |no: &str, who: &str, what: AnswerKind, said: &str| Answered {
        no: no.to_owned(),
        who: who.to_owned(),
        what,
        said: said.to_owned(),
    };
    let conflict = Conflict {
        no: "2026-0003".to_owned(),
        who: "何永福 老年证".to_owned(),
        said: "2026-11-20 退件，缺：照片".to_owned(),
        why: "这一件在本机已是「已送达」".to_owned(),
    };
    let taken = TakenReply {
        confirmed: vec![1],
        applied: vec![
            told("2026-0001", "李德全 残疾人证", AnswerKind::Received, "2026-11-20 已收件，受理号 渝-77"),
            told("2026-0002", "李国珍 危房改造", AnswerKind::SentBack, "2026-11-21 退件，缺：户口簿"),
        ],
        conflicts: vec![conflict],
        ..TakenReply::of(1, on)
    };
    (FoundReplies { replies, others_count: 1, ..FoundReplies::default() }, taken)
}

/// Tells a story; gives what is wrong, and the story with its screens as they are.
fn tell(story: &str) -> (Vec<String>, String) {
    let head = |word: &str| story.lines().find_map(|line| line.strip_prefix(&format!("{word}: ")));
    let mut fixture = Fixture::on("2026-11-24");
    match head("village") {
        Some("tasks") => fixture = with_tasks(),
        Some("ledger") => fixture = with_ledger(),
        Some("given") => fixture = given(),
        Some("office") => fixture = with_office(),
        Some(_) | None => {}
    }
    if head("village") == Some("sample") {
        let village = sample::village(fixture.today(), 1).village;
        fixture = Fixture { village, acts: vec![], rows: vec![], ..fixture };
    }
    if head("village") == Some("none") {
        fixture =
            Fixture { village: Village::default(), tables: Tables::shipped(), acts: vec![], rows: vec![], ..fixture };
    }
    if let Some(names) = head("names") {
        let (matters, faults) = fixture.tables.matters.with_stations(&format!("names = \"{names}\""), "站办.toml");
        assert_eq!(faults, []);
        fixture.tables.matters = matters;
    }
    let (columns, rows) = head("size").unwrap_or("80x24").split_once('x').unwrap();
    let size = (columns.parse().unwrap(), rows.parse().unwrap());
    let drive = match (head("village"), head("sealed")) {
        (Some("locked"), _) => Drive::locked(),
        (_, Some("yes")) => Drive::sealed(fixture),
        _ => Drive::on(fixture),
    };
    let mut told = Told { drive, size, faults: Vec::new() };
    told.drive.stick_is_held = head("held").map(|_| EjectFault::Busy.words());
    told.drive.sticks = head("stick").map(|label| vec![stick(label, false)]);
    told.drive.replies = (head("village") == Some("office")).then(office_replies);
    told.drive.app.config.ascii = head("ascii") == Some("yes");
    told.drive.app.config.color = head("color") != Some("no");
    let mut anew = String::new();
    let mut lines = story.lines();
    while let Some(line) = lines.next() {
        anew.push_str(line);
        anew.push('\n');
        match line.split_once(':') {
            _ if line.is_empty() || line.starts_with('#') => {}
            Some(("size" | "ascii" | "color" | "village" | "sealed" | "names" | "stick" | "held", _)) => {}
            Some(("keys", script)) => {
                told.drive.keys(script.strip_prefix(' ').unwrap_or(script));
            }
            Some(("screen", _)) => {
                let expected: Vec<&str> = lines.by_ref().take_while(|line| *line != "end").collect();
                let text = told.shot().text();
                told.note(expected.join("\n") != text, &format!("the screen is\n{text}"));
                anew.push_str(&format!("{text}\nend\n"));
            }
            Some((word, value)) => told.check(word, value.trim()),
            None => panic!("no line of a story: {line}"),
        }
    }
    (told.faults, anew)
}

#[test]
fn every_story_is_true() {
    let mut files: Vec<_> = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|it| it == "story")) {
        let story = std::fs::read_to_string(file).unwrap();
        let (faults, anew) = tell(&story);
        if std::env::var_os("UPDATE_STORIES").is_some() {
            std::fs::write(file, anew).unwrap();
        }
        for fault in faults {
            wrong += &format!("{}: {fault}\n", file.file_name().unwrap().display());
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_story_that_is_not_true_is_found() {
    let wrong = |story: &str| tell(story).0.len();
    assert_eq!(wrong("keys: <Esc>\nhas: 主菜单\nlacks: 帮助：\nstyle: 看帮助 = plain\n"), 0);
    assert_eq!(wrong("keys: <Esc>\nhas: 农户登记\n"), 1);
    assert_eq!(wrong("cursor: 0,0\nstored: acts 99\nstyle: 代办 = red\nscreen:\nend\n"), 4);
}
