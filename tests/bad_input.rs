//! Bad input: every file is named on stderr with what was done, and the run goes on.
//!
//! - an empty file, a binary file, a text too large, invalid UTF-8, broken JSON lines, a missing path
//! - exit 0 while anything could be read, 2 when nothing could
//! - a folder that is no index, a missing index: a clear sentence and exit 2

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;

fn onrecord(index: &Path) -> Command {
    let mut command = Command::cargo_bin("onrecord").expect("the binary");
    command.arg("--index").arg(index);
    command
}

const NEWS: &str =
    "Mayor opens bridge\n\n\"It is a good day,\" Mayor Ada Brandt said on Monday.\n\nThe bridge cost two million.\n";

#[test]
fn one_bad_file_never_stops_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    fs::create_dir(&news).expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(news.join(name), bytes).expect("a file");
    write("good.txt", NEWS.as_bytes());
    write("empty.txt", b"");
    write("binary.txt", &[0u8, 1, 2, 3, 0xff, 0, 7, 0, 9, 1, 1, 1]);
    write("latin.txt", b"Caf\xe9 owner speaks\n\n\"We stay open,\" owner Ana Mu\xf1oz said.\n\nThe caf\xe9 is old.\n");
    write(
        "broken.jsonl",
        b"{\"title\":\"A\",\"text\":\"\\\"Yes,\\\" Ada Brandt said.\"}\n{\"title\": oops\n{\"title\":\"B\"}\n",
    );
    onrecord(&folder.path().join("index"))
        .arg("index")
        .arg(&news)
        .arg(folder.path().join("nowhere"))
        .assert()
        .code(0)
        .stderr(predicate::str::contains("empty.txt: empty file, left out"))
        .stderr(predicate::str::contains("binary.txt: binary file, left out"))
        .stderr(predicate::str::contains("line 2 is not valid JSON"))
        .stderr(predicate::str::contains("no text in any of the fields"))
        .stderr(predicate::str::contains("nowhere: no such file or folder"));
    onrecord(&folder.path().join("index"))
        .args(["search", "open", "--format", "jsonl"])
        .assert()
        .code(0)
        .stdout(predicate::str::contains("Ana Muñoz"));
}

#[test]
fn nothing_readable_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("empty.txt"), b"").expect("a file");
    onrecord(&folder.path().join("index")).arg("index").arg(folder.path().join("empty.txt")).assert().code(2);
}

#[test]
fn a_missing_or_foreign_index_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    onrecord(&folder.path().join("none"))
        .args(["search", "x"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("none"));
    fs::write(folder.path().join("letter.txt"), "no index").expect("a file");
    onrecord(folder.path()).args(["search", "x"]).assert().code(2).stderr(predicate::str::is_empty().not());
}
