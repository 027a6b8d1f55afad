//! Explanations: what the engine saw in a text and why it decided as it did.

use std::fmt::Write;
use std::ops::Range;

use super::feature::{Hashes, Names};
use super::passage::Passage;
use super::role::{Role, Scene};
use super::weights::softmax;
use super::{argument, cue, decode, judge, mend, passage, rank};
use crate::lexicon::single_spaced;
use crate::text::{Document, Quotation};

/// How many features are shown for each role.
const SHOWN: usize = 6;
/// How many proposals are shown for each cue.
const PROPOSALS: usize = 4;

/// Returns an account, line by line, of every passage that touches `bytes`: its units with tags,
/// heads and relations, the cues, how likely each argument is content or source and what speaks
/// for it, and what the judge made of each report.
pub fn explain(document: &Document, quotations: &[Quotation], bytes: &Range<usize>) -> String {
    let mut out = String::new();
    for sentences in passage::groups(document, quotations) {
        let tokens = document.sentences[sentences.start].tokens.start..document.sentences[sentences.end - 1].tokens.end;
        let (Some(first), Some(last)) =
            (document.tokens.get(tokens.start), document.tokens.get(tokens.end.saturating_sub(1)))
        else {
            continue;
        };
        if last.span.end <= bytes.start || first.span.start >= bytes.end {
            continue;
        }
        let text = single_spaced(&document.text[first.span.start..last.span.end]);
        let _ = writeln!(out, "passage  {text}");
        if !passage::worth_parsing(document, quotations, sentences.clone()) {
            let _ = writeln!(out, "  no cue and no quotation in it: not parsed\n");
            continue;
        }
        for passage in passage::parse(document, quotations, &[sentences]) {
            explain_passage(document, &passage, &mut out);
        }
        out.push('\n');
    }
    out
}

fn explain_passage(document: &Document, passage: &Passage, out: &mut String) {
    for (index, unit) in passage.units.iter().enumerate() {
        let head = unit.head.map_or("-".to_owned(), |h| format!("{h} {}", passage.units[h].lower));
        let _ = writeln!(
            out,
            "  {index:>3} {:<18} {:<6} {:<12} {head}",
            unit.lower,
            unit.tag.as_str(),
            unit.relation.as_str()
        );
    }
    let words = |run: &Range<usize>| passage.units[run.clone()].iter().map(|u| u.lower).collect::<Vec<_>>().join(" ");
    for cue in cue::candidates(passage) {
        let _ = writeln!(out, "  cue {} ({}, act {})", passage.units[cue.unit].lower, cue.class.as_str(), cue.act);
        let arguments = argument::arguments(passage, &cue);
        let scene = Scene::new(passage, &cue, &arguments);
        for found in &arguments {
            let mut hashes = Hashes::default();
            scene.features(found, &mut hashes);
            let shares = softmax(decode::roles().score(&hashes.0));
            let runs: Vec<String> = found.runs().map(|run| words(&run)).collect();
            let _ = writeln!(
                out,
                "    content {:>3.0} %  source {:>3.0} %  {} {}: {}",
                100.0 * shares[Role::Content as usize],
                100.0 * shares[Role::Source as usize],
                found.via.as_str(),
                found.relation.as_str(),
                runs.join(" … ")
            );
            let mut names = Names::default();
            scene.features(found, &mut names);
            let top = if shares[Role::Source as usize] > shares[Role::Content as usize] {
                Role::Source
            } else {
                Role::Content
            };
            let mut weighed: Vec<(f32, &str)> = names
                .0
                .iter()
                .map(|(hash, name)| {
                    let row = decode::roles().of(*hash);
                    (row[top as usize] - row[Role::None as usize], name.as_str())
                })
                .collect();
            weighed.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
            let reasons: Vec<String> =
                weighed.iter().take(SHOWN).map(|(weight, name)| format!("{name} {weight:+.1}")).collect();
            let _ = writeln!(out, "        {}", reasons.join(", "));
        }
    }
    explain_choices(document.text, passage, out);
}

/// Tells which proposals each cue had, the likeliest first, and what the judge made of the best.
fn explain_choices(text: &str, passage: &Passage, out: &mut String) {
    let words = |run: &Range<usize>| passage.units[run.clone()].iter().map(|u| u.lower).collect::<Vec<_>>().join(" ");
    let joined = |runs: &[Range<usize>]| runs.iter().map(words).collect::<Vec<_>>().join(" … ");
    for cue in cue::candidates(passage) {
        let prospect = decode::prospect(decode::roles(), passage, cue);
        let mut shares = rank::shares(rank::model(), &prospect.setting(passage), &prospect.proposals);
        if shares.is_empty() {
            continue;
        }
        let _ = writeln!(out, "  proposals of {}", passage.units[prospect.cue.unit].lower);
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (at, share) in shares.into_iter().take(PROPOSALS) {
            let _ = writeln!(out, "    {:>3.0} %  {}", 100.0 * share, joined(&prospect.proposals[at].runs));
        }
    }
    let reports = decode::reports(passage);
    for (at, report) in reports.iter().enumerate() {
        let share = judge::probability(passage, &reports, at);
        let verdict = if judge::keeps(passage, report, share) { "kept" } else { "rejected" };
        let _ = writeln!(
            out,
            "  {verdict} at {:.0} %: {} — {} — {}",
            100.0 * share,
            report.source.as_ref().map_or("nobody".to_owned(), words),
            passage.units[report.cue.unit].lower,
            joined(&report.content)
        );
    }
    let kept = judge::keep(passage, reports);
    for report in mend::mend(text, passage, kept.clone()) {
        let before = kept.iter().find(|other| other.cue.unit == report.cue.unit && other.content == report.content);
        if before.is_none_or(|before| before.source != report.source) {
            let source = report.source.as_ref().map_or("nobody".to_owned(), words);
            let cue = &passage.units[report.cue.unit].lower;
            let _ = writeln!(out, "  mended: {source} — {cue} — {}", joined(&report.content));
        }
    }
}
