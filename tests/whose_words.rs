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
fn a_colon_introduces_whoever_stands_before_it() {
    let round = "The numbers came out on Monday.\n\nCOMMENTS: KARL ROE, CHIEF ECONOMIST, FJORD & CO, HOLMGARTH: \"It is \
                 a good number. I would not sell.\"\n\nANNE-MARIE O'LEARY, CASTLE BANK, VARROW: \"It is a bad one.\"";
    assert_said(round, "Karl Roe", "It is a good number");
    assert_said(round, "Anne-Marie O'Leary", "It is a bad one");
    assert_said("Jane Roe, the mayor of Varrow, on the dam: “It will hold.”", "Jane Roe", "It will hold");
    let issued =
        "Ravi Roe left in May.\n\nThe Kelmar Front issued a statement that he had resigned: “We wish him well.”";
    assert_said(issued, "Kelmar Front", "We wish him well");
    let read = "Ravi Roe left in May.\n\nThe Kelmar Front's official statement yesterday read “We wish him well.”";
    assert_said(read, "Kelmar Front", "We wish him well");
    for heading in ["Quote of the day", "Chapter one", "On Monday, 5 May", "What he wrote in his letter"] {
        let found = statements(&format!("Ravi Roe left in May.\n\n{heading}: “We wish him well.”"));
        assert!(found.iter().all(|s| s.rule != "quote-label"), "{heading}: {found:?}");
    }
}

#[test]
fn an_interview_is_said_by_who_answers() {
    let text = "The mayor on the dam\n\nThe Courier spoke to Peter Hall, the mayor of Varrow, on Friday.\n\n\
                Q: What went wrong?\n\nA: The pumps failed. Nobody answered.\n\nWe had warned them.\n\n(Laughs.)\n\n\
                Q: Will you resign?\n\nA: No.\n\nReporter: And the money?\n\nHall: We will see.";
    let said: Vec<(String, Option<String>)> = statements(text)
        .into_iter()
        .filter(|s| s.rule == "speaker-label")
        .map(|s| (s.text, s.speaker.map(|speaker| speaker.name)))
        .collect();
    let hall = || Some("Peter Hall".to_owned());
    let wanted = ["The pumps failed. Nobody answered. … We had warned them.", "No.", "We will see."];
    assert_eq!(said, wanted.map(|text| (text.to_owned(), hall())));
    let doubled = "((Courier)) What went wrong?\n\n((Peter Hall)) The pumps failed.\n\n((Courier)) And now?";
    assert_said(doubled, "Peter Hall", "The pumps failed");
    let credits =
        "The march began at ten.\n\nPhoto: Jane Roe.\n\nImage: Jane Roe.\n\nPhoto: Ravi Bell.\n\nImage: Ravi Bell.";
    assert!(statements(credits).iter().all(|s| s.rule != "speaker-label"), "{credits}");
}

#[test]
fn the_words_before_a_colon_say_who_speaks() {
    let text =
        "“I will stay,” said Ravi Bell.\n\nJane Roe's answer was short: “No.”\n\nIn his own words: “I will stay on.”";
    assert_said(text, "Jane Roe", "No.");
    let asked = "Tom Beck leads the Greens.\n\nAsked if he was worried, Beck laughed. “Do I look worried?”";
    assert_said(asked, "Tom Beck", "Do I look worried?");
}

#[test]
fn whom_it_was_told_is_no_part_of_what_is_said() {
    assert_whole("Ann Pugh told the Courier's Today programme that she would stand again.", "she would stand again");
}

