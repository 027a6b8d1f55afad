//! The fields of a statement's document.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::words::{PLAIN, STEMMED};

/// The schema's fields by name.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The statement, its context and the article's title: words in any inflection, and as they
    /// stand.
    pub text: Field,
    pub text_plain: Field,
    pub context: Field,
    pub context_plain: Field,
    pub title: Field,
    pub title_plain: Field,
    pub speaker: Field,
    pub role: Field,
    pub role_plain: Field,
    pub mentions: Field,
    pub outlet: Field,
    /// Whole values.
    pub outlet_key: Field,
    pub topic_key: Field,
    pub act_key: Field,
    pub kind_key: Field,
    pub flag: Field,
    pub id: Field,
    pub article: Field,
    /// Whole values, also as columns: who speaks, as name, kind and role; and whom it names.
    pub voice: Field,
    pub mention: Field,
    /// Columns of whole values, to count by.
    pub outlet_name: Field,
    pub topic_name: Field,
    pub act_name: Field,
    pub kind_name: Field,
    pub article_name: Field,
    /// Days since 1970-01-01.
    pub said_first: Field,
    pub said_last: Field,
    pub published: Field,
    /// Orders statements that are otherwise equal: the beginning of the id.
    pub tie: Field,
    /// The same for statements with the same words.
    pub fingerprint: Field,
    /// What tells articles that are nearly the same, in the document of its first statement.
    pub sketch: Field,
    /// The record as JSON.
    pub record: Field,
    /// The article's text, in the document of its first statement.
    pub article_text: Field,
}

/// The names of the columns that are read by name.
pub(super) mod column {
    pub const VOICE: &str = "voice";
    pub const MENTION: &str = "mention";
    pub const OUTLET: &str = "outlet_name";
    pub const TOPIC: &str = "topic_name";
    pub const ACT: &str = "act_name";
    pub const KIND: &str = "kind_name";
    pub const ARTICLE: &str = "article_name";
    pub const SAID_FIRST: &str = "said_first";
    pub const SAID_LAST: &str = "said_last";
    pub const PUBLISHED: &str = "published";
    pub const TIE: &str = "tie";
    pub const FINGERPRINT: &str = "fingerprint";
    pub const SKETCH: &str = "sketch";
}

/// Returns the schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let s = &mut schema;
    let fields = Fields {
        text: words(s, "text", STEMMED),
        text_plain: words(s, "text_plain", PLAIN),
        context: words(s, "context", STEMMED),
        context_plain: words(s, "context_plain", PLAIN),
        title: words(s, "title", STEMMED),
        title_plain: words(s, "title_plain", PLAIN),
        speaker: words(s, "speaker", PLAIN),
        role: words(s, "role", STEMMED),
        role_plain: words(s, "role_plain", PLAIN),
        mentions: words(s, "mentions", PLAIN),
        outlet: words(s, "outlet", PLAIN),
        outlet_key: key(s, "outlet_key"),
        topic_key: key(s, "topic_key"),
        act_key: key(s, "act_key"),
        kind_key: key(s, "kind_key"),
        flag: key(s, "flag"),
        id: key(s, "id"),
        article: key(s, "article"),
        voice: counted_key(s, column::VOICE),
        mention: counted_key(s, column::MENTION),
        outlet_name: name(s, column::OUTLET),
        topic_name: name(s, column::TOPIC),
        act_name: name(s, column::ACT),
        kind_name: name(s, column::KIND),
        article_name: name(s, column::ARTICLE),
        said_first: s.add_i64_field(column::SAID_FIRST, FAST | INDEXED),
        said_last: s.add_i64_field(column::SAID_LAST, FAST | INDEXED),
        published: s.add_i64_field(column::PUBLISHED, FAST | INDEXED),
        tie: s.add_u64_field(column::TIE, FAST),
        fingerprint: s.add_u64_field(column::FINGERPRINT, FAST),
        sketch: s.add_u64_field(column::SKETCH, FAST),
        record: s.add_text_field("record", STORED),
        article_text: s.add_text_field("article_text", STORED),
    };
    (schema.build(), fields)
}

/// A field of words with their positions.
fn words(schema: &mut SchemaBuilder, name: &str, tokenizer: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// A field of whole values to filter by.
fn key(schema: &mut SchemaBuilder, name: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// A field of whole values to filter and to count by.
fn counted_key(schema: &mut SchemaBuilder, name: &str) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing).set_fast("raw"))
}

/// A column of whole values to count by.
fn name(schema: &mut SchemaBuilder, name: &str) -> Field {
    schema.add_text_field(name, TextOptions::default().set_fast("raw"))
}
