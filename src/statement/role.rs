//! Roles: what the features of a cue and one of its arguments say about content and source.

use std::ops::Range;

use super::argument::{Argument, Via};
use super::cue::Candidate;
use super::feature::{Part, Sink, Template, fact, named, part, parts, range};
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
    passage: &'a Passage<'a>,
    cue: &'a Candidate,
    /// The kind of subject: "he", "name", "body", "thing", "none".
    subject: Part<'static>,
    /// The clearest content that hangs on the cue: "quotation", "that", "clause", "infinitive", "object".
    strongest: Part<'static>,
    clause_end: Option<usize>,
    negated: bool,
    modal: bool,
    passive: bool,
    odds: frames::Odds<'a>,
    seen: Part<'static>,
    arguments: &'a [Argument],
}

impl<'a> Scene<'a> {
    /// Returns the scene of `cue`, given its arguments.
    pub fn new(passage: &'a Passage<'a>, cue: &'a Candidate, arguments: &'a [Argument]) -> Self {
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
            .map_or(part!("none"), |a| kind_of_head(passage, a.head));
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
        let lower = |c: &usize| units[*c].lower;
        Scene {
            passage,
            cue,
            subject,
            strongest: strongest.into(),
            clause_end,
            negated: children.iter().any(|c| is_one_of("negator", lower(c))),
            modal: children.iter().any(|&c| units[c].tag == Tag::Md),
            passive: children.iter().any(|&c| matches!(units[c].relation, Relation::AuxPass | Relation::NsubjPass)),
            odds: frames::Odds::new(cue.class, units[cue.unit].entry()),
            seen: frames::seen(cue.class, &units[cue.unit]),
            arguments,
        }
    }

    /// Puts the features of `argument` into `sink`.
    pub fn features(&self, argument: &Argument, sink: &mut impl Sink) {
        let (passage, units) = (self.passage, &self.passage.units);
        let cue = &units[self.cue.unit];
        let head = &units[argument.head];
        let (lemma, act) = (cue.entry(), Part::from(self.cue.act));
        let class = Part::from(self.cue.class);
        let via = Part::from(argument.via.as_str());
        let relation = Part::from(argument.relation);
        let side = if argument.head < self.cue.unit { part!("before") } else { part!("after") };
        let form = Part::from(content_form(passage, argument));
        let first = argument.runs().next().map_or(argument.head, |run| run.start);
        let opener = units[first].word();
        let case = passage
            .child(argument.head, &[Relation::Case])
            .filter(|&c| c < argument.head)
            .map_or(part!(""), |c| units[c].word());
        let kind = kind_of_head(passage, argument.head);
        let frame = frames::frame(argument.via, argument.relation, form.name, case.name, side.name);
        let frame = Part::from(frame.as_str());
        let framed = self.odds.bucket(frame);
        let within = self.odds.within(frame);
        let steps = parts!["0", "1", "2", "3", "4+"][argument.steps.min(4)];
        let length = range(argument.units.len(), &LENGTHS);
        let gap = self.gap(argument);
        let listed = if self.cue.listed { part!("listed") } else { part!("other") };

        fact!(sink, "bias", [class]);
        fact!(sink, "via", [class, via, relation, side]);
        fact!(sink, "frame", [class, frame, side]);
        fact!(sink, "frame+strongest", [class, frame, side, self.strongest]);
        fact!(sink, "frame+subject", [class, frame, self.subject]);
        fact!(sink, "frame+framed", [class, frame, framed]);
        fact!(sink, "frame+seen", [class, frame, self.seen]);
        fact!(sink, "framed", [framed, side]);
        fact!(sink, "seen+form", [self.seen, form]);
        fact!(sink, "seen+framed", [self.seen, framed, self.strongest]);
        fact!(sink, "lemma+frame", [class, lemma, frame]);
        fact!(sink, "lemma+form", [class, lemma, form]);
        fact!(sink, "lemma+side", [class, lemma, via, side]);
        fact!(sink, "act+frame", [class, act, frame, side]);
        fact!(sink, "act+form", [class, act, form]);
        fact!(sink, "form+side", [class, via, form, side, gap]);
        fact!(sink, "form+subject", [class, form, self.subject, side]);
        fact!(sink, "opener", [class, via, relation, opener]);
        fact!(sink, "head", [class, via, relation, head.tag, side]);
        fact!(sink, "headword", [class, via, head.entry()]);
        fact!(sink, "kind", [class, via, relation, kind, side]);
        fact!(sink, "kind+strongest", [class, via, relation, kind, self.strongest]);
        fact!(sink, "case", [class, via, relation, case]);
        fact!(sink, "case+lemma", [lemma, relation, case]);
        fact!(sink, "length", [class, via, form, length]);
        fact!(sink, "gap", [class, via, relation, gap, side]);
        fact!(sink, "steps", [via, relation, steps]);
        fact!(sink, "steps+form", [via, form, steps, side]);
        fact!(sink, "cue tag", [class, cue.tag, via, form]);
        fact!(sink, "cue relation", [class, cue.relation, via, form, side]);
        fact!(sink, "cue relation+seen", [class, cue.relation, self.seen, form]);
        sink.reach(const { Template::new("odds") }, part!("frame"), within);
        sink.reach(const { Template::new("odds") }, part!("word"), self.odds.anywhere());
        fact!(sink, "listed", [listed, form, side]);
        fact!(sink, "negated", [class, via, form, self.negated, self.modal]);
        fact!(sink, "passive", [class, frame, self.passive]);
        fact!(sink, "passive+lemma", [lemma, via, relation, self.passive]);
        if let Some(end) = self.clause_end {
            let after = argument.units.start >= end;
            fact!(sink, "past content", [relation, after, self.strongest, case]);
            fact!(sink, "past content+tag", [relation, after, self.strongest, head.tag, gap]);
        }
        fact!(sink, "edge", [class, via, relation, form, self.edge(argument)]);
        let (before, touching) = self.neighbour(argument);
        fact!(sink, "before", [class, via, relation, before, touching]);
        fact!(sink, "before+form", [class, form, before, touching, case]);
        fact!(sink, "before+lemma", [lemma, relation, before, case]);
        let (after, next) = self.follower(argument);
        fact!(sink, "after", [class, via, relation, form, after, next]);
        fact!(sink, "after+act", [class, act, relation, after, next]);
        let quoted = quoted(passage, argument.runs());
        let inside = Part::from(cue.within.is_some());
        fact!(sink, "quoted", [class, via, form, quoted, side]);
        fact!(sink, "quoted+framed", [framed, quoted]);
        fact!(sink, "quoted+seen", [self.seen, form, quoted]);
        fact!(sink, "quoted+act", [act, form, quoted]);
        fact!(sink, "inside", [class, via, inside, quoted]);
        if is_one_of("condition", opener.name) || opener.name == "as" {
            fact!(sink, "subordinate", [class, via, relation, opener, side]);
        }
    }

