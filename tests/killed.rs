//! A run that is killed at any moment leaves an index that is whole, and the next run does the rest.
#![cfg(unix)]

mod desk;
mod search_support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desk::Desk;

const RUNS: u64 = 4;
const KILLS: u64 = 5;

/// Returns what is in an index, sorted: the statements and the files.
fn content(desk: &Desk, index: &str) -> Vec<String> {
    let output = desk.run(&["export", "--index", index, "--with-negated"]);
    let mut lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn twenty_kills_lose_nothing() {
    let desk = Desk::new();
    let news = desk.path().join("news");
    std::fs::create_dir(&news).expect("a folder");
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    for entry in std::fs::read_dir(fixtures).expect("fixtures").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "txt" || extension == "jsonl") {
            std::fs::copy(&path, news.join(entry.file_name())).expect("copied");
        }
    }
    let index = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        let arguments = ["index", "news", "--index", name, "--quiet", "--wait", "--commit-every", "0"];
        command.current_dir(desk.path()).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let began = Instant::now();
    assert!(index("undisturbed").status().expect("it runs").success());
    let whole = began.elapsed();
    let expected = content(&desk, "undisturbed");
    assert!(expected.len() > 100);
    // Moments that are spread over the run, in another order each time.
    let moment = |n: u64| whole.mul_f64(((n * 7 + 3) % (RUNS * KILLS)) as f64 / (RUNS * KILLS) as f64);
    let mut half_done = 0;
    for run in 0..RUNS {
        let name = format!("killed-{run}");
        for kill in 0..KILLS {
            let mut child = index(&name).spawn().expect("it runs");
            std::thread::sleep(moment(run * KILLS + kill) + Duration::from_millis(1));
            let _ = child.kill();
            let _ = child.wait();
            let check = desk.run(&["check", "--index", &name]);
            let said = String::from_utf8_lossy(&check.stderr);
            let empty = said.contains("there is no index yet") || said.contains("the index is empty");
            assert!(check.status.success() || empty, "run {run}, kill {kill}: {said}");
            let so_far = content(&desk, &name).len();
            half_done += usize::from(so_far > 0 && so_far < expected.len());
        }
        assert!(index(&name).status().expect("it runs").success());
        assert!(content(&desk, &name) == expected, "run {run} is not as an undisturbed one");
        assert!(desk.run(&["check", "--index", &name]).status.success());
    }
    assert!(half_done > 0, "no kill came in the middle of a run");
}
