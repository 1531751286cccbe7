//! Folders: made private, made durable, and emptied.
//!
//! It never follows a link out of the folder it was given.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::fault::{self, Done, Step};
use super::file;

/// Makes the folder and those above it, open to its owner only; fine when it is there.
pub fn create(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    fault::pass(Step::Create, path)?;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    fault::done(Done::Folder(path));
    Ok(())
}

/// The same, durably: every name that came to be is synced in the folder it stands in, and the last one always, as an
/// earlier try may have been cut off before that.
pub fn create_durably(path: &Path) -> io::Result<()> {
    let made: Vec<&Path> =
        path.ancestors().skip(1).take_while(|above| !above.as_os_str().is_empty() && !above.is_dir()).collect();
    create(path)?;
    made.into_iter().rev().try_for_each(sync_around)?;
    sync_around(path)
}

/// Makes the name of this file or folder durable.
pub fn sync_around(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => sync(Path::new(".")),
        Some(parent) => sync(parent),
        None => Ok(()),
    }
}

/// Makes the names in this folder durable. Windows has no such call and needs none.
pub fn sync(path: &Path) -> io::Result<()> {
    fault::pass(Step::SyncFolder, path)?;
    if cfg!(not(windows)) {
        File::open(path)?.sync_all()?;
    }
    fault::done(Done::FolderSynced(path));
    Ok(())
}

/// Makes every file and folder below this one durable, and the folder itself.
pub fn sync_whole(path: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sync_whole(&entry.path())?;
        } else if kind.is_file() {
            fault::pass(Step::Sync, &entry.path())?;
            match std::fs::OpenOptions::new().read(true).write(true).open(entry.path()) {
                Ok(file) => {
                    file.sync_data()?;
                    fault::done(Done::Synced(&entry.path()));
                }
                // A snapshot that its owner replaced meanwhile needs no sync.
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    sync(path)
}

/// Copies the files and folders of a folder into a new one, to be looked at and thrown away: nothing is made durable.
pub fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    create(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_whole(&entry.path(), &target)?;
        } else if kind.is_file() {
            file::copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Bytes of all files below this folder; 0 where there is none.
pub fn size_bytes(path: &Path) -> io::Result<u64> {
    let entries = match std::fs::read_dir(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(0),
        other => other?,
    };
    entries.map(|entry| entry.and_then(|entry| Ok((entry.file_type()?, entry)))).try_fold(0, |sum, entry| {
        let (kind, entry) = entry?;
        let bytes = if kind.is_dir() { size_bytes(&entry.path())? } else { entry.metadata()?.len() };
        Ok(sum + bytes)
    })
}

/// Removes the folder and everything in it; one that is not there is fine.
pub fn remove_whole(path: &Path) -> io::Result<()> {
    fault::pass(Step::Remove, path)?;
    match std::fs::remove_dir_all(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    }
    fault::done(Done::Removed(path));
    Ok(())
}

/// Removes an empty folder; one that is not there is fine, and one that is not empty is refused by the system.
pub fn remove_empty(path: &Path) -> io::Result<()> {
    fault::pass(Step::Remove, path)?;
    match std::fs::remove_dir(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    }
    fault::done(Done::Removed(path));
    Ok(())
}

/// Takes reading away from everybody but the owner; `true` when something was too open.
#[cfg(unix)]
pub fn tighten(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let meta = std::fs::symlink_metadata(path)?;
    let wanted = if meta.is_dir() { 0o700 } else { 0o600 };
    let open = meta.permissions().mode() & 0o077 != 0;
    if open && !meta.is_symlink() {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(wanted))?;
    }
    Ok(open)
}

/// The profile folder of Windows is its owner's already.
#[cfg(not(unix))]
pub fn tighten(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The first of `name.1`, `name.2` … in `parent` that does not exist.
pub fn free_name(parent: &Path, name: &str) -> PathBuf {
    let mut n = 1u32;
    loop {
        let path = parent.join(format!("{name}.{n}"));
        if std::fs::symlink_metadata(&path).is_err() || n == u32::MAX {
            return path;
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::plan;

    #[test]
    fn every_folder_made_is_named_durably_where_it_stands() {
        let temp = tempfile::tempdir().unwrap();
        let inner = temp.path().join("a/b/c");
        plan::count();
        create_durably(&inner).unwrap();
        assert_eq!((plan::counted(), inner.is_dir()), (1 + 3, true), "one making, the names a, b and c");
        plan::count();
        create_durably(&inner).unwrap();
        assert_eq!(plan::counted(), 1, "it may have been cut off before its name was synced");
    }

    #[test]
    fn a_folder_is_private_and_goes_whole() {
        let temp = tempfile::tempdir().unwrap();
        let inner = temp.path().join("a/b");
        create(&inner).unwrap();
        create(&inner).unwrap();
        std::fs::write(inner.join("f"), "x").unwrap();
        sync_whole(temp.path()).unwrap();
        assert_eq!((size_bytes(temp.path()).unwrap(), size_bytes(&inner.join("none")).unwrap()), (1, 0));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
            std::fs::set_permissions(inner.join("f"), std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(tighten(&inner.join("f")).unwrap());
            assert!(!tighten(&inner.join("f")).unwrap());
        }
        assert_eq!(free_name(temp.path(), "a"), temp.path().join("a.1"));
        remove_whole(&temp.path().join("a")).unwrap();
        remove_whole(&temp.path().join("a")).unwrap();
        assert!(!inner.exists());
    }
}
