//! Training the tagger.

use std::collections::BTreeMap;

use onrecord::text::Tag;
use onrecord::text::perceptron::Perceptron;
use onrecord::text::tagger::{Shape, fixed, form_features, tag_features, tags, word_features};

use crate::averaged::{Averaged, Random};
use crate::treebank::Sentence;

const EPOCHS: usize = 7;
/// How often a word must stand in the treebanks, and in how many of a hundred places with the same
/// tag, to be given that tag without a look around.
const OFTEN: usize = 20;
const SAME: usize = 99;

/// Returns the words that practically always have the same tag, each with it on a line.
pub fn certain(train: &[Sentence]) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for word in train.iter().flatten().filter(|word| word.form.contains(char::is_alphanumeric)) {
        *counts.entry(&word.form).or_default().entry(word.tag.as_str()).or_default() += 1;
    }
    let lines = counts.into_iter().filter_map(|(word, tags)| {
        let all: usize = tags.values().sum();
        let (tag, most) = tags.into_iter().max_by_key(|(_, count)| *count)?;
        (all >= OFTEN && most * 100 >= all * SAME).then(|| format!("{word}\t{tag}\n"))
    });
    lines.collect()
}

/// Returns the bytes of a tagger trained on `train`.
pub fn train(train: &[Sentence]) -> Vec<u8> {
    let mut examples: Vec<(Vec<String>, Vec<Tag>)> =
        train.iter().map(|s| (s.iter().map(|w| w.form.clone()).collect(), s.iter().map(|w| w.tag).collect())).collect();
    // Headlines and shouting: every 25th sentence once more in capitals; every 10th without its
    // first capital mattering is covered by the shape.
    let shouted: Vec<_> = examples
        .iter()
        .step_by(25)
        .map(|(forms, tags)| (forms.iter().map(|f| f.to_uppercase()).collect(), tags.clone()))
        .collect();
    examples.extend(shouted);
    let mut model = Averaged::default();
    let mut random = Random(7);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let (mut right, mut all) = (0, 0);
        for (forms, gold) in &examples {
            let shapes: Vec<Shape> = forms.iter().enumerate().map(|(at, f)| Shape::new(f, at == 0)).collect();
            let mut given: Vec<Tag> = Vec::with_capacity(forms.len());
            for at in 0..forms.len() {
                if let Some(tag) = fixed(&forms[at]) {
                    given.push(tag);
                    continue;
                }
                let mut seen = word_features(shapes[at]).to_vec();
                seen.extend(form_features(&shapes, at));
                seen.extend(tag_features(&shapes, &given, at));
                let mut scores = vec![0.0f32; Tag::ALL.len()];
                seen.iter().for_each(|&f| model.add(f, &mut scores));
                let best =
                    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0);
                let wanted = gold[at] as usize;
                all += 1;
                if best == wanted {
                    right += 1;
                    model.tick();
                } else {
                    model.update(&seen, wanted, best);
                }
                given.push(Tag::ALL[best]);
            }
        }
        eprintln!("epoch {epoch}: {:.2} % while training", 100.0 * f64::from(right) / f64::from(all));
    }
    let bytes = Perceptron::store(&model.average(1), 8.0);
    eprintln!("{} kB; build again to use it, then run the task 'check'", bytes.len() / 1000);
    bytes
}

/// Prints the share of right tags.
pub fn check(dev: &[Sentence]) {
    let (mut right, mut all, mut names, mut named) = (0, 0, 0, 0);
    for sentence in dev {
        let forms: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
        for (word, tag) in sentence.iter().zip(tags(&[forms]).concat()) {
            all += 1;
            right += usize::from(word.tag == tag);
            if word.tag.is_name() {
                names += 1;
                named += usize::from(tag.is_name());
            }
        }
    }
    println!(
        "tags right: {:.2} % of {all}; names found {:.1} %",
        100.0 * right as f64 / all.max(1) as f64,
        100.0 * named as f64 / names.max(1) as f64
    );
}
