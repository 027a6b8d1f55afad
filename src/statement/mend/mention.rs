//! The whole mention of who speaks: from its beginning, with the name that it describes.

use std::ops::Range;

use super::{LONGEST, auxiliary, names_somebody, part, starts_clause, taken};
use crate::lexicon::{is_body, is_one_of, is_time, is_title};
use crate::statement::cue::Class;
use crate::statement::decode::Report;
use crate::statement::passage::{Passage, Unit};
use crate::text::{Relation, Tag};

/// Returns the whole mention, where less or something else was taken for the source.
pub fn mention(text: &str, passage: &Passage, report: &Report) -> Option<Range<usize>> {
    subject(passage, report)
        .or_else(|| raised(passage, report))
        .or_else(|| opened(passage, report))
        .or_else(|| attended(passage, report))
        .or_else(|| told_of(text, passage, report))
        .or_else(|| apposition(passage, report))
        .or_else(|| whole(text, passage, report))
        .or_else(|| fronted(text, passage, report))
}

/// "[Cengiz] addressed reporters, calling for": the subject, where the object was taken for the source.
fn subject(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let cue = report.cue.unit;
    let verb = source.start.checked_sub(1)?;
    let participle = units[cue].tag == Tag::Vbg && units[cue.checked_sub(1)?].tag == Tag::Comma;
    if !participle || source.end + 1 != cue || !units[verb].tag.is_tensed() {
        return None;
    }
    let head = passage.child(verb, &[Relation::Nsubj]).filter(|&head| head < verb)?;
    let start = units[head].reach.start;
    let end = (head + 1..verb).find(|&u| units[u].tag == Tag::Comma).unwrap_or(verb).min(units[head].reach.end);
    names_somebody(&units[start..end]).then_some(start..end)
}

/// "[One official] raised concerns that": the verb of a noun that reports is no part of who has them.
fn raised(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let noun = report.cue.class == Class::Noun;
    let source = report.source.clone().filter(|source| noun && source.end == report.cue.unit)?;
    let verb = source.end.checked_sub(1).filter(|&u| matches!(units[u].tag, Tag::Vbn | Tag::Vbd))?;
    names_somebody(&units[source.start..verb]).then_some(source.start..verb)
}

/// "[Brown], finishing a trip to Norland, wants": who does the one and the other, where the object of the
/// one was taken for the source.
fn attended(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = source_before(report)?;
    let comma = source.start.checked_sub(2).filter(|&u| units[u].tag == Tag::Comma && units[u + 1].tag == Tag::Vbg)?;
    let closed = units.get(source.end).is_some_and(|unit| unit.tag == Tag::Comma);
    let subject = |u: &usize| part(&units[*u]) || units[*u].tag == Tag::Prp;
    let start = comma - (0..comma).rev().take(LONGEST).take_while(subject).count();
    let opens = start == 0 || units[start - 1].tag.is_mark();
    (closed && opens && names_somebody(&units[start..comma])).then_some(start..comma)
}

/// "because [many generals] believed": who it is begins behind the conjunction.
fn opened(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = source_before(report)?;
    let opens = |u: usize| {
        // "a day after the agency said" tells when it was said.
        let dated = u > 0 && units[u - 1].tag.is_noun() && is_one_of("occasion-opener", units[u].lower);
        let first = u == source.start && starts_clause(&units[u]) && !dated;
        units[u].tag == Tag::In && (first || is_one_of("subordinator", units[u].lower))
    };
    let start = source.clone().rev().take(2 * LONGEST).find(|&u| opens(u))? + 1;
    let noun = units.get(start).is_some_and(|unit| part(unit) && unit.tag != Tag::In || unit.tag == Tag::Prp);
    // "After the grounding, a minister", "if a stock is oversold": not who it is alone.
    let relative = |u: usize| matches!(units[u].tag, Tag::Wp | Tag::Wdt);
    let end = (start..source.end).find(|&u| relative(u)).unwrap_or(source.end);
    let breaks =
        |u: usize| units[u].tag.is_finite() || units[u].tag == Tag::Comma && !units[u - 1].tag.is_name() && u + 1 < end;
    let whole = start < source.end && noun && !(start + 1..end).any(breaks);
    (whole && names_somebody(&units[start..end])).then_some(start..source.end)
}

/// "[scientists using a telescope] have confirmed", "[Terri Colm, who sponsored the bill,] remarked": goes
/// back over what is told of who it is, where its object was taken for the source.
fn told_of(text: &str, passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = source_before(report)?;
    let object = source.start - (0..source.start).rev().take(LONGEST).take_while(|&u| part(&units[u])).count();
    let verb = object.checked_sub(1)?;
    let before = verb.checked_sub(1)?;
    let using = units[verb].tag == Tag::Vbg && units[before].tag.is_noun();
    let who = units[verb].tag.is_tensed() && matches!(units[before].tag, Tag::Wp | Tag::Wdt);
    let follows = |u: usize| auxiliary(&units[u]) || who && units[u].tag == Tag::Comma;
    let pronoun = || source.clone().any(|u| is_pronoun(&units[u]));
    if !(using || who && !pronoun()) || !(source.end..report.cue.unit).all(follows) {
        return None;
    }
    let comma = who && before > 0 && units[before - 1].tag == Tag::Comma;
    let end = if using { verb } else { before - usize::from(comma) };
    let start = beginning(text, passage, report, end)?;
    (source.end - start <= LONGEST && names_somebody(&units[start..end])).then_some(start..source.end)
}

