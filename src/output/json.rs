//! JSON: one object a line, or one array.

use std::io::{self, Write};

use super::fields::{Column, selected};
use super::{Ending, Hits};
use crate::index::Hit;

/// One object a line.
pub(super) struct Lines {
    pub columns: Option<Vec<Column>>,
    pub ending: Ending,
}

impl Hits for Lines {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        self.ending.write(out, &selected(hit, self.columns.as_deref()))
    }
}

/// One array, an object a line.
pub(super) struct Array {
    pub columns: Option<Vec<Column>>,
    pub begun: bool,
}

impl Hits for Array {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let before = if std::mem::replace(&mut self.begun, true) { ",\n" } else { "[\n" };
        write!(out, "{before}{}", selected(hit, self.columns.as_deref()))
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", if self.begun { "\n]" } else { "[]" })
    }
}
