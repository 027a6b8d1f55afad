//! The file beside an index that keeps its identities: one line a value, tabs between fields.
//!
//! ```text
//! onrecord-speakers 4 GENERATION HEADS VOICES SEGMENTS  the bytes of the next three parts
//! I  NAME  KIND  STATEMENTS  FOLDED|NAMES  FROM..TO     an identity, and where its voices stand in
//! V  NAME  KIND  ROLE  STATEMENTS  WHY                  the part of voices
//! S  SEGMENT  NUMBER NUMBER -                           whose voice each value of its column is: the
//!                                                       identities are numbered from 0
//! B  FINGERPRINT                                        a block, and its identities before single
//! I  NAME  KIND  STATEMENTS    FROM..TO                 words joined, each with its voices below it
//! V  ...
//! ```
//!
//! A file of version 3 is the same without segments.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr, memchr_iter, memrchr};
use tantivy::index::SegmentId;

use super::voice;
use super::words::Analyzers;
use crate::record::SpeakerKind;
use crate::speaker::identity::{Identity, Known, Member, clean, kind_word};

const FILE: &str = "speakers.tsv";
const FIRST: &str = "onrecord-speakers";
const VERSION: &str = "4";
const WITHOUT_SEGMENTS: &str = "3";

fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// What the first line of the file says.
struct First {
    generation: String,
    /// Where the heads begin, the voices, the segments and the blocks.
    heads: u64,
    voices: u64,
    segments: u64,
    blocks: u64,
}

/// Opens the file, and reads its first line.
fn open(folder: &Path) -> Option<(First, BufReader<File>)> {
    let mut file = BufReader::new(File::open(file(folder)).ok()?);
    let mut line = String::new();
    // Any other file may have a long first line.
    file.by_ref().take(LONGEST_FIRST).read_line(&mut line).ok()?;
    let (version, mut rest) = line.strip_prefix(FIRST)?.trim().split_once(' ')?;
    let mut bytes = || -> Option<u64> {
        let (before, bytes) = rest.rsplit_once(' ')?;
        rest = before;
        bytes.parse().ok()
    };
    let segments = match version {
        VERSION => bytes()?,
        WITHOUT_SEGMENTS => 0,
        _ => return None,
    };
    let (voices, heads) = (bytes()?, bytes()?);
    let start = line.len() as u64;
    let places = (start, start.checked_add(heads)?, start.checked_add(heads)?.checked_add(voices)?);
    let blocks = places.2.checked_add(segments)?;
    let generation = rest.to_owned();
    Some((First { generation, heads: places.0, voices: places.1, segments: places.2, blocks }, file))
}

/// The most bytes of a first line that is ours.
const LONGEST_FIRST: u64 = 1000;

/// Returns the commit that the kept identities belong to.
pub(super) fn generation(folder: &Path) -> Option<String> {
    open(folder).map(|(first, _)| first.generation)
}

/// Identities as text.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// A line for each.
    pub heads: String,
    /// Their voices, which few searches need.
    pub voices: Part,
    /// The lines of the segments.
    pub segments: Part,
}

/// A part of the file.
#[derive(Debug)]
pub(super) enum Part {
    Read(String),
    /// Where it stands in the file that was opened; it stays this one when it is replaced.
    InFile(Arc<Mutex<File>>, Range<u64>),
}

impl Default for Part {
    fn default() -> Part {
        Part::Read(String::new())
    }
}

impl Part {
    /// Returns the text. What cannot be read any more is none.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Part::Read(text) => Cow::Borrowed(text),
            Part::InFile(file, place) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let text = file.seek(SeekFrom::Start(place.start)).ok();
                Cow::Owned(text.and_then(|_| read(&mut *file, place.end - place.start)).unwrap_or_default())
            }
        }
    }
}

fn read(file: &mut impl Read, bytes: u64) -> Option<String> {
    let mut text = String::with_capacity(usize::try_from(bytes).ok()?);
    file.by_ref().take(bytes).read_to_string(&mut text).ok()?;
    (text.len() as u64 == bytes).then_some(text)
}

/// Returns the kept identities, if they are those of that commit.
pub(super) fn identities(folder: &Path, wanted: &str) -> Option<Kept> {
    let (first, mut file) = open(folder)?;
    if first.generation != wanted {
        return None;
    }
    let heads = read(&mut file, first.voices - first.heads)?;
    let file = Arc::new(Mutex::new(file.into_inner()));
    let voices = Part::InFile(Arc::clone(&file), first.voices..first.segments);
    Some(Kept { heads, voices, segments: Part::InFile(file, first.segments..first.blocks) })
}

/// The line that begins an identity.
pub(super) struct Head<'a> {
    pub name: &'a str,
    pub kind: Option<SpeakerKind>,
    pub statements: u64,
    /// The folded names, its own first, with bars between them.
    pub names: &'a str,
    /// Where its voices stand in the text of voices.
    pub voices: Range<usize>,
}

impl Head<'_> {
    pub(super) fn of(line: &str) -> Option<Head<'_>> {
        let mut rest = line.strip_prefix("I\t")?.trim_end_matches('\n');
        let mut field = || {
            let (field, after) = rest.split_at_checked(memchr(b'\t', rest.as_bytes())?)?;
            rest = after.get(1..)?;
            Some(field)
        };
        let (name, kind, statements, names) = (field()?, field()?, field()?, field()?);
        let kind = voice::parse_kind(kind);
        Some(Head { name, kind, statements: statements.parse().ok()?, names, voices: voices_of(line)? })
    }

    /// Returns the identity with its voices, taken apart.
    pub(super) fn identity(&self, voices: &str) -> Option<Identity> {
        let members = voices.get(self.voices.clone())?.lines().filter_map(member).collect();
        Some(Identity { name: self.name.to_owned(), kind: self.kind, members })
    }
}