#[test]
fn a_heading_is_no_part_of_the_name_that_follows() {
    let text = "NCB raised its rate in May.\n\nTEST DRIVES, NO RATE DECISION NCB's board met on Sunday. NCB said it would wait.";
    assert_said(text, "NCB", "it would wait");
    let quoted = "'A FRANK CONVERSATION' Harrow said the dam would hold.";
    assert_said(quoted, "Harrow", "the dam would hold");
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

#[test]
fn who_says_it_at_the_end_says_all_before() {
    let treasury = "The Treasury plans not to reveal the results until the season ends to avoid spooking investors";
    assert_said(
        &format!("{treasury}, a person familiar with the process said on Tuesday."),
        "person familiar with the process",
        treasury,
    );
    let customers = "Customers can get at their money by check, teller machine or debit card";
    assert_said(&format!("{customers}, the Harbour Deposit Fund (HDF) said."), "Harbour Deposit Fund", customers);
    let merger = "A string of problems at Orlo Air would doom any merger between that carrier and Vela";
    assert_said(
        &format!("{merger}, the leader of the pilots' union said on Monday."),
        "leader of the pilots' union",
        merger,
    );
    let steps = "Over the next ten days the bank may announce a series of steps to cut costs and reduce bad assets";
    assert_said(&format!("{steps}, wrote Rolf Brandt, an analyst at Marl & Co, in a note."), "Rolf Brandt", steps);
}

#[test]
fn a_commander_who_calls_it_a_lie_is_no_tail() {
    assert_said(
        "A commander of the Front, who gave his name only as Shafi, called the account \"a lie\", and vowed revenge.",
        "Shafi",
        "revenge",
    );
}

#[test]
fn a_verb_with_a_subject_is_a_cue_whatever_it_hangs_on() {
    let minister = "In an interview, Commerce Secretary Carla Gutmann said the ministry's plan of reducing the deficit \
                    through higher exports was bearing some fruit.";
    assert_said(minister, "Carla Gutmann", "bearing some fruit");
    assert_said("Promoters warned fans not to hold their breath.", "Promoters", "not to hold their breath");
}

#[test]
fn a_rare_verb_is_a_cue_before_that() {
    assert_said(
        "In findings out on Tuesday, researchers in Kelmar established that poor washing of hands spreads the strain.",
        "researchers in Kelmar",
        "poor washing of hands",
    );
    assert_said(
        "The embassy had closed, and advised citizens to leave the country immediately.",
        "embassy",
        "to leave the country immediately",
    );
}

#[test]
fn names_in_capitals_are_no_pronouns() {
    let who = statements("The World Health Organization (WHO) declared the fever a pandemic on Wednesday.");
    let name = who.first().and_then(|s| s.speaker.as_ref()).map(|s| s.name.as_str());
    assert_eq!(name, Some("World Health Organization"));
}

#[test]
fn who_tells_a_clause_from_its_middle_is_no_part_of_it() {
    assert_said("Three people, police said on Friday, were hurt when the roof fell in.", "police", "Three people");
    let fire = "One child was, according to the fire service, among the dead.";
    assert_said(fire, "fire service", "One child was … among the dead");
    let space = "Selling space grew by 9 percent, the lender said, adding that the pattern was similar elsewhere.";
    assert_said(space, "lender", "Selling space grew by 9 percent");
    assert_said(space, "lender", "the pattern was similar elsewhere");
    assert_said("Sales rose in March, a survey released Friday showed.", "survey", "Sales rose in March");
}

#[test]
fn a_content_ends_before_what_the_writer_goes_on_with() {
    let minister = "The minister said \"We couldn't win,\" and the flag is at half-mast.";
    assert_whole(minister, "We couldn't win");
    assert_whole("Norland said it would cut output, but did not say by how much.", "it would cut output");
    let flint = "Flint said there was a lack of openness in the vote and urged the crowd to think.";
    assert_whole(flint, "there was a lack of openness in the vote");
    assert_said(flint, "Flint", "to think");
}

#[test]
fn two_with_titles_are_two_people() {
    let text = "House Speaker Nancy Porter and Senate Majority Leader Harry Reed met on Monday. Reed was pleased. \
                Later Porter told reporters she hoped it could be done this week.";
    assert_said(text, "Nancy Porter", "it could be done this week");
    assert_whole(text, "she hoped it could be done this week");
    let brandt = "Gordon Brandt, finishing a trip to Norland, Vela and the Isles, wants rich states to give more.";
    assert_said(brandt, "Gordon Brandt", "rich states to give more");
    let judge = "The judge presiding over Dunn's case has not said what sentence he would impose.";
    assert_said(judge, "judge presiding over Dunn's case", "what sentence he would impose");
}

#[test]
fn a_mention_begins_behind_a_conjunction_and_with_who_is_told_of() {
    assert_said("Shares fell as investors feared that rates would rise.", "investors", "rates would rise");
    let colm = "Republican state representative Terri Colm who sponsored the bill remarked the bill was too weak.";
    assert_said(colm, "Terri Colm", "the bill was too weak");
    let release = "According to a March 14, 2019 NPO press release, Kelmar spent a tenth on arms.";
    assert_said(release, "NPO", "Kelmar spent a tenth on arms");
}

#[test]
fn a_subhead_whose_line_break_was_lost_is_no_part_of_who_speaks() {
    let text = "Shares fell on Monday. LIMITED OPTIONS Brenk Ratings said the bank had little room. \
                THREE-LEGGED STOOL Quill said it would take years, Governor Mara Quill's office confirmed.";
    assert_said(text, "Brenk Ratings", "the bank had little room");
    assert_said(text, "Mara Quill", "it would take years");
    let fined = "Oram was fined by HARA on Monday. SHORT SALES FEARED HARA said the bank broke a rule.";
    assert_said(fined, "HARA", "the bank broke a rule");
}

#[test]
fn what_is_said_once_is_one_statement() {
    let text = "Dan Roe spoke on Monday. Back when he wrote his book, Mr. Roe said that debt was a last resort.";
    assert_said(text, "Dan Roe", "debt was a last resort");
    let found = statements(text);
    let same = found.iter().filter(|s| s.text.contains("last resort")).count();
    assert_eq!(same, 1);
}

#[test]
fn the_verb_of_a_noun_that_reports_is_no_part_of_who_has_it() {
    let text = "One European official raised concerns that Quill might withdraw support from Norland out of \
                frustration, leaving Vela and her country dangerously exposed.";
    assert_said(text, "European official", "Quill might withdraw support");
}
