//! The measure of Scrapinghub's article extraction benchmark: precision and recall over runs of
//! four words, counted, for one page; the means over all pages give F1.

use std::collections::HashMap;

/// Words in a shingle.
const LENGTH: usize = 4;

/// Returns precision and recall of a text, 0 to 1.
pub fn compare(truth: &str, found: &str) -> (f64, f64) {
    let (truth, found) = (counted(truth), counted(found));
    let shared: usize =
        truth.iter().map(|(shingle, count)| (*count).min(found.get(shingle).copied().unwrap_or(0))).sum();
    let share = |all: &HashMap<Vec<&str>, usize>| {
        let all: usize = all.values().sum();
        match (shared, all) {
            (_, 0) if truth.is_empty() && found.is_empty() => 1.0,
            (_, 0) => 0.0,
            (shared, all) => shared as f64 / all as f64,
        }
    };
    (share(&found), share(&truth))
}

/// Counts the runs of words; a text of fewer words is one run.
fn counted(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for start in 0..(words.len().saturating_sub(LENGTH - 1)).max(1) {
        *counts.entry(words[start..(start + LENGTH).min(words.len())].to_vec()).or_default() += 1;
    }
    counts
}
