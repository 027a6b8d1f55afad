//! What the parser looks at before each step (Zhang and Nivre 2011), in groups: two half-built trees
//! that are alike in what a group looks at have the same features of it.

use super::super::perceptron::feature;
use super::state::{NONE, State, Word, mixed};

/// Features that look at the same part of a half-built tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The next three words.
    Front,
    /// The word below the top of the stack.
    Below,
    /// The top of the stack and the next words, as words.
    Pair,
    /// The top of the stack with its head and dependents.
    Top,
    /// The next word with its dependents.
    Next,
    /// Everything that looks further.
    Rest,
}

impl Group {
    /// All of them.
    pub const ALL: [Group; 6] = [Group::Front, Group::Below, Group::Pair, Group::Top, Group::Next, Group::Rest];
}

impl State {
    /// Returns what tells a group's features from those in other states of the same sentence, or
    /// `None` if hardly two states share them.
    pub fn key(&self, group: Group) -> Option<u64> {
        let (s0, n0) = (u64::from(self.on_stack(0)), u64::from(self.next()));
        let seed = mixed(0, group as u64 + 1);
        Some(match group {
            Group::Front => mixed(seed, n0),
            Group::Below => mixed(seed, u64::from(self.on_stack(1))),
            Group::Pair => mixed(seed, s0 << 32 | n0),
            Group::Top => {
                let top = self.node(self.on_stack(0));
                let head = self.node(top.head);
                let labels = u64::from(top.label) << 8 | u64::from(head.label);
                let heads = u64::from(top.head) << 32 | u64::from(head.head);
                mixed(mixed(mixed(seed, s0 << 16 | labels), heads), top.dependents)
            }
            Group::Next => mixed(mixed(seed, n0), self.node(self.next()).dependents),
            Group::Rest => return None,
        })
    }

    /// Calls `visit` with every feature of the state.
    pub fn features(&self, mut visit: impl FnMut(u32)) {
        Group::ALL.into_iter().for_each(|group| self.group(group, &mut visit));
    }

    /// Calls `visit` with every feature of one group.
    #[inline]
    pub fn group(&self, group: Group, mut visit: impl FnMut(u32)) {
        let mut f = |template: u32, a: u32, b: u32, c: u32| visit(feature(template, a, b, c));
        match group {
            Group::Front => self.front_features(&mut f),
            Group::Below => one_word(17, self.word(self.on_stack(1)), &mut f),
            Group::Pair => self.pair_features(&mut f),
            Group::Top => self.top_features(&mut f),
            Group::Next => self.next_features(&mut f),
            Group::Rest => self.other_features(&mut f),
        }
    }

    #[inline]
    fn front_features(&self, mut f: impl FnMut(u32, u32, u32, u32)) {
        let n0 = self.next();
        let (wn, wn1, wn2) = (self.word(n0), self.word(n0 + 1), self.word(n0 + 2));
        one_word(5, wn, &mut f);
        one_word(9, wn1, &mut f);
        one_word(13, wn2, &mut f);
        f(37, wn.tag, wn1.tag, 0);
        f(38, wn.tag, wn1.tag, wn2.tag);
    }

    #[inline]
    fn pair_features(&self, mut f: impl FnMut(u32, u32, u32, u32)) {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (ws, wn, wn1) = (self.word(s0), self.word(n0), self.word(n0 + 1));
        let distance = if s0 == NONE { 0 } else { bucket(n0 - s0) };
        f(30, pair(ws), pair(wn), 0);
        f(31, pair(ws), wn.form, 0);
        f(32, ws.form, pair(wn), 0);
        f(33, pair(ws), wn.tag, 0);
        f(34, ws.tag, pair(wn), 0);
        f(35, ws.form, wn.form, 0);
        f(36, ws.tag, wn.tag, 0);
        f(39, ws.tag, wn.tag, wn1.tag);
        f(44, ws.form, distance, 0);
        f(45, ws.tag, distance, 0);
        f(46, wn.form, distance, 0);
        f(47, wn.tag, distance, 0);
        f(48, ws.form, wn.form, distance);
        f(49, ws.tag, wn.tag, distance);
        f(79, ws.act, wn.tag, wn1.tag);
        f(80, ws.act, wn.act, distance);
        f(87, ws.act, wn.form, 0);
        f(88, wn.tag, wn1.form, ws.tag);
    }

