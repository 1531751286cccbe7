//! What this process leaves behind is its owner's alone: the files it makes, and those that libraries make for it.
//!
//! It does not protect what a running process holds from an administrator.

/// From here on nothing that is made can be read by others, and a crash leaves no image of the memory on the disk.
///
/// A system that refuses is no reason not to start: every file of our own is made private one by one as well.
#[cfg(unix)]
pub fn keep_to_the_owner() {
    use rustix::fs::Mode;
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    // Where core files go to a collector, the size above is not asked.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The profile folder of Windows is its owner's already, and error reports there are the user's to allow.
#[cfg(not(unix))]
pub fn keep_to_the_owner() {}
