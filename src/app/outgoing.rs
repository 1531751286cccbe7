//! The package on its way out, as screens and hands speak of it: what is wanted, and what it would hold.

use std::path::PathBuf;

use crate::domain::package::Manner;
use crate::domain::stick::PluggedStick;

/// A package that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageOrder {
    /// The folder or stick to write to.
    pub to: PathBuf,
    /// The number of the stick that was chosen; `None` for a folder.
    pub device: Option<u64>,
    /// The stick that was chosen; `None` for a folder, which may lie on one all the same.
    pub stick: Option<PluggedStick>,
    /// Why it has to be a stick that is not registered, where it turns out to be one.
    pub reason: String,
    /// Everything, and not only what is new.
    pub everything: bool,
    /// How it is to be closed.
    pub manner: Manner,
    /// 接收单位.
    pub receiver: String,
    /// 用途.
    pub purpose: String,
}

/// What a package would hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackageNews {
    /// Whether everything was counted, and not only what is new.
    pub everything: bool,
    /// Whether there is anything that the last package did not say.
    pub is_new: bool,
    /// Tasks.
    pub tasks: usize,
    /// Households.
    pub households: usize,
    /// People.
    pub people: usize,
    /// Originals outstanding.
    pub originals: usize,
    /// Moved, dead, merged.
    pub gone: usize,
}
