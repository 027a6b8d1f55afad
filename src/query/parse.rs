//! The grammar.
//!
//! ```text
//! any    = all ("OR" all)*
//! all    = one (["AND"] one)*
//! one    = ("-" | "NOT") one | "(" any ")" | [field ":"] value
//! value  = "(" any ")" | ["="] phrase ["~" places] | ["="] word | word "*" | word "~" [letters]
//! phrase = "\"" words ["*"] "\""
//! ```

use std::ops::Range;

use jiff::civil::Date;

use super::error::QueryError;
use super::expr::{Expr, Pattern};
use super::field::{FIELDS, Field, FlagField, KeyField, TextField};
use super::lex::{self, Kind, Token};
use super::period::Period;
use super::suggest::nearest;

/// How deep brackets and exclusions may stand in each other: more is no question that a person
/// asks, and a limit keeps the stack safe.
const DEPTH: usize = 60;

/// Parses what was typed; an empty query asks for everything. Relative dates count back from
/// `today`.
pub fn parse(input: &str, today: Date) -> Result<Expr, QueryError> {
    let tokens = lex::tokens(input)?;
    if tokens.is_empty() {
        return Ok(Expr::All);
    }
    let mut parser = Parser { input, tokens, at: 0, today, depth: 0 };
    let expr = parser.any(None)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => {
            let span = token.span.clone();
            Err(parser.error(span, "this bracket was never opened"))
        }
    }
}

/// Returns the filter that a flag or parameter asks for: `filter("speaker", "von der Leyen", ..)`.
///
/// The value is taken as it is, without the query language's quotation marks; a name may end in
/// `*` or `~` and begin with `=`. `since`, `until` and `on` are known beside the fields.
pub fn filter(name: &str, value: &str, today: Date) -> Result<Expr, QueryError> {
    let whole = 0..value.len();
    let date = |period: Result<Period, (String, Option<String>)>| match period {
        Ok(period) => Ok(Expr::When { field: super::DateField::Said, period }),
        Err(problem) => Err(date_error(value, whole.clone(), problem)),
    };
    match name {
        "since" => return date(Period::since(value, today)),
        "until" => return date(Period::until(value, today)),
        "on" => return date(Period::on(value, today)),
        _ => {}
    }
    let field = field_named(name, value, whole.clone())?;
    let Field::Text(text_field) = field else {
        return leaf(field, value.trim(), value, whole, today);
    };
    let clean = value.replace(['"', '“', '”', '„', '«', '»', '(', ')'], " ");
    let (exact, words) = match clean.trim().strip_prefix('=') {
        Some(rest) => (true, rest.trim()),
        None => (false, clean.trim()),
    };
    let pattern = if super::expr::is_plain(words) && !exact
        || words.ends_with(['*', '~']) && !words.contains(char::is_whitespace)
    {
        pattern(words, value, whole)?
    } else {
        phrase(words, 0, exact, value, whole)?
    };
    Ok(Expr::Match { field: text_field, pattern })
}

