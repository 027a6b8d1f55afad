//! Clauses that are what is said: "The plan “will not work,” the minister said in Oslo."
//!
//! A quotation of a few words that ends in a comma, with who says it and a verb of speech behind it,
//! ends a clause that is what is said, wherever it began. Parsed as one unit, the clause cannot take
//! into itself who says it. A clause without a quotation is parsed apart from who tells it: "Shares
//! fell, the minister said on Monday."

use std::ops::Range;

use super::cue::Class;
use super::frames;
use super::passage::is_whole;
use crate::lexicon::{self, WordClass, is_one_of, is_time};
use crate::text::{Document, Quotation, Tag, lemma};

/// How many tokens may stand between the quotation and the verb of speech.
const LONGEST: usize = 24;
/// How many quotations that a comma ends are looked at: "It is “old,” “slow” and “a waste,” she said."
const TRIED: usize = 4;
/// How many commas are tried, from the end, as the one before who says it.
const COMMAS: usize = 4;

/// Returns the last quotation of a clause with which the sentence `tokens` begins and that somebody
/// says, and the first token behind that quotation.
/// `first` is the first quotation that does not end before it.
pub fn clause(
    document: &Document,
    quotations: &[Quotation],
    first: usize,
    tokens: &Range<usize>,
) -> Option<(usize, usize)> {
    let stop = document.tokens[tokens.end - 1].span.end;
    let place = |byte: usize| document.tokens.partition_point(|t| t.span.start < byte);
    let closed = |index: usize| {
        let quotation = &quotations[index];
        let (open, end) = (place(quotation.span.start), place(quotation.span.end));
        let comma = document.text[quotation.inner.clone()].trim_end().ends_with(',')
            || end < tokens.end && document.tokens[end].tag == Tag::Comma;
        let inside = open > tokens.start + 1 && !document.tokens[open - 1].tag.is_mark();
        (comma && inside).then_some((index, end))
    };
    (first..quotations.len())
        .take_while(|&i| quotations[i].span.end <= stop && !is_whole(document.text, quotations, i))
        .filter_map(closed)
        .take(TRIED)
        .find(|&(_, end)| is_clause(document, &(tokens.start..end)) && is_tag(document, &(end..tokens.end)))
}

/// Whether a clause of its own stands there that nobody else says: "The plan will not work", but not
/// "Calling it a hoax" or "She praised the plan".
fn is_clause(document: &Document, tokens: &Range<usize>) -> bool {
    let tag = |t: usize| document.tokens[t].tag;
    let opens = !tag(tokens.start).is_verb() && !matches!(tag(tokens.start), Tag::In | Tag::To | Tag::Wrb);
    opens && tokens.clone().any(|t| tag(t).is_finite()) && !tokens.clone().any(|t| reports(document, t).is_some())
}

/// Returns what somebody does with words by the verb `token`, if it tells of words.
fn reports(document: &Document, token: usize) -> Option<&'static str> {
    let tag = document.tokens[token].tag;
    let lemma = lemma(document.lower(token), tag);
    let act = lexicon::act(WordClass::Verb, &lemma).filter(|_| tag.is_verb())?;
    frames::is_report(Class::Verb, &lemma).then_some(act)
}

/// Whether nothing but who says it, with a verb of speech and perhaps when and where, stands there.
fn is_tag(document: &Document, tokens: &Range<usize>) -> bool {
    verb(document, tokens).is_some_and(|verb| is_complete(document, verb + 1..tokens.end))
}

/// Returns the verb of speech that has its subject right behind it, or before it with nothing between:
/// "said the minister", "the minister of defence, Jane Roe, said".
fn verb(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let tag = |t: usize| document.tokens[t].tag;
    let says = |t: usize| reports(document, t).filter(|_| tag(t).is_finite());
    let nominal = |t: usize| tag(t).is_noun() || matches!(tag(t), Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Jj | Tag::Cd);
    let between = |t: usize| {
        let bracket = matches!(tag(t), Tag::OpenBracket | Tag::CloseBracket);
        let small = matches!(tag(t), Tag::Pos | Tag::In | Tag::Cc | Tag::Hyph | Tag::Comma | Tag::Rb);
        // "the pilots' union", "a study released on Monday".
        let apostrophe = tag(t) == Tag::CloseQuote && matches!(document.lower(t), "'" | "’");
        nominal(t) || bracket || small || apostrophe || matches!(tag(t), Tag::Vbn | Tag::Vbg)
    };
    let start = tokens.clone().find(|&t| !tag(t).is_mark())?;
    if let Some(act) = says(start) {
        // “…,” criticized the plan: not who says it.
        return (start + 1 < tokens.end && nominal(start + 1) && act == "state").then_some(start);
    }
    let end = (start..tokens.end.min(start + LONGEST)).find(|&t| !between(t))?;
    (nominal(start) && says(end).is_some()).then_some(end)
}

