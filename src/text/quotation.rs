//! Quotations: what stands between quotation marks.
//!
//! Handles curly and straight double marks, « », „ “, two apostrophes, and single marks against
//! apostrophes; marks the wrong way round; a mark that is never closed; and quotations that run
//! over paragraphs, each opening with a mark of its own. A quotation never leaves its paragraph:
//! one that runs on is several, linked by [`Quotation::continues`]. Nested marks belong to the
//! outer quotation. Linear in the length of the text.

use std::ops::Range;

/// A run of text between quotation marks, inside one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// Bytes, with the marks.
    pub span: Range<usize>,
    /// Bytes, without the marks.
    pub inner: Range<usize>,
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Whether a closing mark stands at its end.
    pub closed: bool,
    /// Whether it goes on a quotation that the paragraph before left open.
    pub continues: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Guillemets,
    Single,
}

/// A character (or two) that may open or close a quotation.
#[derive(Debug, Clone)]
struct Mark {
    span: Range<usize>,
    family: Family,
    opens: bool,
    closes: bool,
    /// Closes and cannot be an apostrophe: punctuation stands before it.
    surely: bool,
}

/// Returns the quotations of `text`, in order, none inside another.
pub fn quotations(text: &str, paragraphs: &[Range<usize>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut carried = false;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let next_opens = paragraphs.get(index + 1).is_some_and(|next| opens_with_mark(&text[next.clone()]));
        carried = in_paragraph(text, paragraph.clone(), index, carried, next_opens, &mut found);
    }
    found
}

fn opens_with_mark(paragraph: &str) -> bool {
    paragraph.trim_start().starts_with(['“', '"', '„', '«', '‘'])
        || paragraph.trim_start().starts_with("''")
        || paragraph.trim_start().starts_with("``")
}

/// Appends the quotations of one paragraph; returns whether the last one runs on into the next.
fn in_paragraph(
    text: &str,
    paragraph: Range<usize>,
    index: usize,
    carried: bool,
    next_opens: bool,
    found: &mut Vec<Quotation>,
) -> bool {
    let marks = marks(text, &paragraph);
    let end = paragraph.start + text[paragraph.clone()].trim_end().len();
    let first = found.len();
    let mut at = 0;
    while at < marks.len() {
        let open = &marks[at];
        if !open.opens {
            at += 1;
            continue;
        }
        match closing(&marks, at) {
            Some(close) => {
                let mark = &marks[close];
                push(found, text, open.span.start..mark.span.end, open.span.end..mark.span.start, index, true);
                at = close + 1;
            }
            None if open.family == Family::Single => at += 1,
            None => {
                // A mark that is never closed: the quotation runs on in the next paragraph, or
                // the closing mark was forgotten and it ends where the paragraph or the last
                // sentence before the next mark does.
                let at_start = text[paragraph.start..open.span.start].trim().is_empty();
                let introduced = text[paragraph.start..open.span.start].trim_end().ends_with([':', ',']);
                let next = marks[at + 1..].iter().position(|m| m.opens && m.family == open.family);
                let stop = match next {
                    Some(step) => open.span.end + text[open.span.end..marks[at + 1 + step].span.start].trim_end().len(),
                    None => end,
                };
                let sentence = text[..stop].ends_with(['.', '!', '?', '…', ':', ',', '-', '—']);
                if (at_start || introduced || (next.is_none() && next_opens)) && sentence && stop > open.span.end {
                    push(found, text, open.span.start..stop, open.span.end..stop, index, false);
                    if next.is_none() {
                        mark_continuing(found, first, carried, text, &paragraph);
                        return next_opens;
                    }
                }
                at += 1;
            }
        }
    }
    mark_continuing(found, first, carried, text, &paragraph);
    false
}

fn push(
    found: &mut Vec<Quotation>,
    text: &str,
    span: Range<usize>,
    inner: Range<usize>,
    paragraph: usize,
    closed: bool,
) {
    let apart = found.last().is_none_or(|last| last.span.end <= span.start);
    if apart && inner.start < inner.end && !text[inner.clone()].trim().is_empty() {
        found.push(Quotation { span, inner, paragraph, closed, continues: false });
    }
}

/// Links the first quotation of a paragraph to the one that the paragraph before left open.
fn mark_continuing(found: &mut [Quotation], first: usize, carried: bool, text: &str, paragraph: &Range<usize>) {
    if let Some(quotation) = found.get_mut(first).filter(|_| carried) {
        quotation.continues = text[paragraph.start..quotation.span.start].trim().is_empty();
    }
}

/// Returns the index of the mark that closes the one at `at`.
fn closing(marks: &[Mark], at: usize) -> Option<usize> {
    let open = &marks[at];
    let mut weak = None;
    for (index, mark) in marks.iter().enumerate().skip(at + 1) {
        if mark.family != open.family {
            // A double mark outside a single quotation ends the search: "the union's "offer"".
            if open.family == Family::Single && mark.family == Family::Double && mark.opens && weak.is_some() {
                break;
            }
            continue;
        }
        if mark.closes && (mark.surely || open.family != Family::Single) {
            return Some(index);
        }
        if mark.closes && weak.is_none() {
            weak = Some(index);
        }
        if mark.opens && open.family != Family::Single {
            return None;
        }
        // Keeps the search for a single mark short: apostrophes are everywhere.
        if index > at + 64 {
            break;
        }
    }
    weak
}

