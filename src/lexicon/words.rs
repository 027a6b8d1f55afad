//! Small closed classes of words: `lexicon/words.toml`.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::Listed;

type Classes = HashMap<String, HashSet<String>>;

static CLASSES: LazyLock<(Classes, Listed)> = LazyLock::new(|| {
    let classes: Classes = toml::from_str(include_str!("../../lexicon/words.toml")).unwrap_or_default();
    let mut listed = Listed::new(classes.values().map(HashSet::len).sum::<usize>() * 4);
    for (class, word) in classes.iter().flat_map(|(class, words)| words.iter().map(move |word| (class, word))) {
        listed.insert(hash(class, word));
    }
    (classes, listed)
});

/// Returns a word in lower case, as the words of the lexicon are.
pub fn lower(word: &str) -> Cow<'_, str> {
    match word.is_ascii() {
        true if !word.bytes().any(|b| b.is_ascii_uppercase()) => Cow::Borrowed(word),
        true => Cow::Owned(word.to_ascii_lowercase()),
        false => Cow::Owned(word.to_lowercase()),
    }
}

/// Appends a word in lower case to `text`.
pub fn push_lower(text: &mut String, word: &str) {
    if word.is_ascii() {
        let start = text.len();
        text.push_str(word);
        text[start..].make_ascii_lowercase();
    } else {
        text.push_str(&word.to_lowercase());
    }
}

/// Returns a text with one space between its words and none around them.
pub fn single_spaced(text: &str) -> String {
    if is_single_spaced(text) {
        return text.to_owned();
    }
    let mut found = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !found.is_empty() {
            found.push(' ');
        }
        found.push_str(word);
    }
    found
}

/// Returns whether nothing but single spaces stands between the words of a text, as in most.
fn is_single_spaced(text: &str) -> bool {
    let mut before = b' ';
    let odd = |(at, &byte): (usize, &u8)| {
        let last = std::mem::replace(&mut before, byte);
        match byte {
            b' ' => last == b' ',
            b'\t'..=b'\r' => true,
            // The first byte of a letter or mark outside ASCII.
            0xc0.. => text[at..].starts_with(char::is_whitespace),
            _ => false,
        }
    };
    !text.as_bytes().iter().enumerate().any(odd) && before != b' '
}

/// Returns a hash of a word in a class that is worked out fast, and is that of few other words.
#[inline(always)]
fn hash(class: &str, word: &str) -> u32 {
    let mixed = (ends(class.as_bytes()).rotate_left(23) ^ ends(word.as_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

/// Returns a hash of a word that is worked out fast, and is that of few other words, for [`Listed`].
#[inline(always)]
pub fn glance(word: &str) -> u32 {
    hash("", word)
}

/// Returns the length of a word with its first and its last letters.
#[inline(always)]
fn ends(word: &[u8]) -> u64 {
    let letters = match word {
        [a, b, c, d, ..] => {
            let last = word.last_chunk().map_or(0, |last| u32::from_le_bytes(*last));
            u64::from(u32::from_le_bytes([*a, *b, *c, *d])) | u64::from(last) << 32
        }
        [a, b, c] => u64::from(u32::from_be_bytes([0, *a, *b, *c])),
        [a, b] => u64::from(u16::from_be_bytes([*a, *b])),
        [a] => u64::from(*a),
        [] => 0,
    };
    letters ^ (word.len() as u64) << 24
}

/// Returns whether `word`, in lower case, is listed in the class `class`.
///
/// Compiled into what calls it, where the hash of a class that stands there is a constant.
#[inline(always)]
pub fn is_one_of(class: &str, word: &str) -> bool {
    // Most words are not: that is told without a look at any.
    CLASSES.1.may_have(hash(class, word)) && contains(class, word)
}

#[inline(never)]
fn contains(class: &str, word: &str) -> bool {
    CLASSES.0.get(class).is_some_and(|words| words.contains(word))
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
    fn words_stand_apart_by_one_space() {
        for (text, wanted) in [
            ("", ""),
            (" ", ""),
            ("a b", "a b"),
            ("“a”  b", "“a” b"),
            ("a\u{a0}b\u{2003}c", "a b c"),
            (" a", "a"),
            ("a ", "a"),
            ("a\n“b”", "a “b”"),
            ("a\u{3000}", "a"),
        ] {
            assert_eq!(single_spaced(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn the_file_parses() {
        toml::from_str::<Classes>(include_str!("../../lexicon/words.toml")).expect("words.toml");
        assert!(is_one_of("negator", "never"));
    }
}
