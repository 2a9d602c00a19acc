//! One object on its way to a bucket. A task of its own does all the talking, so that it can also put in order what
//! a dropped request left: it aborts when whoever sends the parts is gone before the end.

use std::sync::Arc;

use application::files::{StorageError, StorageKey, Work};
use bytes::{Bytes, BytesMut};
use object_store::{
    Attribute, Attributes, ObjectStoreExt, PutMultipartOptions, PutOptions, multipart::PartId, path::Path,
};
use tokio::sync::{mpsc, oneshot};

use crate::{
    engine::Engine,
    objects::{Bucket, away},
    shelf::{Label, Landing},
};

/// How many bytes are sent in one request. Stores want at least five MiB, and at most 10,000 parts.
const PART_BYTES: usize = 5 * 1024 * 1024;

type Answer = oneshot::Sender<Result<(), StorageError>>;

enum Step {
    Part(Bytes),
    /// The last part, after which the object has this size.
    Last(Bytes, u64, Answer),
}

pub(crate) struct Upload {
    steps: mpsc::Sender<Step>,
    failure: oneshot::Receiver<StorageError>,
    waiting: BytesMut,
    size: u64,
}

impl Upload {
    pub(crate) fn begin(engine: &Engine, bucket: Arc<Bucket>, key: StorageKey, label: Label<'_>) -> Self {
        let (steps, taken) = mpsc::channel(1);
        let (failed, failure) = oneshot::channel();
        let attributes = attributes(label);
        engine.leave(async move {
            Sending { bucket, key, attributes, begun: None }.run(taken, failed).await;
        });
        Self { steps, failure, waiting: BytesMut::new(), size: 0 }
    }

    async fn send(&mut self, step: Step) -> Result<(), StorageError> {
        if self.steps.send(step).await.is_ok() { Ok(()) } else { Err(self.failure().await) }
    }

    async fn failure(&mut self) -> StorageError {
        let unknown = || StorageError::Away("the upload ended without a word".to_owned());
        (&mut self.failure).await.unwrap_or_else(|_| unknown())
    }
}

impl Landing for Upload {
    fn write(&mut self, bytes: Bytes) -> Work<'_, Result<(), StorageError>> {
        Box::pin(async move {
            self.size += bytes.len() as u64;
            self.waiting.extend_from_slice(&bytes);
            if self.waiting.len() > PART_BYTES {
                let part = self.waiting.split_to(PART_BYTES).freeze();
                self.send(Step::Part(part)).await?;
            }
            Ok(())
        })
    }

    fn finish(mut self: Box<Self>) -> Work<'static, Result<(), StorageError>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let last = std::mem::take(&mut self.waiting).freeze();
            let size = self.size;
            self.send(Step::Last(last, size, answer)).await?;
            match answered.await {
                Ok(outcome) => outcome,
                Err(_) => Err(self.failure().await),
            }
        })
    }
}

/// An upload in parts that the store knows of.
struct Begun {
    id: String,
    parts: Vec<PartId>,
}

struct Sending {
    bucket: Arc<Bucket>,
    key: StorageKey,
    attributes: Attributes,
    begun: Option<Begun>,
}

impl Sending {
    /// Sends what comes. Who waits is told before what was sent is removed, which takes long when the store is away.
    async fn run(mut self, mut steps: mpsc::Receiver<Step>, failed: oneshot::Sender<StorageError>) {
        while let Some(step) = steps.recv().await {
            let is_going_on = match step {
                Step::Part(part) => match self.send_part(part).await {
                    Ok(()) => true,
                    Err(error) => {
                        drop(steps);
                        if failed.send(error).is_err() {
                            tracing::debug!(key = %self.key, "nobody waits for this upload any more");
                        }
                        return self.give_up().await;
                    }
                },
                Step::Last(part, size, answer) => {
                    let outcome = self.send_last(part, size).await;
                    let has_landed = outcome.is_ok();
                    if answer.send(outcome).is_ok() && has_landed {
                        return;
                    }
                    false
                }
            };
            if !is_going_on {
                break;
            }
        }
        self.give_up().await;
    }

    async fn send_part(&mut self, part: Bytes) -> Result<(), StorageError> {
        let place = self.bucket.place(self.key);
        let begun = match &mut self.begun {
            Some(begun) => begun,
            none => none.insert(begin(&self.bucket, self.key, &place, &self.attributes).await?),
        };
        let number = begun.parts.len();
        let sent = self.bucket.parts.put_part(&place, &begun.id, number, part.into()).await;
        begun.parts.push(sent.map_err(|error| away(&error))?);
        Ok(())
    }

    async fn send_last(&mut self, part: Bytes, size: u64) -> Result<(), StorageError> {
        let place = self.bucket.place(self.key);
        if self.begun.is_some() {
            self.send_part(part).await?;
        } else {
            let options = PutOptions { attributes: self.attributes.clone(), ..PutOptions::default() };
            self.bucket.objects.put_opts(&place, part.into(), options).await.map_err(|error| away(&error))?;
        }
        if let Some(begun) = &mut self.begun {
            let parts = std::mem::take(&mut begun.parts);
            self.bucket
                .parts
                .complete_multipart(&place, &begun.id, parts)
                .await
                .map_err(|error| away(&error))?;
            self.begun = None;
            forget(&self.bucket, self.key).await;
        }
        let stored = self.bucket.objects.head(&place).await.map_err(|error| away(&error))?.size;
        if stored == size {
            Ok(())
        } else {
            Err(StorageError::Away(format!("{stored} of {size} bytes were stored")))
        }
    }

    /// Removes what was sent so far. What cannot be removed is found by the sweep.
    async fn give_up(&mut self) {
        let place = self.bucket.place(self.key);
        if let Some(begun) = self.begun.take() {
            match self.bucket.parts.abort_multipart(&place, &begun.id).await {
                Ok(()) => forget(&self.bucket, self.key).await,
                Err(error) => {
                    tracing::warn!(key = %self.key, %error, "an unfinished upload waits for the sweep");
                }
            }
        }
        if let Err(error) = self.bucket.remove(&place).await {
            tracing::warn!(key = %self.key, %error, "what nobody waits for lies there until it is found");
        }
    }
}

/// Begins an upload in parts, and notes it where the sweep looks: stores do not list what is unfinished.
async fn begin(
    bucket: &Bucket,
    key: StorageKey,
    place: &Path,
    attributes: &Attributes,
) -> Result<Begun, StorageError> {
    let options = PutMultipartOptions { attributes: attributes.clone(), ..PutMultipartOptions::default() };
    let id = bucket.parts.create_multipart_opts(place, options).await.map_err(|error| away(&error))?;
    let noted = bucket.objects.put(&bucket.note(key), Bytes::from(id.clone()).into()).await;
    if let Err(error) = noted {
        if let Err(error) = bucket.parts.abort_multipart(place, &id).await {
            tracing::warn!(%key, %error, "an upload without any part stays unfinished");
        }
        return Err(away(&error));
    }
    Ok(Begun { id, parts: Vec::new() })
}

async fn forget(bucket: &Bucket, key: StorageKey) {
    if let Err(error) = bucket.remove(&bucket.note(key)).await {
        tracing::warn!(%key, %error, "the note of an upload that ended waits for the sweep");
    }
}

fn attributes(label: Label<'_>) -> Attributes {
    Attributes::from_iter([
        (Attribute::ContentType, label.kind.media_type().to_owned()),
        (Attribute::ContentDisposition, crate::objects::as_download(label.name)),
    ])
}
