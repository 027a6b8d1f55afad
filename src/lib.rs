//! onrecord: a full-text search engine over news statements.
//!
//! Data flows one way, from an article to the statements made in it to an index of them. Each
//! module is one layer, and a layer imports only from the layers above it in this list:
//!
//! | layer | does |
//! | --- | --- |
//! | [`lexicon`] | parses the data files under `lexicon/`, compiled in |
//! | [`article`] | path, stream or archive to [`article::Article`] |
//! | [`text`] | article text to sentences, tokens, tags, quotation marks |
//! | [`statement`] | tagged text to content, cue and source |
//! | [`speaker`] | source mention to speaker |
//! | [`date`] | when it was said |
//! | [`topic`] | what it is about |
//! | [`record`] | the resolved statement: the wire format |
//! | [`pipeline`] | the only place that composes the language layers |
//! | [`query`] | the query language, as one value |
//! | [`index`] | the only user of tantivy |
//! | [`output`] | one file per output format |
//! | [`server`] | the page and the interface for programs |
//! | [`cli`] | the command line |

pub mod article;
pub mod cli;
pub mod date;
pub mod index;
pub mod lexicon;
pub mod output;
pub mod pipeline;
pub mod query;
pub mod record;
pub mod server;
pub mod speaker;
pub mod statement;
pub mod text;
pub mod topic;
