//! Names in headlines where every word has a capital: "Clinton Goes After Trump As The New Romney".
//!
//! There a capital tells nothing, so only words that the article uses as names elsewhere, and given
//! names with the word after them, are taken.

use std::ops::Range;

use rustc_hash::FxHashSet as HashSet;

use super::name::{Name, NameKind, form, lower, split};
use super::run::capital;
use crate::lexicon::{given_name, is_one_of};
use crate::text::Document;

/// Returns whether nearly every longer word of a sentence has a capital.
pub fn is_title_case(document: &Document, sentence: Range<usize>) -> bool {
    let letters = |t: usize| form(document, t).chars().filter(|c| c.is_alphabetic());
    let most = sentence.len();
    let (mut long, mut small) = (0, 0);
    for token in sentence.filter(|&t| letters(t).nth(3).is_some()) {
        long += 1;
        small += usize::from(!capital(document, token));
        // However many words follow.
        if small * 10 > most {
            return false;
        }
    }
    long >= 3 && small * 10 <= long
}

/// Adds the names of headlines to `found`, in text order.
pub fn add(document: &Document, headlines: &[(usize, Range<usize>)], found: &mut Vec<Name>) {
    let known: HashSet<&str> = found.iter().flat_map(|name| name.tokens.clone()).map(|t| lower(document, t)).collect();
    // "Zadie Moon Quits Tour": only words that stand side by side in a name elsewhere do so here.
    let pairs: HashSet<(&str, &str)> = found
        .iter()
        .flat_map(|name| name.title.start.min(name.tokens.start)..name.tokens.end.saturating_sub(1))
        .map(|t| (lower(document, t), lower(document, t + 1)))
        .collect();
    for (number, sentence) in headlines {
        let mut first = true;
        let mut at = sentence.start;
        while at < sentence.end {
            let named = |t: usize| {
                capital(document, t) && !document.tokens[t].tag.is_mark() && {
                    let word = lower(document, t);
                    known.contains(word) && !is_one_of("starter", word)
                }
            };
            let mut end = at;
            let beside = |t: usize| pairs.contains(&(lower(document, t - 1), lower(document, t)));
            while end < sentence.end && named(end) && (end == at || beside(end)) {
                end += 1;
            }
            // "Jane Roe Asks for Calm": a given name takes the word after it.
            let given = end <= at + 1
                && given_name(lower(document, at)).is_some()
                && at + 1 < sentence.end
                && document.tokens[at + 1].tag.is_name();
            if given {
                end = at + 2;
            }
            if end == at {
                at += 1;
                continue;
            }
            if let Some(mut name) = split(document, at..end, sentence.clone(), *number) {
                name.first = first;
                first = false;
                if name.kind == NameKind::Person && !given && name.title.is_empty() && name.tokens.len() == 1 {
                    name.kind = NameKind::Unknown;
                }
                found.push(name);
            }
            at = end;
        }
    }
    found.sort_by_key(|name| name.tokens.start);
}
