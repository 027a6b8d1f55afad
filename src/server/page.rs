//! Pages: templates, style and script, all compiled in.
//!
//! What comes from an article is text and nothing else: every value is escaped, and addresses are
//! linked only where they are of the web.

use axum::extract::State;
use axum::http::header::{self, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Value};
use serde::Serialize;

use super::address::encoded;
use super::problem::Problem;
use super::site::{Shared, html, with_status};
use crate::index::Hit;
use crate::record::{Kind, Precision, SaidOn, Span, Statement};

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("templates/base.html")),
    ("interface.html", include_str!("templates/interface.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("list.html", include_str!("templates/list.html")),
    ("problem.html", include_str!("templates/problem.html")),
    ("profile.html", include_str!("templates/profile.html")),
    ("search.html", include_str!("templates/search.html")),
    ("statement.html", include_str!("templates/statement.html")),
    ("verify.html", include_str!("templates/verify.html")),
];

/// Makes the values of a template: `name => value`, or `name` alone.
macro_rules! values {
    (@one $name:ident) => { minijinja::Value::from(minijinja::value::Serde(&$name)) };
    (@one $name:ident => $value:expr) => { minijinja::Value::from(minijinja::value::Serde(&$value)) };
    ($($name:ident $(=> $value:expr)?),* $(,)?) => {
        minijinja::Value::from_pairs([$((stringify!($name), values!(@one $name $(=> $value)?))),*])
    };
}
pub(super) use values;

/// The templates, parsed.
pub struct Pages {
    templates: Environment<'static>,
}

impl Pages {
    pub fn new() -> Pages {
        let mut templates = Environment::new();
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            templates.set_syntax(syntax);
        }
        for (name, source) in TEMPLATES {
            templates.add_template(name, source).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        templates.add_filter("part", part);
        templates.add_filter("grouped", grouped);
        Pages { templates }
    }

    pub fn render(&self, name: &str, values: Value) -> Result<String, Problem> {
        self.templates.get_template(name).and_then(|template| template.render(values)).map_err(|error| {
            eprintln!("onrecord: {name}: {error:#}");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "error in onrecord itself")
        })
    }

    /// Returns the page that tells what went wrong.
    pub fn problem(&self, problem: &Problem) -> String {
        let place = problem.place.as_ref().map(|(input, [from, to])| {
            let cut = |from: usize, to: usize| -> String { input.chars().skip(from).take(to - from).collect() };
            [cut(0, *from), cut(*from, *to), cut(*to, usize::MAX)]
        });
        let typed = problem.place.as_ref().filter(|_| problem.parameter.as_deref() == Some("q"));
        let values = values! {
            status => problem.status.as_u16(), message => problem.message, hint => problem.hint, place,
            words => typed.map(|(input, _)| input),
        };
        self.render("problem.html", values).unwrap_or_else(|_| "error in onrecord itself\n".to_owned())
    }
}

/// A part of an address.
fn part(text: &str) -> String {
    encoded(text)
}

/// 106,400
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub async fn style() -> Response {
    with_status(StatusCode::OK, "text/css; charset=utf-8", include_str!("templates/style.css"))
}

pub async fn script() -> Response {
    with_status(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("templates/script.js"))
}

pub async fn icon() -> Response {
    let mut response = with_status(StatusCode::OK, "image/svg+xml", include_str!("templates/icon.svg"));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    response
}

pub async fn interface(State(site): State<Shared>, uri: Uri) -> Response {
    html(&site, &uri, site.pages.render("interface.html", values! { title => "For programs" }))
}

/// A stretch of text, marked or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    pub text: String,
    pub marked: bool,
}

/// Returns the text in runs; `spans` are in code points, in order.
pub fn runs(text: &str, spans: &[Span]) -> Vec<Run> {
    let characters: Vec<char> = text.chars().collect();
    let mut runs = Vec::new();
    let mut at = 0;
    let cut = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
    for &[from, to] in spans {
        let (from, to) = (from.clamp(at, characters.len()), to.clamp(at, characters.len()));
        if at < from {
            runs.push(Run { text: cut(at, from), marked: false });
        }
        if from < to {
            runs.push(Run { text: cut(from, to), marked: true });
        }
        at = from.max(to);
    }
    if at < characters.len() {
        runs.push(Run { text: cut(at, characters.len()), marked: false });
    }
    runs
}

/// A statement as pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    pub id: String,
    pub runs: Vec<Run>,
    pub is_direct: bool,
    pub kind: &'static str,
    pub speaker: Option<String>,
    /// How the source is named where there is no speaker.
    pub source: Option<String>,
    pub role: Option<String>,
    pub cue: Option<String>,
    pub act: String,
    pub negated: bool,
    pub headline: bool,
    pub date: Option<String>,
    /// What machines read of it.
    pub datetime: Option<String>,
    /// Whether the article says when, or only when it was published.
    pub dated_by_text: bool,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub topics: Vec<String>,
    pub others: usize,
}

impl Card {
    pub fn of(hit: &Hit) -> Card {
        let statement = &hit.statement;
        Card {
            id: statement.id.clone(),
            runs: runs(&statement.text, &hit.highlights),
            is_direct: statement.kind == Kind::Direct,
            kind: match statement.kind {
                Kind::Direct => "direct",
                Kind::Mixed => "mixed",
                Kind::Indirect => "indirect",
            },
            speaker: statement.speaker.as_ref().map(|speaker| speaker.name.clone()),
            source: statement.source.as_ref().map(|source| source.text.clone()),
            role: statement.speaker.as_ref().and_then(|speaker| speaker.role.clone()),
            cue: statement.cue.as_ref().map(|cue| cue.text.clone()),
            act: statement.act.clone(),
            negated: statement.negated,
            headline: statement.headline,
            date: statement.said_on.as_ref().map(day),
            datetime: statement.said_on.as_ref().map(|said| said.date.clone()),
            dated_by_text: statement.said_on.as_ref().is_some_and(|said| said.from == crate::record::DateSource::Text),
            outlet: statement.article.outlet.clone(),
            title: statement.article.title.clone(),
            url: web_address(statement),
            topics: statement.topics.clone(),
            others: hit.others,
        }
    }
}

/// Returns the address of the article, if it is one of the web: others could run something.
pub fn web_address(statement: &Statement) -> Option<String> {
    let url = statement.article.url.as_deref()?.trim();
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase())?;
    matches!(scheme.as_str(), "http" | "https").then(|| url.to_owned())
}

/// "23 November 2025", "November 2025", "2025", "week of 17 November 2025".
pub fn day(said: &SaidOn) -> String {
    let date = said.date.parse::<jiff::civil::Date>();
    let month = format!("{}-01", said.date).parse::<jiff::civil::Date>();
    match (said.precision, date, month) {
        (Precision::Day, Ok(date), _) => date.strftime("%-d %B %Y").to_string(),
        (Precision::Week, Ok(date), _) => format!("week of {}", date.strftime("%-d %B %Y")),
        (Precision::Month, _, Ok(month)) => month.strftime("%B %Y").to_string(),
        _ => said.date.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_hold_the_whole_text_whatever_the_spans_say() {
        let text = "naïve “words” here";
        for spans in [vec![], vec![[0, 5], [6, 13]], vec![[3, 2], [0, 900]], vec![[90, 91]]] {
            let all: String = runs(text, &spans).into_iter().map(|run| run.text).collect();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 106_400].map(grouped), ["0", "999", "1,000", "106,400"]);
    }
}
