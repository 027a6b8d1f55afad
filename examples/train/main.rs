//! Trains the tagger and the parser on treebanks in CoNLL-U.
//!
//! ```text
//! cargo run --release --example train -- certain TRAIN.conllu[.gz]...
//! cargo run --release --example train -- tagger TRAIN.conllu[.gz]... --dev DEV.conllu[.gz]...
//! cargo run --release --example train -- parser TRAIN.conllu[.gz]... --dev DEV.conllu[.gz]...
//! ```
//!
//! Writes `model/certain.tsv`, `model/tagger.bin` or `model/parser-*.bin`; deterministic. The parser
//! is trained on the tags that the first two give, so make them first and build again.

mod augment;
mod averaged;
mod parser;
mod tagger;
mod treebank;

use std::path::PathBuf;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().context("name a task: certain, tagger or parser")?;
    let rest: Vec<String> = arguments.collect();
    let dev_at = rest.iter().position(|a| a == "--dev").unwrap_or(rest.len());
    let paths = |names: &[String]| names.iter().filter(|n| *n != "--dev").map(PathBuf::from).collect::<Vec<_>>();
    let train = treebank::read(&paths(&rest[..dev_at]))?;
    let dev = treebank::read(&paths(&rest[dev_at..]))?;
    eprintln!("{} sentences, {} to check", train.len(), dev.len());
    match task.as_str() {
        "certain" => std::fs::write("model/certain.tsv", tagger::certain(&train)).context("model/certain.tsv"),
        "tagger" => std::fs::write("model/tagger.bin", tagger::train(&train)).context("model/tagger.bin"),
        "parser" => {
            let (steps, relations) = parser::train(&train, &dev);
            std::fs::write("model/parser-steps.bin", steps).context("model/parser-steps.bin")?;
            std::fs::write("model/parser-relations.bin", relations).context("model/parser-relations.bin")
        }
        "check" => {
            tagger::check(&dev);
            parser::check(&dev);
            Ok(())
        }
        other => bail!("no task '{other}': certain, tagger, parser or check"),
    }
}
