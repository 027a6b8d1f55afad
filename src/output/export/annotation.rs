//! <https://www.w3.org/TR/annotation-model/>: the speaker as a tag on a stretch of the article.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Export, Text};
use crate::record::Statement;

pub(super) struct Annotations;

impl Export for Annotations {
    fn needs_text(&self) -> bool {
        true
    }

    fn article(&mut self, out: &mut dyn Write, statements: &[Statement], text: Option<&str>) -> io::Result<()> {
        let text = text.map(Text::new);
        for statement in statements {
            writeln!(out, "{}", annotation(statement, text.as_ref()))?;
        }
        Ok(())
    }
}

fn annotation(statement: &Statement, text: Option<&Text<'_>>) -> Value {
    let article = &statement.article;
    let source = article.url.clone().unwrap_or_else(|| article.path.clone());
    let selectors = |span: &[usize; 2]| {
        let position = json!({ "type": "TextPositionSelector", "start": span[0], "end": span[1] });
        match text {
            None => json!([position]),
            Some(text) => {
                let (prefix, exact, suffix) = text.around(*span);
                json!([position, {
                    "type": "TextQuoteSelector",
                    "exact": exact,
                    "prefix": prefix,
                    "suffix": suffix,
                }])
            }
        }
    };
    let targets: Vec<Value> =
        statement.spans.iter().map(|span| json!({ "source": source, "selector": selectors(span) })).collect();
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "describing",
        "value": statement.text,
    })];
    if let Some(speaker) = &statement.speaker {
        bodies.push(json!({ "type": "TextualBody", "purpose": "identifying", "value": speaker.name }));
    }
    let tags = statement.topics.iter().map(String::as_str).chain([statement.act.as_str()]);
    bodies.extend(tags.map(|tag| json!({ "type": "TextualBody", "purpose": "tagging", "value": tag })));
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:onrecord:{}", statement.id),
        "type": "Annotation",
        "motivation": ["identifying", "tagging"],
        "generator": { "type": "Software", "name": "onrecord" },
        "body": bodies,
        "target": targets,
    })
}
