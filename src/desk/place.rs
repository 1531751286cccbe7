//! Where the data lies: what was asked for, else the system's own place for a program's data.
//!
//! It makes nothing and opens nothing.

use std::path::{Path, PathBuf};

use super::error::DeskError;
use crate::disk::folders;

/// The variable that names the data folder where `--data` does not.
pub const DATA_VARIABLE: &str = "DAIBAN_DATA";

/// The data folder: `asked` if given, else the variable, else the system's place.
pub fn data_folder(asked: Option<PathBuf>) -> Result<PathBuf, DeskError> {
    let named = std::env::var_os(DATA_VARIABLE).filter(|dir| !dir.is_empty()).map(PathBuf::from);
    asked.or(named).or_else(own_folder).ok_or(DeskError::NoPlace)
}

/// The variable that names the file of the machine's settings.
pub const SETTINGS_VARIABLE: &str = "DAIBAN_SETTINGS";

/// The file of the machine's settings: they are no part of a village, so that no restoring brings another machine's.
pub fn settings_file() -> Option<PathBuf> {
    let named = std::env::var_os(SETTINGS_VARIABLE).filter(|file| !file.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(folders::own_settings()?.join("settings.toml")))
}

/// A path typed on a screen, whole: with `~` as the person's own folder, which no shell has put in, and a bare name in
/// the folder the program was started in.
pub fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        (Ok(_), None) | (Err(_), _) => std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()),
    }
}

/// The system's own place for the data of this program.
pub(super) fn own_folder() -> Option<PathBuf> {
    folders::own_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_tilde_is_the_persons_own_folder() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(at_home(Path::new("~/桌面/花名册.xlsx")), home.join("桌面/花名册.xlsx"));
        assert_eq!(at_home(Path::new("/media/~/a")), PathBuf::from("/media/~/a"));
        assert_eq!(at_home(Path::new("花名册.xlsx")), std::env::current_dir().unwrap().join("花名册.xlsx"));
    }
}
