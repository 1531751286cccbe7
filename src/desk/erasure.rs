//! Erasure: the files of the village made anew without what was destroyed, and where older copies of it still lie.
//!
//! What is destroyed is decided and kept as an act of its own before; here only the files follow it, and can follow it later
//! where that was cut off. How they are made is the store's.

use crate::domain::day::Moment;
use crate::domain::decide::check_not_handed_over;
use crate::domain::village::Village;
use crate::store::backup::Phase;
use crate::store::erasing::{EraseOrder, Erased};
use crate::store::unlock::{Keys, NewKeys, Unlock};

use super::error::DeskError;
use super::export::WritingProgress;
use super::{Desk, Opened, town};

/// What is said as long as the files hold what was destroyed.
pub const DUE: &str = "有资料已经决定销毁，但旧内容还留在数据文件里，没有销毁完。请离开程序，在命令行运行 daiban retention --erase，把它做完。";

/// Files without what was destroyed.
pub struct Done {
    /// The village, opened anew.
    pub opened: Opened,
    /// What is gone.
    pub erased: Erased,
    /// Copies written before, which still hold it and open with the passphrase of then.
    pub older: Vec<OlderCopy>,
}

/// A copy of the village that nobody can erase from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OlderCopy {
    /// When it was made.
    pub at: Moment,
    /// Its name.
    pub name: String,
    /// The folder or drive it was written to.
    pub place: String,
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
        let older = older_copies(&opened.village, &erased);
        Ok(Done { opened, erased, older })
    }
}

/// Backups and packs up to where it was erased, the newest first.
fn older_copies(village: &Village, erased: &Erased) -> Vec<OlderCopy> {
    let backups = village.backups().map(|copy| (copy.upto, copy.at, &copy.name, &copy.place));
    let packs = village.handovers().map(|pack| (pack.upto, pack.at, &pack.name, &pack.place));
    let older = backups.chain(packs).filter(|(upto, ..)| *upto <= erased.upto);
    let mut older: Vec<OlderCopy> =
        older.map(|(_, at, name, place)| OlderCopy { at, name: name.clone(), place: place.clone() }).collect();
    older.sort_by_key(|older| std::cmp::Reverse(older.at));
    older
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::backup::Order;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;

    #[test]
    fn the_village_is_the_same_afterwards_and_older_copies_are_named() {
        with_desk(|desk, village, now, stick| {
            let order = Order { to: stick.to_path_buf(), device: None };
            let (copy, _) =
                desk.back_up(village, now, &order, &mut fresh_mint().unwrap(), &mut |_, _, _| true).unwrap();
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
            let names: Vec<_> = done.older.iter().map(|older| older.name.as_str()).collect();
            assert_eq!(names, [copy.path.file_name().unwrap().to_str().unwrap()]);
            assert_eq!(done.opened.desk.undo_rows(seq).unwrap(), None, "nothing before it can be undone");
        });
    }
}
