//! Screens: the first usable frame of 今日, the cursor in 代办台账, typing a filter, and a burst of keys.
//!
//! Each stands beside a reference in the same run. It asserts nothing.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use daiban::app::config::Config;
use daiban::app::key::{Input, Key, KeyCode};
use daiban::app::keymap::Keymap;
use daiban::app::message::Msg;
use daiban::app::opening::Keeping;
use daiban::app::villages::Villages;
use daiban::app::{App, Setup, update};
use daiban::desk::{Desk, Opened};
use daiban::domain::change::Record;
use daiban::domain::day::Moment;
use daiban::domain::id::Seq;
use daiban::domain::tables::Tables;
use daiban::domain::village::Village;
use daiban::store::unlock::Unlock;
use daiban::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Constraint;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, List, Row, Table, TableState};

use crate::table::{self, Times};
use crate::village::{self, LARGE, Size};

const COLUMNS: u16 = 100;
const ROWS: u16 = 30;
const FRAME_MS: f64 = 16.0;
/// The trees of records, as the store names them.
const TREES: [&str; 9] = ["village", "household", "person", "task", "intake", "note", "package", "holidays", "mapping"];
/// Before the plain bytes of a row stand suite and format, behind them a check.
const SEAL_BYTES: (usize, usize) = (3, 4);

pub(crate) fn run() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let made = village::make(&dir, LARGE);
    first_frame(&dir);
    cursor(&made);
    filter(&made);
    burst(&made);
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(COLUMNS, ROWS)).unwrap()
}

fn app(village: Village) -> App {
    App::new(Setup {
        keeping: Keeping::Unsealed,
        villages: Villages::default(),
        village,
        tables: Tables::shipped(),
        at: Moment::at(village::today(), 9, 0),
        erased: Seq::default(),
        last_act_at: None,
        date: None,
        seed: 1,
        config: Config::default(),
        keymap: Keymap::shipped(),
    })
}

fn press(app: &mut App, code: KeyCode) {
    black_box(update(app, Msg::Input(Input::Key(Key::plain(code)))));
}

fn type_text(app: &mut App, text: &str) {
    black_box(update(app, Msg::Input(Input::Text(text.to_owned()))));
}

/// Opening and drawing 今日, beside opening and scanning the same tables, decoding the same rows and drawing a list.
fn first_frame(dir: &Path) {
    table::heading("First usable frame of 今日 (3,000 households, 12,000 people, 15,000 tasks)");
    let (mut splits, mut floors) = (Vec::new(), Vec::new());
    let open = &mut || splits.push(daiban_frame(dir));
    let floor = &mut || floors.push(bare_frame(&dir.join("sled")));
    let _ = Times::in_turn(7, [open, floor]);
    let median = |times: Vec<Duration>| Times::of(times).median();
    let part = |place: usize| median(splits.iter().map(|parts: &[Duration; 8]| parts[place]).collect());
    let names = ["journal", "tables (sled opens)", "read", "decode", "index", "replay", "screen", "draw"];
    for (place, name) in names.iter().enumerate() {
        table::note(name, &table::ms(part(place)));
    }
    let floor_part = |place: usize| median(floors.iter().map(|parts: &[Duration; 3]| parts[place]).collect());
    for (place, name) in ["reference opens", "reference scans and decodes", "reference draws"].iter().enumerate() {
        table::note(name, &table::ms(floor_part(place)));
    }
    let whole = median(splits.iter().map(|parts| parts.iter().sum()).collect());
    let floor = median(floors.iter().map(|parts| parts.iter().sum()).collect());
    table::ratio("first frame", whole, ("reference", floor), 1.5);
}

