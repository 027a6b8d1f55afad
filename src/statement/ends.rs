//! Ends: where content stops before the narration that the parse hangs on it.
//!
//! "The talks will continue, he said, as protesters gathered outside": every dependent that
//! reaches the end of the content is a place where it may be cut off.

use std::ops::Range;
use std::sync::LazyLock;

use super::cue::{Candidate, Class};
use super::feature::{Part, Sink, fact, part, parts};
use super::frames;
use super::passage::Passage;
use super::weights::{self, Weights};
use crate::text::{Relation, Tag};

static MODEL: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::load(&weights::model("ends.bin", include_bytes!("../../model/ends.bin"))));

/// A place where content may end before the unit `at`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The first unit that is left out: a conjunction, a mark or the dependent itself.
    pub at: usize,
    /// The dependent that would be left out.
    pub dependent: usize,
}

/// Returns the places where the content `units` may be cut, the earliest first.
pub fn cuts(passage: &Passage, units: &Range<usize>) -> Vec<Cut> {
    let mut found = Vec::new();
    for index in units.clone().skip(1) {
        let unit = &passage.units[index];
        let Some(head) = unit.head else { continue };
        if head >= index
            || !units.contains(&head)
            || unit.reach.end < last_word(passage, units)
            || unit.reach.start <= head
        {
            continue;
        }
        let mut at = unit.reach.start;
        while at > units.start + 1
            && (passage.units[at - 1].tag.is_mark() || passage.units[at - 1].relation == Relation::Cc)
        {
            at -= 1;
        }
        let bare = at == unit.reach.start;
        let separable = !bare
            || matches!(
                unit.relation,
                Relation::Advcl
                    | Relation::Conj
                    | Relation::Parataxis
                    | Relation::Obl
                    | Relation::OblUnmarked
                    | Relation::AclRelcl
                    | Relation::Acl
                    | Relation::Ccomp
                    | Relation::Dep
                    | Relation::Nmod
                    | Relation::Appos
                    | Relation::List
            );
        // A quotation of a few words is not cut in two.
        let splits = passage.units[at].within.is_some() && passage.units[at].within == passage.units[at - 1].within;
        if separable && at > units.start && !splits {
            found.push(Cut { at, dependent: index });
        }
    }
    found.sort_by_key(|cut| cut.at);
    found
}

/// Returns one past the last unit of a run that is not a mark.
fn last_word(passage: &Passage, units: &Range<usize>) -> usize {
    let mut end = units.end;
    while end > units.start + 1 && passage.units[end - 1].tag.is_mark() {
        end -= 1;
    }
    end
}

/// Returns the content's units after the most likely cut, if any is likely.
pub fn cut(passage: &Passage, cue: &Candidate, units: Range<usize>) -> Range<usize> {
    let mut best = (0.5, units.end);
    for (place, share) in weighed(passage, cue, &units) {
        if second_report(passage, cue, &place) {
            return units.start..place.at;
        }
        if share > best.0 {
            best = (share, place.at);
        }
    }
    units.start..best.1
}

/// "said progress had been made, and described it as": a second verb of speech in the tense of the
/// first and without a subject of its own shares the speaker.
fn second_report(passage: &Passage, cue: &Candidate, cut: &Cut) -> bool {
    let units = &passage.units;
    let verb = &units[cut.dependent];
    let own_subject = passage.child(cut.dependent, &[Relation::Nsubj, Relation::NsubjPass, Relation::Expl]).is_some();
    let seen = frames::count(Class::Verb, &verb.lemma);
    verb.relation == Relation::Conj
        && verb.tag.is_tensed()
        && verb.tag == units[cue.unit].tag
        && !own_subject
        && seen.seen >= 8
        && seen.reported * 10 >= seen.seen * 7
}

/// Returns the places where the content `units` may be cut, with how likely each is.
pub fn weighed(passage: &Passage, cue: &Candidate, units: &Range<usize>) -> Vec<(Cut, f32)> {
    cuts(passage, units)
        .into_iter()
        .map(|place| {
            let share = MODEL.share(|sink| features(passage, cue, units, &place, sink));
            (place, share)
        })
        .collect()
}

