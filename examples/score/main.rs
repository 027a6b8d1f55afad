//! Prints how well the engine does on annotated articles.
//!
//! ```text
//! cargo run --release --example score -- GOLD.jsonl [--speech] [--model DIR] [--least CONFIDENCE]
//! ```
//!
//! `GOLD` holds one article a line: `doc_id`, `title`, `date`, `text` and `quotes` with `spans`,
//! `kind`, `source`, `speaker_canonical`, `speaker_kind`, `said_on`, `speech_like`; spans count
//! code points of the text.

mod measure;

use std::fs::File;
use std::io::{BufRead, BufReader};

use anyhow::Context;
use measure::{Gold, Tally};
use rayon::prelude::*;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|a| a == "--model") {
        let folder = arguments.get(at + 1).context("name the folder of models after --model")?;
        onrecord::statement::weights::read_from(folder.into());
    }
    let speech = arguments.iter().any(|a| a == "--speech");
    let least: f32 = match arguments.iter().position(|a| a == "--least") {
        Some(at) => arguments.get(at + 1).and_then(|v| v.parse().ok()).context("name a confidence after --least")?,
        None => 0.0,
    };
    let path = arguments.iter().find(|a| a.ends_with(".jsonl")).context("name a file of annotated articles")?;
    let lines: Vec<String> =
        BufReader::new(File::open(path).with_context(|| path.clone())?).lines().collect::<Result<_, _>>()?;
    let scored: Vec<(Gold, Vec<_>)> = lines
        .par_iter()
        .map(|line| {
            let gold: Gold = serde_json::from_str(line).with_context(|| path.clone())?;
            let mut statements = Vec::new();
            onrecord::article::read_stream(line.as_bytes(), "-", &mut |article| {
                if let Ok(article) = article {
                    statements = onrecord::pipeline::extract(&article).statements;
                    statements.retain(|statement| statement.confidence >= least);
                }
            });
            Ok((gold, statements))
        })
        .collect::<anyhow::Result<_>>()?;
    let mut tally = Tally::default();
    for (gold, statements) in &scored {
        tally.add(gold, statements, speech);
    }
    for (name, value) in tally.table() {
        println!("{name:24} {value}");
    }
    Ok(())
}
