//! The sticks of 交表: looked for, plugged in, pulled out, let go of.

use super::{Exchange, ExchangeStep};
use crate::app::message::{Effect, Place};
use crate::app::screen::{Context, Reply};

impl Exchange {
    /// Looks for sticks, and for replies on them where there is an office that writes any.
    pub(super) fn look_for_places(&mut self) -> Reply {
        self.watch.look().then(self.look_for_replies())
    }

    fn look_for_replies(&self) -> Reply {
        if self.start.knows_office { Reply::effect(Effect::FindReplies(None)) } else { Reply::none() }
    }

    /// Takes the sticks that are there now; on another one there may be other replies.
    pub(super) fn hear_places(&mut self, places: &[Place], context: &Context<'_>) -> Reply {
        self.watch.heard(context.at);
        if self.start.take_places(places) { self.look_for_replies() } else { Reply::none() }
    }

    pub(super) fn hear_ejected(&mut self, outcome: &Result<String, String>) {
        if let ExchangeStep::Written(_, _, eject) = &mut self.step {
            eject.hear(outcome);
        }
    }
}
