//! Events of the terminal, and the end of it: a window that was closed, or a system that asks the program to stop.
//!
//! On Linux the wait is our own. crossterm reads a terminal that is gone without end and without an event, with the data
//! open behind it; and a program that the system stops cannot bring its data to rest. Elsewhere the system ends it.

use std::io;
use std::time::Duration;

use crossterm::event::Event;

/// What came.
#[derive(Debug)]
pub(super) enum Next {
    /// An event.
    Event(Event),
    /// Nothing, for as long as was waited.
    Nothing,
    /// Nothing will come any more: the data are to be brought to rest.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere the system ends the program"))]
    Gone,
}

/// The terminal's events.
pub(super) struct Events {
    #[cfg(target_os = "linux")]
    watch: linux::Watch,
}

impl Events {
    /// Begins to listen.
    pub(super) fn listen() -> io::Result<Events> {
        Ok(Events {
            #[cfg(target_os = "linux")]
            watch: linux::Watch::begin()?,
        })
    }

    /// The next event, waited for so long at most.
    #[cfg(target_os = "linux")]
    pub(super) fn next(&self, wait: Duration) -> io::Result<Next> {
        self.watch.next(wait)
    }

    /// The next event, waited for so long at most.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn next(&self, wait: Duration) -> io::Result<Next> {
        use crossterm::event;
        Ok(if event::poll(wait)? { Next::Event(event::read()?) } else { Next::Nothing })
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::{self, Read};
    use std::os::unix::net::UnixStream;
    use std::time::{Duration, Instant};

    use crossterm::event;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGHUP, SIGTERM, SIGWINCH};
    use signal_hook::low_level::pipe;

    use super::Next;

    /// Signals, as something that a wait can wait for.
    pub(super) struct Watch {
        stop: UnixStream,
        resized: UnixStream,
    }

    enum Look {
        Quiet,
        Stirred,
        Gone,
    }

    impl Watch {
        pub(super) fn begin() -> io::Result<Watch> {
            // crossterm listens for the window's size from its first look on; told before us, it has the size when we ask.
            event::poll(Duration::ZERO)?;
            Ok(Watch { stop: told_of(&[SIGHUP, SIGTERM])?, resized: told_of(&[SIGWINCH])? })
        }

        pub(super) fn next(&self, wait: Duration) -> io::Result<Next> {
            let since = Instant::now();
            let mut left = Duration::ZERO;
            loop {
                // The terminal is looked at before each of crossterm's reads, which does not come back from one that is
                // gone; what crossterm has read already comes before a wait.
                match self.look(left)? {
                    Look::Gone => return Ok(Next::Gone),
                    Look::Quiet | Look::Stirred if event::poll(Duration::ZERO)? => {
                        return Ok(Next::Event(event::read()?));
                    }
                    Look::Quiet | Look::Stirred => left = wait.saturating_sub(since.elapsed()),
                }
                if left.is_zero() {
                    return Ok(Next::Nothing);
                }
            }
        }

        fn look(&self, wait: Duration) -> io::Result<Look> {
            let terminal = io::stdin();
            let mut asked = [
                PollFd::new(&terminal, PollFlags::IN),
                PollFd::new(&self.stop, PollFlags::IN),
                PollFd::new(&self.resized, PollFlags::IN),
            ];
            let wait = Timespec::try_from(wait).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
            match poll(&mut asked, Some(&wait)) {
                Ok(0) => return Ok(Look::Quiet),
                Ok(_) => {}
                Err(Errno::INTR) => return Ok(Look::Stirred),
                Err(fault) => return Err(fault.into()),
            }
            let [terminal, stop, resized] = asked.map(|asked| asked.revents());
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) || !stop.is_empty() {
                return Ok(Look::Gone);
            }
            if !resized.is_empty() {
                let mut told = [0; 64];
                let _ = (&self.resized).read(&mut told);
            }
            Ok(Look::Stirred)
        }
    }

    /// A stream that has a byte to read once one of these signals came.
    fn told_of(signals: &[i32]) -> io::Result<UnixStream> {
        let (told, tell) = UnixStream::pair()?;
        told.set_nonblocking(true)?;
        for signal in signals {
            pipe::register(*signal, tell.try_clone()?)?;
        }
        Ok(told)
    }
}
