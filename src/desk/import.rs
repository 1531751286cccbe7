//! Taking a register in: read it (on a worker, it needs no store), plan it against the village of the moment, keep it as
//! one act.
//!
//! What rows mean is `exchange`'s, what may be taken in `domain`'s.

pub mod preview;

use std::path::Path;

use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, Seq};
use crate::domain::village::Village;
use crate::exchange::register::mapping::Mapping;
use crate::exchange::register::plan::{Context, ImportPlan, plan};
use crate::exchange::register::reading::{ReadRegister, RegisterKind};
use crate::exchange::register::refusal::Refused;
use crate::exchange::register::{ReadOptions, read};

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
