//! Trains the statement models from annotated articles.
//!
//! ```text
//! cargo run --release --example train_statements -- frames GOLD.jsonl[.gz]...   # counts -> model/frames.tsv
//! cargo run --release --example train_statements -- roles  GOLD.jsonl...        # weights -> model/roles.bin
//! cargo run --release --example train_statements -- ends   GOLD.jsonl...        # weights -> model/ends.bin
//! ```
//!
//! The order matters: the counts are compiled in before the weights are trained on them. Training
//! is deterministic. Counts (how often a word reports something in a construction) are facts and
//! may come from any articles; weights come from openly licensed ones only.

mod gold;
mod instances;
mod logistic;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, bail};
use onrecord::statement::frames::Count;
use onrecord::statement::weights::Weights;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().context("name a task: frames, roles or ends")?;
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let articles = gold::read(&paths)?;
    onrecord::statement::weights::read_from(PathBuf::from("model"));
    match task.as_str() {
        "frames" => frames(&articles),
        "roles" => {
            let data = instances::roles(&articles);
            eprintln!("{} arguments", data.len());
            let weights = logistic::train::<{ onrecord::statement::role::Role::COUNT }>(&data);
            std::fs::write("model/roles.bin", Weights::store(&weights)).context("model/roles.bin")
        }
        "ends" => {
            let data = instances::ends(&articles);
            eprintln!("{} places, {} of them cuts", data.len(), data.iter().filter(|(_, cut)| *cut).count());
            let weights = logistic::train_binary(&data);
            std::fs::write("model/ends.bin", Weights::store(&weights)).context("model/ends.bin")
        }
        "rank" => {
            let data = instances::rank(&articles);
            let reports = data.iter().filter(|choice| !choice.right[0]).count();
            eprintln!("{} choices, {reports} of them statements", data.len());
            let weights = logistic::train_choice(&data.iter().collect::<Vec<_>>());
            std::fs::write("model/rank.bin", Weights::store(&weights)).context("model/rank.bin")
        }
        "judge" => {
            let data = instances::judge(&articles);
            eprintln!("{} reports, {} of them right", data.len(), data.iter().filter(|(_, right)| *right).count());
            let weights = logistic::train_binary(&data);
            std::fs::write("model/judge.bin", Weights::store(&weights)).context("model/judge.bin")
        }
        "starts" => {
            let data = instances::starts(&articles);
            eprintln!("{} places, {} of them starts", data.len(), data.iter().filter(|(_, start)| *start).count());
            let weights = logistic::train_binary(&data);
            std::fs::write("model/starts.bin", Weights::store(&weights)).context("model/starts.bin")
        }
        other => bail!("no task '{other}': frames, roles or ends"),
    }
}

/// Writes how often each word reports something, alone and in each construction.
fn frames(articles: &[gold::Article]) -> anyhow::Result<()> {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for (key, reported) in instances::frames(articles) {
        let count = counts.entry(key).or_default();
        count.seen += 1;
        count.reported += u32::from(reported);
    }
    let mut out = String::from(
        "# word class, dictionary form, construction, times it reported, times seen; made by the train_statements example\n",
    );
    for (key, count) in &counts {
        if count.seen >= 2 {
            out.push_str(&format!("{key}\t{}\t{}\n", count.reported, count.seen));
        }
    }
    std::fs::write("model/frames.tsv", out).context("model/frames.tsv")
}
