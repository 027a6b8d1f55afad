//! Roles: what the features of a cue and one of its arguments say about content and source.

use std::ops::Range;

use super::argument::{Argument, Via};
use super::cue::Candidate;
use super::feature::{Sink, Template, fact, range};
use super::frames;
use super::passage::{Passage, QUOTATION};
use crate::lexicon::is_one_of;
use crate::text::{Relation, Tag};

/// What an argument is to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(usize)]
pub enum Role {
    None = 0,
    Content = 1,
    Source = 2,
}

impl Role {
    pub const COUNT: usize = 3;
}

/// Facts about a cue that all its arguments share, worked out once.
pub struct Scene<'a> {
    passage: &'a Passage,
    cue: &'a Candidate,
    lemma: &'a str,
    /// The kind of subject: "he", "name", "body", "thing", "none".
    subject: &'static str,
    /// The clearest content that hangs on the cue: "quotation", "that", "clause", "infinitive", "object".
    strongest: &'static str,
    clause_end: Option<usize>,
    negated: bool,
    modal: bool,
    passive: bool,
    odds: frames::Odds<'static>,
    seen: &'static str,
    arguments: &'a [Argument],
}

impl<'a> Scene<'a> {
    /// Returns the scene of `cue`, given its arguments.
    pub fn new(passage: &'a Passage, cue: &'a Candidate, arguments: &'a [Argument]) -> Self {
        let units = &passage.units;
        let children = &passage.children[cue.unit];
        let subject = arguments
            .iter()
            .find(|a| {
                matches!(a.relation, Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter | Relation::Expl)
                    && a.via == Via::Child
                    || a.via == Via::Governor
            })
            .or_else(|| arguments.iter().find(|a| a.via == Via::Shared))
            .map_or("none", |a| kind_of_head(passage, a.head));
        let mut strongest = "none";
        let mut clause_end = None;
        let rank = |s: &str| {
            ["none", "object", "infinitive", "clause", "that", "quotation"].iter().position(|&x| x == s).unwrap_or(0)
        };
        for argument in arguments {
            if !matches!(argument.via, Via::Child | Via::Near | Via::Head) {
                continue;
            }
            let form = content_form(passage, argument);
            if rank(form) > rank(strongest) {
                strongest = form;
                clause_end = Some(argument.units.end);
            }
        }
        let lower = |c: &usize| units[*c].lower.as_str();
        Scene {
            passage,
            cue,
            lemma: &units[cue.unit].lemma,
            subject,
            strongest,
            clause_end,
            negated: children.iter().any(|c| is_one_of("negator", lower(c))),
            modal: children.iter().any(|&c| units[c].tag == Tag::Md),
            passive: children.iter().any(|&c| matches!(units[c].relation, Relation::AuxPass | Relation::NsubjPass)),
            odds: frames::Odds::new(cue.class, &units[cue.unit].lemma),
            seen: frames::bucket(cue.class, &units[cue.unit].lemma, None),
            arguments,
        }
    }