/// Returns the source of a report, if it stands before the cue.
fn source_before(report: &Report) -> Option<Range<usize>> {
    report.source.clone().filter(|source| source.end <= report.cue.unit)
}

/// "[Airtrack], a database of aircraft, states": whom the words behind the comma describe.
fn apposition(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let comma = source.start.checked_sub(1).filter(|&u| units[u].tag == Tag::Comma)?;
    // "Office of Bridges and Structures": names go on behind small words.
    let inner = |u: usize| units[u].tag.is_name() || u + 1 < comma && is_one_of("connector", units[u].lower);
    let name = (0..comma).rev().find(|&u| !inner(u)).map_or(0, |u| u + 1);
    let name = (name..comma).find(|&u| units[u].tag.is_name()).unwrap_or(comma);
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
    let article = match units[source.start].lower {
        "the" => comma > name + 1 && head.tag == Tag::Nn && !is_one_of("document", head.lower),
        first => is_one_of("article", first),
    };
    let article = article && !source.clone().any(|u| units[u].tag == Tag::Cc);
    let free = (name..comma).all(|u| !taken(report, u) && !is_time(units[u].lower));
    (name < comma && closed && behind && article && free).then_some(name..source.end)
}

/// "[school districts] across the area announced", "[The Lost 52] Project announced": goes back to the
/// beginning of a mention that was cut, where the sentence or a comma opens it.
fn whole(text: &str, passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = report.source.clone()?;
    let before = source.start.checked_sub(1)?;
    // What verb follows says that it is a subject.
    let verb = (source.end..report.cue.unit).all(|u| auxiliary(&units[u]));
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
        .filter(|&u| is_one_of("place-preposition", units[u].lower));
    if !(opens || joined || inner || place.is_some()) {
        return None;
    }
    let start = beginning(text, passage, report, place.unwrap_or(source.start))?;
    (source.end - start <= LONGEST).then_some(start..source.end)
}

/// "[The ruling party] has accused": the subject before a cue for which no source was found.
fn fronted(text: &str, passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    let cue = report.cue.unit;
    let beside = |u: &usize| auxiliary(&units[*u]) || units[*u].tag.is_tensed();
    let end = cue - (0..cue).rev().take_while(beside).count();
    let passive = (end..cue).any(|u| units[u].lemma == "be") && units[cue].tag == Tag::Vbn;
    let finite = end < cue || units[cue].tag.is_tensed();
    if report.source.is_some() || report.cue.class != Class::Verb || passive || !finite {
        return None;
    }
    let start = beginning(text, passage, report, end)?;
    let noun = units[end - 1].tag.is_noun();
    (noun && end - start <= LONGEST && names_somebody(&units[start..end])).then_some(start..end)
}

/// Returns where the mention begins that ends before the unit `end`, if nothing but a mention stands
/// between it and the beginning of the clause.
fn beginning(text: &str, passage: &Passage, report: &Report, end: usize) -> Option<usize> {
    let units = &passage.units;
    let tag = |u: usize| units[u].tag;
    // "The Lost 52 Project": what is written with a capital is no verb.
    let named = |u: usize| tag(u).is_verb() && text[units[u].span.clone()].starts_with(char::is_uppercase);
    let inside = |u: usize| {
        let bracket = matches!(tag(u), Tag::OpenBracket | Tag::CloseBracket);
        let first = u == 0 || tag(u - 1).is_mark();
        let plain = part(&units[u]) && !is_time(units[u].lower) && !is_heading(text, units, u);
        plain || bracket || named(u) && !first
    };
    let start = (0..end).rev().find(|&u| !inside(u) || taken(report, u)).map_or(0, |u| u + 1);
    let closed = start
        .checked_sub(1)
        .is_none_or(|u| taken(report, u) || tag(u).is_mark() || starts_clause(&units[u]) || is_heading(text, units, u));
    let opens = matches!(tag(start), Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Cd)
        || tag(start).is_noun()
        || is_one_of("correlative", units[start].lower);
    let somebody = (start..end).any(|u| tag(u).is_noun() || named(u) || is_title(units[u].lower));
    (start < end && closed && opens && somebody).then_some(start)
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

fn is_pronoun(unit: &Unit) -> bool {
    matches!(unit.tag, Tag::Prp | Tag::Wp | Tag::Wdt)
}
