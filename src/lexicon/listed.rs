//! A set of hashes that may say yes to one it has not, and never no to one it has (Bloom 1970, with
//! one bit for each): far smaller than what it guards.

use super::fetch;

/// Hashes that are there, and some that are not.
pub struct Listed {
    bits: Vec<u64>,
}

impl Listed {
    /// Returns an empty one with room for about `count` hashes: with as many in it, it says yes to one
    /// in eight of the others or fewer.
    pub fn new(count: usize) -> Self {
        Self { bits: vec![0; (count / 8).next_power_of_two()] }
    }

    /// Puts a hash into the set.
    pub fn insert(&mut self, hash: u32) {
        let (word, bit) = self.place(hash);
        self.bits[word] |= bit;
    }

    /// Has what is known of a hash fetched from memory, which will be asked for soon.
    #[inline]
    pub fn fetch(&self, hash: u32) {
        fetch(&self.bits, self.place(hash).0);
    }

    /// Returns whether the set may have a hash.
    #[inline]
    pub fn may_have(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }

    #[inline]
    fn place(&self, hash: u32) -> (usize, u64) {
        ((hash as usize / 64) & (self.bits.len() - 1), 1 << (hash % 64))
    }
}
