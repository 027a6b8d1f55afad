//! The pipeline: the only place that composes the language layers.
//!
//! `Article → Vec<Statement>`, pure: no I/O, no clock, the same for the same article. Cannot fail:
//! an odd article gives fewer statements.

use std::ops::Range;

use crate::article::{Article, Published};
use crate::lexicon::single_spaced;
use crate::record::{ArticleRef, Cue, Kind, Mention, SCHEMA, Span, Statement};
use crate::statement::Attribution;
use crate::text::{CodePoints, Document, Quotation, Sentence, quotations};
use crate::{date, speaker, statement, topic};

/// A context longer than this many bytes is cut down to the sentences around the statement.
const CONTEXT: usize = 600;

/// The statements of one article, and what a reader should know about them.
#[derive(Debug, Default)]
pub struct Extraction {
    /// In text order.
    pub statements: Vec<Statement>,
    /// One sentence each, in lower case.
    pub notes: Vec<String>,
}

/// Returns the statements of `article`.
pub fn extract(article: &Article) -> Extraction {
    let mut notes = Vec::new();
    if let Some(language) = article.language.as_deref().filter(|_| is_foreign(article)) {
        notes.push(format!(
            "the article is in another language than English ({language}): only its quotations are found"
        ));
    }
    if article.published.is_none() {
        notes.push("no publication date: dates such as \"on Sunday\" stay unknown".to_owned());
    }
    Extraction { statements: statements(article), notes }
}

fn statements(article: &Article) -> Vec<Statement> {
    let text = article.text.as_str();
    let body = clamp(text, article.body_span);
    let title = article.title_span.map(|span| clamp(text, span)).filter(|t| t.start < t.end);
    let news = title.as_ref().map_or(body.start, |t| t.start.min(body.start))..body.end;
    let document = Document::analyse(text, news);
    let quotations = quotations(text, &document.paragraphs);
    let attributions = attributions(article, &document, &quotations, title);
    let resolution = speaker::resolve(&document, article, &attributions);
    let dates = date::said_on(&document, article.published.as_ref(), &attributions, &resolution.speakers);
    let topics =
        topic::ArticleTopics::new(article.title.as_deref(), article.section.as_deref(), &article.keywords, text);
    let points = CodePoints::new(text);
    let reference = reference(article);
    let foreign = is_foreign(article);
    let speakers = resolution.speakers.iter().zip(&attributions).map(|(speaker, attribution)| {
        // "„Wir warten“, sagte Köhler": the cue is not known, so whoever was named before says nothing.
        let unknown = foreign && attribution.source.is_none();
        speaker.clone().filter(|_| !unknown)
    });
    let resolved = speakers.zip(dates);
    attributions
        .iter()
        .zip(resolved)
        .map(|(attribution, (speaker, said_on))| {
            let content = read(text, attribution);
            let context = context(&document, attribution);
            let spans: Vec<Span> = attribution.content.iter().map(|span| points_of(&points, span)).collect();
            Statement {
                schema: SCHEMA,
                id: identifier(&article.id, &spans),
                article: reference.clone(),
                kind: attribution.kind,
                spans,
                cue: attribution.cue.as_ref().map(|cue| Cue {
                    text: text[cue.span.clone()].to_owned(),
                    span: points_of(&points, &cue.span),
                    lemma: cue.lemma.clone(),
                }),
                act: attribution.cue.as_ref().map_or_else(|| "state".to_owned(), |cue| cue.act.clone()),
                source: attribution
                    .source
                    .as_ref()
                    .map(|source| Mention { text: text[source.clone()].to_owned(), span: points_of(&points, source) }),
                speaker,
                addressee: attribution.addressee.as_ref().map(|a| text[a.clone()].to_owned()),
                said_on,
                negated: attribution.negated,
                headline: attribution.headline,
                topics: topics.assign(&content, &context).into_iter().map(|hit| hit.path.to_owned()).collect(),
                mentions: speaker::mentions(&resolution, &attribution.content),
                text: content,
                context,
                rule: attribution.rule.to_owned(),
                confidence: (attribution.confidence * 100.0).round() / 100.0,
            }
        })
        .collect()
}

/// Returns what is reported in an article. In another language than English only its quotations are told,
/// since a word that looks like an English cue is none: "sagte die Ingenieurin".
fn attributions(
    article: &Article,
    document: &Document,
    quotations: &[Quotation],
    title: Option<Range<usize>>,
) -> Vec<Attribution> {
    let mut found = statement::find(document, quotations, title);
    if is_foreign(article) {
        found.retain(|attribution| attribution.cue.is_none() || attribution.kind != Kind::Indirect);
        for attribution in &mut found {
            if attribution.cue.take().is_some() {
                attribution.source = None;
            }
        }
    }
    found
}

fn is_foreign(article: &Article) -> bool {
    article.language.as_deref().is_some_and(|language| !language.starts_with("en"))
}