fn daiban_frame(dir: &Path) -> [Duration; 8] {
    let since = Instant::now();
    let Opened { desk, village, tables: _, table_faults: _, report } =
        Desk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
    let opened = since.elapsed();
    let since = Instant::now();
    let app = app(village);
    let made = since.elapsed();
    let since = Instant::now();
    terminal().draw(|frame| ui::draw(&app, frame)).unwrap();
    let drawn = since.elapsed();
    desk.close().unwrap();
    let split = report.split;
    let told = split.journal + split.tables + split.read + split.decode + split.index + split.replay;
    // What the split does not tell (locks, tables of the town) goes to `replay`, the last of opening.
    let rest = split.replay + opened.saturating_sub(told);
    [split.journal, split.tables, split.read, split.decode, split.index, rest, made, drawn]
}

fn bare_frame(dir: &Path) -> [Duration; 3] {
    let since = Instant::now();
    let config = sled::Config::new().path(dir).cache_capacity(16 * 1024 * 1024).flush_every_ms(None);
    let db = config.mode(sled::Mode::LowSpace).open().unwrap();
    let trees: Vec<sled::Tree> = TREES.iter().map(|name| db.open_tree(name).unwrap()).collect();
    let opened = since.elapsed();
    let since = Instant::now();
    let mut records: Vec<Record> = Vec::new();
    for row in trees.iter().flat_map(sled::Tree::iter) {
        let (_, value) = row.unwrap();
        let plain = &value[SEAL_BYTES.0..value.len() - SEAL_BYTES.1];
        records.push(bincode::serde::decode_from_slice(plain, bincode::config::standard()).unwrap().0);
    }
    let read = since.elapsed();
    let since = Instant::now();
    let name = |record: &Record| match record {
        Record::Person(person) => Some(person.name.to_string()),
        _ => None,
    };
    let list = List::new(records.iter().filter_map(name).take(usize::from(ROWS))).block(Block::bordered());
    terminal().draw(|frame| frame.render_widget(list, frame.area())).unwrap();
    let drawn = since.elapsed();
    black_box(&records);
    [opened, read, drawn]
}

/// The ledger with every task in it.
fn ledger(village: Village) -> App {
    let mut app = app(village);
    press(&mut app, KeyCode::F(4));
    press(&mut app, KeyCode::Tab);
    app
}

/// Moving the cursor in 代办台账, one key and one frame, beside a bare table of 10,000 rows.
fn cursor(village: &Village) {
    table::heading("Moving the cursor in 代办台账, a key and a frame");
    let small = village::in_memory(Size { households: 30, tasks: 150 });
    let (mut large, mut small) = (ledger(village.clone()), ledger(small));
    let mut screens = [terminal(), terminal(), terminal()];
    let [large_screen, small_screen, bare_screen] = &mut screens;
    let mut bare = Bare::new();
    let mut turn = 0usize;
    let code = |turn: usize| if (turn / 60).is_multiple_of(2) { KeyCode::Down } else { KeyCode::Up };
    let times = Times::in_turn(
        3_000,
        [
            &mut || {
                turn += 1;
                press(&mut large, code(turn));
                large_screen.draw(|frame| ui::draw(&large, frame)).unwrap();
            },
            &mut {
                let mut turn = 0usize;
                move || {
                    turn += 1;
                    press(&mut small, code(turn));
                    small_screen.draw(|frame| ui::draw(&small, frame)).unwrap();
                }
            },
            &mut {
                let mut turn = 0usize;
                move || {
                    turn += 1;
                    bare.key((turn / 60).is_multiple_of(2));
                    bare_screen.draw(|frame| bare.draw(frame)).unwrap();
                }
            },
        ],
    );
    let [large, small, bare] = times;
    table::ratio("15,000 tasks", large.median(), ("bare table of 10,000 rows", bare.median()), 1.2);
    // The same work; what is left is a longer way down the tree and colder memory.
    table::ratio("15,000 tasks", large.median(), ("150 tasks", small.median()), 1.2);
}

/// What a program without a thought would do: rows of strings in a table of ratatui's.
struct Bare {
    rows: Vec<[String; 6]>,
    state: TableState,
}

