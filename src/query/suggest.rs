//! The known word that was probably meant.

/// Returns the candidate nearest to `word`, if one is near enough to be what was meant: a few
/// letters wrong, or the beginning of it. Case does not matter.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = candidate.to_lowercase();
            let distance = if word.chars().count() >= 3 && folded.starts_with(&word) {
                0
            } else {
                strsim::osa_distance(&word, &folded)
            };
            (distance <= word.chars().count() / 3).then_some((distance, candidate))
        })
        .min_by_key(|&(distance, candidate)| (distance, candidate.len(), candidate))
        .map(|(_, candidate)| candidate)
}