/// Whether a verb with these tokens behind it has nothing left to report, and nothing goes on that
/// its tag only interrupts: "he said in Oslo", but not "he said it would", "he said, and are steering".
fn is_complete(document: &Document, rest: Range<usize>) -> bool {
    let tag = |t: usize| document.tokens[t].tag;
    let opens = |t: usize| tag(t).is_mark() || subordinates(document, t);
    let end = rest.clone().find(|&t| opens(t)).unwrap_or(rest.end);
    let said = (rest.start..end).any(|t| tag(t).is_finite() || tag(t) == Tag::To || document.lower(t) == "that");
    let next = end + 1;
    let goes_on = next < rest.end && tag(end) == Tag::Comma && (tag(next).is_finite() || tag(next) == Tag::Cc);
    !said && !goes_on
}

/// "when", "because", "after": makes a clause depend on another.
fn subordinates(document: &Document, token: usize) -> bool {
    let word = document.lower(token);
    document.tokens[token].tag == Tag::Wrb || is_one_of("subordinator", word) || is_one_of("clause-preposition", word)
}

/// Who says the clause before it, or around it, with a verb of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// The first token of it.
    pub start: usize,
    /// The verb of speech.
    pub verb: usize,
    /// One past its last token.
    pub end: usize,
}

/// Returns who tells the sentence `tokens`: at its end ("Shares fell, *a person familiar with the matter
/// said on Monday*.") or in the middle of its clause ("Three people, *police said*, were hurt").
pub fn telling(document: &Document, tokens: Range<usize>) -> Option<Telling> {
    let comma = |&t: &usize| document.tokens[t].tag == Tag::Comma;
    let mut commas = tokens.clone().rev().filter(comma).take(COMMAS);
    match commas.find_map(|t| closing(document, t + 1..tokens.end)) {
        Some(found) => is_said(document, tokens.start..found.start - 1).then_some(found),
        None => inserted(document, tokens),
    }
}

/// The same in the middle: nothing but the subject stands before it, and its verb right behind it.
fn inserted(document: &Document, tokens: Range<usize>) -> Option<Telling> {
    let tag = |t: usize| document.tokens[t].tag;
    let comma = |&t: &usize| tag(t) == Tag::Comma;
    let open = tokens.clone().take(LONGEST).find(comma)?;
    let close = (open + 1..tokens.end.min(open + LONGEST)).find(comma)?;
    let subject = open > tokens.start && (tokens.start..open).all(|t| !tag(t).is_verb() && tag(t) != Tag::Md);
    let goes_on = close + 1 < tokens.end && tag(close + 1).is_finite();
    (subject && goes_on).then(|| closing(document, open + 1..close)).flatten()
}

/// Returns the telling that all of `tokens` are, if they are one.
pub fn closing(document: &Document, tokens: Range<usize>) -> Option<Telling> {
    let tag = |t: usize| document.tokens[t].tag;
    let start = tokens.clone().find(|&t| tag(t) != Tag::Comma)?;
    let verb = verb(document, &(start..tokens.end))?;
    let found = Telling { start, verb, end: tokens.end };
    let parts = |t: usize| matches!(tag(t), Tag::Comma | Tag::Colon);
    // "she said, adding that it would take a year".
    let adds = |t: usize| tag(t) == Tag::Comma && t > verb && t + 1 < tokens.end && tag(t + 1) == Tag::Vbg;
    let whole = if verb == start {
        // "…, called it a lie": not who says it.
        is_one_of("inverted-verb", document.lower(verb))
    } else {
        (verb - 1..tokens.end).find(|&t| parts(t)).is_none_or(adds)
    };
    (whole && is_complete(document, verb + 1..tokens.end) && has_no_object(document, found)).then_some(found)
}

/// Whether no noun stands right behind a verb of speech, but for a time and for whom it is said to:
/// "the company said on Monday", "she told reporters", but not "the company announced a deal".
fn has_no_object(document: &Document, telling: Telling) -> bool {
    let next = telling.verb + 1;
    if telling.verb == telling.start || next >= telling.end {
        return true;
    }
    let word = document.lower(next);
    match document.tokens[next].tag {
        Tag::Stop | Tag::Comma | Tag::In | Tag::Rb | Tag::Rp => true,
        tag if tag.is_mark() => false,
        _ => {
            let verb = lemma(document.lower(telling.verb), document.tokens[telling.verb].tag);
            let addresses = is_one_of("addressing", &verb);
            addresses || is_time(word) || is_one_of("time-modifier", word)
        }
    }
}

/// Whether a clause stands there that can be what is said: none that only says when or why the next
/// one holds.
fn is_said(document: &Document, tokens: Range<usize>) -> bool {
    let tag = |t: usize| document.tokens[t].tag;
    let Some(first) = tokens.clone().find(|&t| !tag(t).is_mark()) else { return false };
    let depends = matches!(tag(first), Tag::Vbg | Tag::Vbn) || subordinates(document, first);
    let told = |t: usize| tag(t).is_finite() || tag(t).is_verb() && tag(first) != Tag::In;
    tokens.clone().any(told) && (!depends || tokens.clone().any(|t| tag(t) == Tag::Comma))
}
