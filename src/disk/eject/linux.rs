//! Ejecting on Linux, by the program that desktops bring: `udisksctl`, without a shell and without waiting for ever.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::EjectFault;
use crate::disk::drives::Drive;

/// How long one step may take: what was written is on the drive already.
const WAIT: Duration = Duration::from_secs(30);
/// Between two looks at whether it is done.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What ejects.
pub(super) struct Ejector {
    program: PathBuf,
    wait: Duration,
}

impl Ejector {
    /// The system's own program.
    pub(super) fn of_system() -> Ejector {
        Ejector { program: PathBuf::from("udisksctl"), wait: WAIT }
    }

    /// Lets go of this drive and of whatever else of its disk is in use, then has the disk switched off.
    pub(super) fn eject(&self, drive: &Drive, all: &[Drive]) -> Result<(), EjectFault> {
        let disk = disk_of(&drive.node);
        let nodes = all.iter().map(|it| &it.node).filter(|node| **node != drive.node && disk_of(node) == disk);
        for node in [&drive.node].into_iter().chain(nodes) {
            match self.run("unmount", node) {
                // Somebody was quicker.
                Err(Refusal::NotMounted) => {}
                other => other.map_err(Refusal::fault)?,
            }
        }
        // A card in a reader that is built in cannot be switched off; it may be pulled out now all the same.
        match self.run("power-off", &drive.node) {
            Err(refusal @ (Refusal::Busy | Refusal::Slow)) => Err(refusal.fault()),
            Ok(()) | Err(Refusal::NoProgram | Refusal::NotMounted | Refusal::Denied | Refusal::Other) => Ok(()),
        }
    }

    fn run(&self, what: &str, node: &Path) -> Result<(), Refusal> {
        let mut command = Command::new(&self.program);
        command.arg(what).arg("--no-user-interaction").arg("-b").arg(node);
        // Its words are read here, and are to be the same everywhere.
        command.env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|fault| match fault.kind() {
            io::ErrorKind::NotFound => Refusal::NoProgram,
            io::ErrorKind::PermissionDenied => Refusal::Denied,
            _ => Refusal::Other,
        })?;
        let since = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if since.elapsed() < self.wait => thread::sleep(LOOK_EVERY),
                Ok(None) | Err(_) => {
                    // The work goes on where it is really done; only the asking ends.
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Refusal::Slow);
                }
            }
        };
        if status.success() {
            return Ok(());
        }
        let mut words = [0; 4096];
        let told = child.stderr.take().filter(|told| rustix::io::ioctl_fionbio(told, true).is_ok());
        // What it started may hold the pipe open: there is no waiting for its end.
        let count = told.and_then(|mut told| told.read(&mut words).ok()).unwrap_or(0);
        Err(Refusal::of(&String::from_utf8_lossy(words.get(..count).unwrap_or_default())))
    }
}

/// What the program says no with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// It is not on this computer.
    NoProgram,
    NotMounted,
    Busy,
    Denied,
    Slow,
    Other,
}

impl Refusal {
    /// Reads the name of the fault, or the words of the system where there is none.
    fn of(words: &str) -> Refusal {
        let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
        match () {
            () if has(&["NotMounted", "not mounted"]) => Refusal::NotMounted,
            () if has(&["DeviceBusy", "target is busy", "in use"]) => Refusal::Busy,
            () if has(&["NotAuthorized", "Not authorized"]) => Refusal::Denied,
            // The program is there, and what does the work is not.
            () if has(&["Error connecting to the udisks daemon", "ServiceUnknown"]) => Refusal::NoProgram,
            () => Refusal::Other,
        }
    }

    fn fault(self) -> EjectFault {
        match self {
            Refusal::NoProgram => EjectFault::ByHand,
            Refusal::NotMounted => EjectFault::Gone,
            Refusal::Busy => EjectFault::Busy,
            Refusal::Denied => EjectFault::Denied,
            Refusal::Slow => EjectFault::Slow,
            Refusal::Other => EjectFault::Refused,
        }
    }
}

