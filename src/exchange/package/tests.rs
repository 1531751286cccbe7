//! A package onto a folder: whole, or nothing that looks like one, whatever step fails.

use std::collections::BTreeSet;

use super::error::Left;
use super::*;
use crate::disk::drive_fault::DriveFault;
use crate::disk::fault::plan;
use crate::exchange::verify;

fn go(_: Progress) -> Onward {
    Onward::Go
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn write_as(
    shape: Shape,
    dir: &Path,
    progress: &mut dyn FnMut(Progress) -> Onward,
) -> Result<WrittenPackage, PackageError> {
    let closing = match shape {
        Shape::Folder => Closing::Open,
        Shape::File => Closing::Sealed(Box::new(fixture::sealing())),
    };
    write(&fixture::content(), &fixture::meta(), &closing, dir, progress)
}

fn write_to(dir: &Path) -> Result<WrittenPackage, PackageError> {
    write_as(Shape::Folder, dir, &mut go)
}

const NAME: &str = "代办-大坪村-0007-2026-11-24";
/// Both forms of a package, and the finished name of each.
const SHAPES: [(Shape, &str); 2] = [(Shape::Folder, NAME), (Shape::File, "代办-大坪村-0007-2026-11-24.dbx")];

#[test]
fn one_entry_comes_of_it_and_it_is_whole() {
    let temp = tempfile::tempdir().unwrap();
    let mut phases = Vec::new();
    let written = write_as(Shape::Folder, temp.path(), &mut |progress| {
        assert!(progress.done <= progress.total);
        if phases.last() != Some(&progress.phase) {
            phases.push(progress.phase);
        }
        Onward::Go
    });
    let written = written.unwrap();
    assert_eq!(names(temp.path()), [NAME.to_owned()].into());
    assert_eq!((written.name.as_str(), &written.path), (NAME, &temp.path().join(NAME)));
    assert_eq!(names(&written.path), [DATA_NAME, MANIFEST_NAME, WORKBOOK_NAME].map(str::to_owned).into());
    assert_eq!(phases, [Phase::Writing, Phase::Checking]);
    let manifest = std::fs::read_to_string(written.path.join(MANIFEST_NAME)).unwrap();
    assert_eq!(manifest.lines().last(), Some(written.sha256.as_str()));
    assert_eq!(verify::verify(&written.path).problems, Vec::<String>::new());
}

#[test]
fn a_finished_name_is_never_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join(NAME), "mine").unwrap();
    assert_eq!(write_to(temp.path()), Err(Cause::NameTaken(NAME.to_owned()).into()));
    assert_eq!(std::fs::read(temp.path().join(NAME)).unwrap(), b"mine");
    assert_eq!(names(temp.path()).len(), 1);
}

#[test]
fn a_place_that_is_none_is_told_before_anything_is_made() {
    let temp = tempfile::tempdir().unwrap();
    let missing = write_to(&temp.path().join("none")).unwrap_err();
    assert_eq!(missing, Cause::Refused(DriveFault::Missing).into());
    std::fs::write(temp.path().join("file"), "x").unwrap();
    let file = write_to(&temp.path().join("file")).unwrap_err();
    assert_eq!(file, Cause::Refused(DriveFault::NoFolder).into());
}

#[cfg(unix)]
#[test]
fn another_drive_than_the_chosen_one_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    let meta = PackageMeta { device: Some(u64::MAX), ..fixture::meta() };
    let refused = write(&fixture::content(), &meta, &Closing::Open, temp.path(), &mut go);
    assert_eq!(refused, Err(Cause::DriveChanged.into()));
    assert!(names(temp.path()).is_empty());
}

#[test]
fn one_file_comes_of_it_where_it_is_sealed() {
    let temp = tempfile::tempdir().unwrap();
    let written = write_as(Shape::File, temp.path(), &mut go).unwrap();
    let [_, (_, name)] = SHAPES;
    assert_eq!(names(temp.path()), [name.to_owned()].into());
    assert_eq!((written.name.as_str(), &written.path), (name, &temp.path().join(name)));
    assert_eq!(verify::verify(&written.path), verify::Verified { whole: true, is_sealed: true, problems: vec![] });
}

#[test]
fn stopping_at_any_word_of_progress_leaves_nothing() {
    for (shape, _) in SHAPES {
        stop_at_any_word(shape);
    }
}

fn stop_at_any_word(shape: Shape) {
    let temp = tempfile::tempdir().unwrap();
    let mut words = 0;
    write_as(shape, temp.path(), &mut |_| {
        words += 1;
        Onward::Go
    })
    .unwrap();
    assert!(words > 3, "{words}");
    for stop_at in 0..words {
        let temp = tempfile::tempdir().unwrap();
        std::fs::write(temp.path().join("别人的文件"), "x").unwrap();
        let mut word = 0;
        let stopped = write_as(shape, temp.path(), &mut |_| {
            word += 1;
            if word > stop_at { Onward::Stop } else { Onward::Go }
        });
        assert_eq!(stopped, Err(Cause::Stopped.into()));
        assert_eq!(names(temp.path()), ["别人的文件".to_owned()].into(), "stopped at {stop_at}");
    }
}

/// Every step of a write, refused once with every error number: nothing looks finished, nothing is left.
#[test]
fn a_refusal_at_any_step_leaves_nothing_that_looks_finished() {
    for (shape, _) in SHAPES {
        refuse_every_step(shape);
    }
}

