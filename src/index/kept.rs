//! The file beside an index that keeps its identities: one line a value, tabs between fields.
//!
//! ```text
//! onrecord-speakers 2  GENERATION
//! I  NAME  KIND  STATEMENTS  FOLDED|NAMES     an identity, and its voices:
//! V  NAME  KIND  ROLE  STATEMENTS  WHY
//! B  FINGERPRINT                              a block, and its identities before single words joined
//! ```

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::voice;
use super::words::Analyzers;
use crate::record::SpeakerKind;
use crate::speaker::identity::{Identified, Identity, Known, Member, clean, kind_word};

const FILE: &str = "speakers.tsv";
const FIRST: &str = "onrecord-speakers 2";

fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn read(folder: &Path) -> Option<(String, String)> {
    let text = fs::read_to_string(file(folder)).ok()?;
    let (first, rest) = text.split_once('\n')?;
    let generation = first.strip_prefix(FIRST)?.trim().to_owned();
    Some((generation, rest.to_owned()))
}

/// Returns the commit that the kept identities belong to.
pub(super) fn generation(folder: &Path) -> Option<String> {
    read(folder).map(|(generation, _)| generation)
}

/// Returns the text of the kept identities, if they are those of that commit.
pub(super) fn identities(folder: &Path, wanted: &str) -> Option<String> {
    let (generation, mut text) = read(folder)?;
    if generation != wanted {
        return None;
    }
    if let Some(end) = text.find("\nB\t") {
        text.truncate(end + 1);
    }
    Some(text)
}

/// The line that begins an identity.
pub(super) struct Head<'a> {
    pub name: &'a str,
    pub kind: Option<SpeakerKind>,
    pub statements: u64,
    /// The folded names, its own first, with bars between them.
    pub names: &'a str,
}

impl Head<'_> {
    pub(super) fn of(line: &str) -> Option<Head<'_>> {
        let mut fields = line.strip_prefix("I\t")?.trim_end_matches('\n').split('\t');
        let (name, kind, statements, names) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(Head { name, kind: voice::parse_kind(kind), statements: statements.parse().ok()?, names })
    }
}

/// Returns the key of the voice in a line.
pub(super) fn voice_of(line: &str) -> Option<&str> {
    let mut parts = line.strip_prefix("V\t")?.rsplitn(3, '\t');
    parts.nth(2)
}

/// Returns what was worked out for blocks of voices, whatever commit it was.
pub(super) fn known(folder: &Path) -> Known {
    let Some((_, text)) = read(folder) else { return Known::new() };
    let mut known = Known::new();
    for block in text.split("\nB\t").skip(1) {
        let (fingerprint, rest) = block.split_once('\n').unwrap_or((block, ""));
        if let (Ok(fingerprint), Some(identities)) = (fingerprint.parse(), parse(rest)) {
            known.insert(fingerprint, identities);
        }
    }
    known
}

/// Reads identities from their text.
pub(super) fn parse(text: &str) -> Option<Vec<Identity>> {
    let mut identities: Vec<Identity> = Vec::new();
    for line in text.lines() {
        if let Some(head) = Head::of(line) {
            identities.push(Identity { name: head.name.to_owned(), kind: head.kind, members: Vec::new() });
            continue;
        }
        let mut parts = line.strip_prefix("V\t")?.rsplitn(3, '\t');
        let (why, statements, key) = (parts.next()?, parts.next()?, parts.next()?);
        let member = Member { voice: voice::parse(key)?, statements: statements.parse().ok()?, why: why.to_owned() };
        identities.last_mut()?.members.push(member);
    }
    Some(identities)
}

/// Returns identities as text.
pub(super) fn render(identities: &[Identity]) -> String {
    let mut analyzers = Analyzers::new();
    let mut text = String::new();
    for identity in identities {
        // Names that are only mentioned, and in one way, tell nothing about anybody.
        if identity.statements() > 0 || identity.members.len() > 1 {
            let names = folded_names(identity, &mut analyzers).join("|");
            render_identity(&mut text, identity, &names);
        }
    }
    text
}

/// Writes the file in one step.
pub(super) fn write(folder: &Path, generation: &str, identified: &Identified) -> io::Result<()> {
    let mut text = format!("{FIRST} {generation}\n{}", render(&identified.identities));
    for (fingerprint, identities) in &identified.blocks {
        let _ = writeln!(text, "B\t{fingerprint}");
        identities.iter().for_each(|identity| render_identity(&mut text, identity, ""));
    }
    let fresh = folder.join(format!(".{FILE}.{}", std::process::id()));
    fs::write(&fresh, text)?;
    fs::rename(fresh, file(folder))
}

fn render_identity(text: &mut String, identity: &Identity, names: &str) {
    let plain = identity.name.replace(['\t', '\n', '\r'], " ");
    let kind = identity.kind.map_or("", kind_word);
    let _ = writeln!(text, "I\t{plain}\t{kind}\t{}\t{names}", identity.statements());
    for member in &identity.members {
        let _ = writeln!(text, "V\t{}\t{}\t{}", voice::key(&member.voice), member.statements, member.why);
    }
}

/// Returns the names of an identity in the form in which they are looked for, its own first.
fn folded_names(identity: &Identity, analyzers: &mut Analyzers) -> Vec<String> {
    let mut names = vec![analyzers.folded(&identity.name)];
    let mut last = "";
    for member in &identity.members {
        let voice = &member.voice;
        // Voices of one name stand together; only single words are understood by their roles.
        if voice.name == last && voice.name.contains(' ') || voice.name == identity.name {
            continue;
        }
        last = &voice.name;
        // What stuck to the front of a name is nothing to find it by.
        let name = analyzers.folded(&clean(voice).1);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