    /// Puts the features of `argument` into `sink`.
    pub fn features(&self, argument: &Argument, sink: &mut impl Sink) {
        let (passage, units) = (self.passage, &self.passage.units);
        let cue = &units[self.cue.unit];
        let head = &units[argument.head];
        let class = self.cue.class.as_str();
        let via = argument.via.as_str();
        let relation = argument.relation.as_str();
        let side = if argument.head < self.cue.unit { "before" } else { "after" };
        let form = content_form(passage, argument);
        let first = argument.runs().first().map_or(argument.head, |run| run.start);
        let opener = units[first].lower.as_str();
        let case = passage
            .child(argument.head, &[Relation::Case])
            .filter(|&c| c < argument.head)
            .map_or("", |c| units[c].lower.as_str());
        let kind = kind_of_head(passage, argument.head);
        let frame = frames::frame(argument.via, argument.relation, form, case, side);
        let framed = frames::bucket(self.cue.class, self.lemma, Some(&frame));
        let steps = ["0", "1", "2", "3", "4+"][argument.steps.min(4)];
        let length = range(argument.units.len(), &LENGTHS);
        let gap = self.gap(argument);
        let listed = if self.cue.listed { "listed" } else { "other" };

        fact!(sink, "bias", &[class]);
        fact!(sink, "via", &[class, via, relation, side]);
        fact!(sink, "frame", &[class, &frame, side]);
        fact!(sink, "frame+strongest", &[class, &frame, side, self.strongest]);
        fact!(sink, "frame+subject", &[class, &frame, self.subject]);
        fact!(sink, "frame+framed", &[class, &frame, framed]);
        fact!(sink, "frame+seen", &[class, &frame, self.seen]);
        fact!(sink, "framed", &[framed, side]);
        fact!(sink, "seen+form", &[self.seen, form]);
        fact!(sink, "seen+framed", &[self.seen, framed, self.strongest]);
        fact!(sink, "lemma+frame", &[class, self.lemma, &frame]);
        fact!(sink, "lemma+form", &[class, self.lemma, form]);
        fact!(sink, "lemma+side", &[class, self.lemma, via, side]);
        fact!(sink, "act+frame", &[class, self.cue.act, &frame, side]);
        fact!(sink, "act+form", &[class, self.cue.act, form]);
        fact!(sink, "form+side", &[class, via, form, side, gap]);
        fact!(sink, "form+subject", &[class, form, self.subject, side]);
        fact!(sink, "opener", &[class, via, relation, opener]);
        fact!(sink, "head", &[class, via, relation, head.tag.as_str(), side]);
        fact!(sink, "headword", &[class, via, &head.lemma]);
        fact!(sink, "kind", &[class, via, relation, kind, side]);
        fact!(sink, "kind+strongest", &[class, via, relation, kind, self.strongest]);
        fact!(sink, "case", &[class, via, relation, case]);
        fact!(sink, "case+lemma", &[self.lemma, relation, case]);
        fact!(sink, "length", &[class, via, form, length]);
        fact!(sink, "gap", &[class, via, relation, gap, side]);
        fact!(sink, "steps", &[via, relation, steps]);
        fact!(sink, "steps+form", &[via, form, steps, side]);
        fact!(sink, "cue tag", &[class, cue.tag.as_str(), via, form]);
        fact!(sink, "cue relation", &[class, cue.relation.as_str(), via, form, side]);
        fact!(sink, "cue relation+seen", &[class, cue.relation.as_str(), self.seen, form]);
        sink.reach(const { Template::new("odds") }, "frame", self.odds.within(&frame));
        sink.reach(const { Template::new("odds") }, "word", self.odds.anywhere());
        fact!(sink, "listed", &[listed, form, side]);
        fact!(sink, "negated", &[class, via, form, flag(self.negated), flag(self.modal)]);
        fact!(sink, "passive", &[class, &frame, flag(self.passive)]);
        fact!(sink, "passive+lemma", &[self.lemma, via, relation, flag(self.passive)]);
        if let Some(end) = self.clause_end {
            let after = argument.units.start >= end;
            fact!(sink, "past content", &[relation, flag(after), self.strongest, case]);
            fact!(sink, "past content+tag", &[relation, flag(after), self.strongest, head.tag.as_str(), gap]);
        }
        fact!(sink, "edge", &[class, via, relation, form, self.edge(argument)]);
        let (before, touching) = self.neighbour(argument);
        fact!(sink, "before", &[class, via, relation, before, touching]);
        fact!(sink, "before+form", &[class, form, before, touching, case]);
        fact!(sink, "before+lemma", &[self.lemma, relation, before, case]);
        let (after, next) = self.follower(argument);
        fact!(sink, "after", &[class, via, relation, form, after, next]);
        fact!(sink, "after+act", &[class, self.cue.act, relation, after, next]);
        let quoted = quoted(passage, argument.runs());
        let inside = flag(cue.within.is_some());
        fact!(sink, "quoted", &[class, via, form, quoted, side]);
        fact!(sink, "quoted+framed", &[framed, quoted]);
        fact!(sink, "quoted+seen", &[self.seen, form, quoted]);
        fact!(sink, "quoted+act", &[self.cue.act, form, quoted]);
        fact!(sink, "inside", &[class, via, inside, quoted]);
        if is_one_of("condition", opener) || opener == "as" {
            fact!(sink, "subordinate", &[class, via, relation, opener, side]);
        }
    }

