//! Sources that the order of the words makes plain where the parse went wrong: "according to X, …",
//! "X quoted Y as saying", "was announced by X", a mention that was cut in the middle.

use std::ops::Range;

use super::cue::Class;
use super::decode::Report;
use super::passage::{Passage, Unit};
use crate::lexicon::{is_body, is_one_of, is_time, is_title};
use crate::text::{Relation, Tag};

/// How many units may stand between a verb in the passive and "by".
const AGENT: usize = 6;
/// How many units a mention has at most.
const LONGEST: usize = 24;

/// Mends the sources of the reports of a passage, and leaves out those that a mended one replaces.
pub fn mend(text: &str, passage: &Passage, reports: Vec<Report>) -> Vec<Report> {
    let quoting: Vec<(usize, Range<usize>)> =
        reports.iter().filter_map(|report| quoted_as(passage, report).map(|found| (report.cue.unit, found))).collect();
    let quoted = |unit: usize| quoting.iter().find(|(cue, _)| *cue == unit).map(|(_, found)| found.clone());
    let cuts: Vec<Option<usize>> = reports.iter().map(|report| coordinated(passage, report, &reports)).collect();
    reports
        .into_iter()
        .zip(cuts)
        .map(|(report, cut)| match (cut, report.content.last().cloned()) {
            (Some(end), Some(last)) => {
                let mut content = report.content;
                content.pop();
                content.push(last.start..end);
                Report { content, ..report }
            }
            _ => report,
        })
        .filter(|report| {
            // "quoted [Li as saying it would open]": what Li says is a statement of its own.
            !(is_one_of("quoting", &passage.units[report.cue.unit].lemma)
                && report.content.iter().any(|run| quoting.iter().any(|(cue, _)| run.contains(cue))))
        })
        .map(|report| {
            let source = quoted(report.cue.unit)
                .or_else(|| cited(passage, &report))
                .or_else(|| according(passage, &report))
                .or_else(|| agent(passage, &report))
                .or_else(|| subject(passage, &report))
                .or_else(|| apposition(passage, &report))
                .or_else(|| whole(text, passage, &report));
            match source {
                Some(source) => Report { source: Some(source), ..report },
                None => report,
            }
        })
        .collect()
}

