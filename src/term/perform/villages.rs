//! Going to another village: it is looked at first, and only then is the one that is open let go.

use super::job::Job;
use super::{Data, Performer};
use crate::app::message::{Msg, Report};
use crate::app::opening::Keeping;
use crate::app::villages::{Arrival, NextVillage, OtherVillage};
use crate::desk::{Desk, villages};
use crate::term::clock;

impl Performer {
    /// Goes to the next village, or says why there is no way to it; then all stays as it was.
    pub(super) fn open_village(&mut self, next: NextVillage) -> Msg {
        if self.jobs.iter().any(Job::writes) {
            return stay("还在往盘上写东西，写完再换");
        }
        let (data, arrival) = match opened(next) {
            Ok(there) => there,
            Err(why) => return stay(&why),
        };
        self.lock();
        self.data = data;
        Msg::Arrived(Box::new(arrival))
    }
}

fn stay(why: &str) -> Msg {
    Msg::Report(Report::Failed(format!("没有换成，还在原来的村：{why}")))
}

/// The next village as far as it opens without a word: a sealed one waits for its passphrase.
fn opened(next: NextVillage) -> Result<(Data, Arrival), String> {
    let (dir, is_new) = match next {
        NextVillage::New(folder) => (folder, true),
        // A first run in its place would look as if all were lost.
        NextVillage::Known(OtherVillage { name, folder }) if !Desk::is_there(&folder) => {
            let place = folder.display();
            return Err(format!("{place}里没有{name}的数据；放在U盘上的，插上再换"));
        }
        NextVillage::Known(OtherVillage { folder, .. }) => (folder, false),
    };
    let villages = villages::beside(&dir);
    let arrive = |keeping, opening| Arrival { keeping, opening, villages };
    match Desk::open_without_a_word(&dir) {
        Ok(opened) => {
            let keeping = if opened.desk.is_sealed() { Keeping::Sealed } else { Keeping::Unsealed };
            let (desk, opening) = opened.into_parts(clock::now());
            Ok((Data::Open(Box::new(desk)), arrive(keeping, opening)))
        }
        Err(fault) if fault.is_locked() => {
            let opening = villages::closed(&dir, Keeping::Locked);
            Ok((Data::Locked(dir), arrive(Keeping::Locked, opening)))
        }
        Err(fault) if fault.is_no_village() && is_new => {
            let opening = villages::closed(&dir, Keeping::ToBeMade);
            Ok((Data::ToBeMade(dir), arrive(Keeping::ToBeMade, opening)))
        }
        Err(fault) => Err(fault.to_string()),
    }
}
