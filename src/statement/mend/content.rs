//! Where content begins behind whom it was told, and ends before what the writer tells beside it.

use std::ops::Range;

use super::auxiliary;
use crate::lexicon::{is_one_of, is_time};
use crate::statement::cue::Class;
use crate::statement::decode::Report;
use crate::statement::frames;
use crate::statement::passage::{Passage, Unit};
use crate::text::Tag;

/// How many reports inside a content are looked at.
const BESIDE: usize = 12;
/// How many words a phrase has at most that tells where something was published.
const VENUE: usize = 8;
/// How many words of whom something is told are looked at.
const ADDRESSEE: usize = 5;

/// Returns one past the last unit of the content, where it runs on into something else.
pub fn end(passage: &Passage, report: &Report, all: &[Report]) -> Option<usize> {
    // What stands before its cue ends there, and a whole quotation with its mark.
    let last = report.content.last().filter(|last| report.cue.unit < last.start)?;
    if passage.units[last.start].quotation.is_some() {
        return None;
    }
    let of_verb = || {
        [
            coordinated(passage, report, last, all),
            venue(passage, last),
            occasion(passage, last),
            told_on(passage, report, last),
            withheld(passage, last),
        ]
    };
    let verb = (report.cue.class == Class::Verb).then(of_verb).into_iter().flatten();
    verb.chain([participle(passage, last)]).flatten().min()
}

/// Returns where the content begins that was taken with the end of whom it was told: "told the BBC's
/// Today [programme that she would stay]", "told [reporters she hoped to stay]".
pub fn begin(passage: &Passage, report: &Report) -> Option<usize> {
    let units = &passage.units;
    let first = report.content.first().filter(|first| report.cue.unit < first.start)?;
    if !is_one_of("addressing", &units[report.cue.unit].lemma) {
        return None;
    }
    let at = |n: usize| units.get(first.start + n).filter(|_| first.start + n < first.end);
    let clause = at(1).is_some_and(|unit| unit.tag == Tag::Prp) && at(2).is_some_and(|unit| unit.tag.is_finite());
    if clause && units[first.start].tag.is_noun() {
        return Some(first.start + 1);
    }
    let that = (first.start + 1..first.end.min(first.start + ADDRESSEE)).find(|&u| units[u].lower == "that")?;
    let part = |u: usize| units[u].tag.is_noun() || matches!(units[u].tag, Tag::Pos | Tag::Jj | Tag::Hyph | Tag::Cd);
    let named = (first.start..that).all(part) && units[that].tag == Tag::In;
    (named && units[that - 1].tag.is_noun()).then_some(that)
}

/// Whether the words of a quotation end before the unit `at`.
fn closes(passage: &Passage, at: usize) -> bool {
    passage.units[at - 1].within.is_some() && passage.units[at].within.is_none()
}

