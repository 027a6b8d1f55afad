//! What a speaker does with the words: `lexicon/acts.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

/// The class of a cue's main word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordClass {
    Verb,
    Noun,
    Adjective,
}

impl WordClass {
    /// Returns the name of its list in the data file.
    fn list(self) -> &'static str {
        match self {
            WordClass::Verb => "verbs",
            WordClass::Noun => "nouns",
            WordClass::Adjective => "adjectives",
        }
    }
}

type Listed = BTreeMap<String, BTreeMap<String, Vec<String>>>;

struct Acts {
    names: Vec<&'static str>,
    by_word: HashMap<(WordClass, &'static str), &'static str>,
}

static ACTS: LazyLock<Acts> = LazyLock::new(|| {
    let listed: Listed = toml::from_str(include_str!("../../lexicon/acts.toml")).unwrap_or_default();
    // The tables live as long as the program, so that words can be handed out without copies.
    let listed: &'static Listed = Box::leak(Box::new(listed));
    let mut by_word = HashMap::default();
    for (act, lists) in listed {
        for class in [WordClass::Verb, WordClass::Noun, WordClass::Adjective] {
            for word in lists.get(class.list()).into_iter().flatten() {
                by_word.insert((class, word.as_str()), act.as_str());
            }
        }
    }
    Acts { names: listed.keys().map(String::as_str).collect(), by_word }
});

/// Returns the act that the cue word with the dictionary form `lemma` reports.
pub fn act(class: WordClass, lemma: &str) -> Option<&'static str> {
    ACTS.by_word.get(&(class, lemma)).copied()
}

/// Returns the names of all acts, sorted.
pub fn acts() -> &'static [&'static str] {
    &ACTS.names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_a_word_has_one_act() {
        let listed: Listed = toml::from_str(include_str!("../../lexicon/acts.toml")).expect("acts.toml");
        let mut seen = HashMap::default();
        for (act, lists) in &listed {
            for (list, words) in lists {
                assert!(words.is_sorted_by(|a, b| a < b), "{act}.{list} is not sorted");
                for word in words {
                    if let Some(other) = seen.insert((list.as_str(), word), act) {
                        panic!("{word} is listed under {other} and {act}");
                    }
                }
            }
        }
        assert_eq!(act(WordClass::Verb, "deny"), Some("deny"));
        assert!(acts().contains(&"promise"));
    }
}
