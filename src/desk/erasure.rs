//! Erasure: the files of the village made anew without what was destroyed.
//!
//! What is destroyed is decided and kept as an act of its own before; here only the files follow it, and can follow it later
//! where that was cut off. How they are made is the store's.

use crate::app::message::StoreKeys;
use crate::domain::day::Moment;
use crate::domain::decide::check_not_handed_over;
use crate::domain::id::Seq;
use crate::domain::village::Village;
use crate::seal::slot::Cost;
use crate::store::backup::Phase;
use crate::store::erasing::{EraseOrder, Erased};
use crate::store::unlock::{Keys, NewKeys, Unlock};

use super::error::DeskError;
use super::export::WritingProgress;
use super::{Desk, Opened, town};

/// What is said as long as the files hold what was destroyed.
pub const DUE: &str = "有资料已经决定销毁，但旧内容还留在数据文件里，没有销毁完。请打开「到期销毁」，选「清掉旧内容」；在命令行是 daiban retention --erase。";

/// Files without what was destroyed.
pub struct Done {
    /// The village, opened anew.
    pub opened: Opened,
    /// What is gone.
    pub erased: Erased,
}

/// The files are as they were.
pub struct NotErased {
    /// Why.
    pub fault: DeskError,
    /// The desk as it was; `None` when only opening again tells whether it was done after all.
    pub desk: Option<Desk>,
}

impl Desk {
    /// Whether something was destroyed whose content still lies in the files.
    pub fn is_erasure_due(&self, village: &Village) -> bool {
        self.store.is_erasure_due(village)
    }

    /// The act with which the files were last made anew; 0 where they never were.
    pub fn erased_upto(&self) -> Seq {
        self.store.erased_upto()
    }

    /// The same as `erase`, under what was set on the screens.
    ///
    /// # Errors
    /// As `erase`.
    pub fn erase_under(
        self,
        village: &Village,
        keys: Option<StoreKeys>,
        (cost, at): (Cost, Moment),
        progress: &mut WritingProgress<'_>,
    ) -> Result<Done, Box<NotErased>> {
        let keys = keys.map(|StoreKeys { passphrase, code }| NewKeys { cost, passphrase, code });
        self.erase(village, keys.as_ref(), at, progress)
    }

    /// Makes the files anew without what was destroyed, and opens them. Sealed ones come under a new data key, for which
    /// `keys` holds the passphrase of now and a new recovery code; the old code opens nothing any more. Nothing is left of
    /// what could be undone until then.
    ///
    /// # Errors
    /// Nothing was erased then, unless the desk does not come back. After an error of the opening it is done, and the next
    /// opening goes on with it.
    pub fn erase(
        self,
        village: &Village,
        keys: Option<&NewKeys>,
        at: Moment,
        progress: &mut WritingProgress<'_>,
    ) -> Result<Done, Box<NotErased>> {
        if let Err(refusal) = check_not_handed_over(village) {
            return Err(Box::new(NotErased { fault: refusal.into(), desk: Some(self) }));
        }
        let Desk { store, dir } = self;
        let keys = keys.map(Keys::Slots);
        let order = EraseOrder { keys, at, parts: town::parts(&dir) };
        let erased = store.erase(village, order, &mut |phase: Phase, done, total| progress(phase.label(), done, total));
        let erased = erased.map_err(|refused| {
            let desk = refused.store.map(|store| Desk { store, dir: dir.clone() });
            Box::new(NotErased { fault: refused.fault.into(), desk })
        })?;
        let unlock = keys.map_or(Unlock::Nothing, Keys::unlock);
        let opened = Desk::open_unfounded(&dir, unlock, &mut |_| {});
        let opened = opened.map_err(|fault| Box::new(NotErased { fault, desk: None }))?;
        Ok(Done { opened, erased })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::testing::with_desk;

    #[test]
    fn the_village_is_the_same_afterwards_and_it_is_known_up_to_where_it_was_made_anew() {
        with_desk(|desk, village, now, stick| {
            let (dir, seq) = (desk.dir().to_path_buf(), desk.seq());
            let own = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).err();
            assert!(own.is_some(), "it is open here");
            std::mem::swap(desk, &mut Desk::create(&stick.join("other"), None).unwrap().0);
            let opened = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
            assert!(!opened.desk.is_erasure_due(village));
            let stopped = opened.desk.erase(village, None, now.at, &mut |_, _, _| false).err().unwrap();
            let desk = stopped.desk.unwrap();
            let done =
                desk.erase(village, None, now.at, &mut |_, _, _| true).unwrap_or_else(|it| panic!("{}", it.fault));
            assert_eq!((&done.opened.village, done.opened.desk.seq()), (&*village, seq));
            assert_eq!((done.erased.acts, done.erased.changes), (0, 0));
            assert_eq!(done.opened.desk.erased_upto(), seq);
            assert_eq!(done.opened.desk.undo_rows(seq).unwrap(), None, "nothing before it can be undone");
        });
    }
}
