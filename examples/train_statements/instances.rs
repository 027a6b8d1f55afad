//! Training instances: what the engine's candidates are, held against the annotation.

use std::ops::Range;

use onrecord::statement::argument::{Argument, arguments};
use onrecord::statement::cue::{self, Candidate};
use onrecord::statement::feature::Hashes;
use onrecord::statement::frames;
use onrecord::statement::passage::{self, Passage};
use onrecord::statement::role::{Role, Scene, content_form, kind_of_head};
use onrecord::statement::starts;
use onrecord::statement::weights::Weights;
use onrecord::statement::{decode, ends, judge, rank};
use onrecord::text::{Document, Quotation, quotations};

use crate::gold::{Article, Statement};
use crate::logistic::{self, Choice};

/// A cue candidate with its arguments and the statement that it reports, if any.
struct Case<'a> {
    cue: Candidate,
    arguments: Vec<Argument>,
    statement: Option<&'a Statement>,
}

fn each(articles: &[Article], mut visit: impl FnMut(&Passage, &[Quotation], &[Case<'_>])) {
    for article in articles {
        let document = Document::analyse(&article.text, 0..article.text.len());
        let quotations = quotations(&article.text, &document.paragraphs);
        let groups: Vec<Range<usize>> = passage::groups(&document, &quotations)
            .into_iter()
            .filter(|sentences| passage::may_report(&document, &quotations, sentences.clone()))
            .collect();
        for passage in passage::parse(&document, &quotations, &groups) {
            let mut cases: Vec<Case<'_>> = cue::candidates(&passage)
                .into_iter()
                .map(|cue| Case { arguments: arguments(&passage, &cue), cue, statement: None })
                .collect();
            for statement in &article.statements {
                // Of the candidates inside the annotated cue, the one whose arguments fit best.
                let best = cases
                    .iter()
                    .enumerate()
                    .filter(|(_, case)| {
                        statement.cue.iter().any(|c| overlap(c, &passage.units[case.cue.unit].span) > 0)
                    })
                    .map(|(index, case)| {
                        let fit = case
                            .arguments
                            .iter()
                            .map(|a| fit(&passage, &quotations, a, &statement.content))
                            .fold(0.0, f64::max);
                        (fit, index)
                    })
                    .filter(|(fit, _)| *fit > 0.0)
                    .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                if let Some((_, index)) = best {
                    cases[index].statement = Some(statement);
                }
            }
            visit(&passage, &quotations, &cases);
        }
    }
}

/// Returns features and role of every argument of every cue candidate.
pub fn roles(articles: &[Article]) -> Vec<(Vec<u32>, usize)> {
    let mut out = Vec::new();
    each(articles, |passage, quotations, cases| {
        for case in cases {
            let scene = Scene::new(passage, &case.cue, &case.arguments);
            for argument in &case.arguments {
                let mut features = Hashes::default();
                scene.features(argument, &mut features);
                out.push((features.0, role(passage, quotations, argument, case.statement) as usize));
            }
        }
    });
    out
}

/// Returns for every cue candidate, and every argument of it, whether it reports.
pub fn frames(articles: &[Article]) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    each(articles, |passage, quotations, cases| {
        for case in cases {
            let lemma = &passage.units[case.cue.unit].lemma;
            let reports = case.statement.is_some();
            let unit = &passage.units[case.cue.unit];
            out.push((frames::key(case.cue.class, lemma, None), reports));
            let tense = frames::tense(unit.tag.as_str(), unit.relation.as_str());
            out.push((frames::key(case.cue.class, lemma, Some(tense.as_str())), reports));
            let prospect = decode::prospect(decode::roles(), passage, case.cue.clone());
            let source = prospect.sources.first().map_or("none", |s| kind_of_head(passage, s.head).name);
            out.push((frames::key(case.cue.class, lemma, Some(frames::subject(source).as_str())), reports));
            for argument in &case.arguments {
                let form = content_form(passage, argument);
                let side = if argument.head < case.cue.unit { "before" } else { "after" };
                let case_word = passage
                    .child(argument.head, &[onrecord::text::Relation::Case])
                    .filter(|&c| c < argument.head)
                    .map_or("", |c| passage.units[c].lower);
                let frame = frames::frame(argument.via, argument.relation, form, case_word, side);
                let content = role(passage, quotations, argument, case.statement) == Role::Content;
                out.push((frames::key(case.cue.class, lemma, Some(frame.as_str())), content));
            }
        }
    });
    out
}

/// Returns features and decision of every place where content may be cut.
pub fn ends(articles: &[Article]) -> Vec<(Vec<u32>, bool)> {
    let mut out = Vec::new();
    each(articles, |passage, quotations, cases| {
        for case in cases {
            let Some(statement) = case.statement else { continue };
            for argument in &case.arguments {
                if role(passage, quotations, argument, Some(statement)) != Role::Content {
                    continue;
                }
                for run in argument.runs() {
                    let bytes = passage.span(run.clone(), quotations);
                    let Some(end) = statement.content.iter().filter(|c| overlap(c, &bytes) > 0).map(|c| c.end).max()
                    else {
                        continue;
                    };
                    for cut in ends::cuts(passage, &run) {
                        let kept_end = passage.units[cut.at - 1].span.end;
                        let next = passage.units[passage.units[cut.dependent].reach.start].span.start;
                        // Content that ends before the place says nothing about it.
                        if end + 1 < kept_end {
                            continue;
                        }
                        let mut features = Hashes::default();
                        ends::features(passage, &case.cue, &run, &cut, &mut features);
                        out.push((features.0, end <= next));
                    }
                }
            }
        }
    });
    out
}

/// Returns features and decision of every place where content may begin later.
pub fn starts(articles: &[Article]) -> Vec<(Vec<u32>, bool)> {
    let mut out = Vec::new();
    each(articles, |passage, quotations, cases| {
        for case in cases {
            let Some(statement) = case.statement else { continue };
            for argument in &case.arguments {
                if role(passage, quotations, argument, Some(statement)) != Role::Content {
                    continue;
                }
                for run in argument.runs() {
                    let bytes = passage.span(run.clone(), quotations);
                    let Some(begin) =
                        statement.content.iter().filter(|c| overlap(c, &bytes) > 0).map(|c| c.start).min()
                    else {
                        continue;
                    };
                    for start in starts::starts(passage, &case.cue, &run) {
                        let mut features = Hashes::default();
                        starts::features(passage, &case.cue, &run, &start, &mut features);
                        out.push((features.0, begin + 2 >= passage.units[start.at].span.start));
                    }
                }
            }
        }
    });
    out
}

/// In how many parts the articles are divided, so that each is looked at by weights from the others.
const FOLDS: usize = 6;

/// Returns the weights of the roles for each part, trained on the other parts.
fn folded_roles(articles: &[Article]) -> Vec<Weights<{ Role::COUNT }>> {
    (0..FOLDS)
        .map(|fold| {
            let others: Vec<Article> =
                articles.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, a)| a.clone()).collect();
            Weights::load(&Weights::store(&logistic::train::<{ Role::COUNT }>(&roles(&others))))
        })
        .collect()
}

