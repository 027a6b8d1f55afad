//! JSON: one record, an array of records, or a record a line, with the field names of common tools.

use serde_json::{Map, Value};

use super::fields::{self, Field};
use super::{Article, plain, published};

/// Returns the article that a JSON record holds, or why it holds none.
pub fn article(record: &Value) -> Result<Article, String> {
    let Value::Object(record) = record else { return Err("not a JSON object, left out".to_owned()) };
    let text = text(record, Field::Text).or_else(|| text(record, Field::Summary));
    let Some(text) = text.filter(|t| !t.trim().is_empty()) else {
        return Err(format!("no text in any of the fields {}, left out", fields::names(Field::Text).join(", ")));
    };
    let title = self::text(record, Field::Title).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let title_span = title.as_deref().and_then(|title| {
        let start = text.len() - text.trim_start().len();
        let line = text[start..].lines().next()?.trim_end();
        (line.trim() == title).then_some((start, start + line.len()))
    });
    Ok(Article {
        id: self::text(record, Field::Id).unwrap_or_default(),
        authors: list(record, Field::Authors),
        outlet: self::text(record, Field::Outlet).map(|o| o.trim().to_owned()).filter(|o| !o.is_empty()),
        url: self::text(record, Field::Url).filter(|u| !u.is_empty()),
        published: self::text(record, Field::Published).and_then(|value| published::parse(&value, "field")),
        language: self::text(record, Field::Language).map(|l| l.to_lowercase()).filter(|l| !l.is_empty()),
        section: self::text(record, Field::Section).filter(|s| !s.is_empty()),
        keywords: list(record, Field::Keywords),
        title,
        title_span,
        body_span: (title_span.map_or(0, |(_, end)| end), text.len()),
        text,
        ..Article::default()
    })
}

/// Returns the first field of a kind that holds something.
fn value(record: &Map<String, Value>, field: Field) -> Option<&Value> {
    fields::names(field).iter().find_map(|name| {
        record
            .get(name)
            .or_else(|| record.iter().find(|(key, _)| fields::folded(key) == *name).map(|(_, value)| value))
            .filter(|value| !matches!(value, Value::Null) && value.as_str() != Some(""))
    })
}

/// Returns a field as text: a string, a number, or the name inside an object.
fn text(record: &Map<String, Value>, field: Field) -> Option<String> {
    plain_text(value(record, field)?)
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => {
            ["name", "text", "title", "plaintext", "value"].iter().find_map(|key| inner.get(*key)).and_then(plain_text)
        }
        Value::Array(items) => items.first().and_then(plain_text),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Returns a field as a list: an array, or a string of names.
fn list(record: &Map<String, Value>, field: Field) -> Vec<String> {
    match value(record, field) {
        Some(Value::Array(items)) => {
            items.iter().filter_map(plain_text).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
        }
        Some(other) => plain_text(other).map(|t| plain::authors(&t)).unwrap_or_default(),
        None => Vec::new(),
    }
}
