//! Where a page was saved from: browsers and archives write it into what they save.

/// The remark stands at the top of a page, within this many bytes.
const TOP: usize = 2048;
/// What comes before the address: browsers since Internet Explorer, and SingleFile.
const REMARKS: [&str; 2] = ["saved from url=(", "Page saved with SingleFile"];

/// Returns the address in the remark at the top of a page:
/// `<!-- saved from url=(0029)https://example.org/2020/dam -->`, or a line `url: ...` in that of SingleFile.
pub fn address(html: &str) -> Option<&str> {
    let mut end = html.len().min(TOP);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let top = &html[..end];
    let [browser, single] = REMARKS;
    let found = match (top.find(browser), top.find(single)) {
        (Some(at), _) => top[at + browser.len()..].split_once(')')?.1,
        (None, Some(at)) => top[at..].split_once("url:")?.1.trim_start(),
        (None, None) => return None,
    };
    let address = found.split(|c: char| c.is_whitespace() || c == '<').next()?.trim_end_matches("--");
    super::is_address(address).then_some(address)
}

/// Returns the address of the page itself for that of a copy in the Wayback Machine:
/// `https://web.archive.org/web/20200504093000/https://example.org/dam`.
pub fn original(address: &str) -> &str {
    let copied = address.split_once("web.archive.org/web/").and_then(|(_, rest)| rest.split_once('/'));
    match copied {
        Some((moment, inner)) if moment.starts_with(|c: char| c.is_ascii_digit()) && super::is_address(inner) => inner,
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_remarks() {
        for (html, wanted) in [
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0024)https://example.org/dam -->\n<html>",
                Some("https://example.org/dam"),
            ),
            (
                "<html><!--\n Page saved with SingleFile \n url: https://example.org/dam \n saved date: x\n-->",
                Some("https://example.org/dam"),
            ),
            ("<!-- saved from url=(0014)about:internet --><html>", None),
            ("<html><p>It was saved from ruin.</p>", None),
        ] {
            assert_eq!(address(html), wanted, "{html}");
        }
    }

    #[test]
    fn copies_have_the_address_of_the_page() {
        for (copy, wanted) in [
            ("https://web.archive.org/web/20200504093000/https://example.org/dam", "https://example.org/dam"),
            ("https://web.archive.org/web/20200504093000im_/https://example.org/dam", "https://example.org/dam"),
            ("https://web.archive.org/about", "https://web.archive.org/about"),
            ("https://example.org/dam", "https://example.org/dam"),
        ] {
            assert_eq!(original(copy), wanted, "{copy}");
        }
    }
}
