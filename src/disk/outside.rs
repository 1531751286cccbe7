//! Files outside the data folder: on sticks and in folders the officer chose. Others read them, so they are not private.
//!
//! Every step passes the fault seam. It knows no format, overwrites nothing, and removes only what it is named.

#[cfg(not(windows))]
use std::fs::TryLockError;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::fault::{self, Step};
use super::file::private;
#[cfg(windows)]
use super::windows;

/// Bytes written and read back at a time, between two words of progress; a multiple of every sector size.
pub const BLOCK_BYTES: usize = 256 * 1024;
/// Where a buffer must begin for reading past the cache.
#[cfg(any(target_os = "linux", windows))]
const ALIGNED_BYTES: usize = 4096;

/// A file that is being written.
#[derive(Debug)]
pub struct OutsideFile {
    file: File,
    path: PathBuf,
}

impl OutsideFile {
    /// Makes a new file; an error when it is there already.
    pub fn create_new(path: &Path) -> io::Result<OutsideFile> {
        fault::pass(Step::Create, path)?;
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(OutsideFile { file, path: path.to_path_buf() })
    }

    /// The same, and only its owner may read it where the drive knows owners.
    pub fn create_private(path: &Path) -> io::Result<OutsideFile> {
        fault::pass(Step::Create, path)?;
        let file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
        Ok(OutsideFile { file, path: path.to_path_buf() })
    }

    /// Writes all of `bytes` behind what is there.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        fault::pass(Step::Write, &self.path)?;
        self.file.write_all(bytes)
    }

    /// Makes the bytes and the size durable.
    pub fn sync(&self) -> io::Result<()> {
        fault::pass(Step::Sync, &self.path)?;
        self.file.sync_all()
    }
}

/// Makes a new folder; an error when it is there already, or when what is above it is not.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fault::pass(Step::Create, path)?;
    std::fs::create_dir(path)
}

/// Holds a folder or a file while it is being written, so that no other process takes it for a leftover; `None` where
/// another holds it. A drive that knows no locks lets everybody hold it.
pub fn hold(path: &Path) -> io::Result<Option<Hold>> {
    system_hold(path).map(|held| held.map(|held| Hold { _held: held }))
}

/// Holds as long as it lives.
#[derive(Debug)]
pub struct Hold {
    _held: Held,
}

/// What is held: the file or folder itself, whose lock goes with it.
#[cfg(not(windows))]
type Held = File;
/// What is held: a name that stands for it. A file locked there could not be written to, and no folder can be locked.
#[cfg(windows)]
type Held = std::os::windows::io::OwnedHandle;

#[cfg(not(windows))]
fn system_hold(path: &Path) -> io::Result<Option<Held>> {
    let held = File::open(path)?;
    match held.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(held)),
    }
}

#[cfg(windows)]
fn system_hold(path: &Path) -> io::Result<Option<Held>> {
    // The end of a path tells most of it apart, and a name has 260 characters at most.
    let path = std::fs::canonicalize(path)?.to_string_lossy().to_lowercase().replace('\\', "/");
    let end: Vec<char> = path.chars().rev().take(200).collect();
    windows::only_one(&format!("Local\\daiban-{}", end.iter().rev().collect::<String>()))
}

/// Renames a file or folder on its drive; an error when the new name is taken.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::pass(Step::Rename, from)?;
    if std::fs::symlink_metadata(to).is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    std::fs::rename(from, to)
}

/// Makes a closed file durable: some drives lose a file that was renamed after its sync.
pub fn sync_file(path: &Path) -> io::Result<()> {
    fault::pass(Step::Sync, path)?;
    // Windows syncs only what is open for writing.
    OpenOptions::new().read(true).write(true).open(path)?.sync_all()
}

/// Makes the names in a folder durable. Windows has no such call and needs none; nor have some network drives.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    fault::pass(Step::SyncFolder, path)?;
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(path)?.sync_all() {
        Err(fault) if fault.kind() == io::ErrorKind::InvalidInput || fault.kind() == io::ErrorKind::Unsupported => {
            Ok(())
        }
        other => other,
    }
}

