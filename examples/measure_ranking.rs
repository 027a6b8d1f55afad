//! How well the ranking answers judged queries, as nDCG@10 (Järvelin and Kekäläinen 2002).
//!
//! ```text
//! cargo run --release --example measure_ranking -- INDEX [JUDGEMENTS]
//! ```
//!
//! Results that nobody judged count as wrong, so that the number compares rankings over the same
//! index and is no measure of its own.

use std::path::PathBuf;

use onrecord::index::{Hit, Library};
use onrecord::query::{Query, parse};

/// Results that are looked at.
const DEPTH: usize = 10;

/// A statement that was judged.
struct Judged {
    article: String,
    start: usize,
    end: usize,
    grade: i32,
}

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let index = arguments.next().expect("usage: measure_ranking INDEX [JUDGEMENTS]");
    let judgements = arguments.next().unwrap_or_else(|| "benches/queries/reuters-judgements.txt".into());
    let text = std::fs::read_to_string(&judgements).expect("the judgements");
    let library = Library::open(&[index]).expect("an index");
    let mut sum = 0.0;
    let mut count = 0;
    for (query, judged) in queries(&text) {
        let expr = parse(&query, jiff::civil::date(2026, 1, 1)).expect("a query");
        let found = library.search(&Query { limit: DEPTH, ..Query::new(expr) }).expect("a search");
        let (score, unjudged) = ndcg(&found.hits, judged);
        println!("{score:.3}  {unjudged:>2} not judged  {query}");
        sum += score;
        count += 1;
    }
    println!("{:.3}  mean nDCG@{DEPTH} of {count} queries", sum / f64::from(count.max(1)));
}

/// The queries, each with the statements judged for it.
fn queries(text: &str) -> Vec<(String, Vec<Judged>)> {
    let mut queries: Vec<(String, Vec<Judged>)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(query) = line.strip_prefix("? ") {
            queries.push((query.to_owned(), Vec::new()));
        } else if let (Some(judged), Some((_, list))) = (judged(line), queries.last_mut()) {
            list.push(judged);
        } else {
            panic!("no judgement: {line}");
        }
    }
    queries
}

/// "2 04069859dea1fef3 120-168"
fn judged(line: &str) -> Option<Judged> {
    let mut parts = line.split(' ');
    let grade = parts.next()?.parse().ok()?;
    let article = parts.next()?.to_owned();
    let (start, end) = parts.next()?.split_once('-')?;
    Some(Judged { article, start: start.parse().ok()?, end: end.parse().ok()?, grade })
}

/// The score, and how many of the results nobody judged. Each judgement counts once.
fn ndcg(hits: &[Hit], mut judged: Vec<Judged>) -> (f64, usize) {
    let gain = |grade: i32, place: usize| (2_f64.powi(grade) - 1.0) / (place as f64 + 2.0).log2();
    let mut ideal: Vec<i32> = judged.iter().map(|one| one.grade).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = ideal.iter().take(DEPTH).enumerate().map(|(place, grade)| gain(*grade, place)).sum();
    let mut score = 0.0;
    let mut unjudged = 0;
    for (place, hit) in hits.iter().enumerate() {
        let spans = &hit.statement.spans;
        let (start, end) = (spans.first().map_or(0, |span| span[0]), spans.last().map_or(0, |span| span[1]));
        let same = |one: &Judged| one.article == hit.statement.article.id && one.start < end && start < one.end;
        match judged.iter().position(same) {
            Some(known) => score += gain(judged.swap_remove(known).grade, place),
            None => unjudged += 1,
        }
    }
    (if best > 0.0 { score / best } else { 0.0 }, unjudged)
}
