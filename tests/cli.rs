//! The commands as a person or a script meets them: what they print, where, and the exit code.
//!
//! Outputs are kept in `tests/snapshots`; `INSTA_UPDATE=always cargo test --test cli` refreshes
//! them.

mod desk;
mod search_support;

use desk::{Desk, statements};
use search_support::{statement, write};

/// Snapshots the transcripts of several commands under one name.
fn check(name: &str, commands: &[&[&str]]) {
    let desk = Desk::new();
    let transcripts: Vec<String> = commands.iter().map(|arguments| desk.transcript(arguments)).collect();
    insta::assert_snapshot!(name, transcripts.join("\n"));
}

#[test]
fn search_shows_who_said_what_when_and_where() {
    check(
        "search",
        &[
            &["search", "port"],
            &["search", "fishing", "--speaker", "ferre"],
            &["search", "--sort", "oldest", "--limit", "1", "--offset", "1"],
            &["search", "port", "--color", "always", "--limit", "1"],
        ],
    );
}

#[test]
fn search_filters() {
    let commands: Vec<Vec<&str>> = [
        "--speaker quill",
        "--speaker MARA",
        "--speaker ferre --role senators",
        "--topic economy",
        "--topic fishing",
        "--about kestrel",
        "--outlet gazette",
        "--kind mixed",
        "--act promises",
        "--negated",
        "--with-negated --count",
        "--headline",
        "--on 2025-11-23",
        "--on 2025-11-23 --loose",
        "--on 2025-11",
        "--since 2025-12-02",
        "--until 2025-11-30 --exact port",
        "speaker:(quill OR ferre) -treaty",
        "port -never",
        "clos* kestral~",
        "=closes",
        "closes",
        "--speaker quill --speaker ost",
        "--title unions",
        "--article gazette",
    ]
    .iter()
    .map(|line| {
        let mut arguments = vec!["search", "--fields", "id"];
        arguments.extend(line.split(' '));
        arguments
    })
    .collect();
    let commands: Vec<&[&str]> = commands.iter().map(Vec::as_slice).collect();
    check("filters", &commands);
}

#[test]
fn search_formats() {
    check(
        "formats",
        &[
            &["search", "port", "--format", "jsonl", "--limit", "1"],
            &["search", "fishing", "--format", "json"],
            &["search", "never", "--format", "csv"],
            &["search", "nobody", "--format", "tsv"],
            &["search", "port", "--format", "md"],
            &["search", "port", "--fields", "speaker,said_on,text"],
            &["search", "port", "--fields", "speaker,title,mentions", "--format", "jsonl"],
            &["search", "port", "--fields", "speaker,text", "--format", "md"],
            &["search", "port", "--template", "{{ speaker.name }} ({{ said_on.date }})\\t{{ text|length }}"],
            &["search", "nothing-like-this", "--format", "json"],
            &["search", "nothing-like-this", "--format", "csv"],
        ],
    );
}

#[test]
fn nothing_found_says_why() {
    check(
        "nothing",
        &[
            &["search", "--speaker", "Qill"],
            &["search", "--speaker", "Mara Quil"],
            &["search", "--topic", "economie"],
            &["search", "whether"],
            &["search", "zebra"],
            &["speakers", "--outlet", "Gazete"],
            &["show", "ffff"],
        ],
    );
}

#[test]
fn errors_point_at_the_place() {
    check(
        "errors",
        &[
            &["search", "speeker:quill"],
            &["search", "port", "said:2025-13"],
            &["search", "\"the port"],
            &["search", "(port"],
            &["search", "a:b:c"],
            &["search", "po*rt"],
            &["search", "&"],
            &["search", "--kind", "quoted"],
            &["search", "--since", "23/11/2025"],
            &["search", "port", "--fields", "speker"],
            &["search", "port", "--facets", "speakers"],
            &["search", "port", "--template", "{{ text"],
            &["search", "port", "--limt", "3"],
            &["serch", "port"],
            &["show", "a1f"],
            &["search", "port", "--index", "nowhere"],
            &["search", "port", "--index", "."],
        ],
    );
}

#[test]
fn what_a_person_types_does_not_break_it() {
    check(
        "typed",
        &[
            &["search", "can't", "--count"],
            &["search", "U.S.", "--count"],
            &["search", "“never close”", "--count"],
            &["search", "port", "-never", "--explain-query"],
            &["search", "10:30 https://x.example/a", "--count"],
            &["search", "", "--count"],
            &["search", "-port", "--count"],
            &["search", "(port OR fishing) -senator", "--speaker", "von der Leyen", "--on", "2025", "--explain-query"],
        ],
    );
}

#[test]
fn counts_and_groups() {
    check(
        "counts",
        &[
            &["search", "port", "--count"],
            &["search", "--facets", "speaker,month,topic"],
            &["search", "--facets", "kind", "--format", "csv"],
            &["search", "port", "--group-by", "article"],
            &["speakers"],
            &["speakers", "--format", "csv", "--with-negated"],
            &["topics"],
            &["outlets", "--format", "jsonl"],
            &["outlets", "--count"],
            &["timeline"],
            &["timeline", "--by", "year", "--format", "csv"],
        ],
    );
}

#[test]
fn show_marks_the_statement() {
    check(
        "show",
        &[
            &["show", "a1f0000000000002"],
            &["show", "c3", "--context", "0", "--color", "always"],
            &["show", "b2", "--format", "jsonl"],
        ],
    );
}

#[test]
fn verify_marks_what_differs() {
    check(
        "verify",
        &[
            &["verify", "we will never close the port of Kestrel"],
            &["verify", "we will surely close the old port of Kestrel", "--speaker", "quill"],
            &["verify", "the treaty on fishing is dead", "--speaker", "quill"],
            &["verify", "zebras are welcome in the harbour"],
            &["similar", "a1f0000000000001"],
        ],
    );
}

