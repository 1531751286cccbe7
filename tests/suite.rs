//! One test binary: linking is the cost on two cores. A file under `suite/` that is not named here fails a test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should say so")]

mod suite {
    mod architecture;
    mod cli;
    mod papers;
    #[cfg(unix)]
    mod terminal;
}
