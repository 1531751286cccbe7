//! The calls of Windows that the standard library has no words for, each behind a safe function.
//!
//! It decides nothing: which drives are sticks and how one is ejected is said elsewhere. Every call here is there on
//! Windows 7.
#![expect(unsafe_code, reason = "Windows is called here, and nowhere else")]

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{ERROR_ALREADY_EXISTS, GENERIC_READ, GENERIC_WRITE, GetLastError, MAX_PATH};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_SHARE_READ, FILE_SHARE_WRITE, GetDiskFreeSpaceExW, GetDriveTypeW, GetLogicalDrives, GetVolumeInformationW,
    GetVolumePathNameW, STORAGE_BUS_TYPE,
};
use windows_sys::Win32::System::Diagnostics::Debug::{
    SEM_FAILCRITICALERRORS, SEM_NOOPENFILEERRORBOX, SetErrorMode, SetThreadErrorMode,
};
use windows_sys::Win32::System::IO::DeviceIoControl;
use windows_sys::Win32::System::Ioctl::{
    IOCTL_STORAGE_QUERY_PROPERTY, PropertyStandardQuery, STORAGE_DEVICE_DESCRIPTOR, STORAGE_PROPERTY_QUERY,
    StorageDeviceProperty,
};
use windows_sys::Win32::System::Threading::CreateMutexW;
use windows_sys::Win32::UI::Shell::SHGetFolderPathW;

/// Characters of the longest path that is asked about.
const PATH_CHARS_MAX: usize = 1024;
/// `FILE_READ_ONLY_VOLUME`, of a header that nothing else here needs.
const READ_ONLY_VOLUME: u32 = 0x0008_0000;
/// Two box-less answers: to a drive without a disk in it, and to a file that cannot be opened.
const NO_BOXES: u32 = SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX;

/// What Windows says of a volume.
pub(super) struct Volume {
    /// Its name; may be empty.
    pub(super) label: String,
    /// The number it was formatted with; 0 where it has none.
    pub(super) serial: u32,
    /// FAT32, exFAT, NTFS …
    pub(super) file_system: String,
    /// Whether nothing can be written there.
    pub(super) read_only: bool,
}

/// A drive without a disk in it is an answer from here on, and no box that waits for somebody to press a button.
pub(super) fn show_no_boxes() {
    // SAFETY: takes and gives numbers only.
    unsafe { SetErrorMode(NO_BOXES) };
}

/// The same for the thread that asks, as long as it lives.
pub(super) struct Quiet {
    before: u32,
}

impl Quiet {
    /// Begins to be quiet.
    pub(super) fn begin() -> Quiet {
        let mut before = 0;
        // SAFETY: the second argument points to a number that lives through the call.
        unsafe { SetThreadErrorMode(NO_BOXES, &raw mut before) };
        Quiet { before }
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // SAFETY: the old mode is not asked for, and null says so.
        unsafe { SetThreadErrorMode(self.before, null_mut()) };
    }
}

/// The letters there are.
pub(super) fn letters() -> impl Iterator<Item = char> {
    // SAFETY: takes nothing and gives a number.
    let set = unsafe { GetLogicalDrives() };
    ('A'..='Z').enumerate().filter(move |(bit, _)| set & (1 << bit) != 0).map(|(_, letter)| letter)
}

/// What sort of drive has this root, such as `E:\`: 2 for what can be taken out, 3 for what is fixed.
pub(super) fn sort_of_drive(root: &Path) -> u32 {
    let root = wide(root);
    // SAFETY: the root ends with a zero and lives through the call.
    unsafe { GetDriveTypeW(root.as_ptr()) }
}

/// What is known of the volume with this root; an error where there is no disk in the drive.
pub(super) fn volume(root: &Path) -> io::Result<Volume> {
    let root = wide(root);
    let (mut label, mut file_system) = ([0u16; 256], [0u16; 256]);
    let (mut serial, mut flags) = (0, 0);
    // SAFETY: the root ends with a zero; the buffers are as long as is said, and all lives through the call.
    let done = unsafe {
        GetVolumeInformationW(
            root.as_ptr(),
            label.as_mut_ptr(),
            256,
            &raw mut serial,
            null_mut(),
            &raw mut flags,
            file_system.as_mut_ptr(),
            256,
        )
    };
    checked(done)?;
    Ok(Volume {
        label: text(&label),
        serial,
        file_system: text(&file_system),
        read_only: flags & READ_ONLY_VOLUME != 0,
    })
}

