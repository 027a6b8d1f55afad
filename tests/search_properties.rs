//! Properties that hold for any query and any statements:
//!
//! - no input makes the parser panic, and every error points at a place in the input;
//! - printing a parsed query and parsing it again gives the same query;
//! - a search finds what a scan of all statements finds, in the order that it promises;
//! - pages of a result, put together, are the result;
//! - counting finds as many as searching.

mod search_support;

use jiff::civil::{Date, date};
use onrecord::index::{Analyzers, Library};
use onrecord::query::{DateField, Expr, FlagField, KeyField, Pattern, Period, Query, Sort, TextField, parse};
use onrecord::record::{Kind, Precision, Statement};
use proptest::prelude::*;
use search_support::{said, speaker, statement, write};

const TODAY: Date = date(2026, 1, 15);

/// Few words, so that random queries find something.
const WORDS: [&str; 12] = [
    "harbour",
    "harbours",
    "treaty",
    "Treaties",
    "talks",
    "Łódź",
    "can't",
    "U.S.",
    "follow-up",
    "1,250.5",
    "Quill’s",
    "us",
];
/// Pairs of different words that are looked for near each other.
const NEAR: [&str; 5] = ["harbour talks", "talks treaty", "Treaties harbour", "us talks", "quill mara"];
const NAMES: [&str; 5] = ["Mara Quill", "Tomás Ferré", "Mara van Ost", "officials", "O’Dell"];
const TOPICS: [&str; 4] = ["politics", "politics/diplomacy", "economy/ports-and-trade", "sport"];
const ACTS: [&str; 3] = ["state", "deny", "promise"];

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), count).prop_map(|w| w.join(" "))
}

/// Words for what a statement mentions. None is a part of a speaker's name, for somebody who is
/// mentioned by his surname is found by all of his names, which a scan of one statement cannot know.
fn mention() -> impl Strategy<Value = String> {
    let no_names: Vec<&str> = WORDS.into_iter().filter(|word| !word.contains("Quill")).collect();
    prop::collection::vec(prop::sample::select(no_names), 0..3).prop_map(|words| words.join(" "))
}

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let one = (
        (words(1..7), words(0..5), words(0..4), mention()),
        (prop::option::of(prop::sample::select(&NAMES[..])), prop::sample::select(&ACTS[..])),
        (prop::collection::vec(prop::sample::select(&TOPICS[..]), 0..3), 0..3usize),
        (prop::option::of((1..28i8, 0..4usize)), prop::bool::weighted(0.2), prop::bool::ANY),
    );
    prop::collection::vec(one, 1..25).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(n, ((text, context, title, mention), (name, act), (topics, kind), rest))| {
                let mut made = statement(&format!("{:016x}", n * 7919 % 101), &text);
                made.article.id = format!("article-{n}");
                made.article.title = Some(title);
                made.context = context;
                made.mentions = if mention.is_empty() { vec![] } else { vec![mention] };
                made.speaker = name.and_then(|name| speaker(name, Some("minister of harbours")));
                made.act = act.to_owned();
                made.topics = topics.into_iter().map(str::to_owned).collect();
                made.kind = Kind::ALL[kind];
                let (day, negated, headline) = rest;
                made.said_on = day.map(|(day, precision)| {
                    let date = format!("2025-11-{day:02}");
                    match precision {
                        0 => said(&date[..4], Precision::Year),
                        1 => said(&date[..7], Precision::Month),
                        _ => said(&date, Precision::Day),
                    }
                });
                made.negated = negated;
                made.headline = headline;
                made
            })
            .collect()
    })
}

fn pattern(names: bool) -> impl Strategy<Value = Pattern> {
    let single = if names {
        prop::sample::select(vec!["mara", "Quill", "tomas", "FERRE", "o'dell", "van"])
    } else {
        prop::sample::select(WORDS.to_vec())
    };
    prop_oneof![
        (single.clone(), any::<bool>()).prop_map(|(text, exact)| Pattern::Word { text: text.to_owned(), exact }),
        (words(1..4), any::<bool>()).prop_map(|(text, exact)| Pattern::Phrase { text, slop: 0, exact }),
        (prop::sample::select(&NEAR[..]), 1..5u32, any::<bool>()).prop_map(|(text, slop, exact)| Pattern::Phrase {
            text: text.to_owned(),
            slop,
            exact
        }),
        prop::sample::select(vec!["har", "tre", "qui", "l", "harbour t", "talks har", "mara qu", "follow-u"])
            .prop_map(|text| Pattern::Prefix { text: text.to_owned() }),
        (prop::sample::select(vec!["harbor", "treat", "talk", "qull"]), prop::option::of(1..3u8))
            .prop_map(|(text, distance)| Pattern::Fuzzy { text: text.to_owned(), distance }),
    ]
}

