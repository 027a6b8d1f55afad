//! The resolved statement: the wire format of `extract`, `search --format jsonl` and the page.
//!
//! These types *are* the specification: field order, names and meaning. Spans are `[start, end)`
//! in Unicode code points of the article's text. Within one schema number fields are only added.

pub use crate::date::{DateSource, Precision, SaidOn};
pub use crate::speaker::{Speaker, SpeakerKind};
pub use crate::statement::Kind;
use serde::{Deserialize, Serialize};

/// The number that a record carries in `schema`.
pub const SCHEMA: u32 = 1;

/// `[start, end)` in code points.
pub type Span = [usize; 2];

/// One statement: what one source is reported to have said on one occasion, in one run of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    pub schema: u32,
    /// Same article and same spans give the same id.
    pub id: String,
    pub article: ArticleRef,
    pub kind: Kind,
    /// The content as one reads it: outer quotation marks and a leading "that" removed, fragments
    /// joined by " … ".
    pub text: String,
    /// The content's fragments, in order, not overlapping, with their quotation marks.
    pub spans: Vec<Span>,
    pub cue: Option<Cue>,
    /// What the speaker did with the words, from the cue: "state", "deny", "promise", ...
    pub act: String,
    pub source: Option<Mention>,
    pub speaker: Option<Speaker>,
    pub addressee: Option<String>,
    pub said_on: Option<SaidOn>,
    pub negated: bool,
    pub headline: bool,
    pub topics: Vec<String>,
    pub mentions: Vec<String>,
    /// The sentence or paragraph that it stands in.
    pub context: String,
    /// The rule that made it.
    pub rule: String,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// The article that a statement stands in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleRef {
    pub id: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub authors: Vec<String>,
    /// ISO 8601 date, or date and time with the offset where the article states one.
    pub published: Option<String>,
    /// Where the article says so: `header`, `field`, `last-line`, `front-matter`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_from: Option<String>,
    pub language: Option<String>,
    pub path: String,
}

/// The words that report the statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    pub text: String,
    pub span: Span,
    pub lemma: String,
}

/// A source mention as it stands in the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    pub text: String,
    pub span: Span,
}
