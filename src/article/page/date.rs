//! When a page was published: linked data, then meta elements, then `<time>`, then its address,
//! then a date shown beside its heading.

use super::super::Published;
use super::super::published;
use super::clutter::{self, Role};
use super::dom::{Attributes, Dom, Kind, NodeId};
use super::meta::Meta;
use super::names;

/// A line that shows a date beside a heading is no longer than this many bytes.
const LINE: usize = 160;
/// Scores of an element that shows a date: beside the heading or by its property; by its class alone.
const SURE: i32 = 4;
const LIKELY: i32 = 2;
/// Elements after the heading in which a date is looked for.
const NEAR: usize = 120;

/// Returns the date of publication, with where it was found.
pub fn published(
    dom: &Dom<'_>,
    roles: &[Role],
    linked: Option<&str>,
    meta: &Meta,
    url: Option<&str>,
    day_first: bool,
) -> Option<Published> {
    let read = |value: &str, from: &str| published::parse_in(value, from, day_first);
    let stated = stated(dom, roles, linked, meta, url, &read)?;
    if stated.offset_minutes != Some(0) || stated.from == "text" {
        return Some(stated);
    }
    Some(localised(stated, dom, roles, linked, meta, &read))
}

/// Returns the date that the most telling place states.
fn stated(
    dom: &Dom<'_>,
    roles: &[Role],
    linked: Option<&str>,
    meta: &Meta,
    url: Option<&str>,
    read: &Read<'_>,
) -> Option<Published> {
    linked
        .and_then(|value| read(value, "json-ld"))
        .or_else(|| names().meta.published.iter().find_map(|name| read(meta.get(name)?, "meta")))
        .or_else(|| marked(dom, roles, SURE, read))
        .or_else(|| names().meta.created.iter().find_map(|name| read(meta.get(name)?, "meta")))
        .or_else(|| marked(dom, roles, LIKELY, read))
        .or_else(|| url.and_then(published::in_address))
        .or_else(|| shown(dom, roles, read))
}

/// "2023-11-09T01:09:55Z" over "November 8, 2023 at 6:09 p.m.": machines state the time in UTC, while
/// the article's "today" is the day where it was written. Where the page states the same moment
/// with an offset, that is the date; where it shows the day before or after, that one is.
fn localised(
    utc: Published,
    dom: &Dom<'_>,
    roles: &[Role],
    linked: Option<&str>,
    meta: &Meta,
    read: &Read<'_>,
) -> Published {
    let values = linked.into_iter().chain(names().meta.published.iter().filter_map(|name| meta.get(name)));
    let times = dom.elements(0, "time").filter_map(|node| dom.attribute(node, "datetime")).take(20).collect::<Vec<_>>();
    for value in values.chain(times.iter().map(|value| &**value)) {
        let Some(local) = read(value, &utc.from) else { continue };
        let Some(offset) = local.offset_minutes.filter(|offset| *offset != 0) else { continue };
        let moment = local.at.checked_sub(jiff::Span::new().minutes(i64::from(offset))).ok();
        let apart =
            moment.and_then(|moment| moment.since(utc.at).ok()).and_then(|span| span.total(jiff::Unit::Minute).ok());
        if apart.is_some_and(|minutes| minutes.abs() < 5.0) {
            return local;
        }
    }
    let other = shown(dom, roles, read).filter(|shown| {
        let days = shown.at.date().since(utc.at.date()).map_or(0, |span| span.get_days());
        days.abs() == 1 && (days < 0) == (utc.at.hour() < 12)
    });
    match other {
        Some(shown) if !(shown.has_time && shown.offset_minutes == Some(0)) => shown,
        _ => utc,
    }
}

/// Reads a date, found in the place that is named.
type Read<'a> = dyn Fn(&str, &str) -> Option<Published> + 'a;

