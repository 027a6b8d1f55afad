//! Sources that the order of the words makes plain where the parse went wrong: "according to X, …",
//! "X quoted Y as saying", "was announced by X", a mention that was cut in the middle; and contents
//! that run on into what is told beside them.

mod content;
mod mention;

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::cue::Class;
use super::decode::Report;
use super::passage::{Passage, Unit};
use crate::lexicon::{is_one_of, is_time};
use crate::text::{Relation, Tag};

/// How many units may stand between a verb in the passive and "by".
const AGENT: usize = 6;
/// How many reports inside a source are looked at.
const TELLERS: usize = 12;
/// How many units a mention has at most.
const LONGEST: usize = 24;

/// Mends the sources of the reports of a passage, and leaves out those that a mended one replaces.
pub fn mend(text: &str, passage: &Passage, reports: Vec<Report>) -> Vec<Report> {
    let quoting: Vec<(usize, Range<usize>)> =
        reports.iter().filter_map(|report| quoted_as(passage, report).map(|found| (report.cue.unit, found))).collect();
    let quoted = |unit: usize| {
        let found = quoting.binary_search_by_key(&unit, |(cue, _)| *cue).ok()?;
        Some(quoting[found].1.clone())
    };
    let quotes_within = |run: &Range<usize>| {
        let first = quoting.partition_point(|(cue, _)| *cue < run.start);
        quoting.get(first).is_some_and(|(cue, _)| *cue < run.end)
    };
    let cuts: Vec<Option<usize>> = reports.iter().map(|report| content::end(passage, report, &reports)).collect();
    let mut reports: Vec<Report> = reports
        .into_iter()
        .zip(cuts)
        .map(|(mut report, cut)| {
            if let (Some(end), Some(last)) = (cut, report.content.last_mut()) {
                last.end = end;
            }
            if let (Some(start), Some(first)) = (content::begin(passage, &report), report.content.first_mut()) {
                first.start = start;
            }
            report
        })
        .filter(|report| {
            // "quoted [Li as saying it would open]": what Li says is a statement of its own.
            !(is_one_of("quoting", &passage.units[report.cue.unit].lemma) && report.content.iter().any(quotes_within))
        })
        .map(|report| interrupted(passage, &report).unwrap_or(report))
        .map(|report| {
            let source = quoted(report.cue.unit)
                .or_else(|| cited(passage, &report))
                .or_else(|| according(passage, &report))
                .or_else(|| agent(passage, &report))
                .or_else(|| mention::mention(text, passage, &report));
            match source {
                Some(source) => Report { source: Some(source), ..report },
                None => report,
            }
        })
        .collect();
    adding(passage, &mut reports);
    once(passage, reports)
}

/// Of several reports with the same content, returns the likeliest: "when he wrote his book, Roe said that".
/// What a paper says and whom it cites for it are two: "The Courier, citing police, reported that".
fn once(passage: &Passage, reports: Vec<Report>) -> Vec<Report> {
    if reports.len() < 2 {
        return reports;
    }
    let cites = |report: &Report| is_one_of("quoting", &passage.units[report.cue.unit].lemma);
    let mut best: HashMap<&[Range<usize>], &Report> = HashMap::default();
    for report in reports.iter().filter(|report| !cites(report)) {
        let known = best.entry(&report.content).or_insert(report);
        if report.probability > known.probability {
            *known = report;
        }
    }
    let likeliest =
        |report: &Report| best.get(report.content.as_slice()).is_some_and(|best| std::ptr::eq(*best, report));
    let kept: Vec<bool> = reports.iter().map(|report| cites(report) || likeliest(report)).collect();
    reports.into_iter().zip(kept).filter_map(|(report, kept)| kept.then_some(report)).collect()
}

/// "[Space grew by 9 percent, he said], adding that": who says the clause adds what is added, and not the
/// clause.
fn adding(passage: &Passage, reports: &mut [Report]) {
    let units = &passage.units;
    let tellers: Vec<(usize, Range<usize>)> = reports
        .iter()
        .filter(|report| report.cue.class == Class::Verb && units[report.cue.unit].tag.is_finite())
        .filter(|report| units[report.cue.unit].relation != Relation::AclRelcl)
        .filter_map(|report| Some((report.cue.unit, report.source.clone()?)))
        .filter(|(_, source)| !source.clone().take(LONGEST).any(|u| matches!(units[u].tag, Tag::Wp | Tag::Wdt)))
        .collect();
    for report in reports.iter_mut().filter(|report| report.cue.class == Class::Verb) {
        let Some(source) = &report.source else { continue };
        let inside = |(cue, teller): &&(usize, Range<usize>)| {
            source.contains(cue) && source.start <= teller.start && teller.end <= source.end
        };
        let first = tellers.partition_point(|(cue, _)| *cue < source.start);
        if let Some((_, teller)) = tellers[first..].iter().take(TELLERS).find(inside) {
            report.source = Some(teller.clone());
        }
    }
}

fn taken(report: &Report, unit: usize) -> bool {
    report.content.iter().any(|run| run.contains(&unit))
}

