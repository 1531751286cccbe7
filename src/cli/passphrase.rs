//! The file that `DAIBAN_PASSPHRASE_FILE` names: looked at here, and not used until the store is sealed.
//!
//! It reads the file only to see that it is one; the passphrase itself is kept nowhere.

use std::io::Read;
use std::path::PathBuf;

use super::exit::Failure;

/// The variable that names the file.
const VARIABLE: &str = "DAIBAN_PASSPHRASE_FILE";

/// Refuses a passphrase file that is not there, is empty, or that others can read. Says whether one is named.
pub(super) fn check() -> Result<bool, Failure> {
    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(false);
    };
    let name = path.display();
    let unreadable = |_| Failure::damaged(format!("口令文件读不出来：{name}。数据没有改动，请检查 {VARIABLE}。"));
    let file = std::fs::File::open(&path).map_err(unreadable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(unreadable)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Failure::damaged(format!(
                "口令文件别人也能看：{name}。数据没有改动，请先运行 chmod 600，再试一次。"
            )));
        }
    }
    let mut first = Vec::new();
    file.take(4096).read_to_end(&mut first).map_err(unreadable)?;
    let line = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.trim_ascii().is_empty() {
        return Err(Failure::damaged(format!("口令文件是空的：{name}。数据没有改动，请在第一行写上口令。")));
    }
    Ok(true)
}
