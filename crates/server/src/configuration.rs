//! What can be set about the server: variables of the environment, typed, checked before anything starts.

#![expect(clippy::doc_markdown, reason = "these comments are the help that clap shows in a terminal")]

mod arguments;
mod check;
mod checked;
mod files;
mod lists;
mod refused;
mod strength;
#[cfg(test)]
mod tests;

use std::{
    net::{IpAddr, Ipv4Addr},
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
};

use clap::{Args, ValueEnum, builder::TypedValueParser, value_parser};

pub(crate) use arguments::{AdminCommand, Arguments, Command};
pub(crate) use checked::{
    Base, Checked, DatabaseSource, FileStore, Hashing, Limits, MailRoute, SecretSource,
};
pub(crate) use refused::{ConfigurationRefused, Problem};

/// Where the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Environment {
    /// On an engineer's machine: secrets are made up, mail goes to the log, the demo school may be loaded.
    Development,
    /// For people who rely on it: whatever is not safe stops the start.
    Production,
}

/// Where uploaded files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileStoreKind {
    /// In a directory of this machine.
    Disk,
    /// In a bucket of S3, or of a server that speaks like it.
    S3,
    /// In a bucket of Google Cloud Storage.
    Gcs,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Plain,
    /// One JSON object a line.
    Json,
}

/// Everything that can be set, as it was given. [`Configuration::check`] makes sense of it.
///
/// Each field is a variable of the environment and an option of the command line, except that secrets are
/// taken from the environment only, because anybody on the machine can read command lines.
#[derive(Args, Clone)]
pub(crate) struct Configuration {
    /// Where the server runs; outside development whatever is not safe stops the start
    #[arg(long, env = "HOMEROOM_ENV", value_enum, default_value_t = Environment::Production)]
    #[arg(global = true, help_heading = "Server", value_name = "WHERE")]
    pub(crate) environment: Environment,

    /// Address to listen on: this machine only, because passwords must not cross a network without TLS, which is a reverse proxy's work; a container needs 0.0.0.0
    #[arg(long, env = "BIND_ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    #[arg(global = true, help_heading = "Server", value_name = "ADDRESS")]
    pub(crate) bind_address: IpAddr,

    /// Port to listen on
    #[arg(long, env = "PORT", default_value_t = 5000)]
    #[arg(global = true, help_heading = "Server")]
    pub(crate) port: u16,

    /// Address under which people reach the dashboards, such as https://homeroom.school.example; links in mails lead there [development: http://localhost:<PORT>]
    #[arg(long, env = "PUBLIC_URL", global = true, help_heading = "Server", value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// Other origins whose pages may call the API, exactly as browsers send them, with commas between
    #[arg(long, env = "CORS_ORIGIN", global = true, help_heading = "Server", value_name = "ORIGINS")]
    pub(crate) cors_origin: Option<String>,

    /// Addresses of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas between
    #[arg(long, env = "TRUSTED_PROXIES", global = true, help_heading = "Server", value_name = "ADDRESSES")]
    pub(crate) trusted_proxies: Option<String>,

    /// Address at which Prometheus reads the measurements; empty or "off" for none
    #[arg(long, env = "METRICS_ADDRESS", default_value = "127.0.0.1:9464")]
    #[arg(global = true, help_heading = "Server", value_name = "ADDRESS:PORT")]
    pub(crate) metrics_address: String,

