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

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use self::known::Known;
use self::look::Group;
use super::hashed::{Hashed, Rows};
use super::relation::Relation;
use super::tag::Tag;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model {
    steps: Hashed::new(Cow::Borrowed(include_bytes!("../../../model/parser-steps.bin"))),
    relations: Hashed::new(Cow::Borrowed(include_bytes!("../../../model/parser-relations.bin"))),
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
    MEMORY.with_borrow_mut(|memory| {
        memory.sums.forget();
        memory.relations.forget();
        let mut looks = Looks { steps: model.steps.rows(), labels: model.relations.rows(), memory };
        while !beam.is_done() {
            beam.advance(|state, visit| {
                let kinds = looks.kinds(state);
                choices(state.allowed(), kinds, REACH, |left| looks.relations(state, left), visit);
            });
        }
    });
    let mut arcs = beam.into_best().arcs();
    one_root(&mut arcs);
    arcs
}

/// What was worked out for the same sentence before, in memory that is used again for the next.
struct Memory {
    seen: Seen,
    sums: Known<[i16; Step::KINDS]>,
    relations: Known<[(i16, u8); 2]>,
}

thread_local! {
    static MEMORY: RefCell<Memory> =
        RefCell::new(Memory { seen: Seen::default(), sums: Known::new(9), relations: Known::new(8) });
}

/// The scores of steps.
struct Looks<'a> {
    steps: Rows<'a, { Step::KINDS }>,
    labels: Rows<'a, RELATIONS>,
    memory: &'a mut Memory,
}

/// The rows of weights of a state's features, of which there are fewer than 128.
struct Seen {
    rows: [u32; 128],
    count: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { rows: [0; 128], count: 0 }
    }
}

impl Seen {
    #[inline]
    fn push(&mut self, row: u32) {
        self.rows[self.count % self.rows.len()] = row;
        self.count += 1;
    }

    fn part(&self, range: Range<usize>) -> &[u32] {
        self.rows.get(range).unwrap_or_default()
    }
}

impl Looks<'_> {
    /// Returns the score of each kind of step.
    fn kinds(&mut self, state: &State) -> [f32; Step::KINDS] {
        let Memory { seen, sums: known, .. } = &mut *self.memory;
        seen.count = 0;
        let steps = self.steps;
        let mut total = [0; Step::KINDS];
        let mut add = |sums: [i16; Step::KINDS]| total.iter_mut().zip(sums).for_each(|(t, sum)| *t += i32::from(sum));
        let mut new: [(Option<u64>, Range<usize>); Group::ALL.len()] = Default::default();
        for (group, new) in Group::ALL.into_iter().zip(&mut new) {
            let key = state.key(group);
            match key.and_then(|key| known.get(key)) {
                Some(sums) => add(sums),
                None => {
                    let start = seen.count;
                    state.group(group, |f| {
                        seen.push(steps.fetch(f));
                    });
                    *new = (key, start..seen.count);
                }
            }
        }
        for (key, range) in new {
            let sums = steps.score(seen.part(range));
            add(sums);
            if let Some(key) = key {
                known.set(key, sums);
            }
        }
        total.map(|sum| sum as f32)
    }

    /// Returns the two best relations of a dependent to the left, or right, with their scores.
    fn relations(&mut self, state: &State, left: bool) -> [(f32, usize); 2] {
        let Memory { seen, relations: known, .. } = &mut *self.memory;
        let labels = self.labels;
        let key = state.label_key(left);
        let best = known.get(key).unwrap_or_else(|| {
            seen.count = 0;
            state.label_features(left, |f| {
                seen.push(labels.fetch(f));
            });
            let scores = labels.score(seen.part(0..seen.count));
            let best = best_two(&scores).map(|(score, number)| (score, number as u8));
            known.set(key, best);
            best
        });
        best.map(|(score, number)| (f32::from(score), usize::from(number)))
    }
}

/// Returns the two best of the scores of relations, each with its number.
pub fn best_two<T: PartialOrd + Copy>(scores: &[T; RELATIONS]) -> [(T, usize); 2] {
    let count = Relation::ALL.len();
    let highest = |scores: &[T]| scores.iter().fold(scores[0], |a, &b| if b > a { b } else { a });
    let best = highest(&scores[..count]);
    let first = scores.iter().position(|score| *score == best).unwrap_or(0);
    let mut others = *scores;
    others[first] = others.iter().fold(best, |a, &b| if b < a { b } else { a });
    let next = highest(&others[..count]);
    let second = (0..count).find(|&number| number != first && scores[number] == next).unwrap_or(first);
    [(best, first), (next, second)]
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
