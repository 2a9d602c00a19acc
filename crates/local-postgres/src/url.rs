//! Addresses as libpq reads them.

use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

pub(crate) fn connection_url(socket_directory: &Path, port: u16, database: &str, role: &str) -> String {
    let (host, database, role) = (
        encoded(socket_directory.as_os_str().as_bytes()),
        encoded(database.as_bytes()),
        encoded(role.as_bytes()),
    );
    format!("postgres:///{database}?host={host}&port={port}&user={role}")
}

/// Percent-encodes all but the characters that no part of a URL takes for its own.
fn encoded(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(text, "%{byte:02X}").ok();
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_what_a_url_would_misread() {
        let url = connection_url(Path::new("/srv/a b/é&c"), 5432, "school?", "o'neil@home");
        assert_eq!(
            url,
            "postgres:///school%3F?host=%2Fsrv%2Fa%20b%2F%C3%A9%26c&port=5432&user=o%27neil%40home"
        );
    }
}
