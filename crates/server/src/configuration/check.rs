use std::{net::SocketAddr, path::PathBuf, time::Duration};

use bus::{RedisAddress, RedisAddressRefused};
use mail::{MailerRefused, SmtpMailer};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{
    Base, Checked, Configuration, ConfigurationRefused, DatabaseSource, Environment, Hashing, Limits,
    LogFormat, MailRoute, Problem, SecretSource,
    lists::{is_sealed, origin, parts, proxy},
    strength::weakness,
};

/// bcrypt's cost where people rely on the server.
const LEAST_COST: u32 = 12;
/// The shortest secret that tokens can be sealed with at all.
const SHORTEST_SECRET: usize = 12;
/// What switches off what would otherwise be needed.
const OFF: &str = "off";

impl Configuration {
    /// Checks what every command needs that works on data.
    pub(crate) fn check_base(&self) -> Result<Base, ConfigurationRefused> {
        let mut found = Findings::default();
        let base = self.base(&mut found);
        found.or_else_refuse(base).map(|(base, _)| base)
    }

    /// Checks everything that serving needs, and says all that is wrong at once.
    pub(crate) fn check(&self) -> Result<Checked, ConfigurationRefused> {
        let mut found = Findings::default();
        let base = self.base(&mut found);
        let public_url = self.public_url(&mut found);
        let checked = Checked {
            base,
            listen_on: SocketAddr::new(self.bind_address, self.port),
            public_url,
            limits: self.limits(&mut found),
            secrets: self.secrets(&mut found),
            access_lifetime: Duration::from_secs(self.access_token_ttl.into()),
            refresh_lifetime: Duration::from_secs(self.refresh_token_ttl.into()),
            mail: self.mail(&mut found),
            files: self.file_store(&mut found),
            scanner: self.scanner(&mut found),
            redis: self.redis(&mut found),
            metrics_address: self.metrics_address(&mut found),
            warnings: Vec::new(),
        };
        let (checked, warnings) = found.or_else_refuse(checked)?;
        Ok(Checked { warnings, ..checked })
    }

    fn is_development(&self) -> bool {
        self.environment == Environment::Development
    }

    fn base(&self, found: &mut Findings) -> Base {
        let data_dir = self.data_dir.clone().unwrap_or_else(|| {
            PathBuf::from(if self.is_development() { "./data" } else { "/var/lib/homeroom" })
        });
        if self.bcrypt_cost < LEAST_COST {
            found.unsafe_unless_developing(self, "BCRYPT_COST", "is less than 12");
        }
        if EnvFilter::try_new(&self.log_filter).is_err() {
            found.wrong("RUST_LOG", "is no filter, such as info or info,homeroom_http=debug");
        }
        let default_format = if self.is_development() { LogFormat::Plain } else { LogFormat::Json };
        Base {
            environment: self.environment,
            upload_dir: self.upload_dir.clone().unwrap_or_else(|| data_dir.join("uploads")),
            data_dir,
            database: self.database(found),
            database_connections: self.database_connections,
            database_queue: self.database_queue,
            hashing: Hashing {
                cost: self.bcrypt_cost,
                threads: self.hashing_threads,
                queue: self.hashing_queue,
            },
            log_format: self.log_format.unwrap_or(default_format),
            log_filter: self.log_filter.clone(),
        }
    }

    fn database(&self, found: &mut Findings) -> DatabaseSource {
        let (url, owner) = (given(self.database_url.as_ref()), given(self.migration_database_url.as_ref()));
        let Some(url) = url else {
            if owner.is_some() {
                found.wrong("DATABASE_URL", "is missing, though MIGRATION_DATABASE_URL is set");
            }
            return DatabaseSource::Private { binaries: self.pg_bin.clone() };
        };
        let role = self.database_role("DATABASE_URL", url, found);
        let owning_role = owner.and_then(|owner| self.database_role("MIGRATION_DATABASE_URL", owner, found));
        if role.is_some() && role == owning_role {
            let reason = "names the same role as DATABASE_URL: the server must not own what it works on";
            found.unsafe_unless_developing(self, "MIGRATION_DATABASE_URL", reason);
        }
        DatabaseSource::Given { url: url.to_owned(), migration_url: owner.map(str::to_owned) }
    }

