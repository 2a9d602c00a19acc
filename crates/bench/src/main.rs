//! Measures Homeroom; see the library of the same name.

use std::process::ExitCode;

// As in the server, so that the bare handler is no worse off.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    homeroom_bench::main()
}
