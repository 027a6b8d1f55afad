//! What of a source span is the mention: spans that are cut too short, or hold more than who speaks.

use std::ops::Range;

use super::name::{NameKind, form, lower};
use super::run::lead;
use super::sieve::{Answer, Resolver};
use crate::lexicon::{is_one_of, is_time};
use crate::statement::Attribution;
use crate::text::Tag;

/// How many words a subject may have that was cut short.
const LONGEST: usize = 20;
/// How many words a phrase before a mention may have.
const PHRASE: usize = 12;

impl Resolver<'_> {
    /// Returns the tokens of the whole mention.
    pub fn whole(&self, tokens: &Range<usize>, attribution: &Attribution) -> Range<usize> {
        if tokens.is_empty() {
            return tokens.clone();
        }
        let tokens = self.without_phrase(tokens.clone(), attribution);
        let tokens = self.whole_names(self.without_lead(tokens));
        self.widened(self.both(tokens), attribution)
    }

    /// "On Saturday morning, representatives", "According to the BBC, a spokesman … said": what a
    /// preposition opens and a comma closes is no part of the mention.
    fn without_phrase(&self, tokens: Range<usize>, attribution: &Attribution) -> Range<usize> {
        let tag = |t: usize| self.document.tokens[t].tag;
        let first = lower(self.document, tokens.start);
        let cue = attribution.cue.as_ref().map_or(usize::MAX, |cue| self.document.token_at(cue.span.start));
        let opens = tag(tokens.start) == Tag::In || first == "according";
        if !opens || is_one_of("agent-preposition", first) || cue < tokens.end {
            return tokens;
        }
        let Some(comma) = (tokens.start + 2..tokens.end.min(tokens.start + PHRASE)).find(|&t| tag(t) == Tag::Comma)
        else {
            return tokens;
        };
        let start = comma + 1 + usize::from(comma + 1 < tokens.end && tag(comma + 1) == Tag::Cc);
        let named = (start..tokens.end).any(|t| tag(t).is_noun() || tag(t) == Tag::Prp);
        if named { start..tokens.end } else { tokens }
    }

    /// Goes on to the ends of the names that a mention begins or ends in, and from an owner to what is
    /// owned: "[Saudi Arabia's] Civil Defense Authority".
    fn whole_names(&self, tokens: Range<usize>) -> Range<usize> {
        let owner = self.document.tokens[tokens.end - 1].tag == Tag::Pos;
        let owned = owner.then(|| self.cast.names_in(&(tokens.end..tokens.end + 1)).next()).flatten();
        let tokens = owned.map_or(tokens.clone(), |n| tokens.start..self.cast.names[n].tokens.end);
        // "Mr. | Roe": the name behind the title.
        let titled = is_one_of("honorific", lower(self.document, tokens.end - 1));
        let behind = titled.then(|| self.cast.names_in(&(tokens.end..tokens.end + 1)).next()).flatten();
        let tokens = behind.map_or(tokens.clone(), |n| tokens.start..self.cast.names[n].tokens.end);
        let of = |t: usize| self.cast.names_in(&(t..t + 1)).next().map(|n| self.cast.names[n].tokens.clone());
        let (first, last) = (of(tokens.start), of(tokens.end - 1));
        let start = first.map_or(tokens.start, |name| name.start.min(tokens.start));
        start..last.map_or(tokens.end, |name| name.end.max(tokens.end))
    }

    /// "both Saudi Arabia and [the United States]": the other of the two.
    fn both(&self, tokens: Range<usize>) -> Range<usize> {
        let document = self.document;
        let other = tokens.start.checked_sub(2).filter(|&t| document.tokens[t + 1].tag == Tag::Cc);
        let name = other.and_then(|t| self.cast.names_in(&(t..t + 1)).next()).map(|n| &self.cast.names[n].tokens);
        let before = |t: usize| t > 0 && is_one_of("correlative", lower(document, t - 1));
        match name {
            Some(name) if before(name.start) => name.start..tokens.end,
            Some(name) if name.start > 0 && before(name.start - 1) => name.start - 1..tokens.end,
            _ => tokens,
        }
    }

    /// "HOLMGARTH, Jan 15 (Agency) - Tallis Foods", "according to the ministry", "on Tuesday, the
    /// operator": what stands before the mention is no part of it.
    pub fn without_lead(&self, tokens: Range<usize>) -> Range<usize> {
        let document = self.document;
        let mut tokens = tokens;
        let at = document.sentence_of(tokens.start);
        if let Some(sentence) = document.sentences.get(at) {
            let proper = sentence.tokens.start + lead(document, sentence.tokens.clone());
            if proper > tokens.start && proper < tokens.end {
                tokens.start = proper;
            }
        }
        let leads = |t: usize| {
            let word = lower(document, t);
            let tag = document.tokens[t].tag;
            matches!(tag, Tag::In | Tag::Comma | Tag::To | Tag::Wrb)
                || tag == Tag::Cc && !is_one_of("correlative", word)
                || word == "according"
                || is_time(word) && document.tokens[t + 1].tag == Tag::Comma
        };
        // "Earlier on Monday, a source", "Still, the numbers", "Also speaking, the leader": what tells when,
        // or an adverb or participle, and a comma.
        let opener = |t: usize| {
            let word = lower(document, t);
            let beside = matches!(document.tokens[t].tag, Tag::In | Tag::Rb | Tag::Rbr | Tag::Vbg)
                || t > tokens.start && document.tokens[t].tag == Tag::Cd;
            beside || is_time(word) || is_one_of("time-modifier", word) || is_one_of("name-lead", word)
        };
        let near = tokens.start + 1..tokens.end.min(tokens.start + 6);
        let comma = near.clone().find(|&t| document.tokens[t].tag == Tag::Comma).filter(|&t| t + 1 < tokens.end);
        if let Some(comma) = comma.filter(|&comma| (tokens.start..comma).all(opener)) {
            tokens.start = comma + 1;
        }
        // "last month as investors".
        let time = |t: usize| is_one_of("time-of-speaking", lower(document, t));
        let modifier = |t: usize| is_one_of("time-modifier", lower(document, t));
        let opening = (tokens.start..tokens.end).take_while(|&t| modifier(t)).count();
        let next = tokens.start + opening + 1;
        if opening > 0 && next + 1 < tokens.end && time(next - 1) && document.tokens[next].tag != Tag::Pos {
            tokens.start = next;
        }
        while tokens.len() > 1 && leads(tokens.start) {
            tokens.start += 1;
        }
        // "September 27 they".
        let month = is_one_of("calendar", lower(document, tokens.start));
        if tokens.len() > 2 && month && document.tokens[tokens.start + 1].tag == Tag::Cd {
            let pronoun = document.tokens[tokens.start + 2].tag == Tag::Prp;
            tokens.start += if pronoun { 2 } else { 0 };
        }
        // "a March 14, 2019 NATO press release".
        let date = tokens.start + usize::from(document.tokens[tokens.start].tag == Tag::Dt);
        let number = |t: usize| document.tokens[t].tag == Tag::Cd;
        if date + 4 < tokens.end
            && is_one_of("calendar", lower(document, date))
            && number(date + 1)
            && form(document, date + 2) == ","
            && number(date + 3)
        {
            tokens.start = date + 4;
        }
        tokens
    }

    /// Leaves out a relative clause, a participle behind a comma, a finite verb with what follows, times
    /// and marks at the end.
    pub fn without_tail(&self, tokens: Range<usize>) -> Range<usize> {
        let document = self.document;
        let tag = |t: usize| document.tokens[t].tag;
        let relative = |t: usize| {
            matches!(tag(t), Tag::Wp | Tag::Wdt | Tag::WpS | Tag::Wrb)
                && !form(document, t).starts_with(char::is_uppercase)
        };
        // "both yesterday": the word for the two is none of them.
        let trimmed = |end: usize| {
            let loose = |t: usize| {
                let word = lower(document, t);
                tag(t).is_mark() || is_one_of("correlative", word) || is_one_of("behind-mention", word)
            };
            (tokens.start + 1..end).rev().find(|&t| !loose(t)).map_or(tokens.start + 1, |t| t + 1).min(end)
        };
        // "Yonhap, quoting North Korea's agency".
        let beside = |t: usize| tag(t) == Tag::Vbg && tag(t - 1) == Tag::Comma;
        let end = trimmed((tokens.start + 1..tokens.end).find(|&t| relative(t) || beside(t)).unwrap_or(tokens.end));
        let noun = |t: usize| tag(t).is_noun() || is_one_of("some-of-many", lower(document, t));
        let first = (tokens.start..end).find(|&t| noun(t)).map_or(end, |t| t + 1);
        // "An eyewitness described for the agency how", "the panel listed 11 violations".
        let finite = |t: usize| {
            let passive = matches!(lower(document, t + 1), "by" | "in");
            let object = t + 1 < end && matches!(tag(t + 1), Tag::Cd | Tag::Dt | Tag::PrpS | Tag::Prp);
            t + 1 < end && !passive && tag(t).is_finite() || tag(t) == Tag::Vbn && object
        };
        let end = trimmed((first..end).find(|&t| finite(t)).unwrap_or(end));
        let dated = trimmed((first..end).find(|&t| self.tells_time(t, end)).unwrap_or(end));
        // "a survey [released Friday]".
        let done = dated < end && dated > first && matches!(tag(dated - 1), Tag::Vbn | Tag::Vbd);
        let end = dated - usize::from(done);
        // "the company’s plans": who owns them, unless a name ends so.
        let common =
            |t: usize| tag(t) == Tag::Nns || tag(t) == Tag::Nn && form(document, t).starts_with(char::is_lowercase);
        let owner = end > tokens.start + 1 && tag(end - 1) == Tag::Pos && common(end - 2);
        tokens.start..end - usize::from(owner)
    }

    /// Whether a preposition with a time stands at a token: "reports [as of Wednesday]".
    pub fn dates(&self, at: usize, end: usize) -> bool {
        let time = |t: usize| {
            let word = lower(self.document, t);
            is_one_of("calendar", word) || is_one_of("own-day", word) || word == "yesterday"
        };
        self.document.tokens[at].tag == Tag::In && (at + 1..end.min(at + 3)).any(time)
    }

    /// Whether nothing but a time stands from a token on: "the report [on Sunday]", "the agency
    /// [yesterday]".
    pub fn tells_time(&self, at: usize, end: usize) -> bool {
        let tag = |t: usize| self.document.tokens[t].tag;
        let word = |t: usize| lower(self.document, t);
        let time = |t: usize| is_time(word(t));
        let beside = |t: usize| time(t) || matches!(tag(t), Tag::Dt | Tag::Cd | Tag::Jj | Tag::In) || tag(t).is_mark();
        match tag(at) {
            Tag::In => {
                let phrase = at + 1..end;
                !is_one_of("agent-preposition", word(at)) && phrase.clone().any(time) && phrase.clone().all(beside)
            }
            // "the authorities [earlier this month]".
            _ => {
                let part = |t: usize| time(t) || is_one_of("time-modifier", word(t));
                (at..end).any(time) && (at..end).all(part) && self.cast.names_in(&(at..at + 1)).next().is_none()
            }
        }
    }

    /// "A joint statement issued by the United States and [Ukraine] described": where no verb stands
    /// before it, the subject goes back to the beginning of the sentence.
    fn widened(&self, tokens: Range<usize>, attribution: &Attribution) -> Range<usize> {
        let document = self.document;
        let Some(cue) = &attribution.cue else { return tokens };
        let cue = document.token_at(cue.span.start);
        let at = document.sentence_of(tokens.start);
        let Some(sentence) = document.sentences.get(at) else { return tokens };
        let start = sentence.tokens.start;
        if cue != tokens.end || tokens.start < start + 2 || tokens.end - start > LONGEST {
            return tokens;
        }
        let tag = |t: usize| document.tokens[t].tag;
        let joined = matches!(tag(tokens.start - 1), Tag::Cc)
            || tag(tokens.start - 1) == Tag::Dt && tag(tokens.start - 2) == Tag::Cc;
        let opens = matches!(tag(start), Tag::Dt | Tag::Nn | Tag::Nns | Tag::Jj | Tag::PrpS) || tag(start).is_name();
        let verb = |t: usize| {
            matches!(tag(t), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Prp | Tag::Wrb | Tag::Wp | Tag::Wdt)
        };
        let broken = (start..tokens.start).any(|t| verb(t) || tag(t).is_mark());
        if joined && opens && !broken { start..tokens.end } else { tokens }
    }

    /// "A commander, who gave his name only as Shafi": the name that somebody gave.
    pub fn name_given(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let at = (tokens.start + 2..tokens.end.saturating_sub(1)).find(|&t| {
            lower(document, t) == "as" && (t.saturating_sub(4)..t).any(|n| is_one_of("name-giving", lower(document, n)))
        })?;
        let n = self.cast.names_in(&(at + 1..tokens.end)).next()?;
        let name = &self.cast.names[n];
        let entity = self.cast.entity_of[n];
        let fits = name.tokens.start == at + 1 && entity != usize::MAX && name.kind != NameKind::Body;
        fits.then(|| self.answer(entity, "name given")).map(|(entity, speaker, sieve)| {
            let person = speaker.map(|s| super::Speaker { kind: super::SpeakerKind::Person, ..s });
            (entity, person, sieve)
        })
    }

    /// "the Irvine, California-based company": the place says nothing of who it is.
    pub fn based_body(&self, tokens: &Range<usize>) -> Option<Answer> {
        let noun = lower(self.document, tokens.end - 1);
        let named = |t: usize| self.cast.names_in(&(t + 1..tokens.end)).next().is_some();
        let based = tokens.clone().any(|t| lower(self.document, t).ends_with("based") && !named(t));
        let bare = is_one_of("generic-body", noun) && lower(self.document, tokens.start) == "the";
        (based && bare).then(|| self.body_before(noun, tokens.start)).flatten().map(|e| self.body_answer(e, "body"))
    }

    /// "MS: What would you do first?" after "Mona Sayeed: You have pulled down eleven dams."
    pub fn by_initials(&self, tokens: &Range<usize>) -> Option<Answer> {
        let short = form(self.document, tokens.start).trim_end_matches(':').replace('.', "");
        let shouted = (2..=4).contains(&short.len()) && short.chars().all(char::is_uppercase);
        if tokens.len() != 1 || !shouted {
            return None;
        }
        let mut fitting = self.cast.entities.iter().enumerate().filter(|(_, known)| {
            let initials: String =
                known.name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
            known.kind != NameKind::Body && initials == short
        });
        let entity = fitting.next()?.0;
        fitting.next().is_none().then(|| self.answer(entity, "initials"))
    }
}
