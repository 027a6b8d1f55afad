//! Measures what is read from saved web pages: the text against true article texts, the date
//! against true dates, and how long it takes.
//!
//! ```text
//! cargo run --release --example measure_pages -- pages.tar.gz page-dates.tar.gz [--worst N]
//! ```
//!
//! Each archive holds `ground-truth.json` and a folder `html`. An object of the ground truth has
//! `articleBody` (the article extraction benchmark of Scrapinghub, MIT) or `date` (htmldate, Apache-2.0).
//! Precision and recall are that benchmark's own; see [`shingles`].

mod shingles;

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::Read;
use std::time::{Duration, Instant};

use anyhow::Context;
use flate2::read::GzDecoder;
use onrecord::article::{self, Article};
use serde::Deserialize;

/// Every page is read so often; the fastest counts, as other programs may be running.
const RUNS: usize = 3;

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    text: Option<String>,
    date: Option<String>,
    #[serde(default)]
    url: String,
}

/// A page with what is true of it.
struct Page {
    name: String,
    html: Vec<u8>,
    truth: Truth,
}

fn main() -> anyhow::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut worst = 0;
    if let Some(at) = arguments.iter().position(|a| a == "--worst") {
        worst = arguments.get(at + 1).and_then(|n| n.parse().ok()).context("--worst takes a number")?;
        arguments.drain(at..=at + 1);
    }
    anyhow::ensure!(!arguments.is_empty(), "name archives of pages with their ground truth");
    for archive in arguments {
        let pages = pages(&archive).with_context(|| archive.clone())?;
        let (articles, times): (Vec<Option<Article>>, Vec<Duration>) =
            pages.iter().map(|page| read(&page.html)).unzip();
        let total: Duration = times.iter().sum();
        let slowest = times.iter().max().copied().unwrap_or_default();
        println!("{archive}: {} pages", pages.len());
        println!(
            "  speed      {:.0} pages a second and core, slowest {:.3} s",
            pages.len() as f64 / total.as_secs_f64(),
            slowest.as_secs_f64()
        );
        if pages.iter().any(|page| page.truth.text.is_some()) {
            texts(&pages, &articles, worst);
        }
        if pages.iter().any(|page| page.truth.date.is_some()) {
            dates(&pages, &articles, worst);
        }
    }
    Ok(())
}

/// Reads the pages of an archive.
fn pages(path: &str) -> anyhow::Result<Vec<Page>> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(path)?));
    let mut truth: HashMap<String, Truth> = HashMap::new();
    let mut html: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut raw = Vec::new();
        entry.read_to_end(&mut raw)?;
        if name == "ground-truth.json" {
            truth = serde_json::from_slice(&raw)?;
        } else if let Some(name) = name.strip_suffix(".html.gz") {
            let mut page = Vec::new();
            GzDecoder::new(raw.as_slice()).read_to_end(&mut page)?;
            html.insert(name.to_owned(), page);
        } else {
            html.insert(name, raw);
        }
    }
    Ok(html.into_iter().filter_map(|(name, html)| Some(Page { truth: truth.remove(&name)?, name, html })).collect())
}

/// Reads a page as the program does, and how long that takes.
fn read(html: &[u8]) -> (Option<Article>, Duration) {
    let mut fastest = Duration::MAX;
    let mut found = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        article::read_stream(html, "-", &mut |result| found = result.ok());
        fastest = fastest.min(start.elapsed());
    }
    (found, fastest)
}

fn texts(pages: &[Page], articles: &[Option<Article>], worst: usize) {
    let mut rows: Vec<(f64, f64, &Page)> = Vec::new();
    for (page, article) in pages.iter().zip(articles) {
        let found = article.as_ref().map_or("", |a| a.text.as_str());
        let (precision, recall) = shingles::compare(page.truth.text.as_deref().unwrap_or(""), found);
        rows.push((precision, recall, page));
    }
    // A page without text has no precision.
    let given: Vec<f64> = rows.iter().zip(articles).filter(|(_, a)| a.is_some()).map(|((p, _, _), _)| *p).collect();
    let precision = given.iter().sum::<f64>() / given.len().max(1) as f64;
    let recall = rows.iter().map(|(_, r, _)| r).sum::<f64>() / rows.len().max(1) as f64;
    println!(
        "  text       F1 {:.4}, precision {precision:.4}, recall {recall:.4}",
        2.0 * precision * recall / (precision + recall)
    );
    rows.sort_by(|a, b| a.0.min(a.1).total_cmp(&b.0.min(b.1)));
    for (precision, recall, page) in rows.iter().take(worst) {
        println!("    {precision:.3} {recall:.3} {:.8} {}", page.name, page.truth.url);
    }
}

fn dates(pages: &[Page], articles: &[Option<Article>], worst: usize) {
    let (mut given, mut right) = (0, 0);
    let mut places: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (page, article) in pages.iter().zip(articles) {
        let Some(found) = article.as_ref().and_then(|a| a.published.as_ref()) else { continue };
        let truth = page.truth.date.as_deref().unwrap_or("");
        let fine = found.at.date().to_string() == truth;
        given += 1;
        right += u32::from(fine);
        let place = places.entry(found.from.clone()).or_default();
        *place = (place.0 + 1, place.1 + u32::from(fine));
        if !fine {
            wrong.push(format!("    {} is {found} ({}), true {truth}", page.name, found.from));
        }
    }
    let share = |part: u32, of: usize| 100.0 * f64::from(part) / of.max(1) as f64;
    println!(
        "  dates      {:.1} % of pages dated, {:.1} % of these right",
        share(given, pages.len()),
        share(right, given as usize)
    );
    for (place, (given, right)) in places {
        println!("    {place:8} {right} of {given} right");
    }
    for line in wrong.iter().take(worst) {
        println!("{line}");
    }
}
