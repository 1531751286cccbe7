//! Where a system keeps a program's files, and where people keep theirs.
//!
//! It makes nothing and opens nothing. On Windows it asks the system itself: what asks for it there cannot be loaded on
//! Windows 7.

use std::path::PathBuf;

/// The folder for the data of this program.
pub fn own_data() -> Option<PathBuf> {
    system::own("data")
}

/// The folder for the settings of this program.
pub fn own_settings() -> Option<PathBuf> {
    system::own("config")
}

/// 主文件夹.
pub fn home() -> Option<PathBuf> {
    system::home()
}

/// 桌面, 文档, 下载, as far as the system tells them.
pub fn of_person() -> [(Option<PathBuf>, &'static str); 3] {
    system::of_person()
}

#[cfg(not(windows))]
mod system {
    use std::path::{Path, PathBuf};

    use directories::{ProjectDirs, UserDirs};

    pub(super) fn own(what: &str) -> Option<PathBuf> {
        let own = ProjectDirs::from("", "", "daiban")?;
        Some(if what == "data" { own.data_dir() } else { own.config_dir() }.to_path_buf())
    }

    pub(super) fn home() -> Option<PathBuf> {
        UserDirs::new().map(|user| user.home_dir().to_path_buf())
    }

    pub(super) fn of_person() -> [(Option<PathBuf>, &'static str); 3] {
        let user = UserDirs::new();
        let of = |part: fn(&UserDirs) -> Option<&Path>| user.as_ref().and_then(part).map(Path::to_path_buf);
        [
            (of(UserDirs::desktop_dir), "桌面"),
            (of(UserDirs::document_dir), "文档"),
            (of(UserDirs::download_dir), "下载"),
        ]
    }
}

#[cfg(windows)]
mod system {
    use std::path::PathBuf;

    use windows_sys::Win32::UI::Shell::{CSIDL_APPDATA, CSIDL_DESKTOPDIRECTORY, CSIDL_PERSONAL, CSIDL_PROFILE};

    use crate::disk::windows::folder;

    pub(super) fn own(what: &str) -> Option<PathBuf> {
        Some(folder(CSIDL_APPDATA)?.join("daiban").join(what))
    }

    pub(super) fn home() -> Option<PathBuf> {
        folder(CSIDL_PROFILE)
    }

    pub(super) fn of_person() -> [(Option<PathBuf>, &'static str); 3] {
        let downloads = home().map(|home| home.join("Downloads"));
        [(folder(CSIDL_DESKTOPDIRECTORY), "桌面"), (folder(CSIDL_PERSONAL), "文档"), (downloads, "下载")]
    }
}