/// Returns for each article the choices that its cues leave.
fn choices(articles: &[Article], roles: &[Weights<{ Role::COUNT }>]) -> Vec<Vec<Choice>> {
    articles
        .iter()
        .enumerate()
        .map(|(number, article)| {
            let mut out = Vec::new();
            each(std::slice::from_ref(article), |passage, quotations, cases| {
                for case in cases {
                    let prospect = decode::prospect(&roles[number % roles.len()], passage, case.cue.clone());
                    if prospect.proposals.is_empty() {
                        continue;
                    }
                    let (none, rows) = rank::rows(&prospect.setting(passage), &prospect.proposals);
                    let fits: Vec<f64> = prospect
                        .proposals
                        .iter()
                        .map(|p| {
                            case.statement.map_or(0.0, |s| agreement(passage, quotations, &article.text, &p.runs, s))
                        })
                        .collect();
                    let best = fits.iter().copied().fold(0.0, f64::max);
                    if case.statement.is_some() && best < 0.5 {
                        continue;
                    }
                    let mut choice = Choice { rows: vec![none.0], right: vec![case.statement.is_none()] };
                    for (row, fit) in rows.into_iter().zip(fits) {
                        choice.rows.push(row.0);
                        choice.right.push(case.statement.is_some() && fit >= best - 0.01);
                    }
                    out.push(choice);
                }
            });
            out
        })
        .collect()
}

