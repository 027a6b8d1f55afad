//! Dependency parsing: arc-eager transitions (Nivre 2008) scored by an averaged perceptron over the
//! features of Zhang and Nivre (2011); one set of weights chooses the step, a second one the
//! relation. A few half-built trees are kept side by side (a beam), and
//! the weights are trained for that (max-violation updates, Huang, Fayong and Guo 2012). Linear in
//! the number of units.

mod beam;
mod known;
mod look;
mod state;

pub use beam::{Beam, Hypothesis};
pub use state::{State, Step};

use std::ops::Range;
use std::sync::LazyLock;

use self::known::Known;
use self::look::Group;
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
    let mut looks = Looks { model, seen: Vec::with_capacity(64), sums: Known::new(9), relations: Known::new(8) };
    while !beam.is_done() {
        beam.advance(|state, visit| {
            let kinds = looks.kinds(state);
            choices(state.allowed(), kinds, REACH, |left| looks.relations(state, left), visit);
        });
    }
    let mut arcs = beam.into_best().arcs();
    one_root(&mut arcs);
    arcs
}

/// The scores of steps, with what was worked out for the same sentence before.
struct Looks<'a> {
    model: &'a Model,
    /// Empty between two scores; kept for its memory.
    seen: Vec<u32>,
    sums: Known<[i16; Step::KINDS]>,
    relations: Known<[(i16, u8); 2]>,
}

impl Looks<'_> {
    /// Returns the score of each kind of step.
    fn kinds(&mut self, state: &State) -> [f32; Step::KINDS] {
        let mut total = [0; Step::KINDS];
        let mut add = |sums: [i16; Step::KINDS]| total.iter_mut().zip(sums).for_each(|(t, sum)| *t += i32::from(sum));
        self.seen.clear();
        let mut new: [(Option<u64>, Range<usize>); Group::ALL.len()] = Default::default();
        for (group, new) in Group::ALL.into_iter().zip(&mut new) {
            let key = state.key(group);
            match key.and_then(|key| self.sums.get(key)) {
                Some(sums) => add(sums),
                None => {
                    let start = self.seen.len();
                    state.group(group, |f| {
                        self.model.steps.fetch(f);
                        self.seen.push(f);
                    });
                    *new = (key, start..self.seen.len());
                }
            }
        }
        for (key, range) in new {
            let sums = self.model.steps.score(&self.seen[range]);
            add(sums);
            if let Some(key) = key {
                self.sums.set(key, sums);
            }
        }
        total.map(|sum| sum as f32)
    }

    /// Returns the two best relations of a dependent to the left, or right, with their scores.
    fn relations(&mut self, state: &State, left: bool) -> [(f32, usize); 2] {
        let key = state.label_key(left);
        let best = self.relations.get(key).unwrap_or_else(|| {
            self.seen.clear();
            state.label_features(left, |f| {
                self.model.relations.fetch(f);
                self.seen.push(f);
            });
            let best = best_two(&self.model.relations.score(&self.seen)).map(|(score, number)| (score, number as u8));
            self.relations.set(key, best);
            best
        });
        best.map(|(score, number)| (f32::from(score), usize::from(number)))
    }
}

/// Returns the two best of the scores of relations, each with its number.
pub fn best_two<T: PartialOrd + Copy>(scores: &[T; RELATIONS]) -> [(T, usize); 2] {
    let mut best = if scores[1] > scores[0] { [1, 0] } else { [0, 1] };
    for number in 2..Relation::ALL.len() {
        if scores[number] > scores[best[0]] {
            best = [number, best[0]];
        } else if scores[number] > scores[best[1]] {
            best[1] = number;
        }
    }
    best.map(|number| (scores[number], number))
}

/// Calls `visit` with the steps worth a look: those of each allowed kind with the best relations.
/// A relation adds at most `reach`; a kind that cannot come near the best step with that is left
/// out, which saves the scoring of its relations. `relations` returns the two best of a dependent to
/// the left, or right.
pub fn choices(
    allowed: [bool; Step::KINDS],
    kinds: [f32; Step::KINDS],
    reach: f32,
    mut relations: impl FnMut(bool) -> [(f32, usize); 2],
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
        let top = relations(kind == 2);
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
