//! Averaged perceptron training (Collins 2002) with lazily summed weights.

use std::collections::HashMap;

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
    rows: HashMap<u32, (u32, Vec<Cell>)>,
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
        for &feature in features {
            let (touched, cells) = self.rows.entry(feature).or_default();
            *touched += 1;
            for (class, by) in [(right, 1.0f32), (wrong, -1.0)] {
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
