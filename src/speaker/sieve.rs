//! The sieves: what a source mention says about who it is, the most precise reading first.

use std::cell::OnceCell;
use std::ops::Range;

use super::body::DescribedBodies;
use super::cast::Cast;
use super::label::calm;
use super::name::{NameKind, form, lower};
use super::{Speaker, SpeakerKind, pronoun};
use crate::article::Article;
use crate::lexicon::{ends_in, is_one_of, is_title};
use crate::statement::Attribution;
use crate::text::{Document, Tag};

/// Who said an earlier statement, for the pronouns that follow.
#[derive(Debug, Clone)]
pub struct Said {
    /// Token at which the statement's source or content begins.
    pub token: usize,
    pub entity: Option<usize>,
    pub speaker: Speaker,
    /// Whether the source may be one person, whatever its name.
    pub single: bool,
    /// The first token of what was said.
    pub content: usize,
}

/// How many names, or statements, around a mention are looked at: more than an article has, so that the time
/// that a longer text takes grows with its length.
const FAR: usize = 1_000;

/// Resolves the attributions of an article one after the other.
pub struct Resolver<'a> {
    pub document: &'a Document<'a>,
    pub article: &'a Article,
    pub cast: &'a Cast,
    pub history: Vec<Said>,
    /// Bodies that the article describes, once a mention has asked for them.
    pub bodies: OnceCell<DescribedBodies>,
    /// Who is interviewed, once an answer has asked for it.
    pub interviewed: OnceCell<Option<usize>>,
    speakers: Vec<Option<Speaker>>,
    sieves: Vec<&'static str>,
    entities: Vec<Option<usize>>,
}

