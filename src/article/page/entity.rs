//! Character references and white space of HTML.

use std::borrow::Cow;

/// Returns text with its character references replaced: `&eacute;`, `&#8217;`, `&#x2019;`.
pub fn decoded(raw: &str) -> Cow<'_, str> {
    let Some(first) = raw.find('&') else { return Cow::Borrowed(raw) };
    let mut text = String::with_capacity(raw.len());
    text.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (found, length) = reference(rest).unwrap_or(("&".into(), 1));
        text.push_str(&found);
        rest = &rest[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Returns what the reference at the start of `text` stands for, and how long it is.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..length.min(8))?, radix).ok()?;
        let start = text.len() - digits.len();
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((character(code)?.to_string().into(), start + length + semicolon));
    }
    let name = &text[1..];
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name.get(..length).filter(|n| !n.is_empty() && n.len() < 32)?;
    let closed = text[1 + length..].starts_with(';');
    if let Ok(at) = html_escape::NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())) {
        // Without a semicolon "&copy=1" may be part of an address: only the oldest are read then.
        if closed || matches!(name, "nbsp" | "amp" | "lt" | "gt" | "quot") {
            return Some((html_escape::NAMED_ENTITIES[at].1.into(), 1 + length + usize::from(closed)));
        }
    }
    None
}

/// Numbers 128 to 159 mean Windows-1252, as the HTML standard says.
fn character(code: u32) -> Option<char> {
    if (0x80..0xa0).contains(&code) {
        let byte = [u8::try_from(code).ok()?];
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next();
    }
    char::from_u32(code).filter(|c| *c != '\0')
}

/// Returns text with every run of white space as one space, and without what nobody sees.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        match c {
            '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => {}
            c if c.is_whitespace() => space = !folded.is_empty(),
            c => {
                if std::mem::take(&mut space) {
                    folded.push(' ');
                }
                folded.push(c);
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (raw, wanted) in [
            ("Jos&eacute; &amp; I", "José & I"),
            ("&#8220;a&#x201D;", "“a”"),
            ("it&#146;s", "it’s"),
            ("AT&T &nosuch; & &", "AT&T &nosuch; & &"),
            ("?a=1&copy=2", "?a=1&copy=2"),
            ("a&nbsp b", "a\u{a0} b"),
        ] {
            assert_eq!(decoded(raw), wanted);
        }
        assert_eq!(folded(" a\u{a0}\n b\u{200b}c "), "a bc");
    }
}
