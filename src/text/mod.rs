//! Text: an article's text as paragraphs, sentences, tokens with tags and heads, and quotations.
//!
//! Never does I/O and never fails: odd input gives fewer or coarser tokens. All positions are byte
//! offsets into the text, on character boundaries; [`CodePoints`] turns them into code points.

mod code_points;
mod dateline;
pub mod hashed;
mod headline;
mod known;
mod large;
mod lemma;
pub mod parser;
pub mod perceptron;
mod quotation;
mod relation;
mod side_by_side;
mod split;
mod subhead;
mod tag;
pub mod tagger;
mod token;

pub use code_points::CodePoints;
pub use lemma::lemma;
pub use parser::{Arc, Unit, parse, parse_all};
pub use quotation::{Quotation, quotations};
pub use relation::Relation;
pub use tag::Tag;
pub use token::{Token, capitals, without_stop};

use std::ops::Range;

use crate::lexicon;

/// An analysed text.
#[derive(Debug)]
pub struct Document<'a> {
    pub text: &'a str,
    pub paragraphs: Vec<Range<usize>>,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
    small: Small,
}

/// A sentence: a run of tokens inside one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Index into [`Document::paragraphs`].
    pub paragraph: usize,
}

impl<'a> Document<'a> {
    /// Returns the part `body` of `text` (bytes) as paragraphs, sentences and tagged tokens; heads
    /// are left open.
    pub fn analyse(text: &'a str, body: Range<usize>) -> Self {
        let mut document = Self::split(text, body);
        document.tag();
        document
    }

    /// The same before tagging: every token is a common noun.
    pub fn split(text: &'a str, body: Range<usize>) -> Self {
        let paragraphs = split::paragraphs(text, body);
        let mut spans = Vec::new();
        let mut sentences = Vec::new();
        for (paragraph, range) in paragraphs.iter().enumerate() {
            let mut begin = spans.len();
            let mut ends = Vec::new();
            split::tokens(text, range.clone(), &mut spans, |end| ends.push(end));
            for end in ends {
                sentences.push(Sentence { tokens: begin..end, paragraph });
                begin = end;
            }
        }
        let tokens: Vec<Token> =
            spans.into_iter().map(|span| Token { span, tag: Tag::Nn, head: None, relation: Relation::Root }).collect();
        let small = Small::of(text, &tokens);
        Document { text, paragraphs, sentences, tokens, small }
    }

    /// Returns the first token that ends behind a byte: the one that it stands in, or else the next.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= byte)
    }

    /// Returns the tokens that share a byte with `span`.
    pub fn tokens_of(&self, span: &Range<usize>) -> Range<usize> {
        let first = self.token_at(span.start);
        first..self.tokens.partition_point(|token| token.span.start < span.end).max(first)
    }

    /// Returns the sentence that a token stands in.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// Returns a token in lower case, empty past the last.
    pub fn lower(&self, token: usize) -> &str {
        match &self.small {
            Small::Text(text) => self.tokens.get(token).map_or("", |token| &text[token.span.clone()]),
            Small::Tokens(text, ends) => {
                let start = token.checked_sub(1).map_or(Some(0), |before| ends.get(before).copied());
                start.zip(ends.get(token)).map_or("", |(start, &end)| &text[start..end])
            }
        }
    }

    /// Gives every token its tag.
    fn tag(&mut self) {
        let text = self.text;
        let small = headline::SmallLetters::new(text);
        for sentences in self.sentences.chunks(AT_ONCE) {
            let form = |token: &Token| &text[token.span.clone()];
            let forms = |sentence: &Sentence| self.tokens[sentence.tokens.clone()].iter().map(form).collect();
            let printed: Vec<Vec<&str>> = sentences.iter().map(forms).collect();
            let truer: Vec<Option<Vec<String>>> =
                printed.iter().map(|forms| small.forms(&self.tokens, forms)).collect();
            let seen = truer.iter().zip(&printed).map(|(truer, printed)| match truer {
                Some(truer) => truer.iter().map(String::as_str).collect(),
                None => printed.clone(),
            });
            let tagged = tagger::tags(&seen.collect::<Vec<_>>());
            for ((sentence, forms), mut tags) in sentences.iter().zip(&printed).zip(tagged) {
                if let Some((at, tag)) = headline::verb(forms, &tags) {
                    tags[at] = tag;
                }
                let tokens = &mut self.tokens[sentence.tokens.clone()];
                tokens.iter_mut().zip(tags).for_each(|(token, tag)| token.tag = tag);
            }
        }
    }
}

/// How many sentences are tagged side by side before their tags are read off.
const AT_ONCE: usize = 16;

/// The words of a text in lower case.
#[derive(Debug)]
enum Small {
    /// The whole text, in which every word stands where it stands in the text.
    Text(String),
    /// The tokens one behind the other, and where each ends.
    Tokens(String, Vec<usize>),
}

impl Small {
    fn of(text: &str, tokens: &[Token]) -> Self {
        if let Some(lower) = in_place(text) {
            return Small::Text(lower);
        }
        let mut all = String::with_capacity(text.len());
        let mut ends = Vec::with_capacity(tokens.len());
        for token in tokens {
            lexicon::push_lower(&mut all, &text[token.span.clone()]);
            ends.push(all.len());
        }
        Small::Tokens(all, ends)
    }
}

/// Returns a text in lower case, unless a letter has another length there, or another form at the end of a word.
fn in_place(text: &str) -> Option<String> {
    let keeps = |c: char| c != 'Σ' && c.to_lowercase().map(char::len_utf8).sum::<usize>() == c.len_utf8();
    (text.is_ascii() || text.chars().all(|c| c.is_ascii() || keeps(c))).then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_lower_case_stand_where_the_tokens_are() {
        for text in ["The MAYOR of Øst said “No”.", "In İzmir the Mayor said No.", "ΟΔΟΣ Kessel and ÉTÉ.", ""]
        {
            let document = Document::split(text, 0..text.len());
            for (at, token) in document.tokens.iter().enumerate() {
                assert_eq!(document.lower(at), text[token.span.clone()].to_lowercase(), "{text}");
            }
            assert_eq!(document.lower(document.tokens.len()), "");
        }
    }
}
