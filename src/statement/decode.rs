//! Decoding: from scored arguments to attributions.

use std::ops::Range;
use std::sync::LazyLock;

use smallvec::{SmallVec, smallvec};

use super::argument::{Argument, Via, arguments};
use super::cue::{self, Candidate};
use super::ends;
use super::passage::Passage;
use super::propose::{self, Proposal};
use super::rank;
use super::role::{Role, Scene, content_form};
use super::runs::without;
use super::starts;
use super::weights::{self, Weights, softmax};
use crate::lexicon::{is_one_of, is_time};
use crate::text::{Relation, Tag};

static ROLES: LazyLock<Weights<{ Role::COUNT }>> =
    LazyLock::new(|| Weights::load(&weights::model("roles.bin", include_bytes!("../../model/roles.bin"))));

/// The least probability with which an argument counts as content.
const CONTENT_FLOOR: f32 = 0.25;
/// The least probability with which an argument counts as source.
const SOURCE_FLOOR: f32 = 0.1;
/// How many units commas may enclose behind who speaks.
const ENCLOSED: usize = 20;
/// The least probability with which a second stretch is joined to the source.
const SOURCE_JOINED: f32 = 0.3;

/// Returns the weights that say what the arguments of a cue are.
pub fn roles() -> &'static Weights<{ Role::COUNT }> {
    &ROLES
}

/// What a cue reports, in units of its passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub cue: Candidate,
    /// The content's runs of units, in order, not overlapping.
    pub content: Vec<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// The unit that carries the source.
    pub source_head: Option<usize>,
    /// How the strongest content is tied to the cue.
    pub via: Via,
    pub form: &'static str,
    /// How likely the cue reports anything; after the judge, how likely the report is right.
    pub probability: f32,
    /// How likely the content is the right one, given that the cue reports something.
    pub sure: f32,
    /// How likely the strongest argument is content.
    pub argued: f32,
    pub source_probability: f32,
}

/// An argument with the probabilities of its roles.
#[derive(Debug, Clone)]
pub struct Scored {
    pub argument: Argument,
    pub roles: [f32; Role::COUNT],
}

/// Returns the arguments of a cue with the probabilities of their roles.
pub fn score(roles: &Weights<{ Role::COUNT }>, passage: &Passage, cue: &Candidate) -> Vec<Scored> {
    let arguments = arguments(passage, cue);
    let scene = Scene::new(passage, cue, &arguments);
    let mut shares = Vec::with_capacity(arguments.len());
    weights::with_features(|features| {
        let gathered = |argument| {
            scene.features(argument, features);
            features.0.len()
        };
        let ends: SmallVec<[usize; 16]> = arguments.iter().map(gathered).collect();
        roles.scores(&features.0, &ends, |sums| shares.push(softmax(sums)));
    });
    arguments.into_iter().zip(shares).map(|(argument, roles)| Scored { argument, roles }).collect()
}

/// Returns what the cues of a passage report; which of it to believe is for the judge to say.
pub fn reports(passage: &Passage) -> Vec<Report> {
    reports_with(&ROLES, rank::model(), passage)
}

/// The same with other weights, for training.
pub fn reports_with(roles: &Weights<{ Role::COUNT }>, ranks: &Weights<1>, passage: &Passage) -> Vec<Report> {
    let found = cue::candidates(passage)
        .into_iter()
        .filter_map(|cue| {
            let prospect = prospect(roles, passage, cue);
            let choice = rank::choose(ranks, &prospect.setting(passage), &prospect.proposals)?;
            let taken = prospect.proposals.get(choice.taken)?;
            let mut source = prospect.source_beside(&taken.runs);
            if let Some(source) = &mut source {
                source.units = trimmed(passage, source.units.clone());
            }
            let source = source.as_ref().filter(|source| !source.units.is_empty());
            Some(Report {
                content: taken.runs.to_vec(),
                source: source.map(|s| s.units.clone()),
                source_head: source.map(|s| s.head),
                via: taken.via,
                form: taken.form,
                probability: choice.reports,
                sure: choice.sure,
                argued: taken.probability,
                source_probability: source.map_or(0.0, |s| s.probability),
                cue: prospect.cue,
            })
        })
        .collect();
    settle(passage, found)
}

