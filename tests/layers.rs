//! The layers: data flows one way, and a layer imports only from the layers above it.

use std::fs;
use std::path::{Path, PathBuf};

/// Top to bottom: a layer may import from itself and from those before it.
const LAYERS: &[&str] = &[
    "lexicon",
    "article",
    "text",
    "statement",
    "speaker",
    "date",
    "topic",
    "record",
    "pipeline",
    "query",
    "index",
    "output",
    "server",
    "cli",
];

/// Each layer with the layers that it may not know, though they stand above it.
const BLIND: &[(&str, &[&str])] = &[
    ("text", &["article"]),
    ("statement", &["article"]),
    ("query", &["article", "text", "statement", "speaker", "date", "topic", "pipeline"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn layer_of(path: &Path) -> Option<&'static str> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first =
        path.strip_prefix(root).ok()?.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    LAYERS.iter().copied().find(|layer| *layer == first)
}

/// The layers that a source file names: `crate::layer` anywhere, also inside `use crate::{…}`.
fn named(source: &str) -> Vec<&'static str> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|inner| {
            let mut depth = 1;
            let end = inner
                .char_indices()
                .find(|(_, c)| {
                    depth += match c {
                        '{' => 1,
                        '}' => -1,
                        _ => 0,
                    };
                    depth == 0
                })
                .map_or(inner.len(), |(i, _)| i);
            &inner[..end]
        });
        for layer in LAYERS {
            let starts = |s: &str| {
                s.strip_prefix(layer).is_some_and(|next| !next.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            let hit = match group {
                Some(inner) => inner.split([',', '{']).any(|part| starts(part.trim())),
                None => starts(rest),
            };
            if hit {
                found.push(*layer);
            }
        }
    }
    found
}

#[test]
fn a_layer_imports_only_from_the_layers_above_it() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 20, "the source tree was not found");
    let mut wrong = Vec::new();
    for path in files {
        let Some(layer) = layer_of(&path) else { continue };
        let rank = LAYERS.iter().position(|l| *l == layer).expect("a listed layer");
        let blind = BLIND.iter().find(|(l, _)| *l == layer).map_or(&[] as &[&str], |(_, hidden)| hidden);
        let source = fs::read_to_string(&path).expect("a source file");
        for other in named(&source) {
            let other_rank = LAYERS.iter().position(|l| *l == other).expect("a listed layer");
            if other_rank > rank || blind.contains(&other) {
                wrong.push(format!("{}: {layer} may not import {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_index_knows_tantivy() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for path in files {
        let source = fs::read_to_string(&path).expect("a source file");
        let code =
            source.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains("tantivy::"));
        assert!(!code || layer_of(&path) == Some("index"), "{} uses tantivy", path.display());
    }
}
