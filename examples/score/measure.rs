//! The measures: statements of the engine held against annotated ones.
//!
//! - exact: every content fragment is one unit; both ends must agree after quotation marks, spaces
//!   and punctuation at the ends are trimmed (as CofeNet reports PolNeAR).
//! - j50: whole statements, one to one, character Jaccard at least 0.5; recall by kind.
//! - source: of the matched, the predicted source overlaps the annotated one.
//! - speaker: of the matched, the resolved name is the same person or body.
//! - end to end: F1 of the statements that match and have the right speaker.
//! - said on: of the matched whose date the text states, the same date; and how often a date is
//!   claimed from the text that states none.

use std::collections::{BTreeSet, HashMap, HashSet};

use onrecord::record::{DateSource, Kind, Statement};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// An annotated article.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    #[serde(default)]
    pub doc_id: String,
    pub text: String,
    pub quotes: Vec<GoldStatement>,
}

/// `[start, end)` in code points.
pub type Span = [usize; 2];

/// An annotated statement; spans in code points.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldStatement {
    pub spans: Vec<Span>,
    pub kind: String,
    #[serde(default)]
    pub cue: Option<Vec<Span>>,
    #[serde(default)]
    pub source: Option<Vec<Span>>,
    #[serde(default)]
    pub speaker_canonical: Option<String>,
    #[serde(default)]
    pub speaker_kind: Option<String>,
    #[serde(default)]
    pub said_on: Option<String>,
    #[serde(default)]
    pub speech_like: bool,
}

/// Counts from which all measures follow; counts of several articles add up.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub articles: usize,
    pub gold: usize,
    pub predicted: usize,
    fragments: [usize; 3],
    j50: usize,
    with_speaker: usize,
    speaker: [usize; 2],
    source: [usize; 2],
    date: [usize; 2],
    undated: [usize; 2],
    kinds: HashMap<String, [usize; 2]>,
    /// (confidence, right) of every prediction: content overlaps enough and the speaker is right.
    pub calibration: Vec<(f32, bool)>,
}

const EDGE: &str = " \t\r\n\u{a0}\"“”„«»‘’'`.,;:!?()[]—–-…";

fn trim(text: &[char], [mut a, mut b]: [usize; 2]) -> [usize; 2] {
    b = b.min(text.len());
    while a < b && EDGE.contains(text[a]) {
        a += 1;
    }
    while b > a && EDGE.contains(text[b - 1]) {
        b -= 1;
    }
    [a, b]
}

fn chars(spans: &[[usize; 2]], text: &[char]) -> HashSet<usize> {
    spans
        .iter()
        .flat_map(|&span| {
            let [a, b] = trim(text, span);
            a..b
        })
        .collect()
}

const TITLES: &[&str] = &[
    "the",
    "a",
    "an",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sen",
    "rep",
    "gov",
    "president",
    "senator",
    "governor",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "justice",
    "judge",
    "minister",
    "secretary",
    "king",
    "queen",
    "prince",
    "pope",
    "chief",
    "general",
    "gen",
    "col",
    "capt",
    "captain",
    "sgt",
    "officer",
    "detective",
    "mayor",
];

/// Returns the words of a name as they are compared: lower case, without accents and titles.
pub fn words(name: &str) -> Vec<String> {
    let plain: String = name.replace("'s", "").nfkd().filter(char::is_ascii).collect::<String>().to_lowercase();
    let mut found: Vec<String> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    while found.len() > 1 && TITLES.contains(&found[0].as_str()) {
        found.remove(0);
    }
    found
}

/// Returns whether two names stand for the same speaker.
pub fn same_speaker(gold: &str, got: Option<&str>, kind: &str) -> bool {
    let (g, p) = (words(gold), words(got.unwrap_or("")));
    if g.is_empty() || p.is_empty() {
        return false;
    }
    if g == p {
        return true;
    }
    let (gs, ps): (BTreeSet<_>, BTreeSet<_>) = (g.iter().collect(), p.iter().collect());
    if kind == "person" {
        return g.last() == p.last() && (g.len() == 1 || (p.len() > 1 && (gs.is_subset(&ps) || ps.is_subset(&gs))));
    }
    let (small, large) = if gs.len() <= ps.len() { (&gs, &ps) } else { (&ps, &gs) };
    let both = small.intersection(large).count();
    (both == small.len() && small.len() * 2 >= large.len()) || both * 3 >= gs.union(&ps).count() * 2
}

