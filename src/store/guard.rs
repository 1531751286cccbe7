//! Every call into sled passes here: on a thread of its own, with a limit of time, its panics caught.
//!
//! sled panics on some damage, in threads of its own too, and then leaves its caller waiting (spacejam/sled#1452 and
//! its neighbours). It judges nothing: what a failed call means is the caller's to say.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Threads of this name, and sled's own `sled-io-N`, are to panic without a word on the screen; whoever owns the screen
/// sees to it, for the panic hook belongs to the whole program.
const THREAD_NAME: &str = "sled-call";

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It panicked.
    Panicked,
    /// It did not come back in time. Its thread is left behind.
    TooLong,
    /// The system gave no thread.
    NoThread,
}

impl Fault {
    /// As a short clause.
    pub(super) fn clause(&self) -> &'static str {
        match self {
            Fault::Panicked => "数据表内部出错",
            Fault::TooLong => "数据表很久没有回应",
            Fault::NoThread => "系统资源不足",
        }
    }
}

/// Runs `work` elsewhere and waits for it, at most `limit`.
pub(super) fn call<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let (done, wait) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name(THREAD_NAME.to_owned()).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(work));
        // The caller may have stopped waiting.
        let _ = done.send(result);
    });
    thread.map_err(|_| Fault::NoThread)?;
    match wait.recv_timeout(limit) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Fault::Panicked),
        Err(RecvTimeoutError::Timeout) => Err(Fault::TooLong),
    }
}

/// Things made one after the other elsewhere; at most `ahead` of them wait to be taken.
pub(super) struct Stream<T> {
    wait: Receiver<Option<T>>,
    limit: Duration,
}

/// Runs `work` elsewhere; it hands over each thing it makes, and stops when that says `false`.
pub(super) fn stream<T: Send + 'static>(
    limit: Duration,
    ahead: usize,
    work: impl FnOnce(&dyn Fn(T) -> bool) + Send + 'static,
) -> Result<Stream<T>, Fault> {
    let (hand, wait) = mpsc::sync_channel(ahead);
    let thread = thread::Builder::new().name(THREAD_NAME.to_owned()).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&|thing| hand.send(Some(thing)).is_ok())));
        if result.is_ok() {
            let _ = hand.send(None);
        }
    });
    thread.map_err(|_| Fault::NoThread)?;
    Ok(Stream { wait, limit })
}

impl<T> Stream<T> {
    /// The next thing; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<T>, Fault> {
        match self.wait.recv_timeout(self.limit) {
            Ok(thing) => Ok(thing),
            Err(RecvTimeoutError::Disconnected) => Err(Fault::Panicked),
            Err(RecvTimeoutError::Timeout) => Err(Fault::TooLong),
        }
    }
}

/// Whether the running thread is sled's, or one that calls it: the panic hook must leave the screen alone for those.
pub fn is_table_thread() -> bool {
    thread::current().name().is_some_and(|name| name == THREAD_NAME || name.starts_with("sled-io-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_and_a_hang_come_back_as_faults() {
        let limit = Duration::from_secs(60);
        assert_eq!(call(limit, || 7), Ok(7));
        assert_eq!(call::<u8>(limit, || panic!("inside")), Err(Fault::Panicked));
        let (_keep, never) = mpsc::channel::<u8>();
        assert_eq!(call(Duration::from_millis(10), move || never.recv().ok()), Err(Fault::TooLong));
    }

    #[test]
    fn a_stream_ends_and_its_panic_is_no_end() {
        let limit = Duration::from_secs(60);
        let mut good = stream(limit, 1, |hand| assert!((0..3).all(hand))).unwrap();
        let got: Vec<u8> = std::iter::from_fn(|| good.next().unwrap()).collect();
        assert_eq!(got, [0, 1, 2]);
        let mut bad = stream(limit, 1, |hand| {
            hand(1);
            panic!("inside");
        })
        .unwrap();
        assert_eq!(bad.next(), Ok(Some(1)));
        assert_eq!(bad.next(), Err(Fault::Panicked));
    }
}
