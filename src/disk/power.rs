//! Power cuts for trials: everything that is done below a folder is recorded at the seam, and the disk is made again as
//! a cut at any moment may have left it.
//!
//! It is stricter than a journalling file system: a name is durable only once the folder it stands in was synced, and
//! what was written but not synced is lost, or kept by chance, sector by sector. Files that a library writes by itself
//! are looked at before every step, and what has changed in them is taken for written there and then. One thread only.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::fault::Done;

const SECTOR_BYTES: usize = 512;

/// One thing that was done, in its order.
enum Op {
    Folder(PathBuf),
    File(PathBuf),
    Bytes(PathBuf, usize, Vec<u8>),
    Size(PathBuf, usize),
    Synced(PathBuf),
    FolderSynced(PathBuf),
    Renamed(PathBuf, PathBuf),
    Removed(PathBuf),
    /// The number was told to be durable.
    Acked(u64),
}

/// A recording that goes on.
struct Recording {
    base: PathBuf,
    ops: Vec<Op>,
    /// Files that pass the seam.
    ours: BTreeSet<PathBuf>,
    /// Folders, and the files of others as they were last seen.
    folders: BTreeSet<PathBuf>,
    others: BTreeMap<PathBuf, Vec<u8>>,
}

thread_local! {
    static RECORDING: RefCell<Option<Recording>> = const { RefCell::new(None) };
}

/// Records what this thread does below `base`, a folder that is there and empty.
pub(crate) fn record(base: &Path) {
    let (ops, ours, others) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let recording = Recording { base: base.to_path_buf(), ops, ours, folders: BTreeSet::new(), others };
    RECORDING.set(Some(recording));
}

/// This number is said to be durable.
pub(crate) fn acked(number: u64) {
    with(|recording| recording.ops.push(Op::Acked(number)));
}

/// Ends the recording.
pub(crate) fn recorded() -> Trace {
    let recording = RECORDING.take().expect("nothing was recorded");
    Trace { base: recording.base, ops: recording.ops }
}

/// A step is about to be done.
pub(super) fn before() {
    with(Recording::look_at_others);
}

/// A step was done.
pub(super) fn after(done: &Done<'_>) {
    with(|recording| recording.take(done));
}

fn with(work: impl FnOnce(&mut Recording)) {
    RECORDING.with_borrow_mut(|recording| recording.as_mut().map(work));
}

impl Recording {
    fn take(&mut self, done: &Done<'_>) {
        if !place(done).starts_with(&self.base) {
            return;
        }
        let op = match *done {
            Done::Folder(path) => return self.folders_down_to(path),
            Done::File(path) => {
                self.ours.insert(path.into());
                Op::File(path.into())
            }
            Done::Bytes(path, offset, bytes) => Op::Bytes(path.into(), at(offset), bytes.to_vec()),
            Done::Zeroes(path, from, to) => Op::Bytes(path.into(), at(from), vec![0; at(to - from)]),
            Done::Size(path, size) => Op::Size(path.into(), at(size)),
            Done::Synced(path) => Op::Synced(path.into()),
            Done::FolderSynced(path) => Op::FolderSynced(path.into()),
            Done::Renamed(from, to) => {
                moved(&mut self.others, from, Some(to));
                self.ours = self.ours.iter().map(|path| under(path, from, to)).collect();
                self.folders = self.folders.iter().map(|path| under(path, from, to)).collect();
                Op::Renamed(from.into(), to.into())
            }
            Done::Removed(path) => {
                moved(&mut self.others, path, None);
                self.ours.retain(|ours| !ours.starts_with(path));
                self.folders.retain(|folder| !folder.starts_with(path));
                Op::Removed(path.into())
            }
        };
        self.ops.push(op);
    }

    /// The folder and those above it that are not known yet.
    fn folders_down_to(&mut self, path: &Path) {
        let mut new: Vec<&Path> = path.ancestors().take_while(|above| **above != *self.base).collect();
        new.retain(|folder| !self.folders.contains(*folder));
        for folder in new.into_iter().rev() {
            self.folders.insert(folder.to_path_buf());
            self.ops.push(Op::Folder(folder.to_path_buf()));
        }
    }

