//! The villages one officer keeps on this computer, to go from one to another.
//!
//! Each lies in a data folder of its own; of what is in it nothing is known here but the village's name.

use std::path::PathBuf;

use super::opening::{Keeping, Opening};

/// The other villages of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Villages {
    /// The name of the open one when it was last known; a locked one still has it.
    pub here: String,
    /// Those that were opened here before.
    pub others: Vec<OtherVillage>,
    /// The folder in which one more would be made; `None` where none can be, as beside the sample village.
    pub free: Option<PathBuf>,
}

impl Villages {
    /// Whether there is nothing to choose from, as beside the sample village.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty() && self.free.is_none()
    }
}

/// A village that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherVillage {
    /// Its name when it was last open.
    pub name: String,
    /// Its data folder.
    pub folder: PathBuf,
}

/// What there is in the village that was gone to.
#[derive(Debug)]
pub struct Arrival {
    /// What keeps its data from others.
    pub keeping: Keeping,
    /// The village; empty while it is locked or still to be made.
    pub opening: Opening,
    /// The villages beside it.
    pub villages: Villages,
}

/// Where to go next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextVillage {
    /// To a village that is there.
    Known(OtherVillage),
    /// To a folder in which one is to be made.
    New(PathBuf),
}
