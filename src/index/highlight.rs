//! Where in a statement the words of a query stand.
//!
//! Statements are short, so the words are found again by reading the text once more; thus words
//! found by their beginning, nearly or as a phrase are marked as well.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use super::compile::fuzzy_distance;
use super::words::Analyzers;
use crate::query::{Expr, Pattern, TextField};
use crate::record::Span;

/// Marks the words of one query in texts.
pub(super) struct Highlighter {
    analyzers: Analyzers,
    marks: Vec<Mark>,
    /// What a word of a text begins with if it is one of the query's.
    beginnings: Vec<String>,
    /// Whether other words may be meant, too.
    fuzzy: bool,
    /// The words of the texts so far that may be the query's, and their places in `forms`.
    known: HashMap<String, usize, FxBuildHasher>,
    forms: Vec<Forms>,
}

/// A word of a text: as it stands, and without its inflection.
#[derive(Default)]
struct Forms {
    plain: String,
    stem: String,
}

enum Mark {
    /// Words side by side, in any inflection when `stemmed`.
    Phrase {
        words: Vec<String>,
        stemmed: bool,
    },
    /// Words side by side, of which the last begins so.
    Prefix(Vec<String>),
    Fuzzy {
        word: String,
        distance: usize,
    },
}

impl Highlighter {
    pub(super) fn new(expr: &Expr) -> Highlighter {
        let mut analyzers = Analyzers::new();
        let mut marks = Vec::new();
        expr.wanted_leaves(&mut |leaf| {
            if let Expr::Match { field: TextField::Any | TextField::Text | TextField::About, pattern } = leaf {
                add_marks(pattern, &mut analyzers, &mut marks);
            }
        });
        let words = marks.iter().flat_map(|mark| match mark {
            Mark::Phrase { words, .. } | Mark::Prefix(words) => words.as_slice(),
            Mark::Fuzzy { .. } => &[],
        });
        let beginnings = words.map(|word| beginning(word).to_owned()).collect();
        let fuzzy = marks.iter().any(|mark| matches!(mark, Mark::Fuzzy { .. }));
        // The first place is for all words that can be none of the query's.
        let forms = vec![Forms::default()];
        Highlighter { analyzers, marks, beginnings, fuzzy, known: HashMap::default(), forms }
    }

    /// Returns the words of a text as places in `forms`, with their places in the text. Most can be
    /// none of the query's.
    fn words(&mut self, text: &str) -> Vec<(usize, Range<usize>)> {
        let Highlighter { analyzers, beginnings, fuzzy, known, forms, .. } = self;
        let begins = |word: &str| {
            let first = word.as_bytes().first();
            beginnings.iter().any(|one| one.as_bytes().first() == first && word.starts_with(one.as_str()))
        };
        let mut words = Vec::with_capacity(text.len() / 5);
        let mut fresh = Vec::new();
        analyzers.each(text, |word, place| {
            let may_be = *fuzzy || begins(word);
            let form = match may_be.then(|| known.get(word)) {
                None => 0,
                Some(Some(&form)) => form,
                Some(None) => {
                    let form = forms.len() + fresh.len();
                    known.insert(word.to_owned(), form);
                    fresh.push(word.to_owned());
                    form
                }
            };
            words.push((form, place));
        });
        for plain in fresh {
            let stem = begins(&plain).then(|| analyzers.words(&plain, true).pop()).flatten();
            let stem = stem.map_or_else(|| plain.clone(), |(stem, _)| stem);
            forms.push(Forms { plain, stem });
        }
        words
    }

