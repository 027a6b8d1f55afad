//! Which time expression of a sentence belongs to the cue: those of the content, of other clauses
//! and of what happened do not.

use std::ops::Range;

use super::SaidOn;
use super::expression::Expression;
use crate::lexicon::is_one_of;
use crate::statement::Attribution;
use crate::text::{Document, Tag};

/// How many words may stand between a cue and the expression behind it.
const REACH: usize = 10;

/// Returns when the cue says that it was said, from the expressions of its sentence.
pub fn nearest(
    document: &Document,
    attribution: &Attribution,
    sentence: &Range<usize>,
    expressions: &[Expression],
) -> Option<SaidOn> {
    let anchor = attribution.cue.as_ref().map(|c| c.span.clone()).or_else(|| attribution.source.clone())?;
    let cue = document.tokens_of(&anchor);
    let source = attribution.source.as_ref().map(|s| document.tokens_of(s));
    let content: Vec<Range<usize>> = attribution.content.iter().map(|c| document.tokens_of(c)).collect();
    let lemma = attribution.cue.as_ref().map_or("", |c| c.lemma.as_str());
    let hearsay = attribution.rule == "hearsay" || is_one_of("hearsay", lemma) || lemma.starts_with("according");
    let tag = |t: usize| document.tokens[t].tag;
    let mut best: Option<(usize, &Expression)> = None;
    for found in expressions {
        let at = &found.tokens;
        if content.iter().any(|c| at.start < c.end && c.start < at.end && !is_beside(document, at, c, &cue)) {
            continue;
        }
        // "According to the filing, Ford told the agency, and the board on February 21": what is
        // reported goes on.
        if hearsay && content.iter().any(|c| c.start >= cue.end && c.end <= at.start) {
            continue;
        }
        // "According to the agency, in 2018 there were": the comma opens what is reported.
        let opened = |s: &Range<usize>| s.start >= cue.end && (s.end..at.start).any(|t| tag(t) == Tag::Comma);
        if hearsay && source.as_ref().is_some_and(|s| s.end <= at.start && opened(s)) {
            continue;
        }
        if found.opens && at.start >= cue.end {
            continue;
        }
        let within = source.as_ref().filter(|s| s.start <= at.start && at.end <= s.end);
        let in_source = within.is_some();
        if within.is_some_and(|s| is_of_past(document, s.start..at.start)) {
            continue;
        }
        // "victims of a 1998 accident", but "a 1989 report from the board".
        let made = (at.end..sentence.end.min(at.end + 4)).any(|t| is_one_of("document", document.lower(t)));
        if found.modifier && in_source && !made {
            continue;
        }
        let interview = at.start > 1 && matches!(document.lower(at.start - 2), "at" | "during" | "in");
        if found.modifier && !in_source && !interview {
            continue;
        }
        let distance = if in_source {
            0
        } else if at.start >= cue.end {
            let inside = content.iter().find(|c| c.start <= at.start && at.end <= c.end);
            let from = content.iter().map(|c| c.end).filter(|&end| end <= at.start).fold(cue.end, usize::max);
            let from = if inside.is_some() { at.start } else { from };
            let source_end = source.as_ref().map_or(from, |s| if s.end <= at.start { s.end.max(from) } else { from });
            let gap = source_end..at.start;
            // "declared a 'health emergency' on January 31": nothing but its own phrase between them.
            if gap.len() > REACH || gap.clone().any(|t| breaks(document, t)) {
                continue;
            }
            gap.len()
        } else {
            // "died on Saturday, reportedly of": the day dates what is reported.
            if hearsay || is_subordinate(document, sentence, at) {
                continue;
            }
            // "Germany on Monday banned the airline, with officials saying": the day of the ban.
            let absolute =
                source.as_ref().is_some_and(|s| s.start >= at.end && s.start > 0 && is_with(document, s.start - 1));
            if absolute {
                continue;
            }
            // "There was no word on Sunday of sabotage, activists claimed": the day of another verb,
            // and who speaks comes after it.
            // "In findings published Wednesday in Science, researchers reported": a participle.
            let issued = |t: usize| is_one_of("publishing", document.lower(t));
            let verb = |t: usize| document.tokens[t].tag.is_finite() && !issued(t);
            // "85% voted for it, and on Friday the government announced": a clause of its own.
            let opening =
                (sentence.start..at.start).rev().take(2).any(|t| is_one_of("clause-opener", document.lower(t)));
            let other = !opening && (sentence.start..at.start).any(|t| verb(t) && !cue.contains(&t));
            let behind = source.as_ref().is_some_and(|s| s.start >= at.end && s.end <= cue.start);
            let apart = (at.end..cue.start).any(|t| &document.text[document.tokens[t].span.clone()] == ";");
            if other && behind || apart {
                continue;
            }
            REACH + cue.start.saturating_sub(at.end)
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, found));
        }
    }
    best.map(|(_, found)| found.date.clone())
}

