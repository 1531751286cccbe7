//! The table every bench prints: what was measured, beside its reference in the same run, and the promise.

#![allow(clippy::print_stdout, reason = "a bench is there to print")]

use std::time::{Duration, Instant};

/// Times of the same work, done over and over.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Does the works in turn, `rounds` times, so that what else the machine does falls on all of them alike.
    pub(crate) fn in_turn<const N: usize>(rounds: usize, mut works: [&mut dyn FnMut(); N]) -> [Times; N] {
        let mut times = std::array::from_fn(|_| Times(Vec::with_capacity(rounds)));
        for _ in 0..rounds {
            for (work, times) in works.iter_mut().zip(&mut times) {
                let since = Instant::now();
                work();
                times.0.push(since.elapsed());
            }
        }
        times
    }

    pub(crate) fn of(times: Vec<Duration>) -> Times {
        Times(times)
    }

    pub(crate) fn median(&self) -> Duration {
        self.at(50)
    }

    pub(crate) fn worst(&self) -> Duration {
        self.at(100)
    }

    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        sorted.get((sorted.len().max(1) - 1) * percent / 100).copied().unwrap_or_default()
    }
}

/// A heading with the columns that follow.
pub(crate) fn heading(what: &str) {
    println!("\n{what}");
}

/// One line: a time, its reference, and at most how many times the reference it may take.
pub(crate) fn ratio(what: &str, time: Duration, reference: (&str, Duration), ratio_max: f64) {
    let (name, floor) = reference;
    let ratio = time.as_secs_f64() / floor.as_secs_f64();
    let said = if ratio <= ratio_max { "kept" } else { "MISSED" };
    println!("  {what}: {}  {name}: {}  ratio {ratio:.2} (at most {ratio_max}) {said}", ms(time), ms(floor));
}

/// One line: a number and its most.
pub(crate) fn limit(what: &str, value: f64, unit: &str, most: f64) {
    let said = if value <= most { "kept" } else { "MISSED" };
    println!("  {what}: {value:.2} {unit} (at most {most}) {said}");
}

/// One line without a promise.
pub(crate) fn note(what: &str, said: &str) {
    println!("  {what}: {said}");
}

pub(crate) fn ms(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}
