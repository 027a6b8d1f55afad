//! Checks title, byline, date and address of articles with `-- ` header lines.
//!
//! ```text
//! cargo run --release --example check_headers -- FOLDER
//! ```
//!
//! Reads the four header lines of every file on its own and compares them with what the article
//! layer says: the title and the address letter by letter, the byline by its words, the date by
//! year, month, day, hour and minute.

use std::path::PathBuf;

use anyhow::Context;
use onrecord::article::{self, Article};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("name a folder")?;
    let (mut files, mut right) = (0, [0; 4]);
    for file in article::walk(&[PathBuf::from(folder)]).files {
        let raw = std::fs::read(&file.path)?;
        let raw = String::from_utf8_lossy(&raw);
        let lines: Vec<&str> = raw.lines().take(4).filter_map(|l| l.strip_prefix("--")).map(str::trim).collect();
        let [title, by, date, url] = lines[..] else { continue };
        files += 1;
        article::read_file(&file.path, "-", &mut |found| {
            if let Ok(found) = found {
                let checks = [
                    found.title.as_deref().unwrap_or("") == title,
                    same_names(by, &found),
                    same_date(date, &found),
                    found.url.as_deref().unwrap_or("") == url,
                ];
                for (count, fine) in right.iter_mut().zip(checks) {
                    *count += usize::from(fine);
                }
            }
        });
    }
    for (name, count) in ["title", "byline", "date", "address"].iter().zip(right) {
        println!("{name:8} right in {count} of {files}: {:.2} %", 100.0 * count as f64 / f64::from(files.max(1)));
    }
    Ok(())
}

/// Every word of the byline is in a name, and none is added.
fn same_names(by: &str, article: &Article) -> bool {
    let words = |text: &str| {
        let text = text.strip_prefix("By").unwrap_or(text).replace([',', ';', '&'], " ");
        text.split_whitespace().filter(|w| *w != "and").map(str::to_owned).collect::<Vec<_>>()
    };
    words(by) == words(&article.authors.join(" "))
}

/// "Mon Jun 18, 2007 1:48pm EDT".
fn same_date(date: &str, article: &Article) -> bool {
    let words: Vec<&str> = date.split([' ', ',', ':']).filter(|w| !w.is_empty()).collect();
    let [_, month, day, year, hour, minute, ..] = words[..] else { return article.published.is_none() };
    let month = MONTHS.iter().position(|m| *m == month).map_or(0, |m| m + 1);
    let afternoon = minute.ends_with("pm");
    let hour = hour.parse::<u32>().unwrap_or(99) % 12 + if afternoon { 12 } else { 0 };
    let wanted = format!("{year}-{month:02}-{:0>2}T{hour:02}:{}", day, &minute[..2.min(minute.len())]);
    article.published.as_ref().is_some_and(|p| p.to_string().starts_with(&wanted))
}