/// Returns the quotation marks of a paragraph, apostrophes left out.
fn marks(text: &str, paragraph: &Range<usize>) -> Vec<Mark> {
    let slice = &text[paragraph.clone()];
    let mut marks = Vec::new();
    let mut chars = slice.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((offset, c)) = chars.next() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            before = Some(c);
            continue;
        }
        let start = paragraph.start + offset;
        let mut width = c.len_utf8();
        let paired = matches!(c, '\'' | '`' | '’') && chars.peek().is_some_and(|&(_, d)| d == c);
        if paired {
            chars.next();
            width *= 2;
        }
        let family = match c {
            '“' | '”' | '„' | '‟' | '"' | '＂' => Family::Double,
            '«' | '»' => Family::Guillemets,
            _ if paired => Family::Double,
            '‘' | '’' | '‚' | '\'' | '`' => Family::Single,
            _ => {
                before = Some(c);
                continue;
            }
        };
        let after = slice[offset + width..].chars().next();
        let left = before.is_none_or(|b| {
            b.is_whitespace()
                || matches!(b, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '…' | '“' | '"' | '‘' | ':' | ',')
        });
        let right = after
            .is_none_or(|a| a.is_whitespace() || (!a.is_alphanumeric() && !matches!(a, '$' | '£' | '€' | '[' | '(')));
        let touches_next = after.is_some_and(|a| !a.is_whitespace());
        let touches_last = before.is_some_and(|b| !b.is_whitespace());
        let (opens, closes) = match c {
            '„' => (true, false),
            '“' => (left || !right, !left && right),
            '”' => (left && touches_next && !right, touches_last || !touches_next),
            '«' => (true, false),
            '»' => (false, true),
            '‘' | '‚' => (left && touches_next, false),
            _ if family == Family::Single => (left && c != '’' && touches_next && !right, touches_last && right),
            '`' => (true, false),
            // Straight marks and two apostrophes: the side that touches the word decides.
            _ => (left && touches_next, !touches_next || (touches_last && (!left || right))),
        };
        // "the '90s": an apostrophe in front of a number.
        let digits = family == Family::Single && after.is_some_and(|a| a.is_ascii_digit());
        let surely = closes && before.is_some_and(|b| matches!(b, '.' | ',' | '!' | '?' | '…' | ';'));
        // "the workers' union": a plural's apostrophe is no closing mark unless nothing else is.
        let plural = family == Family::Single && before == Some('s') && after.is_some_and(char::is_whitespace);
        if (opens && !digits) || closes {
            marks.push(Mark {
                span: start..start + width,
                family,
                opens: opens && !digits,
                closes: closes && !(plural && !surely && lower_follows(&slice[offset + width..])),
                surely,
            });
        }
        before = Some(c);
    }
    marks
}

fn lower_follows(rest: &str) -> bool {
    rest.trim_start().chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut at = 0;
        let paragraphs: Vec<_> = text
            .split('\n')
            .map(|line| {
                let start = at;
                at += line.len() + 1;
                start..start + line.len()
            })
            .collect();
        quotations(text, &paragraphs)
            .into_iter()
            .map(|q| {
                format!("{}{}{}", if q.continues { "+" } else { "" }, &text[q.span], if q.closed { "" } else { "…" })
            })
            .collect()
    }

    #[test]
    fn every_kind_of_mark() {
        assert_eq!(
            found("He said “yes” and \"no\" and «maybe» and „later“."),
            ["“yes”", "\"no\"", "«maybe»", "„later“"]
        );
        assert_eq!(found("The plan is ''a mistake,'' he said."), ["''a mistake,''"]);
        assert_eq!(found("‘We can’t go,’ she said. ‘It’s late.’"), ["‘We can’t go,’", "‘It’s late.’"]);
        assert_eq!(found("'We don't know the workers' names,' she said."), ["'We don't know the workers' names,'"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert!(found("The workers' union can't say it's Jones's, in the '90s or '80s.").is_empty());
        assert!(found("Rock ’n’ roll isn’t the boys’ game").is_empty());
    }

    #[test]
    fn nested_marks_belong_to_the_outer_quotation() {
        assert_eq!(found("“She said ‘never’ to me,” he said."), ["“She said ‘never’ to me,”"]);
        assert_eq!(
            found("\"The theme 'Equal for All' is ours\", Garg said."),
            ["\"The theme 'Equal for All' is ours\""]
        );
    }

    #[test]
    fn a_quotation_over_paragraphs_is_linked() {
        assert_eq!(
            found("“First part.\n“Second part.”\nHe left. “New.”"),
            ["“First part.…", "+“Second part.”", "“New.”"]
        );
    }

    #[test]
    fn a_forgotten_closing_mark_ends_with_the_paragraph() {
        assert_eq!(found("He said: “It is over.\nNobody moved."), ["“It is over.…"]);
        assert!(found("A 6\" pipe and a 5\" one").is_empty());
    }

    #[test]
    fn marks_the_wrong_way_round() {
        assert_eq!(found("”Mr. Trump embodies it.”"), ["”Mr. Trump embodies it.”"]);
    }
}
