//! Unpacking an archive into nothing, to see that it holds what its table says: a table that lies about sizes is
//! how a bomb passes those who believe it.

use std::io::{self, Read};

use application::files::{ReceiveError, StorageError};
use bytes::{Buf, Bytes};
use flate2::read::DeflateDecoder;
use futures_util::{StreamExt, future};
use tokio::sync::mpsc;

use crate::{
    archive::{DEFLATED, STORED},
    shelf::Source,
    workbench::Workbench,
    zip::{Entry, LOCAL, LOCAL_BYTES, local_lengths},
};

const FALSE: &str = "The archive holds something else than it says.";
const UNKNOWN: &str =
    "The archive is packed in a way that nobody can look into. Pack it as an ordinary zip file.";

/// Unpacks every entry and keeps none.
pub(crate) async fn check(
    source: &Source<'_>,
    workbench: &Workbench,
    entries: Vec<Entry>,
) -> Result<(), ReceiveError> {
    let turn = workbench.turn().await?;
    let (parts, coming) = mpsc::channel(2);
    let walking = turn.run(move || walk(entries, coming));
    let feeding = async move {
        let mut stream = source.stream().await?;
        while let Some(part) = stream.next().await {
            let part = part.map_err(|broken| StorageError::Away(broken.to_string()))?;
            if parts.send(part).await.is_err() {
                break;
            }
        }
        Ok::<_, StorageError>(())
    };
    let (walked, fed) = future::join(walking, feeding).await;
    // What did not come whole looks damaged and is not.
    fed?;
    walked
}

fn walk(mut entries: Vec<Entry>, coming: mpsc::Receiver<Bytes>) -> Result<(), &'static str> {
    entries.sort_unstable_by_key(|entry| entry.offset);
    let mut parts = Parts { coming, part: Bytes::new(), at: 0 };
    for entry in &entries {
        parts
            .skip_to(entry.offset)
            .and_then(|()| check_entry(&mut parts, entry))
            .map_err(|error| if error.kind() == io::ErrorKind::Unsupported { UNKNOWN } else { FALSE })?;
    }
    Ok(())
}

fn check_entry(parts: &mut Parts, entry: &Entry) -> io::Result<()> {
    let mut header = [0; LOCAL_BYTES];
    parts.read_exact(&mut header)?;
    let (name, extra) = local_lengths(&header).ok_or(io::ErrorKind::InvalidData)?;
    let mut local_name = vec![0; name.into()];
    parts.read_exact(&mut local_name)?;
    let begins_as_told = header.starts_with(LOCAL) && local_name == entry.name;
    parts.skip_to(parts.at + u64::from(extra))?;
    let end = parts.at.checked_add(entry.packed).ok_or(io::ErrorKind::InvalidData)?;
    let packed = parts.take(entry.packed);
    let unpacked: Box<dyn Read> = match entry.method {
        STORED => Box::new(packed),
        DEFLATED => Box::new(DeflateDecoder::new(packed)),
        _ => return Err(io::ErrorKind::Unsupported.into()),
    };
    let length = io::copy(&mut unpacked.take(entry.unpacked.saturating_add(1)), &mut io::sink())?;
    parts.skip_to(end)?;
    if begins_as_told && length == entry.unpacked { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// The bytes of the archive, read one after the other.
struct Parts {
    coming: mpsc::Receiver<Bytes>,
    part: Bytes,
    at: u64,
}

impl Parts {
    fn skip_to(&mut self, place: u64) -> io::Result<()> {
        let left = place.checked_sub(self.at).ok_or(io::ErrorKind::InvalidData)?;
        io::copy(&mut self.take(left), &mut io::sink())?;
        if self.at == place { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Read for Parts {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.part.is_empty() {
            match self.coming.blocking_recv() {
                Some(part) => self.part = part,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.part.len());
        let (wanted, _) = buffer.split_at_mut(length);
        self.part.copy_to_slice(wanted);
        self.at += length as u64;
        Ok(length)
    }
}