struct Parser<'a> {
    input: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    today: Date,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    fn error(&self, span: Range<usize>, message: &str) -> QueryError {
        QueryError::new(self.input, span, message)
    }

    /// The place behind the last token.
    fn end(&self) -> Range<usize> {
        let end = self.tokens.last().map_or(0, |token| token.span.end);
        end..end
    }

    fn any(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let mut parts = vec![self.all(field)?];
        while self.peek().is_some_and(|token| token.kind == Kind::Or) {
            self.at += 1;
            parts.push(self.all(field)?);
        }
        Ok(Expr::or(parts))
    }

    fn all(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let mut parts = vec![self.one(field)?];
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Or | Kind::Close => break,
                Kind::And => self.at += 1,
                _ => {}
            }
            parts.push(self.one(field)?);
        }
        Ok(Expr::and(parts))
    }

    fn one(&mut self, field: Option<Field>) -> Result<Expr, QueryError> {
        let Some(token) = self.peek().cloned() else {
            let message = "something is missing at the end";
            return Err(self.error(self.end(), message).hint("a word, a phrase or a filter"));
        };
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error(token.span, "the brackets stand too deep in each other"));
        }
        let expr = match token.kind {
            Kind::Minus | Kind::Not => Expr::Not(Box::new(self.one(field)?)),
            Kind::Open => self.group(field, token.span)?,
            Kind::Field(name) if field.is_none() => self.field_value(name, token.span)?,
            Kind::Field(_) => {
                return Err(self.error(token.span, "a field inside the value of another field"));
            }
            Kind::Or | Kind::And => {
                let message = format!("'{}' needs something on both sides", &self.input[token.span.clone()]);
                return Err(self
                    .error(token.span, &message)
                    .hint("to search for the word itself, put it in quotation marks"));
            }
            Kind::Close => {
                let message = "nothing to search for before this bracket";
                return Err(self.error(token.span, message));
            }
            Kind::Equals | Kind::Quoted(_) | Kind::Bare(_) => {
                self.at -= 1;
                self.value(field.unwrap_or(Field::Text(TextField::Any)))?
            }
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn group(&mut self, field: Option<Field>, open: Range<usize>) -> Result<Expr, QueryError> {
        let expr = self.any(field)?;
        match self.peek() {
            Some(token) if token.kind == Kind::Close => {
                self.at += 1;
                Ok(expr)
            }
            _ => Err(self.error(open, "this bracket is not closed")),
        }
    }

    fn field_value(&mut self, name: &str, span: Range<usize>) -> Result<Expr, QueryError> {
        let field = field_named(name, self.input, span.start..span.end - 1)?;
        match self.peek() {
            Some(token) if token.glued => match token.kind {
                Kind::Open => {
                    let open = token.span.clone();
                    self.at += 1;
                    self.group(Some(field), open)
                }
                Kind::Equals | Kind::Quoted(_) | Kind::Bare(_) => self.value(field),
                _ => {
                    let span = token.span.clone();
                    Err(self
                        .error(span, &format!("'{name}:' cannot be followed by this"))
                        .hint(format!("to exclude it, write '-{name}:...'")))
                }
            },
            _ => Err(self
                .error(span, &format!("'{name}:' needs a value"))
                .hint(format!("write it right behind the colon: {name}:{}", example(field)))),
        }
    }

    /// A word or phrase with what belongs to it.
    fn value(&mut self, field: Field) -> Result<Expr, QueryError> {
        let Some(first) = self.peek().cloned() else {
            return Err(self.error(self.end(), "a value is missing"));
        };
        self.at += 1;
        let (text, exact, quotes) = match first.kind {
            Kind::Quoted(text) => (text, false, first.span),
            Kind::Equals => match self.peek().cloned() {
                Some(Token { kind: Kind::Quoted(text), span, .. }) => {
                    self.at += 1;
                    (text, true, first.span.start..span.end)
                }
                _ => return Err(self.error(first.span, "'=' needs a phrase behind it")),
            },
            Kind::Bare(word) => {
                let Field::Text(text_field) = field else {
                    return leaf(field, word, self.input, first.span, self.today);
                };
                let pattern = pattern(word, self.input, first.span)?;
                return Ok(Expr::Match { field: text_field, pattern });
            }
            _ => return Err(self.error(first.span, "a value is missing")),
        };
        let Field::Text(text_field) = field else {
            return leaf(field, text.trim(), self.input, quotes, self.today);
        };
        let mut slop = 0;
        if let Some(Token { kind: Kind::Bare(tail), glued: true, span }) = self.peek().cloned()
            && let Some(places) = tail.strip_prefix('~')
        {
            self.at += 1;
            slop = places.parse().ok().filter(|places| *places <= 100).ok_or_else(|| {
                self.error(span, "'~' behind a phrase needs the number of places between its words")
                    .hint("for example \"aid ukraine\"~3")
            })?;
        }
        let pattern = phrase(text, slop, exact, self.input, quotes)?;
        Ok(Expr::Match { field: text_field, pattern })
    }
}

fn field_named(name: &str, input: &str, span: Range<usize>) -> Result<Field, QueryError> {
    Field::named(name).ok_or_else(|| {
        let error = QueryError::new(input, span, format!("there is no field '{name}'"));
        match nearest(name, FIELDS.iter().map(|&(name, _)| name)) {
            Some(known) => error.hint(format!("did you mean '{known}:'?")),
            None => error.hint(format!(
                "the fields are {}; to search for the words themselves, put them in quotation marks",
                FIELDS.map(|(name, _)| name).join(", ")
            )),
        }
    })
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Text(_) => "\"two words\"",
        Field::Key(KeyField::Kind) => "direct",
        Field::Key(_) => "value",
        Field::Date(_) => "2025-11",
        Field::Flag(_) => "yes",
    }
}