/// Puts the features of a cut into `sink`.
pub fn features(passage: &Passage, cue: &Candidate, units: &Range<usize>, cut: &Cut, sink: &mut impl Sink) {
    let all = &passage.units;
    let dependent = &all[cut.dependent];
    let relation = Part::from(dependent.relation);
    let head = dependent.head.map_or(part!("none"), |h| all[h].tag.into());
    let opener = all[dependent.reach.start].word();
    let mark = if cut.at < dependent.reach.start { all[cut.at].word() } else { part!("bare") };
    let conjunction = (cut.at..dependent.reach.start)
        .map(|u| all[u].word())
        .find(|w| w.name.chars().all(char::is_alphabetic))
        .unwrap_or(part!(""));
    let has = |wanted: &[Relation]| passage.children[cut.dependent].iter().any(|&c| wanted.contains(&all[c].relation));
    let subject =
        if has(&[Relation::Nsubj, Relation::NsubjPass, Relation::Expl]) { part!("subject") } else { part!("no") };
    let subject_word =
        passage.child(cut.dependent, &[Relation::Nsubj, Relation::NsubjPass]).map_or(part!(""), |c| all[c].word());
    let side = if cue.unit < units.start { part!("cue first") } else { part!("cue last") };
    let level = dependent.head.map_or(part!("deep"), |h| match all[h].head {
        Some(up) if units.contains(&up) => part!("deep"),
        _ => part!("top"),
    });
    let tense = tense(passage, cut.dependent);
    let cue_tense = Part::from(all[cue.unit].tag);
    let length = (units.end - cut.at) / 4;
    let length = parts!["0", "1", "2", "3", "4", "5", "6"][length.min(6)];
    let quoted = if (cut.at..units.end).any(|u| all[u].quotation.is_some()) { part!("quoted") } else { part!("plain") };

    fact!(sink, "bias", []);
    fact!(sink, "relation", [relation, mark]);
    fact!(sink, "relation+head", [relation, head, mark]);
    fact!(sink, "relation+tag", [relation, dependent.tag, mark]);
    fact!(sink, "opener", [relation, opener, mark]);
    fact!(sink, "opener alone", [opener]);
    fact!(sink, "conjunction", [relation, conjunction, subject, mark]);
    fact!(sink, "tense", [relation, tense, cue_tense, mark]);
    fact!(sink, "tense+subject", [relation, tense, subject, mark, side]);
    fact!(sink, "subject word", [relation, subject_word, mark]);
    fact!(sink, "level", [relation, level, mark]);
    fact!(sink, "side", [relation, side, mark]);
    fact!(sink, "length", [relation, length, mark]);
    fact!(sink, "cue", [relation, cue.class, cue.act, mark]);
    fact!(sink, "lemma", [relation, all[cue.unit].entry()]);
    fact!(sink, "headword", [relation, dependent.entry()]);
    fact!(sink, "reports", [relation, dependent.reports(), subject, mark]);
    fact!(sink, "tags", [relation, dependent.tag, cue_tense, head, subject]);
    fact!(sink, "quoted", [relation, quoted, mark]);
    let words = |u: usize| if all[u].within.is_some() { part!("words") } else { part!("plain") };
    let later = if (cut.at..units.end).any(|u| all[u].within.is_some()) { part!("words") } else { part!("plain") };
    fact!(sink, "closes", [relation, words(cut.at - 1), later, mark]);
    fact!(sink, "closes alone", [words(cut.at - 1), later, side]);
}

/// Returns the tense of the clause of a verb, as far as its words show.
fn tense(passage: &Passage, head: usize) -> Part<'static> {
    let units = &passage.units;
    let auxiliary = passage.children[head]
        .iter()
        .copied()
        .find(|&c| matches!(units[c].relation, Relation::Aux | Relation::Cop | Relation::AuxPass));
    match units[auxiliary.unwrap_or(head)].tag {
        Tag::Vbd => part!("past"),
        Tag::Vbz | Tag::Vbp => part!("present"),
        Tag::Md => part!("modal"),
        Tag::Vbg => part!("gerund"),
        Tag::Vbn => part!("participle"),
        Tag::Vb => part!("base"),
        _ => part!("none"),
    }
}
