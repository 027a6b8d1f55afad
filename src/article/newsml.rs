//! News agencies' XML: NITF documents and items of NewsML-G2 (IPTC).

use super::xml::Element;
use super::{Article, page, plain, published};

/// Returns the article in a NITF document.
pub fn nitf(document: &Element) -> Result<Article, String> {
    let body = document.find("body.content").or_else(|| document.find("body"));
    let text = body.map(|body| page::fragment(&body.markup())).unwrap_or_default();
    if text.is_empty() {
        return Err("a news document without text, left out".to_owned());
    }
    let value =
        |element: &str, attribute: &str| document.find(element).and_then(|e| e.attribute(attribute)).map(str::to_owned);
    let heading = document.find("hl1").or_else(|| document.find("hedline")).or_else(|| document.find("title"));
    let date = value("date.issue", "norm")
        .or_else(|| value("pubdata", "date.publication"))
        .or_else(|| value("date.release", "norm"))
        .or_else(|| document.find("story.date").and_then(|e| e.attribute("norm")).map(str::to_owned));
    let mut keywords = Vec::new();
    let mut listed = Vec::new();
    document.find_all("keyword", &mut listed);
    keywords.extend(listed.iter().filter_map(|e| e.attribute("key").map(str::to_owned)));
    Ok(Article {
        id: value("doc-id", "id-string").unwrap_or_default(),
        title: heading.and_then(Element::text),
        authors: document.find("byline").map(byline).unwrap_or_default(),
        outlet: value("pubdata", "name").or_else(|| document.find("distributor").and_then(Element::text)),
        url: value("pubdata", "ex-ref").filter(|url| url.contains("://")),
        published: date.and_then(|date| published::parse(&date, "field")),
        language: document.attribute("lang").map(str::to_lowercase),
        section: value("pubdata", "position.section"),
        keywords,
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

/// Returns the article in an item of NewsML-G2: its content may be NITF, a page, or plain text.
pub fn item(item: &Element) -> Result<Article, String> {
    let content = item.find("contentSet");
    let inner = content.and_then(|content| content.find("nitf")).and_then(|inner| nitf(inner).ok());
    let text = match &inner {
        Some(article) => article.text.clone(),
        None => content
            .map(|content| match content.find("inlineData") {
                Some(data) => data.raw_text().trim().to_owned(),
                None => page::fragment(&content.find("body").unwrap_or(content).markup()),
            })
            .unwrap_or_default(),
    };
    if text.is_empty() {
        return Err("a news item without text, left out".to_owned());
    }
    let meta = item.child("contentMeta");
    let management = item.child("itemMeta");
    let text_of = |from: Option<&Element>, name: &str| from.and_then(|e| e.find(name)).and_then(Element::text);
    let named = |from: Option<&Element>, name: &str| {
        let element = from.and_then(|e| e.find(name))?;
        element.find("name").and_then(Element::text).or_else(|| element.attribute("literal").map(str::to_owned))
    };
    let date = text_of(management, "firstCreated")
        .or_else(|| text_of(meta, "contentCreated"))
        .or_else(|| text_of(management, "versionCreated"));
    let mut authors = Vec::new();
    if let Some(meta) = meta {
        for creator in meta.elements().filter(|e| e.name == "creator" || e.name == "by") {
            let name = creator.find("name").and_then(Element::text).or_else(|| creator.text());
            authors.extend(plain::authors(&name.unwrap_or_default()));
        }
    }
    let mut subjects = Vec::new();
    let mut keywords: Vec<String> = Vec::new();
    if let Some(meta) = meta {
        meta.find_all("subject", &mut subjects);
        meta.find_all("keyword", &mut subjects);
        keywords.extend(subjects.iter().filter_map(|s| s.find("name").unwrap_or(s).text()));
    }
    let outer = inner.unwrap_or_default();
    let language =
        meta.and_then(|m| m.find("language")).and_then(|l| l.attribute("tag")).or_else(|| item.attribute("lang"));
    Ok(Article {
        id: item.attribute("guid").unwrap_or_default().to_owned(),
        title: text_of(meta, "headline").or(outer.title).or_else(|| text_of(management, "title")),
        authors: if authors.is_empty() { outer.authors } else { authors },
        outlet: named(management, "provider").or_else(|| named(meta, "infoSource")).or(outer.outlet),
        url: outer.url,
        published: date.and_then(|date| published::parse(&date, "field")).or(outer.published),
        language: language.map(str::to_lowercase).or(outer.language),
        section: outer.section,
        keywords: if keywords.is_empty() { outer.keywords } else { keywords },
        body_span: (0, text.len()),
        text,
        ..Article::default()
    })
}

/// "By <person>Jane Roe</person>, <byttl>Staff Writer</byttl>"
fn byline(element: &Element) -> Vec<String> {
    let mut people = Vec::new();
    element.find_all("person", &mut people);
    if people.is_empty() {
        return plain::authors(&element.text().unwrap_or_default());
    }
    people.iter().filter_map(|person| person.text()).collect()
}
