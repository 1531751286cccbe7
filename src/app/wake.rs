//! Time that passes without a key: when the program has to be woken, and what it does then.

use super::App;
use super::message::Effect;
use super::screen::Behaviour;
use crate::domain::day::Moment;

impl App {
    /// When the program next has to be woken without a key: a notice that goes, the lock, a screen that looks after
    /// something, or midnight.
    pub fn next_wake(&self) -> Moment {
        let midnight = Moment::at(self.at.day().plus_days(1), 0, 0);
        let screen = self.top().and_then(Behaviour::wake);
        [self.notice.expiry(), self.lock_due(), screen].into_iter().flatten().fold(midnight, Moment::min)
    }

    pub(super) fn clock(&mut self, at: Moment, effects: &mut Vec<Effect>) {
        self.at = at;
        self.lock_when_due(effects);
        self.notice.expire(at);
        if self.today_follows && self.today != at.day() {
            self.today = at.day();
            self.refresh();
        }
        self.with_top(effects, |top, context| top.woken(context));
    }
}
