//! Own topics: a file of names and queries.
//!
//! ```toml
//! [topics]
//! "ours/harbour" = '(port OR harbour) -airport'
//! "ours/denials" = 'act:deny topic:politics'
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;

use super::filters::Filters;
use super::global::Global;
use crate::index::is_built_in;
use crate::query::Expr;

/// The file of an index's own topics, in its folder.
const FILE: &str = "topics.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    topics: BTreeMap<String, String>,
}

/// Returns the own topics with their queries: those of `named`, else of the file that the
/// configuration names, else of the file in the folder of the index. `None` where there is no file.
pub(super) fn stated(
    global: &Global,
    folder: &Path,
    named: Option<&Path>,
) -> anyhow::Result<Option<Vec<(String, Expr)>>> {
    let path: PathBuf = match named.or(global.config.topics.as_deref()) {
        Some(path) => path.to_owned(),
        None if folder.join(FILE).exists() => folder.join(FILE),
        None => return Ok(None),
    };
    let at = || path.display().to_string();
    let text = std::fs::read_to_string(&path).with_context(at)?;
    let stated: Stated = toml::from_str(&text).with_context(at)?;
    let mut topics = Vec::new();
    for (name, query) in stated.topics {
        let name = name.trim_matches('/').trim();
        if name.is_empty() {
            bail!("{}: a topic needs a name", path.display());
        }
        if is_built_in(name) {
            bail!(
                "{}: '{name}' is a topic of the taxonomy; choose another name, such as 'ours/{name}'",
                path.display()
            );
        }
        let expr = Filters::parse(&query).with_context(|| format!("{}: topic '{name}'", path.display()))?;
        topics.push((name.to_owned(), expr));
    }
    Ok(Some(topics))
}
