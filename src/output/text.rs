//! Text for reading: who, when, the words with the matches marked, and where they stand.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::fields::{Column, to_json};
use super::style;
use super::wrap::{Piece, cut, width, wrap_marked};
use super::{Ending, Hits};
use crate::index::Hit;
use crate::record::{Kind, Precision, SaidOn, Span, Statement};

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// What statements are written on for reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Paper {
    /// Columns of a line.
    pub width: usize,
    /// Whether titles can be links.
    pub links: bool,
}

/// Statements as paragraphs.
pub(super) struct Text {
    paper: Paper,
    begun: bool,
}

impl Text {
    pub(super) fn new(paper: Paper) -> Text {
        Text { paper, begun: false }
    }
}

impl Hits for Text {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            writeln!(out)?;
        }
        write_hit(out, hit, self.paper)
    }
}

/// The fields that were asked for, one statement a line, tabs between them.
pub(super) struct Lines {
    pub columns: Vec<Column>,
    pub ending: Ending,
}

impl Hits for Lines {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let record = to_json(hit);
        let cells = self.columns.iter().map(|column| column.text(&record));
        let cells: Vec<String> = cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
        self.ending.write(out, &cells.join("\t"))
    }
}

/// Writes one statement.
pub fn write_hit(out: &mut dyn Write, hit: &Hit, paper: Paper) -> io::Result<()> {
    let columns = paper.width.min(WIDEST);
    let statement = &hit.statement;
    write_heading(out, statement, columns)?;
    let marks = |span: &Span| (span[0], span[1], style::MATCH);
    let highlights: Vec<_> = hit.highlights.iter().map(marks).collect();
    let text = pieces(&statement.text, &highlights);
    let (open, close) = if statement.kind == Kind::Direct { ("“", "”") } else { ("", "") };
    let plain = |text| Piece { text, style: Style::new() };
    let quoted: Vec<Piece> = [plain(open)].into_iter().chain(text).chain([plain(close)]).collect();
    let lines = wrap_marked(&quoted, columns.saturating_sub(2).max(20));
    let shown = worth_showing(&lines);
    let a = style::ASIDE;
    if shown.start > 0 {
        writeln!(out, "  {a}…{a:#}")?;
    }
    for (line, _) in &lines[shown.clone()] {
        writeln!(out, "  {line}")?;
    }
    if shown.len() < lines.len() {
        let more = lines.len() - shown.len();
        writeln!(out, "  {a}… {more} more lines: onrecord show {}{a:#}", statement.id)?;
    }
    write_place(out, hit, columns, paper.links)
}

/// A statement of more lines than these hides the next one.
const MOST_LINES: usize = 10;
/// And so few more are shown as well.
const FEW_LINES: usize = 2;

/// Of the lines of a long statement, those from the first match on.
fn worth_showing(lines: &[(String, bool)]) -> Range<usize> {
    if lines.len() <= MOST_LINES + FEW_LINES {
        return 0..lines.len();
    }
    let first = lines.iter().position(|(_, marked)| *marked).unwrap_or(0);
    // A match near the beginning is seen from there, any other one with the line before it.
    let start = if first < MOST_LINES { 0 } else { (first - 1).min(lines.len() - MOST_LINES) };
    start..start + MOST_LINES
}

/// "Marco Rubio, US Secretary of State · denied                        2025-11-23"
fn write_heading(out: &mut dyn Write, statement: &Statement, columns: usize) -> io::Result<()> {
    let date = statement.said_on.as_ref().map(date_label).unwrap_or_default();
    let speaker = statement.speaker.as_ref();
    let name = speaker.map_or("unknown speaker", |speaker| speaker.name.as_str());
    let mut aside = String::new();
    if let Some(role) = speaker.and_then(|speaker| speaker.role.as_deref()) {
        aside.push_str(", ");
        aside.push_str(role);
    }
    if statement.act != "state" && !statement.act.is_empty() {
        aside.push_str(" · ");
        aside.push_str(&statement.act);
    }
    let flag = match (statement.negated, statement.headline) {
        (true, _) => " · not said",
        (_, true) => " · headline",
        _ => "",
    };
    let room = columns.saturating_sub(width(&date) + 2 + width(flag));
    let name = cut(name, room.max(10));
    let aside = cut(&aside, room.saturating_sub(width(&name)));
    let used = width(&name) + width(&aside) + width(flag) + width(&date);
    let gap = if date.is_empty() { String::new() } else { " ".repeat(columns.saturating_sub(used).max(2)) };
    writeln!(
        out,
        "{}{}{}{gap}{}",
        styled(&name, style::SPEAKER),
        styled(&aside, style::ASIDE),
        styled(flag, style::FLAG),
        styled(&date, style::DATE)
    )
}

