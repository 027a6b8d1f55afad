//! Small closed classes of words: `lexicon/words.toml`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

type Listed = HashMap<String, HashSet<String>>;

/// The words of a class.
struct Class {
    words: HashSet<String>,
    /// A bit for each beginning and length that a word of it has: most words have none of them.
    shapes: u64,
}

static CLASSES: LazyLock<HashMap<String, Class>> = LazyLock::new(|| {
    let listed: Listed = toml::from_str(include_str!("../../lexicon/words.toml")).unwrap_or_default();
    let class = |words: HashSet<String>| Class { shapes: words.iter().fold(0, |all, word| all | shape(word)), words };
    listed.into_iter().map(|(name, words)| (name, class(words))).collect()
});

/// Returns the bit for a word's first letter and length.
fn shape(word: &str) -> u64 {
    let first = word.as_bytes().first().copied().unwrap_or(0);
    1 << ((usize::from(first) ^ (word.len() << 3)) & 63)
}

/// Returns whether `word`, in lower case, is listed in the class `class`.
pub fn is_one_of(class: &str, word: &str) -> bool {
    CLASSES.get(class).is_some_and(|class| class.shapes & shape(word) != 0 && class.words.contains(word))
}

/// Returns whether `word`, in lower case, ends in, or is, something that is listed in the class `class`.
pub fn ends_in(class: &str, word: &str) -> bool {
    word.char_indices().any(|(at, _)| is_one_of(class, &word[at..]))
}

/// Returns whether `word`, in lower case, names a time at which somebody may have spoken: "monday",
/// "yesterday", "week".
pub fn is_time(word: &str) -> bool {
    is_one_of("calendar", word) || is_one_of("time-of-speaking", word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_parses() {
        toml::from_str::<Listed>(include_str!("../../lexicon/words.toml")).expect("words.toml");
        assert!(is_one_of("negator", "never"));
    }
}
