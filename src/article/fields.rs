//! The names that fields have in the wild: `lexicon/article-fields.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// What an article's field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Id,
    Title,
    Text,
    Summary,
    Authors,
    Outlet,
    Url,
    Published,
    Language,
    Section,
    Keywords,
}

const ALL: [Field; 11] = [
    Field::Id,
    Field::Title,
    Field::Text,
    Field::Summary,
    Field::Authors,
    Field::Outlet,
    Field::Url,
    Field::Published,
    Field::Language,
    Field::Section,
    Field::Keywords,
];

impl Field {
    fn key(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Title => "title",
            Field::Text => "text",
            Field::Summary => "summary",
            Field::Authors => "authors",
            Field::Outlet => "outlet",
            Field::Url => "url",
            Field::Published => "published",
            Field::Language => "language",
            Field::Section => "section",
            Field::Keywords => "keywords",
        }
    }
}

/// What a person says about the fields of their records: "title=headline,text=content".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    named: Vec<(Field, String)>,
}

impl FieldMap {
    /// Returns the name that was given for a field.
    pub fn name(&self, field: Field) -> Option<&str> {
        self.named.iter().find(|(known, _)| *known == field).map(|(_, name)| name.as_str())
    }
}

impl std::str::FromStr for FieldMap {
    type Err = String;

    /// Reads pairs of the project's name and theirs, with commas between them.
    fn from_str(text: &str) -> Result<FieldMap, String> {
        let mut map = FieldMap::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some((ours, theirs)) = pair.split_once('=') else {
                return Err(format!("{pair} is no pair, write title=headline"));
            };
            let Some(field) = ALL.into_iter().find(|field| field.key() == ours.trim()) else {
                let names: Vec<&str> = ALL.into_iter().map(Field::key).collect();
                return Err(format!("there is no field {}, use one of {}", ours.trim(), names.join(", ")));
            };
            if theirs.trim().is_empty() {
                return Err(format!("{pair} names no field of the records, write {}=NAME", field.key()));
            }
            map.named.push((field, theirs.trim().to_owned()));
        }
        Ok(map)
    }
}

static NAMES: LazyLock<HashMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/article-fields.toml")).unwrap_or_default());

/// Returns the names of a field, the most telling first. A dot leads into an object: "thread.site".
pub fn names(field: Field) -> &'static [String] {
    NAMES.get(field.key()).map_or(&[], Vec::as_slice)
}

/// Returns the names under which an answer of a service keeps its list of records.
pub fn wrappers() -> &'static [String] {
    NAMES.get("wrappers").map_or(&[], Vec::as_slice)
}

/// Returns a field's name as names are compared: "Pub-Date" and "pub date" are `pub_date`.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

/// Returns whether a name is known for any field, and whether for the text.
pub fn known(name: &str, map: &FieldMap) -> (bool, bool) {
    let folded = folded(name);
    let is = |field: Field| map.name(field) == Some(name) || names(field).contains(&folded);
    let text = is(Field::Text);
    (text || ALL.into_iter().any(is), text)
}

/// Returns whether a record has a text of its own under one of the usual names.
pub fn has_text(record: &Map<String, Value>) -> bool {
    record.iter().any(|(name, value)| value.is_string() && is_text(name))
}

/// Returns whether a name is usual for the text.
pub fn is_text(name: &str) -> bool {
    names(Field::Text).contains(&folded(name))
}
