//! A half-built tree and the steps that build it (arc-eager, Nivre 2008).

use std::sync::Arc;

use super::super::perceptron::word_hash;
use super::super::relation::Relation;
use super::Unit;
use crate::lexicon::{self, WordClass};
use crate::text::lemma;

/// A step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Shift,
    Reduce,
    /// The word on the stack becomes a dependent of the next word.
    Left(Relation),
    /// The next word becomes a dependent of the word on the stack.
    Right(Relation),
}

impl Step {
    /// How many kinds of step there are: shift, reduce, left, right.
    pub const KINDS: usize = 4;
    /// How many steps there are, those to the left and right once for each relation.
    pub const COUNT: usize = 2 + 2 * Relation::ALL.len();

    /// Returns the number of its kind, and its relation.
    pub fn parts(self) -> (usize, Option<Relation>) {
        match self {
            Step::Shift => (0, None),
            Step::Reduce => (1, None),
            Step::Left(relation) => (2, Some(relation)),
            Step::Right(relation) => (3, Some(relation)),
        }
    }

    pub fn number(self) -> usize {
        match self {
            Step::Shift => 0,
            Step::Reduce => 1,
            Step::Left(relation) => 2 + relation as usize,
            Step::Right(relation) => 2 + Relation::ALL.len() + relation as usize,
        }
    }

    pub fn from_number(number: usize) -> Self {
        let count = Relation::ALL.len();
        match number {
            0 => Step::Shift,
            1 => Step::Reduce,
            n if n < 2 + count => Step::Left(Relation::ALL[n - 2]),
            n => Step::Right(Relation::ALL[(n - 2 - count).min(count - 1)]),
        }
    }
}

/// What the parser looks at in a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub form: u32,
    pub tag: u32,
    /// What a speaker does with it, if it may be a cue: helps with verbs the treebanks lack.
    pub act: u32,
}

pub(super) const NOTHING: Word = Word { form: 0, tag: 90, act: 90 };
pub(super) const NONE: u32 = u32::MAX;
const NO_LABEL: u8 = 200;

/// What is known of a word in a half-built tree.
#[derive(Clone, Copy)]
pub(super) struct Node {
    pub head: u32,
    pub label: u8,
    /// How many dependents it has on each side.
    pub left_count: u8,
    pub right_count: u8,
    /// The two outermost dependents on each side, the last one first.
    pub left: [u32; 2],
    pub right: [u32; 2],
    /// Sets of the relations of its dependents, one bit each.
    pub left_labels: u64,
    pub right_labels: u64,
    /// A hash of its dependents and their relations, in the order in which they came.
    pub dependents: u64,
}

const BARE: Node = Node {
    head: NONE,
    label: NO_LABEL,
    left_count: 0,
    right_count: 0,
    left: [NONE; 2],
    right: [NONE; 2],
    left_labels: 0,
    right_labels: 0,
    dependents: 0,
};

/// What stands for a word outside the sentence.
const NOWHERE: Node = Node { label: NO_LABEL + 1, left_count: 9, right_count: 9, ..BARE };

/// A half-built tree.
pub struct State {
    words: Arc<[Word]>,
    stack: Vec<u32>,
    next: u32,
    nodes: Vec<Node>,
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self { words: self.words.clone(), stack: self.stack.clone(), next: self.next, nodes: self.nodes.clone() }
    }

    // Trees are copied at every other step: into memory that is there.
    fn clone_from(&mut self, other: &Self) {
        self.words.clone_from(&other.words);
        self.stack.clone_from(&other.stack);
        self.next = other.next;
        self.nodes.clone_from(&other.nodes);
    }
}

