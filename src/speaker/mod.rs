//! Speakers: from source mentions to the people and bodies they stand for.
