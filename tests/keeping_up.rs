//! Keeping up with a pile of news that grows, moves and changes.
//!
//! - a file is told by its content: a new time stamp changes nothing, an old one hides nothing
//! - a renamed file, and a record that moved within its file, keep their statements
//! - an article that two files hold is kept once, and stays when either file goes
//! - two feeds that count their articles from 1 lose nothing
//! - pruning never takes a folder that is not there for one whose files are gone
//! - the index in the folder that it is filled from is no news
//! - loops of links and paths with line breaks are survived
//! - the number of threads makes no difference
//! - what is written in a watched folder is found within two seconds
//! - articles that are nearly the same are one story; a quotation is shown as it was published first

mod desk;
mod search_support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desk::Desk;
use serde_json::Value;

/// An article in which `who` says what no other article says.
fn article(who: &str, what: &str) -> String {
    format!("{who} speaks\n\n“We will {what} as soon as the ice is gone,” said {who} of the harbour office.\n")
}

struct Pile {
    desk: Desk,
}

impl Pile {
    fn new() -> Pile {
        let desk = Desk::new();
        std::fs::create_dir(desk.path().join("news")).expect("a folder");
        Pile { desk }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.desk.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    /// Runs `index` and returns its summary: new, changed, moved, unchanged, removed, duplicates.
    fn index(&self, arguments: &[&str]) -> [u64; 6] {
        let mut all = vec!["index", "--index", "ix", "--json", "--quiet"];
        all.extend(arguments);
        let output = self.desk.run(&all);
        let summary: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let count = |name: &str| summary[name].as_u64().unwrap_or(99);
        ["new", "changed", "moved", "unchanged", "removed", "duplicates"].map(count)
    }

    /// Returns one field of every statement, sorted.
    fn all(&self, field: &str) -> Vec<String> {
        let output = self.desk.run(&["search", "--index", "ix", "--limit", "0", "--with-negated", "--fields", field]);
        let mut lines: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

fn set_modified(path: &Path, days_ago: u64) {
    let file = std::fs::File::options().append(true).open(path).expect("a file");
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(days_ago * 86_400)).expect("set");
}

#[test]
fn a_file_is_told_by_its_content() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    pile.write("news/b.txt", &article("Bo Lind", "wait"));
    set_modified(&pile.path("news/a.txt"), 9);
    assert_eq!(pile.index(&["news"]), [2, 0, 0, 0, 0, 0]);
    set_modified(&pile.path("news/b.txt"), 1);
    assert_eq!(pile.index(&["news"]), [0, 0, 0, 2, 0, 0]);
    pile.write("news/a.txt", &article("Ada Brandt", "swim"));
    set_modified(&pile.path("news/a.txt"), 9);
    assert_eq!(pile.index(&["news", "--dry-run"]), [0, 1, 0, 1, 0, 0]);
    assert_eq!(pile.index(&["news"]), [0, 1, 0, 1, 0, 0]);
    assert_eq!(pile.all("text").iter().filter(|text| text.contains("swim")).count(), 1);
    assert!(!pile.all("text").iter().any(|text| text.contains("sail")));
}

#[test]
fn what_moves_keeps_its_statements() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    let line = |who: &str, what: &str| serde_json::json!({"title": who, "text": article(who, what)}).to_string();
    let (bo, cy) = (line("Bo Lind", "wait"), line("Cy Moor", "row"));
    pile.write("news/b.jsonl", &format!("{bo}\n{cy}\n"));
    assert_eq!(pile.index(&["news"])[0], 3);
    let ids = pile.all("id");
    std::fs::rename(pile.path("news/a.txt"), pile.path("news/z.txt")).expect("renamed");
    pile.write("news/b.jsonl", &format!("{}\n{bo}\n{cy}\n", line("Di Falk", "fish")));
    assert_eq!(pile.index(&["news", "--dry-run"]), [1, 0, 1, 2, 0, 0]);
    assert_eq!(pile.index(&["news"]), [1, 0, 1, 2, 0, 0]);
    assert!(ids.iter().all(|id| pile.all("id").contains(id)));
    let paths = pile.all("path");
    assert!(paths.contains(&"news/z.txt".to_owned()) && !paths.contains(&"news/a.txt".to_owned()), "{paths:?}");
    assert!(paths.contains(&"news/b.jsonl#3".to_owned()), "{paths:?}");
    // A whole folder, of which only the new place is named.
    std::fs::rename(pile.path("news"), pile.path("archive")).expect("renamed");
    assert_eq!(pile.index(&["archive"]), [0, 0, 4, 0, 0, 0]);
    assert!(pile.all("path").iter().all(|path| path.starts_with("archive/")));
    assert_eq!(pile.index(&["archive"]), [0, 0, 0, 4, 0, 0]);
}

