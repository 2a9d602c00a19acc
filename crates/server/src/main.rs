//! The binary homeroom: configuration, wiring, commands and background work.
fn main() {}
