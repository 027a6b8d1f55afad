//! A voice as one value of the index: name, kind and role, with tabs between them.

use crate::record::{Speaker, SpeakerKind};
use crate::speaker::identity::{Voice, kind_word};

/// Returns the key of a statement's speaker.
pub(super) fn of_speaker(speaker: &Speaker) -> String {
    join(&speaker.name, kind_word(speaker.kind), speaker.role.as_deref().unwrap_or(""))
}

/// Returns the key of a voice.
pub(super) fn key(voice: &Voice) -> String {
    join(&voice.name, voice.kind.map_or("", kind_word), voice.role.as_deref().unwrap_or(""))
}

fn join(name: &str, kind: &str, role: &str) -> String {
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    format!("{}\t{kind}\t{}", plain(name), plain(role))
}

/// Returns the voice of a key.
pub(super) fn parse(key: &str) -> Option<Voice> {
    let mut fields = key.split('\t');
    let (name, kind, role) = (fields.next()?, fields.next()?, fields.next()?);
    let kind = parse_kind(kind);
    Some(Voice { name: name.to_owned(), kind, role: Some(role.to_owned()).filter(|role| !role.is_empty()) })
}

/// Returns the kind of that name.
pub(super) fn parse_kind(kind: &str) -> Option<SpeakerKind> {
    match kind {
        "person" => Some(SpeakerKind::Person),
        "organization" => Some(SpeakerKind::Organization),
        "group" => Some(SpeakerKind::Group),
        "unnamed" => Some(SpeakerKind::Unnamed),
        _ => None,
    }
}
