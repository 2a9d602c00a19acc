use std::{fmt, str::FromStr, time::Duration};

use redis::{Client, Connection, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, RedisResult};

/// Where Redis is, and who we are to it. Printing it shows no password.
#[derive(Clone)]
pub struct RedisAddress(ConnectionInfo);

/// Why there is no Redis at such an address. Says nothing of the address itself, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be like redis://:password@redis.school.example:6379/0, rediss://… with TLS, or unix:///run/redis.sock"
)]
pub struct RedisAddressRefused;

impl RedisAddress {
    /// Asks whether Redis answers.
    ///
    /// # Errors
    /// With what Redis, or the way to it, says.
    pub fn check(&self) -> Result<(), String> {
        let answer =
            self.connect(Duration::from_secs(2)).and_then(|mut wire| redis::cmd("PING").exec(&mut wire));
        answer.map_err(|error| error.to_string())
    }

    /// The number of the database, of which one Redis has several.
    pub(crate) fn database(&self) -> i64 {
        self.0.redis_settings().db()
    }

    /// A connection on which nothing takes longer than this.
    pub(crate) fn connect(&self, patience: Duration) -> RedisResult<Connection> {
        let wire = Client::open(self.0.clone())?.get_connection_with_timeout(patience)?;
        wire.set_read_timeout(Some(patience))?;
        wire.set_write_timeout(Some(patience))?;
        Ok(wire)
    }
}

impl FromStr for RedisAddress {
    type Err = RedisAddressRefused;

    fn from_str(text: &str) -> Result<Self, RedisAddressRefused> {
        let info = text.into_connection_info().map_err(|_| RedisAddressRefused)?;
        // `#insecure` would believe any certificate.
        let is_insecure = matches!(info.addr(), ConnectionAddr::TcpTls { insecure: true, .. });
        // Small messages that somebody waits for.
        let tcp = info.tcp_settings().clone().set_nodelay(true);
        if is_insecure { Err(RedisAddressRefused) } else { Ok(Self(info.set_tcp_settings(tcp))) }
    }
}

impl fmt::Display for RedisAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.addr().fmt(out)
    }
}

impl fmt::Debug for RedisAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RedisAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (text, shown) in [
            ("redis://redis.school.example", "redis.school.example:6379"),
            ("redis://:hunter2@10.0.0.5:6380/2", "10.0.0.5:6380"),
            ("redis://[::1]:6379", "::1:6379"),
            ("rediss://homeroom:hunter2@redis.school.example", "redis.school.example:6379"),
            ("unix:///run/redis/redis.sock?pass=hunter2", "/run/redis/redis.sock"),
        ] {
            let address: RedisAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), shown, "{text}");
            assert!(!format!("{address:?}").contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "redis.school.example:6379",
            "http://redis.school.example",
            "redis://",
            "redis://0.0.0.0",
            "redis://redis.school.example/first",
            "rediss://redis.school.example#insecure",
        ] {
            assert_eq!(text.parse::<RedisAddress>().err(), Some(RedisAddressRefused), "{text}");
        }
    }
}
