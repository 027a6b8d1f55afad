//! What the parser looks at before each step (Zhang and Nivre 2011), in groups: two half-built trees
//! that are alike in what a group looks at have the same features of it.

use super::super::perceptron::feature;
use super::state::{NONE, State, Word, mixed};

/// A word alone is looked at as the top of the stack, as one of the next three words and as the one
/// below the top. These are the numbers of the first of its four features in each place.
pub const PLACES: [u32; 5] = [1, 5, 9, 13, 17];
/// How many features a word alone has.
pub const ALONE: usize = 4 * PLACES.len();
/// How many features look further than a group.
pub const REST: usize = 11;
/// How many features a relation has.
pub const LABEL: usize = 31;

/// Features that look at the same part of a half-built tree. Those of its tags, relations and acts are the
/// same in many sentences, those of its words hardly ever.
pub trait Group<const WORDS: usize, const TAGS: usize> {
    /// Returns what tells this group's features from those in other states of the same sentence.
    fn key(state: &State) -> u64;
    /// Returns the features that look at words.
    fn words(state: &State) -> [u32; WORDS];
    /// Returns what tells the features of tags from others in all sentences.
    fn tags_key(state: &State) -> u64;
    /// Returns the features that look at tags, relations and acts only.
    fn tags(state: &State) -> [u32; TAGS];
}

/// The top of the stack and the next words, as words.
pub struct Pair;
/// The top of the stack with its head and dependents.
pub struct Top;
/// The next word with its dependents.
pub struct Next;

impl Group<11, 7> for Pair {
    #[inline(always)]
    fn key(state: &State) -> u64 {
        mixed(1, u64::from(state.on_stack(0)) << 32 | u64::from(state.next()))
    }

    #[inline(always)]
    fn words(state: &State) -> [u32; 11] {
        let (ws, [wn, wn1, _], distance) = (state.word(state.on_stack(0)), state.ahead(), state.distance());
        [
            feature(30, pair(ws), pair(wn), 0),
            feature(31, pair(ws), wn.form, 0),
            feature(32, ws.form, pair(wn), 0),
            feature(33, pair(ws), wn.tag, 0),
            feature(34, ws.tag, pair(wn), 0),
            feature(35, ws.form, wn.form, 0),
            feature(44, ws.form, distance, 0),
            feature(46, wn.form, distance, 0),
            feature(48, ws.form, wn.form, distance),
            feature(87, ws.act, wn.form, 0),
            feature(88, wn.tag, wn1.form, ws.tag),
        ]
    }

    #[inline(always)]
    fn tags_key(state: &State) -> u64 {
        let (ws, [wn, wn1, _]) = (state.word(state.on_stack(0)), state.ahead());
        let tags = packed([ws.tag, wn.tag, wn1.tag, state.distance()]);
        mixed(mixed(2, tags), u64::from(ws.act) << 32 | u64::from(wn.act))
    }

    #[inline(always)]
    fn tags(state: &State) -> [u32; 7] {
        let (ws, [wn, wn1, _], distance) = (state.word(state.on_stack(0)), state.ahead(), state.distance());
        [
            feature(36, ws.tag, wn.tag, 0),
            feature(39, ws.tag, wn.tag, wn1.tag),
            feature(45, ws.tag, distance, 0),
            feature(47, wn.tag, distance, 0),
            feature(49, ws.tag, wn.tag, distance),
            feature(79, ws.act, wn.tag, wn1.tag),
            feature(80, ws.act, wn.act, distance),
        ]
    }
}

impl Group<7, 13> for Top {
    #[inline(always)]
    fn key(state: &State) -> u64 {
        let s0 = state.on_stack(0);
        let top = state.node(s0);
        let head = state.node(top.head);
        let labels = u64::from(top.label) << 8 | u64::from(head.label);
        let heads = u64::from(top.head) << 32 | u64::from(head.head);
        mixed(mixed(mixed(3, u64::from(s0) << 16 | labels), heads), top.dependents)
    }

    #[inline(always)]
    fn words(state: &State) -> [u32; 7] {
        let s0 = state.on_stack(0);
        let top = state.node(s0);
        let (l0, r0) = (top.left[0], top.right[0]);
        let ws = state.word(s0);
        [
            feature(50, ws.form, top.right_count.min(4).into(), 0),
            feature(52, ws.form, top.left_count.min(4).into(), 0),
            feature(56, state.word(top.head).form, 0, 0),
            feature(59, state.word(l0).form, state.label(l0), 0),
            feature(61, state.word(r0).form, state.label(r0), 0),
            feature(73, ws.form, fold(top.right_labels), 0),
            feature(75, ws.form, fold(top.left_labels), 0),
        ]
    }

