//! The only `now()` of the program; the command line reads it too.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::domain::day::Moment;

/// How far the machine's time may run ahead of the clock that stands still in a sleep.
const SLEPT_MS_MIN: i64 = 30_000;

/// The machine's time.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Moment::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// How long it is until then; nothing when it has passed.
pub(super) fn until(then: Moment) -> Duration {
    Duration::from_millis(u64::try_from(then.unix_ms() - now().unix_ms()).unwrap_or(0))
}

/// Notices that the computer slept: its time went on meanwhile, and the clock of the running system stood still.
///
/// Time set forward by hand looks the same. On Windows the running clock goes on in a sleep; there only the time without
/// a key tells.
pub(super) struct SleepWatch {
    wall: Moment,
    running: Instant,
}

impl SleepWatch {
    /// Begins to watch.
    pub(super) fn new() -> SleepWatch {
        SleepWatch { wall: now(), running: Instant::now() }
    }

    /// Whether it slept since the last look.
    pub(super) fn slept(&mut self) -> bool {
        self.look(now(), Instant::now())
    }

    fn look(&mut self, wall: Moment, running: Instant) -> bool {
        let by_wall_ms = wall.unix_ms() - self.wall.unix_ms();
        let by_running = running.saturating_duration_since(self.running);
        (self.wall, self.running) = (wall, running);
        by_wall_ms - i64::try_from(by_running.as_millis()).unwrap_or(i64::MAX) >= SLEPT_MS_MIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleep_is_what_the_running_clock_did_not_see() {
        let start = Instant::now();
        let wall = |ms: i64| Moment::from_unix_ms(1_000_000 + ms);
        let running = |ms: u64| start + Duration::from_millis(ms);
        let mut watch = SleepWatch { wall: wall(0), running: start };
        assert!(!watch.look(wall(3_600_000), running(3_600_000)), "an hour without a key is no sleep");
        assert!(!watch.look(wall(3_700_000), running(3_699_500)));
        assert!(watch.look(wall(3_800_000), running(3_700_000)));
        assert!(!watch.look(wall(3_801_000), running(3_701_000)), "it is told once");
        assert!(!watch.look(wall(0), running(3_702_000)), "time put back is no sleep");
    }
}