    #[inline]
    fn top_features(&self, mut f: impl FnMut(u32, u32, u32, u32)) {
        let s0 = self.on_stack(0);
        let top = self.node(s0);
        let (h1, h2) = (top.head, self.node(top.head).head);
        let ([l0, l1], [r0, r1]) = (top.left, top.right);
        let (ws, wh, wl, wr) = (self.word(s0), self.word(h1), self.word(l0), self.word(r0));
        let (sr, sl) = (top.right_count.min(4).into(), top.left_count.min(4).into());
        let (right_set, left_set) = (fold(top.right_labels), fold(top.left_labels));
        one_word(1, ws, &mut f);
        f(50, ws.form, sr, 0);
        f(51, ws.tag, sr, 0);
        f(52, ws.form, sl, 0);
        f(53, ws.tag, sl, 0);
        f(56, wh.form, 0, 0);
        f(57, wh.tag, self.label(s0), 0);
        f(59, wl.form, self.label(l0), 0);
        f(60, wl.tag, self.label(l0), 0);
        f(61, wr.form, self.label(r0), 0);
        f(62, wr.tag, self.label(r0), 0);
        f(65, self.word(h2).tag, self.label(h1), wh.tag);
        f(66, self.word(l1).tag, self.label(l1), ws.tag);
        f(67, self.word(r1).tag, self.label(r1), ws.tag);
        f(69, ws.tag, wl.tag, self.word(l1).tag);
        f(70, ws.tag, wr.tag, self.word(r1).tag);
        f(71, ws.tag, wh.tag, self.word(h2).tag);
        f(73, ws.form, right_set, 0);
        f(74, ws.tag, right_set, 0);
        f(75, ws.form, left_set, 0);
        f(76, ws.tag, left_set, 0);
    }

    #[inline]
    fn next_features(&self, mut f: impl FnMut(u32, u32, u32, u32)) {
        let front = self.node(self.next());
        let [nl0, nl1] = front.left;
        let (wn, wnl) = (self.word(self.next()), self.word(nl0));
        let count = front.left_count.min(4).into();
        let set = fold(front.left_labels);
        f(54, wn.form, count, 0);
        f(55, wn.tag, count, 0);
        f(63, wnl.form, self.label(nl0), 0);
        f(64, wnl.tag, self.label(nl0), 0);
        f(68, self.word(nl1).tag, self.label(nl1), wn.tag);
        f(72, wn.tag, wnl.tag, self.word(nl1).tag);
        f(77, wn.form, set, 0);
        f(78, wn.tag, set, 0);
    }

    #[inline]
    fn other_features(&self, mut f: impl FnMut(u32, u32, u32, u32)) {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (top, front) = (self.node(s0), self.node(n0));
        let (ws, ws1, wn) = (self.word(s0), self.word(self.on_stack(1)), self.word(n0));
        let (right_set, left_set, front_set) = (fold(top.right_labels), fold(top.left_labels), fold(front.left_labels));
        f(40, self.word(top.head).tag, ws.tag, wn.tag);
        f(41, ws.tag, self.word(top.left[0]).tag, wn.tag);
        f(42, ws.tag, self.word(top.right[0]).tag, wn.tag);
        f(43, ws.tag, wn.tag, self.word(front.left[0]).tag);
        f(58, self.label(s0), wn.tag, 0);
        f(81, ws.act, left_set, wn.tag);
        f(82, ws1.tag, ws.tag, wn.tag);
        f(83, ws1.act, ws.tag, wn.tag);
        f(84, wn.act, ws.tag, front_set);
        f(85, ws1.form, wn.tag, ws.tag);
        f(86, right_set, ws.tag, wn.tag);
    }