fn refuse_every_step(shape: Shape) {
    let temp = tempfile::tempdir().unwrap();
    plan::count();
    write_as(shape, temp.path(), &mut go).unwrap();
    let steps = plan::counted();
    assert!(steps > 12, "{steps}");
    for errno in [28, 30, 5, 107, 27, 13, 2, 20] {
        for nth in 0..steps {
            let temp = tempfile::tempdir().unwrap();
            plan::refuse_nth(nth, 1, errno);
            let refused = write_as(shape, temp.path(), &mut go).unwrap_err();
            plan::count();
            let fault = DriveFault::of(&std::io::Error::from_raw_os_error(errno));
            assert_eq!(refused, Cause::Refused(fault).into(), "step {nth}");
            assert!(names(temp.path()).is_empty(), "step {nth}: {:?}", names(temp.path()));
        }
    }
}

/// Pulled out: from some step on nothing works any more. Before the rename nothing looks finished; the next write to
/// that place clears what stayed.
#[test]
fn a_pulled_stick_keeps_only_a_hidden_folder_that_the_next_write_clears() {
    for (shape, name) in SHAPES {
        pull_at_every_step(shape, name);
    }
}

fn pull_at_every_step(shape: Shape, finished: &str) {
    let temp = tempfile::tempdir().unwrap();
    plan::count();
    write_as(shape, temp.path(), &mut go).unwrap();
    let steps = plan::counted();
    let mut left_hidden = 0;
    for nth in 0..steps {
        let temp = tempfile::tempdir().unwrap();
        plan::refuse_nth(nth, u32::MAX, 5);
        let refused = write_as(shape, temp.path(), &mut go).unwrap_err();
        plan::count();
        let left = names(temp.path());
        let expected = if left.contains(finished) {
            Left::Finished(finished.to_owned())
        } else if left.is_empty() {
            Left::Nothing
        } else {
            Left::Hidden
        };
        // Of a file the emptied hidden folder may stay beside it.
        assert!(left.iter().filter(|name| *name != finished).count() <= 1);
        assert_eq!(refused.left, expected, "step {nth}");
        assert!(refused.to_string().contains("资料没有动"));
        if left.contains(finished) {
            // Renamed and then pulled: it is whole on the stick, and void in the record.
            assert!(verify::verify(&temp.path().join(finished)).whole);
            continue;
        }
        left_hidden += left.len();
        write_as(shape, temp.path(), &mut go).unwrap();
        assert_eq!(names(temp.path()), [finished.to_owned()].into(), "step {nth}");
    }
    assert!(left_hidden > 5);
}

/// Somebody made the finished name meanwhile: theirs stays untouched.
#[test]
fn a_name_taken_while_writing_is_not_touched() {
    let temp = tempfile::tempdir().unwrap();
    let theirs = temp.path().join(NAME);
    let refused = write_as(Shape::Folder, temp.path(), &mut |progress| {
        if progress.phase == Phase::Checking && !theirs.exists() {
            std::fs::create_dir(&theirs).unwrap();
            std::fs::write(theirs.join(MANIFEST_NAME), "theirs").unwrap();
        }
        Onward::Go
    });
    assert!(refused.is_err());
    assert_eq!(names(temp.path()), [NAME.to_owned()].into());
    assert_eq!(std::fs::read(theirs.join(MANIFEST_NAME)).unwrap(), b"theirs");
}

#[test]
fn only_leftovers_of_our_own_naming_go() {
    let temp = tempfile::tempdir().unwrap();
    let make = |name: &str, file: &str| {
        std::fs::create_dir(temp.path().join(name)).unwrap();
        std::fs::write(temp.path().join(name).join(file), "x").unwrap();
    };
    make(".代办没写完-0123456789abcdef", DATA_NAME);
    make(".代办没写完-fedcba9876543210", "别人的文件");
    make(".代办没写完-别人", DATA_NAME);
    std::fs::write(temp.path().join(".代办没写完-00000000000000aa"), "a file").unwrap();
    write_to(temp.path()).unwrap();
    let expected =
        [NAME, ".代办没写完-fedcba9876543210", ".代办没写完-别人", ".代办没写完-00000000000000aa"].map(str::to_owned);
    assert_eq!(names(temp.path()), expected.into());
    assert!(temp.path().join(".代办没写完-fedcba9876543210/别人的文件").exists());
}

#[test]
fn what_reads_back_changed_is_void() {
    let temp = tempfile::tempdir().unwrap();
    let hidden = |dir: &Path| names(dir).into_iter().find(|name| name.starts_with('.'));
    let mut harmed = false;
    let refused = write_as(Shape::Folder, temp.path(), &mut |progress| {
        if progress.phase == Phase::Writing && progress.done == progress.total && !harmed {
            harmed = true;
            let data = temp.path().join(hidden(temp.path()).unwrap()).join(DATA_NAME);
            let mut bytes = std::fs::read(&data).unwrap();
            bytes[9] ^= 1;
            std::fs::write(&data, bytes).unwrap();
        }
        Onward::Go
    });
    assert_eq!(refused, Err(Cause::Differs(DATA_NAME).into()));
    assert!(names(temp.path()).is_empty());
}
