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

/// Returns the dictionary form of a word, in lower case.
pub fn lemma(form: &str, tag: Tag) -> Cow<'static, str> {
    let lower = lexicon::lower(form);
    if (tag.is_verb() || matches!(tag, Tag::Md | Tag::Nns))
        && let Some(base) = IRREGULAR.get(lower.as_ref())
    {
        return Cow::Borrowed(base);
    }
    match tag {
        Tag::Vbz | Tag::Nns => Cow::Owned(without_s(&lower)),
        Tag::Vbd | Tag::Vbn => Cow::Owned(without(&lower, "ed")),
        Tag::Vbg => Cow::Owned(without(&lower, "ing")),
        _ => Cow::Owned(lower.into_owned()),
    }
}

fn without_s(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.chars().count() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.chars().count() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Takes off "ed" or "ing" and gives back what the ending swallowed: an e, or a doubled letter.
fn without(word: &str, ending: &str) -> String {
    if ending == "ed"
        && let Some(stem) = word.strip_suffix("ied").filter(|s| s.chars().count() > 1)
    {
        return format!("{stem}y");
    }
    let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 1) else {
        return word.to_owned();
    };
    // A reporting verb that the lexicon knows settles it: "noted" is of "note", "added" of "add".
    let known = |verb: &str| lexicon::act(WordClass::Verb, verb).is_some();
    if known(stem) {
        return stem.to_owned();
    }
    let with_e = format!("{stem}e");
    if known(&with_e) {
        return with_e;
    }
    let single = doubled(stem).then(|| &stem[..stem.len() - 1]);
    if let Some(single) = single.filter(|s| known(s) || !s.ends_with(['l', 's', 'z', 'f'])) {
        return single.to_owned();
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
    if swallowed { with_e } else { stem.to_owned() }
}

fn doubled(stem: &str) -> bool {
    let mut letters = stem.chars().rev();
    matches!((letters.next(), letters.next()), (Some(a), Some(b)) if a == b && !"aeiou".contains(a) && a.is_ascii())
}
