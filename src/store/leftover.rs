//! A folder in which a store is to be made: whether it is free, and what a making that was cut off left there.
//!
//! Only what this program names, and a making could have left, is ever removed, each file by its name. Anything else is
//! somebody's own, and the folder is refused untouched.

use std::fs::{DirEntry, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::disk::{file, folder};

use super::backup::snapshot;
use super::error::StoreError;
use super::{header, segment, site, tail};

/// What may lie beside a store that is not there yet: the town's own tables, a drill, and what says that a folder is a
/// drill's.
const BESIDE: [&str; 4] = ["lock", "tables", "drill", "parameters"];
/// A file of which only half was written under its temporary name.
const HALF_WRITTEN: [&str; 2] = ["header.tmp", "header.2.tmp"];
const LOOKING: &str = "查看数据文件夹";
const CLEARING: &str = "清理没建完的数据";

/// What may be removed: files first, then the folders they were in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leftovers {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Leftovers {
    /// What lies in this folder; an error unless it is free for a new store. Nothing is touched.
    pub(super) fn look(dir: &Path) -> Result<Leftovers, StoreError> {
        if header::paths(dir).iter().any(|path| path.exists()) {
            return Err(StoreError::AlreadyThere { dir: dir.to_path_buf() });
        }
        if site::tables(dir).exists() || tail::has_frames(&site::journal(dir))? || snapshot::any(dir) {
            return Err(StoreError::HeaderDamaged { dir: dir.to_path_buf() });
        }
        let mut found = Leftovers::default();
        for (entry, kind) in entries(dir)? {
            let path = entry.path();
            match entry.file_name().to_str() {
                Some(name) if BESIDE.contains(&name) => {}
                Some(name) if HALF_WRITTEN.contains(&name) && kind.is_file() => found.files.push(path),
                Some("journal") if kind.is_dir() => found.take_folder(dir, path, is_blank_segment)?,
                Some("sled.new") if kind.is_dir() => found.take_tables(dir, path)?,
                Some(_) | None => return Err(occupied(dir, &path)),
            }
        }
        Ok(found)
    }

    /// Removes it.
    pub(super) fn clear(self) -> Result<(), StoreError> {
        for path in self.files {
            file::remove(&path).map_err(StoreError::io(CLEARING, &path))?;
        }
        for path in self.folders {
            folder::remove_empty(&path).map_err(StoreError::io(CLEARING, &path))?;
        }
        Ok(())
    }

    /// Tables that were being built: sled's own files, and no value so large that it would lie in a file of its own.
    fn take_tables(&mut self, dir: &Path, place: PathBuf) -> Result<(), StoreError> {
        let blobs = place.join("blobs");
        if blobs.is_dir() {
            self.take_folder(dir, blobs, |_, _| Ok(false))?;
        }
        self.take_folder(dir, place, |name, _| Ok(is_of_sled(name)))
    }

    /// Takes the files of a folder and the folder; one file that is not ours refuses all. Folders taken before are passed.
    fn take_folder(
        &mut self,
        dir: &Path,
        place: PathBuf,
        is_ours: impl Fn(&str, &Path) -> io::Result<bool>,
    ) -> Result<(), StoreError> {
        for (entry, kind) in entries(&place)? {
            let path = entry.path();
            if self.folders.contains(&path) {
                continue;
            }
            let name = entry.file_name();
            let ours = match name.to_str().filter(|_| kind.is_file()) {
                None => false,
                Some(name) => is_ours(name, &path).map_err(StoreError::io(LOOKING, &path))?,
            };
            if !ours {
                return Err(occupied(dir, &path));
            }
            self.files.push(path);
        }
        self.folders.push(place);
        Ok(())
    }
}

/// What is in a folder; nothing where there is none.
fn entries(place: &Path) -> Result<Vec<(DirEntry, FileType)>, StoreError> {
    let listed = std::fs::read_dir(place).and_then(|entries| {
        let with_kind = |entry: io::Result<DirEntry>| entry.and_then(|entry| Ok((entry.file_type()?, entry)));
        entries.map(with_kind).map(|found| found.map(|(kind, entry)| (entry, kind))).collect::<io::Result<Vec<_>>>()
    });
    match listed {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(StoreError::io(LOOKING, place)),
    }
}

