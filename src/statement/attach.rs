//! How the units of a passage hang together: the parser's tree, with what is known better.

use super::cue::Class;
use super::frames;
use super::passage::{QUOTATION, Unit};
use super::said_first::Telling;
use crate::text::{self, Arc, Document, Relation, Tag};

/// How many units around a verb are looked at.
const NEAR: usize = 60;

/// Runs the parser over the units and works out how far every subtree reaches. `telling`, in units, is
/// who tells the rest.
pub fn attach(document: &Document, units: &mut [Unit], telling: Option<Telling>) {
    let forms: Vec<text::Unit<'_>> = units
        .iter()
        .map(|u| text::Unit {
            form: if u.quotation.is_some() { QUOTATION } else { &document.text[u.span.clone()] },
            tag: u.tag,
        })
        .collect();
    let together = || text::parse(&forms);
    let arcs = match telling {
        // Parsed together as long as that ties the quotation to its verb.
        Some(telling) if units[0].quotation.is_some() => Some(together())
            .filter(|arcs| arcs[telling.verb].head.is_none() && arcs[0].head == Some(telling.verb))
            .unwrap_or_else(|| parsed_apart(&forms, telling)),
        Some(telling) => parsed_apart(&forms, telling),
        None => together(),
    };
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

/// Returns the arcs of a clause and of who tells it, each parsed for itself so that they cannot run into
/// each other. For whom it is told by, a quotation and a comma stand for the clause.
fn parsed_apart(forms: &[text::Unit<'_>], telling: Telling) -> Vec<Arc> {
    let Telling { start, verb, end } = telling;
    let said = Arc { head: Some(verb), relation: Relation::Ccomp };
    let mut arcs = vec![Arc { relation: Relation::Punct, ..said }; forms.len()];
    let comma = |u: usize| (u + 1 == start || u == end) && forms[u].tag == Tag::Comma;
    let clause: Vec<usize> = (0..start).chain(end..forms.len()).filter(|&u| !comma(u)).collect();
    let words: Vec<text::Unit<'_>> = clause.iter().map(|&u| forms[u]).collect();
    for (&index, arc) in clause.iter().zip(text::parse(&words)) {
        arcs[index] = arc.head.map_or(said, |head| Arc { head: Some(clause[head]), ..arc });
    }
    let stand_in = [text::Unit { form: QUOTATION, tag: Tag::Nn }, text::Unit { form: ",", tag: Tag::Comma }];
    let parsed = text::parse(&[&stand_in, &forms[start..end]].concat());
    for (index, arc) in (start..).zip(&parsed[stand_in.len()..]) {
        let head = arc.head.and_then(|head| head.checked_sub(stand_in.len())).map(|head| head + start);
        arcs[index] = match head {
            _ if index == verb => Arc { head: None, relation: Relation::Root },
            Some(head) => Arc { head: Some(head), relation: arc.relation },
            None if arc.head.is_some() => Arc { head: Some(verb), relation: arc.relation },
            None => Arc { head: Some(verb), relation: Relation::Nsubj },
        };
    }
    arcs
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
