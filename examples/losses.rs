//! Tells at which stage the engine loses annotated statements.
//!
//! ```text
//! cargo run --release --example losses -- GOLD.jsonl[.gz]... [--show STAGE]
//! ```
//!
//! Prints how many statements each stage loses; `--show` prints those of one stage, to read.

#[path = "train_statements/gold.rs"]
mod gold;

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord::statement::passage::{self, Passage};
use onrecord::statement::{cue, decode, judge};
use onrecord::text::{Document, Quotation, quotations};

const STAGES: [&str; 8] =
    ["no cue annotated", "no candidate", "no proposal", "ranked below", "judged out", "lost later", "in part", "exact"];

/// What the engine makes of one article.
struct Seen<'a> {
    text: &'a str,
    quotations: Vec<Quotation>,
    passages: Vec<(Passage<'a>, Vec<decode::Report>)>,
    found: Vec<onrecord::statement::Attribution>,
}

fn main() -> anyhow::Result<()> {
    let mut paths = Vec::new();
    let mut show = String::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--show" {
            show = arguments.next().unwrap_or_default();
        } else {
            paths.push(argument.into());
        }
    }
    onrecord::statement::weights::read_from("model".into());
    let articles = gold::read(&paths)?;
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for article in &articles {
        let document = Document::analyse(&article.text, 0..article.text.len());
        let quotations = quotations(&article.text, &document.paragraphs);
        let found = onrecord::statement::find(&document, &quotations, None);
        let groups: Vec<Range<usize>> = passage::groups(&document, &quotations)
            .into_iter()
            .filter(|group| passage::worth_parsing(&document, &quotations, group.clone()))
            .collect();
        let passages = passage::parse(&document, &quotations, &groups)
            .into_iter()
            .map(|passage| {
                let reports = decode::reports(&passage);
                (passage, reports)
            })
            .collect();
        let seen = Seen { text: &article.text, quotations, passages, found };
        for statement in &article.statements {
            let stage = seen.stage(statement);
            let quoted = seen.quotations.iter().any(|q| statement.content.iter().any(|c| overlap(c, &q.span) > 0));
            counts.entry(stage).or_default()[usize::from(quoted)] += 1;
            if !show.is_empty() && stage.starts_with(&show) {
                println!(
                    "[{}] {} | {}{}",
                    seen.words(&statement.cue),
                    seen.words(&statement.source),
                    seen.words(&statement.content),
                    seen.nearest(&statement.content)
                );
            }
        }
    }
    println!("{:18} {:>6} {:>6}", "", "plain", "quoted");
    for stage in STAGES {
        let [plain, quoted] = counts.get(stage).copied().unwrap_or_default();
        println!("{stage:18} {plain:6} {quoted:6}");
    }
    Ok(())
}

impl Seen<'_> {
    /// Returns the stage that loses a statement, or how well it is found.
    fn stage(&self, statement: &gold::Statement) -> &'static str {
        let best = self.found.iter().map(|f| self.agreement(&f.content, &statement.content)).fold(0.0, f64::max);
        if best > 0.999 {
            return "exact";
        }
        if best >= 0.5 {
            return "in part";
        }
        if statement.cue.is_empty() {
            return "no cue annotated";
        }
        let mut stage = "no candidate";
        for (passage, reports) in &self.passages {
            let in_cue = |unit: usize| statement.cue.iter().any(|c| overlap(c, &passage.units[unit].span) > 0);
            let spans = |runs: &[Range<usize>]| {
                runs.iter().map(|run| passage.span(run.clone(), &self.quotations)).collect::<Vec<_>>()
            };
            let mut reach = |to: &'static str| {
                let place = |name: &str| STAGES.iter().position(|s| *s == name);
                if place(to) > place(stage) {
                    stage = to;
                }
            };
            for cue in cue::candidates(passage).into_iter().filter(|c| in_cue(c.unit)) {
                reach("no proposal");
                let prospect = decode::prospect(decode::roles(), passage, cue);
                if prospect.proposals.iter().any(|p| self.agreement(&spans(&p.runs), &statement.content) >= 0.5) {
                    reach("ranked below");
                }
            }
            for (at, report) in reports.iter().enumerate().filter(|(_, r)| in_cue(r.cue.unit)) {
                if self.agreement(&spans(&report.content), &statement.content) >= 0.5 {
                    let kept = judge::keeps(passage, report, judge::probability(passage, reports, at));
                    reach(if kept { "lost later" } else { "judged out" });
                }
            }
        }
        stage
    }

    fn nearest(&self, content: &[Range<usize>]) -> String {
        self.found
            .iter()
            .filter(|f| self.agreement(&f.content, content) > 0.0)
            .map(|f| {
                let cue = f.cue.as_ref().map_or("", |c| &self.text[c.span.clone()]);
                format!("\n    found by {} [{cue}] {:.2}: {}", f.rule, f.confidence, self.words(&f.content))
            })
            .collect()
    }

    fn words(&self, spans: &[Range<usize>]) -> String {
        let each = spans.iter().map(|s| self.text[s.clone()].split_whitespace().collect::<Vec<_>>().join(" "));
        each.collect::<Vec<_>>().join(" … ")
    }

    /// Returns the share of bytes in common, marks at the ends left out.
    fn agreement(&self, a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
        let bare = |span: &Range<usize>| {
            let edge = |c: char| !c.is_alphanumeric();
            let inner = &self.text[span.clone()];
            let start = span.start + (inner.len() - inner.trim_start_matches(edge).len());
            start..(span.start + inner.trim_end_matches(edge).len()).max(start)
        };
        let (a, b): (Vec<_>, Vec<_>) = (a.iter().map(bare).collect(), b.iter().map(bare).collect());
        let both: usize = a.iter().flat_map(|x| b.iter().map(move |y| overlap(x, y))).sum();
        both as f64 / (length(&a) + length(&b) - both).max(1) as f64
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn length(spans: &[Range<usize>]) -> usize {
    spans.iter().map(Range::len).sum()
}
