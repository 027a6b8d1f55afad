//! A linear classifier over hashed features with sparse integer weights (averaged perceptron,
//! Collins 2002), as the tagger and the parser use it.
//!
//! The file: the number of features, then for each its 32-bit hash, the number of its weights, and
//! pairs of class and weight, all little-endian. Hashes are sorted.

use std::borrow::Cow;

use super::known;
use super::large::Table;
use crate::lexicon::{Listed, fetch};

/// Room for the scores of all classes, of which there are fewer.
pub const CLASSES: usize = 64;

/// Features whose weights are on their way from memory.
#[derive(Clone, Copy)]
pub struct Fetched<const M: usize> {
    features: [u32; M],
    count: usize,
}

/// Where the weights of features stand.
#[derive(Clone, Copy)]
pub struct Found<const M: usize> {
    slots: [Slot; M],
    count: usize,
}

impl<const M: usize> Default for Fetched<M> {
    fn default() -> Self {
        Self { features: [0; M], count: 0 }
    }
}

impl<const M: usize> Default for Found<M> {
    fn default() -> Self {
        Self { slots: [[0; 8]; M], count: 0 }
    }
}

/// A trained classifier.
pub struct Perceptron {
    /// The hashes of the table: many features have no weight.
    listed: Listed,
    /// Open addressing over a power of two of slots.
    slots: Table,
    /// The pairs of class and weight that have no room in their slot.
    pairs: Vec<[u8; 2]>,
    /// The weights of the features that have many, one for each class.
    rows: Vec<[i8; CLASSES]>,
    /// No other model has the same.
    pub number: u64,
}

/// The upper half of the hash of a feature and its first pairs of class and weight, in a place that is
/// read at once. The lower half of the hash is where the search for the place begins.
type Slot = [u8; 8];
/// How many pairs a slot has room for; most features have two.
const ROOM: usize = 3;
/// In place of the first class: a slot that is free; one with more pairs than it has room for, of
/// which number and first index follow; one with a row of its own, whose index follows after a byte.
const FREE: u8 = 255;
const LONG: u8 = 254;
const ROW: u8 = 253;
/// From how many pairs on a feature has a row: adding a whole one is then less work.
const MANY: usize = 10;

impl Perceptron {
    /// Returns the classifier stored in `bytes`; what is cut off or malformed is left out.
    pub fn load(bytes: &[u8]) -> Self {
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        let count = (word(0).unwrap_or(0) as usize).min(bytes.len());
        let size = (count + count / 2 + 1).next_power_of_two();
        let mut slots: Vec<Slot> = vec![[FREE; 8]; size];
        let mut pairs: Vec<[u8; 2]> = Vec::new();
        let mut rows: Vec<[i8; CLASSES]> = Vec::new();
        // Fuller than usual: that more are looked up in vain costs less than a larger list.
        let mut listed = Listed::new(size / 4);
        let mut at = 4;
        for _ in 0..count {
            let (Some(hash), Some(&length)) = (word(at), bytes.get(at + 4)) else { break };
            let Some(row) = bytes.get(at + 5..at + 5 + 2 * usize::from(length)) else { break };
            let mut place = hash as usize & (size - 1);
            while slots[place][2] != FREE {
                place = (place + 1) & (size - 1);
            }
            let slot = &mut slots[place];
            // A pair that is not there adds nothing to the first class.
            *slot = [0; 8];
            slot[..2].copy_from_slice(&upper(hash));
            if row.len() <= 2 * ROOM {
                slot[2..2 + row.len()].copy_from_slice(row);
            } else if row.len() < 2 * MANY {
                slot[2..4].copy_from_slice(&[LONG, length]);
                slot[4..].copy_from_slice(&(pairs.len() as u32).to_le_bytes());
                pairs.extend(row.as_chunks().0);
            } else {
                slot[2] = ROW;
                slot[4..].copy_from_slice(&(rows.len() as u32).to_le_bytes());
                let mut whole = [0; CLASSES];
                row.as_chunks()
                    .0
                    .iter()
                    .for_each(|&[class, weight]| whole[usize::from(class) % CLASSES] = weight as i8);
                rows.push(whole);
            }
            listed.insert(hash);
            at += 5 + 2 * usize::from(length);
        }
        let slots = Table::large(Cow::Owned(slots.into_flattened()));
        Self { listed, slots, pairs, rows, number: known::number() }
    }

