//! Where a drill lies, and the file that says that the folder is a drill's and holds the key it is sealed with.
//!
//! It opens no store. What is not a drill's own it does not touch.

use std::path::{Path, PathBuf};

use crate::desk::error::DeskError;
use crate::disk::durable::write_durably;
use crate::disk::{file, folder};
use crate::seal::bare::BareKey;
use crate::store::error::StoreError;

/// The drill's folder within the data folder.
const FOLDER: &str = "drill";
/// The file: durable before anything else of the drill is made, so that what is beside it is the drill's.
const PARAMETERS: &str = "parameters";
/// A parameters file is far below this.
const PARAMETERS_BYTES_MAX: u64 = 4 * 1024;
/// What stands before the key.
const OPENING: &str = "daiban drill 1\nsuite 1\nkey ";
const READING: &str = "读取演练文件夹";
const MAKING: &str = "新建演练文件夹";

/// The drill's folder in a data folder.
pub(super) fn of(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// What lies where the drill is to be.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A folder, and at most a parameters file half written.
    Begun,
    /// A folder that says it is a drill's, and its key.
    Ours(BareKey),
}

/// Looks what is there, and touches nothing.
pub(super) fn look(dir: &Path) -> Result<Found, DeskError> {
    let parameters = dir.join(PARAMETERS);
    match file::read_small(&parameters, PARAMETERS_BYTES_MAX) {
        Ok(bytes) => return parse(&bytes).map(Found::Ours).ok_or(DeskError::DrillParameters { file: parameters }),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {}
        Err(fault) => return Err(StoreError::io(READING, &parameters)(fault).into()),
    }
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(fault) => return Err(StoreError::io(READING, dir)(fault).into()),
    };
    for entry in entries {
        let name = entry.map_err(StoreError::io(READING, dir))?.file_name();
        if name != format!("{PARAMETERS}.tmp").as_str() {
            return Err(DeskError::NotADrill { dir: dir.to_path_buf() });
        }
    }
    Ok(Found::Begun)
}

/// Makes the folder a drill's, under a key of its own.
pub(super) fn begin(dir: &Path) -> Result<BareKey, DeskError> {
    let key = BareKey::random().map_err(|_| DeskError::NoRandomness)?;
    folder::create_durably(dir).map_err(StoreError::io(MAKING, dir))?;
    let parameters = dir.join(PARAMETERS);
    write_durably(&parameters, to_text(&key).as_bytes()).map_err(StoreError::io(MAKING, &parameters))?;
    Ok(key)
}

fn to_text(key: &BareKey) -> String {
    format!("{OPENING}{}\n", key.to_text())
}

fn parse(bytes: &[u8]) -> Option<BareKey> {
    let text = std::str::from_utf8(bytes).ok()?;
    BareKey::from_text(text.strip_prefix(OPENING)?.strip_suffix('\n')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameters_file_harmed_anywhere_is_told_and_one_half_written_is_begun_anew() {
        let temp = tempfile::tempdir().unwrap();
        let dir = of(temp.path());
        assert!(matches!(look(&dir), Ok(Found::Nothing)));
        folder::create(&dir).unwrap();
        std::fs::write(dir.join("parameters.tmp"), "daiban dr").unwrap();
        assert!(matches!(look(&dir), Ok(Found::Begun)));
        let key = begin(&dir).unwrap();
        assert!(matches!(look(&dir), Ok(Found::Ours(read)) if read.mark() == key.mark()));
        let file = dir.join(PARAMETERS);
        let good = std::fs::read(&file).unwrap();
        for at in 0..good.len() {
            let mut flipped = good.clone();
            flipped[at] ^= 1;
            for harmed in [&flipped, &good[..at]] {
                std::fs::write(&file, harmed).unwrap();
                assert!(matches!(look(&dir), Err(DeskError::DrillParameters { .. })), "byte {at}");
            }
        }
    }
}