    /// Directory for everything that the server keeps [development: ./data, otherwise /var/lib/homeroom]
    #[arg(
        long,
        env = "HOMEROOM_DATA_DIR",
        global = true,
        help_heading = "Storage",
        value_name = "DIRECTORY"
    )]
    pub(crate) data_dir: Option<PathBuf>,

    /// Directory for uploaded files [default: uploads in the data directory]
    #[arg(long, env = "UPLOAD_DIR", global = true, help_heading = "Storage", value_name = "DIRECTORY")]
    pub(crate) upload_dir: Option<PathBuf>,

    /// Where uploaded files are kept: on the disk, in a bucket of S3, or in one of Google Cloud
    #[arg(long, env = "FILE_STORE", value_enum, default_value_t = FileStoreKind::Disk)]
    #[arg(global = true, help_heading = "Files", value_name = "STORE")]
    pub(crate) file_store: FileStoreKind,

    /// The bucket of S3
    #[arg(long, env = "S3_BUCKET", global = true, help_heading = "Files", value_name = "NAME")]
    pub(crate) s3_bucket: Option<String>,

    /// The region of the bucket; servers other than Amazon's often want us-east-1
    #[arg(long, env = "S3_REGION", default_value = "us-east-1")]
    #[arg(global = true, help_heading = "Files", value_name = "REGION")]
    pub(crate) s3_region: String,

    /// Address of a server that speaks like S3, when it is not Amazon's
    #[arg(long, env = "S3_ENDPOINT", global = true, help_heading = "Files", value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,

    /// Who the server is to S3
    #[arg(long, env = "S3_ACCESS_KEY_ID", global = true, help_heading = "Files", value_name = "ID")]
    pub(crate) s3_access_key_id: Option<String>,

    /// What proves that to S3 (environment only)
    #[arg(long, env = "S3_SECRET_ACCESS_KEY", hide_env_values = true, value_name = "SECRET")]
    #[arg(global = true, help_heading = "Files")]
    pub(crate) s3_secret_access_key: Option<String>,

    /// The bucket of Google Cloud Storage
    #[arg(long, env = "GCS_BUCKET", global = true, help_heading = "Files", value_name = "NAME")]
    pub(crate) gcs_bucket: Option<String>,

    /// File with the key of the service account for it
    #[arg(long, env = "GCS_SERVICE_ACCOUNT", global = true, help_heading = "Files", value_name = "FILE")]
    pub(crate) gcs_service_account: Option<PathBuf>,

    /// What the names of all objects in the bucket begin with, when it holds others too
    #[arg(long, env = "BUCKET_PREFIX", global = true, help_heading = "Files", value_name = "PREFIX")]
    pub(crate) bucket_prefix: Option<String>,

    /// The virus scanner clamd, as host:port or unix:/path; without it files are not scanned
    #[arg(long, env = "CLAMD_ADDRESS", global = true, help_heading = "Files", value_name = "ADDRESS")]
    pub(crate) clamd_address: Option<String>,

    /// Database to use, as the role that owns nothing; without it a private PostgreSQL runs in the data directory (environment only)
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    #[arg(global = true, help_heading = "Storage")]
    pub(crate) database_url: Option<String>,

    /// The same database as the role that owns the tables, for `homeroom migrate` (environment only)
    #[arg(long, env = "MIGRATION_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    #[arg(global = true, help_heading = "Storage")]
    pub(crate) migration_database_url: Option<String>,

    /// Directory of PostgreSQL's binaries for the private one [default: looked for]
    #[arg(long, env = "HOMEROOM_PG_BIN", global = true, help_heading = "Storage", value_name = "DIRECTORY")]
    pub(crate) pg_bin: Option<PathBuf>,

    /// Connections to the database, with a thread each
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value = "4", value_parser = at_most(100))]
    #[arg(global = true, help_heading = "Storage", value_name = "COUNT")]
    pub(crate) database_connections: NonZeroUsize,

    /// Requests that may wait for a connection; more are refused with 503
    #[arg(long, env = "DATABASE_QUEUE", default_value = "512", value_parser = at_most(100_000))]
    #[arg(global = true, help_heading = "Storage", value_name = "COUNT")]
    pub(crate) database_queue: NonZeroUsize,

    /// Redis through which several instances hear of each other, as redis://:password@host:6379/0, rediss://… with TLS or unix:///path; without it there is one instance (environment only)
    #[arg(long, env = "REDIS_URL", hide_env_values = true, value_name = "URL")]
    #[arg(global = true, help_heading = "Storage")]
    pub(crate) redis_url: Option<String>,

    /// Seals access tokens: 32 random bytes or more (environment only) [development: made up and kept]
    #[arg(long, env = "JWT_ACCESS_SECRET", hide_env_values = true, value_name = "SECRET")]
    #[arg(global = true, help_heading = "Logins")]
    pub(crate) jwt_access_secret: Option<String>,

    /// Seals refresh tokens: 32 other random bytes or more (environment only) [development: made up and kept]
    #[arg(long, env = "JWT_REFRESH_SECRET", hide_env_values = true, value_name = "SECRET")]
    #[arg(global = true, help_heading = "Logins")]
    pub(crate) jwt_refresh_secret: Option<String>,

    /// How long an access token lives; at most an hour
    #[arg(long, env = "ACCESS_TOKEN_TTL", default_value_t = 900, value_parser = value_parser!(u32).range(1..=3600))]
    #[arg(global = true, help_heading = "Logins", value_name = "SECONDS")]
    pub(crate) access_token_ttl: u32,

    /// How long a login lasts that is not used; at most 30 days, when every login ends
    #[arg(long, env = "REFRESH_TOKEN_TTL", default_value_t = 1_209_600, value_parser = value_parser!(u32).range(60..=2_592_000))]
    #[arg(global = true, help_heading = "Logins", value_name = "SECONDS")]
    pub(crate) refresh_token_ttl: u32,

    /// bcrypt's cost; less than 12 in development only
    #[arg(long, env = "BCRYPT_COST", default_value_t = 12, value_parser = value_parser!(u32).range(4..=16))]
    #[arg(global = true, help_heading = "Logins", value_name = "COST")]
    pub(crate) bcrypt_cost: u32,

    /// Threads that hash passwords; each does about four logins a second
    #[arg(long, env = "HASHING_THREADS", default_value = "1", value_parser = at_most(64))]
    #[arg(global = true, help_heading = "Logins", value_name = "COUNT")]
    pub(crate) hashing_threads: NonZeroUsize,

    /// Logins that may wait for such a thread; more are refused with 429
    #[arg(long, env = "HASHING_QUEUE", default_value = "64", value_parser = at_most(10_000))]
    #[arg(global = true, help_heading = "Logins", value_name = "COUNT")]
    pub(crate) hashing_queue: NonZeroUsize,

    /// Mail server, as smtp://user:password@host:port?tls=required or smtps://…, or "off" (environment only) [development: mail goes to the log]
    #[arg(
        long,
        env = "SMTP_URL",
        hide_env_values = true,
        global = true,
        help_heading = "Mail",
        value_name = "URL"
    )]
    pub(crate) smtp_url: Option<String>,

    /// Sender of mails, such as Homeroom <no-reply@school.example>
    #[arg(long, env = "MAIL_FROM", global = true, help_heading = "Mail", value_name = "SENDER")]
    pub(crate) mail_from: Option<String>,

    /// Requests a minute of one person, and of one address that is not logged in
    #[arg(long, env = "REQUESTS_PER_MINUTE", default_value = "200")]
    #[arg(global = true, help_heading = "Limits", value_name = "COUNT")]
    pub(crate) requests_per_minute: NonZeroU32,

    /// Requests a minute to the login routes from one address, which a whole school may share; wrong passwords are counted apart and much tighter
    #[arg(long, env = "AUTH_REQUESTS_PER_MINUTE", default_value = "300")]
    #[arg(global = true, help_heading = "Limits", value_name = "COUNT")]
    pub(crate) auth_requests_per_minute: NonZeroU32,

    /// Files that one person may upload a minute
    #[arg(long, env = "UPLOADS_PER_MINUTE", default_value = "60")]
    #[arg(global = true, help_heading = "Limits", value_name = "COUNT")]
    pub(crate) uploads_per_minute: NonZeroU32,

    /// Open sockets of one person: each open page has one
    #[arg(long, env = "MAX_SOCKETS_PER_USER", default_value = "10", value_parser = at_most(1000))]
    #[arg(global = true, help_heading = "Limits", value_name = "COUNT")]
    pub(crate) max_sockets_per_user: NonZeroUsize,

    /// How log lines are written [default: plain in development, otherwise json]
    #[arg(long, env = "LOG_FORMAT", value_enum, global = true, help_heading = "Logs", value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,

    /// Which log lines are written, such as info or info,homeroom_http=debug
    #[arg(long = "log", env = "RUST_LOG", default_value = "info")]
    #[arg(global = true, help_heading = "Logs", value_name = "FILTER")]
    pub(crate) log_filter: String,
}

/// Reads a count from 1 to `most`.
fn at_most(most: u64) -> impl TypedValueParser<Value = NonZeroUsize> {
    value_parser!(u64)
        .range(1..=most)
        .try_map(|count| usize::try_from(count).and_then(NonZeroUsize::try_from))
}