/// Returns an account of what was seen in `article`, or in the part `bytes` of its text: every
/// passage with what may be reported there and why it was kept or not, then the statements with
/// their speakers, the sieve that named each, and their rules.
pub fn explain(article: &Article, bytes: Option<Range<usize>>) -> String {
    let text = article.text.as_str();
    let body = clamp(text, article.body_span);
    let title = article.title_span.map(|span| clamp(text, span)).filter(|t| t.start < t.end);
    let news = title.as_ref().map_or(body.start, |t| t.start.min(body.start))..body.end;
    let document = Document::analyse(text, news.clone());
    let quotations = quotations(text, &document.paragraphs);
    let part = bytes.unwrap_or(news);
    let mut out = statement::explain(&document, &quotations, &part);
    let attributions = attributions(article, &document, &quotations, title);
    let resolution = speaker::resolve(&document, article, &attributions);
    for ((attribution, speaker), sieve) in attributions.iter().zip(&resolution.speakers).zip(&resolution.sieves) {
        if attribution.content.iter().all(|span| span.end <= part.start || span.start >= part.end) {
            continue;
        }
        let who = speaker.as_ref().map_or("nobody", |s| s.name.as_str());
        let confidence = attribution.confidence * 100.0;
        out.push_str(&format!(
            "statement  {who} ({sieve}): {}\n  {}, {confidence:.0} %\n",
            read(text, attribution),
            attribution.rule
        ));
    }
    out
}

/// Returns what a statement repeats of its article.
fn reference(article: &Article) -> ArticleRef {
    ArticleRef {
        id: article.id.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        authors: article.authors.clone(),
        published: article.published.as_ref().map(Published::to_string),
        published_from: article.published.as_ref().map(|published| published.from.clone()),
        language: article.language.clone(),
        path: article.path.clone(),
    }
}

fn points_of(points: &CodePoints, span: &Range<usize>) -> Span {
    [points.at(span.start), points.at(span.end)]
}

/// Moves both ends to character boundaries inside the text.
fn clamp(text: &str, span: (usize, usize)) -> Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(span.0);
    start..boundary(span.1).max(start)
}

/// Returns the content as one reads it: outer quotation marks and a leading "that" removed,
/// fragments joined by " … ", white space folded.
fn read(text: &str, attribution: &Attribution) -> String {
    let fragments: Vec<String> = attribution
        .content
        .iter()
        .map(|span| {
            let mut fragment = single_spaced(&text[span.clone()]);
            if attribution.kind == Kind::Direct {
                fragment = fragment
                    .trim_start_matches(['“', '”', '"', '„', '«', '‘', '\'', '`'])
                    .trim_end_matches(['“', '”', '"', '»', '’', '\'', '`'])
                    .trim_end_matches(',')
                    // "« Nous ne pouvons pas », a-t-elle dit": French sets spaces inside the marks.
                    .trim()
                    .to_owned();
            }
            fragment
        })
        .collect();
    let joined = fragments.join(" … ");
    match joined.get(..5) {
        Some(that) if that.eq_ignore_ascii_case("that ") && attribution.kind != Kind::Direct => joined[5..].to_owned(),
        _ => joined,
    }
}

/// Returns the paragraph that a statement begins in, or its sentences where that is long.
fn context(document: &Document, attribution: &Attribution) -> String {
    let Some(first) = attribution.content.first() else { return String::new() };
    let ends = attribution.cue.as_ref().map(|cue| cue.span.end);
    let (from, to) = (first.start, first.end.max(ends.unwrap_or(0)));
    let paragraph = {
        let at = document.paragraphs.partition_point(|p| p.end <= from);
        document.paragraphs.get(at).filter(|p| p.contains(&from)).cloned().unwrap_or_else(|| first.clone())
    };
    let range = if paragraph.len() <= CONTEXT {
        paragraph
    } else {
        let span = |s: &Sentence| {
            let (first, last) =
                (document.tokens.get(s.tokens.start)?, document.tokens.get(s.tokens.end.checked_sub(1)?)?);
            Some(first.span.start..last.span.end)
        };
        let begin = document.sentences.partition_point(|s| span(s).is_some_and(|s| s.end <= from));
        let touched: Vec<Range<usize>> =
            document.sentences[begin..].iter().map_while(|s| span(s).filter(|s| s.start < to)).collect();
        match (touched.first(), touched.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => first.clone(),
        }
    };
    single_spaced(&document.text[range])
}

/// Returns the id of a statement: 64 bits of FNV-1a over the article's id and the spans.
fn identifier(article: &str, spans: &[Span]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    article.bytes().for_each(&mut eat);
    for [start, end] in spans {
        start.to_le_bytes().into_iter().chain(end.to_le_bytes()).for_each(&mut eat);
    }
    format!("{hash:016x}")
}
