//! What opens sealed data: a folder made under new keys, opened with the passphrase or the recovery code, and either of
//! them changed.
//!
//! What is typed is borrowed for the call and kept nowhere; the data key lives in the store alone.

use std::path::Path;

use super::error::DeskError;
use super::{Desk, Opened};
use crate::app::message::StoreKeys;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;
use crate::seal::slot::Cost;
use crate::store::report::Progress;
use crate::store::unlock::NewKeys;

impl Desk {
    /// Makes an empty sealed store in `dir`, for a village that is founded next.
    pub fn make_sealed(dir: &Path, keys: StoreKeys, cost: Cost) -> Result<Desk, DeskError> {
        let StoreKeys { passphrase, code } = keys;
        let (desk, village) = Desk::create(dir, Some(&NewKeys { cost, passphrase, code }))?;
        if village.is_founded() {
            return Err(DeskError::FoundedElsewhere { dir: dir.to_path_buf() });
        }
        Ok(desk)
    }

    /// Puts a new passphrase in the place of the old one, for whoever has that one or the recovery code.
    pub fn change_passphrase(&mut self, old: &Credential, new: &Secret) -> Result<(), DeskError> {
        self.store.check(old.into())?;
        Ok(self.store.change_passphrase(new)?)
    }

    /// Whether this opens the data that are open here; otherwise the error says that it is wrong.
    pub fn check(&self, offered: &Credential) -> Result<(), DeskError> {
        Ok(self.store.check(offered.into())?)
    }

    /// Puts a new recovery code in the place of the old one, for whoever was found to have one of the two.
    pub fn change_code(&mut self, new: &RecoveryCode) -> Result<(), DeskError> {
        Ok(self.store.change_code(new)?)
    }

    /// Opens a sealed store, though no village be founded in it yet.
    pub fn unlock(
        dir: &Path,
        credential: &Credential,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, DeskError> {
        Desk::open_unfounded(dir, credential.into(), progress)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn credential(text: &str) -> Credential {
        Credential::of(Secret::from(text.to_owned()))
    }

    #[test]
    fn whoever_has_neither_passphrase_nor_code_changes_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (lost, new) = (Arc::new(RecoveryCode::random().unwrap()), RecoveryCode::random().unwrap());
        let keys = StoreKeys { passphrase: Secret::from("old passphrase".to_owned()), code: Arc::clone(&lost) };
        let mut desk = Desk::make_sealed(&dir, keys, Cost::TRIAL).unwrap();
        let third = Secret::from("third passphrase".to_owned());
        let refused = desk.change_passphrase(&credential("some passphrase"), &third).unwrap_err();
        assert_eq!(refused.wrong_credential(), Some(false));
        let stranger = Credential::Code(RecoveryCode::random().unwrap());
        assert_eq!(desk.change_passphrase(&stranger, &third).unwrap_err().wrong_credential(), Some(true));
        let code = credential(lost.printed().text().unwrap());
        desk.change_passphrase(&code, &third).unwrap();
        desk.check(&credential("third passphrase")).unwrap();
        desk.change_code(&new).unwrap();
        desk.close().unwrap();
        let opens = |credential: &Credential| Desk::unlock(&dir, credential, &mut |_| {}).is_ok();
        assert!(!opens(&credential("old passphrase")) && !opens(&code));
        assert!(opens(&credential("third passphrase")) && opens(&Credential::Code(new)));
    }
}
