//! The migrations are a part of this crate that cargo does not know of.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