/// A stretch that may be the source of a cue.
#[derive(Debug, Clone)]
pub struct Source {
    pub units: Range<usize>,
    /// The unit that carries it.
    pub head: usize,
    pub probability: f32,
}

/// A cue with all that may be its source or its content.
#[derive(Debug)]
pub struct Prospect {
    pub cue: Candidate,
    /// The likeliest first.
    pub sources: Vec<Source>,
    pub proposals: Vec<Proposal>,
}

impl Prospect {
    /// Returns what a choice among the proposals is made from.
    pub fn setting<'a>(&'a self, passage: &'a Passage<'a>) -> rank::Setting<'a> {
        rank::Setting { passage, cue: &self.cue, source: self.sources.first() }
    }

    /// Returns the likeliest source that shares no unit with the content `runs`; one that runs on
    /// into the content ends before it.
    fn source_beside(&self, runs: &[Range<usize>]) -> Option<Source> {
        self.sources.iter().find_map(|source| {
            let units = &source.units;
            match runs.iter().find(|run| run.start < units.end && units.start < run.end) {
                None => Some(source.clone()),
                Some(run) if units.start < run.start && source.head < run.start => {
                    Some(Source { units: units.start..run.start, ..source.clone() })
                }
                Some(_) => None,
            }
        })
    }
}

/// Returns what `cue` may report.
pub fn prospect(roles: &Weights<{ Role::COUNT }>, passage: &Passage, cue: Candidate) -> Prospect {
    let scored = score(roles, passage, &cue);
    let mut sources = sources(passage, &scored);
    let decoded = decode(passage, &cue, &scored, sources.first());
    for source in &mut sources {
        source.units = grown(passage, &cue, trimmed(passage, source.units.clone()));
    }
    sources.retain(|source| source.units.start < source.units.end);
    let proposals = propose::proposals(passage, &cue, &scored, sources.first().map(|s| &s.units), decoded.as_ref());
    Prospect { cue, sources, proposals }
}

/// Returns what may be the source of a cue, the likeliest first.
fn sources(passage: &Passage, scored: &[Scored]) -> Vec<Source> {
    let source_of = |s: &Scored| s.roles[Role::Source as usize];
    let mut found: Vec<Source> = scored
        .iter()
        .filter(|s| source_of(s) >= SOURCE_FLOOR)
        .filter_map(|s| {
            // "A statement issued by the United States | and Ukraine": the parse broke it before the "and".
            // "reports [said more than half were filled]": what the cue reports is no part of it.
            let mut runs = s.argument.runs();
            let first = runs.clone().next();
            let carrying = runs.find(|run| run.contains(&s.argument.head)).or(first);
            let units = carrying.unwrap_or_else(|| s.argument.units.clone());
            let broken = passage.units[units.start].tag == Tag::Cc;
            let before =
                scored.iter().find(|o| broken && source_of(o) >= SOURCE_JOINED && o.argument.units.end == units.start);
            let start = before.map_or(units.start, |o| o.argument.units.start);
            let units = start..units.end;
            let (units, head) = match named(passage, &units) {
                Some(named) => named,
                // "Sprint said on Wednesday it would": a time is nobody.
                None if tells_when(passage, &units) => return None,
                None => (units, s.argument.head),
            };
            Some(Source { units, head, probability: source_of(s) })
        })
        .collect();
    found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    found
}

/// Returns whether units name nothing but a time: "on Friday", "last week".
fn tells_when(passage: &Passage, run: &Range<usize>) -> bool {
    let time = |u: usize| is_time(passage.units[u].lower);
    let beside = |u: usize| matches!(passage.units[u].tag, Tag::In | Tag::Dt | Tag::Jj | Tag::Cd | Tag::Rb);
    run.clone().any(time) && run.clone().all(|u| time(u) || beside(u))
}

