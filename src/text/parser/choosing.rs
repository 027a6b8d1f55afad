//! Which steps are worth a look: those of each kind that is allowed, with the best relations.

use super::super::perceptron::highest;
use super::super::relation::Relation;
use super::state::Step;
use super::{MARGIN, RELATIONS};

/// The steps of one half-built tree while they are looked at. What attaches a word is looked at last, the
/// better kind first, and only if a relation can still bring it near the best step, which saves the
/// scoring of relations.
#[derive(Debug, Clone, Copy)]
pub struct Choosing {
    kinds: [f32; Step::KINDS],
    allowed: [bool; Step::KINDS],
    best: f32,
    /// The most that a relation adds.
    reach: f32,
    /// How many of the two kinds that attach are done.
    done: u8,
}

impl Choosing {
    /// Begins with the scores of the kinds of steps, of which `allowed` ones may be taken; a relation adds
    /// at most `reach`. Calls `visit` with the steps that attach nothing, and their scores.
    pub fn new(
        allowed: [bool; Step::KINDS],
        kinds: [f32; Step::KINDS],
        reach: f32,
        mut visit: impl FnMut(Step, f32),
    ) -> Self {
        let mut best = f32::NEG_INFINITY;
        for (kind, step) in [(0, Step::Shift), (1, Step::Reduce)] {
            if allowed[kind] {
                visit(step, kinds[kind]);
                best = best.max(kinds[kind]);
            }
        }
        Self { kinds, allowed, best, reach, done: 0 }
    }

    fn kind(&self) -> usize {
        if (self.kinds[2] >= self.kinds[3]) == (self.done == 0) { 2 } else { 3 }
    }

    /// Returns whether the relation to the left is wanted next, or that to the right; `None` if none is.
    pub fn wanted(&mut self) -> Option<bool> {
        while self.done < 2 {
            let kind = self.kind();
            if self.allowed[kind] && self.kinds[kind] + self.reach >= self.best - MARGIN {
                return Some(kind == 2);
            }
            self.done += 1;
        }
        None
    }

    /// Takes the two best of the relations that were wanted, with their scores.
    pub fn take(&mut self, top: [(f32, usize); 2], mut visit: impl FnMut(Step, f32)) {
        let kind = self.kind();
        for (score, number) in top {
            let relation = Relation::ALL[number];
            visit(if kind == 2 { Step::Left(relation) } else { Step::Right(relation) }, self.kinds[kind] + score);
        }
        self.best = self.best.max(self.kinds[kind] + top[0].0);
        self.done += 1;
    }
}

/// Returns the two best of the scores of relations, each with its number; of equals the first.
pub fn best_two(scores: &[i16; RELATIONS]) -> [(i16, u8); 2] {
    let mut left = *scores;
    // Places without a relation.
    left[Relation::ALL.len()..].fill(i16::MIN);
    let first = highest(&left);
    left[first] = i16::MIN;
    [first, highest(&left)].map(|number| (scores[number], number as u8))
}
