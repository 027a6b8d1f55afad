//! The features of a proposal: how it begins, how it ends, what it covers, how it fits the parse.

use super::Setting;
use super::shape::{after_end, boundaries, clause, coherence, passage_end, shape, subtree_top};
use crate::statement::feature::{Joined, Part, Sink, Template, fact, named, part, parts, range};
use crate::statement::frames;
use crate::statement::passage::Unit;
use crate::statement::propose::Proposal;
use crate::statement::role::{kind_of_head, quoted};
use crate::text::Relation;

/// Lengths in units that are told apart.
const LENGTHS: [(usize, Part); 7] = named([(1, "1"), (2, "2"), (4, "4"), (7, "7"), (12, "12"), (20, "20"), (32, "32")]);

/// Puts what speaks for and against the cue itself into `sink`.
pub fn nothing(setting: &Setting, proposals: &[Proposal], sink: &mut impl Sink) {
    let units = &setting.passage.units;
    let cue = &units[setting.cue.unit];
    let class = Part::from(setting.cue.class);
    let seen = frames::seen(setting.cue.class, cue);
    let source = setting.source.map_or(part!("none"), |s| kind_of_head(setting.passage, s.head));
    let best = tenth(proposals.iter().map(|p| p.probability).fold(0.0, f32::max));
    fact!(sink, "none", [class]);
    fact!(sink, "none seen", [class, seen]);
    fact!(sink, "none seen+source", [class, seen, source]);
    fact!(sink, "none lemma", [class, cue.entry()]);
    fact!(sink, "none act", [class, setting.cue.act]);
    fact!(sink, "none source", [class, source, tenth(setting.source.map_or(0.0, |s| s.probability))]);
    fact!(sink, "none best", [class, best]);
    fact!(sink, "none best+seen", [best, seen]);
    fact!(sink, "none tag", [class, cue.tag, cue.relation]);
    frames::reach_odds(sink, const { Template::new("none odds") }, setting.cue.class, cue, source.name);
    fact!(sink, "none listed", [setting.cue.listed]);
    fact!(sink, "none within", [cue.within.is_some()]);
}

/// How a proposal begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    start: usize,
    side: Part<'static>,
    shape: Part<'static>,
    clause: Part<'static>,
}

/// How a proposal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    end: usize,
    side: Part<'static>,
}

/// Returns how a proposal begins and ends: what many proposals of one cue share.
pub fn edges(setting: &Setting, proposal: &Proposal) -> Option<(Beginning, Ending)> {
    let (first, last) = (proposal.runs.first()?, proposal.runs.last()?);
    let (start, end) = (first.start, last.end);
    let cue = setting.cue.unit;
    let side = match (start < cue, end > cue) {
        (true, true) => part!("around"),
        (true, false) => part!("before"),
        _ => part!("after"),
    };
    let (shape, clause) = (shape(setting.passage, first), clause(setting.passage, first));
    Some((Beginning { start, side, shape, clause }, Ending { end, side }))
}

/// Puts the features of how proposals begin into `sink`.
pub fn beginning(setting: &Setting, beginning: Beginning, sink: &mut impl Sink) {
    let Beginning { start, side, shape, clause } = beginning;
    let units = &setting.passage.units;
    let cue = setting.cue.unit;
    let class = Part::from(setting.cue.class);
    let lemma = units[cue].entry();
    let act = Part::from(setting.cue.act);
    let seen = frames::seen(setting.cue.class, &units[cue]);
    let (tag, word) = (tag(units), word(units));
    let before = start.checked_sub(1);
    fact!(sink, "opener", [class, side, word(start)]);
    fact!(sink, "opener+act", [act, side, shape]);
    fact!(sink, "opener+lemma", [lemma, side, shape]);
    fact!(sink, "opener+seen", [seen, side, shape, clause]);
    fact!(sink, "clause+lemma", [lemma, side, clause]);
    fact!(sink, "clause+class", [class, side, clause, shape]);
    fact!(sink, "clause+act", [act, side, clause]);
    fact!(sink, "first tags", [side, tag(start), tag(start + 1), tag(start + 2)]);
    fact!(sink, "before tag", [side, before.map_or(EDGE, &tag), tag(start)]);
    fact!(sink, "before word", [class, side, before.map_or(EDGE, &word), shape]);
    let from_cue = from_cue(setting, start);
    fact!(sink, "distance", [class, from_cue, shape, clause]);
    fact!(sink, "distance+lemma", [lemma, from_cue]);
    if start > cue {
        let between = Joined::of((cue + 1..start).take(3).map(|u| tag(u).name), " ");
        fact!(sink, "between", [class, between.as_str(), shape]);
        let marks = (cue + 1..start).filter(|&u| units[u].tag.is_mark()).count();
        fact!(sink, "marks between", [parts!["0", "1", "2+"][marks.min(2)], from_cue, clause]);
        let skipped_clause = (cue + 1..start).any(|u| units[u].tag.is_verb());
        fact!(sink, "verb between", [skipped_clause, clause]);
    }
    fact!(sink, "cue relation", [class, units[cue].relation, side, clause]);
    let kind = setting.source.map_or(part!("none"), |s| kind_of_head(setting.passage, s.head));
    fact!(sink, "source", [kind, side, clause]);
}