/// Makes everything on the drive that holds `path` durable, its tables included.
pub fn sync_drive(path: &Path) -> io::Result<()> {
    fault::pass(Step::Sync, path)?;
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(path)?)?;
    Ok(())
}

/// The number of the drive that holds `path`; `None` where the system is not asked.
#[cfg(unix)]
pub fn device(path: &Path) -> io::Result<Option<u64>> {
    use std::os::unix::fs::MetadataExt;
    Ok(Some(std::fs::metadata(path)?.dev()))
}

/// The number that the volume which holds `path` was formatted with; `None` where it has none.
#[cfg(windows)]
pub fn device(path: &Path) -> io::Result<Option<u64>> {
    // A volume is named for what is not there as well.
    std::fs::metadata(path)?;
    let _quiet = windows::Quiet::begin();
    // A folder of another computer may have no number to tell.
    let volume = windows::root_of(path).and_then(|root| windows::volume(&root));
    Ok(volume.ok().map(|volume| u64::from(volume.serial)).filter(|serial| *serial != 0))
}

/// Removes these files from the folder and then the folder, which must be empty by then; names that are not there are
/// fine. Neither the folder nor a file in it is followed if it is a link.
pub fn remove_folder_of(folder: &Path, names: &[&str]) -> io::Result<()> {
    for name in names {
        let path = folder.join(name);
        fault::pass(Step::Remove, &path)?;
        match std::fs::remove_file(&path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            Ok(()) | Err(_) => {}
        }
    }
    fault::pass(Step::Remove, folder)?;
    std::fs::remove_dir(folder)
}

/// Reads a file in blocks from the drive itself where the system can pass its cache; `each` may break off.
pub fn read_back(path: &Path, each: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
    let mut reader = BackReader::open(path)?;
    loop {
        let block = reader.next_block()?;
        if block.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if each(block).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
}

/// A file read in blocks from the drive itself, where the system can pass its cache.
pub struct BackReader {
    path: PathBuf,
    file: File,
    buffer: Buffer,
    /// Bytes of the block, and how many of them were taken.
    block: (usize, usize),
    is_begun: bool,
    /// Whether nothing is asked for any more.
    is_over: bool,
}

impl BackReader {
    /// Opens it.
    pub fn open(path: &Path) -> io::Result<BackReader> {
        let (file, buffer) = open_past_cache(path)?;
        Ok(BackReader { path: path.to_path_buf(), file, buffer, block: (0, 0), is_begun: false, is_over: false })
    }

    /// The next block; empty at the end.
    fn next_block(&mut self) -> io::Result<&[u8]> {
        fault::pass(Step::ReadBack, &self.path)?;
        if self.is_over {
            return Ok(&[]);
        }
        let got_bytes = match self.buffer.fill(&mut self.file) {
            // A drive that takes the flag and then refuses to read so: once more, the plain way.
            Err(fault) if fault.kind() == io::ErrorKind::InvalidInput && !self.is_begun && self.buffer.is_direct => {
                (self.file, self.buffer) = (open_plain(&self.path)?, Buffer::plain());
                self.buffer.fill(&mut self.file)?
            }
            other => other?,
        };
        self.is_begun = true;
        // Windows refuses to read on from within a sector, also at the end.
        self.is_over = cfg!(windows) && self.buffer.is_direct && got_bytes < BLOCK_BYTES;
        Ok(self.buffer.block(got_bytes))
    }
}

impl Read for BackReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.block.0 == self.block.1 {
            self.block = (self.next_block()?.len(), 0);
        }
        let (got_bytes, taken_bytes) = self.block;
        let left = self.buffer.block(got_bytes).get(taken_bytes..).unwrap_or_default();
        let count = left.len().min(into.len());
        let (from, to) = (left.get(..count).unwrap_or_default(), into.get_mut(..count).unwrap_or_default());
        to.copy_from_slice(from);
        self.block.1 += count;
        Ok(count)
    }
}

/// A block that begins where direct reading asks for it.
struct Buffer {
    bytes: Vec<u8>,
    start: usize,
    is_direct: bool,
}

impl Buffer {
    fn plain() -> Buffer {
        Buffer { bytes: vec![0; BLOCK_BYTES], start: 0, is_direct: false }
    }

