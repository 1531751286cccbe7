//! A village taken over from a pack, in a place where nothing is: what the pack holds, and the successor's first act.
//!
//! That act lies in the journal before the place has a header or a name, so that no copy without it ever opens. What the
//! act says is the caller's to decide, from what the pack says of itself.

use std::path::Path;

use crate::domain::act::Act;
use crate::domain::day::Moment;
use crate::seal::recovery::RecoveryCode;
use crate::seal::slot::{Cost, Slots};
use crate::store::encode::body_of;
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::unlock::{self, Unlock, not_unlocked};

use super::layout::Front;
use super::pack::deed_of;
use super::reading::{Decoded, Whole, check_format, check_proof, check_whole, decode, open};
use super::restoring::{Found, More, again, beside, check_empty, check_purpose, found, made};
use super::{Heard, Purpose};
use crate::store::site::Site;

/// What a pack holds.
pub struct Pack<'a, L: Ledger> {
    /// The village.
    pub state: &'a L::State,
    /// What the pack says of itself.
    pub deed: L::Record,
    /// When it was made.
    pub made_at: Moment,
    /// The link of the chain behind its last act.
    pub head: [u8; 32],
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: &'a str,
}

/// A recovery code of the successor's own, in the place of one that nobody has.
pub struct NewCode<'a> {
    /// What every guess costs.
    pub cost: Cost,
    /// The code.
    pub code: &'a RecoveryCode,
}

/// Says the successor's first act, or why there will be none.
pub type Begin<'a, L, E> = dyn FnMut(Pack<'_, L>) -> Result<Act<<L as Ledger>::Change>, E> + 'a;

/// Makes the village in `dir`, with the act that `begin` gives behind the last one of the pack.
///
/// # Errors
/// Whatever it is, nothing is in the place then.
pub fn take_over<L: Ledger, E: From<StoreError>>(
    file: &Path,
    dir: &Path,
    (unlock, code): (Unlock<'_>, Option<NewCode<'_>>),
    begin: &mut Begin<'_, L, E>,
    heard: &mut Heard<'_>,
) -> Result<Found<L::State>, E> {
    check_empty(dir)?;
    let whole = check_whole(file, heard).map_err(of_pack)?;
    check_purpose(&whole.front, Purpose::Handover, file)?;
    let (site, slots) = keys::<L>(&whole.front, file, dir, unlock, code).map_err(of_pack)?;
    let (act, _) = begun::<L, E>(&whole, &site, file, begin, heard)?;
    let unwritable = || StoreError::io("写下接任", dir)(std::io::Error::other("no bytes"));
    let more = More { slots, body: Some(body_of::<L>(&act).ok_or_else(unwritable)?) };
    let built = made::<L>(&whole.front, (&site, more), file, dir, heard).map_err(of_pack)?;
    Ok(found(whole, built))
}

/// Reads a pack whole and has `begin` say what would come of it; writes nothing.
pub fn look<L: Ledger, E: From<StoreError>>(
    file: &Path,
    unlock: Unlock<'_>,
    begin: &mut Begin<'_, L, E>,
    heard: &mut Heard<'_>,
) -> Result<Found<L::State>, E> {
    let whole = check_whole(file, heard).map_err(of_pack)?;
    check_purpose(&whole.front, Purpose::Handover, file)?;
    let (site, _) = keys::<L>(&whole.front, file, file, unlock, None).map_err(of_pack)?;
    let (_, decoded) = begun::<L, E>(&whole, &site, file, begin, heard)?;
    Ok(found(whole, (decoded.span, decoded.state)))
}

/// The first act behind a pack, and what the pack holds.
type Begun<L> = (Act<<L as Ledger>::Change>, Decoded<<L as Ledger>::State>);

/// Reads what the pack holds, and has `begin` give the first act behind it.
fn begun<L: Ledger, E: From<StoreError>>(
    whole: &Whole,
    site: &Site,
    file: &Path,
    begin: &mut Begin<'_, L, E>,
    heard: &mut Heard<'_>,
) -> Result<Begun<L>, E> {
    let mut input = open(file)?;
    let front = again(&mut input, file, &whole.front).map_err(of_pack)?;
    let decoded = decode::<L>(&mut input, &front, (site, &site.key), file, heard).map_err(of_pack)?;
    let deed = deed_of::<L>(front.deed.as_deref().unwrap_or_default(), site, file).map_err(of_pack)?;
    let (made_at, head) = (front.made_at, front.header.closed_at.link);
    let act = begin(Pack { state: &decoded.state, deed, made_at, head, sha256: &whole.sha256 })?;
    Ok((act, decoded))
}

