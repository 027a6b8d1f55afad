//! How names are spelt, and how they are compared.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::name::{Name, form};
use crate::lexicon::{long_form, single_spaced};
use crate::text::Document;

/// Returns the words of a name as they are compared: "US" and "U.S." are the United States.
pub fn compared(document: &Document, name: &Name) -> Vec<String> {
    let words = name.tokens.clone().chain(name.surname).map(|t| folded(form(document, t))).filter(|w| !w.is_empty());
    let mut found = Vec::new();
    for word in words {
        match long_form(&word) {
            Some(long) => found.extend(long.split(' ').map(str::to_owned)),
            None => found.push(word),
        }
    }
    found
}

/// Returns a word as names are compared: lower case, without accents, full stops and apostrophes.
pub fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(|c| !matches!(c, '.' | '\'')).map(|c| c.to_ascii_lowercase()).collect();
    }
    word.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && !matches!(c, '.' | '’' | '\''))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            other => other,
        })
        .collect()
}

/// Returns the text of tokens with single spaces, as it stands.
pub fn words_of(document: &Document, tokens: Range<usize>) -> String {
    let (Some(first), Some(last)) =
        (document.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|t| document.tokens.get(t)))
    else {
        return String::new();
    };
    single_spaced(&document.text[first.span.start..last.span.end.max(first.span.start)])
}

/// Returns a name as it stands, with the surname that it shares with the next.
pub fn spelled(document: &Document, name: &Name) -> String {
    let given = words_of(document, name.tokens.clone());
    match name.surname {
        Some(surname) => given + " " + form(document, surname),
        None => given,
    }
}

/// Returns the first letters of the words that have a capital, in small letters.
pub fn initials<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect()
}