/// The first segment, which is zeroes until the first act; a making has only this one.
fn is_blank_segment(name: &str, path: &Path) -> io::Result<bool> {
    if segment::path(Path::new(""), 1) != Path::new(name) || path.metadata()?.len() > segment::EXTENT_BYTES {
        return Ok(false);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(segment::EXTENT_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes.iter().all(|byte| *byte == 0))
}

fn is_of_sled(name: &str) -> bool {
    name == "db" || name == "conf" || name.starts_with("snap.")
}

fn occupied(dir: &Path, path: &Path) -> StoreError {
    let name = path.strip_prefix(dir).unwrap_or(path).to_path_buf();
    StoreError::Occupied { dir: dir.to_path_buf(), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::toy::Toy;
    use crate::store::trial::{OPTIONS, reopen};

    fn put(dir: &Path, name: &str, bytes: &[u8]) {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_folder_with_anything_of_somebody_s_is_refused_and_left_as_it_is() {
        let own: [(&str, &[u8]); 9] = [
            ("journal/2026年日记.docx", b"own"),
            ("journal/2026", b"own"),
            ("journal/0002", &[0; 64]),
            ("journal/旧/0001", &[0; 64]),
            ("sled.new/照片.jpg", b"own"),
            ("sled.new/blobs/7", b"own"),
            ("报销单.xlsx", b"own"),
            ("sled.bad.1/db", b"own"),
            ("header.tmp/信.txt", b"own"),
        ];
        for (name, bytes) in own {
            let temp = tempfile::tempdir().unwrap();
            put(temp.path(), name, bytes);
            let refused = Store::<Toy>::create(temp.path(), OPTIONS).err().unwrap();
            assert!(
                matches!(refused, StoreError::Occupied { .. } | StoreError::HeaderDamaged { .. }),
                "{name}: {refused}"
            );
            assert_eq!(std::fs::read(temp.path().join(name)).unwrap(), bytes, "{name}");
            assert_eq!(
                std::fs::read_dir(temp.path()).unwrap().count(),
                1,
                "{name}: nothing is left there, not even a lock"
            );
        }
    }

    #[test]
    fn what_a_making_left_is_cleared_and_what_may_lie_beside_stays() {
        let temp = tempfile::tempdir().unwrap();
        let ours: [(&str, &[u8]); 7] = [
            ("journal/0001", &[0; 9_000]),
            ("sled.new/db", b"half"),
            ("sled.new/conf", b"half"),
            ("sled.new/snap.00000000000A.generating", b"half"),
            ("header.tmp", b"half"),
            ("header.2.tmp", b"half"),
            ("lock", b""),
        ];
        for (name, bytes) in ours {
            put(temp.path(), name, bytes);
        }
        std::fs::create_dir(temp.path().join("sled.new/blobs")).unwrap();
        for name in ["tables/holidays.toml", "drill/parameters", "parameters"] {
            put(temp.path(), name, b"beside");
        }
        drop(Store::<Toy>::create(temp.path(), OPTIONS).unwrap());
        assert!(reopen(temp.path()).is_ok());
        for name in ["tables/holidays.toml", "drill/parameters", "parameters"] {
            assert_eq!(std::fs::read(temp.path().join(name)).unwrap(), b"beside");
        }
        assert!(!temp.path().join("sled.new").exists() && !temp.path().join("header.tmp").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_folder_is_not_followed() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, elsewhere) = (temp.path().join("village"), temp.path().join("elsewhere"));
        put(&elsewhere, "0001", &[0; 64]);
        std::fs::create_dir(&dir).unwrap();
        std::os::unix::fs::symlink(&elsewhere, dir.join("journal")).unwrap();
        assert!(matches!(Store::<Toy>::create(&dir, OPTIONS), Err(StoreError::Occupied { .. })));
        assert!(elsewhere.join("0001").exists());
    }
}
