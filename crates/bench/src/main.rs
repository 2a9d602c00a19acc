//! Measures Homeroom next to pgbench and a bare actix handler.
fn main() {}
