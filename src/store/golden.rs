//! Golden stores: villages that a program of some format once wrote, which every later program must open.
//!
//! They lie in `tests/data`, one packed folder for each way of keeping it, beside what it must tell in plain lines.
//! **They are never written again once they are there**: `GOLDEN=1 cargo test --lib writes_the_golden_stores` writes only
//! those of this program's format that are missing. That a format was changed without a number of its own is seen here.

mod deeds;
mod telling;

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::write::SimpleFileOptions;

use super::Store;
use super::build::CreateOptions;
use super::encode::act_of;
use super::error::CommitError;
use super::frame::Kind;
use super::inspect::{Weight, inspect};
use super::ledger::Ledger;
use super::reader::{Next, Reader, unseal};
use super::toy::{Toy, ToyChange, ToyState};
use super::trial::{commit, copy, options};
use super::unlock::{Keys, NewKeys, Unlock};
use super::village_ledger::VillageLedger;
use super::wire::encode;
use super::{ballast, segment, site};
use crate::disk::fault::{Step, plan};
use crate::domain::act::Act;
use crate::domain::change::VillageStaged;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::id::{IdMint, NoteId, Seq};
use crate::domain::note::{Note, NoteKind};
use crate::domain::stage::stage;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::seal::Suite;
use crate::seal::recovery::RecoveryCode;
use crate::seal::secret::Secret;
use crate::seal::slot::Cost;

/// What opens the sealed ones. It keeps nothing secret: all that is in them was made up.
const PASSPHRASE: &str = "金色的村子2026";
const KEPT_AS: [&str; 2] = ["plain", "sealed"];
/// Half a megabyte of zeroes packs to nothing; a golden store that grows beyond this holds something it should not.
const PACKED_BYTES_MAX: u64 = 200 * 1024;
/// Every kind of change there is but those that no act of the golden village brings about.
const KINDS: [&str; 91] = [
    "Backup Restored",
    "Backup Written",
    "Contact Added",
    "Contact Edited",
    "Contact Retired",
    "Correspondence KeysMade",
    "Correspondence OfficeAccepted",
    "Correspondence ReplyTaken",
    "Destroyed OnDemand",
    "Document Noted",
    "DraftDropped",
    "FollowUp Settled",
    "Handover Given",
    "Handover Revoked",
    "Handover TermBegan",
    "Holidays",
    "Household Added",
    "Household ClassEnded",
    "Household ClassGranted",
    "Household Edited",
    "Household Event",
    "Household Imported",
    "Intake",
    "Leave Back",
    "Leave Recorded",
    "Mapping",
    "Note CalledBack",
    "Note Written",
    "Package Begun",
    "Package Confirmed",
    "Package Voided",
    "Package Written",
    "Pairing Begun",
    "Pairing Contacted",
    "Pairing Ended",
    "Pairing IncomeChecked",
    "Pairing MeasureDoneAt",
    "Pairing Measured",
    "Pairing Planned",
    "Pairing StepSet",
    "Person Added",
    "Person Edited",
    "Person Event",
    "Person Imported",
    "Person Merged",
    "Point Added",
    "Point Edited",
    "Point Ended",
    "Point Held",
    "Post Written",
    "Posting Answered",
    "Posting Objected",
    "Posting PutUp",
    "Posting TakenDown",
    "Reconciled",
    "Returned Corrected",
    "Returned Filed",
    "Returned Proposed",
    "Returned Screened",
    "Returned Stepped",
    "Revealed",
    "Sticks Carried",
    "Sticks Corrected",
    "Sticks Registered",
    "Sticks Retired",
    "Supervision CalledBack",
    "Supervision ChannelsTold",
    "Supervision Done",
    "Supervision Received",
    "Supervision Settled",
    "Task Edited",
    "Task Entrusted",
    "Task ExternalNo",
    "Task Fee",
    "Task HoldReturned",
    "Task HoldTaken",
    "Task Imported",
    "Task Materials",
    "Task Money",
    "Task Opened",
    "Task Rated",
    "Task Stepped",
    "Task Urged",
    "Undone",
    "Village Edited",
    "Village Founded",
    "Village GroupsAdded",
    "Village TermBegan",
    "Visit CalledBack",
    "Visit Made",
    "Visit Voided",
];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn packed(format: u16, kept_as: &str) -> PathBuf {
    data(&format!("store-{format}-{kept_as}.zip"))
}

fn told(format: u16) -> PathBuf {
    data(&format!("store-{format}.txt"))
}

fn passphrase() -> Secret {
    Secret::from(PASSPHRASE.to_owned())
}

