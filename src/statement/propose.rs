//! Proposals: the stretches of a passage that may be the content of a cue, of which
//! [`super::rank`] takes one.
//!
//! Some follow the parse, some only the order of the words ("everything after the cue up to a
//! comma"), so that a sentence that the parser gets wrong still has the right proposal. What both
//! propose is the likelier for it.

use std::ops::Range;

use smallvec::smallvec;

use super::argument::Via;
use super::cue::{Candidate, Class};
use super::decode::{Decoded, Scored, trimmed};
use super::passage::Passage;
use super::role::{Role, content_form};
use super::runs::{Runs, without};
use super::{ends, starts};
use crate::lexicon::is_one_of;
use crate::text::{Relation, Tag};

/// How a proposal came about; one may come about in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// Put together from all likely arguments.
    pub decoded: bool,
    /// One argument alone.
    pub argument: bool,
    /// One argument without its end or its beginning.
    pub shortened: bool,
    /// The words after the cue.
    pub rest: bool,
    /// The words before the cue.
    pub front: bool,
    /// The words around the cue.
    pub around: bool,
}

/// A stretch that may be the content.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Runs of units, in order, not overlapping, none of them empty.
    pub runs: Runs,
    pub origin: Origin,
    /// How likely the argument behind it is content; 0 where there is none.
    pub probability: f32,
    /// How the argument behind it is tied to the cue, and its shape.
    pub via: Via,
    pub form: &'static str,
    /// How likely its shortening is, or that it needs none.
    pub fit: f32,
}

/// An argument less likely than this is no proposal of its own.
const FLOOR: f32 = 0.06;
/// Places where the words after or before a cue may end or begin.
const PLACES: usize = 7;
/// The longest gap between a cue and content that hangs on it, in units.
const GAP: usize = 14;

/// Returns what may be the content of `cue`, without duplicates; `source` is its likeliest source.
pub fn proposals(
    passage: &Passage,
    cue: &Candidate,
    scored: &[Scored],
    source: Option<&Range<usize>>,
    decoded: Option<&Decoded>,
) -> Vec<Proposal> {
    let mut found = Found { passage, list: Vec::new() };
    if let Some(decoded) = decoded {
        found.add(Proposal {
            runs: decoded.runs.iter().cloned().collect(),
            origin: Origin { decoded: true, ..Origin::default() },
            probability: decoded.probability,
            via: decoded.via,
            form: decoded.form,
            fit: 1.0,
        });
    }
    let block = block(passage, cue, source);
    let cue_itself = cue.unit..cue.unit + 1;
    let taken: Vec<Range<usize>> = source.cloned().into_iter().chain([cue_itself]).collect();
    let mut likely = 0.0f32;
    for argument in scored {
        let probability = argument.roles[Role::Content as usize];
        likely = likely.max(probability);
        if probability >= FLOOR {
            shortenings(passage, cue, argument, probability, &taken, &mut found);
        }
    }
    if cue.listed && (likely >= FLOOR || super::frames::is_report(cue.class, &passage.units[cue.unit].lemma)) {
        match cue.class {
            Class::Hearsay => {}
            _ => surface(passage, cue, &block, &taken, &mut found),
        }
    }
    found.list
}

struct Found<'a> {
    passage: &'a Passage<'a>,
    list: Vec<Proposal>,
}

impl Found<'_> {
    /// Takes a proposal; of two with the same runs the first stays, and both origins count.
    fn add(&mut self, mut proposal: Proposal) {
        proposal.runs =
            proposal.runs.into_iter().map(|run| trimmed(self.passage, run)).filter(|r| !r.is_empty()).collect();
        if proposal.runs.is_empty() {
            return;
        }
        match self.list.iter_mut().find(|known| known.runs == proposal.runs) {
            Some(known) => {
                let (a, b) = (&mut known.origin, proposal.origin);
                a.decoded |= b.decoded;
                a.argument |= b.argument;
                a.shortened |= b.shortened;
                a.rest |= b.rest;
                a.front |= b.front;
                a.around |= b.around;
                known.probability = known.probability.max(proposal.probability);
                known.fit = known.fit.max(proposal.fit);
            }
            None => self.list.push(proposal),
        }
    }

    fn surface(&mut self, runs: Runs, origin: Origin) {
        self.add(Proposal { runs, origin, probability: 0.0, via: Via::Near, form: "surface", fit: 0.0 });
    }
}

