//! A page as a tree, in the order of the source. It borrows everything from the page.

use std::borrow::Cow;

use super::entity;

/// The number of a node: nodes are in the order of the source.
pub type NodeId = usize;

/// What a node is.
#[derive(Debug)]
pub enum Kind<'a> {
    Element {
        /// In lower case.
        name: Cow<'a, str>,
        /// As in the source.
        attributes: &'a str,
    },
    /// Text as in the source.
    Text(&'a str),
    /// What a script or a style holds.
    Raw(&'a str),
}

/// A node of the tree.
#[derive(Debug)]
pub struct Node<'a> {
    pub kind: Kind<'a>,
    pub parent: NodeId,
    /// One past the last node in it: a subtree is a range.
    pub end: NodeId,
}

/// A page. Node 0 is a root element without a name.
#[derive(Debug)]
pub struct Dom<'a> {
    pub nodes: Vec<Node<'a>>,
}

impl<'a> Dom<'a> {
    /// Returns the name of an element, "" for anything else.
    pub fn name(&self, node: NodeId) -> &str {
        match &self.nodes[node].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) | Kind::Raw(_) => "",
        }
    }

    /// Returns an attribute of an element, decoded.
    pub fn attribute(&self, node: NodeId, wanted: &str) -> Option<Cow<'a, str>> {
        let Kind::Element { attributes, .. } = self.nodes[node].kind else { return None };
        Attributes(attributes)
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| entity::decoded(value))
    }

    /// Returns the elements of this name in the subtree of a node, in order.
    pub fn elements<'s>(&'s self, under: NodeId, name: &'s str) -> impl Iterator<Item = NodeId> + 's {
        (under + 1..self.nodes[under].end).filter(move |&node| self.name(node) == name)
    }

    /// Returns the text in a node, white space folded.
    pub fn text(&self, node: NodeId) -> String {
        let mut text = String::new();
        for inner in &self.nodes[node..self.nodes[node].end] {
            match inner.kind {
                Kind::Text(raw) => text.push_str(&entity::decoded(raw)),
                Kind::Element { .. } => text.push(' '),
                Kind::Raw(_) => {}
            }
        }
        entity::folded(&text)
    }

    /// Returns what a script or style element holds.
    pub fn raw(&self, node: NodeId) -> &'a str {
        match self.nodes.get(node + 1).map(|inner| &inner.kind) {
            Some(Kind::Raw(raw)) if node + 1 < self.nodes[node].end => raw,
            _ => "",
        }
    }
}

/// The attributes of a tag: name and value as in the source.
pub struct Attributes<'a>(pub &'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let space = |c: char| c.is_ascii_whitespace() || c == '/';
        let rest = self.0.trim_start_matches(space);
        if rest.is_empty() {
            return None;
        }
        // A stray "=" belongs to the name.
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '=' || space(*c)).map_or(rest.len(), |(at, _)| at);
        let name = &rest[..end];
        let after = rest[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(value) = after.strip_prefix('=') else {
            self.0 = &rest[end..];
            return Some((name, ""));
        };
        let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = rest;
        Some((name, value))
    }
}
