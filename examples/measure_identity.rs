//! Measures the identities of an index: how many of the people heard most carry a full name, and
//! how long it takes to work them out.
//!
//! ```text
//! cargo run --release --example measure_identity -- INDEX
//! ```
//!
//! A full name is known where the archive names somebody of that surname with a given name.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use onrecord::index::{Index, Library};
use onrecord::query::{Expr, Query};
use onrecord::record::SpeakerKind;

/// The people heard most that are looked at.
const MOST: usize = 400;

fn main() -> anyhow::Result<()> {
    let path = PathBuf::from(std::env::args().nth(1).context("name the folder of the index")?);
    let speakers = Library::open(std::slice::from_ref(&path))?.speakers(&Query::new(Expr::All))?;
    let people: Vec<_> = speakers.iter().filter(|speaker| speaker.kind == Some(SpeakerKind::Person)).collect();
    let surnames: HashSet<String> =
        people.iter().filter_map(|speaker| Some(speaker.name.rsplit_once(' ')?.1.to_lowercase())).collect();
    let (full, single): (Vec<_>, Vec<_>) = people.iter().take(MOST).partition(|speaker| speaker.name.contains(' '));
    let (known, unknown): (Vec<_>, Vec<_>) = single
        .into_iter()
        .partition(|speaker: &&&onrecord::index::SpeakerLine| surnames.contains(&speaker.name.to_lowercase()));
    let names = |list: Vec<&&onrecord::index::SpeakerLine>| {
        list.iter().map(|speaker| format!("{} ({})", speaker.name, speaker.count)).collect::<Vec<_>>().join(", ")
    };
    println!("of the {} people heard most", people.len().min(MOST));
    println!("  carry a full name:               {}", full.len());
    println!("  a single word, others have it:   {}  {}", known.len(), names(known));
    println!("  a single word, nobody else does: {}  {}", unknown.len(), names(unknown));
    let index = Index::open(&path)?;
    for (from_nothing, what) in [(true, "from nothing"), (false, "from what is kept")] {
        let began = Instant::now();
        let identified = index.identify(from_nothing)?;
        println!(
            "{what}: {:.2} s for {} statements, {} identities, {} of {} blocks worked out",
            began.elapsed().as_secs_f64(),
            index.statements(),
            identified.identities.len(),
            identified.fresh,
            identified.blocks.len()
        );
    }
    Ok(())
}
