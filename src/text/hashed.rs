//! A linear classifier over hashed features that keeps no features, only weights: the hash of a
//! feature says in which row its weights stand, and features may share a row (Weinberger et al.
//! 2009, "Feature hashing"). Reading one takes a single look into memory.

use super::large::{Table, fetch};

/// Bytes of memory that are fetched at once.
const LINE: usize = 64;

/// Weights of `N` classes for each of a power of two of rows.
pub struct Hashed<const N: usize> {
    /// Signed bytes, row by row.
    bytes: Table,
    mask: usize,
}

impl<const N: usize> Hashed<N> {
    /// Returns the classifier whose weights are `bytes`; what is no power of two of rows gives one
    /// without weights.
    pub fn new(bytes: Table) -> Self {
        let rows = bytes.len() / N;
        if rows.is_power_of_two() && rows * N == bytes.len() {
            Self { bytes, mask: rows - 1 }
        } else {
            Self { bytes: Table::Owned(vec![0; N]), mask: 0 }
        }
    }

    /// Has the weights of a feature fetched, which will be asked for soon.
    #[inline]
    pub fn fetch(&self, feature: u32) {
        let at = (feature as usize & self.mask) * N;
        fetch(&self.bytes, at);
        // A row may lie in two lines of memory.
        if !LINE.is_multiple_of(N) {
            fetch(&self.bytes, at + N - 1);
        }
    }

    /// Returns the sums of the weights of `features`, of which there are fewer than 256.
    #[inline]
    pub fn score(&self, features: &[u32]) -> [i16; N] {
        let mut sums = [0i16; N];
        let bytes: &[u8] = &self.bytes;
        for &feature in features {
            let at = (feature as usize & self.mask) * N;
            if let Some(row) = bytes.get(at..).and_then(|rest| rest.first_chunk::<N>()) {
                for (sum, &weight) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(weight as i8));
                }
            }
        }
        sums
    }
}

/// Returns weights as signed bytes, times `scale` and rounded.
pub fn quantised(weights: &[f32], scale: f32) -> Vec<u8> {
    weights.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