fn leaf() -> impl Strategy<Value = Expr> {
    let text =
        prop::sample::select(vec![TextField::Any, TextField::Any, TextField::Text, TextField::Title, TextField::About]);
    let name = prop::sample::select(vec![TextField::Speaker, TextField::Role, TextField::Outlet]);
    let day = || (1..30i8).prop_map(|day| date(2025, 11, day));
    prop_oneof![
        4 => (text, pattern(false)).prop_map(|(field, pattern)| Expr::Match { field, pattern }),
        2 => (name, pattern(true)).prop_map(|(field, pattern)| Expr::Match { field, pattern }),
        1 => prop::sample::select(vec!["politics", "Diplomacy", "politics/diplomacy", "ports and trade"])
            .prop_map(|value| Expr::Is { field: KeyField::Topic, value: value.to_owned() }),
        1 => prop::sample::select(vec!["denied", "promises", "state"])
            .prop_map(|value| Expr::Is { field: KeyField::Act, value: value.to_owned() }),
        1 => prop::sample::select(vec!["direct", "mixed"])
            .prop_map(|value| Expr::Is { field: KeyField::Kind, value: value.to_owned() }),
        1 => (day(), day()).prop_map(|(a, b)| Expr::When {
            field: DateField::Said,
            period: Period { first: Some(a.min(b)), last: Some(a.max(b)) },
        }),
        1 => day().prop_map(|day| Expr::When {
            field: DateField::Said,
            period: Period { first: Some(day), last: None },
        }),
        1 => (prop::sample::select(vec![FlagField::Negated, FlagField::Headline]), any::<Option<bool>>())
            .prop_map(|(field, wanted)| Expr::Flag { field, wanted }),
    ]
}

fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|expr| Expr::Not(Box::new(expr))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::and),
            prop::collection::vec(inner, 2..4).prop_map(Expr::or),
        ]
    })
}

/// Reads a statement the slow way.
struct Scan {
    analyzers: Analyzers,
    loose: bool,
}

impl Scan {
    fn holds(&mut self, expr: &Expr, s: &Statement) -> bool {
        match expr {
            Expr::All => true,
            Expr::And(parts) => parts.iter().all(|part| self.holds(part, s)),
            Expr::Or(parts) => parts.iter().any(|part| self.holds(part, s)),
            Expr::Not(inner) => !self.holds(inner, s),
            Expr::Flag { wanted: None, .. } => true,
            Expr::Flag { field: FlagField::Negated, wanted: Some(wanted) } => s.negated == *wanted,
            Expr::Flag { field: FlagField::Headline, wanted: Some(wanted) } => s.headline == *wanted,
            Expr::Is { field, value } => self.is(*field, value, s),
            Expr::When { period, .. } => {
                let (first, last) = days(s);
                let (from, to) = if self.loose { (last, first) } else { (first, last) };
                period.first.is_none_or(|start| from >= start) && period.last.is_none_or(|end| to <= end)
            }
            Expr::Match { field, pattern } => {
                let name = s.speaker.as_ref().map_or("", |speaker| &speaker.name);
                let role = s.speaker.as_ref().and_then(|s| s.role.as_deref()).unwrap_or("");
                let title = s.article.title.as_deref().unwrap_or("");
                match field {
                    TextField::Any => {
                        self.text(pattern, &s.text, true)
                            || self.text(pattern, &s.context, true)
                            || self.text(pattern, title, true)
                            || self.text(pattern, name, false)
                    }
                    TextField::Text => self.text(pattern, &s.text, true),
                    TextField::Title => self.text(pattern, title, true),
                    TextField::About => {
                        self.text(pattern, &s.text, true)
                            || s.mentions.iter().any(|mention| self.text(pattern, mention, false))
                    }
                    TextField::Speaker => self.name(pattern, name, false),
                    TextField::Role => self.name(pattern, role, true),
                    TextField::Outlet => self.name(pattern, s.article.outlet.as_deref().unwrap_or(""), false),
                }
            }
        }
    }

    fn is(&mut self, field: KeyField, value: &str, s: &Statement) -> bool {
        match field {
            KeyField::Kind => s.kind.as_str() == value,
            KeyField::Act => self.words(&s.act, true) == self.words(value, true),
            KeyField::Topic => {
                let fold = |topic: &str| topic.to_lowercase().replace('-', " ");
                let wanted = format!("/{}/", fold(value));
                s.topics.iter().any(|topic| format!("/{}/", fold(topic)).contains(&wanted))
            }
            KeyField::Article => s.article.id == value,
            KeyField::Id => s.id.starts_with(value),
        }
    }

    fn words(&mut self, text: &str, stem: bool) -> Vec<String> {
        self.analyzers.words(text, stem).into_iter().map(|(word, _)| word).collect()
    }

