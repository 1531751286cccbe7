//! The one seam at which a test makes the disk fail. In the program itself every step passes.
//!
//! A plan holds for the thread that set it. It simulates refusals of the system; power cuts are made from what was done
//! here (`power`).

use std::io;
use std::path::Path;

/// One kind of step at which a disk can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A file or folder comes to be.
    Create,
    /// Bytes are written into a file.
    Write,
    /// A file is cut or lengthened.
    SetSize,
    /// A file is made durable.
    Sync,
    /// A folder is made durable.
    SyncFolder,
    /// A file or folder gets another name.
    Rename,
    /// A file or folder goes away.
    Remove,
    /// Bytes are read back from a stick.
    ReadBack,
}

/// What was done, with all that a disk must know to be as it was.
#[derive(Clone, Copy)]
#[cfg_attr(not(test), allow(dead_code, reason = "only trials look inside"))]
pub(super) enum Done<'a> {
    /// This folder was made, and those above it.
    Folder(&'a Path),
    /// This file was made, empty.
    File(&'a Path),
    /// These bytes were written there.
    Bytes(&'a Path, u64, &'a [u8]),
    /// Zeroes were written from there to there.
    Zeroes(&'a Path, u64, u64),
    /// The file was cut or lengthened.
    Size(&'a Path, u64),
    /// The file is durable.
    Synced(&'a Path),
    /// The names in this folder are durable.
    FolderSynced(&'a Path),
    /// The file or folder has another name.
    Renamed(&'a Path, &'a Path),
    /// The file or folder is gone.
    Removed(&'a Path),
}

/// Tells what was done.
#[cfg(not(test))]
pub(super) fn done(_done: Done<'_>) {}

/// Tells what was done to the recorder of power cuts.
#[cfg(test)]
pub(super) fn done(done: Done<'_>) {
    super::power::after(&done);
}

/// Asks whether this step may happen; the system's own answer comes after it.
#[cfg(not(test))]
pub fn pass(_step: Step, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Asks whether this step may happen, or whether this test planned its refusal.
#[cfg(test)]
pub fn pass(step: Step, path: &Path) -> io::Result<()> {
    super::power::before();
    plan::pass(step, path)
}

/// Refusals a test asks for.
#[cfg(test)]
pub(crate) mod plan {
    use super::{Step, io};
    use std::cell::RefCell;
    use std::path::Path;

    /// What is to fail from now on.
    pub(crate) struct Refusal {
        /// Which kind of step.
        pub(crate) step: Step,
        /// A piece of the path.
        pub(crate) path_has: &'static str,
        /// How many such steps pass first.
        pub(crate) after: u32,
        /// How many are refused then.
        pub(crate) times: u32,
        /// The system's answer.
        pub(crate) kind: io::ErrorKind,
    }

    /// Refusals by count, whatever the step: a stick that is pulled out, or hiccups once.
    #[derive(Clone, Copy, Default)]
    struct Count {
        passed: u32,
        refuse_from: Option<u32>,
        times: u32,
        errno: i32,
        /// Only what needs room is counted: a full drive still removes and reads.
        of_room: bool,
    }

    /// What a drive that is full answers.
    const NO_SPACE: i32 = 28;

    thread_local! {
        static PLAN: RefCell<Vec<Refusal>> = const { RefCell::new(Vec::new()) };
        static FREE: std::cell::Cell<Option<u64>> = const { std::cell::Cell::new(None) };
        static COUNT: RefCell<Count> = const { RefCell::new(Count { passed: 0, refuse_from: None, times: 0, errno: 0, of_room: false }) };
    }

    /// Counts every step of this thread from here on.
    pub(crate) fn count() {
        COUNT.with_borrow_mut(|count| *count = Count::default());
    }

    /// Counts every step from here on, and refuses `times` of them from the `nth` on (0 is the first) with this number.
    pub(crate) fn refuse_nth(nth: u32, times: u32, errno: i32) {
        COUNT.with_borrow_mut(|count| *count = Count { refuse_from: Some(nth), times, errno, ..Count::default() });
    }

    /// The same with the drive full: only the steps that need room are counted and refused.
    pub(crate) fn fill_at(nth: u32, times: u32) {
        let count = Count { passed: 0, refuse_from: Some(nth), times, errno: NO_SPACE, of_room: true };
        COUNT.set(count);
    }

    /// How many steps came since.
    pub(crate) fn counted() -> u32 {
        COUNT.with_borrow(|count| count.passed)
    }

    fn needs_room(step: Step) -> bool {
        match step {
            Step::Create | Step::Write | Step::Sync | Step::SyncFolder | Step::Rename => true,
            Step::SetSize | Step::Remove | Step::ReadBack => false,
        }
    }

    fn pass_by_count(step: Step) -> io::Result<()> {
        COUNT.with_borrow_mut(|count| {
            if count.of_room && !needs_room(step) {
                return Ok(());
            }
            let nth = count.passed;
            count.passed += 1;
            let refused = count.refuse_from.is_some_and(|from| nth >= from && nth - from < count.times);
            if refused { Err(io::Error::from_raw_os_error(count.errno)) } else { Ok(()) }
        })
    }

    /// From here on a drive has so many bytes free; `None` for what the system says.
    pub(crate) fn set_free(bytes: Option<u64>) {
        FREE.set(bytes);
    }

    /// What the test says of the room on a drive.
    pub(crate) fn free() -> Option<u64> {
        FREE.get()
    }

    /// Sets the plan of this thread; an empty one lets everything pass.
    pub(crate) fn set(refusals: Vec<Refusal>) {
        PLAN.with_borrow_mut(|plan| *plan = refusals);
    }

    pub(super) fn pass(step: Step, path: &Path) -> io::Result<()> {
        pass_by_count(step)?;
        PLAN.with_borrow_mut(|plan| {
            for refusal in plan.iter_mut() {
                if refusal.step != step || !path.to_string_lossy().contains(refusal.path_has) || refusal.times == 0 {
                    continue;
                }
                if refusal.after > 0 {
                    refusal.after -= 1;
                    continue;
                }
                refusal.times -= 1;
                return Err(io::Error::new(refusal.kind, "refused by the test"));
            }
            Ok(())
        })
    }
}
