//! Tables of names and numbers: counts, statistics, timelines.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::wrap::{cut, width};
use super::{Format, delimited, markdown, style};

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Number(u64),
    /// A length to draw, between 0 and 1; only for reading.
    Bar(f64),
}

impl Cell {
    fn json(&self) -> Option<Value> {
        match self {
            Cell::Text(text) => Some(text.clone().into()),
            Cell::Number(number) => Some((*number).into()),
            Cell::Bar(_) => None,
        }
    }

    fn plain(&self) -> Option<String> {
        match self {
            Cell::Text(text) => Some(text.clone()),
            Cell::Number(number) => Some(number.to_string()),
            Cell::Bar(_) => None,
        }
    }
}

/// Writes a table in a format.
pub fn write_table(
    out: &mut dyn Write,
    format: Format,
    columns: &[&str],
    rows: &[Vec<Cell>],
    columns_wide: usize,
) -> io::Result<()> {
    let object = |row: &Vec<Cell>| -> Value {
        let cells = columns.iter().zip(row);
        let cells = cells.filter_map(|(name, cell)| Some(((*name).to_owned(), cell.json()?)));
        cells.collect::<Map<_, _>>().into()
    };
    let plain_names = || {
        let bars = |n: usize| rows.first().is_some_and(|row| matches!(row.get(n), Some(Cell::Bar(_))));
        (0..columns.len()).filter(move |n| !bars(*n)).map(|n| columns[n].to_owned())
    };
    match format {
        Format::Jsonl => rows.iter().try_for_each(|row| writeln!(out, "{}", object(row))),
        Format::Json => writeln!(out, "{}", Value::Array(rows.iter().map(object).collect())),
        Format::Csv | Format::Tsv => {
            let delimiter = if format == Format::Csv { b',' } else { b'\t' };
            delimited::write_row(out, delimiter, plain_names())?;
            rows.iter().try_for_each(|row| delimited::write_row(out, delimiter, row.iter().filter_map(Cell::plain)))
        }
        Format::Md => {
            markdown::write_row(out, plain_names())?;
            markdown::write_row(out, plain_names().map(|_| "---".to_owned()))?;
            rows.iter().try_for_each(|row| markdown::write_row(out, row.iter().filter_map(Cell::plain)))
        }
        Format::Text => write_text(out, rows, columns_wide),
    }
}

fn write_text(out: &mut dyn Write, rows: &[Vec<Cell>], columns_wide: usize) -> io::Result<()> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |n: usize| {
        let cells = rows.iter().filter_map(|row| row.get(n)?.plain());
        cells.map(|cell| width(&cell)).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..count).map(widest).collect();
    let is = |n: usize, kind: fn(&Cell) -> bool| rows.iter().any(|row| row.get(n).is_some_and(kind));
    let bars = (0..count).filter(|&n| is(n, |cell| matches!(cell, Cell::Bar(_)))).count();
    let room = columns_wide.saturating_sub(2 * count.saturating_sub(1) + bars * SHORTEST_BAR);
    fit(&mut widths, |n| is(n, |cell| matches!(cell, Cell::Text(_))), room);
    for row in rows {
        let mut used = 0;
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                write!(out, "  ")?;
                used += 2;
            }
            let last = n + 1 == row.len();
            match cell {
                Cell::Number(number) => write!(out, "{number:>0$}", widths[n])?,
                Cell::Text(text) if last => write!(out, "{}", cut(text, widths[n]))?,
                Cell::Text(text) => {
                    let text = cut(text, widths[n]);
                    write!(out, "{text}{}", " ".repeat(widths[n].saturating_sub(width(&text))))?;
                }
                Cell::Bar(part) => {
                    let room = columns_wide.saturating_sub(used).clamp(SHORTEST_BAR, 60);
                    write!(out, "{}{}{:#}", style::BAR, bar(*part, room), style::BAR)?;
                }
            }
            used += widths[n];
        }
        writeln!(out)?;
    }
    Ok(())
}

const SHORTEST_BAR: usize = 10;
/// No column of text is made narrower than this.
const NARROWEST: usize = 12;

/// Makes columns narrower until all have room, the widest ones first.
fn fit(widths: &mut [usize], is_text: impl Fn(usize) -> bool, room: usize) {
    while widths.iter().sum::<usize>() > room {
        let texts = (0..widths.len()).filter(|&n| is_text(n) && widths[n] > NARROWEST);
        match texts.max_by_key(|&n| widths[n]) {
            Some(widest) => widths[widest] -= 1,
            None => break,
        }
    }
}

/// A bar of at most `room` columns, exact to an eighth of one.
fn bar(part: f64, room: usize) -> String {
    let eighths = (part.clamp(0.0, 1.0) * room as f64 * 8.0).round() as usize;
    let rest = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8];
    let mut bar = "█".repeat(eighths / 8);
    if rest != ' ' {
        bar.push(rest);
    }
    if bar.is_empty() && part > 0.0 {
        bar.push('▏');
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_make_room_for_each_other() {
        let mut widths = [30, 4, 60, 20];
        fit(&mut widths, |n| n != 1, 74);
        assert_eq!(widths, [25, 4, 25, 20]);
        fit(&mut widths, |n| n != 1, 10);
        assert_eq!(widths, [12, 4, 12, 12]);
    }
}
