//! The store: taking in a register of 3,000 households, and keeping one act.
//!
//! Each stands beside a reference in the same run. It asserts nothing.

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook};
use daiban::desk::Desk;
use daiban::desk::import::{plan_register, read_register};
use daiban::domain::change::{VillageAct, VillageStaged};
use daiban::domain::day::Moment;
use daiban::domain::decide::village::VillageIntent;
use daiban::domain::decide::{Intent, Now, decide};
use daiban::domain::id::IdMint;
use daiban::domain::stage::stage;
use daiban::domain::tables::Tables;
use daiban::domain::village::Village;
use daiban::exchange::register::mapping::Mapping;
use daiban::seal::bare::BareKey;
use daiban::store::Store;
use daiban::store::build::CreateOptions;
use daiban::store::unlock::Keys;
use daiban::store::village_ledger::VillageLedger;
use rust_xlsxwriter::Workbook;

use crate::table::{self, Times};
use crate::village::{self, LARGE, Size};

const ROUNDS: usize = 5;

pub(crate) fn run() {
    let temp = tempfile::tempdir().unwrap();
    import(temp.path());
    commit(temp.path());
}

/// Reading, planning and keeping a register, beside reading it bare and keeping the same act.
fn import(folder: &Path) {
    table::heading("Import of 3,000 households, 12,000 people");
    let file = register(folder);
    let mut kept = None;
    let mut parts: Vec<[Duration; 3]> = Vec::new();
    for round in 0..ROUNDS {
        let (part, act) = take_in(&folder.join(format!("import-{round}")), &file);
        parts.push(part);
        kept = Some(act);
    }
    let (act, staged) = kept.unwrap();
    table::note("people and households taken in", &staged.rows.len().to_string());
    let floors: Vec<[Duration; 2]> =
        (0..ROUNDS).map(|round| bare(&folder.join(format!("bare-{round}")), &file, &act, &staged)).collect();
    let part = |place: usize| Times::of(parts.iter().map(|parts| parts[place]).collect()).median();
    for (place, name) in ["read", "plan", "decide and commit"].iter().enumerate() {
        table::note(name, &table::ms(part(place)));
    }
    let floor = |place: usize| Times::of(floors.iter().map(|parts| parts[place]).collect()).median();
    table::note("calamine reads", &table::ms(floor(0)));
    table::note("commit alone", &table::ms(floor(1)));
    let whole = Times::of(parts.iter().map(|parts| parts.iter().sum()).collect()).median();
    let floor = Times::of(floors.iter().map(|parts| parts.iter().sum()).collect()).median();
    table::ratio("import", whole, ("calamine and commit", floor), 2.0);
}

fn take_in(dir: &Path, file: &Path) -> ([Duration; 3], (VillageAct, VillageStaged)) {
    let (mut desk, village, tables) = founded(dir);
    let now = Now { at: Moment::at(village::today(), 9, 0), today: village::today(), actor: "王敏", tables: &tables };
    let since = Instant::now();
    let register = read_register(file, None, Mapping::default(), &mut |_| true).unwrap();
    let read = since.elapsed();
    let since = Instant::now();
    let plan = plan_register(&village, &now, &register, &mut IdMint::new(1));
    let planned = since.elapsed();
    let since = Instant::now();
    let kept = desk.keep(&village, &now, Intent::Import(Box::new(plan.intent))).unwrap();
    ([read, planned, since.elapsed()], kept)
}

fn bare(dir: &Path, file: &Path, act: &VillageAct, staged: &VillageStaged) -> [Duration; 2] {
    let (mut desk, _, _) = founded(dir);
    let since = Instant::now();
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    for name in book.sheet_names() {
        black_box(book.worksheet_range(&name).unwrap());
    }
    let read = since.elapsed();
    let since = Instant::now();
    desk.commit(act, staged).unwrap();
    [read, since.elapsed()]
}

fn founded(dir: &Path) -> (Desk, Village, Tables) {
    let acts = village::acts(Size { households: 0, tasks: 0 });
    let (desk, village) = Desk::create_of(dir, &acts).unwrap();
    (desk, village, Tables::shipped())
}

/// The register of the large village as a workbook, a row for each person.
fn register(folder: &Path) -> PathBuf {
    let large = village::in_memory(Size { tasks: 0, ..LARGE });
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = [
        "户编号",
        "社别",
        "姓名",
        "与户主关系",
        "性别",
        "公民身份号码",
        "民族",
        "户口性质",
        "联系电话",
        "住址",
        "备注",
    ];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string(0, column, heading).unwrap();
    }
    let households =
        large.households().flat_map(|household| large.members(household.id).map(move |it| (household, it)));
    for (row, (household, person)) in (1u32..).zip(households) {
        let id_no = person.id_no.known().map(|id_no| id_no.as_str().to_owned()).unwrap_or_default();
        let phone = person.phones.first().map_or("", |phone| phone.digits());
        let sex = person.sex().map_or("", |sex| sex.label());
        let cells = [
            household.no.as_str(),
            large.info.group_name(household.group),
            person.name.as_str(),
            &person.relation,
            sex,
            &id_no,
            &person.particulars.ethnic,
            &person.particulars.hukou,
            phone,
            &household.address,
            "",
        ];
        for (column, text) in (0u16..).zip(cells) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let path = folder.join("花名册.xlsx");
    book.save(&path).unwrap();
    path
}

/// One small act kept for ever, beside appending as many bytes to a file that has room for them, and syncing it.
fn commit(folder: &Path) {
    table::heading("Keeping one act in a sealed store");
    let (key, tables) = (BareKey::random().unwrap(), Tables::shipped());
    let options = CreateOptions { keys: Some(Keys::Bare(&key)) };
    let acts = village::acts(Size { households: 0, tasks: 0 });
    let (mut store, mut village) = Store::<VillageLedger>::create_of(&folder.join("commit"), options, &acts).unwrap();
    let now = Now { at: Moment::at(village::today(), 9, 0), today: village::today(), actor: "王敏", tables: &tables };
    // 1组 would be the 1社 that is there.
    let mut groups = 100;
    let mut act = |village: &Village| {
        groups += 1;
        let intent = Intent::Village(VillageIntent::AddGroup(format!("{groups}组")));
        let (seq, command, changes) = (village.seq.next(), intent.command(), decide(village, &now, intent).unwrap());
        let staged = stage(village, seq, &changes);
        (
            VillageAct { seq, at: now.at, actor: "王敏".to_owned(), command: command.to_owned(), changes, erased: 0 },
            staged,
        )
    };
    let (first, _) = act(&village);
    let bytes = bincode::serde::encode_to_vec(&first, bincode::config::standard()).unwrap();
    let mut plain = File::create(folder.join("plain")).unwrap();
    plain.write_all(&vec![0; 1 << 20]).unwrap();
    plain.sync_all().unwrap();
    let mut plain = File::options().write(true).open(folder.join("plain")).unwrap();
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..150 {
        let (act, staged) = act(&village);
        let since = Instant::now();
        store.commit(&act, &staged).unwrap();
        ours.push(since.elapsed());
        village.install(act.seq, staged);
        let since = Instant::now();
        plain.write_all(&bytes).unwrap();
        plain.sync_data().unwrap();
        floor.push(since.elapsed());
    }
    let (ours, floor) = (Times::of(ours), Times::of(floor));
    table::ratio("commit", ours.median(), ("append and fdatasync", floor.median()), 2.0);
}