    fn look_at_others(&mut self) {
        let mut there = BTreeMap::new();
        self.read_below(&self.base.clone(), &mut there);
        let gone: Vec<PathBuf> = self.others.keys().filter(|path| !there.contains_key(*path)).cloned().collect();
        self.ops.extend(gone.into_iter().map(Op::Removed));
        for (path, bytes) in &there {
            let seen = self.others.get(path);
            if seen.is_none() {
                self.ops.push(Op::File(path.clone()));
            }
            let seen = seen.map_or(&[][..], Vec::as_slice);
            if bytes.len() < seen.len() {
                self.ops.push(Op::Size(path.clone(), bytes.len()));
            }
            for (n, sector) in bytes.chunks(SECTOR_BYTES).enumerate() {
                let offset = n * SECTOR_BYTES;
                if seen.get(offset..offset + sector.len()) != Some(sector) {
                    self.ops.push(Op::Bytes(path.clone(), offset, sector.to_vec()));
                }
            }
        }
        self.others = there;
    }

    fn read_below(&mut self, folder: &Path, there: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.folders_down_to(&path);
                self.read_below(&path, there);
            } else if !self.ours.contains(&path)
                // One that goes while it is looked at was never there.
                && let Ok(bytes) = std::fs::read(&path)
            {
                there.insert(path, bytes);
            }
        }
    }
}

fn place<'a>(done: &Done<'a>) -> &'a Path {
    match *done {
        Done::Folder(path)
        | Done::File(path)
        | Done::Bytes(path, ..)
        | Done::Zeroes(path, ..)
        | Done::Size(path, _)
        | Done::Synced(path)
        | Done::FolderSynced(path)
        | Done::Renamed(path, _)
        | Done::Removed(path) => path,
    }
}

fn at(offset: u64) -> usize {
    usize::try_from(offset).expect("a small file")
}

fn under(path: &Path, from: &Path, to: &Path) -> PathBuf {
    match path.strip_prefix(from) {
        Ok(rest) if rest.as_os_str().is_empty() => to.to_path_buf(),
        Ok(rest) => to.join(rest),
        Err(_) => path.to_path_buf(),
    }
}

/// Gives everything at or below `from` its new name, over what had it, or takes it away.
fn moved<T>(names: &mut BTreeMap<PathBuf, T>, from: &Path, to: Option<&Path>) {
    let going: Vec<PathBuf> = names.keys().filter(|path| path.starts_with(from)).cloned().collect();
    for path in going {
        if let Some(node) = names.remove(&path)
            && let Some(to) = to
        {
            names.insert(under(&path, from, to), node);
        }
    }
}

/// What was recorded.
pub(crate) struct Trace {
    base: PathBuf,
    ops: Vec<Op>,
}

/// What becomes of that which was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsynced {
    /// All of it is lost.
    Lost,
    /// Of the names in each folder the first few are kept, and of each file any of its sectors.
    ByChance,
}

/// The disk at one moment.
#[derive(Default)]
struct Disk {
    files: Vec<FileState>,
    /// What a program sees, and what is durable: a file by its number, a folder without one.
    seen: BTreeMap<PathBuf, Option<usize>>,
    durable: BTreeMap<PathBuf, Option<usize>>,
    /// Changes of names that are not durable yet, by the folder they are in.
    names: Vec<(PathBuf, Naming)>,
    acked: u64,
}

#[derive(Default)]
struct FileState {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Bytes(usize, Vec<u8>),
    Size(usize),
}

#[derive(Clone)]
enum Naming {
    New(PathBuf, Option<usize>),
    Moved(PathBuf, PathBuf),
    Gone(PathBuf),
}

impl Trace {
    /// How many things were done: a cut can be before the first, and behind each.
    pub(crate) fn len(&self) -> usize {
        self.ops.len()
    }

    /// The same of a program that never syncs what ends like this, to see that cuts find it out.
    pub(crate) fn without_syncs_of(mut self, end: &str) -> Trace {
        self.ops.retain(|op| !matches!(op, Op::Synced(path) | Op::FolderSynced(path) if path.ends_with(end)));
        self
    }

