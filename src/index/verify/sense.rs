//! Small changes that turn the sense of a quotation: a negation, a number.

use super::align::{Difference, DifferenceKind};
use crate::lexicon;

/// Returns what such changes there are, as reasons.
pub(super) fn turned(differences: &[Difference]) -> Vec<String> {
    let mut reasons = Vec::new();
    let (said, quoted) = (words(differences, DifferenceKind::Missing), words(differences, DifferenceKind::Added));
    let negations = |words: &[String]| words.iter().filter(|word| negates(word)).count();
    // "We will not close the port" quoted as "We will close the port".
    match negations(&quoted).cmp(&negations(&said)) {
        std::cmp::Ordering::Less => reasons.push("a negation was left out, which may turn the sense".to_owned()),
        std::cmp::Ordering::Greater => reasons.push("a negation was added, which may turn the sense".to_owned()),
        std::cmp::Ordering::Equal => {}
    }
    // "It cost 30 million" quoted as "It cost 80 million".
    let numbers = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).cloned().collect()
    };
    let (said, quoted) = (numbers(&said), numbers(&quoted));
    if !said.is_empty() && !quoted.is_empty() {
        reasons.push(format!("a number was changed: {} for {}", quoted.join(", "), said.join(", ")));
    }
    reasons
}

fn words(differences: &[Difference], kind: DifferenceKind) -> Vec<String> {
    let texts = differences.iter().filter(|difference| difference.kind == kind).map(|difference| &difference.text);
    let words = texts.flat_map(|text| text.split_whitespace());
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect()
}

/// "not", "never", "won't"
fn negates(word: &str) -> bool {
    lexicon::is_one_of("negator", word) || word.ends_with("n't") || word.ends_with("n’t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(differences: &[(DifferenceKind, &str)]) -> Vec<String> {
        let differences = differences.iter().map(|(kind, text)| Difference { kind: *kind, text: (*text).to_owned() });
        turned(&differences.collect::<Vec<_>>())
    }

    #[test]
    fn a_negation_and_a_number_are_told() {
        let left_out = reasons(&[(DifferenceKind::Same, "We will"), (DifferenceKind::Missing, "never")]);
        assert_eq!(left_out, ["a negation was left out, which may turn the sense"]);
        let added = reasons(&[(DifferenceKind::Missing, "will"), (DifferenceKind::Added, "won’t,")]);
        assert_eq!(added, ["a negation was added, which may turn the sense"]);
        assert!(reasons(&[(DifferenceKind::Missing, "cannot"), (DifferenceKind::Added, "can not")]).is_empty());
        let number = reasons(&[(DifferenceKind::Missing, "30 million"), (DifferenceKind::Added, "80")]);
        assert_eq!(number, ["a number was changed: 80 for 30"]);
    }
}
