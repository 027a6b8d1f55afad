//! Treebanks in CoNLL-U, with hyphenated words joined and speech verbs made heads.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use anyhow::Context;
use onrecord::lexicon::{self, WordClass};
use onrecord::text::{Relation, Tag, lemma};

/// A word of a treebank sentence.
#[derive(Debug, Clone)]
pub struct Word {
    pub form: String,
    pub tag: Tag,
    /// Index of the head; `None` for the root.
    pub head: Option<usize>,
    pub relation: Relation,
    /// Whether white space follows.
    pub space: bool,
}

pub type Sentence = Vec<Word>;

/// Returns the sentences of all files.
pub fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for path in paths {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let reader: Box<dyn Read> = match path.extension() {
            Some(extension) if extension == "gz" => Box::new(flate2::read::MultiGzDecoder::new(file)),
            _ => Box::new(file),
        };
        let mut words: Sentence = Vec::new();
        for line in BufReader::new(reader).lines() {
            let line = line?;
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() == 10 && fields[0].parse::<usize>().is_ok() {
                words.push(Word {
                    form: fields[1].to_owned(),
                    tag: Tag::from_penn(fields[4]).unwrap_or(Tag::Nn),
                    head: fields[6].parse::<usize>().ok().and_then(|h| h.checked_sub(1)),
                    relation: Relation::from_label(fields[7]).unwrap_or(Relation::Dep),
                    space: !fields[9].contains("SpaceAfter=No"),
                });
            } else if line.is_empty() && !words.is_empty() {
                let mut sentence = join_hyphens(std::mem::take(&mut words));
                raise_speech(&mut sentence);
                sentences.push(sentence);
            }
        }
    }
    Ok(sentences)
}

/// "well" "-" "known" becomes "well-known", as the program's own tokens are.
fn join_hyphens(words: Sentence) -> Sentence {
    let mut group = vec![0; words.len()];
    let mut count = 0;
    for at in 0..words.len() {
        let joined = at > 0
            && !words[at - 1].space
            && (words[at].form == "-" && words[at].tag == Tag::Hyph
                || words[at - 1].form == "-" && words[at - 1].tag == Tag::Hyph && at > 1 && !words[at - 2].space);
        if !joined {
            count += 1;
        }
        group[at] = count - 1;
    }
    let mut out: Sentence = Vec::with_capacity(count);
    for number in 0..count {
        let members: Vec<usize> = (0..words.len()).filter(|&i| group[i] == number).collect();
        // The member whose head lies outside carries tag and relation.
        let carrier = members
            .iter()
            .copied()
            .rfind(|&i| words[i].head.is_none_or(|h| group[h] != number) && words[i].tag != Tag::Hyph)
            .unwrap_or(members[0]);
        let last = members[members.len() - 1];
        out.push(Word {
            form: members.iter().map(|&i| words[i].form.as_str()).collect(),
            tag: words[carrier].tag,
            head: words[carrier].head.map(|h| group[h]).filter(|&h| h != number),
            relation: words[carrier].relation,
            space: words[last].space,
        });
    }
    out
}

/// "It is late, he said": the verb of speech becomes the head and what was said its complement,
/// wherever the tree stays projective. One convention for all reported speech.
fn raise_speech(words: &mut Sentence) {
    for verb in 0..words.len() {
        let speech = words[verb].tag.is_verb()
            && lexicon::act(WordClass::Verb, &lemma(&lexicon::lower(&words[verb].form), words[verb].tag)).is_some();
        let Some(head) = words[verb].head else { continue };
        if !speech || words[verb].relation != Relation::Parataxis || head >= verb {
            continue;
        }
        let subject = words.iter().any(|w| w.head == Some(verb) && matches!(w.relation, Relation::Nsubj));
        // All of the head's subtree must lie before the verb's.
        let reach = |of: usize, without: usize| {
            (0..words.len())
                .filter(|&w| w != without && under(words, w, of, without))
                .fold((of, of), |(a, b), w| (a.min(w), b.max(w)))
        };
        let (first, _) = reach(verb, usize::MAX);
        let (_, last) = reach(head, verb);
        if subject && last < first {
            let (up, relation) = (words[head].head, words[head].relation);
            words[verb].head = up;
            words[verb].relation = relation;
            words[head].head = Some(verb);
            words[head].relation = Relation::Ccomp;
            // Marks at the end hang on the root.
            for word in words.iter_mut().skip(verb + 1) {
                if word.head == Some(head) && word.relation == Relation::Punct {
                    word.head = Some(verb);
                }
            }
        }
    }
}

fn under(words: &Sentence, mut word: usize, of: usize, without: usize) -> bool {
    for _ in 0..words.len() {
        if word == of {
            return true;
        }
        if word == without {
            return false;
        }
        match words[word].head {
            Some(head) => word = head,
            None => return false,
        }
    }
    false
}

/// Returns whether no two arcs cross.
pub fn is_projective(words: &Sentence) -> bool {
    let arcs: Vec<(usize, usize)> =
        words.iter().enumerate().filter_map(|(i, w)| w.head.map(|h| (i.min(h), i.max(h)))).collect();
    arcs.iter().all(|a| arcs.iter().all(|b| !(a.0 < b.0 && b.0 < a.1 && a.1 < b.1)))
}
