use std::collections::{BTreeMap, BTreeSet};

use clap::{
    Arg, CommandFactory, FromArgMatches,
    builder::{OsStr, Resettable},
};

use super::*;

/// What a school would set, with nothing wrong about it.
const GOOD: [(&str, &str); 6] = [
    ("PUBLIC_URL", "https://homeroom.school.example"),
    ("JWT_ACCESS_SECRET", "k3mHq0yB8sVtE1uPzW5xRj7nLdCg9fAaTiOeUbYQ2M4="),
    ("JWT_REFRESH_SECRET", "Zx8vN2cRq7LwYt5KpD1hSgJ4bMfU6aE9oXiTnCrVyB0="),
    ("SMTP_URL", "smtps://homeroom:s3cr3t@mail.school.example"),
    ("MAIL_FROM", "Homeroom <no-reply@school.example>"),
    ("DATABASE_URL", "postgres://homeroom_app:Qz81mX@db.school.example/homeroom"),
];

/// The configuration that these variables and nothing else lead to; later ones win over earlier ones.
fn configuration(variables: &[(&str, &str)]) -> Configuration {
    let settings: BTreeMap<_, _> = variables.iter().copied().collect();
    let command = Arguments::command();
    let options = command.get_arguments().filter_map(|argument| {
        let value = settings.get(argument.get_env()?.to_str()?).filter(|value| !value.is_empty())?;
        Some(format!("--{}={value}", argument.get_long()?))
    });
    let words: Vec<_> = ["homeroom".to_owned(), "doctor".to_owned()].into_iter().chain(options).collect();
    let matches = without_environment().try_get_matches_from(words);
    matches
        .and_then(|matches| Configuration::from_arg_matches(&matches))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The command line that is understood, whatever is set where the tests run.
fn without_environment() -> clap::Command {
    Arguments::command().mut_args(|argument| argument.env(Resettable::<OsStr>::Reset))
}

fn good_but(variables: &[(&str, &str)]) -> Configuration {
    configuration(&[GOOD.as_slice(), variables].concat())
}

/// The variables that stop the start.
fn refused(configuration: &Configuration) -> Vec<&'static str> {
    match configuration.check() {
        Ok(_) => Vec::new(),
        Err(ConfigurationRefused(problems)) => problems.iter().map(|problem| problem.variable).collect(),
    }
}

fn checked(configuration: &Configuration) -> Checked {
    configuration.check().unwrap_or_else(|refused| panic!("{refused}"))
}

#[test]
fn what_a_school_sets_is_accepted() {
    let checked = checked(&good_but(&[
        ("CORS_ORIGIN", "https://app.school.example, https://admin.school.example:8443"),
        ("TRUSTED_PROXIES", "10.0.0.1,::1"),
        ("MIGRATION_DATABASE_URL", "postgres://homeroom_owner:Wd39kP@db.school.example/homeroom"),
    ]));
    assert_eq!(checked.warnings, []);
    assert_eq!(checked.listen_on.to_string(), "127.0.0.1:5000");
    assert_eq!(checked.public_url, "https://homeroom.school.example");
    assert_eq!(
        checked.limits.cors_origins,
        ["https://app.school.example", "https://admin.school.example:8443"]
    );
    assert_eq!(checked.limits.trusted_proxies.len(), 2);
    assert_eq!((checked.access_lifetime.as_secs(), checked.refresh_lifetime.as_secs()), (900, 1_209_600));
    assert_eq!(checked.metrics_address.map(|address| address.to_string()).as_deref(), Some("127.0.0.1:9464"));
    assert_eq!(checked.base.data_dir, PathBuf::from("/var/lib/homeroom"));
    assert_eq!(checked.base.upload_dir, PathBuf::from("/var/lib/homeroom/uploads"));
    assert_eq!((checked.base.hashing.cost, checked.base.log_format), (12, LogFormat::Json));
}

