//! Lines of a given width, as a terminal counts it.

use unicode_width::UnicodeWidthStr;

/// A run of text with the style that it is shown in.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece<'a> {
    pub text: &'a str,
    pub style: anstyle::Style,
}

/// Returns the number of columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the pieces as lines of at most `columns`, broken at spaces. A word that is longer than
/// a line stands on its own.
pub fn wrap(pieces: &[Piece<'_>], columns: usize) -> Vec<String> {
    wrap_marked(pieces, columns).into_iter().map(|(line, _)| line).collect()
}

/// The same, and for each line whether anything in it has a style.
pub fn wrap_marked(pieces: &[Piece<'_>], columns: usize) -> Vec<(String, bool)> {
    let mut wrapper = Wrapper { columns, lines: Vec::new(), line: Line::default() };
    let mut word = Vec::new();
    let mut space = None;
    for piece in pieces {
        for (n, part) in piece.text.split(char::is_whitespace).enumerate() {
            if n > 0 {
                wrapper.add(&mut word, space);
                space = Some(piece.style);
            }
            if !part.is_empty() {
                word.push(Piece { text: part, style: piece.style });
            }
        }
    }
    wrapper.add(&mut word, space);
    wrapper.end_line();
    wrapper.lines
}

struct Wrapper {
    columns: usize,
    lines: Vec<(String, bool)>,
    line: Line,
}

/// A line that is being written.
#[derive(Default)]
struct Line {
    text: String,
    used: usize,
    style: anstyle::Style,
    marked: bool,
}

impl Line {
    fn push(&mut self, text: &str, style: anstyle::Style) {
        self.marked |= style != anstyle::Style::new();
        if style != self.style {
            let before = std::mem::replace(&mut self.style, style);
            self.text.push_str(&format!("{before:#}{style}"));
        }
        self.text.push_str(text);
        self.used += text.width();
    }
}

impl Wrapper {
    /// Adds a word, which may go over several pieces ("say|s" with one half marked), and the space
    /// before it.
    fn add(&mut self, word: &mut Vec<Piece<'_>>, space: Option<anstyle::Style>) {
        let Some(first) = word.first() else { return };
        let width: usize = word.iter().map(|piece| piece.text.width()).sum();
        if self.line.used > 0 {
            if self.line.used + 1 + width > self.columns && space.is_some() {
                self.end_line();
            } else if let Some(style) = space {
                // A space is marked only between two marked words.
                let marked = style == self.line.style && style == first.style;
                self.line.push(" ", if marked { style } else { anstyle::Style::new() });
            }
        }
        for piece in word.drain(..) {
            self.line.push(piece.text, piece.style);
        }
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        line.push("", anstyle::Style::new());
        self.lines.push((line.text, line.marked));
    }
}

/// Returns the text cut to `columns`, with an ellipsis where something was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if kept.width() >= columns {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}