/// "Xinhua quoted [Li Wanru] as saying".
fn quoted_as(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let at = report.cue.unit.checked_sub(1).filter(|&at| units[at].lower == "as" && units[at + 1].tag == Tag::Vbg)?;
    let verb = (at.saturating_sub(LONGEST)..at).rev().find(|&u| is_one_of("quoting", &units[u].lemma))?;
    let passive = units[verb].tag == Tag::Vbn && passage.child(verb, &[Relation::AuxPass]).is_some();
    let end = if units[at - 1].tag == Tag::Comma { at - 1 } else { at };
    let clause = |u: usize| matches!(units[u].tag, Tag::Stop | Tag::Colon);
    let fits = verb + 1 < end && !passive && !(verb + 1..end).any(|u| clause(u) || taken(report, u));
    (fits && names_somebody(&units[verb + 1..end])).then_some(verb + 1..end)
}

/// "…, citing [local groups], reported that": whom the one who reports it has it from.
fn cited(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let verb = report.cue.unit;
    let content = report.content.first()?.start;
    if units[verb].tag != Tag::Vbg || !is_one_of("quoting", &units[verb].lemma) || content <= verb + 1 {
        return None;
    }
    let end = (verb + 1..content).find(|&u| units[u].tag == Tag::Comma)?;
    names_somebody(&units[verb + 1..end]).then_some(verb + 1..end)
}

/// "According to [the BBC], it is": up to the comma, or to the end of the sentence.
fn according(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    if report.cue.class != Class::According || report.source.is_some() {
        return None;
    }
    let start = behind_according(units, report.cue.unit);
    let mut open = 0_usize;
    let end = (start..units.len().min(start + LONGEST)).find(|&u| {
        match units[u].tag {
            Tag::OpenBracket => open += 1,
            Tag::CloseBracket => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0 && (passage.comma_parts(u) || matches!(units[u].tag, Tag::Stop | Tag::Colon)) || taken(report, u)
    })?;
    (start < end && names_somebody(&units[start..end])).then_some(start..end)
}

/// Returns the first unit behind "according to" or "per".
fn behind_according(units: &[Unit], cue: usize) -> usize {
    cue + if units[cue].lower == "per" { 1 } else { 2 }
}

/// "[One child was], according to [the service], [among the dead]": a clause that its source interrupts.
fn interrupted(passage: &Passage, report: &Report) -> Option<Report> {
    let units = &passage.units;
    let cue = report.cue.unit;
    let before = report.content.last().filter(|last| report.cue.class == Class::According && last.end + 1 == cue)?;
    let open = &units[before.end - 1];
    let breaks_off = open.tag == Tag::Md || open.tag.is_finite() && is_one_of("auxiliary", &open.lemma);
    let start = behind_according(units, cue);
    let comma = (start..units.len().min(start + LONGEST)).find(|&u| units[u].tag == Tag::Comma)?;
    let end = (comma + 1..units.len()).find(|&u| matches!(units[u].tag, Tag::Stop | Tag::Colon)).unwrap_or(units.len());
    if !breaks_off || comma + 1 >= end || !names_somebody(&units[start..comma]) {
        return None;
    }
    let content = report.content.iter().cloned().chain(std::iter::once(comma + 1..end)).collect();
    Some(Report { content, source: Some(start..comma), ..report.clone() })
}

/// "was announced on Friday by [the university]": who did it, where another was taken for the source.
fn agent(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let verb = report.cue.unit;
    if report.cue.class != Class::Verb || units[verb].tag != Tag::Vbn {
        return None;
    }
    let be = |u: usize| units[u].lemma == "be";
    let passive = passage.child(verb, &[Relation::AuxPass]).is_some() || (verb.saturating_sub(2)..verb).any(be);
    let by = (verb + 1..units.len().min(verb + AGENT)).find(|&u| units[u].lower == "by")?;
    let plain = (verb + 1..by).all(|u| !taken(report, u) && !units[u].tag.is_verb() && !units[u].tag.is_mark());
    if !passive || !plain || taken(report, by) || report.source.as_ref().is_some_and(|s| s.start == by + 1) {
        return None;
    }
    let end = (by + 1..units.len()).find(|&u| !part(&units[u]) || taken(report, u)).unwrap_or(units.len());
    let end = (by + 1..end).rev().find(|&u| units[u].tag.is_noun() || units[u].tag == Tag::Prp)? + 1;
    names_somebody(&units[by + 1..end]).then_some(by + 1..end)
}

/// Whether a unit may stand inside a mention.
fn part(unit: &Unit) -> bool {
    unit.tag.is_noun()
        || matches!(
            unit.tag,
            Tag::Dt | Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd | Tag::Pos | Tag::PrpS | Tag::In | Tag::Cc | Tag::Hyph
        ) && !starts_clause(unit)
}

/// "as", "while", "that", "because" open another clause.
fn starts_clause(unit: &Unit) -> bool {
    let listed =
        ["clause-preposition", "clause-start", "subordinator"].iter().any(|class| is_one_of(class, unit.lower));
    matches!(unit.tag, Tag::In | Tag::Cc) && listed
}

/// "has also", "may not": what stands between a subject and its verb.
fn auxiliary(unit: &Unit) -> bool {
    matches!(unit.relation, Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Advmod)
        || matches!(unit.tag, Tag::Rb | Tag::Md)
}

/// Whether a noun or a pronoun stands in it that is no time.
fn names_somebody(units: &[Unit]) -> bool {
    units.iter().any(|unit| unit.tag.is_noun() && !is_time(unit.lower) || unit.tag == Tag::Prp)
}
