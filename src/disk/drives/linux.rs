//! Sticks on Linux, from what the kernel tells of its mounts and block devices.

use std::path::{Path, PathBuf};

use super::{Drive, serial_words};

/// The drives a package may go to, removable ones first.
pub(super) fn drives() -> Vec<Drive> {
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else { return Vec::new() };
    let named = |folder: &str| names_of(Path::new(folder));
    let named = Named { labels: named("/dev/disk/by-label"), serials: named("/dev/disk/by-uuid") };
    let found = candidates(&parse_mountinfo(&mounts), Path::new("/sys"), &named);
    found.into_iter().filter_map(measured).collect()
}

/// What the system calls block devices.
#[derive(Debug, Default)]
struct Named {
    /// Names of nodes and their labels.
    labels: Vec<(String, String)>,
    /// Names of nodes and the numbers of their file systems.
    serials: Vec<(String, String)>,
}

impl Named {
    fn serial(&self, mount: &Mount) -> String {
        let told = self.serials.iter().find(|(node, _)| node == mount.node());
        told.map(|(_, serial)| serial_words(serial)).unwrap_or_default()
    }

    fn label(&self, mount: &Mount) -> String {
        let told = self.labels.iter().find(|(node, _)| node == mount.node());
        told.map_or_else(|| mount.path.rsplit('/').next().unwrap_or_default().to_owned(), |(_, label)| label.clone())
    }
}

/// One line of `/proc/self/mountinfo`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mount {
    /// `8:17`, as `/sys/dev/block` names it.
    device: String,
    root: String,
    path: String,
    options: String,
    file_system: String,
    source: String,
    super_options: String,
}

impl Mount {
    /// The name of its block device.
    fn node(&self) -> &str {
        self.source.rsplit('/').next().unwrap_or_default()
    }
}

/// File systems that sticks and cards come with.
const STICK_SYSTEMS: [&str; 6] = ["vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos"];
/// Where desktops mount what is plugged in.
const STICK_PLACES: [&str; 3] = ["/media/", "/run/media/", "/mnt/"];
/// Where the system itself lies. A disk that holds one of these is the system's, though it hangs on a cable.
const SYSTEM_PLACES: [&str; 9] =
    ["/", "/boot", "/boot/efi", "/efi", "/usr", "/var", "/home", "/cdrom", "/run/live/medium"];

/// Reads the mounts (proc(5)): `36 35 98:0 /root /path rw,noatime master:1 - ext3 /dev/root rw,errors=continue`.
fn parse_mountinfo(text: &str) -> Vec<Mount> {
    text.lines().filter_map(parse_mount).collect()
}

fn parse_mount(line: &str) -> Option<Mount> {
    // The optional fields end with a lone dash; a path cannot hold one, for its spaces are escaped.
    let (before, after) = line.split_once(" - ")?;
    let mut before = before.split(' ').skip(2);
    let mut after = after.split(' ');
    Some(Mount {
        device: before.next()?.to_owned(),
        root: unescape(before.next()?),
        path: unescape(before.next()?),
        options: before.next()?.to_owned(),
        file_system: after.next()?.to_owned(),
        source: unescape(after.next()?),
        super_options: after.next().unwrap_or_default().to_owned(),
    })
}

/// `\040` and its like, as bytes: a path is UTF-8 and comes in raw, but for these.
fn unescape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'\\').then(|| tail.get(..3).and_then(octal)).flatten();
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(3..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn octal(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| u8::from_str_radix(text, 8).ok()).flatten()
}

