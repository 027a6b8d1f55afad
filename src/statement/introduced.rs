//! Quotations that a colon introduces and no cue reports: behind the name of who speaks, "Jane Roe,
//! chief economist: “…”", or behind what somebody issued, "The ministry's statement read: “…”".

use std::ops::Range;

use rustc_hash::FxHashSet as HashSet;

use super::{Attribution, CueMention};
use crate::lexicon::{given_name, is_one_of, is_time, is_title};
use crate::text::{Document, Quotation, Tag, capitals, lemma};

/// How many words a label has at most, and the name in it.
const LABEL: usize = 28;
const NAME: usize = 5;

/// Who is said to say a quotation.
pub struct Introduction {
    pub cue: CueMention,
    pub source: Range<usize>,
    pub rule: &'static str,
    pub confidence: f32,
}

/// Returns the last words of the sources of `found`, in lower case: who speaks in the article.
pub fn speakers(document: &Document, found: &[Attribution]) -> HashSet<String> {
    let sources = found.iter().filter_map(|attribution| attribution.source.clone());
    sources.filter_map(|span| document.text[span].split_whitespace().next_back().map(str::to_lowercase)).collect()
}

/// Returns what introduces a quotation; `speakers` are the last words of those who speak elsewhere.
pub fn introduction(document: &Document, quotation: &Quotation, speakers: &HashSet<String>) -> Option<Introduction> {
    let open = document.token_at(quotation.span.start);
    let before = open.checked_sub(1)?;
    let paragraph = document.paragraphs.get(quotation.paragraph)?.start;
    let words = Words { document, start: document.tokens.partition_point(|t| t.span.start < paragraph) };
    if before < words.start {
        return None;
    }
    words.label(before, speakers).or_else(|| words.issued(before))
}

/// Returns the tokens of the sentence before the colon that stands right before the byte `at`.
pub fn before_colon(document: &Document, at: usize) -> Option<Range<usize>> {
    let colon = document.token_at(at).checked_sub(1)?;
    let start = document.sentences.get(document.sentence_of(colon))?.tokens.start;
    let text = document.tokens.get(colon).map_or("", |token| &document.text[token.span.clone()]);
    (text == ":").then_some(start..colon)
}

/// Returns the tokens of the name with which a label begins, before what it says of the person: "Jane
/// Roe" of "Jane Roe, chief economist", "Jane Roe on the dam".
pub fn name_of(document: &Document, label: &Range<usize>) -> Range<usize> {
    let aside = |t: &usize| matches!(document.lower(*t), "," | "(") || is_one_of("label-aside", document.lower(*t));
    label.start..label.clone().find(aside).unwrap_or(label.end)
}

/// The tokens of a paragraph, from the first on.
struct Words<'a> {
    document: &'a Document<'a>,
    start: usize,
}

impl Words<'_> {
    fn form(&self, token: usize) -> &str {
        &self.document.text[self.document.tokens[token].span.clone()]
    }

    fn lower(&self, token: usize) -> &str {
        self.document.lower(token)
    }

    fn tag(&self, token: usize) -> Tag {
        self.document.tokens[token].tag
    }

    fn capital(&self, token: usize) -> bool {
        self.form(token).starts_with(char::is_uppercase)
    }

    fn shouted(&self, token: usize) -> bool {
        capitals(self.form(token)) > 0
    }

    fn introduction(&self, cue: usize, source: Range<usize>, rule: &'static str, confidence: f32) -> Introduction {
        let token = &self.document.tokens[cue];
        Introduction {
            cue: CueMention {
                span: token.span.clone(),
                token: cue,
                lemma: lemma(self.lower(cue), token.tag).into_owned(),
                act: "state".to_owned(),
            },
            source: self.document.tokens[source.start].span.start..self.document.tokens[source.end - 1].span.end,
            rule,
            confidence,
        }
    }

    /// "KURT KARL, CHIEF ECONOMIST, SWISS RE, NEW YORK: “…”": a name and who that is, then a colon.
    fn label(&self, colon: usize, speakers: &HashSet<String>) -> Option<Introduction> {
        if self.form(colon) != ":" {
            return None;
        }
        let loud = colon > self.start && self.shouted(colon - 1);
        let inner = |t: usize| {
            let form = self.form(t);
            let word = form.chars().any(char::is_alphanumeric);
            let mark = matches!(form, "," | "&" | "-" | "/" | "(" | ")" | "'" | "’" | "+" | "$");
            mark || word && (!loud || !form.chars().any(char::is_lowercase))
        };
        let mut start = (self.start..colon).rev().take(LABEL).take_while(|&t| inner(t)).last()?;
        if colon - start == LABEL {
            return None;
        }
        // "COMMENTS TOM SOWANICK, CHIEF": a heading.
        while start < colon && (is_one_of("kicker", self.lower(start)) || !self.capital(start)) {
            start += 1;
        }
        let name = name_of(self.document, &(start..colon));
        let end = name.end;
        let plain = |t: usize| {
            self.capital(t)
                || is_one_of("connector", self.lower(t))
                || is_title(self.lower(t)) && !self.tag(t).is_verb()
        };
        let finite = |t: usize| self.tag(t).is_finite() && !self.shouted(t);
        if name.is_empty() || !name.clone().all(plain) || is_time(self.lower(start)) || (end..colon).any(finite) {
            return None;
        }
        let last = end - 1;
        let speaks = speakers.contains(self.lower(last));
        let given = (start..last).any(|t| given_name(self.lower(t)).is_some());
        let described = end < colon && self.form(end) == ",";
        let names = self.capital(last) && name.len() <= NAME && !is_one_of("kicker", self.lower(last));
        let known = speaks || name.len() > 1 && (given || described);
        (names && known).then(|| self.introduction(colon, start..colon, "quote-label", 0.9))
    }

    /// "The ministry's statement read: “…”", "The group issued an appeal: “…”".
    fn issued(&self, before: usize) -> Option<Introduction> {
        let colon = self.form(before) == ":";
        let last = if colon || self.form(before) == "," { before.checked_sub(1)? } else { before };
        let sentence = self.document.sentences.get(self.document.sentence_of(last))?.tokens.clone();
        let document = |mut range: Range<usize>| range.any(|t| is_one_of("document", self.lower(t)));
        let reads = matches!(self.lower(last), "read" | "reads") && document(sentence.start..last);
        let issues = |t: usize| {
            self.tag(t).is_finite()
                && is_one_of("issuing", &lemma(self.lower(t), self.tag(t)))
                && document(t + 1..before)
        };
        let verb = if reads { last } else { (sentence.start..before).find(|&t| issues(t)).filter(|_| colon)? };
        let mut source = sentence.start.max(self.start)..verb;
        // "On Friday, the group issued".
        if source.start < verb && self.tag(source.start) == Tag::In {
            source.start = 1 + source.clone().find(|&t| self.form(t) == ",")?;
        }
        // "The agency's statement yesterday read".
        let when = |t: usize| is_time(self.lower(t)) || matches!(self.tag(t), Tag::Rb | Tag::In);
        source.end -= source.clone().rev().take_while(|&t| when(t)).count();
        let clause = |t: usize| self.tag(t).is_finite() || matches!(self.tag(t), Tag::Wp | Tag::Wdt | Tag::Comma);
        let named = source.clone().any(|t| self.tag(t).is_noun() || self.tag(t) == Tag::Prp);
        let plain = named && !source.clone().any(clause);
        plain.then(|| self.introduction(verb, source, "quote-introduced", 0.85))
    }
}