    /// The role that the address names.
    fn database_role(&self, variable: &'static str, url: &str, found: &mut Findings) -> Option<String> {
        let parsed = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "postgres" | "postgresql"));
        let Some(parsed) = parsed else {
            found.wrong(
                variable,
                "is no address of a database, such as postgres://role:password@host/homeroom",
            );
            return None;
        };
        let password = parsed.password().unwrap_or_default().to_ascii_lowercase();
        let is_default = ["postgres", "password", "secret", "admin"].contains(&password.as_str());
        if is_default || password.contains("change") || password.contains("replace") {
            found.unsafe_unless_developing(self, variable, "has the password of an example");
        }
        (!parsed.username().is_empty()).then(|| parsed.username().to_owned())
    }

    fn public_url(&self, found: &mut Findings) -> String {
        let Some(text) = given(self.public_url.as_ref()) else {
            if !self.is_development() {
                found.wrong("PUBLIC_URL", "is missing: links in mails lead there");
            }
            return format!("http://localhost:{}", self.port);
        };
        let text = text.strip_suffix('/').unwrap_or(text);
        match origin(text) {
            None => found.wrong("PUBLIC_URL", "must be like https://homeroom.school.example, with no path"),
            Some(url) if !is_sealed(&url) => {
                let reason =
                    "must begin with https: browsers keep no login otherwise, and networks read along";
                found.unsafe_unless_developing(self, "PUBLIC_URL", reason);
            }
            Some(_) => {}
        }
        text.to_owned()
    }

    fn limits(&self, found: &mut Findings) -> Limits {
        let origins = given(self.cors_origin.as_ref()).unwrap_or_default();
        for text in parts(origins) {
            match origin(text) {
                None => {
                    let example =
                        "must hold exact origins, such as https://app.school.example, with commas between";
                    found.wrong("CORS_ORIGIN", format!("{example}, and {text:?} is none"));
                }
                Some(url) if !is_sealed(&url) => {
                    found.unsafe_unless_developing(self, "CORS_ORIGIN", "has an origin without https");
                }
                Some(_) => {}
            }
        }
        let proxies = given(self.trusted_proxies.as_ref()).unwrap_or_default();
        for text in parts(proxies).filter(|text| proxy(text).is_none()) {
            let reason = format!("must hold single addresses with commas between, and {text:?} is none");
            found.wrong("TRUSTED_PROXIES", reason);
        }
        Limits {
            requests_per_minute: self.requests_per_minute,
            auth_requests_per_minute: self.auth_requests_per_minute,
            uploads_per_minute: self.uploads_per_minute,
            max_sockets_per_user: self.max_sockets_per_user,
            cors_origins: parts(origins).map(str::to_owned).collect(),
            trusted_proxies: parts(proxies).filter_map(proxy).collect(),
        }
    }

    fn secrets(&self, found: &mut Findings) -> SecretSource {
        let (access, refresh) =
            (given(self.jwt_access_secret.as_ref()), given(self.jwt_refresh_secret.as_ref()));
        for (variable, secret) in [("JWT_ACCESS_SECRET", access), ("JWT_REFRESH_SECRET", refresh)] {
            const REMEDY: &str = "make one with: openssl rand -base64 48";
            match secret {
                None if self.is_development() => {}
                None => found.wrong(variable, format!("is missing; {REMEDY}")),
                Some(secret) if secret.len() < SHORTEST_SECRET => {
                    found.wrong(variable, format!("is far too short; {REMEDY}"));
                }
                Some(secret) => {
                    if let Some(weakness) = weakness(secret) {
                        found.unsafe_unless_developing(self, variable, format!("{weakness}; {REMEDY}"));
                    }
                }
            }
        }
        if access.is_some() && access == refresh {
            found.unsafe_unless_developing(self, "JWT_REFRESH_SECRET", "must differ from JWT_ACCESS_SECRET");
        }
        SecretSource { access: access.map(str::to_owned), refresh: refresh.map(str::to_owned) }
    }

    fn mail(&self, found: &mut Findings) -> MailRoute {
        let from = given(self.mail_from.as_ref());
        match given(self.smtp_url.as_ref()) {
            None if self.is_development() => MailRoute::Log,
            None => {
                let reason =
                    "is missing: invitations and forgotten passwords need mail (or set it to \"off\")";
                found.wrong("SMTP_URL", reason);
                MailRoute::Off
            }
            Some(OFF) => MailRoute::Off,
            Some(url) => {
                if let Err(refused) = SmtpMailer::new(url, from.unwrap_or_default()) {
                    let is_sender = refused == MailerRefused::From;
                    found.wrong(
                        if is_sender { "MAIL_FROM" } else { "SMTP_URL" },
                        format!("is wrong: {refused}"),
                    );
                }
                MailRoute::Smtp { url: url.to_owned(), from: from.unwrap_or_default().to_owned() }
            }
        }
    }

    fn redis(&self, found: &mut Findings) -> Option<RedisAddress> {
        let address = given(self.redis_url.as_ref())?.parse();
        address
            .inspect_err(|refused: &RedisAddressRefused| found.wrong("REDIS_URL", refused.to_string()))
            .ok()
    }

    fn metrics_address(&self, found: &mut Findings) -> Option<SocketAddr> {
        let text = self.metrics_address.trim();
        if text.is_empty() || text == OFF {
            return None;
        }
        let address = text.parse().ok();
        if address.is_none() {
            found.wrong("METRICS_ADDRESS", "must be like 127.0.0.1:9464, or empty for no measurements");
        }
        address
    }
}

/// What was found while checking.
#[derive(Default)]
pub(super) struct Findings {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Findings {
    /// It cannot be used.
    pub(super) fn wrong(&mut self, variable: &'static str, reason: impl Into<String>) {
        self.problems.push(Problem::new(variable, reason));
    }

    /// It could be used, and nobody but an engineer should.
    pub(super) fn unsafe_unless_developing(
        &mut self,
        configuration: &Configuration,
        variable: &'static str,
        reason: impl Into<String>,
    ) {
        let list = if configuration.is_development() { &mut self.warnings } else { &mut self.problems };
        list.push(Problem::new(variable, reason));
    }

    fn or_else_refuse<T>(self, checked: T) -> Result<(T, Vec<Problem>), ConfigurationRefused> {
        if self.problems.is_empty() {
            Ok((checked, self.warnings))
        } else {
            Err(ConfigurationRefused(self.problems))
        }
    }
}

/// A variable that is set to nothing counts as not set.
pub(super) fn given(value: Option<&String>) -> Option<&str> {
    value.map(|value| value.trim()).filter(|value| !value.is_empty())
}