/// Mounts that can be a stick, certain ones first, each drive once.
fn candidates(mounts: &[Mount], sys: &Path, named: &Named) -> Vec<Drive> {
    let is_system = |mount: &Mount| SYSTEM_PLACES.contains(&mount.path.as_str());
    let of_system: Vec<PathBuf> =
        mounts.iter().filter(|mount| is_system(mount)).filter_map(|mount| disk_of(&node_of(mount, sys)?)).collect();
    let mut found: Vec<Drive> = Vec::new();
    for mount in mounts {
        // A folder of a drive mounted elsewhere once more is no drive of its own.
        let on_block = mount.source.starts_with("/dev/") && mount.root == "/";
        let in_place = STICK_PLACES.iter().any(|place| mount.path.starts_with(place));
        let is_stick_system = STICK_SYSTEMS.contains(&mount.file_system.as_str());
        if !on_block || is_system(mount) || !(is_stick_system || in_place) {
            continue;
        }
        let removable = node_of(mount, sys).is_some_and(|node| is_removable(&node, &of_system));
        if !removable && !in_place {
            continue;
        }
        // What is mounted over a place hides what was there.
        found.retain(|drive| drive.path != Path::new(&mount.path));
        found.push(Drive {
            path: PathBuf::from(&mount.path),
            label: named.label(mount),
            free_bytes: 0,
            total_bytes: 0,
            node: PathBuf::from(&mount.source),
            file_system: mount.file_system.clone(),
            read_only: is_read_only(&mount.options) || is_read_only(&mount.super_options),
            removable,
            device: None,
            serial: named.serial(mount),
        });
    }
    found.sort_by_key(|drive| !drive.removable);
    found
}

fn is_read_only(options: &str) -> bool {
    options.split(',').any(|option| option == "ro")
}

/// The folder of its block device.
fn node_of(mount: &Mount, sys: &Path) -> Option<PathBuf> {
    let by_number = sys.join("dev/block").join(&mount.device);
    let by_name = sys.join("class/block").join(mount.node());
    std::fs::canonicalize(by_number).or_else(|_| std::fs::canonicalize(by_name)).ok()
}

/// The folder of the disk that a block device is, or is a part of.
fn disk_of(node: &Path) -> Option<PathBuf> {
    let disk = |folder: &Path| folder.join("removable").is_file().then(|| folder.to_path_buf());
    disk(node).or_else(|| disk(node.parent()?))
}

/// Whether the kernel says so of the disk or its port: USB hard disks call themselves fixed, and so do cards.
fn is_removable(node: &Path, of_system: &[PathBuf]) -> bool {
    let disk = disk_of(node);
    if disk.as_ref().is_some_and(|disk| of_system.contains(disk)) {
        return false;
    }
    let says_so =
        |folder: PathBuf| std::fs::read_to_string(folder.join("removable")).is_ok_and(|text| text.trim() == "1");
    let on_port = node.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part == "mmc_host" || part.strip_prefix("usb").is_some_and(|n| n.bytes().all(|digit| digit.is_ascii_digit()))
    });
    on_port || disk.is_some_and(says_so)
}

/// Names of block devices and what this folder of links calls them.
fn names_of(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let node = std::fs::read_link(entry.path()).ok()?;
        let node = node.file_name()?.to_string_lossy().into_owned();
        Some((node, unescape_udev(&entry.file_name().to_string_lossy())))
    });
    named.collect()
}