/// `/dev/sdb` of `/dev/sdb1`, `/dev/mmcblk0` of `/dev/mmcblk0p1`; what is named otherwise is a disk of its own.
fn disk_of(node: &Path) -> String {
    let node = node.to_string_lossy();
    let without_number = node.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = without_number.strip_suffix('p').filter(|disk| disk.ends_with(|c: char| c.is_ascii_digit()));
    match numbered {
        Some(disk) => disk.to_owned(),
        None if node.starts_with("/dev/sd") => without_number.to_owned(),
        None => node.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn drive(node: &str) -> Drive {
        Drive {
            path: PathBuf::from("/media/wang/A"),
            label: "A".to_owned(),
            free_bytes: 0,
            total_bytes: 0,
            node: PathBuf::from(node),
            file_system: "vfat".to_owned(),
            read_only: false,
            removable: true,
            device: None,
            serial: String::new(),
        }
    }

    /// A program that writes down what it is asked and then does as `body` says, and what it was asked.
    fn with_program(body: &str, wait: Duration, all: &[Drive]) -> (Result<(), EjectFault>, String) {
        let temp = tempfile::tempdir().unwrap();
        let (program, asked) = (temp.path().join("udisksctl"), temp.path().join("asked"));
        std::fs::write(&program, format!("#!/bin/sh\necho \"$@\" >> '{}'\n{body}\n", asked.display())).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        // Another test that starts a program at this moment has the file open for writing until it runs.
        let is_busy = |fault: &io::Error| fault.kind() == io::ErrorKind::ExecutableFileBusy;
        while Command::new(&program).arg("probe").stderr(Stdio::null()).status().is_err_and(|it| is_busy(&it)) {}
        let done = Ejector { program, wait }.eject(&drive("/dev/sdb1"), all);
        let asked = std::fs::read_to_string(asked).unwrap_or_default();
        (done, asked.lines().skip(1).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn all_of_the_disk_is_let_go_of_and_then_it_is_switched_off() {
        let all = [drive("/dev/sdb1"), drive("/dev/sdb2"), drive("/dev/sdc1")];
        let (done, asked) = with_program("exit 0", WAIT, &all);
        assert_eq!(done, Ok(()));
        let step = |what: &str, node: &str| format!("{what} --no-user-interaction -b /dev/{node}");
        assert_eq!(asked, [step("unmount", "sdb1"), step("unmount", "sdb2"), step("power-off", "sdb1")].join("|"));
    }

    #[test]
    fn what_uses_it_is_told_and_it_is_not_switched_off_then() {
        let busy = "[ $1 = probe ] || { echo 'Error unmounting /dev/sdb1: GDBus.Error:org.freedesktop.UDisks2.Error.DeviceBusy: target is busy' >&2; exit 1; }";
        let (done, asked) = with_program(busy, WAIT, &[]);
        assert_eq!(done, Err(EjectFault::Busy));
        assert!(!asked.contains("power-off"), "{asked}");
    }

    #[test]
    fn what_is_let_go_of_counts_where_it_cannot_be_switched_off() {
        for (words, wanted) in [
            ("org.freedesktop.UDisks2.Error.Failed: No usb device", Ok(())),
            ("org.freedesktop.UDisks2.Error.DeviceBusy: partition 2 is in use", Err(EjectFault::Busy)),
        ] {
            let body = format!("[ $1 != power-off ] || {{ echo '{words}' >&2; exit 1; }}");
            assert_eq!(with_program(&body, WAIT, &[]).0, wanted, "{words}");
        }
    }

    #[test]
    fn it_is_not_waited_for_for_ever() {
        let (done, _) = with_program("[ $1 = probe ] || exec sleep 60", Duration::from_millis(120), &[]);
        assert_eq!(done, Err(EjectFault::Slow));
    }

    #[test]
    fn without_the_program_it_is_done_by_hand() {
        let ejector = Ejector { program: PathBuf::from("/nowhere/udisksctl"), wait: WAIT };
        assert_eq!(ejector.eject(&drive("/dev/sdb1"), &[]), Err(EjectFault::ByHand));
        assert!(EjectFault::ByHand.words().contains("用手弹"));
        let fixed = Drive { removable: false, ..drive("/dev/sda1") };
        assert_eq!(super::super::eject(&fixed), Err(EjectFault::ByHand), "not even asked for");
    }

    #[test]
    fn the_disk_of_a_part_is_known() {
        let nodes = ["/dev/sdb1", "/dev/sdb", "/dev/mmcblk0p1", "/dev/mmcblk0", "/dev/dm-1"];
        let disks = nodes.map(Path::new).map(disk_of);
        assert_eq!(disks, ["/dev/sdb", "/dev/sdb", "/dev/mmcblk0", "/dev/mmcblk0", "/dev/dm-1"]);
    }
}
