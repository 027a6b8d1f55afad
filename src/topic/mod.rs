//! Topics: what a statement is about.
