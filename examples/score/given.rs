//! Speakers and dates of annotated statements: what `speaker` and `date` make of content, cue and
//! source that are given, so that what the engine misses hides none of their own mistakes.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord::article::Article;
use onrecord::record::DateSource;
use onrecord::statement::{Attribution, CueMention, Kind};
use onrecord::text::Document;
use onrecord::{date, speaker};

use crate::measure::{Gold, GoldStatement, Span, same_speaker, words};

/// Counts of right answers, and the wrong ones to read.
#[derive(Debug, Default)]
pub struct Given {
    /// Right and all, by the form of the mention.
    forms: BTreeMap<&'static str, [usize; 2]>,
    /// Right and all, by the sieve that decided.
    sieves: BTreeMap<&'static str, [usize; 2]>,
    speaker: [usize; 2],
    date: [usize; 2],
    undated: [usize; 2],
    pub wrong_speakers: Vec<String>,
    pub wrong_dates: Vec<String>,
}

/// Returns how the annotated statements of one article are resolved.
pub fn measure(gold: &Gold, article: &Article) -> Given {
    let mut given = Given::default();
    let text = article.text.as_str();
    // The statements that count code points of another text than was read cannot be placed.
    if gold.text.trim() != text.trim() {
        return given;
    }
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let place = |span: &Span| bytes[span[0].min(bytes.len() - 1)]..bytes[span[1].min(bytes.len() - 1)];
    let start = article.title_span.map_or(article.body_span.0, |t| t.0.min(article.body_span.0));
    let document = Document::analyse(text, start..article.body_span.1);
    let mut statements: Vec<&GoldStatement> = gold.quotes.iter().filter(|q| !q.spans.is_empty()).collect();
    statements.sort_by_key(|q| q.spans[0]);
    let attributions = attributions(&document, &statements, &place);
    let resolution = speaker::resolve(&document, article, &attributions);
    let dates = date::said_on(&document, article.published.as_ref(), &attributions, &resolution.speakers);
    for (at, statement) in statements.iter().enumerate() {
        let source = attributions[at].source.clone().map_or("", |span| &text[span]);
        if let Some(name) = &statement.speaker_canonical {
            let got = resolution.speakers[at].as_ref().map(|s| s.name.as_str());
            let right = same_speaker(name, got, statement.speaker_kind.as_deref().unwrap_or("person"));
            let form = form(source, name);
            for count in [
                &mut given.speaker,
                given.forms.entry(form).or_default(),
                given.sieves.entry(resolution.sieves[at]).or_default(),
            ] {
                count[0] += usize::from(right);
                count[1] += 1;
            }
            if !right {
                given.wrong_speakers.push(format!(
                    "{form} | {} | {source} | {name} | {} | {}",
                    gold.doc_id,
                    got.unwrap_or("-"),
                    resolution.sieves[at]
                ));
            }
        }
        let said = dates[at].as_ref();
        let stated = said.is_some_and(|s| s.from == DateSource::Text);
        let right = match &statement.said_on {
            Some(wanted) => {
                let right = said.is_some_and(|s| s.date.starts_with(wanted.as_str()));
                given.date[0] += usize::from(right);
                given.date[1] += 1;
                right
            }
            None => {
                given.undated[0] += usize::from(stated);
                given.undated[1] += 1;
                !stated
            }
        };
        if !right {
            let sentence = around(&document, &attributions[at]);
            let content = attributions[at].content.iter().map(|s| &text[s.clone()]).collect::<Vec<_>>().join(" … ");
            given.wrong_dates.push(format!(
                "{} | wanted {} | got {} | {} | cue {} | {}",
                gold.doc_id,
                statement.said_on.as_deref().unwrap_or("-"),
                said.filter(|_| stated).map_or("-", |s| s.date.as_str()),
                sentence,
                attributions[at].cue.as_ref().map_or("", |c| &text[c.span.clone()]),
                content.split_whitespace().collect::<Vec<_>>().join(" ")
            ));
        }
    }
    given
}

