//! Every damage to a package is found and its file named; none stops the program.

use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::exchange::package::{self, Closing, DATA_NAME, Onward, WORKBOOK_NAME, fixture};

fn package() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let written =
        package::write(&fixture::content(), &fixture::meta(), &Closing::Open, temp.path(), &mut |_| Onward::Go)
            .unwrap();
    (temp, written.path)
}

/// The one problem of a package.
fn problem(path: &Path) -> String {
    let verified = verify(path);
    assert!(!verified.whole);
    assert_eq!(verified.problems.len(), 1, "{:?}", verified.problems);
    verified.problems[0].clone()
}

#[test]
fn what_the_systems_leave_is_no_problem() {
    let (_temp, path) = package();
    for name in ["Thumbs.db", "desktop.ini", "._报表.xlsx"] {
        std::fs::write(path.join(name), "x").unwrap();
    }
    assert_eq!(verify(&path), Verified { whole: true, is_sealed: false, problems: vec![] });
}

#[test]
fn a_missing_a_renamed_and_an_extra_file_are_named() {
    let (_temp, path) = package();
    std::fs::write(path.join("备注.txt"), "x").unwrap();
    assert!(problem(&path).contains("多出文件「备注.txt」"));
    std::fs::remove_file(path.join("备注.txt")).unwrap();
    std::fs::write(path.join("~$报表.xlsx"), "x").unwrap();
    assert!(problem(&path).contains("先关掉WPS"));
    std::fs::remove_file(path.join("~$报表.xlsx")).unwrap();
    std::fs::create_dir(path.join("Thumbs.db")).unwrap();
    assert!(problem(&path).contains("多出文件夹「Thumbs.db」"));
    std::fs::remove_dir(path.join("Thumbs.db")).unwrap();

    std::fs::rename(path.join(WORKBOOK_NAME), path.join("报表(1).xlsx")).unwrap();
    let problems = verify(&path).problems;
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("缺文件 报表.xlsx") && problems[1].contains("报表(1).xlsx"), "{problems:?}");
    std::fs::remove_file(path.join("报表(1).xlsx")).unwrap();
    assert!(problem(&path).contains("缺文件 报表.xlsx"));
    std::fs::remove_file(path.join(MANIFEST_NAME)).unwrap();
    assert!(problem(&path).contains("缺 清单.json"));
}

#[test]
fn trailing_and_missing_bytes_are_problems() {
    for name in [WORKBOOK_NAME, DATA_NAME, MANIFEST_NAME] {
        let (_temp, path) = package();
        let bytes = std::fs::read(path.join(name)).unwrap();
        let longer: Vec<u8> = bytes.iter().copied().chain([b'\n']).collect();
        let shorter = &bytes[..bytes.len() - 1];
        for changed in [longer.as_slice(), shorter, b""] {
            std::fs::write(path.join(name), changed).unwrap();
            assert!(problem(&path).contains(name));
        }
        std::fs::write(path.join(name), &bytes).unwrap();
        assert!(verify(&path).whole);
    }
}

