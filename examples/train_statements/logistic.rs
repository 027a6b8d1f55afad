//! Logistic regression with AdaGrad and a penalty on large weights; deterministic.

use std::collections::HashMap;

const EPOCHS: usize = 24;
const RATE: f32 = 0.01;
const PENALTY: f32 = 5e-3;

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
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
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
