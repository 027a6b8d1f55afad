//! Passages: the stretches of text that are parsed as one sentence.
//!
//! A passage is a sentence, or several when a quotation runs across their borders. A quotation
//! that stands for whole sentences becomes one unit before parsing ("⟨quotation⟩ , he said ."),
//! which keeps its inner grammar from disturbing the sentence that reports it. The marks of other
//! quotations are left out.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::{Index, Range};

use super::cue::Class;
use super::feature::Part;
use super::said_first::{self, Telling};
use super::{attach, frames};
use crate::lexicon::{self, WordClass, is_one_of};
use crate::text::{self, Document, Quotation, Relation, Tag};

/// The form that a whole quotation has for the parser.
pub const QUOTATION: &str = "⟨quotation⟩";

/// A word, a mark or a whole quotation.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Indices into the document's tokens.
    pub tokens: Range<usize>,
    pub tag: Tag,
    /// Lower-case form.
    pub lower: &'a str,
    /// Dictionary form.
    pub lemma: Cow<'a, str>,
    /// What the two hash to as values of features.
    hashes: (u64, u64),
    /// How often it reports something as a verb, once a feature has asked for it.
    reports: OnceCell<Part<'static>>,
    /// Index of the quotation that this unit stands for.
    pub quotation: Option<usize>,
    /// Index of the quotation of a few words inside which it stands.
    pub within: Option<usize>,
    /// Index of the head in the passage.
    pub head: Option<usize>,
    pub relation: Relation,
    /// The units of its subtree: first and one past the last.
    pub reach: Range<usize>,
}

impl<'a> Unit<'a> {
    /// Returns a unit without a head, which stands for no quotation.
    fn new(span: Range<usize>, tokens: Range<usize>, tag: Tag, lower: &'a str, lemma: Cow<'a, str>) -> Self {
        Unit {
            span,
            tokens,
            tag,
            hashes: (Part::new(lower).hash(), Part::new(&lemma).hash()),
            lower,
            lemma,
            reports: OnceCell::new(),
            quotation: None,
            within: None,
            head: None,
            relation: Relation::Root,
            reach: 0..0,
        }
    }

    /// Returns the lower-case form as a value of a feature.
    pub fn word(&self) -> Part<'_> {
        Part::known(self.lower, self.hashes.0)
    }

    /// Returns the dictionary form as a value of a feature.
    pub fn entry(&self) -> Part<'_> {
        Part::known(&self.lemma, self.hashes.1)
    }

    /// Returns in which range the share of reports lies among the places where the word was a verb.
    pub fn reports(&self) -> Part<'static> {
        *self.reports.get_or_init(|| frames::bucket(Class::Verb, &self.lemma))
    }
}

/// A stretch of text with its parse.
#[derive(Debug)]
pub struct Passage<'a> {
    pub paragraph: usize,
    /// Indices into the document's sentences.
    pub sentences: Range<usize>,
    pub units: Vec<Unit<'a>>,
    pub children: Children,
    /// The units that are a quotation or stand in one.
    pub quoted: Vec<usize>,
    /// Who tells all that stands before it, or around it, in units.
    pub told: Option<Telling>,
}

impl Passage<'_> {
    /// Returns the bytes from the first to the last of `units`, with the marks of quotations that
    /// lie inside, as far as they were left out of the units.
    pub fn span(&self, units: Range<usize>, quotations: &[Quotation]) -> Range<usize> {
        let mut span = self.units[units.start].span.start..self.units[units.end - 1].span.end;
        // Grows at both ends by the marks of quotations that begin or end exactly there.
        for _ in 0..2 {
            let first = quotations.partition_point(|q| q.span.end <= span.start.saturating_sub(4));
            for quotation in &quotations[first..] {
                if quotation.span.start > span.end {
                    break;
                }
                if quotation.inner.start == span.start && quotation.inner.end <= span.end + 2 {
                    span.start = quotation.span.start;
                }
                if quotation.inner.end >= span.end
                    && quotation.inner.end <= span.end + 2
                    && quotation.inner.start >= span.start
                {
                    span.end = quotation.span.end;
                }
            }
        }
        span
    }

    /// Whether a comma stands at a unit that parts a clause, and not a day from its year ("March 14, 2019").
    pub fn comma_parts(&self, unit: usize) -> bool {
        let number = |u: usize| self.units.get(u).is_some_and(|unit| unit.tag == Tag::Cd);
        let year = || number(unit + 1) && self.units[unit + 1].lower.len() == 4;
        self.units[unit].tag == Tag::Comma && !(unit > 0 && number(unit - 1) && year())
    }

    /// Returns the first dependent of `unit` with one of `relations`.
    pub fn child(&self, unit: usize, relations: &[Relation]) -> Option<usize> {
        self.children[unit].iter().copied().find(|&c| relations.contains(&self.units[c].relation))
    }
}

/// The dependents of each unit, in order: `children[unit]`.
#[derive(Debug, Default)]
pub struct Children {
    all: Vec<usize>,
    /// Where those of each unit begin, and where those of the last end.
    starts: Vec<usize>,
}