/// Returns the name and the kind of the identity at whose line a text begins.
pub(super) fn name_and_kind(text: &str) -> Option<(&str, Option<SpeakerKind>)> {
    let text = text.strip_prefix("I\t")?;
    let (name, rest) = text.split_at_checked(memchr(b'\t', text.as_bytes())?)?;
    let rest = rest.get(1..)?;
    Some((name, voice::parse_kind(rest.get(..memchr(b'\t', rest.as_bytes())?)?)))
}

fn member(line: &str) -> Option<Member> {
    let mut parts = line.strip_prefix("V\t")?.rsplitn(3, '\t');
    let (why, statements, key) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Member { voice: voice::parse(key)?, statements: statements.parse().ok()?, why: why.to_owned() })
}

/// Returns the key of the voice in a line.
pub(super) fn voice_of(line: &str) -> Option<&str> {
    let line = line.strip_prefix("V\t")?;
    let why = memrchr(b'\t', line.as_bytes())?;
    line.get(..memrchr(b'\t', &line.as_bytes()[..why])?)
}

/// Returns where the voices of the identity in a line stand.
pub(super) fn voices_of(line: &str) -> Option<Range<usize>> {
    let place = memrchr(b'\t', line.as_bytes())?;
    let (from, to) = line.get(place + 1..)?.trim_end().split_once('.')?;
    Some(from.parse().ok()?..to.strip_prefix('.')?.parse().ok()?)
}

/// Returns the lines of a text, each of which ends with a break, and where they begin.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    memchr_iter(b'\n', text.as_bytes()).filter_map(move |end| {
        let at = std::mem::replace(&mut next, end + 1);
        Some((at, text.get(at..end)?))
    })
}

/// Returns what was worked out for blocks of voices, whatever commit it was.
pub(super) fn known(folder: &Path) -> Known {
    let blocks = || -> Option<String> {
        let (first, mut file) = open(folder)?;
        file.seek(SeekFrom::Start(first.blocks)).ok()?;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let text = blocks().unwrap_or_default();
    let mut known = Known::new();
    let Some(text) = text.strip_prefix("B\t") else { return known };
    for block in text.split("\nB\t") {
        let (fingerprint, rest) = block.split_once('\n').unwrap_or((block, ""));
        let mut identities: Vec<Identity> = Vec::new();
        for line in rest.lines() {
            match (Head::of(line), member(line), identities.last_mut()) {
                (Some(head), ..) => {
                    identities.push(Identity { name: head.name.to_owned(), kind: head.kind, members: Vec::new() });
                }
                (_, Some(member), Some(identity)) => identity.members.push(member),
                _ => {}
            }
        }
        if let Ok(fingerprint) = fingerprint.parse() {
            known.insert(fingerprint, identities);
        }
    }
    known
}

/// Returns identities as text, their voices to stand behind `before` bytes of others.
pub(super) fn render(identities: &[Identity], before: usize) -> Kept {
    let mut analyzers = Analyzers::new();
    let (mut heads, mut voices) = (String::new(), String::new());
    for identity in identities {
        // Names that are only mentioned, and in one way, tell nothing about anybody.
        if identity.statements() > 0 || identity.members.len() > 1 {
            let names = folded_names(identity, &mut analyzers).join("|");
            let from = voices.len();
            render_voices(&mut voices, identity);
            render_head(&mut heads, identity, &names, before + from..before + voices.len());
        }
    }
    Kept { heads, voices: Part::Read(voices), segments: Part::default() }
}

/// Returns the line of a segment: the number of the identity for each value of its column of voices,
/// where it has one.
pub(super) fn segment_line(segment: SegmentId, numbers: &[Option<u32>]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|n| n.map_or("-".to_owned(), |n| n.to_string())).collect();
    format!("S\t{}\t{}\n", segment.uuid_string(), numbers.join(" "))
}

/// Returns the numbers of the identities by segment.
pub(super) fn numbers(segments: &str) -> HashMap<SegmentId, Vec<Option<u32>>> {
    let lines = segments.lines().filter_map(|line| line.strip_prefix("S\t")?.split_once('\t'));
    let numbers = |numbers: &str| numbers.split(' ').map(|number| number.parse().ok()).collect();
    lines.filter_map(|(segment, list)| Some((SegmentId::from_uuid_string(segment).ok()?, numbers(list)))).collect()
}

/// Writes the file in one step.
pub(super) fn write(folder: &Path, generation: &str, kept: &Kept, blocks: &[(u64, Vec<Identity>)]) -> io::Result<()> {
    let (voices, segments) = (kept.voices.text(), kept.segments.text());
    let lengths = format!("{} {} {}", kept.heads.len(), voices.len(), segments.len());
    let mut text = format!("{FIRST} {VERSION} {generation} {lengths}\n{}{voices}{segments}", kept.heads);
    for (fingerprint, identities) in blocks {
        let _ = writeln!(text, "B\t{fingerprint}");
        for identity in identities {
            render_head(&mut text, identity, "", 0..0);
            render_voices(&mut text, identity);
        }
    }
    let fresh = folder.join(format!(".{FILE}.{}", std::process::id()));
    fs::write(&fresh, text)?;
    fs::rename(fresh, file(folder))
}

fn render_head(text: &mut String, identity: &Identity, names: &str, voices: Range<usize>) {
    let plain = identity.name.replace(['\t', '\n', '\r'], " ");
    let kind = identity.kind.map_or("", kind_word);
    let _ = writeln!(text, "I\t{plain}\t{kind}\t{}\t{names}\t{}..{}", identity.statements(), voices.start, voices.end);
}

fn render_voices(text: &mut String, identity: &Identity) {
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