    #[inline(always)]
    fn tags_key(state: &State) -> u64 {
        let s0 = state.on_stack(0);
        let top = state.node(s0);
        let (h1, h2) = (top.head, state.node(top.head).head);
        let ([l0, l1], [r0, r1]) = (top.left, top.right);
        let tags = packed([s0, h1, h2, l0, l1, r0, r1].map(|word| state.word(word).tag));
        let counts = [top.right_count.min(4).into(), top.left_count.min(4).into()];
        let [s, h, l, l1, r, r1] = [s0, h1, l0, l1, r0, r1].map(|word| state.label(word));
        let labels = packed([s, h, l, l1, r, r1, counts[0], counts[1]]);
        let sets = u64::from(fold(top.right_labels)) << 32 | u64::from(fold(top.left_labels));
        mixed(mixed(mixed(4, tags), labels), sets)
    }

    #[inline(always)]
    fn tags(state: &State) -> [u32; 13] {
        let s0 = state.on_stack(0);
        let top = state.node(s0);
        let (h1, h2) = (top.head, state.node(top.head).head);
        let ([l0, l1], [r0, r1]) = (top.left, top.right);
        let tag = |word: u32| state.word(word).tag;
        let (ts, th, tl, tr) = (tag(s0), tag(h1), tag(l0), tag(r0));
        [
            feature(51, ts, top.right_count.min(4).into(), 0),
            feature(53, ts, top.left_count.min(4).into(), 0),
            feature(57, th, state.label(s0), 0),
            feature(60, tl, state.label(l0), 0),
            feature(62, tr, state.label(r0), 0),
            feature(65, tag(h2), state.label(h1), th),
            feature(66, tag(l1), state.label(l1), ts),
            feature(67, tag(r1), state.label(r1), ts),
            feature(69, ts, tl, tag(l1)),
            feature(70, ts, tr, tag(r1)),
            feature(71, ts, th, tag(h2)),
            feature(74, ts, fold(top.right_labels), 0),
            feature(76, ts, fold(top.left_labels), 0),
        ]
    }
}

impl Group<3, 5> for Next {
    #[inline(always)]
    fn key(state: &State) -> u64 {
        mixed(mixed(5, u64::from(state.next())), state.node(state.next()).dependents)
    }

    #[inline(always)]
    fn words(state: &State) -> [u32; 3] {
        let front = state.node(state.next());
        let (form, left) = (state.word(state.next()).form, front.left[0]);
        [
            feature(54, form, front.left_count.min(4).into(), 0),
            feature(63, state.word(left).form, state.label(left), 0),
            feature(77, form, fold(front.left_labels), 0),
        ]
    }

    #[inline(always)]
    fn tags_key(state: &State) -> u64 {
        let front = state.node(state.next());
        let [l0, l1] = front.left;
        let [n, l, ll] = [state.next(), l0, l1].map(|word| state.word(word).tag);
        let seen = packed([n, l, ll, state.label(l0), state.label(l1), front.left_count.min(4).into()]);
        mixed(mixed(6, seen), u64::from(fold(front.left_labels)))
    }

    #[inline(always)]
    fn tags(state: &State) -> [u32; 5] {
        let front = state.node(state.next());
        let [l0, l1] = front.left;
        let [n, l, ll] = [state.next(), l0, l1].map(|word| state.word(word).tag);
        [
            feature(55, n, front.left_count.min(4).into(), 0),
            feature(64, l, state.label(l0), 0),
            feature(68, ll, state.label(l1), n),
            feature(72, n, l, ll),
            feature(78, n, fold(front.left_labels), 0),
        ]
    }
}

/// Returns the features of a word alone in each of its places.
#[inline]
pub(super) fn alone(word: Word) -> [u32; ALONE] {
    std::array::from_fn(|at| {
        let template = PLACES[at / 4] + at as u32 % 4;
        match at % 4 {
            0 => feature(template, word.form, 0, 0),
            1 => feature(template, word.tag, 0, 0),
            2 => feature(template, pair(word), 0, 0),
            _ => feature(template, word.act, word.tag, 0),
        }
    })
}

/// Returns the features of the tags of three words in a row.
#[inline]
pub(super) fn in_a_row(words: [Word; 3]) -> [u32; 2] {
    let [n0, n1, n2] = words.map(|word| word.tag);
    [feature(37, n0, n1, 0), feature(38, n0, n1, n2)]
}

impl State {
    /// Calls `visit` with every feature of the state.
    pub fn features(&self, mut visit: impl FnMut(u32)) {
        let [n0, n1, n2] = self.ahead();
        let words = [self.word(self.on_stack(0)), n0, n1, n2, self.word(self.on_stack(1))];
        for (place, word) in words.into_iter().enumerate() {
            alone(word)[4 * place..][..4].iter().copied().for_each(&mut visit);
        }
        in_a_row(self.ahead()).into_iter().for_each(&mut visit);
        Pair::words(self).into_iter().chain(Pair::tags(self)).for_each(&mut visit);
        Top::words(self).into_iter().chain(Top::tags(self)).for_each(&mut visit);
        Next::words(self).into_iter().chain(Next::tags(self)).for_each(&mut visit);
        self.rest().into_iter().for_each(visit);
    }