impl Children {
    fn of(units: &[Unit]) -> Self {
        let mut starts = vec![0; units.len() + 2];
        for head in units.iter().filter_map(|unit| unit.head) {
            starts[head + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut all = vec![0; starts[units.len() + 1]];
        // Each start moves on to where the next begins.
        for (index, unit) in units.iter().enumerate() {
            if let Some(head) = unit.head {
                all[starts[head + 1]] = index;
                starts[head + 1] += 1;
            }
        }
        Self { all, starts }
    }
}

impl Index<usize> for Children {
    type Output = [usize];

    fn index(&self, unit: usize) -> &[usize] {
        &self.all[self.starts[unit]..self.starts[unit + 1]]
    }
}

/// Returns the groups of sentences that quotations tie together.
pub fn groups(document: &Document, quotations: &[Quotation]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        let Some(start) = document.tokens.get(sentence.tokens.start).map(|t| t.span.start) else { continue };
        while next < quotations.len() && quotations[next].span.end <= start {
            next += 1;
        }
        let inside = quotations.get(next).is_some_and(|q| q.span.start < start && start < q.inner.end);
        match groups.last_mut() {
            Some(group) if inside => group.end = index + 1,
            _ => groups.push(index..index + 1),
        }
    }
    groups
}

/// A finite verb that reports something less often than in one of six cases, in log-odds, makes no
/// sentence worth parsing by itself, unless "that" follows it or it tells somebody.
const LEAST_PROMISE: f32 = -1.5;
/// How much more often any other word has to.
const NOT_FINITE: f32 = 0.5;

/// Returns whether any word of these sentences may be a cue, or a quotation stands in them.
pub fn worth_parsing(document: &Document, quotations: &[Quotation], sentences: Range<usize>) -> bool {
    promises(document, quotations, sentences, LEAST_PROMISE)
}

/// The same for the slightest promise: what the promises are counted on.
pub fn may_report(document: &Document, quotations: &[Quotation], sentences: Range<usize>) -> bool {
    promises(document, quotations, sentences, f32::NEG_INFINITY)
}

fn promises(document: &Document, quotations: &[Quotation], sentences: Range<usize>, least: f32) -> bool {
    let range = document.sentences[sentences.start].tokens.start..document.sentences[sentences.end - 1].tokens.end;
    let tokens = &document.tokens[range.clone()];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    // "(Additional reporting by Joe Rauch; Editing by Jon Loades-Carter)": who made the article.
    let credit = |t: usize| document.lower(t) == "by" && is_one_of("credit", document.lower(t - 1));
    if (range.start + 1..range.end).any(credit) {
        return false;
    }
    let next = quotations.partition_point(|q| q.span.end <= first.span.start);
    if quotations.get(next).is_some_and(|q| q.span.start < last.span.end) {
        return true;
    }
    range.zip(tokens).any(|(t, token)| {
        let class = match token.tag {
            tag if tag.is_verb() => WordClass::Verb,
            Tag::Nn | Tag::Nns => WordClass::Noun,
            Tag::Jj => WordClass::Adjective,
            Tag::Rb => return is_one_of("hearsay", document.lower(t)),
            _ => return false,
        };
        let lower = document.lower(t);
        let lemma = text::lemma(lower, token.tag);
        let told = || document.lower(t + 1) == "that" || is_one_of("addressing", &lemma);
        let least = if token.tag.is_finite() { least } else { least + NOT_FINITE };
        let promises = || told() || frames::Odds::new(class.into(), (*lemma).into()).anywhere() > least;
        lower == "according" || lexicon::act(class, &lemma).is_some() && promises()
    })
}

/// Parses `groups` of the sentences of `document`, each as one passage.
pub fn parse<'a>(document: &'a Document, quotations: &[Quotation], groups: &[Range<usize>]) -> Vec<Passage<'a>> {
    let unparsed = |sentences: &Range<usize>| unparsed(document, quotations, sentences.clone());
    let mut passages: Vec<Passage> = groups.iter().map(unparsed).collect();
    attach::attach(&mut passages);
    for passage in &mut passages {
        passage.children = Children::of(&passage.units);
    }
    passages
}