/// A text in a style; nothing at all for no text.
fn styled(text: &str, style: Style) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// "  Talks go on in Port Kestrel · The Harbour Times · 3f2a9c1d"
fn write_place(out: &mut dyn Write, hit: &Hit, columns: usize, links: bool) -> io::Result<()> {
    let statement = &hit.statement;
    let others = if hit.others > 0 { format!(" · {} more", hit.others) } else { String::new() };
    let article = &statement.article;
    let outlet = article.outlet.as_deref().map(|outlet| format!(" · {outlet}")).unwrap_or_default();
    let tail = format!("{outlet} · {}{others}", statement.id);
    let title = article.title.as_deref().unwrap_or(&article.path);
    let title = cut(title, columns.saturating_sub(2 + width(&tail)).max(16));
    let a = style::ASIDE;
    // A control character in an address would end the link early, and do something else.
    let address = article.url.as_deref().filter(|url| links && !url.contains(char::is_control));
    match address {
        Some(url) => writeln!(out, "  {a}\x1b]8;;{url}\x1b\\{title}\x1b]8;;\x1b\\{tail}{a:#}"),
        None => writeln!(out, "  {a}{title}{tail}{a:#}"),
    }
}

/// The date as precisely as it is known.
fn date_label(said: &SaidOn) -> String {
    match said.precision {
        Precision::Day => said.date.clone(),
        Precision::Week => format!("week of {}", said.date),
        Precision::Month => said.date.get(..7).unwrap_or(&said.date).to_owned(),
        Precision::Year => said.date.get(..4).unwrap_or(&said.date).to_owned(),
    }
}

/// Cuts a text at marks, given in code points, in order and not overlapping.
fn pieces<'a>(text: &'a str, marks: &[(usize, usize, Style)]) -> Vec<Piece<'a>> {
    let mut places: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    places.push(text.len());
    let byte = |point: usize| places.get(point).copied().unwrap_or(text.len());
    let mut pieces = Vec::new();
    let mut at = 0;
    for &(start, end, style) in marks {
        let (start, end) = (byte(start).max(at), byte(end));
        if start < end {
            pieces.push(Piece { text: &text[at..start], style: Style::new() });
            pieces.push(Piece { text: &text[start..end], style });
            at = end;
        }
    }
    pieces.push(Piece { text: &text[at..], style: Style::new() });
    pieces
}

/// Writes an article with a statement marked in it: its fragments, its cue and its source.
/// `context` is how many of the written lines are shown before and after it; without, all are.
pub fn write_article(
    out: &mut dyn Write,
    statement: &Statement,
    text: &str,
    context: Option<usize>,
    columns: usize,
) -> io::Result<()> {
    let mut marks: Vec<(usize, usize, Style)> =
        statement.spans.iter().map(|span| (span[0], span[1], style::MATCH)).collect();
    marks.extend(statement.cue.iter().map(|cue| (cue.span[0], cue.span[1], style::CUE)));
    marks.extend(statement.source.iter().map(|s| (s.span[0], s.span[1], style::SOURCE)));
    marks.sort_by_key(|mark| (mark.0, mark.1));
    let mut lines: Vec<(String, bool)> = Vec::new();
    // The lines of the article stand at places in code points.
    let mut at = 0;
    for line in text.split('\n') {
        let stop = at + line.chars().count();
        let inside: Vec<_> = marks
            .iter()
            .filter(|mark| mark.0 < stop && at < mark.1)
            .map(|mark| (mark.0.max(at) - at, mark.1.min(stop) - at, mark.2))
            .collect();
        lines.extend(wrap_marked(&pieces(line, &inside), columns.clamp(20, WIDEST)));
        at = stop + 1;
    }
    let begin = lines.iter().position(|(_, marked)| *marked).unwrap_or(0);
    let end = lines.iter().rposition(|(_, marked)| *marked).unwrap_or(lines.len().saturating_sub(1));
    let shown = match context {
        None => 0..lines.len(),
        Some(context) => begin.saturating_sub(context)..(end + 1).saturating_add(context).min(lines.len()),
    };
    lines[shown].iter().try_for_each(|(line, _)| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_statement_is_shown_from_its_first_match_on() {
        let lines = |marked: usize| -> Vec<(String, bool)> { (0..30).map(|n| (n.to_string(), n == marked)).collect() };
        assert_eq!(worth_showing(&lines(40)[..MOST_LINES + FEW_LINES]), 0..12);
        assert_eq!([40, 8, 15, 29].map(|marked| worth_showing(&lines(marked))), [0..10, 0..10, 14..24, 20..30]);
    }
}
