//! A workbook closed with a password that WPS and Excel ask for: MS-OFFCRYPTO, agile, AES-256 under a hundred thousand
//! rounds of SHA-512.
//!
//! The password is digits, for it is told by phone. It follows from the village's secret and is kept nowhere.

use std::fmt;
use std::io::{Cursor, Write};

use ms_offcrypto_writer::Ecma376AgileWriter;
use rand::SeedableRng;
use rand::rngs::StdRng;
use zeroize::Zeroizing;

use super::SealFault;
use super::cipher::fill_random;
use super::identity::Identity;

/// What the password of a workbook is derived for, before what tells this one apart; never changed.
const PURPOSE: &str = "daiban workbook 1 ";
/// Digits of a password: fifty-three bits, each tried at the price of a hundred thousand rounds.
const DIGITS: u32 = 16;
/// Digits that are said in one breath.
const GROUP_CHARS: usize = 4;
/// Bytes of the seed of what the writer draws its salts and keys from.
const SEED_BYTES: usize = 32;

/// The password of one workbook. Never printed by itself; its own digits are wiped when it is let go, and what is said of
/// them to be shown is not.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkbookPassword {
    digits: Zeroizing<String>,
}

impl WorkbookPassword {
    /// The one of what `whose` names among all that this identity closes.
    pub fn of(identity: &Identity, whose: &str) -> WorkbookPassword {
        WorkbookPassword { digits: identity.digits(&format!("{PURPOSE}{whose}"), DIGITS) }
    }

    /// The one of this package of whoever has this secret; `None` where it is no secret.
    pub fn of_package(secret: &[u8], package: uuid::Uuid) -> Option<WorkbookPassword> {
        Some(WorkbookPassword::of(&Identity::from_slice(secret)?, &package.to_string()))
    }

    /// What is typed: digits without a gap.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// What is said by phone: groups of four.
    pub fn spoken(&self) -> String {
        let digits: Vec<char> = self.digits.chars().collect();
        let groups: Vec<String> = digits.chunks(GROUP_CHARS).map(|group| group.iter().collect()).collect();
        groups.join(" ")
    }
}

impl fmt::Debug for WorkbookPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkbookPassword")
    }
}

/// The workbook, so that it opens with this password alone.
///
/// # Errors
/// Where the system gives no randomness, or the workbook is larger than such a file can be.
pub fn lock(workbook: &[u8], password: &WorkbookPassword) -> Result<Vec<u8>, SealFault> {
    let mut seed = Zeroizing::new([0; SEED_BYTES]);
    fill_random(seed.as_mut_slice())?;
    let mut locked = Cursor::new(Vec::new());
    let written = Ecma376AgileWriter::create(&mut StdRng::from_seed(*seed), password.digits(), &mut locked).and_then(
        |mut writer| {
            writer.write_all(workbook)?;
            writer.finalize()
        },
    );
    written.map(|()| locked.into_inner()).map_err(|_| SealFault::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity::from_slice(&std::array::from_fn::<u8, 32, _>(|at| at as u8)).unwrap()
    }

    #[test]
    fn a_password_is_the_same_for_ever_and_another_for_each_workbook() {
        let password = WorkbookPassword::of(&identity(), "a");
        assert_eq!(password, WorkbookPassword::of(&identity(), "a"));
        assert_eq!(password.spoken(), "0863 7286 9846 3490");
        assert_eq!(password.spoken().replace(' ', ""), password.digits());
        assert_ne!(password, WorkbookPassword::of(&identity(), "b"));
        assert_ne!(password, WorkbookPassword::of(&Identity::random().unwrap(), "a"));
        assert_eq!(format!("{password:?}"), "WorkbookPassword");
    }

    #[test]
    fn what_was_locked_opens_with_its_password_alone_and_shows_nothing() {
        let (password, other) = (WorkbookPassword::of(&identity(), "a"), WorkbookPassword::of(&identity(), "b"));
        for length in [512usize, 4_096, 100_001] {
            let workbook: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let locked = lock(&workbook, &password).unwrap();
            assert!(
                !locked.windows(16).any(|at| workbook.windows(16).take(251).any(|part| part == at)),
                "it is closed"
            );
            let open =
                |password: &WorkbookPassword| office_crypto::decrypt_from_bytes(locked.clone(), password.digits());
            assert_eq!(open(&password).unwrap(), workbook);
            assert!(open(&other).map_or(true, |opened| opened != workbook));
            assert_ne!(lock(&workbook, &password).unwrap(), locked, "no two are closed under one key");
        }
    }
}
