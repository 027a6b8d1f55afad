//! The text that linked data state (`articleBody`) beside the paragraphs found on the page.
//!
//! It knows where the article ends, but has often lost its paragraphs, or is cut off: so the page's
//! paragraphs are kept, and those that it does not hold are left out where both agree on the rest.

use std::collections::HashSet;

use super::block::{Block, Shape};
use super::{entity, parse};

/// Words in a row that are compared.
const RUN: usize = 3;
/// A stated text of more characters than this may be one that the page does not show.
const UNSHOWN: usize = 200;

/// Returns the paragraphs of the article.
pub fn reconciled(blocks: Vec<Block>, stated: &str) -> Vec<String> {
    let stated = unmarked(stated);
    let known: HashSet<Vec<&str>> = runs(&words(&stated)).into_iter().collect();
    let shares: Vec<f64> = blocks.iter().map(|b| share(&words(&b.text), &known)).collect();
    let found: usize = blocks.iter().map(|b| b.characters).sum();
    let agreed: usize = blocks.iter().zip(&shares).filter(|(_, share)| **share > 0.6).map(|(b, _)| b.characters).sum();
    let length = stated.chars().count();
    // The page shows next to nothing of the text: it was to be filled by a script.
    if length > UNSHOWN && agreed * 2 < length && found * 2 < length {
        return stated.split('\n').map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    }
    // Both agree: what only the page has at its edges is not the article.
    let complete = agreed * 10 > length * 8 && agreed * 10 > found * 6;
    if !complete {
        return blocks.into_iter().map(|b| b.text).collect();
    }
    let first = shares.iter().position(|share| *share > 0.6).unwrap_or(0);
    let last = shares.iter().rposition(|share| *share > 0.6).unwrap_or(blocks.len());
    let kept = blocks.into_iter().enumerate().filter(|(at, block)| {
        let inside = (first..=last).contains(at);
        // Headings, posts and lists are often missing from what is stated.
        inside && (shares[*at] > 0.3 || block.shape != Shape::Loose)
    });
    kept.map(|(_, block)| block.text).collect()
}

/// Returns stated text without the markup that some sites leave in it.
fn unmarked(stated: &str) -> String {
    let decoded = entity::decoded(stated);
    if !decoded.contains("</") && !decoded.contains("<br") {
        return decoded.into_owned();
    }
    let tree = parse::parse(&decoded);
    super::block::blocks(&tree, |_| false).into_iter().map(|b| b.text).collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect()
}

fn runs<'a>(words: &[&'a str]) -> Vec<Vec<&'a str>> {
    if words.len() < RUN {
        return vec![words.to_vec()];
    }
    words.windows(RUN).map(<[&str]>::to_vec).collect()
}

/// Returns the share of a block's runs of words that are known.
fn share(words: &[&str], known: &HashSet<Vec<&str>>) -> f64 {
    let runs = runs(words);
    runs.iter().filter(|run| known.contains(*run)).count() as f64 / runs.len().max(1) as f64
}
