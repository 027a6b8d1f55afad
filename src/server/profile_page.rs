//! Pages of a speaker and of a topic, and the lists of both.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use serde::Serialize;

use super::address::{Address, encoded, link};
use super::api::{no_parameters, today};
use super::chart::{Chart, chart};
use super::page::{Card, values};
use super::problem::Problem;
use super::search_page::newest;
use super::shelf::Opened;
use super::site::{Shared, Site, html};
use crate::index::{Bucket, Facet};
use crate::query::{self, Expr, KeyField, Query};

/// How many statements, and how many topics or speakers, are shown.
const LATEST: usize = 5;
const KINDS: usize = 3;
const ROWS: usize = 8;

pub async fn speaker(State(site): State<Shared>, Path(name): Path<String>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        no_parameters(&asked)?;
        speaker_page(site, opened, &name)
    });
    html(&site, &uri, page.await)
}

pub async fn topic(State(site): State<Shared>, Path(name): Path<String>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        no_parameters(&asked)?;
        topic_page(site, opened, &name)
    });
    html(&site, &uri, page.await)
}

/// What a speaker or a topic is broken up by.
#[derive(Serialize)]
struct Row {
    name: String,
    count: u64,
    href: String,
    chart: Option<Chart>,
}

/// Statements of one act.
#[derive(Serialize)]
struct Section {
    title: &'static str,
    total: usize,
    cards: Vec<Card>,
    href: String,
}

