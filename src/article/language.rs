//! The language of a text, by its most frequent words.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How many words are looked at.
const SAMPLE: usize = 400;

static WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    let lines = include_str!("../../lexicon/stop-words.tsv").lines().filter(|line| !line.starts_with('#'));
    for (language, list) in lines.filter_map(|line| line.split_once('\t')) {
        for word in list.split(' ') {
            words.entry(word).or_default().push(language);
        }
    }
    words
});

/// Returns the ISO 639-1 code of the language, `None` for texts too short or unlike any.
pub fn detect(text: &str) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut all = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(SAMPLE) {
        all += 1;
        for language in WORDS.get(word.to_lowercase().as_str()).into_iter().flatten() {
            *counts.entry(language).or_default() += 1;
        }
    }
    let (language, count) =
        counts.into_iter().max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)))?;
    (count * 12 >= all).then(|| language.to_owned())
}
