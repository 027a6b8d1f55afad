//! The judge: whether a report as a whole is a statement, and how sure that is.
//!
//! Where [`super::role`] looks at one argument, the judge looks at the report that was put together
//! and at the other reports of the passage. Its probability is the confidence of the record; it is
//! trained on reports from articles that the roles were not trained on, so that 0.9 means 0.9.

use std::sync::LazyLock;

use super::argument::Via;
use super::cue::Class;
use super::decode::Report;
use super::feature::{Part, Sink, Template, fact, part, parts};
use super::frames;
use super::passage::Passage;
use super::role::{kind_of_head, quoted as quoted_part};
use super::weights::{self, Weights};
use crate::text::{Relation, Tag};

static MODEL: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::load(&weights::model("judge.bin", include_bytes!("../../model/judge.bin"))));

/// The least probability with which a report counts as a statement.
const FLOOR: f32 = 0.42;
/// The same where somebody is named and words of the content stand in quotation marks: most are his,
/// even where the report as a whole is in doubt.
const QUOTED_FLOOR: f32 = 0.3;
/// The same for "reportedly", which names no source.
const HEARSAY_FLOOR: f32 = 0.6;

/// The same for "…, the paper said.", which says it of something.
const TOLD_FLOOR: f32 = 0.2;

/// Keeps the reports that are likely statements, with the judge's probability.
pub fn keep(passage: &Passage, reports: Vec<Report>) -> Vec<Report> {
    let judged: Vec<f32> = (0..reports.len()).map(|at| probability(passage, &reports, at)).collect();
    reports
        .into_iter()
        .zip(judged)
        .filter(|(report, probability)| keeps(passage, report, *probability))
        .map(|(report, probability)| Report { probability, ..report })
        .collect()
}

/// Returns whether a report with this probability counts as a statement.
pub fn keeps(passage: &Passage, report: &Report, probability: f32) -> bool {
    let quotes = report.content.iter().flat_map(Clone::clone).any(|u| passage.units[u].within.is_some());
    let least = match report.cue.class {
        // "reportedly" names nobody: it must be the likelier.
        Class::Hearsay => HEARSAY_FLOOR,
        _ if passage.told.is_some_and(|told| told.verb == report.cue.unit) && report.source.is_some() => TOLD_FLOOR,
        _ if quotes && report.source.is_some() => QUOTED_FLOOR,
        _ => FLOOR,
    };
    probability >= least
}

/// Returns how likely the report `at` among all of its passage is a statement.
pub fn probability(passage: &Passage, reports: &[Report], at: usize) -> f32 {
    MODEL.share(|sink| features(passage, reports, at, sink))
}

