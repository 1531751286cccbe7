//! Bytes in and out of the data folder: durable files, folders, the lock, room on the drive.
//!
//! Everything the program writes into its data folder passes here, on `std::fs` and with explicit loops only, so that
//! one place can be made to fail (`fault`) and simulated power cuts see every call. It knows no format and no record.

pub mod drive_fault;
pub mod drives;
pub mod durable;
pub mod eject;
pub mod fault;
pub mod file;
pub mod folder;
pub mod folders;
pub mod lock;
pub mod name;
pub mod outside;
#[cfg(test)]
pub(crate) mod power;
pub mod private;
pub mod space;
#[cfg(windows)]
mod windows;