/// "said [people changed their minds] and several said they would": where the content ends before
/// another report that a conjunction joins to this one, with a subject of its own or the same.
fn coordinated(passage: &Passage, report: &Report, last: &Range<usize>, all: &[Report]) -> Option<usize> {
    let units = &passage.units;
    let joins = |u: usize| matches!(units[u].tag, Tag::Cc) || is_one_of("meanwhile", units[u].lower);
    let first = all.partition_point(|other| other.cue.unit <= last.start);
    all[first..]
        .iter()
        .take_while(|other| other.cue.unit < last.end)
        .take(BESIDE)
        .filter(|other| other.cue.class == Class::Verb)
        .filter_map(|other| {
            let source = other.source.clone()?;
            let own = last.start < source.start && source.end <= other.cue.unit;
            let shared = units[other.cue.unit].tag.is_tensed() && Some(&source) == report.source.as_ref();
            let from = if own { source.end } else { other.cue.unit };
            let mut start = other.cue.unit;
            while start > from && auxiliary(&units[start - 1]) {
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

/// "said it was “a shame,” calling for", "said he was sorry and calling it": a verb of speech in the
/// form of an attendant circumstance, behind a quotation that a comma closes or a conjunction.
fn participle(passage: &Passage, last: &Range<usize>) -> Option<usize> {
    let units = &passage.units;
    let plain = |u: usize| units[u].tag == Tag::Vbg && units[u].within.is_none();
    // "said talking helped and calling did": joined to another such verb of the content.
    let mut another = (last.start..last.end.min(last.start + 2)).any(plain);
    for u in last.start + 2..last.end {
        let mark = u - 1;
        let comma = matches!(units[mark].tag, Tag::Comma | Tag::Colon) && units[mark].within.is_some();
        let dash = units[mark].tag == Tag::Colon && units[mark - 1].within.is_some();
        let joined = units[mark].tag == Tag::Cc && !another;
        if plain(u) && (comma || dash || joined) {
            let seen = frames::count(Class::Verb, &units[u].lemma);
            if seen.reported * 5 > seen.seen * 3 {
                return Some(if comma { u } else { mark });
            }
        }
        another |= plain(u);
    }
    None
}

/// "called the system “rigged” in a tweet on Tuesday": where it was said.
fn venue(passage: &Passage, last: &Range<usize>) -> Option<usize> {
    let units = &passage.units;
    let at = (last.start + 1..last.end).rev().find(|&u| closes(passage, u))?;
    let placed = units[at].tag == Tag::In && is_one_of("venue-preposition", units[at].lower);
    let head = (at + 1..last.end.min(at + VENUE)).find(|&u| {
        let published = is_one_of("document", units[u].lower) && is_one_of("article", units[at + 1].lower);
        published && units[at + 1].lower != "the" || is_one_of("platform", units[u].lower)
    })?;
    let phrase = |u: usize| units[u].tag.is_noun() || matches!(units[u].tag, Tag::Dt | Tag::Jj | Tag::Pos | Tag::Hyph);
    (placed && (at + 1..head).all(phrase)).then_some(at)
}

/// "called the plan “a hoax” during a visit", "described her as “a disgrace” after she left": when it was
/// said, behind a content without a verb of its own.
fn occasion(passage: &Passage, last: &Range<usize>) -> Option<usize> {
    let units = &passage.units;
    let at = (last.start + 1..last.end).find(|&u| closes(passage, u))?;
    let when = is_time(units[at].lower) || is_one_of("occasion-opener", units[at].lower);
    let clause = |u: usize| {
        units[u].within.is_none() && (units[u].tag.is_verb() || units[u].tag == Tag::Md || units[u].lower == "that")
    };
    (when && !(last.start..at).any(clause)).then_some(at)
}

/// "said “We could not win,” and the flag is at half-mast": a clause of the writer's behind a quotation
/// that a comma closes.
fn told_on(passage: &Passage, report: &Report, last: &Range<usize>) -> Option<usize> {
    let units = &passage.units;
    let at = (last.start + 1..last.end).find(|&u| closes(passage, u))?;
    let begins = last.start == report.cue.unit + 1 && units[last.start].within.is_some();
    let finite = |mut range: Range<usize>| range.any(|u| units[u].tag.is_finite());
    let subject = |u: usize| units[u].tag.is_noun() || matches!(units[u].tag, Tag::Dt | Tag::Prp | Tag::PrpS);
    let clause = units[at].tag == Tag::Cc && at + 1 < last.end && units[at + 1].within.is_none() && subject(at + 1);
    let closed = units[at - 1].tag == Tag::Comma && finite(last.start..at);
    (begins && closed && clause && finite(at + 1..last.end)).then_some(at)
}

/// "how", "which", "by how much", "whether".
fn is_asked(unit: &Unit) -> bool {
    matches!(unit.tag, Tag::Wrb | Tag::Wp | Tag::Wdt) || unit.tag == Tag::In && unit.lower != "that"
}

/// "said it would cut output, but did not say by how much": what somebody does not tell.
fn withheld(passage: &Passage, last: &Range<usize>) -> Option<usize> {
    let units = &passage.units;
    // "did not say how", but not "did not say he knew".
    let asks = |u: usize| units.get(u).is_none_or(|unit| unit.tag.is_mark() || is_asked(unit));
    let silent = |u: usize| is_one_of("withheld", &units[u].lemma) && (units[u].lemma != "say" || asks(u + 1));
    let at = (last.start + 2..last.end.min(units.len().saturating_sub(3))).find(|&u| {
        let [and, help, small, verb] = [u, u + 1, u + 2, u + 3];
        let not = || is_one_of("auxiliary", &units[help].lemma) && is_one_of("negator", units[small].lower);
        let declined = || is_one_of("refuser", &units[help].lemma) && units[small].lower == "to";
        units[and].tag == Tag::Cc && units[and].within.is_none() && (not() || declined()) && silent(verb)
    })?;
    let comma = units[at - 1].tag == Tag::Comma;
    let end = at - usize::from(comma);
    (last.start..end).any(|u| units[u].tag.is_finite()).then_some(end)
}
