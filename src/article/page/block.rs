//! A page as blocks: runs of text with nothing but inline elements in them.

use super::dom::{Dom, Kind, NodeId};
use super::elements::is_inline;
use super::entity;

/// A paragraph, a heading, a list item, or text that stands alone in an element.
#[derive(Debug)]
pub struct Block {
    /// White space folded; a line break of the page is one here.
    pub text: String,
    /// The block element it stands in.
    pub holder: NodeId,
    /// Characters of it, and characters that stand in links.
    pub characters: usize,
    pub linked: usize,
    /// A paragraph, a list item, a heading by their elements.
    pub shape: Shape,
}

/// What a block is, by the elements that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Paragraph,
    Heading,
    Item,
    Cell,
    Loose,
}

impl Block {
    /// Returns the share of it that stands in links, 0 to 1.
    pub fn link_share(&self) -> f64 {
        self.linked as f64 / self.characters.max(1) as f64
    }

    /// Returns how much it looks like a paragraph of an article, 0 for not at all; about 1 for 100
    /// characters.
    pub fn weight(&self) -> f64 {
        if self.characters < 40 || self.link_share() > 0.5 || self.shape == Shape::Heading {
            return 0.0;
        }
        let sentence =
            self.text.ends_with(['.', '!', '?', '”', '"', '…', '’', ')', ':', '»', '。']) || self.text.contains(". ");
        let shape = match self.shape {
            Shape::Paragraph => 1.0,
            Shape::Item | Shape::Cell => 0.4,
            _ => 0.8,
        };
        let length = (self.characters as f64 / 100.0).min(8.0);
        length * (1.0 - self.link_share()) * shape * if sentence { 1.0 } else { 0.3 }
    }
}

/// Returns the blocks of a page in order, without those in nodes that `left_out` names.
pub fn blocks(dom: &Dom<'_>, left_out: impl Fn(NodeId) -> bool) -> Vec<Block> {
    let mut found = Vec::new();
    let mut run = Run::default();
    // Open elements: where they end, whether they stand in a line, whether they are links.
    let mut open: Vec<(NodeId, NodeId, bool, bool)> = Vec::new();
    let mut at = 1;
    while at < dom.nodes.len() {
        while let Some(&(_, _, inline, _)) = open.last().filter(|(_, end, _, _)| *end <= at) {
            if !inline {
                run.finish(dom, &open, &mut found);
            }
            open.pop();
        }
        let node = &dom.nodes[at];
        match &node.kind {
            Kind::Raw(_) => {}
            Kind::Text(raw) => {
                let linked = open.iter().any(|(_, _, _, link)| *link);
                run.push(&entity::decoded(raw), linked);
            }
            Kind::Element { name, .. } => {
                // The cells of a row are read as one line.
                let cell = matches!(&**name, "td" | "th");
                let inline = cell || is_inline(name);
                if left_out(at) {
                    if !inline {
                        run.finish(dom, &open, &mut found);
                    }
                    at = node.end;
                    continue;
                }
                match &**name {
                    "br" if run.break_line() => run.finish(dom, &open, &mut found),
                    "br" => {}
                    "td" | "th" => run.space = true,
                    _ if !inline => run.finish(dom, &open, &mut found),
                    _ => {}
                }
                if node.end > at + 1 {
                    open.push((at, node.end, inline, &**name == "a"));
                }
            }
        }
        at += 1;
    }
    run.finish(dom, &open, &mut found);
    found
}

/// The run of text that is being read.
#[derive(Default)]
struct Run {
    text: String,
    space: bool,
    characters: usize,
    linked: usize,
}

impl Run {
    fn push(&mut self, text: &str, linked: bool) {
        for c in text.chars() {
            if matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}') {
                continue;
            }
            if c.is_whitespace() {
                self.space = true;
                continue;
            }
            if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
                self.characters += 1;
                self.linked += usize::from(linked);
            }
            self.text.push(c);
            self.characters += 1;
            self.linked += usize::from(linked);
        }
    }

    /// Breaks the line; returns whether it was empty, so that a paragraph ends.
    fn break_line(&mut self) -> bool {
        self.space = false;
        if self.text.is_empty() {
            return false;
        }
        if self.text.ends_with('\n') {
            return true;
        }
        self.text.push('\n');
        false
    }

    fn finish(&mut self, dom: &Dom<'_>, open: &[(NodeId, NodeId, bool, bool)], found: &mut Vec<Block>) {
        let run = std::mem::take(self);
        let text = run.text.trim_end();
        if text.is_empty() {
            return;
        }
        let holder = open.iter().rev().find(|(_, _, inline, _)| !inline).map_or(0, |(node, ..)| *node);
        let within = |names: &[&str]| open.iter().rev().take(4).any(|(node, _, _, _)| names.contains(&dom.name(*node)));
        let shape = match dom.name(holder) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary" | "caption" => Shape::Heading,
            "li" | "dd" => Shape::Item,
            _ if within(&["li", "dd"]) => Shape::Item,
            "tr" => Shape::Cell,
            "p" | "blockquote" | "pre" => Shape::Paragraph,
            _ => Shape::Loose,
        };
        found.push(Block { holder, characters: run.characters, linked: run.linked, shape, text: text.to_owned() });
    }
}
