//! Topics: what a statement is about, from the words of the statement, its context and its article.
//!
//! The taxonomy and its words are data: `lexicon/topics.toml`, keyed to IPTC Media Topics.
//! A topic's weight is a sum over its words found: more for phrases than for single words, more
//! for the statement than for what stands around it, and falling off when a word repeats.

mod taxonomy;

use taxonomy::Sign;
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

/// What signs are worth, as often as they were found.
type Worth = Vec<(Sign, f32)>;

/// The topics of one article, worked out once for all its statements.
#[derive(Debug)]
pub struct ArticleTopics {
    around: Worth,
}

impl ArticleTopics {
    /// Returns the topics of an article from its title, section, keywords and the beginning of its text.
    pub fn new(title: Option<&str>, section: Option<&str>, keywords: &[String], text: &str) -> Self {
        let mut around = Worth::new();
        add(title.unwrap_or(""), 1.2, &mut around);
        add(section.unwrap_or(""), 2.0, &mut around);
        add(&keywords.join(" . "), 0.8, &mut around);
        let mut end = LEAD.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        add(&text[..end], 0.5, &mut around);
        Self { around: summed(around) }
    }

    /// Returns the topics of a statement, the weightiest first.
    pub fn assign(&self, statement: &str, context: &str) -> Vec<TopicHit> {
        let mut worth = self.around.clone();
        add(statement, 2.0, &mut worth);
        add(context, 0.6, &mut worth);
        ranked(summed(worth))
    }

    /// Returns the topics of the article itself.
    pub fn article(&self) -> Vec<TopicHit> {
        ranked(self.around.clone())
    }
}

/// Adds what the words of `text` say, each `worth` as much as given; repeats count less and less.
fn add(text: &str, worth: f32, all: &mut Worth) {
    let begin = all.len();
    taxonomy::matches(text, |sign, strength| all.push((sign, worth * strength)));
    let found = &mut all[begin..];
    found.sort_by_key(|(sign, _)| *sign);
    for repeats in found.chunk_by_mut(|a, b| a.0 == b.0) {
        repeats.iter_mut().zip(1..).for_each(|((_, weight), count)| *weight /= count as f32);
    }
}

/// Returns each sign once, in their order, with the sum of what it is worth.
fn summed(mut all: Worth) -> Worth {
    all.sort_by_key(|(sign, _)| *sign);
    all.dedup_by(|(next, more), (sign, weight)| {
        let same = next == sign;
        if same {
            *weight += *more;
        }
        same
    });
    all
}

/// A topic with the terms that speak for it, the heaviest first.
struct Candidate<'a> {
    topic: &'static Topic,
    weight: f32,
    terms: &'a [(Sign, f32)],
}

impl Candidate<'_> {
    fn hit(&self) -> TopicHit {
        TopicHit {
            path: self.topic.path,
            code: self.topic.code,
            weight: self.weight,
            evidence: self.terms.iter().take(5).map(|(sign, _)| taxonomy::term(sign.term)).collect(),
        }
    }
}

/// Returns the topics that signs, each once and in their order, speak for.
fn ranked(mut signs: Worth) -> Vec<TopicHit> {
    let mut found: Vec<Candidate> = signs
        .chunk_by_mut(|(a, _), (b, _)| a.topic == b.topic)
        .map(|terms| {
            terms.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            // One word alone, however often, is weak evidence.
            let weight = terms.iter().map(|(_, weight)| weight.sqrt()).sum();
            Candidate { topic: &topics()[terms[0].0.topic as usize], weight, terms }
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
