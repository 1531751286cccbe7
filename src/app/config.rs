//! What is set for this sitting: how the screen is drawn and which keymap is used.
//!
//! It reads no file and no environment: the caller does, and hands the answers in.

/// Settings of one sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Lines drawn with `+-|`, and no glyph that an old Chinese console draws two wide.
    pub ascii: bool,
    /// Colours; off where `NO_COLOR` is set.
    pub color: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config { ascii: false, color: true }
    }
}
