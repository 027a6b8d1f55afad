//! A half-built tree, the steps that build it (arc-eager, Nivre 2008) and what the parser looks at
//! before each step (Zhang and Nivre 2011).

use std::sync::Arc;

use super::super::perceptron::{feature, word_hash};
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
struct Word {
    form: u32,
    tag: u32,
    /// What a speaker does with it, if it may be a cue: helps with verbs the treebanks lack.
    act: u32,
}

const NOTHING: Word = Word { form: 0, tag: 90, act: 90 };
const NONE: u32 = u32::MAX;
const NO_LABEL: u8 = 200;

/// What is known of a word in a half-built tree.
#[derive(Clone, Copy)]
struct Node {
    head: u32,
    label: u8,
    /// How many dependents it has on each side.
    left_count: u8,
    right_count: u8,
    /// The two outermost dependents on each side, the last one first.
    left: [u32; 2],
    right: [u32; 2],
    /// Sets of the relations of its dependents, one bit each.
    left_labels: u64,
    right_labels: u64,
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
        let words: Arc<[Word]> = units
            .iter()
            .map(|unit| {
                let lower = unit.form.to_lowercase();
                let act = if unit.tag.is_verb() {
                    lexicon::act(WordClass::Verb, &lemma(&lower, unit.tag)).map_or(0, word_hash)
                } else {
                    1
                };
                Word { form: word_hash(&lower), tag: unit.tag as u32, act }
            })
            .collect();
        let nodes = vec![BARE; words.len()];
        State { words, stack: Vec::with_capacity(16), next: 0, nodes }
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

    fn word(&self, index: u32) -> Word {
        self.words.get(index as usize).copied().unwrap_or(NOTHING)
    }

    fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NOWHERE)
    }

    /// Calls `visit` with every feature of the state.
    pub fn features(&self, mut visit: impl FnMut(u32)) {
        let s0 = self.stack.last().copied().unwrap_or(NONE);
        let s1 = self.stack.len().checked_sub(2).map_or(NONE, |i| self.stack[i]);
        let n0 = self.next;
        let (top, front) = (self.node(s0), self.node(n0));
        let (h1, h2) = (top.head, self.node(top.head).head);
        let ([l0, l1], [r0, r1], [nl0, nl1]) = (top.left, top.right, front.left);
        let (ws, wn, wn1, wn2, ws1) =
            (self.word(s0), self.word(n0), self.word(n0 + 1), self.word(n0 + 2), self.word(s1));
        let (wh, wl, wr, wnl) = (self.word(h1), self.word(l0), self.word(r0), self.word(nl0));
        let distance = if s0 == NONE { 0 } else { bucket(n0 - s0) };
        let (sr, sl, nl) =
            (top.right_count.min(4).into(), top.left_count.min(4).into(), front.left_count.min(4).into());
        let (right_set, left_set, front_set) = (fold(top.right_labels), fold(top.left_labels), fold(front.left_labels));
        let label = |w: u32| u32::from(self.node(w).label);
        let pair = |w: Word| w.form ^ w.tag.wrapping_mul(0x9e37_79b9);
        let mut f = |template: u32, a: u32, b: u32, c: u32| visit(feature(template, a, b, c));
        for (k, w) in [(1, ws), (5, wn), (9, wn1), (13, wn2), (17, ws1)] {
            f(k, w.form, 0, 0);
            f(k + 1, w.tag, 0, 0);
            f(k + 2, pair(w), 0, 0);
            f(k + 3, w.act, w.tag, 0);
        }
        f(30, pair(ws), pair(wn), 0);
        f(31, pair(ws), wn.form, 0);
        f(32, ws.form, pair(wn), 0);
        f(33, pair(ws), wn.tag, 0);
        f(34, ws.tag, pair(wn), 0);
        f(35, ws.form, wn.form, 0);
        f(36, ws.tag, wn.tag, 0);
        f(37, wn.tag, wn1.tag, 0);
        f(38, wn.tag, wn1.tag, wn2.tag);
        f(39, ws.tag, wn.tag, wn1.tag);
        f(40, wh.tag, ws.tag, wn.tag);
        f(41, ws.tag, wl.tag, wn.tag);
        f(42, ws.tag, wr.tag, wn.tag);
        f(43, ws.tag, wn.tag, wnl.tag);
        f(44, ws.form, distance, 0);
        f(45, ws.tag, distance, 0);
        f(46, wn.form, distance, 0);
        f(47, wn.tag, distance, 0);
        f(48, ws.form, wn.form, distance);
        f(49, ws.tag, wn.tag, distance);
        f(50, ws.form, sr, 0);
        f(51, ws.tag, sr, 0);
        f(52, ws.form, sl, 0);
        f(53, ws.tag, sl, 0);
        f(54, wn.form, nl, 0);
        f(55, wn.tag, nl, 0);
        f(56, wh.form, 0, 0);
        f(57, wh.tag, label(s0), 0);
        f(58, label(s0), wn.tag, 0);
        f(59, wl.form, label(l0), 0);
        f(60, wl.tag, label(l0), 0);
        f(61, wr.form, label(r0), 0);
        f(62, wr.tag, label(r0), 0);
        f(63, wnl.form, label(nl0), 0);
        f(64, wnl.tag, label(nl0), 0);
        f(65, self.word(h2).tag, label(h1), wh.tag);
        f(66, self.word(l1).tag, label(l1), ws.tag);
        f(67, self.word(r1).tag, label(r1), ws.tag);
        f(68, self.word(nl1).tag, label(nl1), wn.tag);
        f(69, ws.tag, wl.tag, self.word(l1).tag);
        f(70, ws.tag, wr.tag, self.word(r1).tag);
        f(71, ws.tag, wh.tag, self.word(h2).tag);
        f(72, wn.tag, wnl.tag, self.word(nl1).tag);
        f(73, ws.form, right_set, 0);
        f(74, ws.tag, right_set, 0);
        f(75, ws.form, left_set, 0);
        f(76, ws.tag, left_set, 0);
        f(77, wn.form, front_set, 0);
        f(78, wn.tag, front_set, 0);
        f(79, ws.act, wn.tag, wn1.tag);
        f(80, ws.act, wn.act, distance);
        f(81, ws.act, left_set, wn.tag);
        f(82, ws1.tag, ws.tag, wn.tag);
        f(83, ws1.act, ws.tag, wn.tag);
        f(84, wn.act, ws.tag, front_set);
        f(85, ws1.form, wn.tag, ws.tag);
        f(86, right_set, ws.tag, wn.tag);
        f(87, ws.act, wn.form, 0);
        f(88, wn.tag, wn1.form, ws.tag);
    }

    /// Calls `visit` with every feature that tells how the top of the stack and the next word are
    /// related, if the first depends on the second (`left`) or the second on the first.
    pub fn label_features(&self, left: bool, mut visit: impl FnMut(u32)) {
        let s0 = self.stack.last().copied().unwrap_or(NONE);
        let n0 = self.next;
        let (dependent, head) = if left { (s0, n0) } else { (n0, s0) };
        let side = u32::from(left);
        let (d, h) = (self.word(dependent), self.word(head));
        let (dn, hn) = (self.node(dependent), self.node(head));
        let first = self.word(dn.left[1].min(dn.left[0]));
        let last = self.word(dn.left[0]);
        let distance = if s0 == NONE { 0 } else { bucket(n0 - s0) } * 2 + side;
        let near = |w: u32, step: i32| self.word(w.wrapping_add_signed(step));
        let label = |w: u32| u32::from(self.node(w).label);
        let mut f = |template: u32, a: u32, b: u32, c: u32| visit(feature(template, a, b, c));
        f(101, d.form, side, 0);
        f(102, d.form, d.tag, side);
        f(103, d.tag, h.tag, side);
        f(104, h.form, h.tag, side);
        f(105, d.form, h.tag, side);
        f(106, d.tag, h.form, side);
        f(107, d.form, h.form, side);
        f(108, d.tag, h.tag, distance);
        f(109, h.act, d.tag, side);
        f(110, h.act, d.tag, distance);
        f(111, d.tag, last.form, side);
        f(112, d.tag, h.tag, first.form ^ side);
        f(113, d.tag, h.tag, last.form ^ side);
        f(114, d.tag, h.tag, last.tag * 2 + side);
        f(115, d.tag, fold(dn.left_labels), side);
        f(116, h.tag, d.tag, fold(dn.left_labels) ^ side);
        f(117, h.tag, d.tag, fold(hn.left_labels) ^ side);
        f(118, h.tag, d.tag, fold(hn.right_labels) ^ side);
        f(119, h.form, d.tag, fold(hn.right_labels) ^ side);
        f(120, h.act, d.tag, fold(hn.left_labels) ^ side);
        f(121, d.tag, near(dependent, 1).tag, near(dependent, -1).tag * 2 + side);
        f(122, h.tag, d.tag, near(dependent, 1).form ^ side);
        f(123, h.tag, d.tag, near(dependent, -1).form ^ side);
        f(124, h.tag, near(head, 1).tag, d.tag * 2 + side);
        f(125, h.tag, near(head, -1).tag, d.tag * 2 + side);
        f(126, h.tag, d.tag, label(head) * 2 + side);
        f(127, h.form, last.form, d.tag * 2 + side);
        f(128, d.act, h.act, distance);
        f(129, d.tag, label(dn.left[0]), label(dn.right[0]) * 2 + side);
        f(130, d.form, near(dependent, 1).form, side);
        f(131, d.form, near(dependent, -1).form, side);
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

/// Returns the range in which a distance lies.
fn bucket(distance: u32) -> u32 {
    [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6][distance.min(10) as usize]
}

/// Returns a set of relations in 32 bits.
fn fold(set: u64) -> u32 {
    (set ^ (set >> 32)) as u32
}