/// An argument as it is, and without its likeliest ends and beginnings.
fn shortenings(
    passage: &Passage,
    cue: &Candidate,
    scored: &Scored,
    probability: f32,
    taken: &[Range<usize>],
    found: &mut Found,
) {
    let argument = &scored.argument;
    let form = content_form(passage, argument);
    let mut add = |runs: Runs, shortened: bool, fit: f32| {
        let runs = without(runs, taken);
        let origin = Origin { argument: !shortened, shortened, ..Origin::default() };
        found.add(Proposal { runs, origin, probability, via: argument.via, form, fit });
    };
    let runs: Runs = argument.runs().collect();
    let Some(last) = runs.last().cloned() else { return };
    let mut cuts = ends::weighed(passage, cue, &last);
    cuts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let whole = 1.0 - cuts.first().map_or(0.0, |c| c.1);
    add(runs.clone(), false, whole);
    let begun = |end: usize| {
        let mut runs = runs.clone();
        if let Some(run) = runs.last_mut() {
            run.end = end;
        }
        if let Some(run) = runs.first_mut() {
            *run = starts::start(passage, cue, run.clone());
        }
        runs
    };
    add(begun(last.end), true, whole);
    for (cut, share) in cuts.iter().take(3) {
        add(begun(cut.at), true, *share);
    }
    for (start, share) in starts::weighed(passage, cue, &runs[0]).into_iter().take(2) {
        let mut later = runs.clone();
        later[0].start = start.at;
        add(later, true, share);
    }
}

/// Returns the cue with its auxiliaries and the source beside it.
fn block(passage: &Passage, cue: &Candidate, source: Option<&Range<usize>>) -> Range<usize> {
    let units = &passage.units;
    let mut block = cue.unit..cue.unit + 1;
    let belongs = |u: usize| {
        units[u].head == Some(cue.unit)
            && matches!(units[u].relation, Relation::Aux | Relation::AuxPass | Relation::Advmod | Relation::Cop)
    };
    while block.start > 0 && belongs(block.start - 1) {
        block.start -= 1;
    }
    if let Some(source) = source {
        // "according to the police": "to" stands between.
        if source.end <= block.start && block.start - source.end <= 2 {
            block.start = source.start;
        } else if source.start >= block.end && source.start - block.end <= 2 {
            block.end = source.end;
        }
    }
    block
}

/// What the order of the words alone allows.
fn surface(passage: &Passage, cue: &Candidate, block: &Range<usize>, taken: &[Range<usize>], found: &mut Found) {
    let units = &passage.units;
    let comma = |u: usize| units.get(u).is_some_and(|unit| matches!(unit.tag, Tag::Comma | Tag::Colon));
    let begins = fronts(passage, block);
    let after = rests(passage, cue, block);
    let stops = stops(passage, block.end);
    for &begin in &begins {
        let front = begin..block.start;
        // "Hawaii, the governor pointed out, normally gets none".
        if cue.class != Class::Noun && comma(block.start.wrapping_sub(1)) {
            if let Some(&rest) = after.iter().find(|&&rest| comma(rest.wrapping_sub(1))) {
                for &stop in stops.iter().rev().take(3).filter(|&&stop| stop > rest) {
                    let origin = Origin { around: true, ..Origin::default() };
                    found.surface(smallvec![front.clone(), rest..stop], origin);
                }
            }
            let origin = Origin { front: true, ..Origin::default() };
            found.surface(without(smallvec![front.clone()], taken), origin);
        } else if matches!(cue.class, Class::According) || units[block.start.saturating_sub(1)].quotation.is_some() {
            let origin = Origin { front: true, ..Origin::default() };
            found.surface(without(smallvec![front], taken), origin);
        }
    }
    let origin = Origin { rest: true, ..Origin::default() };
    for &begin in &after {
        for &stop in stops.iter().filter(|&&stop| stop > begin + 1) {
            found.surface(without(smallvec![begin..stop], taken), origin);
        }
    }
    for begin in inside_source(passage, cue, block) {
        // What was taken for the source may run to the end of the sentence.
        let swallowed = if block.end + 1 < units.len() { Vec::new() } else { self::stops(passage, begin) };
        let beyond = stops.iter().filter(|&&stop| stop > block.end + 1);
        for &stop in beyond.chain(swallowed.iter().filter(|&&stop| stop > begin + 1)) {
            found.surface(std::iter::once(begin..stop).collect(), origin);
        }
    }
}