    /// What stands between the cue and the argument: nothing, a comma, a colon, words.
    fn gap(&self, argument: &Argument) -> &'static str {
        let (from, to) = if argument.units.start > self.cue.unit {
            (self.cue.unit + 1, argument.units.start)
        } else {
            (argument.units.end.min(self.cue.unit), self.cue.unit)
        };
        let between = &self.passage.units[from..to];
        if between.is_empty() {
            "none"
        } else if between.iter().any(|u| u.lower == ":") {
            "colon"
        } else if between.iter().any(|u| u.tag == Tag::Comma) {
            if between.len() == 1 { "comma" } else { "words,comma" }
        } else if between.len() <= 2 {
            "short"
        } else {
            "words"
        }
    }

    /// The relation of the argument that ends where this one begins, and whether they touch.
    fn neighbour(&self, argument: &Argument) -> (&'static str, &'static str) {
        if argument.units.start == self.cue.unit + 1 {
            return ("cue", "touching");
        }
        self.arguments
            .iter()
            .filter(|a| a.units.end <= argument.units.start && a.units.start > self.cue.unit)
            .max_by_key(|a| a.units.end)
            .map_or(("none", "apart"), |a| {
                let touching = if a.units.end == argument.units.start { "touching" } else { "apart" };
                (a.relation.as_str(), touching)
            })
    }

    /// The relation and form of the argument that begins where this one ends.
    fn follower(&self, argument: &Argument) -> (&'static str, &'static str) {
        self.arguments
            .iter()
            .find(|a| a.units.start == argument.units.end && a.via == Via::Child)
            .map_or(("none", "none"), |a| (a.relation.as_str(), content_form(self.passage, a)))
    }

    /// Whether the argument reaches an edge of the passage.
    fn edge(&self, argument: &Argument) -> &'static str {
        let units = &self.passage.units;
        let last = units.iter().rposition(|u| !u.tag.is_mark()).unwrap_or(0);
        match (argument.units.start == 0, argument.units.end > last) {
            (true, true) => "both",
            (true, false) => "start",
            (false, true) => "end",
            (false, false) => "inside",
        }
    }
}

fn flag(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Lengths in units that are told apart.
const LENGTHS: [(usize, &str); 6] = [(1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (32, "32")];

/// Returns how far runs of units stand inside quotations of a few words.
pub fn quoted(passage: &Passage, runs: impl IntoIterator<Item = Range<usize>>) -> &'static str {
    let mut units = runs.into_iter().flatten().map(|u| passage.units[u].within).peekable();
    let opens = units.peek().is_some_and(Option::is_some);
    let (mut some, mut all) = (false, true);
    for within in units {
        some |= within.is_some();
        all &= within.is_some();
    }
    match (some, all, opens) {
        (false, ..) => "none",
        (_, true, _) => "all",
        (.., true) => "opens",
        _ => "some",
    }
}

/// Returns the shape of an argument as content.
pub fn content_form(passage: &Passage, argument: &Argument) -> &'static str {
    let units = &passage.units;
    let head = &units[argument.head];
    if head.lemma == QUOTATION {
        return "quotation";
    }
    let children = &passage.children[argument.head];
    let has = |relations: &[Relation]| children.iter().any(|&c| relations.contains(&units[c].relation));
    let marked = |word: &str| children.iter().any(|&c| units[c].relation == Relation::Mark && units[c].lower == word);
    let clausal = head.tag.is_verb() || has(&[Relation::Cop]);
    if clausal {
        let subject =
            has(&[Relation::Nsubj, Relation::NsubjPass, Relation::Csubj, Relation::Expl, Relation::NsubjOuter]);
        if marked("that") {
            "that"
        } else if marked("whether") || marked("if") {
            "whether"
        } else if children.iter().any(|&c| matches!(units[c].tag, Tag::Wrb | Tag::Wp | Tag::Wdt)) {
            "wh-clause"
        } else if head.tag == Tag::Vb && children.iter().any(|&c| units[c].tag == Tag::To) {
            "infinitive"
        } else if subject {
            "clause"
        } else if head.tag == Tag::Vbg {
            "gerund"
        } else {
            "subjectless"
        }
    } else if has(&[Relation::Case]) {
        "oblique"
    } else if head.tag.is_noun() || head.tag == Tag::Prp || head.tag == Tag::Cd || head.tag == Tag::Dt {
        "object"
    } else if matches!(head.tag, Tag::Jj | Tag::Jjr | Tag::Jjs) {
        "adjective"
    } else {
        "other"
    }
}

/// Returns what sort of thing a subject is, as far as its words show.
pub fn kind_of_head(passage: &Passage, head: usize) -> &'static str {
    let unit = &passage.units[head];
    match unit.tag {
        Tag::Prp => match unit.lower.as_str() {
            "it" => "it",
            "i" | "we" | "you" => "I",
            _ => "he",
        },
        Tag::Nnp | Tag::Nnps => "name",
        Tag::Wp | Tag::Wdt => "who",
        Tag::Nns => "nouns",
        Tag::Nn if unit.lemma == QUOTATION => "quotation",
        Tag::Nn => "noun",
        Tag::Dt | Tag::Ex => "this",
        Tag::Cd => "number",
        _ if unit.tag.is_verb() => "verb",
        _ => "other",
    }
}