#[test]
fn claims_are_verified_line_by_line() {
    let desk = Desk::new();
    let claims = "we will never close the port\n\nzebras are welcome\n";
    let output = desk.command(&["verify", "--file", "-"]).write_stdin(claims).output().expect("it runs");
    let lines: Vec<serde_json::Value> =
        String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let verdicts: Vec<&str> = lines.iter().filter_map(|line| line["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["verbatim", "not-found"]);
    assert_eq!(lines[0]["statement"]["id"], "a1f0000000000001");
}

#[test]
fn export_to_other_tools() {
    check(
        "export",
        &[
            &["export", "--speaker", "quill"],
            &["export", "--format", "csv", "--fields", "id,speaker"],
            &["export", "--format", "schema-org", "--speaker", "ferre"],
            &["export", "--format", "w3c-annotation", "--speaker", "ferre"],
            &["export", "--format", "gqg"],
            &["export", "zebra"],
        ],
    );
}

#[test]
fn saved_searches_show_only_what_is_new() {
    let desk = Desk::new();
    let mut transcripts = vec![
        desk.transcript(&["saved", "run"]),
        desk.transcript(&["saved", "add", "port", "port", "--speaker", "quill"]),
        desk.transcript(&["saved", "list"]),
        desk.transcript(&["saved", "run", "prot"]),
        desk.transcript(&["saved", "run", "--fields", "id"]),
        desk.transcript(&["saved", "run"]),
    ];
    let mut all = statements();
    all.push(statement("e500000000000006", "The port stays open"));
    all.sort_by_key(|statement| statement.article.id.clone());
    write(&desk.path().join("index"), &all);
    transcripts.push(desk.transcript(&["saved", "run", "port"]));
    transcripts.push(desk.transcript(&["saved", "remove", "port"]));
    transcripts.push(desk.transcript(&["saved", "list"]));
    insta::assert_snapshot!("saved", transcripts.join("\n"));
}

#[test]
fn a_configuration_file_sets_defaults() {
    let desk = Desk::new();
    std::fs::rename(desk.path().join("index"), desk.path().join("press")).expect("renamed");
    std::fs::write(desk.path().join("onrecord.toml"), "index = 'press'\nlimit = 1\nformat = 'tsv'\n").expect("written");
    let mut transcripts = vec![desk.transcript(&["search", "port", "--fields", "id"])];
    std::fs::write(desk.path().join("onrecord.toml"), "indx = 'press'\n").expect("written");
    transcripts.push(desk.transcript(&["search", "port"]));
    std::fs::write(desk.path().join("onrecord.toml"), "sort = 'best'\n").expect("written");
    transcripts.push(desk.transcript(&["search", "port"]));
    insta::assert_snapshot!("configuration", transcripts.join("\n"));
}

#[test]
fn output_is_as_the_schema_says() {
    let desk = Desk::new();
    let schema: serde_json::Value = serde_json::from_slice(&desk.run(&["schema"]).stdout).expect("the schema is JSON");
    let found = desk.run(&["search", "--with-negated", "--format", "jsonl", "--limit", "0", "--group-by", "article"]);
    let mut lines = 0;
    for line in String::from_utf8_lossy(&found.stdout).lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        fits(&schema, &schema, &record, "");
        lines += 1;
    }
    assert_eq!(lines, 2);
}

/// Holds a value against the part of JSON Schema that the schema uses; unknown names are errors.
fn fits(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return fits(root, &root["$defs"][name], value, at);
    }
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(allowed.contains(value), "{at}: {value}");
    }
    if !schema["const"].is_null() {
        assert_eq!(&schema["const"], value, "{at}");
    }
    let kind = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(number) if number.is_u64() => "integer",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    let types: Vec<&str> = match &schema["type"] {
        serde_json::Value::String(one) => vec![one],
        serde_json::Value::Array(many) => many.iter().filter_map(|one| one.as_str()).collect(),
        _ => vec![kind],
    };
    assert!(types.contains(&kind) || (kind == "integer" && types.contains(&"number")), "{at}: {kind}");
    if let Some(object) = value.as_object() {
        let required = schema["required"].as_array().into_iter().flatten();
        required.for_each(|name| assert!(object.contains_key(name.as_str().unwrap_or("")), "{at}: {name}"));
        for (name, inner) in object {
            let known = &schema["properties"][name];
            assert!(!known.is_null(), "{at}/{name} is not in the schema");
            fits(root, known, inner, &format!("{at}/{name}"));
        }
    }
    for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
        let each = if schema["items"].is_object() { &schema["items"] } else { &schema["prefixItems"][n] };
        fits(root, each, inner, &format!("{at}/{n}"));
    }
}

#[test]
fn help_and_completions() {
    let desk = Desk::new();
    let commands = "index search read extract show speakers topics outlets timeline stories verify similar export explain saved \
                    stats check schema completions man";
    for command in commands.split_whitespace() {
        insta::assert_snapshot!(format!("help-{command}"), desk.transcript(&[command, "--help"]));
    }
    insta::assert_snapshot!("help", desk.transcript(&["--help"]));
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = desk.run(&["completions", shell]);
        assert!(output.status.success() && !output.stdout.is_empty(), "{shell}");
    }
    let names = desk
        .command(&["--", "onrecord", "search", "--speaker", "Mara"])
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "3")
        .env("_CLAP_IFS", "\n")
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&names.stdout), "Mara\\ Quill\nMara\\ van\\ Ost");
    let page = desk.run(&["man", "search"]);
    assert!(String::from_utf8_lossy(&page.stdout).contains("onrecord\\-search"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .current_dir(desk.path())
        .args(["search", "--format", "jsonl", "--limit", "0"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