/// The entity, if the article names it; the speaker; the sieve that decided.
pub type Answer = (Option<usize>, Option<Speaker>, &'static str);

impl<'a> Resolver<'a> {
    pub fn new(document: &'a Document<'a>, article: &'a Article, cast: &'a Cast) -> Self {
        Self {
            document,
            article,
            cast,
            history: Vec::new(),
            bodies: OnceCell::new(),
            interviewed: OnceCell::new(),
            speakers: Vec::new(),
            sieves: Vec::new(),
            entities: Vec::new(),
        }
    }

    pub fn finish(self) -> (Vec<Option<Speaker>>, Vec<&'static str>) {
        (self.speakers, self.sieves)
    }

    /// Resolves the next attribution.
    pub fn next(&mut self, attribution: &Attribution) {
        let place =
            attribution.source.as_ref().or(attribution.cue.as_ref().map(|c| &c.span)).or(attribution.content.first());
        let token = place.map_or(0, |span| self.document.token_at(span.start));
        let (entity, speaker, sieve) = match (&attribution.source, attribution.continues) {
            (Some(source), _) => self.source(&self.document.tokens_of(source), attribution),
            (None, Some(earlier)) => match self.speakers.get(earlier).cloned().flatten() {
                None => self.beside(attribution, token).unwrap_or((None, None, "continued")),
                known => (self.entities.get(earlier).copied().flatten(), known, "continued"),
            },
            (None, None) => self.without_source(attribution, token),
        };
        if let Some(speaker) = &speaker {
            // "a problem that demands an answer": a person would be one "who" does.
            let relative = |s: &Range<usize>| is_one_of("relative-thing", &self.document.text[s.clone()]);
            let thing = entity.is_none() && attribution.source.as_ref().is_some_and(relative);
            let single = match speaker.kind {
                SpeakerKind::Person => !thing,
                SpeakerKind::Unnamed => !thing && self.is_somebody(&speaker.name),
                _ => false,
            };
            let content = attribution.content.first().map_or(token, |span| self.document.token_at(span.start));
            self.history.push(Said { token, entity, speaker: speaker.clone(), single, content });
        }
        self.speakers.push(speaker);
        self.entities.push(entity);
        self.sieves.push(sieve);
    }

    /// Returns who spoke before, the last first, as far back as is looked.
    pub fn said_before(&self) -> impl DoubleEndedIterator<Item = &Said> {
        self.history.iter().rev().take(FAR)
    }

    /// Returns the names before a token, the last first, as far back as is looked.
    pub fn names_before(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let before = self.cast.names.partition_point(|name| name.tokens.start < token);
        (before.saturating_sub(FAR)..before).rev()
    }

    /// Returns the names from a token on, the first first, as far ahead as is looked.
    pub fn names_from(&self, token: usize) -> impl Iterator<Item = usize> + use<> {
        let before = self.cast.names.partition_point(|name| name.tokens.start < token);
        before..self.cast.names.len().min(before + FAR)
    }

    /// Returns who spoke last, in the paragraph of a token or the one before.
    pub fn last_near(&self, token: usize) -> Option<&Said> {
        let sentences = &self.document.sentences;
        let paragraph = |t: usize| sentences.get(self.document.sentence_of(t)).map_or(0, |s| s.paragraph);
        self.history.last().filter(|said| paragraph(said.token) + 1 >= paragraph(token))
    }

    /// Returns an entity as a speaker.
    pub fn named(&self, entity: usize) -> Speaker {
        let known = &self.cast.entities[entity];
        let kind = match known.kind {
            NameKind::Person => SpeakerKind::Person,
            NameKind::Body => SpeakerKind::Organization,
            NameKind::Unknown if known.words.len() > 1 || known.gender.is_some() => SpeakerKind::Person,
            NameKind::Unknown => SpeakerKind::Organization,
        };
        let name = if kind == SpeakerKind::Organization {
            known.name.trim_start_matches("The ").trim_start_matches("the ").to_owned()
        } else {
            calm(&known.name)
        };
        Speaker { name, kind, role: known.roles.first().cloned().filter(|_| kind == SpeakerKind::Person) }
    }

    /// Returns an entity that is a body, whatever its name looks like: "Tallis Foods", "the company".
    pub fn body_answer(&self, entity: usize, sieve: &'static str) -> Answer {
        let speaker = Speaker { kind: SpeakerKind::Organization, role: None, ..self.named(entity) };
        (Some(entity), Some(speaker), sieve)
    }

    pub fn answer(&self, entity: usize, sieve: &'static str) -> Answer {
        (Some(entity), Some(self.named(entity)), sieve)
    }

    fn source(&self, tokens: &Range<usize>, attribution: &Attribution) -> Answer {
        if let Some(answer) = self.name_given(tokens).or_else(|| self.labelled(tokens, attribution)) {
            return answer;
        }
        // "banks, some of which have said".
        let relative = |t: usize| matches!(self.document.tokens[t].tag, Tag::Wdt | Tag::Wp);
        if matches!(tokens.len(), 3 | 4) && lower(self.document, tokens.end - 2) == "of" && relative(tokens.end - 1) {
            return pronoun::antecedent(self, tokens.start);
        }
        let tokens = self.without_tail(self.whole(tokens, attribution));
        if tokens.is_empty() {
            return (None, None, "empty");
        }
        if self.says_how(&tokens) || self.names_nobody(&tokens) {
            return self.without_source(attribution, tokens.start);
        }
        let first = &self.document.tokens[tokens.start];
        let shouted = form(self.document, tokens.start).chars().filter(|c| c.is_uppercase()).count() > 1;
        if (tokens.len() == 1 || matches!(first.tag, Tag::Prp)) && !shouted {
            let word = lower(self.document, tokens.start);
            // "with the i reporting": a newspaper.
            let newspaper = form(self.document, tokens.start) == "i";
            if !newspaper && let Some(answer) = pronoun::resolve(self, word, tokens.start, &attribution.content) {
                return answer;
            }
        }
        // "his lawyer", "her": a possessive alone stands for its owner.
        if tokens.len() == 1 && first.tag == Tag::PrpS {
            let word = match lower(self.document, tokens.start) {
                "his" => "he",
                "her" => "she",
                "its" => "it",
                _ => "they",
            };
            if let Some(answer) = pronoun::resolve(self, word, tokens.start, &attribution.content) {
                return answer;
            }
        }
        self.based_body(&tokens)
            .or_else(|| self.by_name(&tokens))
            .or_else(|| self.name_behind(&tokens))
            .or_else(|| self.by_initials(&tokens))
            .or_else(|| attribution.headline.then(|| self.office_in_headline(&tokens)).flatten())
            .unwrap_or_else(|| {
                let described = self.by_description(&tokens);
                self.going_on(&tokens, attribution, &described).unwrap_or(described)
            })
    }

    /// "The Wooster professor added": a description that nobody is known to have, right after a person spoke.
    fn going_on(&self, tokens: &Range<usize>, attribution: &Attribution, described: &Answer) -> Option<Answer> {
        let unknown = described.2 == "description"
            && described.1.as_ref().is_some_and(|speaker| speaker.kind == SpeakerKind::Unnamed);
        let adds = attribution.cue.as_ref().is_some_and(|cue| is_one_of("going-on", &cue.lemma));
        let person = is_title(lower(self.document, tokens.end - 1)) && lower(self.document, tokens.start) == "the";
        let last = self.last_near(tokens.start).filter(|said| unknown && adds && person && said.single)?;
        let named = last.speaker.kind == SpeakerKind::Person;
        named.then(|| (last.entity, Some(last.speaker.clone()), "goes on"))
    }

    /// "let [’s] say", "[is quoted] as saying", "[earlier this month] said": marks, a verb without a
    /// subject, a time.
    fn names_nobody(&self, tokens: &Range<usize>) -> bool {
        let first = &self.document.tokens[tokens.start];
        let small = form(self.document, tokens.start).starts_with(char::is_lowercase);
        let verb = small && tokens.len() > 1 && first.tag.is_finite();
        let marks = tokens.clone().all(|t| {
            let token = &self.document.tokens[t];
            token.tag.is_mark() || token.tag == Tag::Pos && tokens.len() == 1
        });
        let person = self.cast.names_in(tokens).any(|n| self.cast.names[n].kind == NameKind::Person);
        let modifier = is_one_of("time-modifier", lower(self.document, tokens.start));
        let time = tokens.len() > 1 && modifier && self.tells_time(tokens.start, tokens.end);
        verb && !person || marks || time
    }

    /// "senior European official", but not "think tank": whether a description is one of a person.
    fn is_somebody(&self, description: &str) -> bool {
        let description = description.to_lowercase();
        let words: Vec<&str> = description.split(' ').collect();
        let end = words.iter().skip(1).position(|w| is_one_of("complement", w)).map_or(words.len(), |at| at + 1);
        let Some(head) = words.get(end - 1) else { return false };
        let plural = format!("{head}s");
        let listed = ["kin", "person-noun", "researcher"].iter().any(|class| is_one_of(class, head));
        words[0] == "one" || listed || ends_in("person-ending", head) || is_title(head) || is_one_of("people", &plural)
    }

    /// "…, further saying": an adverb or adjective alone is nobody.
    fn says_how(&self, tokens: &Range<usize>) -> bool {
        let word = form(self.document, tokens.start);
        let how = matches!(self.document.tokens[tokens.start].tag, Tag::Rb | Tag::Rbr | Tag::Jj | Tag::Jjr);
        let counts = is_one_of("some-of-many", word)
            || is_one_of("indefinite", word)
            || is_one_of("definite", word)
            || is_title(word);
        tokens.len() == 1 && how && word.starts_with(char::is_lowercase) && !counts
    }
}
