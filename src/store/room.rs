//! Room for a large piece that is needed for a moment only, so that the memory it took goes back to the system.
//!
//! It reads nothing, and is no limit: how large a piece may be is said where it comes from.

/// A smaller piece leaves nothing behind that matters.
const LARGE_BYTES: usize = 128 * 1024;
/// The C library of Linux learns from a block that it hands back to the system: blocks up to that size it keeps to itself
/// from then on, and the program stays some MB larger than what it holds. Above 32 MiB it does not learn. Of the room
/// that is not written to, no memory is taken.
const UNLEARNT_BYTES: usize = 33 * 1024 * 1024;

/// Makes room in an empty buffer for this many bytes.
pub(super) fn make(buffer: &mut Vec<u8>, bytes: usize) {
    buffer.clear();
    if bytes <= buffer.capacity() {
        return;
    }
    if cfg!(target_env = "gnu") && bytes > LARGE_BYTES {
        buffer.reserve_exact(bytes.max(UNLEARNT_BYTES));
    } else {
        buffer.reserve(bytes);
    }
}
