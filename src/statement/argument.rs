//! Argument candidates: the stretches of a passage that may be the content or the source of a cue.
//!
//! Follows semantic role labelling over dependencies: what hangs on the cue, what the cue hangs on,
//! and the subjects that it shares with the verbs above it.

use std::ops::Range;

use super::cue::{self, Class};
use super::passage::Passage;
use super::said_first::Telling;
use crate::text::{Relation, Tag};

/// How a candidate is tied to the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Via {
    /// It hangs on the cue.
    Child,
    /// The cue hangs on it: "It would be safer, Plato thought, to go".
    Head,
    /// The cue describes it: "the claims made by", "a person who said".
    Noun,
    /// It is the subject of the verb that the cue is joined to: "Rubio met them and said".
    Shared,
    /// It is the subject of the verb whose object the cue is: "made the claim that".
    Governor,
    /// It hangs on the verb whose object the cue is.
    Cousin,
    /// The noun after "according to".
    Object,
    /// The clause that "according to" belongs to.
    Clause,
    /// A whole quotation nearby that the parse puts elsewhere.
    Near,
    /// The noun phrase right before or after the cue, wherever the parse hangs it.
    Beside,
}

impl Via {
    pub fn as_str(self) -> &'static str {
        match self {
            Via::Child => "child",
            Via::Head => "head",
            Via::Noun => "noun",
            Via::Shared => "shared",
            Via::Governor => "governor",
            Via::Cousin => "cousin",
            Via::Object => "object",
            Via::Clause => "clause",
            Via::Near => "near",
            Via::Beside => "beside",
        }
    }
}

/// A stretch of units that may be the content or the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    pub units: Range<usize>,
    /// Units inside that do not belong to it: the cue with what hangs on it.
    pub hole: Option<Range<usize>>,
    /// The unit that carries it.
    pub head: usize,
    pub via: Via,
    /// The relation by which it hangs there.
    pub relation: Relation,
    /// How many steps up the subject was found.
    pub steps: usize,
}

impl Argument {
    /// Returns the runs of units that belong to it.
    pub fn runs(&self) -> impl Iterator<Item = Range<usize>> + Clone + use<> {
        let Range { start, end } = self.units;
        let runs = match &self.hole {
            Some(hole) if hole.start < end && hole.end > start => {
                [start..hole.start.max(start), hole.end.min(end)..end].map(|run| Some(run).filter(|r| r.start < r.end))
            }
            _ => [Some(start..end), None],
        };
        runs.into_iter().flatten()
    }
}

const SUBJECTS: &[Relation] =
    &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter, Relation::Csubj, Relation::Expl];

/// Returns the candidates for the arguments of `cue`.
pub fn arguments(passage: &Passage, cue: &cue::Candidate) -> Vec<Argument> {
    let mut found = Vec::new();
    match cue.class {
        Class::According => according(passage, cue.unit, &mut found),
        Class::Hearsay => hearsay(passage, cue.unit, &mut found),
        Class::Verb | Class::Noun | Class::Adjective => predicate(passage, cue, &mut found),
    }
    found
}

fn skipped(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Punct
            | Relation::Aux
            | Relation::AuxPass
            | Relation::Cop
            | Relation::Cc
            | Relation::Det
            | Relation::CompoundPrt
            | Relation::Case
            | Relation::Mark
    )
}

fn whole(passage: &Passage, head: usize, via: Via, relation: Relation, steps: usize) -> Argument {
    let units = passage.units[head].reach.clone();
    // "Three people, police said on Friday, were hurt": who tells it in its middle is no part of it.
    let inside = |told: &Telling| units.start < told.start && told.end < units.end;
    let hole = passage.told.filter(inside).map(|told| with_commas(passage, told.start..told.end));
    Argument { units, hole, head, via, relation, steps }
}

fn predicate(passage: &Passage, cue: &cue::Candidate, found: &mut Vec<Argument>) {
    let units = &passage.units;
    let unit = cue.unit;
    for &child in &passage.children[unit] {
        let relation = units[child].relation;
        // "said that … and described it as": a second verb of the same speaker is no content.
        let second =
            relation == Relation::Conj && units[child].tag.is_verb() && passage.child(child, SUBJECTS).is_none();
        if !skipped(relation) && !second {
            found.push(whole(passage, child, Via::Child, relation, 0));
        }
    }
    let has_subject = passage.child(unit, SUBJECTS).is_some();
    // For "is confident that" the subject hangs on the adjective itself; nouns look further up.
    if let Some(head) = units[unit].head {
        let relation = units[unit].relation;
        match relation {
            Relation::Acl | Relation::AclRelcl => {
                // "a report saying that", "the plan which she described as": the noun before.
                let left = units[head].reach.start.min(head)..unit_start(passage, unit);
                if left.start < left.end && head < unit {
                    found.push(Argument { units: left, hole: None, head, via: Via::Noun, relation, steps: 1 });
                }
            }
            Relation::Parataxis
            | Relation::Advcl
            | Relation::Conj
            | Relation::Ccomp
            | Relation::Discourse
            | Relation::Appos
            | Relation::Dep => {
                let reach = units[unit].reach.clone();
                found.push(Argument {
                    units: units[head].reach.clone(),
                    hole: Some(with_commas(passage, reach)),
                    head,
                    via: Via::Head,
                    relation,
                    steps: 1,
                });
            }
            _ => {}
        }
        if !has_subject {
            shared_subject(passage, unit, found);
        }
        if cue.class == Class::Noun {
            governor(passage, unit, head, found);
        }
    }
    near_quotations(passage, unit, found);
    if cue.class == Class::Verb {
        beside(passage, unit, found);
    }
}

