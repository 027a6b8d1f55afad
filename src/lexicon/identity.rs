//! What tells whether two names are one person's: nicknames, ways to spell a sound, what roles say.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// A way to write a sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundRule {
    pub written: &'static str,
    pub taken_for: &'static str,
    pub place: SoundPlace,
}

/// Where in a word a way to write a sound holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundPlace {
    Start,
    End,
    Any,
}

/// The rules that make two spellings one name, and those that only say which names to compare.
#[derive(Debug, Default)]
pub struct SoundRules {
    pub close: Vec<SoundRule>,
    pub wide: Vec<SoundRule>,
}

#[derive(Deserialize)]
struct Class {
    apart: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

type Classes = BTreeMap<String, Class>;

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The lines of names, and the lines that each name stands in.
type Nicknames = (Vec<Vec<&'static str>>, HashMap<&'static str, Vec<usize>>);

/// The lines of the file that a given name stands in, and the names of each line.
static NICKNAMES: LazyLock<Nicknames> = LazyLock::new(|| {
    let mut groups = Vec::new();
    let mut of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, line) in lines(include_str!("../../lexicon/nicknames.tsv")).enumerate() {
        let names: Vec<&str> = line.split(['\t', ' ']).collect();
        for name in &names {
            of.entry(name).or_default().push(number);
        }
        groups.push(names);
    }
    (groups, of)
});

static SOUNDS: LazyLock<SoundRules> = LazyLock::new(|| {
    let mut rules = SoundRules::default();
    for line in lines(include_str!("../../lexicon/transliteration.tsv")) {
        let mut fields = line.split('\t');
        let (Some(list), Some(written), Some(taken_for), Some(place)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let place = match place {
            "start" => SoundPlace::Start,
            "end" => SoundPlace::End,
            _ => SoundPlace::Any,
        };
        let rule = SoundRule { written, taken_for, place };
        if list == "close" { rules.close.push(rule) } else { rules.wide.push(rule) }
    }
    rules
});

static COUNTRIES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| lines(include_str!("../../lexicon/countries.tsv")).filter_map(|l| l.split_once('\t')).collect());

static CLASSES: LazyLock<&Classes> = LazyLock::new(|| {
    Box::leak(Box::new(toml::from_str(include_str!("../../lexicon/role-classes.toml")).unwrap_or_default()))
});

static CLASS_WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let words = CLASSES.iter().flat_map(|(name, class)| class.words.iter().map(move |w| (w.as_str(), name.as_str())));
    words.collect()
});

/// Returns whether people with one of the given names are also called by the other one. Both are
/// folded: lower case, no accents.
pub fn is_same_given_name(one: &str, other: &str) -> bool {
    let (_, of) = &*NICKNAMES;
    match (of.get(one), of.get(other)) {
        (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
        _ => false,
    }
}

/// Returns the other names that people with a given name go by, itself among them.
pub fn given_name_variants(name: &str) -> impl Iterator<Item = &'static str> {
    let (groups, of) = &*NICKNAMES;
    of.get(name).into_iter().flatten().flat_map(|&line| groups[line].iter().copied())
}

/// Returns the rules of how sounds are written, in their order.
pub fn sound_rules() -> &'static SoundRules {
    &SOUNDS
}

/// Returns the state that a word of a role names: "french" is `fr`.
pub fn country(word: &str) -> Option<&'static str> {
    COUNTRIES.get(word).copied()
}

/// Returns the classes of a role, which is given as its words in lower case.
pub fn role_classes(words: &[String]) -> BTreeSet<&'static str> {
    let mut found: BTreeSet<&'static str> =
        words.iter().filter_map(|word| CLASS_WORDS.get(word.as_str()).copied()).collect();
    let padded = format!(" {} ", words.join(" "));
    for (name, class) in CLASSES.iter() {
        if class.phrases.iter().any(|phrase| padded.contains(&format!(" {phrase} "))) {
            found.insert(name);
        }
    }
    found
}

/// Returns whether a word stands for a class of roles by itself.
pub fn is_role_class_word(word: &str) -> bool {
    CLASS_WORDS.contains_key(word)
}

/// Returns whether one person hardly belongs to both classes at one time.
pub fn are_classes_apart(one: &str, other: &str) -> bool {
    CLASSES.get(one).is_some_and(|class| class.apart.iter().any(|apart| apart == other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_classes_are_apart_both_ways() {
        for file in [include_str!("../../lexicon/nicknames.tsv"), include_str!("../../lexicon/countries.tsv")] {
            let keys: Vec<&str> = lines(file).filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.is_sorted_by(|a, b| a < b));
        }
        let classes: Classes = toml::from_str(include_str!("../../lexicon/role-classes.toml")).expect("role-classes");
        for (name, class) in &classes {
            assert!(class.words.is_sorted_by(|a, b| a < b) && class.phrases.is_sorted_by(|a, b| a < b), "{name}");
            for apart in &class.apart {
                assert!(classes[apart].apart.contains(name), "{name} is apart from {apart}, but not the other way");
            }
        }
        assert!(is_same_given_name("bill", "william") && !is_same_given_name("bill", "hillary"));
        assert!(sound_rules().close.len() > 5 && sound_rules().wide.len() > 5);
        assert_eq!(country("french"), Some("fr"));
    }
}
