//! The command line: one file per command.

use std::process::ExitCode;

/// Runs the command line; returns 0 when something was found, 1 when nothing was, 2 on an error.
pub fn main() -> ExitCode {
    ExitCode::from(2)
}