/// "said [people changed their minds] and several said they would": where the content ends before
/// another report that a conjunction joins to this one, with a subject of its own or the same.
fn coordinated(passage: &Passage, report: &Report, all: &[Report]) -> Option<usize> {
    let units = &passage.units;
    let last = report.content.last()?;
    let plain = report.cue.class == Class::Verb && units[last.start].quotation.is_none();
    if !plain || report.cue.unit >= last.start {
        return None;
    }
    let beside = |u: usize| auxiliary(&units[u]) || matches!(units[u].tag, Tag::Rb | Tag::Md);
    let joins = |u: usize| matches!(units[u].tag, Tag::Cc) || is_one_of("meanwhile", &units[u].lower);
    all.iter()
        .filter(|other| other.cue.class == Class::Verb && other.cue.unit > last.start && other.cue.unit < last.end)
        .filter_map(|other| {
            let source = other.source.clone()?;
            let own = last.start < source.start && source.end <= other.cue.unit;
            let finite = matches!(units[other.cue.unit].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
            let shared = finite && Some(&source) == report.source.as_ref();
            let from = if own { source.end } else { other.cue.unit };
            let mut start = other.cue.unit;
            while start > from && beside(start - 1) {
                start -= 1;
            }
            if own && start != source.end {
                return None;
            }
            let start = if own { source.start } else { start };
            let conjunction = start.checked_sub(1).filter(|&u| joins(u) && (own || shared))?;
            let comma = conjunction > 0 && units[conjunction - 1].tag == Tag::Comma;
            Some(conjunction - usize::from(comma))
        })
        .filter(|&end| end > last.start + 1 && (last.start..end).any(|u| units[u].tag.is_verb()))
        .min()
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
    let start = report.cue.unit + if units[report.cue.unit].lower == "per" { 1 } else { 2 };
    let mut open = 0_usize;
    let end = (start..units.len().min(start + LONGEST)).find(|&u| {
        match units[u].tag {
            Tag::OpenBracket => open += 1,
            Tag::CloseBracket => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0 && matches!(units[u].tag, Tag::Comma | Tag::Stop | Tag::Colon) || taken(report, u)
    })?;
    (start < end && names_somebody(&units[start..end])).then_some(start..end)
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

/// "[Cengiz] addressed reporters, calling for": the subject, where the object was taken for the source.
fn subject(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let cue = report.cue.unit;
    let verb = source.start.checked_sub(1)?;
    let participle = units[cue].tag == Tag::Vbg && units[cue.checked_sub(1)?].tag == Tag::Comma;
    if !participle || source.end + 1 != cue || !matches!(units[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
        return None;
    }
    let head = passage.child(verb, &[Relation::Nsubj]).filter(|&head| head < verb)?;
    let start = units[head].reach.start;
    let end = (head + 1..verb).find(|&u| units[u].tag == Tag::Comma).unwrap_or(verb).min(units[head].reach.end);
    names_somebody(&units[start..end]).then_some(start..end)
}

/// "[Airtrack], a database of aircraft, states": whom the words behind the comma describe.
fn apposition(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let comma = source.start.checked_sub(1).filter(|&u| units[u].tag == Tag::Comma)?;
    let name = (0..comma).rev().find(|&u| !units[u].tag.is_name()).map_or(0, |u| u + 1);
    // "said Roe, a partner at": the name stands right behind the cue.
    let front = source.start > report.cue.unit && (report.cue.unit + 1..name).all(|u| part(&units[u]));
    // "in the States, the company said" is no apposition.
    let the = name > 0 && units[name - 1].lower == "the";
    let edge = name - usize::from(the);
    let closed =
        front || edge == 0 || units[edge - 1].tag.is_mark() || the && name + 1 < comma && units[edge - 1].lower != "in";
    let behind = front
        || source.end == report.cue.unit
        || source.end + 1 == report.cue.unit && units[source.end].tag == Tag::Comma;
    // "Besides, the strategists said", "the States, the Union and others said" describe nobody.
    let breaks = |u: usize| units[u].tag.is_verb() || matches!(units[u].tag, Tag::In | Tag::Comma | Tag::Wp);
    let head = &units[source.clone().find(|&u| breaks(u)).unwrap_or(source.end) - 1];
    let article = match units[source.start].lower.as_str() {
        "the" => comma > name + 1 && head.tag == Tag::Nn && !is_one_of("document", &head.lower),
        first => is_one_of("article", first),
    };
    let article = article && !source.clone().any(|u| units[u].tag == Tag::Cc);
    let free = (name..comma).all(|u| !taken(report, u) && !is_time(&units[u].lower));
    (name < comma && closed && behind && article && free).then_some(name..source.end)
}

/// "[school districts] across the area announced", "[The Lost 52] Project announced": goes back to the
/// beginning of a mention that was cut, where the sentence or a comma opens it.
fn whole(text: &str, passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let before = source.start.checked_sub(1)?;
    // What verb follows says that it is a subject.
    let verb = (source.end..report.cue.unit).all(|u| matches!(units[u].tag, Tag::Rb | Tag::Md) || auxiliary(&units[u]));
    if report.cue.class != Class::Verb || source.end > report.cue.unit || !verb || is_pronoun(&units[source.start]) {
        return None;
    }
    let tag = |u: usize| units[u].tag;
    let opens =
        tag(source.start) == Tag::In && units[source.start].lower != "by" && !starts_clause(&units[source.start]);
    let joined = matches!(tag(before), Tag::In | Tag::Cc | Tag::CloseBracket);
    // "the deal BP wants", "problems BP caused", but "attorney Burney", "at consultancy IHS".
    let carries = |u: usize| {
        let word = &units[u].lower;
        let single = word.strip_suffix('s').unwrap_or(word);
        let capital = text[units[u].span.clone()].starts_with(char::is_uppercase);
        let determined = u > 0 && matches!(tag(u - 1), Tag::Dt | Tag::PrpS);
        let bare = tag(u) == Tag::Nn && !is_one_of("indefinite", word) && !determined;
        capital || is_title(word) || is_title(single) || is_body(word) || bare
    };
    let inner = !matches!(tag(source.start), Tag::Dt | Tag::PrpS)
        && (tag(before).is_noun() && (carries(before) || !tag(source.start).is_name())
            || matches!(tag(before), Tag::Cd | Tag::Dt | Tag::Jj | Tag::Pos));
    // "in Munich, Germany confirmed": a place and its country.
    let place = (tag(source.start).is_name() && tag(before) == Tag::Comma && before > 1 && tag(before - 1).is_name())
        .then(|| (0..before).rev().find(|&u| !tag(u).is_name()))
        .flatten()
        .filter(|&u| is_one_of("place-preposition", &units[u].lower));
    if !(opens || joined || inner || place.is_some()) {
        return None;
    }
    // "The Lost 52 Project": what is written with a capital is no verb.
    let named = |u: usize| tag(u).is_verb() && text[units[u].span.clone()].starts_with(char::is_uppercase);
    let inside = |u: usize| {
        let bracket = matches!(tag(u), Tag::OpenBracket | Tag::CloseBracket);
        let first = u == 0 || tag(u - 1).is_mark();
        let plain = part(&units[u]) && !is_time(&units[u].lower) && !is_heading(text, units, u);
        plain || bracket || named(u) && !first
    };
    let end = place.unwrap_or(source.start);
    let start = (0..end).rev().find(|&u| !inside(u) || taken(report, u)).map_or(0, |u| u + 1);
    let closed = start
        .checked_sub(1)
        .is_none_or(|u| taken(report, u) || tag(u).is_mark() || starts_clause(&units[u]) || is_heading(text, units, u));
    let opens = matches!(tag(start), Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Cd)
        || tag(start).is_noun()
        || is_one_of("correlative", &units[start].lower);
    let somebody = (start..end).any(|u| tag(u).is_noun() || named(u) || is_title(&units[u].lower));
    let fits = start < end && closed && opens && somebody && source.end - start <= LONGEST;
    fits.then_some(start..source.end)
}

/// Whether a unit may stand inside a mention.
fn part(unit: &Unit) -> bool {
    unit.tag.is_noun()
        || matches!(
            unit.tag,
            Tag::Dt | Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd | Tag::Pos | Tag::PrpS | Tag::In | Tag::Cc | Tag::Hyph
        ) && !starts_clause(unit)
}

/// "RISKS REMAIN The bank said": words of a heading that runs into the sentence.
fn is_heading(text: &str, units: &[Unit], at: usize) -> bool {
    let shouted = |u: usize| {
        let word = &text[units[u].span.clone()];
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 1 && !word.chars().any(char::is_lowercase) { letters } else { 0 }
    };
    let beside = at > 0 && shouted(at - 1) > 0 || at + 1 < units.len() && shouted(at + 1) > 0;
    let code = units[at].lower.len() > 6 && units[at].lower.contains(|c: char| c.is_ascii_digit());
    shouted(at) > 6 || shouted(at) > 0 && beside || code
}

/// "as", "while", "that", "because" open another clause.
fn starts_clause(unit: &Unit) -> bool {
    matches!(unit.tag, Tag::In | Tag::Cc) && is_one_of("clause-start", &unit.lower)
}

fn auxiliary(unit: &Unit) -> bool {
    matches!(unit.relation, Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Advmod)
}

fn is_pronoun(unit: &Unit) -> bool {
    matches!(unit.tag, Tag::Prp | Tag::Wp | Tag::Wdt)
}

/// Whether a noun or a pronoun stands in it that is no time.
fn names_somebody(units: &[Unit]) -> bool {
    units.iter().any(|unit| unit.tag.is_noun() && !is_time(&unit.lower) || unit.tag == Tag::Prp)
}
