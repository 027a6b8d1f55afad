//! Frames: how often each word reports something in each of its constructions, counted over news.
//!
//! `model/frames.tsv` holds, for a word and a frame, how often it stood there and how often it
//! reported a statement. Counts make a rare word as safe as a frequent one that behaves alike.

use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

use super::argument::Via;
use super::cue::Class;
use super::feature::{Joined, Part, Sink, Template, part};
use super::passage::Unit;
use super::weights;
use crate::text::Relation;

/// How often a word was seen in a frame, and how often it reported a statement there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub reported: u32,
    pub seen: u32,
}

/// The counts of words and of whole classes, by what class, word and construction hash to: looking one up reads
/// no names.
#[derive(Default)]
struct Counts {
    words: HashMap<u64, Count>,
    /// What the counts of all words of a class come to, in each construction.
    classes: HashMap<u64, Count>,
}

/// What stands for every construction.
const ANYWHERE: Part = Part::new("*");
/// What stands for every word.
const ANY: Part = Part::new("");

static COUNTS: LazyLock<Counts> = LazyLock::new(|| {
    let bytes = weights::model("frames.tsv", include_bytes!("../../model/frames.tsv"));
    let mut counts = Counts::default();
    for line in String::from_utf8_lossy(&bytes).lines() {
        let mut parts = line.split('\t');
        let (Some(class), Some(lemma), Some(frame)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let Some(class) = Class::ALL.into_iter().find(|known| known.as_str() == class) else { continue };
        let mut number = || parts.next().and_then(|number| number.parse().ok());
        if let (Some(reported), Some(seen)) = (number(), number()) {
            counts.words.insert(place(class, lemma.into(), frame.into()), Count { reported, seen });
            let sum = counts.classes.entry(place(class, ANY, frame.into())).or_default();
            sum.seen += seen;
            sum.reported += reported;
        }
    }
    counts
});

/// Returns under what a word of a class is listed in a construction.
fn place(class: Class, lemma: Part, frame: Part) -> u64 {
    lemma.hash() ^ frame.hash().rotate_left(29) ^ (class as u64) << 56
}

/// Returns the counts of a word anywhere.
fn counted(class: Class, lemma: &str) -> Option<Count> {
    COUNTS.words.get(&place(class, lemma.into(), ANYWHERE)).copied()
}

/// Returns the name of the construction in which an argument stands to its cue.
pub fn frame(via: Via, relation: Relation, form: &str, case: &str, side: &str) -> Joined {
    let (second, third) = match (via, relation) {
        (Via::Child | Via::Cousin, Relation::Obl | Relation::Nmod | Relation::Advcl | Relation::Acl) => (form, case),
        (Via::Child | Via::Cousin, _) => (relation.as_str(), form),
        _ => (form, side),
    };
    Joined::of([via.as_str(), second, third], ":")
}

/// Returns the name of the construction "has a source of this kind".
pub fn subject(kind: &str) -> Joined {
    Joined::of(["subject", kind], ":")
}

/// Returns the name of the construction "stands in this form in its clause".
pub fn tense(tag: &str, relation: &str) -> Joined {
    Joined::of(["tense", tag, relation], ":")
}

/// Returns the key under which a word's counts are kept.
pub fn key(class: Class, lemma: &str, frame: Option<&str>) -> String {
    format!("{}\t{lemma}\t{}", class.as_str(), frame.unwrap_or("*"))
}

/// Returns how often a word was seen, and how often it reported something.
pub fn count(class: Class, lemma: &str) -> Count {
    counted(class, lemma).unwrap_or_default()
}

/// Returns whether a word reports something at least once in five times.
pub fn is_report(class: Class, lemma: &str) -> bool {
    let count = count(class, lemma);
    count.reported * 5 >= count.seen && count.reported > 0
}

/// How likely the words of a class, and a word of it, report something.
#[derive(Debug, Clone, Copy)]
pub struct Odds<'a> {
    class: Class,
    lemma: Part<'a>,
    all: f32,
    word: f32,
}