/// Whether an expression inside the content belongs to the cue beside it: "said on Friday that",
/// "said Friday \"I can\"", "said yesterday morning the road would"; "declared \"an emergency\" on
/// January 31". But "said Friday was a holiday".
fn is_beside(document: &Document, at: &Range<usize>, content: &Range<usize>, cue: &Range<usize>) -> bool {
    let tag = |t: usize| document.tokens.get(t).map_or(Tag::Stop, |t| t.tag);
    let word = |t: usize| document.lower(t);
    let preposition = at.start > content.start && tag(at.start - 1) == Tag::In;
    // "said late Sunday the police were".
    let late = at.start > content.start && is_one_of("part-of-time", word(at.start - 1));
    let start = at.start - usize::from(preposition || late);
    // "said at a press conference yesterday the laws should be changed".
    let apart = |t: usize| breaks(document, t) || tag(t) == Tag::Comma;
    let near = cue.end <= content.start
        && (content.start <= cue.end + 2 || content.start <= cue.end + REACH && !(cue.end..start).any(apart));
    if start == content.start && near {
        let part = usize::from(is_one_of("day-part", word(at.end)));
        let next = at.end + part;
        let verb = tag(next).is_verb() || matches!(tag(next), Tag::Md | Tag::Cc | Tag::In if word(next) != "that");
        return next < content.end && !verb && tag(next) != Tag::Pos && (preposition || tag(next) != Tag::Nns);
    }
    let closes = (at.end..content.end).all(|t| tag(t).is_mark());
    closes && preposition && start > content.start && tag(start - 1) == Tag::CloseQuote
}

/// "a lawyer for the women who sued in September", "the minister, elected in May": the tokens before a
/// time tell of another deed of the source than speaking.
fn is_of_past(document: &Document, before: Range<usize>) -> bool {
    let tag = |t: usize| document.tokens[t].tag;
    // "the WHO report on Monday": a name.
    let small = |t: usize| document.text[document.tokens[t].span.clone()].starts_with(char::is_lowercase);
    let relative = |t: usize| matches!(tag(t), Tag::Wp | Tag::Wdt | Tag::WpS) && small(t);
    let participle = |t: usize| tag(t) == Tag::Comma && tag(t + 1) == Tag::Vbn;
    let Some(opening) = before.clone().rev().find(|&t| relative(t) || participle(t)) else { return false };
    let speaks = |t: usize| is_one_of("publishing", document.lower(t)) || is_one_of("speaking", document.lower(t));
    let verb = (opening + 1..before.end).find(|&t| tag(t).is_verb()).unwrap_or(opening + 1);
    // "which owns a share of it, last month said": the clause is over.
    let over = (verb..before.end).any(|t| tag(t) == Tag::Comma);
    !over && !(verb..before.end).any(speaks)
}

/// "with officials saying".
fn is_with(document: &Document, token: usize) -> bool {
    document.text[document.tokens[token].span.clone()].eq_ignore_ascii_case("with")
}

/// Whether a token begins another clause: "offered a reward, which expired on Monday".
fn breaks(document: &Document, token: usize) -> bool {
    let tag = document.tokens[token].tag;
    let word = document.lower(token);
    // "said, in remarks published by the network in February".
    let issued = is_one_of("publishing", word);
    matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Wdt | Tag::Wp | Tag::WpS | Tag::Stop)
        || tag == Tag::Vbn && !issued
        // "announced he would drop it, before reversing course the next day".
        || word == "before" && document.tokens.get(token + 1).is_some_and(|t| t.tag == Tag::Vbg)
        || word == ";"
        || is_one_of("subordinator", word) && document.tokens.get(token + 1).is_some_and(|t| t.tag != Tag::Vbg)
}

/// "who was envoy until December", "which took effect on Tuesday": an expression in a clause that a
/// relative or a conjunction opens, or that commas enclose.
fn is_subordinate(document: &Document, sentence: &Range<usize>, at: &Range<usize>) -> bool {
    let tag = |t: usize| document.tokens[t].tag;
    let word = |t: usize| document.lower(t);
    let mut start = at.start;
    let mut verb = false;
    while start > sentence.start {
        let before = start - 1;
        // "When announcing the shutdown on Monday, she called": the same subject and time.
        if tag(start) == Tag::Vbg && before == sentence.start && matches!(word(before), "when" | "while") {
            return false;
        }
        if matches!(tag(before), Tag::Wdt | Tag::Wp | Tag::WpS | Tag::Wrb) || is_one_of("subordinator", word(before)) {
            return true;
        }
        // "after he arrived on Monday", but "after the verdict on Monday".
        if verb && is_one_of("clause-preposition", word(before)) {
            return true;
        }
        if matches!(tag(before), Tag::Comma | Tag::Colon | Tag::OpenBracket) {
            // "Coulson, arrested on Monday, said".
            let participle = (start..at.start).any(|t| matches!(tag(t), Tag::Vbn | Tag::Vbg));
            let closed = (at.end..sentence.end.min(at.end + 8)).any(|t| tag(t) == Tag::Comma);
            let middle = before > sentence.start + 1;
            return participle && closed && middle && tag(start).is_verb();
        }
        verb = verb || tag(before).is_verb() || tag(before) == Tag::Md;
        start = before;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_deed_of_the_source_dates_nothing() {
        let of_past = |text: &str| {
            let document = Document::analyse(text, 0..text.len());
            is_of_past(&document, 0..document.tokens.len())
        };
        for text in ["Orrin Hydro, which sold its ferries in", "a lawyer for the women who sued in", "Roe, elected in"]
        {
            assert!(of_past(text), "{text}");
        }
        for text in ["Roe, who spoke to reporters on", "the WHO report", "Orrin Hydro, which owns a ferry, last"] {
            assert!(!of_past(text), "{text}");
        }
    }
}
