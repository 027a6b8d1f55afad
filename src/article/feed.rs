//! Items of RSS (0.9 to 2.0, with Dublin Core and `content:encoded`) and entries of Atom (RFC 4287).

use super::xml::Element;
use super::{Article, page, plain, published};
use crate::lexicon::single_spaced;

/// Returns the article in an item or entry; `around` are the elements that it stands in.
pub fn article(item: &Element, around: &[Element]) -> Result<Article, String> {
    let texts = ["encoded", "content", "fulltext", "full-text", "body", "description", "summary"];
    let text = texts
        .iter()
        .flat_map(|name| item.elements().filter(move |e| e.name.eq_ignore_ascii_case(name) && e.prefix != "media"))
        .map(text)
        .find(|text| !text.is_empty());
    let Some(text) = text else { return Err("an item without text, left out".to_owned()) };
    let field = |name: &str| {
        item.elements().find(|e| e.name.eq_ignore_ascii_case(name) && e.prefix != "media").and_then(Element::text)
    };
    let title = item.child("title").map(text_line).filter(|title| !title.is_empty());
    let address = |value: &String| value.starts_with("http");
    let guid = field("guid").or_else(|| field("id"));
    let url = link(item).or_else(|| guid.clone().filter(address));
    let published = ["pubDate", "published", "date", "issued", "created"]
        .iter()
        .find_map(|name| published::parse(&field(name)?, "field"));
    let authors = authors(item);
    // "<source url=...>The Valley Post</source>" in a feed of many outlets.
    let channel = || {
        // In RSS 1.0 the channel stands beside its items.
        let titled = |e: &Element| e.child("title").or_else(|| e.child("channel")?.child("title")).map(text_line);
        around.iter().rev().find_map(titled).filter(|title| !title.is_empty())
    };
    let outlet = item.child("source").and_then(|s| s.text().or_else(|| s.child("title")?.text())).or_else(channel);
    let language = field("language").or_else(|| {
        let stated = |e: &Element| {
            e.child("language").and_then(Element::text).or_else(|| e.attribute("lang").map(str::to_owned))
        };
        stated(item).or_else(|| around.iter().rev().find_map(stated))
    });
    let keywords: Vec<String> = item
        .elements()
        .filter(|e| matches!(e.name.as_str(), "category" | "subject"))
        .filter_map(|e| e.text().or_else(|| e.attribute("label").or_else(|| e.attribute("term")).map(str::to_owned)))
        .collect();
    Ok(Article {
        title,
        authors,
        outlet,
        url,
        published,
        language: language.map(|l| l.to_lowercase()),
        section: None,
        keywords,
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

/// Returns the address: the text of a link, or the `href` of the one that is the page itself.
fn link(item: &Element) -> Option<String> {
    let links: Vec<&Element> = item.elements().filter(|e| e.name == "link" || e.name == "origLink").collect();
    let page = |e: &&&Element| matches!(e.attribute("rel"), None | Some("alternate"));
    links
        .iter()
        .filter(page)
        .find_map(|e| e.attribute("href").map(str::to_owned).or_else(|| e.text()))
        .filter(|url| url.contains("://"))
}

fn authors(item: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for element in item.elements().filter(|e| matches!(e.name.as_str(), "author" | "creator" | "contributor")) {
        let name = element.child("name").unwrap_or(element).text().unwrap_or_default();
        // "jane@example.org (Jane Roe)"
        let name = match name.split_once('(') {
            Some((address, name)) if address.contains('@') => name.trim_end_matches(')').to_owned(),
            _ => name,
        };
        if !name.contains('@') {
            found.extend(plain::authors(&name));
        }
    }
    found
}

/// Returns the text of an element that may hold a page, as markup or written out.
fn text(element: &Element) -> String {
    let inside = element.elements().next().is_some();
    let markup = if inside { element.markup() } else { element.raw_text() };
    page::fragment(&markup)
}

fn text_line(element: &Element) -> String {
    single_spaced(&text(element))
}
