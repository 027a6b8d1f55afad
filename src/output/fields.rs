//! The fields of a record that can be asked for by name: `--fields speaker,said_on,text`.
//!
//! A field is a name of the record, with dots for what lies inside (`article.title`), or one of
//! the short names below.

use serde::Serialize;
use serde_json::Value;

use crate::index::Hit;
use crate::query::nearest;
use crate::record::{Span, Statement};

/// Short names and what they stand for.
const SHORT: [(&str, &str); 9] = [
    ("authors", "article.authors"),
    ("date", "said_on.date"),
    ("language", "article.language"),
    ("outlet", "article.outlet"),
    ("path", "article.path"),
    ("published", "article.published"),
    ("role", "speaker.role"),
    ("title", "article.title"),
    ("url", "article.url"),
];

/// The names of the record, for suggestions.
const NAMES: [&str; 22] = [
    "id",
    "article",
    "kind",
    "text",
    "spans",
    "cue",
    "act",
    "source",
    "speaker",
    "addressee",
    "said_on",
    "negated",
    "headline",
    "topics",
    "mentions",
    "context",
    "rule",
    "confidence",
    "score",
    "highlights",
    "others",
    "schema",
];

/// What a table holds unless other columns are asked for.
pub(super) const TABLE: [&str; 15] = [
    "id",
    "said_on",
    "speaker",
    "role",
    "kind",
    "act",
    "negated",
    "text",
    "topics",
    "outlet",
    "published",
    "title",
    "url",
    "article",
    "confidence",
];

/// A field that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    path: Vec<String>,
}

/// Parses a list of fields: `speaker,said_on,text`. The error says what is not known.
pub fn columns(list: &str) -> Result<Vec<Column>, String> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(column).collect()
}

pub(super) fn table() -> Vec<Column> {
    TABLE.iter().filter_map(|name| column(name).ok()).collect()
}

fn column(name: &str) -> Result<Column, String> {
    let path = SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, long)| long);
    let path: Vec<String> = path.split('.').map(str::to_owned).collect();
    if !NAMES.contains(&path[0].as_str()) {
        let known = NAMES.iter().chain(SHORT.iter().map(|(short, _)| short)).copied();
        return Err(match nearest(name, known) {
            Some(meant) => format!("there is no field '{name}'; did you mean '{meant}'?"),
            None => format!(
                "there is no field '{name}'; the fields are {} and {}",
                NAMES.join(", "),
                SHORT.map(|(short, _)| short).join(", ")
            ),
        });
    }
    if let Some(error) = unknown_part(&path) {
        return Err(error);
    }
    Ok(Column { name: name.to_owned(), path })
}

/// Returns what is wrong with a path into the record, as its schema has it: `speaker.nme`.
pub(super) fn unknown_part(path: &[String]) -> Option<String> {
    let root: Value = serde_json::from_str(super::RECORD_SCHEMA).ok()?;
    let mut schema = &root;
    for (n, step) in path.iter().enumerate() {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            schema = &root["$defs"][name];
        }
        // A place in a list, or a part of something that has no named ones.
        let names = schema["properties"].as_object()?;
        if let Some(inner) = names.get(step) {
            schema = inner;
            continue;
        }
        let (before, whole) = (path[..n].join("."), path[..=n].join("."));
        let dot = if before.is_empty() { "" } else { "." };
        return Some(match nearest(step, names.keys().map(String::as_str)) {
            Some(meant) => format!("there is no field '{whole}'; did you mean '{before}{dot}{meant}'?"),
            None => {
                let names: Vec<&str> = names.keys().map(String::as_str).collect();
                let of = if before.is_empty() { "the record".to_owned() } else { format!("'{before}'") };
                format!("there is no field '{whole}'; the fields of {of} are {}", names.join(", "))
            }
        });
    }
    None
}

impl Column {
    /// Returns the value in a record; null where there is none.
    pub fn of<'v>(&self, record: &'v Value) -> &'v Value {
        static NULL: Value = Value::Null;
        self.path.iter().fold(record, |value, step| match value {
            Value::Array(items) => step.parse().ok().and_then(|n: usize| items.get(n)).unwrap_or(&NULL),
            value => value.get(step).unwrap_or(&NULL),
        })
    }

    /// Returns the value as one line of text: of an object what names it, of a list its parts.
    pub fn text(&self, record: &Value) -> String {
        plain(self.of(record))
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_array()) => {
            items.iter().map(plain).collect::<Vec<_>>().join("; ")
        }
        Value::Object(object) => {
            let main = ["name", "date", "text", "id"].iter().find_map(|key| object.get(*key));
            main.map_or_else(|| value.to_string(), plain)
        }
        other => other.to_string(),
    }
}

/// A record with its score and the places that match, to be written as it is.
#[derive(Debug, Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    score: f32,
    highlights: &'a [Span],
    #[serde(skip_serializing_if = "is_none")]
    others: usize,
}

fn is_none(others: &usize) -> bool {
    *others == 0
}

impl<'a> Whole<'a> {
    pub fn new(hit: &'a Hit) -> Self {
        Whole { statement: &hit.statement, score: hit.score, highlights: &hit.highlights, others: hit.others }
    }
}

/// Returns the record with its score and the places that match.
pub fn to_json(hit: &Hit) -> Value {
    let mut value = serde_json::to_value(Whole::new(hit)).unwrap_or_default();
    if let Value::Object(record) = &mut value {
        record.insert("confidence".into(), short(hit.statement.confidence));
        record.insert("score".into(), short(hit.score));
    }
    value
}

/// A number as short as it can be told: 0.97 and not 0.9700000286102295.
fn short(number: f32) -> Value {
    let text = number.to_string();
    text.parse::<f64>().map_or(Value::Null, Value::from)
}

/// Returns the record, or the fields of it that were asked for, as JSON.
pub fn selected(hit: &Hit, columns: Option<&[Column]>) -> String {
    let Some(columns) = columns else { return serde_json::to_string(&Whole::new(hit)).unwrap_or_default() };
    let record = to_json(hit);
    let chosen = columns.iter().map(|column| (column.name.clone(), column.of(&record).clone()));
    Value::Object(chosen.collect()).to_string()
}
