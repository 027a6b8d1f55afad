//! Whose words are whose, and when they were said, in constructions that parses get wrong: each case
//! is a short article with what a reader would write beside its first or last statement.

use onrecord::article::{self, Article};
use onrecord::pipeline;
use onrecord::record::Statement;

/// Returns the statements of a short article of Monday, 24 November 2025.
fn statements(text: &str) -> Vec<Statement> {
    let line = serde_json::json!({ "id": "a", "date": "2025-11-24", "text": text }).to_string();
    let mut found: Vec<Article> = Vec::new();
    article::read_stream(line.as_bytes(), "-", &mut |article| found.extend(article.ok()));
    pipeline::extract(&found[0]).statements
}

/// Whether one of the statements is `content`, said by `speaker`.
#[track_caller]
fn assert_said(text: &str, speaker: &str, content: &str) {
    let found = statements(text);
    let said = |s: &Statement| s.speaker.as_ref().is_some_and(|s| s.name == speaker) && s.text.contains(content);
    let told: Vec<_> = found.iter().map(|s| (s.speaker.as_ref().map(|s| s.name.as_str()), s.text.as_str())).collect();
    assert!(found.iter().any(said), "{text}\n{told:?}");
}

/// The day of the first statement with `content` in it.
fn said_on(text: &str, content: &str) -> Option<String> {
    let found = statements(text);
    let one = found.iter().find(|s| s.text.contains(content));
    one.and_then(|s| s.said_on.as_ref()).map(|said| said.date.clone())
}

#[test]
fn who_is_quoted_says_it_and_not_who_quotes() {
    assert_said("Xinhua quoted Li Wanru as saying the plant would open in May.", "Li Wanru", "the plant would open");
    let cited = "The Daily Courier, citing local militia groups, reported that the attack consisted of three rockets.";
    assert_said(cited, "local militia groups", "the attack consisted");
    assert_said(cited, "Daily Courier", "the attack consisted");
}

#[test]
fn according_to_names_a_source_whatever_follows() {
    assert_said(
        "Monday's bid failed. According to the Courier, it is commonplace for new governments to suspend parliament, \
         but using it as a tool has been controversial.",
        "Courier",
        "it is commonplace",
    );
    assert_said(
        "According to conservative radio host Rush Lindberg, the move reeks of “fear” and desperation.",
        "Rush Lindberg",
        "the move reeks",
    );
}

#[test]
fn who_did_it_in_the_passive_says_it() {
    assert_said("The changes were described by Johnson as a \"historic mandate\".", "Johnson", "historic mandate");
}

#[test]
fn a_mention_is_whole() {
    assert_said(
        "An official from TfL stated: \"We are working with colleagues in the police.\"",
        "official from TfL",
        "We are working",
    );
    assert_said(
        "The move came after fellow former candidate Bernie Sandow and former president Barack Omar announced their \
         own support for Biden.",
        "Bernie Sandow and Barack Omar",
        "their own support",
    );
    assert_said("Earlier on Monday, the Labor Board said that prices had risen.", "Labor Board", "prices had risen");
    assert_said("The ruling Unity Party has accused foreign diplomats of interference.", "Unity Party", "diplomats");
}

#[test]
fn a_content_ends_before_what_another_says() {
    let text = "One interviewee said people changed their minds and several said they wanted the politicians to stop.";
    let found = statements(text);
    assert!(found.iter().any(|s| s.text == "people changed their minds"), "{found:?}");
}

#[test]
fn a_verb_that_no_list_knows_reports_beside_a_quotation() {
    let text = "Ravi Sundqvist is an economist.\n\n“A reform by referendum is like a diet,” Sundqvist quips.";
    assert_said(text, "Ravi Sundqvist", "A reform by referendum");
    let other = statements("Ravi Sundqvist is an economist.\n\n“I am done with this!” He smiled.");
    assert!(other.iter().all(|s| s.cue.as_ref().is_none_or(|cue| cue.text != "smiled")), "{other:?}");
}

