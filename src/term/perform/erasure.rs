//! The data files made anew without what was destroyed: nothing else goes on beside it.

use super::job::Job;
use super::keys::{NOT_OPEN, not_done, sparse};
use super::{Data, Performer};
use crate::app::message::{Report, StoreKeys};
use crate::desk::erasure::NotErased;
use crate::domain::village::Village;
use crate::term::clock;

/// Said while a backup or a package is on its way out.
const BUSY: &str = "U盘上还在写，旧内容没有清，什么都没有改。等它写完再来一次";

impl Performer {
    /// Makes them anew, sealed ones under these keys; `tell` is told in words how far that is.
    pub(in crate::term) fn erase(
        &mut self,
        keys: Option<StoreKeys>,
        village: &Village,
        tell: impl FnMut(String),
    ) -> Report {
        let Data::Open(desk) = &self.data else { return Report::Failed(NOT_OPEN.to_owned()) };
        // What is being written is read from the files that go.
        if self.jobs.iter().any(Job::writes) {
            return Report::Failed(BUSY.to_owned());
        }
        let dir = desk.dir().to_path_buf();
        let Data::Open(desk) = std::mem::replace(&mut self.data, Data::Locked(dir)) else {
            return Report::Failed(NOT_OPEN.to_owned());
        };
        let mut tell = sparse(tell);
        let erased = desk.erase_under(village, keys, (self.cost, clock::now()), &mut |what, done, total| {
            tell(what, done, total);
            true
        });
        match erased {
            Ok(done) => {
                let upto = done.opened.desk.erased_upto();
                self.data = Data::Open(Box::new(done.opened.desk));
                Report::Erased(upto)
            }
            Err(not) => self.not_erased(*not),
        }
    }

    fn not_erased(&mut self, not: NotErased) -> Report {
        match not.desk {
            Some(desk) => {
                self.data = Data::Open(Box::new(desk));
                match not_done(&not.fault) {
                    Report::Failed(why) => Report::Failed(format!("旧内容没有清，恢复码没有换：{why}")),
                    told => told,
                }
            }
            // Only the next opening tells which files count.
            None => Report::Failed(format!(
                "旧内容清到一半：{}。存好的都在，请离开程序再打开，会接着做完；新旧两张恢复码先都留着",
                not.fault
            )),
        }
    }
}