    /// The moments right after something was done elsewhere than in this folder.
    pub(crate) fn moments_outside(&self, folder: &str) -> Vec<usize> {
        let is_outside = |op: &Op| match op {
            Op::Acked(_) => false,
            Op::Folder(path)
            | Op::File(path)
            | Op::Bytes(path, ..)
            | Op::Size(path, _)
            | Op::Synced(path)
            | Op::FolderSynced(path)
            | Op::Renamed(path, _)
            | Op::Removed(path) => !path.iter().any(|part| part == folder),
        };
        (1..=self.ops.len()).filter(|done| is_outside(&self.ops[done - 1])).collect()
    }

    /// Makes below `image` what a cut after `done` things leaves, and says the last number told until then.
    pub(crate) fn cut(
        &self,
        done: usize,
        unsynced: Unsynced,
        chance: &mut impl FnMut(usize) -> usize,
        image: &Path,
    ) -> u64 {
        let mut disk = Disk::default();
        for op in self.ops.iter().take(done) {
            disk.take(op);
        }
        match unsynced {
            Unsynced::Lost => {}
            Unsynced::ByChance => disk.keep_by_chance(chance),
        }
        disk.write(&self.base, image);
        disk.acked
    }
}

impl Disk {
    fn take(&mut self, op: &Op) {
        match op {
            Op::Folder(path) => self.name(Naming::New(path.clone(), None)),
            Op::File(path) => {
                self.files.push(FileState::default());
                self.name(Naming::New(path.clone(), Some(self.files.len() - 1)));
            }
            Op::Bytes(path, offset, bytes) => self.pending(path).push(Change::Bytes(*offset, bytes.clone())),
            Op::Size(path, size) => self.pending(path).push(Change::Size(*size)),
            Op::Synced(path) => {
                let changes = std::mem::take(self.pending(path));
                let file = self.file(path);
                changes.iter().for_each(|change| change.apply(&mut file.durable));
            }
            Op::FolderSynced(folder) => {
                for (parent, naming) in std::mem::take(&mut self.names) {
                    if parent == *folder {
                        naming.apply(&mut self.durable);
                    } else {
                        self.names.push((parent, naming));
                    }
                }
            }
            Op::Renamed(from, to) => self.name(Naming::Moved(from.clone(), to.clone())),
            Op::Removed(path) => self.name(Naming::Gone(path.clone())),
            Op::Acked(number) => self.acked = *number,
        }
    }

    fn name(&mut self, naming: Naming) {
        naming.apply(&mut self.seen);
        // Names in a folder that goes are no names of another that comes to be in its place.
        if let Naming::Gone(gone) = &naming {
            self.names.retain(|(parent, _)| !parent.starts_with(gone));
        }
        let (Naming::New(path, _) | Naming::Moved(_, path) | Naming::Gone(path)) = &naming;
        self.names.push((path.parent().expect("below the base").to_path_buf(), naming));
    }

    fn file(&mut self, path: &Path) -> &mut FileState {
        let number = self.seen.get(path).copied().flatten();
        &mut self.files[number.unwrap_or_else(|| panic!("{} was never made", path.display()))]
    }

    fn pending(&mut self, path: &Path) -> &mut Vec<Change> {
        &mut self.file(path).pending
    }

    fn keep_by_chance(&mut self, chance: &mut impl FnMut(usize) -> usize) {
        let mut kept: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for (parent, _) in &self.names {
            *kept.entry(parent.clone()).or_default() += 1;
        }
        kept.values_mut().for_each(|count| *count = chance(*count + 1));
        for (parent, naming) in std::mem::take(&mut self.names) {
            if let Some(left) = kept.get_mut(&parent).filter(|left| **left > 0) {
                *left -= 1;
                naming.apply(&mut self.durable);
            }
        }
        for file in &mut self.files {
            for change in std::mem::take(&mut file.pending) {
                for part in change.sectors() {
                    if chance(2) == 0 {
                        part.apply(&mut file.durable);
                    }
                }
            }
        }
    }