impl State {
    /// Returns the start state for `units`.
    pub fn new(units: &[Unit<'_>]) -> Self {
        let mut state = State { words: Arc::new([]), stack: Vec::with_capacity(16), next: 0, nodes: Vec::new() };
        state.begin(units);
        state
    }

    /// Becomes the start state for other units, in the memory that it has.
    pub(super) fn begin(&mut self, units: &[Unit<'_>]) {
        self.words = units
            .iter()
            .map(|unit| {
                let lower = lexicon::lower(unit.form);
                let act = if unit.tag.is_verb() {
                    lexicon::act(WordClass::Verb, &lemma(&lower, unit.tag)).map_or(0, word_hash)
                } else {
                    1
                };
                Word { form: word_hash(&lower), tag: unit.tag as u32, act }
            })
            .collect();
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(self.words.len(), BARE);
    }

    /// Returns whether all words are read.
    pub fn is_done(&self) -> bool {
        self.next as usize >= self.words.len()
    }

    /// Returns the word on top of the stack.
    pub fn top(&self) -> Option<usize> {
        self.stack.last().map(|&w| w as usize)
    }

    /// Returns the next word.
    pub fn front(&self) -> usize {
        self.next as usize
    }

    /// Returns the words on the stack, the top last.
    pub fn stack(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.stack.iter().map(|&w| w as usize)
    }

    /// Returns the head of a word, if it has one yet.
    pub fn head(&self, word: usize) -> Option<usize> {
        Some(self.nodes[word].head).filter(|&h| h != NONE).map(|h| h as usize)
    }

    /// Returns which kinds of step are possible: shift, reduce, left, right.
    pub fn allowed(&self) -> [bool; Step::KINDS] {
        match self.top() {
            None => [true, false, false, false],
            Some(top) => {
                let headed = self.nodes[top].head != NONE;
                [true, headed, !headed, true]
            }
        }
    }

    /// Takes a step that is allowed.
    pub fn take(&mut self, step: Step) {
        match step {
            Step::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Step::Reduce => {
                self.stack.pop();
            }
            Step::Left(relation) => {
                if let Some(top) = self.stack.pop() {
                    self.attach(self.next, top, relation);
                }
            }
            Step::Right(relation) => {
                if let Some(&top) = self.stack.last() {
                    self.attach(top, self.next, relation);
                }
                self.stack.push(self.next);
                self.next += 1;
            }
        }
    }

    fn attach(&mut self, head: u32, word: u32, relation: Relation) {
        let dependent = &mut self.nodes[word as usize];
        dependent.head = head;
        dependent.label = relation as u8;
        let bit = 1u64 << (relation as u64 & 63);
        let node = &mut self.nodes[head as usize];
        node.dependents = mixed(node.dependents, u64::from(word) << 8 | u64::from(relation as u8));
        if word < head {
            node.left = [word, node.left[0]];
            node.left_count = node.left_count.saturating_add(1);
            node.left_labels |= bit;
        } else {
            node.right = [word, node.right[0]];
            node.right_count = node.right_count.saturating_add(1);
            node.right_labels |= bit;
        }
    }

    /// Returns the word that lies `depth` below the top of the stack.
    pub(super) fn on_stack(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |place| self.stack[place])
    }

    pub(super) fn next(&self) -> u32 {
        self.next
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    pub(super) fn word(&self, index: u32) -> Word {
        self.words.get(index as usize).copied().unwrap_or(NOTHING)
    }

    pub(super) fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NOWHERE)
    }

    /// Returns the finished tree; words without a head are roots.
    pub fn arcs(&self) -> Vec<super::Arc> {
        self.nodes
            .iter()
            .map(|node| {
                if node.head == NONE {
                    super::Arc { head: None, relation: Relation::Root }
                } else {
                    let relation = Relation::ALL.get(usize::from(node.label)).copied().unwrap_or(Relation::Dep);
                    super::Arc { head: Some(node.head as usize), relation }
                }
            })
            .collect()
    }
}

/// Returns a hash of a hash and one more value.
pub(super) fn mixed(hash: u64, value: u64) -> u64 {
    let mixed = (hash.rotate_left(25) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
