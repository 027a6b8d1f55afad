//! Topics: what a statement is about, from the words of the statement, its context and its article.
//!
//! The taxonomy and its words are data: `lexicon/topics.toml`, keyed to IPTC Media Topics.
//! A topic's weight is a sum over its words found: more for phrases than for single words, more
//! for the statement than for what stands around it, and falling off when a word repeats.

mod taxonomy;

use std::collections::HashMap;

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

type Weights = HashMap<usize, HashMap<&'static str, f32>>;

/// The topics of one article, worked out once for all its statements.
#[derive(Debug)]
pub struct ArticleTopics {
    around: Weights,
}

impl ArticleTopics {
    /// Returns the topics of an article from its title, section, keywords and the beginning of its text.
    pub fn new(title: Option<&str>, section: Option<&str>, keywords: &[String], text: &str) -> Self {
        let mut around = Weights::new();
        add(title.unwrap_or(""), 1.2, &mut around);
        add(section.unwrap_or(""), 2.0, &mut around);
        add(&keywords.join(" . "), 0.8, &mut around);
        let mut end = LEAD.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        add(&text[..end], 0.5, &mut around);
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

/// Adds what the words of `text` say, each `worth` as much as given; repeats count less and less.
fn add(text: &str, worth: f32, weights: &mut Weights) {
    let mut seen: HashMap<(usize, &'static str), u32> = HashMap::new();
    taxonomy::matches(text, |topic, term, strength| {
        let count = seen.entry((topic, term)).or_default();
        *count += 1;
        *weights.entry(topic).or_default().entry(term).or_default() += worth * strength / *count as f32;
    });
}

fn ranked(weights: &Weights) -> Vec<TopicHit> {
    let all = topics();
    let mut hits: Vec<TopicHit> = weights
        .iter()
        .map(|(&number, terms)| {
            let mut evidence: Vec<(&'static str, f32)> = terms.iter().map(|(term, weight)| (*term, *weight)).collect();
            evidence.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            // One word alone, however often, is weak evidence.
            let weight = evidence.iter().map(|(_, weight)| weight.sqrt()).sum::<f32>();
            let topic = &all[number];
            TopicHit {
                path: topic.path,
                code: topic.code,
                weight,
                evidence: evidence.into_iter().take(5).map(|(term, _)| term).collect(),
            }
        })
        .collect();
    hits.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.path.cmp(b.path)));
    let best_top = hits.iter().find(|hit| !hit.path.contains('/')).map(|hit| hit.path);
    let best = hits.first().map_or(0.0, |hit| hit.weight);
    // The best top topic first, then what lies below it or is as clear as it.
    let mut chosen: Vec<TopicHit> = Vec::new();
    for hit in &hits {
        let top = hit.path.split('/').next().unwrap_or(hit.path);
        let below_best = Some(top) == best_top;
        let clear = hit.weight >= FLOOR && hit.weight >= best * if below_best { 0.35 } else { 0.75 };
        let room = chosen.len() < MOST;
        if clear && room && hit.path.contains('/') {
            chosen.push(hit.clone());
        }
    }
    if let Some(top) = best_top
        && !chosen.iter().any(|hit| hit.path.starts_with(top))
    {
        chosen.truncate(MOST - 1);
        chosen.extend(hits.iter().find(|hit| hit.path == top).cloned().filter(|hit| hit.weight >= FLOOR * 0.5));
    }
    // Topics below the best top topic come first.
    chosen.sort_by_key(|hit| best_top.is_none_or(|top| !hit.path.starts_with(top)));
    chosen
}