/// Returns every choice, with proposals from roles that were trained on other articles.
pub fn rank(articles: &[Article]) -> Vec<Choice> {
    choices(articles, &folded_roles(articles)).into_iter().flatten().collect()
}

/// Returns features and truth of every report that weights trained on other articles give.
pub fn judge(articles: &[Article]) -> Vec<(Vec<u32>, bool)> {
    let roles = folded_roles(articles);
    let choices = choices(articles, &roles);
    let mut out = Vec::new();
    for (fold, roles) in roles.iter().enumerate() {
        let others: Vec<&Choice> =
            choices.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).flat_map(|(_, c)| c).collect();
        let ranks = Weights::load(&Weights::store(&logistic::train_choice(&others)));
        for article in articles.iter().enumerate().filter(|(i, _)| i % FOLDS == fold).map(|(_, a)| a) {
            each(std::slice::from_ref(article), |passage, quotations, _| {
                let reports = decode::reports_with(roles, &ranks, passage);
                for at in 0..reports.len() {
                    let mut features = Hashes::default();
                    judge::features(passage, &reports, at, &mut features);
                    let mine: Vec<Range<usize>> =
                        reports[at].content.iter().map(|run| passage.span(run.clone(), quotations)).collect();
                    let cue = &passage.units[reports[at].cue.unit].span;
                    let right = article.statements.iter().any(|s| {
                        let both: usize = mine.iter().flat_map(|m| s.content.iter().map(move |g| overlap(m, g))).sum();
                        let all = length(&mine) + length(&s.content) - both;
                        both * 2 >= all && s.cue.iter().any(|c| overlap(c, cue) > 0)
                    });
                    out.push((features.0, right));
                }
            });
        }
    }
    out
}

/// Returns the share of bytes that proposed and annotated content have in common, marks and spaces
/// at the ends left out.
fn agreement(passage: &Passage, quotations: &[Quotation], text: &str, runs: &[Range<usize>], gold: &Statement) -> f64 {
    let bare = |span: &Range<usize>| {
        let edge = |c: char| c.is_whitespace() || "\"“”„«»‘’'`.,;:!?()[]—–-…".contains(c);
        let inner = &text[span.clone()];
        let start = span.start + (inner.len() - inner.trim_start_matches(edge).len());
        start..(span.start + inner.trim_end_matches(edge).len()).max(start)
    };
    let mine: Vec<Range<usize>> = runs.iter().map(|run| bare(&passage.span(run.clone(), quotations))).collect();
    let theirs: Vec<Range<usize>> = gold.content.iter().map(bare).collect();
    let both: usize = mine.iter().flat_map(|m| theirs.iter().map(move |g| overlap(m, g))).sum();
    both as f64 / (length(&mine) + length(&theirs) - both).max(1) as f64
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn length(spans: &[Range<usize>]) -> usize {
    spans.iter().map(Range::len).sum()
}

fn shared(passage: &Passage, quotations: &[Quotation], argument: &Argument, gold: &[Range<usize>]) -> (usize, usize) {
    let mine: Vec<Range<usize>> = argument.runs().map(|run| passage.span(run, quotations)).collect();
    (mine.iter().flat_map(|m| gold.iter().map(move |g| overlap(m, g))).sum(), length(&mine))
}

/// Returns the share of bytes that an argument and a content have in common.
fn fit(passage: &Passage, quotations: &[Quotation], argument: &Argument, gold: &[Range<usize>]) -> f64 {
    let (both, mine) = shared(passage, quotations, argument, gold);
    both as f64 / (mine + length(gold) - both).max(1) as f64
}

fn role(passage: &Passage, quotations: &[Quotation], argument: &Argument, statement: Option<&Statement>) -> Role {
    let Some(statement) = statement else { return Role::None };
    let (both, mine) = shared(passage, quotations, argument, &statement.content);
    let gold = length(&statement.content);
    if both * 10 >= mine * 7 || (both * 10 >= gold * 8 && both * 10 >= mine * 4) {
        return Role::Content;
    }
    let (both, mine) = shared(passage, quotations, argument, &statement.source);
    if both > 0 && (both * 2 >= mine || (both * 10 >= length(&statement.source) * 9 && both * 4 >= mine)) {
        return Role::Source;
    }
    Role::None
}
