//! The one line in which the program answers: what was done, or why not.
//!
//! A confirmation goes by itself; a refusal stays until it is answered, so that nobody misses it. It is not a log.

use crate::domain::day::Moment;

/// How long a confirmation stays, in milliseconds.
const DONE_MS: i64 = 6_000;

/// An answer of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says: what happened, that the data is safe (or what is not), what to do next.
    pub text: String,
    /// Whether it is good news.
    pub kind: NoticeKind,
}

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done, or is worth knowing; it goes by itself.
    Done,
    /// Something was refused or failed; it stays until the next key that does something, or Esc.
    Refused,
}

impl Notice {
    /// Good news.
    pub fn done(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), kind: NoticeKind::Done }
    }

    /// A refusal or a failure.
    pub fn refused(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), kind: NoticeKind::Refused }
    }
}

/// The notice on screen, if any.
#[derive(Clone, Debug, Default)]
pub struct NoticeLine {
    shown: Option<(Notice, Option<Moment>)>,
}

impl NoticeLine {
    /// Shows a notice in place of the last one.
    pub fn say(&mut self, notice: Notice, now: Moment) {
        let until = match notice.kind {
            NoticeKind::Done => Some(Moment::from_unix_ms(now.unix_ms() + DONE_MS)),
            NoticeKind::Refused => None,
        };
        self.shown = Some((notice, until));
    }

    /// What is shown.
    pub fn shown(&self) -> Option<&Notice> {
        self.shown.as_ref().map(|(notice, _)| notice)
    }

    /// When the notice goes by itself.
    pub fn expiry(&self) -> Option<Moment> {
        self.shown.as_ref().and_then(|(_, until)| *until)
    }

    /// Takes the notice away when its time is over.
    pub fn expire(&mut self, now: Moment) {
        if self.expiry().is_some_and(|until| until <= now) {
            self.shown = None;
        }
    }

    /// Takes the notice away.
    pub fn clear(&mut self) {
        self.shown = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_news_goes_and_a_refusal_stays() {
        let at = Moment::from_unix_ms;
        let mut line = NoticeLine::default();
        line.say(Notice::done("已存好"), at(0));
        line.expire(at(DONE_MS - 1));
        assert!(line.shown().is_some());
        line.expire(at(DONE_MS));
        assert_eq!(line.shown(), None);
        line.say(Notice::refused("这一步现在不能办"), at(0));
        line.expire(at(DONE_MS * 1000));
        assert!(line.shown().is_some() && line.expiry().is_none());
    }
}