#[test]
fn headlines_name_who_speaks() {
    let line = |title: &str, text: &str| {
        let text = format!("{title}\n\n{text}");
        let line = serde_json::json!({ "id": "a", "title": title, "text": text }).to_string();
        let mut found: Vec<Article> = Vec::new();
        article::read_stream(line.as_bytes(), "-", &mut |article| found.extend(article.ok()));
        pipeline::extract(&found[0]).statements
    };
    let said = line("Harrow: I will not resign", "Anna Harrow said on Sunday that she would stay.");
    assert!(said.iter().any(|s| s.headline && s.text == "I will not resign"), "{said:?}");
    let topic = line("Harrow on the dam: It will hold", "Anna Harrow said on Sunday that it would hold.");
    assert!(topic.iter().any(|s| s.headline && s.text == "It will hold"), "{topic:?}");
    let kicker = line("Update: Storm nears the coast", "Forecasters said the storm was near.");
    assert!(kicker.iter().all(|s| s.cue.as_ref().is_none_or(|cue| cue.text != ":")), "{kicker:?}");
    let verb = line("Norland and Kessel report progress in talks", "Both sides met in Holmgarth.");
    assert!(verb.iter().any(|s| s.text.starts_with("progress")), "{verb:?}");
}

#[test]
fn what_comes_after_a_day_after_is_dated_by_it() {
    let text = "Shares fell on Friday, a day after Orrin Hydro reported a lower profit.";
    assert_eq!(said_on(text, "a lower profit").as_deref(), Some("2025-11-20"));
    let deal = "Norland said the November 20 deal was void.";
    assert_eq!(said_on(deal, "deal was void").as_deref(), Some("2025-11-24"));
    let paper = "The Baltimore Sun reported he had been sick.";
    assert_eq!(said_on(paper, "he had been sick").as_deref(), Some("2025-11-24"));
}

#[test]
fn he_is_somebody_and_not_who_listens() {
    assert_said(
        "On Monday, Crown Prince Anders Lund of Norland accepted responsibility. Speaking to Martin Smith of PBS, he \
         said, \"It is over.\"",
        "Anders Lund",
        "It is over",
    );
}

#[test]
fn a_quotation_with_a_comma_closes_what_is_said() {
    let inverted = "The old law was “assertive and intrusive,” said Gary Orlund, education and law professor at Vesk.";
    assert_said(inverted, "Gary Orlund", "The old law was “assertive and intrusive,”");
    let long = "The new plans “will not solve it, but are steps in the right direction,” Anne Rickard, assistant \
                secretary of state for refugees and migration, said on Tuesday.";
    assert_said(long, "Anne Rickard", "The new plans “will not solve it");
    for text in [inverted, long] {
        assert!(statements(text).iter().all(|s| !s.text.contains("secretary") && !s.text.contains("professor")));
    }
    // What another says in it stays a statement of his own, and a clause that calls it something is none.
    assert_said("Grayson said Roe “would have no chance,” the source said.", "Grayson", "Roe “would have no chance,”");
    let called = statements("Calling it “a hoax,” the minister said it would pass.");
    assert!(called.iter().all(|s| !s.text.starts_with("Calling")), "{called:?}");
}

/// Whether one of the statements of `text` is `content`, whole.
#[track_caller]
fn assert_whole(text: &str, content: &str) {
    let found = statements(text);
    assert!(found.iter().any(|s| s.text == content), "{text}\n{:?}", found.iter().map(|s| &s.text).collect::<Vec<_>>());
}

#[test]
fn a_content_ends_before_what_is_told_beside_it() {
    assert_whole("Roe called the system “rigged” in a tweet on Tuesday.", "the system “rigged”");
    assert_whole(
        "Roe said it was a “distortion,” describing the security team as highly accomplished.",
        "it was a “distortion,”",
    );
    assert_whole(
        "Governor Roe described the mayor as a “disgrace” after she left the city.",
        "the mayor as a “disgrace”",
    );
    assert_whole(
        "Roe said the evidence showed the firm had been “careless” in its study of the wells.",
        "the evidence showed the firm had been “careless” in its study of the wells",
    );
}

#[test]
fn at_the_time_is_the_time_told_last() {
    let text = "On November 14 the campaign was extended. At the time, the minister called for calm.";
    assert_eq!(said_on(text, "calm").as_deref(), Some("2025-11-14"));
    let crash = "The jet fell on November 14. At the time of the funeral, the minister said the town was calm.";
    assert_eq!(said_on(crash, "calm").as_deref(), Some("2025-11-24"));
    let session = "Lawmakers met on November 3. They protested by shouting “shame on you!” during Friday's session.";
    assert_eq!(said_on(session, "shame").as_deref(), Some("2025-11-21"));
}