fn phrase(text: &str, slop: u32, exact: bool, input: &str, span: Range<usize>) -> Result<Pattern, QueryError> {
    if !text.contains(char::is_alphanumeric) {
        return Err(nothing_to_search(input, span));
    }
    // A mark of another kind may stand between «these».
    let text = text.replace('"', " ").trim().to_owned();
    let (stem, begins) = text.strip_suffix('*').map_or((text.as_str(), false), |stem| (stem, true));
    no_star(stem, input, &span)?;
    match begins {
        // "oil pric*"
        true if slop == 0 && !exact => Ok(Pattern::Prefix { text: stem.to_owned() }),
        true => Err(QueryError::new(input, span, "'*' goes with neither '~' nor '='")
            .hint("search for the words with it and the others one by one: aid ukrain*")),
        false => Ok(Pattern::Phrase { text, slop, exact }),
    }
}

/// A bare word with its marks.
fn pattern(word: &str, input: &str, span: Range<usize>) -> Result<Pattern, QueryError> {
    if !word.contains(char::is_alphanumeric) {
        return Err(nothing_to_search(input, span));
    }
    let exact = word.starts_with('=');
    let text = word.trim_start_matches('=');
    if let Some(stem) = text.strip_suffix('*').filter(|_| !exact) {
        no_star(stem, input, &span)?;
        return Ok(Pattern::Prefix { text: stem.to_owned() });
    }
    no_star(text, input, &span)?;
    if let Some((stem, letters)) = text.rsplit_once('~').filter(|_| !exact) {
        let distance = match letters {
            "" => None,
            "1" => Some(1),
            "2" => Some(2),
            _ => {
                return Err(QueryError::new(input, span, "'~' is followed by 1 or 2 at the end of a word")
                    .hint("the number of letters that may differ: zelensky~1"));
            }
        };
        if stem.contains('~') || !stem.contains(char::is_alphanumeric) {
            return Err(QueryError::new(input, span, "'~' stands at the end of a word, once"));
        }
        return Ok(Pattern::Fuzzy { text: stem.to_owned(), distance });
    }
    Ok(Pattern::Word { text: text.to_owned(), exact })
}

fn no_star(text: &str, input: &str, span: &Range<usize>) -> Result<(), QueryError> {
    match text.find('*') {
        Some(_) => Err(QueryError::new(input, span.clone(), "'*' is only understood at the end of a word or phrase")
            .hint("for example infla* or \"oil pric*\"")),
        None => Ok(()),
    }
}

fn nothing_to_search(input: &str, span: Range<usize>) -> QueryError {
    QueryError::new(input, span, "nothing to search for here").hint("words are made of letters and digits")
}

/// A filter of one whole value.
fn leaf(field: Field, value: &str, input: &str, span: Range<usize>, today: Date) -> Result<Expr, QueryError> {
    match field {
        Field::Key(field) => key(field, value, input, span),
        Field::Date(field) => match Period::parse(value, today) {
            Ok(period) => Ok(Expr::When { field, period }),
            Err(problem) => Err(date_error(input, span, problem)),
        },
        Field::Flag(field) => flag(field, value, input, span),
        // A word field's values are patterns, made by the callers.
        Field::Text(field) => Ok(Expr::Match { field, pattern: phrase(value, 0, false, input, span)? }),
    }
}

fn key(field: KeyField, value: &str, input: &str, span: Range<usize>) -> Result<Expr, QueryError> {
    let value = value.replace('"', "").trim().to_owned();
    if value.is_empty() {
        return Err(nothing_to_search(input, span));
    }
    if field == KeyField::Kind {
        let kinds = crate::record::Kind::ALL.map(crate::record::Kind::as_str);
        let lower = value.to_lowercase();
        return match kinds.iter().find(|&&kind| kind == lower) {
            Some(kind) => Ok(Expr::Is { field, value: (*kind).to_owned() }),
            None => Err(QueryError::new(input, span, format!("there is no kind '{value}'"))
                .hint(format!("the kinds are {}", kinds.join(", ")))),
        };
    }
    Ok(Expr::Is { field, value })
}

fn flag(field: FlagField, value: &str, input: &str, span: Range<usize>) -> Result<Expr, QueryError> {
    let wanted = match value.to_lowercase().as_str() {
        "yes" | "true" | "only" => Some(true),
        "no" | "false" => Some(false),
        "any" | "both" => None,
        _ => {
            return Err(QueryError::new(input, span, format!("'{value}' is none of yes, no, any")));
        }
    };
    Ok(Expr::Flag { field, wanted })
}

fn date_error(input: &str, span: Range<usize>, problem: (String, Option<String>)) -> QueryError {
    let (message, hint) = problem;
    QueryError { hint, ..QueryError::new(input, span, message) }
}
