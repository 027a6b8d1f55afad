//! Small closed classes of words: `lexicon/words.toml`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

static CLASSES: LazyLock<HashMap<String, HashSet<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/words.toml")).unwrap_or_default());

/// Returns whether `word`, in lower case, is listed in the class `class`.
pub fn is_one_of(class: &str, word: &str) -> bool {
    CLASSES.get(class).is_some_and(|words| words.contains(word))
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
        toml::from_str::<HashMap<String, HashSet<String>>>(include_str!("../../lexicon/words.toml"))
            .expect("words.toml");
        assert!(is_one_of("negator", "never"));
    }
}
