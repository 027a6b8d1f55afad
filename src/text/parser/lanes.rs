//! Several sentences side by side: before each step the weights of what is looked at are fetched from memory, and
//! meanwhile other sentences take a step.

use std::cell::RefCell;

use super::super::hashed::Rows;
use super::super::known::Known;
use super::super::side_by_side::side_by_side;
use super::beam::Beam;
use super::choosing::{Choosing, best_two};
use super::look::{Group, LABEL, Next, PLACES, Pair, REST, Top, alone, in_a_row};
use super::state::{NOTHING, State, Step, Word, mixed};
use super::{Arc, LONGEST, MARGIN, Model, REACH, RELATIONS, Unit, WIDTH};

/// How many sentences are parsed side by side.
const LANES: usize = 4;

/// Returns the best tree of every sentence; words without a head are roots.
pub fn best_trees(model: &Model, sentences: &[&[Unit<'_>]]) -> Vec<Vec<Arc>> {
    MEMORY.with_borrow_mut(|memory| {
        memory.model = model.number;
        let mut lanes = std::mem::take(&mut memory.lanes);
        lanes.resize_with(LANES, Lane::default);
        let found = vec![Vec::new(); sentences.len()];
        let looks = Looks { steps: model.steps.rows(), relations: model.relations.rows(), memory };
        let mut all = (looks, sentences.iter().enumerate(), found);
        side_by_side(
            &mut lanes,
            &mut all,
            |lane, (looks, waiting, _)| {
                waiting.next().map(|(number, units)| lane.begin(number, units, looks)).is_some()
            },
            |lane, (looks, _, found)| {
                let goes_on = lane.go_on(looks);
                if !goes_on {
                    found[lane.sentence] = lane.beam.best().state.arcs();
                }
                goes_on
            },
        );
        let (looks, _, found) = all;
        looks.memory.lanes = lanes;
        found
    })
}

/// What was worked out for the same sentence before, in memory that is used again for the next.
struct Memory {
    lanes: Vec<Lane>,
    sums: Known<Sums>,
    relations: Known<[(i16, u8); 2]>,
    /// The same for all sentences: of tags, and of words alone.
    tags: Known<Sums>,
    words: Known<[Sums; PLACES.len()]>,
    /// Tells the keys of one model from those of another.
    model: u64,
    /// Tells the keys of one sentence from those of another.
    round: u64,
}

impl Memory {
    fn next_round(&mut self) -> u64 {
        self.round = self.round.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.round
    }
}

type Sums = [i16; Step::KINDS];

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory {
        lanes: Vec::new(),
        sums: Known::new(10),
        relations: Known::new(9),
        tags: Known::new(13),
        words: Known::new(12),
        model: 0,
        round: 0,
    });
}

/// A sentence that is being parsed.
struct Lane {
    sentence: usize,
    round: u64,
    words: Words,
    beam: Beam,
    /// Which of the beam's trees is looked at.
    tree: usize,
    choosing: Option<Choosing>,
    awaited: Awaited,
    looked: Looked,
    relations: (u64, [u32; LABEL]),
}

/// Whose weights are on their way from memory.
#[derive(Clone, Copy)]
enum Awaited {
    Nothing,
    Steps,
    Relations,
}

impl Default for Lane {
    fn default() -> Self {
        Self {
            sentence: 0,
            round: 0,
            words: Words::default(),
            beam: Beam::new(State::new(&[]), WIDTH, MARGIN),
            tree: 0,
            choosing: None,
            awaited: Awaited::Nothing,
            looked: Looked::default(),
            relations: (0, [0; LABEL]),
        }
    }
}

