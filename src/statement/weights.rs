//! Weights: a linear model over hashed features.
//!
//! The file holds, little-endian, for each feature its 32-bit hash and `N` weights as 16-bit
//! integers in 1/512; sorted by hash, so that training twice gives the same bytes.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

use rustc_hash::FxHashMap as HashMap;

use super::feature::Hashes;
use crate::lexicon::fetch;

/// Where models are read from in place of those compiled in.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Has models read from `folder` in place of those compiled in, as training does, whose every step
/// builds on the one before. Without effect once the folder is set.
pub fn read_from(folder: PathBuf) {
    let _ = FOLDER.set(folder);
}

/// Returns the file `name` of the folder that was set, else `compiled`.
pub fn model(name: &str, compiled: &'static [u8]) -> Cow<'static, [u8]> {
    FOLDER.get().and_then(|folder| std::fs::read(folder.join(name)).ok()).map_or(Cow::Borrowed(compiled), Cow::Owned)
}

/// A linear model with `N` outputs. The rows of weights lie without gaps, each where the bits before its own say,
/// so that as little as possible has to come from memory.
pub struct Weights<const N: usize> {
    /// A power of two of them.
    buckets: Vec<Bucket>,
    /// How many bits of a hash, the lower ones, are its place in the buckets.
    lower: u32,
    /// In the order of their places, behind one that is nobody's.
    rows: Vec<Row<N>>,
    /// The weights of hashes whose place another one has.
    others: HashMap<u32, [i16; N]>,
}

/// Some of the places of hashes.
#[derive(Clone, Copy, Default)]
struct Bucket {
    /// Which of the places are taken.
    taken: u32,
    /// Where the rows of these begin.
    rows: u32,
}

/// The weights of a hash.
#[derive(Clone, Copy)]
struct Row<const N: usize> {
    /// The upper bits of the hash, and whether others have the same place.
    check: u16,
    weights: [i16; N],
}

/// How many places a bucket has, as a power of two.
const PLACES: u32 = u32::BITS.ilog2();
/// The fewest buckets, as a power of two: what they leave of a hash has room in a check.
const FEWEST: u32 = 13;
/// How many places there are at least for each that is taken.
const ROOM: usize = 12;
/// In a check: other hashes have the same place.
const SHARED: u16 = 1 << 15;
/// In place of a check: no hash has the row.
const FREE: u16 = SHARED - 1;

/// What one unit of a stored weight is worth.
const STEP: f32 = 1.0 / 512.0;

impl<const N: usize> Weights<N> {
    /// Returns the model stored in `bytes`; a file of another shape gives an empty model.
    pub fn load(bytes: &[u8]) -> Self {
        let length = 4 + 2 * N;
        let count = bytes.len() / length;
        let buckets = ((count * ROOM).next_power_of_two() >> PLACES).max(1 << FEWEST);
        let mut model = Self {
            buckets: vec![Bucket::default(); buckets],
            lower: PLACES + buckets.ilog2(),
            rows: Vec::new(),
            others: HashMap::default(),
        };
        let hash = |stored: &[u8]| u32::from_le_bytes([stored[0], stored[1], stored[2], stored[3]]);
        for stored in bytes.chunks_exact(length) {
            let (bucket, bit) = model.place(hash(stored));
            model.buckets[bucket].taken |= bit;
        }
        let mut rows = 1;
        for bucket in &mut model.buckets {
            bucket.rows = rows;
            rows += bucket.taken.count_ones();
        }
        model.rows = vec![Row { check: FREE, weights: [0; N] }; rows as usize];
        for stored in bytes.chunks_exact(length) {
            let (hash, pairs) = (hash(stored), stored[4..].as_chunks().0);
            let weights = std::array::from_fn(|output| i16::from_le_bytes(pairs[output]));
            let (row, check) = (model.row(hash) as usize, model.check(hash));
            match &mut model.rows[row] {
                free if free.check == FREE => *free = Row { check, weights },
                shared => {
                    shared.check |= SHARED;
                    model.others.insert(hash, weights);
                }
            }
        }
        model
    }

    /// Returns the bucket of a hash, and its bit there.
    #[inline]
    fn place(&self, hash: u32) -> (usize, u32) {
        ((hash >> PLACES) as usize & (self.buckets.len() - 1), 1 << (hash % u32::BITS))
    }

    /// Returns the row at the place of a hash, the first where none is.
    #[inline]
    fn row(&self, hash: u32) -> u32 {
        let (bucket, bit) = self.place(hash);
        let Bucket { taken, rows } = self.buckets[bucket];
        let row = rows + (taken & (bit - 1)).count_ones();
        if taken & bit == 0 { 0 } else { row }
    }

    /// Returns the part of a hash that its place does not tell.
    #[inline]
    fn check(&self, hash: u32) -> u16 {
        (hash >> self.lower) as u16
    }

    /// Returns the bytes of a model with these weights, features without weight left out.
    pub fn store(weights: &[(u32, [f32; N])]) -> Vec<u8> {
        let mut rows: Vec<(u32, [i16; N])> = weights
            .iter()
            .map(|(hash, row)| {
                (*hash, row.map(|w| (w / STEP).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16))
            })
            .filter(|(_, row)| row.iter().any(|w| w.unsigned_abs() > 4))
            .collect();
        rows.sort_unstable();
        rows.iter()
            .flat_map(|(hash, row)| {
                hash.to_le_bytes().into_iter().chain(row.iter().flat_map(|w| w.to_le_bytes())).collect::<Vec<u8>>()
            })
            .collect()
    }

    /// Returns the weights of one feature.
    pub fn of(&self, hash: u32) -> [f32; N] {
        self.score(&[hash])
    }

    /// Returns the sums of the weights of all `features`.
    pub fn score(&self, features: &[u32]) -> [f32; N] {
        let mut found = [0.0; N];
        self.scores(features, &[features.len()], |sums| found = sums);
        found
    }

    /// Calls `visit` with the sums of the weights of each part of `features`, of which each ends at one of `ends`
    /// and the next begins there. Has all weights fetched from memory before it reads any.
    pub fn scores(&self, features: &[u32], ends: &[usize], mut visit: impl FnMut([f32; N])) {
        features.iter().for_each(|&hash| fetch(&self.buckets, self.place(hash).0));
        let mut rows = ROWS.take();
        rows.clear();
        rows.extend(features.iter().map(|&hash| {
            let row = self.row(hash);
            fetch(&self.rows, row as usize);
            row
        }));
        parts(ends).for_each(|part| visit(self.sum(&features[part.clone()], &rows[part])));
        ROWS.set(rows);
    }

    /// Returns the sums of the weights of features with these rows.
    #[inline]
    fn sum(&self, features: &[u32], rows: &[u32]) -> [f32; N] {
        let mut sums = [0; N];
        for (&hash, &row) in features.iter().zip(rows) {
            let Row { check, mut weights } = self.rows[row as usize];
            if check & !SHARED != self.check(hash) {
                let other = if check & SHARED == 0 { None } else { self.others.get(&hash) };
                weights = other.copied().unwrap_or([0; N]);
            }
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(weight));
        }
        // Exact, as a sum of the weights themselves would be: of a few dozens of them.
        sums.map(|sum| sum as f32 * STEP)
    }
}

