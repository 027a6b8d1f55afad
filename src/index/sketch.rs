//! A sketch of a text: as many bytes for any length, and alike for texts that are alike.
//!
//! Min-wise hashing (Broder 1997): of every run of four words the hashes under 64 functions are
//! taken, and of each function the smallest is kept. The share of functions on which two texts
//! agree estimates which share of their runs they have in common. Texts that agree on four
//! functions in a row are candidates (locality-sensitive hashing), so that copies are found without
//! comparing everything with everything.

use super::fingerprint::{fingerprint, mix};

/// Hash functions.
const FUNCTIONS: usize = 64;
/// Words that are taken together.
const RUN: usize = 4;
/// Functions on which candidates agree.
const BAND: usize = 4;
/// Numbers that a sketch is kept as, two functions in each.
pub(super) const PARTS: usize = FUNCTIONS / 2;

/// Returns the sketch of a text, given as its words with spaces between them; nothing for a text
/// too short to tell.
pub(super) fn sketch(words: &str) -> Vec<u64> {
    let words: Vec<u64> = words.split(' ').map(|word| fingerprint(word.as_bytes())).collect();
    if words.len() < 2 * RUN {
        return Vec::new();
    }
    let mut smallest = [u32::MAX; FUNCTIONS];
    for run in words.windows(RUN) {
        let run = run.iter().fold(0_u64, |hash, word| mix(hash.rotate_left(17) ^ word));
        // Each function is one of a family of two hashes (Kirsch and Mitzenmacher 2006).
        let step = mix(run ^ 0x9e37_79b9_7f4a_7c15) | 1;
        let mut hash = run;
        for least in &mut smallest {
            hash = hash.wrapping_add(step);
            *least = (*least).min((mix(hash) >> 32) as u32);
        }
    }
    smallest.chunks(2).map(|pair| u64::from(pair[0]) << 32 | u64::from(pair[1])).collect()
}

/// Returns the keys by which candidates are found: texts with one in common.
pub(super) fn bands(sketch: &[u64]) -> impl Iterator<Item = u64> {
    sketch.chunks(BAND / 2).enumerate().map(|(n, band)| band.iter().fold(n as u64, |hash, part| mix(hash ^ part)))
}

/// Returns the share of runs of words that two texts have in common, as estimated.
pub(super) fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let halves = |part: u64| [(part >> 32) as u32, part as u32];
    let pairs = one.iter().zip(other).map(|(a, b)| halves(*a).into_iter().zip(halves(*b)).filter(|(a, b)| a == b));
    pairs.map(Iterator::count).sum::<usize>() as f64 / FUNCTIONS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("w{}", n * n % 977)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn likeness_is_near_the_share_in_common() {
        let whole = sketch(&text(0, 400));
        assert!((likeness(&whole, &whole) - 1.0).abs() < f64::EPSILON);
        assert!((likeness(&whole, &sketch(&text(0, 300))) - 0.75).abs() < 0.15);
        assert!(likeness(&whole, &sketch(&text(500, 900))) < 0.1);
    }

    #[test]
    fn texts_that_are_nearly_the_same_share_a_band() {
        let whole = sketch(&text(0, 400));
        let cut: Vec<u64> = bands(&sketch(&text(40, 400))).collect();
        assert!(bands(&whole).any(|band| cut.contains(&band)));
        assert!(sketch("too short to tell").is_empty());
    }
}
