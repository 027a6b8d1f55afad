//! What a query asks for, as a tree, and its canonical syntax.

use std::fmt;
use std::fmt::Display as _;

use super::field::{DateField, Field, FlagField, KeyField, TextField};
use super::period::Period;

/// What a query asks for. Never empty lists inside; no `And` directly in an `And`, no `Or` in an
/// `Or`.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Every statement.
    All,
    Match {
        field: TextField,
        pattern: Pattern,
    },
    Is {
        field: KeyField,
        value: String,
    },
    When {
        field: DateField,
        period: Period,
    },
    /// `None` means that both are welcome.
    Flag {
        field: FlagField,
        wanted: Option<bool>,
    },
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
}

/// Words as they were typed. Each has at least one letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// One word, which may fall into several ("follow-up"), in any inflection unless `exact`.
    Word { text: String, exact: bool },
    /// Words side by side, or at most `slop` places apart. In fields of names: the words in any
    /// order, and the whole name when `exact`.
    Phrase { text: String, slop: u32, exact: bool },
    /// Words that begin so; of several side by side, the last.
    Prefix { text: String },
    /// Words that differ by at most `distance` letters; unless given, by one in short words and
    /// by two in long ones.
    Fuzzy { text: String, distance: Option<u8> },
}

impl Pattern {
    /// Returns the words as they were typed.
    pub fn text(&self) -> &str {
        match self {
            Pattern::Word { text, .. }
            | Pattern::Phrase { text, .. }
            | Pattern::Prefix { text }
            | Pattern::Fuzzy { text, .. } => text,
        }
    }
}

impl Expr {
    /// Returns the expression that matches what all of `parts` match.
    pub fn and(parts: impl IntoIterator<Item = Expr>) -> Expr {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expr::All => {}
                Expr::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Expr::All,
            1 => flat.swap_remove(0),
            _ => Expr::And(flat),
        }
    }

    /// Returns the expression that matches what any of `parts` matches; of none, everything.
    pub fn or(parts: impl IntoIterator<Item = Expr>) -> Expr {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expr::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Expr::All,
            1 => flat.swap_remove(0),
            _ => Expr::Or(flat),
        }
    }

    /// Returns whether `test` holds for any leaf.
    pub fn any_leaf(&self, test: &mut impl FnMut(&Expr) -> bool) -> bool {
        match self {
            Expr::Not(inner) => inner.any_leaf(test),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().any(|part| part.any_leaf(test)),
            leaf => test(leaf),
        }
    }

    /// Calls `visit` for every leaf that is asked for, not for those that are excluded.
    pub fn wanted_leaves<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        match self {
            Expr::Not(_) => {}
            Expr::And(parts) | Expr::Or(parts) => {
                parts.iter().for_each(|part| part.wanted_leaves(visit));
            }
            leaf => visit(leaf),
        }
    }

    /// Returns it with the words outside fields of names matching only in the form typed.
    pub fn into_exact(self) -> Expr {
        match self {
            Expr::Match { field, pattern } if !field.is_name() => {
                let pattern = match pattern {
                    Pattern::Word { text, .. } => Pattern::Word { text, exact: true },
                    Pattern::Phrase { text, slop, .. } => Pattern::Phrase { text, slop, exact: true },
                    other => other,
                };
                Expr::Match { field, pattern }
            }
            Expr::Not(inner) => Expr::Not(Box::new(inner.into_exact())),
            Expr::And(parts) => Expr::And(parts.into_iter().map(Expr::into_exact).collect()),
            Expr::Or(parts) => Expr::Or(parts.into_iter().map(Expr::into_exact).collect()),
            leaf => leaf,
        }
    }

    /// Returns whether something in it can tell a better match from a worse one.
    pub fn ranks(&self) -> bool {
        let mut ranks = false;
        self.wanted_leaves(&mut |leaf| {
            ranks |= matches!(leaf, Expr::Match { field, .. } if !field.is_name());
        });
        ranks
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All => Ok(()),
            Expr::Match { field, pattern } => {
                write_field(f, Field::Text(*field))?;
                pattern.fmt(f)
            }
            Expr::Is { field, value } => {
                write_field(f, Field::Key(*field))?;
                if is_plain(value) { f.write_str(value) } else { write!(f, "\"{value}\"") }
            }
            Expr::When { field, period } => {
                write_field(f, Field::Date(*field))?;
                period.fmt(f)
            }
            Expr::Flag { field, wanted } => {
                write_field(f, Field::Flag(*field))?;
                f.write_str(match wanted {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "any",
                })
            }
            Expr::Not(inner) => {
                f.write_str("-")?;
                write_nested(f, inner)
            }
            Expr::And(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    if n > 0 {
                        f.write_str(" ")?;
                    }
                    write_nested(f, part)?;
                }
                Ok(())
            }
            Expr::Or(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    if n > 0 {
                        f.write_str(" OR ")?;
                    }
                    write_nested(f, part)?;
                }
                Ok(())
            }
        }
    }
}

fn write_field(f: &mut fmt::Formatter<'_>, field: Field) -> fmt::Result {
    match field.name() {
        "" => Ok(()),
        name => write!(f, "{name}:"),
    }
}

fn write_nested(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::And(_) | Expr::Or(_) | Expr::All => write!(f, "({expr})"),
        leaf => leaf.fmt(f),
    }
}

/// Whether a value can stand without quotation marks.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '\''))
        && text.starts_with(char::is_alphanumeric)
        && !matches!(text, "OR" | "AND" | "NOT")
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Word { text, exact } => write!(f, "{}{text}", if *exact { "=" } else { "" }),
            Pattern::Phrase { text, slop, exact } => {
                write!(f, "{}\"{text}\"", if *exact { "=" } else { "" })?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Pattern::Prefix { text } if is_plain(text) => write!(f, "{text}*"),
            Pattern::Prefix { text } => write!(f, "\"{text}*\""),
            Pattern::Fuzzy { text, distance: None } => write!(f, "{text}~"),
            Pattern::Fuzzy { text, distance: Some(distance) } => write!(f, "{text}~{distance}"),
        }
    }
}