    /// Returns what tells the features of a relation from those in other states of the same
    /// sentence.
    pub fn label_key(&self, left: bool) -> u64 {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (top, front) = (self.node(s0), self.node(n0));
        let label = if left { front.label } else { top.label };
        let words = mixed(u64::from(label) << 1 | u64::from(left), u64::from(s0) << 32 | u64::from(n0));
        mixed(mixed(words, top.dependents), front.dependents)
    }

    /// Calls `visit` with every feature that tells how the top of the stack and the next word are
    /// related, if the first depends on the second (`left`) or the second on the first.
    pub fn label_features(&self, left: bool, mut visit: impl FnMut(u32)) {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (dependent, head) = if left { (s0, n0) } else { (n0, s0) };
        let side = u32::from(left);
        let (d, h) = (self.word(dependent), self.word(head));
        let (dn, hn) = (self.node(dependent), self.node(head));
        let first = self.word(dn.left[1].min(dn.left[0]));
        let last = self.word(dn.left[0]);
        let distance = if s0 == NONE { 0 } else { bucket(n0 - s0) } * 2 + side;
        let near = |w: u32, step: i32| self.word(w.wrapping_add_signed(step));
        let mut f = |template: u32, a: u32, b: u32, c: u32| visit(feature(template, a, b, c));
        f(101, d.form, side, 0);
        f(102, d.form, d.tag, side);
        f(103, d.tag, h.tag, side);
        f(104, h.form, h.tag, side);
        f(105, d.form, h.tag, side);
        f(106, d.tag, h.form, side);
        f(107, d.form, h.form, side);
        f(108, d.tag, h.tag, distance);
        f(109, h.act, d.tag, side);
        f(110, h.act, d.tag, distance);
        f(111, d.tag, last.form, side);
        f(112, d.tag, h.tag, first.form ^ side);
        f(113, d.tag, h.tag, last.form ^ side);
        f(114, d.tag, h.tag, last.tag * 2 + side);
        f(115, d.tag, fold(dn.left_labels), side);
        f(116, h.tag, d.tag, fold(dn.left_labels) ^ side);
        f(117, h.tag, d.tag, fold(hn.left_labels) ^ side);
        f(118, h.tag, d.tag, fold(hn.right_labels) ^ side);
        f(119, h.form, d.tag, fold(hn.right_labels) ^ side);
        f(120, h.act, d.tag, fold(hn.left_labels) ^ side);
        f(121, d.tag, near(dependent, 1).tag, near(dependent, -1).tag * 2 + side);
        f(122, h.tag, d.tag, near(dependent, 1).form ^ side);
        f(123, h.tag, d.tag, near(dependent, -1).form ^ side);
        f(124, h.tag, near(head, 1).tag, d.tag * 2 + side);
        f(125, h.tag, near(head, -1).tag, d.tag * 2 + side);
        f(126, h.tag, d.tag, self.label(head) * 2 + side);
        f(127, h.form, last.form, d.tag * 2 + side);
        f(128, d.act, h.act, distance);
        f(129, d.tag, self.label(dn.left[0]), self.label(dn.right[0]) * 2 + side);
        f(130, d.form, near(dependent, 1).form, side);
        f(131, d.form, near(dependent, -1).form, side);
    }

    fn label(&self, word: u32) -> u32 {
        u32::from(self.node(word).label)
    }
}

#[inline]
fn one_word(template: u32, word: Word, mut f: impl FnMut(u32, u32, u32, u32)) {
    f(template, word.form, 0, 0);
    f(template + 1, word.tag, 0, 0);
    f(template + 2, pair(word), 0, 0);
    f(template + 3, word.act, word.tag, 0);
}

fn pair(word: Word) -> u32 {
    word.form ^ word.tag.wrapping_mul(0x9e37_79b9)
}

/// Returns the range in which a distance lies.
fn bucket(distance: u32) -> u32 {
    [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6][distance.min(10) as usize]
}

/// Returns a set of relations in 32 bits.
fn fold(set: u64) -> u32 {
    (set ^ (set >> 32)) as u32
}
