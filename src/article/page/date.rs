//! When a page was published: linked data, then meta elements, then `<time>`, then its address,
//! then a date shown beside its heading.

use super::super::published;
use super::super::Published;
use super::dom::{Attributes, Dom, Kind, NodeId};
use super::meta::Meta;
use super::{clutter, names};

/// A line that shows a date beside a heading is no longer than this many bytes.
const LINE: usize = 160;
/// Elements after the heading in which a date is looked for.
const NEAR: usize = 120;

/// Returns the date of publication, with where it was found.
pub fn published(dom: &Dom<'_>, linked: Option<&str>, meta: &Meta, url: Option<&str>, day_first: bool) -> Option<Published> {
    let read = |value: &str, from: &str| published::parse_in(value, from, day_first);
    linked
        .and_then(|value| read(value, "json-ld"))
        .or_else(|| names().meta.published.iter().find_map(|name| read(meta.get(name)?, "meta")))
        .or_else(|| marked(dom, &read))
        .or_else(|| url.and_then(published::in_address))
        .or_else(|| shown(dom, &read))
}

/// `<time datetime>`, and elements with the property `datePublished`.
fn marked(dom: &Dom<'_>, read: &dyn Fn(&str, &str) -> Option<Published>) -> Option<Published> {
    let heading = heading(dom);
    let mut best: Option<(i32, Published)> = None;
    let mut hidden = 0;
    for node in 1..dom.nodes.len() {
        if clutter::role(dom, node) == clutter::Role::Clutter && dom.name(node) != "time" {
            hidden = hidden.max(dom.nodes[node].end);
        }
        let Kind::Element { name, attributes } = &dom.nodes[node].kind else { continue };
        let is_time = &**name == "time";
        let property = dom.attribute(node, "itemprop").unwrap_or_default().to_ascii_lowercase();
        let states = property.split(' ').any(|p| p == "datepublished" || p == "datecreated");
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
    best.filter(|(score, _)| *score >= 2).map(|(_, found)| found)
}

/// A date shown in an element that says so by its class, or in a line beside the heading.
fn shown(dom: &Dom<'_>, read: &dyn Fn(&str, &str) -> Option<Published>) -> Option<Published> {
    let heading = heading(dom);
    let mut best: Option<(i32, Published)> = None;
    for node in 1..dom.nodes.len() {
        let Kind::Element { name, attributes } = &dom.nodes[node].kind else { continue };
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

