//! Dependency parsing: arc-eager transitions (Nivre 2008) scored by an averaged perceptron over the
//! features of Zhang and Nivre (2011); one set of weights chooses the step, a second one the
//! relation. A few half-built trees are kept side by side (a beam), and
//! the weights are trained for that (max-violation updates, Huang, Fayong and Guo 2012). Linear in
//! the number of units.

mod beam;
mod state;

pub use beam::{Beam, Hypothesis};
pub use state::{State, Step};

use std::sync::LazyLock;

use super::hashed::Hashed;
use super::large::Table;
use super::relation::Relation;
use super::tag::Tag;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model {
    steps: Hashed::new(Table::large(include_bytes!("../../../model/parser-steps.bin"))),
    relations: Hashed::new(Table::large(include_bytes!("../../../model/parser-relations.bin"))),
});

/// What the parser has learned.
pub struct Model {
    /// Which kind of step to take.
    pub steps: Hashed<{ Step::KINDS }>,
    /// Which relation a new dependent has.
    pub relations: Hashed<RELATIONS>,
}

/// Places for relations in a row of weights: a round number not below their count.
pub const RELATIONS: usize = 48;

/// How many half-built trees are kept side by side.
const WIDTH: usize = 4;
/// How far below the best tree another one may lie and still be kept, in the model's units.
const MARGIN: f32 = 100.0;
/// The most that a relation is taken to add to the score of a step (nearly none adds more).
const REACH: f32 = 800.0;
/// From how many units on only the best tree is kept, because copies of long trees are dear.
const LONGEST: usize = 200;

/// A word for the parser.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    pub form: &'a str,
    pub tag: Tag,
}

/// A unit's head, `None` for a root, and its relation to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    pub head: Option<usize>,
    pub relation: Relation,
}

/// Returns head and relation of every unit.
pub fn parse(units: &[Unit<'_>]) -> Vec<Arc> {
    parse_with(&MODEL, units)
}

/// Returns the weights that are compiled in.
pub fn model() -> &'static Model {
    &MODEL
}

/// The same with other weights, for training.
pub fn parse_with(model: &Model, units: &[Unit<'_>]) -> Vec<Arc> {
    let width = if units.len() > LONGEST { 1 } else { WIDTH };
    let mut beam = Beam::new(State::new(units), width, MARGIN);
    let mut seen = Vec::with_capacity(96);
    while !beam.is_done() {
        beam.advance(|state, visit| {
            seen.clear();
            state.features(|f| seen.push(f));
            let kinds = model.steps.score(&seen).map(f32::from);
            let relations = |left: bool| {
                seen.clear();
                state.label_features(left, |f| seen.push(f));
                model.relations.score(&seen).map(f32::from)
            };
            choices(state.allowed(), kinds, REACH, relations, visit);
        });
    }
    let mut arcs = beam.into_best().arcs();
    one_root(&mut arcs);
    arcs
}

/// Calls `visit` with the steps worth a look: those of each allowed kind with the best relations.
/// A relation adds at most `reach`; a kind that cannot come near the best step with that is left
/// out, which saves the scoring of its relations.
pub fn choices(
    allowed: [bool; Step::KINDS],
    kinds: [f32; Step::KINDS],
    reach: f32,
    mut relations: impl FnMut(bool) -> [f32; RELATIONS],
    visit: &mut dyn FnMut(Step, f32),
) {
    let mut best = f32::NEG_INFINITY;
    for (kind, step) in [(0, Step::Shift), (1, Step::Reduce)] {
        if allowed[kind] {
            visit(step, kinds[kind]);
            best = best.max(kinds[kind]);
        }
    }
    let attaching = if kinds[2] >= kinds[3] { [2, 3] } else { [3, 2] };
    for kind in attaching.into_iter().filter(|&kind| allowed[kind]) {
        if kinds[kind] + reach < best - MARGIN {
            continue;
        }
        let scores = relations(kind == 2);
        let scores = &scores[..Relation::ALL.len()];
        let mut top = [(f32::NEG_INFINITY, 0); 2];
        for (number, &score) in scores.iter().enumerate() {
            if score > top[0].0 {
                top = [(score, number), top[0]];
            } else if score > top[1].0 {
                top[1] = (score, number);
            }
        }
        for (score, number) in top {
            let relation = Relation::ALL[number];
            visit(if kind == 2 { Step::Left(relation) } else { Step::Right(relation) }, kinds[kind] + score);
        }
        best = best.max(kinds[kind] + top[0].0);
    }
}

/// Hangs all roots but the first verb among them on that one, so that a passage is one tree.
fn one_root(arcs: &mut [Arc]) {
    let roots: Vec<usize> = (0..arcs.len()).filter(|&i| arcs[i].head.is_none()).collect();
    let Some(&main) = roots.first() else { return };
    for &root in roots.iter().skip(1) {
        arcs[root] = Arc { head: Some(main), relation: Relation::Parataxis };
    }
}