impl Bare {
    fn new() -> Bare {
        let row = |n: usize| {
            let words = ["周开明", "三社", "城乡居民基本养老保险待遇申领", "已交区", "12-01"];
            let [name, group, matter, state, due] = words.map(str::to_owned);
            [format!("2026-{n:04}"), name, group, matter, state, due]
        };
        Bare { rows: (0..10_000).map(row).collect(), state: TableState::default().with_selected(Some(0)) }
    }

    fn key(&mut self, down: bool) {
        if down { self.state.select_next() } else { self.state.select_previous() }
    }

    fn draw(&mut self, frame: &mut ratatui::Frame<'_>) {
        let rows = self.rows.iter().map(|row| Row::new(row.iter().map(String::as_str)));
        let widths = [9, 8, 5, 40, 12, 9].map(Constraint::Length);
        let table = Table::new(rows, widths)
            .header(Row::new(["编号", "姓名", "社", "事项", "状态", "到期"]))
            .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED))
            .block(Block::bordered().title("代办台账"));
        frame.render_stateful_widget(table, frame.area(), &mut self.state);
    }
}

/// Typing a filter, key by key, each with its frame.
fn filter(village: &Village) {
    table::heading("Typing a filter over 12,000 people, the slowest key with its frame");
    type Way = fn(&mut App);
    let ways: [(&str, Way); 5] = [
        ("农户", |app| press(app, KeyCode::F(3))),
        ("农户 by person", |app| {
            press(app, KeyCode::F(3));
            press(app, KeyCode::Tab);
        }),
        ("接件", |app| {
            black_box(update(app, Msg::Input(Input::Key(Key { ctrl: true, ..Key::plain(KeyCode::Char('N')) }))));
        }),
        ("代办台账 (15,000 tasks)", |app| {
            press(app, KeyCode::F(4));
            press(app, KeyCode::Tab);
        }),
        ("找 everything", |app| {
            black_box(update(app, Msg::Input(Input::Key(Key { ctrl: true, ..Key::plain(KeyCode::Char('F')) }))));
        }),
    ];
    for (name, way) in ways {
        let mut slowest: Vec<(Duration, String)> = Vec::new();
        for typed in ["zjg", "zhangjianguo", "周开明", "3社 lgz", "3319", "qqq", "zhj"] {
            let mut app = app(village.clone());
            way(&mut app);
            let mut screen = terminal();
            screen.draw(|frame| ui::draw(&app, frame)).unwrap();
            let mut so_far = String::new();
            for c in typed.chars() {
                so_far.push(c);
                let since = Instant::now();
                type_text(&mut app, &c.to_string());
                screen.draw(|frame| ui::draw(&app, frame)).unwrap();
                slowest.push((since.elapsed(), so_far.clone()));
            }
        }
        slowest.sort();
        let median = slowest[slowest.len() / 2].0;
        let (worst, typed) = slowest.pop().unwrap();
        let what = format!("{name}, median {}, slowest after \"{typed}\"", table::ms(median));
        table::limit(&what, worst.as_secs_f64() * 1e3, "ms", FRAME_MS);
    }
}

/// A hundred keys that came at once: all are taken in, then one frame is drawn.
fn burst(village: &Village) {
    table::heading("A burst of 100 keys in 代办台账, then one frame");
    let (mut burst, mut single) = (ledger(village.clone()), ledger(village.clone()));
    let (mut burst_screen, mut single_screen) = (terminal(), terminal());
    let [burst, single] = Times::in_turn(
        50,
        [
            &mut || {
                for _ in 0..100 {
                    press(&mut burst, KeyCode::Down);
                }
                burst_screen.draw(|frame| ui::draw(&burst, frame)).unwrap();
            },
            &mut || {
                press(&mut single, KeyCode::Down);
                single_screen.draw(|frame| ui::draw(&single, frame)).unwrap();
            },
        ],
    );
    table::ratio("100 keys", burst.median(), ("one key", single.median()), 2.0);
    table::limit("100 keys, slowest", burst.worst().as_secs_f64() * 1e3, "ms", FRAME_MS);
}
