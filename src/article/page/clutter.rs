//! What of a page is not its article: navigation, captions, related links, comments, notices.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::super::published;
use super::dom::{Attributes, Dom, Kind, NodeId};

/// A longer line is no signpost.
const SIGNPOST: usize = 140;
/// A line that tells who wrote an article is no longer than this many bytes.
const BYLINE: usize = 100;
/// One that tells when has no more letters than this.
const DATE_LETTERS: usize = 30;

#[derive(Deserialize)]
struct Lists {
    always: HashSet<String>,
    usually: HashSet<String>,
    whole: HashSet<String>,
    body: HashSet<String>,
    lines: Vec<String>,
    endings: Vec<String>,
    works: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../lexicon/page-clutter.toml")).unwrap_or_else(|_| Lists {
        always: HashSet::new(),
        usually: HashSet::new(),
        whole: HashSet::new(),
        body: HashSet::new(),
        lines: Vec::new(),
        endings: Vec::new(),
        works: Vec::new(),
    })
});

/// What an element is, going by its name and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Says nothing.
    Neutral,
    /// Holds the article's text.
    Body,
    /// Is not the article, unless most of the page's text stands in it.
    Unlikely,
    /// Is not the article.
    Clutter,
}

/// Returns what the nodes of a page are.
pub fn roles(dom: &Dom<'_>) -> Vec<Role> {
    (0..dom.nodes.len()).map(|node| role(dom, node)).collect()
}

/// Returns what an element is.
fn role(dom: &Dom<'_>, node: NodeId) -> Role {
    let Kind::Element { name, attributes } = &dom.nodes[node].kind else { return Role::Neutral };
    let mut role = match &**name {
        "script" | "style" | "template" | "iframe" | "svg" | "math" | "canvas" | "object" | "select" | "button"
        | "input" | "textarea" | "nav" | "dialog" | "audio" | "video" | "noembed" | "noframes" | "title" | "menu"
        | "amp-ad" | "amp-embed" | "amp-sidebar" => {
            return Role::Clutter;
        }
        "figcaption" | "figure" | "footer" | "aside" | "form" | "noscript" | "fieldset" => Role::Unlikely,
        "html" | "head" | "" => return Role::Neutral,
        _ => Role::Neutral,
    };
    // A quoted post carries the name of the network that it comes from.
    let structural = matches!(&**name, "body" | "main" | "article" | "blockquote" | "tr" | "tbody");
    let paragraph = matches!(&**name, "p" | "span" | "a" | "li" | "h1" | "h2" | "h3");
    for (name, value) in Attributes(attributes) {
        let found = match name {
            "class" | "id" if !structural => of_words(value),
            "itemprop" if value.eq_ignore_ascii_case("articleBody") => Role::Body,
            "itemprop" if value.eq_ignore_ascii_case("caption") => Role::Clutter,
            "role" => match value {
                "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "alert" | "search" | "menu"
                | "alertdialog" | "toolbar" => Role::Clutter,
                _ => Role::Neutral,
            },
            // Styles and scripts hide what is only shown on a click: the text of a page seldom.
            "hidden" => Role::Unlikely,
            "aria-hidden" if value == "true" => Role::Unlikely,
            "style" if hides(value) => Role::Unlikely,
            _ => Role::Neutral,
        };
        role = match (role, found) {
            // "<p class=bodytext>" is one paragraph of many.
            (role, Role::Body) if paragraph => role,
            (_, Role::Clutter) => return Role::Clutter,
            (Role::Neutral, found) => found,
            (Role::Unlikely, Role::Body) => Role::Body,
            (role, _) => role,
        };
    }
    role
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Returns what the words of a class or an id say.
fn of_words(value: &str) -> Role {
    let mut role = Role::Neutral;
    for class in value.split_ascii_whitespace() {
        let joined: String = class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        if LISTS.body.contains(&joined) {
            return Role::Body;
        }
        if LISTS.usually.contains(&joined) || LISTS.whole.contains(&joined) {
            role = Role::Unlikely;
        }
        for word in words(class) {
            if LISTS.always.contains(&word) {
                return Role::Clutter;
            }
            if LISTS.usually.contains(&word) {
                role = Role::Unlikely;
            }
        }
    }
    role
}

/// Splits "post__shareBar" into "post", "share", "bar". The generated class "hJpRx" has no words: a
/// piece of one to three letters needs signs around it.
pub fn words(class: &str) -> impl Iterator<Item = String> {
    class.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| !run.is_empty()).flat_map(|run| {
        let humps = run
            .char_indices()
            .zip(std::iter::once(' ').chain(run.chars()))
            .filter(|((_, c), before)| c.is_ascii_uppercase() && before.is_ascii_lowercase())
            .map(|((at, _), _)| at);
        let mut cuts: Vec<usize> = std::iter::once(0).chain(humps).chain(std::iter::once(run.len())).collect();
        cuts.dedup();
        let whole = cuts.len() == 2;
        let pieces: Vec<String> = cuts
            .windows(2)
            .map(|cut| run[cut[0]..cut[1]].to_ascii_lowercase())
            .filter(|piece| whole || piece.len() > 3)
            .collect();
        pieces
    })
}

/// Returns whether a line is a signpost: "Read more: ...", "Follow us on ...".
pub fn is_signpost(line: &str) -> bool {
    line.len() <= SIGNPOST && begins_with_any(line, &LISTS.lines)
}

/// Returns whether a line before the text only tells who wrote it, or when: "By Jane Roe, Staff Writer",
/// "Posted: May 4, 2020 at 3:15 p.m.".
pub fn is_byline(line: &str) -> bool {
    let name = |rest: &str| rest.starts_with(char::is_uppercase);
    let by = ["By ", "BY "].iter().any(|by| line.strip_prefix(by).is_some_and(name));
    let sentence = line.ends_with(['.', '!', '?', '”', '"']);
    let letters = || line.chars().filter(|c| c.is_alphabetic()).count();
    let date = || published::within(line, &published::parse).is_some();
    line.len() <= BYLINE && (by && !sentence || letters() <= DATE_LETTERS && date())
}

/// Returns whether nothing of the article comes after a heading: "More from the author", "More Great
/// Stories".
pub fn is_ending(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    heading.len() <= SIGNPOST
        && (begins_with_any(heading, &LISTS.endings)
            || (lower.starts_with("more ") && LISTS.works.iter().any(|work| lower.ends_with(work.as_str()))))
}

fn begins_with_any(line: &str, beginnings: &[String]) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@')).to_lowercase();
    beginnings.iter().any(|beginning| {
        line.strip_prefix(beginning.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}
