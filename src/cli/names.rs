//! Names in the index, to complete what is being typed in a shell.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;

use super::config::Config;
use super::global::Global;
use crate::index::Facet;
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

/// The values that begin like what was typed, the most frequent first; where the index cannot be
/// read, none.
fn candidates(facet: Facet, typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    let global = Global::configured(Config::read().unwrap_or_default());
    let everything = Query::new(Expr::Flag { field: FlagField::Negated, wanted: None });
    let Ok(library) = global.open() else {
        return Vec::new();
    };
    let Ok(buckets) = library.facet(&everything, facet) else {
        return Vec::new();
    };
    let fitting = buckets.into_iter().filter(|b| b.value.to_lowercase().starts_with(&typed));
    fitting
        .take(MOST)
        .map(|bucket| {
            let help = format!("{} statements", bucket.count);
            CompletionCandidate::new(bucket.value).help(Some(help.into()))
        })
        .collect()
}
