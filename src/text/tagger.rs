//! Part-of-speech tags: a greedy left-to-right tagger with an averaged perceptron, for several sentences side
//! by side.

use std::cell::RefCell;
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::known::Known;
use super::perceptron::{CLASSES, Fetched, Found, Perceptron, feature, word_hash};
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
pub fn word_features(shape: Shape) -> [u32; 6] {
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
pub fn form_features(shapes: &[Shape], at: usize) -> [u32; 8] {
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
    let mut found = vec![Vec::new(); sentences.len()];
    let mut waiting = sentences.iter().enumerate();
    let mut lanes: Vec<Lane> = Vec::with_capacity(LANES);
    loop {
        while lanes.len() < LANES
            && let Some((number, forms)) = waiting.next()
        {
            lanes.push(Lane::new(model, number, forms));
        }
        if lanes.is_empty() {
            return found;
        }
        lanes.retain_mut(|lane| {
            let goes_on = lane.go_on(model);
            if !goes_on {
                found[lane.sentence] = std::mem::take(&mut lane.tags);
            }
            goes_on
        });
    }
}

/// A sentence that is being tagged, word by word.
struct Lane<'a> {
    sentence: usize,
    forms: &'a [&'a str],
    words: Vec<Word>,
    shapes: Vec<Shape>,
    tags: Vec<Tag>,
    awaited: Awaited,
}

/// What of the next word is on its way from memory.
enum Awaited {
    Nothing,
    Features([u32; FEATURES]),
    Places(Fetched<FEATURES>),
    Weights(Found<FEATURES>),
}

/// How many features a word has besides those of its own.
const FEATURES: usize = 16;

impl<'a> Lane<'a> {
    fn new(model: &Perceptron, sentence: usize, forms: &'a [&'a str]) -> Self {
        let words = words(model, forms);
        let shapes = words.iter().map(|word| word.shape).collect();
        Self { sentence, forms, words, shapes, tags: Vec::with_capacity(forms.len()), awaited: Awaited::Nothing }
    }

    /// Works with what has come from memory until something else is awaited; returns whether that is so.
    fn go_on(&mut self, model: &Perceptron) -> bool {
        let at = self.tags.len();
        match &self.awaited {
            Awaited::Nothing => {}
            Awaited::Features(features) => {
                self.awaited = Awaited::Places(model.fetch(*features));
                return true;
            }
            Awaited::Places(fetched) => {
                self.awaited = Awaited::Weights(model.find(fetched));
                return true;
            }
            Awaited::Weights(found) => {
                let mut scores = self.words[at].scores.0;
                model.add(found, &mut scores);
                self.tags.push(chosen(self.forms[at], scores));
            }
        }
        while let Some(word) = self.words.get(self.tags.len()) {
            match word.certain {
                Some(tag) => self.tags.push(tag),
                None => {
                    let at = self.tags.len();
                    let (near, told) = (form_features(&self.shapes, at), tag_features(&self.shapes, &self.tags, at));
                    let mut features = [0; FEATURES];
                    features[..near.len()].copy_from_slice(&near);
                    features[near.len()..].copy_from_slice(&told);
                    model.ask(&features);
                    self.awaited = Awaited::Features(features);
                    return true;
                }
            }
        }
        false
    }
}

/// Returns the best tag that a form may have.
fn chosen(form: &str, mut scores: [i16; CLASSES]) -> Tag {
    let mut best = highest(&scores);
    while !may_have(form, best) {
        scores[best as usize] = i16::MIN;
        best = highest(&scores);
    }
    match best {
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
        Self([0; CLASSES])
    }
}

/// How many words are remembered, as a power of two: most of those of an article stood in others.
const WORDS: u32 = 12;

thread_local! {
    static WORDS_SEEN: RefCell<Known<Word>> = RefCell::new(Known::new(WORDS));
}

/// Returns what is known of the words of a sentence.
fn words(model: &Perceptron, forms: &[&str]) -> Vec<Word> {
    WORDS_SEEN.with_borrow_mut(|seen| {
        let key = |at: usize, form: &str| FxBuildHasher.hash_one((form, at == 0, model.number));
        let keys: Vec<u64> = forms.iter().enumerate().map(|(at, form)| key(at, form)).collect();
        keys.iter().for_each(|&key| seen.fetch(key));
        let of = |(at, &key): (usize, &u64)| {
            if let Some(word) = seen.get(key) {
                return word;
            }
            let (form, shape) = (forms[at], Shape::new(forms[at], at == 0));
            let certain = fixed(form).or_else(|| CERTAIN.get(form).copied());
            let mut word = Word { shape, certain, scores: Scores::default() };
            if certain.is_none() {
                let fetched = model.fetch(word_features(shape));
                model.add(&model.find(&fetched), &mut word.scores.0);
            }
            seen.set(key, word);
            word
        };
        keys.iter().enumerate().map(of).collect()
    })
}

/// Returns the tag with the highest score, the first of several.
fn highest(scores: &[i16; CLASSES]) -> Tag {
    let scores = &scores[..Tag::ALL.len()];
    let most = scores.iter().fold(i16::MIN, |a, &b| a.max(b));
    Tag::ALL[scores.iter().position(|score| *score == most).unwrap_or(0)]
}

/// Returns whether a form may have a tag: no word is a mark, and "Vice-Chairman" is too long for one of
/// the few words that a closed class has.
fn may_have(form: &str, tag: Tag) -> bool {
    let long = || form.len() > LONGEST_SMALL_WORD || form.contains('-');
    !(tag.is_mark() || tag.is_closed() && long()) || !form.contains(char::is_alphabetic)
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