/// The keys of the pack for the place beside `dir`, and its slots with the successor's recovery code.
fn keys<L: Ledger>(
    front: &Front,
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    code: Option<NewCode<'_>>,
) -> Result<(Site, Option<Vec<u8>>), StoreError> {
    check_format::<L>(front, file)?;
    let key = unlock::data_key(file, &front.header, unlock)?;
    let slots = match (&key, code) {
        (Some(key), Some(NewCode { cost, code })) => {
            let store_id = &front.header.store_id;
            let replaced = Slots::from_bytes(&front.header.slots)
                .and_then(|mut slots| slots.replace_recovery(store_id, cost, key, code).map(|()| slots));
            Some(replaced.map_err(|fault| not_unlocked(file, fault))?.to_bytes())
        }
        (Some(_) | None, _) => None,
    };
    let site = Site::new(&beside(dir), key, &front.header.store_id);
    check_proof(front, &site, file)?;
    Ok((site, slots))
}

/// The words for a pack. It has no recovery code, and its passphrase is the successor's.
fn of_pack(fault: StoreError) -> StoreError {
    match fault {
        StoreError::WrongPassphrase { dir: file } | StoreError::WrongRecoveryCode { dir: file } => {
            StoreError::WrongPackPassphrase { file }
        }
        StoreError::BackupDamaged { file, what } => StoreError::PackDamaged { file, what },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::super::error::{BackupError, Cause, Left};
    use super::super::restoring::{look, restore};
    use super::super::writing::{Care, Destination, Written};
    use super::super::{Part, Phase};
    use super::*;
    use crate::disk::fault::{Step, plan};
    use crate::domain::day::Day;
    use crate::domain::id::Seq;
    use crate::seal::secret::Secret;
    use crate::store::Store;
    use crate::store::build::CreateOptions;
    use crate::store::inspect::{Weight, inspect};
    use crate::store::toy::{LaterToy, Toy, ToyChange, ToyRecord, ToyState, act};
    use crate::store::trial::commit;
    use crate::store::unlock::{Keys, NewKeys};

    fn go(_: Phase, _: u64, _: u64) -> bool {
        true
    }

    fn keys(words: &str) -> NewKeys {
        let passphrase = Secret::from(words.to_owned());
        NewKeys { cost: Cost::TRIAL, passphrase, code: Arc::new(RecoveryCode::random().unwrap()) }
    }

    const OLD: &str = "桃花流水鳜鱼肥abc";
    const NEW: &str = "西塞山前白鹭飞xyz";

    /// A village of five acts, plain or sealed with the old officer's keys.
    fn village(dir: &Path, keys: Option<&NewKeys>) -> (Store<Toy>, ToyState) {
        let mut state = ToyState::default();
        let mut store = Store::<Toy>::create(dir, CreateOptions { keys: keys.map(Keys::Slots) }).unwrap();
        for n in 1..=5 {
            commit(&mut store, &mut state, vec![ToyChange::Set(n, format!("李德全第{n}笔"))]).unwrap();
        }
        (store, state)
    }

    fn deed() -> ToyRecord {
        ToyRecord { n: 9, text: "王敏交李华".to_owned() }
    }

    fn write(store: &Store<Toy>, dir: &Path) -> Result<Written<ToyState>, BackupError> {
        let at = Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0);
        let parts = vec![Part { name: "holidays.toml".to_owned(), bytes: b"[2031]".to_vec() }];
        let source = store.pack(at, parts, keys(NEW), &deed()).unwrap();
        let name = "大坪村_交接".to_owned();
        let to = Destination { dir: dir.to_path_buf(), name, device: None, care: Care::Stick, spare_bytes: 0 };
        source.write(&to, &mut go)
    }

    fn take(file: &Path, dir: &Path, words: &str) -> Result<Found<ToyState>, StoreError> {
        let passphrase = Secret::from(words.to_owned());
        take_with(file, dir, Unlock::Passphrase(&passphrase), None)
    }

    fn take_with(
        file: &Path,
        dir: &Path,
        unlock: Unlock<'_>,
        code: Option<NewCode<'_>>,
    ) -> Result<Found<ToyState>, StoreError> {
        let begin: &mut Begin<'_, Toy, StoreError> = &mut |pack| {
            assert_eq!(pack.deed, deed());
            Ok(act(pack.state.seq.0 + 1, vec![ToyChange::Set(6, "李华接任".to_owned())]))
        };
        take_over::<Toy, StoreError>(file, dir, (unlock, code), begin, &mut go)
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(dir).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn made(temp: &Path, keys: Option<&NewKeys>) -> (PathBuf, [u8; 32]) {
        let (store, state) = village(&temp.join("old"), keys);
        let written = write(&store, temp).unwrap();
        assert_eq!((written.upto, &written.state), (Seq(5), &state));
        (written.path, store.head())
    }

    #[test]
    fn the_successors_village_is_the_old_one_and_the_act_of_taking_over_in_one_chain() {
        let old_keys = keys(OLD);
        for old in [None, Some(&old_keys)] {
            let temp = tempfile::tempdir().unwrap();
            let (file, head) = made(temp.path(), old);
            let bytes = std::fs::read(&file).unwrap();
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!holds("李德全") && !holds("李华"), "sealed, whatever the old store is");
            let new = temp.path().join("new");
            let code = RecoveryCode::random().unwrap();
            let passphrase = Secret::from(NEW.to_owned());
            let new_code = NewCode { cost: Cost::TRIAL, code: &code };
            let found = take_with(&file, &new, Unlock::Passphrase(&passphrase), Some(new_code)).unwrap();
            assert_eq!((found.upto, found.state.seq, found.state.rows.len()), (Seq(5), Seq(6), 6));
            assert!(new.join("tables/holidays.toml").exists());
            for unlock in [Unlock::Passphrase(&passphrase), Unlock::Code(&code)] {
                let (store, state, report) = Store::<Toy>::open(&new, unlock, &mut |_| {}).unwrap();
                assert_eq!((&state, report.unclean, report.rebuilt), (&found.state, false, None));
                let last = store.acts_from(Seq(6)).unwrap().next().unwrap().unwrap();
                assert_eq!(last.changes, [ToyChange::Set(6, "李华接任".to_owned())]);
                let link = crate::store::reader::link_before(&store.site.journal(), Seq(6)).unwrap();
                assert_eq!(link, Some(head), "it goes on where the old one was handed over");
            }
            let findings = inspect::<Toy>(&new, Unlock::Code(&code)).unwrap();
            assert!(findings.iter().all(|finding| finding.weight == Weight::Sound), "{findings:?}");
            let closed = [Unlock::Passphrase(&old_keys.passphrase), Unlock::Code(&old_keys.code), Unlock::Nothing];
            for unlock in closed {
                assert!(Store::<Toy>::open(&new, unlock, &mut |_| {}).is_err(), "the old officer's keys open nothing");
            }
        }
    }

    #[test]
    fn a_pack_harmed_anywhere_or_of_another_kind_is_refused_and_nothing_is_left() {
        let temp = tempfile::tempdir().unwrap();
        let (file, _) = made(temp.path(), None);
        let (good, new) = (std::fs::read(&file).unwrap(), temp.path().join("new"));
        let left = names(temp.path());
        for byte in (0..good.len()).step_by(31).chain(good.len() - 33..good.len()) {
            let mut flipped = good.clone();
            flipped[byte] ^= 0x20;
            for bytes in [&flipped[..], &good[..byte]] {
                std::fs::write(&file, bytes).unwrap();
                let refused = take(&file, &new, NEW).unwrap_err();
                let is_named = matches!(&refused, StoreError::PackDamaged { file: named, .. } if *named == file);
                assert!(is_named || matches!(refused, StoreError::NewerProgram { .. }), "{refused:?}");
            }
        }
        std::fs::write(&file, &good).unwrap();
        let refused = take(&file, &new, OLD).unwrap_err();
        assert!(matches!(refused, StoreError::WrongPackPassphrase { .. }) && refused.to_string().contains("收回"));
        assert!(matches!(take_with(&file, &new, Unlock::Nothing, None), Err(StoreError::Locked { .. })));
        let passphrase = Secret::from(NEW.to_owned());
        let unlock = Unlock::Passphrase(&passphrase);
        assert!(matches!(look::<Toy>(&file, unlock, &mut go), Err(StoreError::NotABackup { .. })));
        assert!(matches!(restore::<Toy>(&file, &new, unlock, &mut go), Err(StoreError::NotABackup { .. })));
        let later: &mut Begin<'_, LaterToy, StoreError> = &mut |pack| Ok(act(pack.state.seq.0 + 1, Vec::new()));
        let other = take_over::<LaterToy, StoreError>(&file, &new, (unlock, None), later, &mut go);
        assert!(matches!(other, Err(StoreError::OtherFormat { .. })));
        let begin: &mut Begin<'_, Toy, StoreError> = &mut |_| Err(StoreError::Locked { dir: PathBuf::new() });
        assert!(take_over::<Toy, StoreError>(&file, &new, (unlock, None), begin, &mut go).is_err());
        for (step, path_has) in [(Step::Write, "journal"), (Step::Rename, "new.restoring"), (Step::Sync, "sled")] {
            let kind = std::io::ErrorKind::StorageFull;
            plan::set(vec![plan::Refusal { step, path_has, after: 0, times: 99, kind }]);
            assert!(take(&file, &new, NEW).is_err(), "{path_has}");
            plan::set(Vec::new());
        }
        assert_eq!(names(temp.path()), left);
        take(&file, &new, NEW).unwrap();
        let full = take(&file, &new, NEW).unwrap_err();
        assert!(matches!(full, StoreError::NotEmpty { .. }));
    }

    #[test]
    fn a_pack_that_cannot_be_read_back_is_none() {
        let temp = tempfile::tempdir().unwrap();
        let (store, _) = village(&temp.path().join("old"), Some(&keys(OLD)));
        let stick = temp.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        let kind = std::io::ErrorKind::Other;
        plan::set(vec![plan::Refusal { step: Step::ReadBack, path_has: "stick", after: 0, times: 9, kind }]);
        let fault = write(&store, &stick).unwrap_err();
        plan::set(Vec::new());
        assert!(matches!((&fault.cause, &fault.left), (Cause::Refused(_), Left::Nothing)), "{fault}");
        assert!(fault.to_string().contains("这一份交接包没有写成"), "{fault}");
        assert_eq!(names(&stick), Vec::<String>::new());
    }
}
