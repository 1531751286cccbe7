//! What many records have alike, held once.
//!
//! It is no part of what a village says: two villages that hold the same records are the same, whatever they share.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;

/// The things seen so far, each once. The hash is short: hundreds of thousands are looked up while a village opens.
#[derive(Debug)]
pub struct Alike<T: ?Sized>(HashSet<Arc<T>, RandomState>);

// Derived, it would ask of the things what it only does to their shared pointers.
impl<T: ?Sized> Clone for Alike<T> {
    fn clone(&self) -> Alike<T> {
        Alike(self.0.clone())
    }
}

impl<T: ?Sized> Default for Alike<T> {
    fn default() -> Alike<T> {
        Alike(HashSet::default())
    }
}

impl<T: ?Sized> PartialEq for Alike<T> {
    fn eq(&self, _: &Alike<T>) -> bool {
        true
    }
}

impl<T: Eq + Hash + ?Sized> Alike<T> {
    /// Puts the one that is held already in the place of an equal one, or holds this one from now on.
    pub fn share(&mut self, thing: &mut Arc<T>) {
        match self.0.get(thing) {
            Some(held) => *thing = Arc::clone(held),
            None => drop(self.0.insert(Arc::clone(thing))),
        }
    }
}

impl Alike<str> {
    /// The one that is held already of this text, or a new one that is held from now on.
    pub fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(held) = self.0.get(text) {
            return Arc::clone(held);
        }
        let new = Arc::from(text);
        self.0.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_are_held_once_and_others_stay_what_they_are() {
        let mut alike = Alike::default();
        let [mut first, mut second, mut other] = ["甲", "甲", "乙"].map(|text| Arc::new(text.to_owned()));
        for thing in [&mut first, &mut second, &mut other] {
            alike.share(thing);
        }
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(*other, "乙");
        assert_eq!(alike, Alike::default());
        let mut words = Alike::<str>::default();
        assert!(Arc::ptr_eq(&words.of("三社"), &words.of("三社")));
        assert_eq!(&*words.of("四社"), "四社");
    }
}
