//! A linear classifier over hashed features that keeps no features, only weights: the hash of a
//! feature says in which row its weights stand, and features may share a row (Weinberger et al.
//! 2009, "Feature hashing"). Reading one takes a single look into memory.

use std::borrow::Cow;

use super::large::{Table, fetch};

/// Weights of `N` classes for each of a power of two of rows.
pub struct Hashed<const N: usize> {
    /// Signed bytes, row by row, each as long as the next power of two so that none lies in two lines of
    /// memory.
    bytes: Table,
}

impl<const N: usize> Hashed<N> {
    const STRIDE: usize = N.next_power_of_two();

    /// Returns the classifier whose weights are `bytes`, row by row; what is no power of two of rows gives
    /// one without weights.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let (rows, rest) = bytes.as_chunks::<N>();
        let fits = rows.len().is_power_of_two() && rest.is_empty();
        let bytes = match bytes {
            _ if !fits => Cow::Owned(vec![0; Self::STRIDE]),
            bytes if Self::STRIDE == N => bytes,
            _ => {
                let mut wide = vec![0; rows.len() * Self::STRIDE];
                let places = wide.chunks_exact_mut(Self::STRIDE);
                places.zip(rows).for_each(|(place, row)| place[..N].copy_from_slice(row));
                Cow::Owned(wide)
            }
        };
        Self { bytes: Table::large(bytes) }
    }

    /// Returns its rows.
    pub fn rows(&self) -> Rows<'_, N> {
        Rows(&self.bytes)
    }
}

/// The rows of a classifier.
#[derive(Clone, Copy)]
pub struct Rows<'a, const N: usize>(&'a [u8]);

impl<'a, const N: usize> Rows<'a, N> {
    /// Returns the byte where the row of a feature begins.
    #[inline]
    fn place(self, feature: u32) -> usize {
        (feature as usize * Hashed::<N>::STRIDE) & (self.0.len() - 1)
    }

    #[inline]
    fn row(self, feature: u32) -> Option<&'a [u8; N]> {
        self.0.get(self.place(feature)..)?.first_chunk()
    }

    /// Has the weights of a feature fetched, which will be asked for soon.
    #[inline]
    pub fn fetch(self, feature: u32) {
        fetch(self.0, self.place(feature));
    }

    /// Returns the sums of the weights of `features`, of which there are fewer than 256.
    #[inline]
    pub fn score(self, features: &[u32]) -> [i16; N] {
        let mut sums = [0i16; N];
        let rows = features.iter().filter_map(|&feature| self.row(feature));
        if N == FOUR {
            let mut lanes = [0u32; 2];
            for row in rows.filter_map(|row| row.first_chunk()) {
                // With 128 more none is negative.
                let row = u32::from_le_bytes(*row) ^ 0x8080_8080;
                lanes[0] += row & APART;
                lanes[1] += row >> 8 & APART;
            }
            for (at, sum) in sums.iter_mut().enumerate() {
                let lane = lanes[at % 2] >> (8 * (at & !1));
                *sum = (lane as u16).wrapping_sub(128 * features.len() as u16) as i16;
            }
            return sums;
        }
        for row in rows {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight as i8));
            }
        }
        sums
    }
}

/// How many weights of a row are added at once.
const FOUR: usize = 4;
/// Every other byte of four: where a byte has room of 16 bits, 256 of them can be added up.
const APART: u32 = 0x00ff_00ff;

/// Returns weights as signed bytes, times `scale` and rounded.
pub fn quantised(weights: &[f32], scale: f32) -> Vec<u8> {
    weights.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
