//! Byte offsets to code points: the unit in which spans leave the program.

/// Converts byte offsets of one text into Unicode code points.
///
/// Keeps one count per block of 64 bytes, so that a conversion looks at no more than 64 bytes.
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points that begin before each block.
    blocks: Vec<usize>,
}

const BLOCK: usize = 64;

/// Counts the code points that begin within `bytes`.
fn beginning(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

impl<'a> CodePoints<'a> {
    /// Returns the converter for `text`; linear in its length.
    pub fn new(text: &'a str) -> Self {
        let mut count = 0;
        let blocks = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let before = count;
                count += beginning(block);
                before
            })
            .collect();
        Self { text, blocks }
    }

    /// Returns the number of code points before byte `offset`; offsets past the end count as the end.
    pub fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let Some(&before) = self.blocks.get(offset / BLOCK) else {
            let Some(&last) = self.blocks.last() else {
                return 0;
            };
            return last + beginning(&self.text.as_bytes()[(self.blocks.len() - 1) * BLOCK..]);
        };
        before + beginning(&self.text.as_bytes()[offset / BLOCK * BLOCK..offset])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_counts_the_characters_before_it() {
        let text = "é“x”—🎉".repeat(40);
        let points = CodePoints::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(offset), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
        assert_eq!(CodePoints::new("").at(3), 0);
    }
}
