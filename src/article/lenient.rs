//! JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` stand for no number, and are read as
//! `null` (RFC 8259 knows none of them).

use std::borrow::Cow;

/// Turns such numbers into `null`, byte by byte.
#[derive(Debug, Default)]
pub struct Lenient {
    in_string: bool,
    escaped: bool,
    /// A "-" that may belong to an infinite number.
    minus: bool,
    /// The rest of a word that has been replaced.
    passing: bool,
}

impl Lenient {
    /// Adds what becomes of the next byte to `out`.
    pub fn push(&mut self, byte: u8, out: &mut Vec<u8>) {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            out.push(byte);
            return;
        }
        if self.passing && byte.is_ascii_alphabetic() {
            return;
        }
        self.passing = false;
        let minus = std::mem::take(&mut self.minus);
        match byte {
            b'N' | b'I' => {
                out.extend_from_slice(b"null");
                self.passing = true;
                return;
            }
            _ if minus => out.push(b'-'),
            _ => {}
        }
        match byte {
            b'-' => self.minus = true,
            b'"' => {
                self.in_string = true;
                out.push(byte);
            }
            _ => out.push(byte),
        }
    }
}

/// Returns the same for a whole record.
pub fn lenient(text: &str) -> Cow<'_, str> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return text.into();
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    let mut state = Lenient::default();
    text.bytes().for_each(|byte| state.push(byte, &mut out));
    String::from_utf8_lossy(&out).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none() {
        for (text, wanted) in [
            (r#"{"a": NaN, "b": [-Infinity, Infinity, -1]}"#, r#"{"a": null, "b": [null, null, -1]}"#),
            (r#"{"a": "NaN \" -Infinity", "b": NaN}"#, r#"{"a": "NaN \" -Infinity", "b": null}"#),
            (r#"{"a": 1e-5}"#, r#"{"a": 1e-5}"#),
        ] {
            assert_eq!(lenient(text), wanted);
        }
    }
}