/// Puts the features of how proposals end into `sink`.
pub fn ending(setting: &Setting, ending: Ending, sink: &mut impl Sink) {
    let Ending { end, side } = ending;
    let units = &setting.passage.units;
    let (tag, word) = (tag(units), word(units));
    fact!(sink, "end", [setting.cue.class, side, passage_end(setting.passage, end)]);
    fact!(sink, "after word", [side, word(end)]);
    fact!(sink, "after tag", [side, tag(end), tag(end + 1)]);
    fact!(sink, "after word+tag", [side, word(end), tag(end + 1)]);
    fact!(sink, "after mark+word", [side, tag(end), word(end + 1)]);
    fact!(sink, "last tag", [tag(end.wrapping_sub(1)), tag(end)]);
}

/// What stands for the unit before the first and behind the last.
const EDGE: Part = Part::new("edge");

fn tag(units: &[Unit]) -> impl Fn(usize) -> Part<'static> {
    |u| units.get(u).map_or(EDGE, |unit| unit.tag.into())
}

fn word<'a>(units: &'a [Unit<'a>]) -> impl Fn(usize) -> Part<'a> {
    |u| units.get(u).map_or(EDGE, Unit::word)
}

/// Returns how many units stand between the cue, with a source behind it, and a start behind both.
fn from_cue(setting: &Setting, start: usize) -> Part<'static> {
    let cue = setting.cue.unit;
    if start <= cue {
        return part!("before");
    }
    let source = setting.source.filter(|s| s.units.start > cue && s.units.end <= start);
    let from = source.map_or(cue + 1, |s| s.units.end);
    parts!["0", "1", "2", "3", "4", "5+"][start.saturating_sub(from).min(5)]
}

/// What comes behind a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    end: usize,
    side: Part<'static>,
    /// The first word, the top of its subtree, where that hangs, and whether the word hangs inside.
    next: Option<(usize, usize, Part<'static>, bool)>,
}

/// Returns what comes behind a proposal.
pub fn following(
    setting: &Setting,
    proposal: &Proposal,
    (begin, Ending { end, side }): (Beginning, Ending),
) -> Following {
    let (passage, cue) = (setting.passage, setting.cue.unit);
    let units = &passage.units;
    let inside = |u: usize| proposal.runs.iter().any(|run| run.contains(&u));
    let next = after_end(passage, end).map(|next| {
        let top = subtree_top(passage, next, end);
        let hangs = match units[top].head {
            Some(h) if inside(h) => part!("inside"),
            Some(h) if h == cue => part!("cue"),
            Some(h) if h < cue.min(begin.start) => part!("above"),
            Some(_) => part!("elsewhere"),
            None => part!("root"),
        };
        (next, top, hangs, units[next].head.is_some_and(inside))
    });
    Following { end, side, next }
}

/// Puts the features of what comes behind proposals into `sink`.
pub fn follows(setting: &Setting, Following { end, side, next }: Following, sink: &mut impl Sink) {
    let Some((next, top, hangs, into)) = next else {
        fact!(sink, "next", [part!("nothing"), side]);
        return;
    };
    let units = &setting.passage.units;
    let tag = tag(units);
    let (unit, top_, cue) = (&units[next], &units[top], &units[setting.cue.unit]);
    let relation = Part::from(top_.relation);
    let subject = subject(setting.passage.child(top, &[Relation::Nsubj, Relation::NsubjPass]));
    fact!(sink, "next", [relation, hangs, tag(end)]);
    fact!(sink, "next tag", [relation, top_.tag, hangs, subject]);
    fact!(sink, "next word", [unit.word(), hangs]);
    fact!(sink, "next into", [into, tag(next)]);
    fact!(sink, "next tense", [cue.tag, top_.tag, relation, subject]);
    fact!(sink, "next reports", [top_.reports(), subject, relation]);
}

