//! Quotations that no cue of their own reports: continued, floating, or signed with a dash.

use std::ops::Range;

use super::introduced::{self, Introduction};
use super::{Attribution, CueMention, Kind};
use crate::text::{Document, Quotation, Tag, lemma};

/// The longest signature after a dash, in bytes.
const SIGNATURE: usize = 120;

/// Adds to `found`, which is in text order, what stands in whole quotations that it does not hold.
pub fn add(document: &Document, quotations: &[Quotation], whole: &[bool], found: &mut Vec<Attribution>) {
    // The attribution that holds each quotation.
    let mut holder: Vec<Option<usize>> = vec![None; quotations.len()];
    for (index, attribution) in found.iter().enumerate() {
        for span in &attribution.content {
            let first = quotations.partition_point(|q| q.span.end <= span.start);
            for (offset, quotation) in quotations[first..].iter().enumerate() {
                if quotation.span.start >= span.end {
                    break;
                }
                holder[first + offset] = Some(index);
            }
        }
    }
    // The last attribution whose words end before a place, found by walking both lists together.
    let mut ends: Vec<(usize, usize)> = found.iter().enumerate().map(|(i, a)| (end_of(a), i)).collect();
    ends.sort_unstable();
    let speakers = introduced::speakers(document, found);
    let mut behind = 0;
    let mut last: Option<usize> = None;
    for (index, quotation) in quotations.iter().enumerate() {
        while behind < ends.len() && ends[behind].0 <= quotation.span.start {
            last = Some(ends[behind].1);
            behind += 1;
        }
        if holder[index].is_some() {
            continue;
        }
        let before = index.checked_sub(1).and_then(|p| holder[p].map(|h| (p, h)));
        // “First paragraph.¶“Second paragraph.”
        if let Some((previous, held)) = before.filter(|_| quotation.continues)
            && quotations[previous].paragraph + 1 == quotation.paragraph
        {
            found[held].content.push(quotation.span.clone());
            found[held].content.sort_by_key(|span| span.start);
            holder[index] = Some(held);
            continue;
        }
        if let Some((cue, source)) = signature(document, quotation) {
            found.push(floating(quotation, None, "quote-dash-source", 0.9));
            let at = found.len() - 1;
            found[at].cue = Some(CueMention::of_mark("—", cue, 0));
            found[at].source = Some(source);
            holder[index] = Some(at);
            continue;
        }
        if !whole[index] || is_heading(document, quotation) {
            continue;
        }
        let reported = tag_line(document, quotation)
            .map(|(cue, source)| Introduction { cue, source, rule: "quote-cue", confidence: 0.75 })
            .or_else(|| introduced::introduction(document, quotation, &speakers));
        if let Some(Introduction { cue, source, rule, confidence }) = reported {
            let own = floating(quotation, None, rule, confidence);
            found.push(Attribution { cue: Some(cue), source: Some(source), ..own });
            let at = found.len() - 1;
            holder[index] = Some(at);
            insert(&mut ends, behind, (end_of(&found[at]), at));
            continue;
        }
        // “…,” he said. “It continues.”: directly after a quotation with a cue.
        if let Some((previous, held)) = before {
            let gap = &document.text[quotations[previous].span.end..quotation.span.start];
            let attribution = &found[held];
            let reported = attribution
                .cue
                .as_ref()
                .map_or(0, |cue| cue.span.end)
                .max(attribution.source.as_ref().map_or(0, |s| s.end));
            let rest_start = reported.clamp(quotations[previous].span.end, quotation.span.start);
            let rest = &document.text[rest_start..quotation.span.start];
            let same = quotations[previous].paragraph == quotation.paragraph;
            let next =
                quotations[previous].paragraph + 1 == quotation.paragraph && starts_paragraph(document, quotation);
            if attribution.kind == Kind::Direct
                && ((same && ends_soon(rest)) || (next && gap.trim().is_empty() && whole[previous]))
            {
                found[held].content.push(quotation.span.clone());
                found[held].content.sort_by_key(|span| span.start);
                holder[index] = Some(held);
                continue;
            }
        }
        // He said that it continues. “It does.”
        let anchor = last.filter(|&l| {
            let place = document.paragraphs.partition_point(|p| p.end <= end_of(&found[l]).saturating_sub(1));
            place == quotation.paragraph || (place + 1 == quotation.paragraph && starts_paragraph(document, quotation))
        });
        let held = before
            .map(|(_, h)| h)
            .filter(|&h| Some(h) > anchor || anchor.is_none())
            .filter(|_| before.is_some_and(|(p, _)| quotations[p].paragraph + 1 >= quotation.paragraph));
        // Roe's answer was short: “No.”: the sentence says anew who speaks.
        let anew = introduced::before_colon(document, quotation.span.start);
        let anew = anew.filter(|words| !words.is_empty()).map(|words| document.tokens[words.start].span.start);
        let continues = anchor.or(held).filter(|&c| anew.is_none_or(|start| end_of(&found[c]) > start));
        found.push(floating(quotation, continues, "floating-quote", if continues.is_some() { 0.75 } else { 0.5 }));
        holder[index] = Some(found.len() - 1);
        insert(&mut ends, behind, (quotation.span.end, found.len() - 1));
    }
}

fn floating(quotation: &Quotation, continues: Option<usize>, rule: &'static str, confidence: f32) -> Attribution {
    Attribution {
        content: vec![quotation.span.clone()],
        kind: Kind::Direct,
        cue: None,
        source: None,
        addressee: None,
        continues,
        negated: false,
        headline: false,
        rule,
        confidence,
    }
}

