//! The shape of a run of units, as far as tags and heads show it.

use std::ops::Range;

use crate::statement::feature::{Part, part};
use crate::statement::passage::Passage;
use crate::text::{Relation, Tag};

/// Returns how a run begins: with a conjunction, "to", a subject, a preposition.
pub fn shape(passage: &Passage, run: &Range<usize>) -> Part<'static> {
    let unit = &passage.units[run.start];
    match (unit.tag, unit.lower) {
        _ if unit.quotation.is_some() => part!("quotation"),
        (_, "that") => part!("that"),
        (_, "whether" | "if") => part!("whether"),
        (Tag::To, _) => part!("to"),
        (Tag::Wrb | Tag::Wp | Tag::Wdt | Tag::WpS, _) => part!("wh"),
        (_, "for" | "of" | "about" | "on" | "against" | "with" | "at" | "in" | "over") => part!("preposition"),
        (_, "as") => part!("as"),
        (Tag::In, _) => part!("other in"),
        (Tag::Prp, _) => part!("pronoun"),
        (Tag::Nnp | Tag::Nnps, _) => part!("name"),
        (Tag::Dt | Tag::PrpS | Tag::Ex | Tag::Pdt, _) => part!("determiner"),
        (Tag::Nn | Tag::Nns, _) => part!("noun"),
        (Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd, _) => part!("adjective"),
        (Tag::Vbg, _) => part!("gerund"),
        (Tag::Vb, _) => part!("base"),
        (Tag::Vbn, _) => part!("participle"),
        (Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md, _) => part!("finite"),
        (Tag::Rb | Tag::Rbr, _) => part!("adverb"),
        (Tag::Cc, _) => part!("and"),
        (tag, _) if tag.is_mark() => part!("mark"),
        _ => part!("other"),
    }
}

/// Returns what a run is, as far as the order of its tags shows: a clause with its subject before
/// a finite verb, an infinitive, a phrase.
pub fn clause(passage: &Passage, run: &Range<usize>) -> Part<'static> {
    let units = &passage.units;
    let mut noun = false;
    let opener = units[run.start].lower;
    let skip = usize::from(matches!(opener, "that" | "whether" | "if" | "as" | "because" | "how" | "why"));
    for u in run.clone().skip(skip).take(24) {
        let unit = &units[u];
        if unit.quotation.is_some() {
            return if u == run.start { part!("quotation") } else { part!("words, quotation") };
        }
        match unit.tag {
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp | Tag::Dt | Tag::Ex | Tag::Cd | Tag::Wp => noun = true,
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md if noun => return part!("clause"),
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => return part!("verb first"),
            Tag::To if !noun && units.get(u + 1).is_some_and(|n| n.tag == Tag::Vb || n.tag == Tag::Rb) => {
                return part!("infinitive");
            }
            Tag::Vbg if !noun => return part!("gerund"),
            _ => {}
        }
    }
    if noun { part!("phrase") } else { part!("words") }
}

/// Returns what follows the end of a run: nothing, the end of the sentence, a mark, a word.
pub fn passage_end(passage: &Passage, end: usize) -> Part<'static> {
    let units = &passage.units;
    match units.get(end) {
        None => part!("passage"),
        Some(unit) if unit.tag == Tag::Stop => {
            if end + 1 >= units.len() {
                part!("passage")
            } else {
                part!("sentence")
            }
        }
        Some(unit) if unit.tag.is_mark() => {
            if (end..units.len()).all(|u| units[u].tag.is_mark()) {
                part!("passage")
            } else {
                part!("mark")
            }
        }
        Some(unit) if unit.tag == Tag::Cc => part!("and"),
        Some(_) => part!("word"),
    }
}

/// Returns the first unit after `end` that is neither mark nor conjunction.
pub fn after_end(passage: &Passage, end: usize) -> Option<usize> {
    let units = &passage.units;
    (end..units.len().min(end + 4))
        .find(|&u| !units[u].tag.is_mark() && units[u].tag != Tag::Cc)
        .filter(|_| units.get(end).is_some_and(|u| u.tag != Tag::Stop))
}

/// Returns the first places between two units where content might end, at marks and conjunctions.
pub fn boundaries(passage: &Passage, start: usize, end: usize) -> impl Iterator<Item = usize> {
    let units = &passage.units;
    (start + 2..end.saturating_sub(1))
        .filter(move |&u| {
            let unit = &units[u];
            let mark = unit.tag.is_mark() && unit.tag != Tag::Hyph;
            let after_mark = units[u - 1].tag.is_mark();
            mark || (!after_mark && (unit.tag == Tag::Cc || (unit.relation == Relation::Mark && unit.tag == Tag::In)))
        })
        .take(6)
}

/// Returns the highest unit whose subtree begins at or after `end` and holds `unit`.
pub fn subtree_top(passage: &Passage, unit: usize, end: usize) -> usize {
    let mut top = unit;
    for _ in 0..24 {
        match passage.units[top].head {
            Some(up) if passage.units[up].reach.start >= end => top = up,
            _ => break,
        }
    }
    top
}

/// Returns how many units of the runs hang outside, how many outside hang inside (the cue's own
/// left out), and on what the first of the former hangs.
pub fn coherence(
    passage: &Passage,
    runs: &[Range<usize>],
    cue: usize,
) -> (usize, usize, (Part<'static>, Part<'static>)) {
    let units = &passage.units;
    let inside = |u: usize| match runs {
        [run] => run.contains(&u),
        _ => runs.iter().any(|run| run.contains(&u)),
    };
    let mut crossing = 0;
    let mut heads = (part!("nothing"), part!("none"));
    for u in runs.iter().cloned().flatten() {
        if units[u].tag.is_mark() {
            continue;
        }
        let outside = units[u].head.is_none_or(|h| !inside(h));
        if outside {
            if crossing == 0 {
                let to = match units[u].head {
                    None => part!("root"),
                    Some(h) if h == cue => part!("cue"),
                    Some(h) if units[cue].head == Some(h) => part!("sibling"),
                    Some(_) => part!("elsewhere"),
                };
                heads = (to, units[u].relation.into());
            }
            crossing += 1;
        }
    }
    let low = runs.first().map_or(0, |r| r.start).saturating_sub(30);
    let high = runs.last().map_or(0, |r| r.end + 30).min(units.len());
    let orphan = |&u: &usize| u != cue && !inside(u) && !units[u].tag.is_mark() && units[u].head.is_some_and(inside);
    let orphans = (low..high).filter(orphan).count();
    (crossing, orphans, heads)
}
