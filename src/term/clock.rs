//! The only `now()` of the program; the command line reads it too.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::domain::day::Moment;

/// The machine's time.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Moment::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// How long it is until then; nothing when it has passed.
pub(super) fn until(then: Moment) -> Duration {
    Duration::from_millis(u64::try_from(then.unix_ms() - now().unix_ms()).unwrap_or(0))
}
