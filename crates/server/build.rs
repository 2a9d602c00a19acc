//! Sees to it that there is a directory to embed, so that the server builds before the dashboards do.

fn main() -> std::io::Result<()> {
    let dist = "../../frontend/dist";
    std::fs::create_dir_all(dist)?;
    println!("cargo:rerun-if-changed={dist}");
    Ok(())
}
