//! Formats: every fixture in `fixtures/formats` with its expected fields beside it.
//!
//! - each file gives the articles that its `.fields.toml` lists, in order, with these fields
//! - packed in gzip, in Zstandard, in tar, in zip, and in one another, it gives the same
//! - in UTF-16, in Windows-1252 and in UTF-8 with a mark, a text is the same text
//! - what is packed too often, unpacks to too much or is cut off is refused by name, and what
//!   stands beside it is read
//! - articles in other languages are kept and marked, and what they quote is found
//! - documents that are not read are refused with a hint
//! - a person may say which fields hold what

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use onrecord::article::{self, Article, FieldMap, Reader, Skipped};
use serde::Deserialize;

#[path = "formats/pack.rs"]
mod pack;

use pack::{gzipped, stored_zip, tarred, zipped, zstandard};

#[derive(Deserialize)]
struct Expected {
    article: Vec<Fields>,
}

/// What is not given is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    id: Option<String>,
    title: Option<String>,
    authors: Option<Vec<String>>,
    outlet: Option<String>,
    url: Option<String>,
    published: Option<String>,
    published_from: Option<String>,
    language: Option<String>,
    section: Option<String>,
    keywords: Option<Vec<String>>,
    paragraphs: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats")
}

fn fixtures() -> Vec<(PathBuf, Vec<Fields>)> {
    let mut found: Vec<(PathBuf, Vec<Fields>)> = fs::read_dir(folder())
        .expect("the fixtures")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e != "toml"))
        .map(|path| {
            let beside = fs::read_to_string(path.with_extension("fields.toml")).expect("expected fields");
            let expected: Expected = toml::from_str(&beside).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path, expected.article)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn read(bytes: &[u8]) -> (Vec<Article>, Vec<Skipped>) {
    read_with(bytes, "")
}

fn read_with(bytes: &[u8], map: &str) -> (Vec<Article>, Vec<Skipped>) {
    let (mut articles, mut skipped) = (Vec::new(), Vec::new());
    let reader = Reader { map: map.parse().expect("a map") };
    reader.stream(bytes, "pile", &mut |result| match result {
        Ok(article) => articles.push(article),
        Err(reason) => skipped.push(reason),
    });
    (articles, skipped)
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_format_gives_its_fields() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 20, "fixtures are missing");
    for (path, expected) in fixtures {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let mut found = Vec::new();
        article::read_file(&path, &name, &mut |result| match result {
            Ok(article) => found.push(article),
            Err(skipped) => panic!("{}: {}", skipped.path, skipped.reason),
        });
        assert_eq!(found.len(), expected.len(), "{name}: number of articles");
        for (article, wanted) in found.iter().zip(&expected) {
            let place = format!("{name}: {}", article.path);
            let same = |field: &str, found: Option<&str>, wanted: &Option<String>| {
                if let Some(wanted) = wanted {
                    assert_eq!(found, Some(wanted.as_str()), "{place}: {field}");
                }
            };
            same("id", Some(&article.id), &wanted.id);
            same("title", article.title.as_deref(), &wanted.title);
            same("outlet", article.outlet.as_deref(), &wanted.outlet);
            same("url", article.url.as_deref(), &wanted.url);
            same("published", article.published.as_ref().map(ToString::to_string).as_deref(), &wanted.published);
            same("from", article.published.as_ref().map(|p| p.from.as_str()), &wanted.published_from);
            same("language", article.language.as_deref(), &wanted.language);
            same("section", article.section.as_deref(), &wanted.section);
            if let Some(authors) = &wanted.authors {
                assert_eq!(&article.authors, authors, "{place}: authors");
            }
            if let Some(keywords) = &wanted.keywords {
                assert_eq!(&article.keywords, keywords, "{place}: keywords");
            }
            assert_eq!(lines(&article.text), wanted.paragraphs, "{place}: text");
            assert!(article.path.starts_with(&name), "{place}: path");
            assert_eq!(article.body_span.1, article.text.len(), "{place}: body");
        }
    }
}

#[test]
fn packed_files_give_the_same() {
    for (path, _) in fixtures() {
        let raw = fs::read(&path).expect("a fixture");
        let key = |(articles, skipped): (Vec<Article>, Vec<Skipped>)| {
            assert!(skipped.is_empty(), "{}: {skipped:?}", path.display());
            articles.into_iter().map(|a| (a.id, a.text)).collect::<Vec<_>>()
        };
        let plain = key(read(&raw));
        let member = [("news/a", raw.as_slice())];
        for packed in [
            gzipped(&raw),
            zstandard(&raw),
            tarred(&member),
            zipped(&member),
            stored_zip(&member),
            gzipped(&tarred(&[("a.gz", &gzipped(&raw))])),
            zipped(&[("inner.zip", &zipped(&member))]),
            // Two members of gzip one after the other are one file.
            [gzipped(&raw[..raw.len() / 2]), gzipped(&raw[raw.len() / 2..])].concat(),
            // Zeros fill the last block.
            [gzipped(&raw), vec![0; 512]].concat(),
            [zstandard(&raw[..raw.len() / 2]), zstandard(&raw[raw.len() / 2..])].concat(),
        ] {
            assert_eq!(key(read(&packed)), plain, "{}", path.display());
        }
    }
}

