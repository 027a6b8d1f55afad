//! The verdict on a quotation, with its reasons.

use std::collections::BTreeSet;

use super::align::{Difference, DifferenceKind};
use super::nearest::{Model, Near};
use super::sense::turned;
use crate::index::error::IndexError;
use crate::index::search::Library;
use crate::query::Expr;
use crate::record::Statement;

/// Whether something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// With exactly these words.
    Verbatim,
    /// With other words among them, or some left out, or from several statements.
    Altered,
    /// A part of it.
    Partly,
    /// By somebody else than asked.
    SomebodyElse,
    NotFound,
}

impl Verdict {
    /// Returns it in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Altered => "altered",
            Verdict::Partly => "partly",
            Verdict::SomebodyElse => "said by somebody else",
            Verdict::NotFound => "not found",
        }
    }

    /// Returns whether the one who was asked about said it, or a part of it.
    pub fn was_said(self) -> bool {
        matches!(self, Verdict::Verbatim | Verdict::Altered | Verdict::Partly)
    }
}

/// What was found about a quotation.
#[derive(Debug, Clone)]
pub struct Finding {
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    /// The part of the quotation that the nearest statement has, between 0 and 1.
    pub coverage: f64,
    /// The nearest statement, if one is near at all.
    pub statement: Option<Statement>,
    pub differences: Vec<Difference>,
    /// The earliest of the statements that say the same.
    pub first: Option<Statement>,
    /// Who published it.
    pub outlets: Vec<String>,
    pub articles: usize,
    /// Other statements that the rest of the quotation is taken from.
    pub joined_with: Vec<String>,
}

/// Below this part of its weight, a quotation was changed so much that it is another one.
const ALTERED: f64 = 0.7;
/// And below this, even a part of it is not found, unless it is a long one.
const PART: f64 = 0.5;
const LONG_PART: f64 = 0.35;
/// A part is this many words in a row, and a long one this many.
const RUN: usize = 4;
const LONG_RUN: usize = 7;
/// Fewer words than these are said by many.
const TELLING: usize = 4;
/// Statements as near as this to the nearest one say the same.
const AS_NEAR: f64 = 0.05;

impl Library {
    /// Looks for the statements that are nearest to a quotation. `speaker` is the filter for who
    /// is asked about, and `filter` one for where to look.
    pub fn verify(&self, quotation: &str, speaker: Option<&Expr>, filter: &Expr) -> Result<Finding, IndexError> {
        let model = self.model(quotation)?;
        if model.words.is_empty() {
            return Ok(not_found("the quotation has no words"));
        }
        let everywhere = self.near(&model, filter)?;
        let Some(speaker) = speaker else {
            return Ok(judge(quotation, &model, &everywhere));
        };
        let by_speaker = self.near(&model, &Expr::and([filter.clone(), speaker.clone()]))?;
        let mut finding = judge(quotation, &model, &by_speaker);
        if !matches!(finding.verdict, Verdict::Verbatim | Verdict::Altered) {
            let other = judge(quotation, &model, &everywhere);
            if matches!(other.verdict, Verdict::Verbatim | Verdict::Altered) {
                let mut reasons = vec![format!(
                    "the nearest statement is by {}",
                    other.statement.as_ref().map_or("somebody else", speaker_name)
                )];
                reasons.extend(other.reasons.iter().cloned());
                finding = Finding { verdict: Verdict::SomebodyElse, reasons, ..other };
            }
        }
        Ok(finding)
    }
}

fn not_found(reason: &str) -> Finding {
    Finding {
        verdict: Verdict::NotFound,
        reasons: vec![reason.to_owned()],
        coverage: 0.0,
        statement: None,
        differences: Vec::new(),
        first: None,
        outlets: Vec::new(),
        articles: 0,
        joined_with: Vec::new(),
    }
}

fn speaker_name(statement: &Statement) -> &str {
    statement.speaker.as_ref().map_or("an unknown speaker", |speaker| &speaker.name)
}

