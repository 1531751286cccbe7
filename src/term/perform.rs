//! Does what the program wants outside: a thin match onto `desk`, and the long work that runs beside the loop.

use crate::app::message::{Effect, Msg};

/// The hands of the program.
#[derive(Debug, Default)]
pub struct Performer {}

impl Performer {
    /// Does one effect and says what came of it.
    pub fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        match effect {
            Effect::Commit(commit) => {
                drop(commit);
                vec![Msg::NotCommitted("还没有接上存储".to_owned())]
            }
            Effect::FetchUndo(_)
            | Effect::FetchActs { .. }
            | Effect::ReadRegister(_)
            | Effect::ListPlaces
            | Effect::WritePackage { .. }
            | Effect::StopJob
            // The loop leaves on it.
            | Effect::Quit => Vec::new(),
        }
    }

    /// Whether long work is running, so that the loop looks for its messages.
    pub fn is_busy(&self) -> bool {
        false
    }

    /// What long work has reported since the last look.
    pub fn arrived(&mut self) -> Vec<Msg> {
        Vec::new()
    }
}
