//! Text: an article's text as paragraphs, sentences, tokens with tags and heads, and quotations.
//!
//! Never does I/O and never fails: odd input gives fewer or coarser tokens. All positions are byte
//! offsets into the text, on character boundaries; [`CodePoints`] turns them into code points.

mod code_points;
mod quotation;
mod relation;
mod tag;
mod token;

pub use code_points::CodePoints;
pub use quotation::{Quotation, quotations};
pub use relation::Relation;
pub use tag::Tag;
pub use token::Token;

use std::ops::Range;

/// An analysed text.
#[derive(Debug)]
pub struct Document<'a> {
    pub text: &'a str,
    pub paragraphs: Vec<Range<usize>>,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
}

/// A sentence: a run of tokens inside one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Index into [`Document::paragraphs`].
    pub paragraph: usize,
}
