//! Starts: where content begins after words that say when or where it was said.
//!
//! "said on Friday he may declare an emergency": the parse hangs "on Friday" on the clause, the
//! reader on "said".

use std::ops::Range;
use std::sync::LazyLock;

use super::cue::Candidate;
use super::feature::{Part, Sink, fact, part, parts};
use super::passage::Passage;
use super::weights::{self, Weights};
use crate::text::Relation;

static MODEL: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::load(&weights::model("starts.bin", include_bytes!("../../model/starts.bin"))));

/// A place where content may begin later than the parse says.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The first unit that is kept.
    pub at: usize,
    /// The dependent that is left out last.
    pub dependent: usize,
}

/// Returns the places where the content `units` of a cue before it may begin, the earliest first.
pub fn starts(passage: &Passage, cue: &Candidate, units: &Range<usize>) -> Vec<Start> {
    let mut found = Vec::new();
    if units.start <= cue.unit {
        return found;
    }
    let Some(head) = units.clone().find(|&u| passage.units[u].head.is_none_or(|h| !units.contains(&h))) else {
        return found;
    };
    let mut at = units.start;
    for &child in &passage.children[head] {
        let unit = &passage.units[child];
        // "called for the repeal": the preposition belongs to the cue or to the content.
        if unit.relation == Relation::Case && child == at && at == units.start && child + 1 < units.end {
            found.push(Start { at: child + 1, dependent: child });
            break;
        }
        if child >= head || unit.reach.start < at || !units.contains(&child) {
            continue;
        }
        if unit.relation == Relation::Punct && unit.reach.start == at {
            at = unit.reach.end;
            continue;
        }
        let movable = matches!(
            unit.relation,
            Relation::Obl
                | Relation::OblUnmarked
                | Relation::Advmod
                | Relation::Advcl
                | Relation::Nmod
                | Relation::NmodUnmarked
                | Relation::Obj
                | Relation::Iobj
                | Relation::Dep
                | Relation::Parataxis
                | Relation::Nsubj
        );
        if unit.reach.start != at || !movable || unit.reach.end >= units.end {
            break;
        }
        at = unit.reach.end;
        if passage.units[at].within.is_some() && passage.units[at].within == passage.units[at - 1].within {
            continue;
        }
        found.push(Start { at, dependent: child });
    }
    found
}

/// Returns the content's units after the most likely later start, if any is likely.
pub fn start(passage: &Passage, cue: &Candidate, units: Range<usize>) -> Range<usize> {
    // "said Saturday that": a conjunction that opens the clause settles it.
    let head = units.clone().find(|&u| passage.units[u].head.is_none_or(|h| !units.contains(&h)));
    if let Some(mark) = head.filter(|_| units.start > cue.unit).and_then(|h| passage.child(h, &[Relation::Mark]))
        && units.contains(&mark)
        && passage.units[mark].lower == "that"
    {
        return mark..units.end;
    }
    let mut best = (0.5, units.start);
    for (place, share) in weighed(passage, cue, &units) {
        if share > best.0 {
            best = (share, place.at);
        }
    }
    best.1..units.end
}

/// Returns the places where the content `units` may begin later, with how likely each is.
pub fn weighed(passage: &Passage, cue: &Candidate, units: &Range<usize>) -> Vec<(Start, f32)> {
    starts(passage, cue, units)
        .into_iter()
        .map(|place| {
            let share = MODEL.share(|sink| features(passage, cue, units, &place, sink));
            (place, share)
        })
        .collect()
}

/// Puts the features of a later start into `sink`.
pub fn features(passage: &Passage, cue: &Candidate, units: &Range<usize>, start: &Start, sink: &mut impl Sink) {
    let all = &passage.units;
    let dependent = &all[start.dependent];
    let relation = Part::from(dependent.relation);
    let case = passage.child(start.dependent, &[Relation::Case, Relation::Mark]).map_or(part!(""), |c| all[c].word());
    let next = &all[start.at];
    let next_mark = if next.tag.is_mark() { next.word() } else { part!("") };
    let touching = if units.start == cue.unit + 1 { part!("touching") } else { part!("apart") };
    let comma_before =
        if units.start > 0 && all[units.start - 1].tag.is_mark() { part!("mark") } else { part!("none") };
    let length = parts!["0", "1", "2", "3", "4", "5"][(start.at - units.start).min(5)];
    fact!(sink, "bias", []);
    fact!(sink, "relation", [relation, case, next_mark]);
    fact!(sink, "case", [case, next_mark, touching]);
    fact!(sink, "next", [relation, next.relation, next_mark, touching]);
    fact!(sink, "next word", [relation, next.word()]);
    fact!(sink, "next tag", [relation, next.tag, case]);
    fact!(sink, "word", [relation, dependent.word()]);
    fact!(sink, "tag", [relation, dependent.tag, next_mark, touching]);
    fact!(sink, "cue", [relation, all[cue.unit].entry()]);
    fact!(sink, "cue+case", [relation, dependent.word(), all[cue.unit].entry()]);
    fact!(sink, "class+word", [relation, dependent.word(), cue.class]);
    fact!(sink, "act", [relation, cue.act, case]);
    fact!(sink, "before", [relation, comma_before, next_mark]);
    fact!(sink, "length", [relation, length, next_mark]);
    fact!(sink, "opens", [relation, if next.within.is_some() { part!("words") } else { part!("plain") }, touching]);
}