impl<'a> Odds<'a> {
    /// Returns what is known of a word of a class.
    pub fn new(class: Class, lemma: Part<'a>) -> Self {
        let odds = Self { class, lemma, all: SHARES[class as usize], word: 0.0 };
        Self { word: smoothed(odds.seen(ANYWHERE).unwrap_or_default(), odds.all, 2.0), ..odds }
    }

    /// Returns the log-odds that the word reports something anywhere.
    pub fn anywhere(&self) -> f32 {
        logit(self.word)
    }

    /// Returns the log-odds that it does so in a construction. Where the word was seldom seen there,
    /// what is known of the word and of the construction stands in.
    pub fn within(&self, frame: Part) -> f32 {
        let framed = smoothed(of_class(self.class, frame), self.all, 4.0);
        let guess = 1.0 / (1.0 + (logit(self.all) - logit(framed) - logit(self.word)).exp());
        logit(smoothed(self.seen(frame).unwrap_or_default(), guess, 3.0))
    }

    /// Returns in which range the share of reports of the word lies in a construction.
    pub fn bucket(&self, frame: Part) -> Part<'static> {
        share(self.seen(frame))
    }

    fn seen(&self, frame: Part) -> Option<Count> {
        COUNTS.words.get(&place(self.class, self.lemma, frame)).copied()
    }
}

/// How likely a word of each class reports something.
static SHARES: LazyLock<[f32; Class::ALL.len()]> =
    LazyLock::new(|| Class::ALL.map(|class| smoothed(of_class(class, ANYWHERE), 0.2, 1.0)));

fn of_class(class: Class, frame: Part) -> Count {
    COUNTS.classes.get(&place(class, ANY, frame)).copied().unwrap_or_default()
}

/// Puts the odds of a cue into `sink`: those of its word, with this kind of source, in this form.
pub fn reach_odds(sink: &mut impl Sink, template: Template, class: Class, cue: &Unit, source: &str) {
    let odds = Odds::new(class, cue.entry());
    sink.reach(template, part!("word"), odds.anywhere());
    sink.reach(template, part!("subject"), odds.within(subject(source).as_str().into()));
    sink.reach(template, part!("tense"), odds.within(tense(cue.tag.as_str(), cue.relation.as_str()).as_str().into()));
}

/// Returns a share, as if `weight` more cases had been seen with the share `prior`.
fn smoothed(count: Count, prior: f32, weight: f32) -> f32 {
    (count.reported as f32 + prior * weight) / (count.seen as f32 + weight)
}

fn logit(share: f32) -> f32 {
    let share = share.clamp(0.002, 0.998);
    (share / (1.0 - share)).ln()
}

/// Returns in which range the share of reports of a cue lies, wherever it stands.
pub fn seen(class: Class, cue: &Unit) -> Part<'static> {
    if class == Class::Verb { cue.reports() } else { bucket(class, &cue.lemma) }
}

/// Returns in which range the share of reports of a word lies, wherever it stands.
pub fn bucket(class: Class, lemma: &str) -> Part<'static> {
    share(counted(class, lemma))
}

/// Returns in which range a share of reports lies, with how sure the counts make it.
fn share(count: Option<Count>) -> Part<'static> {
    let Some(count) = count else { return part!("unseen") };
    let share = (f64::from(count.reported) + 0.4) / (f64::from(count.seen) + 1.6);
    let often = count.seen >= 8;
    match (share, often) {
        (s, true) if s >= 0.9 => part!("9+"),
        (s, true) if s >= 0.8 => part!("8+"),
        (s, true) if s >= 0.65 => part!("6+"),
        (s, true) if s >= 0.5 => part!("5+"),
        (s, true) if s >= 0.35 => part!("3+"),
        (s, true) if s >= 0.2 => part!("2+"),
        (s, true) if s >= 0.1 => part!("1+"),
        (s, true) if s >= 0.04 => part!("04+"),
        (_, true) => part!("0+"),
        (s, false) if s >= 0.7 => part!("7"),
        (s, false) if s >= 0.5 => part!("5"),
        (s, false) if s >= 0.3 => part!("3"),
        (s, false) if s >= 0.15 => part!("1"),
        _ => part!("0"),
    }
}
