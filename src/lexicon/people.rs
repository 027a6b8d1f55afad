//! Words about people and bodies: given names, titles, words that name bodies.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The gender that a name or a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    Female,
    Male,
}

static GIVEN: LazyLock<HashMap<&str, Option<Gender>>> = LazyLock::new(|| {
    lines(include_str!("../../lexicon/given-names.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, gender)| {
            let gender = match gender {
                "f" => Some(Gender::Female),
                "m" => Some(Gender::Male),
                _ => None,
            };
            (name, gender)
        })
        .collect()
});
static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("../../lexicon/titles.txt")).collect());
static BODIES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("../../lexicon/bodies.txt")).collect());

static KNOWN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../lexicon/known-bodies.txt")).collect());

static LONG_FORMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    lines(include_str!("../../lexicon/long-forms.tsv")).filter_map(|line| line.split_once('\t')).collect()
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Returns whether `word`, in lower case, is a given name; the inner value is its gender, if it has one.
pub fn given_name(word: &str) -> Option<Option<Gender>> {
    GIVEN.get(word).copied()
}

/// Returns whether `word`, in lower case and without a full stop, is a title, office or trade.
pub fn is_title(word: &str) -> bool {
    TITLES.contains(word)
}

/// Returns whether `word`, in lower case, names a body: "ministry", "bank".
pub fn is_body(word: &str) -> bool {
    BODIES.contains(word)
}

/// Returns whether `name`, in lower case, is a place or a body whose name does not show it.
pub fn is_known_body(name: &str) -> bool {
    KNOWN.contains(name)
}

/// Returns what an abbreviation inside names stands for, both in lower case without full stops:
/// "united states" for "us".
pub fn long_form(word: &str) -> Option<&'static str> {
    LONG_FORMS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for file in [
            include_str!("../../lexicon/titles.txt"),
            include_str!("../../lexicon/bodies.txt"),
            include_str!("../../lexicon/given-names.tsv"),
            include_str!("../../lexicon/long-forms.tsv"),
        ] {
            assert!(lines(file).is_sorted_by(|a, b| a < b));
        }
        assert_eq!(given_name("ursula"), Some(Some(Gender::Female)));
        assert!(is_title("senator") && is_body("ministry"));
    }
}
