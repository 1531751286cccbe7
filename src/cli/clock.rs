//! The only `now()` of the command line.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::domain::day::Moment;

/// The machine's time.
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Moment::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