/// "elected officials from both parties say", "said Hester": the noun phrase next to the verb.
fn beside(passage: &Passage, unit: usize, found: &mut Vec<Argument>) {
    let units = &passage.units;
    let auxiliary = |u: usize| {
        matches!(units[u].tag, Tag::Rb | Tag::Md)
            || (matches!(units[u].relation, Relation::Aux | Relation::AuxPass | Relation::Advmod)
                && !units[u].tag.is_noun())
    };
    let nominal = |u: usize| {
        units[u].quotation.is_none()
            && (units[u].tag.is_noun() || matches!(units[u].tag, Tag::Prp | Tag::Wp | Tag::Wdt | Tag::Dt | Tag::Cd))
    };
    let mut add = |range: Range<usize>, head: usize| {
        if !found.iter().any(|a| a.head == head || a.units == range) {
            found.push(Argument {
                units: range,
                hole: None,
                head,
                via: Via::Beside,
                relation: units[head].relation,
                steps: 0,
            });
        }
    };
    let mut at = unit;
    while at > 0 && auxiliary(at - 1) {
        at -= 1;
    }
    // "the judge, who led the inquiry, said": back over what stands between commas.
    if at > 1
        && units[at - 1].tag == Tag::Comma
        && let Some(open) = (at.saturating_sub(25)..at - 1).rev().find(|&u| units[u].tag == Tag::Comma)
        && open > 0
        && nominal(open - 1)
    {
        let head = climb(passage, open - 1, open);
        add(units[head].reach.start.min(head)..at - 1, head);
    }
    if at > 0 && nominal(at - 1) {
        let head = climb(passage, at - 1, at);
        add(units[head].reach.start.min(head)..at, head);
    }
    // "said Ursula von der Leyen, President of the European Commission".
    if (unit + 1 < units.len() && nominal(unit + 1)
        || units.get(unit + 1).is_some_and(|u| matches!(u.tag, Tag::Dt | Tag::PrpS | Tag::Jj | Tag::Nnp)))
        && let Some(first) = (unit + 1..units.len().min(unit + 8)).find(|&u| nominal(u) && units[u].tag != Tag::Dt)
    {
        let mut head = first;
        while let Some(up) = units[head].head.filter(|&h| h > unit && h < unit + 12 && nominal(h)) {
            head = up;
        }
        let end = units[head].reach.end.max(head + 1);
        add(unit + 1..end, head);
    }
}

/// Returns the noun that carries the phrase which ends at `last`, before `limit`.
fn climb(passage: &Passage, last: usize, limit: usize) -> usize {
    let units = &passage.units;
    let mut head = last;
    for _ in 0..12 {
        match units[head].head {
            Some(up)
                if up < limit
                    && (units[up].tag.is_noun() || units[up].tag == Tag::Cd)
                    && units[up].quotation.is_none() =>
            {
                head = up
            }
            _ => break,
        }
    }
    head
}

/// Returns where the words of a relative or participle clause begin.
fn unit_start(passage: &Passage, unit: usize) -> usize {
    passage.units[unit].reach.start.max(passage.units[unit].head.map_or(0, |h| h + 1))
}

/// Widens a run by the commas and dashes that set it off.
fn with_commas(passage: &Passage, run: Range<usize>) -> Range<usize> {
    let is_mark = |u: usize| passage.units[u].tag.is_mark();
    let start = if run.start > 0 && is_mark(run.start - 1) { run.start - 1 } else { run.start };
    let end = if run.end < passage.units.len() && is_mark(run.end) { run.end + 1 } else { run.end };
    start..end
}

