//! Dictionary forms: irregular ones from `lexicon/irregular.tsv`, regular ones derived.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

use super::tag::Tag;
use crate::lexicon::{self, WordClass};

static IRREGULAR: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../lexicon/irregular.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(base, forms)| forms.split(' ').map(move |form| (form, base)))
        .collect()
});

/// Returns the dictionary form of a word, which is in lower case.
pub fn lemma(word: &str, tag: Tag) -> Cow<'_, str> {
    if (tag.is_verb() || matches!(tag, Tag::Md | Tag::Nns))
        && let Some(base) = IRREGULAR.get(word)
    {
        return Cow::Borrowed(base);
    }
    match tag {
        Tag::Vbz | Tag::Nns => without_s(word),
        Tag::Vbd | Tag::Vbn => without(word, "ed"),
        Tag::Vbg => without(word, "ing"),
        _ => Cow::Borrowed(word),
    }
}

fn without_s(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.chars().count() > 1) {
        return Cow::Owned([stem, "y"].concat());
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if word.ends_with(ending) {
            return Cow::Borrowed(&word[..word.len() - 2]);
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.chars().count() > 1 => Cow::Borrowed(stem),
        _ => Cow::Borrowed(word),
    }
}

/// Takes off "ed" or "ing" and gives back what the ending swallowed: an e, or a doubled letter.
fn without<'a>(word: &'a str, ending: &str) -> Cow<'a, str> {
    if ending == "ed"
        && let Some(stem) = word.strip_suffix("ied").filter(|s| s.chars().count() > 1)
    {
        return Cow::Owned([stem, "y"].concat());
    }
    let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 1) else {
        return Cow::Borrowed(word);
    };
    // A reporting verb that the lexicon knows settles it: "noted" is of "note", "added" of "add".
    let known = |verb: &str| lexicon::act(WordClass::Verb, verb).is_some();
    if known(stem) {
        return Cow::Borrowed(stem);
    }
    let with_e = [stem, "e"].concat();
    if known(&with_e) {
        return Cow::Owned(with_e);
    }
    let single = doubled(stem).then(|| &stem[..stem.len() - 1]);
    if let Some(single) = single.filter(|s| known(s) || !s.ends_with(['l', 's', 'z', 'f'])) {
        return Cow::Borrowed(single);
    }
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let vowel = |c: char| "aeiou".contains(c);
    let swallowed = match last {
        'v' | 'c' | 'u' | 'z' => true,
        's' => vowel(before) || matches!(before, 'n' | 'r'),
        'g' => matches!(before, 'n' | 'd' | 'r') && !stem.ends_with("ng") || stem.ends_with("ang") && stem.len() > 4,
        't' => {
            stem.ends_with("at") && !stem.ends_with("eat") && stem.len() > 3 || stem.ends_with("ut") && stem.len() > 4
        }
        'r' => stem.ends_with("ir") || stem.ends_with("ur") && stem.len() > 4 || stem.ends_with("ar") && stem.len() > 4,
        'd' => stem.ends_with("id") || stem.ends_with("ud"),
        'l' => !vowel(before) && before != 'l',
        'n' => stem.ends_with("in") && stem.len() > 5 && !stem.ends_with("ain"),
        'k' | 'm' | 'p' => vowel(before) && letters.next().is_some_and(|c| !vowel(c)) && stem.len() > 3,
        _ => false,
    };
    if swallowed { Cow::Owned(with_e) } else { Cow::Borrowed(stem) }
}

fn doubled(stem: &str) -> bool {
    let mut letters = stem.chars().rev();
    matches!((letters.next(), letters.next()), (Some(a), Some(b)) if a == b && !"aeiou".contains(a) && a.is_ascii())
}