/// `<time datetime>`, and elements with the property `datePublished`.
fn marked(dom: &Dom<'_>, roles: &[Role], least: i32, read: &Read<'_>) -> Option<Published> {
    let heading = heading(dom);
    let mut best: Option<(i32, Published)> = None;
    let mut hidden = 0;
    for (node, role) in roles.iter().enumerate().skip(1) {
        if *role == Role::Clutter && dom.name(node) != "time" {
            hidden = hidden.max(dom.nodes[node].end);
        }
        let Kind::Element { name, attributes } = &dom.nodes[node].kind else { continue };
        let is_time = &**name == "time";
        let property = dom.attribute(node, "itemprop").unwrap_or_default().to_ascii_lowercase();
        // Drupal writes <span property="dc:date dc:created" content="2012-06-21T11:28:00+00:00">.
        let resource = dom.attribute(node, "property").unwrap_or_default().to_ascii_lowercase();
        let states = property
            .split_ascii_whitespace()
            .chain(resource.split_ascii_whitespace())
            .any(|p| names().words.properties.iter().any(|known| known == p));
        if !(is_time || states) || property == "datemodified" || node < hidden {
            continue;
        }
        let value = ["datetime", "content", "title"].iter().find_map(|key| dom.attribute(node, key));
        let found = value.and_then(|v| read(&v, "time")).or_else(|| read(&dom.text(node), "time"));
        let Some(found) = found else { continue };
        let words = described(attributes);
        if words.iter().any(|w| names().words.changed.contains(w)) {
            continue;
        }
        let mut score = 0;
        score += if states || Attributes(attributes).any(|(n, _)| n == "pubdate") { 8 } else { 0 };
        score += if words.iter().any(|w| names().words.date.contains(w)) { 2 } else { 0 };
        if let Some(heading) = heading {
            // Just before or after the heading; a date further down belongs to something else.
            let distance = node.abs_diff(heading);
            score += if distance < NEAR { 4 } else { 0 };
        }
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, found));
        }
    }
    best.filter(|(score, _)| *score >= least).map(|(_, found)| found)
}

/// A date shown in an element that says so by its class, or in a line beside the heading.
fn shown(dom: &Dom<'_>, roles: &[Role], read: &Read<'_>) -> Option<Published> {
    let heading = heading(dom);
    let mut best: Option<(i32, Published)> = None;
    let mut hidden = 0;
    for (node, role) in roles.iter().enumerate().skip(1) {
        let Kind::Element { name, attributes } = &dom.nodes[node].kind else { continue };
        // "— Mayor of Harlow (@mayor) May 4, 2020": a post that the article shows has its own date.
        if *role == Role::Clutter || name == "blockquote" {
            hidden = hidden.max(dom.nodes[node].end);
        }
        if node < hidden {
            continue;
        }
        if matches!(&**name, "html" | "body" | "script" | "style" | "head" | "title" | "nav" | "footer") {
            continue;
        }
        let words = described(attributes);
        let says = words.iter().any(|w| names().words.date.contains(w));
        let near = heading.is_some_and(|h| node + 25 > h && node < h + NEAR);
        if !(says || near) || words.iter().any(|w| names().words.changed.contains(w)) {
            continue;
        }
        if dom.nodes[node].end - node > 40 {
            continue;
        }
        let text = dom.text(node);
        if text.len() > LINE || text.len() < 6 {
            continue;
        }
        let Some(found) = published::within(&text, read) else { continue };
        // Away from the heading and in running text, a date may be any.
        let alone = text.chars().filter(|c| c.is_alphabetic()).count() <= 40;
        if !(near && (says || alone) || says && alone) {
            continue;
        }
        let score = i32::from(says) * 2 + i32::from(near) * 3;
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, found));
        }
    }
    best.map(|(_, found)| found)
}

/// Returns the heading of the article: the last first-level one that is not the site's name.
fn heading(dom: &Dom<'_>) -> Option<NodeId> {
    dom.elements(0, "h1").max_by_key(|&node| dom.text(node).len().min(80)).or_else(|| dom.elements(0, "h2").next())
}

/// Returns the words in class and id of an element.
fn described(attributes: &str) -> Vec<String> {
    Attributes(attributes)
        .filter(|(name, _)| matches!(*name, "class" | "id" | "itemprop"))
        .flat_map(|(_, value)| {
            value.split_ascii_whitespace().flat_map(|class| {
                let joined = class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
                std::iter::once(joined).chain(clutter::words(class)).collect::<Vec<String>>()
            })
        })
        .collect()
}
