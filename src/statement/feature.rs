//! Features: named facts about a candidate, hashed for the weights of the model.

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

/// Puts the feature of a template, named by a literal, with the values `parts` into a sink.
macro_rules! fact {
    ($sink:expr, $template:literal, $parts:expr $(,)?) => {
        $sink.add(const { $crate::statement::feature::Template::new($template) }, $parts)
    };
}
pub(crate) use fact;

/// Collects features.
pub trait Sink {
    /// Takes the feature `template` with the values `parts`.
    fn add(&mut self, template: Template, parts: &[&str]);

    /// Takes a feature for each step that `value` reaches, so that weights learned for one value
    /// count for all higher ones.
    fn reach(&mut self, template: Template, part: &str, value: f32) {
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
    fn add(&mut self, template: Template, parts: &[&str]) {
        self.0.push(hash(template, parts));
    }
}

/// Keeps the readable form beside the hash, for explanations.
#[derive(Debug, Default, Clone)]
pub struct Names(pub Vec<(u32, String)>);

impl Sink for Names {
    fn add(&mut self, template: Template, parts: &[&str]) {
        self.0.push((hash(template, parts), format!("{}={}", template.name, parts.join("|"))));
    }
}

/// Returns the name of the first of `steps` that `length` does not go past.
pub fn range(length: usize, steps: &[(usize, &'static str)]) -> &'static str {
    steps.iter().find(|(most, _)| length <= *most).map_or("33+", |(_, name)| name)
}

/// Where FNV-1a begins.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Returns the FNV-1a hash of what `hash` is of, followed by `bytes`.
const fn eat(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Returns the 32-bit FNV-1a hash of a feature, the same on every machine.
fn hash(template: Template, parts: &[&str]) -> u32 {
    let hash = parts.iter().fold(template.hash, |hash, part| eat(eat(hash, &[0]), part.as_bytes()));
    (hash ^ (hash >> 32)) as u32
}
