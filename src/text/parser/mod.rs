//! Dependency parsing: arc-eager transitions (Nivre 2008) scored by an averaged perceptron over the
//! features of Zhang and Nivre (2011); one set of weights chooses the step, a second one the
//! relation. A few half-built trees are kept side by side (a beam), and
//! the weights are trained for that (max-violation updates, Huang, Fayong and Guo 2012). Linear in
//! the number of units.

mod beam;
mod choosing;
mod lanes;
mod look;
mod state;

pub use beam::{Beam, Hypothesis};
pub use choosing::Choosing;
pub use state::{State, Step};

use std::borrow::Cow;
use std::sync::LazyLock;

use super::hashed::Hashed;
use super::known;
use super::relation::Relation;
use super::tag::Tag;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::new(
        Cow::Borrowed(include_bytes!("../../../model/parser-steps.bin")),
        Cow::Borrowed(include_bytes!("../../../model/parser-relations.bin")),
    )
});

/// What the parser has learned.
pub struct Model {
    /// Which kind of step to take.
    steps: Hashed<{ Step::KINDS }>,
    /// Which relation a new dependent has.
    relations: Hashed<RELATIONS>,
    /// No other model has the same.
    number: u64,
}

impl Model {
    /// Returns the model whose weights these are: of the kinds of steps, and of relations.
    pub fn new(steps: Cow<'static, [u8]>, relations: Cow<'static, [u8]>) -> Self {
        Self { steps: Hashed::new(steps), relations: Hashed::new(relations), number: known::number() }
    }
}

/// Places for relations in a row of weights: a round number not below their count.
pub const RELATIONS: usize = 48;

/// How many half-built trees are kept side by side.
const WIDTH: usize = 3;
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

/// Returns head and relation of every unit of a sentence.
pub fn parse(units: &[Unit<'_>]) -> Vec<Arc> {
    parse_with(&MODEL, &[units]).pop().unwrap_or_default()
}

/// The same for several sentences, which takes less time than one after the other.
pub fn parse_all(sentences: &[&[Unit<'_>]]) -> Vec<Vec<Arc>> {
    parse_with(&MODEL, sentences)
}

/// The same with other weights, for training.
pub fn parse_with(model: &Model, sentences: &[&[Unit<'_>]]) -> Vec<Vec<Arc>> {
    let mut found = lanes::best_trees(model, sentences);
    found.iter_mut().for_each(|arcs| one_root(arcs));
    found
}

/// Returns the weights that are compiled in.
pub fn model() -> &'static Model {
    &MODEL
}

/// Hangs all roots but the first verb among them on that one, so that a passage is one tree.
fn one_root(arcs: &mut [Arc]) {
    let roots: Vec<usize> = (0..arcs.len()).filter(|&i| arcs[i].head.is_none()).collect();
    let Some(&main) = roots.first() else { return };
    for &root in roots.iter().skip(1) {
        arcs[root] = Arc { head: Some(main), relation: Relation::Parataxis };
    }
}
