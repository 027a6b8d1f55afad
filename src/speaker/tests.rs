//! Whom a source stands for, each case with the English that it holds.

use super::{Speaker, resolve};
use crate::article::Article;
use crate::statement::{Attribution, Kind};
use crate::text::Document;

/// Returns the speaker of each bracketed mention of `text`.
fn speakers(text: &str) -> Vec<Option<Speaker>> {
    let plain = text.replace(['[', ']'], "");
    let mut sources = Vec::new();
    let mut open = 0;
    for (removed, (at, mark)) in text.match_indices(['[', ']']).enumerate() {
        match mark {
            "[" => open = at - removed,
            _ => sources.push(open..at - removed),
        }
    }
    let document = Document::analyse(&plain, 0..plain.len());
    let attributions: Vec<Attribution> = sources
        .into_iter()
        .map(|source| Attribution {
            content: std::iter::once(source.end..source.end).collect(),
            kind: Kind::Indirect,
            cue: None,
            source: Some(source),
            addressee: None,
            continues: None,
            negated: false,
            headline: false,
            rule: "test",
            confidence: 1.0,
        })
        .collect();
    let article = Article { text: plain.clone(), ..Article::default() };
    resolve(&document, &article, &attributions).speakers
}

/// The name of the last bracketed mention.
#[track_caller]
fn assert_last(text: &str, wanted: &str) {
    let found = speakers(text).pop().flatten().map(|s| s.name);
    assert_eq!(found.as_deref(), Some(wanted), "{text}");
}

#[test]
fn a_name_that_somebody_gave() {
    assert_last("[A commander of the Front, who gave his name only as Shafi], vowed revenge.", "Shafi");
}

#[test]
fn a_conjunction_before_a_mention_is_no_part_of_it() {
    assert_last(
        "Wolfgang Harrow took a tough line on Greece [and his spokesman] said so.",
        "Wolfgang Harrow's spokesman",
    );
    assert_last("[The “No” camp], which had insisted on it, warned them.", "“No” camp");
}

#[test]
fn a_company_is_no_institute() {
    assert_last(
        "Residents accused Orrin Hydro, which runs the dam. The Kelmar Meteorological Institute measured the rain. \
         Orrin Hydro is old. [The company] rejected the claim.",
        "Orrin Hydro",
    );
}

#[test]
fn it_is_the_body_that_the_sentence_before_begins_with() {
    assert_last("The team analysed samples from bees in Oslo. [It] concluded so.", "team");
}

#[test]
fn one_of_a_group() {
    assert_last("[Western diplomats] doubt it. This is a pause, said [one].", "Western diplomat");
}

#[test]
fn an_age_describes_whom_the_sentence_before_names() {
    assert_last("Jane Roe scored in the last minute. I hit it, [the 19-year-old striker] said.", "Jane Roe");
}

#[test]
fn initials_in_a_transcript() {
    assert_last("Review editor Mona Sayeed met him. [MS]: What would you do first?", "Mona Sayeed");
}

#[test]
fn two_countries_are_no_people() {
    let text = "Norway and Sweden met. Jane Roe and John Smith attended. [The two countries] agreed.";
    assert_last(text, "Norway and Sweden");
}

#[test]
fn whose_ally_is_not_who_speaks() {
    assert_last("Donald Trump won. [Staunch Trump ally Lindsey Graham] said so.", "Lindsey Graham");
}

#[test]
fn a_phrase_before_and_a_time_behind_are_no_part_of_it() {
    assert_last("[On Saturday morning, representatives from Norland] spoke.", "representatives from Norland");
    assert_last("Jane Roe met Orrin Hydro. [The latest report from Orrin Hydro on Monday] said so.", "Orrin Hydro");
    assert_last("[Orrin Hydro yesterday] said so.", "Orrin Hydro");
}

#[test]
fn a_document_stands_for_who_carries_it() {
    assert_last("The Harbour Council released [a statement] saying so.", "Harbour Council");
    assert_last("The Harbour Council released a statement [which] said so.", "Harbour Council");
}

#[test]
fn names_are_kept_whole() {
    assert_last("[Moody’s] warned of it.", "Moody’s");
    assert_last("Voters like him. [The New York Harbour Council] said so.", "New York Harbour Council");
    assert_last("The sources met. [One of the sources] said so.", "one of the sources");
}

