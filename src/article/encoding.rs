//! Bytes to text in whatever encoding they are.

use encoding_rs::Encoding;

/// How far into a page its encoding may be declared, in bytes.
const DECLARED: usize = 4096;

/// Returns the text, without a byte order mark, or what the bytes are instead.
pub fn decoded(raw: &[u8]) -> Result<String, String> {
    if let Some((encoding, width)) = Encoding::for_bom(raw) {
        return Ok(encoding.decode_without_bom_handling(&raw[width..]).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(raw) {
        return if text.contains('\0') { Err("binary file, left out".to_owned()) } else { Ok(text.to_owned()) };
    }
    let sample = &raw[..raw.len().min(64 * 1024)];
    if let Some(encoding) = wide(sample) {
        return Ok(encoding.decode_without_bom_handling(raw).0.into_owned());
    }
    let odd = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    if odd * 100 > sample.len() {
        return Err("binary file, left out".to_owned());
    }
    Ok(guessed(raw))
}

/// Returns the text of a page: the encoding that it declares (in its markup, or `declared` with it) is
/// believed unless its bytes are valid UTF-8, which no text in another encoding is by chance.
pub fn decoded_page(raw: &[u8], declared: Option<&str>) -> Result<String, String> {
    if Encoding::for_bom(raw).is_some()
        || std::str::from_utf8(raw).is_ok()
        || wide(&raw[..raw.len().min(512)]).is_some()
    {
        return decoded(raw);
    }
    match declared.map(str::to_owned).or_else(|| in_markup(raw)).and_then(|label| Encoding::for_label(label.as_bytes()))
    {
        // A page that says UTF-8 and is not quite has some broken bytes, or is lying.
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            Ok(encoding.decode_without_bom_handling(raw).0.into_owned())
        }
        _ => Ok(guessed(raw)),
    }
}

/// Returns the UTF-16 without a mark that the bytes are in: a zero in every other place.
pub fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros =
        |start: usize| sample.iter().skip(start).step_by(2).filter(|b| **b == 0).count() * 10 > sample.len() * 4;
    if zeros(1) {
        Some(encoding_rs::UTF_16LE)
    } else if zeros(0) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// A few broken bytes in UTF-8 are replaced; a text in another encoding is recognised.
fn guessed(raw: &[u8]) -> String {
    let lossy = String::from_utf8_lossy(raw);
    let broken = lossy.matches('\u{fffd}').count();
    let wide = raw.iter().filter(|b| **b >= 0x80).count();
    if broken * 4 < wide {
        return lossy.into_owned();
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(raw, true);
    detector.guess(None, true).decode_without_bom_handling(raw).0.into_owned()
}

/// "<meta charset=windows-1252>", "<meta http-equiv=Content-Type content='text/html; charset=...'>",
/// "<?xml version='1.0' encoding='ISO-8859-1'?>".
fn in_markup(raw: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(DECLARED)]).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(label.len());
    Some(label[..end].to_owned())
}

/// Returns a line of a file of lines: UTF-8, else Windows-1252, which includes ISO-8859-1.
pub fn line(raw: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(text) => text.into(),
        Err(_) => {
            let lossy = String::from_utf8_lossy(raw);
            let wide = raw.iter().filter(|b| **b >= 0x80).count();
            if lossy.matches('\u{fffd}').count() * 4 < wide {
                return lossy.into_owned().into();
            }
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0.into_owned().into()
        }
    }
}
