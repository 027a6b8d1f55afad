//! Output formats: one file per format, each writing to an io::Write.