    fn text(&mut self, pattern: &Pattern, text: &str, inflected: bool) -> bool {
        match pattern {
            Pattern::Phrase { text: wanted, slop, exact } if *slop > 0 => {
                // Each place that a word is moved counts: turned around, two words are two places off.
                let stem = inflected && !exact;
                let wanted = self.words(wanted, stem);
                let words = self.words(text, stem);
                let places = |word: &String| -> Vec<i64> {
                    (0..).zip(&words).filter(|(_, known)| *known == word).map(|(place, _)| place).collect()
                };
                let (first, second) = (places(&wanted[0]), places(&wanted[1]));
                first.iter().any(|a| second.iter().any(|b| (b - a - 1).abs() <= i64::from(*slop)))
            }
            Pattern::Word { text: wanted, exact } | Pattern::Phrase { text: wanted, exact, .. } => {
                let stem = inflected && !exact;
                let wanted = self.words(wanted, stem);
                self.words(text, stem).windows(wanted.len()).any(|window| window == wanted)
            }
            Pattern::Prefix { text: prefix } => {
                let prefix = self.words(prefix, false);
                let begins = |window: &[String]| {
                    let (last, before) = (&window[prefix.len() - 1], prefix.len() - 1);
                    window[..before] == prefix[..before] && last.starts_with(&prefix[before])
                };
                self.words(text, false).windows(prefix.len()).any(begins)
            }
            Pattern::Fuzzy { text: wanted, distance } => {
                let wanted = self.words(wanted, false).concat();
                let most = distance.unwrap_or(if wanted.chars().count() > 5 { 2 } else { 1 });
                self.words(text, false).iter().any(|word| strsim::osa_distance(&wanted, word) <= usize::from(most))
            }
        }
    }

    fn name(&mut self, pattern: &Pattern, name: &str, stem: bool) -> bool {
        match pattern {
            Pattern::Word { text, exact: true } | Pattern::Phrase { text, exact: true, .. } if !stem => {
                self.words(text, false) == self.words(name, false)
            }
            Pattern::Word { text, .. } | Pattern::Phrase { text, .. } => {
                let have = self.words(name, stem);
                self.words(text, stem).iter().all(|word| have.contains(word))
            }
            other => self.text(other, name, stem),
        }
    }
}

fn days(s: &Statement) -> (Date, Date) {
    match &s.said_on {
        None => (date(2025, 11, 24), date(2025, 11, 24)),
        Some(said) => match said.precision {
            Precision::Year => (date(2025, 1, 1), date(2025, 12, 31)),
            Precision::Month => (date(2025, 11, 1), date(2025, 11, 30)),
            _ => {
                let day = said.date.parse().expect("a date");
                (day, day)
            }
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_input_makes_the_parser_panic(input in "\\PC{0,40}") {
        if let Err(error) = parse(&input, TODAY) {
            prop_assert!(input.get(error.span.clone()).is_some(), "{error:?}");
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn nothing_made_of_signs_makes_the_parser_panic(
        input in "([a-c]|speaker|said|kind|OR|NOT|AND|[-=:~*()\"“” .0-9]|\\.\\.|2025|2w){0,16}"
    ) {
        if let Ok(expr) = parse(&input, TODAY) {
            let printed = expr.to_string();
            prop_assert_eq!(parse(&printed, TODAY), Ok(expr), "{}", printed);
        }
    }

    #[test]
    fn what_is_printed_parses_to_the_same(expr in expr()) {
        let printed = expr.to_string();
        prop_assert_eq!(parse(&printed, TODAY), Ok(expr), "{}", printed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_search_finds_what_a_scan_finds(
        statements in statements(),
        exprs in prop::collection::vec((expr(), any::<bool>()), 12),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &statements);
        let index = Library::open(&[folder.path().to_owned()]).expect("an index");
        for (expr, loose) in exprs {
            let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Fresh(TODAY)];
            for sort in sorts {
                let query = Query { loose, sort, limit: usize::MAX, ..Query::new(expr.clone()) };
                let mut scan = Scan { analyzers: Analyzers::new(), loose };
                let hidden = query.hides_negated();
                let mut wanted: Vec<&Statement> = statements
                    .iter()
                    .filter(|s| scan.holds(&query.expr, s) && !(hidden && s.negated))
                    .collect();
                let found = index.search(&query).expect("found");
                match sort {
                    Sort::Newest => wanted.sort_by_key(|s| (std::cmp::Reverse(days(s).0), s.id.clone())),
                    Sort::Oldest => wanted.sort_by_key(|s| (days(s).0, s.id.clone())),
                    _ => wanted.sort_by(|a, b| a.id.cmp(&b.id)),
                }
                let mut hits = found.hits.clone();
                if matches!(sort, Sort::Relevance | Sort::Fresh(_)) {
                    hits.sort_by(|a, b| a.statement.id.cmp(&b.statement.id));
                }
                let hits: Vec<&str> = hits.iter().map(|hit| hit.statement.id.as_str()).collect();
                let wanted: Vec<&str> = wanted.iter().map(|s| s.id.as_str()).collect();
                prop_assert_eq!(&hits, &wanted, "{}", query);
                prop_assert_eq!(found.total, wanted.len());
                prop_assert_eq!(index.count(&query).expect("counted"), wanted.len());
                let mut pages = Vec::new();
                for offset in (0..wanted.len()).step_by(3) {
                    let page = Query { offset, limit: 3, ..query.clone() };
                    pages.extend(index.search(&page).expect("found").hits);
                }
                prop_assert_eq!(pages, found.hits);
            }
        }
    }
}
