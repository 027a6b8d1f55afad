//! How fast an open index answers, against the same questions put straight into tantivy.
//!
//! The statements are made up, and always the same: sixty thousand, of twelve words on average,
//! by two thousand speakers over four years. `ONRECORD_BENCH_INDEX` names an index to measure
//! instead; then the words, speaker and dates are ones that news agencies use.

use std::ops::Bound;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use onrecord::index::{Facet, Library, Unit, Writer};
use onrecord::query::{Expr, Query, Sort, parse};
use onrecord::record::{ArticleRef, DateSource, Kind, Precision, SCHEMA, SaidOn, Speaker, SpeakerKind, Statement};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, RangeQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{TantivyDocument, Term};

/// The one that the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STATEMENTS: usize = 60_000;

/// What is asked, in the words of the corpus.
struct Question {
    words: [&'static str; 2],
    speaker: &'static str,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
}

const MADE_UP: Question =
    Question { words: ["kela", "moru"], speaker: "dani", from: date(2023, 1, 1), to: date(2024, 6, 30) };
const NEWS: Question =
    Question { words: ["interest", "rates"], speaker: "bernanke", from: date(2007, 1, 1), to: date(2012, 12, 31) };

/// Numbers that look random and are always the same (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    /// Small numbers far more often than large ones, like the ranks of words.
    fn rank(&mut self, end: usize) -> usize {
        let part = self.below(1 << 20) as f64 / (1 << 20) as f64;
        ((end as f64).powf(part) - 1.0) as usize
    }
}

fn word(rank: usize) -> String {
    let syllables = ["ke", "la", "mo", "ru", "da", "ni", "so", "ti", "va", "fu"];
    let mut word = String::new();
    let mut rest = rank + 12;
    while rest > 0 {
        word.push_str(syllables[rest % 10]);
        rest /= 10;
    }
    word
}

fn made_up_index(folder: &Path) {
    let mut numbers = Numbers(7);
    let mut writer = Writer::open(folder, false).expect("the folder is empty");
    let mut statements = Vec::new();
    for n in 0..STATEMENTS {
        let length = 4 + numbers.below(17);
        let words: Vec<String> = (0..length).map(|_| word(numbers.rank(20_000))).collect();
        let text = words.join(" ");
        let day = date(2021, 1, 1).checked_add(jiff::Span::new().days(numbers.below(1460) as i64));
        let day = day.expect("a date").to_string();
        let article = format!("article-{}", n / 6);
        let speaker = format!("{} {}", word(numbers.rank(40)), word(100 + numbers.rank(2_000)));
        statements.push(Statement {
            schema: SCHEMA,
            id: format!("{:016x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            article: ArticleRef {
                id: article.clone(),
                title: Some(words[..3].join(" ")),
                outlet: Some(word(numbers.rank(20))),
                published: Some(day.clone()),
                path: article,
                ..ArticleRef::default()
            },
            kind: Kind::ALL[numbers.below(3)],
            context: format!("{text}, said {speaker}"),
            text,
            spans: vec![[0, 10]],
            cue: None,
            act: ["state", "deny", "promise"][numbers.rank(3).min(2)].to_owned(),
            source: None,
            speaker: Some(Speaker { name: speaker, kind: SpeakerKind::Person, role: None }),
            addressee: None,
            said_on: Some(SaidOn { date: day, precision: Precision::Day, from: DateSource::Text }),
            negated: n % 20 == 0,
            headline: false,
            topics: vec![format!("{}/{}", word(numbers.below(8)), word(numbers.below(90)))],
            mentions: Vec::new(),
            rule: "made-up".to_owned(),
            confidence: 1.0,
        });
    }
    for article in statements.chunk_by(|a, b| a.article.id == b.article.id) {
        writer.put(&article[0].article.path, &article[0].article.id, None, article).expect("written");
    }
    writer.commit().expect("committed");
    writer.close().expect("closed");
}

/// The question as one would put it into tantivy by hand, without marks.
struct Straight {
    reader: tantivy::IndexReader,
    query: BooleanQuery,
    record: tantivy::schema::Field,
}

