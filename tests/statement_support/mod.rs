//! What holds for the statements of any article.

use onrecord::record::Statement;

/// Checks that spans lie in the text, in order, and that cue and source stand where they say; `name`
/// tells which text it is.
pub fn check(name: &str, text: &str, statements: &[Statement]) {
    let points: Vec<char> = text.chars().collect();
    let slice = |span: [usize; 2]| points[span[0]..span[1]].iter().collect::<String>();
    for statement in statements {
        assert!(!statement.spans.is_empty(), "{name}: a statement without content");
        let mut end = 0;
        for span in &statement.spans {
            let fits = end <= span[0] && span[0] < span[1] && span[1] <= points.len();
            assert!(fits, "{name}: {:?}", statement.spans);
            end = span[1];
        }
        if let Some(cue) = &statement.cue {
            assert_eq!(slice(cue.span), cue.text, "{name}");
        }
        if let Some(source) = &statement.source {
            assert_eq!(slice(source.span), source.text, "{name}");
        }
        assert!((0.0..=1.0).contains(&statement.confidence), "{name}");
    }
}
