//! Word-by-word comparison of a quotation with a statement.
//!
//! The quotation is aligned as a whole with the best part of the statement (semi-global alignment
//! after Needleman and Wunsch), so that what stands before and after it does not count.

use std::ops::Range;

/// One stretch of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub kind: DifferenceKind,
    /// The words as they stand in the statement, or, where it does not have them, in the quotation.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    Same,
    /// Only in the quotation.
    Added,
    /// Only in the statement.
    Missing,
}

/// Words with their places in bytes.
pub(super) type Words = Vec<(String, Range<usize>)>;

/// How a quotation lies on a statement.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// For each word of the quotation, the word of the statement that is the same.
    pub matches: Vec<Option<usize>>,
    /// The words of the statement from the first to the last that is the same.
    pub window: Range<usize>,
}

const SAME: i32 = 3;
const OTHER: i32 = -2;
const GAP: i32 = -1;
/// Longer texts are compared by their beginning.
const LONGEST: usize = 600;

/// Aligns a quotation with a statement.
pub(super) fn align(quotation: &Words, statement: &Words) -> Alignment {
    let a = &quotation[..quotation.len().min(LONGEST)];
    let b = &statement[..statement.len().min(LONGEST)];
    let (rows, columns) = (a.len() + 1, b.len() + 1);
    let mut scores = vec![0_i32; rows * columns];
    for row in 1..rows {
        scores[row * columns] = row as i32 * GAP;
        for column in 1..columns {
            let same = a[row - 1].0 == b[column - 1].0;
            let diagonal = scores[(row - 1) * columns + column - 1] + if same { SAME } else { OTHER };
            let up = scores[(row - 1) * columns + column] + GAP;
            let left = scores[row * columns + column - 1] + GAP;
            scores[row * columns + column] = diagonal.max(up).max(left);
        }
    }
    let last = (rows - 1) * columns;
    let mut column = (0..columns).max_by_key(|&column| scores[last + column]).unwrap_or(0);
    let mut row = rows - 1;
    let mut matches = vec![None; quotation.len()];
    while row > 0 && column > 0 {
        let here = scores[row * columns + column];
        let same = a[row - 1].0 == b[column - 1].0;
        let step = if same { SAME } else { OTHER };
        if here == scores[(row - 1) * columns + column - 1] + step {
            if same {
                matches[row - 1] = Some(column - 1);
            }
            row -= 1;
            column -= 1;
        } else if here == scores[(row - 1) * columns + column] + GAP {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    let first = matches.iter().flatten().min().copied();
    let end = matches.iter().flatten().max().map_or(0, |last| last + 1);
    Alignment { matches, window: first.unwrap_or(0)..end }
}

impl Alignment {
    /// Returns the number of words that are the same.
    pub(super) fn same(&self) -> usize {
        self.matches.iter().flatten().count()
    }

    /// Returns the number of words of the statement that the quotation leaves out inside.
    pub(super) fn missing(&self) -> usize {
        self.window.len() - self.same()
    }

    /// Returns the length of the longest run of words that stand in both without a gap.
    pub(super) fn longest_run(&self) -> usize {
        let (mut longest, mut run, mut before) = (0, 0, None);
        for place in &self.matches {
            run = match (place, before) {
                (Some(at), Some(last)) if *at == last + 1 => run + 1,
                (Some(_), _) => 1,
                (None, _) => 0,
            };
            before = *place;
            longest = longest.max(run);
        }
        longest
    }

    /// Returns the stretches that are the same, added and missing, in order.
    pub(super) fn differences(
        &self,
        (quotation, quoted): (&str, &Words),
        (statement, stated): (&str, &Words),
    ) -> Vec<Difference> {
        let mut stretches: Vec<(DifferenceKind, Range<usize>)> = Vec::new();
        let mut add = |kind, place: &Range<usize>| match stretches.last_mut() {
            Some((last, stretch)) if *last == kind => stretch.end = place.end,
            _ => stretches.push((kind, place.clone())),
        };
        let mut next = self.window.start;
        for (n, place) in self.matches.iter().enumerate() {
            match place {
                Some(at) => {
                    for (_, missing) in &stated[next..*at] {
                        add(DifferenceKind::Missing, missing);
                    }
                    add(DifferenceKind::Same, &stated[*at].1);
                    next = at + 1;
                }
                None => add(DifferenceKind::Added, &quoted[n].1),
            }
        }
        let text = |kind, place: Range<usize>| match kind {
            DifferenceKind::Added => quotation.get(place).unwrap_or(""),
            _ => statement.get(place).unwrap_or(""),
        };
        stretches.into_iter().map(|(kind, place)| Difference { kind, text: text(kind, place).to_owned() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut at = 0;
        text.split(' ')
            .map(|word| {
                let place = at..at + word.len();
                at = place.end + 1;
                (word.to_lowercase(), place)
            })
            .collect()
    }

    #[test]
    fn marks_what_differs() {
        let (claim, said) = ("we will never close the port", "And we will not close the old port.");
        let (quoted, stated) = (words(claim), words(&said.replace('.', "")));
        let alignment = align(&quoted, &stated);
        let differences = alignment.differences((claim, &quoted), (said, &stated));
        let marks: Vec<(DifferenceKind, &str)> = differences.iter().map(|d| (d.kind, d.text.as_str())).collect();
        use DifferenceKind::{Added, Missing, Same};
        assert_eq!(
            marks,
            [
                (Same, "we will"),
                (Added, "never"),
                (Missing, "not"),
                (Same, "close the"),
                (Missing, "old"),
                (Same, "port"),
            ]
        );
        assert_eq!((alignment.same(), alignment.missing(), alignment.longest_run()), (5, 2, 2));
    }
}