impl Tally {
    /// Adds one article; with `speech`, annotated statements that are no speech count neither way.
    pub fn add(&mut self, article: &Gold, statements: &[Statement], speech: bool) {
        let text: Vec<char> = article.text.chars().collect();
        let (mine, other): (Vec<_>, Vec<_>) = article.quotes.iter().partition(|q| !speech || q.speech_like);
        let gold: Vec<HashSet<usize>> = mine.iter().map(|q| chars(&q.spans, &text)).collect();
        let left_out: Vec<HashSet<usize>> = other.iter().map(|q| chars(&q.spans, &text)).collect();
        let mut got = Vec::new();
        for statement in statements {
            let span = chars(&statement.spans, &text);
            let beside = left_out.iter().any(|x| span.intersection(x).count() * 10 > 3 * span.len())
                && gold.iter().all(|g| g.is_disjoint(&span));
            if !span.is_empty() && !beside {
                got.push((statement, span));
            }
        }
        let out: HashSet<[usize; 2]> = other.iter().flat_map(|q| q.spans.iter().map(|&s| trim(&text, s))).collect();
        let fragments: HashSet<_> = mine.iter().flat_map(|q| q.spans.iter().map(|&s| trim(&text, s))).collect();
        let found: HashSet<_> = got
            .iter()
            .flat_map(|(s, _)| s.spans.iter().map(|&s| trim(&text, s)))
            .filter(|f| !out.contains(f))
            .collect();
        self.articles += 1;
        self.gold += mine.len();
        self.predicted += got.len();
        self.fragments[0] += fragments.intersection(&found).count();
        self.fragments[1] += found.len();
        self.fragments[2] += fragments.len();
        self.with_speaker += mine.iter().filter(|q| q.speaker_canonical.is_some()).count();
        for q in &mine {
            self.kinds.entry(q.kind.clone()).or_default()[1] += 1;
        }
        let mut pairs = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            for (j, (_, p)) in got.iter().enumerate() {
                let both = g.intersection(p).count();
                let all = g.len() + p.len() - both;
                if both * 2 >= all && both > 0 {
                    pairs.push((both as f64 / all as f64, i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut used_gold, mut right) = (HashSet::new(), HashMap::new());
        for (_, i, j) in pairs {
            if !right.contains_key(&j) && used_gold.insert(i) {
                right.insert(j, self.matched(mine[i], got[j].0, &text));
            }
        }
        for (j, (statement, _)) in got.iter().enumerate() {
            self.calibration.push((statement.confidence, right.get(&j).copied().unwrap_or(false)));
        }
    }

    /// Counts a matched pair; returns whether the speaker is right too, or unknown.
    fn matched(&mut self, gold: &GoldStatement, got: &Statement, text: &[char]) -> bool {
        self.j50 += 1;
        self.kinds.entry(gold.kind.clone()).or_default()[0] += 1;
        if let Some(source) = &gold.source {
            let hit = got.source.as_ref().is_some_and(|s| !chars(source, text).is_disjoint(&chars(&[s.span], text)));
            self.source[0] += usize::from(hit);
            self.source[1] += 1;
        }
        let mut right = true;
        if let Some(name) = &gold.speaker_canonical {
            let kind = gold.speaker_kind.as_deref().unwrap_or("person");
            right = same_speaker(name, got.speaker.as_ref().map(|s| s.name.as_str()), kind);
            self.speaker[0] += usize::from(right);
            self.speaker[1] += 1;
        }
        let stated = got.said_on.as_ref().filter(|s| s.from == DateSource::Text);
        match &gold.said_on {
            Some(date) => {
                self.date[0] += usize::from(got.said_on.as_ref().is_some_and(|s| s.date.starts_with(date.as_str())));
                self.date[1] += 1;
            }
            None => {
                self.undated[0] += usize::from(stated.is_some());
                self.undated[1] += 1;
            }
        }
        right
    }

    /// Returns the measures as rows of a table: name and value in percent.
    pub fn table(&self) -> Vec<(String, String)> {
        let percent = |right: usize, of: usize| {
            if of == 0 { "-".to_owned() } else { format!("{:.1} of {of}", 100.0 * right as f64 / of as f64) }
        };
        let f1 = |right: usize, got: usize, gold: usize| {
            let (p, r) = (right as f64 / got.max(1) as f64, right as f64 / gold.max(1) as f64);
            let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
            format!("{:.1} (precision {:.1}, recall {:.1})", 100.0 * f, 100.0 * p, 100.0 * r)
        };
        let mut rows = vec![
            ("articles".to_owned(), self.articles.to_string()),
            ("annotated".to_owned(), self.gold.to_string()),
            ("found".to_owned(), self.predicted.to_string()),
            ("exact".to_owned(), f1(self.fragments[0], self.fragments[1], self.fragments[2])),
            ("j50".to_owned(), f1(self.j50, self.predicted, self.gold)),
        ];
        for kind in Kind::ALL {
            let [hit, all] = self.kinds.get(kind.as_str()).copied().unwrap_or_default();
            rows.push((format!("recall {}", kind.as_str()), percent(hit, all)));
        }
        rows.push(("source".to_owned(), percent(self.source[0], self.source[1])));
        rows.push(("speaker".to_owned(), percent(self.speaker[0], self.speaker[1])));
        rows.push((
            "end to end".to_owned(),
            f1(self.speaker[0], self.predicted - (self.j50 - self.speaker[1]), self.with_speaker),
        ));
        rows.push(("said on".to_owned(), percent(self.date[0], self.date[1])));
        rows.push(("date claimed wrongly".to_owned(), percent(self.undated[0], self.undated[1])));
        let sure: Vec<_> = self.calibration.iter().filter(|(confidence, _)| *confidence >= 0.9).collect();
        rows.push((
            "right at confidence 0.9".to_owned(),
            percent(sure.iter().filter(|(_, right)| *right).count(), sure.len()),
        ));
        rows
    }
}
