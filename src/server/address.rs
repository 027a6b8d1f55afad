//! From the parameters of an address to what is asked for, and back: every page can be shared,
//! bookmarked and edited by hand, and shows the command that does the same.

use axum::http::Uri;
use jiff::civil::Date;

use super::problem::Problem;
use crate::query::{Asked, Collapse, FILTERS, Query, Sort};

/// The orders by name.
const SORTS: [&str; 4] = ["relevance", "newest", "oldest", "fresh"];
const GROUPS: [&str; 3] = ["speaker", "article", "story"];
const FLAGS: [&str; 6] = ["exact", "loose", "negated", "with-negated", "headline", "without-headlines"];
/// What a page or an answer asks for beside the statements.
const OTHERS: [&str; 11] =
    ["q", "sort", "limit", "offset", "unique", "group-by", "facets", "format", "fields", "by", "prefix"];

/// Results are not shown beyond this place: no person goes there, and programs export.
const DEEPEST: usize = 100_000;

/// One search as an address tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub asked: Asked,
    pub sort: &'static str,
    pub limit: usize,
    pub offset: usize,
    pub unique: bool,
    pub group_by: Option<&'static str>,
    /// Parameters that only one place understands.
    pub(super) others: Vec<(String, String)>,
}

/// Returns the parameters of an address, decoded; empty ones, as forms send them, left out.
pub fn parameters(uri: &Uri) -> Vec<(String, String)> {
    let pairs = uri.query().unwrap_or("").split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs = pairs.map(|(name, value)| (decoded(name, true), decoded(value, true)));
    // A field of the form that was left empty asks for nothing.
    let filled = pairs.filter(|(_, value)| !value.trim().is_empty());
    filled.map(|(name, value)| (name, value.replace('\0', " "))).collect()
}

impl Address {
    /// Reads an address that may have the parameters `allowed` beside those of every search. At
    /// most `most` results are given at once.
    pub fn read(uri: &Uri, allowed: &[&str], limit: usize, most: usize) -> Result<Address, Problem> {
        let mut address = Address { limit, ..Address::default() };
        for (name, value) in parameters(uri) {
            address.take(&name, value, allowed, most)?;
        }
        if address.unique && address.group_by.is_some() {
            return Err(Problem::parameter("unique", "unique and group-by exclude each other"));
        }
        Ok(address)
    }

    fn take(&mut self, name: &str, value: String, allowed: &[&str], most: usize) -> Result<(), Problem> {
        if let Some(name) = FILTERS.into_iter().find(|filter| *filter == name) {
            if !self.asked.filters.iter().any(|(known, given)| *known == name && *given == value) {
                self.asked.filters.push((name, value));
            }
            return Ok(());
        }
        if FLAGS.contains(&name) || name == "unique" {
            let set = match value.as_str() {
                "1" | "true" | "yes" | "on" => true,
                "0" | "false" | "no" | "off" => false,
                _ => return Err(Problem::parameter(name, format!("{name} is 1 or 0, not '{value}'"))),
            };
            *match name {
                "exact" => &mut self.asked.exact,
                "loose" => &mut self.asked.loose,
                "negated" => &mut self.asked.negated,
                "with-negated" => &mut self.asked.with_negated,
                "headline" => &mut self.asked.headline,
                "without-headlines" => &mut self.asked.without_headlines,
                _ => &mut self.unique,
            } = set;
            return Ok(());
        }
        let number = |most: usize| match value.trim().parse::<usize>() {
            Ok(number) if number <= most => Ok(number),
            Ok(_) => Err(Problem::parameter(name, format!("{name} is at most {most}; /api/export gives all"))),
            Err(_) => Err(Problem::parameter(name, format!("{name} is a number, not '{value}'"))),
        };
        let one_of = |names: &[&'static str]| {
            names.iter().find(|known| **known == value).copied().ok_or_else(|| {
                Problem::parameter(name, format!("{name} is one of {}, not '{value}'", names.join(", ")))
            })
        };
        match name {
            "q" => self.asked.words = value,
            "sort" => self.sort = one_of(&SORTS)?,
            "group-by" => self.group_by = Some(one_of(&GROUPS)?),
            "limit" => self.limit = number(most)?,
            "offset" => self.offset = number(DEEPEST)?,
            // The guard has read it.
            "token" => {}
            other if allowed.contains(&other) => self.others.push((name.to_owned(), value)),
            other => {
                let known = FILTERS.iter().chain(&FLAGS).chain(&OTHERS[..6]).chain(allowed).copied();
                return Err(Problem::unknown(other, known));
            }
        }
        Ok(())
    }

