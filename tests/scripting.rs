//! The README's scripting section, run as it stands: every line of it prints something.
//!
//! Needs sh and jq; where there is no jq, only that the lines name commands that exist is held.

use std::path::Path;
use std::process::Command;

#[test]
fn the_scripts_of_the_readme_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let section = readme.split("## Scripting").nth(1).expect("the section").split("\n## ").next().expect("its text");
    let block = section.split("```sh\n").nth(1).expect("a block").split("```").next().expect("its end");
    let scripts: Vec<&str> = block.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(scripts.len() >= 3);
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let folder = tempfile::tempdir().expect("a folder");
    let program = Path::new(env!("CARGO_BIN_EXE_onrecord")).parent().expect("a folder").display().to_string();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap_or_default());
    let run = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).current_dir(root).env("PATH", &path).env("HOME", folder.path());
        shell.env("ONRECORD_INDEX", folder.path().join("index")).output().expect("sh")
    };
    assert!(run("onrecord index fixtures --quiet").status.success());
    for script in scripts {
        if !has_jq && script.contains("jq") {
            continue;
        }
        let output = run(script);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !output.stdout.is_empty(), "{script}\n{errors}");
    }
}