    /// Returns the spans to mark in `text`, in code points, in order and not overlapping.
    pub(super) fn spans(&mut self, text: &str) -> Vec<Span> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let words = self.words(text);
        let plain = |form: usize| self.forms[form].plain.as_str();
        let stem = |form: usize| self.forms[form].stem.as_str();
        let mut places: Vec<(usize, usize)> = Vec::new();
        for mark in &self.marks {
            match mark {
                Mark::Phrase { words: wanted, stemmed } => {
                    for window in words.windows(wanted.len()) {
                        let mut pairs = window.iter().zip(wanted);
                        if pairs.all(|((form, _), wanted)| if *stemmed { stem(*form) } else { plain(*form) } == wanted)
                        {
                            places.push((window[0].1.start, window[wanted.len() - 1].1.end));
                        }
                    }
                }
                Mark::Prefix(wanted) => {
                    let Some((prefix, before)) = wanted.split_last() else { continue };
                    for window in words.windows(wanted.len()) {
                        let (last, place) = &window[before.len()];
                        let mut pairs = window.iter().zip(before);
                        if plain(*last).starts_with(prefix.as_str())
                            && pairs.all(|((form, _), wanted)| plain(*form) == wanted)
                        {
                            places.push((window[0].1.start, place.end));
                        }
                    }
                }
                Mark::Fuzzy { word: wanted, distance } => {
                    let near = |form: &usize| strsim::osa_distance(wanted, plain(*form)) <= *distance;
                    let hits = words.iter().filter(|(form, _)| near(form));
                    places.extend(hits.map(|(_, place)| (place.start, place.end)));
                }
            }
        }
        code_points(text, merged(places))
    }
}

/// Returns what every word of that stem begins with: an ending takes the place of no more than the
/// last two letters of a stem, as in "ability" (`abl`) and "dying" (`die`).
fn beginning(stem: &str) -> &str {
    let end = stem.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let first = stem.chars().next().map_or(0, char::len_utf8);
    &stem[..end.max(first)]
}

fn add_marks(pattern: &Pattern, analyzers: &mut Analyzers, marks: &mut Vec<Mark>) {
    let mut words =
        |stem| -> Vec<String> { analyzers.words(pattern.text(), stem).into_iter().map(|(word, _)| word).collect() };
    match pattern {
        // Words that need not stand side by side are marked each.
        Pattern::Phrase { slop, exact, .. } if *slop > 0 => {
            let words = words(!exact).into_iter();
            marks.extend(words.map(|word| Mark::Phrase { words: vec![word], stemmed: !exact }));
        }
        Pattern::Word { exact, .. } | Pattern::Phrase { exact, .. } => {
            marks.push(Mark::Phrase { words: words(!exact), stemmed: !exact });
        }
        Pattern::Prefix { .. } => marks.push(Mark::Prefix(words(false))),
        Pattern::Fuzzy { distance, .. } => {
            marks.extend(words(false).into_iter().map(|word| {
                let distance = distance.unwrap_or_else(|| fuzzy_distance(&word)).into();
                Mark::Fuzzy { word, distance }
            }));
        }
    }
    marks.retain(|mark| !matches!(mark, Mark::Phrase { words, .. } | Mark::Prefix(words) if words.is_empty()));
}

fn merged(mut places: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    places.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in places {
        match merged.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Turns places in bytes, in order, into code points.
fn code_points(text: &str, places: Vec<(usize, usize)>) -> Vec<Span> {
    let (mut byte, mut point) = (0, 0);
    let mut at = |wanted: usize| {
        point += text.get(byte..wanted).map_or(0, |between| between.chars().count());
        byte = wanted;
        point
    };
    places.into_iter().map(|(start, end)| [at(start), at(end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_as_their_stems_do() {
        let mut analyzers = Analyzers::new();
        let text = include_str!("../../lexicon/irregular.tsv").to_owned()
            + include_str!("../../lexicon/topics.toml")
            + "dying lying tying skies idly ability abilities sensibly relational organization happily hoping Łódź";
        for (word, _) in analyzers.words(&text, false) {
            for (stem, _) in analyzers.words(&word, true) {
                assert!(word.starts_with(beginning(&stem)), "{word}: {stem}");
            }
        }
    }
}
