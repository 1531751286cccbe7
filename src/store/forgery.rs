//! Bytes that were made to be taken for the store's own: each is refused, and by the right name.

use std::path::Path;

use super::error::StoreError;
use super::frame::{BODY_BYTES_MAX, HEAD_BYTES, Head, Kind};
use super::header::{self, ClosedAt, Found, Header, Proof};
use super::healing::{closed, closed_at, files, first_segment, set};
use super::inspect::{Weight, inspect};
use super::reader::{Next, Place, Reader};
use super::toy::{Toy, ToyState};
use super::trial::{commit, copy, key, options, reopen};
use super::unlock::Unlock;
use super::wire::first_link;
use super::{Store, site, tail};
use crate::disk::file::DataFile;
use crate::domain::id::Seq;
use crate::seal::Suite;
use crate::seal::bare::BareKey;

#[test]
fn a_frame_of_another_suite_is_harmed_and_not_a_newer_program_s() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, image) = (temp.path().join("village"), temp.path().join("image"));
    let mut state = closed(&dir, 2);
    let (mut store, _, _) = reopen(&dir).unwrap();
    let first = usize::try_from(store.journal.end().offset).unwrap();
    commit(&mut store, &mut state, vec![set(1, "倒数第二")]).unwrap();
    let (before_last, last) = (state.clone(), usize::try_from(store.journal.end().offset).unwrap());
    commit(&mut store, &mut state, vec![set(2, "最后")]).unwrap();
    copy(&dir, &image);
    std::fs::remove_dir_all(image.join("sled")).unwrap();
    let harmed = std::fs::read(first_segment(&image)).unwrap();
    for suite in [1, 2, 255] {
        let mut bytes = harmed.clone();
        bytes[last + HEAD_BYTES] = suite;
        std::fs::write(first_segment(&image), bytes).unwrap();
        let (store, again, report) = reopen(&image).unwrap();
        assert_eq!((store.seq(), &again, report.torn.map(|torn| torn.seq)), (Seq(3), &before_last, Some(Seq(4))));
        drop(store);
        let mut bytes = std::fs::read(first_segment(&dir)).unwrap();
        bytes[first + HEAD_BYTES] = suite;
        std::fs::write(first_segment(&image), bytes).unwrap();
        copy_headers(&dir, &image);
        assert!(matches!(reopen(&image), Err(StoreError::JournalDamaged { seq: Seq(3), .. })), "suite {suite}");
    }
}

fn copy_headers(from: &Path, to: &Path) {
    for name in ["header", "header.2"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn a_length_no_act_has_is_bad_bytes_and_nothing_of_it_is_read() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 2);
    let end = closed_at(&dir);
    let head = Head {
        kind: Kind::Act,
        seq: Seq(3),
        body_bytes: u32::try_from(BODY_BYTES_MAX).unwrap() + 1,
        prev_link: end.link,
    };
    let mut file = DataFile::open(&first_segment(&dir)).unwrap();
    file.write_at(end.offset, &head.to_bytes()).unwrap();
    file.set_size(1 << 31).unwrap();
    let place = Place { segment: 1, offset: end.offset };
    let mut reader = Reader::at(&site::journal(&dir), place).unwrap();
    assert!(matches!(reader.next(Seq(0)).unwrap(), Next::Bad(at, _) if at == place));
    assert!(reader.body().is_empty());
    let refused = tail::cut(&dir, &site::journal(&dir), place, Seq(3)).err().unwrap();
    assert!(matches!(refused, StoreError::JournalDamaged { seq: Seq(3), .. }), "{refused}");
    assert!(!dir.join("torn-3.1").exists());
}

type Expected = fn(&StoreError) -> bool;

/// Both headers, as somebody would write them who knows how, but has no key: the sum is right.
fn forge(dir: &Path, header: &Header, proof: &Proof) {
    for path in header::paths(dir) {
        std::fs::write(path, header.to_bytes(proof)).unwrap();
    }
}

#[test]
fn a_header_that_was_not_written_with_the_key_is_refused_whatever_it_says() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, image) = (temp.path().join("village"), temp.path().join("image"));
    for dir in [&dir, &temp.path().join("other")] {
        let (mut store, mut state) = (Store::<Toy>::create(dir, options(Suite::Sealed)).unwrap(), ToyState::default());
        for n in 0..5 {
            commit(&mut store, &mut state, vec![set(n, "记")]).unwrap();
        }
        store.close().unwrap();
    }
    let Found { header, proof, .. } = Header::read(&dir).unwrap();
    let strange = Header::read(&temp.path().join("other")).unwrap();
    let begin = ClosedAt { seq: Seq(0), segment: 1, offset: 0, link: first_link(&header.store_id) };
    let other_key = BareKey::random().unwrap();
    let forged: [(&str, Header, Proof, Expected); 6] = [
        ("closed earlier", Header { closed_at: begin, ..header.clone() }, proof, is_forged),
        ("newer", Header { generation: 99, ..header.clone() }, proof, is_forged),
        ("the proof of another", header.clone(), strange.proof, is_forged),
        ("another store", strange.header, strange.proof, |it| matches!(it, StoreError::JournalDamaged { .. })),
        ("another key", Header { slots: other_key.mark(), ..header.clone() }, proof, |it| {
            matches!(it, StoreError::OtherKey { .. })
        }),
        ("no cipher", Header { suite: Suite::Plain, slots: Vec::new(), ..header }, Proof::NONE, |it| {
            matches!(it, StoreError::JournalDamaged { seq: Seq(5), .. })
        }),
    ];
    for (what, header, proof, is_expected) in forged {
        copy(&dir, &image);
        forge(&image, &header, &proof);
        let before = files(&image);
        let refused = reopen(&image).err().unwrap();
        assert!(is_expected(&refused), "{what}: {refused}");
        match inspect::<Toy>(&image, Unlock::Bare(key())) {
            Err(fault) => assert!(is_expected(&fault), "{what}: {fault}"),
            Ok(found) => assert!(found.iter().any(|finding| finding.weight == Weight::Damage), "{what}"),
        }
        assert_eq!(files(&image), before, "{what}: refused, and changed");
    }
    assert!(reopen(&dir).is_ok());
}

fn is_forged(fault: &StoreError) -> bool {
    matches!(fault, StoreError::HeaderForged { .. })
}
