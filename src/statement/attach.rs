//! How the units of a passage hang together: the parser's tree, with what is known better.

use std::ops::Range;

use super::passage::{QUOTATION, Unit};
use crate::text::{self, Arc, Document, Relation, Tag};

/// Runs the parser over the units and works out how far every subtree reaches. `tail` are the units
/// from the first of a tail up to its verb.
pub fn attach(document: &Document, units: &mut [Unit], tail: Option<Range<usize>>) {
    let forms: Vec<text::Unit<'_>> = units
        .iter()
        .map(|u| text::Unit {
            form: if u.quotation.is_some() { QUOTATION } else { &document.text[u.span.clone()] },
            tag: u.tag,
        })
        .collect();
    let together = || text::parse(&forms);
    let arcs = match tail {
        // Parsed together as long as that ties the quotation to its verb.
        Some(tail) if units[0].quotation.is_some() => Some(together())
            .filter(|arcs| arcs[tail.end].head.is_none() && arcs[0].head == Some(tail.end))
            .unwrap_or_else(|| parsed_apart(&forms, tail)),
        Some(tail) => parsed_apart(&forms, tail),
        None => together(),
    };
    for (index, (unit, arc)) in units.iter_mut().zip(arcs).enumerate() {
        unit.head = arc.head.filter(|&h| h != index);
        unit.relation = arc.relation;
        unit.reach = index..index + 1;
    }
    lift(units);
    raise(units);
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

/// Returns the arcs of a clause and of a tail that says who said it. In the tail's own parse, a
/// quotation and a comma stand for the clause.
fn parsed_apart(forms: &[text::Unit<'_>], tail: Range<usize>) -> Vec<Arc> {
    let Range { start, end: verb } = tail;
    let said = Arc { head: Some(verb), relation: Relation::Ccomp };
    let own = forms[..start].iter().rposition(|form| form.tag != Tag::Comma).map_or(0, |last| last + 1);
    let mut arcs = text::parse(&forms[..own]);
    arcs.iter_mut().filter(|arc| arc.head.is_none()).for_each(|arc| *arc = said);
    arcs.extend((own..start).map(|_| Arc { relation: Relation::Punct, ..said }));
    let stand_in = [text::Unit { form: QUOTATION, tag: Tag::Nn }, text::Unit { form: ",", tag: Tag::Comma }];
    let parsed = text::parse(&[&stand_in, &forms[start..]].concat());
    for (index, arc) in (start..).zip(&parsed[stand_in.len()..]) {
        let head = arc.head.and_then(|head| head.checked_sub(stand_in.len())).map(|head| head + start);
        arcs.push(match head {
            _ if index == verb => Arc { head: None, relation: Relation::Root },
            Some(head) => Arc { head: Some(head), relation: arc.relation },
            None if arc.head.is_some() => Arc { head: Some(verb), relation: arc.relation },
            None => Arc { head: Some(verb), relation: Relation::Nsubj },
        });
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
        if !units[..verb].iter().any(subject) {
            continue;
        }
        let mut top = noun;
        while let Some(up) = units[top].head.filter(|&up| up > verb) {
            top = up;
        }
        let (head, relation) = (units[top].head, units[top].relation);
        (units[verb].head, units[verb].relation) = (head, relation);
        (units[top].head, units[top].relation) = (Some(verb), Relation::Ccomp);
        let before = units[..verb].iter_mut().filter(|unit| unit.head == Some(top));
        before.for_each(|unit| unit.head = Some(verb));
    }
}
