//! Where in a statement the words of a query stand.
//!
//! Statements are short, so the words are found again by reading the text once more; thus words
//! found by their beginning, nearly or as a phrase are marked as well.

use std::ops::Range;

use super::compile::fuzzy_distance;
use super::words::Analyzers;
use crate::query::{Expr, Pattern, TextField};
use crate::record::Span;

/// Marks the words of one query in texts.
pub(super) struct Highlighter {
    analyzers: Analyzers,
    marks: Vec<Mark>,
    /// What the words of the query begin with.
    initials: Vec<char>,
    /// Whether other words may be meant, too.
    fuzzy: bool,
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
        let initials = words.filter_map(|word| word.chars().next()).collect();
        let fuzzy = marks.iter().any(|mark| matches!(mark, Mark::Fuzzy { .. }));
        Highlighter { analyzers, marks, initials, fuzzy }
    }

    /// Returns the words of a text with their places. Those that can be none of the query's are left
    /// empty, because most are: no word begins with another letter than its stem.
    fn words(&mut self, text: &str) -> Vec<(String, Range<usize>)> {
        let (initials, fuzzy) = (self.initials.as_slice(), self.fuzzy);
        let mut words = Vec::new();
        self.analyzers.each(text, &mut |word, place| {
            let may_be = fuzzy || word.starts_with(initials);
            words.push((if may_be { word.to_owned() } else { String::new() }, place));
        });
        words
    }

    /// Returns the stem of a word that may be one of the query's.
    fn stem(&mut self, word: &str) -> String {
        if word.starts_with(self.initials.as_slice())
            && let Some((stem, _)) = self.analyzers.words(word, true).pop()
        {
            return stem;
        }
        word.to_owned()
    }

    /// Returns the spans to mark in `text`, in code points, in order and not overlapping.
    pub(super) fn spans(&mut self, text: &str) -> Vec<Span> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let plain = self.words(text);
        let stemmed: Vec<(String, Range<usize>)> =
            plain.iter().map(|(word, place)| (self.stem(word), place.clone())).collect();
        let mut places: Vec<(usize, usize)> = Vec::new();
        for mark in &self.marks {
            match mark {
                Mark::Phrase { words, stemmed: stem } => {
                    let all = if *stem { &stemmed } else { &plain };
                    for window in all.windows(words.len()) {
                        if window.iter().map(|(word, _)| word).eq(words) {
                            places.push((window[0].1.start, window[words.len() - 1].1.end));
                        }
                    }
                }
                Mark::Prefix(words) => {
                    let Some((prefix, before)) = words.split_last() else { continue };
                    for window in plain.windows(words.len()) {
                        let (last, place) = &window[before.len()];
                        if last.starts_with(prefix.as_str()) && window.iter().zip(before).all(|((w, _), b)| w == b) {
                            places.push((window[0].1.start, place.end));
                        }
                    }
                }
                Mark::Fuzzy { word: wanted, distance } => {
                    let hits = plain.iter().filter(|(word, _)| strsim::osa_distance(wanted, word) <= *distance);
                    places.extend(hits.map(|(_, place)| (place.start, place.end)));
                }
            }
        }
        code_points(text, merged(places))
    }
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
