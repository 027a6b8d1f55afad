//! The language of a text: by its letters and trigrams, and by its most frequent words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;
use whatlang::Lang;

use crate::lexicon::push_lower;

/// How many words are looked at, and how many bytes.
const SAMPLE: usize = 400;
const SAMPLE_BYTES: usize = 4000;
/// A text of this many bytes can speak against what is stated.
const LONG: usize = 300;
/// The last letter of the Latin script's extensions A and B.
const LAST_LATIN: char = '\u{24f}';

/// Languages with their frequent words.
#[derive(Default)]
struct Frequent {
    languages: Vec<&'static str>,
    /// The places of the languages that have each word.
    words: HashMap<&'static str, Vec<usize>>,
}

static FREQUENT: LazyLock<Frequent> = LazyLock::new(|| {
    let mut frequent = Frequent::default();
    let lines = include_str!("../../lexicon/stop-words.tsv").lines().filter(|line| !line.starts_with('#'));
    for (language, list) in lines.filter_map(|line| line.split_once('\t')) {
        for word in list.split(' ') {
            frequent.words.entry(word).or_default().push(frequent.languages.len());
        }
        frequent.languages.push(language);
    }
    frequent
});

/// Names and three-letter codes of languages with their ISO 639-1 code.
static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../lexicon/languages.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Returns the ISO 639-1 code of an article's language, given what is stated about it. Sites often
/// state English for all that they print: where the text is surely another language, or surely
/// English against what is stated, the text is believed.
pub fn settled(stated: Option<&str>, text: &str) -> Option<String> {
    let Some(stated) = stated.and_then(code) else { return detect(text) };
    if text.len() < LONG && !(stated == "en" && is_in_another_script(text)) {
        return Some(stated);
    }
    match detect(text) {
        Some(found) if (found == "en") != (stated == "en") && frequent(text).is_none_or(|words| words == found) => {
            Some(found)
        }
        _ => Some(stated),
    }
}

/// Returns whether most letters of a text are none that English has, with any accents.
fn is_in_another_script(text: &str) -> bool {
    let (mut own, mut other) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        *(if c <= LAST_LATIN { &mut own } else { &mut other }) += 1;
    }
    other > own
}

/// Returns the two-letter code of what is stated: "en-GB", "English", "eng".
fn code(stated: &str) -> Option<String> {
    let lower = stated.trim().to_lowercase();
    if let Some(code) = CODES.get(lower.as_str()) {
        return Some((*code).to_owned());
    }
    let first = lower.split(['-', '_']).next().unwrap_or("");
    let first = CODES.get(first).copied().unwrap_or(first);
    (first.len() == 2 && first.chars().all(|c| c.is_ascii_lowercase())).then(|| first.to_owned())
}

/// Returns the ISO 639-1 code of the language, `None` for texts too short or unlike any.
pub fn detect(text: &str) -> Option<String> {
    // Frequent words tell the languages that they are known of; letters tell the others.
    if let Some(words) = frequent(text) {
        return Some(words);
    }
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let found = whatlang::detect(&text[..end]).filter(|info| info.is_reliable() || text.len() > LONG);
    found.and_then(|info| two_letters(info.lang()))
}

fn two_letters(lang: Lang) -> Option<String> {
    CODES.get(lang.code()).map(|code| (*code).to_owned())
}

/// Returns the language whose frequent words the text is full of.
fn frequent(text: &str) -> Option<String> {
    let Frequent { languages, words } = &*FREQUENT;
    let mut counts = vec![0; languages.len()];
    let mut all = 0;
    let mut small = String::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(SAMPLE) {
        all += 1;
        small.clear();
        push_lower(&mut small, word);
        words.get(small.as_str()).into_iter().flatten().for_each(|&language| counts[language] += 1);
    }
    let found = languages.iter().zip(counts).filter(|(_, count)| *count > 0);
    let (language, count) = found.max_by_key(|(language, count)| (*count, std::cmp::Reverse(**language)))?;
    (count * 12 >= all).then(|| (*language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_short_texts() {
        for (text, wanted) in [
            ("The mayor said on Monday that the bridge would be closed for the rest of the year.", Some("en")),
            ("Die Brücke bleibt bis zum Ende des Jahres gesperrt, sagte der Bürgermeister am Montag.", Some("de")),
            ("Мэр заявил в понедельник, что мост будет закрыт до конца года.", Some("ru")),
            ("Burmistrz powiedział w poniedziałek, że most będzie zamknięty do końca roku.", Some("pl")),
            ("市长周一表示，这座桥将关闭到今年年底。", Some("zh")),
            ("12 34", None),
        ] {
            assert_eq!(detect(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn stated_languages() {
        let english = "The mayor said that the bridge was closed for the rest of the year. ".repeat(6);
        let german = "Die Brücke ist gesperrt und wird nicht geöffnet, sagte der Bürgermeister. ".repeat(6);
        assert_eq!(settled(Some("en-GB"), &english).as_deref(), Some("en"));
        assert_eq!(settled(Some("English"), "Short.").as_deref(), Some("en"));
        assert_eq!(settled(Some("en"), &german).as_deref(), Some("de"));
        assert_eq!(settled(Some("en"), "市长周一表示，这座桥将关闭到今年年底。").as_deref(), Some("zh"));
        assert_eq!(settled(Some("de"), &german).as_deref(), Some("de"));
        assert_eq!(settled(None, &german).as_deref(), Some("de"));
    }
}