/// Returns the passage of `sentences` before it is parsed.
fn unparsed<'a>(document: &'a Document, quotations: &[Quotation], sentences: Range<usize>) -> Passage<'a> {
    let paragraph = document.sentences[sentences.start].paragraph;
    let tokens = document.sentences[sentences.start].tokens.start..document.sentences[sentences.end - 1].tokens.end;
    let mut units: Vec<Unit<'a>> = Vec::with_capacity(tokens.len());
    let begin = document.tokens.get(tokens.start).map_or(0, |t| t.span.start);
    let mut next = quotations.partition_point(|q| q.span.end <= begin);
    let mut at = tokens.start;
    // The quotation that was looked at last, and whether it is a whole one.
    let mut whole = (usize::MAX, false);
    if let Some((quotation, behind)) = said_first::clause(document, quotations, next, &tokens) {
        units.push(quoted_unit(begin..quotations[quotation].span.end, at..behind, quotation));
        at = behind;
    }
    while at < tokens.end {
        let token = &document.tokens[at];
        while quotations.get(next).is_some_and(|q| q.span.end <= token.span.start) {
            next += 1;
        }
        if let Some(quotation) = quotations.get(next).filter(|q| q.span.start <= token.span.start) {
            if whole.0 != next {
                whole = (next, is_whole(document.text, quotations, next));
            }
            if whole.1 {
                let first = at;
                while at < tokens.end && document.tokens[at].span.start < quotation.span.end {
                    at += 1;
                }
                units.push(quoted_unit(quotation.span.clone(), first..at, next));
                continue;
            }
            let mark = token.span.end <= quotation.inner.start || token.span.start >= quotation.inner.end;
            if mark {
                at += 1;
                continue;
            }
        }
        let lower = document.lower(at);
        units.push(Unit {
            within: quotations.get(next).filter(|q| q.span.contains(&token.span.start)).map(|_| next),
            ..Unit::new(token.span.clone(), at..at + 1, token.tag, lower, text::lemma(lower, token.tag))
        });
        at += 1;
    }
    let last = document.sentences[sentences.end - 1].tokens.start;
    let place = |units: &[Unit], token: usize| units.partition_point(|unit| unit.tokens.start < token);
    let quoted = units.iter().rposition(|unit| unit.quotation.is_some());
    let telling = match quoted.map(|index| (index, units[index].tokens.end)) {
        Some((0, end)) => said_first::closing(document, end..tokens.end),
        Some((_, end)) if end > last => None,
        _ => said_first::telling(document, last..tokens.end),
    };
    let telling = telling.map(|telling| Telling {
        start: place(&units, telling.start),
        verb: place(&units, telling.verb),
        end: place(&units, telling.end),
    });
    let is_quoted = |u: &usize| units[*u].quotation.is_some() || units[*u].within.is_some();
    let quoted = (0..units.len()).filter(is_quoted).collect();
    Passage { paragraph, sentences, units, children: Children::default(), quoted, told: telling }
}

/// Returns a unit that stands for all words of `span`, with the quotation that ends there.
fn quoted_unit(span: Range<usize>, tokens: Range<usize>, quotation: usize) -> Unit<'static> {
    Unit { quotation: Some(quotation), ..Unit::new(span, tokens, Tag::Nn, QUOTATION, QUOTATION.into()) }
}

/// Returns whether a quotation stands for a sentence or more, not for a few words of one.
pub fn is_whole(text: &str, quotations: &[Quotation], index: usize) -> bool {
    let quotation = &quotations[index];
    let inner = text[quotation.inner.clone()].trim();
    let before = text[..quotation.span.start].trim_end_matches([' ', '\u{a0}', '\t']);
    let starts_line = before.is_empty() || before.ends_with('\n');
    let introduced = before.ends_with([':', ',', '”', '"', '―', '—', '–']);
    let after = text[quotation.span.end..].trim_start_matches([' ', '\u{a0}', '\t']);
    let capital = inner
        .trim_start_matches(['[', '(', '…', '.', ' '])
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let stopped = inner
        .trim_end_matches(['\'', '’', '"', ' ', ')', ']'])
        .ends_with(['.', ',', '!', '?', '…', '—', '–', '-', ';', ':']);
    // “My hope,” he said, “is that …”: the second half of a quotation that its cue interrupts.
    let resumed = index.checked_sub(1).map(|i| &quotations[i]).is_some_and(|previous| {
        let between = &text[previous.span.end..quotation.span.start];
        let broken_off =
            text[previous.inner.clone()].trim_end().ends_with([',', '—', '–', '-']) || between.starts_with(',');
        previous.paragraph == quotation.paragraph
            && between.len() < 160
            && broken_off
            && between.trim_end().ends_with(',')
    });
    let sentences = inner.char_indices().any(|(at, c)| {
        matches!(c, '.' | '!' | '?')
            && inner[at + 1..].trim_start().starts_with(char::is_uppercase)
            && inner[at + 1..].starts_with(' ')
            && {
                let word = inner[..at].rsplit(' ').next().unwrap_or("");
                word.chars().count() > 3
            }
    });
    let words = inner.split_whitespace().count();
    let new_sentence = starts_line || before.ends_with(['.', '!', '?', '…']);
    sentences
        || !quotation.closed
        || quotation.continues
        || (capital && stopped && (introduced || new_sentence || words > 3))
        || (capital && introduced && words > 3)
        || (resumed && stopped)
        // “We can’t go”, she said.
        || (new_sentence && words > 2 && after.starts_with([',', '–', '—', '-']))
        || (new_sentence && stopped && words <= 3)
        // “We let them in”. The full stop stands outside.
        || (new_sentence && capital && words > 2 && after.starts_with(['.', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_its_dependents_in_order() {
        let unit = |head| Unit { head, ..Unit::new(0..0, 0..0, Tag::Nn, "", "".into()) };
        let children = Children::of(&[unit(Some(2)), unit(Some(2)), unit(None), unit(Some(0)), unit(Some(2))]);
        let found: Vec<&[usize]> = (0..5).map(|unit| &children[unit]).collect();
        assert_eq!(found, [&[3][..], &[], &[0, 1, 4], &[], &[]]);
    }
}
