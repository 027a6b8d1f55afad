//! What went wrong with a request, as a page or as JSON, in the words of the command line.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::index::IndexError;
use crate::query::{AskedError, nearest};

/// An error that is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub status: StatusCode,
    pub message: String,
    /// What was probably meant, or what to do.
    pub hint: Option<String>,
    /// The parameter that it is about.
    pub parameter: Option<String>,
    /// What was typed there, and the place in it, `[start, end)` in code points.
    pub place: Option<(String, [usize; 2])>,
}

impl Problem {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Problem {
        Problem { status, message: message.into(), hint: None, parameter: None, place: None }
    }

    /// A parameter that cannot be understood.
    pub fn parameter(name: &str, message: impl Into<String>) -> Problem {
        Problem { parameter: Some(name.to_owned()), ..Problem::new(StatusCode::BAD_REQUEST, message) }
    }

    /// A parameter that does not exist.
    pub fn unknown<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
        let hint = nearest(name, known).map(|meant| format!("did you mean {meant}?"));
        Problem { hint, ..Problem::parameter(name, format!("unknown parameter '{name}'")) }
    }

    pub fn missing(message: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, message)
    }

    /// Returns it as the API answers it.
    pub fn json(&self) -> Value {
        let place = self.place.as_ref();
        json!({
            "error": {
                "message": self.message,
                "hint": self.hint,
                "parameter": self.parameter,
                "input": place.map(|(input, _)| input),
                "span": place.map(|(_, span)| span),
            }
        })
    }
}

impl From<AskedError> for Problem {
    fn from(asked: AskedError) -> Problem {
        let AskedError { filter, error } = asked;
        let points = |to: usize| error.input.get(..to).map_or(0, |before| before.chars().count());
        let span = [points(error.span.start), points(error.span.end)];
        Problem {
            status: StatusCode::BAD_REQUEST,
            message: error.message,
            hint: error.hint,
            parameter: Some(filter.unwrap_or("q").to_owned()),
            place: Some((error.input, span)),
        }
    }
}

/// What failed in the index is told to whoever runs the server; a reader learns no paths.
impl From<IndexError> for Problem {
    fn from(error: IndexError) -> Problem {
        eprintln!("onrecord: {error}");
        let message = "the index cannot be read; whoever runs this server sees why";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}
