//! Several pieces of work side by side: while one waits for what it has asked for from memory, which takes longer
//! than all the rest, others take a step.

/// Has every one of `lanes` begin with a piece of work, as long as there is any, and go on with it step by step, in
/// turn. `begin` says whether there was a piece left, `go_on` whether the lane has more to do with its own; both
/// share `all`.
pub fn side_by_side<L, A>(
    lanes: &mut [L],
    all: &mut A,
    begin: impl Fn(&mut L, &mut A) -> bool,
    go_on: impl Fn(&mut L, &mut A) -> bool,
) {
    // Those that have work come first.
    let mut busy = 0;
    while busy < lanes.len() && begin(&mut lanes[busy], all) {
        busy += 1;
    }
    while busy > 0 {
        let mut at = 0;
        while at < busy {
            if go_on(&mut lanes[at], all) || begin(&mut lanes[at], all) {
                at += 1;
            } else {
                busy -= 1;
                lanes.swap(at, busy);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::side_by_side;

    #[test]
    fn all_work_is_done_once() {
        for count in 0..9 {
            let mut lanes = [0; 3];
            let mut work = ((1..=count).rev().collect::<Vec<_>>(), Vec::new());
            let begin = |lane: &mut usize, (left, _): &mut (Vec<usize>, Vec<usize>)| {
                *lane = left.pop().unwrap_or_default();
                *lane > 0
            };
            let go_on = |lane: &mut usize, (_, done): &mut (Vec<usize>, Vec<usize>)| {
                *lane -= 1;
                done.push(*lane);
                *lane > 0
            };
            side_by_side(&mut lanes, &mut work, begin, go_on);
            assert_eq!(work.1.len(), count * (count + 1) / 2, "{count}");
        }
    }
}