#[test]
fn f25_wrong_production_config_refuses_to_start() {
    assert_eq!(refused(&good_but(&[])), [""; 0]);
    assert_eq!(
        refused(&configuration(&[])),
        ["PUBLIC_URL", "JWT_ACCESS_SECRET", "JWT_REFRESH_SECRET", "SMTP_URL"],
        "an empty configuration is one for nobody, and all that is missing is said at once"
    );
    let access = GOOD[1].1;
    for (variable, value) in [
        ("JWT_ACCESS_SECRET", ""),
        ("JWT_ACCESS_SECRET", "   "),
        ("JWT_ACCESS_SECRET", "replace_with_strong_random"),
        ("JWT_ACCESS_SECRET", "replace_with_strong_random_0123456789_bytes"),
        ("JWT_ACCESS_SECRET", "k3mHq0yB8sVtE1uPzW5xRj7nLdCg9fA"),
        ("JWT_ACCESS_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("JWT_REFRESH_SECRET", "changeme-changeme-changeme-changeme-changeme"),
        ("JWT_REFRESH_SECRET", access),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://homeroom.school.example"),
        ("PUBLIC_URL", "https://homeroom.school.example/app"),
        ("PUBLIC_URL", "homeroom.school.example"),
        ("CORS_ORIGIN", "*"),
        ("CORS_ORIGIN", "https://app.school.example,null"),
        ("CORS_ORIGIN", "https://app.school.example/"),
        ("CORS_ORIGIN", "http://app.school.example"),
        ("TRUSTED_PROXIES", "0.0.0.0"),
        ("TRUSTED_PROXIES", "everyone"),
        ("DATABASE_URL", "mysql://localhost/school"),
        ("DATABASE_URL", "db.school.example"),
        ("DATABASE_URL", "postgres://postgres:postgres@localhost:5432/school_system"),
        ("MIGRATION_DATABASE_URL", "postgres://homeroom_app:Qz81mX@db.school.example/homeroom"),
        ("BCRYPT_COST", "4"),
        ("BCRYPT_COST", "11"),
        ("SMTP_URL", ""),
        ("SMTP_URL", "smtp://ana:secret@mail.school.example"),
        ("SMTP_URL", "mail.school.example"),
        ("MAIL_FROM", ""),
        ("MAIL_FROM", "Homeroom"),
        ("METRICS_ADDRESS", "everywhere"),
        ("CLAMD_ADDRESS", "scanner.school.example"),
        ("CLAMD_ADDRESS", "unix:clamd.ctl"),
        ("REDIS_URL", "redis.school.example:6379"),
        ("REDIS_URL", "rediss://redis.school.example#insecure"),
        ("RUST_LOG", "info,=,"),
    ] {
        let found = refused(&good_but(&[(variable, value)]));
        assert_eq!(found, [variable], "{variable}={value}");
    }
    let owner_only =
        [("DATABASE_URL", ""), ("MIGRATION_DATABASE_URL", "postgres://owner:Wd39kP@db/homeroom")];
    assert_eq!(refused(&good_but(&owner_only)), ["DATABASE_URL"]);
}

/// With a bucket of S3, and nothing wrong about it but these variables.
fn in_s3(variables: &[(&str, &str)]) -> Configuration {
    let bucket = [
        ("FILE_STORE", "s3"),
        ("S3_BUCKET", "homeroom-files"),
        ("S3_ENDPOINT", "https://s3.school.example"),
        ("S3_ACCESS_KEY_ID", "homeroom"),
        ("S3_SECRET_ACCESS_KEY", "Yw7pLs2KdQ"),
        ("BUCKET_PREFIX", "/narra/"),
        ("CLAMD_ADDRESS", "unix:/run/clamav/clamd.ctl"),
    ];
    good_but(&[bucket.as_slice(), variables].concat())
}

#[test]
fn f25_a_bucket_that_cannot_be_used_stops_the_start() {
    let found = checked(&in_s3(&[]));
    assert_eq!(found.scanner, "unix:/run/clamav/clamd.ctl".parse().ok());
    assert!(matches!(&found.files, FileStore::S3(options)
        if options.prefix == "narra" && options.region == "us-east-1" && !options.allow_http));
    for (variable, value) in [
        ("S3_BUCKET", ""),
        ("S3_ACCESS_KEY_ID", ""),
        ("S3_SECRET_ACCESS_KEY", ""),
        ("S3_ENDPOINT", "s3.school.example"),
        ("S3_ENDPOINT", "http://s3.school.example"),
    ] {
        assert_eq!(refused(&in_s3(&[(variable, value)])), [variable], "{variable}={value}");
    }
    let without_tls = [("HOMEROOM_ENV", "development"), ("S3_ENDPOINT", "http://localhost:9000")];
    let developing = checked(&in_s3(&without_tls));
    assert!(matches!(&developing.files, FileStore::S3(options) if options.allow_http));
    assert_eq!(developing.warnings.iter().map(|one| one.variable).collect::<Vec<_>>(), ["S3_ENDPOINT"]);
    assert_eq!(refused(&good_but(&[("FILE_STORE", "gcs")])), ["GCS_BUCKET", "GCS_SERVICE_ACCOUNT"]);
    assert!(matches!(checked(&good_but(&[])).files, FileStore::Disk));
}

#[test]
fn no_refusal_repeats_a_secret() {
    for (variable, value) in [
        ("JWT_ACCESS_SECRET", "hunter2"),
        ("JWT_REFRESH_SECRET", "changeme-hunter2-changeme-hunter2-changeme"),
        ("DATABASE_URL", "mysql://ana:hunter2@localhost/school"),
        ("MIGRATION_DATABASE_URL", "ana:hunter2"),
        ("SMTP_URL", "smtp://ana:hunter2@mail.school.example"),
        ("SMTP_URL", "imap://ana:hunter2@mail.school.example"),
        ("REDIS_URL", "redis://:hunter2@redis.school.example/school"),
    ] {
        let refused = good_but(&[(variable, value)]).check().err().map(|refused| refused.to_string());
        assert!(
            refused.is_some_and(|text| text.contains(variable) && !text.contains("hunter2")),
            "{variable}"
        );
    }
    let printed = format!("{:?}", checked(&good_but(&[])));
    for (_, secret) in &GOOD[1..4] {
        assert!(!printed.contains(secret));
    }
    assert!(!printed.contains("Qz81mX"));
    let shared = checked(&good_but(&[("REDIS_URL", "redis://:Rk27vT@redis.school.example/1")]));
    let printed = format!("{shared:?}");
    assert!(printed.contains("redis.school.example:6379") && !printed.contains("Rk27vT"));
    assert!(!format!("{:?}", checked(&in_s3(&[]))).contains("Yw7pLs2KdQ"));
    let without_bucket = in_s3(&[("S3_BUCKET", "")]).check().err().map(|refused| refused.to_string());
    assert!(without_bucket.is_some_and(|text| !text.contains("Yw7pLs2KdQ")));
}

#[test]
fn development_needs_nothing_and_says_what_would_not_do_elsewhere() {
    let bare = checked(&configuration(&[("HOMEROOM_ENV", "development")]));
    assert_eq!(bare.warnings, []);
    assert_eq!(bare.public_url, "http://localhost:5000");
    assert!(bare.mail == MailRoute::Log);
    assert!(bare.secrets == SecretSource { access: None, refresh: None });
    assert!(bare.base.database == DatabaseSource::Private { binaries: None });
    assert_eq!(bare.base.data_dir, PathBuf::from("./data"));
    assert_eq!(bare.base.log_format, LogFormat::Plain);

    let careless = checked(&configuration(&[
        ("HOMEROOM_ENV", "development"),
        ("PORT", "5001"),
        ("DATABASE_URL", "postgres://postgres:postgres@localhost:5432/school_system"),
        ("JWT_ACCESS_SECRET", "replace_with_strong_random"),
        ("JWT_REFRESH_SECRET", "replace_with_strong_random"),
        ("CORS_ORIGIN", "http://localhost:5173"),
        ("BCRYPT_COST", "4"),
        ("METRICS_ADDRESS", "off"),
    ]));
    let warned: BTreeSet<_> = careless.warnings.iter().map(|warning| warning.variable).collect();
    let expected = ["BCRYPT_COST", "DATABASE_URL", "JWT_ACCESS_SECRET", "JWT_REFRESH_SECRET"];
    assert_eq!(warned, BTreeSet::from(expected));
    assert_eq!((careless.public_url.as_str(), careless.metrics_address), ("http://localhost:5001", None));

    let too_short = configuration(&[("HOMEROOM_ENV", "development"), ("JWT_ACCESS_SECRET", "secret")]);
    assert_eq!(refused(&too_short), ["JWT_ACCESS_SECRET"], "no token could be sealed with it");
}

/// Making the database or its first administrator needs no mail server.
#[test]
fn commands_that_do_not_serve_need_less() {
    assert!(configuration(&[]).check_base().is_ok());
    let wrong = configuration(&[("DATABASE_URL", "nonsense"), ("BCRYPT_COST", "4")]);
    let problems = wrong.check_base().err().map(|refused| refused.0.len());
    assert_eq!(problems, Some(2));
}

#[test]
fn the_demo_school_is_for_development_only() {
    let arguments = |environment, command: Command| Arguments {
        command,
        configuration: good_but(&[("HOMEROOM_ENV", environment)]),
    };
    for command in [Command::Demo, Command::Serve { demo: true }] {
        let refused = arguments("production", command.clone());
        assert!(refused.check().is_err() && refused.check_base().is_err());
        let accepted = arguments("development", command);
        assert!(accepted.check().is_ok() && accepted.check_base().is_ok());
    }
    assert!(arguments("production", Command::Serve { demo: false }).check().is_ok());
}

#[test]
fn options_stand_before_or_after_the_command() {
    for words in [["homeroom", "--port=5001", "serve"], ["homeroom", "serve", "--port=5001"]] {
        let arguments = without_environment()
            .try_get_matches_from(words)
            .ok()
            .and_then(|matches| Arguments::from_matches(&matches).ok());
        assert_eq!(arguments.map(|arguments| arguments.configuration.port), Some(5001), "{words:?}");
    }
}

#[test]
fn secrets_do_not_stand_on_the_command_line() {
    for option in [
        "--jwt-access-secret",
        "--jwt-refresh-secret",
        "--database-url",
        "--migration-database-url",
        "--redis-url",
        "--smtp-url",
        "--s3-secret-access-key",
    ] {
        for words in [["homeroom", option, "hunter2", "serve"], ["homeroom", "serve", option, "hunter2"]] {
            let refused = without_environment()
                .try_get_matches_from(words)
                .ok()
                .and_then(|matches| Arguments::from_matches(&matches).err());
            let text = refused.map(|refused| refused.to_string()).unwrap_or_default();
            assert!(text.contains("environment only") && !text.contains("hunter2"), "{words:?}: {text}");
        }
    }
}

#[test]
fn values_that_are_out_of_range_are_no_configuration() {
    for (option, value) in [
        ("--port", "65536"),
        ("--port", "-1"),
        ("--access-token-ttl", "0"),
        ("--access-token-ttl", "3601"),
        ("--refresh-token-ttl", "2592001"),
        ("--bcrypt-cost", "3"),
        ("--bcrypt-cost", "31"),
        ("--database-connections", "0"),
        ("--requests-per-minute", "0"),
        ("--uploads-per-minute", "0"),
        ("--file-store", "tape"),
        ("--hashing-threads", "0"),
        ("--environment", "staging"),
        ("--bind-address", "localhost"),
        ("--log-format", "xml"),
    ] {
        let words = ["homeroom", "serve", option, value];
        assert!(without_environment().try_get_matches_from(words).is_err(), "{option} {value}");
    }
}

fn variables() -> BTreeMap<String, Arg> {
    let command = Arguments::command();
    let named = command
        .get_arguments()
        .filter_map(|argument| Some((argument.get_env()?.to_str()?.to_owned(), argument.clone())));
    named.collect()
}

#[test]
fn help_lists_every_variable_and_shows_no_secret() {
    let help = Arguments::command().render_long_help().to_string();
    for (variable, argument) in variables() {
        assert!(help.contains(&format!("[env: {variable}")), "{variable}");
        assert!(argument.get_help().is_some(), "{variable} is explained");
        let holds_secret = variable.contains("SECRET")
            || matches!(
                argument.get_id().as_str(),
                "database_url" | "migration_database_url" | "redis_url" | "smtp_url"
            );
        assert_eq!(argument.is_hide_env_values_set(), holds_secret, "{variable}");
        assert!(argument.is_global_set(), "{variable} is understood by every command");
    }
    assert_eq!(variables().len(), 42);
}

/// The sample in `deploy/` names every variable, and shows the defaults that there are.
#[test]
fn the_sample_is_complete_and_true() {
    let sample = include_str!("../../../../deploy/homeroom.env.sample");
    let settings = sample.lines().filter_map(|line| {
        let setting = line.strip_prefix('#').unwrap_or(line);
        setting.split_once('=').filter(|(name, _)| {
            name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        })
    });
    let settings: Vec<(&str, &str)> = settings.collect();
    let names: BTreeSet<String> = settings.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, variables().into_keys().collect::<BTreeSet<_>>());
    assert_eq!(names.len(), settings.len(), "each stands there once");

    let known = variables();
    for (name, value) in settings {
        let default = known.get(name).and_then(|argument| argument.get_default_values().first());
        if let Some(default) = default {
            assert_eq!(Some(value), default.to_str(), "{name}");
        }
    }
}

/// What stands in the sample without a comment sign is what nobody can choose for a school, so the sample
/// as it is starts nothing.
#[test]
fn the_sample_must_be_filled_in() {
    let sample = include_str!("../../../../deploy/homeroom.env.sample");
    let read: Result<Vec<_>, _> = dotenvy::from_read_iter(sample.as_bytes()).collect();
    let read = read.unwrap_or_else(|error| panic!("{error}"));
    let variables: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let stopped = refused(&configuration(&variables));
    assert_eq!(stopped, ["PUBLIC_URL", "JWT_ACCESS_SECRET", "JWT_REFRESH_SECRET", "SMTP_URL"]);
}

/// A comment behind a value, as people write them.
#[test]
fn a_comment_behind_a_value_is_no_part_of_it() {
    let text = "ACCESS_TOKEN_TTL=900           # 15m\nPORT=5000\n";
    let read: Vec<_> = dotenvy::from_read_iter(text.as_bytes()).flatten().collect();
    assert_eq!(read, [("ACCESS_TOKEN_TTL".into(), "900".into()), ("PORT".into(), "5000".into())]);
}
