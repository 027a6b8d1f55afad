//! Part-of-speech tags: a greedy left-to-right tagger with an averaged perceptron, for several sentences side
//! by side.

use std::cell::RefCell;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::known::Known;
use super::perceptron::{CLASSES, Fetched, Found, Perceptron, feature, highest, word_hash};
use super::side_by_side::side_by_side;
use super::tag::Tag;
use crate::lexicon;

static MODEL: LazyLock<Perceptron> = LazyLock::new(|| Perceptron::load(include_bytes!("../../model/tagger.bin")));

/// Words that are frequent in the treebanks and practically always have one tag, with it.
static CERTAIN: LazyLock<FxHashMap<&str, Tag>> = LazyLock::new(|| {
    let lines = include_str!("../../model/certain.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(word, tag)| Some((word, Tag::from_penn(tag)?)))
        .collect()
});

/// What the tagger looks at in a word, worked out once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    word: u32,
    suffix2: u32,
    suffix3: u32,
    suffix4: u32,
    prefix: u32,
    form: u32,
}

impl Shape {
    /// Returns the shape of a form; `first` says that it begins a sentence, where a capital says little.
    pub fn new(form: &str, first: bool) -> Self {
        let lower = lexicon::lower(form);
        let lower = lower.as_ref();
        let suffix = |n: usize| lower.char_indices().rev().nth(n - 1).map_or(lower, |(at, _)| &lower[at..]);
        let prefix = lower.char_indices().nth(2).map_or(lower, |(at, _)| &lower[..at]);
        let [suffix2, suffix3, suffix4] = [2, 3, 4].map(|n| word_hash(suffix(n)));
        Self { word: word_hash(lower), suffix2, suffix3, suffix4, prefix: word_hash(prefix), form: kind(form, first) }
    }
}

/// Returns the kind of a form as a number.
fn kind(form: &str, first: bool) -> u32 {
    let upper = form.chars().filter(|c| c.is_uppercase()).count();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let case = match (form.starts_with(char::is_uppercase), upper == letters && letters > 1, upper > 1) {
        (_, true, _) => 4,
        (true, _, true) => 3,
        (true, _, _) => 2,
        (false, _, _) if upper > 0 => 1,
        _ => 0,
    };
    let digit = u32::from(form.bytes().any(|b| b.is_ascii_digit()));
    let hyphen = u32::from(form.contains('-') && form.len() > 1);
    case + 5 * digit + 10 * hyphen + 20 * u32::from(letters == 0) + 40 * u32::from(first)
}

/// How many bytes the longest pronoun, determiner or modal has ("themselves").
const LONGEST_SMALL_WORD: usize = 10;

const OUTSIDE: Shape = Shape { word: 1, suffix2: 1, suffix3: 1, suffix4: 1, prefix: 1, form: 99 };
const NO_TAG: u32 = 99;

fn shape(shapes: &[Shape], at: usize, offset: isize) -> Shape {
    at.checked_add_signed(offset).and_then(|i| shapes.get(i)).copied().unwrap_or(OUTSIDE)
}

/// Returns the features that a word makes, wherever it stands.
#[inline]
pub fn word_features(shape: Shape) -> [u32; OWN] {
    [
        feature(1, shape.word, shape.form, 0),
        feature(2, shape.word, 0, 0),
        feature(3, shape.suffix3, shape.form, 0),
        feature(4, shape.suffix2, shape.form, 0),
        feature(5, shape.suffix4, 0, 0),
        feature(6, shape.prefix, shape.form, 0),
    ]
}

/// Returns the features of the word at `at` that the words around it make as well.
#[inline]
pub fn form_features(shapes: &[Shape], at: usize) -> [u32; NEAR] {
    let shape = |offset: isize| shape(shapes, at, offset);
    let (here, left, right) = (shape(0), shape(-1), shape(1));
    [
        feature(11, left.word, here.form, 0),
        feature(12, left.word, here.word, 0),
        feature(13, right.word, here.form, 0),
        feature(14, right.word, here.word, 0),
        feature(16, shape(2).word, 0, 0),
        feature(17, shape(-2).word, 0, 0),
        feature(18, here.form, left.form, right.form),
        feature(20, right.form, here.word, 0),
    ]
}

/// Returns the features of the word at `at` that the tags before it make as well.
#[inline]
pub fn tag_features(shapes: &[Shape], tags: &[Tag], at: usize) -> [u32; 8] {
    let tag = |back: usize| at.checked_sub(back).and_then(|i| tags.get(i)).map_or(NO_TAG, |t| *t as u32);
    let (here, right) = (shape(shapes, at, 0), shape(shapes, at, 1));
    let (t1, t2) = (tag(1), tag(2));
    [
        feature(7, t1, 0, 0),
        feature(8, t1, t2, 0),
        feature(9, t1, here.word, 0),
        feature(10, t1, t2, here.word),
        feature(15, right.suffix3, t1, 0),
        feature(19, t1, here.suffix3, right.suffix2),
        feature(21, t1, right.word, 0),
        feature(22, here.form, t1, 0),
    ]
}

