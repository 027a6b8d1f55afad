//! Sums that were worked out before: trees in a beam, and one tree before and after a step, are alike
//! in most of what the parser looks at.

/// What keys of 64 bits stand for, the last ones asked for.
pub struct Known<T> {
    /// A power of two of places; a key has one place, and a new one there takes it.
    places: Vec<(u64, T)>,
    /// Tells the keys of one sentence from those of another.
    round: u64,
}

impl<T: Copy + Default> Known<T> {
    /// Returns one that knows nothing yet and has room for two to the power of `bits`.
    pub fn new(bits: u32) -> Self {
        Self { places: vec![(0, T::default()); 1 << bits], round: 0 }
    }

    /// Forgets everything: from here on a key stands for something else.
    pub fn forget(&mut self) {
        self.round = self.round.wrapping_add(0x9e37_79b9_7f4a_7c15);
    }

    /// Returns what `key` stands for, if that is known.
    #[inline]
    pub fn get(&self, key: u64) -> Option<T> {
        let key = key ^ self.round;
        let (known, value) = self.places[self.place(key)];
        (known == key).then_some(value)
    }

    /// Remembers what `key` stands for.
    #[inline]
    pub fn set(&mut self, key: u64, value: T) {
        let key = key ^ self.round;
        let place = self.place(key);
        self.places[place] = (key, value);
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        key as usize & (self.places.len() - 1)
    }
}
