//! The binary homeroom: configuration, wiring, commands and background work.

mod administrator;
mod assets;
mod background;
mod configuration;
mod database;
mod demo;
mod doctor;
mod logging;
mod secrets;
mod serve;
mod system;

use std::{error::Error, process::ExitCode};

use configuration::{AdminCommand, Arguments, Command, ConfigurationRefused};

// The system's allocator gives memory back slowly when many threads share it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("homeroom: {error}");
            // Tells a supervisor that starting it again is of no use.
            if error.is::<ConfigurationRefused>() {
                ExitCode::from(ConfigurationRefused::EXIT_CODE)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    match &arguments.command {
        Command::Serve { demo } => {
            let settings = arguments.check()?;
            logging::start(settings.base.log_format, &settings.base.log_filter);
            serve::run(&settings, *demo)?;
        }
        Command::Openapi => println!("{}", http::openapi::document().to_pretty_json()?),
        Command::Migrate => {
            let base = start(&arguments)?;
            let applied = database::find(&base)?.migrate()?;
            println!("{} migrations applied", applied.len());
        }
        Command::Demo => {
            let settings = arguments.check()?;
            logging::start(settings.base.log_format, &settings.base.log_filter);
            let place = database::find(&settings.base)?;
            place.prepare(settings.base.environment)?;
            println!("{:?}", serve::load_demo(&settings, &place)?);
        }
        Command::Admin(admin) => {
            let AdminCommand::Create { email, first_name, last_name } = &admin.command;
            administrator::create(&start(&arguments)?, email, first_name, last_name)?;
        }
        Command::Doctor => doctor::examine(&arguments)?,
    }
    Ok(())
}

fn start(arguments: &Arguments) -> Result<configuration::Base, ConfigurationRefused> {
    let base = arguments.check_base()?;
    logging::start(base.log_format, &base.log_filter);
    Ok(base)
}
