//! JSON of many records: a record a line, an array of records, or an answer with records in it.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::lenient::{Lenient, lenient};
use super::read::{At, LARGEST, give_record, why};
use super::unpack::{Line, read_line};
use super::{Sink, fields, skip};

/// A record a line; or records over several lines.
pub fn lines(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut line = Vec::new();
    let mut number = 0;
    // A first line that is not complete, until the second shows whether it goes on there.
    let mut open: Option<(Vec<u8>, String)> = None;
    loop {
        let read = read_line(reader, &mut line, LARGEST as usize);
        if !matches!(read, Ok(Line::End)) {
            number += 1;
        }
        if let Some((first, error)) = open.take() {
            let more = matches!(read, Ok(Line::Read)) && !line.trim_ascii_start().starts_with(b"{");
            if more {
                let mut rest = first.chain(&line[..]).chain(reader);
                return values(&mut rest, at, sink);
            }
            skip(&at.name, &format!("line 1 is not valid JSON ({error}), line left out"), sink);
        }
        match read {
            Ok(Line::End) => return,
            Ok(Line::Read) => {}
            Ok(Line::TooLong) => {
                let reason = format!("line {number} is longer than {} MB, line left out", LARGEST >> 20);
                skip(&at.name, &reason, sink);
                continue;
            }
            Err(error) => {
                return skip(&at.name, &format!("{} after line {}, the rest left out", why(&error), number - 1), sink);
            }
        }
        let text = super::encoding::line(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(&lenient(text)) {
            Ok(record) => give(&record, number, at, sink),
            Err(error) if error.is_eof() && number == 1 => open = Some((line.clone(), error.to_string())),
            Err(error) => skip(&at.name, &format!("line {number} is not valid JSON ({error}), line left out"), sink),
        }
    }
}

/// An array of records, taken one at a time.
pub fn array(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    use serde::de::{Deserializer, SeqAccess, Visitor};
    struct Records<'a, 's> {
        at: &'a At<'a>,
        allowance: Rc<Cell<u64>>,
        sink: &'a mut Sink<'s>,
    }
    impl<'de> Visitor<'de> for Records<'_, '_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array of records")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
            let mut number = 0;
            while let Some(record) = items.next_element::<Value>()? {
                number += 1;
                self.allowance.set(LARGEST);
                give_record(&record, &self.at.record(number), self.at, self.sink);
            }
            Ok(())
        }
    }
    let allowance = Rc::new(Cell::new(LARGEST));
    let mut bom = [0; 3];
    let mut peeked = super::unpack::Peeked::new(reader, 3);
    let rationed: &mut dyn BufRead = match &mut peeked {
        Ok(peeked) if peeked.head() == b"\xef\xbb\xbf" => {
            let _ = peeked.read_exact(&mut bom);
            peeked
        }
        Ok(peeked) => peeked,
        Err(error) => return skip(&at.name, &format!("{}, left out", why(error)), sink),
    };
    let rationed = Rationed::new(rationed, &allowance);
    let mut parser = serde_json::Deserializer::from_reader(BufReader::new(rationed));
    if let Err(error) = parser.deserialize_seq(Records { at, allowance, sink }) {
        skip(&at.name, &format!("broken JSON ({error}), what comes after is left out"), sink);
    }
}

/// Records laid out over many lines.
fn values(reader: &mut dyn BufRead, at: &At<'_>, sink: &mut Sink<'_>) {
    let allowance = Rc::new(Cell::new(LARGEST));
    let rationed = BufReader::new(Rationed::new(reader, &allowance));
    let mut found: Vec<Value> = Vec::new();
    let mut number = 0;
    for value in serde_json::Deserializer::from_reader(rationed).into_iter::<Value>() {
        allowance.set(LARGEST);
        match value {
            // One record alone has no number.
            Ok(value) if number == 0 && found.is_empty() => found.push(value),
            Ok(value) => {
                if let Some(first) = found.pop() {
                    number = 1;
                    give(&first, number, at, sink);
                }
                number += 1;
                give(&value, number, at, sink);
            }
            Err(error) => {
                skip(&at.name, &format!("broken JSON ({error}), what comes after is left out"), sink);
                break;
            }
        }
    }
    if let Some(only) = found.pop() {
        match inner(&only) {
            Some(records) => each(&records, at, sink),
            None => give_record(&only, &at.name, at, sink),
        }
    }
}

