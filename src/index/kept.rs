//! The file beside an index that keeps its identities: one line a value, tabs between fields.
//!
//! ```text
//! onrecord-speakers 1  GENERATION
//! I  NAME  KIND                          an identity, and its voices:
//! V  NAME  KIND  ROLE  STATEMENTS  WHY
//! B  FINGERPRINT                         a block, and its identities before single words joined
//! ```

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::voice;
use crate::speaker::identity::{Identified, Identity, Known, Member, kind_word};

const FILE: &str = "speakers.tsv";
const FIRST: &str = "onrecord-speakers 1";

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

/// Returns the kept identities, if they are those of that commit.
pub(super) fn identities(folder: &Path, wanted: &str) -> Option<Vec<Identity>> {
    let (generation, text) = read(folder)?;
    if generation != wanted {
        return None;
    }
    let end = text.find("\nB\t").unwrap_or(text.len());
    parse(&text[..end])
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

fn parse(text: &str) -> Option<Vec<Identity>> {
    let mut identities: Vec<Identity> = Vec::new();
    for line in text.lines() {
        let (sort, fields) = line.split_once('\t')?;
        match sort {
            "I" => {
                let (name, kind) = fields.split_once('\t')?;
                let kind = voice::parse_kind(kind);
                identities.push(Identity { name: name.to_owned(), kind, members: Vec::new() });
            }
            "V" => {
                let mut parts = fields.rsplitn(3, '\t');
                let (why, statements, key) = (parts.next()?, parts.next()?, parts.next()?);
                let member =
                    Member { voice: voice::parse(key)?, statements: statements.parse().ok()?, why: why.to_owned() };
                identities.last_mut()?.members.push(member);
            }
            _ => return None,
        }
    }
    Some(identities)
}

/// Writes the file in one step.
pub(super) fn write(folder: &Path, generation: &str, identified: &Identified) -> io::Result<()> {
    let mut text = Vec::new();
    writeln!(text, "{FIRST} {generation}")?;
    for identity in &identified.identities {
        // Names that are only mentioned, and in one way, tell nothing about anybody.
        if identity.statements() > 0 || identity.members.len() > 1 {
            write_identity(&mut text, identity)?;
        }
    }
    for (fingerprint, identities) in &identified.blocks {
        writeln!(text, "B\t{fingerprint}")?;
        identities.iter().try_for_each(|identity| write_identity(&mut text, identity))?;
    }
    let fresh = folder.join(format!(".{FILE}.{}", std::process::id()));
    fs::write(&fresh, text)?;
    fs::rename(fresh, file(folder))
}

fn write_identity(text: &mut Vec<u8>, identity: &Identity) -> io::Result<()> {
    let plain = identity.name.replace(['\t', '\n', '\r'], " ");
    writeln!(text, "I\t{plain}\t{}", identity.kind.map_or("", kind_word))?;
    for member in &identity.members {
        writeln!(text, "V\t{}\t{}\t{}", voice::key(&member.voice), member.statements, member.why)?;
    }
    Ok(())
}
