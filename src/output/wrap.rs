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
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut space = false;
    // A word may go over several pieces: "say|s" with one half marked.
    let mut word: Vec<(String, anstyle::Style)> = Vec::new();
    let mut word_width = 0;
    let mut end_word =
        |word: &mut Vec<(String, anstyle::Style)>, word_width: &mut usize, space: &mut bool| {
            if word.is_empty() {
                return;
            }
            if used > 0 && used + usize::from(*space) + *word_width > columns {
                lines.push(String::new());
                used = 0;
            } else if *space && used > 0 {
                if let Some(line) = lines.last_mut() {
                    line.push(' ');
                }
                used += 1;
            }
            if let Some(line) = lines.last_mut() {
                for (text, style) in word.drain(..) {
                    if style == anstyle::Style::new() {
                        line.push_str(&text);
                    } else {
                        line.push_str(&format!("{style}{text}{style:#}"));
                    }
                }
            }
            used += *word_width;
            *word_width = 0;
            *space = false;
        };
    for piece in pieces {
        for (n, part) in piece.text.split(char::is_whitespace).enumerate() {
            if n > 0 {
                end_word(&mut word, &mut word_width, &mut space);
                space = true;
            }
            if !part.is_empty() {
                word_width += part.width();
                word.push((part.to_owned(), piece.style));
            }
        }
    }
    end_word(&mut word, &mut word_width, &mut space);
    lines
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
