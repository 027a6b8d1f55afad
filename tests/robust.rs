//! Whatever a text is: nothing panics, spans lie in it, and the time grows with its length.

mod statement_support;

use std::path::Path;
use std::time::{Duration, Instant};

use onrecord::article::{self, Article};
use onrecord::pipeline;
use onrecord::record::Statement;
use proptest::prelude::*;
use statement_support::check;

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), body_span: (0, text.len()), ..Article::default() }
}

/// Extracts twice and checks both.
fn extract(text: &str) -> Vec<Statement> {
    let article = article(text);
    let statements = pipeline::extract(&article).statements;
    check("the text", text, &statements);
    assert_eq!(statements, pipeline::extract(&article).statements);
    statements
}

/// The articles of `fixtures` and the texts of `training`.
fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in article::walk(&[root.join("fixtures"), root.join("training")]).files {
        article::read_file(&file.path, "", &mut |result| found.extend(result.ok().map(|article| article.text)));
    }
    assert!(found.len() > 100, "fixtures are missing");
    found
}

/// Pieces that news is made of, and that make trouble.
const PIECES: [&str; 30] = [
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "''",
    "[",
    "]",
    "(",
    ". ",
    ", ",
    ": ",
    "\n",
    "\n\n",
    "—",
    " said ",
    " told reporters that ",
    " according to ",
    "The mayor",
    "Dr. A. B. Čapek",
    " will not ",
    "🙂",
    "e\u{301}",
    "\u{200b}",
    " who, ",
    "WALLACE: ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,300}") {
        extract(&text);
    }

    #[test]
    fn any_mixture_of_pieces_is_survived(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..120)) {
        extract(&pieces.concat());
    }

    #[test]
    fn mutilated_articles_are_survived(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, prop::sample::select(&PIECES[..])), 1..12),
    ) {
        static TEXTS: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(texts);
        let mut points: Vec<char> = which.get(&TEXTS).chars().take(2500).collect();
        for (at, length, piece) in cuts {
            let at = at.index(points.len().max(1)).min(points.len());
            let end = (at + length).min(points.len());
            points.splice(at..end, piece.chars());
        }
        extract(&points.into_iter().collect::<String>());
    }
}

#[test]
fn offsets_survive_emoji_and_combining_marks() {
    let plain = "The mayor, Ana Ruiz, said the bridge would reopen in May. “It is safe,” she said.";
    let dressed = format!("🙂👩‍🚒 e\u{301}te\u{301}\n\n{plain}");
    let (before, after) = (extract(plain), extract(&dressed));
    let moved = dressed.chars().count() - plain.chars().count();
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        let spans: Vec<[usize; 2]> = before.spans.iter().map(|[a, b]| [a + moved, b + moved]).collect();
        assert_eq!(spans, after.spans);
        assert_eq!(before.text, after.text);
    }
}

/// The shortest of three runs.
fn time(text: &str) -> Duration {
    let article = article(text);
    let run = || {
        let began = Instant::now();
        pipeline::extract(&article);
        began.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap_or_default()
}

/// The `k`th of paragraphs that name others than those before do, and describe them.
fn naming(k: usize) -> String {
    const SYLLABLES: [&str; 12] = ["ba", "ren", "to", "mi", "kor", "la", "ste", "van", "dor", "ni", "rus", "pel"];
    let name = |k: usize| format!("M{}", [1, 12, 144, 1728].map(|each| SYLLABLES[k / each % 12]).concat());
    let (first, last, other) = (name(k), name(k * 7 + 5), name(k + 1));
    format!(
        "“We will not go,” said {first} {last}, a spokesman for the {last} Council. The minister said the plan was \
         wrong. {last} told {first} {other} that they denied it, and police said the two countries would talk.\n\n"
    )
}

/// What once made programs like this one quadratic: each four times as long as before, and allowed
/// ten times as long.
#[test]
fn time_grows_with_the_length() {
    let phrase = "The mayor said on Monday that the bridge would “not be rebuilt” before May, officials say. ";
    let cases: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("one paragraph", &|n| phrase.repeat(n)),
        ("opening marks", &|n| "“".repeat(n * 100)),
        ("straight marks", &|n| "\"".repeat(n * 100)),
        ("single marks", &|n| format!("{} he said", "'".repeat(n * 100))),
        ("one sentence", &|n| format!("He said that {} the road.", "the old bridge over the river and ".repeat(n * 3))),
        ("sentence in sentence", &|n| format!("{} it rains.", "he said that she believes ".repeat(n))),
        ("many names", &|n| (0..n * 12).map(naming).collect()),
    ];
    pipeline::extract(&article(phrase));
    for (name, text) in cases {
        let (short, long) = (time(&text(50)), time(&text(200)));
        let most = short * 10 + Duration::from_millis(50);
        assert!(long <= most, "{name}: {short:?} for a quarter, {long:?} for the whole");
    }
}