    /// Returns the features that look further than a group: hardly two states share them.
    #[inline(always)]
    pub(super) fn rest(&self) -> [u32; REST] {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (top, front) = (self.node(s0), self.node(n0));
        let [s, s1, n] = [s0, self.on_stack(1), n0].map(|word| self.word(word));
        let tag = |word: u32| self.word(word).tag;
        [
            feature(40, tag(top.head), s.tag, n.tag),
            feature(41, s.tag, tag(top.left[0]), n.tag),
            feature(42, s.tag, tag(top.right[0]), n.tag),
            feature(43, s.tag, n.tag, tag(front.left[0])),
            feature(58, self.label(s0), n.tag, 0),
            feature(81, s.act, fold(top.left_labels), n.tag),
            feature(82, s1.tag, s.tag, n.tag),
            feature(83, s1.act, s.tag, n.tag),
            feature(84, n.act, s.tag, fold(front.left_labels)),
            feature(85, s1.form, n.tag, s.tag),
            feature(86, fold(top.right_labels), s.tag, n.tag),
        ]
    }

    /// Returns the next three words.
    #[inline(always)]
    fn ahead(&self) -> [Word; 3] {
        [0, 1, 2].map(|ahead| self.word(self.next() + ahead))
    }

    /// Returns how far the next word lies behind the top of the stack, as a range.
    #[inline(always)]
    fn distance(&self) -> u32 {
        let s0 = self.on_stack(0);
        if s0 == NONE { 0 } else { bucket(self.next() - s0) }
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

    /// Returns the features that tell how the top of the stack and the next word are
    /// related, if the first depends on the second (`left`) or the second on the first.
    #[inline]
    pub fn label_features(&self, left: bool) -> [u32; LABEL] {
        let (s0, n0) = (self.on_stack(0), self.next());
        let (dependent, head) = if left { (s0, n0) } else { (n0, s0) };
        let side = u32::from(left);
        let (d, h) = (self.word(dependent), self.word(head));
        let (dn, hn) = (self.node(dependent), self.node(head));
        let first = self.word(dn.left[1].min(dn.left[0]));
        let last = self.word(dn.left[0]);
        let distance = if s0 == NONE { 0 } else { bucket(n0 - s0) } * 2 + side;
        let near = |w: u32, step: i32| self.word(w.wrapping_add_signed(step));
        [
            feature(101, d.form, side, 0),
            feature(102, d.form, d.tag, side),
            feature(103, d.tag, h.tag, side),
            feature(104, h.form, h.tag, side),
            feature(105, d.form, h.tag, side),
            feature(106, d.tag, h.form, side),
            feature(107, d.form, h.form, side),
            feature(108, d.tag, h.tag, distance),
            feature(109, h.act, d.tag, side),
            feature(110, h.act, d.tag, distance),
            feature(111, d.tag, last.form, side),
            feature(112, d.tag, h.tag, first.form ^ side),
            feature(113, d.tag, h.tag, last.form ^ side),
            feature(114, d.tag, h.tag, last.tag * 2 + side),
            feature(115, d.tag, fold(dn.left_labels), side),
            feature(116, h.tag, d.tag, fold(dn.left_labels) ^ side),
            feature(117, h.tag, d.tag, fold(hn.left_labels) ^ side),
            feature(118, h.tag, d.tag, fold(hn.right_labels) ^ side),
            feature(119, h.form, d.tag, fold(hn.right_labels) ^ side),
            feature(120, h.act, d.tag, fold(hn.left_labels) ^ side),
            feature(121, d.tag, near(dependent, 1).tag, near(dependent, -1).tag * 2 + side),
            feature(122, h.tag, d.tag, near(dependent, 1).form ^ side),
            feature(123, h.tag, d.tag, near(dependent, -1).form ^ side),
            feature(124, h.tag, near(head, 1).tag, d.tag * 2 + side),
            feature(125, h.tag, near(head, -1).tag, d.tag * 2 + side),
            feature(126, h.tag, d.tag, self.label(head) * 2 + side),
            feature(127, h.form, last.form, d.tag * 2 + side),
            feature(128, d.act, h.act, distance),
            feature(129, d.tag, self.label(dn.left[0]), self.label(dn.right[0]) * 2 + side),
            feature(130, d.form, near(dependent, 1).form, side),
            feature(131, d.form, near(dependent, -1).form, side),
        ]
    }

    fn label(&self, word: u32) -> u32 {
        u32::from(self.node(word).label)
    }
}

fn pair(word: Word) -> u32 {
    word.form ^ word.tag.wrapping_mul(0x9e37_79b9)
}

/// Returns up to eight small numbers as one.
#[inline(always)]
fn packed<const N: usize>(numbers: [u32; N]) -> u64 {
    numbers.into_iter().fold(0, |all, number| all << 8 | u64::from(number))
}

/// Returns the range in which a distance lies.
fn bucket(distance: u32) -> u32 {
    [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6][distance.min(10) as usize]
}

/// Returns a set of relations in 32 bits.
fn fold(set: u64) -> u32 {
    (set ^ (set >> 32)) as u32
}
