//! What is wrong with a query, and where.

use std::fmt;
use std::ops::Range;

/// An error in a query, with the place it points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What was typed.
    pub input: String,
    /// The place, in bytes of `input`, on character boundaries.
    pub span: Range<usize>,
    pub message: String,
    /// What was probably meant, or what to do.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(input: &str, span: Range<usize>, message: impl Into<String>) -> QueryError {
        QueryError { input: input.to_owned(), span, message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> QueryError {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        let before = self.input.get(..self.span.start).unwrap_or("").chars().count();
        let width = self.input.get(self.span.clone()).unwrap_or("").chars().count().max(1);
        // A tab or line break would move the caret away from its place.
        let line: String = self.input.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        write!(f, "\n  {line}\n  {}{}", " ".repeat(before), "^".repeat(width))?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueryError {}
