//! Changing what opens the store: the data key stays, the slots around it are made anew.
//!
//! Both headers are written, one durably after the other: a cut in between leaves the old or the new. Copies of the
//! folder made before keep opening with what opened them then.

use crate::seal::bare;
use crate::seal::key::DataKey;
use crate::seal::recovery::RecoveryCode;
use crate::seal::secret::Secret;
use crate::seal::slot::{SlotFault, Slots};

use super::Store;
use super::error::StoreError;
use super::header::Header;
use super::ledger::Ledger;
use super::unlock::{self, Unlock, not_unlocked};

impl<L: Ledger> Store<L> {
    /// Whether this opens the store; said before anything is changed, for the officer may have left the desk open.
    pub fn check(&self, offered: Unlock<'_>) -> Result<(), StoreError> {
        unlock::data_key(&self.site.dir, &self.header, offered).map(drop)
    }

    /// Puts a new passphrase in the place of the old one.
    pub fn change_passphrase(&mut self, new: &Secret) -> Result<(), StoreError> {
        let store_id = self.header.store_id;
        self.change_slots(|slots, key| slots.replace_passphrase(&store_id, slots.cost(), key, new))
    }

    /// Puts a new recovery code in the place of the old one.
    pub fn change_code(&mut self, new: &RecoveryCode) -> Result<(), StoreError> {
        let store_id = self.header.store_id;
        self.change_slots(|slots, key| slots.replace_recovery(&store_id, slots.cost(), key, new))
    }

    fn change_slots(
        &mut self,
        change: impl FnOnce(&mut Slots, &DataKey) -> Result<(), SlotFault>,
    ) -> Result<(), StoreError> {
        let dir = self.site.dir.clone();
        let key = self.site.sealer.key().filter(|_| !bare::is_mark(&self.header.slots));
        let Some(key) = key else { return Err(StoreError::NoSlots { dir }) };
        let changed = Slots::from_bytes(&self.header.slots)
            .and_then(|mut slots| change(&mut slots, key).map(|()| slots.to_bytes()))
            .map_err(|fault| not_unlocked(&dir, fault))?;
        let mut header = Header { slots: changed, ..self.header.clone() };
        let written = header.write(&self.site);
        if written.is_err() && Header::read(&dir)?.header.slots == header.slots {
            // The first copy has it, so it counts. The second is not to open with the old one any more.
            let _ = header.write(&self.site);
            self.header = header;
            return Ok(());
        }
        written?;
        self.header = header;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::disk::fault::plan;
    use crate::seal::slot::Cost;
    use crate::store::build::CreateOptions;
    use crate::store::header;
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::commit;
    use crate::store::unlock::{Keys, NewKeys};

    fn secret(text: &str) -> Secret {
        Secret::from(text.to_owned())
    }

    fn made(dir: &Path) -> (Store<Toy>, ToyState, Arc<RecoveryCode>) {
        let code = Arc::new(RecoveryCode::random().unwrap());
        let keys = NewKeys { cost: Cost::TRIAL, passphrase: secret("old passphrase"), code: Arc::clone(&code) };
        let mut store = Store::<Toy>::create(dir, CreateOptions { keys: Some(Keys::Slots(&keys)) }).unwrap();
        let mut state = ToyState::default();
        commit(&mut store, &mut state, vec![ToyChange::Set(1, "one".to_owned())]).unwrap();
        (store, state, code)
    }

    fn opens(dir: &Path, unlock: Unlock<'_>) -> Option<ToyState> {
        match Store::<Toy>::open(dir, unlock, &mut |_| {}) {
            Ok((_, state, _)) => Some(state),
            Err(StoreError::WrongPassphrase { .. } | StoreError::WrongRecoveryCode { .. }) => None,
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn the_new_passphrase_opens_all_there_was_and_the_old_one_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (mut store, mut state, code) = made(&dir);
        assert!(store.check(Unlock::Passphrase(&secret("other passphrase"))).is_err());
        store.check(Unlock::Passphrase(&secret("old passphrase"))).unwrap();
        store.change_passphrase(&secret("new passphrase")).unwrap();
        assert!(store.check(Unlock::Passphrase(&secret("old passphrase"))).is_err());
        commit(&mut store, &mut state, vec![ToyChange::Set(2, "two".to_owned())]).unwrap();
        store.close().unwrap();
        // Neither copy of the header knows the old one.
        for path in header::paths(&dir) {
            let kept = std::fs::read(&path).unwrap();
            std::fs::write(&path, "").unwrap();
            assert_eq!(opens(&dir, Unlock::Passphrase(&secret("old passphrase"))), None);
            assert_eq!(opens(&dir, Unlock::Passphrase(&secret("new passphrase"))).as_ref(), Some(&state));
            std::fs::write(&path, kept).unwrap();
        }
        assert_eq!(opens(&dir, Unlock::Code(&code)), Some(state));
    }

    #[test]
    fn a_new_code_takes_the_place_of_the_lost_one_and_leaves_the_passphrase() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (mut store, state, lost) = made(&dir);
        let new = RecoveryCode::random().unwrap();
        store.change_code(&new).unwrap();
        store.close().unwrap();
        assert_eq!(opens(&dir, Unlock::Code(&lost)), None);
        assert_eq!(opens(&dir, Unlock::Code(&new)).as_ref(), Some(&state));
        assert_eq!(opens(&dir, Unlock::Passphrase(&secret("old passphrase"))), Some(state));
    }

    #[test]
    fn a_change_refused_at_any_step_leaves_the_old_or_the_new_and_says_which() {
        let mut told = [0, 0];
        for nth in 0..40 {
            let temp = tempfile::tempdir().unwrap();
            let dir = temp.path().join("village");
            let (mut store, state, _) = made(&dir);
            store.checkpoint().unwrap();
            plan::refuse_nth(nth, u32::MAX, 28);
            let changed = store.change_passphrase(&secret("new passphrase")).is_ok();
            let steps = plan::counted();
            plan::count();
            drop(store);
            let old = opens(&dir, Unlock::Passphrase(&secret("old passphrase")));
            let new = opens(&dir, Unlock::Passphrase(&secret("new passphrase")));
            assert_eq!((old.is_some(), new.is_some()), (!changed, changed), "step {nth}");
            assert_eq!(old.or(new), Some(state));
            told[usize::from(changed)] += 1;
            if steps <= nth {
                break;
            }
        }
        assert!(told[0] > 2 && told[1] > 2, "both ways were gone: {told:?}");
    }

    #[test]
    fn what_has_no_cipher_has_no_passphrase_to_change() {
        let temp = tempfile::tempdir().unwrap();
        let mut store = Store::<Toy>::create(&temp.path().join("v"), CreateOptions { keys: None }).unwrap();
        assert!(matches!(store.change_passphrase(&secret("new passphrase")), Err(StoreError::NoSlots { .. })));
    }
}
