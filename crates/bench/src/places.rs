//! Where things lie.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::Outcome;

/// Where everything is kept that measurements leave.
pub(crate) fn directory() -> Outcome<PathBuf> {
    let directory = programs()?.join("../bench");
    fs::create_dir_all(&directory)?;
    Ok(directory.canonicalize()?)
}

/// The server that was asked for; else as it is in the work tree now, built like this program.
pub(crate) fn server(program: Option<PathBuf>) -> Outcome<PathBuf> {
    if let Some(program) = program {
        return Ok(program.canonicalize()?);
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let kind = if cfg!(debug_assertions) { [].as_slice() } else { &["--release"] };
    let built = Command::new(cargo)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(["build", "--package", "homeroom-server"])
        .args(kind)
        .status()?;
    if built.success() { Ok(programs()?.join("homeroom")) } else { Err("the server was not built".into()) }
}

/// Says so where figures would mislead.
pub(crate) fn warn_of_rehearsal() {
    if cfg!(debug_assertions) {
        println!("A rehearsal: only a release build shows how fast anything is.");
    }
}

fn programs() -> Outcome<PathBuf> {
    env::current_exe()?.parent().map(Path::to_owned).ok_or_else(|| "where is this program?".into())
}