/// Commits every act of the golden village: closed and opened in between, once refused by the disk, so that there are two
/// segments, and with a snapshot.
fn write(dir: &Path, kept_as: &str) {
    let keys = NewKeys { cost: Cost::TRIAL, passphrase: passphrase(), code: Arc::new(RecoveryCode::random().unwrap()) };
    let keys = (kept_as == "sealed").then_some(Keys::Slots(&keys));
    let mut store = Store::<VillageLedger>::create(dir, CreateOptions { keys }).unwrap();
    let fixture = deeds::all();
    let middle = fixture.acts.len() / 2;
    for (nth, (act, rows)) in fixture.acts.iter().zip(&fixture.rows).enumerate() {
        let staged = VillageStaged { rows: rows.clone() };
        if nth == middle {
            store.keep_snapshot(act.at, Vec::new).unwrap();
            store.close().unwrap();
            store = Store::open(dir, Unlock::Passphrase(&passphrase()), &mut |_| {}).unwrap().0;
            plan::set(vec![plan::Refusal {
                step: Step::Write,
                path_has: "journal",
                after: 0,
                times: 1,
                kind: std::io::ErrorKind::Other,
            }]);
            assert!(matches!(store.commit(act, &staged), Err(CommitError::NotSaved { .. })));
        }
        store.commit(act, &staged).unwrap();
    }
    store.close().unwrap();
    assert_eq!(segment::numbers(&site::journal(dir)).unwrap(), [1, 2]);
}

