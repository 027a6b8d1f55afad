//! Plain text: a title line first, or a block of header lines; a time stamp as the last line.

use super::fields::{self, Field};
use super::{Article, Published, published};
use crate::lexicon::single_spaced;

/// A first line longer than this many bytes is no title.
const TITLE: usize = 200;
/// A name of a header field is no longer than this.
const LABEL: usize = 24;

/// Returns the article in a text file.
pub fn article(text: String) -> Article {
    if let Some(article) =
        dashes(&text).or_else(|| labels(&text)).or_else(|| front_matter(&text)).or_else(|| toml_front_matter(&text))
    {
        return article;
    }
    let title_span = title(&text);
    let (published, end) = last_line(&text);
    let start = title_span.map_or(0, |(_, end)| end);
    Article {
        title: title_span.map(|(from, to)| text[from..to].trim_start_matches('#').trim().to_owned()),
        title_span,
        body_span: (start, end.max(start)),
        published: published.or_else(|| first_line_date(&text[start..])),
        text,
        ..Article::default()
    }
}

/// Returns where the title line stands, if the first line is one: short, without a final full
/// stop, and with text after it.
fn title(text: &str) -> Option<(usize, usize)> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?.trim_end();
    let rest = text[start + line.len()..].trim_start();
    let next = rest.lines().next().unwrap_or("").trim();
    let markdown = line.starts_with("# ");
    let sentence =
        line.ends_with(['.', ';', ',']) && !line.ends_with("...") || line.ends_with(['”', '"']) && line.contains(". ");
    let dateline = line.contains(" (Reuters) ") || line.contains("(AP) ") || line.contains(" — ") && line.len() > 120;
    let short = line.len() <= TITLE && !line.is_empty();
    let followed = next.len() > line.len() || rest.lines().filter(|l| !l.trim().is_empty()).count() >= 2;
    (short && !next.is_empty() && (markdown || (!sentence && !dateline && followed)))
        .then_some((start, start + line.len()))
}

/// Returns the date in the last line, if it is one, and where the text before it ends.
fn last_line(text: &str) -> (Option<Published>, usize) {
    let end = text.trim_end().len();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..end].trim();
    let bare = line.trim_start_matches(|c: char| !c.is_ascii_digit() && !c.is_uppercase());
    let short = line.len() <= 48 && start > 0;
    match published::parse(bare, "last-line").filter(|_| short && is_only_a_date(line)) {
        Some(date) => (Some(date), start),
        None => (None, end),
    }
}

/// Wikinews opens with a line "Monday, August 5, 2019".
fn first_line_date(body: &str) -> Option<Published> {
    let line = body.trim_start().lines().next()?.trim();
    published::parse(line, "first-line").filter(|_| is_only_a_date(line))
}

/// Returns whether a line has no more words than a date needs.
fn is_only_a_date(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() > 2);
    words.count() <= 4 && line.chars().filter(char::is_ascii_digit).count() >= 5
}

/// `-- title`, `-- By`, `-- date`, `-- url`, in this order; any may be empty.
fn dashes(text: &str) -> Option<Article> {
    let mut values = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(4) {
        let value = line.trim_end().strip_prefix("--").filter(|v| v.is_empty() || v.starts_with(' '))?;
        values.push(value.trim());
        at += line.len();
    }
    let [title, by, date, url] = values[..] else { return None };
    let body = text[at..].to_owned();
    Some(Article {
        title: (!title.is_empty()).then(|| title.to_owned()),
        authors: authors(by),
        published: published::parse(date, "header"),
        url: (!url.is_empty()).then(|| url.to_owned()),
        body_span: (0, body.len()),
        text: body,
        ..Article::default()
    })
}

/// `Title: …`, `Date: …`, `Author: …` before a blank line.
fn labels(text: &str) -> Option<Article> {
    let mut article = Article::default();
    let mut at = 0;
    let mut found = 0;
    for line in text.split_inclusive('\n').take(24) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            if found > 0 {
                at += line.len();
                break;
            }
            at += line.len();
            continue;
        }
        let Some((name, value)) = trimmed.split_once(':').filter(|(name, _)| name.len() <= LABEL) else { break };
        if !set(&mut article, name, value.trim(), "header") {
            break;
        }
        found += 1;
        at += line.len();
    }
    if article.title.is_none() || found < 2 && article.published.is_none() {
        return None;
    }
    let body = text[at..].to_owned();
    article.body_span = (0, body.len());
    article.text = body;
    Some(article)
}

