//! The taxonomy: topics with their words, and where those stand in a text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;

use crate::lexicon;

/// A topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// `politics/diplomacy`; top topics have no slash.
    pub path: &'static str,
    /// `medtop:20000639`.
    pub code: &'static str,
}

#[derive(Deserialize)]
struct Listed {
    code: String,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

/// A term that speaks for topics, by its first word.
struct Term {
    text: &'static str,
    /// The words after the first.
    rest: Vec<&'static str>,
    /// What it says.
    signs: Vec<Sign>,
}

/// A topic and a term that speaks for it, as their places in the orders of their letters: signs are in the
/// order of the topics first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sign {
    pub topic: u32,
    pub term: u32,
}

struct Taxonomy {
    topics: Vec<Topic>,
    terms: HashMap<&'static str, Vec<Term>>,
    /// Which words begin a term: most do not.
    begins: lexicon::Listed,
    /// All terms in the order of their letters.
    texts: Vec<&'static str>,
}

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
    let listed: BTreeMap<String, Listed> =
        toml::from_str(include_str!("../../lexicon/topics.toml")).unwrap_or_default();
    let listed: &'static BTreeMap<String, Listed> = Box::leak(Box::new(listed));
    let mut terms: HashMap<&'static str, Vec<Term>> = HashMap::default();
    let all = listed.values().flat_map(|entry| entry.terms.iter().chain(&entry.phrases));
    let mut texts: Vec<&'static str> = all.map(String::as_str).collect();
    texts.sort_unstable();
    texts.dedup();
    let numbers: HashMap<&str, usize> = listed.keys().enumerate().map(|(n, path)| (path.as_str(), n)).collect();
    for (number, (path, entry)) in listed.iter().enumerate() {
        // What speaks for cricket speaks for sport.
        let top = path.split_once('/').and_then(|(top, _)| numbers.get(top).copied());
        for text in entry.terms.iter().chain(&entry.phrases) {
            let mut words = text.split(' ');
            let first = words.next().unwrap_or("");
            let known = terms.entry(first).or_default();
            let at = known.iter().position(|term| term.text == text).unwrap_or_else(|| {
                known.push(Term { text, rest: words.collect(), signs: Vec::new() });
                known.len() - 1
            });
            let term = texts.partition_point(|known| *known < text.as_str()) as u32;
            for topic in top.into_iter().chain([number]) {
                let sign = Sign { topic: topic as u32, term };
                if !known[at].signs.contains(&sign) {
                    known[at].signs.push(sign);
                }
            }
        }
    }
    let topics = listed.iter().map(|(path, entry)| Topic { path, code: &entry.code }).collect();
    let mut begins = lexicon::Listed::new(8 * terms.len());
    terms.keys().for_each(|word| begins.insert(lexicon::glance(word)));
    Taxonomy { topics, terms, begins, texts }
});

/// Returns all topics, sorted by path.
pub fn topics() -> &'static [Topic] {
    &TAXONOMY.topics
}

/// Returns the term of that number.
pub fn term(number: u32) -> &'static str {
    TAXONOMY.texts.get(number as usize).copied().unwrap_or_default()
}

/// Calls `found` with what every term that stands in `text` says, and its strength.
pub fn matches(text: &str, mut found: impl FnMut(Sign, f32)) {
    let lower = text.to_lowercase();
    let mut words: Vec<Cow<str>> = Vec::with_capacity(lower.len() / 5);
    let parts = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '&')));
    words.extend(parts.filter(|w| !w.is_empty()).map(singular));
    let Taxonomy { terms, begins, .. } = &*TAXONOMY;
    for (at, word) in words.iter().enumerate().filter(|(_, word)| begins.may_have(lexicon::glance(word))) {
        for term in terms.get(word.as_ref()).into_iter().flatten() {
            let fits = term.rest.iter().enumerate().all(|(i, rest)| words.get(at + 1 + i).is_some_and(|w| w == rest));
            if fits {
                let strength = if term.rest.is_empty() { 1.0 } else { 2.5 };
                term.signs.iter().for_each(|&sign| found(sign, strength));
            }
        }
    }
}

/// Takes off a plural's ending.
fn singular(word: &str) -> Cow<'_, str> {
    let Some(without) = word.strip_suffix('s') else { return Cow::Borrowed(word) };
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        return Cow::Owned(format!("{stem}y"));
    }
    if ["che", "she", "sse", "xe"].iter().any(|ending| without.ends_with(ending)) {
        return Cow::Borrowed(&word[..word.len() - 2]);
    }
    let plural = without.len() > 2 && !without.ends_with(['s', 'u', 'i']);
    Cow::Borrowed(if plural { without } else { word })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_topic_has_a_code_a_parent_and_sorted_terms() {
        let listed: BTreeMap<String, Listed> =
            toml::from_str(include_str!("../../lexicon/topics.toml")).expect("topics.toml");
        let mut codes = HashSet::new();
        for (path, entry) in &listed {
            assert!(entry.code.starts_with("medtop:") && codes.insert(&entry.code), "{path}: {}", entry.code);
            assert!(path.split_once('/').is_none_or(|(top, _)| listed.contains_key(top)), "{path} has no parent");
            assert!(entry.terms.is_sorted() && entry.phrases.is_sorted(), "{path} is not sorted");
        }
        assert_eq!(listed.keys().filter(|path| !path.contains('/')).count(), 17);
    }
}
