//! The fixtures: articles with their expected statements beside them.
//!
//! - every expected fragment stands in its article
//! - spans lie in the text, in order, not overlapping, and slice what the record says
//! - extracting twice gives the same
//! - the scores are those committed in `tests/fixture-scores.txt`; run with `ONRECORD_REFRESH=1` to
//!   write new ones, and look at what changed

mod statement_support;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::article::{self, Article};
use onrecord::pipeline;
use serde::Deserialize;
use statement_support::check;

#[allow(dead_code, reason = "the example uses all of it")]
#[path = "../examples/score/measure.rs"]
mod measure;

use measure::{Gold, GoldStatement, Tally};

#[derive(Deserialize)]
struct Expected {
    #[serde(default)]
    statement: Vec<ExpectedStatement>,
}

#[derive(Deserialize)]
struct ExpectedStatement {
    /// In a file of many articles: the id of the one it stands in.
    #[serde(default)]
    article: Option<String>,
    content: Vec<String>,
    kind: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    speaker_kind: Option<String>,
    #[serde(default)]
    said_on: Option<String>,
    #[serde(default)]
    near: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The articles with the path of their file.
fn articles() -> Vec<(PathBuf, Article)> {
    let mut found = Vec::new();
    for file in article::walk(&[folder()]).files {
        if file.path.with_extension("toml").exists() {
            article::read_file(&file.path, &file.path.to_string_lossy(), &mut |article| {
                found.push((file.path.clone(), article.expect("a readable fixture")));
            });
        }
    }
    found
}

/// Finds the fragments of a statement one after the other; code points.
fn located(text: &str, statement: &ExpectedStatement) -> Option<Vec<[usize; 2]>> {
    let points = |byte: usize| text[..byte].chars().count();
    let mut at = match &statement.near {
        Some(near) => {
            let joined = format!("{near}{}", statement.content.first()?);
            text.find(&joined)
                .map(|at| at + near.len())
                .or_else(|| text.find(near.as_str()).map(|at| at + near.len()))?
        }
        None => 0,
    };
    let mut spans = Vec::new();
    for fragment in &statement.content {
        let start = at + text[at..].find(fragment.as_str())?;
        at = start + fragment.len();
        spans.push([points(start), points(at)]);
    }
    Some(spans)
}

fn gold(path: &Path, article: &Article) -> Gold {
    let expected = fs::read_to_string(path.with_extension("toml")).expect("expected statements");
    let expected: Expected = toml::from_str(&expected).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = &article.text;
    let quotes = expected
        .statement
        .iter()
        .filter(|s| s.article.as_ref().is_none_or(|id| *id == article.id))
        .map(|s| {
            let spans = located(text, s)
                .unwrap_or_else(|| panic!("{}: {:?} does not stand in the article", path.display(), s.content));
            let source = s.source.as_ref().and_then(|source| {
                // The mention nearest to the content.
                let near = spans[0][0];
                text.match_indices(source.as_str())
                    .map(|(at, found)| [text[..at].chars().count(), text[..at + found.len()].chars().count()])
                    .min_by_key(|span| span[0].abs_diff(near))
            });
            GoldStatement {
                spans,
                kind: s.kind.clone(),
                cue: None,
                source: source.map(|span| vec![span]),
                speaker_canonical: s.speaker.clone(),
                speaker_kind: s.speaker_kind.clone(),
                said_on: s.said_on.clone(),
                speech_like: true,
            }
        })
        .collect();
    Gold { doc_id: String::new(), text: text.clone(), quotes }
}

#[test]
fn the_scores_are_those_committed() {
    let mut total = Tally::default();
    let mut lines = Vec::new();
    let mut names: HashMap<PathBuf, usize> = HashMap::new();
    for (path, article) in articles() {
        let statements = pipeline::extract(&article).statements;
        assert_eq!(statements, pipeline::extract(&article).statements, "{} differs the second time", path.display());
        check(&path.to_string_lossy(), &article.text, &statements);
        let gold = gold(&path, &article);
        let mut tally = Tally::default();
        tally.add(&gold, &statements, false);
        total.add(&gold, &statements, false);
        let number = names.entry(path.clone()).or_default();
        *number += 1;
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let row =
            |wanted: &str| tally.table().into_iter().find(|(n, _)| n == wanted).map(|(_, v)| v).unwrap_or_default();
        lines.push(format!("{name} {number}: exact {}; j50 {}; speaker {}", row("exact"), row("j50"), row("speaker")));
    }
    assert!(lines.len() >= 15, "fixtures are missing");
    lines.push(String::new());
    lines.extend(total.table().into_iter().map(|(name, value)| format!("{name:24} {value}")));
    let report = lines.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture-scores.txt");
    if std::env::var_os("ONRECORD_REFRESH").is_some() {
        fs::write(&path, &report).expect("the scores can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, report, "the scores changed: look at them, then run with ONRECORD_REFRESH=1");
}
