//! Web pages as saved from sites: what they say about their article, and its text.
//!
//! What is known comes from linked data first, then from meta elements, then from the page as it is
//! shown. What none of them says is left open.

mod block;
mod body;
mod clutter;
mod date;
mod dom;
mod elements;
mod entity;
mod linked_data;
mod meta;
mod parse;
mod saved;
mod stated;

use std::sync::LazyLock;

use serde::Deserialize;

use self::dom::Dom;
use self::linked_data::LinkedData;
use self::meta::Meta;
use super::{Article, plain};

pub use self::entity::decoded;

#[derive(Deserialize, Default)]
struct Names {
    meta: MetaNames,
    linked_data: LinkedDataNames,
    words: WordNames,
}

#[derive(Deserialize, Default)]
struct MetaNames {
    title: Vec<String>,
    authors: Vec<String>,
    outlet: Vec<String>,
    url: Vec<String>,
    section: Vec<String>,
    keywords: Vec<String>,
    language: Vec<String>,
    published: Vec<String>,
    created: Vec<String>,
}

#[derive(Deserialize, Default)]
struct LinkedDataNames {
    types: Vec<String>,
}

#[derive(Deserialize, Default)]
struct WordNames {
    date: Vec<String>,
    changed: Vec<String>,
    properties: Vec<String>,
    author: Vec<String>,
}

fn names() -> &'static Names {
    static NAMES: LazyLock<Names> =
        LazyLock::new(|| toml::from_str(include_str!("../../../lexicon/page-fields.toml")).unwrap_or_default());
    &NAMES
}

/// A page with fewer characters of text than this has none.
const SHORTEST: usize = 25;

/// Returns the article on a page, or why there is none. `url` is the address that it was read
/// from, where that is known; what the page says itself goes before it.
pub fn article(html: &str, url: Option<&str>) -> Result<Article, String> {
    let dom = parse::parse(html);
    let linked = linked_data::read(&dom);
    let meta = Meta::read(&dom);
    let names = &names().meta;
    let url = canonical(&dom, &meta)
        .or_else(|| linked.url.clone())
        .or_else(|| url.or_else(|| saved::address(html)).map(str::to_owned))
        .map(|url| saved::original(&url).to_owned());
    let outlet =
        linked.outlet.clone().or_else(|| meta.first(&names.outlet).map(str::to_owned)).filter(|o| !is_address(o));
    let title = title(&dom, &linked, &meta, outlet.as_deref());
    let language = language(&dom, &linked, &meta);
    let day_first = !matches!(language.as_deref(), None | Some("en"));
    let roles = clutter::roles(&dom);
    let paragraphs = body::paragraphs(&dom, &roles, title.as_deref(), linked.body.as_deref());
    let text = paragraphs.join("\n\n");
    if text.chars().count() < SHORTEST {
        return Err("no article text on this page, left out".to_owned());
    }
    let published = date::published(&dom, &roles, linked.published.as_deref(), &meta, url.as_deref(), day_first);
    let authors = if linked.authors.is_empty() { authors(&dom, &meta) } else { linked.authors };
    let authors = authors.iter().flat_map(|a| plain::authors(a)).filter(|a| !is_address(a)).collect();
    let keywords = if linked.keywords.is_empty() { listed(meta.all(&names.keywords)) } else { linked.keywords };
    Ok(Article {
        title,
        authors,
        outlet,
        url,
        published,
        language,
        section: linked.section.or_else(|| meta.first(&names.section).map(str::to_owned)),
        keywords,
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

/// Returns the text of a piece of markup that is all article: the content of a feed's item or of a
/// mail, paragraphs with an empty line between them.
pub fn fragment(markup: &str) -> String {
    let dom = parse::parse(markup);
    let unseen = |node| matches!(dom.name(node), "script" | "style" | "head" | "figcaption" | "template");
    let blocks = block::blocks(&dom, unseen);
    blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n\n")
}

/// Returns the title without the name of the site behind it.
fn title(dom: &Dom<'_>, linked: &LinkedData, meta: &Meta, outlet: Option<&str>) -> Option<String> {
    let headings: Vec<String> = dom.elements(0, "h1").map(|node| dom.text(node)).filter(|h| !h.is_empty()).collect();
    let stated = linked.title.clone().or_else(|| meta.first(&names().meta.title).map(str::to_owned));
    let shown = || dom.elements(0, "title").next().map(|node| dom.text(node)).filter(|t| !t.is_empty());
    let title = match stated.or_else(shown) {
        Some(title) => title,
        None => return headings.into_iter().next(),
    };
    // "Dam gives way - The Valley Post" over a heading "Dam gives way".
    if let Some(heading) = headings.iter().find(|h| h.chars().count() >= 12 && title.starts_with(h.as_str())) {
        return Some(heading.clone());
    }
    let cut = title
        .rfind([" | ", " - ", " – ", " — "].iter().max_by_key(|sign| title.rfind(**sign)).copied().unwrap_or(" | "));
    let site = |name: &str| outlet.is_some_and(|outlet| name.eq_ignore_ascii_case(outlet));
    match cut {
        Some(at) if site(title[at..].trim_matches(|c: char| !c.is_alphanumeric())) => Some(title[..at].to_owned()),
        _ => Some(title),
    }
}

/// Returns the address that the page gives itself.
fn canonical(dom: &Dom<'_>, meta: &Meta) -> Option<String> {
    let link = dom
        .elements(0, "link")
        .find(|&node| dom.attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")));
    let stated = link.and_then(|node| dom.attribute(node, "href")).map(|href| href.trim().to_owned());
    stated
        .filter(|href| is_address(href))
        .or_else(|| meta.first(&names().meta.url).filter(|url| is_address(url)).map(str::to_owned))
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
}

/// Returns the language that the page states, as two letters.
fn language(dom: &Dom<'_>, linked: &LinkedData, meta: &Meta) -> Option<String> {
    let root = dom
        .elements(0, "html")
        .next()
        .and_then(|node| dom.attribute(node, "lang").or_else(|| dom.attribute(node, "xml:lang")));
    let stated = root.map(|lang| lang.into_owned()).filter(|l| l.len() >= 2);
    let stated =
        stated.or_else(|| linked.language.clone()).or_else(|| meta.first(&names().meta.language).map(str::to_owned))?;
    let code = stated.split(['-', '_']).next()?.trim().to_lowercase();
    (code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase())).then_some(code)
}

/// Returns the authors that meta elements or links of the page name.
fn authors(dom: &Dom<'_>, meta: &Meta) -> Vec<String> {
    let stated: Vec<String> = meta.all(&names().meta.authors).iter().filter(|a| !is_address(a)).cloned().collect();
    if !stated.is_empty() {
        return stated;
    }
    let named = |node: &usize| {
        let says = |key: &str| {
            dom.attribute(*node, key).is_some_and(|value| {
                value
                    .split_ascii_whitespace()
                    .any(|word| names().words.author.iter().any(|a| word.eq_ignore_ascii_case(a)))
            })
        };
        says("rel") || says("itemprop")
    };
    let mut found: Vec<String> = (1..dom.nodes.len()).filter(named).map(|node| dom.text(node)).collect();
    found.retain(|name| !name.is_empty() && name.len() < 60);
    found.dedup();
    found.truncate(1);
    found
}

fn listed(values: &[String]) -> Vec<String> {
    values
        .iter()
        .flat_map(|value| value.split([',', ';']))
        .map(|k| k.trim().to_owned())
        .filter(|k| !k.is_empty())
        .collect()
}
