//! The names that fields have in the wild: `lexicon/article-fields.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

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

static NAMES: LazyLock<HashMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../lexicon/article-fields.toml")).unwrap_or_default());

/// Returns the names of a field, the most telling first.
pub fn names(field: Field) -> &'static [String] {
    NAMES.get(field.key()).map_or(&[], Vec::as_slice)
}

/// Returns a field's name as names are compared: "Pub-Date" and "pub date" are `pub_date`.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}