/// "Spain | on Friday | announced", "sources familiar | with the talks | said": where the parse took
/// a phrase behind who speaks for who speaks, returns the whole, or the noun before the time, with
/// the unit that carries it.
fn named(passage: &Passage, source: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let units = &passage.units;
    let word = |u: usize| units[u].lower;
    let when = tells_when(passage, source);
    let first = word(source.start);
    // "with slogans", "after the government": no part of what stands before.
    let other = ["agent-preposition", "clause-preposition", "subordinator"].iter().any(|class| is_one_of(class, first));
    let carried = source.clone().any(|u| is_one_of("document", word(u)));
    let behind = units[source.start].tag == Tag::In && (first == "of" || !other) && !carried;
    if !when && !behind {
        return None;
    }
    let mut end = source.start;
    let outside = |u: usize| units[u].quotation.is_none() && !units[u].tag.is_mark();
    // "Delphi, which filed for bankruptcy in 2005, this week said": before what the commas enclose.
    if when && end > 1 && units[end - 1].tag == Tag::Comma {
        end = (1..end - 1).rev().take_while(|&u| end - u < ENCLOSED).find(|&u| units[u].tag == Tag::Comma)?;
    }
    let part = |u: usize| {
        let tag = units[u].tag;
        outside(u) && (tag.is_noun() || matches!(tag, Tag::Jj | Tag::Dt | Tag::Pos | Tag::Cd | Tag::PrpS | Tag::Hyph))
    };
    let start = (0..end).rev().take_while(|&u| part(u)).last()?;
    let head = (start..end).rev().find(|&u| units[u].tag.is_noun() || word(u) == "one")?;
    Some((start..if when { end } else { source.end }, head))
}

