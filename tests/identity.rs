//! Identity across an archive holds these:
//! - of the pairs in `fixtures/identity/pairs.tsv`, at least 95 of 100 are decided right, by names
//!   and roles alone;
//! - the order of what was heard does not matter;
//! - what was worked out before for a block is taken over, and gives the same;
//! - the aliases file joins and splits.

use std::collections::HashMap;

use onrecord::speaker::SpeakerKind;
use onrecord::speaker::identity::{Aliases, Heard, Identity, Known, Voice, identify};

/// A pair of voices, and whether they are the same speaker.
fn pairs() -> Vec<(bool, Voice, Voice)> {
    let voice = |name: &str, role: &str| {
        let (kind, name) = match name.strip_prefix("org:") {
            Some(name) => (SpeakerKind::Organization, name),
            None => (SpeakerKind::Person, name),
        };
        Voice { name: name.to_owned(), kind: Some(kind), role: Some(role.to_owned()).filter(|role| !role.is_empty()) }
    };
    let lines = include_str!("../fixtures/identity/pairs.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 5, "{line}");
            (fields[0] == "same", voice(fields[1], fields[2]), voice(fields[3], fields[4]))
        })
        .collect()
}

fn heard(voice: Voice, statements: u64) -> Heard {
    Heard { voice, statements, mentions: 0, first: None, last: None }
}

/// The archive of all pairs together: what stands first in a pair was heard more often.
fn archive() -> Vec<Heard> {
    let mut all: HashMap<Voice, u64> = HashMap::new();
    for (_, one, other) in pairs() {
        *all.entry(one).or_default() += 5;
        *all.entry(other).or_default() += 2;
    }
    let mut all: Vec<Heard> = all.into_iter().map(|(voice, statements)| heard(voice, statements)).collect();
    all.sort();
    all
}

fn of<'a>(identities: &'a [Identity], voice: &Voice) -> &'a str {
    let found = identities.iter().find(|i| i.members.iter().any(|member| member.voice == *voice));
    found.map_or("", |identity| &identity.name)
}

#[test]
fn pairs_are_decided_right() {
    let identified = identify(&archive(), &Known::new());
    let mut wrong = Vec::new();
    let pairs = pairs();
    for (same, one, other) in &pairs {
        let (a, b) = (of(&identified.identities, one), of(&identified.identities, other));
        assert!(!a.is_empty() && !b.is_empty());
        if (a == b) != *same {
            wrong.push(format!("{same}: {one:?} is {a}, {other:?} is {b}"));
        }
    }
    let right = pairs.len() - wrong.len();
    println!("{right} of {} pairs right\n{}", pairs.len(), wrong.join("\n"));
    assert!(right * 100 >= pairs.len() * 95, "{right} of {} pairs right\n{}", pairs.len(), wrong.join("\n"));
}

#[test]
fn order_does_not_matter_and_blocks_are_taken_over() {
    let mut archive = archive();
    let first = identify(&archive, &Known::new());
    archive.reverse();
    assert_eq!(identify(&archive, &Known::new()).identities, first.identities);
    let known: Known = first.blocks.iter().cloned().collect();
    let again = identify(&archive, &known);
    assert_eq!((again.identities, again.fresh), (first.identities, 0));
    archive.push(heard(
        Voice { name: "Mara Quill".to_owned(), kind: Some(SpeakerKind::Person), role: Some("minister".to_owned()) },
        1,
    ));
    assert_eq!(identify(&archive, &known).fresh, 1);
}

#[test]
fn the_aliases_file_joins_and_splits() {
    let person = |name: &str, role: Option<&str>| Voice {
        name: name.to_owned(),
        kind: Some(SpeakerKind::Person),
        role: role.map(str::to_owned),
    };
    let voices = [
        person("Mara Quill", Some("harbour minister")),
        person("Mara Quill", Some("pianist at the Kestrel Opera")),
        person("M. T. Quillon", None),
    ];
    let heard: Vec<Heard> = voices.iter().cloned().map(|voice| heard(voice, 3)).collect();
    let aliases = Aliases::parse(
        "[[join]]\nname = 'Mara Quill'\nnames = ['M. T. Quillon']\n\
         [[split]]\nname = 'Mara Quill'\nrole = 'pianist'\nas = 'Mara Quill, pianist'\n",
    )
    .expect("it parses");
    let mut identities = identify(&heard, &Known::new()).identities;
    aliases.apply(&mut identities);
    let names: Vec<&str> = voices.iter().map(|voice| of(&identities, voice)).collect();
    assert_eq!(names, ["Mara Quill", "Mara Quill, pianist", "Mara Quill"]);
    assert!(Aliases::parse("[[join]]\nnme = 'x'\n").is_err());
}
