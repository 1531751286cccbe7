//! Taking a register in: read it (on a worker, it needs no store), plan it against the village of the moment, keep it as
//! one act.
//!
//! What rows mean is `exchange`'s, what may be taken in `domain`'s.

mod changes;
pub mod preview;

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, Seq};
use crate::domain::village::Village;
use crate::exchange::register::mapping::Mapping;
use crate::exchange::register::plan::{Context, ImportPlan, plan, rejects};
use crate::exchange::register::reading::{ReadRegister, RegisterKind};
use crate::exchange::register::refusal::Refused;
use crate::exchange::register::{ReadOptions, read};
use crate::store::error::reason;

use super::Desk;
use super::error::DeskError;
use super::place::at_home;

/// The kinds of register, in the order they are offered.
pub const KINDS: [RegisterKind; 4] =
    [RegisterKind::People, RegisterKind::Overlay, RegisterKind::Heads, RegisterKind::Tasks];

/// Reads a register as the columns tell, or as `kind` says. `progress` hears the row, and stops the reading by `false`.
pub fn read_register(
    path: &Path,
    kind: Option<RegisterKind>,
    mapping: Mapping,
    progress: &mut dyn FnMut(u32) -> bool,
) -> Result<ReadRegister, Refused> {
    read(&at_home(path), &ReadOptions { kind, mapping }, &mut |row| progress(row))
}

/// What the village remembers of this set of headings; the register is read again with it.
pub fn remembered(village: &Village, register: &ReadRegister) -> Option<Mapping> {
    village.mapping(register.signature()).map(|kept| Mapping::from_kept(&kept.columns))
}

/// What the register would change. To be made again when the village has changed since.
pub fn plan_register(village: &Village, now: &Now<'_>, register: &ReadRegister, mint: &mut IdMint) -> ImportPlan {
    let context = Context { today: now.today, at: now.at, matters: &now.tables.matters };
    plan(village, register, &context, mint)
}

/// The place of a file of refused rows; the error is the sentence to show where something lies there already.
pub fn rejects_place(path: &Path) -> Result<PathBuf, String> {
    let path = at_home(path);
    match std::fs::symlink_metadata(&path) {
        Ok(_) => Err(taken(&path)),
        Err(_) => Ok(path),
    }
}

/// Writes the refused rows to a new file; how many. The error is the sentence to show.
pub fn write_rejects(register: &ReadRegister, plan: &ImportPlan, path: &Path) -> Result<usize, String> {
    let path = rejects_place(path)?;
    rejects::write(&path, register, plan).map_err(|fault| match fault.kind() {
        io::ErrorKind::AlreadyExists => taken(&path),
        _ => {
            format!("写不出去：{}（{}）。名册的导入不受影响，请换个地方再写。", path.display(), reason(&fault))
        }
    })
}

fn taken(path: &Path) -> String {
    format!("这个文件已经有了：{}。没有写，请换一个名字。", path.display())
}

impl Desk {
    /// Takes the plan's records in as one act; `None` when it brings nothing new, and nothing was written.
    pub fn import(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        plan: &mut ImportPlan,
    ) -> Result<Option<Seq>, DeskError> {
        let intent = std::mem::take(&mut plan.intent);
        if intent.is_empty() {
            return Ok(None);
        }
        self.perform(village, now, Intent::Import(Box::new(intent))).map(Some)
    }
}
