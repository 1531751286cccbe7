//! What is set for this sitting: how the screen is drawn, and after how long it locks by itself.
//!
//! It reads no file and no environment: the caller does, and hands the answers in.

use toml::de::{DeTable, DeValue};

use super::key::nearest;
use crate::domain::limits::{IDLE_LOCK_MINUTES_DEFAULT, IDLE_LOCK_MINUTES_MAX};
use crate::domain::table::{TableFault, line_of};

/// How the minutes are named in the file.
const LOCK_MINUTES: &str = "lock_minutes";

/// Settings of one sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Lines drawn with `+-|`, and no glyph that an old Chinese console draws two wide.
    pub ascii: bool,
    /// Colours; off where `NO_COLOR` is set.
    pub color: bool,
    /// Minutes without a key after which sealed data are locked.
    pub lock_minutes: i64,
}

impl Default for Config {
    fn default() -> Config {
        Config { ascii: false, color: true, lock_minutes: IDLE_LOCK_MINUTES_DEFAULT }
    }
}

impl Config {
    /// Takes over what a settings file says. Of what is wrong in it nothing is taken over; every fault is told.
    pub fn lay(&mut self, file: &str, text: &str) -> Vec<TableFault> {
        let text = text.trim_start_matches('\u{FEFF}');
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut faults: Vec<TableFault> = errors.iter().map(|error| TableFault::of_toml(file, text, error)).collect();
        for (name, value) in table.into_inner() {
            let line = line_of(text, name.span().start);
            let taken = match name.get_ref().as_ref() {
                LOCK_MINUTES => self.take_lock_minutes(value.get_ref()),
                other => Err(match nearest(other, [LOCK_MINUTES].into_iter()) {
                    Some(near) => format!("没有「{other}」这一项，最接近的是 {near}"),
                    None => format!("没有「{other}」这一项，能写的有 {LOCK_MINUTES}"),
                }),
            };
            faults.extend(taken.err().map(|why| TableFault::new(file, line, why)));
        }
        faults.sort_by_key(|fault| fault.line);
        // A line that cannot be read at all is told once.
        faults.dedup_by_key(|fault| fault.line);
        faults
    }

    fn take_lock_minutes(&mut self, value: &DeValue<'_>) -> Result<(), String> {
        let minutes = match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        match minutes.filter(|minutes| (1..=IDLE_LOCK_MINUTES_MAX).contains(minutes)) {
            Some(minutes) => {
                self.lock_minutes = minutes;
                Ok(())
            }
            None => Err(format!(
                "几分钟不动就锁上，写1到{IDLE_LOCK_MINUTES_MAX}的整数，如 {LOCK_MINUTES} = {IDLE_LOCK_MINUTES_DEFAULT}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(text: &str) -> (i64, Vec<String>) {
        let mut config = Config::default();
        let faults = config.lay("settings.toml", text);
        (config.lock_minutes, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn minutes_within_the_bounds_are_taken_over() {
        assert_eq!(laid(""), (10, vec![]));
        assert_eq!(laid("# 柜台边\nlock_minutes = 3\n"), (3, vec![]));
        assert_eq!(laid("lock_minutes = 60").0, 60);
    }

    #[test]
    fn anything_else_is_told_with_line_and_remedy_and_not_taken_over() {
        for wrong in ["0", "-1", "61", "3.5", "\"5\"", "true", "99999999999999999999"] {
            let (minutes, faults) = laid(&format!("\nlock_minutes = {wrong}\n"));
            assert_eq!((minutes, faults.len()), (10, 1), "{wrong} {faults:?}");
            assert!(faults[0].starts_with("settings.toml 第2行") && faults[0].contains("1到60"), "{faults:?}");
        }
        let (minutes, faults) = laid("lock_minute = 5\ncolour = 1\n");
        assert_eq!((minutes, faults.len()), (10, 2));
        assert!(faults[0].contains("最接近的是 lock_minutes"), "{faults:?}");
        assert!(faults[1].contains("能写的有 lock_minutes"), "{faults:?}");
        assert_eq!(laid("lock_minutes =\n").1.len(), 1);
    }
}
