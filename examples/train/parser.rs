//! Training the parser: a beam with max-violation updates (Huang, Fayong and Guo 2012).

use onrecord::text::hashed::quantised;
use onrecord::text::parser::{Beam, Choosing, Model, RELATIONS, State, Step, model as parser, parse_with};
use onrecord::text::perceptron::Perceptron;
use onrecord::text::tagger::{tags, tags_with};
use onrecord::text::{Relation, Tag, Unit};

use crate::augment::augment;
use crate::averaged::{AveragedRows, Random};
use crate::treebank::{Sentence, is_projective};

const EPOCHS: usize = 12;
/// How many trees are kept side by side while training.
const WIDTH: usize = 8;
/// In how many parts the sentences are tagged, each by a tagger trained on the others.
const FOLDS: usize = 8;
/// Binary logarithms of the numbers of rows of weights.
const STEP_BITS: u32 = 21;
const RELATION_BITS: u32 = 16;

struct Example {
    forms: Vec<String>,
    tags: Vec<Tag>,
    heads: Vec<Option<usize>>,
    relations: Vec<Relation>,
}

impl Example {
    fn new(sentence: &Sentence, tagger: impl Fn(&[Vec<&str>]) -> Vec<Vec<Tag>>) -> Self {
        let forms: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
        let mut given = tagger(&[forms]).concat();
        for (tag, word) in given.iter_mut().zip(sentence) {
            if word.form == onrecord::statement::passage::QUOTATION {
                *tag = Tag::Nn;
            }
        }
        Example {
            forms: sentence.iter().map(|w| w.form.clone()).collect(),
            tags: given,
            heads: sentence.iter().map(|w| w.head).collect(),
            relations: sentence.iter().map(|w| w.relation).collect(),
        }
    }

    fn units(&self) -> Vec<Unit<'_>> {
        self.forms.iter().zip(&self.tags).map(|(form, &tag)| Unit { form, tag }).collect()
    }
}

/// Returns the steps that build the annotated tree.
fn gold_steps(example: &Example) -> Vec<Step> {
    let head = &example.heads;
    let mut state = State::new(&example.units());
    let mut steps = Vec::with_capacity(2 * head.len());
    while !state.is_done() {
        let next = state.front();
        let below =
            |top: usize| state.stack().rev().skip(1).any(|w| head[next] == Some(w) && w < top || head[w] == Some(next));
        let step = match state.top() {
            Some(top) if head[top] == Some(next) && state.head(top).is_none() => Step::Left(example.relations[top]),
            Some(top) if head[next] == Some(top) => Step::Right(example.relations[next]),
            Some(top) if state.head(top).is_some() && below(top) => Step::Reduce,
            _ => Step::Shift,
        };
        state.take(step);
        steps.push(step);
    }
    steps
}

/// Returns the files of a parser trained on `train`: the weights of steps and of relations.
pub fn train(train: &[Sentence], dev: &[Sentence]) -> (Vec<u8>, Vec<u8>) {
    let base: Vec<Sentence> = train.iter().filter(|s| is_projective(s) && s.len() < 150).cloned().collect();
    eprintln!("{} projective", base.len());
    let extra = augment(&base);
    eprintln!("{} made with whole quotations", extra.len());
    let all: Vec<Sentence> = base.iter().cloned().chain(extra).collect();
    let mut examples = jackknifed(&all, &base);
    let dev: Vec<Example> = dev.iter().map(|s| Example::new(s, tags)).collect();
    let mut learner =
        Learner { steps: AveragedRows::new(1 << STEP_BITS), relations: AveragedRows::new(1 << RELATION_BITS) };
    let mut random = Random(11);
    let mut files = (Vec::new(), Vec::new());
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let mut wrong = 0;
        for example in &examples {
            wrong += usize::from(learner.learn(example));
        }
        files = learner.files();
        let model = Model::new(files.0.clone().into(), files.1.clone().into());
        eprintln!(
            "epoch {epoch}: {:.2} % of the trees right while training; {}",
            100.0 - 100.0 * wrong as f64 / examples.len() as f64,
            measure(&model, &dev)
        );
    }
    files
}

/// Returns the two best of the scores of relations, each with its number; the first one twice where all are equal,
/// as they are before anything is learned.
fn best_two(scores: &[f32; RELATIONS]) -> [(f32, usize); 2] {
    let highest = |scores: &[f32]| {
        let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        scores.iter().position(|score| *score == best).unwrap_or(0)
    };
    let lowest = scores.iter().copied().fold(f32::INFINITY, f32::min);
    let mut left = scores[..Relation::ALL.len()].to_vec();
    let first = highest(&left);
    left[first] = lowest;
    [first, highest(&left)].map(|number| (scores[number], number))
}

/// The weights while they are learned.
struct Learner {
    steps: AveragedRows<{ Step::KINDS }>,
    relations: AveragedRows<RELATIONS>,
}

impl Learner {
    /// Offers the beam the steps of one of its trees.
    fn look(&self, beam: &mut Beam, tree: usize) {
        let mut seen = Vec::with_capacity(96);
        beam.state(tree).features(|f| seen.push(f));
        let (allowed, kinds) = (beam.state(tree).allowed(), self.steps.score(&seen));
        let mut choosing = Choosing::new(allowed, kinds, f32::INFINITY, |step, gain| beam.offer(tree, step, gain));
        while let Some(left) = choosing.wanted() {
            let top = best_two(&self.relations.score(&beam.state(tree).label_features(left)));
            choosing.take(top, |step, gain| beam.offer(tree, step, gain));
        }
    }