fn judge(quotation: &str, model: &Model, near: &[Near]) -> Finding {
    let Some(best) = near.first() else {
        return not_found("no statement has its words");
    };
    let same = best.alignment.same();
    let (added, missing) = (model.words.len() - same, best.alignment.missing());
    let differences = best.alignment.differences((quotation, &model.words), (&best.statement.text, &best.words));
    let joined = joined(model, best, near);
    let coverage = joined.as_ref().map_or(best.coverage, |(coverage, _)| *coverage);
    let verdict = if added == 0 && missing == 0 {
        Verdict::Verbatim
    } else if coverage >= ALTERED && (best.similarity >= 0.5 || joined.is_some()) && same > 2 {
        Verdict::Altered
    } else if best.coverage >= PART && best.alignment.longest_run() >= RUN
        || best.coverage >= LONG_PART && best.alignment.longest_run() >= LONG_RUN
    {
        Verdict::Partly
    } else {
        let reason = format!("the nearest statement has {same} of its {} words", model.words.len());
        return Finding { coverage: best.coverage, ..not_found(&reason) };
    };
    let mut reasons = reasons(&differences, added, missing);
    if model.words.len() < TELLING {
        reasons.push("so few words may be anybody's".to_owned());
    }
    let joined_with = joined.map(|(_, ids)| ids).unwrap_or_default();
    if !joined_with.is_empty() {
        reasons.push(format!("joined from {} statements", joined_with.len() + 1));
    }
    if best.statement.negated {
        reasons.push("the article says that this was not said".to_owned());
    }
    let alike: Vec<&Near> = near
        .iter()
        .filter(|other| other.coverage >= best.coverage - AS_NEAR && other.similarity >= best.similarity - AS_NEAR)
        .collect();
    let outlets: BTreeSet<&str> = alike.iter().filter_map(|near| near.statement.article.outlet.as_deref()).collect();
    let articles: BTreeSet<&str> = alike.iter().map(|near| near.statement.article.id.as_str()).collect();
    let first = alike.iter().min_by_key(|near| {
        let published = near.statement.article.published.clone();
        (published.is_none(), published, near.statement.id.clone())
    });
    Finding {
        verdict,
        reasons,
        coverage,
        statement: Some(best.statement.clone()),
        differences,
        first: first.map(|near| near.statement.clone()),
        outlets: outlets.into_iter().map(str::to_owned).collect(),
        articles: articles.len(),
        joined_with,
    }
}

fn reasons(differences: &[Difference], added: usize, missing: usize) -> Vec<String> {
    let words = |count: usize| {
        if count == 1 { "1 word".to_owned() } else { format!("{count} words") }
    };
    let mut reasons = turned(differences);
    if added == 0 && missing == 0 {
        reasons.push("every word stands so in the statement".to_owned());
    }
    // A word in place of another one is both; told once.
    let replaced = differences
        .windows(2)
        .filter(|pair| {
            let kinds = (pair[0].kind, pair[1].kind);
            kinds == (DifferenceKind::Added, DifferenceKind::Missing)
                || kinds == (DifferenceKind::Missing, DifferenceKind::Added)
        })
        .count();
    if replaced > 0 {
        reasons.push(format!("words were replaced in {replaced} {}", if replaced == 1 { "place" } else { "places" }));
    }
    if missing > 0 {
        reasons.push(format!("{} of the statement left out or replaced", words(missing)));
    }
    if added > 0 {
        reasons.push(format!("{} not in the statement", words(added)));
    }
    reasons
}

/// Whether the rest of the quotation stands in other statements of the same speaker: how much of
/// it stands in all together, and their ids.
fn joined(model: &Model, best: &Near, near: &[Near]) -> Option<(f64, Vec<String>)> {
    let mut covered: Vec<bool> = best.alignment.matches.iter().map(Option::is_some).collect();
    let speaker = best.statement.speaker.as_ref()?;
    let mut ids = Vec::new();
    for other in near.iter().skip(1) {
        let mine = other.statement.speaker.as_ref().is_some_and(|s| s.name == speaker.name);
        if !mine || other.statement.text == best.statement.text {
            continue;
        }
        // Words that it alone has, in a row: single ones would be chance.
        let new: Vec<usize> =
            (0..covered.len()).filter(|&n| !covered[n] && other.alignment.matches[n].is_some()).collect();
        let in_a_row = new.chunk_by(|a, b| a + 1 == *b).map(<[usize]>::len).max().unwrap_or(0);
        if in_a_row >= RUN - 1 {
            new.iter().for_each(|&n| covered[n] = true);
            ids.push(other.statement.id.clone());
        }
    }
    if ids.is_empty() {
        return None;
    }
    let all: f64 = model.weights.iter().sum();
    let have: f64 = covered.iter().zip(&model.weights).filter(|(c, _)| **c).map(|(_, weight)| weight).sum();
    Some((if all > 0.0 { have / all } else { 0.0 }, ids))
}
