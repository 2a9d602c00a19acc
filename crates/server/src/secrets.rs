//! The secrets that tokens are sealed with: given by the configuration, or made up once and kept.

use std::{
    fmt, fs, io,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::{configuration::SecretSource, system::random};

/// Lies in the data directory; nobody but its owner can enter it.
const DIRECTORY: &str = "secrets";
/// A secret that is made up has 32 random bytes, kept as hexadecimal digits.
const DIGITS: usize = 64;

/// The secrets of one server. Printing them shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secrets {
    /// Seals access tokens.
    pub(crate) access: Vec<u8>,
    /// Seals refresh tokens.
    pub(crate) refresh: Vec<u8>,
}

/// A secret that was made up cannot be kept or read again.
#[derive(Debug, thiserror::Error)]
#[error("the secret in {path} {reason}", path = path.display())]
pub(crate) struct SecretsLost {
    path: PathBuf,
    reason: String,
}

impl Secrets {
    /// Takes the secrets that were given. Those that were not are read from the data directory, and made up
    /// first when they are not there, so that logins outlive a restart.
    pub(crate) fn obtain(source: &SecretSource, data_dir: &Path) -> Result<Self, SecretsLost> {
        let obtain = |given: Option<&String>, name: &str| match given {
            Some(secret) => Ok(secret.clone().into_bytes()),
            None => kept(&data_dir.join(DIRECTORY), name),
        };
        Ok(Self {
            access: obtain(source.access.as_ref(), "access")?,
            refresh: obtain(source.refresh.as_ref(), "refresh")?,
        })
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secrets(…)")
    }
}

/// Reads the secret of this name, or makes it up.
fn kept(directory: &Path, name: &str) -> Result<Vec<u8>, SecretsLost> {
    let path = directory.join(name);
    let lost = |reason: String| SecretsLost { path: path.clone(), reason };
    let failed = |error: io::Error| lost(format!("cannot be kept: {error}"));
    if !path.try_exists().map_err(failed)? {
        make_up(directory, &path).map_err(failed)?;
    }
    let mode = fs::metadata(&path).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(lost("could be read by others: delete it, and everyone logs in again".to_owned()));
    }
    let secret = fs::read_to_string(&path).map_err(|error| lost(format!("cannot be read: {error}")))?;
    let secret = secret.trim_end();
    if secret.len() != DIGITS || !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(lost("is damaged: delete it, and everyone logs in again".to_owned()));
    }
    Ok(secret.as_bytes().to_vec())
}

/// Writes a new secret. It appears under its name only once it is whole; when another process was faster,
/// that one's secret stays.
fn make_up(directory: &Path, path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let unfinished = path.with_extension(hexadecimal(&random::<8>()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    file.write_all(hexadecimal(&random::<{ DIGITS / 2 }>()).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    linked.or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        for half in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(half.into(), 16));
        }
        digits
    })
}

#[cfg(test)]
mod tests {
    use std::{error::Error, thread};

    use super::*;

    type TestResult = Result<(), Box<dyn Error>>;

    const NONE: SecretSource = SecretSource { access: None, refresh: None };

    #[test]
    fn what_is_given_is_taken_and_nothing_is_written() -> TestResult {
        let data = tempfile::tempdir()?;
        let given = SecretSource { access: Some("one".into()), refresh: Some("two".into()) };
        let secrets = Secrets::obtain(&given, data.path())?;
        assert_eq!((secrets.access.as_slice(), secrets.refresh.as_slice()), (&b"one"[..], &b"two"[..]));
        assert_eq!(fs::read_dir(data.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn what_is_missing_is_made_up_once_and_kept_from_others() -> TestResult {
        let data = tempfile::tempdir()?;
        let home = data.path().join("not").join("there").join("yet");
        let first = Secrets::obtain(&NONE, &home)?;
        assert_eq!(Secrets::obtain(&NONE, &home)?, first, "a restart logs nobody out");
        assert_eq!((first.access.len(), first.refresh.len()), (DIGITS, DIGITS));
        assert_ne!(first.access, first.refresh);
        assert_ne!(Secrets::obtain(&NONE, data.path())?, first);

        let mode = |path: &Path| fs::metadata(path).map(|found| found.permissions().mode() & 0o777);
        assert_eq!(mode(&home.join(DIRECTORY))?, 0o700);
        for name in ["access", "refresh"] {
            assert_eq!(mode(&home.join(DIRECTORY).join(name))?, 0o600);
        }
        assert_eq!(fs::read_dir(home.join(DIRECTORY))?.count(), 2, "nothing unfinished is left");
        assert!(!format!("{first:?}").contains(std::str::from_utf8(&first.access)?));
        Ok(())
    }

    #[test]
    fn servers_that_start_at_once_agree() -> TestResult {
        let data = tempfile::tempdir()?;
        let found = thread::scope(|scope| {
            let starts: Vec<_> =
                (0..16).map(|_| scope.spawn(|| Secrets::obtain(&NONE, data.path()).ok())).collect();
            starts.into_iter().map(|start| start.join().ok().flatten()).collect::<Vec<_>>()
        });
        assert!(found.iter().all(|secrets| secrets.is_some() && *secrets == found[0]));
        Ok(())
    }

    #[test]
    fn a_secret_that_is_damaged_or_open_is_not_used() -> TestResult {
        let data = tempfile::tempdir()?;
        Secrets::obtain(&NONE, data.path())?;
        let path = data.path().join(DIRECTORY).join("access");
        let whole = fs::read_to_string(&path)?;
        for damaged in ["", "short", &whole[..63], &"é".repeat(32), &"g".repeat(64)] {
            fs::write(&path, damaged)?;
            let lost = Secrets::obtain(&NONE, data.path()).err().map(|lost| lost.to_string());
            assert!(
                lost.is_some_and(|text| text.contains("is damaged") && text.contains("access")),
                "{damaged}"
            );
        }
        fs::write(&path, &whole)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        let lost = Secrets::obtain(&NONE, data.path()).err().map(|lost| lost.to_string());
        assert!(lost.is_some_and(|text| text.contains("by others")));
        Ok(())
    }
}
