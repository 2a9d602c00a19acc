//! The virus scanner: a `clamd` that is sent the bytes (`INSTREAM`).

use std::{io, path::PathBuf, str::FromStr, time::Duration};

use application::files::{ByteStream, ReceiveError};
use futures_util::StreamExt;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

/// How long it may take to reach the scanner.
const PATIENCE_TO_REACH: Duration = Duration::from_secs(5);
/// How long it may take to hand over one part.
const PATIENCE_TO_SEND: Duration = Duration::from_secs(30);
/// How long it may take to look at a whole file; `clamd` by itself gives up after two minutes.
const PATIENCE_TO_LOOK: Duration = Duration::from_secs(150);

/// The longest answer that is read. One is a line.
const LONGEST_ANSWER: u64 = 4096;

/// A scanner that listens somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clamd(Place);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Network(String),
    Socket(PathBuf),
}

/// What was given is no address of a scanner.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scanner must be given as host:port or unix:/path/to/socket, not as {0:?}")]
pub struct AddressRefused(String);

trait Wire: AsyncRead + AsyncWrite + Unpin {}
impl<T: AsyncRead + AsyncWrite + Unpin> Wire for T {}

impl FromStr for Clamd {
    type Err = AddressRefused;
    fn from_str(address: &str) -> Result<Self, AddressRefused> {
        let refused = || AddressRefused(address.to_owned());
        if let Some(path) = address.strip_prefix("unix:") {
            let is_path = path.starts_with('/');
            return is_path.then(|| Self(Place::Socket(path.into()))).ok_or_else(refused);
        }
        let (host, port) = address.rsplit_once(':').ok_or_else(refused)?;
        let is_address = !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port != 0);
        is_address.then(|| Self(Place::Network(address.to_owned()))).ok_or_else(refused)
    }
}

impl Clamd {
    /// Whether it answers.
    pub async fn check(&self) -> Result<(), ReceiveError> {
        let answer = async {
            let mut wire = self.connect().await?;
            within(PATIENCE_TO_SEND, wire.write_all(b"zPING\0")).await?;
            answer(&mut wire).await
        };
        match answer.await.map_err(|error| away(&error))?.as_str() {
            "PONG" => Ok(()),
            other => Err(ReceiveError::ScannerAway(format!("it answers {other:?} to a greeting"))),
        }
    }

    /// Lets it look at the bytes. Whatever it says but that they are clean means that nobody has looked.
    pub(crate) async fn scan(&self, mut bytes: ByteStream<'_>) -> Result<(), ReceiveError> {
        let mut wire = self.connect().await.map_err(|error| away(&error))?;
        let mut sent = within(PATIENCE_TO_SEND, wire.write_all(b"zINSTREAM\0")).await;
        while sent.is_ok()
            && let Some(part) = bytes.next().await
        {
            sent = send(&mut wire, &part?).await;
        }
        if sent.is_ok() {
            sent = within(PATIENCE_TO_SEND, wire.write_all(&0_u32.to_be_bytes())).await;
        }
        // When it wants no more it says why before it hangs up.
        let answer = answer(&mut wire).await.map_err(|error| away(&sent.err().unwrap_or(error)))?;
        judge(&answer)
    }

    async fn connect(&self) -> io::Result<Box<dyn Wire>> {
        match &self.0 {
            Place::Network(address) => {
                Ok(Box::new(within(PATIENCE_TO_REACH, TcpStream::connect(address)).await?))
            }
            Place::Socket(path) => Ok(Box::new(within(PATIENCE_TO_REACH, UnixStream::connect(path)).await?)),
        }
    }
}

async fn send(wire: &mut Box<dyn Wire>, part: &[u8]) -> io::Result<()> {
    let length = u32::try_from(part.len()).map_err(io::Error::other)?;
    // A part without bytes would say that there are no more.
    if length == 0 {
        return Ok(());
    }
    within(PATIENCE_TO_SEND, async {
        wire.write_all(&length.to_be_bytes()).await?;
        wire.write_all(part).await
    })
    .await
}

async fn answer(wire: &mut Box<dyn Wire>) -> io::Result<String> {
    let mut answer = String::new();
    within(PATIENCE_TO_LOOK, wire.take(LONGEST_ANSWER).read_to_string(&mut answer)).await?;
    Ok(answer.trim_end_matches(['\0', '\n']).to_owned())
}

fn judge(answer: &str) -> Result<(), ReceiveError> {
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(()),
        Some(told) if told.ends_with(" FOUND") => {
            Err(ReceiveError::Infected { name: told.trim_end_matches(" FOUND").to_owned() })
        }
        _ => Err(ReceiveError::ScannerAway(format!("it answers {answer:?}"))),
    }
}

async fn within<T>(patience: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(patience, work).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

fn away(error: &io::Error) -> ReceiveError {
    ReceiveError::ScannerAway(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_a_port_or_a_socket() {
        for fine in ["localhost:3310", "10.0.0.3:3310", "[::1]:3310", "unix:/run/clamav/clamd.ctl"] {
            assert!(fine.parse::<Clamd>().is_ok(), "{fine}");
        }
        for bad in
            ["", "localhost", ":3310", "localhost:0", "localhost:x", "unix:clamd.ctl", "/run/clamd.ctl"]
        {
            assert_eq!(bad.parse::<Clamd>(), Err(AddressRefused(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(judge("stream: OK"), Ok(()));
        let infected = ReceiveError::Infected { name: "Eicar-Test".to_owned() };
        assert_eq!(judge("stream: Eicar-Test FOUND"), Err(infected));
        for other in
            ["", "OK", "INSTREAM size limit exceeded. ERROR", "stream: ERROR", "OK?", "stream: OK OK"]
        {
            assert!(matches!(judge(other), Err(ReceiveError::ScannerAway(_))), "{other}");
        }
    }
}
