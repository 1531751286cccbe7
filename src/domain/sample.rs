//! The sample village of `daiban demo`: made in code from a seed, with nobody real in it.

pub mod people;
