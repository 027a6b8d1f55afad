//! A linear classifier over hashed features that keeps no features, only weights: the hash of a
//! feature says in which row its weights stand, and features may share a row (Weinberger et al.
//! 2009, "Feature hashing"). Reading one takes a single look into memory.

use std::borrow::Cow;

use super::large::Table;
use crate::lexicon::fetch;

/// Weights of `N` classes for each of a power of two of rows.
pub struct Hashed<const N: usize> {
    /// Row by row: of four classes as signed bytes; of more, up to 64, in a line of memory each, with 128 added to
    /// every weight, so that none is negative.
    bytes: Table,
}

impl<const N: usize> Hashed<N> {
    const STRIDE: usize = {
        assert!(N <= LINE);
        if N == FOUR { FOUR } else { LINE }
    };

    /// Returns the classifier whose weights are `bytes`, row by row; what is no power of two of rows gives
    /// one without weights.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        let (rows, rest) = bytes.as_chunks::<N>();
        let fits = rows.len().is_power_of_two() && rest.is_empty();
        if fits && N == FOUR {
            return Self { bytes: Table::large(bytes) };
        }
        let rows = if fits { rows } else { &[[0; N]] };
        let more = if N == FOUR { 0 } else { MORE };
        let mut wide = vec![0; rows.len() * Self::STRIDE];
        for (place, row) in wide.chunks_exact_mut(Self::STRIDE).zip(rows) {
            place.iter_mut().zip(row).for_each(|(place, weight)| *place = weight ^ more);
        }
        Self { bytes: Table::large(Cow::Owned(wide)) }
    }

    /// Returns its rows.
    pub fn rows(&self) -> Rows<'_, N> {
        Rows(&self.bytes)
    }
}

/// The rows of a classifier.
#[derive(Clone, Copy)]
pub struct Rows<'a, const N: usize>(&'a [u8]);

impl<const N: usize> Rows<'_, N> {
    /// Has the weights of `features` fetched, which will be asked for soon, and returns the numbers of their
    /// rows.
    #[inline]
    pub fn fetch_all<const M: usize>(self, features: [u32; M]) -> [u32; M] {
        let last = self.0.len() / Hashed::<N>::STRIDE - 1;
        let mut rows = features;
        for row in &mut rows {
            let place = *row as usize & last;
            fetch(self.0, place * Hashed::<N>::STRIDE);
            *row = place as u32;
        }
        rows
    }

    /// Returns the sums of the weights of `rows`, fewer than 256.
    #[inline(never)]
    pub fn score(self, rows: &[u32]) -> [i16; N] {
        if N == FOUR {
            let sums = self.score_four(rows);
            return std::array::from_fn(|at| sums[at % FOUR]);
        }
        let mut sums = [0i16; N];
        let lines: &[[u8; LINE]] = self.0.as_chunks().0;
        for row in rows.iter().filter_map(|&row| lines.get(row as usize)) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(weight));
            }
        }
        let more = rows.len() as i16 * i16::from(MORE);
        sums.map(|sum| sum.wrapping_sub(more))
    }

    /// The same for rows of four weights: two rows at once, each second byte of which has room of 16 bits to
    /// be added up in.
    #[inline]
    fn score_four(self, rows: &[u32]) -> [i16; FOUR] {
        const APART: u64 = 0x00ff_00ff_00ff_00ff;
        const ALL_MORE: u64 = u64::from_ne_bytes([MORE; 8]);
        let weights: &[[u8; FOUR]] = self.0.as_chunks().0;
        let of = |row: u32| weights.get(row as usize).map_or(0, |row| u64::from(u32::from_le_bytes(*row)));
        let mut lanes = [0u64; 2];
        let mut add = |two: u64| {
            lanes[0] += two & APART;
            lanes[1] += two >> 8 & APART;
        };
        let (pairs, rest) = rows.as_chunks::<2>();
        pairs.iter().for_each(|&[one, other]| add((of(one) | of(other) << 32) ^ ALL_MORE));
        rest.iter().for_each(|&one| add(of(one) ^ ALL_MORE >> 32));
        let lanes = lanes.map(|lane| (lane as u32).wrapping_add((lane >> 32) as u32));
        let lane = |at: usize| (lanes[at % 2] >> (8 * (at & !1))) as u16;
        std::array::from_fn(|at| lane(at).wrapping_sub(128 * rows.len() as u16) as i16)
    }
}

/// What is added to a weight so that it is not negative.
const MORE: u8 = 128;
/// How many weights a short row has.
const FOUR: usize = 4;
/// How many bytes a line of memory has.
const LINE: usize = 64;

/// Returns weights as signed bytes, times `scale` and rounded.
pub fn quantised(weights: &[f32], scale: f32) -> Vec<u8> {
    weights.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}
