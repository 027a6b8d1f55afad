//! Dates: when a statement was said. Never reads the clock.