#[test]
fn an_article_in_two_files_stays_while_one_of_them_does() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    pile.write("news/b.txt", &article("Ada Brandt", "sail"));
    assert_eq!(pile.index(&["news"]), [1, 0, 0, 0, 0, 1]);
    std::fs::remove_file(pile.path("news/a.txt")).expect("removed");
    pile.index(&["news", "--prune"]);
    assert!(pile.all("path").iter().all(|path| path == "news/b.txt") && !pile.all("path").is_empty());
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    pile.index(&["news"]);
    pile.write("news/b.txt", &article("Bo Lind", "wait"));
    pile.index(&["news"]);
    assert_eq!(pile.all("path"), ["news/a.txt", "news/b.txt"]);
}

#[test]
fn two_feeds_that_count_from_one_lose_nothing() {
    let pile = Pile::new();
    let line = |who: &str, what: &str| serde_json::json!({"id": 1, "text": article(who, what)}).to_string();
    pile.write("news/a.jsonl", &line("Ada Brandt", "sail"));
    pile.write("news/b.jsonl", &line("Bo Lind", "wait"));
    assert_eq!(pile.index(&["news"]), [2, 0, 0, 0, 0, 0]);
    assert_eq!(pile.index(&["news", "--again"])[0], 0);
    assert_eq!(pile.all("path"), ["news/a.jsonl#1", "news/b.jsonl#1"]);
    let mut ids = pile.all("id");
    ids.dedup();
    assert_eq!(ids.len(), 2);
}

#[test]
fn pruning_spares_what_is_not_there_today() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    pile.write("news/b.txt", &article("Bo Lind", "wait"));
    pile.index(&["news"]);
    std::fs::rename(pile.path("news"), pile.path("unmounted")).expect("renamed");
    assert_eq!(pile.index(&["news", "--prune"])[4], 0);
    std::fs::create_dir(pile.path("news")).expect("a folder");
    assert_eq!(pile.index(&["news", "--prune"])[4], 0);
    assert_eq!(pile.all("path").len(), 2);
    pile.write("news/c.txt", &article("Cy Moor", "row"));
    assert_eq!(pile.index(&["news", "--prune"])[4], 2);
}

#[test]
fn an_index_in_its_own_folder_is_no_news() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    for _ in 0..2 {
        let output = pile.desk.run(&["index", "news", "--index", "news/index", "--json"]);
        let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&summary["files"], summary["skipped"].as_array().map(Vec::len)), (&1.into(), Some(0)));
    }
}

#[cfg(unix)]
#[test]
fn odd_trees_are_survived() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let pile = Pile::new();
    pile.write("news/two\nlines.txt", &article("Ada Brandt", "sail"));
    pile.write("outside.txt", &article("Eve Outside", "spy"));
    symlink("..", pile.path("news/loop")).expect("a link");
    symlink("self", pile.path("news/self")).expect("a link");
    symlink("../outside.txt", pile.path("news/link.txt")).expect("a link");
    for name in [&b"latin-\xe9.txt"[..], b"latin-\xe8.txt"] {
        let path = pile.path("news").join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(path, article("Bo Lind", &format!("wait {} days", name[6]))).expect("written");
    }
    assert_eq!(pile.index(&["news"]), [3, 0, 0, 0, 0, 0]);
    assert_eq!(pile.index(&["news", "--prune"]), [0, 0, 0, 3, 0, 0]);
    assert!(!pile.all("speaker").contains(&"Eve Outside".to_owned()));
    std::fs::remove_file(pile.path("news").join(std::ffi::OsStr::from_bytes(b"latin-\xe9.txt"))).expect("removed");
    assert_eq!(pile.index(&["news", "--prune"]), [0, 0, 0, 2, 1, 0]);
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let pile = Pile::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let exported = |threads: &str, index: &str| {
        let mut filled = pile.desk.command(&["index", fixtures, "--index", index, "--quiet"]);
        assert!(filled.env("RAYON_NUM_THREADS", threads).output().expect("it runs").status.success());
        let found = pile.desk.run(&["search", "a OR the", "--limit", "0", "--format", "jsonl", "--index", index]);
        String::from_utf8_lossy(&found.stdout).into_owned()
    };
    let one = exported("1", "one");
    assert!(one.lines().count() > 50);
    assert!(one == exported("5", "five"));
}

