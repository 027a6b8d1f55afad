//! An article with all its statements marked.

use serde::Serialize;

use crate::record::Statement;

/// A stretch of a paragraph, and the statement that it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    pub text: String,
    pub statement: Option<String>,
    /// Who says it, for whoever rests on it.
    pub by: Option<String>,
    pub chosen: bool,
    /// Whether the chosen statement begins here.
    pub begins: bool,
}

/// Returns the paragraphs of an article. Where statements lie in each other, the chosen one is
/// marked, else the inner one.
pub fn paragraphs(text: &str, statements: &[Statement], chosen: &str) -> Vec<Vec<Stretch>> {
    let characters: Vec<char> = text.chars().collect();
    let mut owner: Vec<Option<usize>> = vec![None; characters.len()];
    let length = |at: &usize| statements[*at].spans.iter().map(|[from, to]| to.saturating_sub(*from)).sum::<usize>();
    let mut order: Vec<usize> = (0..statements.len()).collect();
    // Later ones are painted over earlier ones.
    order.sort_by_key(|at| (statements[*at].id == chosen, std::cmp::Reverse(length(at))));
    for at in order {
        for &[from, to] in &statements[at].spans {
            let end = to.min(owner.len());
            owner[from.min(end)..end].fill(Some(at));
        }
    }
    let mut paragraphs = Vec::new();
    let mut begun = false;
    let mut at = 0;
    for line in characters.split(|c| *c == '\n') {
        let owners = &owner[at..at + line.len()];
        at += line.len() + 1;
        if line.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut start = 0;
        for part in owners.chunk_by(|a, b| a == b) {
            let statement = part[0].map(|at| &statements[at]);
            let is_chosen = statement.is_some_and(|statement| statement.id == chosen);
            stretches.push(Stretch {
                text: line[start..start + part.len()].iter().collect(),
                statement: statement.map(|statement| statement.id.clone()),
                by: statement.and_then(|statement| statement.speaker.as_ref()).map(|speaker| speaker.name.clone()),
                chosen: is_chosen,
                begins: is_chosen && !begun,
            });
            begun |= is_chosen;
            start += part.len();
        }
        paragraphs.push(stretches);
    }
    paragraphs
}