#[test]
fn members_carry_their_names() {
    let text = b"A title\n\nThe mayor said no. The council said yes, after a long night.\n".as_slice();
    let archive = tarred(&[("day/a.txt", text), ("day/.hidden", text), ("b.txt.gz", &gzipped(text))]);
    let (articles, skipped) = read(&gzipped(&archive));
    let paths: Vec<&str> = articles.iter().map(|a| a.path.as_str()).collect();
    assert_eq!((paths, skipped.len()), (vec!["pile!day/a.txt", "pile!b.txt.gz"], 0));
}

#[test]
fn texts_in_every_encoding() {
    let text =
        "Café owners win\n\n“It’s a good day,” said Renée Ågren, the owners’ lawyer, on Tuesday in Lower Vale.\n";
    let wide = |big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let narrow = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for raw in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe".to_vec(), wide(false)].concat(),
        [b"\xfe\xff".to_vec(), wide(true)].concat(),
        narrow,
    ] {
        let (articles, _) = read(&raw);
        assert_eq!(articles.first().map(|a| a.text.as_str()), Some(text), "{:?}", &raw[..8]);
    }
    // ISO-8859-1, neither declared nor with the signs that only Windows has.
    let latin = "Caf\u{e9} owners win\n\nThe caf\u{e9} stays open, said Ren\u{e9}e Agren, their lawyer.\n";
    let raw: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    assert_eq!(read(&raw).0[0].text, latin);
    // Records in UTF-16.
    let json: Vec<u8> =
        r#"{"title":"Café","text":"The café stays open."}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (articles, skipped) = read(&[b"\xff\xfe".to_vec(), json].concat());
    assert_eq!((articles[0].title.as_deref(), skipped.len()), (Some("Café"), 0));
}

#[test]
fn other_languages_are_kept_marked_and_quoted() {
    let german = "Brücke bleibt gesperrt\n\nDie Brücke bleibt bis zum Ende des Jahres gesperrt, sagte Jens Brandt am Montag.\n\n\
        „Wir können kein Risiko eingehen“, sagte die Ingenieurin Anna Köhler. Das wird nicht einfach.\n";
    let french = "Le pont reste fermé\n\n« Nous ne pouvons pas prendre de risque », a déclaré l’ingénieure Anna Colin, lundi. \
        Le maire Jean Petit a affirmé que les réparations coûteraient quatre millions d’euros.\n";
    for (text, language, quotation) in
        [(german, "de", "Wir können kein Risiko eingehen"), (french, "fr", "Nous ne pouvons pas prendre de risque")]
    {
        let (articles, skipped) = read(text.as_bytes());
        assert!(skipped.is_empty(), "{skipped:?}");
        assert_eq!(articles[0].language.as_deref(), Some(language));
        let statements = onrecord::pipeline::extract(&articles[0]).statements;
        let found = statements.iter().find(|statement| statement.text == quotation);
        let found = found.unwrap_or_else(|| panic!("{language}: {statements:?}"));
        // Its verbs of saying are not known, so nobody is named rather than somebody else.
        assert!(found.speaker.as_ref().is_none_or(|speaker| speaker.name.starts_with("Anna")), "{found:?}");
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let mut zeros = gzipped_zeros(1 << 30);
    let (articles, skipped) = read(&zeros);
    assert!(articles.is_empty());
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    // What stands beside it in an archive is read.
    let text = b"A title\n\nThe mayor said no. The council said yes, after a long night.\n".as_slice();
    let (articles, skipped) = read(&tarred(&[("bomb.gz", &zeros), ("a.txt", text)]));
    assert_eq!((articles.len(), skipped.len()), (1, 1), "{skipped:?}");
    // As one line of records without end.
    zeros = gzipped_from(std::io::Read::chain(&b"{\"title\":\""[..], std::io::repeat(b'a').take(600 << 20)));
    let (articles, skipped) = read(&zeros);
    assert!(articles.is_empty() && !skipped.is_empty(), "{skipped:?}");
}

fn gzipped_zeros(length: u64) -> Vec<u8> {
    gzipped_from(std::io::repeat(0).take(length))
}

fn gzipped_from(mut from: impl Read) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut from, &mut encoder).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn what_is_packed_too_often_is_refused() {
    let mut packed = b"A title\n\nThe mayor said no.\n".to_vec();
    for _ in 0..40 {
        packed = zipped(&[("a.zip", &packed)]);
    }
    let (articles, skipped) = read(&packed);
    assert!(articles.is_empty());
    assert!(skipped[0].reason.contains("packed too often"), "{skipped:?}");
}

