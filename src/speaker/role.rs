//! Roles: the title before a name and the apposition beside it.

use super::cast::Cast;
use super::name::{NameKind, form, lower};
use super::spelling::words_of;
use crate::lexicon::{Gender, is_one_of, is_title};
use crate::text::{Document, Tag};

impl Cast {
    /// Notes the title before a name and the apposition after it.
    pub(super) fn describe(&mut self, document: &Document, at: usize) {
        let entity = self.entity_of[at];
        let Some(known) = self.entities.get_mut(entity) else { return };
        let name = &self.names[at];
        if !name.title.is_empty() {
            let text = words_of(document, name.title.clone());
            let office =
                name.title.clone().any(|t| is_title(lower(document, t)) || lower(document, t).ends_with("ist"));
            if office && !text.split(' ').all(|w| is_one_of("honorific", &w.to_lowercase())) {
                known.roles.push(text);
            }
        }
        // "The Foreign Minister, Bastian Kroll, told journalists".
        let begin = name.title.start.min(name.tokens.start);
        if begin > 1
            && form(document, begin - 1) == ","
            && document.sentences.get(name.sentence).is_some_and(|s| s.tokens.start + 1 < begin)
        {
            let last = begin - 2;
            let sentence = document.sentences[name.sentence].tokens.start;
            let mut start = last;
            while start > sentence
                && (document.tokens[start - 1].tag.is_noun()
                    || matches!(document.tokens[start - 1].tag, Tag::Jj | Tag::Pos))
            {
                start -= 1;
            }
            let after_comma = matches!(form(document, name.tokens.end), "," | "." | "”" | "—" | "–");
            if is_title(lower(document, last)) && after_comma {
                known.roles.push(words_of(document, start..last + 1));
                if known.kind == NameKind::Unknown {
                    known.kind = NameKind::Person;
                }
            }
        }
        // "Marco Rubio, the US Secretary of State," and "Ursula von der Leyen, President of the …".
        let after = name.tokens.end;
        if form(document, after) == "," {
            let mut start = after + 1;
            if is_one_of("determiner", lower(document, start)) {
                start += 1;
            }
            let end = (start..document.tokens.len().min(start + 14)).find(|&t| {
                matches!(
                    document.tokens[t].tag,
                    Tag::Comma | Tag::Stop | Tag::Colon | Tag::Wp | Tag::Wdt | Tag::CloseQuote | Tag::OpenQuote
                ) || document.tokens[t].tag.is_verb()
            });
            let end = end.unwrap_or(start);
            let role = (start..end).any(|t| is_title(lower(document, t)) || lower(document, t).ends_with("ist"));
            if start < end && role && document.sentences.get(name.sentence).is_some_and(|s| end <= s.tokens.end) {
                known.roles.push(words_of(document, start..end));
                if known.kind == NameKind::Unknown {
                    known.kind = NameKind::Person;
                }
                known.gender = known.gender.or_else(|| {
                    (start..end).find_map(|t| {
                        let word = lower(document, t);
                        if is_one_of("female", word) {
                            Some(Gender::Female)
                        } else if is_one_of("male", word) {
                            Some(Gender::Male)
                        } else {
                            None
                        }
                    })
                });
            }
        }
    }
}
