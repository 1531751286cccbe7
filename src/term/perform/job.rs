//! A piece of long work on a thread of its own: its messages come through a channel, and it can be stopped.
//!
//! It knows nothing of the work itself. A worker that panics ends with a report of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::message::{Msg, Progress, Report};

/// Time between two words of progress: more would only be drawn over.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Whether something may be left half done when the work is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It only looks.
    Reads,
    /// It writes files, and tidies up behind itself when it is stopped.
    Writes,
}

/// Long work that is running.
pub(super) struct Job {
    kind: Kind,
    stopped: Arc<AtomicBool>,
    messages: Receiver<Msg>,
    thread: JoinHandle<()>,
}

/// What the work itself holds: the way to speak and to hear that it is to stop.
pub(super) struct Line {
    stopped: Arc<AtomicBool>,
    messages: Sender<Msg>,
    what: String,
    spoke: Option<Instant>,
}

impl Job {
    /// Starts work called `what`, as in 「正在写U盘」 without 正在; what it gives is its last word. `None` where the system
    /// has no thread for it.
    pub(super) fn start(
        kind: Kind,
        what: &str,
        work: impl FnOnce(&mut Line) -> Report + Send + 'static,
    ) -> Option<Job> {
        let stopped = Arc::new(AtomicBool::new(false));
        let (speak, messages) = mpsc::channel();
        let mut line = Line { stopped: Arc::clone(&stopped), messages: speak, what: what.to_owned(), spoke: None };
        let thread = thread::Builder::new().name("work".to_owned()).spawn(move || {
            let report = catch_unwind(AssertUnwindSafe(|| work(&mut line))).unwrap_or_else(|_| {
                Report::Failed("程序在做这件事时出错，已停下；存好的内容都在。请再试一次".to_owned())
            });
            // Nobody listens any more once the program is left.
            let _ = line.messages.send(Msg::Report(report));
        });
        thread.ok().map(|thread| Job { kind, stopped, messages, thread })
    }

    /// Whether it writes.
    pub(super) fn writes(&self) -> bool {
        self.kind == Kind::Writes
    }

    /// Asks it to stop.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// What it has said since the last look, and whether that was all.
    pub(super) fn arrived(&self) -> (Vec<Msg>, bool) {
        let mut msgs = Vec::new();
        loop {
            match self.messages.try_recv() {
                Ok(msg) => msgs.push(msg),
                Err(TryRecvError::Empty) => return (msgs, false),
                Err(TryRecvError::Disconnected) => return (msgs, true),
            }
        }
    }

    /// Waits until it has ended.
    pub(super) fn wait(self) {
        let _ = self.thread.join();
    }
}

impl Line {
    /// Goes over to work of this name.
    pub(super) fn call(&mut self, what: &str) {
        if self.what != what {
            self.what = what.to_owned();
            self.spoke = None;
        }
    }

    /// Says how far it is, now and then. Gives `false` when it is to stop.
    pub(super) fn progress(&mut self, done: u64, total: u64) -> bool {
        if self.spoke.is_none_or(|spoke| spoke.elapsed() >= PROGRESS_EVERY) {
            self.spoke = Some(Instant::now());
            let progress = Progress { what: self.what.clone(), done, total };
            let _ = self.messages.send(Msg::Progress(progress));
        }
        !self.stopped.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(job: &Job) -> Vec<Msg> {
        let mut all = Vec::new();
        loop {
            let (msgs, is_over) = job.arrived();
            all.extend(msgs);
            if is_over {
                return all;
            }
            thread::yield_now();
        }
    }

    #[test]
    fn work_speaks_stops_when_asked_and_has_a_last_word() {
        let job = Job::start(Kind::Reads, "数数", |line| {
            let mut done = 0;
            while line.progress(done, 0) {
                done += 1;
            }
            Report::Failed("停下了".to_owned())
        });
        let job = job.unwrap();
        job.stop();
        let said = all(&job);
        assert!(matches!(said.first(), Some(Msg::Progress(first)) if first.what == "数数"));
        assert!(matches!(said.last(), Some(Msg::Report(Report::Failed(why))) if why == "停下了"));
    }

    #[test]
    fn a_panic_is_a_report_too() {
        let job = Job::start(Kind::Writes, "出错", |_| panic!("inside")).unwrap();
        assert!(matches!(all(&job).as_slice(), [Msg::Report(Report::Failed(why))] if why.contains("都在")));
        job.wait();
    }
}