/// "Rubio met them and said", "He went on to say", "She left, saying".
fn shared_subject(passage: &Passage, unit: usize, found: &mut Vec<Argument>) {
    let units = &passage.units;
    let mut at = unit;
    for steps in 1..=4 {
        let Some(head) = units[at].head else { return };
        if !matches!(
            units[at].relation,
            Relation::Conj
                | Relation::Xcomp
                | Relation::Advcl
                | Relation::Ccomp
                | Relation::Parataxis
                | Relation::Acl
                | Relation::Dep
                | Relation::Obl
        ) {
            return;
        }
        if let Some(subject) = passage.child(head, SUBJECTS) {
            found.push(whole(passage, subject, Via::Shared, units[at].relation, steps));
            return;
        }
        at = head;
    }
}

/// "made the claim that", "drew criticism from": arguments of the verb above a noun.
fn governor(passage: &Passage, unit: usize, head: usize, found: &mut Vec<Argument>) {
    let units = &passage.units;
    if !units[head].tag.is_verb() {
        // "in his remarks to", "is a clear warning": one step further up.
        return;
    }
    for &child in &passage.children[head] {
        if child == unit || skipped(units[child].relation) {
            continue;
        }
        let via = if SUBJECTS.contains(&units[child].relation) { Via::Governor } else { Via::Cousin };
        found.push(whole(passage, child, via, units[child].relation, 1));
    }
    if passage.child(head, SUBJECTS).is_none() {
        shared_subject(passage, head, found);
    }
}

/// Whole quotations next to the cue, wherever the parse hangs them.
fn near_quotations(passage: &Passage, unit: usize, found: &mut Vec<Argument>) {
    let units = &passage.units;
    for step in [-1isize, 1] {
        let mut at = unit as isize + step;
        let mut seen = 0;
        while at >= 0 && (at as usize) < units.len() && seen < 14 {
            let index = at as usize;
            if units[index].quotation.is_some() {
                let covered =
                    found.iter().any(|a| a.units.contains(&index) && (a.head == index || a.via == Via::Child));
                if !covered {
                    found.push(Argument {
                        units: index..index + 1,
                        hole: None,
                        head: index,
                        via: Via::Near,
                        relation: units[index].relation,
                        steps: seen,
                    });
                }
                break;
            }
            // Another verb of its own between them: the quotation is that one's.
            seen += 1;
            at += step;
        }
    }
}

/// "according to the police": the noun, and the clause that it stands beside.
fn according(passage: &Passage, unit: usize, found: &mut Vec<Argument>) {
    let units = &passage.units;
    // The parse has "according" as the case of the noun, or as a participle with an oblique.
    let Some(noun) = (unit + 1..units.len().min(unit + 16)).find(|&u| {
        units[u].tag.is_noun() && !matches!(units[u].relation, Relation::Compound | Relation::NmodPoss | Relation::Flat)
            || units[u].tag == Tag::Prp
    }) else {
        return;
    };
    // Climbs from the first noun to the head of the whole phrase, as long as it starts at the cue.
    let mut head = noun;
    while let Some(up) = units[head].head {
        if up > unit && units[up].tag.is_noun() && units[up].reach.start >= unit {
            head = up;
        } else {
            break;
        }
    }
    let words = if units[unit].lower == "per" { 1 } else { 2 };
    let phrase_end = units[head].reach.end.max(noun + 1);
    if unit + words < phrase_end {
        found.push(Argument {
            units: unit + words..phrase_end,
            hole: None,
            head,
            via: Via::Object,
            relation: Relation::Obl,
            steps: 0,
        });
    }
    // The clause above; where the parse goes wrong, the whole passage.
    let mut top = units[head].head.or(units[unit].head);
    if top == Some(unit) {
        top = units[unit].head;
    }
    if let Some(clause) = top {
        found.push(Argument {
            units: units[clause].reach.clone(),
            hole: Some(with_commas(passage, unit..phrase_end)),
            head: clause,
            via: Via::Clause,
            relation: units[clause].relation,
            steps: 1,
        });
    }
    let mut root = head;
    while let Some(up) = units[root].head {
        root = up;
    }
    if Some(root) != top {
        found.push(Argument {
            units: units[root].reach.clone(),
            hole: Some(with_commas(passage, unit..phrase_end)),
            head: root,
            via: Via::Clause,
            relation: Relation::Root,
            steps: 2,
        });
    }
    near_quotations(passage, unit, found);
}

/// "a fire was reportedly started": the clause around the adverb.
fn hearsay(passage: &Passage, unit: usize, found: &mut Vec<Argument>) {
    let Some(clause) = passage.units[unit].head else { return };
    found.push(Argument {
        units: passage.units[clause].reach.clone(),
        hole: Some(with_commas_if_both(passage, unit)),
        head: clause,
        via: Via::Clause,
        relation: passage.units[clause].relation,
        steps: 1,
    });
}

fn with_commas_if_both(passage: &Passage, unit: usize) -> Range<usize> {
    let wide = with_commas(passage, unit..unit + 1);
    if wide.len() == 3 { wide } else { unit..unit + 1 }
}
