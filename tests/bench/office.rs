//! The book of an office over 30 villages of 15,000 tasks each: taking packages in, opening, looking over it, the table of
//! all villages.
//!
//! The villages are one large village under 30 names, every record with an identity of its own in each. It asserts nothing.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use daiban::desk::office::{OfficeDesk, OfficeNow, Received, own_card};
use daiban::domain::day::Moment;
use daiban::domain::id::{HoldId, HouseholdId, IdMint, PersonId, Seq, TaskId};
use daiban::domain::office::Office;
use daiban::domain::office::outlook::Standing;
use daiban::domain::tables::Tables;
use daiban::exchange::card::{Card, CardKind};
use daiban::exchange::office_table;
use daiban::exchange::package::content::PackageContent;
use daiban::exchange::package::manifest::{ManifestChain, ManifestHead};
use daiban::exchange::package::sealed::Sealing;
use daiban::exchange::package::select::select;
use daiban::exchange::package::{self, Closing, Onward, PackageMeta};
use daiban::seal::identity::{Identity, PublicKeys};
use daiban::store::unlock::Unlock;
use uuid::Uuid;

use crate::table::{self, Times};
use crate::village::{self, LARGE};

const VILLAGES: usize = 30;
/// What a village sends the second time.
const CHANGES: usize = 10;
const TAKING_SECONDS_MAX: f64 = 5.0;
const OPENING_SECONDS_MAX: f64 = 5.0;
const MEMORY_MB_MAX: f64 = 600.0;

pub(crate) fn run() {
    table::heading("An office over 30 villages of 3,000 households, 12,000 people, 15,000 tasks");
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("office");
    let sent = Sent::of(&temp.path().join("village"));
    let (mut desk, mut office) = OfficeDesk::found(&dir, None, &now(), ("慈云镇便民服务中心", "慈云镇")).unwrap();
    let reader = own_card(&office).unwrap().keys;
    taken(&mut desk, &mut office, (&sent, &reader), temp.path());
    drop(sent);
    looked_over(&office);
    drop(office);
    desk.close(now().at).unwrap();
    opened(&dir);
    #[cfg(target_os = "linux")]
    memory(&dir);
}

fn now() -> OfficeNow<'static> {
    OfficeNow { at: Moment::at(village::today(), 9, 0), today: village::today(), actor: "周敏" }
}

/// What villages send: all there is, and what changed afterwards.
struct Sent {
    first: PackageContent,
    next: PackageContent,
}

impl Sent {
    fn of(dir: &Path) -> Sent {
        let village = village::make(dir, LARGE);
        let first = select(&village, Seq(0), village.seq, village::today(), &Tables::shipped());
        let to = Seq(first.to.0 + CHANGES as u64);
        let mut next = PackageContent { from: first.to, to, newest: to, ..first.clone() };
        (next.households, next.people, next.gone) = (Vec::new(), Vec::new(), Vec::new());
        next.tasks.truncate(CHANGES);
        for (nth, task) in (1u64..).zip(&mut next.tasks) {
            task.touched = Seq(first.to.0 + nth);
        }
        Sent { first, next }
    }
}

/// The same records as those of the village with this number.
fn of_village(nth: usize, content: &PackageContent) -> PackageContent {
    let other = |id: Uuid| Uuid::from_u128(id.as_u128() ^ ((nth as u128 + 1) << 40));
    let mut content = PackageContent { village: format!("大坪{nth}村"), ..content.clone() };
    for row in &mut content.households {
        row.id = HouseholdId(other(row.id.0));
        row.head = row.head.map(|id| PersonId(other(id.0)));
    }
    for row in &mut content.people {
        row.id = PersonId(other(row.id.0));
        row.household = row.household.map(|id| HouseholdId(other(id.0)));
    }
    for row in &mut content.tasks {
        row.id = TaskId(other(row.id.0));
        row.household = row.household.map(|id| HouseholdId(other(id.0)));
        row.applicant = PersonId(other(row.applicant.0));
    }
    for row in &mut content.originals {
        (row.id, row.task) = (HoldId(other(row.id.0)), TaskId(other(row.task.0)));
        row.applicant = PersonId(other(row.applicant.0));
    }
    content.gone.clear();
    content
}