#[test]
fn archives_that_are_cut_off_are_read_up_to_there() {
    let text = "A title\n\nThe mayor said no. The council said yes, after a long night.\n".repeat(40);
    let members: Vec<(String, &[u8])> = (0..20).map(|n| (format!("{n}.txt"), text.as_bytes())).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, raw)| (name.as_str(), *raw)).collect();
    for whole in [tarred(&members), zipped(&members), stored_zip(&members)] {
        let (articles, skipped) = read(&whole[..whole.len() / 2]);
        assert!((2..20).contains(&articles.len()), "{}", articles.len());
        assert!(!skipped.is_empty());
        // Every other byte broken may cost anything but the run.
        let mut broken = whole.clone();
        broken.iter_mut().skip(600).step_by(97).for_each(|byte| *byte ^= 0x55);
        let _ = read(&broken);
    }
}

#[test]
fn documents_are_refused_with_a_hint() {
    let word = zipped(&[("[Content_Types].xml", b"<Types/>".as_slice()), ("word/document.xml", b"<w/>")]);
    for (raw, hint) in [
        (b"%PDF-1.7 ...".to_vec(), "pdftotext"),
        (word, "save it as plain text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "save it as plain text"),
        (b"\xfd7zXZ\x00\x00".to_vec(), "unpack it first"),
    ] {
        let (articles, skipped) = read(&raw);
        assert!(articles.is_empty());
        assert!(skipped[0].reason.contains(hint), "{skipped:?}");
    }
}

#[test]
fn a_person_names_the_fields() {
    let record = br#"{"kop": "Bees", "inhoud": "The bees stayed, the warden said.", "meta": {"krant": "Valley Mirror"}, "dag": "2025-06-16"}"#;
    let (articles, skipped) = read(record);
    assert!(articles.is_empty() && skipped[0].reason.contains("--map"), "{skipped:?}");
    let map = "title=kop, text=inhoud, outlet=meta.krant, published=dag";
    let (articles, _) = read_with(record, map);
    assert_eq!(articles[0].title.as_deref(), Some("Bees"));
    assert_eq!(articles[0].outlet.as_deref(), Some("Valley Mirror"));
    assert_eq!(articles[0].published.as_ref().map(ToString::to_string).as_deref(), Some("2025-06-16"));
    let table = b"dag;kop;inhoud\n2025-06-16;Bees;The bees stayed; the warden said.\n";
    let (articles, _) = read_with(table, "title=kop,text=inhoud,published=dag");
    assert_eq!(articles[0].title.as_deref(), Some("Bees"));
    for wrong in ["kop", "heading=kop", "title="] {
        assert!(wrong.parse::<FieldMap>().is_err(), "{wrong}");
    }
}

#[test]
fn records_over_many_lines_and_broken_ones() {
    // A first line that is broken costs one line.
    let (articles, skipped) =
        read(b"{\"title\": \"a\n{\"title\":\"b\",\"text\":\"c\"}\n{\"title\":\"d\",\"text\":\"e\"}\n");
    assert_eq!((articles.len(), skipped.len()), (2, 1), "{skipped:?}");
    // Records laid out over lines, one after the other.
    let (articles, skipped) =
        read(b"{\n \"title\": \"a\",\n \"text\": \"b\"\n}\n{\n \"title\": \"c\",\n \"text\": \"d\"\n}\n");
    assert_eq!((articles.len(), skipped.len()), (2, 0), "{skipped:?}");
    // A page of a form that is no page.
    let (articles, skipped) = read(b"<?xml version='1.0'?><project><name>x</name></project>");
    assert_eq!((articles.len(), skipped.len()), (0, 1));
    // A text that opens with a sign of another form.
    for text in
        ["<b> is a tag, the teacher said.\n\nNobody asked her.", "[Update] The mayor said no.\n\nThe council said yes."]
    {
        assert_eq!(read(text.as_bytes()).0.len(), 1, "{text}");
    }
}

#[test]
fn hostile_pages_take_no_time() {
    let start = std::time::Instant::now();
    for raw in [
        "<html><body>".to_owned() + &"<div>".repeat(200_000) + "text",
        "<html><body>".to_owned() + &"<a href=x><b><p>".repeat(60_000),
        "<html><body>".to_owned() + &"</p></div>".repeat(200_000),
        "<html><body>".to_owned() + &"<p class='".repeat(100_000),
        "<html><body>".to_owned() + &"<table><tr><td>".repeat(60_000) + "x",
        "<html><body><p>".to_owned() + &"&".repeat(1_000_000),
        "<html><body>".to_owned() + &"<script>".repeat(100_000),
        "<html><body>".to_owned() + &"<!--".repeat(300_000),
        "<html><body>".to_owned() + &"<p>word word, word. ".repeat(50_000),
    ] {
        let _ = read(raw.as_bytes());
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
