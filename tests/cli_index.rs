//! Indexes as a person meets them: filled, changed, locked, read-only, of another format, several.

mod desk;
mod search_support;

use std::path::PathBuf;

use desk::Desk;
use search_support::{statement, write};

#[test]
fn index_takes_only_what_changed() {
    let desk = Desk::new();
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let article = |name: &str, text: &str| std::fs::write(news.join(name), text).expect("written");
    article("one.txt", "Port stays open\n\n“The port stays open,” said Mara Quill, the harbour minister.\n");
    article("two.txt", "Treaty is dead\n\n“The treaty is dead,” said Senator Tomás Ferré on Sunday.\n");
    article("empty.txt", "");
    let counts = |arguments: &[&str]| -> Vec<u64> {
        let mut all = vec!["index", "news", "--index", "fresh", "--json", "--quiet"];
        all.extend(arguments);
        let output = desk.run(&all);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let skipped = summary["skipped"].as_array().map_or(0, Vec::len) as u64;
        let count = |name: &str| summary[name].as_u64().unwrap_or(99);
        vec![count("new"), count("changed"), count("unchanged"), count("removed"), skipped]
    };
    assert_eq!(counts(&["--dry-run"]), [2, 0, 0, 0, 1]);
    assert_eq!(counts(&[]), [2, 0, 0, 0, 1]);
    assert_eq!(counts(&[]), [0, 0, 2, 0, 1]);
    article("two.txt", "Treaty is alive\n\n“The treaty is alive,” said Senator Tomás Ferré on Monday.\n");
    let changed = counts(&[]);
    assert_eq!((changed[0] + changed[1], changed[2]), (1, 1));
    std::fs::remove_file(news.join("one.txt")).expect("removed");
    assert_eq!(counts(&[])[3], 0);
    assert_eq!(counts(&["--prune"])[3], 1);
    let found = desk.run(&["search", "alive", "--index", "fresh", "--fields", "speaker"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("Tomás Ferré"));
    assert!(desk.run(&["check", "--index", "fresh"]).status.success());
    assert_eq!(desk.run(&["index", "news/empty.txt", "--index", "other"]).status.code(), Some(2));
}

#[test]
fn a_read_only_index_can_be_searched() {
    let desk = Desk::new();
    let folder = desk.path().join("index");
    let _ = std::fs::remove_file(folder.join(".tantivy-meta.lock"));
    let mut rights = std::fs::metadata(&folder).expect("a folder").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&folder, rights.clone()).expect("set");
    let output = desk.run(&["search", "port", "--count"]);
    #[allow(clippy::permissions_set_readonly_false)]
    rights.set_readonly(false);
    std::fs::set_permissions(&folder, rights).expect("set");
    assert_eq!(output.stdout, b"3\n");
}

#[test]
fn an_index_of_another_format_is_named_as_such() {
    let desk = Desk::new();
    let meta: PathBuf = desk.path().join("index/meta.json");
    let text = std::fs::read_to_string(&meta).expect("read");
    std::fs::write(
        &meta,
        text.replace(&format!("onrecord_format\\\":{}", onrecord::index::FORMAT), "onrecord_format\\\":99"),
    )
    .expect("written");
    insta::assert_snapshot!("format", desk.transcript(&["search", "port"]));
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let desk = Desk::new();
    let writer = onrecord::index::Writer::open(&desk.path().join("index"), false).expect("a writer");
    std::fs::write(desk.path().join("a.txt"), "Title\n\n“We stay,” said Mara Quill.\n").expect("written");
    let output = desk.run(&["index", "a.txt"]);
    writer.close().expect("closed");
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
}

#[test]
fn several_indexes_are_searched_as_one() {
    let desk = Desk::new();
    let mut more = statement("f600000000000007", "A port is a port");
    more.article.id = "another".to_owned();
    write(&desk.path().join("second"), &[more]);
    let both = ["search", "port", "--index", "index", "--index", "second", "--fields", "id", "--sort", "newest"];
    insta::assert_snapshot!("several", desk.transcript(&both));
    let variable = desk.command(&["search", "port", "--count"]).env("ONRECORD_INDEX", "index:second").output();
    assert_eq!(variable.expect("it runs").stdout, b"4\n");
}
