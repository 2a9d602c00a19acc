use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand,
    builder::{OsStr, Resettable},
    parser::ValueSource,
};

use super::{Base, Checked, Configuration, ConfigurationRefused, Environment, Problem};

/// The file in the working directory that is read before the environment is.
const FILE: &str = ".env";

/// Variables that hold secrets, by the names that clap gives them.
const SECRET: [(&str, &str); 7] = [
    ("jwt_access_secret", "JWT_ACCESS_SECRET"),
    ("jwt_refresh_secret", "JWT_REFRESH_SECRET"),
    ("database_url", "DATABASE_URL"),
    ("migration_database_url", "MIGRATION_DATABASE_URL"),
    ("redis_url", "REDIS_URL"),
    ("smtp_url", "SMTP_URL"),
    ("s3_secret_access_key", "S3_SECRET_ACCESS_KEY"),
];

/// The system a school runs on: one binary, one PostgreSQL database, dashboards for nine roles.
#[derive(Parser)]
#[command(name = "homeroom", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Options are read from the environment and from the file .env in the working \
    directory too; what stands on the command line wins over the environment, which wins over the file.")]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How.
    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

/// What the binary can do.
#[derive(Subcommand, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Serve the API and the dashboards, with the private database unless DATABASE_URL names another
    Serve {
        /// Load the demo school first, if it is not there; in development only
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database up to date: roles, migrations, grants
    Migrate,
    /// Load the demo school and end; loading it again changes nothing; in development only
    Demo,
    /// Manage administrators
    Admin(AdminArguments),
    /// Write the OpenAPI document to standard output
    Openapi,
    /// Look for what is wrong with configuration, database and storage, and say what to do about it
    Doctor,
}

/// What can be done about administrators.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub(crate) struct AdminArguments {
    #[command(subcommand)]
    pub(crate) command: AdminCommand,
}

/// What can be done about administrators.
#[derive(Subcommand, Clone, Debug, PartialEq, Eq)]
pub(crate) enum AdminCommand {
    /// Make an administrator; the password is read from standard input, never from the command line
    Create {
        /// Address to log in with
        #[arg(long)]
        email: String,
        /// Given name
        #[arg(long)]
        first_name: String,
        /// Family name
        #[arg(long)]
        last_name: String,
    },
}

impl Arguments {
    /// Reads the file `.env`, the environment and the command line. Ends the process for `--help` and for
    /// arguments that make no sense.
    ///
    /// Changes the environment of the process, so it is called before any thread is started.
    pub(crate) fn read() -> Result<Self, ConfigurationRefused> {
        match dotenvy::from_path(FILE) {
            Ok(()) => {}
            Err(error) if error.not_found() => {}
            Err(error) => return Err(Problem::new(FILE, explain(&error)).into()),
        }
        let matches = Self::accepted().get_matches();
        Self::from_matches(&matches)
    }

    /// The command line that is understood. A variable that is set, but empty, counts as not set.
    pub(super) fn accepted() -> clap::Command {
        Self::command().mut_args(|argument| {
            let is_empty =
                argument.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
            // An empty address switches the measurements off.
            let may_be_empty = argument.get_id() == "metrics_address";
            if is_empty && !may_be_empty { argument.env(Resettable::<OsStr>::Reset) } else { argument }
        })
    }

    pub(super) fn from_matches(matches: &clap::ArgMatches) -> Result<Self, ConfigurationRefused> {
        let revealed =
            SECRET.into_iter().filter(|(id, _)| matches.value_source(id) == Some(ValueSource::CommandLine));
        let problems: Vec<_> = revealed
            .map(|(_, variable)| {
                let reason =
                    "is taken from the environment only: anybody on this machine can read command lines";
                Problem::new(variable, reason)
            })
            .collect();
        if !problems.is_empty() {
            return Err(ConfigurationRefused(problems));
        }
        Self::from_arg_matches(matches).map_err(|error| error.exit())
    }

    /// Checks what every command needs that works on data.
    pub(crate) fn check_base(&self) -> Result<Base, ConfigurationRefused> {
        refuse_unless_empty(self.configuration.check_base(), self.demo_problem())
    }

    /// Checks everything that serving needs.
    pub(crate) fn check(&self) -> Result<Checked, ConfigurationRefused> {
        refuse_unless_empty(self.configuration.check(), self.demo_problem())
    }

    /// The passwords of the demo school stand in the documentation.
    fn demo_problem(&self) -> Option<Problem> {
        let wants_demo = matches!(self.command, Command::Demo | Command::Serve { demo: true });
        let is_refused = wants_demo && self.configuration.environment != Environment::Development;
        is_refused.then(|| {
            Problem::new(
                "HOMEROOM_ENV",
                "the demo school, whose passwords everybody knows, is loaded in development only",
            )
        })
    }
}

fn refuse_unless_empty<T>(
    checked: Result<T, ConfigurationRefused>,
    more: Option<Problem>,
) -> Result<T, ConfigurationRefused> {
    match (checked, more) {
        (Err(ConfigurationRefused(mut problems)), more) => {
            problems.extend(more);
            Err(ConfigurationRefused(problems))
        }
        (Ok(_), Some(problem)) => Err(problem.into()),
        (Ok(checked), None) => Ok(checked),
    }
}

/// What is wrong with the file, without repeating a line of it, which may hold a secret.
fn explain(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, place) => format!("cannot be read, at character {place} of a line"),
        dotenvy::Error::Io(error) => format!("cannot be read: {error}"),
        _ => "cannot be read".to_owned(),
    }
}
