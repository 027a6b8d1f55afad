//! A statement in its article, with what one needs to cite it.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

use super::api::{no_parameters, one_statement, statements_of};
use super::article_view::paragraphs;
use super::page::{Card, day, values, web_address};
use super::problem::Problem;
use super::shelf::Opened;
use super::site::{Shared, Site, html};
use crate::index::Hit;
use crate::output::{self, ExportFormat};
use crate::query::Expr;
use crate::record::{Kind, Statement};

/// How many others who said the same or the opposite are shown.
const SIMILAR: usize = 4;

pub async fn statement(State(site): State<Shared>, Path(id): Path<String>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        no_parameters(&asked)?;
        page(site, opened, &id)
    });
    html(&site, &uri, page.await)
}

fn page(site: &Site, opened: &Opened, id: &str) -> Result<String, Problem> {
    let statement = one_statement(opened, id)?;
    let article = &statement.article;
    let text = opened.library.article_text(&article.id)?;
    let others = statements_of(opened, &article.id)?;
    let similar = opened.library.similar(&statement, &Expr::All, SIMILAR)?;
    let similar = similar.into_iter().map(|similar| {
        let relation = serde_json::to_value(similar.relation).unwrap_or_default();
        (relation.as_str().unwrap_or_default().to_owned(), Card::of(&Hit::of(similar.statement)))
    });
    let similar: Vec<_> = similar.collect();
    let published = article.published.as_deref().and_then(|published| published.get(..10));
    let values = values! {
        card => Card::of(&Hit::of(statement.clone())),
        paragraphs => text.as_deref().map(|text| paragraphs(text, &others, &statement.id)),
        excerpt => statement.context,
        title => article.title,
        outlet => article.outlet,
        authors => article.authors,
        published => published,
        url => web_address(&statement),
        path => article.path,
        article => article.id,
        count => others.len(),
        addressee => statement.addressee,
        mentions => statement.mentions,
        confidence => (statement.confidence * 100.0).round() as u64,
        rule => statement.rule,
        similar,
        citations => [("Plain text", plain(&statement)), ("Markdown", markdown(&statement)), ("schema.org", schema_org(&statement))],
    };
    site.pages.render("statement.html", values)
}

fn quoted(statement: &Statement) -> String {
    match statement.kind {
        Kind::Direct => format!("“{}”", statement.text),
        _ => statement.text.clone(),
    }
}

fn speaker(statement: &Statement) -> String {
    match &statement.speaker {
        Some(speaker) => match &speaker.role {
            Some(role) => format!("{}, {role}", speaker.name),
            None => speaker.name.clone(),
        },
        None => "speaker not known".to_owned(),
    }
}

/// “We will never close the port.” — Mara Quill, harbour minister, 23 November 2025. In: “Talks go
/// on”, The Harbour Times, 2025-11-24. https://…
fn plain(statement: &Statement) -> String {
    let article = &statement.article;
    let said = statement.said_on.as_ref().map(|said| format!(", {}", day(said))).unwrap_or_default();
    let place = place(statement, |title| format!("“{title}”"));
    let url = article.url.as_deref().map(|url| format!(" {url}")).unwrap_or_default();
    format!("{} — {}{said}. In: {place}.{url}", quoted(statement), speaker(statement))
}

fn place(statement: &Statement, titled: impl Fn(&str) -> String) -> String {
    let article = &statement.article;
    let published = article.published.as_deref().and_then(|published| published.get(..10)).map(str::to_owned);
    let title = titled(article.title.as_deref().unwrap_or(&article.path));
    [Some(title), article.outlet.clone(), published].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn markdown(statement: &Statement) -> String {
    let escaped = |text: &str| {
        let mut escaped = String::new();
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
                escaped.push('\\');
            }
            escaped.push(if c == '\n' { ' ' } else { c });
        }
        escaped
    };
    let said = statement.said_on.as_ref().map(|said| format!(", {}", day(said))).unwrap_or_default();
    let place = place(statement, |title| match web_address(statement) {
        Some(url) => format!("[{}](<{}>)", escaped(title), url.replace(['<', '>', '\n'], "")),
        None => format!("*{}*", escaped(title)),
    });
    format!("> {}\n>\n> — {}{said}. {place}", escaped(&quoted(statement)), escaped(&speaker(statement)))
}

fn schema_org(statement: &Statement) -> String {
    let mut written = Vec::new();
    let mut writer = output::export(ExportFormat::SchemaOrg, None);
    let _ = writer.article(&mut written, std::slice::from_ref(statement), None);
    let compact = String::from_utf8_lossy(&written);
    let value: Result<serde_json::Value, _> = serde_json::from_str(compact.trim());
    value.ok().and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| compact.into_owned())
}
