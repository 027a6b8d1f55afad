//! A linear classifier over hashed features with sparse integer weights (averaged perceptron,
//! Collins 2002), as the tagger and the parser use it.
//!
//! The file: the number of features, then for each its 32-bit hash, the number of its weights, and
//! pairs of class and weight, all little-endian. Hashes are sorted.

use super::large::fetch;

/// Room for the scores of all classes, of which there are fewer.
pub const CLASSES: usize = 64;

/// A trained classifier.
pub struct Perceptron {
    /// Open addressing over a power of two: hash, first pair, number of pairs.
    table: Vec<(u32, u32, u32)>,
    pairs: Vec<(u8, i8)>,
    mask: usize,
}

impl Perceptron {
    /// Returns the classifier stored in `bytes`; what is cut off or malformed is left out.
    pub fn load(bytes: &[u8]) -> Self {
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        let count = word(0).unwrap_or(0) as usize;
        let size = (count.min(bytes.len()) * 2).next_power_of_two().max(2);
        let mask = size - 1;
        let mut table = vec![(0, 0, 0); size];
        let mut pairs = Vec::with_capacity(bytes.len() / 2);
        let mut at = 4;
        for _ in 0..count {
            let (Some(hash), Some(&length)) = (word(at), bytes.get(at + 4)) else { break };
            let Some(row) = bytes.get(at + 5..at + 5 + 2 * usize::from(length)) else { break };
            let first = pairs.len() as u32;
            pairs.extend(row.chunks_exact(2).map(|pair| (pair[0], pair[1] as i8)));
            let mut place = hash as usize & mask;
            while table[place].2 != 0 {
                place = (place + 1) & mask;
            }
            table[place] = (hash, first, u32::from(length));
            at += 5 + 2 * usize::from(length);
        }
        Self { table, pairs, mask }
    }

    /// Adds the weights of `feature` to `scores`, which has one place for each class.
    #[inline]
    pub fn add(&self, feature: u32, scores: &mut [i32]) {
        let mut place = feature as usize & self.mask;
        loop {
            let (hash, first, length) = self.table[place];
            if length == 0 {
                return;
            }
            if hash == feature {
                for &(class, weight) in &self.pairs[first as usize..(first + length) as usize] {
                    if let Some(score) = scores.get_mut(usize::from(class)) {
                        *score += i32::from(weight);
                    }
                }
                return;
            }
            place = (place + 1) & self.mask;
        }
    }

    /// Adds the weights of all `features` to `scores`. Looks all of them up before it adds any, so
    /// that the memory reads overlap.
    pub fn add_all(&self, features: &[u32], scores: &mut [i32; CLASSES]) {
        let mut found = [(0u32, 0u32); 128];
        for chunk in features.chunks(found.len()) {
            chunk.iter().for_each(|&feature| fetch(&self.table, feature as usize & self.mask));
            for (slot, &feature) in found.iter_mut().zip(chunk) {
                let mut place = feature as usize & self.mask;
                *slot = loop {
                    let (hash, first, length) = self.table[place];
                    if length == 0 || hash == feature {
                        break (first, length);
                    }
                    place = (place + 1) & self.mask;
                };
                fetch(&self.pairs, slot.0 as usize);
            }
            for &(first, length) in &found[..chunk.len()] {
                for &(class, weight) in &self.pairs[first as usize..(first + length) as usize] {
                    scores[usize::from(class) % CLASSES] += i32::from(weight);
                }
            }
        }
    }

    /// Returns the bytes of a classifier: weights are scaled to fit eight bits, and features left
    /// without a weight are dropped.
    pub fn store(rows: &[(u32, Vec<(u8, f32)>)], scale: f32) -> Vec<u8> {
        let mut kept: Vec<(u32, Vec<(u8, i8)>)> = rows
            .iter()
            .map(|(hash, row)| {
                let row: Vec<(u8, i8)> = row
                    .iter()
                    .map(|&(class, weight)| (class, (weight * scale).round().clamp(-127.0, 127.0) as i8))
                    .filter(|&(_, weight)| weight != 0)
                    .collect();
                (*hash, row)
            })
            .filter(|(_, row)| !row.is_empty())
            .collect();
        kept.sort_unstable();
        kept.dedup_by_key(|(hash, _)| *hash);
        let mut out = (kept.len() as u32).to_le_bytes().to_vec();
        for (hash, row) in kept {
            out.extend(hash.to_le_bytes());
            out.push(row.len().min(255) as u8);
            for (class, weight) in row.into_iter().take(255) {
                out.push(class);
                out.push(weight as u8);
            }
        }
        out
    }
}

/// Returns the hash of a feature made of a template's number and up to three values.
#[inline]
pub fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut x = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(a);
    x = x.wrapping_mul(0xff51_afd7_ed55_8ccd) ^ u64::from(b);
    x = (x ^ (x >> 29)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ u64::from(c);
    x = (x ^ (x >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (x >> 32) as u32
}

/// Returns the hash of a word for use in features.
#[inline]
pub fn word_hash(word: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in word.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}
