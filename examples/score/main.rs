//! Prints how well the engine does on annotated articles.
//!
//! ```text
//! cargo run --release --example score -- GOLD.jsonl [--speech] [--model DIR] [--least CONFIDENCE]
//! cargo run --release --example score -- GOLD.jsonl --given [--errors]
//! ```
//!
//! With `--given`, only speakers and dates are worked out, for the annotated content, cues and
//! sources; `--errors` lists the wrong ones.
//!
//! `GOLD` holds one article a line: `doc_id`, `title`, `date`, `text` and `quotes` with `spans`,
//! `kind`, `source`, `speaker_canonical`, `speaker_kind`, `said_on`, `speech_like`; spans count
//! code points of the text.

mod given;
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
    if arguments.iter().any(|a| a == "--given") {
        return given(path, &lines, arguments.iter().any(|a| a == "--errors"));
    }
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

fn given(path: &str, lines: &[String], errors: bool) -> anyhow::Result<()> {
    let each: Vec<given::Given> = lines
        .par_iter()
        .map(|line| {
            let gold: Gold = serde_json::from_str(line).with_context(|| path.to_owned())?;
            let mut found = given::Given::default();
            onrecord::article::read_stream(line.as_bytes(), "-", &mut |article| {
                if let Ok(article) = article {
                    found = given::measure(&gold, &article);
                }
            });
            Ok(found)
        })
        .collect::<anyhow::Result<_>>()?;
    let mut all = given::Given::default();
    each.into_iter().for_each(|one| all.add(one));
    for (name, value) in all.table() {
        println!("{name:36} {value}");
    }
    if errors {
        all.wrong_speakers.iter().for_each(|line| println!("speaker | {line}"));
        all.wrong_dates.iter().for_each(|line| println!("date | {line}"));
    }
    Ok(())
}