/// A village's package as it lies on a stick, and the lines of its data.
fn sealed(content: &PackageContent, no: u32, (from, to): (&Identity, &PublicKeys), dir: &Path) -> (PathBuf, Vec<u8>) {
    let meta = PackageMeta {
        no,
        on: village::today(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "代办月报".to_owned(),
        device: None,
    };
    let head = ManifestHead { number: no, act: content.to.0, link: format!("{no:064}") };
    let chain = ManifestChain {
        recipient: to.fingerprint(),
        head,
        passed: Vec::new(),
        replies: Vec::new(),
        elsewhere: Vec::new(),
    };
    let from = Identity::from_slice(&*from.secret()).unwrap();
    let closing = Closing::Sealed(Box::new(Sealing { from, to: *to, chain }));
    let to = tempfile::tempdir_in(dir).unwrap().keep();
    let path = package::write(content, &meta, &closing, &to, &mut |_| Onward::Go).unwrap().path;
    let open = tempfile::tempdir_in(dir).unwrap();
    let folder = package::write(content, &meta, &Closing::Open, open.path(), &mut |_| Onward::Go).unwrap().path;
    (path, std::fs::read(folder.join("数据.jsonl")).unwrap())
}

/// Every village's first package, and its second, beside the same lines read as JSON, written and synced.
fn taken(desk: &mut OfficeDesk, office: &mut Office, (sent, reader): (&Sent, &PublicKeys), temp: &Path) {
    let mut mint = IdMint::new(7);
    let [mut first, mut first_plainly, mut next, mut next_plainly] = [const { Vec::new() }; 4];
    for nth in 0..VILLAGES {
        let from = Identity::random().unwrap();
        let card = Card {
            kind: CardKind::Village,
            name: format!("大坪{nth}村"),
            township: "慈云镇".to_owned(),
            liaison: "王敏".to_owned(),
            keys: from.public(),
        };
        desk.enrol(office, &now(), (&card, false), &mut mint).unwrap();
        let packages =
            [(1, &sent.first, &mut first, &mut first_plainly), (2, &sent.next, &mut next, &mut next_plainly)];
        for (no, content, times, plainly) in packages {
            let (path, lines) = sealed(&of_village(nth, content), no, (&from, reader), temp);
            let since = Instant::now();
            let received = desk.receive(office, &now(), &path).unwrap();
            times.push(since.elapsed());
            assert!(matches!(received, Received::Taken { .. }), "{received:?}");
            plainly.push(plain(&lines, &temp.join("lines")));
            std::fs::remove_file(path).unwrap();
        }
    }
    for (what, times, plainly) in [
        ("a first package of 15,000 tasks taken in", first, first_plainly),
        ("one of 10 changes taken in", next, next_plainly),
    ] {
        let (times, plainly) = (Times::of(times), Times::of(plainly));
        table::limit(what, times.median().as_secs_f64(), "s", TAKING_SECONDS_MAX);
        table::note("  of 30, the slowest", &table::ms(times.worst()));
        table::note("  its lines read as JSON, written and synced", &table::ms(plainly.median()));
    }
}

fn plain(lines: &[u8], path: &Path) -> Duration {
    let since = Instant::now();
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let _: serde_json::Value = std::hint::black_box(serde_json::from_slice(line).unwrap());
    }
    let mut file = File::create(path).unwrap();
    file.write_all(lines).unwrap();
    file.sync_all().unwrap();
    since.elapsed()
}

/// Where every village stands, and the table of what is open in all of them.
fn looked_over(office: &Office) {
    let since = Instant::now();
    let standings: Vec<Standing> =
        office.villages().map(|village| Standing::of(office, village, village::today())).collect();
    let took = since.elapsed();
    let tasks: usize = standings.iter().map(|standing| standing.tasks).sum();
    let open: usize = standings.iter().map(|standing| standing.open).sum();
    table::note("tasks in the book, of these open", &format!("{tasks}, {open}"));
    table::note("where every village stands", &table::ms(took));
    let since = Instant::now();
    let bytes = office_table::build(office, village::today(), false).unwrap();
    let took = since.elapsed();
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), &bytes).unwrap();
    let cells = crate::package::cells(path.path());
    let since = Instant::now();
    drop(std::hint::black_box(crate::package::plain_workbook(&cells)));
    let reference = ("the same cells by rust_xlsxwriter", since.elapsed());
    table::ratio("the table of all that is open", took, reference, 3.0);
}

fn opened(dir: &Path) {
    let mut times = Vec::new();
    for _ in 0..3 {
        let since = Instant::now();
        let (desk, office) = OfficeDesk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
        times.push(since.elapsed());
        drop(office);
        desk.close(now().at).unwrap();
    }
    table::limit("opening", Times::of(times).median().as_secs_f64(), "s", OPENING_SECONDS_MAX);
}

/// The most memory the command line has while it tells where every village stands.
#[cfg(target_os = "linux")]
fn memory(dir: &Path) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daiban"));
    command.args(["office", "status", "--date", "2026-11-24", "--data"]).arg(dir);
    let most_mb = crate::package::most_memory_mb(&mut command);
    table::limit("most memory of office status", most_mb, "MB", MEMORY_MB_MAX);
}
