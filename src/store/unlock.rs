//! What opens a sealed store: the passphrase or the recovery code, against the slots of the header.
//!
//! It keeps no key: that goes into the site, and lives as long as the store is open.

use std::path::Path;
use std::sync::Arc;

use crate::seal::Suite;
use crate::seal::bare::{self, BareKey};
use crate::seal::key::DataKey;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;
use crate::seal::slot::{Cost, SlotFault, Slots};

use super::error::StoreError;
use super::header::Header;

/// What a new store is sealed with.
#[derive(Clone, Copy)]
pub enum Keys<'a> {
    /// A key of its own, in slots that somebody opens.
    Slots(&'a NewKeys),
    /// A key that whoever makes the store keeps elsewhere.
    Bare(&'a BareKey),
}

/// What opens the slots of a new store.
pub struct NewKeys {
    /// What every guess of the passphrase costs.
    pub cost: Cost,
    /// What the officer types at every start.
    pub passphrase: Secret,
    /// What is printed, and opens the store when the passphrase is forgotten.
    pub code: Arc<RecoveryCode>,
}

/// What somebody opens a store with.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Nothing: a sealed store stays closed.
    Nothing,
    /// The passphrase.
    Passphrase(&'a Secret),
    /// The recovery code.
    Code(&'a RecoveryCode),
    /// The key itself, of a store that has it kept elsewhere.
    Bare(&'a BareKey),
}

impl<'a> Keys<'a> {
    /// What opens again a store that was made with these.
    pub fn unlock(self) -> Unlock<'a> {
        match self {
            Keys::Slots(keys) => Unlock::Passphrase(&keys.passphrase),
            Keys::Bare(key) => Unlock::Bare(key),
        }
    }
}

/// A new data key for the store of this id, and what its header keeps of it.
pub(super) fn make(dir: &Path, keys: Keys<'_>, store_id: &[u8; 16]) -> Result<(Vec<u8>, DataKey), StoreError> {
    match keys {
        Keys::Slots(NewKeys { cost, passphrase, code }) => {
            let made = Slots::make(store_id, *cost, passphrase, code).map_err(|fault| not_unlocked(dir, fault))?;
            Ok((made.0.to_bytes(), made.1))
        }
        Keys::Bare(key) => Ok((key.mark(), key.data_key())),
    }
}

impl<'a> From<&'a Credential> for Unlock<'a> {
    fn from(credential: &'a Credential) -> Unlock<'a> {
        match credential {
            Credential::Passphrase(passphrase) => Unlock::Passphrase(passphrase),
            Credential::Code(code) => Unlock::Code(code),
        }
    }
}

/// The data key of the store with this header; `None` where it has no cipher, whatever is offered.
pub(super) fn data_key(dir: &Path, header: &Header, unlock: Unlock<'_>) -> Result<Option<DataKey>, StoreError> {
    match header.suite {
        Suite::Plain => return Ok(None),
        Suite::Sealed => {}
    }
    if let Unlock::Bare(key) = unlock {
        let fits = header.slots == key.mark();
        return if fits { Ok(Some(key.data_key())) } else { Err(StoreError::OtherKey { dir: dir.to_path_buf() }) };
    }
    if bare::is_mark(&header.slots) {
        return Err(StoreError::KeyElsewhere { dir: dir.to_path_buf() });
    }
    let slots = || Slots::from_bytes(&header.slots);
    let key = match unlock {
        Unlock::Nothing | Unlock::Bare(_) => return Err(StoreError::Locked { dir: dir.to_path_buf() }),
        Unlock::Passphrase(passphrase) => slots().and_then(|slots| slots.open(&header.store_id, passphrase)),
        Unlock::Code(code) => slots().and_then(|slots| slots.recover(&header.store_id, code)),
    };
    key.map(Some).map_err(|fault| not_unlocked(dir, fault))
}

/// What the slots said, in the store's words.
pub(super) fn not_unlocked(dir: &Path, fault: SlotFault) -> StoreError {
    let refused = |words: &'static str| StoreError::io("解开数据", dir)(std::io::Error::other(words));
    match fault {
        SlotFault::WrongPassphrase => StoreError::WrongPassphrase { dir: dir.to_path_buf() },
        SlotFault::WrongRecoveryCode => StoreError::WrongRecoveryCode { dir: dir.to_path_buf() },
        SlotFault::Damaged => StoreError::HeaderDamaged { dir: dir.to_path_buf() },
        SlotFault::UnknownLayout(found) => StoreError::NewerProgram {
            file: dir.join("header"),
            found: u16::from(found),
            known: u16::from(Suite::Sealed.number()),
        },
        SlotFault::NoMemory => refused("内存不够"),
        SlotFault::NoRandomness => refused("系统取不到随机数"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Seq;
    use crate::store::Store;
    use crate::store::build::CreateOptions;
    use crate::store::inspect::{Weight, inspect};
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::commit;

    const WORDS: &str = "桃花流水鳜鱼肥abc";
    const NAME: &str = "欧阳建国51022519550308901X";

    fn keys() -> NewKeys {
        let passphrase = Secret::from(WORDS.to_owned());
        NewKeys { cost: Cost::TRIAL, passphrase, code: Arc::new(RecoveryCode::random().unwrap()) }
    }

    /// A sealed store of some acts, each naming somebody, with one that was closed in between.
    fn sealed(dir: &Path, keys: &NewKeys) -> ToyState {
        let mut state = ToyState::default();
        let mut store = Store::<Toy>::create(dir, CreateOptions { keys: Some(Keys::Slots(keys)) }).unwrap();
        for n in 1..=20u64 {
            if n == 11 {
                store.close().unwrap();
                store = open(dir, Unlock::Passphrase(&keys.passphrase)).unwrap().0;
            }
            commit(&mut store, &mut state, vec![ToyChange::Set(n % 7, format!("{NAME}第{n}笔"))]).unwrap();
        }
        store.close().unwrap();
        state
    }

    fn open(dir: &Path, unlock: Unlock<'_>) -> Result<(Store<Toy>, ToyState), StoreError> {
        Store::<Toy>::open(dir, unlock, &mut |_| {}).map(|(store, state, _)| (store, state))
    }

    /// Every file below the folder with its bytes.
    fn files(dir: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.extend(files(&path));
            } else {
                all.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
        all
    }

    #[test]
    fn a_sealed_store_opens_with_the_passphrase_or_the_code_and_with_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let keys = keys();
        let state = sealed(&dir, &keys);
        let full_width = Secret::from("　桃花流水鳜鱼肥ａｂｃ ".to_owned());
        for unlock in [Unlock::Passphrase(&keys.passphrase), Unlock::Passphrase(&full_width), Unlock::Code(&keys.code)]
        {
            assert_eq!(open(&dir, unlock).unwrap().1, state);
        }
        let before = files(&dir);
        let (wrong, other) = (Secret::from("桃花流水鳜鱼肥abd".to_owned()), RecoveryCode::random().unwrap());
        assert!(matches!(open(&dir, Unlock::Nothing), Err(StoreError::Locked { .. })));
        assert!(matches!(open(&dir, Unlock::Passphrase(&wrong)), Err(StoreError::WrongPassphrase { .. })));
        assert!(matches!(open(&dir, Unlock::Code(&other)), Err(StoreError::WrongRecoveryCode { .. })));
        assert!(matches!(inspect::<Toy>(&dir, Unlock::Nothing), Err(StoreError::Locked { .. })));
        assert_eq!(files(&dir), before, "a refusal changes nothing");
        let found = inspect::<Toy>(&dir, Unlock::Passphrase(&keys.passphrase)).unwrap();
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{found:?}");
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        assert_eq!(open(&dir, Unlock::Code(&keys.code)).unwrap().1, state, "built anew from the journal");
    }

    #[test]
    fn nothing_that_was_kept_can_be_read_in_the_files_of_a_sealed_store() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, plain) = (temp.path().join("village"), temp.path().join("plain"));
        sealed(&dir, &keys());
        let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut wanted: Vec<Vec<u8>> = Vec::new();
        for text in ["欧阳建国", "51022519550308901X", "5102251955", "桃花流水", "toy.set", "王"] {
            wanted.push(text.as_bytes().to_vec());
            wanted.push(utf_16(text));
            wanted.push(encoding_rs::GB18030.encode(text).0.into_owned());
        }
        // Two letters of one byte each or one short word may be there by chance.
        wanted.retain(|bytes| bytes.len() >= 6);
        let holds = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
        for (path, bytes) in files(&dir) {
            for wanted in &wanted {
                assert!(!holds(&bytes, wanted), "{} holds {wanted:?}", path.display());
            }
        }
        // The search finds what is there.
        let mut state = ToyState::default();
        let mut store = Store::<Toy>::create(&plain, CreateOptions { keys: None }).unwrap();
        commit(&mut store, &mut state, vec![ToyChange::Set(1, NAME.to_owned())]).unwrap();
        store.close().unwrap();
        assert!(files(&plain).iter().any(|(_, bytes)| holds(bytes, "欧阳建国".as_bytes())));
    }

    #[test]
    fn the_journal_or_the_tables_of_another_village_are_not_taken_for_its_own() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, other) = (temp.path().join("village"), temp.path().join("other"));
        let keys = keys();
        let own = sealed(&dir, &keys);
        sealed(&other, &keys);
        for part in ["journal", "sled"] {
            let mixed = temp.path().join(format!("mixed-{part}"));
            crate::store::trial::copy(&dir, &mixed);
            std::fs::remove_dir_all(mixed.join(part)).unwrap();
            crate::store::trial::copy(&other.join(part), &mixed.join(part));
            let found = inspect::<Toy>(&mixed, Unlock::Passphrase(&keys.passphrase)).unwrap();
            let worst = found.iter().map(|finding| finding.weight).max();
            match part {
                "journal" => {
                    assert_eq!(worst, Some(Weight::Damage), "{found:?}");
                    let refused = open(&mixed, Unlock::Passphrase(&keys.passphrase)).err().unwrap();
                    assert!(matches!(refused, StoreError::JournalDamaged { seq: Seq(20), .. }), "{refused}");
                }
                _ => {
                    assert_eq!(worst, Some(Weight::Mendable), "{found:?}");
                    let (_, state) = open(&mixed, Unlock::Passphrase(&keys.passphrase)).unwrap();
                    assert_eq!(state, own, "built anew from its own journal");
                }
            }
        }
    }
}