/// Puts the features of the report `at` among all of its passage into `sink`.
pub fn features(passage: &Passage, reports: &[Report], at: usize, sink: &mut impl Sink) {
    let report = &reports[at];
    let units = &passage.units;
    let cue = &units[report.cue.unit];
    let class = Part::from(report.cue.class);
    let form = Part::from(report.form);
    let act = Part::from(report.cue.act);
    let share = tenth(report.argued);
    let reports_ = tenth(report.probability);
    let sure = tenth(report.sure);
    let source_share = tenth(report.source_probability);
    let kind = report.source_head.map_or(part!("none"), |head| kind_of_head(passage, head));
    let seen = frames::seen(report.cue.class, cue);
    let length: usize = report.content.iter().map(std::iter::ExactSizeIterator::len).sum();
    let length = match length {
        0..=1 => part!("1"),
        2..=3 => part!("3"),
        4..=7 => part!("7"),
        8..=15 => part!("15"),
        _ => part!("16+"),
    };
    let pieces = parts!["0", "1", "2", "3+"][report.content.len().min(3)];
    let via = match report.via {
        Via::Child => part!("child"),
        Via::Near => part!("near"),
        _ => part!("other"),
    };
    let covers = |a: &Report, b: &Report| a.content.iter().any(|run| run.contains(&b.cue.unit));
    let inside = reports
        .iter()
        .enumerate()
        .filter(|(i, other)| *i != at && covers(other, report))
        .map(|(_, o)| o.probability)
        .fold(0.0, f32::max);
    let clash = reports
        .iter()
        .enumerate()
        .filter(|(i, other)| *i != at && other.content.iter().any(|a| report.content.iter().any(|b| a == b)))
        .map(|(_, o)| o.probability)
        .fold(0.0, f32::max);
    let clash = if clash == 0.0 {
        part!("alone")
    } else if clash > report.probability {
        part!("weaker")
    } else {
        part!("stronger")
    };
    let has = |relations: &[Relation]| {
        passage.children[report.cue.unit].iter().any(|&c| relations.contains(&units[c].relation))
    };
    let auxiliary = if has(&[Relation::AuxPass]) {
        part!("passive")
    } else if units[report.cue.unit].tag == Tag::Vb {
        part!("base")
    } else {
        part!("plain")
    };
    let first = report.content.first().map_or(part!(""), |run| units[run.start].tag.into());
    let order = if report.content.first().is_some_and(|run| run.start < report.cue.unit) {
        part!("content first")
    } else {
        part!("cue first")
    };
    let quoted = if report.content.iter().flat_map(Clone::clone).any(|u| units[u].quotation.is_some()) {
        part!("quoted")
    } else {
        part!("plain")
    };
    let governed = cue.head.map_or(part!("root"), |h| units[h].tag.into());

    let marked = quoted_part(passage, report.content.iter().cloned());
    let within = if cue.within.is_some() { part!("inside") } else { part!("outside") };
    fact!(sink, "bias", [class]);
    fact!(sink, "marked", [class, marked, within]);
    fact!(sink, "marked+form", [form, marked, order]);
    fact!(sink, "marked+seen", [seen, marked]);
    fact!(sink, "marked+share", [share, marked]);
    fact!(sink, "marked+source", [kind, marked]);
    fact!(sink, "share", [share]);
    fact!(sink, "reports", [reports_]);
    fact!(sink, "reports+class", [class, reports_]);
    fact!(sink, "reports+sure", [reports_, sure]);
    fact!(sink, "reports+source", [reports_, source_share]);
    fact!(sink, "reports+share", [reports_, share]);
    fact!(sink, "sure", [class, sure]);
    fact!(sink, "share+form", [class, share, form]);
    fact!(sink, "share+seen", [share, seen]);
    fact!(sink, "source share", [class, source_share]);
    fact!(sink, "source", [class, kind, form]);
    fact!(sink, "source+act", [kind, act]);
    fact!(sink, "form", [class, form, via, order]);
    frames::reach_odds(sink, const { Template::new("odds") }, report.cue.class, cue, kind.name);
    fact!(sink, "seen", [class, seen, form]);
    fact!(sink, "seen+source", [seen, kind]);
    fact!(sink, "act", [class, act, form]);
    fact!(sink, "lemma", [class, cue.entry()]);
    fact!(sink, "length", [form, length, quoted]);
    fact!(sink, "pieces", [form, pieces, order, quoted]);
    fact!(sink, "inside", [class, tenth(inside), quoted]);
    fact!(sink, "inside+source", [tenth(inside), kind]);
    fact!(sink, "clash", [class, clash, via]);
    fact!(sink, "tag", [class, cue.tag, auxiliary, kind]);
    fact!(sink, "relation", [class, cue.relation, governed, form]);
    fact!(sink, "first", [form, first]);
    if report.cue.class == Class::Verb {
        fact!(sink, "listed", [report.cue.listed, quoted, kind]);
    }
}

/// Returns in which tenth a probability lies.
fn tenth(probability: f32) -> Part<'static> {
    parts!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "95"]
        [if probability >= 0.95 { 10 } else { (probability * 10.0).clamp(0.0, 9.0) as usize }]
}