/// Returns what the scored arguments of a cue say it reports.
fn decode(passage: &Passage, cue: &Candidate, scored: &[Scored], source: Option<&Source>) -> Option<Decoded> {
    let content_of = |s: &Scored| s.roles[Role::Content as usize];
    let mut contents: Vec<&Scored> = scored.iter().filter(|s| content_of(s) >= CONTENT_FLOOR).collect();
    contents.sort_by(|a, b| content_of(b).total_cmp(&content_of(a)));
    let best = *contents.first()?;
    let own = cue.unit..cue.unit + 1;
    let mut taken: Vec<Range<usize>> = Vec::from([own]);
    if let Some(source) = source {
        taken.push(source.units.clone());
    }
    let form = content_form(passage, &best.argument);
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut parts: Vec<&Scored> = contents.into_iter().filter(|c| goes_with(passage, best, c)).collect();
    parts.sort_by_key(|c| c.argument.units.start);
    for content in parts {
        for run in content.argument.runs() {
            let run = starts::start(passage, cue, ends::cut(passage, cue, run));
            for piece in without(smallvec![run], &taken) {
                let piece = trimmed(passage, piece);
                if piece.start < piece.end {
                    taken.push(piece.clone());
                    runs.push(piece);
                }
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    let mut content = joined(passage, runs);
    if let Some(first) = parenthetical(passage, cue, source, &content) {
        content.insert(0, first);
    } else if !split_allowed(passage, best, &content) {
        // Of several pieces that nothing ties together, the one that holds the best argument.
        content.retain(|run| run.start < best.argument.units.end && best.argument.units.start < run.end);
    }
    if content.is_empty() {
        return None;
    }
    Some(Decoded { runs: content, via: best.argument.via, form, probability: content_of(best) })
}

/// Content put together from the likely arguments.
#[derive(Debug, Clone)]
pub struct Decoded {
    pub runs: Vec<Range<usize>>,
    pub via: Via,
    pub form: &'static str,
    pub probability: f32,
}

/// "California Attorney General | Xavier Becerra said": a source goes on up to its cue when nothing
/// but nouns stands between.
fn grown(passage: &Passage, cue: &Candidate, source: Range<usize>) -> Range<usize> {
    let units = &passage.units;
    if source.end > cue.unit || source.is_empty() {
        return source;
    }
    let nominal = |u: usize| (units[u].tag.is_noun() || units[u].tag == Tag::Pos) && units[u].quotation.is_none();
    let end = (source.end..cue.unit).take_while(|&u| nominal(u)).last().map_or(source.end, |u| u + 1);
    let rest = (end..cue.unit).all(|u| {
        matches!(units[u].tag, Tag::Rb | Tag::Md)
            || matches!(units[u].relation, Relation::Aux | Relation::AuxPass | Relation::Advmod)
    });
    source.start..if rest { end } else { source.end }
}

/// Returns whether `other` may be a part of the content that `best` is.
fn goes_with(passage: &Passage, best: &Scored, other: &Scored) -> bool {
    let quotation = |s: &Scored| content_form(passage, &s.argument) == "quotation";
    let above = |s: &Scored| matches!(s.argument.via, Via::Head | Via::Clause | Via::Noun);
    // “Q1,” he said, “Q2”; otherwise what hangs on the cue does not mix with what it hangs on.
    above(best) == above(other) || (quotation(best) && quotation(other))
}

/// Returns whether content in several pieces is plausible: split by its cue, or quotations.
fn split_allowed(passage: &Passage, best: &Scored, content: &[Range<usize>]) -> bool {
    content.len() < 2
        || best.argument.hole.is_some()
        || content.iter().all(|run| run.clone().any(|u| passage.units[u].quotation.is_some()))
}

/// "Hawaii, the governor pointed out, normally gets none": the first piece of content that goes on
/// without a subject of its own behind a cue between commas.
fn parenthetical(
    passage: &Passage,
    cue: &Candidate,
    source: Option<&Source>,
    content: &[Range<usize>],
) -> Option<Range<usize>> {
    let units = &passage.units;
    let source = &source?.units;
    let only = content.first().filter(|_| content.len() == 1)?;
    let block = source.start.min(cue.unit)..source.end.max(cue.unit + 1);
    let comma = |u: usize| units.get(u).is_some_and(|unit| matches!(unit.tag, Tag::Comma | Tag::Colon));
    let closes = (block.end..block.end + 6).find(|&u| comma(u))?;
    if block.start < 2 || !comma(block.start - 1) || only.start != closes + 1 {
        return None;
    }
    // Back to the mark or the beginning of the sentence before.
    let before =
        (0..block.start - 1).rev().take_while(|&u| !units[u].tag.is_mark() && units[u].quotation.is_none()).last()?;
    let piece = before..block.start - 1;
    let verb = piece.clone().any(|u| units[u].tag.is_finite());
    let goes_on = !only
        .clone()
        .take(4)
        .any(|u| matches!(units[u].relation, Relation::Nsubj | Relation::NsubjPass | Relation::Mark | Relation::Expl));
    let goes_on = goes_on || matches!(units[before].tag, Tag::In | Tag::Rb | Tag::Cc | Tag::Wrb);
    (!verb && goes_on && piece.len() <= 25).then_some(piece)
}

/// Leaves out marks at both ends.
pub fn trimmed(passage: &Passage, mut run: Range<usize>) -> Range<usize> {
    let is_mark = |u: usize| {
        let unit = &passage.units[u];
        unit.tag.is_mark() && unit.quotation.is_none() && !unit.lower.ends_with(')') && !unit.lower.starts_with('(')
    };
    while run.start < run.end && is_mark(run.start) {
        run.start += 1;
    }
    while run.end > run.start && is_mark(run.end - 1) {
        run.end -= 1;
    }
    run
}

/// Joins runs with nothing but marks between them.
fn joined(passage: &Passage, runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match out.last_mut() {
            Some(last) if (last.end..run.start).all(|u| passage.units[u].tag.is_mark()) => {
                last.end = run.end.max(last.end)
            }
            _ => out.push(run),
        }
    }
    out
}

/// Resolves reports that claim the same whole quotation: the more probable one keeps it.
fn settle(passage: &Passage, mut reports: Vec<Report>) -> Vec<Report> {
    let holds = |report: &Report, unit: usize| report.content.iter().any(|run| run.contains(&unit));
    for unit in 0..passage.units.len() {
        if passage.units[unit].quotation.is_none() {
            continue;
        }
        let claims: Vec<usize> = (0..reports.len()).filter(|&r| holds(&reports[r], unit)).collect();
        if claims.len() < 2 {
            continue;
        }
        let alone = |r: &Report| r.content.iter().map(Range::len).sum::<usize>() <= 2;
        // A report that consists of the quotation alone yields to a better one of its kind; one
        // that holds it inside a longer clause keeps it.
        let best = claims
            .iter()
            .copied()
            .filter(|&r| alone(&reports[r]))
            .max_by(|&a, &b| reports[a].probability.total_cmp(&reports[b].probability));
        for claim in claims {
            if Some(claim) != best && alone(&reports[claim]) {
                reports[claim].content.retain(|run| !run.contains(&unit));
            }
        }
    }
    reports.retain(|r| !r.content.is_empty());
    reports
}