/// Markdown with YAML between two lines `---`; of YAML only what front matter uses.
fn front_matter(text: &str) -> Option<Article> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let close = rest.find("\n---")?;
    let mut article = Article::default();
    let mut list: Option<(String, Vec<String>)> = None;
    for line in rest[..close].lines() {
        if let (Some((_, items)), Some(item)) = (list.as_mut(), line.trim_start().strip_prefix("- ")) {
            items.push(unquoted(item).to_owned());
            continue;
        }
        if let Some((name, items)) = list.take() {
            set(&mut article, &name, &items.join("; "), "front-matter");
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if value.is_empty() {
            list = Some((name.to_owned(), Vec::new()));
        } else if let Some(inner) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
            let items: Vec<&str> = inner.split(',').map(unquoted).collect();
            set(&mut article, name, &items.join("; "), "front-matter");
        } else {
            set(&mut article, name, unquoted(value), "front-matter");
        }
    }
    if let Some((name, items)) = list {
        set(&mut article, &name, &items.join("; "), "front-matter");
    }
    Some(with_body(article, &rest[close + 4..]))
}

/// Markdown with TOML between two lines `+++`.
fn toml_front_matter(text: &str) -> Option<Article> {
    let rest = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"))?;
    let close = rest.find("\n+++")?;
    let stated: toml::Table = rest[..close].parse().ok()?;
    let written = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut article = Article::default();
    for (name, value) in &stated {
        let value = match value {
            toml::Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join("; "),
            toml::Value::Table(_) => continue,
            other => written(other),
        };
        set(&mut article, name, &value, "front-matter");
    }
    Some(with_body(article, &rest[close + 4..]))
}

/// Returns the article with the text after its front matter, which may open with the title again.
fn with_body(mut article: Article, after: &str) -> Article {
    let body = after.find('\n').map_or("", |at| &after[at + 1..]).to_owned();
    let title_span = title(&body).filter(|&(from, to)| {
        body[from..to].starts_with('#') || Some(body[from..to].trim()) == article.title.as_deref()
    });
    if article.title.is_none() {
        article.title = title_span.map(|(from, to)| body[from..to].trim_start_matches('#').trim().to_owned());
    }
    article.title_span = title_span;
    article.body_span = (title_span.map_or(0, |(_, to)| to), body.len());
    article.text = body;
    article
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    value
        .strip_prefix('"')
        .and_then(|v| v.strip_suffix('"'))
        .or_else(|| value.strip_prefix('\'').and_then(|v| v.strip_suffix('\'')))
        .unwrap_or(value)
}

/// Sets the field called `name`; returns whether there is such a field.
fn set(article: &mut Article, name: &str, value: &str, from: &str) -> bool {
    let name = fields::folded(name);
    let is = |field: Field| fields::names(field).contains(&name);
    let text = || Some(value.to_owned()).filter(|v| !v.is_empty());
    if is(Field::Title) {
        article.title = text();
    } else if is(Field::Authors) {
        article.authors = authors(value);
    } else if is(Field::Published) {
        article.published = published::parse(value, from);
    } else if is(Field::Url) {
        article.url = text();
    } else if is(Field::Outlet) {
        article.outlet = text();
    } else if is(Field::Language) {
        article.language = text();
    } else if is(Field::Section) {
        article.section = text();
    } else if is(Field::Keywords) {
        article.keywords = value.split([',', ';']).map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()).collect();
    } else if is(Field::Id) {
        article.id = value.to_owned();
    } else {
        return is(Field::Summary);
    }
    true
}

/// Splits a byline into names: "By Jane Roe and  John Doe", "Jane Roe, John Doe".
pub fn authors(byline: &str) -> Vec<String> {
    let byline = single_spaced(byline);
    let names = byline
        .strip_prefix("By ")
        .or_else(|| byline.strip_prefix("by "))
        .or_else(|| byline.strip_prefix("BY "))
        .unwrap_or(&byline);
    let names = if names.eq_ignore_ascii_case("by") { "" } else { names };
    names
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().trim_start_matches("and ").to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}
