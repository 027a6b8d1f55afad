//! What the README shows on its first screen is what a reader sees who types it.
//!
//! With `ONRECORD_REFRESH=1` the transcript in README.md is written anew.

use std::path::Path;
use std::process::Command;

const START: &str = "```text\n$ ";

#[test]
fn the_transcript_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let start = readme.find(START).expect("a transcript") + "```text\n".len();
    let end = start + readme[start..].find("\n```").expect("its end");
    let shown = &readme[start..end];
    let folder = tempfile::tempdir().expect("a folder");
    let typed: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    let seen: Vec<String> =
        typed.iter().map(|line| format!("$ {line}\n{}", run(root, folder.path(), line).trim_end())).collect();
    let seen = without_seconds(&seen.join("\n\n"));
    if std::env::var_os("ONRECORD_REFRESH").is_some() && without_seconds(shown) != seen {
        let renewed = format!("{}{seen}{}", &readme[..start], &readme[end..]);
        std::fs::write(root.join("README.md"), renewed).expect("written");
        return;
    }
    assert_eq!(without_seconds(shown), seen, "run with ONRECORD_REFRESH=1 to renew the transcript");
}

/// Returns what a terminal shows of `line`: both streams.
fn run(root: &Path, index: &Path, line: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(line.split_whitespace().skip(1))
        .args(["--format", "text"].iter().filter(|_| line.contains(" search ")))
        .current_dir(root)
        .env("ONRECORD_INDEX", index.join("index"))
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Returns `text` with every time that a run took written as "0.1 s".
fn without_seconds(text: &str) -> String {
    let renewed: Vec<String> = text
        .lines()
        .map(|line| match (line.rfind(" ("), line.ends_with(" s)")) {
            (Some(at), true) => format!("{} (0.1 s)", &line[..at]),
            _ => line.to_owned(),
        })
        .collect();
    renewed.join("\n")
}
