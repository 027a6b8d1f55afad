//! Sentences with whole quotations as one unit, made from sentences with reported clauses:
//! "He said it is late." gives "⟨quotation⟩, he said.", "He said: ⟨quotation⟩", "⟨quotation⟩,
//! said Mr Roe.", "⟨quotation⟩, he said, ⟨quotation⟩".

use onrecord::lexicon::{self, WordClass};
use onrecord::statement::passage::QUOTATION;
use onrecord::text::{Relation, Tag, lemma};

use crate::treebank::{Sentence, Word, is_projective};

/// Returns the sentences made from `sentences`.
pub fn augment(sentences: &[Sentence]) -> Vec<Sentence> {
    sentences
        .iter()
        .enumerate()
        .flat_map(|(number, sentence)| variants(sentence, number))
        .filter(is_projective)
        .collect()
}

fn word(form: &str, tag: Tag, head: Option<usize>, relation: Relation) -> Word {
    Word { form: form.to_owned(), tag, head, relation, space: true }
}

fn variants(sentence: &Sentence, number: usize) -> Vec<Sentence> {
    let mut found = Vec::new();
    for verb in 0..sentence.len() {
        let speech = sentence[verb].tag.is_verb()
            && sentence[verb].relation == Relation::Root
            && lexicon::act(WordClass::Verb, &lemma(&lexicon::lower(&sentence[verb].form), sentence[verb].tag))
                .is_some();
        let Some(clause) =
            (0..sentence.len()).find(|&w| sentence[w].head == Some(verb) && sentence[w].relation == Relation::Ccomp)
        else {
            continue;
        };
        let Some(subject) =
            (0..verb).find(|&w| sentence[w].head == Some(verb) && sentence[w].relation == Relation::Nsubj)
        else {
            continue;
        };
        if !speech {
            continue;
        }
        let members = |of: usize| -> Vec<usize> { (0..sentence.len()).filter(|&w| under(sentence, w, of)).collect() };
        let said = members(clause);
        // What remains without the clause and without marks: subject, verb, addressee, time.
        let rest: Vec<usize> = (0..sentence.len())
            .filter(|w| {
                !(said.contains(w) || sentence[*w].relation == Relation::Punct && sentence[*w].head == Some(verb))
            })
            .collect();
        if rest.len() > 14 {
            continue;
        }
        let names = members(subject);
        found.push(built(sentence, verb, &rest, &["Q", ",", "rest", "."]));
        found.push(built(sentence, verb, &rest, &["rest", if number.is_multiple_of(2) { "," } else { ":" }, "Q"]));
        if number.is_multiple_of(3) {
            found.push(built(sentence, verb, &rest, &["Q", ",", "rest", ",", "Q"]));
        }
        if number % 3 == 1 {
            found.push(built(sentence, verb, &rest, &["Q", "rest", "."]));
        }
        // "⟨quotation⟩, said Mr Roe": the verb before its subject.
        if names.len() > 1 || sentence[subject].tag.is_name() {
            let mut inverted: Vec<usize> = rest.iter().copied().filter(|w| !names.contains(w) && *w <= verb).collect();
            inverted.extend(&names);
            inverted.extend(rest.iter().copied().filter(|w| !names.contains(w) && *w > verb));
            found.push(built(sentence, verb, &inverted, &["Q", ",", "rest", "."]));
        }
    }
    found
}

/// Builds a sentence from quotation units, marks and the words `rest` of `sentence`.
fn built(sentence: &Sentence, verb: usize, rest: &[usize], plan: &[&str]) -> Sentence {
    let mut order: Vec<Option<usize>> = Vec::new();
    let mut parts: Vec<&str> = Vec::new();
    for part in plan {
        if *part == "rest" {
            for &w in rest {
                order.push(Some(w));
                parts.push("");
            }
        } else {
            order.push(None);
            parts.push(part);
        }
    }
    let place = |old: usize| order.iter().position(|o| *o == Some(old));
    let main = place(verb);
    order
        .iter()
        .zip(&parts)
        .map(|(old, part)| match old {
            Some(old) => {
                let source = &sentence[*old];
                Word { head: source.head.and_then(place), ..source.clone() }
            }
            None => match *part {
                "Q" => word(QUOTATION, Tag::Nn, main, Relation::Ccomp),
                "," => word(",", Tag::Comma, main, Relation::Punct),
                ":" => word(":", Tag::Colon, main, Relation::Punct),
                _ => word(".", Tag::Stop, main, Relation::Punct),
            },
        })
        .collect()
}

fn under(words: &Sentence, mut word: usize, of: usize) -> bool {
    for _ in 0..words.len() {
        if word == of {
            return true;
        }
        match words[word].head {
            Some(head) => word = head,
            None => return false,
        }
    }
    false
}
