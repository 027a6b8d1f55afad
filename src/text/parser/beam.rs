//! The beam: the best half-built trees, advanced together step by step.

use super::state::{State, Step};

/// A half-built tree with the sum of the scores of its steps.
#[derive(Clone)]
pub struct Hypothesis {
    pub state: State,
    pub score: f32,
    /// Index into the beam's steps; with it the steps that led here can be told.
    last: usize,
}

/// The best half-built trees.
pub struct Beam {
    kept: Vec<Hypothesis>,
    width: usize,
    margin: f32,
    /// Steps with the index of the one before; the first entry stands for the beginning.
    steps: Vec<(usize, u8)>,
}

/// A step that one of the trees may take.
#[derive(Clone, Copy)]
struct Choice {
    score: f32,
    tree: usize,
    step: u8,
}

/// The step of a finished tree, which waits for the others.
const WAIT: u8 = u8::MAX;

impl Beam {
    /// Returns a beam that begins with `state` and keeps at most `width` trees, none of them more
    /// than `margin` below the best.
    pub fn new(state: State, width: usize, margin: f32) -> Self {
        Self { kept: vec![Hypothesis { state, score: 0.0, last: 0 }], width, margin, steps: vec![(0, WAIT)] }
    }

    /// Returns whether the best tree is finished, or all are.
    pub fn is_done(&self) -> bool {
        self.kept.iter().all(|tree| tree.state.is_done())
    }

    /// Takes one step with every tree. `score` calls its argument with every step worth a look in
    /// a state, and its score.
    pub fn advance(&mut self, mut score: impl FnMut(&State, &mut dyn FnMut(Step, f32))) {
        let mut choices: Vec<Choice> = Vec::with_capacity(self.width + 1);
        for (tree, hypothesis) in self.kept.iter().enumerate() {
            let mut add = |step: u8, gain: f32| {
                let choice = Choice { score: hypothesis.score + gain, tree, step };
                let best = choices.first().map_or(f32::NEG_INFINITY, |c| c.score);
                if choice.score < best - self.margin {
                    return;
                }
                let place = choices.partition_point(|c| c.score >= choice.score);
                if place < self.width {
                    choices.insert(place, choice);
                    choices.truncate(self.width);
                }
            };
            if hypothesis.state.is_done() {
                add(WAIT, 0.0);
            } else {
                score(&hypothesis.state, &mut |step, gain| add(step.number() as u8, gain));
            }
        }
        let best = choices.first().map_or(0.0, |c| c.score);
        choices.retain(|c| c.score >= best - self.margin);
        let mut uses = vec![0usize; self.kept.len()];
        choices.iter().for_each(|c| uses[c.tree] += 1);
        let mut parents: Vec<Option<Hypothesis>> = self.kept.drain(..).map(Some).collect();
        for choice in choices {
            uses[choice.tree] -= 1;
            let parent =
                if uses[choice.tree] == 0 { parents[choice.tree].take() } else { parents[choice.tree].clone() };
            let Some(mut next) = parent else { continue };
            next.score = choice.score;
            if choice.step != WAIT {
                next.state.take(Step::from_number(usize::from(choice.step)));
                self.steps.push((next.last, choice.step));
                next.last = self.steps.len() - 1;
            }
            self.kept.push(next);
        }
    }

    /// Returns the best tree so far.
    pub fn best(&self) -> &Hypothesis {
        &self.kept[0]
    }

    /// Returns the best tree.
    pub fn into_best(mut self) -> State {
        self.kept.swap_remove(0).state
    }

    /// Returns the steps that led to a tree of the beam, the first one first.
    pub fn steps(&self, tree: &Hypothesis) -> Vec<Step> {
        let mut found = Vec::new();
        let mut at = tree.last;
        while at != 0 {
            let (before, step) = self.steps[at];
            found.push(Step::from_number(usize::from(step)));
            at = before;
        }
        found.reverse();
        found
    }
}