fn speaker_page(site: &Site, opened: &Opened, name: &str) -> Result<String, Problem> {
    let wanted = format!("={name}");
    let filter = query::filter("speaker", &wanted, today())
        .map_err(|error| Problem::from(query::AskedError { filter: Some("speaker"), error }))?;
    let query = Query::new(filter.clone());
    let lines = opened.library.speakers(&query)?;
    let Some(line) = lines.first() else {
        return Err(Problem::missing(format!("nobody of the name '{name}' says anything in the index")));
    };
    let spellings = match &filter {
        Expr::Match { pattern, .. } => opened.library.spellings(pattern),
        _ => Vec::new(),
    };
    let mut names: Vec<(String, u64)> = Vec::new();
    for spelling in spellings.into_iter().filter(|spelling| spelling.count > 0) {
        match names.iter_mut().find(|(name, _)| *name == spelling.name) {
            Some(known) => known.1 += spelling.count,
            None => names.push((spelling.name, spelling.count)),
        }
    }
    let pairs = |more: &[(&'static str, &str)]| searching("speaker", &wanted, more);
    let sections = sections(opened, &filter, pairs)?;
    let rows = rows(opened, &filter, Facet::Topic, |topic| format!("/topics/{topic}"))?;
    let (total, latest) = newest(&opened.library, &query, LATEST)?;
    let values = values! {
        kind => "Speaker", name => line.name, total,
        first => line.first, last => line.last,
        roles => line.roles.iter().take(6).collect::<Vec<_>>(), names,
        chart => timeline(opened, &query)?, rows, rows_title => "Talks about",
        sections, latest, href => pairs(&[("sort", "newest")]), base => pairs(&[]),
        command => Address::default().with("speaker", &wanted).command(),
    };
    site.pages.render("profile.html", values)
}

fn topic_page(site: &Site, opened: &Opened, name: &str) -> Result<String, Problem> {
    let filter = query::filter("topic", name, today())
        .map_err(|error| Problem::from(query::AskedError { filter: Some("topic"), error }))?;
    let query = Query::new(filter.clone());
    let (total, latest) = newest(&opened.library, &query, LATEST)?;
    if total == 0 {
        return Err(Problem::missing(format!("nothing in the index is about '{name}'")));
    }
    let below: Vec<Row> = opened
        .topics()
        .iter()
        .filter(|(topic, _)| topic.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')))
        .map(|(topic, count)| Row { name: topic.clone(), count: *count, href: format!("/topics/{topic}"), chart: None })
        .collect();
    let rows = rows(opened, &filter, Facet::Speaker, |speaker| format!("/speakers/{}", encoded(speaker)))?;
    let pairs = |more: &[(&'static str, &str)]| searching("topic", name, more);
    let sections = sections(opened, &filter, pairs)?;
    let values = values! {
        kind => "Topic", name, total, below,
        chart => timeline(opened, &query)?, rows, rows_title => "Who talks about it",
        sections, latest, href => pairs(&[("sort", "newest")]), base => pairs(&[]),
        command => Address::default().with("topic", name).command(),
    };
    site.pages.render("profile.html", values)
}

/// Returns the address of the search for a speaker or a topic, with more parameters.
fn searching(field: &'static str, value: &str, more: &[(&'static str, &str)]) -> String {
    let mut pairs = vec![(field, value.to_owned())];
    pairs.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    format!("/{}", link(&pairs))
}

/// Returns what was denied and what was promised.
fn sections(
    opened: &Opened,
    filter: &Expr,
    address: impl Fn(&[(&'static str, &str)]) -> String,
) -> Result<Vec<Section>, Problem> {
    let mut sections = Vec::new();
    for (title, act) in [("Denied", "deny"), ("Promised", "promise")] {
        let of_act = Expr::Is { field: KeyField::Act, value: act.to_owned() };
        let (total, cards) = newest(&opened.library, &Query::new(Expr::and([filter.clone(), of_act])), KINDS)?;
        sections.push(Section { title, total, cards, href: address(&[("act", act)]) });
    }
    Ok(sections)
}

fn timeline(opened: &Opened, query: &Query) -> Result<Option<Chart>, Problem> {
    let (unit, buckets) = opened.library.timeline(query, None)?;
    Ok(chart(unit, &buckets))
}

/// Returns the most frequent values with their courses over time, all on the same steps.
fn rows(opened: &Opened, filter: &Expr, facet: Facet, href: impl Fn(&str) -> String) -> Result<Vec<Row>, Problem> {
    let (unit, all) = opened.library.timeline(&Query::new(filter.clone()), None)?;
    let mut rows = Vec::new();
    for bucket in opened.library.facet(&Query::new(filter.clone()), facet)?.into_iter().take(ROWS) {
        let name = if facet == Facet::Topic { "topic" } else { "speaker" };
        let written = if facet == Facet::Topic { bucket.value.clone() } else { format!("={}", bucket.value) };
        let mut course = None;
        if let Ok(one) = query::filter(name, &written, today()) {
            let counted = opened.library.facet(&Query::new(Expr::and([filter.clone(), one])), Facet::Time(unit))?;
            course = chart(unit, &padded(&all, &counted));
        }
        rows.push(Row { href: href(&bucket.value), name: bucket.value, count: bucket.count, chart: course });
    }
    Ok(rows)
}

/// Gives a course the steps of the whole.
fn padded(all: &[Bucket], counted: &[Bucket]) -> Vec<Bucket> {
    let count = |value: &str| counted.iter().find(|bucket| bucket.value == value).map_or(0, |bucket| bucket.count);
    let step = |bucket: &Bucket| Bucket { value: bucket.value.clone(), count: count(&bucket.value) };
    all.iter().map(step).collect()
}

/// How many names a list has.
const LISTED: usize = 200;

pub async fn speakers(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        let address = Address::read(&asked, &[], LISTED, LISTED)?;
        let lines = opened.library.speakers(&address.query(today())?)?;
        let total = lines.len();
        let rows = lines.into_iter().skip(address.offset).take(LISTED).map(|line| {
            let href = format!("/speakers/{}", encoded(&line.name));
            (line.name, line.count, href, line.roles.into_iter().next())
        });
        list(site, &address, "Speakers", total, rows.collect())
    });
    html(&site, &uri, page.await)
}

pub async fn topics(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| {
        let address = Address::read(&asked, &[], LISTED, LISTED)?;
        let buckets = opened.library.facet(&address.query(today())?, Facet::Topic)?;
        let total = buckets.len();
        let rows = buckets.into_iter().skip(address.offset).take(LISTED);
        let rows = rows.map(|bucket| {
            let href = format!("/topics/{}", bucket.value);
            (bucket.value, bucket.count, href, None)
        });
        list(site, &address, "Topics", total, rows.collect())
    });
    html(&site, &uri, page.await)
}

type Line = (String, u64, String, Option<String>);

fn list(site: &Site, address: &Address, title: &str, total: usize, rows: Vec<Line>) -> Result<String, Problem> {
    let path = if title == "Topics" { "/topics" } else { "/speakers" };
    let end = address.offset + rows.len();
    let values = values! {
        title, total, rows, path, words => address.asked.words,
        previous => (address.offset > 0).then(|| format!("{path}{}", address.at(address.offset.saturating_sub(LISTED)).href())),
        next => (end < total).then(|| format!("{path}{}", address.at(end).href())),
    };
    site.pages.render("list.html", values)
}