/// `\x20` and its like, as udev writes them.
fn unescape_udev(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.strip_prefix(b"x").filter(|_| *first == b'\\').and_then(|tail| tail.get(..2));
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(3..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// With its room, or nothing where it does not answer any more.
fn measured(drive: Drive) -> Option<Drive> {
    let room = rustix::fs::statvfs(&drive.path).ok()?;
    let device = crate::disk::outside::device(&drive.path).ok()?;
    Some(Drive {
        free_bytes: room.f_bavail.saturating_mul(room.f_frsize),
        total_bytes: room.f_blocks.saturating_mul(room.f_frsize),
        device,
        ..drive
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
28 27 259:1 / /boot/efi rw,relatime shared:2 - vfat /dev/nvme0n1p1 rw,utf8
40 27 8:17 / /media/wang/代办\\040U盘 rw,nosuid shared:3 master:1 - vfat /dev/sdb1 rw,utf8
41 27 8:33 / /run/media/wang/DISK ro,nosuid - fuseblk /dev/sdc1 ro,user_id=0
42 27 179:1 / /srv/card rw - exfat /dev/mmcblk0p1 rw
43 27 8:1 / /mnt/windows rw - ntfs3 /dev/sda1 rw
44 27 0:50 / /mnt/share rw - cifs //server/share rw
45 27 8:17 /sub /media/bound rw - vfat /dev/sdb1 rw
short line
";

    /// A `/sys` as the kernel lays it out.
    fn sys() -> tempfile::TempDir {
        let sys = tempfile::tempdir().unwrap();
        let node = |path: &str, number: &str, removable: &str| {
            let node = sys.path().join("devices").join(path);
            std::fs::create_dir_all(&node).unwrap();
            std::fs::write(node.parent().unwrap().join("removable"), removable).unwrap();
            let link = sys.path().join("dev/block").join(number);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(node, link).unwrap();
        };
        node("pci0000:00/nvme/nvme0n1/nvme0n1p1", "259:1", "0\n");
        node("pci0000:00/nvme/nvme0n1/nvme0n1p2", "259:2", "0\n");
        node("pci0000:00/host6/block/sdb/sdb1", "8:17", "1\n");
        node("pci0000:00/0000:00:14.0/usb1/1-2/host7/block/sdc/sdc1", "8:33", "0\n");
        node("platform/mmc_host/mmc0/block/mmcblk0/mmcblk0p1", "179:1", "0\n");
        node("pci0000:00/ata1/host0/block/sda/sda1", "8:1", "0\n");
        sys
    }

    #[test]
    fn sticks_cards_and_usb_disks_are_found_and_the_system_is_not() {
        let sys = sys();
        let of = |told: &[(&str, &str)]| told.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        let named = Named {
            labels: of(&[("sdb1", "王敏的U盘")]),
            serials: of(&[("sdb1", "A1B2-C3D4"), ("sdc1", "01d9b1e2a3c4f506")]),
        };
        let found = candidates(&parse_mountinfo(MOUNTS), sys.path(), &named);
        let serials: Vec<&str> = found.iter().map(|drive| drive.serial.as_str()).collect();
        assert_eq!(serials, ["A1B2-C3D4", "A3C4-F506", "", ""], "as Windows tells them");
        let shown: Vec<(&str, &str, bool, bool)> = found
            .iter()
            .map(|drive| (drive.path.to_str().unwrap(), drive.label.as_str(), drive.read_only, drive.removable))
            .collect();
        assert_eq!(
            shown,
            [
                ("/media/wang/代办 U盘", "王敏的U盘", false, true),
                ("/run/media/wang/DISK", "DISK", true, true),
                ("/srv/card", "card", false, true),
                ("/mnt/windows", "windows", false, false),
            ]
        );
    }

    #[test]
    fn the_disk_of_the_system_is_no_stick_though_it_hangs_on_a_cable() {
        let sys = sys();
        let mounts = "\
27 1 8:33 / / rw - ext4 /dev/sdc1 rw
28 27 8:33 / /boot/efi rw - vfat /dev/sdc1 rw
29 27 8:33 / /srv/rest rw - vfat /dev/sdc1 rw
30 27 8:33 / /media/wang/rest rw - vfat /dev/sdc1 rw
";
        let found = candidates(&parse_mountinfo(mounts), sys.path(), &Named::default());
        let shown: Vec<_> = found.iter().map(|drive| (drive.path.to_str().unwrap(), drive.removable)).collect();
        assert_eq!(shown, [("/media/wang/rest", false)]);
    }

    #[test]
    fn escaped_names_are_read() {
        assert_eq!(unescape("/media/a\\040b\\134c\\011"), "/media/a b\\c\t");
        assert_eq!(unescape("a\\9\\04"), "a\\9\\04");
        assert_eq!(unescape_udev("MY\\x20U\\xe7\\x9b\\x98"), "MY U盘");
    }
}
