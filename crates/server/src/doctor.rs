//! Looks for what is wrong, and says what to do about it.

use std::{error::Error, fs};

use crate::{
    configuration::{Arguments, Checked},
    database,
};

/// Something is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0} of the checks failed")]
struct Unwell(usize);

/// Looks at configuration, directories and database, one line each.
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
    let failures = [directories(&settings), database(&settings)].iter().filter(|is_well| !**is_well).count();
    if failures == 0 { Ok(()) } else { Err(Box::new(Unwell(failures))) }
}

fn directories(settings: &Checked) -> bool {
    [("data directory", &settings.base.data_dir), ("upload directory", &settings.base.upload_dir)]
        .into_iter()
        .all(|(what, directory)| {
            let probe = directory.join(".doctor");
            let outcome = fs::create_dir_all(directory)
                .and_then(|()| fs::write(&probe, b"well"))
                .and_then(|()| fs::remove_file(&probe));
            let place = directory.display();
            say(
                what,
                &outcome
                    .map(|()| format!("{place} can be written to"))
                    .map_err(|error| format!("{place}: {error}")),
            )
        })
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
