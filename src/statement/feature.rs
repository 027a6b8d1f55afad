//! Features: named facts about a candidate, hashed for the weights of the model.

/// Collects features.
pub trait Sink {
    /// Takes the feature `template` with the values `parts`.
    fn add(&mut self, template: &'static str, parts: &[&str]);

    /// Takes a feature for each step that `value` reaches, so that weights learned for one value
    /// count for all higher ones.
    fn reach(&mut self, template: &'static str, part: &str, value: f32) {
        for (step, name) in STEPS {
            if value < step {
                break;
            }
            self.add(template, &[part, name]);
        }
    }
}

/// Log-odds that [`Sink::reach`] tells apart.
const STEPS: [(f32, &str); 12] = [
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
];

/// Keeps the hashes alone, for scoring and training.
#[derive(Debug, Default, Clone)]
pub struct Hashes(pub Vec<u32>);

impl Sink for Hashes {
    fn add(&mut self, template: &'static str, parts: &[&str]) {
        self.0.push(hash(template, parts));
    }
}

/// Keeps the readable form beside the hash, for explanations.
#[derive(Debug, Default, Clone)]
pub struct Names(pub Vec<(u32, String)>);

impl Sink for Names {
    fn add(&mut self, template: &'static str, parts: &[&str]) {
        self.0.push((hash(template, parts), format!("{template}={}", parts.join("|"))));
    }
}

/// Returns the name of the first of `steps` that `length` does not go past.
pub fn range(length: usize, steps: &[(usize, &'static str)]) -> &'static str {
    steps.iter().find(|(most, _)| length <= *most).map_or("33+", |(_, name)| name)
}

/// Returns the 32-bit FNV-1a hash of a feature, the same on every machine.
fn hash(template: &str, parts: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |bytes: &[u8]| {
        for &byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    eat(template.as_bytes());
    for part in parts {
        eat(&[0]);
        eat(part.as_bytes());
    }
    (hash ^ (hash >> 32)) as u32
}
