//! Looks for what is wrong, and says what to do about it.

use std::{error::Error, fs};

use actix_web::rt::Runtime;
use application::files::FileStorage as _;

use crate::{
    configuration::{Arguments, Checked, FileStore},
    database, serve,
};

/// Something is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0} of the checks failed")]
struct Unwell(usize);

/// Looks at configuration, data directory, store of files, scanner, Redis and database, one line each.
pub(crate) fn examine(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let settings = match arguments.check() {
        Ok(settings) => {
            say("configuration", &Ok("can be started with".to_owned()));
            settings
        }
        Err(refused) => {
            say("configuration", &Err(refused.to_string()));
            return Err(Box::new(Unwell(1)));
        }
    };
    for warning in &settings.warnings {
        println!("note  {warning}");
    }
    let checks = [
        data_directory(&settings),
        files(&settings),
        scanner(&settings),
        redis(&settings),
        database(&settings),
    ];
    let failures = checks.iter().filter(|is_well| !**is_well).count();
    if failures == 0 { Ok(()) } else { Err(Box::new(Unwell(failures))) }
}

fn data_directory(settings: &Checked) -> bool {
    let directory = &settings.base.data_dir;
    let probe = directory.join(".doctor");
    let outcome = fs::create_dir_all(directory)
        .and_then(|()| fs::write(&probe, b"well"))
        .and_then(|()| fs::remove_file(&probe));
    let place = directory.display();
    say(
        "data directory",
        &outcome.map(|()| format!("{place} can be written to")).map_err(|error| format!("{place}: {error}")),
    )
}

fn files(settings: &Checked) -> bool {
    let place = match &settings.files {
        FileStore::Disk => settings.base.upload_dir.display().to_string(),
        FileStore::S3(_) => "the bucket of S3".to_owned(),
        FileStore::GoogleCloud(_) => "the bucket of Google Cloud".to_owned(),
    };
    let outcome = serve::file_storage(settings)
        .map_err(|refused| refused.to_string())
        .and_then(|storage| wait_for(storage.check()));
    say(
        "files",
        &outcome.map(|()| format!("{place} can be written to")).map_err(|error| format!("{place}: {error}")),
    )
}

fn scanner(settings: &Checked) -> bool {
    let Some(scanner) = &settings.scanner else {
        println!("note  CLAMD_ADDRESS is not set: nobody looks for viruses in files");
        return true;
    };
    say("scanner", &wait_for(scanner.check()).map(|()| "answers".to_owned()))
}

/// One instance needs no Redis, so nothing is said of it.
fn redis(settings: &Checked) -> bool {
    let Some(address) = &settings.redis else { return true };
    let outcome = address.check();
    say("Redis", &outcome.map(|()| "answers".to_owned()).map_err(|error| format!("{address}: {error}")))
}

/// What comes of work that goes on for a while.
fn wait_for<E: ToString>(work: impl Future<Output = Result<(), E>>) -> Result<(), String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(work).map_err(|error| error.to_string())
}

fn database(settings: &Checked) -> bool {
    let outcome = database::find(&settings.base).and_then(|place| place.prepare(settings.base.environment));
    say(
        "database",
        &outcome.map(|()| "answers and is migrated".to_owned()).map_err(|error| error.to_string()),
    )
}

fn say(what: &str, outcome: &Result<String, String>) -> bool {
    match outcome {
        Ok(well) => println!("ok    {what}: {well}"),
        Err(problem) => println!("WRONG {what}: {problem}"),
    }
    outcome.is_ok()
}