    /// What stands between the cue and the argument: nothing, a comma, a colon, words.
    fn gap(&self, argument: &Argument) -> Part<'static> {
        let (from, to) = if argument.units.start > self.cue.unit {
            (self.cue.unit + 1, argument.units.start)
        } else {
            (argument.units.end.min(self.cue.unit), self.cue.unit)
        };
        let between = &self.passage.units[from..to];
        if between.is_empty() {
            part!("none")
        } else if between.iter().any(|u| u.lower == ":") {
            part!("colon")
        } else if between.iter().any(|u| u.tag == Tag::Comma) {
            if between.len() == 1 { part!("comma") } else { part!("words,comma") }
        } else if between.len() <= 2 {
            part!("short")
        } else {
            part!("words")
        }
    }

    /// The relation of the argument that ends where this one begins, and whether they touch.
    fn neighbour(&self, argument: &Argument) -> (Part<'static>, Part<'static>) {
        if argument.units.start == self.cue.unit + 1 {
            return (part!("cue"), part!("touching"));
        }
        self.arguments
            .iter()
            .filter(|a| a.units.end <= argument.units.start && a.units.start > self.cue.unit)
            .max_by_key(|a| a.units.end)
            .map_or((part!("none"), part!("apart")), |a| {
                let touching = if a.units.end == argument.units.start { part!("touching") } else { part!("apart") };
                (a.relation.into(), touching)
            })
    }

    /// The relation and form of the argument that begins where this one ends.
    fn follower(&self, argument: &Argument) -> (Part<'static>, Part<'static>) {
        self.arguments
            .iter()
            .find(|a| a.units.start == argument.units.end && a.via == Via::Child)
            .map_or((part!("none"), part!("none")), |a| (a.relation.into(), content_form(self.passage, a).into()))
    }

    /// Whether the argument reaches an edge of the passage.
    fn edge(&self, argument: &Argument) -> Part<'static> {
        let units = &self.passage.units;
        let last = units.iter().rposition(|u| !u.tag.is_mark()).unwrap_or(0);
        match (argument.units.start == 0, argument.units.end > last) {
            (true, true) => part!("both"),
            (true, false) => part!("start"),
            (false, true) => part!("end"),
            (false, false) => part!("inside"),
        }
    }
}

/// Lengths in units that are told apart.
const LENGTHS: [(usize, Part); 6] = named([(1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (32, "32")]);

/// Returns how far runs of units stand inside quotations of a few words.
pub fn quoted(passage: &Passage, runs: impl IntoIterator<Item = Range<usize>>) -> Part<'static> {
    if passage.quoted.is_empty() {
        return part!("none");
    }
    let mut units = runs.into_iter().flatten().map(|u| passage.units[u].within).peekable();
    let opens = units.peek().is_some_and(Option::is_some);
    let (mut some, mut all) = (false, true);
    for within in units {
        some |= within.is_some();
        all &= within.is_some();
    }
    match (some, all, opens) {
        (false, ..) => part!("none"),
        (_, true, _) => part!("all"),
        (.., true) => part!("opens"),
        _ => part!("some"),
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
pub fn kind_of_head(passage: &Passage, head: usize) -> Part<'static> {
    let unit = &passage.units[head];
    match unit.tag {
        Tag::Prp => match unit.lower {
            "it" => part!("it"),
            "i" | "we" | "you" => part!("I"),
            _ => part!("he"),
        },
        Tag::Nnp | Tag::Nnps => part!("name"),
        Tag::Wp | Tag::Wdt => part!("who"),
        Tag::Nns => part!("nouns"),
        Tag::Nn if unit.lemma == QUOTATION => part!("quotation"),
        Tag::Nn => part!("noun"),
        Tag::Dt | Tag::Ex => part!("this"),
        Tag::Cd => part!("number"),
        _ if unit.tag.is_verb() => part!("verb"),
        _ => part!("other"),
    }
}
