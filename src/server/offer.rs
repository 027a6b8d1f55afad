//! Offers while somebody types: speakers and topics whose names have a word that begins so.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};

use super::address::Address;
use super::problem::Problem;
use super::shelf::Opened;
use super::site::{Shared, json};

/// How many of each are offered.
const OFFERED: usize = 5;

pub async fn offer(State(site): State<Shared>, uri: Uri) -> Response {
    let asked = uri.clone();
    let answer = site.answer(move |_, opened| {
        let address = Address::read(&asked, &["prefix"], 10, 10)?;
        let Some(typed) = address.other("prefix") else {
            return Err(Problem::parameter("prefix", "prefix is the beginning of a name"));
        };
        Ok(json!({ "offers": offers(opened, typed) }))
    });
    json(&site, &uri, answer.await)
}

/// Returns what is offered, each with the filter that it stands for.
fn offers(opened: &Opened, typed: &str) -> Vec<Value> {
    let (field, typed) = match typed.split_once(':') {
        Some((field, typed)) => (Some(field), typed),
        None => (None, typed),
    };
    let typed = folded(typed.trim_matches(['"', '=']));
    if typed.is_empty() {
        return Vec::new();
    }
    let mut offers = Vec::new();
    if field.is_none_or(|field| field == "speaker") {
        let named = opened.speakers().iter().filter(|line| begins(&folded(&line.name), &typed));
        offers.extend(named.take(OFFERED).map(|line| {
            let role = line.roles.first();
            json!({ "filter": "speaker", "value": line.name, "count": line.count, "role": role })
        }));
    }
    if field.is_none_or(|field| field == "topic") {
        let named = opened.topics().iter().filter(|(topic, _)| begins(&folded(topic), &typed));
        offers.extend(
            named
                .take(OFFERED)
                .map(|(topic, count)| json!({ "filter": "topic", "value": topic, "count": count, "role": null })),
        );
    }
    offers
}

/// Whether what was typed begins the name, or a word of it.
fn begins(name: &str, typed: &str) -> bool {
    name.match_indices(typed).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric))
}

fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
