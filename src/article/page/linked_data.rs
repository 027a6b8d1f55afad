//! Linked data: the JSON-LD that a page carries (schema.org NewsArticle and its kin).

use serde_json::{Map, Value};

use super::dom::Dom;
use super::{entity, names};

/// Objects may lie this deep in `@graph` and `mainEntity`.
const DEEPEST: usize = 6;

/// What linked data says about an article.
#[derive(Debug, Default)]
pub struct LinkedData {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    pub language: Option<String>,
    pub body: Option<String>,
}

/// Returns what the linked data of a page says: the object of the most telling type first, and
/// what that one leaves open from the others.
pub fn read(dom: &Dom<'_>) -> LinkedData {
    let mut objects = Vec::new();
    for script in dom.elements(0, "script") {
        let kind = dom.attribute(script, "type").unwrap_or_default();
        if kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
            && let Some(value) = parsed(dom.raw(script))
        {
            collect(value, 0, &mut objects);
        }
    }
    objects.sort_by_key(|(rank, _)| *rank);
    let mut found = LinkedData::default();
    for (_, object) in objects {
        add(&object, &mut found);
    }
    found
}

/// Parses leniently: line breaks inside strings, comment marks around the whole.
fn parsed(raw: &str) -> Option<Value> {
    let raw = raw.trim().trim_start_matches("<!--").trim_start_matches("//").trim_start_matches("<![CDATA[");
    let raw =
        raw.trim().trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    serde_json::from_str(raw).ok().or_else(|| {
        let clean: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // Several objects may stand one after the other.
        serde_json::Deserializer::from_str(&clean).into_iter::<Value>().next()?.ok()
    })
}

/// Collects the objects that are articles, with the rank of their type.
fn collect(value: Value, depth: usize, objects: &mut Vec<(usize, Map<String, Value>)>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, depth + 1, objects)),
        Value::Object(mut object) => {
            for key in ["@graph", "mainEntity", "liveBlogUpdate"] {
                if key != "liveBlogUpdate"
                    && let Some(inner) = object.remove(key)
                {
                    collect(inner, depth + 1, objects);
                }
            }
            let types = match object.get("@type") {
                Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
                Some(Value::String(one)) => vec![one.to_lowercase()],
                _ => Vec::new(),
            };
            let rank = names()
                .linked_data
                .types
                .iter()
                .position(|known| types.iter().any(|t| t.rsplit(['/', ':']).next() == Some(known.as_str())));
            if let Some(rank) = rank {
                objects.push((rank, object));
            }
        }
        _ => {}
    }
}

fn add(object: &Map<String, Value>, found: &mut LinkedData) {
    let text = |key: &str| object.get(key).and_then(one);
    let fill = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    fill(&mut found.title, text("headline").or_else(|| text("name")));
    fill(&mut found.published, text("datePublished").or_else(|| text("dateCreated")).or_else(|| text("uploadDate")));
    fill(&mut found.outlet, text("publisher"));
    fill(&mut found.url, text("url").or_else(|| text("mainEntityOfPage")).filter(|url| url.starts_with("http")));
    fill(&mut found.section, text("articleSection"));
    fill(&mut found.language, text("inLanguage"));
    if found.authors.is_empty() {
        found.authors = object.get("author").or_else(|| object.get("creator")).map(many).unwrap_or_default();
    }
    if found.keywords.is_empty() {
        found.keywords = object.get("keywords").map(many).unwrap_or_default();
        if let [one] = found.keywords.as_slice() {
            found.keywords = one.split([',', ';']).map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()).collect();
        }
    }
    fill(&mut found.body, object.get("articleBody").and_then(Value::as_str).map(str::to_owned));
}

/// Returns a value as one text: a string, the name in an object, the first of a list.
fn one(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => entity::folded(&entity::decoded(text)),
        Value::Object(object) => return object.get("name").or_else(|| object.get("@id")).and_then(one),
        Value::Array(items) => return items.iter().find_map(one),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn many(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}