#[test]
fn both_of_two_bodies_speak() {
    assert_last("But both Norland and [the Harbour Council] said so.", "Norland and Harbour Council");
}

#[test]
fn a_participle_behind_a_comma_is_no_part_of_it() {
    assert_last("[Yonhap news agency, quoting the Kelmar Press Agency] said so.", "Yonhap news agency");
    assert_last("[Some airlines, including Orrin Air] said so.", "airlines");
}

#[test]
fn letters_stand_for_a_body_before_a_person() {
    assert_last("Shares of GM fell. Analyst George Magliano watched. [GM] said so.", "GM");
    assert_last("General Motors fell. Analyst George Magliano watched. [GM] said so.", "General Motors");
}

#[test]
fn an_apposition_leaves_the_company_the_company() {
    assert_last(
        "Orrin Hydro sells power. Orrin Hydro grew. Options strategist John Smith watched. \
         [The company, one of the largest in Norland], said so.",
        "Orrin Hydro",
    );
}

#[test]
fn they_may_be_the_body_that_the_sentence_before_begins_with() {
    assert_last("Officials met. The Harbour Council did not name the player. [They] did say so.", "Harbour Council");
}

#[test]
fn who_listens_and_what_hangs_on_an_owner_is_not_who_speaks() {
    assert_last("Jane Roe sat down. John Smith came. Speaking to Peter Quill of PBS, [he] said so.", "John Smith");
    assert_last("[John Smith at Orrin & Poor’s Equity Research] said so.", "John Smith");
}

#[test]
fn a_spokesman_of_a_long_name_has_one_of_his_own() {
    assert_last("[Bank of New York Mellon spokesman Kevin Heine] said so.", "Kevin Heine");
    assert_last("Rates fell. [Bank of England Governor Mervyn King] said so.", "Mervyn King");
    assert_last("[webMethods chief executive Jane Roe] said so.", "Jane Roe");
}

#[test]
fn an_owner_and_a_time_are_cut_alike() {
    assert_last("Norland spoke. [Norland’s] plan to leave is old.", "Norland");
    assert_last("Orrin Hydro met the union. [Orrin Hydro last month] said so.", "Orrin Hydro");
    assert_last("[McDonald’s] last month said so.", "McDonald’s");
    assert_last("[The panel listed 11 faults in June], saying so.", "panel");
}

#[test]
fn a_time_before_it_and_a_place_in_it() {
    assert_last("[Last week people familiar with the talks] said so.", "people familiar with the talks");
    assert_last("Rates fell. The [San Francisco Fed] said so.", "San Francisco Fed");
}

#[test]
fn some_of_which_are_those_before() {
    assert_last("Trains run for the rail companies, [some of which] say so.", "rail companies");
}

#[test]
fn what_stands_around_a_name_is_cut() {
    assert_last("[British Airways BAY.L] said so.", "British Airways");
    assert_last("[Los Angeles-based KB Home] said so.", "KB Home");
    assert_last("Mohamed al-Fayed left. [Mohamed al-Fayed] said so.", "Mohamed al-Fayed");
    assert_last("Talks failed. NO ORRIN DECISION [GM] said so.", "GM");
}

#[test]
fn a_trade_stands_for_the_company_of_the_article() {
    assert_last("Orrin Motors Inc. cut jobs. Orrin Motors Inc. fell. [The automaker] said so.", "Orrin Motors Inc.");
    assert_last("Orrin Motors Inc. fell. [A company statement] said so.", "Orrin Motors Inc.");
}

#[test]
fn given_names_share_a_surname() {
    assert_last("Cherie and Sean O'Donnell spoke. [Cherie] said so.", "Cherie O'Donnell");
    assert_last(
        "Judge Roe sentenced Daniel and Louise Turpin. [The Turpins] said so.",
        "Daniel Turpin and Louise Turpin",
    );
    assert_last("Cherie and Sean O'Donnell spoke. [The couple] said so.", "Cherie O'Donnell and Sean O'Donnell");
    assert_last("Fans of the Bernie and Sid Show wrote. [Bernie] said so.", "Bernie");
}

#[test]
fn letters_in_brackets_show_how_far_a_name_goes() {
    assert_last("Lines of Northern Gas and Electric (NG&E) fell. [NG&E] said so.", "Northern Gas and Electric");
    assert_last("Norland Gas and Jane Roe (NG) spoke. [Jane Roe] said so.", "Jane Roe");
}
