//! Room on a drive, and whether two places are on the same one.
//!
//! Both answer `None` where that cannot be told.

use std::path::Path;

/// Bytes this user may still write on the drive that holds `path`.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    #[cfg(test)]
    if let Some(planned) = super::fault::plan::free() {
        return Some(planned);
    }
    let drive = rustix::fs::statvfs(path).ok()?;
    Some(drive.f_bavail.saturating_mul(drive.f_frsize))
}

/// Bytes this user may still write on the drive that holds `path`.
#[cfg(windows)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    #[cfg(test)]
    if let Some(planned) = super::fault::plan::free() {
        return Some(planned);
    }
    super::windows::room(path).ok().map(|(free, _)| free)
}

/// Whether both lie on one drive; `None` when that cannot be told.
#[cfg(unix)]
pub fn same_device(a: &Path, b: &Path) -> Option<bool> {
    use std::os::unix::fs::MetadataExt;
    Some(std::fs::metadata(a).ok()?.dev() == std::fs::metadata(b).ok()?.dev())
}

/// Whether both lie on one drive; `None` when that cannot be told.
#[cfg(windows)]
pub fn same_device(a: &Path, b: &Path) -> Option<bool> {
    let device = |path: &Path| super::outside::device(path).ok().flatten();
    Some(device(a)? == device(b)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_shares_its_drive_with_itself() {
        let temp = tempfile::tempdir().unwrap();
        assert!(free_bytes(temp.path()).is_some_and(|free| free > 0));
        assert_eq!(same_device(temp.path(), temp.path()), Some(true));
        assert_eq!(same_device(temp.path(), &temp.path().join("none")), None);
    }
}
