//! What follows from the rest of an article: outlet, language, identifier.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Article, language};

/// Fills in what follows from the rest: path, outlet, language, id.
pub fn finished(mut article: Article, path: &str) -> Article {
    path.clone_into(&mut article.path);
    article.outlet = article.outlet.take().or_else(|| article.url.as_deref().and_then(outlet_of));
    article.language = language::settled(article.language.as_deref(), &article.text);
    if article.id.is_empty() {
        let url = article.url.as_deref().unwrap_or("");
        let title = article.title.as_deref().unwrap_or("");
        article.id = identity(&[article.outlet.as_deref().unwrap_or(""), url, title, &article.text]);
    }
    article
}

static OUTLETS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../../lexicon/outlets.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Returns the outlet of an address: its name where it is known, else its host.
pub fn outlet_of(url: &str) -> Option<String> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if !host.contains('.') || host.contains(' ') {
        return None;
    }
    let mut domain = host;
    loop {
        if let Some(name) = OUTLETS.get(domain) {
            return Some((*name).to_owned());
        }
        match domain.split_once('.') {
            Some((_, parent)) if parent.contains('.') => domain = parent,
            _ => return Some(host.to_owned()),
        }
    }
}

/// Returns 128 bits of FNV-1a over the parts: the same article has the same id under any name.
fn identity(parts: &[&str]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for file in [
            include_str!("../../lexicon/outlets.tsv"),
            include_str!("../../lexicon/languages.tsv"),
            include_str!("../../lexicon/months.tsv"),
        ] {
            let keys: Vec<&str> =
                file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "{:?}", keys.iter().zip(&keys[1..]).find(|(a, b)| a >= b));
        }
        let clutter: HashMap<String, Vec<String>> =
            toml::from_str(include_str!("../../lexicon/page-clutter.toml")).expect("the lists");
        for (name, list) in clutter {
            assert!(list.is_sorted_by(|a, b| a < b), "{name} is not sorted");
        }
    }

    #[test]
    fn outlets_of_addresses() {
        for (url, wanted) in [
            ("https://www.bbc.co.uk/news/1", Some("BBC")),
            ("https://edition.cnn.com/2020/a", Some("CNN")),
            ("http://www.unknown.example/a", Some("unknown.example")),
            ("localhost", None),
        ] {
            assert_eq!(outlet_of(url).as_deref(), wanted, "{url}");
        }
    }
}
