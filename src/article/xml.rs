//! XML of many records, read as a stream: an item of a feed, a news item, an article at a time.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::page::decoded;
use super::read::{At, LARGEST, give};
use super::{Sink, encoding, feed, newsml, skip};
use crate::lexicon::single_spaced;

/// Elements may nest this deep.
const DEEPEST: usize = 128;

/// An element with what is in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Without its prefix, as written.
    pub name: String,
    /// "dc", "content", "media": as written, whatever it stands for.
    pub prefix: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
}

/// What an element holds.
#[derive(Debug)]
pub enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns the elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Returns the first element of this name directly in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name.eq_ignore_ascii_case(name))
    }

    /// Returns the first element of this name anywhere in it.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| {
            if element.name.eq_ignore_ascii_case(name) { Some(element) } else { element.find(name) }
        })
    }

    /// Returns all elements of this name anywhere in it, in order.
    pub fn find_all<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if element.name.eq_ignore_ascii_case(name) {
                found.push(element);
            }
            element.find_all(name, found);
        }
    }

    /// Returns an attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the text in it, markup left out, as it stands.
    pub fn raw_text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    /// Returns the text in it with white space folded, `None` when there is none.
    pub fn text(&self) -> Option<String> {
        let text = single_spaced(&self.raw_text());
        (!text.is_empty()).then_some(text)
    }

    fn collect(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Element(element) => element.collect(text),
                Child::Text(piece) => text.push_str(piece),
            }
        }
    }

    /// Returns what is in it as markup, for elements that hold a page.
    pub fn markup(&self) -> String {
        let mut markup = String::new();
        self.write(&mut markup);
        markup
    }

    fn write(&self, markup: &mut String) {
        for child in &self.children {
            match child {
                // Pictures and films have words of their own.
                Child::Element(element) if matches!(element.name.as_str(), "media" | "figure") => {}
                // "<person>Una Brekke</person>" is a part of its sentence.
                Child::Element(element) if !is_markup(&element.name) => element.write(markup),
                Child::Element(element) => {
                    markup.push_str(&format!("<{}>", element.name));
                    element.write(markup);
                    markup.push_str(&format!("</{}>", element.name));
                }
                Child::Text(text) => markup.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
            }
        }
    }
}

/// Elements of pages that set their content off.
fn is_markup(name: &str) -> bool {
    matches!(
        name,
        "p" | "br"
            | "div"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hl2"
            | "hr"
            | "section"
            | "a"
            | "script"
            | "style"
            | "figcaption"
    )
}

/// Elements that are a record of their own.
fn is_record(name: &str) -> bool {
    matches!(name, "item" | "entry" | "newsItem" | "nitf")
}

/// Hands the articles of a feed, a news message or a news document to `sink`.
pub fn read(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut xml = Reader::from_reader(reader);
    let settings = xml.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    settings.allow_dangling_amp = true;
    settings.check_comments = false;
    // Outside of records these keep what stands around them: the feed's own title and language.
    let mut open: Vec<Element> = vec![Element::default()];
    let mut number = 0;
    let mut record_depth: Option<usize> = None;
    let mut started = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let position = xml.buffer_position();
        if number == 0 && record_depth.is_none() && position > LARGEST {
            break;
        }
        if record_depth.is_some() && position.saturating_sub(started) > LARGEST {
            return skip(&at.name, &format!("a record of more than {} MB, the rest left out", LARGEST >> 20), sink);
        }
        let event = match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) => {
                skip(&at.name, &format!("broken XML ({error}), what comes after is left out"), sink);
                break;
            }
        };
        match event {
            Event::Start(start) if open.len() < DEEPEST => {
                let element = opened(&start);
                if record_depth.is_none() {
                    started = position;
                    if is_record(&element.name) {
                        record_depth = Some(open.len());
                    }
                }
                open.push(element);
            }
            Event::Empty(start) => add(&mut open, Child::Element(opened(&start))),
            Event::End(end) => {
                let name = local(end.name().as_ref()).1;
                // An end tag that matches nothing open is passed over, one that matches something
                // further out ends what is in it.
                let Some(depth) = open.iter().rposition(|element| element.name == name).filter(|depth| *depth > 0)
                else {
                    continue;
                };
                while open.len() > depth {
                    let Some(element) = open.pop() else { break };
                    if record_depth == Some(open.len()) {
                        record_depth = None;
                        number += 1;
                        record(&element, &open, number, at, sink);
                    } else {
                        add(&mut open, Child::Element(element));
                    }
                }
            }
            // Between records there is nothing to keep, however many there are.
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if record_depth.is_none() && number > 0 => {}
            Event::Text(text) => add(&mut open, Child::Text(encoding::line(&text).into_owned())),
            Event::GeneralRef(reference) => {
                let raw = format!("&{};", encoding::line(&reference));
                add(&mut open, Child::Text(decoded(&raw).into_owned()));
            }
            Event::CData(text) => add(&mut open, Child::Text(encoding::line(&text).into_owned())),
            _ => {}
        }
    }
    if number == 0 {
        skip(&at.name, "no feed and no news document in this XML, left out", sink);
    }
}

fn record(element: &Element, open: &[Element], number: u64, at: &At<'_>, sink: &mut Sink<'_>) {
    match element.name.as_str() {
        "item" | "entry" => give(feed::article(element, open), &at.record(number), sink),
        // A document alone has no number.
        "nitf" => give(newsml::nitf(element), &at.name, sink),
        _ => give(newsml::item(element), &at.record(number), sink),
    }
}

/// What is in the innermost open element. Text around records is not kept for long.
fn add(open: &mut [Element], child: Child) {
    if let Some(element) = open.last_mut() {
        element.children.push(child);
    }
}

fn opened(start: &BytesStart<'_>) -> Element {
    let (prefix, name) = local(start.name().as_ref());
    let attributes = start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| (local(attribute.key.as_ref()).1, decoded(&encoding::line(&attribute.value)).into_owned()))
        .collect();
    Element { name, prefix, attributes, children: Vec::new() }
}

fn local(name: &[u8]) -> (String, String) {
    let name = String::from_utf8_lossy(name);
    match name.split_once(':') {
        Some((prefix, name)) => (prefix.to_owned(), name.to_owned()),
        None => (String::new(), name.into_owned()),
    }
}
