//! A stable 64-bit number for a run of bytes: FNV-1a with a final mix.
//!
//! It tells changed articles from unchanged ones and groups statements with the same words. It is
//! stored, so it must never change within one index format.

use std::hash::{BuildHasher, Hasher};

/// A fingerprint of bytes that come piece by piece.
#[derive(Debug, Clone, Copy)]
pub struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Fingerprint {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes more bytes.
    pub fn eat(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 ^= u64::from(*byte);
            self.0 = self.0.wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Returns the fingerprint of all bytes.
    pub fn finish(self) -> u64 {
        // The last step of MurmurHash3: without it, short inputs share their upper bits.
        mix(self.0)
    }
}

/// Returns the fingerprint of `bytes`.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut fingerprint = Fingerprint::default();
    fingerprint.eat(bytes);
    fingerprint.finish()
}

/// Takes a fingerprint for its own hash, in maps whose keys are fingerprints.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fingerprinted;

impl BuildHasher for Fingerprinted {
    type Hasher = Itself;

    fn build_hasher(&self) -> Itself {
        Itself(0)
    }
}

/// The hasher of [`Fingerprinted`].
pub(super) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = fingerprint(bytes);
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}

/// Spreads what differs over all bits.
pub(super) fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}