    /// Returns the score of one step.
    fn worth(&self, state: &State, step: Step) -> f32 {
        let (kind, relation) = step.parts();
        let mut seen = Vec::with_capacity(96);
        state.features(|f| seen.push(f));
        let score = self.steps.score(&seen)[kind];
        let Some(relation) = relation else { return score };
        score + self.relations.score(&state.label_features(kind == 2))[relation as usize]
    }

    /// Moves the weights where the beam lies furthest above the annotated tree (a max-violation
    /// update); returns whether they had to move.
    fn learn(&mut self, example: &Example) -> bool {
        let wanted = gold_steps(example);
        let units = example.units();
        let mut gold = State::new(&units);
        let mut gold_score = 0.0;
        let mut beam = Beam::new(State::new(&units), WIDTH, f32::INFINITY);
        let mut worst: Option<(f32, usize, Vec<Step>)> = None;
        let mut at = 0;
        while at < wanted.len() || !beam.is_done() {
            for tree in 0..beam.trees() {
                if beam.state(tree).is_done() {
                    beam.wait(tree);
                } else {
                    self.look(&mut beam, tree);
                }
            }
            beam.advance();
            if let Some(&step) = wanted.get(at) {
                gold_score += self.worth(&gold, step);
                gold.take(step);
                at += 1;
            }
            let best = beam.best();
            let above = best.score - gold_score;
            if above >= worst.as_ref().map_or(0.0, |(most, ..)| *most) {
                let steps = beam.steps(best);
                if steps != wanted[..at] {
                    worst = Some((above, at, steps));
                }
            }
        }
        self.steps.tick();
        self.relations.tick();
        let Some((_, length, steps)) = worst else { return false };
        let same = wanted.iter().zip(&steps).take_while(|(a, b)| a == b).count();
        self.shift(&units, &wanted[..length], same, 1.0);
        self.shift(&units, &steps, same, -1.0);
        true
    }

    /// Moves the weights of the steps of `path` from the one numbered `from` on.
    fn shift(&mut self, units: &[Unit<'_>], path: &[Step], from: usize, by: f32) {
        let mut state = State::new(units);
        let mut seen = Vec::with_capacity(96);
        for (number, &step) in path.iter().enumerate() {
            if number >= from {
                let (kind, relation) = step.parts();
                seen.clear();
                state.features(|f| seen.push(f));
                self.steps.shift(&seen, kind, by);
                if let Some(relation) = relation {
                    self.relations.shift(&state.label_features(kind == 2), relation as usize, by);
                }
            }
            state.take(step);
        }
    }

    /// Returns the averaged weights as the files hold them, on one scale.
    fn files(&self) -> (Vec<u8>, Vec<u8>) {
        let (steps, relations) = (self.steps.average(), self.relations.average());
        // One weight in five thousand may be cut off at the largest byte: `parse` counts on weights of that size.
        let mut sizes: Vec<f32> = steps.iter().chain(&relations).map(|w| w.abs()).filter(|w| *w > 0.05).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let large = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 5000)).copied().unwrap_or(1.0);
        let scale = (127.0 / large).min(16.0);
        (quantised(&steps, scale), quantised(&relations, scale))
    }
}

/// Returns the sentences with the tags of a tagger that was trained on the others, so that the
/// parser learns to live with a tagger's mistakes.
fn jackknifed(sentences: &[Sentence], tagged: &[Sentence]) -> Vec<Example> {
    let mut found = Vec::with_capacity(sentences.len());
    for fold in 0..FOLDS {
        let others: Vec<Sentence> =
            tagged.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, s)| s.clone()).collect();
        let tagger = Perceptron::load(&crate::tagger::train(&others));
        let mine = sentences.iter().enumerate().filter(|(i, _)| i % FOLDS == fold).map(|(_, s)| s);
        found.extend(mine.map(|s| Example::new(s, |forms| tags_with(&tagger, forms))));
    }
    found
}

/// Prints how many heads are right, marks left out, and how fast it goes.
pub fn check(dev: &[Sentence]) {
    let examples: Vec<Example> = dev.iter().map(|s| Example::new(s, tags)).collect();
    println!("{}", measure(parser(), &examples));
}

fn measure(model: &Model, dev: &[Example]) -> String {
    let (mut heads, mut labelled, mut all) = (0, 0, 0);
    let mut units = 0;
    let mut spent = std::time::Duration::ZERO;
    for example in dev {
        let list = example.units();
        let start = std::time::Instant::now();
        let arcs = parse_with(model, &[&list]).pop().unwrap_or_default();
        spent += start.elapsed();
        units += list.len();
        for (at, arc) in arcs.iter().enumerate() {
            if example.relations[at] == Relation::Punct {
                continue;
            }
            let same = arc.head == example.heads[at];
            all += 1;
            heads += usize::from(same);
            labelled += usize::from(same && arc.relation == example.relations[at]);
        }
    }
    format!(
        "heads right: {:.2} %, with relation {:.2} % of {all}; {:.0} units a second",
        100.0 * heads as f64 / all.max(1) as f64,
        100.0 * labelled as f64 / all.max(1) as f64,
        units as f64 / spent.as_secs_f64()
    )
}
