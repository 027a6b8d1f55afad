//! What became of a quotation that was verified, as JSON.

use serde_json::{Value, json};

use crate::index::Finding;

/// Returns what `verify` found as JSON.
pub fn finding_json(quotation: &str, finding: &Finding) -> Value {
    let place = |statement: &crate::record::Statement| {
        json!({
            "id": statement.id,
            "date": statement.said_on.as_ref().map(|said| &said.date),
            "outlet": statement.article.outlet,
            "published": statement.article.published,
            "url": statement.article.url,
        })
    };
    let differences: Vec<Value> =
        finding.differences.iter().map(|d| json!({ "kind": d.kind, "text": d.text })).collect();
    json!({
        "schema": crate::record::SCHEMA,
        "quotation": quotation,
        "verdict": finding.verdict,
        "reasons": finding.reasons,
        "coverage": (finding.coverage * 1000.0).round() / 1000.0,
        "speaker": finding.statement.as_ref().and_then(|s| s.speaker.as_ref()).map(|s| &s.name),
        "differences": differences,
        "first": finding.first.as_ref().map(place),
        "outlets": finding.outlets,
        "articles": finding.articles,
        "joined_with": finding.joined_with,
        "statement": finding.statement,
    })
}