impl Lane {
    /// Begins with a sentence, in the memory that the one before had.
    fn begin(&mut self, sentence: usize, units: &[Unit<'_>], looks: &mut Looks<'_>) {
        self.sentence = sentence;
        self.round = looks.memory.next_round();
        self.beam.begin(units, if units.len() > LONGEST { 1 } else { WIDTH });
        self.words.begin(self.beam.state(0).words(), looks);
        self.tree = 0;
        self.choosing = None;
        self.awaited = Awaited::Nothing;
    }

    /// Works with what has come from memory until something else is awaited; returns whether that is so.
    fn go_on(&mut self, looks: &mut Looks<'_>) -> bool {
        let Self { words, beam, tree, choosing, round, .. } = self;
        match (self.awaited, &mut *choosing) {
            (Awaited::Steps, choosing) => {
                let kinds = looks.kinds(&self.looked);
                let allowed = beam.state(*tree).allowed();
                *choosing = Some(Choosing::new(allowed, kinds, REACH, |step, gain| beam.offer(*tree, step, gain)));
            }
            (Awaited::Relations, Some(choosing)) => {
                let (key, rows) = &self.relations;
                let top = looks.best_relations(*key, rows);
                choosing.take(scores(top), |step, gain| beam.offer(*tree, step, gain));
            }
            _ => {}
        }
        if let Some(open) = choosing {
            while let Some(left) = open.wanted() {
                let state = beam.state(*tree);
                let key = state.label_key(left) ^ *round;
                let Some(top) = looks.memory.relations.get(key) else {
                    self.relations = (key, looks.relations.fetch_all(state.label_features(left)));
                    self.awaited = Awaited::Relations;
                    return true;
                };
                open.take(scores(top), |step, gain| beam.offer(*tree, step, gain));
            }
            *choosing = None;
            *tree += 1;
        }
        loop {
            if *tree == beam.trees() {
                beam.advance();
                *tree = 0;
            }
            if beam.is_done() {
                return false;
            }
            let state = beam.state(*tree);
            if state.is_done() {
                beam.wait(*tree);
            } else if beam.trees() == 1 && state.top().is_none() {
                // There is no choice, and nothing that a score would be compared with.
                beam.offer(*tree, Step::Shift, 0.0);
            } else {
                break;
            }
            *tree += 1;
        }
        looks.look(beam.state(*tree), words, *round, &mut self.looked);
        self.awaited = Awaited::Steps;
        true
    }
}

fn scores(top: [(i16, u8); 2]) -> [(f32, usize); 2] {
    top.map(|(score, number)| (f32::from(score), usize::from(number)))
}

/// What a half-built tree was found to look like.
#[derive(Default)]
struct Looked {
    /// The sums of what is known of it.
    known: [i32; Step::KINDS],
    pair: Seen<11, 7>,
    top: Seen<7, 13>,
    next: Seen<3, 5>,
    rest: [u32; REST],
}

/// A group of features. Their sums are known, or those of its tags are, or else their rows are on their way.
struct Seen<const WORDS: usize, const TAGS: usize> {
    known: bool,
    key: u64,
    words: [u32; WORDS],
    sums: Option<Sums>,
    tags_key: u64,
    tags: [u32; TAGS],
}

impl<const WORDS: usize, const TAGS: usize> Default for Seen<WORDS, TAGS> {
    fn default() -> Self {
        Self { known: true, key: 0, words: [0; WORDS], sums: None, tags_key: 0, tags: [0; TAGS] }
    }
}

/// Looks at half-built trees.
struct Looks<'a> {
    steps: Rows<'a, { Step::KINDS }>,
    relations: Rows<'a, RELATIONS>,
    memory: &'a mut Memory,
}

