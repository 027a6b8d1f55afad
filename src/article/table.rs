//! Tables: CSV and TSV with a line of column names (All the News, Kaggle).

use std::io::BufRead;

use serde_json::{Map, Value};

use super::read::{At, LARGEST, give_record};
use super::{Sink, encoding, skip};

/// Signs between columns, the most usual first.
const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];

/// Returns the sign between the columns if `text` opens with a line of column names: at least two
/// of them are known, and one of those holds the text. `is_known` says what a name is: whether it
/// is known at all, and whether it holds the text.
pub fn separator(text: &str, is_known: impl Fn(&str) -> (bool, bool)) -> Option<u8> {
    let line = text.lines().next()?;
    SEPARATORS.iter().find_map(|separator| {
        let columns: Vec<(bool, bool)> =
            line.split(*separator).map(|column| is_known(column.trim().trim_matches('"'))).collect();
        let known = columns.iter().filter(|(known, _)| *known).count();
        let telling = columns.len() >= 2 && known >= 2 && known * 3 >= columns.len().min(9);
        (telling && columns.iter().any(|(_, text)| *text)).then_some(*separator as u8)
    })
}

/// Hands the articles in the rows of a table to `sink`.
pub fn read(reader: &mut dyn BufRead, separator: u8, at: &At<'_>, sink: &mut Sink<'_>) {
    let mut rows = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(reader);
    let names: Vec<String> = match rows.byte_headers() {
        Ok(names) => {
            names.iter().map(|name| encoding::line(name).trim_start_matches('\u{feff}').trim().to_owned()).collect()
        }
        Err(error) => return skip(&at.name, &format!("broken table ({error}), left out"), sink),
    };
    let mut row = csv::ByteRecord::new();
    let mut number = 0;
    loop {
        match rows.read_byte_record(&mut row) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => {
                let reason = format!("broken table after row {number} ({error}), the rest left out");
                return skip(&at.name, &reason, sink);
            }
        }
        number += 1;
        if row.as_slice().len() as u64 > LARGEST {
            let reason = format!(
                "row {number} is longer than {} MB, is a quotation mark not closed? row left out",
                LARGEST >> 20
            );
            skip(&at.name, &reason, sink);
            continue;
        }
        let mut record = Map::new();
        for (name, value) in names.iter().zip(&row) {
            if !name.is_empty() && !value.is_empty() {
                record.insert(name.clone(), Value::String(encoding::line(value).into_owned()));
            }
        }
        give_record(&Value::Object(record), &at.record(number), at, sink);
    }
}
