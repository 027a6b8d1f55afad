//! A statement as a document, and back.

use jiff::civil::Date;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::fields::Fields;
use super::fingerprint::fingerprint;
use super::sketch::sketch;
use super::voice;
use super::words::Analyzers;
use crate::record::{Precision, SaidOn, Statement};

/// Makes documents of statements.
pub(super) struct Maker<'a> {
    pub fields: &'a Fields,
    pub analyzers: Analyzers,
}

/// What all topics begin with in the index's keys: `politics/diplomacy` is found as `politics`,
/// `politics/diplomacy` and `diplomacy`.
pub(super) fn topic_keys(topic: &str) -> Vec<String> {
    let folded = topic_key(topic);
    let parts: Vec<&str> = folded.split('/').collect();
    let mut keys = Vec::new();
    for from in 0..parts.len() {
        for to in from + 1..=parts.len() {
            keys.push(parts[from..to].join("/"));
        }
    }
    keys
}

/// A topic in the form in which two are the same: lower case, "international-relations" with
/// spaces.
pub(super) fn topic_key(topic: &str) -> String {
    topic.trim_matches('/').to_lowercase().replace(['-', '_'], " ")
}

/// The paths of a topic and of all above it: `politics`, `politics/diplomacy`.
fn topic_paths(topic: &str) -> impl Iterator<Item = &str> {
    topic.match_indices('/').map(|(at, _)| &topic[..at]).chain([topic])
}

impl Maker<'_> {
    /// Returns the document of a statement; `article_text` goes with the first one of an article.
    pub(super) fn document(&mut self, statement: &Statement, article_text: Option<&str>) -> TantivyDocument {
        let f = self.fields;
        let mut doc = TantivyDocument::default();
        for field in [f.text, f.text_plain] {
            doc.add_text(field, &statement.text);
        }
        for field in [f.context, f.context_plain] {
            doc.add_text(field, &statement.context);
        }
        let article = &statement.article;
        if let Some(title) = &article.title {
            doc.add_text(f.title, title);
            doc.add_text(f.title_plain, title);
        }
        if let Some(speaker) = &statement.speaker {
            doc.add_text(f.speaker, &speaker.name);
            doc.add_text(f.voice, voice::of_speaker(speaker));
            if let Some(role) = &speaker.role {
                doc.add_text(f.role, role);
                doc.add_text(f.role_plain, role);
            }
        }
        if let Some(outlet) = &article.outlet {
            doc.add_text(f.outlet, outlet);
            doc.add_text(f.outlet_key, self.analyzers.folded(outlet));
            doc.add_text(f.outlet_name, outlet);
        }
        for mention in &statement.mentions {
            doc.add_text(f.mentions, mention);
            doc.add_text(f.mention, mention);
        }
        self.add_topics(&mut doc, &statement.topics);
        doc.add_text(f.act_key, act_key(&mut self.analyzers, &statement.act));
        doc.add_text(f.act_name, &statement.act);
        doc.add_text(f.kind_key, statement.kind.as_str());
        doc.add_text(f.kind_name, statement.kind.as_str());
        if statement.negated {
            doc.add_text(f.flag, "negated");
        }
        if statement.headline {
            doc.add_text(f.flag, "headline");
        }
        doc.add_text(f.id, &statement.id);
        doc.add_text(f.article, &article.id);
        doc.add_text(f.article_name, &article.id);
        let published = article.published.as_deref().and_then(published_day);
        if let Some(day) = published {
            doc.add_i64(f.published, day);
        }
        let said = statement.said_on.as_ref().and_then(said_days);
        if let Some((first, last)) = said.or(published.map(|day| (day, day))) {
            doc.add_i64(f.said_first, first);
            doc.add_i64(f.said_last, last);
        }
        doc.add_u64(f.tie, tie(&statement.id));
        let words = self.analyzers.folded(&statement.text);
        doc.add_u64(f.fingerprint, fingerprint(words.as_bytes()));
        doc.add_text(f.record, serde_json::to_string(statement).unwrap_or_default());
        if let Some(text) = article_text {
            doc.add_text(f.article_text, text);
            for part in sketch(&self.analyzers.folded(text)) {
                doc.add_u64(f.sketch, part);
            }
        }
        doc
    }

    fn add_topics(&mut self, doc: &mut TantivyDocument, topics: &[String]) {
        let mut keys: Vec<String> = topics.iter().flat_map(|topic| topic_keys(topic)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            doc.add_text(self.fields.topic_key, key);
        }
        let mut paths: Vec<&str> = topics.iter().flat_map(|topic| topic_paths(topic)).collect();
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            doc.add_text(self.fields.topic_name, path);
        }
    }
}

/// An act in the form in which "denies", "denied" and "deny" are the same.
pub(super) fn act_key(analyzers: &mut Analyzers, act: &str) -> String {
    let words = analyzers.words(act, true);
    words.into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}

/// Returns the record in a document, if it is whole.
pub(super) fn record(fields: &Fields, doc: &TantivyDocument) -> Option<Statement> {
    serde_json::from_str(doc.get_first(fields.record)?.as_str()?).ok()
}

/// Returns the number that orders statements which are otherwise equal, by their ids.
pub(super) fn tie(id: &str) -> u64 {
    let digits = id.get(..id.len().min(16)).unwrap_or("");
    match u64::from_str_radix(digits, 16) {
        Ok(number) => number << (4 * (16 - digits.len() as u32).min(15)),
        Err(_) => {
            let mut bytes = [0; 8];
            bytes.iter_mut().zip(id.bytes()).for_each(|(to, from)| *to = from);
            u64::from_be_bytes(bytes)
        }
    }
}

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i64 {
    let days = date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days());
    i64::from(days)
}

/// The day of a number of days since 1970-01-01.
pub(super) fn day_of(number: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

/// The day of an ISO 8601 date or time, as the place of publication counts days.
fn published_day(published: &str) -> Option<i64> {
    published.get(..10)?.parse().ok().map(day_number)
}

/// The first and the last day on which it may have been said.
fn said_days(said: &SaidOn) -> Option<(i64, i64)> {
    let date = &said.date;
    let day = |text: &str| text.parse::<Date>().ok();
    let (first, last) = match said.precision {
        Precision::Day => (day(date)?, day(date)?),
        Precision::Week => {
            let monday = day(date)?;
            (monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)
        }
        Precision::Month => {
            let first = day(&format!("{}-01", date.get(..7)?))?;
            (first, first.last_of_month())
        }
        Precision::Year => {
            let first = day(&format!("{}-01-01", date.get(..4)?))?;
            (first, first.last_of_year())
        }
    };
    Some((day_number(first), day_number(last)))
}
