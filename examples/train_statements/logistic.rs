//! Logistic regression with AdaGrad and a penalty on large weights; deterministic.

use std::collections::HashMap;

const EPOCHS: usize = 24;
const RATE: f32 = 0.01;
const PENALTY: f32 = 5e-3;

const CHOICE_EPOCHS: usize = 16;
const CHOICE_RATE: f32 = 0.02;
const CHOICE_PENALTY: f32 = 2e-3;

/// Numbers the features that occur at least `floor` times, in order of first occurrence.
fn index<'a>(rows: impl Iterator<Item = &'a Vec<u32>>, floor: u32) -> HashMap<u32, usize> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let mut order = Vec::new();
    for row in rows {
        for &feature in row {
            let count = counts.entry(feature).or_insert_with(|| {
                order.push(feature);
                0
            });
            *count += 1;
        }
    }
    order.into_iter().filter(|f| counts[f] >= floor).enumerate().map(|(i, f)| (f, i)).collect()
}

/// Returns averaged softmax weights for rows of features with one of `N` classes each.
pub fn train<const N: usize>(data: &[(Vec<u32>, usize)]) -> Vec<(u32, [f32; N])> {
    let numbers = index(data.iter().map(|(features, _)| features), 2);
    let rows: Vec<(Vec<usize>, usize)> = data
        .iter()
        .map(|(features, class)| (features.iter().filter_map(|f| numbers.get(f).copied()).collect(), *class))
        .collect();
    let mut weights = vec![[0.0f32; N]; numbers.len()];
    let mut sums = weights.clone();
    let mut squares = vec![[1e-2f32; N]; numbers.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for epoch in 0..EPOCHS {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            let (features, class) = &rows[at];
            let mut scores = [0.0f32; N];
            for &f in features {
                for (score, weight) in scores.iter_mut().zip(weights[f]) {
                    *score += weight;
                }
            }
            let shares = onrecord::statement::weights::softmax(scores);
            for &f in features {
                for k in 0..N {
                    let gradient = shares[k] - f32::from(u8::from(k == *class)) + PENALTY * weights[f][k];
                    squares[f][k] += gradient * gradient;
                    weights[f][k] -= RATE * gradient / squares[f][k].sqrt();
                }
            }
        }
        // The mean over the later rounds, which is steadier than the last.
        if epoch * 3 >= EPOCHS {
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                for k in 0..N {
                    sum[k] += weight[k];
                }
            }
        }
    }
    let rounds = (0..EPOCHS).filter(|epoch| epoch * 3 >= EPOCHS).count() as f32;
    let mut out: Vec<(u32, [f32; N])> =
        numbers.into_iter().map(|(hash, number)| (hash, sums[number].map(|w| w / rounds))).collect();
    out.sort_unstable_by_key(|(hash, _)| *hash);
    out
}

/// Returns weights for a yes-no question: the difference of the two classes.
pub fn train_binary(data: &[(Vec<u32>, bool)]) -> Vec<(u32, [f32; 1])> {
    let rows: Vec<(Vec<u32>, usize)> =
        data.iter().map(|(features, yes)| (features.clone(), usize::from(*yes))).collect();
    train::<2>(&rows).into_iter().map(|(hash, [no, yes])| (hash, [yes - no])).collect()
}

/// One choice: the features of each possibility, the first of which is "nothing", and whether each
/// is right.
#[derive(Clone, Default)]
pub struct Choice {
    pub rows: Vec<Vec<u32>>,
    pub right: Vec<bool>,
}

/// Returns averaged weights of a conditional choice model: the gain in the log-likelihood of all
/// right possibilities together is followed upwards.
pub fn train_choice(data: &[&Choice]) -> Vec<(u32, [f32; 1])> {
    let numbers = index(data.iter().flat_map(|choice| choice.rows.iter()), 3);
    let choices: Vec<(Vec<Vec<u32>>, &[bool])> = data
        .iter()
        .map(|choice| {
            let rows = choice
                .rows
                .iter()
                .map(|row| row.iter().filter_map(|f| numbers.get(f).map(|&n| n as u32)).collect())
                .collect();
            (rows, choice.right.as_slice())
        })
        .collect();
    let mut weights = vec![0.0f32; numbers.len()];
    let mut sums = vec![0.0f32; numbers.len()];
    let mut squares = vec![1e-2f32; numbers.len()];
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut gradient: HashMap<u32, f32> = HashMap::new();
    for epoch in 0..CHOICE_EPOCHS {
        shuffle(&mut order, &mut random);
        for &at in &order {
            let (rows, right) = &choices[at];
            let scores: Vec<f32> = rows.iter().map(|row| row.iter().map(|&f| weights[f as usize]).sum()).collect();
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let shares: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let all: f32 = shares.iter().sum();
            let good: f32 = shares.iter().zip(*right).filter(|(_, r)| **r).map(|(s, _)| s).sum();
            if good <= 0.0 {
                continue;
            }
            gradient.clear();
            for ((row, share), right) in rows.iter().zip(&shares).zip(*right) {
                let pull = share / all - if *right { share / good } else { 0.0 };
                if pull.abs() > 1e-5 {
                    for &f in row {
                        *gradient.entry(f).or_default() += pull;
                    }
                }
            }
            // In a fixed order, so that training twice gives the same weights.
            let mut touched: Vec<(u32, f32)> = gradient.iter().map(|(&f, &g)| (f, g)).collect();
            touched.sort_unstable_by_key(|(f, _)| *f);
            for (f, g) in touched {
                let f = f as usize;
                let g = g + CHOICE_PENALTY * weights[f];
                squares[f] += g * g;
                weights[f] -= CHOICE_RATE * g / squares[f].sqrt();
            }
        }
        if epoch * 3 >= CHOICE_EPOCHS {
            sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
        }
    }
    let rounds = (0..CHOICE_EPOCHS).filter(|epoch| epoch * 3 >= CHOICE_EPOCHS).count() as f32;
    let mut out: Vec<(u32, [f32; 1])> =
        numbers.into_iter().map(|(hash, number)| (hash, [sums[number] / rounds])).collect();
    out.sort_unstable_by_key(|(hash, _)| *hash);
    out
}

/// Puts the numbers into another order, the same in every run (xorshift, Marsaglia 2003).
fn shuffle(order: &mut [usize], random: &mut u64) {
    for i in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(i, (*random % (i as u64 + 1)) as usize);
    }
}
