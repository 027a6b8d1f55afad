//! The roll of an archive: which identity speaks with which voice.

use std::collections::HashMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::fingerprint::Fingerprinted;
use super::kept;

/// The identities by the keys of their voices. They are numbered in the order of their lines.
#[derive(Debug)]
pub(super) struct Roll {
    /// By a hash of the key.
    numbers: HashMap<u64, u32, Fingerprinted>,
    /// Where the line of each identity begins.
    lines: Vec<usize>,
}

impl Roll {
    /// Returns the roll of the identities whose lines are `heads`, with voices in `voices`.
    pub(super) fn new(heads: &str, voices: &str) -> Roll {
        // The line of a voice has about as many bytes.
        let mut numbers = HashMap::with_capacity_and_hasher(voices.len() / 48, Fingerprinted);
        let mut lines = Vec::with_capacity(heads.len() / 64);
        for (at, head) in kept::lines(heads) {
            let number = lines.len() as u32;
            lines.push(at);
            let voices = kept::voices_of(head).and_then(|place| voices.get(place)).unwrap_or_default();
            for key in kept::lines(voices).filter_map(|(_, line)| kept::voice_of(line)) {
                // A name that is only mentioned has neither kind nor role, and speaks nowhere.
                if !key.ends_with("\t\t") {
                    numbers.insert(hash(key.as_bytes()), number);
                }
            }
        }
        Roll { numbers, lines }
    }

    /// Returns how many identities there are.
    pub(super) fn identities(&self) -> usize {
        self.lines.len()
    }

    /// Returns the number of the identity that speaks with the voice of a key.
    pub(super) fn number(&self, key: &[u8]) -> Option<usize> {
        self.numbers.get(&hash(key)).map(|&number| number as usize)
    }

    /// Returns where the line of an identity begins.
    pub(super) fn line(&self, number: usize) -> Option<usize> {
        self.lines.get(number).copied()
    }
}

fn hash(key: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    hasher.finish()
}