fn subject(found: Option<usize>) -> Part<'static> {
    if found.is_some() { part!("subject") } else { part!("no") }
}

/// Where a proposal might have ended earlier and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    end: usize,
    /// The first word behind it, the top of its subtree, and where that hangs.
    next: usize,
    top: usize,
    hangs: Part<'static>,
}

/// Returns where a proposal might have ended earlier and does not.
pub fn covered<'a>(
    setting: &'a Setting,
    proposal: &Proposal,
    (Beginning { start, .. }, Ending { end, .. }): (Beginning, Ending),
) -> impl Iterator<Item = Covered> + 'a {
    let (passage, cue) = (setting.passage, setting.cue.unit);
    let units = &passage.units;
    let from = if proposal.runs.len() > 1 { proposal.runs.last().map_or(0, |run| run.start) } else { 0 };
    boundaries(passage, from.max(proposal.runs.first().map_or(0, |run| run.start)), end).filter_map(move |inner| {
        let next = after_end(passage, inner)?;
        let top = subtree_top(passage, next, inner);
        let hangs = match units[top].head {
            Some(h) if h == cue => part!("cue"),
            Some(h) if h < start => part!("above"),
            Some(h) if h >= end => part!("below"),
            Some(h) if units[h].head.is_none_or(|up| up < start || up >= end) => part!("top"),
            Some(_) => part!("inside"),
            None => part!("root"),
        };
        Some(Covered { end: inner, next, top, hangs })
    })
}

/// Puts the features of a place where proposals might have ended into `sink`.
pub fn covers(setting: &Setting, Covered { end, next, top, hangs }: Covered, sink: &mut impl Sink) {
    let units = &setting.passage.units;
    let (tag, word) = (tag(units), word(units));
    let relation = Part::from(units[top].relation);
    let subject = subject(setting.passage.child(top, &[Relation::Nsubj, Relation::NsubjPass, Relation::Expl]));
    let same = if units[top].tag == units[setting.cue.unit].tag { part!("same") } else { units[top].tag.into() };
    fact!(sink, "covers", [relation, hangs, tag(end)]);
    fact!(sink, "covers word", [word(end), relation, hangs]);
    fact!(sink, "covers next", [units[next].word(), tag(end)]);
    fact!(sink, "covers tense", [same, relation, subject, hangs]);
    fact!(sink, "covers report", [units[top].reports(), subject, relation, same]);
}

