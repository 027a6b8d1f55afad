//! Training the parser with a dynamic oracle: it also learns what is best after a mistake.

use onrecord::text::parser::{State, Step, best};
use onrecord::text::perceptron::Perceptron;
use onrecord::text::tagger::tags;
use onrecord::text::{Arc, Relation, Tag, Unit, parse};

use crate::augment::augment;
use crate::averaged::{Averaged, Random};
use crate::treebank::{Sentence, is_projective};

const EPOCHS: usize = 12;

struct Example {
    forms: Vec<String>,
    tags: Vec<Tag>,
    heads: Vec<Option<usize>>,
    relations: Vec<Relation>,
}

impl Example {
    fn new(sentence: &Sentence) -> Self {
        let forms: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
        let mut given = tags(&forms);
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

/// Returns how many gold arcs each kind of step makes impossible: shift, reduce, left, right.
fn costs(state: &State, gold: &Example) -> [usize; 4] {
    let n0 = state.front();
    let head = &gold.heads;
    let stack = state.stack();
    let open = |w: usize| state.head(w).is_none();
    let Some(&s0) = stack.last() else { return [0, 9, 9, 9] };
    let below = &stack[..stack.len() - 1];
    // Shift: n0 loses its head and its dependents on the stack.
    let shift = stack.iter().filter(|&&w| head[n0] == Some(w) || (head[w] == Some(n0) && open(w))).count();
    // Reduce: s0 loses its dependents in the buffer.
    let reduce = (n0..head.len()).filter(|&w| head[w] == Some(s0)).count();
    // Left: s0 gets n0 as head; loses another head in the buffer and dependents there.
    let left = (n0 + 1..head.len()).filter(|&w| head[s0] == Some(w)).count()
        + (n0..head.len()).filter(|&w| head[w] == Some(s0)).count()
        + usize::from(below.iter().any(|&w| head[s0] == Some(w)));
    // Right: n0 gets s0 as head; loses a head elsewhere and dependents on the stack.
    let right = usize::from(head[n0].is_some_and(|h| h != s0 && (below.contains(&h) || h > n0)))
        + usize::from(head[n0].is_none())
        + below.iter().filter(|&&w| head[w] == Some(n0) && open(w)).count()
        + usize::from(head[s0] == Some(n0) && open(s0));
    [shift, reduce, left, right]
}

/// Returns the bytes of a parser trained on `train`.
pub fn train(train: &[Sentence], _dev: &[Sentence]) -> Vec<u8> {
    let mut sentences: Vec<Sentence> = train.iter().filter(|s| is_projective(s) && s.len() < 150).cloned().collect();
    eprintln!("{} projective", sentences.len());
    let extra = augment(&sentences);
    eprintln!("{} made with whole quotations", extra.len());
    sentences.extend(extra);
    let mut examples: Vec<Example> = sentences.iter().map(Example::new).collect();
    let mut model = Averaged::default();
    let mut random = Random(11);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let (mut right, mut all) = (0usize, 0usize);
        for example in &examples {
            let mut state = State::new(&example.units());
            while !state.is_done() {
                let mut seen = Vec::with_capacity(96);
                state.features(|f| seen.push(f));
                let mut scores = vec![0.0f32; Step::COUNT];
                seen.iter().for_each(|&f| model.add(f, &mut scores));
                let guess = best(&state, |number| scores[number]);
                let cost = costs(&state, example);
                let allowed = state.allowed();
                let least = (0..4).filter(|&k| allowed[k]).map(|k| cost[k]).min().unwrap_or(0);
                let is_best = |step: Step| match step {
                    Step::Shift => cost[0] == least,
                    Step::Reduce => cost[1] == least,
                    Step::Left(r) => {
                        cost[2] == least
                            && (example.heads[state.top().unwrap_or(0)] != Some(state.front())
                                || example.relations[state.top().unwrap_or(0)] == r)
                    }
                    Step::Right(r) => {
                        cost[3] == least
                            && (example.heads[state.front()] != state.top() || example.relations[state.front()] == r)
                    }
                };
                let good = (0..Step::COUNT)
                    .map(Step::from_number)
                    .filter(|s| match s {
                        Step::Shift => allowed[0],
                        Step::Reduce => allowed[1],
                        Step::Left(_) => allowed[2],
                        Step::Right(_) => allowed[3],
                    })
                    .filter(|s| is_best(*s))
                    .max_by(|a, b| scores[a.number()].total_cmp(&scores[b.number()]));
                let Some(good) = good else { break };
                all += 1;
                if is_best(guess) {
                    right += 1;
                    model.tick();
                } else {
                    model.update(&seen, good.number(), guess.number());
                }
                // After the first round it also follows its own mistakes.
                let follow = epoch >= 2 && random.below(10) < 9;
                state.take(if follow || is_best(guess) { guess } else { good });
            }
        }
        eprintln!("epoch {epoch}: {:.2} % of the steps right while training", 100.0 * right as f64 / all as f64);
    }
    let bytes = Perceptron::store(&model.average(4), 8.0);
    eprintln!("{} kB; build again to use it, then run the task 'check'", bytes.len() / 1000);
    bytes
}

/// Prints the share of right heads and of right heads with right relations, marks left out.
pub fn check(dev: &[Sentence]) {
    let (mut heads, mut labelled, mut all) = (0, 0, 0);
    let mut units = 0;
    let mut spent = std::time::Duration::ZERO;
    for sentence in dev {
        let example = Example::new(sentence);
        let list = example.units();
        let start = std::time::Instant::now();
        let arcs = parse(&list);
        spent += start.elapsed();
        units += list.len();
        for (arc, word) in arcs.iter().zip(sentence) {
            if word.relation == Relation::Punct {
                continue;
            }
            let same: &dyn Fn(&Arc) -> bool = &|a| a.head == word.head;
            all += 1;
            heads += usize::from(same(arc));
            labelled += usize::from(same(arc) && arc.relation == word.relation);
        }
    }
    println!(
        "heads right: {:.2} %, with relation {:.2} % of {all}; {:.0} units a second",
        100.0 * heads as f64 / all.max(1) as f64,
        100.0 * labelled as f64 / all.max(1) as f64,
        units as f64 / spent.as_secs_f64()
    );
}
