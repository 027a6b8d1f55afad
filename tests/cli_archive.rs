//! Who and about what, across an archive, as a person meets it:
//! - one speaker goes by several names, which are found, counted and explained as one;
//! - the aliases file holds at once, for names and for roles;
//! - a short name is told to have several bearers, a wrong one brings near names and exit code 1;
//! - own topics are put on statements without reading articles, and taken off again;
//! - mentions are found by any name of whoever is mentioned;
//! - a statement dated by its month is not one of a day.
//!
//! Outputs are kept in `tests/snapshots`; `INSTA_UPDATE=always cargo test --test cli_archive`
//! refreshes them.

mod desk;
mod search_support;

use desk::Desk;
use onrecord::record::{Precision, Statement};
use search_support::{said, speaker, statement, write};

/// A desk whose index holds a senator under many names, and others.
fn desk() -> Desk {
    let desk = Desk::new();
    let spoken = [
        ("William Harrow", Some("Kestrel senator")),
        ("William Harrow", Some("Kestrel senator")),
        ("Bill Harrow", Some("Senator")),
        ("Harrow", Some("Senator")),
        ("BILL HARROW", None),
        ("Executive Ada Løvstad", Some("Fjordline Chief")),
        ("Ada Lovstad", Some("chief executive of Fjordline")),
        ("Tom Harrow", Some("goalkeeper")),
        ("Oleksandr Bondarenko", Some("Ukrainian envoy")),
        ("Oleksander Bondarenko", Some("envoy")),
        ("Mira Stanek", Some("chief economist at Kestrel Bank")),
        ("Mira Stanek", Some("soprano at the Opera")),
    ];
    let mut all: Vec<Statement> = spoken
        .iter()
        .enumerate()
        .map(|(n, (name, role))| {
            let mut one = statement(&format!("{n:x}0000000000000ff"), &format!("Sentence number {n} on tariffs"));
            one.article.id = format!("archive-{n:02}");
            one.article.path = format!("archive-{n:02}.txt");
            one.speaker = speaker(name, *role);
            one
        })
        .collect();
    all[5].mentions = vec!["Bill Harrow".to_owned()];
    all[6].mentions = vec!["William Harrow".to_owned()];
    all[7].said_on = Some(said("2025-11", Precision::Month));
    write(&desk.path().join("index"), &all);
    desk
}

fn transcripts(desk: &Desk, commands: &[&[&str]]) -> String {
    commands.iter().map(|arguments| desk.transcript(arguments)).collect::<Vec<_>>().join("\n")
}

#[test]
fn one_speaker_goes_by_several_names() {
    insta::assert_snapshot!(
        "archive-speakers",
        transcripts(
            &desk(),
            &[
                &["speakers"],
                &["speakers", "--format", "csv", "--limit", "2"],
                &["speakers", "--same", "bill harrow"],
                &["search", "--speaker", "Bill Harrow", "--fields", "id"],
                &["search", "--speaker", "Senator William Harrow", "--count"],
                &["search", "speaker:harrow", "--count"],
                &["search", "--speaker", "Harow", "--count"],
                &["search", "--speaker", "Harow"],
                &["search", "--about", "senator harrow", "--fields", "id"],
                &["search", "--about", "harrow", "--fields", "id"],
                &["search", "tariffs", "--group-by", "speaker", "--speaker", "harrow", "--fields", "speaker"],
                &["speakers", "--suggest"],
            ]
        )
    );
}

#[test]
fn the_aliases_file_holds_at_once() {
    let desk = desk();
    let mut all = transcripts(&desk, &[&["speakers", "--same", "stanek"]]);
    let aliases = "[[join]]\nname = 'William Harrow'\nnames = ['Tom Harrow']\n\n\
                   [[split]]\nname = 'Mira Stanek'\nrole = 'soprano'\nas = 'Mira Stanek, soprano'\n";
    std::fs::write(desk.path().join("index/aliases.toml"), aliases).expect("written");
    all.push_str(&transcripts(&desk, &[&["speakers", "--same", "harrow"], &["speakers", "--same", "stanek"]]));
    std::fs::write(desk.path().join("mine.toml"), "[[join]]\nname = 'x'\n").expect("written");
    all.push_str(&transcripts(
        &desk,
        &[&["speakers", "--aliases", "mine.toml"], &["speakers", "--aliases", "nowhere.toml"]],
    ));
    insta::assert_snapshot!("archive-aliases", all);
}

#[test]
fn own_topics_are_put_on_and_taken_off() {
    let desk = desk();
    let topics = "[topics]\n'ours/tariffs' = 'tariffs speaker:harrow'\n'ours/port' = 'port OR harbour'\n";
    std::fs::write(desk.path().join("index/topics.toml"), topics).expect("written");
    let mut all = transcripts(
        &desk,
        &[
            &["topics", "--apply"],
            &["search", "--topic", "ours/tariffs", "--fields", "id,topics"],
            &["topics", "--why", "a1f0000000000001"],
            &["topics", "--apply"],
        ],
    );
    std::fs::write(desk.path().join("mine.toml"), "[topics]\n'ours/port' = 'port'\n").expect("written");
    all.push_str(&transcripts(&desk, &[&["topics", "--apply", "--own", "mine.toml"], &["topics"], &["check"]]));
    std::fs::write(desk.path().join("mine.toml"), "[topics]\n'politics' = 'port'\n").expect("written");
    all.push_str(&transcripts(&desk, &[&["topics", "--apply", "--own", "mine.toml"]]));
    std::fs::write(desk.path().join("mine.toml"), "[topics]\n'ours/port' = '(port'\n").expect("written");
    all.push_str(&transcripts(&desk, &[&["topics", "--apply", "--own", "mine.toml"]]));
    insta::assert_snapshot!("archive-topics", all);
}

#[test]
fn a_month_is_no_day() {
    let desk = desk();
    let count = |arguments: &[&str]| String::from_utf8_lossy(&desk.run(arguments).stdout).trim().to_owned();
    let on = |day: &str| count(&["search", "--speaker", "Tom Harrow", "--count", "--on", day]);
    assert_eq!((on("2025-11-23"), on("2025-11"), on("2025")), ("0".into(), "1".into(), "1".into()));
    let loose = ["search", "--speaker", "Tom Harrow", "--count", "--loose", "--on", "2025-11-23"];
    assert_eq!(count(&loose), "1");
}
