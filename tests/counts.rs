//! Counting holds these:
//! - facets count each statement that a query matches once for each of its values;
//! - speakers are counted the same whether the file beside the index says whose voices the values of
//!   a segment are, was written without that, names some by hand, or is gone;
//! - the most frequent values are the first of all.

mod search_support;

use std::collections::BTreeMap;
use std::path::Path;

use onrecord::index::{Bucket, Facet, Library, Unit, Writer};
use onrecord::query::{Collapse, Expr, Query};
use onrecord::record::{Precision, Statement};
use onrecord::speaker::identity::Aliases;
use search_support::{said, speaker, statement};

const FACETS: [Facet; 5] =
    [Facet::Speaker, Facet::Topic, Facet::Act, Facet::Time(Unit::Week), Facet::Time(Unit::Month)];

/// Statements of several speakers, most of whom go by more than one name.
fn statements() -> Vec<Statement> {
    let voices = [
        ("Mara Quill", Some("harbour minister")),
        ("Minister Quill", None),
        ("Tomás Ferré", None),
        ("Ferré", None),
        ("Mara Quill", None),
        ("Odo Brandt", Some("pilot")),
        ("Ilse Vant", Some("pilot")),
    ];
    let one = |n: usize| {
        let (name, role) = voices[n * n % voices.len()];
        let mut one = statement(&format!("{n:016x}"), "The harbour stays open");
        one.article.id = format!("article-{n}");
        one.article.path = format!("{n}.txt");
        one.speaker = speaker(name, role);
        one.act = ["state", "deny", "ask"][n % 3].to_owned();
        one.said_on = Some(said(&format!("2025-{:02}-{:02}", 1 + n % 12, 1 + n % 28), Precision::Day));
        one
    };
    (0..40).map(one).collect()
}

/// Writes an index of several segments, some of whose statements were written again.
fn write(folder: &Path, statements: &[Statement]) {
    for part in [&statements[..15], &statements[15..], &statements[5..8]] {
        let mut writer = Writer::open(folder, false).expect("a folder");
        for one in part {
            writer
                .put(&one.article.path, &one.article.id, Some(&one.text), std::slice::from_ref(one))
                .expect("written");
        }
        writer.commit().expect("committed");
        writer.close().expect("closed");
    }
}

/// What counting gives: the facets, the speakers, and one statement of each speaker.
fn counted(folder: &Path, aliases: Aliases) -> (Vec<Vec<Bucket>>, Vec<(String, u64)>, usize) {
    let library = Library::open_with(&[folder.to_owned()], aliases).expect("an index");
    let all = Query::new(Expr::All);
    let facets = library.facets(&all, &FACETS).expect("counted");
    for most in [0, 1, 2, 100] {
        let top = library.top_facets(&all, &FACETS, most).expect("counted");
        for ((facet, all), top) in FACETS.iter().zip(&facets).zip(top) {
            let shown = if matches!(facet, Facet::Time(_)) { all.len() } else { most.min(all.len()) };
            assert_eq!(top, all[..shown]);
        }
        let (top, lines) = library.top_speakers(&all, most).expect("counted");
        let speakers = library.speakers(&all).expect("counted");
        assert_eq!((lines, &top[..]), (speakers.len(), &speakers[..most.min(speakers.len())]));
    }
    let speakers = library.speakers(&all).expect("counted").into_iter().map(|line| (line.name, line.count)).collect();
    let each = Query { collapse: Some(Collapse::Speaker), limit: 100, ..all };
    (facets, speakers, library.search(&each).expect("found").hits.len())
}

#[test]
fn facets_count_every_statement_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let statements = statements();
    write(folder.path(), &statements);
    let (facets, speakers, each) = counted(folder.path(), Aliases::default());
    let mut acts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut months: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &statements {
        *acts.entry(&one.act).or_default() += 1;
        *months.entry(&one.said_on.as_ref().expect("a day").date[..7]).or_default() += 1;
    }
    let of = |buckets: &[Bucket]| -> BTreeMap<String, u64> {
        buckets.iter().map(|bucket| (bucket.value.clone(), bucket.count)).collect()
    };
    let owned =
        |counts: BTreeMap<&str, u64>| counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    assert_eq!(of(&facets[2]), owned(acts));
    assert_eq!(of(&facets[4]), owned(months));
    assert_eq!(facets[0].iter().map(|bucket| bucket.count).sum::<u64>(), 40);
    let named: Vec<(String, u64)> = facets[0].iter().map(|bucket| (bucket.value.clone(), bucket.count)).collect();
    assert_eq!((&named, named.len()), (&speakers, each));
}

#[test]
fn speakers_are_counted_the_same_whatever_is_kept_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &statements());
    let file = folder.path().join("speakers.tsv");
    let kept = std::fs::read_to_string(&file).expect("a file");
    let (first, rest) = kept.split_once('\n').expect("a line");
    assert!(rest.lines().any(|line| line.starts_with("S\t")), "{kept}");
    let as_written = counted(folder.path(), Aliases::default());
    // Nobody is called so.
    let aliases = Aliases::parse("[[join]]\nname = 'Nemo Nobody'\nnames = ['Nobody Nemo']\n").expect("it parses");
    assert_eq!(counted(folder.path(), aliases), as_written);
    let before = first.replacen("onrecord-speakers 4", "onrecord-speakers 3", 1);
    let before = before.rsplit_once(' ').expect("numbers").0;
    let lines = rest.split_inclusive('\n').filter(|line| !line.starts_with("S\t"));
    std::fs::write(&file, format!("{before}\n{}", lines.collect::<String>())).expect("written");
    assert_eq!(counted(folder.path(), Aliases::default()), as_written);
    std::fs::remove_file(&file).expect("removed");
    assert_eq!(counted(folder.path(), Aliases::default()), as_written);
}
