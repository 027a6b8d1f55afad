//! Dates: when a statement was said. Never reads the clock.
// STUB
use crate::{article::Published, record::SaidOn, statement::Attribution, text::Document};
pub fn said_on(_d: &Document, _p: Option<&Published>, a: &[Attribution]) -> Vec<Option<SaidOn>> {
    a.iter().map(|_| None).collect()
}
