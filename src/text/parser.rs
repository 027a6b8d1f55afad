//! Dependency parsing: arc-eager transitions (Nivre 2008) chosen greedily by an averaged
//! perceptron over the features of Zhang and Nivre (2011), trained with a dynamic oracle
//! (Goldberg and Nivre 2013). Linear in the number of units.

use std::sync::LazyLock;

use super::perceptron::{Perceptron, feature, word_hash};
use super::relation::Relation;
use super::tag::Tag;
use crate::lexicon::{self, WordClass};

static MODEL: LazyLock<Perceptron> = LazyLock::new(|| Perceptron::load(include_bytes!("../../model/parser.bin")));

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
    pub const COUNT: usize = 2 + 2 * Relation::ALL.len();

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
const NONE: usize = usize::MAX;
const NO_LABEL: u8 = 200;

/// A half-built tree.
#[derive(Clone)]
pub struct State {
    words: std::sync::Arc<Vec<Word>>,
    stack: Vec<usize>,
    next: usize,
    pub heads: Vec<usize>,
    pub labels: Vec<u8>,
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    left_count: Vec<u8>,
    right_count: Vec<u8>,
    left_labels: Vec<u64>,
    right_labels: Vec<u64>,
}

impl State {
    /// Returns the start state for `units`.
    pub fn new(units: &[Unit<'_>]) -> Self {
        let words: Vec<Word> = units
            .iter()
            .map(|unit| {
                let lower = unit.form.to_lowercase();
                let act = if unit.tag.is_verb() {
                    lexicon::act(WordClass::Verb, &super::lemma(&lower, unit.tag)).map_or(0, word_hash)
                } else {
                    1
                };
                Word { form: word_hash(&lower), tag: unit.tag as u32, act }
            })
            .collect();
        let n = words.len();
        State {
            words: std::sync::Arc::new(words),
            stack: Vec::with_capacity(16),
            next: 0,
            heads: vec![NONE; n],
            labels: vec![NO_LABEL; n],
            left: vec![[NONE; 2]; n],
            right: vec![[NONE; 2]; n],
            left_count: vec![0; n],
            right_count: vec![0; n],
            left_labels: vec![0; n],
            right_labels: vec![0; n],
        }
    }

    /// Returns whether all words are read.
    pub fn is_done(&self) -> bool {
        self.next >= self.words.len()
    }

    /// Returns the word on top of the stack.
    pub fn top(&self) -> Option<usize> {
        self.stack.last().copied()
    }

    /// Returns the next word.
    pub fn front(&self) -> usize {
        self.next
    }

    /// Returns the words on the stack, the top last.
    pub fn stack(&self) -> &[usize] {
        &self.stack
    }

    /// Returns the head of a word, if it has one yet.
    pub fn head(&self, word: usize) -> Option<usize> {
        Some(self.heads[word]).filter(|&h| h != NONE)
    }

    /// Returns which steps are possible: shift, reduce, left, right.
    pub fn allowed(&self) -> [bool; 4] {
        match self.top() {
            None => [true, false, false, false],
            Some(top) => {
                let headed = self.heads[top] != NONE;
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
                if let Some(top) = self.top() {
                    self.attach(top, self.next, relation);
                }
                self.stack.push(self.next);
                self.next += 1;
            }
        }
    }

    fn attach(&mut self, head: usize, word: usize, relation: Relation) {
        self.heads[word] = head;
        self.labels[word] = relation as u8;
        let bit = 1u64 << (relation as u64 & 63);
        if word < head {
            self.left[head] = [word, self.left[head][0]];
            self.left_count[head] = self.left_count[head].saturating_add(1);
            self.left_labels[head] |= bit;
        } else {
            self.right[head] = [word, self.right[head][0]];
            self.right_count[head] = self.right_count[head].saturating_add(1);
            self.right_labels[head] |= bit;
        }
    }

    fn word(&self, index: usize) -> Word {
        self.words.get(index).copied().unwrap_or(NOTHING)
    }

    fn label(&self, index: usize) -> u32 {
        u32::from(self.labels.get(index).copied().unwrap_or(NO_LABEL + 1))
    }

    /// Calls `visit` with every feature of the state.
    pub fn features(&self, mut visit: impl FnMut(u32)) {
        let at = |list: &Vec<[usize; 2]>, index: usize, which: usize| list.get(index).map_or(NONE, |pair| pair[which]);
        let s0 = self.top().unwrap_or(NONE);
        let s1 = self.stack.len().checked_sub(2).map_or(NONE, |i| self.stack[i]);
        let n0 = self.next;
        let head = |w: usize| self.heads.get(w).copied().unwrap_or(NONE);
        let (h1, h2) = (head(s0), head(head(s0)));
        let (l0, l1) = (at(&self.left, s0, 0), at(&self.left, s0, 1));
        let (r0, r1) = (at(&self.right, s0, 0), at(&self.right, s0, 1));
        let (nl0, nl1) = (at(&self.left, n0, 0), at(&self.left, n0, 1));
        let (ws, wn, wn1, wn2, ws1) =
            (self.word(s0), self.word(n0), self.word(n0 + 1), self.word(n0 + 2), self.word(s1));
        let (wh, wl, wr, wnl) = (self.word(h1), self.word(l0), self.word(r0), self.word(nl0));
        let pair = |w: Word| w.form ^ w.tag.wrapping_mul(0x9e37_79b9);
        let distance = if s0 == NONE { 0 } else { [0u32, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6][(n0 - s0).min(10)] };
        let valency = |list: &Vec<u8>, index: usize| u32::from(list.get(index).copied().unwrap_or(9).min(4));
        let set = |list: &Vec<u64>, index: usize| list.get(index).map_or(0, |bits| (*bits ^ (bits >> 32)) as u32);
        let (sr, sl, nl) =
            (valency(&self.right_count, s0), valency(&self.left_count, s0), valency(&self.left_count, n0));
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
        f(57, wh.tag, self.label(s0), 0);
        f(58, self.label(s0), wn.tag, 0);
        f(59, wl.form, self.label(l0), 0);
        f(60, wl.tag, self.label(l0), 0);
        f(61, wr.form, self.label(r0), 0);
        f(62, wr.tag, self.label(r0), 0);
        f(63, wnl.form, self.label(nl0), 0);
        f(64, wnl.tag, self.label(nl0), 0);
        f(65, self.word(h2).tag, self.label(h1), wh.tag);
        f(66, self.word(l1).tag, self.label(l1), ws.tag);
        f(67, self.word(r1).tag, self.label(r1), ws.tag);
        f(68, self.word(nl1).tag, self.label(nl1), wn.tag);
        f(69, ws.tag, wl.tag, self.word(l1).tag);
        f(70, ws.tag, wr.tag, self.word(r1).tag);
        f(71, ws.tag, wh.tag, self.word(h2).tag);
        f(72, wn.tag, wnl.tag, self.word(nl1).tag);
        f(73, ws.form, set(&self.right_labels, s0), 0);
        f(74, ws.tag, set(&self.right_labels, s0), 0);
        f(75, ws.form, set(&self.left_labels, s0), 0);
        f(76, ws.tag, set(&self.left_labels, s0), 0);
        f(77, wn.form, set(&self.left_labels, n0), 0);
        f(78, wn.tag, set(&self.left_labels, n0), 0);
        f(79, ws.act, wn.tag, wn1.tag);
        f(80, ws.act, wn.act, distance);
        f(81, ws.act, set(&self.left_labels, s0), wn.tag);
        f(82, ws1.tag, ws.tag, wn.tag);
        f(83, ws1.act, ws.tag, wn.tag);
        f(84, wn.act, ws.tag, set(&self.left_labels, n0));
        f(85, ws1.form, wn.tag, ws.tag);
        f(86, set(&self.right_labels, s0), ws.tag, wn.tag);
        f(87, ws.act, wn.form, 0);
        f(88, wn.tag, wn1.form, ws.tag);
    }

    /// Returns the finished tree; words without a head are roots.
    pub fn arcs(&self) -> Vec<Arc> {
        self.heads
            .iter()
            .zip(&self.labels)
            .map(|(&head, &label)| {
                if head == NONE {
                    Arc { head: None, relation: Relation::Root }
                } else {
                    Arc {
                        head: Some(head),
                        relation: Relation::ALL.get(usize::from(label)).copied().unwrap_or(Relation::Dep),
                    }
                }
            })
            .collect()
    }
}

/// Returns head and relation of every unit.
pub fn parse(units: &[Unit<'_>]) -> Vec<Arc> {
    let mut state = State::new(units);
    let mut scores = vec![0i32; Step::COUNT];
    let mut seen = Vec::with_capacity(96);
    while !state.is_done() {
        scores.iter_mut().for_each(|s| *s = 0);
        seen.clear();
        state.features(|f| seen.push(f));
        MODEL.add_all(&seen, &mut scores);
        let step = best(&state, |number| scores[number]);
        state.take(step);
    }
    let mut arcs = state.arcs();
    one_root(&mut arcs);
    arcs
}

/// Returns the allowed step with the highest score.
pub fn best<S: PartialOrd>(state: &State, score: impl Fn(usize) -> S) -> Step {
    let [shift, reduce, left, right] = state.allowed();
    let count = Relation::ALL.len();
    let ranges = [(shift, 0..1), (reduce, 1..2), (left, 2..2 + count), (right, 2 + count..2 + 2 * count)];
    let mut found: Option<(S, usize)> = None;
    for number in ranges.into_iter().filter(|(allowed, _)| *allowed).flat_map(|(_, range)| range) {
        let value = score(number);
        if found.as_ref().is_none_or(|(best, _)| value > *best) {
            found = Some((value, number));
        }
    }
    Step::from_number(found.map_or(0, |(_, number)| number))
}

/// Hangs all roots but the first verb among them on that one, so that a passage is one tree.
fn one_root(arcs: &mut [Arc]) {
    let roots: Vec<usize> = (0..arcs.len()).filter(|&i| arcs[i].head.is_none()).collect();
    let Some(&main) = roots.first() else { return };
    for &root in roots.iter().skip(1) {
        arcs[root] = Arc { head: Some(main), relation: Relation::Parataxis };
    }
}
