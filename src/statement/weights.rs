//! Weights: a linear model over hashed features.
//!
//! The file holds, little-endian, for each feature its 32-bit hash and `N` weights as 16-bit
//! integers in 1/512; sorted by hash, so that training twice gives the same bytes.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::feature::Hashes;
use crate::lexicon::{Listed, fetch};

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

/// A linear model with `N` outputs.
pub struct Weights<const N: usize> {
    /// Open addressing over a power of two; hash 0 marks a free place.
    table: Vec<(u32, [i16; N])>,
    /// The hashes of the table: most features have no weight.
    listed: Listed,
}

/// What one unit of a stored weight is worth.
const STEP: f32 = 1.0 / 512.0;

impl<const N: usize> Weights<N> {
    /// Returns the model stored in `bytes`; a file of another shape gives an empty model.
    pub fn load(bytes: &[u8]) -> Self {
        let row = 4 + 2 * N;
        let rows = bytes.len() / row;
        let size = (rows + rows / 2).next_power_of_two().max(2);
        let mut table = vec![(0, [0; N]); size];
        let mut listed = Listed::new(2 * rows);
        for chunk in bytes.chunks_exact(row) {
            let hash = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
            let mut weights = [0; N];
            for (weight, pair) in weights.iter_mut().zip(chunk[4..].chunks_exact(2)) {
                *weight = i16::from_le_bytes([pair[0], pair[1]]);
            }
            let mut at = hash as usize & (size - 1);
            while table[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            table[at] = (hash.max(1), weights);
            listed.insert(hash.max(1));
        }
        Self { table, listed }
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
        self.stored(hash.max(1)).map(|w| f32::from(w) * STEP)
    }

    /// Returns the weights of a feature that is listed.
    #[inline]
    fn stored(&self, hash: u32) -> [i16; N] {
        let last = self.table.len() - 1;
        let mut at = hash as usize & last;
        loop {
            let (found, weights) = &self.table[at];
            if *found == hash {
                return *weights;
            }
            if *found == 0 {
                return [0; N];
            }
            at = (at + 1) & last;
        }
    }

    /// Returns the sums of the weights of all `features`.
    pub fn score(&self, features: &[u32]) -> [f32; N] {
        self.scores(features, &[features.len()]).first().copied().unwrap_or([0.0; N])
    }

    /// Returns the sums of the weights of parts of `features`, of which each ends at one of `ends` and the next
    /// begins there. Has the weights fetched from memory before it reads any.
    pub fn scores(&self, features: &[u32], ends: &[usize]) -> Vec<[f32; N]> {
        features.iter().for_each(|hash| self.listed.fetch((*hash).max(1)));
        let mut listed = vec![0; features.len()];
        let mut count = 0;
        let kept = |part: Range<usize>| {
            for feature in &features[part] {
                let hash = (*feature).max(1);
                listed[count] = hash;
                // Without a branch, which would be guessed wrong as often as not.
                count += usize::from(self.listed.may_have(hash));
            }
            count
        };
        let ends: Vec<usize> = parts(ends).map(kept).collect();
        let listed = &listed[..count];
        listed.iter().for_each(|&hash| fetch(&self.table, hash as usize & (self.table.len() - 1)));
        parts(&ends).map(|part| self.sum(&listed[part])).collect()
    }

    /// Returns the sums of the weights of features that are listed.
    fn sum(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0; N];
        for &hash in features {
            for (sum, weight) in sums.iter_mut().zip(self.stored(hash)) {
                *sum += i32::from(weight);
            }
        }
        // Exact, as a sum of the weights themselves would be: of a few dozens of them.
        sums.map(|sum| sum as f32 * STEP)
    }
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

impl Weights<1> {
    /// Returns how likely it is, between 0 and 1, given the features that `collect` puts into a sink
    /// (logistic regression).
    pub fn share(&self, collect: impl FnOnce(&mut Hashes)) -> f32 {
        // In memory that is used again and again.
        let mut features = FEATURES.take();
        features.0.clear();
        collect(&mut features);
        let [score] = self.score(&features.0);
        FEATURES.set(features);
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
}