/// How many sentences are tagged side by side: while the weights of one word come from memory, words of other
/// sentences are tagged.
const LANES: usize = 6;

/// Returns the tags of the forms of sentences.
pub fn tags(sentences: &[Vec<&str>]) -> Vec<Vec<Tag>> {
    tags_with(&MODEL, sentences)
}

/// The same with other weights, for training.
pub fn tags_with(model: &Perceptron, sentences: &[Vec<&str>]) -> Vec<Vec<Tag>> {
    MEMORY.with_borrow_mut(|Memory { seen, lanes }| {
        lanes.resize_with(LANES, Lane::default);
        let mut all = (seen, sentences.iter().enumerate(), vec![Vec::new(); sentences.len()]);
        side_by_side(
            lanes,
            &mut all,
            |lane, (seen, waiting, _)| {
                waiting.next().map(|(number, forms)| lane.begin(model, seen, number, forms)).is_some()
            },
            |lane, (_, _, found)| {
                let goes_on = lane.go_on(model, &sentences[lane.sentence]);
                if !goes_on {
                    found[lane.sentence] = lane.tags.clone();
                }
                goes_on
            },
        );
        all.2
    })
}

/// A sentence that is being tagged, word by word.
#[derive(Default)]
struct Lane {
    sentence: usize,
    keys: Vec<u64>,
    /// The words that no sentence had before.
    new: Vec<New>,
    shapes: Vec<Shape>,
    /// The tags of the words that have no other.
    certain: Vec<Option<Tag>>,
    /// The scores of the tags of the others, as far as each word alone speaks for them.
    scores: Vec<Scores>,
    tags: Vec<Tag>,
    awaited: Awaited,
    features: [u32; FEATURES],
    fetched: Fetched<FEATURES>,
    found: Found<FEATURES>,
}

/// A word that is not known yet.
#[derive(Default)]
struct New {
    key: u64,
    at: usize,
    features: [u32; OWN],
    fetched: Fetched<OWN>,
    found: Found<OWN>,
}

/// What of the next word is on its way from memory.
#[derive(Default)]
enum Awaited {
    #[default]
    Nothing,
    Features,
    Places,
    Weights,
}

/// How many features a word has of its own.
const OWN: usize = 6;
/// How many features a word has besides those of its own, and how many of these the words around it make.
const FEATURES: usize = 16;
const NEAR: usize = 8;

impl Lane {
    /// Begins with a sentence, in the memory that the one before had.
    fn begin(&mut self, model: &Perceptron, seen: &mut Known<Word>, sentence: usize, forms: &[&str]) {
        self.sentence = sentence;
        self.new.clear();
        self.shapes.clear();
        self.shapes.reserve(forms.len());
        self.certain.clear();
        self.certain.reserve(forms.len());
        self.scores.clear();
        self.scores.reserve(forms.len());
        self.tags.clear();
        self.tags.reserve(forms.len());
        self.awaited = Awaited::Nothing;
        let key = |(at, form): (usize, &&str)| FxBuildHasher.hash_one((form, at == 0, model.number));
        self.keys.clear();
        self.keys.extend(forms.iter().enumerate().map(key));
        self.keys.iter().for_each(|&key| seen.fetch(key));
        for (at, &key) in self.keys.iter().enumerate() {
            let known = seen.get_ref(key);
            let new = || (Shape::new(forms[at], at == 0), certain(forms[at]));
            let (shape, certain) = known.map_or_else(new, |word| (word.shape, word.certain));
            self.shapes.push(shape);
            self.certain.push(certain);
            if known.is_none() {
                let features = word_features(shape);
                model.ask(&features);
                self.new.push(New { key, at, features, ..New::default() });
            }
            self.scores.push(known.map_or_else(Scores::default, |word| word.scores));
        }
        self.look_up(model, seen);
    }

    /// Works out the scores of the words that are not known yet: what each step reads was asked for in the one
    /// before.
    fn look_up(&mut self, model: &Perceptron, seen: &mut Known<Word>) {
        let Self { new, shapes, certain, scores, .. } = self;
        let uncertain = |new: &&mut New| certain[new.at].is_none();
        new.iter_mut().filter(uncertain).for_each(|new| model.fetch(&new.features, &mut new.fetched));
        new.iter_mut().filter(uncertain).for_each(|new| model.find(&new.fetched, &mut new.found));
        for New { key, at, found, .. } in new.drain(..) {
            if certain[at].is_none() {
                model.add(&found, &mut scores[at].0);
            }
            seen.set(key, Word { shape: shapes[at], certain: certain[at], scores: scores[at] });
        }
    }