/// Puts the features of one proposal into `sink`, those of how it begins and ends, of what comes behind it and
/// of where it might have ended left out.
pub fn proposal(
    setting: &Setting,
    proposal: &Proposal,
    (Beginning { start, side, shape, clause }, Ending { end, .. }): (Beginning, Ending),
    all: &[Proposal],
    sink: &mut impl Sink,
) {
    let passage = setting.passage;
    let units = &passage.units;
    let cue = setting.cue.unit;
    let class = Part::from(setting.cue.class);
    let lemma = units[cue].entry();
    let seen = frames::seen(setting.cue.class, &units[cue]);
    let runs = &proposal.runs;
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
    let origin = origin(proposal);
    let share = tenth(proposal.probability);
    let fit = tenth(proposal.fit);
    let pieces = parts!["0", "1", "2", "3+"][runs.len().min(3)];
    let form = Part::from(proposal.form);
    fact!(sink, "origin", [origin, side]);
    fact!(sink, "origin+class", [origin, class, side]);
    fact!(sink, "origin+share", [origin, share]);
    fact!(sink, "share+fit", [share, fit, side]);
    fact!(sink, "fit", [form, fit]);
    fact!(sink, "form", [class, form, proposal.via.as_str(), side, share]);
    fact!(sink, "pieces", [pieces, side, origin]);
    let rank = all.iter().filter(|other| other.probability > proposal.probability + 1e-6).count();
    fact!(sink, "place", [parts!["0", "1", "2", "3", "4"][rank.min(4)], share]);

    let stop = passage_end(passage, end);
    fact!(sink, "end+form", [side, stop, clause, origin]);
    // How it agrees with the parse.
    let (crossing, orphans, heads) = coherence(passage, runs, cue);
    let crossing_ = parts!["0", "1", "2", "3", "4+"][crossing.min(4)];
    let orphans_ = parts!["0", "1", "2", "3+"][orphans.min(3)];
    fact!(sink, "crossing", [crossing_, orphans_, side]);
    fact!(sink, "crossing+clause", [crossing_, clause]);
    fact!(sink, "orphans", [orphans_, stop]);
    fact!(sink, "hangs on", [class, heads.0, heads.1, side]);
    fact!(sink, "hangs on+clause", [heads.0, heads.1, clause]);
    let length: usize = runs.iter().map(ExactSizeIterator::len).sum();
    let length_ = range(length, &LENGTHS);
    fact!(sink, "length", [side, length_, clause]);
    fact!(sink, "length+lemma", [lemma, length_]);
    fact!(sink, "length+class", [class, length_, stop]);
    // Other cues, verbs and quotations inside and left out.
    let covered = |u: usize| runs.iter().any(|run| run.contains(&u));
    let marked = quoted(passage, runs.iter().cloned());
    let breaks = |u: usize| {
        u > 0 && units.get(u).is_some_and(|x| x.within.is_some() && units[u - 1].within == x.within) && x_only(units, u)
    };
    let torn = match (breaks(start), breaks(end)) {
        (false, false) => part!("whole"),
        (true, false) => part!("start torn"),
        (false, true) => part!("end torn"),
        _ => part!("torn"),
    };
    fact!(sink, "marked", [class, marked, torn, side]);
    fact!(sink, "marked+form", [marked, clause, side]);
    fact!(sink, "torn", [torn]);
    let quotation = |u: usize| units[u].quotation.is_some();
    let inside = passage.quoted.iter().any(|&u| quotation(u) && covered(u));
    let only = length == 1 && inside;
    let beside = passage.quoted.iter().any(|&u| quotation(u) && !covered(u));
    let words_out = passage.quoted.iter().any(|&u| units[u].within.is_some() && !covered(u));
    let quotes = match (inside, only, beside) {
        (true, true, false) => part!("all of it"),
        (true, true, true) => part!("one of several"),
        (true, false, false) => part!("with words"),
        (true, false, true) => part!("with words, others out"),
        (false, _, true) => part!("left out"),
        _ => part!("none"),
    };
    fact!(sink, "quotation", [class, quotes, side]);
    fact!(sink, "quotation+pieces", [quotes, pieces, side]);
    fact!(sink, "quotation+seen", [quotes, seen]);
    fact!(sink, "quoted words out", [words_out, marked, side]);
    let verbs = first.clone().chain(last.clone()).filter(|&u| u != cue && units[u].tag.is_finite()).take(8).count();
    fact!(sink, "verbs", [parts!["0", "1", "2", "3+"][(verbs / runs.len().min(2)).min(3)], side, clause]);
    fact!(sink, "cue tag", [units[cue].tag, side, clause, marked]);
    let place = setting.source.map_or(part!("none"), |s| {
        let inside = runs.iter().any(|run| run.start < s.units.end && s.units.start < run.end);
        match (inside, s.units.start > cue) {
            (true, _) => part!("inside"),
            (false, true) => part!("after"),
            _ => part!("before"),
        }
    });
    fact!(sink, "source place", [place, side, shape, from_cue(setting, start)]);
}

fn x_only(units: &[Unit], u: usize) -> bool {
    units[u].quotation.is_none() && units[u - 1].quotation.is_none()
}

/// Returns in which ways a proposal came about.
fn origin(proposal: &Proposal) -> Part<'static> {
    let o = proposal.origin;
    match (o.decoded, o.argument || o.shortened, o.rest || o.front || o.around) {
        (true, true, true) => part!("all"),
        (true, true, false) => part!("decoded,argument"),
        (true, false, true) => part!("decoded,surface"),
        (true, false, false) => part!("decoded"),
        (false, true, true) => {
            if o.argument {
                part!("argument,surface")
            } else {
                part!("shortened,surface")
            }
        }
        (false, true, false) => {
            if o.argument {
                part!("argument")
            } else {
                part!("shortened")
            }
        }
        _ if o.around => part!("around"),
        _ if o.front => part!("front"),
        _ => part!("rest"),
    }
}

/// Returns in which tenth a probability lies.
fn tenth(probability: f32) -> Part<'static> {
    parts!["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "95", "99"][match probability {
        p if p >= 0.99 => 11,
        p if p >= 0.95 => 10,
        p => (p * 10.0).clamp(0.0, 9.0) as usize,
    }]
}
