//! How the units of a passage hang together: the parser's tree, with what is known better.

use super::cue::Class;
use super::frames;
use super::passage::{Passage, QUOTATION, Unit};
use super::said_first::Telling;
use crate::text::{self, Arc, Relation, Tag};

/// How many units around a verb are looked at.
const NEAR: usize = 60;

/// Runs the parser over the units of passages and works out how far every subtree reaches.
pub fn attach(passages: &mut [Passage]) {
    let forms: Vec<Vec<text::Unit<'_>>> = passages.iter().map(|passage| forms(&passage.units)).collect();
    let apart: Vec<Option<Apart<'_>>> = passages
        .iter()
        .zip(&forms)
        .map(|(passage, forms)| {
            let quoted = passage.units.first().is_some_and(|unit| unit.quotation.is_some());
            passage.told.filter(|_| !quoted).map(|telling| Apart::new(forms, telling))
        })
        .collect();
    let sentences: Vec<&[text::Unit<'_>]> = apart
        .iter()
        .zip(&forms)
        .flat_map(|(apart, forms)| match apart {
            Some(apart) => vec![&apart.clause[..], &apart.teller[..]],
            None => vec![&forms[..]],
        })
        .collect();
    let mut parsed = text::parse_all(&sentences).into_iter();
    let mut next = || parsed.next().unwrap_or_default();
    for ((passage, forms), apart) in passages.iter_mut().zip(&forms).zip(&apart) {
        let arcs = match (apart, passage.told) {
            (Some(apart), _) => apart.joined(forms, &next(), &next()),
            (None, None) => next(),
            // Parsed together as long as that ties the quotation to its verb.
            (None, Some(telling)) => Some(next())
                .filter(|arcs| arcs[telling.verb].head.is_none() && arcs[0].head == Some(telling.verb))
                .unwrap_or_else(|| {
                    let apart = Apart::new(forms, telling);
                    apart.joined(forms, &text::parse(&apart.clause), &text::parse(&apart.teller))
                }),
        };
        hang(&mut passage.units, arcs);
    }
}

/// Returns what the parser sees of units.
fn forms<'a>(units: &[Unit<'a>]) -> Vec<text::Unit<'a>> {
    units.iter().map(|unit| text::Unit { form: unit.lower, tag: unit.tag }).collect()
}

