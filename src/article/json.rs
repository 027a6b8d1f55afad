//! A JSON record as an article, with the field names of common tools.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::fields::{self, Field, FieldMap};
use super::finish::outlet_of;
use super::{Article, page, plain, published};

/// The first element of a page stands within this many bytes.
const PAGE_TOP: usize = 2048;

/// Returns the article that a JSON record holds, or why it holds none.
pub fn article(record: &Value, map: &FieldMap) -> Result<Article, String> {
    let Value::Object(record) = record else { return Err("not a JSON object, left out".to_owned()) };
    let record = &Record::new(record, map);
    if let Some(article) = with_page(record) {
        return article;
    }
    let text = [Field::Text, Field::Summary].into_iter().find_map(|field| record.values(field).find_map(body));
    let Some(text) = text.or_else(|| snippets(record)) else {
        return Err(match map.name(Field::Text) {
            Some(name) => format!("no text in the field {name}, left out"),
            None => format!(
                "no text in any of the fields {}; name it with --map text=FIELD; left out",
                fields::names(Field::Text).join(", ")
            ),
        });
    };
    Ok(with_text(record, text))
}

/// Returns the article with this text and what the fields of the record say about it.
fn with_text(record: &Record<'_>, text: String) -> Article {
    let title = record.text(Field::Title).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let title_span = title.as_deref().and_then(|title| opening(&text, title));
    // A "source" may be a name, a host or an address.
    let outlets: Vec<String> =
        record.texts(Field::Outlet).map(|o| o.trim().to_owned()).filter(|o| !o.is_empty()).collect();
    let address = |value: &&String| value.contains("://");
    let url = record
        .texts(Field::Url)
        .find(|url| !url.starts_with("urn:") && !url.starts_with("tag:"))
        .or_else(|| outlets.iter().find(address).cloned());
    let outlet = outlets.iter().find(|outlet| !address(outlet)).map(|outlet| named(outlet));
    Article {
        id: record.text(Field::Id).unwrap_or_default(),
        authors: record.list(Field::Authors),
        outlet,
        url,
        published: record.texts(Field::Published).find_map(|value| published::parse(&value, "field")),
        language: record.text(Field::Language).map(|l| l.to_lowercase()).filter(|l| !l.is_empty()),
        section: record.text(Field::Section).filter(|s| !s.is_empty()),
        keywords: record.list(Field::Keywords),
        title,
        title_span,
        body_span: (title_span.map_or(0, |(_, end)| end), text.len()),
        text,
        ..Article::default()
    }
}

/// Returns where the title stands at the beginning of a text that repeats it as a line, or as several.
/// Marks may differ: some put a full stop behind it, or turn its quotation marks.
fn opening(text: &str, title: &str) -> Option<(usize, usize)> {
    let word = |c: &char| c.is_alphanumeric();
    let start = text.len() - text.trim_start().len();
    let mut wanted = title.chars().filter(word).flat_map(char::to_lowercase).peekable();
    wanted.peek()?;
    let mut end = start;
    for (at, c) in text[start..].char_indices().filter(|(_, c)| word(c)) {
        if wanted.peek().is_none() {
            break;
        }
        if c.to_lowercase().any(|letter| wanted.next() != Some(letter)) {
            return None;
        }
        end = start + at + c.len_utf8();
    }
    let rest = text[end..].lines().next().unwrap_or("");
    let whole = wanted.peek().is_none() && !rest.contains(char::is_alphanumeric);
    whole.then(|| (start, end + rest.trim_end().len()))
}

/// Returns the article of a record that holds its text as a whole web page, as crawlers keep it: what the
/// fields leave open, the page says.
fn with_page(record: &Record<'_>) -> Option<Result<Article, String>> {
    let text = record.values(Field::Text).find(|value| body(value).is_some())?.as_str()?;
    if !is_page(text) {
        return None;
    }
    let url = record.text(Field::Url);
    Some(page::article(text, url.as_deref()).map(|page| {
        let stated = with_text(record, page.text);
        Article {
            title: stated.title.or(page.title),
            authors: if stated.authors.is_empty() { page.authors } else { stated.authors },
            outlet: stated.outlet.or(page.outlet),
            url: stated.url.or(page.url),
            published: stated.published.or(page.published),
            language: stated.language.or(page.language),
            section: stated.section.or(page.section),
            keywords: if stated.keywords.is_empty() { page.keywords } else { stated.keywords },
            ..stated
        }
    }))
}

/// Whether it is a page with its head rather than text with some markup.
fn is_page(text: &str) -> bool {
    let mut end = text.len().min(PAGE_TOP);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let top = text[..end].to_ascii_lowercase();
    top.trim_start().starts_with('<') && ["<html", "<body", "<head"].iter().any(|tag| top.contains(tag))
}

