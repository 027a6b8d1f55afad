//! Tokens: words and marks with their tag, head and relation.

use std::ops::Range;

use super::{Relation, Tag};

/// One word or punctuation mark, split as the Universal Dependencies English treebanks split
/// ("do" + "n't", "Rubio" + "'s").
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Range<usize>,
    pub tag: Tag,
    /// Index into [`super::Document::tokens`]; `None` for the root of a sentence and in sentences
    /// that were not parsed.
    pub head: Option<usize>,
    pub relation: Relation,
}

/// Returns a word without full stops at its end.
pub fn without_stop(word: &str) -> &str {
    if word.as_bytes().last() == Some(&b'.') { word.trim_end_matches('.') } else { word }
}

/// Returns how many capitals a form has in which no letter is small: 2 for "U.S."; 0 for any other.
pub fn capitals(form: &str) -> usize {
    if form.contains(char::is_lowercase) { 0 } else { form.chars().filter(|c| c.is_uppercase()).count() }
}
