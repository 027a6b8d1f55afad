//! What to say when nothing was found.

use std::io::{self, Write};

use super::global::paper;
use crate::index::{Facet, IndexError, Library};
use crate::output::{Paper, write_hit};
use crate::query::{Expr, Field, FlagField, KeyField, Query, TextField, nearest};

/// How many statements that were not made are shown where none was.
const NOT_SAID: usize = 3;

/// Tells why nothing was found, as far as that can be known: a filter that matches nothing by
/// itself, and what was probably meant; or that the statements are ones that were not made.
pub(super) fn explain_nothing(index: &Library, query: &Query, talk: &mut dyn Write) -> anyhow::Result<()> {
    if index.statements() == 0 {
        writeln!(talk, "the index holds no statements yet")?;
        return Ok(());
    }
    let mut leaves = Vec::new();
    query.expr.wanted_leaves(&mut |leaf| leaves.push(leaf));
    let mut told = false;
    for leaf in leaves {
        told |= explain_leaf(index, leaf, talk)?;
    }
    if !told && query.hides_negated() {
        let any = Expr::Flag { field: FlagField::Negated, wanted: None };
        let expr = Expr::and([query.expr.clone(), any]);
        let found = index.search(&Query { expr, offset: 0, limit: NOT_SAID, ..query.clone() })?;
        if found.total > 0 {
            let count = found.total;
            writeln!(talk, "nothing found that was said; {count} that was not (--with-negated finds it):")?;
            for hit in found.hits {
                writeln!(talk)?;
                write_hit(talk, &hit, Paper { links: false, ..paper() })?;
            }
            told = true;
        }
    }
    if !told {
        writeln!(talk, "nothing found")?;
    }
    Ok(())
}

/// How many of those who go by a short name are told.
const TOLD: usize = 4;

/// Tells whom a short name was taken for, where several speakers go by it.
pub(super) fn tell_taken(index: &Library, query: &Query, talk: &mut dyn Write) -> io::Result<()> {
    for taken in index.taken(query) {
        let told: Vec<String> =
            taken.speakers.iter().take(TOLD).map(|(name, count)| format!("{name} ({count})")).collect();
        let more = taken.speakers.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let advice = if told.len() > 1 { "; the full name chooses one" } else { "" };
        writeln!(talk, "'{}' is taken for {}{more}{advice}", taken.typed, told.join(", "))?;
    }
    Ok(())
}

/// Returns whether the filter alone matches nothing, after saying so.
fn explain_leaf(index: &Library, leaf: &Expr, talk: &mut dyn Write) -> anyhow::Result<bool> {
    let (field, value, facet) = match leaf {
        Expr::Match { field, pattern } => {
            let facet = match field {
                TextField::Speaker => Facet::Speaker,
                TextField::Outlet => Facet::Outlet,
                _ => return Ok(false),
            };
            (Field::Text(*field), pattern.text(), facet)
        }
        Expr::Is { field, value } => {
            let facet = match field {
                KeyField::Topic => Facet::Topic,
                KeyField::Act => Facet::Act,
                _ => return Ok(false),
            };
            (Field::Key(*field), value.as_str(), facet)
        }
        _ => return Ok(false),
    };
    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
    if index.count(&Query::new(Expr::and([leaf.clone(), any])))? > 0 {
        return Ok(false);
    }
    write!(talk, "no {} '{value}'", field.name())?;
    let meant = if facet == Facet::Speaker { index.nearest_speaker(value) } else { meant(index, facet, value)? };
    match meant {
        Some(meant) => writeln!(talk, "; did you mean {meant}?")?,
        None => writeln!(talk, " in the index")?,
    }
    Ok(true)
}

/// Returns the value of the facet that was probably meant: one of its words, or all of it, is
/// nearly what was typed. The most frequent one wins.
fn meant(index: &Library, facet: Facet, value: &str) -> Result<Option<String>, IndexError> {
    let everything = Query::new(Expr::Flag { field: FlagField::Negated, wanted: None });
    let buckets = index.facet(&everything, facet)?;
    let separators = |c: char| c.is_whitespace() || c == '/' || c == '-';
    let names = || buckets.iter().map(|bucket| bucket.value.as_str());
    if let Some(name) = nearest(value, names()) {
        return Ok(Some(name.to_owned()));
    }
    // "Marc Rubbio": each word is nearly a word of the name.
    let is_meant = |name: &&str| value.split(separators).all(|word| nearest(word, name.split(separators)).is_some());
    Ok(names().find(is_meant).map(str::to_owned))
}

/// Says how much of the result was shown, on a terminal.
pub(super) fn tell_rest(talk: &mut dyn Write, shown: usize, offset: usize, total: usize) -> io::Result<()> {
    let next = offset + shown;
    if next < total {
        writeln!(talk, "\n{}–{next} of {total} statements; more with --offset {next}", offset + 1)
    } else if total == 1 {
        writeln!(talk, "\n1 statement")
    } else {
        writeln!(talk, "\n{total} statements")
    }
}
