//! What each line of the first step leads to.

use super::folder::{FolderStep, TermsStep};
use super::lost::LostPlaces;
use super::packages::PackageList;
use super::replies::ReplyList;
use super::start::Choice;
use super::{Exchange, ExchangeStep};
use crate::app::screen::backup::Backup;
use crate::app::screen::sticks::Sticks;
use crate::app::screen::{Context, Reply, Screen};

impl Exchange {
    /// Does what a line of the first step stands for.
    pub(super) fn choose(&mut self, choice: Choice, context: &Context<'_>) -> Reply {
        match choice {
            Choice::Place(place) => {
                let found = self.start.places.as_ref().and_then(|places| places.get(place));
                match found.cloned() {
                    Some(found) if self.start.lacks_reason(&found) => {
                        self.step = ExchangeStep::Terms(TermsStep::of_reason(&self.start, found));
                        Reply::none()
                    }
                    Some(found) => self.order_to(&found),
                    None => Reply::none(),
                }
            }
            Choice::Folder => {
                self.step = ExchangeStep::Folder(FolderStep::of(&self.start.last_folder(context.village)));
                Reply::none()
            }
            Choice::Terms => {
                self.step = ExchangeStep::Terms(TermsStep::of(&self.start));
                Reply::none()
            }
            Choice::Everything => {
                self.start.everything = !self.start.everything;
                self.start.news = None;
                self.start.renew();
                self.count()
            }
            Choice::LookAgain => {
                self.start.places = None;
                self.start.replies = None;
                self.start.renew();
                self.look_for_places()
            }
            Choice::Packages => {
                self.step = ExchangeStep::Packages(PackageList::of(context));
                Reply::none()
            }
            Choice::Replies => {
                self.step = ExchangeStep::Replies(ReplyList::of(self.start.replies.clone(), context.closed()));
                Reply::none()
            }
            Choice::Sticks => {
                let places = self.start.places.clone().unwrap_or_default();
                Reply::open(Screen::Sticks(Sticks::new(context, places)))
            }
            Choice::Lost => {
                self.step = ExchangeStep::Lost(LostPlaces::of(context));
                Reply::none()
            }
            Choice::Backup => Backup::open(context),
            Choice::Leave => Reply::close(),
        }
    }
}