    /// Returns the slot of `feature` among `slots`, if it has weights.
    #[inline]
    fn slot(slots: &[Slot], feature: u32) -> Option<&Slot> {
        let mut place = feature as usize & (slots.len() - 1);
        loop {
            let slot = &slots[place];
            if slot[2] == FREE {
                return None;
            }
            if slot.first_chunk() == Some(&upper(feature)) {
                return Some(slot);
            }
            place = (place + 1) & (slots.len() - 1);
        }
    }

    /// Has what is known of `features` fetched from memory, for [`Self::fetch`].
    #[inline]
    pub fn ask<const M: usize>(&self, features: &[u32; M]) {
        features.iter().for_each(|&feature| self.listed.fetch(feature));
    }

    /// Puts those of `features` that may have weights into `fetched` and has these fetched from memory: whoever
    /// asks for them a little later does not wait.
    #[inline]
    pub fn fetch<const M: usize>(&self, features: &[u32; M], fetched: &mut Fetched<M>) {
        fetched.count = 0;
        for &feature in features {
            fetched.features[fetched.count] = feature;
            // Without a branch, which would be guessed wrong as often as not.
            fetched.count += usize::from(self.listed.may_have(feature));
        }
        let slots: &[Slot] = self.slots.as_chunks().0;
        for &feature in fetched.features.iter().take(fetched.count) {
            fetch(slots, feature as usize & (slots.len() - 1));
        }
    }

    /// Puts the places of features' weights into `found` and has those fetched that stand elsewhere.
    #[inline]
    pub fn find<const M: usize>(&self, fetched: &Fetched<M>, found: &mut Found<M>) {
        let slots: &[Slot] = self.slots.as_chunks().0;
        found.count = 0;
        for &feature in fetched.features.iter().take(fetched.count) {
            let Some(slot) = Self::slot(slots, feature) else { continue };
            match slot[2] {
                ROW => fetch(&self.rows, index(slot)),
                LONG => fetch(&self.pairs, index(slot)),
                _ => {}
            }
            found.slots[found.count] = *slot;
            found.count += 1;
        }
    }

    /// Adds the weights of features to the scores.
    pub fn add<const M: usize>(&self, found: &Found<M>, scores: &mut [i16; CLASSES]) {
        for slot in found.slots.iter().take(found.count) {
            let mut add = |[class, weight]: [u8; 2]| scores[usize::from(class) % CLASSES] += i16::from(weight as i8);
            match *slot {
                [_, _, ROW, ..] => {
                    let Some(row) = self.rows.get(index(slot)) else { continue };
                    scores.iter_mut().zip(row).for_each(|(score, weight)| *score += i16::from(*weight));
                }
                [_, _, LONG, length, ..] => {
                    let long = self.pairs.get(index(slot)..).and_then(|pairs| pairs.get(..usize::from(length)));
                    long.unwrap_or_default().iter().for_each(|&pair| add(pair));
                }
                [_, _, a, b, c, d, e, f] => [[a, b], [c, d], [e, f]].into_iter().for_each(&mut add),
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

/// Returns the place of the highest score, the first of several.
pub fn highest<const N: usize>(scores: &[i16; N]) -> usize {
    // Plain loops without a way out are compiled to look at many scores at once.
    let mut most = i16::MIN;
    for &score in scores {
        most = most.max(score);
    }
    let mut first = i16::MAX;
    for (&score, &place) in scores.iter().zip(const { &places::<N>() }) {
        first = first.min(if score == most { place } else { i16::MAX });
    }
    first as usize
}

/// Returns the numbers from 0 on.
const fn places<const N: usize>() -> [i16; N] {
    let mut places = [0; N];
    let mut at = 0;
    while at < N {
        places[at] = at as i16;
        at += 1;
    }
    places
}

/// Returns where the weights stand that have no room in a slot.
fn index(slot: &Slot) -> usize {
    let [.., a, b, c, d] = *slot;
    u32::from_le_bytes([a, b, c, d]) as usize
}

/// Returns the half of a hash that a slot holds.
fn upper(hash: u32) -> [u8; 2] {
    ((hash >> 16) as u16).to_le_bytes()
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

/// Returns the hash of a word for use in features (FNV-1a).
#[inline]
pub fn word_hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