impl Looks<'_> {
    /// Puts the sums of the weights of what is looked at in words alone into `found`, those of `words` and of
    /// what lies outside the sentence: for each in each place.
    fn alone(&mut self, words: &[Word], found: &mut Vec<[Sums; PLACES.len()]>) {
        found.clear();
        let mut new = Vec::new();
        for word in words.iter().chain([&NOTHING]) {
            let key = mixed(u64::from(word.form) << 32 | u64::from(word.tag), self.memory.model);
            let sums = self.memory.words.get(key);
            if sums.is_none() {
                new.push((found.len(), key, self.steps.fetch_all(alone(*word))));
            }
            found.push(sums.unwrap_or_default());
        }
        for (at, key, rows) in new {
            for (sums, rows) in found[at].iter_mut().zip(rows.as_chunks::<4>().0) {
                *sums = self.steps.score(rows);
            }
            self.memory.words.set(key, found[at]);
        }
    }

    /// Looks at a tree and has the rows of its features fetched. Whatever is read was asked for a while before.
    fn look(&self, state: &State, words: &Words, round: u64, looked: &mut Looked) {
        let Looked { known, pair, top, next, rest } = looked;
        self.ask::<Pair, 11, 7>(state, round, pair);
        self.ask::<Top, 7, 13>(state, round, top);
        self.ask::<Next, 3, 5>(state, round, next);
        *known = words.known(state);
        *rest = self.steps.fetch_all(state.rest());
        self.look_at_words::<Pair, 11, 7>(state, pair, known);
        self.look_at_words::<Top, 7, 13>(state, top, known);
        self.look_at_words::<Next, 3, 5>(state, next, known);
        self.look_at_tags::<Pair, 11, 7>(state, pair);
        self.look_at_tags::<Top, 7, 13>(state, top);
        self.look_at_tags::<Next, 3, 5>(state, next);
    }

    #[inline(always)]
    fn ask<G: Group<W, T>, const W: usize, const T: usize>(&self, state: &State, round: u64, seen: &mut Seen<W, T>) {
        seen.key = G::key(state) ^ round;
        self.memory.sums.fetch(seen.key);
    }

    #[inline(always)]
    fn look_at_words<G: Group<W, T>, const W: usize, const T: usize>(
        &self,
        state: &State,
        seen: &mut Seen<W, T>,
        known: &mut [i32; Step::KINDS],
    ) {
        let sums = self.memory.sums.get(seen.key);
        seen.known = sums.is_some();
        if let Some(sums) = sums {
            return add(known, sums);
        }
        seen.tags_key = G::tags_key(state) ^ self.memory.model;
        self.memory.tags.fetch(seen.tags_key);
        seen.words = self.steps.fetch_all(G::words(state));
    }

    #[inline(always)]
    fn look_at_tags<G: Group<W, T>, const W: usize, const T: usize>(&self, state: &State, seen: &mut Seen<W, T>) {
        if seen.known {
            return;
        }
        seen.sums = self.memory.tags.get(seen.tags_key);
        if seen.sums.is_none() {
            seen.tags = self.steps.fetch_all(G::tags(state));
        }
    }

    /// Returns the score of each kind of step.
    fn kinds(&mut self, looked: &Looked) -> [f32; Step::KINDS] {
        let mut total = looked.known;
        add(&mut total, self.steps.score(&looked.rest));
        add(&mut total, self.sums(&looked.pair));
        add(&mut total, self.sums(&looked.top));
        add(&mut total, self.sums(&looked.next));
        total.map(|sum| sum as f32)
    }

    /// Returns the sums of a group's weights, as far as they were not known.
    #[inline(always)]
    fn sums<const WORDS: usize, const TAGS: usize>(&mut self, seen: &Seen<WORDS, TAGS>) -> Sums {
        if seen.known {
            return Sums::default();
        }
        let tags = seen.sums.unwrap_or_else(|| {
            let sums = self.steps.score(&seen.tags);
            self.memory.tags.set(seen.tags_key, sums);
            sums
        });
        let words = self.steps.score(&seen.words);
        let sums = std::array::from_fn(|at| words[at] + tags[at]);
        self.memory.sums.set(seen.key, sums);
        sums
    }

    /// Returns the two best relations with their scores.
    fn best_relations(&mut self, key: u64, rows: &[u32; LABEL]) -> [(i16, u8); 2] {
        let top = best_two(&self.relations.score(rows));
        self.memory.relations.set(key, top);
        top
    }
}

#[inline(always)]
fn add(total: &mut [i32; Step::KINDS], sums: Sums) {
    total.iter_mut().zip(sums).for_each(|(total, sum)| *total += i32::from(sum));
}

/// What is known of the words of a sentence before any step.
#[derive(Default)]
struct Words {
    alone: Vec<[Sums; PLACES.len()]>,
    /// For each word: what it and the next two add to the score when it is the next.
    ahead: Vec<Sums>,
    /// The rows of its tag and of those of the next two.
    rows: Vec<[u32; 2]>,
}

impl Words {
    /// Works out what is known of `words`.
    fn begin(&mut self, words: &[Word], looks: &mut Looks<'_>) {
        let Self { alone, ahead, rows } = self;
        looks.alone(words, alone);
        let (steps, last) = (looks.steps, words.len());
        let word = |at: usize| words.get(at).copied().unwrap_or(NOTHING);
        rows.clear();
        rows.extend((0..last).map(|at| steps.fetch_all(in_a_row([word(at), word(at + 1), word(at + 2)]))));
        ahead.clear();
        ahead.extend(rows.iter().enumerate().map(|(at, rows)| {
            let mut sums = steps.score(rows);
            for ahead in 0..3 {
                let more = alone[last.min(at + ahead)][1 + ahead];
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
            sums
        }));
    }

    /// Returns what the words alone add to the scores of steps.
    #[inline(always)]
    fn known(&self, state: &State) -> [i32; Step::KINDS] {
        let alone = |word: u32, place: usize| self.alone[(word as usize).min(self.alone.len() - 1)][place];
        let mut known = alone(state.on_stack(0), 0).map(i32::from);
        add(&mut known, alone(state.on_stack(1), PLACES.len() - 1));
        add(&mut known, self.ahead.get(state.next() as usize).copied().unwrap_or_default());
        known
    }
}
