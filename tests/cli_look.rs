//! How results look:
//! - counts stand in place of the statements, or below them;
//! - long statements are cut around what was found, and articles around the statement;
//! - a name that a record does not have is told, in fields and in templates;
//! - a timeline has no gaps;
//! - completions know the index that is named on the line.

mod desk;
mod search_support;

use desk::{Desk, statements};
use search_support::{said, statement, write};

fn stdout(desk: &Desk, arguments: &[&str]) -> String {
    String::from_utf8_lossy(&desk.run(arguments).stdout).into_owned()
}

fn stderr(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A desk with a statement of 300 words.
fn desk_with_a_long_one() -> Desk {
    let desk = Desk::new();
    let mut words: Vec<String> = (0..300).map(|n| format!("word{n}")).collect();
    words[200] = "lighthouse".to_owned();
    let mut long = statement("e500000000000006", &words.join(" "));
    long.article.id = "long".to_owned();
    long.said_on = Some(said("2025-12-20", onrecord::record::Precision::Day));
    let mut inside = statement("f600000000000007", "a few words of the long line");
    inside.article = long.article.clone();
    inside.spans = vec![[1000, 1010]];
    inside.cue = None;
    let mut all = statements();
    all.extend([long, inside]);
    write(&desk.path().join("press"), &all);
    desk
}

#[test]
fn counts_stand_below_the_statements() {
    let desk = Desk::new();
    let search = ["search", "port", "--facets", "kind,act", "--limit", "1"];
    let text = stdout(&desk, &search);
    assert!(text.contains("We will never close the port") && text.contains("\n\nkind  2  direct\n"), "{text}");
    let with = |format: &'static str| [&search[..], &["--format", format]].concat();
    let json: serde_json::Value = serde_json::from_str(&stdout(&desk, &with("json"))).expect("JSON");
    assert_eq!((json["schema"].as_u64(), json["total"].as_u64()), (Some(1), Some(3)));
    assert_eq!(json["statements"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["facets"][0], serde_json::json!({ "facet": "kind", "count": 2, "value": "direct" }));
    let lines: Vec<serde_json::Value> =
        stdout(&desk, &with("jsonl")).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines[0]["id"].is_string() && lines[1]["facet"] == "kind");
    assert!(stderr(&desk, &with("csv")).contains("two tables"));
    assert!(!stdout(&desk, &search[..4]).contains("We will"));
}

#[test]
fn long_texts_are_cut_around_what_matters() {
    let desk = desk_with_a_long_one();
    let found = stdout(&desk, &["search", "lighthouse", "--index", "press"]);
    assert!(found.contains("lighthouse") && !found.contains("word0 "), "{found}");
    assert!(found.contains("more lines: onrecord show e500000000000006") && found.lines().count() < 16, "{found}");
    let whole = stdout(&desk, &["search", "lighthouse", "--index", "press", "--fields", "text"]);
    assert!(whole.contains("word0 ") && whole.contains("word299"));
    // The article is one long line, as agencies write them; what is shown of it are lines of the terminal.
    let shown = |context: &str| stdout(&desk, &["show", "f6", "--index", "press", "--context", context]);
    let lines = |context: &str| shown(context).lines().skip_while(|line| !line.is_empty()).count() - 1;
    assert!(lines("0") <= 2 && lines("1") == lines("0") + 2, "{}", shown("1"));
}

#[test]
fn names_that_a_record_does_not_have_are_told() {
    let desk = Desk::new();
    let template = |template: &'static str| ["search", "port", "--template", template];
    assert!(stderr(&desk, &template("{{ speaker.nme }}")).contains("did you mean 'speaker.name'?"));
    assert!(stderr(&desk, &template("{{ txet }}")).contains("did you mean 'text'?"));
    assert!(stderr(&desk, &["search", "port", "--fields", "article.titel"]).contains("did you mean 'article.title'?"));
    let loops = "{% for topic in topics %}{{ loop.index }}{{ topic }}{% endfor %}{{ range(2)|length }}";
    assert_eq!(desk.run(&template(loops)).status.code(), Some(0));
}

#[test]
fn a_timeline_has_no_gaps() {
    let desk = Desk::new();
    let csv = stdout(&desk, &["timeline", "--by", "day", "--format", "csv", "--since", "2025-11-30"]);
    assert_eq!(csv, "day,count\n2025-12-01,1\n2025-12-02,1\n");
    let csv = stdout(&desk, &["timeline", "--by", "week", "--format", "csv"]);
    assert_eq!(csv, "week,count\n2025-10-27,1\n2025-11-03,0\n2025-11-10,0\n2025-11-17,1\n2025-11-24,0\n2025-12-01,2\n");
    let text = stdout(&desk, &["timeline", "--by", "day"]);
    assert!(text.contains("⋮") && text.lines().count() == 6, "{text}");
}

#[test]
fn completions_know_the_index_on_the_line() {
    let desk = desk_with_a_long_one();
    std::fs::remove_dir_all(desk.path().join("index")).expect("removed");
    let complete = |shell: &str, typed: &str| {
        let mut command = desk.command(&["--", "onrecord", "search", "--index", "press", "--speaker", typed]);
        let command = command.env("COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", "5").env("_CLAP_IFS", "\n");
        String::from_utf8_lossy(&command.output().expect("it runs").stdout).into_owned()
    };
    assert_eq!(complete("bash", "\"mara q"), "Mara\\ Quill");
    assert_eq!(complete("bash", "ferr"), "Tomás\\ Ferré");
    assert!(complete("zsh", "Mara Q").starts_with("Mara Quill"));
}