#[cfg(unix)]
#[test]
fn links_and_subfolders_are_problems() {
    let (temp, path) = package();
    std::fs::rename(path.join(DATA_NAME), temp.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(temp.path().join("elsewhere"), path.join(DATA_NAME)).unwrap();
    assert!(problem(&path).contains("链接"));
    std::fs::remove_file(path.join(DATA_NAME)).unwrap();
    std::fs::create_dir(path.join(DATA_NAME)).unwrap();
    assert!(problem(&path).contains("文件夹"));
    std::fs::remove_dir(path.join(DATA_NAME)).unwrap();
    std::fs::rename(temp.path().join("elsewhere"), path.join(DATA_NAME)).unwrap();
    std::fs::create_dir(path.join("里面")).unwrap();
    assert!(problem(&path).contains("多出文件夹「里面」"));
    std::fs::remove_dir(path.join("里面")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", path.join("._x")).unwrap();
    assert!(problem(&path).contains("多出链接"));
}

#[test]
fn a_wrong_place_is_told_with_the_right_one() {
    let (temp, path) = package();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(problem(temp.path()).contains(name));
    assert!(problem(&path.join(MANIFEST_NAME)).contains("不是交表包"));
    assert!(problem(&path.join("none")).contains("打不开"));
}

/// A manifest whose sum fits, so that only what it says is judged.
fn with_manifest(path: &Path, edit: impl FnOnce(&mut Manifest)) {
    let file = path.join(MANIFEST_NAME);
    let mut manifest = Manifest::read(&std::fs::read(&file).unwrap()).unwrap();
    edit(&mut manifest);
    std::fs::write(&file, manifest.to_bytes().unwrap().0).unwrap();
}

#[test]
fn a_forged_manifest_leads_nowhere_outside_the_folder() {
    for name in ["../x", "/etc/passwd", "a\\b", "..", "", "清单.json", "C:x"] {
        let (_temp, path) = package();
        with_manifest(&path, |manifest| manifest.parts[0].name = name.to_owned());
        let problems = verify(&path).problems;
        assert!(problems[0].contains("里的文件名"), "{problems:?}");
    }
    let (_temp, path) = package();
    with_manifest(&path, |manifest| manifest.parts[1] = manifest.parts[0].clone());
    assert!(!verify(&path).whole);
    let (_temp, path) = package();
    with_manifest(&path, |manifest| manifest.parts[0].bytes = u64::MAX);
    assert!(problem(&path).contains("大小不对"));
    let (_temp, path) = package();
    with_manifest(&path, |manifest| manifest.parts[0].sha256 = manifest.parts[0].sha256.to_uppercase());
    assert!(problem(&path).contains("报表.xlsx"));
    let (_temp, path) = package();
    with_manifest(&path, |manifest| manifest.parts.clear());
    assert!(!verify(&path).whole);
    let (_temp, path) = package();
    with_manifest(&path, |manifest| manifest.version = 2);
    assert!(problem(&path).contains("新版程序"));
}

#[test]
fn every_flipped_byte_of_every_file_is_found_and_its_file_named() {
    let (_temp, path) = package();
    for name in [WORKBOOK_NAME, DATA_NAME, MANIFEST_NAME] {
        let bytes = std::fs::read(path.join(name)).unwrap();
        // Every byte of the small files, every 37th of the workbook: each is a write and a read of the folder.
        let step = bytes.len() / 300 + 1;
        for at in (0..bytes.len()).step_by(step).chain([bytes.len() - 1, bytes.len() - 2]) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x20;
            std::fs::write(path.join(name), &flipped).unwrap();
            assert!(problem(&path).contains(name), "{name} at {at}");
        }
        std::fs::write(path.join(name), &bytes).unwrap();
    }
    assert!(verify(&path).whole);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_any_file_is_found(
        which in 0..3usize, at in any::<prop::sample::Index>(), flip in 1..=255u8, cut in any::<bool>(),
    ) {
        let (_temp, path) = package();
        let name = [WORKBOOK_NAME, DATA_NAME, MANIFEST_NAME][which];
        let mut bytes = std::fs::read(path.join(name)).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        std::fs::write(path.join(name), &bytes).unwrap();
        let verified = verify(&path);
        prop_assert!(!verified.whole && verified.problems.iter().all(|problem| problem.contains(name)));
    }

    #[test]
    fn garbage_in_the_place_of_a_manifest_never_stops_the_program(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let temp = tempfile::tempdir().unwrap();
        std::fs::write(temp.path().join(MANIFEST_NAME), bytes).unwrap();
        prop_assert!(!verify(temp.path()).whole);
    }
}

#[test]
fn a_sealed_package_is_whole_to_the_last_bit_or_told_to_be_changed() {
    let temp = tempfile::tempdir().unwrap();
    let closing = Closing::Sealed(Box::new(fixture::sealing()));
    let (content, meta) = (fixture::content(), fixture::meta());
    let path = package::write(&content, &meta, &closing, temp.path(), &mut |_| Onward::Go).unwrap().path;
    assert!(verify(&path).whole);
    let bytes = std::fs::read(&path).unwrap();
    for at in (0..bytes.len()).step_by(97) {
        let mut harmed = bytes.clone();
        harmed[at] ^= 1;
        std::fs::write(&path, harmed).unwrap();
        assert!(!verify(&path).whole, "{at}");
    }
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(problem(&path).contains("不完整或被改动过"));
    std::fs::write(&path, "PK").unwrap();
    assert!(problem(&path).contains("不是交表包"));
}
