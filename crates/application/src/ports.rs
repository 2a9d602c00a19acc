use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> DateTime<Utc>;
}

/// Gives what must never come twice.
pub trait Ids: Send + Sync {
    /// A new identifier, later ones sorting after earlier ones (`UUIDv7`).
    fn next(&self) -> Uuid;

    /// 128 bits that nobody can guess.
    fn secret(&self) -> [u8; 16];
}
