//! Decoding: from scored arguments to attributions.

use std::ops::Range;
use std::sync::LazyLock;

use super::argument::{Argument, Via, arguments};
use super::cue::Candidate;
use super::ends;
use super::feature::Hashes;
use super::passage::Passage;
use super::role::{Role, Scene};
use super::weights::{Weights, softmax};

static ROLES: LazyLock<Weights<{ Role::COUNT }>> =
    LazyLock::new(|| Weights::load(include_bytes!("../../model/roles.bin")));

/// The least probability with which an argument counts as content.
const CONTENT_FLOOR: f32 = 0.5;
/// The least probability with which an argument counts as source.
const SOURCE_FLOOR: f32 = 0.3;

/// What a cue reports, in units of its passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub cue: Candidate,
    /// The content's runs of units, in order, not overlapping.
    pub content: Vec<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// The unit that carries the source.
    pub source_head: Option<usize>,
    /// How the strongest content is tied to the cue.
    pub via: Via,
    pub form: &'static str,
    /// The probability of the strongest content.
    pub probability: f32,
}

/// An argument with the probabilities of its roles.
#[derive(Debug, Clone)]
pub struct Scored {
    pub argument: Argument,
    pub roles: [f32; Role::COUNT],
}

/// Returns the arguments of a cue with the probabilities of their roles.
pub fn score(passage: &Passage, cue: &Candidate) -> Vec<Scored> {
    let arguments = arguments(passage, cue);
    let scene = Scene::new(passage, cue, &arguments);
    let roles: Vec<_> = arguments
        .iter()
        .map(|argument| {
            let mut features = Hashes::default();
            scene.features(argument, &mut features);
            softmax(ROLES.score(&features.0))
        })
        .collect();
    arguments.into_iter().zip(roles).map(|(argument, roles)| Scored { argument, roles }).collect()
}

/// Returns what `cue` reports, if its content is likely enough.
pub fn report(passage: &Passage, cue: &Candidate) -> Option<Report> {
    decode(passage, cue, &score(passage, cue))
}

fn decode(passage: &Passage, cue: &Candidate, scored: &[Scored]) -> Option<Report> {
    let content_of = |s: &Scored| s.roles[Role::Content as usize];
    let source_of = |s: &Scored| s.roles[Role::Source as usize];
    let mut contents: Vec<&Scored> = scored.iter().filter(|s| content_of(s) >= CONTENT_FLOOR).collect();
    contents.sort_by(|a, b| content_of(b).total_cmp(&content_of(a)));
    let best = *contents.first()?;
    let source =
        scored.iter().filter(|s| source_of(s) >= SOURCE_FLOOR).max_by(|a, b| source_of(a).total_cmp(&source_of(b)));
    let mut taken: Vec<Range<usize>> = vec![cue.unit..cue.unit + 1];
    if let Some(source) = source {
        taken.push(source.argument.units.clone());
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for content in &contents {
        for run in content.argument.runs() {
            let run = ends::cut(passage, cue, run);
            for piece in without(run, &taken) {
                let piece = trimmed(passage, piece);
                if piece.start < piece.end {
                    taken.push(piece.clone());
                    runs.push(piece);
                }
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    let content = joined(passage, runs);
    if content.is_empty() {
        return None;
    }
    Some(Report {
        cue: cue.clone(),
        content,
        source: source.map(|s| trimmed(passage, s.argument.units.clone())).filter(|s| s.start < s.end),
        source_head: source.map(|s| s.argument.head),
        via: best.argument.via,
        form: super::role::content_form(passage, &best.argument),
        probability: content_of(best),
    })
}

/// Returns the parts of `run` that none of `taken` covers.
fn without(run: Range<usize>, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut parts = vec![run];
    for hole in taken {
        parts = parts
            .into_iter()
            .flat_map(|part| [part.start..part.end.min(hole.start), part.start.max(hole.end)..part.end])
            .filter(|part| part.start < part.end)
            .collect();
    }
    parts.dedup();
    parts
}

/// Leaves out marks at both ends.
fn trimmed(passage: &Passage, mut run: Range<usize>) -> Range<usize> {
    let is_mark = |u: usize| {
        let unit = &passage.units[u];
        unit.tag.is_mark() && unit.quotation.is_none() && !unit.lower.ends_with(')') && !unit.lower.starts_with('(')
    };
    while run.start < run.end && is_mark(run.start) {
        run.start += 1;
    }
    while run.end > run.start && is_mark(run.end - 1) {
        run.end -= 1;
    }
    run
}

/// Joins runs with nothing but marks between them.
fn joined(passage: &Passage, runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match out.last_mut() {
            Some(last) if (last.end..run.start).all(|u| passage.units[u].tag.is_mark()) => {
                last.end = run.end.max(last.end)
            }
            _ => out.push(run),
        }
    }
    out
}

/// Resolves reports that claim the same whole quotation: the more probable one keeps it.
pub fn settle(passage: &Passage, mut reports: Vec<Report>) -> Vec<Report> {
    let holds = |report: &Report, unit: usize| report.content.iter().any(|run| run.contains(&unit));
    for unit in 0..passage.units.len() {
        if passage.units[unit].quotation.is_none() {
            continue;
        }
        let claims: Vec<usize> = (0..reports.len()).filter(|&r| holds(&reports[r], unit)).collect();
        if claims.len() < 2 {
            continue;
        }
        let alone = |r: &Report| r.content.iter().map(Range::len).sum::<usize>() <= 2;
        // A report that consists of the quotation alone yields to a better one of its kind; one
        // that holds it inside a longer clause keeps it.
        let best = claims
            .iter()
            .copied()
            .filter(|&r| alone(&reports[r]))
            .max_by(|&a, &b| reports[a].probability.total_cmp(&reports[b].probability));
        for claim in claims {
            if Some(claim) != best && alone(&reports[claim]) {
                reports[claim].content.retain(|run| !run.contains(&unit));
            }
        }
    }
    reports.retain(|r| !r.content.is_empty());
    reports
}