    /// Works with what has come from memory until something else is awaited; returns whether that is so.
    fn go_on(&mut self, model: &Perceptron, forms: &[&str]) -> bool {
        match self.awaited {
            Awaited::Nothing => {}
            Awaited::Features => {
                model.fetch(&self.features, &mut self.fetched);
                self.awaited = Awaited::Places;
                return true;
            }
            Awaited::Places => {
                model.find(&self.fetched, &mut self.found);
                self.awaited = Awaited::Weights;
                return true;
            }
            Awaited::Weights => {
                let at = self.tags.len();
                let Scores(scores) = &mut self.scores[at];
                model.add(&self.found, scores);
                self.tags.push(chosen(forms[at], scores));
            }
        }
        while let Some(certain) = self.certain.get(self.tags.len()) {
            match certain {
                Some(tag) => self.tags.push(*tag),
                None => {
                    let at = self.tags.len();
                    let (near, told) = self.features.split_at_mut(NEAR);
                    near.copy_from_slice(&form_features(&self.shapes, at));
                    told.copy_from_slice(&tag_features(&self.shapes, &self.tags, at));
                    model.ask(&self.features);
                    self.awaited = Awaited::Features;
                    return true;
                }
            }
        }
        false
    }
}

/// Returns the best tag that a form may have.
fn chosen(form: &str, scores: &mut [i16; CLASSES]) -> Tag {
    let mut best = highest(scores);
    while !may_have(form, Tag::ALL[best]) {
        scores[best] = i16::MIN;
        best = highest(scores);
    }
    match Tag::ALL[best] {
        // A part of a word that was written apart: news has none of these, names look like them.
        Tag::Gw if form.starts_with(char::is_uppercase) => Tag::Nnp,
        Tag::Gw => Tag::Nn,
        // "the WHO", "the IT minister".
        Tag::Wp | Tag::Prp if form.len() > 1 && form.bytes().all(|b| b.is_ascii_uppercase()) => Tag::Nnp,
        tag => tag,
    }
}

/// What is known of a word wherever it stands.
#[derive(Clone, Copy, Default)]
struct Word {
    shape: Shape,
    /// The tag of a word that has no other.
    certain: Option<Tag>,
    /// The scores of its tags, as far as the word alone speaks for them.
    scores: Scores,
}

/// The scores of all tags.
#[derive(Clone, Copy)]
struct Scores([i16; CLASSES]);

impl Default for Scores {
    fn default() -> Self {
        // Places without a tag are never the highest.
        Self(std::array::from_fn(|class| if class < Tag::ALL.len() { 0 } else { i16::MIN }))
    }
}

/// How many words are remembered, as a power of two: most of those of an article stood in others.
const WORDS: u32 = 12;

/// What was worked out before, and memory that is used again.
struct Memory {
    seen: Known<Word>,
    lanes: Vec<Lane>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory { seen: Known::new(WORDS), lanes: Vec::new() });
}

/// Returns whether a form may have a tag: no word is a mark, and "Vice-Chairman" is too long for one of
/// the few words that a closed class has.
fn may_have(form: &str, tag: Tag) -> bool {
    let long = || form.len() > LONGEST_SMALL_WORD || form.contains('-');
    !(tag.is_mark() || tag.is_closed() && long()) || !form.contains(char::is_alphabetic)
}

/// Returns the tag of a form that has no other.
fn certain(form: &str) -> Option<Tag> {
    fixed(form).or_else(|| CERTAIN.get(form).copied())
}

/// Returns the tag of a form that can have no other.
pub fn fixed(form: &str) -> Option<Tag> {
    Some(match form {
        "," => Tag::Comma,
        "." | "!" | "?" | "?!" | "!!" | "??" => Tag::Stop,
        ":" | ";" | "…" | "..." | "—" | "–" | "--" | "―" => Tag::Colon,
        "(" | "[" | "{" => Tag::OpenBracket,
        ")" | "]" | "}" => Tag::CloseBracket,
        "“" | "„" | "«" | "‘" | "``" => Tag::OpenQuote,
        "”" | "»" | "''" => Tag::CloseQuote,
        "$" | "£" | "€" | "¥" => Tag::Dollar,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_side_by_side_are_tagged_as_each_alone() {
        let lines = [
            "The minister said the plan would fail .",
            "",
            "Never !",
            "Shares of Norland Co rose 3 percent , traders said , after Kessel reported a smaller loss .",
            "She runs the WHO .",
            "A report by the Vice-Chairman was due on Monday ; it was late , too .",
        ];
        let sentences: Vec<Vec<&str>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
        let together = tags(&sentences);
        for (sentence, found) in sentences.into_iter().zip(&together) {
            assert_eq!(found.len(), sentence.len());
            assert_eq!(tags(&[sentence]).concat(), *found);
        }
        assert_eq!(together[2], [Tag::Rb, Tag::Stop]);
    }
}
