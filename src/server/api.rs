//! The interface for programs: what the command line gives, as JSON.
//!
//! `src/server/openapi.json` describes it; a test holds the answers against that.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::address::{Address, parameters};
use super::problem::Problem;
use super::shelf::Opened;
use super::site::{Shared, json, with_status};
use crate::index::{Bucket, Facet, Unit};
use crate::output::{RECORD_SCHEMA, Whole, finding_json};
use crate::query::{self, Expr, FlagField, KeyField, Query};
use crate::record::{SCHEMA, Statement};

/// The OpenAPI 3.1 description of the interface.
pub const OPENAPI: &str = include_str!("openapi.json");

/// The most results of one answer.
pub const MOST: usize = 1000;
/// How many values of a facet are counted in a search.
const VALUES: usize = 20;

pub fn today() -> Date {
    jiff::Zoned::now().date()
}

pub async fn openapi() -> Response {
    with_status(StatusCode::OK, "application/json", OPENAPI)
}

pub async fn schema() -> Response {
    with_status(StatusCode::OK, "application/schema+json", RECORD_SCHEMA)
}

/// The answer to a search.
#[derive(Serialize)]
struct Searched<'a> {
    schema: u32,
    query: String,
    total: usize,
    offset: usize,
    hits: Vec<Whole<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Value>,
}

pub async fn search(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let address = Address::read(&asked, &["facets"], 10, MOST)?;
        let query = address.query(today())?;
        let found = opened.library.search(&query)?;
        let answer = Searched {
            schema: SCHEMA,
            query: query.to_string(),
            total: found.total,
            offset: query.offset,
            hits: found.hits.iter().map(Whole::new).collect(),
            facets: address.other("facets").map(|names| facets(opened, &query, names)).transpose()?,
        };
        Ok(serde_json::to_string(&answer).unwrap_or_default())
    });
    json(&site, &uri, answer.await)
}

fn facets(opened: &Opened, query: &Query, names: &str) -> Result<Value, Problem> {
    let mut counted = Map::new();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let known = Facet::NAMED.iter().find(|(known, _)| *known == name);
        let Some((_, facet)) = known else {
            let hint = query::nearest(name, Facet::NAMED.iter().map(|(name, _)| *name));
            return Err(Problem {
                hint: hint.map(|meant| format!("did you mean {meant}?")),
                ..Problem::parameter("facets", format!("unknown facet '{name}'"))
            });
        };
        let buckets = opened.library.facet(query, *facet)?;
        let most = if matches!(facet, Facet::Time(_)) { usize::MAX } else { VALUES };
        counted.insert(name.to_owned(), buckets_json(buckets.into_iter().take(most)));
    }
    Ok(Value::Object(counted))
}

fn buckets_json(buckets: impl Iterator<Item = Bucket>) -> Value {
    buckets.map(|bucket| json!({ "value": bucket.value, "count": bucket.count })).collect()
}

/// Returns the statement with that id, or the only one whose id begins so.
pub fn one_statement(opened: &Opened, id: &str) -> Result<Statement, Problem> {
    if let Some(statement) = opened.library.statement(id)? {
        return Ok(statement);
    }
    let nothing = || Problem::missing(format!("there is no statement with the id '{id}'"));
    if !id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(nothing());
    }
    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
    let begins = Expr::Is { field: KeyField::Id, value: id.to_owned() };
    let mut found = opened.library.search(&Query { limit: 2, ..Query::new(Expr::and([begins, any])) })?;
    match found.total {
        1 => found.hits.pop().map(|hit| hit.statement).ok_or_else(nothing),
        0 => Err(nothing()),
        several => Err(Problem::missing(format!("{several} ids begin with '{id}'"))),
    }
}

/// Returns all statements of an article, in its order.
pub fn statements_of(opened: &Opened, article: &str) -> Result<Vec<Statement>, Problem> {
    let any = Expr::Flag { field: FlagField::Negated, wanted: None };
    let inside = Expr::Is { field: KeyField::Article, value: article.to_owned() };
    let query = Query::new(Expr::and([inside, any]));
    let mut statements = Vec::new();
    opened.library.each(&query, &mut |statement| {
        statements.push(statement);
        true
    })?;
    statements.sort_by(|a, b| a.spans.first().cmp(&b.spans.first()));
    Ok(statements)
}

/// Refuses parameters where none is known.
pub fn no_parameters(uri: &Uri) -> Result<(), Problem> {
    match parameters(uri).iter().find(|(name, _)| name != "token") {
        Some((name, _)) => Err(Problem::unknown(name, [])),
        None => Ok(()),
    }
}

pub async fn statement(State(site): State<Shared>, Path(id): Path<String>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        no_parameters(&asked)?;
        serde_json::to_value(one_statement(opened, &id)?).map_err(|_| Problem::missing("it cannot be shown"))
    });
    json(&site, &uri, answer.await)
}

