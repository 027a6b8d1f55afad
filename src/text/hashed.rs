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
        let rows = features.iter().map(|&feature| (feature as usize & self.mask) * N);
        if N == FOUR {
            let mut lanes = 0;
            let mut read = 0;
            for row in rows.filter_map(|at| bytes.get(at..).and_then(<[u8]>::first_chunk)) {
                lanes += spread(u32::from_le_bytes(*row));
                read += 1;
            }
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum = ((lanes >> (16 * lane)) as u16).wrapping_sub(128 * read) as i16;
            }
            return sums;
        }
        for row in rows.filter_map(|at| bytes.get(at..).and_then(<[u8]>::first_chunk::<N>)) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight as i8));
            }
        }
        sums
    }
}

/// How many weights of a row are added at once.
const FOUR: usize = 4;

/// Returns four signed bytes as four lanes of 16 bits, each with 128 more, so that none is negative:
/// up to 256 of them can be added as one number.
#[inline]
fn spread(row: u32) -> u64 {
    let apart = u64::from(row ^ 0x8080_8080);
    let apart = (apart | apart << 16) & 0x0000_ffff_0000_ffff;
    (apart | apart << 8) & 0x00ff_00ff_00ff_00ff
}

/// Returns weights as signed bytes, times `scale` and rounded.
pub fn quantised(weights: &[f32], scale: f32) -> Vec<u8> {
    weights.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
