//! The `onrecord` binary: a thin shell around [`onrecord::cli`].

use std::process::ExitCode;

/// Articles are read with many small pieces of memory, which the allocator of the system is slower at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onrecord::cli::main()
}
