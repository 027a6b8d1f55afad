//! Mentions with a name: "Houthi spokesperson Yahya Sarea", "Smith and Jones", "the Fed".

use std::ops::Range;

use super::cast::Entity;
use super::name::{NameKind, form, lower};
use super::pronoun;
use super::sieve::{Answer, Resolver};
use super::spelling::words_of;
use super::{Speaker, SpeakerKind};
use crate::lexicon::{self, WordClass, ends_in, is_body, is_known_body, is_one_of, is_title};
use crate::text::{Tag, lemma};

impl Resolver<'_> {
    /// Returns whom a mention names; `None` where no name carries it.
    pub fn by_name(&self, tokens: &Range<usize>) -> Option<Answer> {
        let mut tokens = tokens.clone();
        // "both the European Union and the United States".
        if tokens.len() > 2 && is_one_of("correlative", lower(self.document, tokens.start)) {
            tokens.start += 1;
        }
        let several = self.including(&tokens).or_else(|| self.pronoun_and_name(&tokens));
        if let Some(answer) = several.or_else(|| self.family(&tokens)) {
            return Some(answer);
        }
        let heads = self.heads(&tokens);
        if let Some(&n) = heads.iter().find(|&&n| self.in_apposition(n, &tokens)) {
            return Some(self.answer(self.cast.entity_of[n], "name in apposition"));
        }
        if heads.len() > 1 && heads.windows(2).all(|pair| self.joined(pair[0], pair[1], heads.len())) {
            // "Smith and Jones", "the United States and Ukraine".
            let names: Vec<String> = heads.iter().map(|&n| self.named(self.cast.entity_of[n]).name).collect();
            return Some(group(names.join(" and "), "joint"));
        }
        // A person wins over the body or place before it: "the mayor of London, Sadiq Khan".
        let person = |n: usize| self.cast.entities[self.cast.entity_of[n]].kind != NameKind::Body;
        let people: Vec<usize> = heads.iter().copied().filter(|&n| person(n)).collect();
        let described = |n: usize| self.cast.names[n].kind == NameKind::Person;
        let head =
            people.iter().find(|&&n| described(n)).or_else(|| people.first()).or_else(|| heads.first()).copied()?;
        // "Moody's warned": nothing follows that it would own, as in "Norland's plan to".
        let end = self.cast.names[head].tokens.end;
        let body = self.named(self.cast.entity_of[head]).kind == SpeakerKind::Organization;
        let last = body && end + 1 == tokens.end && !self.is_owned(tokens.end);
        let mark = self.document.tokens.get(end).filter(|token| last && token.tag == Tag::Pos);
        if let Some(mark) = mark {
            let (entity, speaker, _) = self.body_answer(self.cast.entity_of[head], "name");
            let mark = self.document.text[mark.span.clone()].to_owned();
            let whole = |name: String| if name.ends_with(&mark) { name } else { format!("{name}{mark}") };
            let speaker = speaker.map(|speaker| Speaker { name: whole(speaker.name), ..speaker });
            return Some((entity, speaker, "name with its mark"));
        }
        Some(self.with_others(head, &tokens).unwrap_or_else(|| self.answer(self.cast.entity_of[head], "name")))
    }

    /// "The Turpins": the two people with this surname.
    fn family(&self, tokens: &Range<usize>) -> Option<Answer> {
        let the = tokens.len() == 2 && lower(self.document, tokens.start) == "the";
        let surname = lower(self.document, tokens.end - 1).strip_suffix('s').filter(|_| the)?;
        let named = |known: &Entity| {
            known.kind == NameKind::Person && known.words.len() > 1 && known.words.last().is_some_and(|w| w == surname)
        };
        let mut both = (0..self.cast.entities.len()).filter(|&e| named(&self.cast.entities[e]));
        let (one, other) = (both.next()?, both.next()?);
        let name = format!("{} and {}", self.named(one).name, self.named(other).name);
        both.next().is_none().then(|| group(name, "family"))
    }

    /// Whether a token begins what somebody owns, and no verb or time: "Norland's [plan]".
    fn is_owned(&self, at: usize) -> bool {
        let noun = |t: usize| self.document.tokens.get(t).is_some_and(|t| t.tag.is_noun());
        let adjective = self.document.tokens.get(at).is_some_and(|t| t.tag == Tag::Jj);
        let word = lower(self.document, at);
        let time = is_one_of("time-of-speaking", word) || is_one_of("time-modifier", word);
        // "Moody's warned": behind a mark the tagger sees a noun.
        let verb = word.ends_with("ed") && lexicon::act(WordClass::Verb, &lemma(word, Tag::Vbd)).is_some();
        !time && !verb && (noun(at) || adjective && noun(at + 1))
    }

    /// "Malaysia's prime minister, Najib Razak": the name stands right behind the mention.
    pub fn name_behind(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let comma = usize::from(document.tokens.get(tokens.end)?.tag == Tag::Comma);
        let head = lower(document, tokens.end - 1);
        let start = tokens.end + comma;
        let n = self.cast.names_in(&(start..start + 1)).next()?;
        let name = &self.cast.names[n];
        let fits = name.tokens.start == start
            && name.tokens.len() > 1
            && (name.title.is_empty() || name.title.end <= tokens.end)
            && name.kind != NameKind::Body
            && self.cast.entity_of[n] != usize::MAX
            && (is_title(head) || is_one_of("kin", head));
        fits.then(|| self.answer(self.cast.entity_of[n], "name behind"))
    }

    /// Returns the names inside a mention that may carry it.
    fn heads(&self, tokens: &Range<usize>) -> Vec<usize> {
        let document = self.document;
        let tag = |t: usize| document.tokens.get(t).map_or(Tag::Stop, |t| t.tag);
        let mut heads: Vec<usize> = Vec::new();
        let mut last_behind: Option<usize> = None;
        for n in self.cast.names_in(tokens).filter(|&n| self.cast.entity_of[n] != usize::MAX) {
            let name = &self.cast.names[n];
            let start = name.title.start.min(name.tokens.start).max(tokens.start);
            let end = name.tokens.end;
            // "World Health Organization (WHO)": the short form says nothing new.
            let opened = (tokens.start..start).filter(|&t| tag(t) == Tag::OpenBracket).count();
            let closed = (tokens.start..start).filter(|&t| tag(t) == Tag::CloseBracket).count();
            // "Lindsey Graham, R-S.C.": a party and a state.
            let party = {
                let first = lower(document, start);
                first.starts_with("r-") || first.starts_with("d-") || first.starts_with("i-")
            };
            // "Vázquez Garced, the successor should Pierluisi remain unconfirmed": another clause.
            let clause = (tokens.start + 1..start).any(|t| matches!(tag(t), Tag::Md | Tag::Vbd | Tag::Vbz));
            // "protesters Wikinews interviewed".
            let subject = start > tokens.start && tag(start - 1).is_noun() && end < tokens.end && tag(end).is_finite();
            // "staunch Trump ally Lindsey Graham": the name says whose ally.
            let beside = end + 1 < tokens.end
                && document.tokens[end].tag == Tag::Nn
                && !form(document, end).starts_with(char::is_uppercase)
                && self.cast.names_in(&(end + 1..end + 2)).any(|other| self.cast.names[other].kind != NameKind::Body);
            if opened > closed || party || clause || subject || beside {
                continue;
            }
            if self.owns(n, tokens) {
                let behind = self.is_behind(start, tokens) || last_behind.is_some_and(|e| self.chained(e, start));
                last_behind = Some(end).filter(|_| behind);
                continue;
            }
            // "chair of the Intelligence Committee Adam Schiff": the name follows the body at once.
            let follows = !name.title.is_empty() && is_body(lower(document, name.title.end - 1));
            if !follows && self.is_behind(start, tokens) || last_behind.is_some_and(|e| self.chained(e, start)) {
                last_behind = Some(end);
                continue;
            }
            if !self.modifies(n, tokens) {
                heads.push(n);
            }
        }
        heads
    }

    /// "Ford's spokesman", "Baloch and Waseem's mother": the name only owns who speaks.
    fn owns(&self, n: usize, tokens: &Range<usize>) -> bool {
        let owner = |n: usize| {
            let end = self.cast.names[n].tokens.end;
            end + 1 < tokens.end && self.document.tokens[end].tag == Tag::Pos
        };
        let end = self.cast.names[n].tokens.end;
        owner(n)
            || self.cast.names.get(n + 1).is_some_and(|next| {
                next.tokens.start == end + 1
                    && next.tokens.end < tokens.end
                    && self.document.tokens[end].tag == Tag::Cc
                    && owner(n + 1)
            })
    }

    /// "a spokesman for Ford", "a spokesman for 10 Downing Street": the name stands behind a preposition.
    fn is_behind(&self, start: usize, tokens: &Range<usize>) -> bool {
        let document = self.document;
        let mut before = start;
        while before > tokens.start
            && matches!(
                document.tokens[before - 1].tag,
                Tag::Dt | Tag::Jj | Tag::Jjs | Tag::PrpS | Tag::Nn | Tag::Cd | Tag::Hyph
            )
            && !form(document, before - 1).starts_with(char::is_uppercase)
        {
            before -= 1;
        }
        before > tokens.start
            && matches!(document.tokens[before - 1].tag, Tag::In | Tag::To)
            && lower(document, before - 1) != "than"
            && !(before > 1 && lower(document, before - 2) == "along")
    }

    /// "of the University of Colorado (CU) in Colorado and the College of Wooster": what follows a
    /// name behind a preposition without a comma is behind it too.
    fn chained(&self, end: usize, start: usize) -> bool {
        // "Imus in the Morning writer Rob Bartlett": a trade before the name ends the chain.
        let trade = start > end && self.document.tokens[start - 1].tag == Tag::Nn;
        end <= start
            && !trade
            && (end..start).all(|t| {
                let token = &self.document.tokens[t];
                let bracket = matches!(token.tag, Tag::OpenBracket | Tag::CloseBracket);
                let word = matches!(token.tag, Tag::Cc | Tag::Dt | Tag::Pos | Tag::In | Tag::Jj | Tag::Hyph);
                bracket || word || token.tag.is_noun()
            })
    }

    /// "Fed officials", "the El Paso mayor": a common noun follows and carries the mention.
    fn modifies(&self, n: usize, tokens: &Range<usize>) -> bool {
        let document = self.document;
        let end = self.cast.names[n].tokens.end;
        if end >= tokens.end {
            return false;
        }
        let (tag, word) = (document.tokens[end].tag, lower(document, end));
        let capital = form(document, end).starts_with(char::is_uppercase);
        let carries = is_body(word) || tag == Tag::Nns || is_title(word) || is_one_of("document", word);
        !capital
            && (matches!(tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Hyph) || carries && tag != Tag::Comma)
            && (carries || !person_like(self, n))
    }

    /// "the director of Argentina's Amnesty International, Mariela Belski": an office, a comma, a name.
    fn in_apposition(&self, n: usize, tokens: &Range<usize>) -> bool {
        let document = self.document;
        let name = &self.cast.names[n];
        let start = name.title.start.min(name.tokens.start);
        if start <= tokens.start + 1 || document.tokens[start - 1].tag != Tag::Comma {
            return false;
        }
        let head = self.head_noun(&(tokens.start..start - 1));
        let word = lower(document, head);
        let office = is_title(word) || is_one_of("kin", word) || word.ends_with("ist");
        let body = self.cast.entities[self.cast.entity_of[n]].kind == NameKind::Body;
        let after = name.tokens.end;
        let ends = after >= tokens.end || document.tokens[after].tag.is_mark() || document.tokens[after].tag == Tag::In;
        // "the militant organisation, the Islamic State": a body in apposition to a word for one.
        ends && (office && !body || body && is_body(word) && !form(document, head).starts_with(char::is_uppercase))
    }

    /// Whether two names are coordinated: "A and B", "A, B and C", "A, along with B".
    fn joined(&self, a: usize, b: usize, all: usize) -> bool {
        let document = self.document;
        let start = self.cast.names[b].title.start.min(self.cast.names[b].tokens.start);
        let between = self.cast.names[a].tokens.end..start;
        let words: Vec<&str> = between.clone().map(|t| lower(document, t)).collect();
        let with = words.windows(2).any(|w| w[0] == "along" && w[1] == "with");
        let and = between.clone().any(|t| document.tokens[t].tag == Tag::Cc);
        // "Durbin and incoming chair of the House committee Adam Schiff".
        let office = between.len() <= 12
            && document.tokens[between.start].tag == Tag::Cc
            && between.clone().all(|t| !document.tokens[t].tag.is_verb() && document.tokens[t].tag != Tag::Comma);
        // "European Economic and Monetary Affairs Commissioner Olli Rehn": one office.
        let capital = |t: usize| form(document, t).starts_with(char::is_uppercase);
        let title = &self.cast.names[b].title;
        // Part of an office, not somebody whom the article names.
        let adjective = form(document, between.start - 1);
        let entity = self.cast.entity_of[a];
        let unknown = self.cast.names[a].tokens.len() > 1
            && self.cast.entities[entity].kind != NameKind::Person
            && of_a_country(&self.cast.entities[entity].words)
            && self.cast.entity_of.iter().filter(|&&other| other == entity).count() == 1;
        let one = !title.is_empty()
            && document.tokens[between.start].tag == Tag::Cc
            && (unknown || ends_in("adjective-ending", adjective))
            && self.cast.names[a].kind != NameKind::Person
            && (between.start + 1..title.end).all(capital)
            && !is_title(lower(document, between.start + 1));
        !one && ((and || with) && between.len() <= 5 || office || between.len() == 1 && all > 2)
    }

    /// "Trump and his supporters", "the CIA and other agencies", "Cherry of the SNP and 78 petitioners".
    fn with_others(&self, n: usize, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        let end = self.cast.names[n].tokens.end;
        let and = (end..tokens.end).find(|&t| document.tokens[t].tag == Tag::Cc)?;
        let attached = (end..and).all(|t| {
            let tag = document.tokens[t].tag;
            matches!(tag, Tag::In | Tag::Dt) || tag.is_name() || (tag == Tag::Comma && t + 1 == and)
        });
        let rest = and + 1..tokens.end;
        let cut = rest.clone().find(|&t| document.tokens[t].tag == Tag::Comma).unwrap_or(rest.end);
        let rest = rest.start..cut;
        let last = self.head_noun(&rest);
        let plural = !rest.is_empty()
            && document.tokens.get(last).is_some_and(|t| t.tag == Tag::Nns)
            && document.tokens[rest.start].tag != Tag::Vbd;
        (attached && plural).then(|| {
            let start = rest.start + usize::from(lower(document, rest.start) == "the");
            let name =
                format!("{} and {}", self.named(self.cast.entity_of[n]).name, words_of(document, start..rest.end));
            group(name, "name and others")
        })
    }

    /// "many generals, including President Grant": the names are examples of who speaks.
    fn including(&self, tokens: &Range<usize>) -> Option<Answer> {
        let document = self.document;
        // "critics, among them Senator Burdett".
        let at = (tokens.start + 1..tokens.end).find(|&t| {
            lower(document, t) == "including" || lower(document, t) == "them" && lower(document, t - 1) == "among"
        })?;
        let mut end = at;
        while end > tokens.start && (document.tokens[end - 1].tag.is_mark() || lower(document, end - 1) == "among") {
            end -= 1;
        }
        if end == tokens.start || !self.heads(&(tokens.start..end)).is_empty() {
            return None;
        }
        let examples = self.heads(&(at + 1..tokens.end));
        let names: Vec<String> = examples.iter().map(|&n| self.named(self.cast.entity_of[n]).name).collect();
        let (_, speaker, sieve) = self.by_description(&(tokens.start..end));
        let whole = speaker?.name;
        let name = if names.is_empty() { whole } else { format!("{whole} including {}", names.join(" and ")) };
        Some((None, Some(Speaker { name, kind: SpeakerKind::Group, role: None }), sieve))
    }

    /// "Both he and the commissioner Stephen Mold".
    fn pronoun_and_name(&self, tokens: &Range<usize>) -> Option<Answer> {
        let tag = |t: usize| self.document.tokens[t].tag;
        if tokens.len() < 3 || tag(tokens.start) != Tag::Prp || tag(tokens.start + 1) != Tag::Cc {
            return None;
        }
        let (_, one, _) = pronoun::resolve(self, lower(self.document, tokens.start), tokens.start, &[])?;
        let (_, other, _) = self.by_name(&(tokens.start + 2..tokens.end))?;
        Some(group(format!("{} and {}", one?.name, other?.name), "joint"))
    }
}

/// Returns a collective of this name.
pub fn group(name: String, sieve: &'static str) -> Answer {
    (None, Some(Speaker { name, kind: SpeakerKind::Group, role: None }), sieve)
}

/// Returns whether a name is, as far as the article tells, a person's.
pub fn person_like(resolver: &Resolver<'_>, name: usize) -> bool {
    let entity = &resolver.cast.entities[resolver.cast.entity_of[name]];
    entity.kind == NameKind::Person
        || (entity.kind == NameKind::Unknown && (entity.words.len() > 1 || !entity.roles.is_empty()))
}

/// Whether a name begins with a country or with what belongs to one: "U.S. Housing", "Algerian Energy".
fn of_a_country(words: &[String]) -> bool {
    let adjective = words.first().is_some_and(|w| ends_in("country-ending", w));
    adjective || (1..words.len()).any(|end| is_known_body(&words[..end].join(" ")))
}