    /// Whatever has no way from the base to it is not there.
    fn write(&self, base: &Path, image: &Path) {
        std::fs::create_dir_all(image).expect("image");
        for (path, number) in &self.durable {
            let target = under(path, base, image);
            match number {
                _ if !target.parent().is_some_and(Path::is_dir) => {}
                None => std::fs::create_dir(target).expect("image"),
                Some(number) => std::fs::write(target, &self.files[*number].durable).expect("image"),
            }
        }
    }
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<PathBuf, Option<usize>>) {
        match self {
            Naming::New(path, number) => {
                names.insert(path.clone(), *number);
            }
            Naming::Moved(from, to) => {
                // A name whose beginning is not durable cannot take the place of one that is.
                if names.contains_key(from) {
                    moved(names, to, None);
                }
                moved(names, from, Some(to));
            }
            Naming::Gone(path) => moved(names, path, None),
        }
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Bytes(offset, new) => {
                let end = offset + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*offset..end].copy_from_slice(new);
            }
            Change::Size(size) => bytes.resize(*size, 0),
        }
    }

    /// The same in pieces that a disk writes whole.
    fn sectors(self) -> Vec<Change> {
        let Change::Bytes(offset, bytes) = self else { return vec![self] };
        let (mut sectors, mut from) = (Vec::new(), 0);
        while from < bytes.len() {
            let to = bytes.len().min(from + SECTOR_BYTES - (offset + from) % SECTOR_BYTES);
            sectors.push(Change::Bytes(offset + from, bytes[from..to].to_vec()));
            from = to;
        }
        sectors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::durable::write_durably;
    use crate::disk::file::DataFile;
    use crate::disk::folder;

    /// Everything below a folder, by its path within it.
    fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut waiting = vec![folder.to_path_buf()];
        while let Some(next) = waiting.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    waiting.push(path);
                    all.insert(name, b"folder".to_vec());
                } else {
                    all.insert(name, std::fs::read(path).unwrap());
                }
            }
        }
        all
    }

    fn image(trace: &Trace, done: usize, unsynced: Unsynced, keep: usize) -> BTreeMap<String, Vec<u8>> {
        let image = tempfile::tempdir().unwrap();
        trace.cut(done, unsynced, &mut |below| keep.min(below - 1), image.path());
        tree(image.path())
    }

    #[test]
    fn what_was_not_synced_is_lost_and_what_was_is_there() {
        let temp = tempfile::tempdir().unwrap();
        let (a, c) = (temp.path().join("a"), temp.path().join("a/b/c"));
        record(temp.path());
        folder::create(&a.join("b")).unwrap();
        let mut file = DataFile::create_new(&c).unwrap();
        file.write_at(0, b"first").unwrap();
        file.sync_data().unwrap();
        acked(1);
        file.write_at(600, b"second").unwrap();
        folder::sync(&a.join("b")).unwrap();
        folder::sync(&a).unwrap();
        let before_name_of_a = RECORDING.with_borrow(|recording| recording.as_ref().unwrap().ops.len());
        folder::sync(temp.path()).unwrap();
        // A library's own file: its bytes are seen before the next step.
        std::fs::write(a.join("own"), "x").unwrap();
        folder::sync_whole(&a).unwrap();
        std::fs::write(a.join("own"), "later").unwrap();
        write_durably(&a.join("new"), b"whole").unwrap();
        let trace = recorded();
        assert!(image(&trace, before_name_of_a, Unsynced::Lost, 0).is_empty(), "no way leads there");
        let named = image(&trace, before_name_of_a + 1, Unsynced::Lost, 0);
        assert_eq!((named.len(), named["a/b/c"].as_slice()), (3, b"first".as_slice()));
        let kept = image(&trace, before_name_of_a + 1, Unsynced::ByChance, 0);
        assert_eq!(kept["a/b/c"].len(), 606, "chance 0 keeps every sector");
        let lost = image(&trace, before_name_of_a + 1, Unsynced::ByChance, 1);
        assert_eq!(lost["a/b/c"], b"first");
        let last = image(&trace, trace.len(), Unsynced::Lost, 0);
        assert_eq!((last["a/own"].as_slice(), last["a/new"].as_slice()), (b"x".as_slice(), b"whole".as_slice()));
        assert_eq!(last["a/b/c"].len(), 606);
        assert!(!last.contains_key("a/new.tmp"));
    }
}
