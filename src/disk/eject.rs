//! 安全弹出: lets go of a stick, so that it may be pulled out.
//!
//! It ejects only what is certainly removable, and never anything but the drive that it is given. Where the system has no
//! way to do it from here, the officer does it by hand.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(windows)]
mod windows;

use super::drives::Drive;

/// Why a drive was not let go of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EjectFault {
    /// It cannot be done from here.
    ByHand,
    /// Some program uses it.
    Busy,
    /// This user may not.
    Denied,
    /// It takes longer than anybody waits.
    Slow,
    /// It is there no more, or was no stick.
    Gone,
    /// Anything else.
    Refused,
}

impl EjectFault {
    /// What happened, and what to do.
    pub fn words(self) -> String {
        let by_hand = if cfg!(windows) {
            "点屏幕右下角的「安全弹出」图标，选这个盘，说可以拔了再拔"
        } else {
            "打开文件管理器，点这个盘旁边的弹出图标，图标没了再拔"
        };
        match self {
            EjectFault::ByHand => format!("这台电脑上要用手弹：{by_hand}。"),
            EjectFault::Busy => {
                "没有弹出：有程序正在用这个盘。请关掉打开了盘里文件的窗口（WPS、文件管理器），再弹一次；写好的都在盘上。"
                    .to_owned()
            }
            EjectFault::Denied => format!("没有弹出：没有权限。请用手弹：{by_hand}。"),
            EjectFault::Slow => "还没有弹出：盘还在忙。先别拔，等灯不闪了再弹一次；写好的都在盘上。".to_owned(),
            EjectFault::Gone => "没有看到这个盘，可能已经弹出或者拔掉了。".to_owned(),
            EjectFault::Refused => format!("没有弹出：系统没有让弹。请用手弹：{by_hand}。"),
        }
    }
}

/// Lets go of this drive; it may take seconds.
pub fn eject(drive: &Drive) -> Result<(), EjectFault> {
    if !drive.removable {
        return Err(EjectFault::ByHand);
    }
    system_eject(drive)
}

#[cfg(target_os = "linux")]
fn system_eject(drive: &Drive) -> Result<(), EjectFault> {
    linux::Ejector::of_system().eject(drive, &super::drives::drives())
}

#[cfg(windows)]
fn system_eject(drive: &Drive) -> Result<(), EjectFault> {
    windows::eject(drive)
}

#[cfg(not(any(target_os = "linux", windows)))]
fn system_eject(_drive: &Drive) -> Result<(), EjectFault> {
    Err(EjectFault::ByHand)
}
