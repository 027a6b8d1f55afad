//! Names in the index, to complete what is being typed in a shell.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap_complete::CompletionCandidate;

use super::config::Config;
use super::global::Global;
use crate::index::{Bucket, Facet};
use crate::query::{Expr, FlagField, Query};

/// Shells show no more than this many in a way that anyone can read.
const MOST: usize = 200;

pub(super) fn speakers(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(Facet::Speaker, typed)
}

pub(super) fn topics(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(Facet::Topic, typed)
}

pub(super) fn outlets(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(Facet::Outlet, typed)
}

pub(super) fn acts(typed: &OsStr) -> Vec<CompletionCandidate> {
    candidates(Facet::Act, typed)
}

/// The values that begin like what was typed, the most frequent first; where none does, the only one
/// with a word that begins so; where the index cannot be read, none.
fn candidates(facet: Facet, typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().replace(['"', '\'', '\\'], "").to_lowercase();
    let global = Global::configured(Config::read().unwrap_or_default(), typed_indexes(std::env::args_os()));
    let everything = Query::new(Expr::Flag { field: FlagField::Negated, wanted: None });
    let Ok(library) = global.open() else {
        return Vec::new();
    };
    let Ok(buckets) = library.facet(&everything, facet) else {
        return Vec::new();
    };
    let begins = |bucket: &&Bucket| bucket.value.to_lowercase().starts_with(&typed);
    let mut fitting: Vec<&Bucket> = buckets.iter().filter(begins).take(MOST).collect();
    if fitting.is_empty() {
        // "rubio" completes to "Marco Rubio", which a shell can only put in place of it if it is alone.
        let word = |bucket: &&Bucket| bucket.value.to_lowercase().split(' ').any(|word| word.starts_with(&typed));
        fitting = buckets.iter().filter(word).take(2).collect();
        fitting.truncate(if fitting.len() == 1 { 1 } else { 0 });
    }
    let bash = std::env::var_os("COMPLETE").is_some_and(|shell| shell == "bash");
    fitting
        .into_iter()
        .map(|bucket| {
            let help = format!("{} statements", bucket.count);
            let value = if bash { escaped(&bucket.value) } else { bucket.value.clone() };
            CompletionCandidate::new(value).help(Some(help.into()))
        })
        .collect()
}

/// The indexes that are named on the line that is being typed.
fn typed_indexes(arguments: impl Iterator<Item = OsString>) -> Vec<PathBuf> {
    let mut arguments = arguments.skip_while(|argument| argument != "--");
    let mut indexes = Vec::new();
    while let Some(argument) = arguments.next() {
        if argument == "--index" {
            indexes.extend(arguments.next().map(PathBuf::from));
        } else if let Some(folder) = argument.to_str().and_then(|argument| argument.strip_prefix("--index=")) {
            indexes.push(PathBuf::from(folder));
        }
    }
    indexes
}

/// A value as bash reads it as one word; other shells do that themselves.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !"/._-:,+@%".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_for_bash() {
        assert_eq!(escaped("Tomás O'Dell (Co)"), "Tomás\\ O\\'Dell\\ \\(Co\\)");
        let line = ["onrecord", "--", "onrecord", "search", "--index", "a", "--index=b", "--speaker", "M"];
        assert_eq!(typed_indexes(line.map(OsString::from).into_iter()), ["a", "b"].map(PathBuf::from));
    }
}
