//! Ranking: which of the proposals for the content of a cue is right, or none of them.
//!
//! A log-linear model over the proposals of one cue and the possibility that it reports nothing
//! (a conditional choice model, as rerankers of parses use: Charniak and Johnson 2005).

mod features;
mod shape;

use std::ops::Range;
use std::sync::LazyLock;

use crate::statement::cue::Candidate;
use crate::statement::decode::Source;
use crate::statement::feature::Hashes;
use crate::statement::passage::Passage;
use crate::statement::propose::Proposal;
use crate::statement::weights::{self, Weights};

static MODEL: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::load(&weights::model("rank.bin", include_bytes!("../../../model/rank.bin"))));

/// Returns the weights that are compiled in, or read from the folder of models.
pub fn model() -> &'static Weights<1> {
    &MODEL
}

/// The proposal that was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Index into the proposals.
    pub taken: usize,
    /// How likely the cue reports anything.
    pub reports: f32,
    /// How likely the taken proposal is right, given that the cue reports anything.
    pub sure: f32,
}

/// What a choice is made from: a cue with its source.
pub struct Setting<'a> {
    pub passage: &'a Passage<'a>,
    pub cue: &'a Candidate,
    pub source: Option<&'a Source>,
}

/// Returns the likeliest of `proposals`; nothing only where there are none.
pub fn choose(model: &Weights<1>, setting: &Setting, proposals: &[Proposal]) -> Option<Choice> {
    let shares = shares(model, setting, proposals);
    let reports: f32 = shares.iter().map(|(_, share)| share).sum();
    let (taken, share) = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    Some(Choice { taken, reports, sure: share / reports.max(f32::MIN_POSITIVE) })
}

/// Returns for each proposal, by its index, how likely it is right; what is missing to 1 is how
/// likely the cue reports nothing.
pub fn shares(model: &Weights<1>, setting: &Setting, proposals: &[Proposal]) -> Vec<(usize, f32)> {
    let mut row = Hashes::default();
    features::nothing(setting, proposals, &mut row);
    // Where the parts end of which the scores are made: the first one speaks for "it reports nothing".
    let mut parts = vec![row.0.len()];
    let mut part = |collect: &dyn Fn(&mut Hashes)| {
        collect(&mut row);
        parts.push(row.0.len());
        parts.len() - 1
    };
    // Proposals share their beginnings and endings and more: those are scored once.
    let (mut beginnings, mut endings) = (Vec::new(), Vec::new());
    let (mut followings, mut places) = (Vec::new(), Vec::new());
    // The parts of all proposals, one proposal behind the other, and where each one's end.
    let (mut used, mut ends) = (Vec::with_capacity(8 * proposals.len()), Vec::with_capacity(proposals.len()));
    for proposal in proposals {
        if let Some(edges) = features::edges(setting, proposal) {
            let (begin, end) = edges;
            used.push(known(&mut beginnings, begin, || part(&|row| features::beginning(setting, begin, row))));
            used.push(known(&mut endings, end, || part(&|row| features::ending(setting, end, row))));
            let following = features::following(setting, proposal, edges);
            used.push(known(&mut followings, following, || part(&|row| features::follows(setting, following, row))));
            for place in features::covered(setting, proposal, edges) {
                used.push(known(&mut places, place, || part(&|row| features::covers(setting, place, row))));
            }
            used.push(part(&|row| features::proposal(setting, proposal, edges, proposals, row)));
        }
        ends.push(used.len());
    }
    let worth = model.scores(&row.0, &parts);
    let [none] = worth[0];
    let sum = |range: Range<usize>| used[range].iter().map(|&part| worth[part][0]).sum();
    let scores: Vec<f32> = weights::parts(&ends).map(sum).collect();
    let top = scores.iter().copied().fold(none, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum::<f32>() + (none - top).exp();
    scores.iter().map(|score| (score - top).exp() / sum).enumerate().collect()
}

/// Returns the part that `key` has among `pairs`, which is gathered if it is not there yet.
fn known<K: PartialEq>(pairs: &mut Vec<(K, usize)>, key: K, value: impl FnOnce() -> usize) -> usize {
    if let Some((_, value)) = pairs.iter().find(|(other, _)| *other == key) {
        return *value;
    }
    let value = value();
    pairs.push((key, value));
    value
}

/// Returns the features of "it reports nothing", and those of each proposal.
pub fn rows(setting: &Setting, proposals: &[Proposal]) -> (Hashes, Vec<Hashes>) {
    let mut none = Hashes::default();
    features::nothing(setting, proposals, &mut none);
    let each = proposals
        .iter()
        .map(|proposal| {
            let mut row = Hashes::default();
            if let Some(edges) = features::edges(setting, proposal) {
                features::beginning(setting, edges.0, &mut row);
                features::ending(setting, edges.1, &mut row);
                features::follows(setting, features::following(setting, proposal, edges), &mut row);
                features::covered(setting, proposal, edges)
                    .for_each(|place| features::covers(setting, place, &mut row));
                features::proposal(setting, proposal, edges, proposals, &mut row);
            }
            row
        })
        .collect();
    (none, each)
}