thread_local! {
    /// The rows of features, in memory that is used again.
    static ROWS: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
}

/// Returns the ranges that end at `ends`, of which each begins where the one before ends.
pub fn parts(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end)
}

/// Returns the probabilities that the scores stand for.
pub fn softmax<const N: usize>(scores: [f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps = scores.map(|s| (s - top).exp());
    let sum: f32 = exps.iter().sum();
    exps.map(|e| e / sum)
}

thread_local! {
    static FEATURES: Cell<Hashes> = const { Cell::new(Hashes(Vec::new())) };
}

/// Returns what `work` makes with a sink, in memory that is used again and again.
pub fn with_features<R>(work: impl FnOnce(&mut Hashes) -> R) -> R {
    let mut features = FEATURES.take();
    features.0.clear();
    let made = work(&mut features);
    FEATURES.set(features);
    made
}

impl Weights<1> {
    /// Returns how likely it is, between 0 and 1, given the features that `collect` puts into a sink
    /// (logistic regression).
    pub fn share(&self, collect: impl FnOnce(&mut Hashes)) -> f32 {
        let [score] = with_features(|features| {
            collect(features);
            self.score(&features.0)
        });
        1.0 / (1.0 + (-score).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_loaded() {
        let bytes = Weights::<2>::store(&[(7, [0.5, -1.0]), (9, [0.0, 0.001])]);
        let model = Weights::<2>::load(&bytes);
        assert_eq!(model.score(&[7, 7, 8]), [1.0, -2.0]);
        assert_eq!(model.of(9), [0.0, 0.0]);
    }

    #[test]
    fn hashes_with_one_place_keep_their_weights() {
        let hashes = [0, 7, 7 + (1 << 18), 7 + (3 << 18), 8, u32::MAX];
        let weights: Vec<(u32, [f32; 1])> = hashes.iter().zip(1..).map(|(&hash, at)| (hash, [at as f32])).collect();
        let model = Weights::<1>::load(&Weights::store(&weights));
        for (hash, weight) in weights {
            assert_eq!(model.of(hash), weight, "{hash}");
        }
        assert_eq!([model.of(7 + (1 << 19)), model.of(9)], [[0.0], [0.0]]);
    }
}