impl Straight {
    fn new(folder: &Path, question: &Question) -> Straight {
        let index = tantivy::Index::open_in_dir(folder).expect("an index");
        let schema = index.schema();
        let field = |name: &str| schema.get_field(name).expect("a field");
        let term = |name: &str, word: &str| -> Box<dyn tantivy::query::Query> {
            let term = Term::from_field_text(field(name), word);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        let stem = |word: &'static str| word.strip_suffix('s').unwrap_or(word);
        let mut clauses: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
        for word in question.words {
            let places = [("text", 3.0), ("context", 1.0), ("title", 1.0), ("speaker", 2.0)];
            let places = places.map(|(name, boost)| {
                let word = if name == "speaker" { word } else { stem(word) };
                Box::new(BoostQuery::new(term(name, word), boost)) as Box<dyn tantivy::query::Query>
            });
            clauses.push((Occur::Must, Box::new(BooleanQuery::union(places.into()))));
        }
        let days = |day: jiff::civil::Date| i64::from((day - date(1970, 1, 1)).get_days());
        let first = Term::from_field_i64(field("said_first"), days(question.from));
        let last = Term::from_field_i64(field("said_last"), days(question.to));
        let filters: [Box<dyn tantivy::query::Query>; 3] = [
            term("speaker", question.speaker),
            Box::new(RangeQuery::new(Bound::Included(first), Bound::Unbounded)),
            Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(last))),
        ];
        for filter in filters {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(filter, 0.0))));
        }
        clauses.push((Occur::MustNot, term("flag", "negated")));
        let words = question.words.map(|word| Term::from_field_text(field("text"), stem(word)));
        let mut near = PhraseQuery::new(words.into());
        near.set_slop(4);
        clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(near), 2.0))));
        let reader = index.reader().expect("a reader");
        Straight { reader, query: BooleanQuery::new(clauses), record: field("record") }
    }

    fn search(&self) -> usize {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(10).order_by_score();
        let (hits, total) = searcher.search(&self.query, &(top, Count)).expect("found");
        for (_, address) in hits {
            let document: TantivyDocument = searcher.doc(address).expect("stored");
            let record = document.get_first(self.record).expect("a record");
            let record: Statement = serde_json::from_str(record.as_str().expect("text")).expect("JSON");
            assert!(!record.id.is_empty());
        }
        total
    }
}

fn search(criterion: &mut Criterion) {
    let temporary = tempfile::tempdir().expect("a folder");
    let named = std::env::var_os("ONRECORD_BENCH_INDEX").map(PathBuf::from);
    let question = if named.is_some() { NEWS } else { MADE_UP };
    let folder = named.unwrap_or_else(|| {
        made_up_index(temporary.path());
        temporary.path().to_owned()
    });
    let library = Library::open(std::slice::from_ref(&folder)).expect("an index");
    let ask = |text: &str| Query::new(parse(text, date(2026, 1, 1)).expect("a query"));
    let [one, two] = question.words;
    let (speaker, from, to) = (question.speaker, question.from, question.to);

    let filtered = ask(&format!("{one} {two} speaker:{speaker} said:{from}..{to}"));
    let straight = Straight::new(&folder, &question);
    assert_eq!(library.search(&filtered).expect("found").total, straight.search());
    println!("{} statements, {} found", library.statements(), straight.search());
    criterion.bench_function("two words, speaker, dates", |b| b.iter(|| library.search(&filtered)));
    criterion.bench_function("the same straight into tantivy", |b| b.iter(|| straight.search()));

    let words = ask(&format!("{one} {two}"));
    criterion.bench_function("two words", |b| b.iter(|| library.search(&words)));
    let phrase = ask(&format!("\"{one} {two}\""));
    criterion.bench_function("a phrase", |b| b.iter(|| library.search(&phrase)));
    let prefix = ask(&format!("{}*", &one[..3]));
    criterion.bench_function("a prefix", |b| b.iter(|| library.search(&prefix)));
    let newest = Query { sort: Sort::Newest, ..ask(one) };
    criterion.bench_function("a word, newest first", |b| b.iter(|| library.search(&newest)));
    criterion.bench_function("counts by speaker", |b| b.iter(|| library.facet(&words, Facet::Speaker)));
    let everything = Query::new(Expr::All);
    criterion.bench_function("a timeline of everything", |b| {
        b.iter(|| library.facet(&everything, Facet::Time(Unit::Month)));
    });
    let said = library.search(&words).expect("found").hits.swap_remove(0).statement.text;
    criterion.bench_function("verify", |b| b.iter(|| library.verify(&said, None, &Expr::All)));
    criterion.bench_function("parse a query", |b| {
        b.iter(|| parse("(\"red line\"~2 OR ultim*) -trade speaker:\"von der leyen\" said:2w..", date(2026, 1, 1)));
    });
}

criterion_group!(benches, search);
criterion_main!(benches);
