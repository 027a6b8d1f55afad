//! A stable 64-bit number for a run of bytes: FNV-1a with a final mix.
//!
//! It tells changed articles from unchanged ones and groups statements with the same words. It is
//! stored, so it must never change within one index format.

/// Returns the fingerprint of `bytes`.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    // The last step of MurmurHash3: without it, short inputs share their upper bits.
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}