#[test]
fn what_is_written_in_a_watched_folder_is_found() {
    let pile = Pile::new();
    pile.write("news/a.txt", &article("Ada Brandt", "sail"));
    std::fs::create_dir(pile.path("other")).expect("a folder");
    pile.write("other/x.txt", &article("Out Sider", "knock"));
    #[cfg(unix)]
    std::os::unix::fs::symlink("../other", pile.path("news/door")).expect("a link");
    let mut watch = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let watch = watch.current_dir(pile.path("")).args(["index", "news", "--index", "ix", "--watch", "--prune"]);
    let mut watch = watch.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    let wait = |what: &str, holds: &dyn Fn(&[String]) -> bool| {
        let began = Instant::now();
        while !holds(&pile.all("speaker")) {
            // Two seconds on a machine that does nothing else.
            assert!(began.elapsed() < Duration::from_secs(20), "{what}: {:?}", pile.all("speaker"));
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait("the first run", &|who| who == ["Ada Brandt"]);
    std::fs::create_dir(pile.path("news/more")).expect("a folder");
    pile.write("news/more/b.txt", &article("Bo Lind", "wait"));
    pile.write("news/.hidden.txt", &article("Hid Den", "hide"));
    wait("a new file", &|who| who == ["Ada Brandt", "Bo Lind"]);
    pile.write("news/a.txt", &article("Anna Brandt", "sail"));
    wait("a changed file", &|who| who == ["Anna Brandt", "Bo Lind"]);
    std::fs::rename(pile.path("news/more"), pile.path("news/less")).expect("renamed");
    // What is written behind a link is no news here.
    pile.write("other/x.txt", &article("Out Sider", "shout"));
    pile.write("news/c.txt", &article("Cy Moor", "row"));
    wait("another", &|who| who == ["Anna Brandt", "Bo Lind", "Cy Moor"]);
    std::fs::remove_file(pile.path("news/c.txt")).expect("removed");
    wait("a removed file", &|who| who == ["Anna Brandt", "Bo Lind"]);
    watch.kill().expect("killed");
    watch.wait().expect("ended");
    assert!(pile.all("path").contains(&"news/less/b.txt".to_owned()), "{:?}", pile.all("path"));
}

#[test]
fn copies_of_a_story_are_found() {
    let pile = Pile::new();
    let rest = "The harbour of Kestrel froze over on Friday for the first time in forty years, and ferries to \
                the outer islands stopped at noon. Two icebreakers are on their way from the north. Shops on \
                the islands have food for about nine days, the council has counted. Schools stay closed.";
    let print = |outlet: &str, day: u8, more: &str| {
        let text = format!("{}\n\n{rest}\n\n{more}\n", article("Ada Brandt", "sail"));
        let record = serde_json::json!({"outlet": outlet, "published": format!("2025-01-{day:02}"), "text": text});
        pile.write(&format!("news/{outlet}.json"), &record.to_string());
    };
    print("Gazette", 12, "The Gazette adds that nobody was hurt.");
    print("Herald", 10, "");
    print("Courier", 11, "More soon.");
    pile.write("news/other.txt", &article("Bo Lind", "wait"));
    assert_eq!(pile.index(&["news"])[0], 4);
    let run = |arguments: &[&str]| {
        let output = pile.desk.run(&[arguments, &["--index", "ix"]].concat());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let unique: Value = serde_json::from_str(&run(&["search", "sail", "--unique", "--format", "json"])).expect("JSON");
    let unique = if unique.is_array() { &unique } else { &unique["statements"] };
    assert_eq!(unique.as_array().map(Vec::len), Some(1), "{unique}");
    assert_eq!((&unique[0]["article"]["outlet"], &unique[0]["others"]), (&"Herald".into(), &2.into()));
    assert_eq!(run(&["search", "--group-by", "story", "--count"]), "2\n");
    let stories = run(&["stories", "--format", "jsonl"]);
    let story: Value = serde_json::from_str(&stories).expect("one line");
    assert_eq!((&story["copies"], &story["by"]), (&3.into(), &"Herald".into()), "{stories}");
    assert_eq!(run(&["stories", "--articles", "--format", "jsonl"]).lines().count(), 3);
}
