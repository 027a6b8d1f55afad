//! Ranking: which of the proposals for the content of a cue is right, or none of them.
//!
//! A log-linear model over the proposals of one cue and the possibility that it reports nothing
//! (a conditional choice model, as rerankers of parses use: Charniak and Johnson 2005).

mod features;
mod shape;

use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

use features::{Beginning, Covered, Ending, Following};

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

/// What the proposals of a cue are scored by, in memory that is used again for the next cue.
#[derive(Default)]
struct Gathered {
    features: Hashes,
    /// Where the parts of the features end of which the scores are made.
    parts: Vec<usize>,
    /// What several proposals share, with its part.
    beginnings: Vec<(Beginning, usize)>,
    endings: Vec<(Ending, usize)>,
    followings: Vec<(Following, usize)>,
    places: Vec<(Covered, usize)>,
    /// The parts of all proposals, one proposal behind the other, and where each one's end.
    used: Vec<usize>,
    ends: Vec<usize>,
    /// What the parts are worth.
    worth: Vec<f32>,
}

impl Gathered {
    fn clear(&mut self) {
        self.features.0.clear();
        self.parts.clear();
        self.beginnings.clear();
        self.endings.clear();
        self.followings.clear();
        self.places.clear();
        self.used.clear();
        self.ends.clear();
        self.worth.clear();
    }

    /// Gathers the features of "it reports nothing" as the first part, and those of the proposals.
    fn gather(&mut self, setting: &Setting, proposals: &[Proposal]) {
        self.clear();
        let Self { features: row, parts, beginnings, endings, followings, places, used, ends, .. } = self;
        features::nothing(setting, proposals, row);
        parts.push(row.0.len());
        let mut part = |collect: &dyn Fn(&mut Hashes)| {
            collect(row);
            parts.push(row.0.len());
            parts.len() - 1
        };
        for proposal in proposals {
            if let Some(edges) = features::edges(setting, proposal) {
                let (begin, end) = edges;
                used.push(known(beginnings, begin, || part(&|row| features::beginning(setting, begin, row))));
                used.push(known(endings, end, || part(&|row| features::ending(setting, end, row))));
                let following = features::following(setting, proposal, edges);
                used.push(known(followings, following, || part(&|row| features::follows(setting, following, row))));
                for place in features::covered(setting, proposal, edges) {
                    used.push(known(places, place, || part(&|row| features::covers(setting, place, row))));
                }
                used.push(part(&|row| features::proposal(setting, proposal, edges, proposals, row)));
            }
            ends.push(used.len());
        }
    }
}

thread_local! {
    static GATHERED: Cell<Gathered> = Cell::default();
}

/// Returns for each proposal, by its index, how likely it is right; what is missing to 1 is how
/// likely the cue reports nothing.
pub fn shares(model: &Weights<1>, setting: &Setting, proposals: &[Proposal]) -> Vec<(usize, f32)> {
    let mut gathered = GATHERED.take();
    gathered.gather(setting, proposals);
    let Gathered { features, parts, used, ends, worth, .. } = &mut gathered;
    model.scores(&features.0, parts, |[score]| worth.push(score));
    let none = worth[0];
    let sum = |range: Range<usize>| used[range].iter().map(|&part| worth[part]).sum();
    let mut shares: Vec<(usize, f32)> = weights::parts(ends).map(sum).enumerate().collect();
    let top = shares.iter().map(|(_, score)| *score).fold(none, f32::max);
    shares.iter_mut().for_each(|(_, score)| *score = (*score - top).exp());
    let sum: f32 = shares.iter().map(|(_, share)| share).sum::<f32>() + (none - top).exp();
    shares.iter_mut().for_each(|(_, share)| *share /= sum);
    GATHERED.set(gathered);
    shares
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
