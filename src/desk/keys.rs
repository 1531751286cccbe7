//! What opens sealed data: a folder made under new keys, and opened with the passphrase or the recovery code.
//!
//! What is typed is borrowed for the call and kept nowhere; the data key lives in the store alone.

use std::path::Path;

use super::error::DeskError;
use super::{Desk, Opened};
use crate::app::message::StoreKeys;
use crate::seal::recovery::Credential;
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

    /// Opens a sealed store, though no village be founded in it yet.
    pub fn unlock(
        dir: &Path,
        credential: &Credential,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, DeskError> {
        Desk::open_unfounded(dir, credential.into(), progress)
    }
}
