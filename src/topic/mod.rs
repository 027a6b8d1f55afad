//! Topics: what a statement is about, from the words of the statement, its context and its article.
//!
//! The taxonomy and its words are data: `lexicon/topics.toml`, keyed to IPTC Media Topics.
//! A topic's weight is a sum over its words found: more for phrases than for single words, more
//! for the statement than for what stands around it, and falling off when a word repeats.

mod taxonomy;

use rustc_hash::{FxBuildHasher, FxHashMap};

pub use taxonomy::{Topic, topics};

/// How many topics a statement has at most.
const MOST: usize = 3;
/// How much of the article's beginning counts, in bytes.
const LEAD: usize = 1500;
/// The least weight that a topic needs.
const FLOOR: f32 = 2.5;

/// A topic that was assigned.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicHit {
    /// Our name: `politics/diplomacy`.
    pub path: &'static str,
    /// `medtop:20000639`.
    pub code: &'static str,
    pub weight: f32,
    /// The words that spoke for it, the heaviest first.
    pub evidence: Vec<&'static str>,
}

/// What each term is worth for each topic, by their numbers.
type Weights = FxHashMap<(usize, u32), f32>;

/// The topics of one article, worked out once for all its statements.
#[derive(Debug)]
pub struct ArticleTopics {
    around: Weights,
}

impl ArticleTopics {
    /// Returns the topics of an article from its title, section, keywords and the beginning of its text.
    pub fn new(title: Option<&str>, section: Option<&str>, keywords: &[String], text: &str) -> Self {
        let mut around = Weights::default();
        add(title.unwrap_or(""), 1.2, &mut around);
        add(section.unwrap_or(""), 2.0, &mut around);
        add(&keywords.join(" . "), 0.8, &mut around);
        let mut end = LEAD.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        add(&text[..end], 0.5, &mut around);
        // Each statement adds its own.
        around.reserve(USUAL);
        Self { around }
    }

    /// Returns the topics of a statement, the weightiest first.
    pub fn assign(&self, statement: &str, context: &str) -> Vec<TopicHit> {
        let mut weights = self.around.clone();
        add(statement, 2.0, &mut weights);
        add(context, 0.6, &mut weights);
        ranked(&weights)
    }

    /// Returns the topics of the article itself.
    pub fn article(&self) -> Vec<TopicHit> {
        ranked(&self.around)
    }
}

/// How many terms a text seldom has more of.
const USUAL: usize = 28;

/// Adds what the words of `text` say, each `worth` as much as given; repeats count less and less.
fn add(text: &str, worth: f32, weights: &mut Weights) {
    let mut seen: FxHashMap<(usize, u32), u32> = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
    taxonomy::matches(text, |topic, term, strength| {
        let count = seen.entry((topic, term)).or_default();
        *count += 1;
        *weights.entry((topic, term)).or_default() += worth * strength / *count as f32;
    });
}

/// A topic with the terms that speak for it, the heaviest first.
struct Candidate<'a> {
    topic: &'static Topic,
    weight: f32,
    terms: &'a [(usize, u32, f32)],
}

impl Candidate<'_> {
    fn hit(&self) -> TopicHit {
        TopicHit {
            path: self.topic.path,
            code: self.topic.code,
            weight: self.weight,
            evidence: self.terms.iter().take(5).map(|&(_, term, _)| taxonomy::term(term)).collect(),
        }
    }
}

fn ranked(weights: &Weights) -> Vec<TopicHit> {
    let mut terms: Vec<(usize, u32, f32)> =
        weights.iter().map(|(&(topic, term), &weight)| (topic, term, weight)).collect();
    terms.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then(a.1.cmp(&b.1)));
    let mut found: Vec<Candidate> = terms
        .chunk_by(|a, b| a.0 == b.0)
        .map(|terms| {
            // One word alone, however often, is weak evidence.
            let weight = terms.iter().map(|(_, _, weight)| weight.sqrt()).sum();
            Candidate { topic: &topics()[terms[0].0], weight, terms }
        })
        .collect();
    found.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.topic.path.cmp(b.topic.path)));
    let best_top = found.iter().find(|one| !one.topic.path.contains('/')).map(|one| one.topic.path);
    let best = found.first().map_or(0.0, |one| one.weight);
    // The best top topic first, then what lies below it or is as clear as it.
    let clear = |one: &&Candidate| {
        let top = one.topic.path.split('/').next();
        one.weight >= FLOOR && one.weight >= best * if top == best_top { 0.35 } else { 0.75 }
    };
    let below = found.iter().filter(|one| one.topic.path.contains('/')).filter(clear);
    let mut chosen: Vec<TopicHit> = below.take(MOST).map(Candidate::hit).collect();
    if let Some(top) = best_top
        && !chosen.iter().any(|hit| hit.path.starts_with(top))
    {
        chosen.truncate(MOST - 1);
        let top = found.iter().find(|one| one.topic.path == top);
        chosen.extend(top.filter(|one| one.weight >= FLOOR * 0.5).map(Candidate::hit));
    }
    // Topics below the best top topic come first.
    chosen.sort_by_key(|hit| best_top.is_none_or(|top| !hit.path.starts_with(top)));
    chosen
}
