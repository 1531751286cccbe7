//! How a reply is put together, one step after the other. It does none of them.

use super::{Command, Effect, Intent, Notice, Reply, Screen, Step};

impl Reply {
    /// Nothing more: the screen itself changed, or did not.
    pub fn none() -> Reply {
        Reply::default()
    }

    /// Opens a screen on top.
    pub fn open(screen: Screen) -> Reply {
        Step::Open(Box::new(screen)).into()
    }

    /// Closes this screen.
    pub fn close() -> Reply {
        Step::Close.into()
    }

    /// Makes this the only screen.
    pub fn home(screen: Screen) -> Reply {
        Step::Home(Box::new(screen)).into()
    }

    /// Says something.
    pub fn say(notice: Notice) -> Reply {
        Step::Say(notice).into()
    }

    /// Refuses with this reason.
    pub fn refuse(why: impl Into<String>) -> Reply {
        Reply::say(Notice::refused(why))
    }

    /// Wants something done outside.
    pub fn effect(effect: Effect) -> Reply {
        Step::Do(effect).into()
    }

    /// Does a command on the screen that is then on top.
    pub fn run(command: Command) -> Reply {
        Step::Run(command).into()
    }

    /// Asks the rules to do this. `then` follows once it is durable; a refusal is said and leaves the screen as it is.
    pub fn decide(intent: Intent, then: Reply) -> Reply {
        Step::Decide(Box::new(intent), then).into()
    }

    /// This, and then that.
    pub fn then(mut self, more: Reply) -> Reply {
        self.steps.extend(more.steps);
        self
    }
}

impl From<Step> for Reply {
    fn from(step: Step) -> Reply {
        Reply { steps: vec![step] }
    }
}