/// Returns annotated statements, which are in text order, as the engine would hand them on.
fn attributions(
    document: &Document,
    statements: &[&GoldStatement],
    place: &dyn Fn(&Span) -> Range<usize>,
) -> Vec<Attribution> {
    let whole = |spans: &[Span]| {
        let (first, last) = (spans.first()?, spans.last()?);
        Some(place(first).start..place(last).end)
    };
    let mut found: Vec<Attribution> = Vec::new();
    for statement in statements {
        let content: Vec<Range<usize>> = statement.spans.iter().map(place).collect();
        let source = statement.source.as_ref().and_then(|spans| spans.first()).map(place);
        let cue = statement.cue.as_ref().and_then(|spans| whole(spans)).map(|span| CueMention {
            token: document.tokens.partition_point(|t| t.span.end < span.end),
            lemma: document.text[span.clone()].to_lowercase(),
            span,
            act: "state".to_owned(),
        });
        let continues = (source.is_none() && cue.is_none()).then(|| found.len().checked_sub(1)).flatten();
        found.push(Attribution {
            kind: match statement.kind.as_str() {
                "direct" => Kind::Direct,
                "mixed" => Kind::Mixed,
                _ => Kind::Indirect,
            },
            content,
            cue,
            source,
            addressee: None,
            continues,
            negated: false,
            headline: false,
            rule: "given",
            confidence: 1.0,
        });
    }
    found
}

/// Returns what form a mention of `name` has: a pronoun, a name, another noun, none at all.
fn form(source: &str, name: &str) -> &'static str {
    let source = source.to_lowercase();
    let last = words(name).pop().unwrap_or_default();
    match source.as_str() {
        "" => "none",
        "he" | "she" | "they" | "i" | "we" | "it" | "who" => "pronoun",
        _ if words(&source).contains(&last) => "name",
        _ => "nominal",
    }
}

/// Returns the sentence of a statement's cue or first word, on one line.
fn around(document: &Document, attribution: &Attribution) -> String {
    let byte = attribution.cue.as_ref().map(|c| c.span.start).or(attribution.content.first().map(|c| c.start));
    let token = document.tokens.partition_point(|t| t.span.end <= byte.unwrap_or(0));
    let at = document.sentences.partition_point(|s| s.tokens.end <= token);
    let Some(tokens) = document.sentences.get(at).map(|s| s.tokens.clone()) else { return String::new() };
    let text = &document.text[document.tokens[tokens.start].span.start..document.tokens[tokens.end - 1].span.end];
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Given {
    /// Adds the counts of another article.
    pub fn add(&mut self, other: Given) {
        let sum = |into: &mut [usize; 2], from: [usize; 2]| {
            into[0] += from[0];
            into[1] += from[1];
        };
        sum(&mut self.speaker, other.speaker);
        sum(&mut self.date, other.date);
        sum(&mut self.undated, other.undated);
        for (form, counts) in other.forms {
            sum(self.forms.entry(form).or_default(), counts);
        }
        for (sieve, counts) in other.sieves {
            sum(self.sieves.entry(sieve).or_default(), counts);
        }
        self.wrong_speakers.extend(other.wrong_speakers);
        self.wrong_dates.extend(other.wrong_dates);
    }

    /// Returns the measures as rows of a table: name and value in percent.
    pub fn table(&self) -> Vec<(String, String)> {
        let percent = |[right, of]: [usize; 2]| {
            if of == 0 { "-".to_owned() } else { format!("{:.1} of {of}", 100.0 * right as f64 / of as f64) }
        };
        let mut rows = vec![("speaker".to_owned(), percent(self.speaker))];
        rows.extend(self.forms.iter().map(|(form, counts)| (format!("  {form}"), percent(*counts))));
        rows.push(("by sieve".to_owned(), String::new()));
        rows.extend(self.sieves.iter().map(|(sieve, counts)| (format!("  {sieve}"), percent(*counts))));
        rows.push(("said on".to_owned(), percent(self.date)));
        rows.push(("date claimed wrongly".to_owned(), percent(self.undated)));
        rows
    }
}