/// Every file below the folder by its path within; but what holds nothing.
fn files(dir: &Path, below: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = Path::new(below).join(entry.file_name()).to_str().unwrap().to_owned();
        if entry.file_type().unwrap().is_dir() {
            all.extend(files(dir, &name));
        } else if name != ballast::NAME && name != "lock" {
            all.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}

fn pack(dir: &Path) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files(dir, "") {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn unpack(packed: &Path, dir: &Path) {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(packed).unwrap()).unwrap();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        let path = dir.join(file.name().unwrap().as_ref());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn open(dir: &Path) -> (Store<VillageLedger>, Village, bool) {
    let opened = Store::<VillageLedger>::open(dir, Unlock::Passphrase(&passphrase()), &mut |_| {});
    let (store, village, report) = opened.unwrap();
    (store, village, report.rebuilt.is_some() || report.unclean || report.torn.is_some())
}

/// Every change, decoded and written again, is the bytes that were there: nothing was read as something else.
fn check_bytes(dir: &Path) {
    let store = open(dir).0;
    let mut reader = Reader::near(&site::journal(dir), Seq(1)).unwrap();
    let mut checked = 0;
    while let Next::Frame(head, _) = reader.next(Seq(0)).unwrap() {
        let format = VillageLedger::FORMAT;
        let body = unseal(&store.site.sealer, format, &head, reader.body(), dir).unwrap().unwrap();
        let act = (head.kind == Kind::Act).then(|| act_of::<VillageLedger>(head.seq, &body, dir).unwrap());
        for (piece, change) in body.changes.iter().zip(act.iter().flat_map(|act| &act.changes)) {
            assert_eq!(encode(change).as_deref(), piece.kept(), "{:?}", head.seq);
            checked += 1;
        }
    }
    assert!(checked > KINDS.len(), "only {checked}");
}

fn tells(store: &Store<VillageLedger>, village: &Village) -> String {
    let acts: Vec<_> = store.acts_from(Seq(1)).unwrap().map(Result::unwrap).collect();
    telling::of(village, &acts)
}

/// The toy's golden store, of its first format.
pub(super) fn unpacked_toy(dir: &Path) {
    unpack(&data("toy-1.zip"), dir);
}

fn write_toy(dir: &Path) {
    let (mut store, mut state) = (Store::<Toy>::create(dir, options(Suite::Sealed)).unwrap(), ToyState::default());
    for n in 1..=30 {
        commit(&mut store, &mut state, vec![ToyChange::Set(n % 11, format!("第{n}笔"))]).unwrap();
    }
    commit(&mut store, &mut state, vec![ToyChange::Gone(5), ToyChange::Set(12, String::new())]).unwrap();
    store.close().unwrap();
}

/// One note more, by the rules of today.
fn one_act_more(store: &mut Store<VillageLedger>, village: &mut Village) {
    let (tables, at) = (Tables::shipped(), Moment::at(Day::parse_iso("2026-04-01").unwrap(), 9, 0));
    let now = Now { at, today: at.day(), actor: "李华", tables: &tables };
    let note = Note {
        id: NoteId::mint(&mut IdMint::new(3), at),
        touched: Seq::default(),
        at,
        kind: NoteKind::Quick,
        who: String::new(),
        person: None,
        task: None,
        text: "新程序记的一笔".to_owned(),
        call_back: None,
    };
    let intent = Intent::Note(NoteIntent::Write(Box::new(note)));
    let (seq, command) = (store.seq().next(), intent.command().to_owned());
    let changes = decide(village, &now, intent).unwrap();
    let staged = stage(village, seq, &changes);
    store.commit(&Act { seq, at, actor: "李华".to_owned(), command, changes, erased: 0 }, &staged).unwrap();
    village.install(seq, staged);
}

/// The formats of which there are golden stores: all that this program reads.
fn formats() -> std::ops::RangeInclusive<u16> {
    1..=VillageLedger::FORMAT
}

#[test]
fn a_village_of_every_format_there_was_opens_with_all_that_was_in_it_and_goes_on() {
    for (format, kept_as) in formats().flat_map(|format| KEPT_AS.map(|kept_as| (format, kept_as))) {
        let temp = tempfile::tempdir().unwrap();
        let (dir, again) = (temp.path().join("village"), temp.path().join("again"));
        unpack(&packed(format, kept_as), &dir);
        copy(&dir, &again);
        let wanted = std::fs::read_to_string(told(format)).unwrap();
        let found = inspect::<VillageLedger>(&dir, Unlock::Passphrase(&passphrase())).unwrap();
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{format} {kept_as}: {found:?}");
        let (mut store, mut village, was_mended) = open(&dir);
        assert!(!was_mended, "{format} {kept_as}");
        assert_eq!(tells(&store, &village), wanted, "{format} {kept_as}");
        assert_eq!(store.is_sealed(), kept_as == "sealed");
        one_act_more(&mut store, &mut village);
        store.close().unwrap();
        let (store, reopened, _) = open(&dir);
        assert_eq!(reopened, village, "{format} {kept_as}");
        store.close().unwrap();
        if format == VillageLedger::FORMAT {
            check_bytes(&again);
        }
        // From the journal alone it is the same village.
        std::fs::remove_dir_all(again.join("sled")).unwrap();
        let (store, rebuilt, _) = open(&again);
        assert_eq!(tells(&store, &rebuilt), wanted, "{format} {kept_as}, from the journal");
    }
}

#[test]
fn the_snapshot_of_a_golden_village_is_read_too() {
    for (format, kept_as) in formats().flat_map(|format| KEPT_AS.map(|kept_as| (format, kept_as))) {
        let temp = tempfile::tempdir().unwrap();
        unpack(&packed(format, kept_as), temp.path());
        let words = passphrase();
        let found = super::backup::snapshot::inspect::<VillageLedger>(temp.path(), Unlock::Passphrase(&words));
        assert_eq!(found.len(), 1, "{format} {kept_as}");
        assert!(found.iter().all(|it| it.weight == Weight::Sound), "{format} {kept_as}: {found:?}");
    }
}

/// Whoever adds a kind of change adds it here, and to the deeds: then the golden stores of the next format hold it.
#[test]
fn every_kind_of_change_is_among_the_golden_deeds() {
    let kinds: std::collections::BTreeSet<_> =
        deeds::all().acts.iter().flat_map(|act| &act.changes).map(telling::kind).collect();
    let missing: Vec<_> = KINDS.iter().filter(|kind| !kinds.contains(**kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(kinds.iter().all(|kind| KINDS.contains(&kind.as_str())), "{kinds:?}");
}

/// Writes what is missing, when it is asked to: see the head of this file.
#[test]
fn writes_the_golden_stores_that_are_missing_when_asked_to() {
    let (format, is_asked_to) = (VillageLedger::FORMAT, std::env::var_os("GOLDEN").is_some());
    if is_asked_to && !data("toy-1.zip").exists() {
        let temp = tempfile::tempdir().unwrap();
        write_toy(&temp.path().join("toy"));
        std::fs::write(data("toy-1.zip"), pack(&temp.path().join("toy"))).unwrap();
    }
    for kept_as in KEPT_AS {
        let temp = tempfile::tempdir().unwrap();
        let (dir, packed) = (temp.path().join("village"), packed(format, kept_as));
        if packed.exists() || !is_asked_to {
            assert!(std::fs::metadata(&packed).unwrap().len() <= PACKED_BYTES_MAX);
            continue;
        }
        write(&dir, kept_as);
        std::fs::write(&packed, pack(&dir)).unwrap();
        let (store, village, _) = open(&dir);
        let told = told(format);
        if !told.exists() {
            std::fs::write(&told, tells(&store, &village)).unwrap();
        }
    }
}