/// Hands over a record, or the records in an answer: `{"status":"ok","articles":[...]}`.
fn give(record: &Value, number: u64, at: &At<'_>, sink: &mut Sink<'_>) {
    match inner(record) {
        Some(records) => each(&records, at, sink),
        None => give_record(record, &at.record(number), at, sink),
    }
}

fn each(records: &[Value], at: &At<'_>, sink: &mut Sink<'_>) {
    for (number, record) in (1..).zip(records) {
        // Search engines wrap every record once more.
        let record = record.get("_source").unwrap_or(record);
        give_record(record, &at.record(number), at, sink);
    }
}

/// Returns the list of records in an answer, or in an object that holds them in another way.
fn inner(record: &Value) -> Option<Cow<'_, [Value]>> {
    let object = record.as_object().filter(|object| !fields::has_text(object))?;
    let list = fields::wrappers().iter().find_map(|name| {
        let list = name.split('.').try_fold(record, |value, key| value.get(key))?.as_array()?;
        (!list.is_empty() && list.iter().all(Value::is_object)).then_some(list.as_slice())
    });
    list.map(Cow::Borrowed).or_else(|| keyed(object).or_else(|| columns(object)).map(Cow::Owned))
}

/// Records under their ids: `{"a1": {"title": ..., "text": ...}, "a2": ...}`.
fn keyed(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let records = object.values().all(|value| value.as_object().is_some_and(fields::has_text));
    (records && !object.is_empty()).then(|| object.values().cloned().collect())
}

/// A table by columns, as pandas writes it: `{"title": {"0": ..., "1": ...}, "text": {"0": ..., "1": ...}}`.
fn columns(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let text = object.iter().find(|(name, value)| fields::is_text(name) && value.is_object())?.1.as_object()?;
    let rows = text.keys().all(|key| key.bytes().all(|byte| byte.is_ascii_digit()));
    if !rows || text.is_empty() || !text.values().all(|value| value.is_string() || value.is_null()) {
        return None;
    }
    let row = |key: &String| {
        let cells = object.iter().filter_map(|(name, column)| Some((name.clone(), column.get(key)?.clone())));
        Value::Object(cells.collect())
    };
    Some(text.keys().map(row).collect())
}

/// A reader of JSON, leniently, that stops when one record takes more than its allowance.
struct Rationed<'a> {
    inner: &'a mut dyn BufRead,
    allowance: Rc<Cell<u64>>,
    lenient: Lenient,
    ready: Vec<u8>,
    given: usize,
}

impl<'a> Rationed<'a> {
    fn new(inner: &'a mut dyn BufRead, allowance: &Rc<Cell<u64>>) -> Rationed<'a> {
        let allowance = Rc::clone(allowance);
        Rationed { inner, allowance, lenient: Lenient::default(), ready: Vec::new(), given: 0 }
    }
}

impl Read for Rationed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.allowance.get() == 0 {
                return Err(io::Error::other(format!("a record of more than {} MB", LARGEST >> 20)));
            }
            let available = self.inner.fill_buf()?;
            if available.is_empty() {
                return Ok(0);
            }
            self.ready.clear();
            self.given = 0;
            available.iter().for_each(|byte| self.lenient.push(*byte, &mut self.ready));
            let count = available.len();
            self.inner.consume(count);
            self.allowance.set(self.allowance.get().saturating_sub(count as u64));
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
