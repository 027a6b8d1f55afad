//! Runs of units: what a content or a source is made of.

use std::ops::Range;

use smallvec::SmallVec;

/// Runs of units, in order and not overlapping: seldom more than two.
pub type Runs = SmallVec<[Range<usize>; 2]>;

/// Returns the parts of `runs` that none of `taken` covers.
pub fn without(mut runs: Runs, taken: &[Range<usize>]) -> Runs {
    for hole in taken.iter().filter(|hole| hole.start < hole.end) {
        let torn = |run: &Range<usize>| hole.start < run.end && run.start < hole.end;
        while let Some(at) = runs.iter().position(torn) {
            let Range { start, end } = runs.remove(at);
            let parts = [hole.end..end, start..hole.start].into_iter().filter(|part| part.start < part.end);
            parts.for_each(|part| runs.insert(at, part));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use smallvec::smallvec;

    use super::*;

    #[test]
    fn what_is_taken_is_left_out() {
        let left = |runs: Runs, taken: &[Range<usize>]| without(runs, taken).to_vec();
        assert_eq!(left(smallvec![2..9], &[4..5, 0..3, 8..12]), [3..4, 5..8]);
        assert_eq!(left(smallvec![0..3, 5..9], &[2..6, 3..4]), [0..2, 6..9]);
        assert!(left(smallvec![2..4, 6..8], &[1..9, 0..1]).is_empty());
        assert_eq!(left(smallvec![2..4, 6..8], &[4..6, 3..3]), [2..4, 6..8]);
    }
}
