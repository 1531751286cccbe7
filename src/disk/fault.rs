//! The one seam at which a test makes the disk fail. In the program itself every step passes.
//!
//! A plan holds for the thread that set it. It simulates refusals of the system, not power cuts.

use std::io;
use std::path::Path;

/// One kind of change to the data folder.
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
}

/// Asks whether this step may happen; the system's own answer comes after it.
#[cfg(not(test))]
pub(super) fn pass(_step: Step, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Asks whether this step may happen, or whether this test planned its refusal.
#[cfg(test)]
pub(super) fn pass(step: Step, path: &Path) -> io::Result<()> {
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

    thread_local! {
        static PLAN: RefCell<Vec<Refusal>> = const { RefCell::new(Vec::new()) };
    }

    /// Sets the plan of this thread; an empty one lets everything pass.
    pub(crate) fn set(refusals: Vec<Refusal>) {
        PLAN.with_borrow_mut(|plan| *plan = refusals);
    }

    pub(super) fn pass(step: Step, path: &Path) -> io::Result<()> {
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
