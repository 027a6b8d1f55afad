//! Was this said? A form for a quotation, and the differences to the nearest statement.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;

use super::api::Claim;
use super::page::{Card, values};
use super::site::{Shared, html};
use crate::index::{DifferenceKind, Hit};

pub async fn verify(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        let claim = Claim::read(&asked)?;
        let finding = if claim.quotation.is_empty() { None } else { Some(claim.verify(opened)?) };
        let finding = finding.map(|finding| {
            let differences = finding.differences.iter().map(|difference| {
                let kind = match difference.kind {
                    DifferenceKind::Same => "same",
                    DifferenceKind::Added => "added",
                    DifferenceKind::Missing => "missing",
                };
                (kind, difference.text.clone())
            });
            let first = finding.first.as_ref();
            values! {
                verdict => finding.verdict.as_str(),
                was_said => finding.verdict.was_said(),
                reasons => finding.reasons,
                coverage => (finding.coverage * 100.0).round() as u64,
                is_same => finding.differences.iter().all(|d| d.kind == DifferenceKind::Same),
                differences => differences.collect::<Vec<_>>(),
                card => finding.statement.clone().map(|statement| Card::of(&Hit::of(statement))),
                first_outlet => first.map(|first| first.article.outlet.as_deref().unwrap_or(&first.article.path)),
                first_day => first.and_then(|first| first.article.published.as_deref()).and_then(|day| day.get(..10)),
                first_id => first.map(|first| &first.id),
                outlets => finding.outlets,
                articles => finding.articles,
                joined_with => finding.joined_with,
            }
        });
        let values = values! {
            quotation => claim.quotation, speaker => claim.speaker, since => claim.since, until => claim.until, finding,
        };
        site.pages.render("verify.html", values)
    });
    html(&site, &uri, page.await)
}
