//! What a failed call of sled means: whether building the tables anew would mend it.
//!
//! It mends nothing; `tables` does.

use std::time::Duration;

use super::error::is_full;
use super::guard::{self, Fault};

/// Why the tables did not do as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowsFault {
    /// They cannot be used; a rebuild from the journal mends it.
    Unusable(String),
    /// The drive is full: new tables would find no room either, and none are at fault.
    Full,
    /// The system refused (read-only, forbidden, held by another): a rebuild would be refused as well.
    Refused(String),
    /// They did not come back in time, and a thread may still be at work in their folder.
    Slow(String),
}

/// Calls sled through the guard.
pub(super) fn guarded<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> sled::Result<T> + Send + 'static,
) -> Result<T, RowsFault> {
    match guard::call(limit, work) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(fault)) => Err(of_sled(&fault)),
        Err(fault) => Err(of_guard(&fault)),
    }
}

/// The tables cannot be used.
pub(super) fn unusable(what: &str) -> RowsFault {
    RowsFault::Unusable(what.to_owned())
}

/// What a failed call means.
pub(super) fn of_guard(fault: &Fault) -> RowsFault {
    match fault {
        Fault::Panicked => unusable(fault.clause()),
        Fault::TooLong => RowsFault::Slow(fault.clause().to_owned()),
        Fault::NoThread => RowsFault::Refused(fault.clause().to_owned()),
    }
}

/// What sled's own error means.
pub(super) fn of_sled(fault: &sled::Error) -> RowsFault {
    match fault {
        sled::Error::Io(_) if is_lock(fault) => RowsFault::Refused("另一个窗口还没有放开".to_owned()),
        sled::Error::Io(io) if is_full(io) => RowsFault::Full,
        sled::Error::Io(io) if is_refusal(io) => RowsFault::Refused(super::error::reason(io)),
        _ => unusable("数据表读不出来"),
    }
}

/// Whether the system would say the same to new tables: they are not why it does. What a sick disk says is none: the
/// journal is then read, and every frame of it checked, before these tables are given up.
fn is_refusal(io: &std::io::Error) -> bool {
    use std::io::ErrorKind::{Interrupted, OutOfMemory, PermissionDenied, ReadOnlyFilesystem, ResourceBusy, TimedOut};
    // Too many open files; on Windows also a file that another program, a virus scanner, holds.
    let passing: &[i32] = if cfg!(windows) { &[4, 32, 33, 1450, 1455] } else { &[23, 24] };
    io.raw_os_error().is_some_and(|code| passing.contains(&code))
        || matches!(
            io.kind(),
            Interrupted | OutOfMemory | PermissionDenied | ReadOnlyFilesystem | ResourceBusy | TimedOut
        )
}

pub(super) fn is_lock(fault: &sled::Error) -> bool {
    matches!(fault, sled::Error::Io(io) if io.to_string().contains("could not acquire lock"))
}
