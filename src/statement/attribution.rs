//! Attributions from reports: spans in bytes, the whole cue, kind, negation, addressee.

use std::ops::Range;

use super::Kind;
use super::cue::Class;
use super::decode::Report;
use super::passage::Passage;
use super::{Attribution, CueMention};
use crate::lexicon::is_one_of;
use crate::text::{Document, Quotation, Relation, Tag};

/// Returns the attribution that `report` stands for.
pub fn attribution(document: &Document, quotations: &[Quotation], passage: &Passage, report: &Report) -> Attribution {
    let content: Vec<Range<usize>> = report.content.iter().map(|run| passage.span(run.clone(), quotations)).collect();
    let cue = cue_units(passage, report);
    let unit = &passage.units[report.cue.unit];
    Attribution {
        kind: kind(document.text, quotations, &content),
        content,
        cue: Some(CueMention {
            span: passage.units[cue.start].span.start..passage.units[cue.end - 1].span.end,
            token: unit.tokens.start,
            lemma: if report.cue.class == Class::According {
                "according to".to_owned()
            } else {
                unit.lemma.to_string()
            },
            act: report.cue.act.to_owned(),
        }),
        source: report.source.as_ref().map(|s| passage.units[s.start].span.start..passage.units[s.end - 1].span.end),
        addressee: addressee(passage, report)
            .map(|a| passage.units[a.start].span.start..passage.units[a.end - 1].span.end),
        continues: None,
        negated: is_negated(passage, report),
        headline: false,
        rule: rule(report),
        confidence: report.probability,
    }
}

/// Returns the name of the construction, as records show it.
fn rule(report: &Report) -> &'static str {
    let before = report.content.first().is_some_and(|run| run.start < report.cue.unit);
    match (report.cue.class, report.form, before) {
        (Class::According, ..) => "according-to",
        (Class::Hearsay, ..) => "hearsay",
        (Class::Noun, ..) => "cue-noun",
        (Class::Adjective, ..) => "cue-adjective",
        (Class::Verb, "quotation", true) => "quote-cue",
        (Class::Verb, "quotation", false) => "cue-quote",
        (Class::Verb, "that" | "clause" | "whether" | "wh-clause" | "subjectless", true) => "clause-cue",
        (Class::Verb, "that" | "clause" | "whether" | "wh-clause" | "subjectless", false) => "cue-clause",
        (Class::Verb, "infinitive" | "gerund", _) => "cue-infinitive",
        (Class::Verb, "object" | "adjective", _) => "cue-object",
        (Class::Verb, "oblique", _) => "cue-oblique",
        (Class::Verb, ..) => "cue-other",
    }
}

/// Returns the units of the whole cue: "has not said", "called for", "according to".
fn cue_units(passage: &Passage, report: &Report) -> Range<usize> {
    let units = &passage.units;
    let main = report.cue.unit;
    if report.cue.class == Class::According {
        return main..(main + if units[main].lower == "per" { 1 } else { 2 }).min(units.len());
    }
    let belongs = |u: usize| {
        units[u].head == Some(main)
            && (matches!(units[u].relation, Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::CompoundPrt)
                || units[u].relation == Relation::Advmod)
    };
    let taken = |u: usize| report.source.iter().chain(&report.content).any(|run| run.contains(&u));
    let mut start = main;
    while start > 0 && belongs(start - 1) && !taken(start - 1) {
        start -= 1;
    }
    let mut end = main + 1;
    while end < units.len() && units[end].head == Some(main) && units[end].relation == Relation::CompoundPrt {
        end += 1;
    }
    start..end
}

/// Returns whether the text says that the statement was not made, or only supposes it.
fn is_negated(passage: &Passage, report: &Report) -> bool {
    let units = &passage.units;
    let main = report.cue.unit;
    if matches!(report.cue.class, Class::According | Class::Hearsay) {
        return false;
    }
    // "did not say whether", "never claimed", "nobody said".
    let negator = |c: &usize| {
        is_one_of("negator", units[*c].lower)
            && !report.content.iter().any(|run| run.contains(c))
            && matches!(units[*c].relation, Relation::Advmod | Relation::Det | Relation::Cc)
    };
    if passage.children[main].iter().any(negator) {
        return true;
    }
    // "if he says that".
    if passage.children[main]
        .iter()
        .any(|&c| units[c].relation == Relation::Mark && is_one_of("condition", units[c].lower))
    {
        return true;
    }
    // "declined to say whether".
    units[main].relation == Relation::Xcomp
        && units[main].head.is_some_and(|head| {
            is_one_of("refuser", &units[head].lemma)
                || passage.children[head].iter().any(|c| is_one_of("negator", units[*c].lower))
        })
}

/// Returns to whom it was said: "told Fox News", "said to reporters".
fn addressee(passage: &Passage, report: &Report) -> Option<Range<usize>> {
    let units = &passage.units;
    if report.cue.class != Class::Verb {
        return None;
    }
    let taken = |r: &Range<usize>| {
        report.source.iter().chain(&report.content).any(|run| run.start < r.end && r.start < run.end)
    };
    passage.children[report.cue.unit]
        .iter()
        .copied()
        .find(|&c| {
            let noun = units[c].tag.is_noun() || units[c].tag == Tag::Prp;
            let unit = &units[c];
            noun && !taken(&unit.reach)
                && match unit.relation {
                    Relation::Obj | Relation::Iobj => is_one_of("addressing", &units[report.cue.unit].lemma),
                    Relation::Obl => passage.child(c, &[Relation::Case]).is_some_and(|case| units[case].lower == "to"),
                    _ => false,
                }
        })
        .map(|c| units[c].reach.clone())
        .map(|reach| {
            let start = if units[reach.start].lower == "to" && reach.len() > 1 { reach.start + 1 } else { reach.start };
            start..reach.end
        })
}

/// Returns how much of the content stands inside quotation marks.
pub fn kind(text: &str, quotations: &[Quotation], content: &[Range<usize>]) -> Kind {
    let (mut quoted, mut plain) = (0, 0);
    for span in content {
        let mut at = span.start;
        let first = quotations.partition_point(|q| q.span.end <= span.start);
        for quotation in quotations[first..].iter().take_while(|q| q.span.start < span.end) {
            plain += words(&text[at..quotation.span.start.clamp(at, span.end)]);
            let (from, to) = (quotation.inner.start.max(at), quotation.inner.end.min(span.end));
            if from < to {
                quoted += words(&text[from..to]);
            }
            at = quotation.span.end.clamp(at, span.end);
        }
        plain += words(&text[at..span.end]);
    }
    match (quoted, plain) {
        (0, _) => Kind::Indirect,
        (_, 0) => Kind::Direct,
        _ => Kind::Mixed,
    }
}

fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count()
}