/// The root of the volume that holds this place.
pub(super) fn root_of(path: &Path) -> io::Result<PathBuf> {
    let path = wide(path);
    let mut root = [0u16; PATH_CHARS_MAX];
    // SAFETY: the path ends with a zero, and the buffer is as long as is said.
    let done = unsafe { GetVolumePathNameW(path.as_ptr(), root.as_mut_ptr(), 1024) };
    checked(done)?;
    Ok(PathBuf::from(OsString::from_wide(up_to_zero(&root))))
}

/// Bytes this user may still write to the drive of this folder, and all that it holds.
pub(super) fn room(folder: &Path) -> io::Result<(u64, u64)> {
    let folder = wide(folder);
    let (mut free, mut total) = (0, 0);
    // SAFETY: the path ends with a zero; the numbers live through the call, and the third is not asked for.
    let done = unsafe { GetDiskFreeSpaceExW(folder.as_ptr(), &raw mut free, &raw mut total, null_mut()) };
    checked(done)?;
    Ok((free, total))
}

/// Opens the drive itself, by its name `\\.\E:`, to ask it or to have it do something.
pub(super) fn open_drive(node: &Path, to_act: bool) -> io::Result<File> {
    let access = if to_act { GENERIC_READ | GENERIC_WRITE } else { 0 };
    OpenOptions::new().access_mode(access).share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE).open(node)
}

/// What a drive hangs on, such as `BusTypeUsb`.
pub(super) fn bus(drive: &File) -> io::Result<STORAGE_BUS_TYPE> {
    let query = STORAGE_PROPERTY_QUERY {
        PropertyId: StorageDeviceProperty,
        QueryType: PropertyStandardQuery,
        AdditionalParameters: [0],
    };
    let mut told = STORAGE_DEVICE_DESCRIPTOR::default();
    let mut told_bytes = 0;
    // SAFETY: question and answer are the types that this code takes, of the sizes said; what does not fit into the
    // answer is left out by the system. Nothing is done later, for no OVERLAPPED is given.
    let done = unsafe {
        DeviceIoControl(
            drive.as_raw_handle(),
            IOCTL_STORAGE_QUERY_PROPERTY,
            (&raw const query).cast(),
            size_of_val(&query) as u32,
            (&raw mut told).cast(),
            size_of_val(&told) as u32,
            &raw mut told_bytes,
            null_mut(),
        )
    };
    checked(done)?;
    Ok(told.BusType)
}

/// Has a drive do what this code means, with these bytes to it and nothing but yes or no back.
pub(super) fn act(drive: &File, code: u32, with: &[u8]) -> io::Result<()> {
    let input = if with.is_empty() { null() } else { with.as_ptr().cast() };
    let input_bytes = u32::try_from(with.len()).unwrap_or(0);
    let mut told_bytes = 0;
    // SAFETY: the bytes are as many as is said, there is no room for an answer and none is said to be; no OVERLAPPED.
    let done = unsafe {
        DeviceIoControl(drive.as_raw_handle(), code, input, input_bytes, null_mut(), 0, &raw mut told_bytes, null_mut())
    };
    checked(done)
}

/// The folder that this number (`CSIDL_…`) stands for, as the person may have moved it.
pub(super) fn folder(number: u32) -> Option<PathBuf> {
    let mut path = [0u16; MAX_PATH as usize];
    let number = i32::try_from(number).ok()?;
    // SAFETY: the buffer is as long as this call asks for, and lives through it; no window and no other user is named.
    let told = unsafe { SHGetFolderPathW(null_mut(), number, null_mut(), 0, path.as_mut_ptr()) };
    (told == 0).then(|| PathBuf::from(OsString::from_wide(up_to_zero(&path))))
}

/// A thing of this name that every process of this user sees, as long as it lives; `None` where there is one already.
pub(super) fn only_one(name: &str) -> io::Result<Option<OwnedHandle>> {
    let name = wide(Path::new(name));
    // SAFETY: the name ends with a zero and lives through the call; nothing is said of who may use it.
    let handle = unsafe { CreateMutexW(null(), 0, name.as_ptr()) };
    // SAFETY: takes nothing and gives a number: the word on the call before, which it is asked right after.
    let was_there = unsafe { GetLastError() } == ERROR_ALREADY_EXISTS;
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle was made just now and is nobody else's.
    let handle = unsafe { OwnedHandle::from_raw_handle(handle) };
    Ok((!was_there).then_some(handle))
}

fn checked(done: i32) -> io::Result<()> {
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn wide(path: &Path) -> Vec<u16> {
    path.as_os_str().encode_wide().chain([0]).collect()
}

fn up_to_zero(chars: &[u16]) -> &[u16] {
    chars.split(|c| *c == 0).next().unwrap_or_default()
}

fn text(chars: &[u16]) -> String {
    String::from_utf16_lossy(up_to_zero(chars))
}