/// Hangs units on their heads and works out their reaches.
fn hang(units: &mut [Unit], arcs: Vec<Arc>) {
    for (index, (unit, arc)) in units.iter_mut().zip(arcs).enumerate() {
        unit.head = arc.head.filter(|&h| h != index);
        unit.relation = arc.relation;
        unit.reach = index..index + 1;
    }
    lift(units);
    raise(units);
    release(units);
    // Heads may lie on either side: grow until nothing changes, which trees do in a few rounds.
    for _ in 0..units.len() {
        let mut grown = false;
        for index in (0..units.len()).chain((0..units.len()).rev()) {
            let Some(head) = units[index].head else { continue };
            let reach = units[index].reach.clone();
            let wider = units[head].reach.start.min(reach.start)..units[head].reach.end.max(reach.end);
            if wider != units[head].reach {
                units[head].reach = wider;
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
}

/// A clause and who tells it, each parsed for itself so that they cannot run into each other.
struct Apart<'a> {
    telling: Telling,
    /// Indices of the clause's units.
    indices: Vec<usize>,
    clause: Vec<text::Unit<'a>>,
    /// Whom it is told by, behind what stands for the clause.
    teller: Vec<text::Unit<'a>>,
}

/// For whom it is told by, a quotation and a comma stand for the clause.
const STAND_IN: [text::Unit<'static>; 2] =
    [text::Unit { form: QUOTATION, tag: Tag::Nn }, text::Unit { form: ",", tag: Tag::Comma }];

impl<'a> Apart<'a> {
    fn new(forms: &[text::Unit<'a>], telling: Telling) -> Self {
        let Telling { start, end, .. } = telling;
        let comma = |u: usize| (u + 1 == start || u == end) && forms[u].tag == Tag::Comma;
        let indices: Vec<usize> = (0..start).chain(end..forms.len()).filter(|&u| !comma(u)).collect();
        let clause = indices.iter().map(|&u| forms[u]).collect();
        Self { telling, indices, clause, teller: [&STAND_IN, &forms[start..end]].concat() }
    }

    /// Returns the arcs of the whole from those of the clause and of who tells it.
    fn joined(&self, forms: &[text::Unit<'_>], clause: &[Arc], teller: &[Arc]) -> Vec<Arc> {
        let Telling { start, verb, .. } = self.telling;
        let said = Arc { head: Some(verb), relation: Relation::Ccomp };
        let mut arcs = vec![Arc { relation: Relation::Punct, ..said }; forms.len()];
        for (&index, arc) in self.indices.iter().zip(clause) {
            arcs[index] = arc.head.map_or(said, |head| Arc { head: Some(self.indices[head]), ..*arc });
        }
        for (index, arc) in (start..).zip(&teller[STAND_IN.len()..]) {
            let head = arc.head.and_then(|head| head.checked_sub(STAND_IN.len())).map(|head| head + start);
            arcs[index] = match head {
                _ if index == verb => Arc { head: None, relation: Relation::Root },
                Some(head) => Arc { head: Some(head), relation: arc.relation },
                None if arc.head.is_some() => Arc { head: Some(verb), relation: arc.relation },
                None => Arc { head: Some(verb), relation: Relation::Nsubj },
            };
        }
        arcs
    }
}

/// "He has since said": what the parser hangs on a function word belongs to that word's head.
fn lift(units: &mut [Unit]) {
    for index in 0..units.len() {
        let Some(head) = units[index].head else { continue };
        let function = matches!(
            units[head].relation,
            Relation::Aux
                | Relation::AuxPass
                | Relation::Cop
                | Relation::Case
                | Relation::Mark
                | Relation::Det
                | Relation::Cc
                | Relation::Punct
        );
        let fixed = matches!(units[index].relation, Relation::Fixed | Relation::Goeswith | Relation::Punct);
        if let Some(up) = units[head].head.filter(|&up| function && !fixed && up != index) {
            units[index].head = Some(up);
        }
    }
}

/// "Promoters | warned | fans not to hold their breath": a finite verb with a subject that the parser hangs
/// before a noun like an adjective is what the clause behind it hangs on.
fn raise(units: &mut [Unit]) {
    for verb in 0..units.len() {
        let unit = &units[verb];
        let misplaced = unit.tag == Tag::Vbd && matches!(unit.relation, Relation::Amod | Relation::Compound);
        let Some(noun) = unit.head.filter(|&head| misplaced && head > verb) else { continue };
        let subject = |u: &Unit| u.head == Some(verb) && matches!(u.relation, Relation::Nsubj | Relation::NsubjPass);
        let near = verb.saturating_sub(NEAR)..verb;
        if !units[near.clone()].iter().any(subject) {
            continue;
        }
        let mut top = noun;
        for _ in 0..NEAR {
            let Some(up) = units[top].head.filter(|&up| up > verb) else { break };
            top = up;
        }
        let (head, relation) = (units[top].head, units[top].relation);
        (units[verb].head, units[verb].relation) = (head, relation);
        (units[top].head, units[top].relation) = (Some(verb), Relation::Ccomp);
        let before = units[near].iter_mut().filter(|unit| unit.head == Some(top));
        before.for_each(|unit| unit.head = Some(verb));
    }
}

/// "Flint said there was a lack and | urged | the crowd": what has "there" for a subject urges nobody.
fn release(units: &mut [Unit]) {
    for verb in 0..units.len() {
        let unit = &units[verb];
        let reports = matches!(unit.tag, Tag::Vbd | Tag::Vbz) && frames::is_report(Class::Verb, &unit.lemma);
        let Some(joined) = unit.head.filter(|&head| unit.relation == Relation::Conj && head < verb && reports) else {
            continue;
        };
        let Some(up) = units[joined].head.filter(|&up| up < joined && units[up].tag == unit.tag) else { continue };
        let near = |u: &Unit| u.head == Some(joined);
        let there = units[up..joined].iter().take(NEAR).any(|u| near(u) && u.tag == Tag::Ex);
        let subject = |u: &Unit| u.head == Some(verb) && u.relation == Relation::Nsubj;
        let own = units[joined..verb].iter().rev().take(NEAR).any(subject);
        if there && !own {
            units[verb].head = Some(up);
        }
    }
}
