//! Statements as they stand in the text: content, cue and source, not yet resolved.
//!
//! Knows nothing of who a source is or when something was said. Positions are byte offsets into
//! the text, on character boundaries. Never fails: what is not understood is not a statement.
//!
//! Works like semantic role labelling. Sentences that quotations tie together are parsed as one
//! [`passage`]; words that may report something are [`cue`] candidates; what the parse ties to a
//! cue are its [`argument`]s; a linear model over readable features ([`role`]) says which of them
//! are content and source; [`ends`] cuts off trailing narration; [`floating`] and [`transcript`]
//! add what has no cue.

pub mod argument;
mod attach;
mod attribution;
pub mod cue;
pub mod decode;
pub mod ends;
mod explain;
pub mod feature;
mod floating;
pub mod frames;
mod heading;
pub mod introduced;
pub mod judge;
mod kind;
mod mend;
pub mod passage;
pub mod propose;
pub mod rank;
pub mod role;
pub mod runs;
mod said_first;
pub mod starts;
mod transcript;
pub mod weights;

pub use explain::explain;
pub use kind::Kind;

use std::ops::Range;

use crate::text::{Document, Quotation};

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

impl CueMention {
    /// Returns the cue of a statement that a mark alone reports: a colon, a dash.
    fn of_mark(mark: &str, span: Range<usize>, token: usize) -> Self {
        Self { span, token, lemma: mark.to_owned(), act: "state".to_owned() }
    }
}

/// How many passages are parsed side by side before their statements are read off.
const AT_ONCE: usize = 16;

/// Returns the statements of `document` in text order; those inside `title` are headlines.
pub fn find(document: &Document, quotations: &[Quotation], title: Option<Range<usize>>) -> Vec<Attribution> {
    let mut found = transcript::turns(document);
    let spoken: Vec<Range<usize>> = found.iter().flat_map(|turn| turn.content.clone()).collect();
    let inside_turn = |at: usize| {
        let place = spoken.partition_point(|span| span.end <= at);
        spoken.get(place).is_some_and(|span| span.contains(&at))
    };
    let worth = |sentences: &Range<usize>| {
        let first = document.tokens.get(document.sentences[sentences.start].tokens.start);
        first.is_some_and(|first| spoken.is_empty() || !inside_turn(first.span.start))
            && passage::worth_parsing(document, quotations, sentences.clone())
    };
    let groups: Vec<Range<usize>> = passage::groups(document, quotations).into_iter().filter(worth).collect();
    for passage in groups.chunks(AT_ONCE).flat_map(|groups| passage::parse(document, quotations, groups)) {
        for report in mend::mend(document.text, &passage, judge::keep(&passage, decode::reports(&passage))) {
            found.push(attribution::attribution(document, quotations, &passage, &report));
        }
    }
    if let Some(labelled) = title.as_ref().and_then(|title| heading::labelled(document, quotations, title, &found)) {
        // What the label reports is one statement, whatever verbs it has.
        let within = |a: &Attribution| a.content.first().is_some_and(|span| span.end <= labelled.content[0].end);
        found.retain(|a| !within(a));
        found.push(labelled);
    }
    found.sort_by_key(|a| a.content.first().map_or(0, |span| span.start));
    let whole: Vec<bool> = (0..quotations.len())
        .map(|i| passage::is_whole(document.text, quotations, i) && !inside_turn(quotations[i].span.start))
        .collect();
    floating::add(document, quotations, &whole, &mut found);
    for attribution in &mut found {
        attribution.headline = title
            .as_ref()
            .is_some_and(|t| attribution.content.iter().all(|span| span.start >= t.start && span.end <= t.end));
    }
    in_text_order(found)
}

/// Sorts by where the content begins, and follows the references between attributions.
fn in_text_order(found: Vec<Attribution>) -> Vec<Attribution> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&i| (found[i].content.first().map_or(0, |span| span.start), i));
    let mut place = vec![0; found.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<Attribution>> = found.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|old| slots[old].take())
        .enumerate()
        .map(|(new, mut attribution)| {
            attribution.continues = attribution.continues.map(|old| place[old]).filter(|&earlier| earlier < new);
            attribution
        })
        .collect()
}