pub async fn article(State(site): State<Shared>, Path(id): Path<String>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        no_parameters(&asked)?;
        let statements = statements_of(opened, &id)?;
        let Some(first) = statements.first() else {
            return Err(Problem::missing(format!("there is no statement of an article with the id '{id}'")));
        };
        let text = opened.library.article_text(&id)?;
        Ok(json!({ "schema": SCHEMA, "article": first.article, "text": text, "statements": statements }))
    });
    json(&site, &uri, answer.await)
}

pub async fn speakers(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let address = Address::read(&asked, &[], 100, MOST)?;
        let query = address.query(today())?;
        let speakers = opened.library.speakers(&query)?;
        let shown = speakers.iter().skip(query.offset).take(query.limit);
        let shown: Vec<Value> = shown
            .map(|line| {
                json!({
                    "name": line.name, "kind": line.kind, "count": line.count,
                    "roles": line.roles.iter().take(5).collect::<Vec<_>>(),
                    "first": line.first, "last": line.last,
                })
            })
            .collect();
        Ok(json!({ "query": query.to_string(), "total": speakers.len(), "speakers": shown }))
    });
    json(&site, &uri, answer.await)
}

pub async fn topics(State(site): State<Shared>, uri: Uri) -> Response {
    values(site, uri, Facet::Topic, "topics").await
}

pub async fn outlets(State(site): State<Shared>, uri: Uri) -> Response {
    values(site, uri, Facet::Outlet, "outlets").await
}

async fn values(site: Shared, uri: Uri, facet: Facet, name: &'static str) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let address = Address::read(&asked, &[], 100, MOST)?;
        let query = address.query(today())?;
        let buckets = opened.library.facet(&query, facet)?;
        let total = buckets.len();
        let shown = buckets_json(buckets.into_iter().skip(query.offset).take(query.limit));
        Ok(json!({ "query": query.to_string(), "total": total, name: shown }))
    });
    json(&site, &uri, answer.await)
}

pub async fn timeline(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let address = Address::read(&asked, &["by"], 10, MOST)?;
        let unit = match address.other("by") {
            None => None,
            Some("day") => Some(Unit::Day),
            Some("week") => Some(Unit::Week),
            Some("month") => Some(Unit::Month),
            Some("year") => Some(Unit::Year),
            Some(other) => {
                return Err(Problem::parameter("by", format!("by is day, week, month or year, not '{other}'")));
            }
        };
        let query = address.query(today())?;
        let (unit, buckets) = opened.library.timeline(&query, unit)?;
        let steps = buckets_json(buckets.into_iter());
        Ok(json!({ "query": query.to_string(), "by": Facet::Time(unit).name(), "steps": steps }))
    });
    json(&site, &uri, answer.await)
}

/// A quotation to verify, and who is supposed to have said it when.
pub struct Claim {
    pub quotation: String,
    pub speaker: Option<String>,
    pub since: Option<String>,
    pub until: Option<String>,
}

/// The longest quotation that is verified, in bytes.
const LONGEST_CLAIM: usize = 4000;

impl Claim {
    pub fn read(uri: &Uri) -> Result<Claim, Problem> {
        let mut claim = Claim { quotation: String::new(), speaker: None, since: None, until: None };
        for (name, value) in parameters(uri) {
            match name.as_str() {
                "q" if value.len() > LONGEST_CLAIM => {
                    return Err(Problem::parameter("q", format!("a quotation has at most {LONGEST_CLAIM} bytes")));
                }
                "q" => claim.quotation = value,
                "speaker" => claim.speaker = Some(value),
                "since" => claim.since = Some(value),
                "until" => claim.until = Some(value),
                "token" => {}
                other => return Err(Problem::unknown(other, ["q", "speaker", "since", "until"])),
            }
        }
        Ok(claim)
    }

    pub fn verify(&self, opened: &Opened) -> Result<crate::index::Finding, Problem> {
        let filter = |name: &'static str, value: &Option<String>| match value {
            Some(value) => query::filter(name, value, today())
                .map_err(|error| Problem::from(query::AskedError { filter: Some(name), error })),
            None => Ok(Expr::All),
        };
        let speaker = Some(filter("speaker", &self.speaker)?).filter(|speaker| *speaker != Expr::All);
        let period = Expr::and([filter("since", &self.since)?, filter("until", &self.until)?]);
        Ok(opened.library.verify(&self.quotation, speaker.as_ref(), &period)?)
    }
}

pub async fn verify(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let claim = Claim::read(&asked)?;
        if claim.quotation.is_empty() {
            return Err(Problem::parameter("q", "q is the quotation to verify"));
        }
        Ok(finding_json(&claim.quotation, &claim.verify(opened)?))
    });
    json(&site, &uri, answer.await)
}