    #[cfg(any(target_os = "linux", windows))]
    fn aligned() -> Buffer {
        let bytes = vec![0u8; BLOCK_BYTES + ALIGNED_BYTES];
        let start = bytes.as_ptr().align_offset(ALIGNED_BYTES);
        Buffer { bytes, start, is_direct: true }
    }

    /// Reads the next block; 0 at the end. Direct reading goes on only at whole sectors, so a short read is never
    /// filled up: it is the end of the file.
    fn fill(&mut self, file: &mut File) -> io::Result<usize> {
        let room = self.bytes.get_mut(self.start..self.start + BLOCK_BYTES).unwrap_or_default();
        loop {
            match file.read(room) {
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    fn block(&self, got_bytes: usize) -> &[u8] {
        self.bytes.get(self.start..self.start + got_bytes).unwrap_or_default()
    }
}

#[cfg(any(target_os = "linux", windows))]
fn open_past_cache(path: &Path) -> io::Result<(File, Buffer)> {
    match past_cache(OpenOptions::new().read(true)).open(path) {
        Ok(file) => Ok((file, Buffer::aligned())),
        // Drives say no to the flag in several ways; a file that cannot be opened at all says so again here.
        Err(_) => Ok((open_plain(path)?, Buffer::plain())),
    }
}

#[cfg(target_os = "linux")]
fn past_cache(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(i32::try_from(rustix::fs::OFlags::DIRECT.bits()).unwrap_or(0))
}

#[cfg(windows)]
fn past_cache(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::windows::fs::OpenOptionsExt;
    options.custom_flags(windows_sys::Win32::Storage::FileSystem::FILE_FLAG_NO_BUFFERING)
}

#[cfg(not(any(target_os = "linux", windows)))]
fn open_past_cache(path: &Path) -> io::Result<(File, Buffer)> {
    Ok((open_plain(path)?, Buffer::plain()))
}

/// Opens it for reading, and asks the system to forget what it holds of it.
fn open_plain(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    #[cfg(target_os = "linux")]
    // Advice that is not taken costs nothing but the proof.
    let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        let end = read_back(path, &mut |block| {
            bytes.extend_from_slice(block);
            ControlFlow::Continue(())
        });
        assert_eq!(end.unwrap(), ControlFlow::Continue(()));
        bytes
    }

    #[test]
    fn what_was_written_is_read_back_whatever_its_size() {
        let temp = tempfile::tempdir().unwrap();
        for size_bytes in [0, 1, 4096, BLOCK_BYTES - 1, BLOCK_BYTES, 2 * BLOCK_BYTES + 77] {
            let path = temp.path().join(size_bytes.to_string());
            let bytes: Vec<u8> = (0..size_bytes).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut file = OutsideFile::create_new(&path).unwrap();
            bytes.chunks(100_000).for_each(|chunk| file.append(chunk).unwrap());
            file.sync().unwrap();
            assert!(read(&path) == bytes, "{size_bytes}");
            let mut again = Vec::new();
            BackReader::open(&path).unwrap().read_to_end(&mut again).unwrap();
            assert!(again == bytes, "{size_bytes}");
            assert!(OutsideFile::create_new(&path).is_err());
        }
    }

    #[test]
    fn a_taken_name_is_not_renamed_over_and_only_named_files_go() {
        let temp = tempfile::tempdir().unwrap();
        let (a, b) = (temp.path().join("a"), temp.path().join("b"));
        make_folder(&a).unwrap();
        make_folder(&b).unwrap();
        assert_eq!(rename(&a, &b).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        std::fs::write(a.join("ours"), "x").unwrap();
        std::fs::write(a.join("theirs"), "x").unwrap();
        assert!(remove_folder_of(&a, &["ours", "none"]).is_err());
        assert!(a.join("theirs").exists() && !a.join("ours").exists());
        remove_folder_of(&b, &[]).unwrap();
        assert!(!b.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_held_folder_is_seen_as_held() {
        let temp = tempfile::tempdir().unwrap();
        let first = hold(temp.path()).unwrap();
        assert!(first.is_some() && hold(temp.path()).unwrap().is_none());
        drop(first);
        assert!(hold(temp.path()).unwrap().is_some());
    }
}