/// Puts an end among the others, which stay sorted: quotations come in text order, and what was behind
/// is behind.
fn insert(ends: &mut Vec<(usize, usize)>, behind: usize, end: (usize, usize)) {
    let place = behind + ends[behind..].partition_point(|other| *other < end);
    ends.insert(place, end);
}

/// Returns where the last word of an attribution ends.
fn end_of(attribution: &Attribution) -> usize {
    let content = attribution.content.last().map_or(0, |span| span.end);
    let cue = attribution.cue.as_ref().map_or(0, |cue| cue.span.end);
    content.max(cue).max(attribution.source.as_ref().map_or(0, |s| s.end))
}

/// Returns whether no more than the rest of the sentence stands in `rest`: " on Sunday. ".
fn ends_soon(rest: &str) -> bool {
    let stops = rest.trim_end().matches(['.', '!', '?']).count();
    rest.trim().is_empty() || (stops <= 1 && rest.len() < 200)
}

/// 'Coal Isn't the Villain.': a few words alone on a line are a heading.
fn is_heading(document: &Document, quotation: &Quotation) -> bool {
    let Some(paragraph) = document.paragraphs.get(quotation.paragraph) else { return false };
    let alone = document.text[paragraph.clone()].trim().len() <= quotation.span.len() + 1;
    alone && quotation.closed && document.text[quotation.inner.clone()].split_whitespace().count() <= 6
}

fn starts_paragraph(document: &Document, quotation: &Quotation) -> bool {
    document
        .paragraphs
        .get(quotation.paragraph)
        .is_some_and(|p| document.text[p.start..quotation.span.start].trim().is_empty())
}

/// “…,” Sundqvist quips. “…!” groaned the minister: a verb that no list knows, with somebody beside it
/// and nothing else but an adverb or a phrase.
fn tag_line(document: &Document, quotation: &Quotation) -> Option<(CueMention, Range<usize>)> {
    let inner = &document.text[quotation.inner.clone()];
    if !inner.trim_end().ends_with([',', '!', '?']) {
        return None;
    }
    let first = document.tokens.partition_point(|t| t.span.start < quotation.span.end);
    let at = document.sentence_of(first);
    // “I am done!” She smiled.: a sentence of its own.
    let end = document.sentences.get(at).filter(|s| s.tokens.start < first)?.tokens.end;
    let form = |t: usize| &document.text[document.tokens[t].span.clone()];
    let tag = |t: usize| document.tokens[t].tag;
    let small = |t: usize| form(t).starts_with(char::is_lowercase);
    let noun = |t: usize| !small(t) && tag(t) != Tag::Prp && form(t).starts_with(char::is_alphabetic);
    let somebody = |start: usize| {
        if start < end && tag(start) == Tag::Prp {
            return start..start + 1;
        }
        let the = start < end && tag(start) == Tag::Dt;
        let stop = (start + usize::from(the)..end)
            .find(|&t| !(noun(t) || the && t == start + 1 && tag(t).is_noun()))
            .unwrap_or(end);
        start..stop
    };
    let reports = |t: usize| {
        t < end
            && small(t)
            && (tag(t).is_verb() || tag(t) == Tag::Nns)
            && (form(t).ends_with('s') || form(t).ends_with("ed"))
    };
    let front = somebody(first);
    let (source, verb) = if !front.is_empty() && reports(front.end) {
        (front.clone(), front.end)
    } else if reports(first) {
        (somebody(first + 1), first)
    } else {
        return None;
    };
    let rest = source.end.max(verb + 1);
    let closes = rest >= end || tag(rest).is_mark() || matches!(tag(rest), Tag::Rb | Tag::In | Tag::To);
    let named = source.clone().any(|t| tag(t) == Tag::Prp || tag(t).is_noun() || noun(t));
    (named && closes).then(|| {
        let cue = CueMention {
            span: document.tokens[verb].span.clone(),
            token: verb,
            lemma: lemma(document.lower(verb), Tag::Vbz).into_owned(),
            act: "state".to_owned(),
        };
        (cue, document.tokens[source.start].span.start..document.tokens[source.end - 1].span.end)
    })
}

/// “…” — Jane Roe, chief executive: the dash and the name behind it.
fn signature(document: &Document, quotation: &Quotation) -> Option<(Range<usize>, Range<usize>)> {
    let text = document.text;
    let rest = &text[quotation.span.end..];
    let dash_at = rest.len() - rest.trim_start().len();
    let dash = &rest[dash_at..];
    let width: usize = dash.chars().take_while(|c| matches!(c, '―' | '—' | '–' | '-')).map(char::len_utf8).sum();
    if width == 0 {
        return None;
    }
    let name = &dash[width..];
    let line_end = name.find('\n').unwrap_or(name.len());
    let line = name[..line_end].trim_end();
    let lead = line.len() - line.trim_start().len();
    let name_text = line.trim();
    let words = name_text.split_whitespace().count();
    let fits = name_text.len() <= SIGNATURE
        && name_text.starts_with(char::is_uppercase)
        && words <= 16
        && !name_text.ends_with(['.', '?', '!', '”', '"']);
    let capitals = name_text.split_whitespace().take(2).filter(|w| w.starts_with(char::is_uppercase)).count();
    if !fits || capitals < words.min(2) {
        return None;
    }
    let cue = quotation.span.end + dash_at..quotation.span.end + dash_at + width;
    let start = cue.end + lead;
    Some((cue, start..start + name_text.len()))
}
