//! Tar and zip archives, read as streams: a member after the other, nothing written to disk.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::read::{At, read_any};
use super::unpack::Unpacked;
use super::{Sink, skip};

/// Members of a zip archive that tell an Office document or an e-book.
const DOCUMENT: [&str; 2] = ["[Content_Types].xml", "mimetype"];
/// Names of members are no longer than this many bytes.
const NAME: usize = 4096;

/// Hands the articles of the members of a tar archive to `sink`.
pub fn tar(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut archive = tar::Archive::new(reader);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return skip(&at.name, &format!("broken tar archive ({error}), left out"), sink),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                return skip(&at.name, &format!("broken tar archive ({error}), what comes after is left out"), sink);
            }
        };
        // Links and devices are never followed.
        if !entry.header().entry_type().is_file() && !entry.header().entry_type().is_gnu_sparse() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if hidden(&name) || entry.size() == 0 {
            continue;
        }
        let mut member = BufReader::new(Unpacked { inner: entry, budget: Rc::clone(&at.budget) });
        read_any(&mut member, &at.member(&name), sink);
    }
}

/// Hands the articles of the members of a zip archive to `sink`. Follows the local headers, so that
/// an archive in an archive needs no memory (APPNOTE 6.3, 4.3).
pub fn zip(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    if let Err(error) = members(reader, at, sink) {
        skip(&at.name, &format!("broken zip archive ({error}), what comes after is left out"), sink);
    }
}

fn members(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut signature = take::<4>(reader)?;
    let mut first = true;
    // The central directory ends the members.
    while &signature == b"PK\x03\x04" {
        let header = take::<26>(reader)?;
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let (flags, method) = (short(2), short(4));
        let mut packed = u64::from(long(14));
        let name = exactly(reader, usize::from(short(22)))?;
        let extra = exactly(reader, usize::from(short(24)))?;
        if packed == u64::from(u32::MAX) {
            packed = packed_size(&extra).unwrap_or(packed);
        }
        let name = String::from_utf8_lossy(&name[..name.len().min(NAME)]).into_owned();
        if std::mem::take(&mut first) && DOCUMENT.contains(&name.as_str()) {
            skip(&at.name, "an Office document or e-book, save it as plain text or a web page first, left out", sink);
            return Ok(());
        }
        let described = flags & 8 != 0;
        let wanted = !hidden(&name) && !name.ends_with('/');
        let member = at.member(&name);
        match method {
            _ if flags & 1 != 0 => {
                skip(&member.name, "locked with a password, unpack it first, left out", sink);
                pass(reader, packed, described)?;
            }
            8 => {
                let inner = flate2::bufread::DeflateDecoder::new(&mut *reader);
                let mut unpacked = BufReader::new(Unpacked { inner, budget: Rc::clone(&at.budget) });
                if wanted {
                    read_any(&mut unpacked, &member, sink);
                }
                // The next member comes after the end of this one, read or not.
                io::copy(&mut unpacked, &mut io::sink())?;
            }
            0 if !described => {
                let inner = (&mut *reader).take(packed);
                let mut stored = BufReader::new(Unpacked { inner, budget: Rc::clone(&at.budget) });
                if wanted && packed > 0 {
                    read_any(&mut stored, &member, sink);
                }
                io::copy(&mut stored, &mut io::sink())?;
            }
            _ => {
                if wanted {
                    skip(&member.name, "packed in a way that is not read, unpack it first, left out", sink);
                }
                pass(reader, packed, described)?;
            }
        }
        signature = take::<4>(reader)?;
        if described {
            signature = after_description(reader, signature)?;
        }
    }
    Ok(())
}

/// Passes over a member that is not read.
fn pass(reader: &mut dyn BufRead, packed: u64, described: bool) -> io::Result<()> {
    if described && packed == 0 {
        return Err(io::Error::other("a member without its size cannot be passed over"));
    }
    io::copy(&mut reader.take(packed), &mut io::sink()).map(|_| ())
}

/// After a member whose size follows it: its description has a signature or not, and sizes of four
/// or of eight bytes. Returns the signature of what comes after it.
fn after_description(reader: &mut dyn BufRead, start: [u8; 4]) -> io::Result<[u8; 4]> {
    let sizes = if &start == b"PK\x07\x08" { take::<12>(reader).map(|_| ()) } else { take::<8>(reader).map(|_| ()) };
    sizes?;
    let next = take::<4>(reader)?;
    if next.starts_with(b"PK") {
        return Ok(next);
    }
    take::<4>(reader)?;
    take::<4>(reader)
}

/// Returns the packed size in the extra field of a member of more than four gigabytes.
fn packed_size(mut extra: &[u8]) -> Option<u64> {
    while extra.len() >= 4 {
        let id = u16::from_le_bytes([extra[0], extra[1]]);
        let length = usize::from(u16::from_le_bytes([extra[2], extra[3]]));
        let data = extra.get(4..4 + length)?;
        if id == 1 {
            return Some(u64::from_le_bytes(data.get(8..16)?.try_into().ok()?));
        }
        extra = &extra[4 + length..];
    }
    None
}

fn take<const N: usize>(reader: &mut dyn BufRead) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn exactly(reader: &mut dyn BufRead, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Members that systems add, and hidden ones.
fn hidden(name: &str) -> bool {
    name.split('/').any(|part| (part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX")
}
