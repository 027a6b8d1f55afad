//! Sums that were worked out before: most words of a text stood in it before, and trees in a beam, and one
//! tree before and after a step, are alike in most of what the parser looks at.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::lexicon::fetch;

/// What keys of 64 bits stand for, the last ones asked for.
pub struct Known<T> {
    /// A power of two of places; a key has one place, and a new one there takes it.
    places: Vec<(u64, T)>,
}

impl<T: Copy + Default> Known<T> {
    /// Returns one that knows nothing yet and has room for two to the power of `bits`.
    pub fn new(bits: u32) -> Self {
        Self { places: vec![(0, T::default()); 1 << bits] }
    }

    /// Has the place of `key` fetched, which will be asked for soon.
    #[inline]
    pub fn fetch(&self, key: u64) {
        fetch(&self.places, self.place(key));
    }

    /// Returns what `key` stands for, if that is known.
    #[inline]
    pub fn get(&self, key: u64) -> Option<T> {
        self.get_ref(key).copied()
    }

    /// The same where it stands.
    #[inline]
    pub fn get_ref(&self, key: u64) -> Option<&T> {
        let (known, value) = &self.places[self.place(key)];
        (*known == key).then_some(value)
    }

    /// Remembers what `key` stands for.
    #[inline]
    pub fn set(&mut self, key: u64, value: T) {
        let place = self.place(key);
        self.places[place] = (key, value);
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        key as usize & (self.places.len() - 1)
    }
}

/// Returns a number that no other model has: what is known of one says nothing of others.
pub fn number() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
