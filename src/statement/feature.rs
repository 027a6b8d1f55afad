//! Features: named facts about a candidate, hashed for the weights of the model.
//!
//! A feature is a [`Template`] with a few values, each a [`Part`] that knows what it hashes to: most are
//! hashed while the program is compiled, or once for many features.

use smallvec::SmallVec;

use super::cue::Class;
use crate::text::{Relation, Tag};

/// The name of a kind of feature, with what its bytes hash to.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    pub name: &'static str,
    hash: u64,
}

impl Template {
    /// Returns the template of that name; in a constant it costs nothing at run time.
    pub const fn new(name: &'static str) -> Self {
        Self { name, hash: eat(SEED, name.as_bytes()) }
    }
}

/// Returns the value named by a literal.
macro_rules! part {
    ($name:literal) => {
        const { $crate::statement::feature::Part::new($name) }
    };
}
pub(crate) use part;

/// Returns the values named by literals.
macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        const { &[$($crate::statement::feature::Part::new($name)),*] }
    };
}
pub(crate) use parts;

/// A value of a feature, with what its bytes hash to.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    hash: u64,
    pub name: &'a str,
}

impl<'a> Part<'a> {
    /// Returns the value of that name; in a constant it costs nothing at run time.
    pub const fn new(name: &'a str) -> Self {
        Self { name, hash: eat(PART_SEED, name.as_bytes()) }
    }

    /// Returns the value of a name whose hash was worked out before.
    pub const fn known(name: &'a str, hash: u64) -> Self {
        Self { name, hash }
    }

    /// Returns what the name hashes to.
    pub const fn hash(self) -> u64 {
        self.hash
    }
}

/// A name put together from pieces, which takes no memory of its own unless it is long.
#[derive(Debug)]
pub struct Joined(SmallVec<[u8; 48]>);

impl Joined {
    /// Returns the name that `pieces` make, one behind the other with `between` in between.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a str>, between: &str) -> Self {
        let mut name = SmallVec::new();
        for (at, piece) in pieces.into_iter().enumerate() {
            name.extend_from_slice(if at == 0 { b"" } else { between.as_bytes() });
            name.extend_from_slice(piece.as_bytes());
        }
        Self(name)
    }

    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Two values that hash to the same are the same to every model.
impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Part<'_> {}

impl<'a> From<&'a str> for Part<'a> {
    fn from(name: &'a str) -> Self {
        Part::new(name)
    }
}

/// Makes values of the cases of enumerations, hashed while the program is compiled.
macro_rules! enumerated {
    ($($kind:ident),*) => {$(
        impl From<$kind> for Part<'static> {
            fn from(case: $kind) -> Self {
                static PARTS: [Part; $kind::ALL.len()] = {
                    let mut parts = [part!(""); $kind::ALL.len()];
                    let mut at = 0;
                    while at < parts.len() {
                        parts[at] = Part::new($kind::ALL[at].as_str());
                        at += 1;
                    }
                    parts
                };
                PARTS[case as usize]
            }
        }
    )*};
}
enumerated!(Class, Relation, Tag);

impl From<bool> for Part<'static> {
    fn from(value: bool) -> Self {
        if value { part!("yes") } else { part!("no") }
    }
}

/// Puts the feature of a template, named by a literal, with values into a sink.
macro_rules! fact {
    ($sink:expr, $template:literal, [$($part:expr),* $(,)?] $(,)?) => {
        $sink.add(
            const { $crate::statement::feature::Template::new($template) },
            &[$($crate::statement::feature::Part::from($part)),*],
        )
    };
}
pub(crate) use fact;

/// Collects features.
pub trait Sink {
    /// Takes the feature `template` with the values `parts`.
    fn add(&mut self, template: Template, parts: &[Part]);

    /// Takes a feature for each step that `value` reaches, so that weights learned for one value
    /// count for all higher ones.
    fn reach(&mut self, template: Template, part: Part, value: f32) {
        for (step, name) in STEPS {
            if value < step {
                break;
            }
            self.add(template, &[part, name]);
        }
    }
}

/// Log-odds that [`Sink::reach`] tells apart.
const STEPS: [(f32, Part); 12] = named([
    (-4.0, "-4"),
    (-3.0, "-3"),
    (-2.2, "-2.2"),
    (-1.5, "-1.5"),
    (-1.0, "-1"),
    (-0.5, "-0.5"),
    (0.0, "0"),
    (0.5, "0.5"),
    (1.0, "1"),
    (1.6, "1.6"),
    (2.2, "2.2"),
    (3.0, "3"),
]);

/// Keeps the hashes alone, for scoring and training.
#[derive(Debug, Clone)]
pub struct Hashes(pub Vec<u32>);

impl Default for Hashes {
    fn default() -> Self {
        Self(Vec::with_capacity(USUAL))
    }
}

/// How many features a candidate seldom has more of.
const USUAL: usize = 120;

impl Sink for Hashes {
    fn add(&mut self, template: Template, parts: &[Part]) {
        self.0.push(hash(template, parts));
    }
}

/// Keeps the readable form beside the hash, for explanations.
#[derive(Debug, Default, Clone)]
pub struct Names(pub Vec<(u32, String)>);

impl Sink for Names {
    fn add(&mut self, template: Template, parts: &[Part]) {
        let values: Vec<&str> = parts.iter().map(|part| part.name).collect();
        self.0.push((hash(template, parts), format!("{}={}", template.name, values.join("|"))));
    }
}

/// Returns `steps` with their names as values.
pub const fn named<T: Copy, const N: usize>(steps: [(T, &'static str); N]) -> [(T, Part<'static>); N] {
    let mut parts = [(steps[0].0, part!("")); N];
    let mut at = 0;
    while at < N {
        parts[at] = (steps[at].0, Part::new(steps[at].1));
        at += 1;
    }
    parts
}

/// Returns the name of the first of `steps` that `length` does not go past.
pub fn range(length: usize, steps: &[(usize, Part<'static>)]) -> Part<'static> {
    steps.iter().find(|(most, _)| length <= *most).map_or(part!("33+"), |(_, name)| *name)
}

/// Where the hash of a template begins.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
/// Where the hash of a value begins, chosen so that no two features with different weights share a hash.
const PART_SEED: u64 = SEED ^ 0x5851_f42d_4c95_7f2d;

/// Returns the hash of what `hash` is of, followed by `bytes`. Takes eight bytes at a time.
#[inline]
const fn eat(hash: u64, bytes: &[u8]) -> u64 {
    let mut hash = hash ^ (bytes.len() as u64) << 56;
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        hash = mixed(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    let tail = match (rest.first_chunk::<4>(), rest.last_chunk::<4>(), rest) {
        (Some(first), Some(last), _) => u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << 32,
        (_, _, [first, .., last]) => *first as u64 | (rest[rest.len() / 2] as u64) << 8 | (*last as u64) << 16,
        (_, _, [only]) => *only as u64,
        _ => 0,
    };
    mixed(hash, tail)
}

/// Returns the hash of what `hash` is of and a word: multiplied by the golden ratio of 64 bits (Knuth
/// 1973, section 6.4), high bits folded into the low ones.
#[inline]
const fn mixed(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

/// Returns the 32-bit hash of a feature, the same on every machine.
#[inline]
fn hash(template: Template, parts: &[Part]) -> u32 {
    (parts.iter().fold(template.hash, |hash, part| mixed(hash, part.hash)) >> 32) as u32
}
