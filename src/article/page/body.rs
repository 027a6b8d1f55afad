//! The article's text among the blocks of a page.
//!
//! First, what is clutter by name is left out, unless most of the text stands in it. Then the
//! search goes down from the root to the element that holds the article: into a child as long as
//! nearly all that reads like paragraphs stands in it. Last, the lines at its edges and between
//! its paragraphs that are signposts, link lists or labels go.

use super::block::{self, Block, Shape};
use super::clutter::{self, Role};
use super::dom::{Dom, NodeId};
use super::stated;

/// A child with this share of the paragraphs' weight is gone into.
const DOMINANT: f64 = 0.72;
/// The same where the element has paragraphs of its own beside it.
const DOMINANT_BESIDE_PARAGRAPHS: f64 = 0.92;
/// When less than this share of the paragraphs is left, names are not believed.
const LEFT: f64 = 0.3;
/// And of no more weight than this.
const LITTLE: f64 = 1.5;
/// Unlikely elements with this share of the page's paragraphs are kept.
const MOST: f64 = 0.4;

/// Returns the paragraphs of the article. `stated` is its text as linked data give it, which is
/// followed where it agrees with the page, and taken where the page shows less.
pub fn paragraphs(dom: &Dom<'_>, roles: &[Role], title: Option<&str>, stated: Option<&str>) -> Vec<String> {
    let all = block::blocks(dom, |node| roles[node] == Role::Clutter);
    let weights = weights(dom, &all);
    let total = weights[0];
    let quoting = quoting(dom);
    let mut kept = block::blocks(dom, |node| match roles[node] {
        Role::Clutter => true,
        Role::Unlikely => weights[node] < total * MOST && !quoting[node],
        Role::Neutral | Role::Body => false,
    });
    let mut weights = self::weights(dom, &kept);
    if weights[0] < (total * LEFT).min(LITTLE) {
        // Names that say little: what they would leave out is most of the page.
        weights = self::weights(dom, &all);
        kept = all;
    }
    let holders = holders(dom, &weights, roles);
    let held = |block: &Block| holders.iter().any(|&h| (h..dom.nodes[h].end).contains(&block.holder));
    let blocks = trimmed(kept.into_iter().filter(held).collect(), title);
    match stated {
        Some(stated) => stated::reconciled(blocks, stated),
        None => blocks.into_iter().map(|b| b.text).collect(),
    }
}

/// Returns which nodes hold a quotation set off: a post shown in the article is part of it,
/// whatever the element around it is called.
fn quoting(dom: &Dom<'_>) -> Vec<bool> {
    let mut quoting = vec![false; dom.nodes.len()];
    for node in (1..quoting.len()).rev() {
        quoting[node] = quoting[node] || dom.name(node) == "blockquote";
        if quoting[node] {
            quoting[dom.nodes[node].parent] = true;
        }
    }
    quoting
}

/// Returns the weight of the paragraphs in every node.
fn weights(dom: &Dom<'_>, blocks: &[Block]) -> Vec<f64> {
    let mut weights = vec![0.0; dom.nodes.len()];
    for block in blocks {
        weights[block.holder] += block.weight();
    }
    for node in (1..weights.len()).rev() {
        let weight = weights[node];
        weights[dom.nodes[node].parent] += weight;
    }
    weights
}

/// Returns the element that holds the article; several where pages cut it into parts.
fn holders(dom: &Dom<'_>, weights: &[f64], roles: &[Role]) -> Vec<NodeId> {
    let total = weights[0];
    // An element that says it is the article's text is believed where it holds enough of it.
    let named = (1..dom.nodes.len())
        .filter(|&node| roles[node] == Role::Body && weights[node] > 2.0)
        .max_by(|&a, &b| weights[a].total_cmp(&weights[b]).then(a.cmp(&b)));
    if let Some(first) = named {
        // "<div class=body>...</div><aside>...</aside><div class=body>...</div>": parts of one kind.
        let class = dom.attribute(first, "class");
        let mut parts: Vec<NodeId> = Vec::new();
        for (node, role) in roles.iter().enumerate().skip(1) {
            let inside = parts.last().is_some_and(|&last| node < dom.nodes[last].end);
            let same = node == first || (class.is_some() && dom.attribute(node, "class") == class);
            if *role == Role::Body && same && !inside {
                parts.push(node);
            }
        }
        if parts.iter().map(|&part| weights[part]).sum::<f64>() > total * 0.4 {
            return parts;
        }
    }
    vec![densest(dom, weights)]
}

/// Goes down from the root as long as one child holds nearly all paragraphs.
fn densest(dom: &Dom<'_>, weights: &[f64]) -> NodeId {
    let mut at = 0;
    loop {
        let weight = weights[at];
        let mut best: Option<NodeId> = None;
        let mut own = 0.0;
        let mut child = at + 1;
        while child < dom.nodes[at].end {
            if best.is_none_or(|b| weights[child] > weights[b]) {
                best = Some(child);
            }
            if dom.name(child) == "p" {
                own += weights[child];
            }
            child = dom.nodes[child].end;
        }
        let Some(best) = best.filter(|&b| weights[b] > 0.0 && !matches!(dom.name(b), "p" | "li" | "td" | "blockquote"))
        else {
            return at;
        };
        // Of several articles side by side, one is what the page is about.
        let singled = own < weight * 0.05
            && weights[best] > weight * 0.4
            && (dom.name(best) == "article" || dom.elements(best, "h1").next().is_some());
        let share = if own > weight * 0.05 { DOMINANT_BESIDE_PARAGRAPHS } else { DOMINANT };
        if weights[best] < weight * share && !singled {
            return at;
        }
        at = best;
    }
}

/// Leaves out what is no text of the article inside its element.
fn trimmed(blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    // The weight of what comes after, block by block.
    let mut rest = vec![0.0; blocks.len() + 1];
    for (at, block) in blocks.iter().enumerate().rev() {
        rest[at] = rest[at + 1] + block.weight();
    }
    let first = blocks.iter().position(|b| b.weight() > 0.5).unwrap_or(0);
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.into_iter().enumerate() {
        let text = block.text.as_str();
        if Some(text) == title {
            continue;
        }
        if kept.len() > 1 && block.characters < 60 && clutter::is_ending(text) && rest[at + 1] < rest[0] * 0.2 {
            break;
        }
        if clutter::is_signpost(text) || (kept.is_empty() && clutter::is_byline(text)) {
            continue;
        }
        let sentence = block.characters > 80 && text.ends_with(['.', '!', '?']);
        if block.link_share() > 0.6 && !sentence && (block.shape != Shape::Paragraph || block.characters < 200) {
            continue;
        }
        let label = matches!(block.shape, Shape::Loose | Shape::Heading) && block.characters < 100;
        if at < first && label && !block.text.ends_with(['.', '!', '?', '”', '"']) {
            continue;
        }
        let address = !text.contains(' ') && text.contains("://");
        if address || !text.contains(char::is_alphanumeric) {
            continue;
        }
        kept.push(block);
    }
    // A heading with nothing after it announces what was left out.
    while kept.last().is_some_and(|b| b.shape == Shape::Heading) {
        kept.pop();
    }
    kept
}
