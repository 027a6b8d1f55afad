//! The page of a search: the field, what was found, and what it can be narrowed by.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde::Serialize;

use super::address::{Address, link};
use super::api::today;
use super::chart::chart;
use super::page::{Card, values};
use super::problem::Problem;
use super::shelf::Opened;
use super::site::{Shared, Site, html};
use crate::index::{Facet, Library};
use crate::query::{Expr, Query, TextField, nearest};

/// How many values of a facet are shown.
const VALUES: usize = 8;
const FACETS: [(&str, &str, Facet); 5] = [
    ("Speaker", "speaker", Facet::Speaker),
    ("Topic", "topic", Facet::Topic),
    ("Act", "act", Facet::Act),
    ("Outlet", "outlet", Facet::Outlet),
    ("Kind", "kind", Facet::Kind),
];
/// The most results of one page.
const MOST: usize = 100;

/// What results can be narrowed by.
#[derive(Serialize)]
struct Choice {
    title: &'static str,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    name: String,
    count: Option<u64>,
    href: String,
    chosen: bool,
}

/// A filter that is set, and the address without it.
#[derive(Serialize)]
struct Set {
    name: &'static str,
    value: String,
    href: String,
}

pub async fn search(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let page = site.answer(move |site, opened| page(site, opened, &asked));
    html(&site, &uri, page.await)
}

fn page(site: &Site, opened: &Opened, uri: &Uri) -> Result<String, Problem> {
    let address = Address::read(uri, &[], 10, MOST)?;
    let query = address.query(today())?;
    let library = &opened.library;
    let found = library.search(&query)?;
    // Groups have the facets of all their statements.
    let all = Query { collapse: None, ..query.clone() };
    let mut choices = Vec::new();
    let mut time = None;
    if found.total > 0 {
        let counted = library.facets(&all, &FACETS.map(|(_, _, facet)| facet))?;
        for ((title, name, _), buckets) in FACETS.into_iter().zip(counted) {
            choices.push(choice(&address, title, name, buckets));
        }
        let (unit, buckets) = library.timeline(&all, None)?;
        time = chart(unit, &buckets);
    }
    choices.retain(|choice| choice.values.len() > 1 || choice.values.iter().any(|value| value.chosen));
    let set = address.asked.filters.iter().map(|(name, value)| Set {
        name,
        value: value.trim_start_matches('=').to_owned(),
        href: address.without(name, value).href(),
    });
    let end = query.offset + found.hits.len();
    let page = |offset: usize| format!("/{}", address.at(offset).href());
    let values = values! {
        words => address.asked.words,
        is_start => uri.query().unwrap_or("").is_empty(),
        statements => library.statements(),
        total => found.total,
        first => query.offset + 1,
        end,
        cards => found.hits.iter().map(Card::of).collect::<Vec<_>>(),
        choices,
        chart => time,
        set => set.collect::<Vec<_>>(),
        since => address.asked.values("since").next(),
        until => address.asked.values("until").next(),
        // What a form sends along beside its own fields.
        kept => address.pairs().into_iter().filter(|(name, _)| !["q", "since", "until"].contains(name)).collect::<Vec<_>>(),
        orders => [("relevance", "Best first"), ("newest", "Newest first"), ("oldest", "Oldest first")]
            .map(|(sort, title)| (title, format!("/{}", address.sorted(sort).href()), address.sort == sort)),
        unique => (address.unique, format!("/{}", Address { unique: !address.unique, group_by: None, offset: 0, ..address.clone() }.href())),
        previous => (query.offset > 0).then(|| page(query.offset.saturating_sub(query.limit))),
        next => (end < found.total && !found.hits.is_empty()).then(|| page(end)),
        command => address.command(),
        export => link(&address.at(0).pairs().into_iter().filter(|(name, _)| !["sort", "unique", "group-by"].contains(name)).collect::<Vec<_>>()),
        nothing => if found.total == 0 { nothing(library, &query)? } else { Vec::new() },
        taken => taken(library, &query),
    };
    site.pages.render("search.html", values)
}

fn choice(address: &Address, title: &'static str, name: &'static str, buckets: Vec<crate::index::Bucket>) -> Choice {
    // A speaker of a facet is one, however many others have a part of that name.
    let written = |value: &str| if name == "speaker" { format!("={value}") } else { value.to_owned() };
    let mut values = Vec::new();
    for value in address.asked.values(name) {
        let href = format!("/{}", address.without(name, value).href());
        let count = buckets.iter().find(|bucket| written(&bucket.value) == value).map(|bucket| bucket.count);
        values.push(Value { name: value.trim_start_matches('=').to_owned(), count, href, chosen: true });
    }
    let chosen: Vec<String> = address.asked.values(name).map(str::to_owned).collect();
    let others = buckets.into_iter().filter(|bucket| !chosen.contains(&written(&bucket.value)));
    values.extend(others.take(VALUES).map(|bucket| Value {
        href: format!("/{}", address.with(name, &written(&bucket.value)).href()),
        name: bucket.value,
        count: Some(bucket.count),
        chosen: false,
    }));
    Choice { title, values }
}

/// Tells why nothing was found, as far as that can be known.
fn nothing(library: &Library, query: &Query) -> Result<Vec<String>, Problem> {
    let mut leaves = Vec::new();
    query.expr.wanted_leaves(&mut |leaf| leaves.push(leaf));
    let mut told = Vec::new();
    for leaf in leaves {
        let Expr::Match { field, pattern } = leaf else { continue };
        let meant = match field {
            _ if library.count(&Query::new(leaf.clone()))? > 0 => continue,
            TextField::Speaker => library.nearest_speaker(pattern.text()),
            TextField::Outlet => {
                let outlets = library.facet(&super::shelf::everything(), Facet::Outlet)?;
                nearest(pattern.text(), outlets.iter().map(|bucket| bucket.value.as_str())).map(str::to_owned)
            }
            _ => None,
        };
        let meant = meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
        told.push(format!("nothing has {leaf}{meant}"));
    }
    Ok(told)
}

/// Tells whom a short name was taken for, where several speakers go by it.
fn taken(library: &Library, query: &Query) -> Vec<(String, Vec<(String, u64)>)> {
    let taken = library.taken(query).into_iter().filter(|taken| taken.speakers.len() > 1);
    taken.map(|taken| (taken.typed, taken.speakers.into_iter().take(4).collect())).collect()
}

/// Returns the newest statements of a query, for pages that show a few.
pub fn newest(library: &Library, query: &Query, limit: usize) -> Result<(usize, Vec<Card>), Problem> {
    let query = Query { sort: crate::query::Sort::Newest, limit, offset: 0, ..query.clone() };
    let found = library.search(&query)?;
    Ok((found.total, found.hits.iter().map(Card::of).collect()))
}
