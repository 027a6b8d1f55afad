//! The beam: the best half-built trees, advanced together step by step.

use super::Unit;
use super::state::{State, Step};

/// A half-built tree with the sum of the scores of its steps.
pub struct Hypothesis {
    pub state: State,
    pub score: f32,
    /// Index into the beam's steps; with it the steps that led here can be told.
    last: usize,
}

impl Hypothesis {
    fn empty() -> Self {
        Self { state: State::new(&[]), score: 0.0, last: 0 }
    }
}

/// The best half-built trees.
pub struct Beam {
    kept: Vec<Hypothesis>,
    width: usize,
    margin: f32,
    /// Steps with the index of the one before; the first entry stands for the beginning.
    steps: Vec<(usize, u8)>,
    /// Empty between two steps; kept for their memory, and so are the trees that were dropped.
    choices: Vec<Choice>,
    next: Vec<Hypothesis>,
    dropped: Vec<Hypothesis>,
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
        Self {
            kept: vec![Hypothesis { state, score: 0.0, last: 0 }],
            width,
            margin,
            steps: vec![(0, WAIT)],
            choices: Vec::with_capacity(width + 1),
            next: Vec::with_capacity(width),
            dropped: Vec::with_capacity(2 * width),
        }
    }

    /// Begins anew with the start state for `units`, in the memory that it has.
    pub(super) fn begin(&mut self, units: &[Unit<'_>], width: usize) {
        self.dropped.append(&mut self.kept);
        let mut tree = self.dropped.pop().unwrap_or_else(Hypothesis::empty);
        tree.state.begin(units);
        (tree.score, tree.last) = (0.0, 0);
        self.kept.push(tree);
        self.width = width;
        self.steps.truncate(1);
    }

    /// Returns whether the best tree is finished, or all are.
    pub fn is_done(&self) -> bool {
        self.kept.iter().all(|tree| tree.state.is_done())
    }

    /// Returns how many trees there are.
    pub fn trees(&self) -> usize {
        self.kept.len()
    }

    /// Returns one of the trees.
    pub fn state(&self, tree: usize) -> &State {
        &self.kept[tree].state
    }

    /// Offers a step that a tree may take, with its score.
    pub fn offer(&mut self, tree: usize, step: Step, gain: f32) {
        self.add(tree, step.number() as u8, gain);
    }

    /// Has a finished tree wait for the others.
    pub fn wait(&mut self, tree: usize) {
        self.add(tree, WAIT, 0.0);
    }

    fn add(&mut self, tree: usize, step: u8, gain: f32) {
        let choice = Choice { score: self.kept[tree].score + gain, tree, step };
        let best = self.choices.first().map_or(f32::NEG_INFINITY, |c| c.score);
        if choice.score < best - self.margin {
            return;
        }
        // The list is short: moving its entries by hand is faster than to have them moved.
        let place = self.choices.iter().take_while(|c| c.score >= choice.score).count();
        if place < self.width {
            self.choices.push(choice);
            (place + 1..self.choices.len()).rev().for_each(|at| self.choices.swap(at - 1, at));
            self.choices.truncate(self.width);
        }
    }

    /// Takes the best of the steps that were offered, one or none with every tree.
    pub fn advance(&mut self) {
        let mut choices = std::mem::take(&mut self.choices);
        let best = choices.first().map_or(0.0, |c| c.score);
        choices.truncate(choices.iter().take_while(|c| c.score >= best - self.margin).count());
        for (at, choice) in choices.iter().enumerate() {
            let last = choices[at + 1..].iter().all(|later| later.tree != choice.tree);
            let mut tree = self.dropped.pop().unwrap_or_else(Hypothesis::empty);
            let parent = &mut self.kept[choice.tree];
            if last {
                std::mem::swap(&mut tree, parent);
            } else {
                tree.state.clone_from(&parent.state);
                tree.last = parent.last;
            }
            tree.score = choice.score;
            if choice.step != WAIT {
                tree.state.take(Step::from_number(usize::from(choice.step)));
                self.steps.push((tree.last, choice.step));
                tree.last = self.steps.len() - 1;
            }
            self.next.push(tree);
        }
        choices.clear();
        self.choices = choices;
        self.dropped.append(&mut self.kept);
        std::mem::swap(&mut self.kept, &mut self.next);
    }

    /// Returns the best tree so far.
    pub fn best(&self) -> &Hypothesis {
        &self.kept[0]
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
