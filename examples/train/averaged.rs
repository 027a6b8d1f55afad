//! Averaged perceptron training (Collins 2002) with lazily summed weights.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Takes the hash of a feature as it is.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 ^ u64::from(byte);
        }
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[derive(Clone, Copy, Default)]
struct Cell {
    class: u8,
    weight: f32,
    sum: f64,
    stamp: u32,
}

/// Weights while they are learned.
#[derive(Default)]
pub struct Averaged {
    rows: HashMap<u32, (u32, Vec<Cell>), BuildHasherDefault<Same>>,
    clock: u32,
}

impl Averaged {
    /// Adds the weights of a feature to the scores.
    pub fn add(&self, feature: u32, scores: &mut [f32]) {
        if let Some((_, cells)) = self.rows.get(&feature) {
            for cell in cells {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
    }

    /// Moves the weights of `features` towards `right` and away from `wrong`.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        self.clock += 1;
        self.shift(features, right, 1.0);
        self.shift(features, wrong, -1.0);
    }

    fn shift(&mut self, features: &[u32], class: usize, by: f32) {
        for &feature in features {
            let (touched, cells) = self.rows.entry(feature).or_default();
            *touched += 1;
            let at = match cells.iter().position(|c| usize::from(c.class) == class) {
                Some(at) => at,
                None => {
                    cells.push(Cell { class: class as u8, stamp: self.clock, ..Cell::default() });
                    cells.len() - 1
                }
            };
            let cell = &mut cells[at];
            cell.sum += f64::from(cell.weight) * f64::from(self.clock - cell.stamp);
            cell.stamp = self.clock;
            cell.weight += by;
        }
    }

    /// Lets time pass without a change, as after a right decision.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Returns the averaged weights of features that were touched at least `floor` times.
    pub fn average(&self, floor: u32) -> Vec<(u32, Vec<(u8, f32)>)> {
        let clock = self.clock;
        let mut rows: Vec<(u32, Vec<(u8, f32)>)> = self
            .rows
            .iter()
            .filter(|(_, (touched, _))| *touched >= floor)
            .map(|(&feature, (_, cells))| {
                let mut row: Vec<(u8, f32)> = cells
                    .iter()
                    .map(|c| {
                        (
                            c.class,
                            ((c.sum + f64::from(c.weight) * f64::from(clock - c.stamp)) / f64::from(clock.max(1)))
                                as f32,
                        )
                    })
                    .collect();
                row.sort_unstable_by_key(|(class, _)| *class);
                (feature, row)
            })
            .collect();
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        rows
    }
}

/// Weights in rows that features share by their hashes, while they are learned.
pub struct AveragedRows<const N: usize> {
    weights: Vec<[f32; N]>,
    /// The weights times the time at which they changed, from which the average follows (Daumé 2006).
    timed: Vec<[f64; N]>,
    clock: f64,
}

impl<const N: usize> AveragedRows<N> {
    /// Returns weights of zero in `rows` rows, a power of two.
    pub fn new(rows: usize) -> Self {
        Self { weights: vec![[0.0; N]; rows], timed: vec![[0.0; N]; rows], clock: 1.0 }
    }

    fn row(&self, feature: u32) -> usize {
        feature as usize & (self.weights.len() - 1)
    }

    /// Returns the sums of the weights of all `features`.
    pub fn score(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0.0; N];
        for &feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[self.row(feature)]) {
                *sum += weight;
            }
        }
        sums
    }

    /// Moves the weights of `features` for one class.
    pub fn shift(&mut self, features: &[u32], class: usize, by: f32) {
        for &feature in features {
            let row = self.row(feature);
            self.weights[row][class] += by;
            self.timed[row][class] += f64::from(by) * self.clock;
        }
    }

    /// Lets time pass.
    pub fn tick(&mut self) {
        self.clock += 1.0;
    }

    /// Returns the averaged weights, row by row.
    pub fn average(&self) -> Vec<f32> {
        let mean = |weight: f32, timed: f64| (f64::from(weight) - timed / self.clock) as f32;
        self.weights
            .iter()
            .zip(&self.timed)
            .flat_map(|(weights, timed)| weights.iter().zip(timed).map(|(&w, &t)| mean(w, t)))
            .collect()
    }
}

/// A small deterministic generator of random numbers (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}