/// Where content may begin inside what was taken for a source after the cue: "The embassy said the
/// family left", "According to Mayor Dee Margo, police were investigating".
fn inside_source(passage: &Passage, cue: &Candidate, block: &Range<usize>) -> Vec<usize> {
    let after = cue.unit + 1..block.end;
    let comma = |&u: &usize| passage.comma_parts(u);
    match cue.class {
        Class::Verb if !after.is_empty() => vec![cue.unit + 1],
        Class::According => after.filter(comma).take(3).map(|u| u + 1).collect(),
        _ => Vec::new(),
    }
}

/// Where content before the cue may begin: with the sentence, or after a mark or a conjunction.
fn fronts(passage: &Passage, block: &Range<usize>) -> Vec<usize> {
    let units = &passage.units;
    let mut found = Vec::new();
    let mut nearest: Vec<usize> = Vec::new();
    let limit = block.start.saturating_sub(1);
    let first = units[..limit].iter().rposition(|unit| unit.tag == Tag::Stop).map_or(0, |stop| stop + 1);
    found.push(first);
    let parts = |u: &usize| units[*u].tag == Tag::Cc || (units[*u].tag.is_mark() && units[*u].lower != "-");
    nearest.extend((first..limit).filter(parts).map(|u| u + 1));
    found.extend(nearest.iter().take(2));
    found.extend(nearest.iter().rev().take(2));
    found.sort_unstable();
    found.dedup();
    found.retain(|&u| u < limit);
    found
}

/// Where content after the cue may begin: right there, after to whom, when or where it was said,
/// with the conjunction, after a mark.
fn rests(passage: &Passage, cue: &Candidate, block: &Range<usize>) -> Vec<usize> {
    let units = &passage.units;
    let limit = units.len().min(block.end + GAP);
    let mut found = Vec::new();
    let mut at = block.end;
    while at < limit && (units[at].relation == Relation::CompoundPrt || units[at].tag == Tag::Rp) {
        at += 1;
    }
    found.push(at);
    // "told reporters on Sunday the plan": step over what ends there, a few times.
    for _ in 0..3 {
        let Some(unit) = units.get(at) else { break };
        if is_one_of("calendar", unit.lower.trim_end_matches('.')) {
            at += 1;
            found.push(at);
            continue;
        }
        let phrase = (at..limit)
            .filter(|&u| {
                units[u].reach.start == at
                    && units[u].reach.end <= limit
                    && units[u].head.is_some_and(|h| h == cue.unit || h >= units[u].reach.end)
                    && !units[u].tag.is_verb()
                    && units[u].quotation.is_none()
            })
            .map(|u| units[u].reach.end)
            .max();
        match phrase {
            Some(end) if end > at => {
                at = end;
                found.push(at);
            }
            _ => break,
        }
    }
    let conjunction = |u: &usize| {
        let unit = &units[*u];
        unit.relation == Relation::Mark || matches!(unit.tag, Tag::Wrb | Tag::Wp) || unit.lower == "that"
    };
    found.extend((block.end..limit).find(conjunction));
    // "According to the mayor, Dee Margo, police were": any of the first commas may end what is not content.
    found.extend(
        (block.end..limit).filter(|&u| passage.comma_parts(u) || units[u].tag == Tag::Colon).take(3).map(|u| u + 1),
    );
    found.retain(|&u| u < units.len());
    found.sort_unstable();
    found.dedup();
    found
}

/// Where content after the cue may end: with the passage, or before a mark or a conjunction.
fn stops(passage: &Passage, from: usize) -> Vec<usize> {
    let units = &passage.units;
    let mut weak = Vec::new();
    let mut end = units.len();
    for u in from + 1..units.len() {
        if units[u].tag == Tag::Stop && u + 1 < units.len() {
            end = u;
            break;
        }
        let before_mark = units[u - 1].tag.is_mark();
        let mark = units[u].tag.is_mark() && units[u].tag != Tag::Hyph;
        let conjunction = !before_mark
            && (units[u].tag == Tag::Cc
                || (units[u].relation == Relation::Mark && units[u].tag == Tag::In)
                || matches!(units[u].relation, Relation::Acl | Relation::Advcl) && units[u].tag == Tag::Vbg);
        if mark || conjunction {
            weak.push((u, mark));
        }
    }
    if weak.len() > PLACES {
        weak.retain(|&(_, mark)| mark);
    }
    let mut found: Vec<usize> = weak.iter().map(|&(u, _)| u).collect();
    if found.len() > PLACES {
        let tail = found.split_off(found.len() - PLACES / 2);
        found.truncate(PLACES - PLACES / 2);
        found.extend(tail);
    }
    found.push(end);
    found
}
