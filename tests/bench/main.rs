//! The measures of the program, each printed beside its reference in the same run: `cargo bench`, or one part of it,
//! `cargo bench -- screens`, `store`, `opening`, `resident`, `history`, `package`, `office`.
//!
//! `cargo bench -- make FOLDER` makes the large village there, to be looked at by hand.
//!
//! It asserts nothing: what must not grow is held by tests that count.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot go on should say so")]

mod history;
mod office;
mod opening;
mod package;
#[cfg(target_os = "linux")]
mod resident;
mod screens;
mod store;
mod table;
mod village;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if let [make, folder] = asked.as_slice()
        && make == "make"
    {
        village::make(folder.as_ref(), village::LARGE);
        return;
    }
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    if wanted("screens") {
        screens::run();
    }
    if wanted("store") {
        store::run();
    }
    if wanted("opening") {
        opening::run();
    }
    if wanted("package") {
        package::run();
    }
    if wanted("office") {
        office::run();
    }
    if wanted("history") {
        history::run();
    }
    #[cfg(target_os = "linux")]
    if wanted("resident") {
        resident::run();
    }
}
