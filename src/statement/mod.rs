//! Statements as they stand in the text: content, cue and source, not yet resolved.
//!
//! Knows nothing of who a source is or when something was said. Positions are byte offsets into
//! the text, on character boundaries. Never fails: what is not understood is not a statement.

use std::ops::Range;

use crate::record::Kind;

/// A statement as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The content's fragments in order, not overlapping, with their quotation marks.
    pub content: Vec<Range<usize>>,
    pub kind: Kind,
    pub cue: Option<CueMention>,
    /// The source mention beside the cue, with titles and appositions.
    pub source: Option<Range<usize>>,
    pub addressee: Option<Range<usize>>,
    /// Without a source of its own (a floating quotation, a shared one): the index of the earlier
    /// attribution of the same list whose speaker it has.
    pub continues: Option<usize>,
    pub negated: bool,
    pub headline: bool,
    /// The name of the rule that made it.
    pub rule: &'static str,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// The words that report a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct CueMention {
    /// From the first word to the last, with auxiliaries.
    pub span: Range<usize>,
    /// Index of the main word into the document's tokens.
    pub token: usize,
    /// Dictionary form of the main word; "according to" for the phrase.
    pub lemma: String,
    /// What the speaker does with the words.
    pub act: String,
}
