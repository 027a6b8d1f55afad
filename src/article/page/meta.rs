//! The meta elements of a page: Open Graph, Dublin Core and the many others.

use std::collections::HashMap;

use super::dom::Dom;
use super::entity;

/// Names in lower case, with their values in order.
pub struct Meta(HashMap<String, Vec<String>>);

impl Meta {
    /// Collects the meta elements of a page.
    pub fn read(dom: &Dom<'_>) -> Meta {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for node in dom.elements(0, "meta") {
            let Some(content) = dom.attribute(node, "content") else { continue };
            let content = entity::folded(&content);
            if content.is_empty() {
                continue;
            }
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = dom.attribute(node, key) {
                    // "DC.date" and "dc:date" are one.
                    let name = name.trim().to_lowercase();
                    let name = name.strip_prefix("dc:").map_or(name.clone(), |rest| format!("dc.{rest}"));
                    values.entry(name).or_default().push(content.clone());
                }
            }
        }
        Meta(values)
    }

    /// Returns the first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// Returns the first value of the first of the names that is there.
    pub fn first(&self, names: &[String]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Returns all values of the first of the names that is there.
    pub fn all(&self, names: &[String]) -> &[String] {
        names.iter().find_map(|name| self.0.get(name)).map_or(&[], Vec::as_slice)
    }
}