    /// Returns a parameter that only one place understands.
    pub fn other(&self, name: &str) -> Option<&str> {
        self.others.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the query.
    pub fn query(&self, today: Date) -> Result<Query, Problem> {
        let mut query = self.asked.query(today)?;
        query.sort = match self.sort {
            "newest" => Sort::Newest,
            "oldest" => Sort::Oldest,
            "fresh" => Sort::Fresh(today),
            _ => Sort::Relevance,
        };
        query.collapse = match (self.unique, self.group_by) {
            (true, _) => Some(Collapse::SameWords),
            (_, Some("speaker")) => Some(Collapse::Speaker),
            (_, Some("article")) => Some(Collapse::Article),
            (_, Some(_)) => Some(Collapse::Story),
            _ => None,
        };
        query.limit = self.limit;
        query.offset = self.offset;
        Ok(query)
    }

    /// Returns the parameters that give this search again, without the part of the result.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.asked.words.is_empty() {
            pairs.push(("q", self.asked.words.clone()));
        }
        pairs.extend(self.asked.filters.iter().cloned());
        for (name, set) in self.flags() {
            if set {
                pairs.push((name, "1".to_owned()));
            }
        }
        if self.sort != SORTS[0] {
            pairs.push(("sort", self.sort.to_owned()));
        }
        pairs.extend(self.group_by.map(|by| ("group-by", by.to_owned())));
        pairs
    }

    fn flags(&self) -> [(&'static str, bool); 7] {
        let asked = &self.asked;
        [
            ("exact", asked.exact),
            ("loose", asked.loose),
            ("negated", asked.negated),
            ("with-negated", asked.with_negated),
            ("headline", asked.headline),
            ("without-headlines", asked.without_headlines),
            ("unique", self.unique),
        ]
    }

    /// Returns the query part of the address: `?q=port&speaker=quill`.
    pub fn href(&self) -> String {
        let mut pairs = self.pairs();
        if self.offset > 0 {
            pairs.push(("offset", self.offset.to_string()));
        }
        link(&pairs)
    }

    /// Returns this search without its words and filters of the name, or with another value of it.
    pub fn with(&self, name: &'static str, value: &str) -> Address {
        let mut other = Address { offset: 0, ..self.clone() };
        other.asked.filters.push((name, value.to_owned()));
        other
    }

    pub fn without(&self, name: &str, value: &str) -> Address {
        let mut other = Address { offset: 0, ..self.clone() };
        other.asked.filters.retain(|(known, given)| *known != name || given != value);
        other
    }

    pub fn at(&self, offset: usize) -> Address {
        Address { offset, ..self.clone() }
    }

    pub fn sorted(&self, sort: &'static str) -> Address {
        Address { sort, offset: 0, ..self.clone() }
    }

    /// Returns the command line that does the same.
    pub fn command(&self) -> String {
        let mut words = vec!["onrecord".to_owned(), "search".to_owned()];
        if !self.asked.words.is_empty() {
            words.push(quoted(&self.asked.words));
        }
        for (name, value) in self.pairs().into_iter().filter(|(name, _)| *name != "q") {
            words.push(format!("--{name}"));
            if !self.flags().iter().any(|(flag, _)| *flag == name) {
                words.push(quoted(&value));
            }
        }
        if self.offset > 0 {
            words.push(format!("--offset {}", self.offset));
        }
        words.join(" ")
    }
}

impl Default for Address {
    fn default() -> Address {
        Address {
            asked: Asked::default(),
            sort: SORTS[0],
            limit: 10,
            offset: 0,
            unique: false,
            group_by: None,
            others: Vec::new(),
        }
    }
}

/// Quotes a word for a shell, where it needs it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+@".contains(c);
    if word.chars().all(plain) && !word.starts_with('-') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Returns `?name=value&…`, encoded.
pub fn link(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Percent-encodes all but unreserved characters (RFC 3986).
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Decodes percent-encoding, in parameters also `+`; what is no UTF-8 becomes U+FFFD.
pub fn decoded(text: &str, is_parameter: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' if is_parameter => bytes.push(b' '),
            b'%' => {
                let ahead = rest.clone();
                let digits: Vec<u8> = ahead.take(2).collect();
                let value = std::str::from_utf8(&digits).ok().filter(|hex| hex.len() == 2);
                let value = value.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
                match value.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(value) => {
                        bytes.push(value);
                        rest.nth(1);
                    }
                    None => bytes.push(b'%'),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_itself_again() {
        let uri: Uri = "/?q=port+-%22treaty%20talks%22&speaker=Mara+Quill&speaker=Ferr%C3%A9&until=2025-11&unique=1&sort=newest&offset=20"
            .parse()
            .expect("an address");
        let address = Address::read(&uri, &[], 10, 100).expect("understood");
        let again: Uri = format!("/{}", address.href()).parse().expect("an address");
        assert_eq!(Address::read(&again, &[], 10, 100), Ok(address.clone()));
        assert_eq!(
            address.command(),
            "onrecord search 'port -\"treaty talks\"' --speaker 'Mara Quill' --speaker Ferré --until 2025-11 \
             --unique --sort newest --offset 20"
        );
    }

    #[test]
    fn nothing_asked_for_is_dropped() {
        let read = |uri: &str| Address::read(&uri.parse().expect("an address"), &[], 10, 100);
        let hint = read("/?speakr=quill").expect_err("unknown").hint;
        assert_eq!(hint.as_deref(), Some("did you mean speaker?"));
        assert!(read("/?limit=101").is_err());
        assert!(read("/?sort=best").is_err());
        assert!(read("/?offset=99999999999999999999999").is_err());
    }

    #[test]
    fn broken_encoding_is_read_as_it_stands() {
        assert_eq!(decoded("100%+%zz%4", true), "100% %zz%4");
        assert_eq!(decoded("a%00%ff", false), "a\0\u{fffd}");
    }
}