/// A host stands for the outlet behind it.
fn named(outlet: &str) -> String {
    let host = !outlet.contains(' ') && outlet.rsplit_once('.').is_some_and(|(_, end)| (2..=4).contains(&end.len()));
    let lower = outlet.chars().all(|c| !c.is_uppercase());
    (host && lower).then(|| outlet_of(outlet)).flatten().unwrap_or_else(|| outlet.to_owned())
}

/// A record whose fields are found by folded names.
struct Record<'a> {
    fields: HashMap<String, &'a Value>,
    own: &'a Map<String, Value>,
    map: &'a FieldMap,
}

impl<'a> Record<'a> {
    fn new(own: &'a Map<String, Value>, map: &'a FieldMap) -> Record<'a> {
        let mut fields = HashMap::with_capacity(own.len());
        for (name, value) in own {
            fields.entry(fields::folded(name)).or_insert(value);
        }
        Record { fields, own, map }
    }

    /// Returns what a field holds under each of its names, the most telling first.
    fn values(&self, field: Field) -> impl Iterator<Item = &'a Value> {
        let mapped = self.map.name(field).map(|name| self.own.get(name).or_else(|| self.named(name)));
        // Where a person names the field, no other is asked.
        let usual = if mapped.is_some() { &[] } else { fields::names(field) };
        mapped
            .into_iter()
            .flatten()
            .chain(usual.iter().filter_map(|name| self.named(name)))
            .filter(|value| !matches!(value, Value::Null) && value.as_str() != Some(""))
    }

    fn named(&self, name: &str) -> Option<&'a Value> {
        if let Some(value) = self.fields.get(name) {
            return Some(value);
        }
        let (first, rest) = name.split_once('.')?;
        rest.split('.').try_fold(*self.fields.get(first)?, |value, key| value.get(key))
    }

    /// Returns a field as text: a string, a number, or the name inside an object.
    fn texts(&self, field: Field) -> impl Iterator<Item = String> {
        self.values(field).filter_map(plain_text)
    }

    fn text(&self, field: Field) -> Option<String> {
        self.texts(field).next()
    }

    /// Returns a field as a list: an array, or a string of names.
    fn list(&self, field: Field) -> Vec<String> {
        for value in self.values(field) {
            let found: Vec<String> = match value {
                Value::Array(items) => {
                    items.iter().filter_map(plain_text).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
                }
                Value::String(text) if text.starts_with('[') && text.ends_with(']') => written_list(text),
                other => plain_text(other).map(|t| plain::authors(&t)).unwrap_or_default(),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// "['Jane Roe', 'John Doe']": a list of another program in a column of a table.
fn written_list(text: &str) -> Vec<String> {
    let inner = &text[1..text.len() - 1];
    inner
        .split(',')
        .map(|item| item.trim().trim_matches(['\'', '"']).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => {
            // MongoDB writes a date as {"$date": ...}.
            ["name", "text", "title", "plaintext", "value", "$date", "$oid", "$numberLong"]
                .iter()
                .find_map(|key| inner.get(*key))
                .and_then(plain_text)
        }
        Value::Array(items) => items.iter().find_map(plain_text),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Returns the text that a field holds: a string, a list of paragraphs, or an object of sections.
/// Markup in it is read as paragraphs.
fn body(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if ["</p>", "<br", "</div>"].iter().any(|tag| text.contains(tag)) => page::fragment(text),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(body).collect::<Vec<_>>().join("\n\n"),
        Value::Object(inner) => {
            let parts = ["summary", "sections", "headline", "paragraphs"];
            let joined: Vec<String> = parts.iter().filter_map(|key| body(inner.get(*key)?)).collect();
            if joined.is_empty() { plain_text(value)? } else { joined.join("\n\n") }
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Records that hold only the quotations of an article with some words around each (GDELT's Global
/// Quotation Graph): those are the text.
fn snippets(record: &Record<'_>) -> Option<String> {
    let quotes = record.named("quotes")?.as_array()?;
    let part = |quote: &Value, key: &str| quote.get(key).and_then(Value::as_str).unwrap_or("").trim().to_owned();
    let lines: Vec<String> = quotes
        .iter()
        .map(|quote| {
            let (before, inside, after) = (part(quote, "pre"), part(quote, "quote"), part(quote, "post"));
            format!("{before} “{inside}” {after}").trim().to_owned()
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn a_title_is_found_again_whatever_its_marks() {
        let first = |text: &'static str, title| opening(text, title).map(|(from, to)| &text[from..to]);
        assert_eq!(first("\n ‘Never,’ she said.\nThe dam", "'Never', she said"), Some("‘Never,’ she said."));
        assert_eq!(
            first("Dam opens;\nTown rejoices\n\nThe dam", "Dam opens; Town rejoices"),
            Some("Dam opens;\nTown rejoices")
        );
        assert_eq!(first("Dam opens on Friday\nThe dam", "Dam opens"), None);
        assert_eq!(first("The dam", "Dam opens"), None);
        assert_eq!(first("The dam", "…"), None);
    }
}
